"""`autograder demo`: a simulated class hands in a lesson and is graded, so that everything can be seen at work.

The answers are drawn from the answer bank `tests/answers/<lesson>/`, always the same ones for the same number of
students. Everything happens in a folder of its own, `demo/`, which git ignores and each run makes anew: a copy of the
lesson and of nbgrader_config.py, and a `grading/` that has nothing to do with the course's own.
"""

from __future__ import annotations

import datetime
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import nbformat
import numpy as np
import typer
from nbformat import NotebookNode
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from .course import CONFIG_NAME, Course, Lesson
from .errors import AutograderError
from .exercises import Exercise, exercises
from .feedback import STATES, feedback
from .gradebook import open_gradebook
from .grading import Batch, Line, grade_lesson
from .marks import nbgrader_data
from .pages import plain_number
from .report import difficulties, percent, report
from .results import ClassResults, class_results, read_release

MARK = "This folder is made anew by `autograder demo`: keep nothing here.\n"
BANK = Path("tests", "answers")  # of a course: what people write, right and wrong
SEED = 1957  # the year of the Mark I perceptron
FEWEST = 6
DUE = datetime.datetime(2026, 10, 16, 18, 0)
LATE = (datetime.timedelta(minutes=25), datetime.timedelta(hours=6, minutes=10), datetime.timedelta(days=2, hours=3))

# fmt: off
FIRST_NAMES = [
    "Amara", "Bence", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hiro", "Ingrid", "Jonas", "Kaia", "Liam", "Mei",
    "Noor", "Oskar", "Priya", "Quentin", "Rosa", "Samir", "Tove", "Uma", "Viktor", "Wren", "Ximena", "Yusuf", "Zoé",
    "Anton", "Beatriz", "Caspar", "Devi", "Emil", "Fatou",
]
LAST_NAMES = [
    "Okafor", "Szabó", "Conti", "Volkov", "Aydın", "Rahimi", "Lindqvist", "Tanaka", "Berg", "Keller", "Saar", "O'Brien",
    "Chen", "Haddad", "Nowak", "Iyer", "Dubois", "García López", "Mansour", "Holm", "Desai", "Horvat", "Ellis", "Cruz",
    "Demir", "Martin", "Weber", "Silva", "Vogel", "Rao", "Jensen", "Diallo",
]
# fmt: on

WRITTEN = {
    "full": (
        "From (0,0): b < 0. From (0,1) and (1,0): w2 + b and w1 + b are at least 0. From (1,1): w1 + w2 + b < 0.\n\n"
        "Adding the middle two gives w1 + w2 + 2b ≥ 0. Take away b, which is negative, and w1 + w2 + b is even "
        "larger: positive. But the last line wants it negative. So there are none."
    ),
    "drawing": "I drew the four corners. The ones with answer 1 lie across from each other, so no straight line works.",
    "trial": "I tried many weights from −3 to 3 with the sliders and none of them worked, so it must be impossible.",
}

STYLES = {"full": "green", "part": "yellow", "none": "red", "unanswered": "bright_black", "awaits": "blue"}


@dataclass(frozen=True)
class Entry:
    """An answer of the bank: whether it is right, what it is called, and its source."""

    right: bool
    name: str
    source: str


@dataclass(frozen=True)
class Pupil:
    """A simulated student; `answers` gives the text of each solution cell that they touched."""

    id: str
    first: str
    last: str
    answers: dict[str, str]
    late: datetime.timedelta | None = None
    missing: bool = False
    broken: bool = False


def read_bank(folder: Path) -> dict[str, list[Entry]]:
    """The answer bank of a lesson: for each solution cell its right and wrong answers, in the bank's order."""
    files = sorted(folder.glob("*.py"))
    if not files:
        raise AutograderError(
            f"The demo takes its students' answers from {folder}, which is not there. It comes with the course's "
            "repository: run the demo in a clone of it, or name one with --course."
        )
    return {file.stem: list(_entries(file.read_text(encoding="utf-8"))) for file in files}


def _entries(text: str) -> Iterator[Entry]:
    for section in text.split("# %% ")[1:]:
        title, _, source = section.partition("\n")
        kind, _, name = title.partition(":")
        if source.startswith("# phrase:"):
            source = source.partition("\n")[2]
        yield Entry(kind.strip() == "right", name.strip(), source.strip("\n"))


def simulate(tasks: list[Exercise], bank: dict[str, list[Entry]], count: int) -> list[Pupil]:
    """A class of students who are as able, and as tired towards the end, as students are.

    One has everything right, one answered nothing, three are late, one handed in nothing, one a broken file.
    """
    rng = np.random.default_rng(SEED)
    order = rng.permutation(count)
    best, blank, missing, broken, *rest = (int(number) for number in order)
    late = dict(zip(rest, LATE, strict=False))
    pupils = []
    for number in range(count):
        skill = 1.0 if number == best else float(rng.beta(5, 1.6))
        answers = {} if number == blank else dict(_answers(tasks, bank, skill, rng))
        pupils.append(
            Pupil(*_person(number), answers, late.get(number), missing=number == missing, broken=number == broken)
        )
    return pupils


def _answers(
    tasks: list[Exercise], bank: dict[str, list[Entry]], skill: float, rng: np.random.Generator
) -> Iterator[tuple[str, str]]:
    for position, task in enumerate(tasks):
        tired = position / max(1, len(tasks) - 1) * (1 - skill)  # grows through the lesson
        for name in task.solutions:
            draw, choice = rng.random(2)
            if name in task.manual:
                if draw < 0.4 + 0.5 * skill:
                    yield name, WRITTEN["full" if choice < skill - 0.2 else "drawing" if choice < 0.85 else "trial"]
                continue
            right = [entry for entry in bank.get(name, []) if entry.right]
            wrong = [entry for entry in bank.get(name, []) if not entry.right]
            if right and (skill == 1 or draw < skill * (1 - 0.3 * tired)):
                yield name, right[int(choice * len(right))].source
            elif wrong and draw < 1 - 0.7 * tired:
                # The squared draw favours the front of the bank, where the commonest mistakes are.
                yield name, wrong[int(choice**2 * len(wrong))].source


def _person(number: int) -> tuple[str, str, str]:
    """An id and a name; beyond the list of names they are combined anew."""
    turn, place = divmod(number, len(FIRST_NAMES))
    first, last = FIRST_NAMES[place], LAST_NAMES[(place + 7 * turn) % len(LAST_NAMES)]
    return f"s{number + 1:02}-{first.lower().replace('é', 'e')}", first, last


def fill(notebook: NotebookNode, answers: dict[str, str]) -> str:
    """A released notebook with a student's answers in it, as JSON."""
    filled = nbformat.from_dict(notebook)
    for cell in filled.cells:
        cell.source = answers.get(nbgrader_data(cell).get("grade_id", ""), cell.source)
    return nbformat.writes(filled)


def make_course(lesson: Lesson, folder: Path) -> Lesson:
    """A fresh course folder with this one lesson; only a folder that an earlier demo made is ever deleted."""
    for path, command in ((lesson.release, "build"), (lesson.solution, "build")):
        if not path.is_file():
            raise AutograderError(f"{path} is not there. Make it with: autograder {command} {lesson.name}")
    mark = folder / "ABOUT.txt"
    if folder.exists():
        if not folder.is_dir() or not (mark.is_file() and mark.read_text(encoding="utf-8") == MARK):
            raise AutograderError(f"{folder} exists and was not made by the demo. Name another place with --folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    mark.write_text(MARK, encoding="utf-8")
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    shutil.copy(lesson.course.root / CONFIG_NAME, folder)
    demo = Course(folder.resolve())
    for source, target in ((lesson.text.parent, demo.source), (lesson.release.parent, demo.release)):
        shutil.copytree(source, target / lesson.name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    bank = lesson.course.root / BANK / lesson.name
    if bank.is_dir():  # `autograder review` asks it what is a usual answer, and this class writes little else
        shutil.copytree(bank, demo.root / BANK / lesson.name, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    demo.submitted.mkdir(parents=True)
    return demo.lesson(lesson.name)


def enrol(lesson: Lesson, pupils: list[Pupil]) -> None:
    """Put the class and the due date into the gradebook."""
    with open_gradebook(lesson.course) as book:
        book.update_or_create_assignment(lesson.name, duedate=DUE)
        for pupil in pupils:
            book.update_or_create_student(
                pupil.id, first_name=pupil.first, last_name=pupil.last, email=f"{pupil.id}@example.org"
            )


def hand_in(lesson: Lesson, pupils: list[Pupil]) -> None:
    """Write the class's submissions, each with the time at which it came."""
    release = read_release(lesson)
    for number, pupil in enumerate(pupils):
        if pupil.missing:
            continue
        folder = lesson.course.submitted / pupil.id / lesson.name
        folder.mkdir(parents=True)
        notebook = fill(release, pupil.answers)
        if pupil.broken:
            notebook = notebook[: len(notebook) // 2]  # an interrupted upload
        (folder / f"{lesson.notebook_name}.ipynb").write_text(notebook, encoding="utf-8")
        when = DUE + (pupil.late or -datetime.timedelta(minutes=37 + 211 * number))
        (folder / "timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")


def score_table(results: ClassResults) -> Table:
    """Students × exercises: points in the colour of how it went; totals; how late."""
    table = Table(title=f"{results.title}: points by exercise", title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("student", no_wrap=True)
    for exercise in results.exercises:
        table.add_column(exercise.label[:4], justify="right", no_wrap=True)
    table.add_column("total", justify="right", no_wrap=True)
    table.add_column("late", no_wrap=True)
    worth = [f"[dim]{plain_number(exercise.points)}" for exercise in results.exercises]
    table.add_row("[dim]of", *worth, f"[dim]{plain_number(results.max_points)}", "")
    for result in results.results:
        if result.status != "graded":
            said = {"missing": "missing", "ungradable": "broken"}.get(result.status, "–")
            table.add_row(escape(result.student), *[""] * len(results.exercises), "[bold red]–", f"[red]{said}")
            continue
        cells = []
        for outcome in result.outcomes:
            text = plain_number(outcome.points)
            if outcome.state in ("awaits", "unanswered"):
                text = STATES[outcome.state][0]
            cells.append(f"[{STYLES[outcome.state]}]{text}")
        late = _roughly(result.late_seconds) if result.late_seconds else ""
        table.add_row(escape(result.student), *cells, f"[bold]{plain_number(result.points)}", late)
    table.add_section()
    shares = [percent(each.share).removesuffix(" %") for each in difficulties(results)]
    table.add_row("[dim]mean, %", *(f"[dim]{share}" for share in shares), "", "")
    return table


def _roughly(seconds: float) -> str:
    hours = seconds / 3600
    return f"{hours / 24:.0f} d" if hours >= 36 else f"{hours:.0f} h" if hours >= 1 else f"{seconds / 60:.0f} min"


def demo(
    lesson: Lesson,
    students: int = 30,
    folder: Path | None = None,
    begin: Callable[[int], None] = lambda total: None,
    tell: Callable[[Line], None] = lambda line: None,
) -> tuple[Lesson, list[Pupil], Batch]:
    """Simulate a class and grade it; returns the lesson in the demo's own course, the class, and what became of it."""
    if students < FEWEST:
        raise AutograderError(f"The demo needs at least {FEWEST} students, so that each kind is there; got {students}.")
    bank = read_bank(lesson.course.root / BANK / lesson.name)
    there = make_course(lesson, folder or lesson.course.root / "demo")
    pupils = simulate(exercises(read_release(there)), bank, students)
    enrol(there, pupils)
    hand_in(there, pupils)
    return there, pupils, grade_lesson(there, begin=begin, tell=tell)


def command(
    students: Annotated[int, typer.Option("--students", "-n", help=f"How many students, at least {FEWEST}.")] = 30,
    folder: Annotated[
        Path | None, typer.Option(help="Where to play (default: demo/ in the course's folder); made anew at each run.")
    ] = None,
    lesson: Annotated[str, typer.Option(help="The lesson that the class hands in.")] = "01",
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from here).")
    ] = None,
) -> None:
    """Simulate a class, grade it, and write everybody's feedback and the class report."""
    console = Console(highlight=False, soft_wrap=True)
    chosen = Course.find(course).lesson(lesson)
    start = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task(f"grading {chosen.name}", total=None)
        there, pupils, batch = demo(
            chosen,
            students,
            folder,
            lambda total: progress.update(bar, total=total),
            lambda line: progress.advance(bar),
        )
        took = time.monotonic() - start
        progress.update(bar, description="writing feedback")
        written = feedback(there)
        class_report = report(there)
    console.print(score_table(class_results(there)))
    signs = {state: "■" if state in ("full", "part", "none") else STATES[state][0] for state in STATES}
    console.print("  ".join(f"[{STYLES[state]}]{signs[state]}[/] {STATES[state][1]}" for state in STATES))
    console.print()
    console.print(
        f"{len(batch.lines) - len(batch.failed)} submissions graded in {took:.0f} s, {len(batch.failed)} not gradable."
    )
    broken = {pupil.id for pupil in pupils if pupil.broken}
    for line in batch.failed:
        why = "broken on purpose, to show what happens" if line.student in broken else "NOT on purpose"
        console.print(f"  {escape(line.student)} ({why}): {escape(line.problem or '')}")
    console.print()
    for title, path in (
        ("class report", class_report),
        ("feedback", written[0]),
        ("all feedback", there.course.feedback),
        ("gradebook", there.course.grading / "gradebook.db"),
    ):
        console.print(f"{title:>14}  {_link(path, console)}")
    console.print(f"{'next':>14}  cd {escape(_near(there.course.root))}: every command, nbgrader's too, works there")
    if {line.student for line in batch.failed} != broken:
        raise typer.Exit(1)


def _near(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _link(path: Path, console: Console) -> str:
    """A path; on a terminal one that can be clicked."""
    if not console.is_terminal:
        return escape(str(path))
    return f"[link={path.resolve().as_uri()}]{escape(_near(path))}[/link]"
