"""A course with one small lesson and a graded class, made by hand in milliseconds: no notebook is run."""

from __future__ import annotations

import base64
import datetime
import json
import os
import shutil
import struct
import sys
import zlib
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from autograder.course import Course, Lesson
from autograder.records import Failure, Note, Record, record_path, save

REPOSITORY = Path(__file__).parents[2]
LESSON = "01-small"
POINTS = {"double-test": 2.0, "double-hidden": 3.0, "halve-test": 2.0, "halve-hidden": 2.0, "essay": 4.0}
SOLUTIONS = ["double", "halve", "essay"]
HIDDEN = {
    "double-hidden": "assert double(SECRET_NUMBER_4711) == 9422, 'a hidden law'",
    "halve-hidden": "for secret_probe in range(17, 4000, 13):\n    assert halve(secret_probe) == secret_probe / 2",
}
SOLUTION_LINE = "return number + number  # the model answer"
FORGOT = (
    "double(3) returned 3; wanted: 6. Here 3 + 3 = 6.\n"
    "Law: double(n) is n + n.\n"
    "Likeliest cause: forgot the factor — the argument comes back as it went in.\n"
    "Look at: section 1"
)


def stub(name: str) -> str:
    return f'def {name}(number):\n    """One line."""\n    raise NotImplementedError'


def meta(name: str, *, solution: bool = False) -> dict:
    data = {"grade_id": name, "schema_version": 3, "task": False, "solution": solution}
    data |= {"grade": name in POINTS, "locked": not solution}
    if name in POINTS:
        data["points"] = POINTS[name]
    return {"nbgrader": data}


def lesson_cells() -> list:
    """The released notebook's cells."""
    return [
        new_markdown_cell("# Small: two functions & more", id="title"),
        new_code_cell("import numpy as np", id="imports"),
        new_markdown_cell(
            "### Exercise 1a · Double `it`\n\n"
            "<details><summary>Hint 1: nudge</summary>\nAdd $n_1$ *twice*, see [section 1](#one).\n</details>\n"
            "<details><summary>Hint 2: formula</summary>\n`n + n`\n</details>\n"
            "<details><summary>Hint 3: pseudocode</summary>\n```python\nreturn the_sum\n```\n</details>",
            id="head-1a",
        ),
        new_code_cell(stub("double"), id="double", metadata=meta("double", solution=True)),
        new_code_cell("check(double)", id="double-test", metadata=meta("double-test")),
        new_code_cell("# More checks run later.", id="double-hidden", metadata=meta("double-hidden")),
        new_code_cell("plot(double)", id="plot-double"),
        new_markdown_cell(
            "### Exercise 1b · Halve\n\n<details><summary>Hint 1: nudge</summary>\nHalf.\n</details>", id="head-1b"
        ),
        new_code_cell(stub("halve"), id="halve", metadata=meta("halve", solution=True)),
        new_code_cell("check(halve)", id="halve-test", metadata=meta("halve-test")),
        new_code_cell("# More checks run later.", id="halve-hidden", metadata=meta("halve-hidden")),
        new_markdown_cell("### Written question · Why", id="head-written"),
        new_markdown_cell("*Write your answer here.*", id="essay", metadata=meta("essay", solution=True)),
        new_markdown_cell("## The end", id="end"),
    ]


def error(kind: str, message: str, *frames: str) -> object:
    return new_output("error", ename=kind, evalue=message, traceback=[*frames, f"{kind}: {message}"])


def png(side: int = 3) -> str:
    """A white square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xff" * side for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return base64.b64encode(data).decode()


def graded(sources: dict[str, str] | None = None, outputs: dict[str, list] | None = None, extra: dict | None = None):
    """A graded notebook: the lesson with a student's sources, outputs by cell id, and cells they added after one."""
    cells = []
    for count, cell in enumerate(lesson_cells(), 1):
        cell.source = HIDDEN.get(cell.id, cell.source)
        if cell.id in HIDDEN:
            cell.source = f"### BEGIN HIDDEN TESTS\n{cell.source}\n### END HIDDEN TESTS"
        cell.source = (sources or {}).get(cell.id, cell.source)
        if cell.cell_type == "code":
            cell.execution_count = count
            cell.outputs = (outputs or {}).get(cell.id, [])
        cells.append(cell)
        cells.extend((extra or {}).get(cell.id, []))
    return new_notebook(cells=cells)


class SmallClass:
    """The course in a folder, and what is needed to hand in and grade by hand."""

    _blank: bytes | None = None  # the gradebook before anybody is in it; making one takes a second

    def __init__(self, root: Path) -> None:
        shutil.copy(REPOSITORY / "nbgrader_config.py", root)
        (root / "solutions" / LESSON).mkdir(parents=True)
        (root / "solutions" / LESSON / "small.md").write_text("# Small\n")
        (root / "course" / LESSON).mkdir(parents=True)
        nbformat.write(new_notebook(cells=lesson_cells()), root / "course" / LESSON / "small.ipynb")
        (root / "grading" / "submitted").mkdir(parents=True)
        self.course = Course(root)
        self.lesson: Lesson = self.course.lesson("1")
        database = root / "grading" / "gradebook.db"
        if SmallClass._blank is not None:
            database.write_bytes(SmallClass._blank)
            return
        with self.gradebook() as gradebook:
            gradebook.add_assignment(LESSON, duedate=datetime.datetime(2030, 3, 1, 12))
            gradebook.add_notebook("small", LESSON)
            for name, points in POINTS.items():
                kind = "markdown" if name == "essay" else "code"
                gradebook.add_grade_cell(name, "small", LESSON, max_score=points, cell_type=kind)
            for name in SOLUTIONS:
                gradebook.add_solution_cell(name, "small", LESSON)
        SmallClass._blank = database.read_bytes()

    def gradebook(self) -> Gradebook:
        # nbgrader calls the `alembic` command when it makes a gradebook; it lies beside this Python.
        folder, path = str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)
        if folder not in path.split(os.pathsep):
            os.environ["PATH"] = folder + os.pathsep + path
        return Gradebook(self.course.database_url, self.course.directory.course_id)

    def enrol(self, student: str, first: str = "", last: str = "", email: str = "") -> None:
        with self.gradebook() as gradebook:
            gradebook.update_or_create_student(student, first_name=first, last_name=last, email=email)

    def grade(
        self,
        student: str,
        points: dict[str, float | None],
        failures: dict[str, tuple[str, str]] | None = None,
        notebook: object | None = None,
        late: int = 0,
        notes: tuple[Note, ...] = (),
        record: bool = True,
    ) -> None:
        """Points by grade_id (None awaits a person); failures by grade_id as (kind, message)."""
        with self.gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            stamp = datetime.datetime(2030, 3, 1, 12) + datetime.timedelta(seconds=late)
            gradebook.update_or_create_submission(LESSON, student, timestamp=stamp)
            for name in POINTS:
                grade = gradebook.find_grade(name, "small", LESSON, student)
                grade.auto_score = points.get(name)
                grade.needs_manual_grade = points.get(name) is None
            gradebook.db.commit()
        told = [
            Failure(name, name[0], kind, message, _mistake(message), name.endswith("hidden"))
            for name, (kind, message) in (failures or {}).items()
        ]
        if record:
            full = {name: points.get(name) for name in POINTS}
            entry = Record(student, LESSON, "small", "graded", late, points=full, max_points=POINTS)
            entry = Record(**{**vars(entry), "failures": told, "notes": list(notes)})
            path = record_path(self.lesson, student)
            path.parent.mkdir(parents=True, exist_ok=True)
            # With escapes, so that a record can hold whatever JSON can: lone surrogates too.
            path.write_text(json.dumps(json.loads(entry.to_json())), encoding="ascii")
        if notebook is None:
            notebook = graded(outputs={name: [error(*what)] for name, what in (failures or {}).items()})
        path = self.course.autograded / student / LESSON / "small.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="ascii")

    def refuse(self, student: str, why: str, late: int = 0) -> None:
        notes = [Note("student", why), Note("ta", f"not graded: {why}")]
        save(self.lesson, Record(student, LESSON, "small", "ungradable", late, notes=notes))
        self.enrol(student)


def _mistake(message: str) -> str | None:
    for line in message.splitlines():
        if line.startswith("Likeliest cause: "):
            return line.removeprefix("Likeliest cause: ").split(" — ")[0]
    return None


FULL: dict[str, float | None] = dict(POINTS)
NOTHING: dict[str, float | None] = {**dict.fromkeys(POINTS, 0.0), "essay": None}
