"""What a student has built: the map of the nine lessons, drawn from the student's own notebooks; nothing is run."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from utils import plots
from utils.widgets import still

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLES = (
    "Perceptron", "Boolean\nnetworks", "Gradients", "Back-\npropagation", "Matrix\nbackprop", "Activations", "Losses",
    "Training", "Autograd",
)  # fmt: skip
ARROWS = ((1, 2), (1, 3), (2, 4), (3, 4), (4, 5), (5, 6), (5, 7), (3, 7), (6, 8), (7, 8), (5, 8), (8, 9), (2, 9))
PLACES = ((0.0, 0.0), (1.0, 1.0), (1.0, -1.0), (2.0, 0.0), (3.0, 0.0), (4.0, 1.0), (4.0, -1.0), (5.0, 0.0), (6.0, 0.0))


class Answer(NamedTuple):
    """One cell that the student was to write: its exercise, the functions and classes in it, its lines of code.

    Examples
    --------
    >>> Answer("gate", ("gate",), 0, False).written
    False
    """

    exercise: str
    names: tuple[str, ...]
    lines: int
    written: bool


class Built(NamedTuple):
    """One lesson: its number, where its notebook was found (None: nowhere), and what stands in it.

    Examples
    --------
    >>> Built(1, Path("p"), (Answer("step", ("step",), 2, True), Answer("gate", ("gate",), 0, False))).lines
    2
    """

    number: int
    found: Path | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def written(self) -> list[Answer]:
        """The answers that are written."""
        return [answer for answer in self.answers if answer.written]

    @property
    def lines(self) -> int:
        """The lines of code of what is written."""
        return sum(answer.lines for answer in self.written)


def find(folder: str | os.PathLike[str]) -> list[Built]:
    """What stands in the notebooks of a folder that holds NN-name/name.ipynb for each lesson; nothing is run.

    Parameters
    ----------
    folder : path

    Returns
    -------
    list of Built
        Nine, in order; those whose notebook is missing, or is no notebook, have found = None.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.

    Examples
    --------
    >>> import tempfile
    >>> [lesson.found for lesson in find(tempfile.mkdtemp())] == [None] * 9
    True
    """
    home = Path(folder)
    if not home.is_dir():
        raise FileNotFoundError(f"{home} is no folder: give the one that holds the lessons' folders")
    return [_lesson(home, number) for number in range(1, len(TITLES) + 1)]


def _lesson(home: Path, number: int) -> Built:
    for path in sorted(home.glob(f"{number:02}-*/*.ipynb")):
        try:
            return Built(number, path, _answers(json.loads(path.read_text(encoding="utf-8-sig"))))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):  # none; perhaps the next
            continue
    return Built(number)


def _answers(notebook: dict[str, Any]) -> tuple[Answer, ...]:
    found = []
    for cell in notebook["cells"]:
        nbgrader = cell.get("metadata", {}).get("nbgrader", {})
        if cell["cell_type"] == "code" and nbgrader.get("solution") and nbgrader.get("grade_id") != "poll":
            source = cell["source"]
            found.append(_answer(str(nbgrader.get("grade_id")), source if isinstance(source, str) else "".join(source)))
    return tuple(found)


def _answer(exercise: str, source: str) -> Answer:
    try:
        tree = ast.parse(re.sub(r"^\s*[%!].*$", "", source, flags=re.MULTILINE))
    except (SyntaxError, ValueError):
        return Answer(exercise, (), 0, False)
    defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    names = tuple(node.name for node in tree.body if isinstance(node, defined))
    empty = any(isinstance(node, ast.Raise) and "NotImplementedError" in ast.unparse(node) for node in ast.walk(tree))
    for node in ast.walk(tree):
        if isinstance(node, defined) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    lines = sum(bool(line.strip()) for line in ast.unparse(tree).splitlines())
    return Answer(exercise, names, 0 if empty else lines, bool(names) and not empty)


def describe(lessons: Sequence[Built]) -> str:
    """In words: a line for each lesson, what is written and how long it is, and the sum.

    Parameters
    ----------
    lessons : sequence of Built

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If there is no lesson.

    Examples
    --------
    >>> answers = Answer("step", ("step",), 2, True), Answer("gate", ("gate",), 0, False)
    >>> print(describe([Built(1, Path("p"), answers)]))
    1 Perceptron: 1 of 2 written, 2 lines of code: step
    In all: 1 answer, 2 lines of code.
    """
    if not lessons:
        raise ValueError("there is no lesson to describe")
    told = []
    for lesson in lessons:
        title = TITLES[lesson.number - 1].replace("-\n", "").replace("\n", " ")
        if lesson.found is None:
            told.append(f"{lesson.number} {title}: no notebook found")
            continue
        names = ", ".join(name for answer in lesson.written for name in answer.names)
        counted = f"{len(lesson.written)} of {len(lesson.answers)} written"
        told.append(
            f"{lesson.number} {title}: {counted}" + (f", {_lines(lesson.lines)}: {names}" if lesson.written else "")
        )
    answers = sum(len(lesson.written) for lesson in lessons)
    total = _lines(sum(lesson.lines for lesson in lessons))
    return "\n".join([*told, f"In all: {answers} answer{'s' * (answers != 1)}, {total}."])


def _lines(number: int) -> str:
    return f"{number} line{'s' * (number != 1)} of code"


def draw(lessons: Sequence[Built]) -> Figure:
    """The map: nine lessons, arrows to those that stand on them, and in each what is written.

    Parameters
    ----------
    lessons : sequence of Built
        One for each lesson, in order. If none was found, only the titles are drawn.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there are not nine.

    Examples
    --------
    >>> draw([Built(number) for number in range(1, 10)]).axes[0].get_title()
    'Nine lessons, and what stands on what'
    """
    if len(lessons) != len(TITLES):
        raise ValueError(f"there are {len(lessons)} lessons, and the map has places for {len(TITLES)}")
    from matplotlib.figure import Figure as NewFigure
    from matplotlib.patches import FancyBboxPatch

    figure = NewFigure(figsize=(10.4, 4.4), dpi=100, layout="constrained")
    ax = figure.add_subplot()
    for start, end in ARROWS:
        (x, y), (to_x, to_y) = PLACES[start - 1], PLACES[end - 1]
        tail, head = (x + 0.42, y), (to_x - 0.42, to_y)
        if to_x - x > 3:  # over all others
            ax.plot([x, x, to_x], [y + 0.46, 1.75, 1.75], color="0.45", linewidth=1.2)
            tail, head = (to_x, 1.75), (to_x, to_y + 0.46)
        ax.annotate("", head, tail, arrowprops={"arrowstyle": "->", "color": "0.45", "linewidth": 1.2, "shrinkA": 0})
    some = any(lesson.found for lesson in lessons)
    for lesson, (x, y) in zip(lessons, PLACES, strict=True):
        whole = lesson.found is not None and len(lesson.written) == len(lesson.answers)
        colour = plots.PALETTE[2] if whole else plots.PALETTE[0] if lesson.written else "0.5"
        ax.add_patch(
            FancyBboxPatch(
                (x - 0.42, y - 0.46), 0.84, 0.92, boxstyle="round,pad=0,rounding_size=0.1", facecolor="white",
                edgecolor=colour, linewidth=2.2 if whole else 1.4,
                linestyle="-" if lesson.written or not some else "--",
            )
        )  # fmt: skip
        ax.text(x, y + 0.17, f"{lesson.number}\n{TITLES[lesson.number - 1]}", ha="center", va="center", fontsize=9)
        if some:
            counted = f"{len(lesson.written)} of {len(lesson.answers)}\n{lesson.lines} lines"
            told = counted if lesson.found else "not found"
            ax.text(x, y - 0.28, told, ha="center", va="center", fontsize=8.5, color=colour)
    ax.set(xlim=(-0.6, 6.6), ylim=(-1.55, 1.9))
    ax.set_axis_off()
    ax.set_title("What you built" if some else "Nine lessons, and what stands on what")
    return figure


def show(folder: str | os.PathLike[str] = "..") -> None:
    """Print and draw what stands in the notebooks beside this one. A machine that runs it sees the bare map.

    Parameters
    ----------
    folder : path, optional
        The folder that holds the lessons' folders; from a lesson's notebook it is the one above.

    Raises
    ------
    FileNotFoundError
        If there is no such folder.

    Examples
    --------
    >>> show()  # doctest: +SKIP
    """
    if os.environ.get("NN_PICTURES") == "0":
        return
    lessons = [Built(number) for number in range(1, len(TITLES) + 1)] if still() else find(folder)
    missing = [str(lesson.number) for lesson in lessons if lesson.found is None]
    if still():
        print("In your own notebook, the map shows what you wrote in each lesson.")
    elif len(missing) == len(lessons):
        print("No lesson's notebook was found in the folder above this one; here is the bare map.")
    else:
        print(describe(lessons))
        if missing:
            print(f"Not found: lesson {', '.join(missing)}. Put each into its own folder beside this one's.")
    alt = "A map of the nine lessons with arrows from each to those that stand on it: 1 to 2 and 3; 2 to 4 and 9; "
    alt += "3 to 4 and 7; 4 to 5; 5 to 6, 7 and 8; 6 and 7 to 8; 8 to 9."
    counted = ", ".join(
        f"lesson {each.number}: {len(each.written)} of {len(each.answers)}" for each in lessons if each.found
    )
    plots.show(draw(lessons), alt + (f" Written: {counted}." if counted else ""))
