"""`autograder review`: what a person should look at before grades go out, the most urgent first.

Every line says who, which exercise, why, and where to look. It is a report: nothing here changes a point, and nothing
here says that anybody cheated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import nbformat
import typer
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from . import engine, pages, similar
from .course import Course, Lesson
from .demo import BANK, read_bank
from .errors import SubmissionError
from .execution import DEAD, NOT_RUN, TIMEOUT, Executor, Limits
from .gradebook import open_gradebook
from .intake import call_roll, read_submission
from .marks import is_solution, nbgrader_data
from .records import Failure, load
from .reproduce import Comparison, describe, run_again, steady, unreproduced
from .restore import Frame, make_frame
from .results import ClassResults, Outcome, class_results, graded_notebook_path

MARK = re.compile(r"^\s*### (?:BEGIN|END) SOLUTION\s*$", re.M)
HARMLESS = re.compile(
    r"byte-order mark|encoded as|not UTF-8|upgraded to format|graded all the same|do not find this id"
)
ENDED = re.compile(rf"^Your own cell for .{{1,200}}? stopped with (?:{DEAD}|{TIMEOUT}|{NOT_RUN})\b")
POLL = "poll"  # its visible test takes any of the options: nothing looks right
OWN_CELLS = "cells of their own"
MOST_ROWS = 20  # of one kind in the terminal; the page has all
WIDE = 200  # columns where the output goes into a file
LONGEST = 400  # characters of a reason


@dataclass(frozen=True)
class Kind:
    """A reason to look: its place in the order, a heading, and what to do about it."""

    rank: int
    title: str
    advice: str


CRASHED = Kind(
    0,
    "Not graded, or stopped while it ran",
    "No points, or fewer, for a reason that may not be the answer. Ask for a new hand-in, or grade by hand.",
)
TAMPERED = Kind(
    1,
    "Changed or reached for what is not the student's",
    "Points come from the lesson's own tests all the same. Read the lines: most are innocent.",
)
CLAIMED = Kind(
    2,
    "Shows a pass that the code does not give",
    "The notebook stores outputs without an error; the same cell fails when it runs. The cell may have been edited "
    "after it ran.",
)
ALIKE = Kind(
    3,
    "Nearly the same answers",
    "Read both. Working together may be allowed; answers that many people write are left out.",
)
UNFAIR = Kind(
    4,
    "Looked right, failed the hidden tests",
    "The visible test passed. Where no known mistake is named, see whether the hidden test asks more than the lesson.",
)
UNGRADED = Kind(5, "Waits for a person", "Grade it in formgrader; the rubric stands beside the answer.")
DIFFERS = Kind(
    6,
    "Stores outputs that the code does not give",
    "Often a cell that was edited and not run again.",
)
NOTED = Kind(7, "Repaired on the way in", "Nothing to do, unless it happens to many.")
KINDS = (CRASHED, TAMPERED, CLAIMED, ALIKE, UNFAIR, UNGRADED, DIFFERS, NOTED)


@dataclass(frozen=True)
class Item:
    """One thing to look at. `where` holds files, by the course's folder, and formgrader's paths behind JupyterLab."""

    kind: Kind
    student: str
    exercise: str
    why: str
    where: tuple[str, ...]
    weight: float = 0.0  # the heavier, the earlier within its kind
    pair: similar.Pair | None = None


@dataclass
class Review:
    """All there is to look at, in order, and what could not be looked into."""

    results: ClassResults
    items: list[Item]
    remarks: list[str] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Item]:
        """The items of one kind, in order."""
        return [item for item in self.items if item.kind is kind]


def review(
    lesson: Lesson,
    similarity: bool = True,
    reproduce: bool = True,
    executor: Executor | None = None,
    warn: Callable[[str], None] = lambda text: None,
) -> Review:
    """Gather what a person should look at in a graded lesson.

    Parameters
    ----------
    lesson : Lesson
        A lesson that was graded.
    similarity : bool
        Whether to look for near-identical answers.
    reproduce : bool
        Whether to compare stored outputs with those of a run.
    executor : Executor, optional
        What runs a submission again; by default the sealed engine.
    warn : callable
        Called with a text if layers of the sandbox are missing.
    """
    results = class_results(lesson)
    frame = make_frame(lesson)
    look = _Looking(results, frame)
    items = [*look.crashes(), *look.notes(), *look.unfair(), *look.ungraded()]
    if reproduce:
        items += look.outputs(executor, warn)
    if similarity:
        items += look.alike()
    order = sorted(items, key=lambda item: (item.kind.rank, -item.weight, item.student, item.exercise, item.why))
    return Review(results, order, look.remarks)


class _Looking:
    """One look at a class, kind by kind."""

    def __init__(self, results: ClassResults, frame: Frame) -> None:
        self.results = results
        self.lesson = results.lesson
        self.frame = frame
        self.remarks: list[str] = []
        self.links = _formgrader_links(self.lesson)
        self.exercise_of = {
            name: task for task in results.exercises for name in (*task.solutions, *task.tests, *task.manual)
        }

    def item(
        self, kind: Kind, student: str, exercise: str, why: str, cell: str = "", weight: float = 0.0,
        handed_in: bool = False, pair: similar.Pair | None = None,
    ) -> Item:  # fmt: skip
        """An item with its places: the graded notebook if there is one, else what was handed in."""
        path = graded_notebook_path(self.lesson, student)
        if handed_in or not path.is_file():
            path = self.lesson.course.submitted / student / self.lesson.name / path.name
        link = self.links.get(student, "")
        places = [self.relative(path), f"{link}#{cell}" if link and cell else link]
        why = pages.shorten(" ".join(why.split()), LONGEST)
        return Item(kind, student, exercise, why, tuple(filter(None, places)), weight, pair)

    def relative(self, path: Path) -> str:
        """A path as a TA in the course's folder writes it."""
        root = self.lesson.course.root
        return str(path.relative_to(root) if path.is_relative_to(root) else path)

    def crashes(self) -> Iterator[Item]:
        """Submissions that could not be graded, and cells that ended Python or ran too long."""
        for result in self.results.with_status("ungradable"):
            why = "; ".join(result.notes_for("ta")) or "no reason is recorded"
            yield self.item(CRASHED, result.student, "all", why, weight=100, handed_in=True)
        for result in self.results.with_status("graded"):
            for outcome in result.outcomes:
                ended = [each for each in outcome.failures if each.kind in (DEAD, TIMEOUT, NOT_RUN)]
                if ended:
                    first = ended[0]
                    more = f" (and {len(ended) - 1} more)" if len(ended) > 1 else ""
                    why = f"{first.kind}: {first.message or 'no message'}{more}"
                    lost = outcome.max_points - outcome.points
                    yield self.item(CRASHED, result.student, outcome.exercise.name, why, first.grade_id, lost)
            for text in result.notes_for("student"):
                if ENDED.search(text):  # an answer's own cell; its tests then only say that a name is missing
                    yield self.item(CRASHED, result.student, self.named(text), text.partition(" stopped with ")[2])

    def notes(self) -> Iterator[Item]:
        """What grading noted for the TA: changed tests and ids, code worth a look; repairs come last."""
        for result in self.results.with_status("graded"):
            for text in result.notes_for("ta"):
                kind = NOTED if HARMLESS.search(text) else TAMPERED
                yield self.item(kind, result.student, self.named(text), text)

    def named(self, text: str) -> str:
        """The exercises that a note names, by name or by cell."""
        named = {task.name for task in self.results.exercises if re.search(rf"{task.name}\b", text)}
        named |= {
            task.name for name, task in self.exercise_of.items() if re.search(rf"(?<![\w-]){name}(?![\w-])", text)
        }
        return ", ".join(task.name for task in self.results.exercises if task.name in named) or "all"

    def unfair(self) -> Iterator[Item]:
        """Exercises whose visible tests passed and whose hidden ones did not."""
        for result in self.results.with_status("graded"):
            for outcome in result.outcomes:
                if (failed := _failed_hidden_only(outcome, self.frame.hidden)) is None:
                    continue
                known = [each for each in failed if each.mistake]
                if known:
                    why = f"known mistake: {known[0].mistake}"
                else:
                    said = failed[0].message.splitlines()[0] if failed and failed[0].message else "no message"
                    why = f"no known mistake fits: {failed[0].kind if failed else 'failed'}: {said}"
                cell = failed[0].grade_id if failed else ""
                yield self.item(UNFAIR, result.student, outcome.exercise.name, why, cell, 0 if known else 1)

    def ungraded(self) -> Iterator[Item]:
        """Answers that a person has yet to grade."""
        for result in self.results.with_status("graded"):
            for outcome in result.outcomes:
                waiting = [name for name, score in outcome.scores.items() if score.awaits]
                if waiting:
                    worth = pages.plain_number(outcome.max_points)
                    why = f"not graded yet, {worth} point{'' if worth == '1' else 's'}"
                    yield self.item(UNGRADED, result.student, outcome.exercise.name, why, waiting[0])

    def outputs(self, executor: Executor | None, warn: Callable[[str], None]) -> Iterator[Item]:
        """Cells whose stored outputs their own code does not give."""
        comparison, limits = Comparison(), Limits.of(self.lesson.course)
        graded = {result.student for result in self.results.with_status("graded")}
        handed = [each for each in call_roll(self.lesson.course, self.lesson).handed if each.student in graded]
        with ExitStack() as open_:
            for each in handed:
                record, path = load(self.lesson, each.student), graded_notebook_path(self.lesson, each.student)
                if record is None or not path.is_file():
                    self.remarks.append(f"{each.student}: stored outputs not compared: not graded by this autograder.")
                    continue
                try:
                    submission = read_submission(each, self.lesson, limits.submission_bytes, self.frame.files)
                    if submission.sha256 != record.submission_sha256:
                        self.remarks.append(
                            f"{each.student}: stored outputs not compared: handed in again since the last grading."
                        )
                        continue
                    notebook = nbformat.read(path, as_version=4)
                    found = unreproduced(submission, notebook, self.frame, comparison)
                    if found:
                        if executor is None:
                            executor = open_.enter_context(engine.started(self.frame, False, False, warn))
                        again = run_again(submission, self.frame, limits, executor)
                        found = steady(found, notebook, again, comparison)
                except SubmissionError as error:
                    self.remarks.append(f"{each.student}: stored outputs not compared: {error}")
                    continue
                for one in found:
                    task = self.exercise_of.get(one.grade_id or "")
                    yield self.item(
                        CLAIMED if one.claims_pass else DIFFERS, each.student,
                        task.name if task else OWN_CELLS, describe(one), one.grade_id or "", handed_in=True,
                    )  # fmt: skip

    def alike(self) -> Iterator[Item]:
        """Pairs of students with near-identical answers."""
        notebooks = {}
        for result in self.results.with_status("graded"):
            path = graded_notebook_path(self.lesson, result.student)
            if path.is_file():
                notebooks[result.student] = nbformat.read(path, as_version=4)
        found = similar.pairs(self._places(notebooks), len(notebooks), self.frame.released_sources)
        for pair in found:
            one, other = pair.students
            shared = ", ".join(each.label for each in pair.shared)
            least = min(each.alike for each in pair.shared)
            exact = "the same" if least == 1 else f"at least {100 * least:.0f} % alike"
            why = f"{exact} without names, comments and layout; {pair.size} tokens or words that few others wrote"
            cell = next((name for name, task in self.exercise_of.items() if task.name == pair.shared[0].label), "")
            first, second = (self.item(ALIKE, each, shared, why, cell, pair.size, pair=pair) for each in (one, other))
            yield replace(first, student=f"{one} and {other}", where=first.where + second.where)

    def _places(self, notebooks: Mapping[str, NotebookNode]) -> Iterator[similar.Answers]:
        bank = self._bank()
        cells = {cell.metadata.nbgrader.grade_id: cell for cell in self.frame.notebook.cells if is_solution(cell)}
        solutions = _solutions(self.lesson)
        released = self._released()
        given = {source.strip() for source in self.frame.released_sources}
        written: dict[str, dict[str, str]] = {}
        own: dict[str, str] = {}
        for student, notebook in notebooks.items():
            for cell in notebook.cells:
                name = nbgrader_data(cell).get("grade_id")
                if is_solution(cell):
                    written.setdefault(str(name), {})[student] = cell.source
                elif name is None and cell.cell_type == "code" and cell.source.strip() not in given:
                    own[student] = f"{own.get(student, '')}\n{cell.source}".strip()
        for name in [name for name in cells if name in written]:
            task = self.exercise_of.get(name)
            common = [*bank.get(name, []), *solutions.get(name, [])]
            is_code = cells[name].cell_type == "code"
            yield similar.Answers(task.name if task else name, written[name], released[name], common, is_code)
        yield similar.Answers(OWN_CELLS, own)

    def _released(self) -> dict[str, str]:
        pairs = zip(self.frame.notebook.cells, self.frame.released_sources, strict=True)
        return {cell.metadata.nbgrader.grade_id: source for cell, source in pairs if is_solution(cell)}

    def _bank(self) -> dict[str, list[str]]:
        """The answer bank's sources by solution cell: what many people write."""
        folder = self.lesson.course.root / BANK / self.lesson.name
        if not folder.is_dir():
            self.remarks.append(
                f"There is no answer bank at {folder}: an answer is usual only if many of this class wrote it."
            )
            return {}
        return {name: [entry.source for entry in entries] for name, entries in read_bank(folder).items()}


def _solutions(lesson: Lesson) -> dict[str, list[str]]:
    """The lesson's own answers, without their marks."""
    notebook = nbformat.read(lesson.solution, as_version=4)
    return {
        cell.metadata.nbgrader.grade_id: [MARK.sub("", cell.source)] for cell in notebook.cells if is_solution(cell)
    }


def _failed_hidden_only(outcome: Outcome, hidden: Iterable[str]) -> list[Failure] | None:
    """The failures of an exercise whose visible tests all passed while a hidden one did not; None otherwise."""
    concealed = set(hidden)
    visible = [name for name in outcome.exercise.tests if name not in concealed]
    lost = [
        name for name in outcome.exercise.tests
        if name in concealed and outcome.scores[name].points < outcome.exercise.tests[name]
    ]  # fmt: skip
    passed = all(outcome.scores[name].points >= outcome.exercise.tests[name] for name in visible)
    failures = [each for each in outcome.failures if each.grade_id in lost]
    if (
        outcome.exercise.label == POLL
        or not visible
        or not lost
        or not passed
        or any(each.kind in (DEAD, TIMEOUT, NOT_RUN) for each in failures)
    ):
        return None
    return failures


def _formgrader_links(lesson: Lesson) -> dict[str, str]:
    """Each student's page in formgrader, as a path behind JupyterLab's address."""
    with open_gradebook(lesson.course) as book:
        try:
            submitted = book.notebook_submissions(lesson.notebook_name, lesson.name)
        except MissingEntry:
            return {}
        return {each.student.id: f"/formgrader/submissions/{each.id}/" for each in submitted}


def page(found: Review) -> str:
    """What there is to look at as one self-contained page."""
    return pages.render(
        "review.html",
        {
            "lesson": found.results.lesson,
            "lesson_title": found.results.title,
            "graded": len(found.results.with_status("graded")),
            "groups": [(kind, items) for kind in KINDS if (items := found.of(kind))],
            "kinds": KINDS,
            "count": len(found.items),
            "remarks": found.remarks,
        },
    )


def tables(found: Review) -> Iterator[Table]:
    """What there is to look at, a table for each kind; nothing in it steers a terminal."""
    for kind in KINDS:
        items = found.of(kind)
        if not items:
            continue
        table = Table(title=f"{kind.title} ({len(items)})", title_justify="left", box=None, padding=(0, 2, 0, 0))
        for column in ("student", "exercise", "why", "where"):
            table.add_column(column, overflow="fold")
        for item in items[:MOST_ROWS]:
            table.add_row(*(_plain(text) for text in (item.student, item.exercise, item.why, "\n".join(item.where))))
        if len(items) > MOST_ROWS:
            table.add_row(f"and {len(items) - MOST_ROWS} more, on the page")
        yield table


def _plain(text: str) -> str:
    return escape("".join(each if each.isprintable() or each == "\n" else repr(each)[1:-1] for each in text))


def command(
    lesson: Annotated[str, typer.Argument(help="The lesson: 01-perceptron, 01 or perceptron.")],
    similarity: Annotated[bool, typer.Option("--similar/--no-similar", help="Look for near-identical answers.")] = True,
    reproduce: Annotated[
        bool, typer.Option("--reproduce/--no-reproduce", help="Compare stored outputs with a sealed run.")
    ] = True,
    html: Annotated[
        Path | None, typer.Option("--html", help="Where the page goes (default: grading/reports/LESSON-review.html).")
    ] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from here).")
    ] = None,
) -> None:
    """List what a person should look at, the most urgent first. Always ends with exit code 0."""
    console = Console(highlight=False, emoji=False)
    if not console.is_terminal:
        console = Console(highlight=False, emoji=False, width=WIDE)
    chosen = Course.find(course).lesson(lesson)
    found = review(chosen, similarity, reproduce, warn=lambda text: console.print(escape(text)))
    for table in tables(found):
        console.print(table)
        console.print()
    for remark in found.remarks:
        console.print(_plain(remark))
    path = html or chosen.course.grading / "reports" / f"{chosen.name}-review.html"
    pages.write(page(found), path)
    counts = ", ".join(f"{len(items)} {kind.title.lower()}" for kind in KINDS if (items := found.of(kind)))
    console.print(f"{len(found.items)} things to look at{f': {counts}' if counts else ''}.")
    console.print(f"Page: {_plain(str(path))}", soft_wrap=True)
