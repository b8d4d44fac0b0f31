"""`pytest` holds a notebook to its stored outputs: it passes as stored, and fails when they were tampered with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.unit.mini_lesson import REPOSITORY

FIGURE = "<Figure size 640x480 with 1 Axes>"
KERNEL = {"name": "no-such-kernel", "language": "python", "display_name": "?"}


def cell(source: str, text: str = "", result: str = "", number: int = 1):
    outputs = [new_output("stream", name="stdout", text=text)] if text else []
    outputs += [new_output("execute_result", {"text/plain": result}, execution_count=number)] if result else []
    return new_code_cell(source, outputs=outputs, execution_count=number)


@pytest.fixture
def repository(tmp_path):
    """A repository like ours, whose one notebook is still, counts on its cells' order, and shows a figure's text."""
    for name in ("conftest.py", "pyproject.toml", "autograder/nbval_sanitize.cfg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / name, tmp_path / name)
    cells = [
        cell("import os\nos.environ['NN_STILL'], os.environ['PYTHONHASHSEED']", result="('1', '0')"),
        cell("class Figure:\n    def __repr__(self): return '<Figure size 9x8 with 1 Axes>'\nFigure()", result=FIGURE),
        cell("object()", result="<object at 0x7f0123456789>"),
        cell("total = 40\nprint(total)", text="40\n"),
        cell("print(total + 2)", text="42\n"),
    ]
    (tmp_path / "solutions").mkdir()
    for folder in ("solutions", "course", "grading", "tests"):
        (tmp_path / folder).mkdir(exist_ok=True)
        nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), tmp_path / folder / "mini.ipynb")
    return tmp_path


def run(repository, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "NN_", "PYTHONHASH"))
    }
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no", *arguments]
    return subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.slow
def test_plain_pytest_runs_the_notebooks_of_solutions_and_no_others(repository):
    result = run(repository, ".")
    assert "5 passed" in result.stdout, result.stdout
    assert "course" not in result.stdout
    result = run(repository / "solutions")
    assert "5 passed" in result.stdout, result.stdout


@pytest.mark.slow
def test_a_notebooks_cells_stay_together_when_tests_run_side_by_side(repository):
    pytest.importorskip("xdist")
    result = run(repository, "-n", "2")
    assert "5 passed" in result.stdout, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"), [("42\\n", "43\\n"), ("with 1 Axes", "without axes"), ("<object at", "<thing at")]
)
def test_a_changed_output_fails(repository, old, new):
    path = repository / "solutions" / "mini.ipynb"
    text = path.read_text()
    position = text.rindex(old)
    path.write_text(text[:position] + new + text[position + len(old) :])
    result = run(repository)
    assert result.returncode == 1
    assert "1 failed, 4 passed" in result.stdout, result.stdout
