"""A lesson's page: the student's notebook, with what its given code put out when the solutions were executed."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode
from PIL import Image

from ..course import Lesson
from ..errors import AutograderError
from ..marks import nbgrader_data
from ..secret_lines import regions

MOVING = "application/vnd.nn-course.widget+json"
PICTURE = "image/png"
WIDGET_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass
class Page:
    """A page's notebook, and its figures: PNG files, by the names of the WebP files to be made of them."""

    notebook: NotebookNode
    pictures: dict[str, bytes] = field(default_factory=dict)


def lesson_page(lesson: Lesson, instructors: bool = False) -> Page:
    """The page of a lesson, as a notebook for myst-nb.

    Parameters
    ----------
    lesson : Lesson
        Built: both its notebooks are there.
    instructors : bool
        Keep solutions and hidden tests. Without it they are not even read: cells come from the student's notebook.

    Raises
    ------
    AutograderError
        If a notebook is missing, or the two are not of one build.
    """
    executed, released = _read(lesson, lesson.solution), _read(lesson, lesson.release)
    if [cell.id for cell in executed.cells] != [cell.id for cell in released.cells]:
        raise AutograderError(
            f"{lesson.name}: its two notebooks are not of one build. Run: autograder build {lesson.name[:2]}"
        )
    page = Page(nbformat.v4.new_notebook(metadata=released.metadata))
    for solved, shown in zip(executed.cells, released.cells, strict=True):
        cells = _instructors_cells(solved, page) if instructors else _cells(solved, shown, page)
        page.notebook.cells += cells
    page.notebook.cells.insert(1, nbformat.v4.new_markdown_cell(_ways_to_work(lesson)))
    for number, cell in enumerate(page.notebook.cells):
        cell.id = f"cell-{number}"
    return page


def _read(lesson: Lesson, path: object) -> NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise AutograderError(f"{path} is not there. Run: autograder build {lesson.name[:2]}") from error


def _ways_to_work(lesson: Lesson) -> str:
    notebook = f"{{download}}`Download the notebook </notebooks/{lesson.name}/{lesson.release.name}>`"
    return f":::{{div}} ways-to-work\n{notebook} · [Open it in JupyterLab](../start.md)\n:::"


def _cells(solved: NotebookNode, shown: NotebookNode, page: Page) -> list[NotebookNode]:
    """What students see of a cell: nothing of a hidden test, a stub, a folded check, or given code and its outputs."""
    data = nbgrader_data(shown)
    if shown.cell_type != "code":
        return [nbformat.v4.new_markdown_cell(shown.source)]
    if data.get("solution"):
        return [_code(shown.source, "exercise")]
    if data.get("grade"):
        return [] if _only_comments(shown.source) else _folded("The check", [_code(shown.source)])
    return _with_outputs(_code(shown.source), solved.outputs, page)


def _instructors_cells(solved: NotebookNode, page: Page) -> list[NotebookNode]:
    """All of a cell, solutions open, tests folded."""
    data = nbgrader_data(solved)
    if solved.cell_type != "code":
        return [nbformat.v4.new_markdown_cell(_without_marks(solved.source))]
    if data.get("grade") and not data.get("solution"):
        hidden = any(kind == "HIDDEN TESTS" for kind, _ in regions(solved.source))
        cells = _with_outputs(_code(solved.source), solved.outputs, page)
        return _folded("The hidden check" if hidden else "The check", cells)
    tags = ["exercise"] if data.get("solution") else []
    return _with_outputs(_code(solved.source, *tags), solved.outputs, page)


def _folded(summary: str, cells: list[NotebookNode]) -> list[NotebookNode]:
    """Cells inside `<details>`."""
    opening = nbformat.v4.new_markdown_cell(f'<details class="check"><summary>{summary}</summary>')
    return [opening, *cells, nbformat.v4.new_markdown_cell("</details>")]


def _without_marks(source: str) -> str:
    """A text without nbgrader's marks, which would stand there as headings."""
    return re.sub(r"^### (?:BEGIN|END) .*\n?", "", source, flags=re.M)


def _only_comments(source: str) -> bool:
    return all(line.startswith("#") for line in source.splitlines() if line.strip())


def _code(source: str, *tags: str) -> NotebookNode:
    cell = nbformat.v4.new_code_cell(source)
    if tags:
        cell.metadata["tags"] = list(tags)
    return cell


def _with_outputs(cell: NotebookNode, outputs: list[NotebookNode], page: Page) -> list[NotebookNode]:
    """A code cell with its text outputs, and after it each picture as a text of its own, in the order of the run."""
    cells = [cell]
    for output in outputs:
        data = output.get("data", {})
        if PICTURE in data:
            cells.append(nbformat.v4.new_markdown_cell(_picture(output, page)))
        elif cells[-1].cell_type == "code":
            cells[-1].outputs.append(output)
        else:  # text after a picture: a cell without code, so that it stands after the picture
            cells.append(_code("", "remove-input"))
            cells[-1].outputs.append(output)
    return cells


def _picture(output: NotebookNode, page: Page) -> str:
    """A picture as a directive; a moving one with its state, and the still picture for where nothing can move."""
    alt = output.metadata.get(PICTURE, {}).get("alt") or output.data.get("text/plain", "")
    name, width, height = _keep(base64.b64decode(output.data[PICTURE]), page)
    options = f":alt: {' '.join(alt.split())}\n:width: {width}\n:height: {height}\n"
    moving = output.data.get(MOVING)
    if moving is None:
        return f"```{{still-picture}} pictures/{name}\n{options}```"
    if isinstance(moving, str):
        moving = json.loads(moving)
    widget, state = moving["widget"], json.dumps(moving["state"], ensure_ascii=False, sort_keys=True)
    if not WIDGET_NAME.fullmatch(widget):
        raise AutograderError(f"A moving picture is called {widget!r}; a name has small letters, digits and _ only.")
    return f"````{{moving-picture}} {widget}\n:still: pictures/{name}\n{options}\n{state}\n````"


def _keep(png: bytes, page: Page) -> tuple[str, int, int]:
    """Keep a figure under a name of its own; its name and its size in pixels."""
    name = f"{hashlib.sha256(png).hexdigest()[:16]}.webp"
    with Image.open(io.BytesIO(png)) as picture:  # reads the head of the file only
        width, height = picture.size
    page.pictures[name] = png
    return name, width, height


def as_webp(png: bytes) -> bytes:
    """The same pixels as a lossless WebP file, which is half the size."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.save(file, "WEBP", lossless=True, quality=100, method=4)
    return file.getvalue()
