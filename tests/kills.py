"""Grading killed at random moments, again and again, and what is there in the end; see also benchmarks/kills.py."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from autograder.course import Lesson
from autograder.export import export
from autograder.grading import READ_ONLY

ROOT = Path(__file__).resolve().parents[1]


def start(lesson: Lesson) -> subprocess.Popen:
    """`autograder grade`, as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "autograder", "grade", lesson.name, "--jobs", "2", "--course", str(lesson.course.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen) -> str:
    """What it printed, after it ended well."""
    said, _ = process.communicate(timeout=900)
    assert process.returncode == 0, said
    return said


def grade(lesson: Lesson) -> float:
    """Grade undisturbed; returns the seconds that it took."""
    began = time.monotonic()
    finish(start(lesson))
    return time.monotonic() - began


def grade_and_kill(lesson: Lesson, kills: int, seconds: float, rng: random.Random) -> list[int]:
    """Grade, with SIGKILL to it at random moments, then once more to the end.

    The first, third, … kill comes within `seconds` of the start; the others within a tenth of that after the run has
    written a record, so that they hit it at work. Only the command itself is killed, which is worse than all of its
    processes: what it started may still be at work while the next run begins. Returns how many records there were
    after each kill.
    """

    def there() -> int:
        return len(list((lesson.course.grading / "records" / lesson.name).glob("*.json")))

    found = []
    for number in range(kills):
        process = start(lesson)
        before = there()
        while number % 2 and process.poll() is None and there() == before:
            time.sleep(0.01)
        try:
            process.wait(rng.uniform(0, seconds / 10 if number % 2 else seconds))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.communicate()
        found.append(there())
    finish(start(lesson))
    return found


def left_behind(lesson: Lesson) -> dict[str, bytes]:
    """Everything that grading leaves, the gradebook as its export; half-written files would show."""
    exported = export(lesson.course, [lesson.name], "csv").path.read_bytes()
    found = {"csv": exported}
    for folder in (lesson.course.autograded, lesson.course.grading / "records"):
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            found[str(path.relative_to(lesson.course.grading))] = path.read_bytes()
            assert folder != lesson.course.autograded or path.stat().st_mode & 0o777 == READ_ONLY
    return found
