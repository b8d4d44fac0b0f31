"""The one writer of grades: a submission's points and comments go into nbgrader's gradebook in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader import utils
from nbgrader.api import (
    Base,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.api import Course as NbgraderCourse
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import Connection, create_engine, insert, inspect, select, text, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool

from .course import Course, Lesson
from .errors import AutograderError
from .lock import alone
from .restore import Frame

PATIENCE = 30  # seconds to wait while formgrader, or another command, writes
ATTEMPTS = 3  # at one submission, when another program is in the way


@contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """nbgrader's gradebook of a course; its folder and the database are made if they are not there."""
    url = _url(course)
    with _plain_words(course):
        if (file := _file(url, course)) is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            url = url.set(database=str(file)).update_query_dict({"timeout": str(PATIENCE)})
        if not _is_made(url, file):
            with alone(url, _locks(course), "gradebook"):
                if not _is_made(url, file):
                    _make(url, file, course.directory.course_id)
        book = Gradebook(url.render_as_string(hide_password=False), course.directory.course_id)
        try:
            yield book
        finally:
            book.close()


def _locks(course: Course) -> Path:
    return course.grading / "records"


@contextmanager
def working_alone(lesson: Lesson, tell: Callable[[str], None]) -> Iterator[None]:
    """Be the only one who collects or grades a lesson; who has to wait for somebody else is told so."""

    def waiting() -> None:
        tell(f"Somebody else is collecting or grading {lesson.name} right now: waiting until that is done.")

    with _plain_words(lesson.course), alone(_url(lesson.course), _locks(lesson.course), lesson.name, waiting):
        yield


@contextmanager
def _plain_words(course: Course) -> Iterator[None]:
    """Say what is wrong with the gradebook without a stack trace, and without its password."""
    try:
        yield
    except DBAPIError as error:
        raise AutograderError(_trouble(course, error)) from error


def _url(course: Course) -> URL:
    """Where the gradebook is; an error if its driver is not there."""
    url = make_url(course.database_url)
    try:
        url.get_dialect().import_dbapi()
    except (ImportError, NoSuchModuleError) as error:
        raise AutograderError(
            f"The gradebook {url.render_as_string(hide_password=True)} needs a driver that is not there ({error}). "
            "For PostgreSQL: pip install '.[postgres]', and a URL that starts with postgresql+psycopg://"
        ) from error
    return url


def _file(url: URL, course: Course) -> Path | None:
    """The file of a gradebook on SQLite; None for one on a server."""
    return Path(course.root, url.database) if url.get_backend_name() == "sqlite" and url.database else None


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    """A connection of its own, all in one transaction."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _is_made(url: URL, file: Path | None) -> bool:
    if file is not None and not file.is_file():
        return False  # to connect would make an empty one
    with _connected(url) as connection:
        return bool(inspect(connection).get_table_names())


def _make(url: URL, file: Path | None, course_id: str) -> None:
    """Make a new gradebook whole or not at all; nbgrader, which opens it next, makes one in several steps.

    It also holds the number of nbgrader's form, which `nbgrader db upgrade` goes by.
    """
    new = file.with_name(f".{file.name}.new") if file is not None else None
    if new is not None:
        new.unlink(missing_ok=True)  # of a run that was killed
        url = url.set(database=str(new))
    from alembic.script import ScriptDirectory  # takes long to import, and is needed once

    form = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    with _connected(url) as connection:
        Base.metadata.create_all(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:form)"), {"form": form})
        connection.execute(insert(NbgraderCourse), {"id": course_id})
    if new is not None and file is not None:
        new.replace(file)


def _trouble(course: Course, error: DBAPIError) -> str:
    url = make_url(course.database_url).render_as_string(hide_password=True)
    return (
        f"The gradebook {url} cannot be used: {error.orig}. If another program holds it, close that and run this "
        "again; if nbgrader was upgraded, back it up and run `nbgrader db upgrade`."
    )


def known_students(book: Gradebook) -> list[str]:
    """The students of the gradebook."""
    return [student.id for student in book.students]


def recorded_points(book: Gradebook, lesson: Lesson, student: str) -> dict[str, float | None] | None:
    """The autograded points that the gradebook holds of a submission; None if it holds no such submission."""
    try:
        submitted = book.find_submission_notebook(lesson.notebook_name, lesson.name, student)
    except MissingEntry:
        return None
    # In one query: `grade.name` would ask for each cell by itself.
    grades = book.db.query(BaseCell.name, Grade.auto_score).join(Grade, Grade.cell_id == BaseCell.id)
    return {row.name: row.auto_score for row in grades.filter(Grade.notebook_id == submitted.id)}


def seconds_late(submission: SubmittedAssignment, submitted_at: datetime | None) -> int:
    """How long after the due date, with the student's own extension, it was handed in; 0 where there is no date."""
    due = submission.assignment.duedate
    if due is None or submitted_at is None:
        return 0
    return max(0, int((submitted_at - due - (submission.extension or timedelta())).total_seconds()))


@dataclass(frozen=True)
class Lateness:
    """What decided whether a submission is late, and what that costs. Times are UTC without a zone."""

    due: datetime | None
    extension: timedelta
    seconds: int
    penalty: float | None
    policy: dict[str, Any]


@dataclass(frozen=True)
class Extra:
    """Extra time for a submission: what the course's file gives, and what it gave when last asked (None: nothing)."""

    given: timedelta | None = None
    before: timedelta | None = None


def record_grades(
    book: Gradebook,
    lesson: Lesson,
    student: str,
    submitted_at: datetime | None,
    unanswered: Collection[str],
    points: dict[str, float | None],
    extra: Extra = Extra(),
) -> Lateness:
    """Write one submission's points, automatic comments and late penalty, all or none.

    What a person wrote (manual scores, extra credit, comments) stays. As in nbgrader, a grade is marked for review
    if a person has to give it, or once gave it. If formgrader or another command writes the same rows at the same
    moment, all of it is done again.
    """

    def write() -> Lateness:
        submitted = _submitted_notebooks(book, lesson, student, submitted_at)
        [ours] = [each for each in submitted if each.notebook.name == lesson.notebook_name]
        for each in submitted:
            own = each is ours  # in a lesson's other notebooks, only what is missing is made
            _write_grades(book, each, points if own else {}, replace=own)
            _write_comments(book, each, unanswered if own else (), replace=own)
        return _write_penalty(book, lesson, student, ours, extra)

    return _in_one_transaction(book, write)


def settle_lateness(book: Gradebook, lesson: Lesson, student: str, extra: Extra) -> Lateness:
    """The lateness of a submission that is graded already, by today's due date, extra time and policy."""

    def write() -> Lateness:
        submitted = book.find_submission_notebook(lesson.notebook_name, lesson.name, student)
        return _write_penalty(book, lesson, student, submitted, extra)

    return _in_one_transaction(book, write)


def _in_one_transaction(book: Gradebook, write: Callable[[], Lateness]) -> Lateness:
    """Write all or none; if others wrote the same rows at the same moment, once more with the rows as they are now."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            # Ends what reading began, so that nothing is decided by rows as they were when the batch began.
            book.db.rollback()
            written = write()
            book.db.commit()
            return written
        except (OperationalError, IntegrityError):
            book.db.rollback()
            if attempt == ATTEMPTS:
                raise
        except BaseException:
            book.db.rollback()
            raise
    raise AssertionError("an attempt returns or raises")


def _submitted_notebooks(
    book: Gradebook, lesson: Lesson, student: str, submitted_at: datetime | None
) -> list[SubmittedNotebook]:
    """The gradebook's rows of a submission and its notebooks, made where they are missing.

    The methods of `Gradebook` commit each of their steps; its models let us do all of them at once.
    """
    assignment = book.find_assignment(lesson.name)
    person = book.db.get(Student, student) or Student(id=student)
    ours = select(SubmittedAssignment).filter_by(assignment_id=assignment.id, student_id=student)
    submission = book.db.scalars(ours).first()
    if submission is None:
        submission = SubmittedAssignment(assignment=assignment, student=person)
        book.db.add(submission)
    submission.timestamp = submitted_at
    submitted = {each.notebook: each for each in submission.notebooks}
    for notebook in assignment.notebooks:
        if notebook not in submitted:
            submitted[notebook] = SubmittedNotebook(notebook=notebook, assignment=submission)
            book.db.add(submitted[notebook])
    book.db.flush()
    return list(submitted.values())


def _write_grades(
    book: Gradebook, submitted: SubmittedNotebook, points: dict[str, float | None], replace: bool
) -> None:
    def values(name: str, row: Any) -> dict[str, Any]:
        score = points.get(name)
        by_hand = score is None or (row is not None and row.manual_score is not None)
        return {"auto_score": score, "needs_manual_grade": by_hand}

    _write_rows(book, Grade, submitted, (GradeCell, TaskCell), values, replace)


def _write_comments(book: Gradebook, submitted: SubmittedNotebook, unanswered: Collection[str], replace: bool) -> None:
    def values(name: str, row: Any) -> dict[str, Any]:
        return {"auto_comment": "No response." if name in unanswered else None}

    _write_rows(book, Comment, submitted, (SolutionCell, TaskCell), values, replace)


def _write_rows(
    book: Gradebook,
    kind: type[Base],
    submitted: SubmittedNotebook,
    cells: Sequence[type[BaseCell]],
    values: Callable[[str, Any], dict[str, Any]],
    replace: bool,
) -> None:
    """A row for each of these cells: made where it is missing, and where it is there with new values, if wanted.

    To make an object of each takes longer.
    """
    table = kind.__table__
    known = {row.cell_id: row for row in book.db.execute(select(table).where(table.c.notebook_id == submitted.id))}
    query = select(BaseCell.id, BaseCell.name).where(BaseCell.notebook_id == submitted.notebook_id)
    new, old = [], []
    for cell in book.db.execute(query.where(BaseCell.type.in_([each.__name__ for each in cells]))):
        row = known.get(cell.id)
        if row is None:
            new.append({"cell_id": cell.id, "notebook_id": submitted.id, **values(cell.name, None)})
        elif replace:
            old.append({"id": row.id, **values(cell.name, row)})
    if new:
        book.db.execute(insert(kind), new)
    if old:
        book.db.execute(update(kind), old)


def _write_penalty(
    book: Gradebook, lesson: Lesson, student: str, submitted: SubmittedNotebook, extra: Extra
) -> Lateness:
    """Write the extension and the penalty, by the plugin that the course's configuration names (by default none)."""
    submission = submitted.assignment
    if extra.given is not None:
        submission.extension = extra.given or None
    elif extra.before is not None and submission.extension == extra.before:
        submission.extension = None  # the file gave it, and does so no more; what a person gave stays
    late = seconds_late(submission, submission.timestamp)
    assign = AssignLatePenalties(config=lesson.course.config)
    assign.init_plugin()
    plugin, penalty = assign.plugin_inst, None
    if late:
        book.db.flush()
        book.db.refresh(submitted)
        penalty = plugin.late_submission_penalty(student, submitted.score, late)
        if penalty is not None:
            penalty = min(max(penalty, 0), submitted.score)
    if submitted.late_submission_penalty != penalty:
        submitted.late_submission_penalty = penalty
    due = submission.assignment.duedate
    kind = type(plugin)
    policy = {name: value for name, value in plugin.trait_values(config=True).items() if name != "extra_time"}
    policy = {name: value for name, value in sorted(policy.items()) if isinstance(value, str | int | float)}
    return Lateness(
        due,
        submission.extension or timedelta(),
        late,
        penalty,
        {"plugin": f"{kind.__module__}.{kind.__qualname__}", **policy},
    )


def holds_lesson(book: Gradebook, lesson: Lesson, frame: Frame) -> bool:
    """Whether the gradebook's lesson is the frame's: the same cells with the same texts and points."""
    try:
        notebook = book.find_notebook(lesson.notebook_name, lesson.name)
    except MissingEntry:
        return False
    marked = {cell.metadata.nbgrader.grade_id: cell for cell in frame.notebook.cells if "nbgrader" in cell.metadata}
    cells = {cell.name: cell.checksum for cell in notebook.source_cells}
    points = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    wanted = {
        name: cell.metadata.nbgrader.get("checksum")
        for name, cell in marked.items()
        if utils.is_grade(cell) or utils.is_solution(cell) or utils.is_locked(cell) or utils.is_task(cell)
    }
    return cells == wanted and points == frame.max_points
