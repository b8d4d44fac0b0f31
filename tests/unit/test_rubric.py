"""The rubric is for formgrader's page of a submission, and for nothing else that nbconvert makes."""

from __future__ import annotations

import nbformat
import pytest

from autograder.rubric import FORMGRADER, ShowRubric
from tests.miniature import Mini

SECRET = "Because x + x = 2 x."
RESOURCES = {**dict.fromkeys(FORMGRADER, "x"), "assignment_id": "01-mini"}


@pytest.fixture
def rubric(mini: Mini) -> ShowRubric:
    return ShowRubric(config=mini.course.config)


def test_it_stands_before_the_answer(mini: Mini, rubric: ShowRubric) -> None:
    shown, _ = rubric.preprocess(mini.answered(), dict(RESOURCES))
    (place,) = [number for number, cell in enumerate(shown.cells) if SECRET in cell.source]
    assert shown.cells[place].cell_type == "markdown"
    assert "BEGIN SOLUTION" not in shown.cells[place].source
    assert shown.cells[place + 1].metadata.nbgrader.grade_id == "why"
    assert len(shown.cells) == len(mini.answered().cells) + 1  # the answers in code get none


@pytest.mark.parametrize("without", FORMGRADER)
def test_without_formgrader_there_is_none(mini: Mini, rubric: ShowRubric, without: str) -> None:
    resources = {name: value for name, value in RESOURCES.items() if name != without}
    shown, _ = rubric.preprocess(mini.answered(), resources)
    assert SECRET not in nbformat.writes(shown)


def test_a_lesson_that_is_not_the_courses_own_has_none(mini: Mini, rubric: ShowRubric) -> None:
    shown, _ = rubric.preprocess(mini.answered(), {**RESOURCES, "assignment_id": "99-other"})
    assert SECRET not in nbformat.writes(shown)


def test_the_configuration_names_it(mini: Mini) -> None:
    assert mini.course.config.HTMLExporter.preprocessors == ["autograder.rubric.ShowRubric"]
