"""Feedback pages in one zip, under the names by which an LMS hands each page to its student.

What is relied on, each from the program that reads the names:

Canvas (*Upload graded submissions*, which Canvas also calls re-upload; `Assignment#generate_comments_from_files` in
github.com/instructure/canvas-lms)
    The first two numbers between underscores of a file's name are the user's id and the id of the upload that it
    answers; both have to be those of this assignment, other files are passed over without a word. So each page takes
    the name that the downloaded submission had. The student gets it as an attachment to a comment, under the name of
    their own upload.
Moodle (*Upload multiple feedback files in a zip*; `mod/assign/feedback/file/importziplib.php` in
github.com/moodle/moodle)
    A folder `name_number_assignsubmission_file_`: the number is the participant's in this one assignment, and what is
    in the folder becomes a feedback file. The feedback type "Feedback files" has to be on.
Gradescope
    Has no import for feedback files, nor for grades of its own assignments. Hand the pages out another way.

Who was called what is in the report of `autograder collect`, `grading/collected/<lesson>.json`.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .course import Lesson
from .errors import AutograderError
from .records import write_atomically

CANVAS = re.compile(r"^.*_(?P<user>\d+)$")
MOODLE = re.compile(r"^[^_/]+_\d+$")
UNDATED = (1980, 1, 1, 0, 0, 0)  # the same pages give the same bytes
PLAIN = "plain"


@dataclass(frozen=True)
class Packed:
    """The zip, and the students whose page is not in it, with the reason."""

    path: Path
    count: int
    left_out: dict[str, str]


def pack(lesson: Lesson, feedback: Mapping[str, Path], kind: str, to: Path | None = None) -> Packed:
    """Put feedback pages into a zip for `canvas` or `moodle`, or a `plain` one with a folder for each student.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    feedback : mapping of str to Path
        Each student's page.
    kind : str
        `canvas`, `moodle` or `plain`.
    to : Path, optional
        Where the zip goes; by default `grading/returned/<lesson>-<kind>.zip`.

    Raises
    ------
    AutograderError
        If the LMS has no such upload, or nothing says how it calls anybody.
    """
    if kind == "gradescope":
        raise AutograderError(
            "Gradescope imports no feedback files, so there is no zip for it. Hand the pages out another way: "
            f"`--zip {PLAIN}` makes one with a folder for each student, `nbgrader release_feedback` uses the exchange."
        )
    if kind not in NAMES:
        raise AutograderError(f"There is no zip for {kind!r}. Wanted: {', '.join(NAMES)}.")
    collected = {} if kind == PLAIN else _collected(lesson, kind)
    names: dict[str, str] = {}
    left_out: dict[str, str] = {}
    for student in sorted(feedback):
        line = collected.get(student, {})
        if kind != PLAIN and line.get("from") != kind:
            left_out[student] = f"was not collected from {kind.capitalize()}"
            continue
        name = NAMES[kind](student, line, lesson.notebook_name)
        if name is None:
            left_out[student] = f"is called {line.get('called', '')!r} there, which holds no {NEEDED[kind]}"
        else:
            names[student] = name
    if not names:
        why = "; ".join(f"{student} {reason}" for student, reason in list(left_out.items())[:3]) or "there are none"
        raise AutograderError(f"No page can go into a zip for {kind.capitalize()}: {why}.")
    path = to or lesson.course.grading / "returned" / f"{lesson.name}-{kind}.zip"
    write_atomically(path, _zip({name: feedback[student].read_bytes() for student, name in names.items()}))
    return Packed(path, len(names), left_out)


def _canvas(student: str, line: Mapping[str, Any], notebook: str) -> str | None:
    called, upload = str(line.get("called", "")), line.get("order")
    if not CANVAS.match(called) or not isinstance(upload, int) or upload <= 0:
        return None
    return f"{called}_{upload}_{notebook}.html"


def _moodle(student: str, line: Mapping[str, Any], notebook: str) -> str | None:
    called = str(line.get("called", ""))
    return f"{called}_assignsubmission_file_/{notebook}.html" if MOODLE.match(called) else None


def _plain(student: str, line: Mapping[str, Any], notebook: str) -> str | None:
    return f"{student}/{notebook}.html"


NAMES: dict[str, Callable[[str, Mapping[str, Any], str], str | None]] = {
    "canvas": _canvas,
    "moodle": _moodle,
    PLAIN: _plain,
}
NEEDED = {"canvas": "user id and no id of an upload", "moodle": "participant number"}


def _collected(lesson: Lesson, kind: str) -> dict[str, dict[str, Any]]:
    """What the report of collecting says of each student."""
    path = lesson.course.grading / "collected" / f"{lesson.name}.json"
    if not path.is_file():
        raise AutograderError(
            f"{path} is not there, and only it knows how {kind.capitalize()} calls each student. It is written by "
            f"`autograder collect SOURCE --lesson {lesson.name}` from the zip that {kind.capitalize()} gave you; "
            "collecting the same zip once more changes nothing else."
        )
    try:
        lines = json.loads(path.read_text(encoding="utf-8"))["collected"]
        return {str(line["student"]): dict(line) for line in lines}
    except (ValueError, KeyError, TypeError) as error:
        raise AutograderError(
            f"{path} is not a report of `autograder collect` ({error!r}). Move it away and collect again."
        ) from error


def _zip(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, UNDATED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return data.getvalue()
