"""Hundreds of submissions through one engine, and what they leave: python -m benchmarks.endurance [N].

N submissions (500 by default) made of a lesson's answer bank are graded one after the other as `autograder grade` does
it. The memory and the open files of the root and of the warm parent, from which all others are forked, are noted on the
way, and the most memory of its own that a process for the tests had, which grades many; at the end, every file, process
and semaphore that was not there before is named.
Written to benchmarks/endurance.md; exits 1 if anything grew or was left.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import psutil

from autograder.engine import started
from autograder.engine.executor import SealedExecutor
from autograder.execution import Limits
from autograder.intake import Submission
from autograder.marking import Graded, grade_submission
from autograder.restore import make_frame
from autograder.scheduler import LocalPool, Work
from benchmarks.__main__ import load
from benchmarks.clock import machine
from benchmarks.grading import STUDENTS, course
from tests import banks

RESULTS = Path(__file__).with_suffix(".md")
LESSON = "01-perceptron"
PLACES = ("/tmp", "/dev/shm", "/dev/mqueue")
GROWTH = 1.02  # of a process's memory, from the first tenth to the end: rounding, not a leak


def things() -> set[str]:
    """Every file in the places where a process may leave some."""
    return {f"{place}/{name}" for place in PLACES if os.path.isdir(place) for name in os.listdir(place)}


def family() -> list[psutil.Process]:
    """Our processes."""
    return [each for each in psutil.Process().children(recursive=True) if each.is_running()]


def _own(process: psutil.Process) -> int:
    """Bytes of memory that are a process's alone; 0 if it has ended."""
    try:
        return int(process.memory_full_info().uss)
    except psutil.NoSuchProcess:
        return 0


def main() -> None:
    """Grade, look, write down what came of it."""
    count, busy = int(sys.argv[1]) if len(sys.argv) > 1 else 500, load()
    rows, points = [], []
    before = things()
    with tempfile.TemporaryDirectory(prefix="endurance-") as folder:
        lesson = course(Path(folder), LESSON).lesson(LESSON)
        frame, limits = make_frame(lesson), Limits()
        submitted = [
            lesson.course.submitted / f"s{number:02}" / LESSON / banks.lesson_of(LESSON).release.name
            for number in range(STUDENTS)
        ]
        with started(frame, require_sandbox=False, pictures=False, warn=print) as executor:
            assert isinstance(executor, SealedExecutor)
            root = family()[0]
            outside = root.children()[0]
            lasting = (root, outside.children()[0])  # the first process of its namespace is the second one outside
            pool, step = LocalPool(grade_submission, 1, print, executor), max(1, count // 10)
            for begun in range(0, count, step):
                numbers = range(begun, min(begun + step, count))
                handed = (Submission("student", submitted[number % STUDENTS].read_bytes()) for number in numbers)
                heaviest = 0
                for _, graded in pool.grade(Work(frame, limits), handed):
                    assert isinstance(graded, Graded)
                    points.append(graded.scores.points)
                    heaviest = max([heaviest, *(_own(each) for each in root.children() if each != outside)])
                memory = [*map(_own, lasting), heaviest]
                files = [each.num_fds() for each in (*lasting, psutil.Process())]
                rows.append((len(points), memory, files, len(family())))
                print(*rows[-1])
    unlike = sum(given != points[number % STUDENTS] for number, given in enumerate(points))
    left = sorted(things() - before) + [f"process {each.pid} {each.name()}" for each in family()]
    more = any(last > GROWTH * first for first, last in zip(rows[0][1], rows[-1][1], strict=True))
    grown = more or any(row[2:] != rows[0][2:] for row in rows)
    lines = [
        f"# {count} submissions of {LESSON} through one engine",
        "",
        "Made by `python -m benchmarks.endurance`.",
        "",
        *(f"- {line}" for line in machine()),
        f"- Load: {busy} when it began, {load()} at the end",
        "",
        "| submissions | own memory of the root, of the warm parent, and most of a process for tests, MiB "
        "| open files of the first two, and ours | processes |",
        "|---|---|---|---|",
        *(
            f"| {done} | {_row(f'{each / 2**20:.2f}' for each in memory)} | {_row(files)} | {alive} |"
            for done, memory, files, alive in rows
        ),
        "",
        f"Submissions that were given other points than the same one before: {unlike}.",
        f"Left behind: {', '.join(left) or 'no file, no process, no semaphore'}.",
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))
    if unlike or left or grown:
        raise SystemExit(1)


def _row(parts: Iterable[object]) -> str:
    return ", ".join(map(str, parts))


if __name__ == "__main__":
    main()
