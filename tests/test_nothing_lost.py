"""Whatever happens to a batch, and however many grade at once, the end is the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from autograder.gradebook import open_gradebook
from autograder.grading import grade_lesson
from autograder.lock import alone
from tests import kills
from tests.miniature import Mini, PlainExecutor
from tests.postgres import new_database

STUDENTS = 5
WRONG = "def double(x):\n    return x * x"


def hand_in(mini: Mini) -> Mini:
    for number in range(STUDENTS):
        folder = mini.submit(f"s{number}", mini.answered(double=WRONG) if number % 3 == 1 else None)
        (folder / "data.txt").write_text(str(number))
    return mini


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    mini = hand_in(Mini(tmp_path_factory.mktemp("undisturbed") / "course"))
    seconds = kills.grade(mini.lesson)
    return kills.left_behind(mini.lesson), seconds


def test_killed_at_random_moments(tmp_path: Path, undisturbed: tuple[dict[str, bytes], float]) -> None:
    wanted, seconds = undisturbed
    mini = hand_in(Mini(tmp_path / "course"))
    found = kills.grade_and_kill(mini.lesson, 4, seconds, random.Random())
    assert kills.left_behind(mini.lesson) == wanted, f"records after each kill: {found}"
    assert not list(mini.course.grading.glob(".*.new"))


def test_two_graders_at_once(tmp_path: Path, undisturbed: tuple[dict[str, bytes], float]) -> None:
    two_graders(hand_in(Mini(tmp_path / "course")), undisturbed[0])


def test_two_graders_at_once_on_a_server(
    tmp_path: Path, undisturbed: tuple[dict[str, bytes], float], postgres: str
) -> None:
    config = f"c.CourseDirectory.db_url = {new_database(postgres)!r}"
    two_graders(hand_in(Mini(tmp_path / "course", config)), undisturbed[0])


def two_graders(mini: Mini, wanted: dict[str, bytes]) -> None:
    said = [kills.finish(each) for each in [kills.start(mini.lesson), kills.start(mini.lesson)]]
    assert kills.left_behind(mini.lesson) == wanted
    assert sorted(f"({STUDENTS} of them unchanged)" in each for each in said) == [False, True]
    assert sum("Somebody else is grading 01-mini" in each for each in said) == 1


def test_two_folders_share_a_gradebook_on_a_server(tmp_path: Path, postgres: str) -> None:
    """The lock on a disk cannot keep these apart."""
    database = make_url(new_database(postgres))
    told = []

    class Enough(Exception):
        pass

    def waiting() -> None:
        told.append("waiting")
        raise Enough

    with alone(database, tmp_path / "a", "01-mini"):
        with pytest.raises(Enough), alone(database, tmp_path / "b", "01-mini", waiting):
            pass
        with alone(database, tmp_path / "b", "02-other"):
            pass
    with alone(database, tmp_path / "b", "01-mini", waiting):
        pass
    assert told == ["waiting"]


def test_what_a_killed_run_had_half_written_goes(mini: Mini) -> None:
    mini.submit("ada")
    mini.course.grading.joinpath(".gradebook.db.new").write_text("half a gradebook")
    half = mini.course.grading / "records" / mini.lesson.name / ".writing-x"
    half.parent.mkdir(parents=True)
    half.write_text("{")
    grade_lesson(mini.lesson, executor=PlainExecutor())
    assert [path.name for path in half.parent.iterdir()] == ["ada.json"]
    with open_gradebook(mini.course) as book:
        assert [student.id for student in book.students] == ["ada"]
    assert not mini.course.grading.joinpath(".gradebook.db.new").exists()
