"""What a cell is by nbgrader's metadata.

As `nbgrader.utils` reads it; but that takes the better part of a second to import, and each process that grades begins
with it.
"""

from __future__ import annotations

from nbformat import NotebookNode


def nbgrader_data(cell: NotebookNode) -> dict:
    """What nbgrader's metadata says of a cell; empty where it says nothing."""
    data = cell["metadata"].get("nbgrader")
    return data if isinstance(data, dict) else {}


def is_grade(cell: NotebookNode) -> bool:
    """Whether points are given for the cell."""
    return bool(nbgrader_data(cell).get("grade"))


def is_solution(cell: NotebookNode) -> bool:
    """Whether a student answers in the cell."""
    return bool(nbgrader_data(cell).get("solution"))


def is_test(cell: NotebookNode) -> bool:
    """Whether the cell tests an answer: points are given for it, and nobody answers in it."""
    return is_grade(cell) and not is_solution(cell)


def is_task(cell: NotebookNode) -> bool:
    """Whether the cell states a task that a person grades."""
    return bool(nbgrader_data(cell).get("task"))


def is_locked(cell: NotebookNode) -> bool:
    """Whether the lesson's own text of the cell is put back."""
    data = nbgrader_data(cell)
    return not data.get("solution") and bool(data.get("grade") or data.get("locked"))


def is_marked(cell: NotebookNode) -> bool:
    """Whether nbgrader knows the cell."""
    data = nbgrader_data(cell)
    return bool(data) and any(data.get(mark) for mark in ("grade", "solution", "locked", "task"))
