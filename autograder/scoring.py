"""Points and messages, read off a notebook that was restored and executed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nbformat import NotebookNode

from .marks import is_grade, is_solution, is_task, nbgrader_data
from .records import Failure, Note
from .restore import Frame

CAUSE = re.compile(r"^Likeliest cause: (?P<name>.+?) — ", re.M)
# What differs from run to run though the code is the same.
VOLATILE = (
    (re.compile(r"\b0x[0-9a-fA-F]{6,}\b"), "0x…"),
    (re.compile(r"/[^\s'\"]*/ipykernel_\d+/\d+\.py"), "<cell>"),
    (re.compile(r"\(\d+\.py, line (\d+)\)"), r"(line \1)"),
    (re.compile(r"\(<ipython-input-[^>]*>, line (\d+)\)"), r"(line \1)"),
    (re.compile(r"<ipython-input-[^>]*>"), "<cell>"),
    (re.compile(r"/[^\s'\"]*/grade-[a-z0-9_]{8}/work/?"), ""),
    (re.compile(r"/tmp/work\b/?"), ""),
)


@dataclass(frozen=True)
class Scores:
    """What a submission earned, why not more, and what to say about it. Points are None where a person grades.

    `unanswered` are the cells in which the student left what stood there.
    """

    points: dict[str, float | None]
    failures: list[Failure]
    notes: list[Note]
    unanswered: frozenset[str] = frozenset()


def score(notebook: NotebookNode, frame: Frame) -> Scores:
    """The scores of an executed notebook.

    A test cell that ran without an error earns all its points, whatever it printed and wherever; one that failed,
    or never ran, earns none. An answer that a person grades earns 0 if it is the untouched stub.
    """
    points: dict[str, float | None] = {}
    failures, notes, noisy = [], [], []
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        error = failure_of(cell)
        if is_task(cell):
            points[name] = None
        elif is_grade(cell) and is_solution(cell):
            points[name] = 0.0 if cell.source == frame.stubs[name] else None
        elif is_grade(cell):
            earned = error is None and cell.get("execution_count") is not None
            points[name] = frame.max_points[name] if earned else 0.0
            if error is not None:
                failures.append(_failure(frame, name, error))
            elif any(output.get("name") == "stderr" for output in cell.outputs):
                noisy.append(name)
        elif is_solution(cell) and error is not None and error.ename != "NotImplementedError":
            exercise = frame.names.get(name, f"cell {name}")
            notes.append(
                Note("student", f"Your own cell for {exercise} stopped with {error.ename}: {clean(error.evalue)}")
            )
    if noisy:
        notes.append(Note("ta", f"passed, but wrote to stderr, for which stock nbgrader gives 0: {', '.join(noisy)}"))
    return Scores(points, failures, notes, unanswered(notebook, frame))


def unanswered(notebook: NotebookNode, frame: Frame) -> frozenset[str]:
    """The `grade_id`s of the cells in which a student left what stood there."""
    answers = {nbgrader_data(cell).get("grade_id"): cell.source for cell in notebook.cells if is_solution(cell)}
    return frozenset(name for name, stub in frame.stubs.items() if answers.get(name) == stub)


def failure_of(cell: NotebookNode) -> NotebookNode | None:
    """The error that a code cell ended with, if it did."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    return errors[-1] if errors else None


def clean(message: str) -> str:
    """A message without addresses and temporary names, so that it is the same every time."""
    for pattern, instead in VOLATILE:
        message = pattern.sub(instead, message)
    return message


def _failure(frame: Frame, name: str, error: NotebookNode) -> Failure:
    message = clean(error.evalue)
    cause = CAUSE.search(message)
    return Failure(
        grade_id=name,
        exercise=frame.labels.get(name),
        kind=error.ename,
        message=message,
        mistake=cause["name"] if cause else None,
        hidden=name in frame.hidden,
    )
