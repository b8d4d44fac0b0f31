from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import TraitError
from traitlets.config import Config

from autograder import grading, records
from autograder.errors import AutograderError
from autograder.gradebook import open_gradebook
from autograder.grading import describe, grade_lesson
from autograder.lateness import ExtraTime, LatePolicy
from tests.miniature import NAME, Mini, PlainExecutor, cell

DUE = datetime(2025, 10, 1, 12)
POLICY = "c.LatePolicy.grace_minutes = 15\nc.LatePolicy.percent_per_day = 10\nc.LatePolicy.floor_percent = 65"
DAY = 86400.0


def policy(**settings: float | str) -> LatePolicy:
    return LatePolicy(config=Config({"LatePolicy": settings}))


@pytest.mark.parametrize(
    ("seconds", "left"),
    [(0, 20), (899, 20), (900, 20), (901, 18), (DAY, 18), (DAY + 1, 16), (3 * DAY, 14), (4 * DAY, 13), (400 * DAY, 13)],
)
def test_per_cent_for_each_day_started(seconds: float, left: float) -> None:
    given = policy(grace_minutes=15, percent_per_day=10, floor_percent=65)
    assert 20 - (given.penalty(20, seconds) or 0) == left


def test_nothing_is_taken_off_by_default() -> None:
    assert policy().late_submission_penalty("ada", 20, 100 * DAY) is None
    assert policy(penalty_method="zero").late_submission_penalty("ada", 20, 1) == 20  # nbgrader's own method
    assert policy(percent_per_day=10).penalty(-1, DAY) == 0


@pytest.mark.parametrize("setting", [{"percent_per_day": 101}, {"floor_percent": -1}, {"grace_minutes": -5}])
def test_a_policy_that_cannot_be_is_refused(setting: dict) -> None:
    with pytest.raises(TraitError):
        policy(**setting)


def test_extra_time(tmp_path: Path) -> None:
    path = tmp_path / "extra-time.csv"
    assert ExtraTime.of(path).for_student("ada", NAME) is None
    path.write_text(
        '\ufeffstudent, lesson, hours, reason\n\nada,*,24,office\nada,01-mini,1.5,"ill, see mail"\nbob,02-x,3,\n',
        encoding="utf-8",
    )
    extra = ExtraTime.of(path)
    assert extra.for_student("ada", NAME) == timedelta(hours=1.5)
    assert extra.for_student("ada", "02-other") == timedelta(days=1)
    assert extra.for_student("bob", NAME) is None
    assert extra.reason("ada", NAME) == "ill, see mail"
    assert extra.unknown_lessons([NAME]) == ["02-x"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("student,hours\nada,3\n", "starts with 'student,hours'"),
        ("student,lesson,hours,reason\nada,*,three,\n", "line 2: 'three' is no number of hours"),
        ("student,lesson,hours,reason\nada,*,nan,\n", "'nan' is no number of hours"),
        ("student,lesson,hours,reason\nada,*,-1,\n", "'-1' is no number of hours"),
        (
            "student,lesson,hours,reason\nada,*,1,\nada,*,2,\n",
            "line 3: this student and lesson stand in an earlier line",
        ),
        ("student,lesson,hours,reason\n,*,1,\n", "it wants a student"),
        ("student,lesson,hours,reason\nada,*,1,x,y\n", "more cells than the header"),
        ("student,lesson,hours,reason\nada,*\n", "'' is no number of hours"),
    ],
)
def test_a_broken_line_stops_grading(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "extra-time.csv"
    path.write_text(text)
    with pytest.raises(AutograderError, match=words):
        ExtraTime.of(path)


@pytest.fixture
def late(tmp_path: Path, mini: Mini) -> Mini:
    """A class with the policy above: ada is in time, bob a day late, cleo and dan three hours."""
    course = Mini(tmp_path / "late", POLICY)
    times = {"ada": "11:00", "cleo": "15:00", "dan": "15:00"}
    for student in ("ada", "bob", "cleo", "dan"):
        (course.submit(student) / "timestamp.txt").write_text(
            f"2025-10-{'02 12:00:01' if student == 'bob' else '01 ' + times[student] + ':00'} UTC"
        )
    with open_gradebook(course.course) as book:
        book.update_or_create_assignment(NAME, duedate=DUE)
    return course


def grade(mini: Mini, **options: object) -> dict[str, str]:
    options.setdefault("executor", PlainExecutor())
    return {line.student: describe(line) for line in grade_lesson(mini.lesson, jobs=1, **options).lines}


def stock(mini: Mini) -> dict[str, tuple[float, float | None]]:
    """What nbgrader's own step takes off, and what is left."""
    found = {}
    for student in ("ada", "bob", "cleo", "dan"):
        names = {"notebook": "mini", "assignment": NAME, "student": student, "db_url": mini.course.database_url}
        AssignLatePenalties(config=mini.course.config).preprocess(mini.answered(), {"nbgrader": names})
        with Gradebook(mini.course.database_url, mini.course.directory.course_id) as book:
            row = book.find_submission_notebook("mini", NAME, student)
            found[student] = (row.score, row.late_submission_penalty)
    return found


def extra(mini: Mini, *lines: str) -> None:
    text = "\n".join(["student,lesson,hours,reason", *lines, ""])
    (mini.course.grading / "extra-time.csv").write_text(text)


def penalties(mini: Mini) -> dict[str, float | None]:
    return {record.student: record.penalty for record in records.all_records(mini.course, NAME)}


def test_one_policy_for_stock_and_ours(late: Mini) -> None:
    extra(late, "dan,01-mini,3,ill", "bob,*,24,office")
    said = grade(late)
    assert said["bob"] == "bob: 6 / 6 points, 4 to grade by hand, late by 0 min 1 s"  # within the grace
    assert "late by 3 h 0 min, 0.6 taken off for that" in said["cleo"]
    assert said["dan"] == "dan: 6 / 6 points, 4 to grade by hand"
    ours = penalties(late)
    assert ours == {"ada": None, "bob": None, "cleo": pytest.approx(0.6), "dan": None}
    assert {student: penalty for student, (_, penalty) in stock(late).items()} == ours
    dan = records.load(late.lesson, "dan")
    assert (dan.due, dan.extra_seconds, dan.extra_from, dan.extra_reason) == (
        "2025-10-01T12:00:00",
        10800,
        "file",
        "ill",
    )
    assert dan.late_policy == {
        "plugin": "autograder.lateness.LatePolicy",
        "floor_percent": 65.0,
        "grace_minutes": 15.0,
        "penalty_method": "none",
        "percent_per_day": 10.0,
    }


def test_stock_alone_knows_the_extra_time(late: Mini) -> None:
    grade(late)
    assert penalties(late) == {
        "ada": None,
        "bob": pytest.approx(1.2),
        "cleo": pytest.approx(0.6),
        "dan": pytest.approx(0.6),
    }
    # From here on `autograder grade` is not run: the gradebook has no extension, nbgrader's step asks the plugin.
    extra(late, "dan,01-mini,3,ill", "bob,*,24,office")
    assert {student: penalty for student, (_, penalty) in stock(late).items()} == {
        "ada": None,
        "bob": None,
        "cleo": pytest.approx(0.6),
        "dan": None,
    }


class Refuse:
    def execute(self, *arguments: object) -> None:
        raise AssertionError("nothing was to be graded")


def test_lateness_is_settled_without_grading_again(late: Mini) -> None:
    grade(late)
    extra(late, "dan,*,2,train")
    with open_gradebook(late.course) as book:
        book.grant_extension(NAME, "cleo", hours=5)
        why = book.find_grade("why", "mini", NAME, "bob")
        why.manual_score, why.needs_manual_grade = 4, False
        book.db.commit()
    said = grade(late, executor=Refuse())
    assert all("unchanged" in text for text in said.values())
    dan = records.load(late.lesson, "dan")
    cleo = records.load(late.lesson, "cleo")
    assert (dan.late_seconds, dan.extra_from) == (3600, "file")
    assert (cleo.late_seconds, cleo.extra_from, cleo.penalty) == (0, "gradebook", None)
    assert records.load(late.lesson, "bob").penalty == pytest.approx(2.0)  # of ten points, those by hand included
    extra(late)  # taken back: the file's extension goes, the one by hand stays
    grade(late, executor=Refuse())
    assert records.load(late.lesson, "dan").late_seconds == 3 * 3600
    assert records.load(late.lesson, "cleo").late_seconds == 0
    before = {path: path.read_bytes() for path in (late.course.grading / "records").rglob("*.json")}
    grade(late, executor=Refuse())
    assert {path: path.read_bytes() for path in before} == before


def test_a_broken_file_of_extra_time_stops_before_grading(late: Mini) -> None:
    extra(late, "dan,01-mini,soon,")
    with pytest.raises(AutograderError, match="no number of hours"):
        grade(late)
    assert not list((late.course.grading / "records").glob("*/*.json"))


def test_one_exercise_only(mini: Mini) -> None:
    mini.submit("ada", mini.answered(square="def square(x):\n    return x + x"))
    grade(mini)
    first = records.load(mini.lesson, "ada")
    assert first.points == {"double-test": 2.0, "double-hidden": 1.0, "square-test": 0.0, "why": None}
    lesson = nbformat.read(mini.lesson.solution, as_version=4)  # both tests change; only one is to be graded anew
    cell(lesson, "square-test").source = "assert square(2) == 4"
    cell(lesson, "double-test").source = "assert double(3) == 7"
    nbformat.write(lesson, mini.lesson.solution)
    mini.submit("bob", mini.answered())  # never graded: in full
    assert grade(mini, exercises=["Exercise 2"])["ada"].startswith("ada: 6 / 6 points")
    ada, bob = records.load(mini.lesson, "ada"), records.load(mini.lesson, "bob")
    assert ada.points == {"double-test": 2.0, "double-hidden": 1.0, "square-test": 3.0, "why": None}
    assert ada.failures == []
    assert (ada.lesson_sha256, list(ada.regraded)) == (first.lesson_sha256, ["square-test"])
    assert (bob.points["double-test"], bob.regraded) == (0.0, {})
    with open_gradebook(mini.course) as book:
        assert book.find_submission(NAME, "ada").score == 6
    again = grade(mini, exercises=["2"], executor=Refuse())
    assert all("unchanged" in text for text in again.values())
    assert grade(mini)["ada"].startswith("ada: 4 / 6 points")  # without --exercise, all that is stale
    assert records.load(mini.lesson, "ada").regraded == {}


def test_an_exercise_that_is_none(mini: Mini) -> None:
    mini.submit("ada")
    with pytest.raises(AutograderError, match=r"no exercise '7' in this lesson. Its exercises are: 1, 2, written"):
        grade(mini, exercises=["7"])


def test_records_say_what_ran(mini: Mini) -> None:
    mini.submit("ada")
    grade_lesson(mini.lesson)  # the sealed engine
    ada = records.load(mini.lesson, "ada")
    assert ada.seeds == {"tests": 0, "student": 1957, "hash": 0}
    assert {"python", "numpy", "nbgrader"} <= ada.versions.keys()
    assert grading.records.Record.from_json(ada.to_json()) == ada


def test_unseeded_draws_are_the_same_again(mini: Mini) -> None:
    draw = "def double(x):\n    raise ValueError(f'{random.random()} {np.random.rand()}')"
    draw = f"import random\nimport numpy as np\n{draw}"
    mini.submit("ada", mini.answered(double=draw))
    said = []
    for _ in range(2):
        grade_lesson(mini.lesson, force=True)
        said.append(records.load(mini.lesson, "ada").failures[0].message)
    assert said[0] == said[1]
