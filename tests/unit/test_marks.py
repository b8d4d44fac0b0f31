"""What a cell is by its metadata: as nbgrader says it; and that grading a submission needs no import of nbgrader."""

import itertools
import subprocess
import sys

import pytest
from nbformat.v4 import new_code_cell
from nbgrader import utils as stock

from autograder import marks
from autograder.engine.root import TENSORS, TESTS

FLAGS = ("grade", "solution", "task", "locked")


@pytest.mark.parametrize("values", [*itertools.product((True, False, None), repeat=len(FLAGS))])
def test_as_nbgrader_says(values: tuple) -> None:
    data = {name: value for name, value in zip(FLAGS, values, strict=True) if value is not None}
    for metadata in ({"nbgrader": data}, {}):
        cell = new_code_cell("1", metadata=metadata)
        for name in ("is_grade", "is_solution", "is_task", "is_locked"):
            assert getattr(marks, name)(cell) == bool(getattr(stock, name)(cell))
        assert marks.is_test(cell) == (marks.is_grade(cell) and not marks.is_solution(cell))


def test_a_process_that_grades_does_without_nbgrader() -> None:
    code = f"import sys, {', '.join((*TESTS, *TENSORS))}; assert 'nbgrader' not in sys.modules"
    pytest.importorskip("torch")
    subprocess.run([sys.executable, "-c", code], check=True)
