from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta

import nbformat
import nbgrader.api
import pytest
from nbgrader.api import Gradebook, MissingEntry

from autograder import gradebook
from autograder.course import Course
from autograder.errors import AutograderError
from autograder.gradebook import open_gradebook, record_grades, recorded_points, seconds_late
from autograder.intake import parse_notebook
from autograder.lesson_record import record_lesson
from autograder.restore import make_frame, restore
from autograder.scoring import unanswered
from tests.miniature import NAME, Mini, ask_alembic

RIGHT = {"double-test": 2.0, "double-hidden": 1.0, "square-test": 3.0, "why": None}
WRONG = {"double-test": 0.0, "double-hidden": 0.0, "square-test": 3.0, "why": 0.0}
DUE = datetime(2025, 10, 1, 12)


@pytest.fixture
def book(mini: Mini) -> Iterator[Gradebook]:
    with open_gradebook(mini.course) as opened:
        record_lesson(mini.lesson)
        yield opened


def open_questions(mini: Mini, **answers: str | None) -> frozenset[str]:
    cells, _ = parse_notebook(nbformat.writes(mini.answered(**answers)).encode())
    frame = make_frame(mini.lesson)
    return unanswered(restore(frame, cells)[0], frame)


def test_grades_are_where_nbgrader_looks_for_them(mini: Mini, book: Gradebook) -> None:
    record_grades(book, mini.lesson, "ada", DUE, open_questions(mini, square=None), WRONG)
    with Gradebook(mini.course.database_url, mini.course.directory.course_id) as stock:
        submission = stock.find_submission(NAME, "ada")
        assert (submission.score, submission.max_score, submission.timestamp) == (3.0, 10.0, DUE)
        grades = {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in submission.notebooks[0].grades}
        assert grades == {name: (points, False) for name, points in WRONG.items()}
        comments = {comment.name: comment.comment for comment in submission.notebooks[0].comments}
        assert comments == {"double": None, "square": "No response.", "why": None}
    assert recorded_points(book, mini.lesson, "ada") == WRONG
    assert recorded_points(book, mini.lesson, "bob") is None


def test_what_needs_a_person_is_marked(mini: Mini, book: Gradebook) -> None:
    record_grades(book, mini.lesson, "ada", None, open_questions(mini), RIGHT)
    assert book.find_grade("why", "mini", NAME, "ada").needs_manual_grade
    assert not book.find_grade("double-test", "mini", NAME, "ada").needs_manual_grade


def test_what_a_person_wrote_stays(mini: Mini, book: Gradebook) -> None:
    record_grades(book, mini.lesson, "ada", None, open_questions(mini), RIGHT)
    why = book.find_grade("why", "mini", NAME, "ada")
    why.manual_score, why.extra_credit, why.needs_manual_grade = 3.5, 1.0, False
    test = book.find_grade("double-test", "mini", NAME, "ada")
    test.manual_score = 1.5
    book.find_comment("why", "mini", NAME, "ada").manual_comment = "Well said."
    book.db.commit()
    record_grades(book, mini.lesson, "ada", None, open_questions(mini, why=None), WRONG)
    why, test = (book.find_grade(name, "mini", NAME, "ada") for name in ("why", "double-test"))
    assert (why.manual_score, why.extra_credit, why.auto_score, why.needs_manual_grade) == (3.5, 1.0, 0.0, True)
    assert (test.score, test.auto_score, test.needs_manual_grade) == (1.5, 0.0, True)
    comment = book.find_comment("why", "mini", NAME, "ada")
    assert (comment.comment, comment.auto_comment) == ("Well said.", "No response.")


def test_what_is_known_of_another_notebook_of_the_assignment_stays(mini: Mini, book: Gradebook) -> None:
    book.add_notebook("more", NAME)
    book.add_grade_cell("more-test", "more", NAME, max_score=2.0, cell_type="code")
    book.add_solution_cell("more", "more", NAME)
    record_grades(book, mini.lesson, "ada", None, open_questions(mini), WRONG)
    grade, comment = book.find_grade("more-test", "more", NAME, "ada"), book.find_comment("more", "more", NAME, "ada")
    assert (grade.auto_score, grade.needs_manual_grade, comment.auto_comment) == (None, True, None)
    grade.auto_score, grade.needs_manual_grade, comment.auto_comment = 2.0, False, "No response."
    book.db.commit()
    record_grades(book, mini.lesson, "ada", None, open_questions(mini, square=None), RIGHT)
    grade, comment = book.find_grade("more-test", "more", NAME, "ada"), book.find_comment("more", "more", NAME, "ada")
    assert (grade.auto_score, grade.needs_manual_grade, comment.auto_comment) == (2.0, False, "No response.")


def test_one_submission_is_one_transaction(mini: Mini, book: Gradebook, monkeypatch: pytest.MonkeyPatch) -> None:
    record_grades(book, mini.lesson, "ada", None, open_questions(mini), RIGHT)

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gradebook, "_write_penalty", interrupted)
    for student in ("ada", "bob"):
        with pytest.raises(KeyboardInterrupt):
            record_grades(book, mini.lesson, student, DUE, open_questions(mini), WRONG)
    assert recorded_points(book, mini.lesson, "ada") == RIGHT
    with Gradebook(mini.course.database_url, mini.course.directory.course_id) as stock:
        assert recorded_points(stock, mini.lesson, "ada") == RIGHT
        assert stock.find_submission(NAME, "ada").timestamp is None
        with pytest.raises(MissingEntry):
            stock.find_student("bob")


def test_late(mini: Mini, book: Gradebook) -> None:
    record_grades(book, mini.lesson, "ada", DUE + timedelta(hours=3), open_questions(mini), RIGHT)
    submission = book.find_submission(NAME, "ada")

    def late(hours: int) -> int:
        return seconds_late(submission, DUE + timedelta(hours=hours))

    assert late(3) == 0, "there is no due date yet"
    book.update_or_create_assignment(NAME, duedate=DUE)
    assert (late(-1), late(0), late(3)) == (0, 0, 3 * 3600)
    assert seconds_late(submission, None) == 0
    book.grant_extension(NAME, "ada", hours=2)
    assert late(3) == 3600
    assert book.find_submission(NAME, "ada").total_seconds_late == 3600


def test_an_extension_without_a_due_date(mini: Mini, book: Gradebook) -> None:
    record_grades(book, mini.lesson, "ada", DUE, open_questions(mini), RIGHT)
    book.grant_extension(NAME, "ada", hours=2)
    record_grades(book, mini.lesson, "ada", DUE, open_questions(mini), RIGHT)
    assert seconds_late(book.find_submission(NAME, "ada"), DUE) == 0


@pytest.mark.parametrize(("config", "penalty"), [("", None), ("c.LateSubmissionPlugin.penalty_method = 'zero'", 6.0)])
def test_the_configured_penalty(tmp_path, config: str, penalty: float | None) -> None:
    mini = Mini(tmp_path / "course", config)
    with open_gradebook(mini.course) as book:
        record_lesson(mini.lesson)
        book.update_or_create_assignment(NAME, duedate=DUE)
        record_grades(book, mini.lesson, "ada", DUE + timedelta(days=1), open_questions(mini), RIGHT)
        assert book.find_submission_notebook("mini", NAME, "ada").late_submission_penalty == penalty
        record_grades(book, mini.lesson, "ada", DUE, open_questions(mini), RIGHT)
        assert book.find_submission_notebook("mini", NAME, "ada").late_submission_penalty is None


def test_a_gradebook_is_made_outside_an_activated_environment(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", ask_alembic)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with open_gradebook(mini.course) as book:
        assert book.students == []
    assert os.environ["PATH"] == "/usr/bin:/bin"
    assert (mini.course.grading / "gradebook.db").is_file()


def test_a_gradebook_that_is_none_is_said(mini: Mini) -> None:
    mini.course.grading.mkdir(exist_ok=True)
    (mini.course.grading / "gradebook.db").write_text("not a database, " * 100)
    with (
        pytest.raises(AutograderError, match=r"gradebook.*cannot be used: file is not a database"),
        open_gradebook(mini.course),
    ):
        pass


def test_a_password_is_not_printed(mini: Mini) -> None:
    with (mini.root / "nbgrader_config.py").open("a") as file:
        file.write("c.CourseDirectory.db_url = 'sqlite:////proc/no/such.db?password=secret'\n")
    error = gradebook._trouble(Course(mini.root), type("E", (), {"orig": "x"})())
    assert "cannot be used: x" in error
