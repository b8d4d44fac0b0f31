"""`autograder collect`: what an LMS exports becomes `grading/submitted/<student>/<lesson>/`, and a report of it.

Who handed in what is read off the names (:mod:`autograder.handins`), what must not be opened is left out
(:mod:`autograder.archives`), one hand-in is put in order by :mod:`autograder.arrange`. Nothing is overwritten or
dropped:

`grading/kept/<lesson>/<student>/<hash>/`   what was there before, and attempts that no longer count
`grading/unknown/<lesson>/<label>/`         hand-ins of nobody on the roster, or of nobody in particular
`grading/collected/<lesson>.json`           the report: who is missing, who is unknown, what was renamed or refused

The names hold a hash of the content and no time, so that collecting twice changes nothing.

Late work is marked as nbgrader does, by `timestamp.txt` in UTC. Canvas says only *that* work was late, not by how much:
its time is then assumed to be one second after the due date, unless the roster's column `submitted at` knows it, or
you have written `timestamp.txt` yourself. A time that you wrote stays.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from nbgrader.utils import parse_utc
from rich.console import Console

from .archives import fingerprint, members_of, name_problem
from .arrange import arranged, write_files
from .class_list import class_list, read_due, unusable_id
from .collect_report import Collected, Outcome, describe, plain, report_before, save_report
from .course import Course, Lesson
from .errors import AutograderError, SubmissionError
from .execution import Limits
from .gradebook import working_alone
from .handins import METADATA, READERS, Class, HandIn, clean, find_kind
from .intake import TIMESTAMP, id_problem
from .roster import read_roster

STAGE = ".collecting-"
STALE_SECONDS = 24 * 3600
HASH_LETTERS = 16
ASSUMED_LATE = timedelta(seconds=1)


class _Collector:
    """Collects one source for one lesson."""

    def __init__(self, lesson: Lesson, outcome: Outcome, people: Class, times: dict[str, datetime]) -> None:
        self.lesson = lesson
        self.course = lesson.course
        self.outcome = outcome
        self.people = people
        self.times = times
        self.most_bytes = Limits.of(self.course).submission_bytes
        self.kept = self.course.grading / "kept" / lesson.name
        self.aside = self.course.grading / "unknown" / lesson.name
        self.before = report_before(lesson)
        self.stage = Path()
        self.aside_labels: set[str] = set()

    def collect(self, handins: list[HandIn]) -> None:
        """Put every hand-in where it belongs."""
        self.course.submitted.mkdir(parents=True, exist_ok=True)
        with _staging(self.course.grading) as self.stage:
            for student, several in self._by_student(handins).items():
                several.sort(key=lambda handin: handin.submitted_at or datetime.min)
                kept, notes = [], []
                for handin in several[:-1]:
                    places, said = self._keep_attempt(student, handin)
                    kept += places
                    notes += said
                self._take(student, several[-1], kept, notes)

    def _by_student(self, handins: list[HandIn]) -> dict[str, list[HandIn]]:
        """Whose each hand-in is; what is nobody's is put aside."""
        found: dict[str, list[HandIn]] = {}
        for handin in handins:
            who = self.people.find(handin.claim)
            student, doubt = who.person.student if who.person else "", None
            if who.person is None and (self.people.closed or who.several):
                doubt = who.why
            elif who.person is None:
                student = handin.claim.own_id  # no roster: the source's own word
            doubt = handin.doubt or doubt or unusable_id(student)
            if doubt:
                self._put_aside(handin, doubt)
                continue
            if student != handin.claim.label:
                why = who.why if who.person else "no roster says more"
                self.outcome.renamed.append({"called": handin.claim.label, "student": student, "why": why})
            found.setdefault(student, []).append(handin)
        for student, several in list(found.items()):
            times = {handin.submitted_at for handin in several}
            if len(several) > 1 and (None in times or len(times) < len(several)):
                labels = ", ".join(sorted(handin.claim.label for handin in several))
                for handin in several:
                    self._put_aside(handin, f"several hand-ins for {student}, and no telling which is last: {labels}")
                del found[student]
        return found

    def _take(self, student: str, handin: HandIn, earlier: list[str], notes: list[str]) -> None:
        line = Collected(student, handin.claim.label, self.outcome.kind, self.outcome.source)
        line.earlier, line.notes = earlier, [*handin.notes, *notes]
        target = self.course.submitted / student / self.lesson.name
        try:
            if target.parent.is_symlink() or target.is_symlink():
                raise SubmissionError("its place in submitted/ is a link to elsewhere; put a folder there")
            draft = self._draft(handin, line, self.kept / student)
        except SubmissionError as error:
            self.outcome.refused.append({"student": student, "called": handin.claim.label, "why": str(error)})
            return
        self._date(draft, handin, line, target)
        line.sha256 = fingerprint(draft)
        line.action = self._place(draft, target, self.kept / student, line)
        aside = self.aside / _label(handin.claim.label)
        if aside.is_dir() and fingerprint(aside, TIMESTAMP) == fingerprint(target, TIMESTAMP):
            shutil.rmtree(aside)  # put there before the roster knew whose it is; its copy has its place now
        self.outcome.collected.append(line)

    def _draft(self, handin: HandIn, line: Collected, kept: Path) -> Path:
        """A hand-in written into a folder of its own; attempts within it that no longer count are kept."""
        draft = Path(tempfile.mkdtemp(dir=self.stage))
        draft.chmod(0o755)
        with arranged(handin, self.lesson, self.most_bytes) as result:
            failed = write_files(result.files, draft, result.notebook, self.most_bytes)
            for path, member in result.earlier:
                attempt = Path(tempfile.mkdtemp(dir=self.stage))
                attempt.chmod(0o755)
                failed += write_files({path: member}, attempt, None, self.most_bytes)
                if any(attempt.iterdir()):
                    line.earlier.append(self._keep(attempt, kept))
        line.files = sorted(set(result.files) - {path for path, _ in failed})
        line.renamed = result.renamed
        line.left_out = sorted(result.left_out + failed)
        line.notes += result.notes
        line.order = max(handin.uploads.values(), default=0)
        return draft

    def _date(self, draft: Path, handin: HandIn, line: Collected, target: Path) -> None:
        """Write `timestamp.txt`, and say whether the work is late."""
        when = handin.submitted_at or self.times.get(line.student)
        there = _read_time(target / TIMESTAMP)
        due = self.outcome.due
        if when is not None:
            line.time_is = "known"
        elif handin.trust_timestamp and (draft / TIMESTAMP).is_file():
            when = _read_time(draft / TIMESTAMP)
            line.time_is = "known" if when else "unreadable"
        elif there is not None and self._wrote_by_hand(line.student, there):
            when, line.time_is = there, "written by you"
        elif handin.late and due is not None:
            when, line.time_is = due + ASSUMED_LATE, "assumed"
            line.notes.append("late by Canvas's word, which gives no time: one second after the due date is assumed")
        if when is not None and not (handin.trust_timestamp and (draft / TIMESTAMP).is_file()):
            text = (target / TIMESTAMP).read_text() if line.time_is == "written by you" else f"{_format(when)}\n"
            (draft / TIMESTAMP).write_text(text, encoding="utf-8")
        line.submitted_at = _format(when) if when else None
        line.late = handin.late or bool(when and due and when > due)
        if handin.late and when is None:
            line.notes.append("late by Canvas's word, but no due date is known: give --due, or it counts as in time")

    def _wrote_by_hand(self, student: str, there: datetime) -> bool:
        """Whether a time that is there is a person's, not one that we assumed."""
        before = self.before.get(student, {})
        return before.get("time_is") != "assumed" or before.get("submitted_at") != _format(there)

    def _place(self, draft: Path, target: Path, kept: Path, line: Collected) -> str:
        """Put a draft where it belongs; what was there is kept. Says what was done."""
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.rename(draft, target)
            return "new"
        there = fingerprint(target)
        if there == line.sha256:
            return "unchanged"
        if self._is_older(target, there, line):
            line.notes.append(f"older than what was collected before, which stays; this one: {self._keep(draft, kept)}")
            line.sha256, line.order = there, self.before.get(line.student, {}).get("order", 0)
            return "older"
        self._keep(target, kept)
        os.rename(draft, target)
        return "replaced"

    def _is_older(self, target: Path, there: str, line: Collected) -> bool:
        when = _read_time(target / TIMESTAMP)
        if when is not None and line.submitted_at is not None and line.time_is == "known":
            return _format(when) > line.submitted_at
        before = self.before.get(line.student, {})
        return bool(before.get("from") == line.kind and before["sha256"] == there and before["order"] > line.order)

    def _keep_attempt(self, student: str, handin: HandIn) -> tuple[list[str], list[str]]:
        """Keep an attempt that a later one replaced: where it is, and what to say of it."""
        line = Collected(student, handin.claim.label)
        try:
            draft = self._draft(handin, line, self.kept / student)
        except SubmissionError as error:
            return line.earlier, [f"an earlier attempt, {handin.claim.label}, is not kept: {error}"]
        if handin.submitted_at:
            (draft / TIMESTAMP).write_text(f"{_format(handin.submitted_at)}\n", encoding="utf-8")
        return [self._keep(draft, self.kept / student), *line.earlier], []

    def _keep(self, folder: Path, root: Path) -> str:
        """Move a folder to where kept ones lie, under a name made of its content."""
        sha256 = fingerprint(folder)
        root.mkdir(parents=True, exist_ok=True)
        for suffix in ("", *(f"-{number}" for number in range(2, 1000))):
            place = root / f"{sha256[:HASH_LETTERS]}{suffix}"
            if not place.exists():
                os.rename(folder, place)
                break
            if fingerprint(place) == sha256:
                shutil.rmtree(folder)
                break
        else:
            raise AutograderError(
                f"{root} holds a thousand changed copies of one attempt. Look at them, and move them."
            )
        return place.relative_to(self.course.grading).as_posix()

    def _put_aside(self, handin: HandIn, why: str) -> None:
        label = _label(handin.claim.label)
        if label in self.aside_labels:  # two claims, one name of a folder
            label += "-" + hashlib.sha256(repr(handin.claim).encode("utf-8", "replace")).hexdigest()[:8]
        self.aside_labels.add(label)
        place, kept = self.aside / label, self.kept / f"unknown-{label}"
        line = Collected("", handin.claim.label)
        try:
            draft = self._draft(handin, line, kept)
        except SubmissionError as error:
            self.outcome.refused.append({"student": "", "called": handin.claim.label, "why": f"{why}; {error}"})
            return
        if handin.submitted_at:
            (draft / TIMESTAMP).write_text(f"{_format(handin.submitted_at)}\n", encoding="utf-8")
        line.sha256 = fingerprint(draft)
        self._place(draft, place, kept, line)
        folder = place.relative_to(self.course.grading).as_posix()
        self.outcome.unknown.append({"called": handin.claim.label, "why": why, "folder": folder})


def _label(label: str) -> str:
    """A label as the name of a folder."""
    if id_problem(label) is None and name_problem(label) is None:
        return label
    return "unnamed-" + hashlib.sha256(label.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _format(when: datetime) -> str:
    """As nbgrader's exchange writes it."""
    return when.strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def _read_time(path: Path) -> datetime | None:
    try:
        text = path.read_text(encoding="utf-8").strip()
        return parse_utc(text) if text else None
    except (OSError, ValueError, OverflowError, TypeError):
        return None


@contextmanager
def _staging(grading: Path) -> Iterator[Path]:
    """A folder for what is half done, on the disk where it will lie. A run that was killed leaves its own: one day."""
    for old in grading.glob(f"{STAGE}*"):
        if time.time() - old.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(old)
    with tempfile.TemporaryDirectory(dir=grading, prefix=STAGE) as name:
        yield Path(name)


def collect(
    lesson: Lesson,
    source: Path,
    kind: str | None = None,
    roster: Path | None = None,
    due: datetime | None = None,
    zone: str | None = None,
    tell: Callable[[str], None] = lambda text: None,
) -> Outcome:
    """Collect a lesson's submissions out of a zip or a folder.

    Parameters
    ----------
    lesson : Lesson
        What was handed in.
    source : Path
        The zip of an LMS, or a folder.
    kind : str, optional
        Who named the files: canvas, moodle, gradescope, exchange or folder. Found out by default.
    roster : Path, optional
        A CSV file of the class. With it, who is not on it is unknown; its people are written to the gradebook.
    due : datetime, optional
        The due date (UTC), written to the gradebook; by default the gradebook's own.
    zone : str, optional
        The time zone of the roster's column `submitted at`, where its cells name none.
    tell : callable
        Called with a text before each longer step.

    Raises
    ------
    AutograderError
        If the source or the roster cannot be read. No submission has been touched then.
    """
    if kind is not None and kind not in READERS:
        raise AutograderError(f"There is no format {kind!r}. The formats are: {', '.join(READERS)}.")
    source = _inbound(lesson, source, kind)
    listed = read_roster(roster)[1] if roster else []
    outcome = Outcome(lesson.name, kind or "", source.name)
    with ExitStack() as held:
        found = held.enter_context(members_of(source))
        members = clean(found, lesson, unwrap=source.is_file())
        outcome.kind = kind or find_kind(members, lesson)
        if outcome.kind == "gradescope" and not any(each.name.endswith(METADATA) for each in members):
            raise AutograderError(f"{source} holds no {METADATA}: it is no export of Gradescope's submissions.")
        held.enter_context(working_alone(lesson, tell))
        people, times, outcome.due = class_list(lesson, listed, due, zone, outcome.notes)
        tell(f"{len(members):,} files, named as by {outcome.kind}")
        reading = READERS[outcome.kind](members, lesson, people)
        outcome.strays = sorted(reading.strays)
        if not reading.handins:
            raise AutograderError(
                f"{source} holds no submissions that are named as by {outcome.kind}: found "
                f"{', '.join(ascii(each.name) for each in members[:3]) or 'nothing'}. "
                f"Name another format with --from: {', '.join(READERS)}."
            )
        collector = _Collector(lesson, outcome, people, times)
        _room_for(reading.handins, collector.most_bytes, lesson.course.grading)
        collector.collect(reading.handins)
        _finish(lesson, outcome, people, collector.before)
    return outcome


def _inbound(lesson: Lesson, source: Path, kind: str | None) -> Path:
    """The exchange's folder of submissions, if its root or the course's folder in it was named."""
    for folder in (source / lesson.course.directory.course_id / "inbound", source / "inbound"):
        if kind in (None, "exchange") and folder.is_dir():
            return folder
    return source


def _room_for(handins: list[HandIn], most_bytes: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sum(min(most_bytes, sum(each.size for _, each in handin.files if not each.problem)) for handin in handins)
    free = shutil.disk_usage(folder).free
    if wanted > free:
        raise AutograderError(
            f"The submissions need {wanted / 1e6:,.0f} MB, and {folder} has {free / 1e6:,.0f} MB left. Make room first."
        )


def _finish(lesson: Lesson, outcome: Outcome, people: Class, before: dict[str, dict[str, Any]]) -> None:
    """Say who is missing, and write the report."""
    submitted = lesson.course.submitted
    seen = {each.student for each in outcome.collected}
    outcome.before = [
        line for student, line in before.items() if student not in seen and (submitted / student / lesson.name).is_dir()
    ]
    refused = {each["student"] for each in outcome.refused}
    outcome.missing = sorted(
        person.student
        for person in people.people
        if person.student
        and unusable_id(person.student) is None
        and person.student not in refused
        and not (submitted / person.student / lesson.name).is_dir()
    )
    for lines in (outcome.unknown, outcome.refused, outcome.renamed):
        lines.sort(key=lambda line: (line["called"], line["why"]))
    save_report(lesson, outcome)


def command(
    source: Annotated[Path, typer.Argument(help="The zip of Canvas, Moodle or Gradescope, or a folder.")],
    lesson: Annotated[str, typer.Option("--lesson", "-l", help="The lesson: 01-perceptron, 01 or perceptron.")],
    kind: Annotated[
        str | None,
        typer.Option("--from", help="canvas, moodle, gradescope, exchange or folder (default: found out)."),
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(help="A CSV file of who is in the class, such as the LMS's own gradebook export.")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            help="The due date, '2026-10-16 18:00 Europe/Berlin' (default: the gradebook's); UTC without zone."
        ),
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(help="The time zone of the roster's column `submitted at`, such as Europe/Berlin.")
    ] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from here).")
    ] = None,
) -> None:
    """Collect submissions from an LMS's export. Nothing is overwritten without a kept copy; twice changes nothing.

    Ends with exit code 1 if something was refused or is nobody's.
    """
    console = Console(highlight=False)
    chosen = Course.find(course).lesson(lesson)
    try:
        with console.status("reading"):
            outcome = collect(chosen, source, kind, roster, read_due(due) if due else None, timezone)
    except KeyboardInterrupt:
        raise AutograderError("Interrupted. What was collected is kept; the same command does the rest.") from None
    except OSError as error:
        raise AutograderError(f"{error.filename} cannot be written: {error.strerror}. Mend that, run again.") from error
    for part in describe(outcome):
        console.print(part, soft_wrap=isinstance(part, str))
    console.print(f"Report: {plain(str(outcome.report))}", soft_wrap=True)
    if outcome.refused or outcome.unknown:
        raise typer.Exit(1)
