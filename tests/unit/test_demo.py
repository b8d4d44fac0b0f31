from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from html_check import check_page
from rich.console import Console
from small_class import FORGOT, FULL, HIDDEN, SmallClass
from typer.testing import CliRunner

from autograder import demo as module
from autograder.cli import app
from autograder.course import Course
from autograder.demo import Entry, demo, fill, hand_in, make_course, read_bank, score_table, simulate
from autograder.errors import AutograderError
from autograder.exercises import exercises
from autograder.grading import Batch, Line
from autograder.results import class_results, read_release
from autograder.secret_lines import found_in, readings, secret_lines

REPOSITORY = Path(__file__).parents[2]
BANK = """# %% right: twice
def double(number):
    return 2 * number

# %% right: sum
def double(number):

    return number + number

# %% wrong: forgot the factor
# phrase: comes back
def double(number):
    return number
"""


@pytest.fixture
def small(tmp_path: Path) -> SmallClass:
    root = tmp_path / "course"
    root.mkdir()
    small = SmallClass(root)
    small.lesson.solution.write_bytes(small.lesson.release.read_bytes())
    bank = root / "tests" / "answers" / "01-small"
    bank.mkdir(parents=True)
    (bank / "double.py").write_text(BANK)
    return small


def test_read_bank(small: SmallClass) -> None:
    bank = read_bank(small.course.root / "tests" / "answers" / "01-small")
    assert bank == {
        "double": [
            Entry(True, "twice", "def double(number):\n    return 2 * number"),
            Entry(True, "sum", "def double(number):\n\n    return number + number"),
            Entry(False, "forgot the factor", "def double(number):\n    return number"),
        ]
    }


def test_a_class_of_every_kind_and_always_the_same(small: SmallClass) -> None:
    bank = read_bank(small.course.root / "tests" / "answers" / "01-small")
    tasks = exercises(read_release(small.lesson))
    pupils = simulate(tasks, bank, 30)
    assert pupils == simulate(tasks, bank, 30)
    assert len({pupil.id for pupil in pupils}) == 30
    assert len({(pupil.first, pupil.last) for pupil in pupils}) == 30
    assert sum(pupil.missing for pupil in pupils) == sum(pupil.broken for pupil in pupils) == 1
    assert sum(pupil.late is not None for pupil in pupils) == 3
    assert not any(pupil.late and (pupil.missing or pupil.broken) for pupil in pupils)
    assert any(not pupil.answers for pupil in pupils)
    sources = [pupil.answers.get("double") for pupil in pupils]
    assert {entry.source for entry in bank["double"]} | {None} == set(sources)
    assert sum("essay" in pupil.answers for pupil in pupils) > 10
    assert len({pupil.id for pupil in simulate(tasks, bank, 200)}) == 200


def test_hand_in(small: SmallClass, tmp_path: Path) -> None:
    there = make_course(small.lesson, tmp_path / "demo")
    bank = read_bank(small.course.root / "tests" / "answers" / "01-small")
    pupils = simulate(exercises(read_release(there)), bank, 12)
    hand_in(there, pupils)
    for pupil in pupils:
        folder = there.course.submitted / pupil.id / "01-small"
        if pupil.missing:
            assert not folder.exists()
            continue
        stamp = (folder / "timestamp.txt").read_text()
        assert (stamp > f"{module.DUE:%Y-%m-%d %H:%M:%S} UTC") == (pupil.late is not None)
        text = (folder / "small.ipynb").read_text(encoding="utf-8")
        if pupil.broken:
            with pytest.raises(json.JSONDecodeError):
                json.loads(text)
        else:
            nbformat.validate(nbformat.reads(text, as_version=4))
    assert (there.course.root / ".gitignore").read_text() == "*\n"


def test_fill_leaves_the_release_alone(small: SmallClass) -> None:
    release = read_release(small.lesson)
    before = nbformat.writes(release)
    filled = nbformat.reads(fill(release, {"double": "def double(number): ..."}), as_version=4)
    assert [cell.source for cell in filled.cells if cell.id == "double"] == ["def double(number): ..."]
    assert nbformat.writes(release) == before


def test_only_a_demos_folder_is_deleted(small: SmallClass, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "precious.txt").write_text("mine")
    with pytest.raises(AutograderError, match="was not made by the demo"):
        make_course(small.lesson, folder)
    assert (folder / "precious.txt").read_text() == "mine"
    (folder / "precious.txt").unlink()
    folder.rmdir()
    make_course(small.lesson, folder)
    (folder / "grading" / "old").write_text("")
    assert make_course(small.lesson, folder).course.root == folder
    assert not (folder / "grading" / "old").exists()


def test_the_courses_own_grading_is_not_touched(
    small: SmallClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "grade_lesson", lambda lesson, **_: Batch([Line("x", None, "problem")]))
    before = {path: path.read_bytes() for path in small.course.grading.rglob("*") if path.is_file()}
    there, pupils, _ = demo(small.lesson, 8)
    assert there.course.root == small.course.root / "demo"
    assert len(pupils) == 8
    assert {path: path.read_bytes() for path in small.course.grading.rglob("*") if path.is_file()} == before


def test_errors(small: SmallClass, tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match="at least 6 students"):
        demo(small.lesson, 5, tmp_path / "demo")
    small.lesson.solution.unlink()
    with pytest.raises(AutograderError, match="autograder build 01-small"):
        demo(small.lesson, 8, tmp_path / "demo")
    (small.course.root / "tests" / "answers" / "01-small" / "double.py").unlink()
    with pytest.raises(AutograderError, match="clone"):
        demo(small.lesson, 8, tmp_path / "demo")
    assert not (tmp_path / "demo").exists()


def test_score_table(small: SmallClass) -> None:
    small.grade("ada", {**FULL, "double-test": 0.5, "essay": None}, {"double-test": ("CheckFailed", FORGOT)}, late=7200)
    small.enrol("bob")
    small.refuse("[red]eve", "empty")
    console = Console(width=80, file=open("/dev/null", "w"), record=True)  # noqa: SIM115
    console.print(score_table(class_results(small.lesson)))
    lines = [line.split() for line in console.export_text().splitlines()]
    assert ["of", "5", "4", "4", "13"] in lines
    assert ["ada", "3.5", "4", "…", "7.5", "2", "h"] in lines
    assert ["bob", "–", "missing"] in lines
    assert ["[red]eve", "–", "broken"] in lines
    assert ["mean,", "%", "70", "100", "–"] in lines


@pytest.mark.slow
def test_the_whole_demo(tmp_path: Path) -> None:
    """Eight students of the real lesson, through the command; nothing secret comes out."""
    folder = tmp_path / "demo"
    result = CliRunner().invoke(
        app, ["demo", "--students", "8", "--folder", str(folder), "--course", str(REPOSITORY)], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    assert "broken on purpose" in result.output
    assert "6 submissions graded" in result.output
    lesson = Course(folder).lesson("1")
    pages = sorted(lesson.course.feedback.rglob("*.html"))
    assert len(pages) == 7
    bank = [path.read_text() for path in (REPOSITORY / "tests" / "answers" / lesson.name).glob("*.py")]
    source = nbformat.read(lesson.solution, as_version=4)
    report = lesson.course.grading / "reports" / f"{lesson.name}.html"
    for path in (*pages, report):
        page = check_page(path.read_text(encoding="utf-8"))
        own = lesson.course.autograded / path.parts[-3] / lesson.name / "perceptron.ipynb"
        written = nbformat.read(own, as_version=4).cells if path != report and own.is_file() else []
        known = "\n".join(cell.source for cell in written if cell.metadata.get("nbgrader", {}).get("solution"))
        for _, texts in readings(path):
            assert found_in(secret_lines(source, bank), texts, known) == []
        assert page.text


def test_secrets_are_found_if_there_are_any() -> None:
    """The search that the demo's test leans on does see a planted line."""
    lesson = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(f"### BEGIN HIDDEN TESTS\n{HIDDEN['double-hidden']}\n### END HIDDEN TESTS")]
    )
    assert found_in(secret_lines(lesson), [f"<p>{HIDDEN['double-hidden']}</p>"])
