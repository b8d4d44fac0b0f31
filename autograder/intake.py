"""Submissions as students hand them in: found in `grading/submitted/`, read with suspicion, decoded with patience."""

from __future__ import annotations

import codecs
import fnmatch
import hashlib
import importlib.util
import json
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat

from .course import Course, Lesson
from .errors import AutograderError, SubmissionError
from .records import Note

TIMESTAMP = "timestamp.txt"
LONGEST_ID = 128  # the gradebook's column for a student's id
LONGEST_PATH = 500  # of a file beside the notebook
MOST_FILES = 1000
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@dataclass(frozen=True)
class Handed:
    """A folder `submitted/<student>/<lesson>`; `problem` says why it must not be opened."""

    student: str
    folder: Path
    problem: str | None = None


@dataclass(frozen=True)
class Roll:
    """Who handed in a lesson and who of the students known here did not."""

    handed: list[Handed]
    missing: list[str]


@dataclass(frozen=True)
class Submission:
    """What a student handed in, as bytes: the notebook, other files beside it, and when."""

    student: str
    notebook: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    timestamp: bytes | None = None
    notes: tuple[Note, ...] = ()

    @property
    def sha256(self) -> str:
        """A fingerprint of everything handed in."""
        parts = {"": self.notebook, **self.files, TIMESTAMP: self.timestamp or b""}
        digest = hashlib.sha256()
        for name in sorted(parts):
            digest.update(f"{name}\0{len(parts[name])}\0".encode("utf-8", "surrogateescape"))
            digest.update(parts[name])
        return digest.hexdigest()

    def submitted_at(self) -> tuple[datetime | None, list[Note]]:
        """When it was handed in (UTC), read as nbgrader reads it; a broken timestamp is said and ignored."""
        if self.timestamp is None:
            return None, []
        text = self.timestamp.decode("utf-8", "replace").strip()
        if not text:
            return None, [Note("ta", f"{TIMESTAMP} is empty: not counted as late")]
        from nbgrader.utils import parse_utc  # late: it takes long to import

        try:
            return parse_utc(text), []
        except (ValueError, OverflowError, TypeError):
            return None, [Note("ta", f"{TIMESTAMP} holds {text[:40]!r}, which is no date: not counted as late")]


@dataclass
class Cell:
    """A cell of a submission, reduced to what grading may believe of it."""

    kind: str
    source: str
    id: str | None = None
    nbgrader: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attachments: dict[str, Any] | None = None

    @property
    def grade_id(self) -> str | None:
        """The `grade_id` that the cell claims."""
        name = self.nbgrader.get("grade_id")
        return name if isinstance(name, str) and name else None


def id_problem(student: str) -> str | None:
    """Why a student's id cannot be used as a name of files and in the gradebook; None if it can."""
    if not student or student.strip() != student:
        return "it is empty or starts or ends with a space"
    if "/" in student or "\\" in student:
        return "it holds a slash"
    if student.startswith("."):
        return "it starts with a dot"
    if not student.isprintable():
        return "it holds a line break or another character that cannot be printed"
    if len(student.encode()) > LONGEST_ID:
        return f"it is longer than {LONGEST_ID} bytes"
    return None


def id_note(student: str) -> Note | None:
    """A warning for ids that we grade but that stock nbgrader's file patterns do not find."""
    if any(character in student for character in "[]*?"):
        return Note("ta", "stock nbgrader commands do not find this id: it holds one of [ ] * ?")
    return None


def call_roll(course: Course, lesson: Lesson, known: Iterable[str] = ()) -> Roll:
    """Who handed in the lesson. `known` are students of the gradebook, to be named if they did not.

    Raises
    ------
    AutograderError
        If there is no folder of submissions, or nobody's in it.
    """
    root, wanted = course.submitted, f"<student>/{lesson.name}/{lesson.notebook_name}.ipynb"
    if not root.is_dir():
        raise AutograderError(
            f"There are no submissions: {root} does not exist. Make it and put each notebook at {root.name}/{wanted}."
        )
    handed, missing = [], set(known)
    for entry in sorted(os.scandir(root), key=lambda entry: os.fsencode(entry.name)):
        problem = id_problem(entry.name)
        if entry.name.startswith(".") and not (Path(entry.path) / lesson.name).is_dir():
            continue  # .DS_Store, .ipynb_checkpoints: nobody's
        if not entry.is_symlink() and not entry.is_dir():
            continue
        folder = Path(entry.path) / lesson.name
        if entry.is_symlink():
            problem = problem or "the student's folder is a link to another place; put the folder itself there"
        elif folder.is_symlink():
            problem = problem or "the lesson's folder is a link to another place; put the folder itself there"
        elif _readable(entry.path) and not folder.is_dir():
            missing.add(entry.name)
            continue
        handed.append(Handed(entry.name, folder, problem))
    if not handed:
        raise AutograderError(f"Nobody handed in {lesson.name}: {root} holds no {wanted}.")
    return Roll(handed, sorted(missing - {each.student for each in handed}))


def read_submission(handed: Handed, lesson: Lesson, most_bytes: int, reserved: Iterable[str] = ()) -> Submission:
    """The bytes of a submission. Where a path of the lesson's own, in `reserved`, is in the way, a file is left out.

    Raises
    ------
    SubmissionError
        If there is no notebook to grade, or it must not or cannot be read.
    """
    if handed.problem:
        raise SubmissionError(f"not opened: {handed.problem}")
    try:
        return _read(handed, lesson, most_bytes, reserved)
    except OSError as error:
        name = Path(error.filename).name if error.filename else handed.folder.name
        raise SubmissionError(f"cannot be read: {name}: {error.strerror}. Check its permissions.") from error


def _read(handed: Handed, lesson: Lesson, most_bytes: int, reserved: Iterable[str]) -> Submission:
    wanted = f"{lesson.notebook_name}.ipynb"
    if not os.access(handed.folder.parent, os.R_OK | os.X_OK):
        raise PermissionError(13, "Permission denied", str(handed.folder.parent))
    paths, notes = _regular_files(handed.folder, lesson.course.directory.ignore)
    notebooks = [name for name in paths if name.lower().endswith(".ipynb") and "/" not in name]
    name = wanted if wanted in notebooks else notebooks[0] if len(notebooks) == 1 else None
    if name is None and notebooks:
        raise SubmissionError(f"several notebooks, none called {wanted}: found {', '.join(map(repr, notebooks))}")
    if name is None:
        found = ", ".join(map(repr, paths)) or "nothing"
        raise SubmissionError(f"no notebook in its folder: found {found}, wanted {wanted}")
    if name != wanted:
        notes.append(Note("ta", f"its notebook is called {name!r}, wanted {wanted}: graded all the same"))
        notes.append(Note("student", f"Your notebook was called {name}; please hand it in as {wanted}."))
    if len(paths) > MOST_FILES:
        raise SubmissionError(f"too many files: {len(paths)}, the limit is {MOST_FILES}")
    size = sum(path.stat().st_size for path in paths.values())
    if size > most_bytes:
        raise SubmissionError(
            f"too large: {size / 1e6:.1f} MB, the limit is {most_bytes / 1e6:.1f} MB (c.Autograder.submission_bytes)"
        )
    if (note := id_note(handed.student)) is not None:
        notes.append(note)
    content = {other: path.read_bytes() for other, path in paths.items()}
    timestamp = content.pop(TIMESTAMP, None)
    notebook = content.pop(name)
    files = {other: data for other, data in content.items() if not other.lower().endswith(".ipynb")}
    if shadows := sorted(other for other in files if _shadows(other)):
        files = {other: data for other, data in files.items() if other not in shadows}
        notes.append(Note("ta", f"files named like an installed module, left out: {_few(shadows)}"))
    taken = [*reserved, wanted, TIMESTAMP]
    if unusable := sorted(other for other in files if _unusable(other, taken)):
        files = {other: data for other, data in files.items() if other not in unusable}
        notes.append(Note("ta", f"files with names that cannot be used, left out: {_few([n[:80] for n in unusable])}"))
    return Submission(handed.student, notebook, files, timestamp, tuple(notes))


def _regular_files(folder: Path, ignore: list[str]) -> tuple[dict[str, Path], list[Note]]:
    """All ordinary files below a folder by their relative names; links, pipes and devices are left out and said."""
    found: dict[str, Path] = {}
    notes = []
    for here, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(name for name in folders if not _ignored(name, ignore))
        linked = [name for name in folders if (Path(here) / name).is_symlink()]
        for name in sorted(names) + linked:
            path = Path(here) / name
            if _ignored(name, ignore):
                continue
            if stat.S_ISREG(path.lstat().st_mode):
                found[path.relative_to(folder).as_posix()] = path
            else:
                notes.append(Note("ta", f"{path.relative_to(folder).as_posix()!r} is no ordinary file: not opened"))
    return found, notes


def _shadows(name: str) -> bool:
    """Whether Python would import this file instead of a module that is installed: code runs in the files' folder."""
    module = name.split("/")[0].split(".")[0]
    try:
        return module.isidentifier() and importlib.util.find_spec(module) is not None
    except ValueError:  # `__main__` and its like are there, but were not found anywhere
        return True


def _unusable(name: str, taken: Iterable[str]) -> bool:
    """Whether a file would be a folder of the lesson's or the other way round, or has a name that is none elsewhere."""
    clash = any(name.startswith(f"{each}/") or each.startswith(f"{name}/") for each in taken)
    return clash or not name.isprintable() or len(name) > LONGEST_PATH


def _raise(error: OSError) -> None:
    raise error


def _readable(folder: str) -> bool:
    return os.access(folder, os.R_OK | os.X_OK)


def _ignored(name: str, patterns: list[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)


def parse_notebook(data: bytes) -> tuple[list[Cell], list[Note]]:
    """The cells of a submitted notebook, whatever its encoding and format, and what had to be mended.

    Raises
    ------
    SubmissionError
        If the bytes are no notebook.
    """
    if not data.strip(b" \t\r\n\0"):
        raise SubmissionError(f"the notebook is empty ({len(data)} bytes)")
    text, notes = _decoded(data)
    content = _json(text)
    if not isinstance(content, dict) or not isinstance(content.get("cells", content.get("worksheets")), list):
        raise SubmissionError("it is JSON, but not a notebook: it has no list of cells")
    version = content.get("nbformat")
    if "cells" not in content or (isinstance(version, int) and version < 4):
        content = _upgraded(content)
        notes.append(Note("ta", f"a notebook of format {version}: upgraded to format 4"))
    cells = [_cell(raw) for raw in content["cells"]]
    broken = sum(cell is None for cell in cells)
    if broken:
        notes.append(Note("ta", f"{broken} of its cells were no cells at all: left out"))
    good = [cell for cell in cells if cell is not None]
    twice = sorted(name for name, count in Counter(cell.id for cell in good if cell.id).items() if count > 1)
    if twice:
        notes.append(Note("ta", f"cell ids used more than once: {_few(twice)}"))
    return good, notes


def _decoded(data: bytes) -> tuple[str, list[Note]]:
    encoding = json.detect_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("latin-1"), [Note("ta", "not UTF-8: read as Latin-1, so accents may have suffered")]
    if encoding == "utf-8":
        return text, []
    what = "a byte-order mark" if data.startswith(codecs.BOM_UTF8) else f"encoded as {encoding.upper()}"
    return text, [Note("ta", f"{what}: read all the same")]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise SubmissionError("its JSON is nested too deeply to be a notebook") from None
    except json.JSONDecodeError as error:
        if text.lstrip()[:1] == "<":
            raise SubmissionError("it is a web page saved under a notebook's name, not a notebook") from None
        end = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        where = "it breaks off" if end else f"line {error.lineno}, column {error.colno}"
        raise SubmissionError(f"it is not valid JSON ({where}: {error.msg})") from None
    except ValueError as error:
        raise SubmissionError(f"it is not valid JSON ({error})") from None


def _upgraded(content: dict[str, Any]) -> dict[str, Any]:
    try:
        upgraded = nbformat.convert(nbformat.reader.reads(json.dumps(content)), 4)
        if not isinstance(upgraded["cells"], list):
            raise TypeError("no list of cells")
    except Exception as error:
        raise SubmissionError(f"a notebook of an old format that cannot be upgraded ({error!r:.80})") from error
    return dict(upgraded)


def _cell(raw: object) -> Cell | None:
    if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    source = raw.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader, tags, name = metadata.get("nbgrader"), metadata.get("tags"), raw.get("id")
    attachments = raw.get("attachments")
    return Cell(
        kind=raw["cell_type"],
        # Half of a surrogate pair is legal in JSON and in no file.
        source=source.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n"),
        id=name if isinstance(name, str) and CELL_ID.fullmatch(name) else None,
        nbgrader=dict(nbgrader) if isinstance(nbgrader, dict) else {},
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        attachments=attachments if _are_attachments(attachments) else None,
    )


def _are_attachments(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(
            isinstance(bundle, dict) and all(isinstance(d, str) for d in bundle.values()) for bundle in value.values()
        )
    )


def _few(names: list[str], most: int = 5) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
