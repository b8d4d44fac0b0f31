"""All speeds in one run: python -m benchmarks. Prints the table and keeps it in benchmarks/results.md."""

import importlib
import os
from pathlib import Path

from benchmarks.clock import Row, machine

SUITES = ("mlp", "dag", "boolean", "startup")  # each offers measure() -> list[Row]
RESULTS = Path(__file__).parent / "results.md"


def load() -> str:
    """How many programs wanted to work in the last minute; above the number of cores, times suffer unequally."""
    if not hasattr(os, "getloadavg"):  # Windows
        return "unknown"
    return f"{os.getloadavg()[0]:.1f} programs at work on {os.cpu_count()} cores"


def report(rows: list[Row], busy: str) -> str:
    lines = [
        "# Speed, measured side by side",
        "",
        "Made by `python -m benchmarks`: CPU time, candidates in turn, medians; float32. Ratios are utils / yardstick. "
        "A limit in absolute time depends on the machine and on what else it does; a ratio hardly does.",
        "",
        *(f"- {line}" for line in machine()),
        f"- Load: {busy}",
        "",
        "| work | utils | yardstick in the same run | ratio | reach | reached |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        mark = {True: "yes", False: "**no**", None: ""}[row.reached]
        lines.append(f"| {row.work} | {row.measured} | {row.yardstick} | {row.ratio} | {row.reach} | {mark} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    rows: list[Row] = []
    busy = load()
    for name in SUITES:
        rows += importlib.import_module(f"benchmarks.{name}").measure()
    text = report(rows, f"{busy} when it began, {load()} at the end")
    print(text, end="")
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
