"""A large class, from the LMS's zip to its grades, and the memory that takes: python -m benchmarks.thousand [N].

N simulated students (1,000 by default) hand in a lesson, some late, one a broken file; what Canvas then exports is
collected, graded, returned and exported by a TA's commands, one after the other. The memory is that of a command and
of everything it starts, looked at every fifth of a second: RSS counts a page that several processes share once for
each, PSS (what the system divides among them) once in all. Written to benchmarks/thousand.md.
"""

from __future__ import annotations

import contextlib
import csv
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import psutil

from autograder.course import Course, Lesson
from autograder.demo import Pupil, fill, make_course, read_bank, simulate
from autograder.exercises import exercises
from autograder.records import all_records
from autograder.results import read_release
from benchmarks.__main__ import load
from benchmarks.clock import machine

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).with_suffix(".md")
LESSON = "01-perceptron"
STEPS = (
    ["collect", "submissions.zip", "--lesson", LESSON, "--roster", "gradebook.csv", "--due", "2026-10-16 18:00 UTC"],
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


def canvas(lesson: Lesson, pupils: list[Pupil]) -> None:
    """Write what Canvas exports, its zip of submissions and its gradebook, into the course's folder."""
    release = read_release(lesson)
    root = lesson.course.root
    with (
        zipfile.ZipFile(root / "submissions.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        (root / "gradebook.csv").open("w", encoding="utf-8", newline="") as file,
    ):
        people = csv.writer(file)
        people.writerow(["Student", "ID", "SIS User ID", "SIS Login ID", "Section"])
        for number, pupil in enumerate(pupils, 10_000):
            people.writerow([f"{pupil.last}, {pupil.first}", number, f"M{number}", pupil.id, "A"])
            if pupil.missing:
                continue
            notebook = fill(release, pupil.answers)
            if pupil.broken:
                notebook = notebook[: len(notebook) // 2]  # an interrupted upload
            who = "".join(filter(str.isalnum, f"{pupil.last}{pupil.first}".lower())) + ("_LATE" if pupil.late else "")
            archive.writestr(f"{who}_{number}_{number + 900_000}_{lesson.notebook_name}.ipynb", notebook)


def run(course: Course, arguments: list[str]) -> Cost:
    """Run a command of ours, and look at its memory until it ends."""
    began, rss, pss, number = time.monotonic(), 0, 0, 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *arguments, "--course", str(course.root)],
            cwd=course.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
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
        canvas(there, pupils)
        costs = {" ".join(step[:2]): run(there.course, step) for step in STEPS}
        came = len(list(there.course.submitted.glob(f"*/{LESSON}/*.ipynb")))
        if came != sum(not pupil.missing for pupil in pupils):
            raise RuntimeError(f"{came} submissions were collected")
        statuses = Counter(record.status for record in all_records(there.course, there))
        pages = len(list(there.course.feedback.rglob("*.html")))
    total = sum(each.seconds for each in costs.values())
    worst = max(each.rss for each in costs.values())
    lines = [
        f"# {students} students of {LESSON}, from the LMS's zip to its grades",
        "",
        f"Made by `python -m benchmarks.thousand {students}`.",
        "",
        *(f"- {line}" for line in machine()),
        f"- Load: {busy} when it began, {load()} at the end",
        "",
        "| command | s | s a student | peak RSS, MiB | peak PSS, MiB |",
        "|---|---|---|---|---|",
        *(
            f"| {k} | {v.seconds:.0f} | {v.seconds / students:.3f} | {v.rss / 2**20:.0f} | {v.pss / 2**20:.0f} |"
            for k, v in costs.items()
        ),
        "",
        f"{came} notebooks collected; {', '.join(f'{count} {kind}' for kind, count in sorted(statuses.items()))}; "
        f"{pages} feedback pages.",
        "",
        f"{total:.0f} s in all, {total / students:.2f} s a submission. Peak memory (RSS) {worst / 2**20:.0f} MiB; "
        f"reach: under {BAR // 2**20} MiB: {'reached' if worst < BAR else '**not reached**'}.",
    ]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
