"""What grading found out about each submission: `grading/records/<lesson>/<student>.json`, for feedback and reports.

A record says nothing of when or where the grading ran: grading the same submission again gives the same bytes.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from .course import Course, Lesson
from .errors import AutograderError

WRITING = ".writing-"  # how a file is called that is not whole yet
Audience = Literal["student", "ta"]


@dataclass(frozen=True)
class Note:
    """Something to tell the student or the TA about a submission."""

    audience: Audience
    text: str


@dataclass(frozen=True)
class Failure:
    """A test that failed: which, of which exercise, and what it said; `mistake` names a known one."""

    grade_id: str
    exercise: str | None
    kind: str
    message: str
    mistake: str | None
    hidden: bool


@dataclass(frozen=True)
class Record:
    """One submission after grading. `points` holds None where a person has to grade.

    What decides the points and the penalty is here, so that both can be made again: the hashes of what was handed
    in, of the lesson and of the engine; the versions of what ran it and the seeds that it was given; the due date
    (UTC), the extra time and who gave it (`file` or `gradebook`), and the policy for late work with its settings.
    `penalty` is nbgrader's, of the points at the time, those by hand included. `regraded` names the cells that
    `--exercise` graded later than the others, with the hashes of the lesson and engine that did.
    """

    student: str
    lesson: str
    notebook: str
    status: Literal["graded", "ungradable"]
    late_seconds: int = 0
    submitted_at: str | None = None
    submission_sha256: str | None = None
    lesson_sha256: str | None = None
    engine_sha256: str | None = None
    points: dict[str, float | None] = field(default_factory=dict)
    max_points: dict[str, float] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    due: str | None = None
    extra_seconds: int = 0
    extra_from: str | None = None
    extra_reason: str = ""
    penalty: float | None = None
    late_policy: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    seeds: dict[str, int] = field(default_factory=dict)
    regraded: dict[str, list[str]] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The autograded points."""
        return sum(points for points in self.points.values() if points is not None)

    @property
    def autograded_max(self) -> float:
        """What the autograded cells are worth."""
        return sum(self.max_points[name] for name, points in self.points.items() if points is not None)

    @property
    def by_hand(self) -> float:
        """What is left for a person to grade, in points."""
        return sum(self.max_points[name] for name, points in self.points.items() if points is None)

    def notes_for(self, audience: Audience) -> list[str]:
        """The texts meant for the student, or for the TA."""
        return [note.text for note in self.notes if note.audience == audience]

    def to_json(self) -> str:
        """The record as it is stored."""
        data = {
            **{name: value for name, value in vars(self).items() if name not in ("failures", "notes")},
            "failures": [vars(failure) for failure in self.failures],
            "notes": [{"for": note.audience, "text": note.text} for note in self.notes],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Record:
        """A record from its stored text."""
        data: dict[str, Any] = json.loads(text)
        data["failures"] = [Failure(**failure) for failure in data["failures"]]
        data["notes"] = [Note(note["for"], note["text"]) for note in data["notes"]]
        return cls(**data)


def records_folder(lesson: Lesson) -> Path:
    """Where a lesson's records lie."""
    return lesson.course.grading / "records" / lesson.name


def record_path(lesson: Lesson, student: str) -> Path:
    """Where a student's record lies."""
    return records_folder(lesson) / f"{student}.json"


def save(lesson: Lesson, record: Record) -> None:
    """Store a record, whole or not at all."""
    # A message may hold half of a surrogate pair, which no file can.
    write_atomically(record_path(lesson, record.student), record.to_json().encode("utf-8", "replace"))


def load(lesson: Lesson, student: str) -> Record | None:
    """A student's record; None if there is none."""
    path = record_path(lesson, student)
    if not path.is_file():
        return None
    try:
        return Record.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise AutograderError(
            f"{path} is not a record of this autograder ({error!r}). Delete it and run `autograder grade` again."
        ) from error


def all_records(course: Course, lesson: Lesson | str) -> list[Record]:
    """All records of a lesson, by student; empty before the lesson was graded."""
    lesson = course.lesson(lesson) if isinstance(lesson, str) else lesson
    students = sorted(path.stem for path in records_folder(lesson).glob("*.json"))
    return [record for student in students if (record := load(lesson, student)) is not None]


def sweep(lesson: Lesson) -> None:
    """Remove what a run that was killed had only half written. Nobody else may be writing."""
    for path in records_folder(lesson).glob(f"{WRITING}*"):
        path.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file so that a reader, or the next run, never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=WRITING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
