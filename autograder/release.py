"""nbgrader's own `generate_assignment`, run over a lesson with the course's configuration."""

from __future__ import annotations

import copy
import logging
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from .course import Lesson
from .errors import AutograderError


def generate(
    lesson: Lesson, source: Path, release: Path, preprocessors: list[Any] | None = None, **traits: Any
) -> None:
    """Make the student's notebooks in `release/NN-name/` out of those in `source/NN-name/`.

    Parameters
    ----------
    lesson : Lesson
        Which lesson.
    source, release : Path
        What stands for the course's `source_directory` and `release_directory`.
    preprocessors : list, optional
        What to do with each notebook, in place of nbgrader's own list.
    **traits
        Settings of the `GenerateAssignment` converter.

    Raises
    ------
    AutograderError
        If nbgrader cannot make it; with nbgrader's reason.
    """
    config = copy.deepcopy(lesson.course.config)
    config.BaseConverter.force = True
    config.CourseDirectory.assignment_id = lesson.name
    config.CourseDirectory.source_directory = str(source)
    config.CourseDirectory.release_directory = str(release)
    if traits.get("no_database"):
        config.SaveCells.enabled = False  # what the command's own flag --no-db does
    if preprocessors is not None:
        traits["preprocessors"] = preprocessors
    log, said = _memory()
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config, log=log), config=config, log=log, **traits)
    try:
        converter.start()
    except NbGraderException as error:
        raise AutograderError(f"{lesson.name}: nbgrader cannot make the student's notebook: {_reason(said)}") from error


def _memory() -> tuple[logging.Logger, list[str]]:
    """A logger that keeps what it is told, because nbgrader logs why it fails and raises only that it did."""
    said: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    log = logging.Logger("generate_assignment", logging.ERROR)
    log.addHandler(Keep())
    return log, said


def _reason(said: list[str]) -> str:
    """The last line of the last traceback that was logged; failing that, everything."""
    for message in reversed(said):
        if message.startswith("Traceback"):
            return message.strip().splitlines()[-1]
    return " ".join(said)
