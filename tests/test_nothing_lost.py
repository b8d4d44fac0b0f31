"""Whatever happens to a batch, and however many grade at once, the end is the same."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from autograder import grading, records
from autograder.gradebook import open_gradebook
from autograder.grading import grade_lesson
from autograder.lock import alone
from tests import kills
from tests.miniature import Mini, PlainExecutor
from tests.postgres import new_database

STUDENTS = 4
WRONG = "def double(x):\n    return x * x"


class Stopped(BaseException):
    """The end of the process, as far as a test in it can go."""


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
    found = kills.grade_and_kill(mini.lesson, 3, seconds, random.Random())
    assert kills.left_behind(mini.lesson) == wanted, f"records after each kill: {found}"
    assert not list(mini.course.grading.glob(".*.new"))


@pytest.mark.parametrize("step", range(5))
def test_stopped_between_any_two_steps(mini: Mini, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """What one submission writes, ended after each of its writes in turn, without luck."""
    (mini.submit("ada") / "data.txt").write_text("1")
    grade_lesson(mini.lesson, executor=PlainExecutor())
    wanted = kills.left_behind(mini.lesson)
    mini.submit("ada", mini.answered(double=WRONG))
    grade_lesson(mini.lesson, executor=PlainExecutor())
    mini.submit("ada")  # handed in again: all that is there is old
    done = []

    def counted(write: Callable[..., Any]) -> Callable[..., Any]:
        def stop_or_write(*arguments: Any) -> Any:
            if len(done) == step:
                raise Stopped
            done.append(write)
            return write(*arguments)

        return stop_or_write

    with monkeypatch.context() as patched:
        for module, name in ((grading, "record_grades"), (records, "write_atomically")):
            patched.setattr(module, name, counted(getattr(module, name)))
        with contextlib.suppress(Stopped):
            grade_lesson(mini.lesson, executor=PlainExecutor())
    assert len(done) == min(step, 4), "the gradebook, a file, the notebook and the record"
    grade_lesson(mini.lesson, executor=PlainExecutor())
    assert kills.left_behind(mini.lesson) == wanted


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
    assert sum("Somebody else is collecting or grading 01-mini" in each for each in said) == 1


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
