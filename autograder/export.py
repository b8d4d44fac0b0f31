"""`autograder export`: grades as files that learning management systems import, and nbgrader's own CSV done safely.

The exporters are nbgrader's plugins, so that the stock command runs them too::

    nbgrader export --exporter=autograder.export.CanvasExporter --to grades.csv --assignment '["01-perceptron"]'

Scores are nbgrader's: points by hand go before automatic ones, extra credit is added, the late penalty taken off, and
nothing falls below 0. Where nothing was graded the cell holds no grade, unless `missing_as_zero` is set.

What is relied on (Canvas's guide "How do I import grades in the Gradebook?" and its `GradebookImporter`; Moodle's
documentation page "Grade import" and its `gradeimport_csv`):

Canvas
    The header starts `Student, ID`, goes on `SIS User ID, SIS Login ID`, and `Section` is the last column before the
    assignments. The next row says `Points Possible`. A student is found by Canvas's ID, else SIS User ID, else SIS
    Login ID, else by name. A column belongs to the assignment whose id stands in brackets behind its name, else to
    the one of the same name; else Canvas offers to make one. An empty cell means no grade, and takes away a grade that
    Canvas has. Numbers have a decimal point; a byte-order mark and line breaks within a cell are avoided.
Moodle
    Any column can identify the student ("map from") if its values are exactly those of a user: e-mail address, ID
    number or username. One unknown student stops the whole import, so students who are not on the roster are left
    out; a row without an identifier would go to the student of the row before. `-` is Moodle's own sign for "no
    grade" (it also reads an empty cell so, but not in a column that becomes a new grade item).

A roster says how the LMS calls the students; see :mod:`autograder.roster`.
"""

from __future__ import annotations

import csv
import io
import logging
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from nbgrader.api import Assignment, Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from .course import Course
from .errors import AutograderError
from .gradebook import open_gradebook
from .records import all_records
from .results import require_gradebook
from .roster import Person, match, read_roster

NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?%?")
RISKY = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four: their full-width twins


@dataclass(frozen=True)
class Grade:
    """A student's grade in one lesson. `score` is None where nothing was graded."""

    score: float | None = None
    raw_score: float | None = None
    penalty: float = 0.0
    timestamp: str = ""
    awaits: bool = False


@dataclass
class Column:
    """One lesson: what it is worth, and everybody's grade in it."""

    name: str
    title: str
    max_score: float
    duedate: str
    grades: dict[str, Grade] = field(default_factory=dict)


class LMSExporter(ExportPlugin):
    """What our exporters share: reading the gradebook and the roster, and writing a file without losing one."""

    roster = Unicode("", help="a CSV file that says who is in the class and how the LMS calls them").tag(config=True)
    missing_as_zero = Bool(False, help="write 0 where nothing was handed in, instead of no grade").tag(config=True)
    default_name = "grades.csv"
    no_grade = ""

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades to `to` (by default a file in the working folder)."""
        try:
            self._export(gradebook)
        except AutograderError as error:
            if self.parent is None:
                raise
            self.log.error(str(error))  # under `nbgrader export`: a line, not a stack trace
            raise SystemExit(1) from error

    def _export(self, gradebook: Gradebook) -> None:
        path = Path(self.to or self.default_name)
        self.warnings: list[str] = []
        columns = _columns(gradebook, [str(name) for name in self.assignment])
        header, people = read_roster(Path(self.roster)) if self.roster else ([], [])
        people = self._people(gradebook, columns, people)
        for column in columns:
            column.title = _title_in_roster(column.name, header)
        self._warn(columns, people)
        self.kept = write_csv(self.rows(columns, people), path)
        for warning in self.warnings:
            self.log.warning(warning)
        self.log.info("Exported grades to %s%s", path, f"; the file before is {self.kept}" if self.kept else "")

    def rows(self, columns: list[Column], people: list[Person]) -> Iterator[list[str]]:
        """The rows of the file, its header first."""
        raise NotImplementedError

    def mark(self, column: Column, student: str) -> str:
        """A grade as it stands in a cell."""
        grade = column.grades.get(student, Grade())
        if grade.score is None:
            return "0" if self.missing_as_zero else self.no_grade
        return decimal(grade.score)

    def _people(self, gradebook: Gradebook, columns: list[Column], roster: list[Person]) -> list[Person]:
        known = {
            student.id: Person(
                student.id, first=student.first_name or "", last=student.last_name or "", email=student.email or ""
            )
            for student in gradebook.students
        }
        people = match(known, roster) if roster else [known[student] for student in sorted(known)]
        wanted = [str(student) for student in self.student]
        if unknown := [student for student in wanted if student not in known]:
            raise AutograderError(f"The gradebook knows no student {', '.join(map(repr, unknown))}.")
        if roster:
            listed = {person.student for person in people}
            graded = {
                student for column in columns for student, grade in column.grades.items() if grade.score is not None
            }
            if left := sorted(graded - listed):
                self.warnings.append(f"Not on the roster, so left out: {', '.join(left)}.")
        return [person for person in people if not wanted or person.student in wanted]

    def _warn(self, columns: list[Column], people: list[Person]) -> None:
        for column in columns:
            awaiting = sum(column.grades.get(person.student, Grade()).awaits for person in people)
            if awaiting:
                self.warnings.append(
                    f"{column.name}: {awaiting} grade{' is' if awaiting == 1 else 's are'} not final: "
                    "a part awaits a person and counts 0 so far."
                )
        for person in people:
            if _is_risky(person.student):
                self.warnings.append(
                    f"The id {person.student!r} would be a formula in a spreadsheet: it is written with an apostrophe "
                    "before it, which the LMS may not know. Give this student's row by hand."
                )


class CsvExporter(LMSExporter):
    """nbgrader's own columns, a row for each lesson and student, with correct quoting."""

    def rows(self, columns: list[Column], people: list[Person]) -> Iterator[list[str]]:
        """See :class:`LMSExporter`."""
        yield [
            "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
            "raw_score", "late_submission_penalty", "score", "max_score",
        ]  # fmt: skip
        for column in columns:
            for person in people:
                grade = column.grades.get(person.student, Grade())
                raw = self.mark(column, person.student) if grade.raw_score is None else decimal(grade.raw_score)
                penalty = "" if grade.score is None else decimal(grade.penalty)
                yield [
                    column.name, column.duedate, grade.timestamp, person.student, person.last, person.first,
                    person.email, raw, penalty, self.mark(column, person.student), decimal(column.max_score),
                ]  # fmt: skip


class CanvasExporter(LMSExporter):
    """Canvas's gradebook import."""

    default_name = "grades-canvas.csv"

    def rows(self, columns: list[Column], people: list[Person]) -> Iterator[list[str]]:
        """See :class:`LMSExporter`."""
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(column.title for column in columns)]
        yield ["    Points Possible", "", "", "", "", *(decimal(column.max_score) for column in columns)]
        for person in people:
            login = person.login or ("" if person.canvas_id or person.sis_id else person.student)
            marks = [self.mark(column, person.student) for column in columns]
            yield [person.last_first, person.canvas_id, person.sis_id, login, person.section, *marks]


class MoodleExporter(LMSExporter):
    """Moodle's grade import from a CSV file (separator comma, encoding UTF-8)."""

    default_name = "grades-moodle.csv"
    no_grade = "-"

    def rows(self, columns: list[Column], people: list[Person]) -> Iterator[list[str]]:
        """See :class:`LMSExporter`."""
        # Moodle gives the grades of a row without an identifier to the student of the row before:
        # a column that identifies students is written for everybody or not at all.
        wanted = {"ID number": "sis_id", "Username": "login", "Email address": "email"}
        complete = {title: name for title, name in wanted.items() if all(getattr(person, name) for person in people)}
        if not complete:
            self.warnings.append("Not everybody has an e-mail address or ID number: `Username` holds our student ids.")
        yield ["First name", "Last name", *(complete or ["Username"]), *(column.title for column in columns)]
        for person in people:
            identifiers = [getattr(person, name) for name in complete.values()] or [person.login or person.student]
            marks = [self.mark(column, person.student) for column in columns]
            yield [person.first, person.last, *identifiers, *marks]


FORMATS: dict[str, type[LMSExporter]] = {"canvas": CanvasExporter, "moodle": MoodleExporter, "csv": CsvExporter}


_silent = logging.Logger("autograder.export")
_silent.addHandler(logging.NullHandler())  # `export` hands its warnings back


@dataclass(frozen=True)
class Exported:
    """Where the grades went, where a file that was there before is kept, and what to look at."""

    path: Path
    kept: Path | None
    warnings: list[str]


def export(
    course: Course,
    lessons: Sequence[str],
    kind: str,
    to: Path | None = None,
    roster: Path | None = None,
    students: Sequence[str] = (),
    missing_as_zero: bool = False,
) -> Exported:
    """Write the grades of some lessons for an LMS; `kind` is `canvas`, `moodle` or `csv`."""
    if kind not in FORMATS:
        raise AutograderError(f"There is no format {kind!r}. The formats are: {', '.join(FORMATS)}.")
    names = list(dict.fromkeys(course.lesson(name).name for name in lessons))
    path = to or course.grading / "exports" / f"{'+'.join(names)}-{kind}.csv"
    exporter = FORMATS[kind](
        to=str(path),
        assignment=names,
        student=list(students),
        roster=str(roster) if roster else "",
        missing_as_zero=missing_as_zero,
        log=_silent,
    )
    require_gradebook(course)
    with open_gradebook(course) as gradebook:
        exporter.export(gradebook)
    refused = [
        f"{name}: {record.student} handed in something that cannot be graded: no grade, or that of an earlier hand-in."
        for name in names
        for record in all_records(course, name)
        if record.status == "ungradable" and (not students or record.student in students)
    ]
    return Exported(path, exporter.kept, [*exporter.warnings, *refused])


def decimal(value: float) -> str:
    """A score as every LMS reads it: a decimal point, no exponent, no trailing zeros."""
    return f"{round(value, 4) + 0:.4f}".rstrip("0").rstrip(".")


def safe(text: str) -> str:
    """A cell's text that no spreadsheet takes for a formula, on one line, without control characters; numbers stay."""
    text = "".join(character if character.isprintable() else " " for character in text)
    text = re.sub(r"\s+", " ", text).strip()
    return f"'{text}" if _is_risky(text) else text


def write_csv(rows: Iterable[list[str]], path: Path) -> Path | None:
    """Write a CSV file (RFC 4180, UTF-8, no byte-order mark); a different file of that name is kept and returned.

    What was `grades.csv` is renamed to `grades.csv.1`, or to the first number that is free.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        # The first cell of "Points Possible" is indented on purpose, as Canvas itself writes it.
        writer.writerow([cell if cell.lstrip() == "Points Possible" else safe(cell) for cell in row])
    data = text.getvalue().encode("utf-8")
    if path.is_dir():
        raise AutograderError(f"{path} is a folder. Name a file to write the grades to.")
    if path.is_file() and path.read_bytes() == data:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = None
    if path.exists():
        kept = next(other for number in range(1, 10**6) if not (other := Path(f"{path}.{number}")).exists())
        path.rename(kept)
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(data)
    os.replace(draft, path)
    return kept


def _is_risky(text: str) -> bool:
    text = text.strip()
    return text.startswith(RISKY) and text != "-" and not NUMBER.fullmatch(text)


def _columns(gradebook: Gradebook, names: list[str]) -> list[Column]:
    if names:
        try:
            assignments = [gradebook.find_assignment(name) for name in names]
        except MissingEntry as error:
            raise AutograderError(f"Nothing is graded: {error}. Grade first: autograder grade LESSON") from error
    else:
        assignments = sorted(gradebook.assignments, key=lambda assignment: assignment.name)
    columns = [_column(assignment) for assignment in assignments]
    if not any(grade.score is not None for column in columns for grade in column.grades.values()):
        raise AutograderError(
            f"Nothing is graded in {', '.join(column.name for column in columns) or 'this gradebook'}: there is "
            "nothing to export. Grade first: autograder grade LESSON"
        )
    return columns


def _column(assignment: Assignment) -> Column:
    grades = {submission.student_id: _grade(submission) for submission in assignment.submissions}
    return Column(assignment.name, assignment.name, assignment.max_score, str(assignment.duedate or ""), grades)


def _grade(submission: SubmittedAssignment) -> Grade:
    """A submission's grade; none if no cell of it has ever been graded."""
    timestamp = str(submission.timestamp or "")
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    if all(grade.auto_score is None and grade.manual_score is None for grade in grades):
        return Grade(timestamp=timestamp)
    penalty = submission.late_submission_penalty or 0.0
    return Grade(
        max(0.0, submission.score - penalty), submission.score, penalty, timestamp, bool(submission.needs_manual_grade)
    )


def _title_in_roster(name: str, header: list[str]) -> str:
    """A lesson's column as an exported gradebook calls it: `01-perceptron (4711)` for Canvas."""
    for title in header:
        if re.sub(r" \(\d+\)$", "", title).removeprefix("Assignment:").removesuffix("(Real)").strip() == name:
            return title
    return name


def command(
    lessons: Annotated[list[str], typer.Argument(help="The lessons, such as 01-perceptron or 1.")],
    kind: Annotated[str, typer.Option("--format", "-f", help="canvas, moodle or csv.")] = "csv",
    to: Annotated[
        Path | None, typer.Option(help="The file to write (default: grading/exports/LESSON-FORMAT.csv).")
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(help="A CSV file of who is in the class, such as the LMS's own gradebook export.")
    ] = None,
    student: Annotated[
        list[str] | None, typer.Option("--student", "-s", help="Export this student only; may be given again.")
    ] = None,
    missing_as_zero: Annotated[
        bool, typer.Option("--missing-as-zero", help="Write 0 where nothing was handed in, instead of no grade.")
    ] = False,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from here).")
    ] = None,
) -> None:
    """Export grades for Canvas, for Moodle, or as plain CSV. A file that is there is kept as NAME.1, NAME.2, …"""
    done = export(Course.find(course), lessons, kind, to, roster, student or (), missing_as_zero)
    for warning in done.warnings:
        typer.echo(f"note: {warning}", err=True)
    if done.kept:
        typer.echo(f"What was there before is kept as {done.kept}")
    typer.echo(f"Grades: {done.path}")
