"""What a class earned in a lesson: nbgrader's gradebook and the grading records, read together.

The gradebook is the truth about points, since a person may have changed them by hand; the records (or, after stock
`nbgrader autograde`, the graded notebook) say why an automatic point was lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.engine import make_url

from .course import Course, Lesson
from .errors import AutograderError
from .exercises import Exercise, exercises
from .gradebook import open_gradebook
from .marks import nbgrader_data
from .records import Failure, Note, all_records

CAUSE = "Likeliest cause: "
UNWRITTEN = "NotImplementedError"


@dataclass(frozen=True)
class Score:
    """What one graded cell earned, as nbgrader counts it; `awaits` says that a person has yet to look at it."""

    points: float = 0.0
    awaits: bool = False
    by_hand: bool = False
    extra_credit: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What one student earned in one exercise, and why not more."""

    exercise: Exercise
    scores: dict[str, Score]
    failures: list[Failure]
    comments: list[str] = field(default_factory=list)

    @property
    def points(self) -> float:
        """The points earned so far."""
        return sum(score.points for score in self.scores.values())

    @property
    def max_points(self) -> float:
        """What the exercise is worth."""
        return self.exercise.points

    @property
    def state(self) -> str:
        """`awaits` a person, `full`, `part`, `unanswered`, or `none`."""
        if any(score.awaits for score in self.scores.values()):
            return "awaits"
        if self.points >= self.max_points:
            return "full"
        if self.points > 0:
            return "part"
        automatic = [failure for failure in self.failures if failure.grade_id in self.exercise.tests]
        if self.exercise.tests:
            return "unanswered" if automatic and all(f.kind == UNWRITTEN for f in automatic) else "none"
        return "unanswered" if not any(score.by_hand for score in self.scores.values()) else "none"


@dataclass(frozen=True)
class Result:
    """One student and one lesson. `status` is `graded`, `ungradable`, `ungraded` (handed in since) or `missing`."""

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    status: str = "missing"
    outcomes: list[Outcome] = field(default_factory=list)
    penalty: float = 0.0
    late_seconds: float = 0.0
    submitted_at: datetime | None = None
    notes: list[Note] = field(default_factory=list)

    @property
    def name(self) -> str:
        """`First Last`, or the student's id where no name is known."""
        return f"{self.first_name} {self.last_name}".strip() or self.student

    @property
    def raw_points(self) -> float:
        """The points earned before a late penalty."""
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def points(self) -> float:
        """The points that count: nbgrader's score less its late penalty, never below 0."""
        return max(0.0, self.raw_points - self.penalty)

    @property
    def awaits(self) -> bool:
        """Whether a person has yet to grade a part."""
        return any(outcome.state == "awaits" for outcome in self.outcomes)

    def notes_for(self, reader: str) -> list[str]:
        """The notes for `student` or `ta`."""
        return [note.text for note in self.notes if note.audience == reader]


@dataclass(frozen=True)
class ClassResults:
    """A class's results in a lesson, students ordered by their id."""

    lesson: Lesson
    release: NotebookNode
    results: list[Result]
    due: datetime | None = None

    @cached_property
    def exercises(self) -> list[Exercise]:
        """The lesson's exercises, in its order."""
        return exercises(self.release)

    @property
    def title(self) -> str:
        """The lesson's own title."""
        return title_of(self.release, self.lesson)

    @property
    def max_points(self) -> float:
        """What the lesson is worth."""
        return sum(exercise.points for exercise in self.exercises)

    def with_status(self, status: str) -> list[Result]:
        """The students whose work is `graded`, `ungradable` or `missing`."""
        return [result for result in self.results if result.status == status]


def title_of(release: NotebookNode, lesson: Lesson) -> str:
    """The first heading of a lesson's notebook, or its name."""
    for cell in release.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
    return lesson.name


def read_release(lesson: Lesson) -> NotebookNode:
    """The notebook that students got: the only source of texts that may be shown to them."""
    if not lesson.release.is_file():
        raise AutograderError(f"{lesson.release} is not there. Make it with: autograder build {lesson.name}")
    return nbformat.read(lesson.release, as_version=4)


def graded_notebook_path(lesson: Lesson, student: str) -> Path:
    """Where grading leaves a student's executed notebook."""
    return lesson.course.autograded / student / lesson.name / f"{lesson.notebook_name}.ipynb"


def class_results(lesson: Lesson) -> ClassResults:
    """Read a class's results; an error says so if nothing was graded yet."""
    release = read_release(lesson)
    tasks = exercises(release)
    known = {record.student: record for record in all_records(lesson.course, lesson)}
    handed = {folder.parent.name for folder in lesson.course.submitted.glob(f"*/{lesson.name}")}
    require_gradebook(lesson.course)
    with open_gradebook(lesson.course) as gradebook:
        rows = _read_gradebook(gradebook, lesson)
        due = _due(gradebook, lesson)
    results = []
    for student in sorted(rows.keys() | known.keys() | handed):
        result, scores, comments = rows.get(student, (Result(student), {}, {}))
        failures: list[Failure] = []
        if (record := known.get(student)) is not None:
            failures = record.failures
            result = replace(result, status=record.status, late_seconds=record.late_seconds, notes=record.notes)
        elif result.status == "graded":
            failures = _failures_in_notebook(lesson, student)
        elif student in handed:
            result = replace(result, status="ungraded")
        if result.status == "graded":
            result = replace(result, outcomes=_outcomes(tasks, scores, comments, failures))
        results.append(result)
    if not any(result.status in ("graded", "ungradable") for result in results):
        raise AutograderError(f"Nothing is graded yet for {lesson.name}. Grade it with: autograder grade {lesson.name}")
    return ClassResults(lesson, release, results, due)


def _due(gradebook: Gradebook, lesson: Lesson) -> datetime | None:
    """When the lesson was due (UTC), if the gradebook has a date."""
    try:
        return gradebook.find_assignment(lesson.name).duedate
    except MissingEntry:
        return None


def require_gradebook(course: Course) -> None:
    """Raise an error if there is no gradebook yet: opening it would make an empty one."""
    url = make_url(course.database_url)
    if url.get_backend_name() == "sqlite" and not (url.database and Path(course.root, url.database).is_file()):
        raise AutograderError(f"There is no gradebook at {url.database}. Grade first: autograder grade LESSON")


def named_mistake(message: str) -> str | None:
    """The mistake that a check's message names, if it names one."""
    for line in message.splitlines():
        if line.startswith(CAUSE):
            return line.removeprefix(CAUSE).split(" — ")[0].strip()
    return None


def _read_gradebook(gradebook: Gradebook, lesson: Lesson) -> dict[str, tuple[Result, dict[str, Score], dict[str, str]]]:
    """Every student of the gradebook, with the lesson's scores and comments by cell, in three queries."""
    rows: dict[str, tuple[Result, dict[str, Score], dict[str, str]]] = {
        student.id: (
            Result(student.id, student.first_name or "", student.last_name or "", student.email or ""),
            {},
            {},
        )
        for student in gradebook.db.query(Student).all()
    }
    try:
        assignment = gradebook.find_assignment(lesson.name)
    except MissingEntry:
        return rows
    for submission in assignment.submissions:
        result, scores, comments = rows[submission.student_id]
        if not submission.notebooks:
            continue
        penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in submission.notebooks)
        late, when = submission.total_seconds_late, submission.timestamp
        graded = replace(result, status="graded", penalty=penalty, late_seconds=late, submitted_at=when)
        rows[submission.student_id] = (graded, scores, comments)
    here = SubmittedAssignment.assignment_id == assignment.id
    grades = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade, Grade.score)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .filter(here)
    )
    for student, grade_id, grade, points in grades:
        rows[student][1][grade_id] = Score(
            points, bool(grade.needs_manual_grade), grade.manual_score is not None, grade.extra_credit or 0.0
        )
    remarks = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Comment.manual_comment)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Comment, Comment.notebook_id == SubmittedNotebook.id)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
        .filter(here)
    )
    for student, grade_id, comment in remarks:
        if comment:
            rows[student][2][grade_id] = comment
    return rows


def _outcomes(
    tasks: list[Exercise], scores: dict[str, Score], comments: dict[str, str], failures: list[Failure]
) -> list[Outcome]:
    outcomes = []
    for exercise in tasks:
        cells = [*exercise.tests, *exercise.manual]
        own = {*cells, *exercise.solutions}
        outcomes.append(
            Outcome(
                exercise,
                {name: scores.get(name, Score()) for name in cells},
                [failure for failure in failures if failure.grade_id in own],
                [comments[name] for name in dict.fromkeys([*exercise.solutions, *cells]) if name in comments],
            )
        )
    return outcomes


def _failures_in_notebook(lesson: Lesson, student: str) -> list[Failure]:
    """What went wrong by the graded notebook's own outputs, where stock nbgrader graded and no record tells."""
    path = graded_notebook_path(lesson, student)
    if not path.is_file():
        return []
    failures = []
    for cell in nbformat.read(path, as_version=4).cells:
        data = nbgrader_data(cell)
        for output in cell.get("outputs", []) if data.get("grade_id") else []:
            if output.output_type == "error":
                hidden = "BEGIN HIDDEN TESTS" in cell.source
                mistake = named_mistake(output.evalue)
                failures.append(Failure(data["grade_id"], None, output.ename, output.evalue, mistake, hidden))
    return failures
