"""A course with one very small lesson, for tests of grading; `tests/conftest.py` hands it out as `mini`."""

from __future__ import annotations

import contextlib
import copy
import functools
import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader import api

from autograder.course import Course, Lesson
from autograder.execution import Limits

NAME = "01-mini"
CONFIG = Path(__file__).resolve().parents[1] / "nbgrader_config.py"

SOLUTIONS = {
    "double": "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
    "square": "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION",
    "why": "### BEGIN SOLUTION\nBecause x + x = 2 x.\n### END SOLUTION",
}
RIGHT = {"double": "def double(x):\n    return x + x", "square": "def square(x):\n    return x ** 2", "why": "Because."}
POINTS = {"double-test": 2.0, "double-hidden": 1.0, "square-test": 3.0, "why": 4.0}
LAW = "Law: twice x is x + x.\\nLikeliest cause: squared — 3 · 3 is not 3 + 3.\\nLook at: the top"


ask_alembic = api.get_alembic_version


@functools.cache
def alembic_version() -> str:
    """What nbgrader asks a subprocess, for seconds, whenever it makes a gradebook."""
    return ask_alembic()


def marks(grade_id: str, points: float | None = None, solution: bool = False, locked: bool = False) -> dict:
    data = {
        "grade": points is not None,
        "grade_id": grade_id,
        "locked": locked,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": data | ({"points": points} if points is not None else {})}


def lesson_notebook() -> NotebookNode:
    """The lesson as its author wrote it."""
    hidden = "assert double('ab') == 'abab', 'Words too.'"
    cells = [
        new_markdown_cell("# A small lesson", id="title"),
        new_code_cell("import math", id="setup", metadata=marks("setup", locked=True)),
        new_markdown_cell("### Exercise 1 · Double", id="double-text"),
        new_code_cell("print(math.pi > 3)", id="plain"),
        new_code_cell(SOLUTIONS["double"], id="double", metadata=marks("double", solution=True)),
        new_code_cell(
            f'assert double(3) == 6, "double(3) is not 6.\\n{LAW}"',
            id="double-test",
            metadata=marks("double-test", 2, locked=True),
        ),
        new_code_cell(
            f"# hidden tests\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS",
            id="double-hidden",
            metadata=marks("double-hidden", 1, locked=True),
        ),
        new_markdown_cell("### Exercise 2 · Square", id="square-text"),
        new_code_cell(SOLUTIONS["square"], id="square", metadata=marks("square", solution=True)),
        new_code_cell("assert square(3) == 9", id="square-test", metadata=marks("square-test", 3, locked=True)),
        new_markdown_cell("### Written question · Why", id="why-text"),
        new_markdown_cell(SOLUTIONS["why"], id="why", metadata=marks("why", 4, solution=True)),
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return new_notebook(cells=cells, metadata=kernel)


class Mini:
    """A course in a folder of its own: `root` with one lesson, and ways to hand in."""

    def __init__(self, root: Path, config: str = "") -> None:
        self.root = root
        folder = root / "solutions" / NAME
        folder.mkdir(parents=True)
        (folder / "mini.md").write_text("# A small lesson\n")
        nbformat.write(lesson_notebook(), folder / "mini.ipynb")
        shutil.copy(CONFIG, root / "nbgrader_config.py")
        with (root / "nbgrader_config.py").open("a") as file:
            file.write(f"\nc.Execute.timeout = 20\n{config}\n")

    @property
    def course(self) -> Course:
        return Course(self.root)

    @property
    def lesson(self) -> Lesson:
        return self.course.lesson(NAME)

    def released(self) -> NotebookNode:
        """What students get."""
        from autograder.restore import make_frame

        return nbformat.reads(make_frame(self.lesson).released, as_version=4)

    def release(self) -> None:
        """Make the students' notebook."""
        self.lesson.release.parent.mkdir(parents=True)
        nbformat.write(self.released(), self.lesson.release)

    def answered(self, **answers: str) -> NotebookNode:
        """The released notebook with all answers right, but for those given; None leaves the stub."""
        notebook = self.released()
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in RIGHT and answers.get(name, "") is not None:
                cell.source = answers.get(name, RIGHT[name])
        return notebook

    def folder(self, student: str) -> Path:
        folder = self.root / "grading" / "submitted" / student / NAME
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def submit(self, student: str, content: NotebookNode | bytes | None = None, name: str = "mini.ipynb") -> Path:
        """Hand in a notebook, by default one that is all right."""
        content = self.answered() if content is None else content
        data = content if isinstance(content, bytes) else nbformat.writes(content).encode()
        (self.folder(student) / name).write_bytes(data)
        return self.folder(student)


def cell(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    """The cell of a notebook with this `grade_id`."""
    return next(each for each in notebook.cells if each.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


class PlainExecutor:
    """Runs cells by `exec` in one namespace: fast enough for tests of everything around it."""

    def execute(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> NotebookNode:
        notebook = copy.deepcopy(notebook)
        namespace: dict = {"files": dict(files)}
        for number, each in enumerate((each for each in notebook.cells if each.cell_type == "code"), 1):
            each.execution_count, each.outputs = number, []
            printed = io.StringIO()
            try:
                with contextlib.redirect_stdout(printed):
                    exec(compile(each.source, "<cell>", "exec"), namespace)
            except Exception as error:  # noqa: BLE001 (a student's code can raise anything)
                each.outputs.append(new_output("error", ename=type(error).__name__, evalue=str(error), traceback=[]))
            if printed.getvalue():
                each.outputs.insert(0, new_output("stream", name="stdout", text=printed.getvalue()))
        return notebook
