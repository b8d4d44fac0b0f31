"""Collecting a class from Canvas's zip, as a TA does it: python -m benchmarks.collect [STUDENTS…].

A zip as Canvas makes it, with real notebooks of lesson 01, some of them late, handed in twice, or with data beside
them, is collected with a roster, and once more. The memory is the command's own peak (its `ru_maxrss`, Python and
nbgrader included); that it does not grow with the class is what the last column shows. Results go to
benchmarks/collect.md.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.clock import machine

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).with_suffix(".md")
LESSON = "01-perceptron"
COMMAND = (
    "import resource, sys; from autograder.cli import main\n"
    "try: main()\n"
    "finally:\n"
    "    own, started = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "    cpu = own.ru_utime + own.ru_stime + started.ru_utime + started.ru_stime\n"
    "    print(cpu, own.ru_maxrss, file=sys.stderr)"
)


class Cost(NamedTuple):
    """One run of the command: seconds on the clock and of CPU, bytes at the peak, and its last line but one."""

    wall: float
    cpu: float
    peak: int
    said: str


def make_course(root: Path) -> None:
    for part in (f"solutions/{LESSON}", f"course/{LESSON}"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / "nbgrader_config.py", root)


def make_class(root: Path, students: int) -> tuple[Path, Path]:
    """Canvas's zip and gradebook export."""
    draw = random.Random(students)
    notebook = (ROOT / "course" / LESSON / "perceptron.ipynb").read_text(encoding="utf-8")
    roster, source = root / "roster.csv", root / "submissions.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive, roster.open("w") as people:
        people.write("Student,ID,SIS User ID,SIS Login ID,Section\n")
        for number in range(students):
            people.write(f'"Last{number}, First",{10_000 + number},M{number},s{number:05},A\n')
            if draw.random() < 0.02:
                continue  # missing
            late = "_LATE" if draw.random() < 0.1 else ""
            head = f"last{number}first{late}_{10_000 + number}"
            answered = notebook.replace("raise NotImplementedError", f"return {draw.random()}  # {draw.random()}")
            for attempt in range(2 if draw.random() < 0.1 else 1):
                name = f"perceptron{f'-{attempt}' if attempt else ''}.ipynb"
                archive.writestr(f"{head}_{900_000 + 2 * number + attempt}_{name}", answered + "\n" * attempt)
            if draw.random() < 0.05:
                archive.writestr(f"{head}_{990_000 + number}_data.csv", draw.randbytes(200_000))
    return source, roster


def collect(root: Path, source: Path, roster: Path) -> Cost:
    arguments = ["collect", source, "--lesson", "1", "--roster", roster, "--due", "2026-10-16 18:00 UTC"]
    start = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", COMMAND, *map(str, arguments), "--course", str(root)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"},
        check=True,
    )
    said = next(line for line in run.stdout.splitlines() if " collected " in line)
    cpu, peak = run.stderr.split()[-2:]
    return Cost(time.monotonic() - start, float(cpu), int(peak) * 1024, said)


def measure(students: int) -> list[str]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_course(root)
        source, roster = make_class(root, students)
        size = source.stat().st_size
        for which in ("first", "again"):
            cost = collect(root, source, roster)
            rows.append(
                f"| {students:,} | {size / 1e6:.0f} MB | {which} | {cost.wall:.1f} s | {cost.cpu:.1f} s | "
                f"{cost.peak / 2**20:.0f} MiB | {cost.said} |"
            )
    return rows


def main() -> None:
    counts = [int(text) for text in sys.argv[1:]] or [10, 1000, 3000]
    lines = [
        "# Collecting a class from Canvas's zip",
        "",
        "Made by `python -m benchmarks.collect`: wall time of the whole command, its CPU time, and its peak of memory.",
        "",
        *(f"- {line}" for line in machine()),
        f"- Load: {os.getloadavg()[0]:.1f} programs at work on {os.cpu_count()} cores when it began",
        "",
        "| students | zip | run | time | CPU | peak | said |",
        "|---|---|---|---|---|---|---|",
        *(row for count in counts for row in measure(count)),
    ]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
