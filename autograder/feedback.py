"""`autograder feedback`: a page for each student, that says what was earned, what was not, why, and where to go on.

The same page comes out of stock `nbgrader generate_feedback` and of formgrader's button, because nbgrader_config.py
names `FeedbackExporter` as `c.GenerateFeedback.exporter_class`.

What may be shown: the released notebook, the student's own cells and what those printed, the messages of checks,
hints, and what the graders wrote. Cells that hold tests are never shown, nor what they printed.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

import nbformat
import typer
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from . import pages
from .course import Course, Lesson
from .errors import AutograderError
from .exercises import HEADING, Exercise
from .intake import TIMESTAMP, id_problem
from .marks import nbgrader_data
from .records import Failure, write_atomically
from .results import CAUSE, UNWRITTEN, ClassResults, Outcome, Result, class_results, graded_notebook_path
from .returning import pack

LAW, LOOK = "Law: ", "Look at: "
STATES = {
    "full": ("✓", "complete"),
    "part": ("◐", "partly right"),
    "none": ("✗", "not right yet"),
    "unanswered": ("–", "not answered"),
    "awaits": ("…", "awaits a person"),
}
EXCHANGE = (TIMESTAMP, "submission_secret.txt")
MOST_OUTPUTS = 12  # of one cell
FRAME = re.compile(r"^[ \t]*Cell In ?\[(\d{1,9})\], line (\d{1,9})", re.M)
MADE_UP_FILE = re.compile(r"\((?:<ipython-input-[^>]*>|\d+\.py|<[^>]*>), (line \d+)\)")


@dataclass(frozen=True)
class Explained:
    """A failure laid out for reading: what happened, the law, the likeliest cause, where to look, own lines."""

    kind: str
    happened: str
    law: str = ""
    cause: str = ""
    advice: str = ""
    look: str = ""
    hidden: bool = False
    frames: tuple[tuple[int, str], ...] = ()
    again: bool = False  # an earlier failure of the exercise has the same cause

    @property
    def unwritten(self) -> bool:
        """The stub is still there."""
        return self.kind == UNWRITTEN

    @property
    def from_check(self) -> bool:
        """A check said this, in words; otherwise Python did."""
        return self.kind == "CheckFailed"


@dataclass
class Output:
    """One thing that a student's cell showed: text, a picture's `data:` address, or an error."""

    text: str = ""
    image: str = ""
    error: Explained | None = None


@dataclass
class Answer:
    """One of the student's own cells: its source (empty where the course wrote it) and what it showed."""

    source: str
    is_code: bool = True
    outputs: list[Output] = field(default_factory=list)
    marked: frozenset[int] = frozenset()


@dataclass
class Part:
    """One exercise of the page."""

    outcome: Outcome
    answers: list[Answer]
    failures: list[Explained]
    hints: list[str]

    @property
    def exercise(self) -> Exercise:
        """The exercise as the lesson has it."""
        return self.outcome.exercise

    @property
    def badge(self) -> tuple[str, str]:
        """A sign and words for how it went."""
        return STATES[self.outcome.state]


def feedback(lesson: Lesson, students: Sequence[str] = ()) -> list[Path]:
    """Write the feedback pages of a lesson, for all graded or ungradable submissions or for some students.

    Returns
    -------
    list of Path
        The pages, in the order of the students' ids.
    """
    results = class_results(lesson)
    seen = {result.student: result for result in results.results if result.status in ("graded", "ungradable")}
    unknown = [student for student in students if student not in seen]
    if unknown:
        raise AutograderError(
            f"No graded submission of {lesson.name} for {', '.join(map(repr, unknown))}. "
            f"There are some for: {', '.join(seen)}."
        )
    written = []
    for student in students or seen:
        result = seen[student]
        if (problem := id_problem(student)) is not None:
            raise AutograderError(f"No page can be written for the student id {student!r}: {problem}.")
        notebook = None
        if result.status == "graded":
            path = graded_notebook_path(lesson, student)
            if not path.is_file():
                raise AutograderError(
                    f"{path} is not there, though the gradebook holds its points. "
                    f"Grade it again: autograder grade {lesson.name} --student {student}"
                )
            notebook = nbformat.read(path, as_version=4)
        path = lesson.course.feedback / student / lesson.name / f"{lesson.notebook_name}.html"
        pages.write(student_page(results, result, notebook), path)
        _for_the_exchange(lesson, student, path.parent)
        written.append(path)
    return written


def _for_the_exchange(lesson: Lesson, student: str, folder: Path) -> None:
    """Lay beside the page what `nbgrader release_feedback` asks for; work from the exchange has both files."""
    for name in EXCHANGE:
        source = lesson.course.submitted / student / lesson.name / name
        if source.is_file() and not source.is_symlink():
            write_atomically(folder / name, source.read_bytes())


def student_page(results: ClassResults, result: Result, notebook: NotebookNode | None) -> str:
    """A student's page as HTML. `notebook` is the graded one; an ungradable submission has none."""
    values: dict[str, object] = {
        "lesson": results.lesson,
        "lesson_title": results.title,
        "result": result,
        "notes": result.notes_for("student"),
        "states": STATES,
        "max_points": results.max_points,
    }
    if notebook is None:
        return pages.render("ungradable.html", values)
    secrets = _test_lines(notebook, results.release)
    parts = [
        _part(outcome, answers, notebook, secrets)
        for outcome, answers in zip(
            result.outcomes, _answers(notebook, results.release, results.exercises, secrets), strict=True
        )
    ]
    next_part = next((part for part in parts if part.outcome.state in ("none", "part", "unanswered")), None)
    return pages.render("feedback.html", {**values, "parts": parts, "next_part": next_part})


def explain(kind: str, message: str, hidden: bool = False, frames: Sequence[tuple[int, str]] = ()) -> Explained:
    """Lay out a message of `utils.checks`, or any other exception's, by its paragraphs."""
    found = {"law": "", "look": "", "cause": "", "advice": ""}
    happened: list[str] = []
    for line in pages.shorten(pages.clean(message)).split("\n"):
        if kind == "CheckFailed" and line.startswith(LAW):
            found["law"] = line.removeprefix(LAW)
        elif kind == "CheckFailed" and line.startswith(LOOK):
            found["look"] = line.removeprefix(LOOK)
        elif kind == "CheckFailed" and line.startswith(CAUSE):
            found["cause"], _, found["advice"] = line.removeprefix(CAUSE).partition(" — ")
        else:
            happened.append(line)
    text = MADE_UP_FILE.sub(r"(\1)", "\n".join(happened).strip())
    return Explained(
        pages.clean(kind),
        text,
        found["law"],
        found["cause"],
        found["advice"],
        found["look"],
        hidden,
        tuple(frames),
    )


def _part(outcome: Outcome, answers: list[Answer], notebook: NotebookNode, secrets: frozenset[str]) -> Part:
    failures: list[Explained] = []
    seen = set()
    for failure in outcome.failures:
        if failure.grade_id not in outcome.scores or failure.grade_id in outcome.exercise.manual:
            continue  # an answer's own error stands with what it printed
        frames = _own_frames(failure, notebook)
        told = explain(failure.kind, _without(secrets, failure.message), failure.hidden, frames)
        key = (told.kind, told.happened if not told.unwritten else "")
        if key not in seen:
            again = bool(told.cause) and any(earlier.cause == told.cause for earlier in failures)
            failures.append(replace(told, again=again))
        seen.add(key)
    lost = outcome.state in ("none", "part", "unanswered")
    return Part(outcome, answers, failures, outcome.exercise.hints[: 1 if outcome.state == "unanswered" else 2] * lost)


def _answers(
    notebook: NotebookNode, release: NotebookNode, tasks: list[Exercise], secrets: frozenset[str]
) -> list[list[Answer]]:
    """For each exercise, the student's cells: the answer itself, cells they added, and what the course's cells drew."""
    home = {name: number for number, task in enumerate(tasks) for name in task.solutions}
    tests = {name: number for number, task in enumerate(tasks) for name in task.tests}
    released, given = _places(release, tasks)
    current: int | None = None
    reached: set[int] = set()  # exercises whose answer's cell has come by: what is before it shows nobody's answer
    answers: list[list[Answer]] = [[] for _ in tasks]
    for cell in notebook.cells:
        name = nbgrader_data(cell).get("grade_id")
        if name in tests:
            current = tests[name]
            continue  # never shown, nor what it printed: a hidden test's numbers are in it
        if name in home:
            current = home[name]
            reached.add(current)
        elif cell.get("id") in released:
            current = released[cell.id]
        if current is None or (name is not None and name not in home):
            continue
        source = "" if cell.source in given else cell.source
        if cell.cell_type == "code":
            if not source and current not in reached:
                continue
            answer = Answer(source, True, *_outputs(cell, notebook, secrets))
            if answer.source.strip() or answer.outputs:
                answers[current].append(answer)
        elif source.strip() and (name in home or cell.get("id") not in released):
            answers[current].append(Answer(source, False))
    return answers


def _places(release: NotebookNode, tasks: list[Exercise]) -> tuple[dict[str, int | None], set[str]]:
    """Which exercise each released cell belongs to, by its id, and the texts of all of them."""
    places: dict[str, int | None] = {}
    current: int | None = None
    titles = {(task.label, task.title): number for number, task in enumerate(tasks)}
    for cell in release.cells:
        if cell.cell_type == "markdown" and not nbgrader_data(cell).get("solution"):
            heading = HEADING.search(cell.source)
            if heading:
                label = heading["number"] or heading["label"].split()[0].lower()
                current = titles.get((label, heading["title"].strip()))
            elif re.search(r"^#{1,3} ", cell.source, re.M):
                current = None
        if cell.get("id"):
            places[cell.id] = current
    return places, {cell.source for cell in release.cells}


def _outputs(
    cell: NotebookNode, notebook: NotebookNode, secrets: frozenset[str]
) -> tuple[list[Output], frozenset[int]]:
    """What a cell showed, without anything live, and the lines of it that an error passed through."""
    shown: list[Output] = []
    marked: set[int] = set()
    for output in cell.outputs[:MOST_OUTPUTS]:
        data = output.get("data", {})
        if output.output_type == "error":
            failure = Failure("", None, output.ename, output.evalue, None, False)
            frames = _frames(output.get("traceback", []), notebook)
            marked |= {line for count, line in frames if count == cell.execution_count}
            own = [(line, _line(notebook, count, line)) for count, line in frames]
            shown.append(Output(error=explain(failure.kind, _without(secrets, failure.message), frames=own)))
            continue
        picture = next(
            (found for kind in pages.IMAGES if kind in data and (found := pages.image(kind, _text(data[kind])))), None
        )
        if picture:
            shown.append(Output(image=picture))
            continue
        text = _text(output.get("text", data.get("text/plain", "")))
        if output.output_type != "stream" and text.startswith("<") and text.rstrip().endswith(">"):
            continue  # a repr such as <Figure size 640x480 with 1 Axes>
        if text.strip():
            shown.append(Output(text=pages.shorten(_without(secrets, pages.clean(text[: 4 * pages.LONGEST_TEXT])))))
    if len(cell.outputs) > MOST_OUTPUTS:
        shown.append(Output(text=f"… ({len(cell.outputs) - MOST_OUTPUTS} more outputs are not shown)"))
    return shown, frozenset(marked)


def _text(value: Any) -> str:
    """A notebook's multi-line text, which may be stored as a list of lines."""
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _own_frames(failure: Failure, notebook: NotebookNode) -> list[tuple[int, str]]:
    """The lines of the student's own cells that a failed test's exception passed through: (number, text)."""
    if failure.kind in ("CheckFailed", UNWRITTEN):
        return []  # their messages say it better
    for cell in notebook.cells:
        if nbgrader_data(cell).get("grade_id") == failure.grade_id:
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    frames = _frames(output.get("traceback", []), notebook)
                    return [(line, _line(notebook, count, line)) for count, line in frames]
    return []


def _frames(trace: Any, notebook: NotebookNode) -> list[tuple[int, int]]:
    """(execution count, line) of a stack trace's frames in the student's own cells.

    Only numbers are taken from the trace, which quotes the tests; the lines are then read from the student's cells.
    """
    text = pages.clean("\n".join(map(str, trace))[:100_000])
    frames = [(int(count), int(line)) for count, line in FRAME.findall(text)]
    return [(count, line) for count, line in dict.fromkeys(frames) if _line(notebook, count, line)]


def _line(notebook: NotebookNode, count: int, line: int) -> str:
    """A line of the student's own cell that ran as In[count]; empty if no or more than one cell may be meant."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.get("execution_count") == count]
    if len(cells) != 1 or (nbgrader_data(cells[0]).get("grade") and not nbgrader_data(cells[0]).get("solution")):
        return ""
    lines = cells[0].source.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def _test_lines(notebook: NotebookNode, release: NotebookNode) -> frozenset[str]:
    """Lines of tests that students have not seen."""
    seen = {line.strip() for cell in release.cells for line in cell.source.splitlines()}
    return frozenset(
        line.strip()
        for cell in notebook.cells
        if nbgrader_data(cell).get("grade") and not nbgrader_data(cell).get("solution")
        for line in cell.source.splitlines()
        if len(line.strip()) > 8 and line.strip() not in seen
    )


def _without(secrets: frozenset[str], text: str) -> str:
    """A text without lines of hidden tests, in case a student's code went and printed them."""
    if not any(secret in text for secret in secrets):
        return text
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "[a line of a test]")
    return text


class FeedbackExporter(Exporter):
    """nbconvert's door to the same page, for `nbgrader generate_feedback` and formgrader."""

    file_extension = ".html"
    output_mimetype = "text/html"
    export_from_notebook = None

    def from_notebook_node(
        self, nb: NotebookNode, resources: Any | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of the student whom `resources["nbgrader"]` names."""
        about = (resources or {})["nbgrader"]
        course = Course(Path(self.parent.coursedir.root))
        course.config.CourseDirectory.db_url = about["db_url"]  # --db may name another gradebook
        results = class_results(course.lesson(about["assignment"]))
        result = next((result for result in results.results if result.student == about["student"]), None)
        if result is None or result.status != "graded":
            raise AutograderError(f"The gradebook holds no graded {about['assignment']} of {about['student']!r}.")
        return student_page(results, result, nb), self._init_resources(copy.deepcopy(resources))


def command(
    lesson: Annotated[str, typer.Argument(help="The lesson: 01-perceptron, 01 or perceptron.")],
    student: Annotated[
        list[str] | None, typer.Option("--student", "-s", help="This student only; may be given again.")
    ] = None,
    archive: Annotated[
        str | None, typer.Option("--zip", help="Also make a zip to upload: canvas or moodle; or plain, for yourself.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Where the zip goes (default: grading/returned/).")] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from here).")
    ] = None,
) -> None:
    """Write each student's feedback page, in grading/feedback/ and, with --zip, in one file for an LMS."""
    found = Course.find(course)
    chosen = found.lesson(lesson)
    written = feedback(chosen, student or ())
    typer.echo(f"{len(written)} feedback page{'' if len(written) == 1 else 's'} in {found.feedback}")
    if archive is None:
        return
    packed = pack(chosen, {path.parents[1].name: path for path in written}, archive, to)
    typer.echo(f"{packed.count} of them in {packed.path}")
    for name, reason in packed.left_out.items():
        typer.echo(f"  not in it: {name} {reason}")
