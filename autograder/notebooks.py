"""A lesson's notebook: read from its text, given cell ids that stay, written as bytes that stay."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import jupytext
import nbformat
import yaml  # type: ignore[import-untyped]
from jupytext.myst import MystMetadataParsingError
from nbformat import NotebookNode

from .errors import AutograderError
from .marks import nbgrader_data

TEXT_FORMAT = {"extension": ".md", "format_name": "myst"}
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# What JupyterLab wants to know of the language. The version is left out: it is not the same on every machine.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


def read_text(path: Path) -> NotebookNode:
    """A lesson's notebook as its author's text has it: not executed, with ids that do not change from read to read.

    Raises
    ------
    AutograderError
        If the text cannot be read as a MyST notebook.
    """
    try:
        notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt=TEXT_FORMAT)
    except (MystMetadataParsingError, yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise AutograderError(f"{path} cannot be read as a notebook's text: {reason}. Mend it there.") from error
    give_ids(notebook)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": LANGUAGE})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def give_ids(notebook: NotebookNode) -> None:
    """Name each cell by its `grade_id`, or else by its content, so that a new cell changes no other cell's id."""
    used: Counter[str] = Counter()
    for cell in notebook.cells:
        name = nbgrader_data(cell).get("grade_id", "")
        if not (isinstance(name, str) and CELL_ID.fullmatch(name)):
            name = f"{cell.cell_type}-{hashlib.sha256(cell.source.encode()).hexdigest()[:12]}"
        used[name] += 1
        cell.id = name if used[name] == 1 else f"{name[:58]}-{used[name]}"


def write_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as it is stored: sorted keys, one final newline."""
    return f"{nbformat.writes(notebook, version=4).rstrip()}\n".encode()


def call(number: int, cell: NotebookNode) -> str:
    """What to call a cell when speaking to a person: its place, counted from 1, and its `grade_id` or first line."""
    lines = [line for line in cell.get("source", "").splitlines() if line.strip()]
    name = nbgrader_data(cell).get("grade_id") or (f"`{lines[0].strip()[:48]}`" if lines else "empty")
    return f"cell {number} ({name})"
