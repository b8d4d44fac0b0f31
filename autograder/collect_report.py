"""The report of `autograder collect`: a JSON file that says how things are, tables that say what was done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from .arrange import Renamed
from .course import Lesson
from .errors import AutograderError
from .records import write_atomically

MOST_ROWS = 20  # of a table on the screen; the report has them all


@dataclass
class Collected:
    """What became of one hand-in. `action` says what this run did: new, replaced, unchanged or older."""

    student: str
    called: str
    kind: str = ""
    source: str = ""
    action: str = "new"
    sha256: str = ""
    submitted_at: str | None = None
    time_is: str = "unknown"
    late: bool = False
    files: list[str] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    order: int = 0


@dataclass
class Outcome:
    """What a run of collecting found."""

    lesson: str
    kind: str
    source: str
    due: datetime | None = None
    collected: list[Collected] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    renamed: list[dict[str, str]] = field(default_factory=list)
    unknown: list[dict[str, str]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    strays: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    before: list[dict[str, Any]] = field(default_factory=list)
    report: Path | None = None

    def to_json(self) -> str:
        """The report: what is so now, and not what this run did, so that the same source gives the same bytes."""
        lines = [
            {
                "student": each.student,
                "called": each.called,
                "from": each.kind,
                "source": each.source,
                "submitted_at": each.submitted_at,
                "time_is": each.time_is,
                "late": each.late,
                "sha256": each.sha256,
                "order": each.order,
                "files": each.files,
                "renamed": [vars(renamed) for renamed in each.renamed],
                "left_out": [{"file": path, "why": why} for path, why in each.left_out],
                "earlier_attempts": sorted(each.earlier),
                "notes": each.notes,
            }
            for each in self.collected
        ]
        data = {
            "lesson": self.lesson,
            "from": self.kind,
            "source": self.source,
            "due": str(self.due) if self.due else None,
            "missing": self.missing,
            "unknown": self.unknown,
            "refused": self.refused,
            "renamed": self.renamed,
            "nobodys": [{"file": path, "why": why} for path, why in self.strays],
            "notes": self.notes,
            "collected": sorted([*lines, *self.before], key=lambda line: line["student"]),
        }
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        return text.encode("utf-8", "backslashreplace").decode()


def _report_path(lesson: Lesson) -> Path:
    return lesson.course.grading / "collected" / f"{lesson.name}.json"


def report_before(lesson: Lesson) -> dict[str, dict[str, Any]]:
    """What the last run's report says of each student; nothing before the first run."""
    path = _report_path(lesson)
    if not path.is_file():
        return {}
    try:
        lines = json.loads(path.read_text(encoding="utf-8"))["collected"]
        return {each["student"]: each for each in lines if {"from", "sha256", "order", "time_is"} <= each.keys()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AutograderError(
            f"{path} is not a report of this command ({error!r}). Move it away and collect again."
        ) from error


def save_report(lesson: Lesson, outcome: Outcome) -> None:
    """Write the report; another one that was there is kept."""
    path = outcome.report = _report_path(lesson)
    data = outcome.to_json().encode("utf-8")
    if path.is_file() and (old := path.read_bytes()) != data:
        name = f"{hashlib.sha256(old).hexdigest()[:16]}.json"
        write_atomically(lesson.course.grading / "kept" / lesson.name / "reports" / name, old)
    write_atomically(path, data)


def describe(outcome: Outcome) -> Iterator[Table | str]:
    """The report as a person reads it; nothing in it steers a terminal."""
    due = f", due {outcome.due} UTC" if outcome.due else ""
    yield plain(f"{outcome.lesson} from {outcome.source} (named as by {outcome.kind}{due})")
    late = [each for each in outcome.collected if each.late]
    yield from _table(
        "Late",
        ("student", "handed in", ""),
        [(each.student, each.submitted_at or "unknown", f"time {each.time_is}") for each in late],
    )
    yield from _table(
        "Renamed",
        ("was", "is", "why"),
        [(each["called"], each["student"], each["why"]) for each in outcome.renamed]
        + [(f"{each.student}: {r.old}", r.new, r.why) for each in outcome.collected for r in each.renamed],
    )
    yield from _table(
        "Left out",
        ("student", "file", "why"),
        [(each.student, *left) for each in outcome.collected for left in each.left_out],
    )
    yield from _table(
        "Notes", ("student", ""), [(each.student, note) for each in outcome.collected for note in each.notes]
    )
    yield from _table("Nobody's files", ("file", "why"), outcome.strays)
    yield from _table("Missing", ("student",), [(student,) for student in outcome.missing])
    yield from _table(
        "Unknown, kept aside",
        ("called", "why", "where"),
        [(each["called"], each["why"], each["folder"]) for each in outcome.unknown],
    )
    yield from _table(
        "REFUSED",
        ("student", "called", "why"),
        [(each["student"], each["called"], each["why"]) for each in outcome.refused],
    )
    for note in outcome.notes:
        yield plain(f"note: {note}")
    actions = ("new", "replaced", "unchanged", "older")
    counts = {action: sum(each.action == action for each in outcome.collected) for action in actions}
    said = ", ".join(f"{count} {action}" for action, count in counts.items() if count)
    earlier = sum(bool(each.earlier) for each in outcome.collected)
    yield plain(
        f"{len(outcome.collected)} collected ({said or 'none'}; {len(late)} late, {earlier} with earlier attempts), "
        f"{len(outcome.missing)} missing, {len(outcome.unknown)} unknown, {len(outcome.refused)} refused."
    )


def plain(text: str) -> str:
    """A text with nothing in it that would steer a terminal or rich."""
    return escape("".join(each if each.isprintable() else repr(each)[1:-1] for each in text))


def _table(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[Table]:
    if not rows:
        return
    table = Table(title=f"{title} ({len(rows)})", title_justify="left", box=None, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows[:MOST_ROWS]:
        table.add_row(*(plain(cell) for cell in row))
    if len(rows) > MOST_ROWS:
        table.add_row(f"and {len(rows) - MOST_ROWS} more, in the report")
    yield table
