"""One student's hand-in put in order: which notebook counts, under which name, and what must be left out."""

from __future__ import annotations

import contextlib
import fnmatch
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .archives import JUNK, Member, clashes, copy_out, name_problem, same_file, zip_members
from .course import Lesson
from .errors import SubmissionError
from .handins import HandIn
from .intake import MOST_FILES, TIMESTAMP

COPY = re.compile(r"^(?P<stem>.+?)(?:\s*\((?P<a>\d{1,4})\)|-(?P<b>\d{1,4})|[-_ ]?[Cc]opy[-_ ]?(?P<c>\d{0,4}))$")
MOST_DIRECTORY_BYTES = 1 << 20  # of the table of contents of a student's own zip
SPOOL = 1 << 20


@dataclass(frozen=True)
class Renamed:
    """A file that was given another name, and why."""

    old: str
    new: str
    why: str


@dataclass
class Arranged:
    """The files of a submission by the paths that they get; `earlier` are attempts that no longer count."""

    files: dict[str, Member] = field(default_factory=dict)
    earlier: list[tuple[str, Member]] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    notebook: str | None = None


@contextlib.contextmanager
def arranged(handin: HandIn, lesson: Lesson, most_bytes: int) -> Iterator[Arranged]:
    """Put a hand-in in order. Its files can be read until the context ends.

    Raises
    ------
    SubmissionError
        If nothing of it may be used, or the notebook that counts may not.
    """
    with contextlib.ExitStack() as stack:
        result = Arranged()
        files = [(path, member, handin.uploads.get(number, 0)) for number, (path, member) in enumerate(handin.files)]
        files = [each for each in files if not _ignored(each[0], lesson)]
        if len(files) > MOST_FILES:
            raise SubmissionError(f"too many files: {len(files):,}, the limit is {MOST_FILES:,}")
        if not any(_is(path, ".ipynb") for path, _, _ in files):
            zips = [each for each in files if _is(each[0], ".zip") and not each[1].problem]
            if zips:
                newest = max(zips, key=lambda each: each[2])
                result.earlier = [(PurePosixPath(path).name, member) for path, member, _ in zips if member != newest[1]]
                inner = stack.enter_context(_unzipped(newest[1], most_bytes))
                result.notes.append(f"it was a zip, {PurePosixPath(newest[0]).name!r}: unpacked")
                files = [(member.name, member, 0) for member in inner if not _ignored(member.name, lesson)]
        files = _without_wrapping(files)
        if not handin.trust_timestamp:
            result.left_out += [
                (path, "the student's own: nobody's word on when it was handed in")
                for path, _, _ in files
                if same_file(path) == TIMESTAMP
            ]
            files = [each for each in files if same_file(each[0]) != TIMESTAMP]
        _choose(result, files, lesson)
        _leave_out(result)
        if not result.files:
            reasons = "; ".join(f"{path!a}: {reason}" for path, reason in result.left_out[:3])
            raise SubmissionError(f"nothing in it can be used ({reasons or 'it is empty'})")
        total = sum(member.size for member in result.files.values())
        if total > most_bytes:
            raise SubmissionError(
                f"too large: {total / 1e6:.1f} MB, the limit is {most_bytes / 1e6:.1f} MB "
                "(c.Autograder.submission_bytes)"
            )
        yield result


def _is(path: str, ending: str) -> bool:
    return path.lower().endswith(ending)


def _ignored(path: str, lesson: Lesson) -> bool:
    patterns = lesson.course.directory.ignore
    parts = path.split("/")
    return bool(JUNK.search(path)) or any(fnmatch.fnmatch(part, each) for part in parts for each in patterns)


_File = tuple[str, Member, int]


@contextlib.contextmanager
def _unzipped(member: Member, most_bytes: int) -> Iterator[list[Member]]:
    """The files of a student's own zip. A zip within it stays closed: one level is what honest work needs."""
    with tempfile.SpooledTemporaryFile(SPOOL) as file:
        copy_out(member, file, most_bytes)
        with zip_members(file, MOST_FILES, MOST_DIRECTORY_BYTES) as inner:
            total = sum(each.size for each in inner if not each.problem)
            if total > most_bytes:
                raise SubmissionError(
                    f"its zip would grow to {total / 1e6:.1f} MB, the limit is {most_bytes / 1e6:.1f} MB"
                )
            nested = "a zip within a zip is not opened"
            yield [
                Member(each.name, each.size, each.problem or (nested if _is(each.name, ".zip") else None), each.open)
                for each in inner
            ]


def _without_wrapping(files: list[_File]) -> list[_File]:
    """The files without folders that hold everything, as zips of a folder have them."""
    while True:
        tops = {path.partition("/")[0] for path, member, _ in files if not member.problem}
        if len(tops) != 1 or any("/" not in path for path, member, _ in files if not member.problem):
            return files
        top = tops.pop() + "/"
        files = [(path.removeprefix(top), member, upload) for path, member, upload in files]


def _choose(result: Arranged, files: list[_File], lesson: Lesson) -> None:
    """Sort the files into what counts and what came before, and give the notebook its name."""
    wanted = f"{lesson.notebook_name}.ipynb"
    notebooks = [each for each in files if _is(each[0], ".ipynb")]
    here = [each for each in notebooks if "/" not in each[0]] or notebooks
    own = [each for each in here if lesson.notebook_name.casefold() in _stems(each[0])]
    if not own and len({_stems(path)[-1] for path, _, _ in here}) == 1:
        own = here

    def age(each: _File) -> tuple[int, bool, int]:
        """The latest upload; where none is known, the right name before a copy's, and of copies the last."""
        return each[2], _stems(each[0])[0] == lesson.notebook_name.casefold(), _number(each[0])

    chosen = max(own, key=age, default=None)
    rivals = [each for each in own if chosen is not None and age(each) == age(chosen)]
    if chosen is not None and len(rivals) > 1:  # one name twice, or in two folders: nothing says which is meant
        names = ", ".join(ascii(path) for path, _, _ in rivals)
        raise SubmissionError(f"several notebooks could be the one that counts: {names}")
    for path, member, upload in files:
        if chosen is not None and member is chosen[1]:
            result.notebook = wanted
            if path != wanted:
                others = len(own) - 1
                why = f"the latest of {others + 1} uploads" if others else "the lesson's notebook has this name"
                result.renamed.append(Renamed(path, wanted, why))
        elif (path, member, upload) in own:
            result.earlier.append((wanted, member))
    taken = {id(chosen[1])} if chosen is not None else set()
    rest = [each for each in files if id(each[1]) not in taken and each not in own]
    if chosen is not None:
        result.files[wanted] = chosen[1]
        _check(chosen[0], chosen[1])
    elif len(here) > 1:
        result.notes.append(f"several notebooks, none called {wanted}: it cannot be graded like this")
    elif not here:
        result.notes.append("there is no notebook in it")
    rest = _latest(result, rest)
    clashing = clashes([path for path, _, _ in rest] + ([wanted] if chosen is not None else []))
    for path, member, _ in rest:
        reason = member.problem or name_problem(path) or clashing.get(path)
        if reason:
            result.left_out.append((path, reason))
        else:
            result.files[path] = member


def _latest(result: Arranged, files: list[_File]) -> list[_File]:
    """Of files with one name the one that was uploaded last; the others are earlier attempts."""
    newest: dict[str, int] = {}
    for path, _, upload in files:
        newest[path] = max(upload, newest.get(path, 0))
    result.earlier += [(path, member) for path, member, upload in files if upload < newest[path]]
    return [each for each in files if each[2] == newest[each[0]]]


def _check(path: str, member: Member) -> None:
    reason = member.problem or (name_problem(path) if "/" in path or "\0" in path else None)
    if reason:
        raise SubmissionError(f"the notebook that counts, {path!a}, must not be read: {reason}")


def _leave_out(result: Arranged) -> None:
    """Earlier attempts that must not be read are left out too."""
    fine = []
    for path, member in result.earlier:
        if reason := member.problem or name_problem(path):
            result.left_out.append((member.name, reason))
        else:
            fine.append((path, member))
    result.earlier = fine


def _stems(path: str) -> tuple[str, str]:
    """A file's name without its ending, and the same without the number of a copy."""
    stem = PurePosixPath(path).stem.casefold()
    match = COPY.match(stem)
    return stem, match["stem"].strip() if match else stem


def _number(path: str) -> int:
    match = COPY.match(PurePosixPath(path).stem)
    if not match:
        return -1
    return int(match["a"] or match["b"] or match["c"] or 0)


def write_files(files: dict[str, Member], folder: Path, must: str | None, most_bytes: int) -> list[tuple[str, str]]:
    """Write files below a new folder; returns those that turned out to be unreadable, with reasons.

    Raises
    ------
    SubmissionError
        If the file that must be there is one of them, or all of them hold more than allowed.
    """
    failed = []
    left = most_bytes
    for path, member in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("xb") as file:
                left -= copy_out(member, file, left)
        except SubmissionError as error:
            target.unlink()
            if path == must:
                raise SubmissionError(f"{member.name!a}: {error}") from error
            failed.append((path, str(error)))
    return failed
