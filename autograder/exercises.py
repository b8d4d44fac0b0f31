"""The exercises of a lesson, read off its notebook.

An exercise starts at a heading `### Exercise 1a · Title` (or `### Poll · Title`, `### Written question · Title`)
and owns every nbgrader cell up to the next heading of level three or higher.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode

from .marks import nbgrader_data

HEADING = re.compile(r"^### (?P<label>Exercise (?P<number>\d+[a-z]?)|Poll|Written question) · (?P<title>.+)$", re.M)
ANY_HEADING = re.compile(r"^#{1,3} ", re.M)
HINT = re.compile(r"<details>\s*<summary>(?P<title>Hint.*?)</summary>(?P<text>.*?)</details>", re.S)


@dataclass
class Exercise:
    """One thing to answer: its label (`1a`, `poll`, `written`), title, cells (`grade_id`s) and hints."""

    label: str
    title: str
    solutions: list[str] = field(default_factory=list)
    tests: dict[str, float] = field(default_factory=dict)
    manual: dict[str, float] = field(default_factory=dict)
    hints: list[str] = field(default_factory=list)

    @property
    def points(self) -> float:
        """What the exercise is worth, in points."""
        return sum(self.tests.values()) + sum(self.manual.values())

    @property
    def name(self) -> str:
        """How a person calls it: `Exercise 1a`, `Poll`, `Written question`."""
        return {"poll": "Poll", "written": "Written question"}.get(self.label, f"Exercise {self.label}")


def exercises(notebook: NotebookNode) -> list[Exercise]:
    """The exercises of a lesson's notebook, in its order."""
    found: list[Exercise] = []
    current: Exercise | None = None
    for cell in notebook.cells:
        data = nbgrader_data(cell)
        if cell.cell_type == "markdown" and not data.get("solution"):
            heading = HEADING.search(cell.source)
            if heading:
                label = heading["number"] or heading["label"].split()[0].lower()
                current = Exercise(label, heading["title"].strip())
                found.append(current)
            elif ANY_HEADING.search(cell.source):
                current = None
            if current:
                current.hints += [hint["text"].strip() for hint in HINT.finditer(cell.source)]
        if not data.get("grade_id") or current is None:
            continue
        if data.get("solution"):
            current.solutions.append(data["grade_id"])
            if data.get("grade"):
                current.manual[data["grade_id"]] = float(data["points"])
        elif data.get("grade"):
            current.tests[data["grade_id"]] = float(data["points"])
    return found
