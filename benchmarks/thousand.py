"""A large class from hand-in to export, and the memory that it takes: python -m benchmarks.thousand [N].

N simulated students (1,000 by default) hand in a lesson; a TA's commands run one after the other. The memory
is that of a command and of everything it starts, looked at every fifth of a second: RSS counts a page that several
processes share once for each, PSS (what the system divides among them) once in all. Written to benchmarks/thousand.md.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psutil

from autograder.course import Course
from autograder.demo import enrol, hand_in, make_course, read_bank, simulate
from autograder.exercises import exercises
from autograder.results import read_release
from benchmarks.__main__ import load
from benchmarks.clock import machine

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).with_suffix(".md")
LESSON = "01-perceptron"
STEPS = (
    ["grade", LESSON, "--jobs", "2"],
    ["feedback", LESSON],
    ["report", LESSON],
    ["export", LESSON, "--format", "canvas"],
)
BAR = 2 * 2**30


class Cost(NamedTuple):
    """What a command took."""

    seconds: float
    rss: int
    pss: int


def run(course: Course, arguments: list[str]) -> Cost:
    """Run a command of ours, and look at its memory until it ends."""
    began, rss, pss, number = time.monotonic(), 0, 0, 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *arguments, "--course", str(course.root)],
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        while process.poll() is None:
            family: list[psutil.Process] = []
            with contextlib.suppress(psutil.NoSuchProcess):
                top = psutil.Process(process.pid)
                family = [top, *top.children(recursive=True)]
            rss = max(rss, sum(_memory(each)[0] for each in family))
            if number % 5 == 0:  # it costs more to find out
                pss = max(pss, sum(_memory(each, exact=True)[1] for each in family))
            number += 1
            time.sleep(0.2)
        said.seek(0)
        if process.returncode not in (0, 1):  # 1: the class has submissions that cannot be graded, on purpose
            raise RuntimeError(said.read().decode()[-2000:])
    return Cost(time.monotonic() - began, rss, pss)


def _memory(process: psutil.Process, exact: bool = False) -> tuple[int, int]:
    try:
        if exact:
            found = process.memory_full_info()
            return found.rss, found.pss
        return process.memory_info().rss, 0
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0, 0


def main() -> None:
    """Hand in, run every step, write the table."""
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    busy = load()
    with tempfile.TemporaryDirectory() as folder:
        lesson = Course.find(ROOT).lesson(LESSON)
        there = make_course(lesson, Path(folder, "class"))
        pupils = simulate(exercises(read_release(there)), read_bank(ROOT / "tests" / "answers" / LESSON), students)
        enrol(there, pupils)
        hand_in(there, pupils)
        costs = {" ".join(step): run(there.course, step) for step in STEPS}
    total = sum(each.seconds for each in costs.values())
    worst = max(each.rss for each in costs.values())
    lines = [
        f"# {students} submissions of {LESSON}, from hand-in to export",
        "",
        f"Made by `python -m benchmarks.thousand {students}`. Collecting is not timed: submissions are written where "
        "collecting leaves them.",
        "",
        *(f"- {line}" for line in machine()),
        f"- Load: {busy} when it began, {load()} at the end",
        "",
        "| command | s | peak RSS, MiB | peak PSS, MiB |",
        "|---|---|---|---|",
        *(f"| {k} | {v.seconds:.0f} | {v.rss / 2**20:.0f} | {v.pss / 2**20:.0f} |" for k, v in costs.items()),
        "",
        f"{total:.0f} s in all, {total / students:.2f} s a submission. Peak memory (RSS) {worst / 2**20:.0f} MiB; "
        f"reach: under {BAR // 2**20} MiB: {'reached' if worst < BAR else '**not reached**'}.",
    ]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
