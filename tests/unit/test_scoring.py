from __future__ import annotations

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade

from autograder.execution import Limits
from autograder.intake import parse_notebook
from autograder.records import Note
from autograder.restore import Frame, make_frame, restore
from autograder.scoring import clean, score
from tests.miniature import Mini, PlainExecutor, cell


@pytest.fixture
def frame(mini: Mini) -> Frame:
    return make_frame(mini.lesson)


def executed(mini: Mini, frame: Frame, **answers: str | None) -> NotebookNode:
    import nbformat

    cells, _ = parse_notebook(nbformat.writes(mini.answered(**answers)).encode())
    return PlainExecutor().execute(restore(frame, cells)[0], Limits(), {})


def test_all_right(mini: Mini, frame: Frame) -> None:
    scores = score(executed(mini, frame), frame)
    assert scores.points == {"double-test": 2.0, "double-hidden": 1.0, "square-test": 3.0, "why": None}
    assert (scores.failures, scores.notes) == ([], [])


def test_nothing_answered(mini: Mini, frame: Frame) -> None:
    scores = score(executed(mini, frame, double=None, square=None, why=None), frame)
    assert set(scores.points.values()) == {0.0}
    assert [(each.grade_id, each.kind) for each in scores.failures] == [
        ("double-test", "NotImplementedError"),
        ("double-hidden", "NotImplementedError"),
        ("square-test", "NotImplementedError"),
    ]


def test_a_failure_names_its_exercise_and_mistake(mini: Mini, frame: Frame) -> None:
    scores = score(executed(mini, frame, double="def double(x):\n    return x * x"), frame)
    visible, hidden = scores.failures
    assert (visible.exercise, visible.kind, visible.mistake, visible.hidden) == (
        "1",
        "AssertionError",
        "squared",
        False,
    )
    assert visible.message.startswith("double(3) is not 6.\nLaw: ")
    assert (hidden.exercise, hidden.kind, hidden.mistake, hidden.hidden) == ("1", "TypeError", None, True)
    assert scores.points["square-test"] == 3.0


def test_the_same_points_as_nbgraders_on_honest_work(mini: Mini, frame: Frame) -> None:
    for answers in ({}, {"double": None}, {"why": None}, {"square": "x = 1"}):
        notebook = executed(mini, frame, **answers)
        stock = {name: determine_grade(cell(notebook, name))[0] for name in frame.max_points}
        assert score(notebook, frame).points == stock


def test_a_warning_costs_nothing_and_is_said(mini: Mini, frame: Frame) -> None:
    notebook = executed(mini, frame)
    cell(notebook, "square-test").outputs = [new_output("stream", name="stderr", text="DeprecationWarning")]
    scores = score(notebook, frame)
    assert scores.points["square-test"] == 3.0
    assert scores.notes == [Note("ta", "passed, but wrote to stderr, for which stock nbgrader gives 0: square-test")]


def test_a_result_before_an_error_earns_nothing(mini: Mini, frame: Frame) -> None:
    notebook = executed(mini, frame)
    error = new_output("error", ename="AssertionError", evalue="", traceback=[])
    cell(notebook, "square-test").outputs = [new_output("execute_result", {"text/plain": "3"}), error]
    assert score(notebook, frame).points["square-test"] == 0.0


def test_the_last_error_is_the_one_that_ended_the_cell(mini: Mini, frame: Frame) -> None:
    notebook = executed(mini, frame)
    errors = [new_output("error", ename=name, evalue="", traceback=[]) for name in ("KeyError", "AssertionError")]
    cell(notebook, "square-test").outputs = errors
    assert [failure.kind for failure in score(notebook, frame).failures] == ["AssertionError"]


def test_a_cell_that_never_ran_earns_nothing(mini: Mini, frame: Frame) -> None:
    notebook = executed(mini, frame)
    cell(notebook, "square-test").execution_count = None
    assert score(notebook, frame).points["square-test"] == 0.0


def test_an_error_in_the_answer_itself_is_told(mini: Mini, frame: Frame) -> None:
    scores = score(executed(mini, frame, square="def square(x)\n    return 1"), frame)
    assert [note.text for note in scores.notes] == [
        "Your own cell for Exercise 2 stopped with SyntaxError: expected ':' (<cell>, line 1)"
    ]


def test_messages_are_the_same_every_time() -> None:
    assert clean("<function f at 0x7f3a5c1d2e50>") == "<function f at 0x…>"
    assert clean("bad (3141592.py, line 2)") == "bad (line 2)"
    assert clean("no /tmp/grade-abc_1234/work/x.csv") == "no x.csv"
    assert clean("0x12 is 18") == "0x12 is 18"
