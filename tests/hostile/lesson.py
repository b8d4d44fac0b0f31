"""A lesson of three exercises to be attacked, in a course with things worth stealing.

`scale` is a function of arrays, `slope` calls back the test's own functions, `Unit` is a class. Each has a test that
students see and a hidden one. Every line that nobody may see holds the word `secret`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import Course, Lesson
from autograder.restore import make_frame
from tests.miniature import CONFIG, marks

NAME, NOTEBOOK = "01-traps", "traps"
EXERCISES = ("scale", "slope", "unit")
POINTS = {f"{name}-{kind}": points for name in EXERCISES for kind, points in (("test", 2.0), ("hidden", 1.0))}
DATA = b"1,2\n3,4\n"
CONFIGURATION = """
c.Execute.timeout = 2
c.Autograder.notebook_seconds = 40
c.Autograder.memory_bytes = 300 * 2**20
c.Autograder.processes = 32
c.Autograder.file_bytes = 32 * 2**20
c.Autograder.output_bytes = 100_000
c.Autograder.restarts = 6
c.Autograder.submission_bytes = 15_000_000
"""

STUBS = {
    "scale": "def scale(x, factor):\n    raise NotImplementedError",
    "slope": "def slope(f, x):\n    raise NotImplementedError",
    "unit": (
        "class Unit:\n    def __init__(self, weights):\n        raise NotImplementedError\n\n"
        "    def forward(self, x):\n        raise NotImplementedError"
    ),
}
RIGHT = {
    "scale": "import numpy as np\n\ndef scale(x, factor):\n    return factor * np.asarray(x)",
    "slope": "def slope(f, x):\n    h = 1e-5\n    return (f(x + h) - f(x - h)) / (2 * h)",
    "unit": (
        "import numpy as np\n\nclass Unit:\n    def __init__(self, weights):\n"
        "        self.weights = np.array(weights, dtype=float)\n\n    def forward(self, x):\n"
        "        return float(self.weights @ x)\n\n    def __add__(self, other):\n"
        "        return Unit(self.weights + other.weights)\n\n    def __len__(self):\n"
        "        return len(self.weights)"
    ),
}
SOLUTIONS = {
    "scale": (
        "def scale(x, factor):\n    ### BEGIN SOLUTION\n    secret_scaled = factor * x\n    return secret_scaled\n"
        "    ### END SOLUTION"
    ),
    "slope": (
        "def slope(f, x):\n    ### BEGIN SOLUTION\n    secret_step = 1e-5\n"
        "    return (f(x + secret_step) - f(x - secret_step)) / (2 * secret_step)\n    ### END SOLUTION"
    ),
    "unit": (
        "class Unit:\n    def __init__(self, weights):\n        ### BEGIN SOLUTION\n"
        "        self.weights = secret_array(weights)\n        ### END SOLUTION\n\n    def forward(self, x):\n"
        "        ### BEGIN SOLUTION\n        return secret_product(self.weights, x)\n        ### END SOLUTION"
    ),
}
# Tests as lessons have them: through `utils.checks`, through numpy, and plain.
VISIBLE = {
    "scale": """\
import numpy as np

with checks.Check("scale", checks.Exercise(law="every entry times the factor")) as check:
    check(scale, [1.0, 2.0], 3.0).has_shape(2).is_finite().equals([3.0, 6.0])
    check(scale, [1.0, 2.0], 3.0).unchanged()
assert np.allclose(scale(np.ones((2, 3)), 2.0), 2 * np.ones((2, 3)))
assert abs(scale(np.array([0.5]), 4.0)[0] - 2.0) < 1e-12""",
    "slope": """\
assert abs(slope(lambda x: x**2, 3.0) - 6.0) < 1e-4
assert abs(slope(lambda x: 2 * x, 1.0) - 2.0) < 1e-4""",
    "unit": """\
import numpy as np

unit = Unit([1.0, -2.0])
assert unit.weights.shape == (2,)
assert unit.forward(np.array([3.0, 1.0])) == 1.0
assert len(unit) == 2
total = unit + Unit([1.0, 1.0])
assert abs(total.forward(np.array([1.0, 1.0])) - 1.0) < 1e-12""",
}
HIDDEN = {
    "scale": """\
import numpy as np

secret_factors = [0.0, -1.5, 7.25]
secret_rows = [np.linspace(-1, 1, 5) + k for k in range(3)]
for came, secret_row, secret_factor in zip(map(scale, secret_rows, secret_factors), secret_rows, secret_factors):
    np.testing.assert_allclose(came, secret_factor * secret_row)
assert ((scale(secret_rows[1], 3.0) - 3.0 * secret_rows[1]) ** 2).sum() < 1e-12
assert 5.5 in scale(np.array([1.0, 2.0]), 2.75)""",
    "slope": """\
import math

secret_points = [0.1, 0.7, 2.9]
secret_slopes = [slope(math.sin, secret_point) for secret_point in secret_points]
assert all(abs(a - math.cos(b)) < 1e-6 for a, b in zip(secret_slopes, secret_points, strict=True))""",
    "unit": """\
import numpy as np

secret_weights = np.arange(4.0) - 1.5
secret_unit = Unit(secret_weights)
for secret_input in (np.ones(4), np.arange(4.0), -np.ones(4)):
    assert abs(secret_unit.forward(secret_input) - float(secret_weights @ secret_input)) < 1e-12
assert np.array_equal((secret_unit + secret_unit).weights, 2 * secret_weights)""",
}


def lesson_notebook() -> NotebookNode:
    """The lesson as its author wrote it."""
    cells = [
        new_markdown_cell("# Traps", id="title"),
        new_code_cell("from utils import checks", id="setup", metadata=marks("setup", locked=True)),
        new_code_cell("print(open('data/points.csv').read())", id="plain"),
    ]
    for number, name in enumerate(EXERCISES, 1):
        hidden = f"# more tests\n### BEGIN HIDDEN TESTS\n{HIDDEN[name]}\n### END HIDDEN TESTS"
        cells += [
            new_markdown_cell(f"### Exercise {number} · {name.capitalize()}", id=f"{name}-text"),
            new_code_cell(SOLUTIONS[name], id=name, metadata=marks(name, solution=True)),
            new_code_cell(VISIBLE[name], id=f"{name}-test", metadata=marks(f"{name}-test", 2, locked=True)),
            new_code_cell(hidden, id=f"{name}-hidden", metadata=marks(f"{name}-hidden", 1, locked=True)),
        ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return new_notebook(cells=cells, metadata=kernel)


def make_course(root: Path) -> Lesson:
    """A course in `root` with the lesson, its release, an answer bank, and a configuration with tight limits."""
    folder = root / "solutions" / NAME
    (folder / "data").mkdir(parents=True)
    (folder / "traps.md").write_text("# Traps\n\nsecret_text_of_the_author = 1\n")
    (folder / "data" / "points.csv").write_bytes(DATA)
    nbformat.write(lesson_notebook(), folder / f"{NOTEBOOK}.ipynb")
    bank = root / "tests" / "answers" / NAME
    bank.mkdir(parents=True)
    (bank / "scale.py").write_text("# %% right: it\nsecret_answer_of_the_bank = 1\n")
    shutil.copy(CONFIG, root / "nbgrader_config.py")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write(CONFIGURATION)
    lesson = Course(root).lesson(NAME)
    lesson.release.parent.mkdir(parents=True)
    lesson.release.write_text(make_frame(lesson).released)
    return lesson


def handed_in(released: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """The released notebook with these answers in it."""
    notebook = nbformat.from_dict(released)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    return notebook


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell with this `grade_id`."""
    return next(each for each in notebook.cells if each.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
