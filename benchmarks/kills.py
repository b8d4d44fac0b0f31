"""A class graded and killed twenty times ends like an undisturbed one: python -m benchmarks.kills [LESSON] [KILLS].

Forty submissions made of the answer bank, in two courses. One is graded undisturbed; in the other `autograder grade`
gets SIGKILL at a random moment, again and again, then runs to its end. The exported grades and every file are compared.
Written to benchmarks/kills.md.
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from benchmarks.__main__ import load
from benchmarks.clock import machine
from benchmarks.grading import STUDENTS, course
from tests import banks, kills

RESULTS = Path(__file__).with_suffix(".md")


def main() -> None:
    """Grade, kill, compare, write down what came of it."""
    busy = load()
    wanted = sys.argv[1] if len(sys.argv) > 1 else "01"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    name = next(each for each in banks.lessons() if each.startswith(wanted))
    with tempfile.TemporaryDirectory() as folder:
        calm, hard = (course(Path(folder, each), name).lesson(name) for each in ("calm", "hard"))
        seconds = kills.grade(calm)
        print(f"{name}, {STUDENTS} submissions: {seconds:.0f} s undisturbed")
        # The later runs have less to do: kills that come in the time of a few submissions hit them at work.
        found = kills.grade_and_kill(hard, count, seconds / 3, random.Random())
        print(f"records after each kill: {found}")
        calm_files, hard_files = kills.left_behind(calm), kills.left_behind(hard)
    unlike = sorted(each for each in calm_files.keys() | hard_files if calm_files.get(each) != hard_files.get(each))
    same = f"the same export and the same {len(calm_files) - 1} files, byte for byte"
    lines = [
        f"# Grading {name} killed {count} times",
        "",
        f"Made by `python -m benchmarks.kills {wanted} {count}`.",
        "",
        *(f"- {line}" for line in machine()),
        f"- Load: {busy} when it began, {load()} at the end",
        f"- {STUDENTS} submissions, {seconds:.0f} s undisturbed",
        f"- Records there after each kill: {', '.join(map(str, found))}",
        "",
        f"**Not the same** in the end: {', '.join(unlike)}." if unlike else f"In the end: {same}.",
    ]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    RESULTS.write_text(text, encoding="utf-8")
    if unlike:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
