"""The answer banks: right answers and students' mistakes, and what two graders make of them.

Both grade packs of answers: a notebook holds at most one answer for every exercise, the author's for the others. No
answer stands together with another one that it calls. `autograder grade` grades every pack, stock nbgrader,
which takes many times as long, a third of them.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import symtable
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade

from autograder.course import Course, Lesson
from autograder.exercises import exercises
from autograder.gradebook import open_gradebook, recorded_points
from autograder.lesson_record import record_lesson
from autograder.marks import nbgrader_data
from autograder.records import Record
from autograder.scoring import clean, failure_of

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = ROOT / "tests" / "answers"
SECTION = re.compile(r"^# %% (?P<kind>right|wrong): (?P<name>.+)$")
PHRASE = "# phrase: "
MARK = re.compile(r"^\s*### (BEGIN|END) SOLUTION\s*$")
SHARDS = 2
SECONDS = 40  # for a cell: some mistakes never end
EMPTY, SOLVED = "empty", "solved"


@dataclass(frozen=True)
class Answer:
    """One way to fill in one solution cell. A wrong one names its mistake and the words its feedback must hold."""

    lesson: str
    exercise: str
    number: int
    kind: str
    name: str
    phrase: str
    source: str

    def __str__(self) -> str:
        return f"{self.exercise}: {self.kind}: {self.name}"


def parse_bank(text: str, lesson: str, exercise: str) -> list[Answer]:
    """The answers of one bank.

    Raises
    ------
    ValueError
        If text stands before the first section, a wrong answer has no phrase, or an answer is empty.
    """
    sections: list[tuple[str, str, list[str]]] = []
    for line in text.splitlines():
        if start := SECTION.match(line):
            sections.append((start["kind"], start["name"].strip(), []))
        elif sections:
            sections[-1][2].append(line)
        elif line.strip():
            raise ValueError(f"{lesson}/{exercise}: {line!r} stands before the first `# %%`")
    answers = []
    for number, (kind, name, lines) in enumerate(sections, 1):
        phrase = lines.pop(0).removeprefix(PHRASE).strip() if lines and lines[0].startswith(PHRASE) else ""
        source = "\n".join(lines).strip("\n")
        if (kind == "wrong") != bool(phrase):
            raise ValueError(f"{lesson}/{exercise}: {kind}: {name}: a wrong answer, and no other, has a phrase")
        if not source.strip():
            raise ValueError(f"{lesson}/{exercise}: {kind}: {name}: it is empty")
        answers.append(Answer(lesson, exercise, number, kind, name, phrase, source))
    return answers


@cache
def lessons() -> list[str]:
    """The lessons that have answer banks."""
    return sorted(folder.name for folder in ANSWERS.iterdir() if folder.is_dir() and any(folder.glob("*.py")))


@cache
def bank(lesson: str) -> list[Answer]:
    """All answers of a lesson."""
    paths = sorted((ANSWERS / lesson).glob("*.py"))
    return [answer for path in paths for answer in parse_bank(path.read_text(encoding="utf-8"), lesson, path.stem)]


@cache
def lesson_of(name: str) -> Lesson:
    """A lesson of this repository."""
    return Course(ROOT).lesson(name)


@cache
def solutions(name: str) -> dict[str, str]:
    """The author's solutions by `grade_id`, without their marks."""
    notebook = nbformat.read(lesson_of(name).solution, as_version=4)
    return {
        nbgrader_data(cell)["grade_id"]: "\n".join(line for line in cell.source.splitlines() if not MARK.match(line))
        for cell in notebook.cells
        if nbgrader_data(cell).get("solution")
    }


def filled_in(name: str, answers: dict[str, str]) -> NotebookNode:
    """The student's notebook with these answers in it."""
    notebook = nbformat.read(lesson_of(name).release, as_version=4)
    for cell in notebook.cells:
        grade_id = nbgrader_data(cell).get("grade_id")
        if nbgrader_data(cell).get("solution") and grade_id in answers:
            cell.source = answers[grade_id]
    return notebook


@cache
def all_exercises(name: str) -> list:
    """The lesson's exercises, in order."""
    return exercises(nbformat.read(lesson_of(name).solution, as_version=4))


def needs(name: str, pack: dict[str, Answer]) -> dict[str, set[str]]:
    """Which other exercises each one's answer and tests may call in a pack, also through the cells that are given."""
    defined, called = _cells(name)
    now = {place: set(names) for place, names in called.items()}
    for exercise, source in (solutions(name) | {each: answer.source for each, answer in pack.items()}).items():
        now[exercise] = called.get(exercise, set()) | _globals(source)
    direct = {place: {each for each in defined if each != place and now[place] & defined[each]} for place in defined}
    exercises = {answer.exercise for answer in bank(name)}
    return {exercise: _reached(exercise, direct) & exercises for exercise in exercises}


@cache
def _cells(name: str) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """What each exercise and each given cell defines, and what each given cell and each exercise's tests call."""
    defined: dict[str, set[str]] = {}
    called: dict[str, set[str]] = {}
    for number, cell in enumerate(nbformat.read(lesson_of(name).solution, as_version=4).cells):
        grade_id = nbgrader_data(cell).get("grade_id")
        task = next((task for task in all_exercises(name) if grade_id in (*task.solutions, *task.tests)), None)
        if cell.cell_type != "code":
            continue
        if grade_id is None or task is None:
            defined[f"given {number}"], called[f"given {number}"] = _functions(cell.source), _globals(cell.source)
        elif grade_id in task.solutions:
            defined[grade_id] = _functions(cell.source)
        else:
            for exercise in task.solutions:
                called.setdefault(exercise, set()).update(_globals(cell.source))
    return defined, called


def _functions(source: str) -> set[str]:
    """The functions and classes that a cell defines."""
    return {each.name for each in ast.parse(source).body if isinstance(each, ast.FunctionDef | ast.ClassDef)}


@cache
def _globals(source: str) -> set[str]:
    """The names that a cell does not define where it uses them."""
    try:
        waiting = [symtable.symtable(source, "cell", "exec")]
    except SyntaxError:  # a mistake, too
        return set()
    found: set[str] = set()
    while waiting:
        table = waiting.pop()
        named = [each for each in table.get_symbols() if each.is_referenced()]
        found |= {each.get_name() for each in named if table.get_type() == "module" or each.is_global()}
        waiting += table.get_children()
    return found


def _reached(start: str, direct: dict[str, set[str]]) -> set[str]:
    """All that `start` leads to, without itself."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = direct[waiting.pop()] - found
        found |= new
        waiting += new
    return found - {start}


@cache
def packs(name: str) -> dict[str, dict[str, Answer]]:
    """Notebooks that hold at most one answer for each exercise, by pseudo-student; each answer is in one of them."""
    made: list[dict[str, Answer]] = []
    for answer in bank(name):
        for pack in made:
            if answer.exercise not in pack and not entangled(name, {**pack, answer.exercise: answer}):
                pack[answer.exercise] = answer
                break
        else:
            made.append({answer.exercise: answer})
    return {f"pack-{number:02}": pack for number, pack in enumerate(made)}


def entangled(name: str, pack: dict[str, Answer]) -> set[str]:
    """The exercises with an answer in a pack that may call another answer there, and not the author's."""
    return {exercise for exercise, needed in needs(name, pack).items() if exercise in pack and needed & set(pack)}


def packs_for_stock(name: str) -> list[str]:
    """The packs that stock nbgrader grades, too: a third of them, or all if the environment has ALL_PACKS."""
    return list(packs(name))[:: 1 if os.environ.get("ALL_PACKS") else 3]


def student_of(answer: Answer) -> str:
    """The pseudo-student in whose notebook an answer stands."""
    return next(student for student, pack in packs(answer.lesson).items() if answer in pack.values())


@dataclass
class Verdicts:
    """What the graders made of a lesson's answers.

    Parameters
    ----------
    ours : dict
        Our record for each pack, the empty notebook and the solved one.
    stock : dict
        Stock nbgrader's points for some packs, the empty notebook and the solved one.
    messages : dict
        What stock nbgrader's failed tests said, by pack and `grade_id`.
    pages : dict
        Our feedback page for each.
    """

    ours: dict[str, Record]
    stock: dict[str, dict[str, float | None]]
    messages: dict[str, dict[str, str]]
    pages: dict[str, str]


def grade_all(name: str, folder: Path) -> Verdicts:
    """Grade every answer of a lesson with both graders, in courses made in `folder`."""
    both = [EMPTY, SOLVED, *packs_for_stock(name)]
    students = [EMPTY, SOLVED, *packs(name)]
    ours = _course(name, folder / "ours", students)
    shards = [_course(name, folder / f"stock-{k}", both[k::SHARDS]) for k in range(SHARDS)]
    _Run(ours, "-c", "from autograder.cli import main; main()", "grade", name).check()
    running = [_Run(shard, "-m", "nbgrader", "autograde", name) for shard in shards]
    stock: dict[str, dict[str, float | None]] = {}
    messages: dict[str, dict[str, str]] = {}
    for k, (shard, run) in enumerate(zip(shards, running, strict=True)):
        run.check()
        with open_gradebook(shard) as book:
            for student in both[k::SHARDS]:
                stock[student] = recorded_points(book, shard.lesson(name), student) or {}
                messages[student] = _messages(shard.autograded / student / name / lesson_of(name).release.name)
    records = ours.grading / "records" / name
    found = {student: Record.from_json((records / f"{student}.json").read_text()) for student in students}
    return Verdicts(found, stock, messages, _pages(ours, name))


def _messages(path: Path) -> dict[str, str]:
    """What the failed tests of a graded notebook said."""
    cells = nbformat.read(path, as_version=4).cells
    failed = [(cell, error) for cell in cells if is_grade(cell) and (error := failure_of(cell)) is not None]
    return {nbgrader_data(cell)["grade_id"]: clean(error.evalue) for cell, error in failed}


def _pages(course: Course, name: str) -> dict[str, str]:
    from autograder.feedback import feedback

    return {path.parents[1].name: path.read_text(encoding="utf-8") for path in feedback(course.lesson(name))}


def _course(name: str, root: Path, students: list[str]) -> Course:
    """A course of its own with one lesson, in which each of `students` has handed in."""
    shutil.rmtree(root, ignore_errors=True)
    for part in (f"solutions/{name}", f"course/{name}"):
        shutil.copytree(ROOT / part, root / part)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (root / "nbgrader_config.py").write_text(f"{config}\nc.Execute.timeout = {SECONDS}\n", encoding="utf-8")
    course = Course(root)
    for student in students:
        pack = packs(name).get(student, {})
        answers = {exercise: answer.source for exercise, answer in pack.items()}
        given = {} if student == EMPTY else solutions(name) | answers
        target = course.submitted / student / name / lesson_of(name).release.name
        target.parent.mkdir(parents=True)
        nbformat.write(filled_in(name, given), target)
    record_lesson(course.lesson(name))
    return course


class _Run:
    """A command that runs in a course's folder, its output kept in a file."""

    def __init__(self, course: Course, *arguments: str) -> None:
        path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
        # No pictures: for stock nbgrader too, they are most of the work, and no test looks at them.
        environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "NN_STILL": "1", "NN_PICTURES": "0"}
        self.log = course.root / "log.txt"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *arguments], cwd=course.root, env=environment, stdout=log, stderr=subprocess.STDOUT
            )

    def check(self) -> None:
        """Wait for the end; an exit code other than 0 is an error that shows the end of the output."""
        if self.process.wait() != 0:
            raise RuntimeError(f"{self.process.args} failed:\n{self.log.read_text()[-3000:]}")
