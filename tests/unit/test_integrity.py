"""What a person is asked to look at, and what not."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.engine import integrity
from autograder.restore import Frame

GIVEN = "import numpy as np\nfrom utils import checks"
TEST = 'with checks.exercise("01", "step") as check:\n    check(step, 2.0).equals(1)'


def lesson(*given: str) -> Frame:
    full = nbformat.writes(new_notebook(cells=[new_code_cell(source) for source in (*given, TEST)]))
    return Frame(full, full)


def notes(*sources: str, frame: Frame | None = None) -> list[str]:
    notebook = new_notebook(cells=[new_code_cell(source) for source in (GIVEN, *sources)])
    found = integrity.look_at(notebook, frame or lesson(GIVEN))
    assert all(note.audience == "ta" for note in found)
    return [note.text for note in found]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("get_ipython().ast_transformers.append(x)", integrity.HOOKS),
        ("get_ipython().events.register('pre_run_cell', f)", integrity.HOOKS),
        ("import sys\nsys._getframe(1).f_locals['expected']", integrity.FRAMES),
        ("import gc\ngc.get_objects()", integrity.FRAMES),
        ("import sys\nsys.modules['utils.checks'] = None", integrity.FRAMES),
        ("np.allclose = lambda *a: True", integrity.PATCHES),
        ("setattr(checks, 'same', lambda *a: True)", integrity.PATCHES),
        ("import socket", integrity.NETWORK),
        ("from urllib.request import urlopen", integrity.NETWORK),
        ("!ls ..", integrity.PROCESSES),
        ("import os\nos.system('ls')", integrity.PROCESSES),
        ("import ctypes", integrity.PROCESSES),
        ("open('x', 'w')", integrity.FILES),
        ("open('x', mode='a')", integrity.FILES),
        ("from pathlib import Path\nPath('x').write_text('y')", integrity.FILES),
        ("import torch", integrity.TORCH),
        ("eval('1')", integrity.FRAMES),
        ("from utils.perceptron import step", integrity.BORROWS),
        ("from utils import perceptron\nstep = perceptron.step", integrity.BORROWS),
        ("import utils.perceptron as p\np.step(1)", integrity.BORROWS),
    ],
)
def test_worth_a_look(source: str, kind: str) -> None:
    found = notes(source)
    assert any(kind in note for note in found), found


@pytest.mark.parametrize(
    "source",
    [
        "def step(z):\n    return int(z >= 0)",
        "open('data.csv').read()",
        "open('data.csv', 'rb')",
        "items = [3]\nitems.remove(3)",
        "self.events = []",
        "%timeit step(1)",
        "this is no Python",
        "from utils import datasets\ndatasets.digits()",
        "class A:\n    def kill(self):\n        self.w = 1",
    ],
)
def test_nothing_to_look_at(source: str) -> None:
    assert notes(source) == []


@pytest.mark.parametrize("odd", ["\x0c", "\x1c", "\u2028", "\x85"])
def test_the_line_that_is_shown_is_the_line_that_was_found(odd: str) -> None:
    [note] = notes(f"# {odd * 3}\nharmless = 1\nimport socket\nalso = 2")
    assert "import socket" in note


def test_the_lessons_own_cells_are_not_looked_at() -> None:
    own = "import subprocess"
    assert notes(own, frame=lesson(GIVEN, own)) == []
    assert notes("import torch", frame=lesson(GIVEN, "import torch")) == []


def test_few_lines_are_quoted() -> None:
    (note,) = notes(*[f"eval('{k}')" for k in range(9)])
    assert note.count("eval") == integrity.MOST
    assert "and 6 more" in note
