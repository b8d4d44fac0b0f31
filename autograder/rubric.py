"""The rubric beside the answer: what formgrader shows a grader of a written question, and nobody else.

The reference answer and its rubric stand in `solutions/` only. nbgrader_config.py names `ShowRubric` among
`c.HTMLExporter.preprocessors`; formgrader's page of a submission is the one thing that nbgrader makes with that
exporter here. It works on the page alone: neither the graded notebook nor feedback, whose exporter is another, ever
holds the rubric, and without formgrader's own marks (a submission's id) it does nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import is_grade, is_solution, is_task

from .course import Course

MARK = re.compile(r"^[ \t]*### (?:BEGIN|END) (?:SOLUTION|MARK SCHEME)[ \t]*$\n?", re.M)
FORMGRADER = ("submission_id", "assignment_id", "notebook_id", "student")  # what it tells its exporter


class ShowRubric(Preprocessor):
    """Puts the lesson's own answer and rubric before each answer that a person grades."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Add a cell before each such answer; the notebook is a copy that only the page is made from."""
        if not all(name in resources for name in FORMGRADER):
            return nb, resources
        course = Course.find(Path(CourseDirectory(config=self.config).root))
        rubrics = {}
        for lesson in course.lessons:
            if lesson.name == resources["assignment_id"] and lesson.solution.is_file():
                rubrics = _rubrics(nbformat.read(lesson.solution, as_version=4))
        cells = []
        for cell in nb.cells:
            if _by_hand(cell) and (text := rubrics.get(cell.metadata.nbgrader.grade_id)):
                cells.append(nbformat.v4.new_markdown_cell(_panel(text)))
            cells.append(cell)
        nb.cells = cells
        return nb, resources


def _by_hand(cell: NotebookNode) -> bool:
    return (is_grade(cell) and is_solution(cell)) or is_task(cell)


def _rubrics(solution: NotebookNode) -> dict[str, str]:
    """The author's own text of every cell that a person grades, by `grade_id`."""
    return {
        cell.metadata.nbgrader.grade_id: MARK.sub("", cell.source).strip() for cell in solution.cells if _by_hand(cell)
    }


def _panel(text: str) -> str:
    """The rubric folded out, and said to be for graders."""
    title = "<strong>Reference answer and rubric</strong> (graders only)"
    return f'<details open class="rubric"><summary>{title}</summary>\n\n{text}\n\n</details>'
