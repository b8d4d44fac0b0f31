"""Who is in the class, and until when: the roster and the gradebook brought together for `autograder collect`."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import dateutil.parser  # type: ignore[import-untyped]
from dateutil.tz import gettz  # type: ignore[import-untyped]
from nbgrader.api import Gradebook, MissingEntry, Student
from nbgrader.utils import parse_utc

from .archives import name_problem
from .course import Course, Lesson
from .errors import AutograderError
from .gradebook import open_gradebook
from .handins import Class
from .intake import id_problem
from .results import require_gradebook
from .roster import Person, match


def class_list(
    lesson: Lesson, listed: list[Person], due: datetime | None, zone: str | None, notes: list[str]
) -> tuple[Class, dict[str, datetime], datetime | None]:
    """Who is in the class, when they handed in by the roster, and the due date.

    The gradebook learns who is on the roster, and a new due date; what is worth telling is added to `notes`.
    """
    if not listed and due is None and not _has_gradebook(lesson.course):
        return Class([], closed=False), {}, due
    with open_gradebook(lesson.course) as book:
        known = {
            student.id: Person(
                student.id,
                first=student.first_name or "",
                last=student.last_name or "",
                email=student.email or "",
                canvas_id=student.lms_user_id or "",
            )
            for student in book.students
        }
        people = match(known, listed) if listed else list(known.values())
        _refuse_twins(people)
        try:
            _enrol(book, people if listed else [], notes)
            due = _due(book, lesson, due, notes)
            book.db.commit()
        except BaseException:
            book.db.rollback()
            raise
    return Class(people, closed=bool(listed)), _times(people, zone, notes), due


def _has_gradebook(course: Course) -> bool:
    try:
        require_gradebook(course)
    except AutograderError:
        return False
    return True


def _refuse_twins(people: list[Person]) -> None:
    seen: dict[str, Person] = {}
    for person in people:
        if person.student and person.student in seen:
            other = seen[person.student]
            raise AutograderError(
                f"The roster gives {person.student!r} to two people, {other.last_first!r} and {person.last_first!r}. "
                "Give each an id of their own, in a column `student id`."
            )
        seen[person.student] = person


def _enrol(book: Gradebook, people: list[Person], notes: list[str]) -> None:
    """Write the roster's people into the gradebook, all or none; what the roster leaves empty stays."""
    rows = {student.id: student for student in book.students}
    for person in people:
        if problem := unusable_id(person.student):
            notes.append(f"on the roster, {person.last_first!r}: {problem}")
            continue
        row = rows.get(person.student)
        if row is None:
            row = Student(id=person.student)
            book.db.add(row)
        last, _, first = person.name.partition(",")
        wanted = {
            "first_name": person.first or first.strip(),
            "last_name": person.last or last.strip(),
            "email": person.email,
            "lms_user_id": person.canvas_id,
        }
        for name, value in wanted.items():
            if value and getattr(row, name) != value:
                setattr(row, name, value)


def _due(book: Gradebook, lesson: Lesson, due: datetime | None, notes: list[str]) -> datetime | None:
    try:
        assignment = book.find_assignment(lesson.name)
    except MissingEntry:
        assignment = None
    before = assignment.duedate if assignment is not None else None
    if due is None or due == before:
        return before
    if assignment is None:
        assignment = book.add_assignment(lesson.name)
    assignment.duedate = due
    if before is not None:
        notes.append(f"the due date was {before} UTC and is {due} UTC now")
    return due


def _times(people: list[Person], zone: str | None, notes: list[str]) -> dict[str, datetime]:
    """When each student handed in, by the roster."""
    try:
        place = ZoneInfo(zone) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise AutograderError(f"{zone!r} is no time zone. Wanted: a name such as Europe/Berlin.") from error
    times, broken, vague = {}, [], 0
    for person in people:
        if not person.submitted_at.strip(" -"):
            continue
        try:
            when = dateutil.parser.parse(person.submitted_at)
        except (ValueError, OverflowError):
            broken.append(person.submitted_at)
            continue
        if when.tzinfo is None and place is None:
            vague += 1
            continue
        when = when if when.tzinfo else when.replace(tzinfo=place)
        times[person.student] = when.astimezone(UTC).replace(tzinfo=None)
    if vague:
        notes.append(f"{vague} times in the roster name no time zone and are not used: give --timezone")
    if broken:
        notes.append(f"{len(broken)} times in the roster cannot be read, such as {broken[0][:40]!r}")
    return times


def unusable_id(student: str) -> str | None:
    """Why something cannot be a student's id, as a name of files and in the gradebook; None if it can."""
    problem = id_problem(student) or name_problem(student)
    return f"{student!r} cannot be a student's id: {problem}" if problem else None


def read_due(text: str) -> datetime:
    """A due date as nbgrader keeps it: UTC, without a zone.

    Raises
    ------
    AutograderError
        If it is no date, or its time zone is none.
    """
    wanted = "Wanted: a date and a time, such as '2026-10-16 18:00 Europe/Berlin'; UTC where no zone is named."
    day, _, zone = text.strip().rpartition(" ")
    if day and any(letter.isalpha() for letter in zone) and gettz(zone) is None:
        raise AutograderError(f"{zone!r} in {text!r} is no time zone. {wanted}")
    try:
        when = parse_utc(text.strip())
    except (ValueError, OverflowError, TypeError) as error:
        raise AutograderError(f"{text!r} is no date. {wanted}") from error
    if not any(letter == ":" for letter in text):
        raise AutograderError(f"{text!r} names no time of day. {wanted}")
    return when
