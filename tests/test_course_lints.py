"""The real course keeps to its rules, and what is stored is what its texts give."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.build import stale, without_text
from autograder.course import Course
from autograder.lint import LINTS, Material, lint

COURSE = Course(Path(__file__).resolve().parents[1])
LESSONS = [pytest.param(lesson, id=lesson.name) for lesson in COURSE.lessons]


def test_there_are_lessons():
    assert LESSONS


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("rule", LINTS, ids=lambda rule: rule.__name__)
def test_lesson_keeps_to_the_rule(lesson, rule):
    assert [str(problem) for problem in rule(Material.of(lesson))] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_lesson_is_built(lesson):
    assert [str(problem) for problem in lint(lesson)] == []


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("processor", ["", "Sandybridge"])
def test_building_would_change_nothing(lesson, processor, monkeypatch):
    """Here, and on a processor that rounds otherwise: one without fused multiply-add, if this is an x86."""
    if processor:
        monkeypatch.setenv("OPENBLAS_CORETYPE", processor)
        monkeypatch.setenv("ATEN_CPU_CAPABILITY", "default")
    assert stale(lesson) == []


def test_nothing_is_built_without_a_text():
    assert without_text(COURSE) == []
