"""Grading a lesson: every submission by itself, in processes beside this one, and written down by one writer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from . import engine, records
from .course import Lesson
from .engine.warm import Warm
from .errors import AutograderError, SubmissionError
from .execution import Executor, Limits
from .exercises import exercises as exercises_of
from .gradebook import (
    Extra,
    Lateness,
    known_students,
    open_gradebook,
    record_grades,
    recorded_points,
    settle_lateness,
    working_alone,
)
from .intake import TIMESTAMP, Handed, Submission, call_roll, id_problem, read_submission
from .lateness import ExtraTime, extra_time_path
from .lesson_record import record_lesson
from .marking import Graded, grade_submission
from .pool import Died, cores
from .records import Note, Record
from .restore import Frame, make_frame
from .scheduler import LocalPool, Scheduler, Work

READ_ONLY = 0o444  # as nbgrader leaves what it graded


@dataclass(frozen=True)
class Line:
    """What became of one student's submission; `unchanged` if it was graded before and nothing has changed."""

    student: str
    record: Record | None
    problem: str | None = None
    unchanged: bool = False


@dataclass
class Batch:
    """What became of a class."""

    lines: list[Line] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def failed(self) -> list[Line]:
        """Submissions that could not be graded."""
        return [line for line in self.lines if line.problem is not None]


class _LessonGrader:
    """Grades one lesson's submissions and writes the results down."""

    def __init__(
        self,
        lesson: Lesson,
        frame: Frame,
        book: Gradebook,
        force: bool,
        scheduler: Scheduler,
        require_sandbox: bool,
        warn: Callable[[str], None],
        exercises: Sequence[str] = (),
    ) -> None:
        self.lesson = lesson
        self.course = lesson.course
        self.book = book
        self.force = force
        self.scheduler = scheduler
        self.limits = Limits.of(self.course)
        self.frame = frame
        # Here, and not in every process.
        _ = self.frame.released_sources, self.frame.max_points, self.frame.hidden, self.frame.stubs
        self.only = cells_of(self.frame, exercises)
        self.extra = ExtraTime.of(extra_time_path(self.course.config, self.course.directory))
        if unknown := self.extra.unknown_lessons([each.name for each in self.course.lessons]):
            warn(f"The file of extra time names lessons that are none: {', '.join(map(repr, unknown))}.")
        pictures = bool(self.course.config.get("Autograder", {}).get("pictures"))
        self.work = Work(self.frame, self.limits, pictures, require_sandbox)
        self.done: dict[str, Line] = {}

    def grade(self, handed: list[Handed]) -> Iterator[Line]:
        """Grade the submissions and yield a line for each, in their order."""
        waiting = iter(handed)
        expected = next(waiting, None)
        read: dict[str, Submission] = {}
        with contextlib.closing(self.scheduler.grade(self.work, self._submissions(handed, read))) as results:
            for student, result in results:
                self.done[student] = self._write(read.pop(student), result)
                while expected is not None and expected.student in self.done:
                    yield self.done[expected.student]
                    expected = next(waiting, None)
        while expected is not None:
            yield self.done[expected.student]
            expected = next(waiting, None)

    def _submissions(self, handed: list[Handed], read: dict[str, Submission]) -> Iterator[Submission]:
        """What there is to grade; what needs no grading is written down on the way."""
        for each in handed:
            try:
                submission = read_submission(each, self.lesson, self.limits.submission_bytes, self.frame.files)
            except SubmissionError as error:
                self.done[each.student] = self._refuse(each, str(error))
                continue
            before = None if self.force else self._before(submission)
            if before is not None:
                self.done[each.student] = Line(each.student, before, unchanged=True)
                continue
            read[each.student] = submission
            yield submission

    def _before(self, submission: Submission) -> Record | None:
        """The record of an earlier grading, if it still says what grading again would say."""
        record = self._earlier(submission)
        if record is None:
            return None
        current = [self.frame.sha256, engine.fingerprint()]
        same = [record.lesson_sha256, record.engine_sha256] == current
        if not same and not (self.only and all(record.regraded.get(name) == current for name in self.only)):
            return None
        if not self._graded_path(submission.student).is_file():
            return None
        if recorded_points(self.book, self.lesson, submission.student) != record.points:
            return None
        # The due date, the extra time, the policy or the points by hand may be others now: that needs no grading.
        lateness = settle_lateness(self.book, self.lesson, submission.student, self._extra(submission.student, record))
        settled = replace(record, **self._lateness(submission.student, lateness))
        if settled != record:
            records.save(self.lesson, settled)
        return settled

    def _earlier(self, submission: Submission) -> Record | None:
        """The record of an earlier grading of the same submission."""
        try:
            record = records.load(self.lesson, submission.student)
        except AutograderError:  # a damaged record is replaced by grading again
            return None
        if record is None or record.status != "graded" or record.submission_sha256 != submission.sha256:
            return None
        return record

    def _extra(self, student: str, before: Record | None) -> Extra:
        from_file = before is not None and before.extra_from == "file"
        return Extra(
            self.extra.for_student(student, self.lesson.name),
            timedelta(seconds=before.extra_seconds) if before is not None and from_file else None,
        )

    def _lateness(self, student: str, lateness: Lateness) -> dict[str, Any]:
        """What the record says of lateness."""
        from_file = self.extra.for_student(student, self.lesson.name) is not None
        return {
            "late_seconds": lateness.seconds,
            "due": lateness.due.isoformat() if lateness.due else None,
            "extra_seconds": int(lateness.extension.total_seconds()),
            "extra_from": "file" if from_file else "gradebook" if lateness.extension else None,
            "extra_reason": self.extra.reason(student, self.lesson.name),
            "penalty": lateness.penalty,
            "late_policy": lateness.policy,
        }

    def _write(self, submission: Submission, result: Graded | SubmissionError | Died) -> Line:
        student = submission.student
        if isinstance(result, Died):
            return self._refuse(Handed(student, Path()), f"grading it failed: {result.reason}", submission)
        if isinstance(result, SubmissionError):
            return self._refuse(Handed(student, Path()), str(result), submission)
        submitted_at, complaints = submission.submitted_at()
        record = Record(
            student=student,
            lesson=self.lesson.name,
            notebook=self.lesson.notebook_name,
            status="graded",
            submitted_at=submitted_at.isoformat() if submitted_at else None,
            submission_sha256=submission.sha256,
            lesson_sha256=self.frame.sha256,
            engine_sha256=engine.fingerprint(),
            points=result.scores.points,
            max_points=self.frame.max_points,
            failures=result.scores.failures,
            notes=[*result.scores.notes, *complaints],
            versions=result.versions,
            seeds=result.seeds,
        )
        if self.only and (earlier := self._earlier(submission)) is not None:
            record = only_these(self.only, record, earlier)
        try:
            before = records.load(self.lesson, student)
        except AutograderError:  # a damaged record, replaced by this one
            before = None
        extra = self._extra(student, before)
        lateness = record_grades(
            self.book, self.lesson, student, submitted_at, result.scores.unanswered, record.points, extra
        )
        self._write_notebook(submission, result.notebook, with_timestamp=submitted_at is not None)
        # The record comes last: without it, or with an old one, the submission is graded again.
        record = replace(record, **self._lateness(student, lateness))
        records.save(self.lesson, record)
        return Line(student, record)

    def _refuse(self, handed: Handed, problem: str, submission: Submission | None = None) -> Line:
        """Note that a submission cannot be graded. The gradebook keeps what it has."""
        if id_problem(handed.student):
            return Line(handed.student, None, problem)
        record = Record(
            student=handed.student,
            lesson=self.lesson.name,
            notebook=self.lesson.notebook_name,
            status="ungradable",
            submission_sha256=submission.sha256 if submission else None,
            lesson_sha256=self.frame.sha256,
            max_points=self.frame.max_points,
            notes=[
                Note("ta", problem),
                Note("student", f"Your submission could not be graded: {problem}. Please hand it in again."),
            ],
        )
        records.save(self.lesson, record)
        return Line(handed.student, record, problem)

    def _graded_path(self, student: str) -> Path:
        return self.course.autograded / student / self.lesson.name / f"{self.lesson.notebook_name}.ipynb"

    def _write_notebook(self, submission: Submission, notebook: str, with_timestamp: bool) -> None:
        """Fill `autograded/<student>/<lesson>` as nbgrader does, each file whole or not at all, the notebook last."""
        path = self._graded_path(submission.student)
        files = {**submission.files, **self.frame.files}
        if with_timestamp and submission.timestamp is not None:
            files[TIMESTAMP] = submission.timestamp
        wanted = {path, *(path.parent / name for name in files)}
        stale = [each for each in path.parent.rglob("*") if each.is_file() and each not in wanted]
        for each in stale:
            each.unlink()
        for folder in sorted((each for each in path.parent.rglob("*") if each.is_dir()), reverse=True):
            with contextlib.suppress(OSError):  # not empty
                folder.rmdir()
        for name, data in files.items():
            records.write_atomically(path.parent / name, data, READ_ONLY)
        records.write_atomically(path, notebook.encode(), READ_ONLY)


def cells_of(frame: Frame, names: Sequence[str]) -> set[str]:
    """The graded cells of the exercises that are called so (`1a`, `Exercise 1a`, a cell's name); none, no cells.

    Raises
    ------
    AutograderError
        If the lesson has no such exercise.
    """
    found: set[str] = set()
    there = exercises_of(frame.notebook)
    for name in names:
        wanted = name.strip().casefold()
        same = [
            each
            for each in there
            if wanted in {text.casefold() for text in (each.label, each.name, *each.solutions, *each.tests)}
        ]
        if not same:
            known = ", ".join(each.label for each in there if each.points)
            raise AutograderError(f"There is no exercise {name!r} in this lesson. Its exercises are: {known}.")
        found |= {cell for each in same for cell in (*each.tests, *each.manual)}
    return found


def only_these(cells: set[str], record: Record, earlier: Record) -> Record:
    """A record that takes some cells' points and failures from one grading and the others from an earlier one."""
    if set(record.points) != set(earlier.points):  # the lesson has other cells now: nothing to take over
        return record
    points = {name: value if name in cells else earlier.points[name] for name, value in record.points.items()}
    failures = [each for each in record.failures if each.grade_id in cells]
    failures += [each for each in earlier.failures if each.grade_id not in cells]
    places = list(record.points)
    failures.sort(key=lambda each: places.index(each.grade_id) if each.grade_id in places else len(places))
    made_by = [str(record.lesson_sha256), str(record.engine_sha256)]
    if [earlier.lesson_sha256, earlier.engine_sha256] == made_by:
        return replace(record, points=points, failures=failures, regraded=earlier.regraded)
    regraded = {**earlier.regraded, **dict.fromkeys(sorted(cells), made_by)}
    # With the earlier hashes, `autograder grade` without --exercise knows that the other cells are not up to date.
    return replace(
        record,
        points=points,
        failures=failures,
        lesson_sha256=earlier.lesson_sha256,
        engine_sha256=earlier.engine_sha256,
        regraded=regraded,
    )


def grade_lesson(
    lesson: Lesson,
    students: list[str] | None = None,
    jobs: int | None = None,
    force: bool = False,
    executor: Executor | None = None,
    scheduler: Scheduler | None = None,
    require_sandbox: bool = False,
    warn: Callable[[str], None] = lambda text: None,
    begin: Callable[[int], None] = lambda total: None,
    tell: Callable[[Line], None] = lambda line: None,
    exercises: Sequence[str] = (),
    root: Warm | None = None,
) -> Batch:
    """Grade a lesson's submissions into the gradebook, `grading/autograded/` and `grading/records/`.

    Parameters
    ----------
    lesson : Lesson
        What to grade.
    students : list of str, optional
        Whom to grade; everybody by default.
    jobs : int, optional
        How many submissions to grade at a time; by default one for each core.
    force : bool
        Grade again what has not changed.
    executor : Executor, optional
        What runs the notebooks; by default the sealed engine. It has to be something that can be pickled.
    scheduler : Scheduler, optional
        Where to grade; by default here, and then `jobs` and `executor` count.
    require_sandbox : bool
        Grade nothing unless every layer of the sandbox holds.
    warn : callable
        Called with a text if layers of the sandbox are missing.
    begin, tell : callable
        Called with the number of submissions, and with each line in their order.
    exercises : sequence of str
        Give points for these exercises only; those for the others stay as they are where the same submission was
        graded before. By default all.
    root : Warm, optional
        The sealed engine's root, if it has been started already.
    """
    batch = Batch()
    course = lesson.course
    call_roll(course, lesson)  # nobody there: say so before a gradebook is made

    with working_alone(lesson, warn), open_gradebook(course) as book:
        records.sweep(lesson)
        frame = make_frame(lesson)
        record_lesson(lesson, frame)
        roll = call_roll(lesson.course, lesson, known_students(book))
        chosen, absent = roll.handed, []
        if students:
            present = {each.student for each in roll.handed}
            chosen = [each for each in roll.handed if each.student in students]
            absent = [student for student in dict.fromkeys(students) if student not in present]
        else:
            batch.missing = roll.missing
        begin(len(chosen) + len(absent))
        for student in absent:
            reason = id_problem(student)
            problem = f"no such student: {reason}" if reason else f"did not submit {lesson.name}"
            batch.lines.append(Line(student, None, problem))
            tell(batch.lines[-1])
        scheduler = scheduler or LocalPool(grade_submission, jobs or cores(), warn, executor, root)
        for line in _LessonGrader(lesson, frame, book, force, scheduler, require_sandbox, warn, exercises).grade(
            chosen
        ):
            batch.lines.append(line)
            tell(line)
    return batch


def describe(line: Line) -> str:
    """One student's line in the summary, with nothing in it that would steer a terminal."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in _described(line))


def _described(line: Line) -> str:
    name = line.student if id_problem(line.student) is None else repr(line.student)
    if line.problem is not None or line.record is None:
        return f"{name}: NOT GRADED: {line.problem}"
    record = line.record
    parts = [f"{record.total:g} / {record.autograded_max:g} points"]
    if record.by_hand:
        parts.append(f"{record.by_hand:g} to grade by hand")
    if record.late_seconds:
        parts.append(f"late by {_duration(record.late_seconds)}")
    if record.penalty:
        parts.append(f"{record.penalty:g} taken off for that")
    if line.unchanged:
        parts.append("unchanged")
    return f"{name}: {', '.join(parts)}" + "".join(f" · {note}" for note in record.notes_for("ta"))


def summarise(batch: Batch) -> list[str]:
    """The lines after the last student's."""
    lines = []
    if batch.missing:
        lines.append(f"Did not submit ({len(batch.missing)}): {', '.join(batch.missing)}")
    graded = len(batch.lines) - len(batch.failed)
    last = f"{graded} graded"
    unchanged = sum(line.unchanged for line in batch.lines)
    if unchanged:
        last += f" ({unchanged} of them unchanged)"
    if batch.failed:
        last += f", {len(batch.failed)} NOT graded: see above"
    return [*lines, f"{last}."]


def _duration(seconds: int) -> str:
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds % 60} s"
