"""No unearned point, no neighbour touched, no batch broken, nothing left, nothing secret in any output."""

from __future__ import annotations

import html
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from autograder.scoring import failure_of
from tests.unit.html_check import check_page

from .case import Case
from .klass import CASES, HONEST, SECRET_VARIABLE, Outcome, grade_class, gradebook_points, honest, student_of
from .lesson import EXERCISES, HIDDEN, POINTS, RIGHT, SOLUTIONS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox's layers are Linux's"),
]
SECRETS = [
    SECRET_VARIABLE,
    HONEST.strip("# \n"),
    "secret_text_of_the_author",
    "secret_answer_of_the_bank",
    *(
        line.strip()
        for text in (*SOLUTIONS.values(), *HIDDEN.values())
        for line in text.splitlines()
        if "secret" in line and not line.strip().startswith("for ")
    ),
]
each_case = pytest.mark.parametrize("case", CASES, ids=str)
each_graded_case = pytest.mark.parametrize("case", [case for case in CASES if case.graded], ids=str)


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """The whole class after grading, feedback and report."""
    return grade_class(tmp_path_factory.getbasetemp() / "hostile")


def printed(graded: Outcome, student: str) -> str:
    """Everything that the student's own cells showed."""
    texts = []
    for cell in graded.notebook(student).cells:
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade"):
            for output in cell.outputs:
                texts += [str(output.get("text", "")), str(output.get("evalue", "")), str(output.get("data", ""))]
    return "\n".join(texts)


def earned(graded: Outcome, student: str, exercise: str) -> float:
    points = graded.records[student].points
    return sum(points[f"{exercise}-{kind}"] or 0.0 for kind in ("test", "hidden"))


def test_there_are_enough_cases_and_none_twice() -> None:
    assert len(CASES) >= 60
    assert max(Counter(student_of(case) for case in CASES).values()) == 1
    assert max(Counter((case.kind, case.name) for case in CASES).values()) == 1


@each_graded_case
def test_no_unearned_point(case: Case, graded: Outcome) -> None:
    student = student_of(case)
    record = graded.records[student]
    assert record.status == "graded", graded.line(student)
    assert record.points.keys() == record.max_points.keys() == POINTS.keys()
    assert record.max_points == POINTS
    for exercise in EXERCISES:
        if exercise not in case.kept and exercise not in case.earns:
            assert earned(graded, student, exercise) == 0, (exercise, record.points)


@each_graded_case
def test_honest_exercises_keep_their_points(case: Case, graded: Outcome) -> None:
    student = student_of(case)
    for exercise in (*case.kept, *case.earns):
        assert earned(graded, student, exercise) == 3, (exercise, graded.records[student].failures)


@each_case
def test_the_end_is_said(case: Case, graded: Outcome) -> None:
    student = student_of(case)
    line = graded.line(student)
    assert line, "the batch says nothing of it"
    assert ("NOT GRADED" in line) == (not case.graded)
    record = graded.records.get(student)
    told = [] if record is None else [f"{each.kind}: {each.message}" for each in record.failures]
    told += [] if record is None else [note.text for note in record.notes]
    if case.graded:
        told += [error.evalue for cell in graded.notebook(student).cells if (error := failure_of(cell)) is not None]
        told += [error.ename for cell in graded.notebook(student).cells if (error := failure_of(cell)) is not None]
    said = line.removeprefix(f"{student}: ").removeprefix(f"{student!r}: ")  # a case's own name says nothing
    assert re.search(case.says, "\n".join([said, *told])), (said, told)
    assert "\x1b" not in line


@pytest.mark.parametrize("case", [case for case in CASES if case.tries], ids=str)
def test_what_was_tried_was_refused(case: Case, graded: Outcome) -> None:
    text = printed(graded, student_of(case))
    assert "TRIED" in text, "the attack did not run"
    assert not [line for line in text.splitlines() if line.startswith("GOT")]


@each_graded_case
def test_nothing_was_got(case: Case, graded: Outcome) -> None:
    said = "\n".join(failure.message for failure in graded.records[student_of(case)].failures)
    assert "GOT " not in f"{printed(graded, student_of(case))}\n{said}"


@each_case
def test_nothing_secret_is_told(case: Case, graded: Outcome) -> None:
    student = student_of(case)
    if student not in graded.records:
        return  # an id that no file can have
    own = case.attack + "".join(RIGHT.values())
    texts = [html.unescape(re.sub(r"<[^>]*>", "", graded.page(student)))]
    texts += [str(vars(failure)) for failure in graded.records[student].failures]
    texts += [note.text for note in graded.records[student].notes]
    if case.graded:
        texts.append(printed(graded, student))
    for text in texts:
        assert not [secret for secret in SECRETS if secret in text and secret not in own]
        if "@ROOT@" not in case.attack and case.edit is None:
            assert str(graded.root) not in text


@each_case
def test_the_page_is_text(case: Case, graded: Outcome) -> None:
    student = student_of(case)
    if student in graded.records:
        page = check_page(graded.page(student))
        assert "http://evil" not in "".join(value for _, values in page.tags for value in values.values())
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", page.source)


@pytest.mark.parametrize("student", honest())
def test_neighbours_have_all_their_points(student: str, graded: Outcome) -> None:
    record = graded.records[student]
    assert record.points == POINTS, record.failures
    assert record.failures == []
    assert record.notes == []
    shown = [cell.source for cell in graded.notebook(student).cells]
    assert sum(HONEST in source for source in shown) == len(EXERCISES)


def test_the_gradebook_says_the_same(graded: Outcome) -> None:
    held = gradebook_points(graded.root)
    assert held == {name: record.points for name, record in graded.records.items() if record.status == "graded"}


def test_the_course_is_as_it_was(graded: Outcome) -> None:
    assert graded.after == graded.before


def test_the_batch_ends_and_counts(graded: Outcome) -> None:
    refused = sum(not case.graded for case in CASES)
    everybody = len(CASES) + len(honest())
    assert graded.codes == {"grade": 1, "feedback": 0, "report": 0}, graded.output[-3000:]
    assert f"{everybody - refused} graded, {refused} NOT graded" in graded.output
    assert "Traceback" not in graded.output


def test_no_process_is_left(graded: Outcome) -> None:
    assert graded.processes == []


def test_no_temporary_file_is_left(graded: Outcome) -> None:
    assert graded.files == []


def test_no_semaphore_or_shared_memory_is_left(graded: Outcome) -> None:
    assert not list(Path("/dev/shm").glob("*hostile-left*"))
    for kind in ("shm", "sem", "msg"):
        assert str(0x5EC2E7) not in Path(f"/proc/sysvipc/{kind}").read_text().split()


def test_the_class_report_is_text(graded: Outcome) -> None:
    page = check_page((graded.root / "grading" / "reports" / "01-traps.html").read_text(encoding="utf-8"))
    assert not [secret for secret in SECRETS if secret in page.text]


def test_nothing_is_written_for_ids_that_leave_their_folder(graded: Outcome) -> None:
    allowed = {"autograded", "feedback", "gradebook.db", "records", "reports", "submitted"}
    assert {path.name for path in (graded.root / "grading").iterdir()} <= allowed
