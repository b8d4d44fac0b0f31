"""Lesson n is solved with what lessons before it taught: its solutions run where later parts of `utils` are missing."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.engine import started
from autograder.execution import Executor, Limits
from autograder.intake import parse_notebook
from autograder.restore import make_frame, restore
from autograder.scoring import score

from .banks import filled_in, lesson_of, lessons, solutions

# What of `utils` a lesson may stand on; each lesson may use what the lessons before it may, too.
TOOLS = ("checks", "data", "datasets", "plots", "widgets")
TAUGHT = {
    "01": ("perceptron",),
    "02": ("network",),
    "03": (),
    "04": ("gradients",),
    "05": (),
    "06": ("layers",),
    "07": ("activations",),
    "08": ("losses", "initializers", "optimizers", "training"),
    "09": ("autograd", "built"),
}
HIDE = """
import importlib.abc, sys

class Later(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if hidden(name):
            raise ModuleNotFoundError(f"{{name}} belongs to a later lesson", name=name)

def hidden(name):
    return name.startswith("utils.") and name.split(".")[1] not in {allowed!r}

for name in [name for name in sys.modules if hidden(name)]:
    del sys.modules[name]
    sys.modules["utils"].__dict__.pop(name.split(".")[1], None)
sys.meta_path.insert(0, Later())
"""


def allowed(lesson: str) -> list[str]:
    return [*TOOLS, *(part for number, parts in TAUGHT.items() if number <= lesson[:2] for part in parts)]


@pytest.fixture(scope="module")
def executors() -> Iterator[dict[str, Executor]]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield {
            name: stack.enter_context(started(make_frame(lesson_of(name)), False, False, print)) for name in lessons()
        }


def solved(name: str, parts: list[str]) -> NotebookNode:
    """The solved notebook, after a cell that hides the rest of `utils`."""
    notebook = filled_in(name, solutions(name))
    notebook.cells.insert(0, nbformat.v4.new_code_cell(HIDE.format(allowed=parts)))
    return notebook


def lost(name: str, parts: list[str], executor: Executor) -> dict[str, str]:
    """What the tests said that earned nothing."""
    frame = make_frame(lesson_of(name))
    cells, _ = parse_notebook(nbformat.writes(solved(name, parts)).encode())
    notebook, _ = restore(frame, cells)
    scores = score(executor.execute(notebook, Limits(), frame.files), frame)
    assert set(scores.points) == set(frame.max_points)
    return {failure.grade_id: failure.message for failure in scores.failures}


@pytest.mark.parametrize("name", lessons())
def test_a_lesson_is_solved_without_later_modules(executors: dict[str, Executor], name: str) -> None:
    assert lost(name, allowed(name), executors[name]) == {}


def test_what_is_hidden_is_missing(executors: dict[str, Executor]) -> None:
    name = "02-boolean-networks"
    messages = lost(name, [part for part in allowed(name) if part != "network"], executors[name])
    assert messages, "the solutions of lesson 02 use Unit, which was hidden"
