"""Grading the same class with our engine and with stock nbgrader, in one run: python -m benchmarks.grading [LESSON…].

Forty submissions of each lesson, made of its answer bank, are graded by `nbgrader autograde` as a TA runs it and by
`autograder grade`, and the points are compared. Ours takes seconds where stock takes minutes, and machines have slow
moments: ours grades the class three times before stock does and three times after, and the mean counts. CPU time is of
the command and of everything it started. Then the class, and two of it, are graded and recorded one after the other:
what a further submission takes, without the student's process, is what grading costs beyond the student's own compute.
Last, each is taken apart: what each step takes, what a sealed process costs in which nothing is run, and what the seal
adds to the same cells and tests run together in one process. Results and the machine's description go to
benchmarks/grading.md.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import nbformat

from autograder import engine, records
from autograder.course import Course
from autograder.engine import parent, root, sealed, started
from autograder.engine.executor import SealedExecutor
from autograder.engine.sandbox import Quota
from autograder.engine.trusted import Lost, Session, StudentError
from autograder.errors import SubmissionError
from autograder.execution import Limits
from autograder.gradebook import open_gradebook, record_grades, recorded_points
from autograder.grading import Graded, grade_submission
from autograder.intake import Submission, parse_notebook
from autograder.lesson_record import record_lesson
from autograder.restore import Frame, make_frame, restore
from autograder.scheduler import LocalPool, Work
from benchmarks.clock import machine
from tests import banks

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).with_suffix(".md")
STUDENTS = 40
WRONG = 0.25  # of all answers
TIMES = 3  # that our side grades the class before stock does, and again after
SET_CHILD_SUBREAPER = 36
EMPTY = 400  # processes in which nothing is run
TOGETHER, CALL = "together", "call"
FEW = 2  # of the class, to see what the command takes by itself
BARS = {"numpy": (10, 4), "torch": (25, 12)}  # times the throughput, times fewer CPU seconds
BEYOND = 0.15  # CPU seconds a submission, without the student's processes


class Cost(NamedTuple):
    """Seconds of one command."""

    wall: float
    cpu: float


def course(root: Path, name: str, students: int = STUDENTS) -> Course:
    """A course with one lesson and a class that has handed it in, or the first of it."""
    for part in (f"solutions/{name}", f"course/{name}"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    made = Course(root)
    rng = random.Random(0)
    answers: dict[str, dict[str, list[str]]] = {}
    for answer in banks.bank(name):
        answers.setdefault(answer.exercise, {}).setdefault(answer.kind, []).append(answer.source)
    for number in range(students):
        given = banks.solutions(name) | {
            exercise: rng.choice(kinds["wrong" if rng.random() < WRONG else "right"])
            for exercise, kinds in answers.items()
        }
        target = made.submitted / f"s{number:02}" / name / banks.lesson_of(name).release.name
        target.parent.mkdir(parents=True)
        nbformat.write(banks.filled_in(name, given), target)
    record_lesson(made.lesson(name))
    return made


def command(made: Course, *arguments: str) -> Cost:
    """Run a command in a course's folder and take its time, and that of all it leaves behind."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=made.root,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.monotonic() - start
    if done.returncode:
        raise RuntimeError(f"{arguments} failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
    _reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def points(made: Course, name: str) -> dict[str, dict | None]:
    """What the gradebook says of everybody."""
    with open_gradebook(made) as book:
        return {f"s{k:02}": recorded_points(book, made.lesson(name), f"s{k:02}") for k in range(STUDENTS)}


class _Telling:
    """The sealed engine, which also knows the CPU seconds that the student's processes took."""

    def __init__(self, executor: SealedExecutor) -> None:
        self.executor = executor
        self.cpu = 0.0

    def execute(
        self, notebook: nbformat.NotebookNode, limits: Limits, files: Mapping[str, bytes]
    ) -> nbformat.NotebookNode:
        run = sealed.Run(self.executor, notebook, limits, dict(files))
        run.run()
        self.cpu = run.cpu
        return run.notebook


def telling(
    submission: Submission, frame: Frame, limits: Limits, executor: SealedExecutor
) -> tuple[Graded | SubmissionError, float]:
    """Grade a submission in a pool's process, and tell what the student's took."""
    parent.import_all(executor.modules)
    told = _Telling(executor)
    return grade_submission(submission, frame, limits, told), told.cpu


def both_sides(made: Course, name: str, students: int) -> tuple[float, float]:
    """CPU seconds of grading and recording some of the class, one at a time, without and of the students' processes."""
    lesson = made.lesson(name)
    frame = make_frame(lesson)
    cpu = 0.0
    before = _cpu()
    with open_gradebook(made) as book:
        with started(frame, False, False, print) as executor:
            submissions = (_submission(made, name, number) for number in range(students))
            # By its module's name: run as a program, this module has another.
            pool = LocalPool(importlib.import_module("benchmarks.grading").telling, 1, print, executor)
            for student, told in pool.grade(Work(frame, Limits()), submissions):
                assert isinstance(told, tuple)
                graded, taken = told
                assert isinstance(graded, Graded)
                record_grades(book, lesson, student, None, graded.scores.unanswered, graded.scores.points)
                records.write_atomically(made.root / f"{student}.ipynb", graded.notebook.encode(), 0o444)
                cpu += taken
        _reap()
    return _cpu() - before - cpu, cpu


def _cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    both = [resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in both)


def _reap() -> None:
    """Wait for all that was started: what outlived its parent was made our child."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def take_apart(made: Course, name: str) -> dict[str, float]:
    """Milliseconds of CPU for each step of one submission, the median of all, each graded alone."""
    lesson = made.lesson(name)
    frame = make_frame(lesson)
    limits = Limits()
    steps: dict[str, list[float]] = {}

    def note(step: str, since: float) -> None:
        steps.setdefault(step, []).append(1000 * (time.process_time() - since))

    with started(frame, False, False, print) as executor, open_gradebook(made) as book:
        assert isinstance(executor, SealedExecutor)
        grade_submission(_submission(made, name, 0), frame, limits, executor)  # what is loaded late is loaded now
        for number in range(STUDENTS):
            submission = _submission(made, name, number)
            at = time.process_time()
            cells, _ = parse_notebook(submission.notebook)
            notebook, _ = restore(frame, cells)
            note("read and restore", at)
            at = time.process_time()
            run = sealed.Run(executor, notebook, limits, frame.files)
            run.run()
            note("tests, on our side", at)
            steps.setdefault("student's process", []).append(1000 * run.cpu)
            at = time.process_time()
            graded = grade_submission(submission, frame, limits, _Done(run.notebook))
            assert not isinstance(graded, Exception)
            note("scores and report", at)
            at = time.process_time()
            record_grades(book, lesson, f"s{number:02}", None, graded.scores.unanswered, graded.scores.points)
            note("gradebook", at)
            steps.setdefault(TOGETHER, []).append(_together(executor, notebook, frame.files))
        steps[CALL] = _calls(executor.address)
    return {step: statistics.median(taken) for step, taken in steps.items()}


class _Done:
    """An executor for a notebook that has been executed already."""

    def __init__(self, notebook: nbformat.NotebookNode) -> None:
        self.notebook = notebook

    def execute(self, *_: object) -> nbformat.NotebookNode:
        return self.notebook


def _submission(made: Course, name: str, number: int) -> Submission:
    path = made.submitted / f"s{number:02}" / name / banks.lesson_of(name).release.name
    return Submission(f"s{number:02}", path.read_bytes(), {}, None, ())


def _together(executor: SealedExecutor, notebook: nbformat.NotebookNode, files: Mapping[str, bytes]) -> float:
    """Milliseconds of CPU for cells and tests in one process, the student's, as stock nbgrader runs them."""
    session = Session(executor.address, Quota(), {**sealed.ALWAYS, "NN_PICTURES": "0"})
    with contextlib.suppress(Lost):
        session.ask("write", files)
        for number, cell in enumerate(each for each in notebook.cells if each.cell_type == "code"):
            session.begin(Limits().cell_seconds)
            with contextlib.suppress(StudentError):
                session.ask("run", cell.source, number + 1, 0)
    return 1000 * session.end().cpu


def _calls(address: str) -> list[float]:
    """Milliseconds of the clock for a call that does nothing, by proxy."""
    found = []
    for _ in range(20):
        with Session(address, Quota(), {}) as session:
            session.ask("run", "def nothing(): pass", 1, 0)
            nothing = session.ask("names", ["nothing"])["nothing"]
            called = time.monotonic()
            for _ in range(200):
                nothing()
            found.append(1000 * (time.monotonic() - called) / 200)
    return found


def empty(frame: Frame) -> Cost:
    """Milliseconds of a sealed process in which nothing is run: of the clock, and of every process's CPU."""
    taken = []
    for count in (0, EMPTY):
        before = _cpu()
        with started(frame, False, False, print) as executor:
            assert isinstance(executor, SealedExecutor)
            at = time.monotonic()
            for _ in range(count):
                Session(executor.address, Quota(), {}).end()
            wall = time.monotonic() - at
        _reap()
        taken.append(_cpu() - before)
    return Cost(1000 * wall / EMPTY, 1000 * (taken[1] - taken[0]) / EMPTY)


def imports(made: Course, frame: Frame) -> float:
    """Seconds of CPU for importing what students' processes are forked with, once for a class."""
    code = "import gc, sys; gc.disable(); from autograder.engine import parent; parent.import_all(sys.argv[1:])"
    return command(made, "-c", code, *root.STACK, *engine.imports(frame)).cpu - command(made, "-c", "").cpu


def measure(name: str) -> list[str]:
    """The lines of the report for one lesson."""
    kind = "torch" if name.endswith("autograd") else "numpy"
    with tempfile.TemporaryDirectory() as folder:
        ours = [course(Path(folder, f"ours{number}"), name) for number in range(2 * TIMES)]
        few = [course(Path(folder, f"few{number}"), name, FEW) for number in range(TIMES)]
        stock = course(Path(folder, "stock"), name)
        grade = ("-c", "from autograder.cli import main; main()", "grade", name, "--jobs")
        costs = [command(made, *grade, "2") for made in ours[:TIMES]]
        slow = command(stock, "-m", "nbgrader", "autograde", name)
        costs += [command(made, *grade, "2") for made in ours[TIMES:]]
        wanted = points(stock, name)
        differing = {k for made in ours for k, v in points(made, name).items() if v != wanted[k]}
        begun = statistics.mean(command(made, *grade, "2").cpu for made in few)
        sides = [(both_sides(ours[0], name, STUDENTS), both_sides(ours[0], name, FEW)) for _ in range(TIMES)]
        apart = take_apart(ours[0], name)
        frame = make_frame(ours[0].lesson(name))
        nothing = empty(frame)
        imported = imports(ours[0], frame)
    walls = [each.wall for each in costs]
    fast = Cost(statistics.mean(walls), statistics.mean(each.cpu for each in costs))
    beyond, students = (
        statistics.mean((whole[side] - some[side]) / (STUDENTS - FEW) for whole, some in sides) for side in (0, 1)
    )
    start = begun - FEW * (beyond + students)
    faster, leaner = slow.wall / fast.wall, slow.cpu / fast.cpu
    bars = BARS[kind]
    seal = apart["tests, on our side"] + apart["student's process"] - apart[TOGETHER]
    around = sum(apart[each] for each in ("read and restore", "scores and report", "gradebook"))
    return [
        f"## {name}, {STUDENTS} submissions",
        "",
        "| | stock nbgrader | autograder | ratio | reach | reached |",
        "|---|---|---|---|---|---|",
        f"| wall, s | {slow.wall:.1f} | {fast.wall:.1f} ({min(walls):.1f} to {max(walls):.1f}) | {faster:.1f} "
        f"| ≥ {bars[0]} | {_mark(faster >= bars[0])} |",
        f"| CPU, s a submission | {slow.cpu / STUDENTS:.2f} | {fast.cpu / STUDENTS:.2f} | {leaner:.1f} | ≥ {bars[1]} "
        f"| {_mark(leaner >= bars[1])} |",
        f"| the student's processes of a further submission, CPU s | | {students:.2f} | | | |",
        f"| a further submission beyond the student's processes, CPU s | | {beyond:.2f} | | ≤ {BEYOND} "
        f"| {_mark(beyond <= BEYOND)} |",
        f"| the start, CPU s a command | | {start:.1f} | | | |",
        f"| the start, spread over {STUDENTS} submissions, CPU s | | {start / STUDENTS:.2f} | | | |",
        f"| imports for the students' processes, a part of the start, CPU s | | {imported:.1f} | | | |",
        f"| submissions with other points | | {len(differing)} | | 0 | {_mark(not differing)} |",
        "",
        "| one submission, step by step (median of all) | CPU, ms |",
        "|---|---|",
        *(f"| {step} | {taken:.1f} |" for step, taken in apart.items() if step not in (TOGETHER, CALL)),
        f"| of these around the student's process and the tests | {around:.1f} |",
        "",
        "| overhead | ms |",
        "|---|---|",
        f"| sandbox: a sealed process in which nothing is run, CPU of all processes | {nothing.cpu:.1f} |",
        f"| the same, wall | {nothing.wall:.1f} |",
        f"| cells and tests together in one process, CPU | {apart[TOGETHER]:.1f} |",
        f"| seal: what cells and tests on two sides take beyond that, CPU | {seal:.1f} |",
        f"| one call by proxy, wall | {apart[CALL]:.2f} |",
        "",
    ]


def _mark(reached: bool) -> str:
    return "yes" if reached else "**no**"


def main() -> None:
    """Measure and write the report."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    lines = ["# Grading, side by side", "", "Made by `python -m benchmarks.grading`.", ""]
    lines += [*(f"- {line}" for line in machine()), ""]
    for name in sys.argv[1:] or [each for each in banks.lessons() if each[:2] in ("01", "09")]:
        lines += measure(name)
        print("\n".join(lines))
    RESULTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
