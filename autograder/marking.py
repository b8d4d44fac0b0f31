"""Grading one submission: a function of its bytes, the lesson's and the limits, which writes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import partial

from nbformat import NotebookNode

from . import engine
from .errors import SubmissionError
from .execution import Executor, Limits
from .intake import Submission, parse_notebook
from .restore import Frame, restore
from .scoring import Scores, score

FEW = 50  # lines of a cell's outputs, which nbgrader keeps


@dataclass(frozen=True)
class Graded:
    """A submission after grading: the notebook with its outputs, as JSON, its scores, and what they were got with."""

    notebook: str
    scores: Scores
    seeds: dict[str, int] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)


def grade_submission(
    submission: Submission, frame: Frame, limits: Limits, executor: Executor
) -> Graded | SubmissionError:
    """Grade one submission. It depends on its arguments only and writes nothing."""
    from .engine.integrity import look_at  # not for those who only ask others to grade

    try:
        cells, read = parse_notebook(submission.notebook)
        restored, repaired = restore(frame, cells)
        executed = executor.execute(restored, limits, {**submission.files, **frame.files})
    except SubmissionError as error:
        return error
    scores = score(executed, frame)
    _limit_output(executed)
    notes = [*submission.notes, *read, *repaired, *scores.notes, *look_at(restored, frame)]
    # Half of a surrogate pair is legal in JSON and in no file.
    text = _written(executed).encode("utf-8", "replace").decode()
    # Kernels are given no seeds. The versions are those of the machine that graded, which may be one of a cluster.
    return Graded(text, replace(scores, notes=notes), getattr(executor, "seeds", {}), engine.versions())


def _written(notebook: NotebookNode) -> str:
    """A notebook as JSON, a line for each cell.

    nbformat's own takes twenty times as long: it copies all, and indents with an encoder that is not compiled. (What is
    written was made here; nobody validates it.)
    """
    write = partial(json.dumps, ensure_ascii=False, sort_keys=True)
    cells = ",\n".join(write(cell) for cell in notebook.cells)
    others = ",\n".join(f"{write(name)}: {write(value)}" for name, value in notebook.items() if name != "cells")
    return f'{{"cells": [\n{cells}\n],\n{others}}}\n'


def _limit_output(notebook: NotebookNode) -> None:
    """Shorten what cells show as nbgrader does, which is long to import; few cells show so much."""
    if any(_lines(cell) > FEW for cell in notebook.cells):
        from nbgrader.preprocessors import LimitOutput

        LimitOutput().preprocess(notebook, {})


def _lines(cell: NotebookNode) -> int:
    """How many lines a cell shows."""
    outputs = cell.get("outputs", [])
    return sum(1 + each.get("text", "").count("\n") + len(each.get("traceback", [])) for each in outputs)
