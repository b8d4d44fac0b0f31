"""A gradebook on PostgreSQL: the same grades as on SQLite, and nbgrader's own commands on it."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.plugins import CsvExportPlugin

from autograder.errors import AutograderError
from autograder.export import export
from autograder.gradebook import open_gradebook
from autograder.grading import grade_lesson
from tests.miniature import NAME, Mini, PlainExecutor, cell
from tests.postgres import new_database
from tests.unit.test_gradebook import DUE


def on_postgres(folder: Path, postgres: str, config: str = "") -> Mini:
    return Mini(folder, f"c.CourseDirectory.db_url = {new_database(postgres)!r}\n{config}")


def term(mini: Mini) -> dict[str, bytes]:
    """Some weeks of a course: a class is graded, by a person too, then the lesson changes; what is exported."""
    with open_gradebook(mini.course) as book:
        book.update_or_create_assignment(NAME, duedate=DUE)
        book.update_or_create_student("émile", first_name="Émile", last_name="O'Neil, Jr.")
        book.update_or_create_student("zoe")
    (mini.submit("ada") / "timestamp.txt").write_text("2025-10-01 11:59:59.25 UTC")
    (mini.submit("émile", mini.answered(why=None)) / "timestamp.txt").write_text("2030-10-01 12:00:00 UTC")
    mini.submit("Bob", mini.answered(double="def double(x):\n    return x * x"))
    mini.submit("cy", b"no notebook")
    grade_lesson(mini.lesson, jobs=1, executor=PlainExecutor())
    with open_gradebook(mini.course) as book:
        for student, points in (("ada", 3.25), ("Bob", 0.1)):
            grade = book.find_grade("why", "mini", NAME, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("why", "mini", NAME, "Bob").manual_comment = "Löb's theorem?"
        book.db.commit()
    lesson = nbformat.read(mini.lesson.solution, as_version=4)
    lesson.cells = [each for each in lesson.cells if each.id != "double-hidden"]
    cell(lesson, "square-test").metadata.nbgrader["points"] = 2.5
    nbformat.write(lesson, mini.lesson.solution)
    grade_lesson(mini.lesson, jobs=1, executor=PlainExecutor())
    return {kind: export(mini.course, [NAME], kind).path.read_bytes() for kind in ("csv", "canvas", "moodle")}


def test_both_give_the_same_export(mini: Mini, tmp_path: Path, postgres: str) -> None:
    config = "c.LateSubmissionPlugin.penalty_method = 'zero'\n"
    with (mini.root / "nbgrader_config.py").open("a") as file:
        file.write(config)
    other = on_postgres(tmp_path / "other", postgres, config)
    exported = term(mini)
    assert term(other) == exported
    assert not (other.course.grading / "gradebook.db").exists()
    assert b"7.75" in exported["csv"]
    with Gradebook(other.course.database_url, other.course.directory.course_id) as book:  # what formgrader asks
        scores = {each["student"]: each["score"] for each in book.submission_dicts(NAME)}
        assert scores == {"ada": 7.75, "Bob": 2.6, "émile": 4.5}
        assert {each["id"] for each in book.student_dicts()} == {"ada", "Bob", "émile", "zoe"}
        assert book.average_assignment_score(NAME) == pytest.approx((7.75 + 2.6 + 4.5) / 3)


def test_stock_nbgrader_reads_and_writes_it(tmp_path: Path, postgres: str) -> None:
    mini = on_postgres(tmp_path / "course", postgres)
    mini.submit("ada", mini.answered(double=None))
    grade_lesson(mini.lesson, jobs=1, executor=PlainExecutor())
    before = export(mini.course, [NAME], "csv").path.read_bytes()
    with open_gradebook(mini.course) as book:
        book.find_grade("square-test", "mini", NAME, "ada").auto_score = 1.5
        book.db.commit()
    assert export(mini.course, [NAME], "csv").path.read_bytes() != before
    config = mini.course.config
    config.CourseDirectory.root = str(mini.root)
    done = NbGraderAPI(config=config).autograde(NAME, "ada")
    assert done["success"], done["error"]
    with Gradebook(mini.course.database_url, mini.course.directory.course_id) as book:
        CsvExportPlugin(to=str(mini.root / "stock.csv")).export(book)
    assert (mini.root / "stock.csv").read_text().splitlines()[1].startswith(f"{NAME},")
    assert export(mini.course, [NAME], "csv").path.read_bytes() == before


def test_a_server_that_is_not_there_is_said_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://ta:secret@/grades?host={tmp_path}"
    mini = Mini(tmp_path / "course", f"c.CourseDirectory.db_url = {url!r}")
    mini.submit("ada")
    with pytest.raises(AutograderError, match=r"gradebook postgresql\+psycopg://ta:\*\*\*@") as caught:
        grade_lesson(mini.lesson)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgres://a/b", "postgresql+nosuch://a/b"])
def test_a_driver_that_is_not_there_is_said(tmp_path: Path, url: str) -> None:
    mini = Mini(tmp_path / "course", f"c.CourseDirectory.db_url = {url!r}")
    with pytest.raises(AutograderError, match=r"needs a driver.*postgresql\+psycopg"), open_gradebook(mini.course):
        pass
