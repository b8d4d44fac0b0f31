"""A lesson is recorded, changed and recorded again while its submissions are in the gradebook."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveCells

from autograder.course import Course, Lesson
from autograder.errors import AutograderError
from autograder.gradebook import open_gradebook
from autograder.lesson_record import record_lesson

CONFIG = """
from pathlib import Path
c = get_config()
root = Path(__file__).parent
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.db_url = f"sqlite:///{root / 'grading' / 'gradebook.db'}"
"""


def cell(name: str, kind: str = "test", points: float = 1) -> nbformat.NotebookNode:
    data = {"grade_id": name, "schema_version": 3, "task": False, "grade": False, "solution": False, "locked": False}
    if kind == "solution":
        source = "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"
        data |= {"solution": True}
    elif kind == "test":
        source = "assert x == 1"
        data |= {"grade": True, "locked": True, "points": points}
    else:
        data |= {"grade": True, "solution": True, "points": points}
        return nbformat.v4.new_markdown_cell("words", metadata={"nbgrader": data})
    return nbformat.v4.new_code_cell(source, metadata={"nbgrader": data})


@pytest.fixture(scope="module")
def empty_gradebook(tmp_path_factory) -> Path:
    """nbgrader makes a gradebook with a command of its own, which takes seconds: once is enough."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "nbgrader_config.py").write_text(CONFIG)
    with open_gradebook(Course(folder)):
        return folder / "grading" / "gradebook.db"


@pytest.fixture
def lesson(tmp_path, empty_gradebook) -> Lesson:
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    (tmp_path / "grading").mkdir()
    shutil.copy(empty_gradebook, tmp_path / "grading" / "gradebook.db")
    folder = tmp_path / "solutions" / "01-mini"
    folder.mkdir(parents=True)
    (folder / "mini.md").write_text("# Mini\n")
    lesson = Course(tmp_path).lesson("01")
    write(lesson, cell("a", "solution"), cell("a-test"), cell("words", "written", 3))
    return lesson


def write(lesson: Lesson, *cells: nbformat.NotebookNode) -> None:
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells), metadata={"kernelspec": kernel}), lesson.solution)


def book(lesson: Lesson) -> Gradebook:
    return Gradebook(lesson.course.database_url)


def hand_in(lesson: Lesson) -> None:
    with book(lesson) as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission("01-mini", "ada")
        gradebook.find_grade("a-test", "mini", "01-mini", "ada").auto_score = 1.0
        gradebook.db.commit()


def grades(lesson: Lesson) -> dict[str, float | None]:
    with book(lesson) as gradebook:
        return {
            each.name: each.auto_score for each in gradebook.find_submission_notebook("mini", "01-mini", "ada").grades
        }


def dump(lesson: Lesson) -> list[tuple]:
    with book(lesson) as gradebook:
        notebook = gradebook.find_notebook("mini", "01-mini")
        return [(each.id, each.name, each.source, each.checksum) for each in notebook.source_cells]


def test_recording_twice_changes_nothing(lesson):
    record_lesson(lesson)
    first = dump(lesson)
    assert [each[1] for each in first] == ["a", "a-test", "words"]
    record_lesson(lesson)
    assert dump(lesson) == first


def test_a_cell_added_after_submissions_is_added_to_them_ungraded_and_in_its_place(lesson):
    record_lesson(lesson)
    hand_in(lesson)
    write(lesson, cell("a", "solution"), cell("a-test"), cell("a-hidden", points=2), cell("words", "written", 3))
    record_lesson(lesson)
    assert grades(lesson) == {"a-test": 1.0, "a-hidden": None, "words": None}
    assert [each[1] for each in dump(lesson)] == ["a", "a-test", "a-hidden", "words"]


def test_stock_nbgrader_would_have_refused(lesson, monkeypatch):
    """If nbgrader learns this itself, our step can go."""
    record_lesson(lesson)
    hand_in(lesson)
    write(lesson, cell("a", "solution"), cell("a-test"), cell("a-hidden"), cell("words", "written", 3))
    monkeypatch.setattr("autograder.lesson_record._SaveCells", SaveCells)
    with pytest.raises(RuntimeError, match="Cannot add or remove cells"):
        record_lesson(lesson)


def test_a_removed_cell_takes_its_automatic_grades_with_it(lesson):
    record_lesson(lesson)
    hand_in(lesson)
    write(lesson, cell("a", "solution"), cell("words", "written", 3))
    record_lesson(lesson)
    assert grades(lesson) == {"words": None}
    assert [each[1] for each in dump(lesson)] == ["a", "words"]


def test_changed_points_and_tests_are_recorded_with_submissions_there(lesson):
    record_lesson(lesson)
    hand_in(lesson)
    write(lesson, cell("a", "solution"), cell("a-test", points=5), cell("words", "written", 3))
    record_lesson(lesson)
    with book(lesson) as gradebook:
        assert gradebook.find_grade_cell("a-test", "mini", "01-mini").max_score == 5
    assert grades(lesson) == {"a-test": 1.0, "words": None}


@pytest.mark.parametrize("what", ["score", "comment"])
def test_what_a_person_gave_is_never_lost(lesson, what):
    record_lesson(lesson)
    hand_in(lesson)
    with book(lesson) as gradebook:
        if what == "score":
            gradebook.find_grade("words", "mini", "01-mini", "ada").manual_score = 2.0
        else:
            gradebook.find_comment("words", "mini", "01-mini", "ada").manual_comment = "well said"
        gradebook.db.commit()
    before = dump(lesson)
    write(lesson, cell("a", "solution"), cell("a-test"), cell("b-test"))
    with pytest.raises(AutograderError, match=r"no longer has words.*'ada'"):
        record_lesson(lesson)
    assert dump(lesson) == before
    assert grades(lesson) == {"a-test": 1.0, "words": None}
