from __future__ import annotations

import csv
import io
import json
import os
import stat
import warnings
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli import app
from autograder.class_list import read_due
from autograder.collect import collect
from autograder.collect_report import Outcome
from autograder.errors import AutograderError
from autograder.gradebook import open_gradebook
from tests.miniature import NAME, Mini

ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Lovelace, Ada",101,M1,ada,A
"Børge, Bob",102,M2,bob,A
"de la Cruz, Cleo",103,M3,cleo,B
"Lovelace, Ada",104,M4,ada2,B
"Day, Dan",105,M5,dan,B
"""


def write_zip(path: Path, files: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of duplicate names
        for name, data in files:
            archive.writestr(name, data)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, but for the gradebook."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".db")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def submitted(mini: Mini) -> dict[str, bytes]:
    return {name.replace(f"/{NAME}/", "/"): data for name, data in tree(mini.course.submitted).items()}


def notebook(mini: Mini, mark: str = "") -> bytes:
    answered = mini.answered(why=f"Because. {mark}")
    return nbformat.writes(answered).encode()


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def whys(outcome: Outcome) -> dict[str, str]:
    return {each["called"]: each["why"] for each in [*outcome.unknown, *outcome.refused]}


def test_canvas(mini: Mini, tmp_path: Path, roster: Path) -> None:
    source = write_zip(
        tmp_path / "submissions.zip",
        [
            ("lovelaceada_101_9001_mini.ipynb", b"first"),
            ("lovelaceada_101_9007_mini-1.ipynb", b"second"),
            ("lovelaceada_101_9008_data.csv", b"1,2"),
            # Canvas writes UTF-8 and does not say so
            ("børgebob_LATE_102_9002_Homework.ipynb".encode().decode("cp437"), b"late"),
            ("strangerthings_999_9003_mini.ipynb", b"who?"),
            ("__MACOSX/._x", b""),
            ("lovelaceada_104_9009_mini.ipynb", b"the other Ada"),
        ],
    )
    outcome = collect(mini.lesson, source, roster=roster, due=datetime(2025, 10, 1, 12))
    assert outcome.kind == "canvas"
    assert submitted(mini) == {
        "ada/data.csv": b"1,2",
        "ada/mini.ipynb": b"second",
        "ada2/mini.ipynb": b"the other Ada",
        "bob/mini.ipynb": b"late",
        "bob/timestamp.txt": b"2025-10-01 12:00:01.000000 UTC\n",
    }
    assert outcome.missing == ["cleo", "dan"]
    assert whys(outcome) == {"strangerthings_999": "nobody has the Canvas user id 999"}
    assert tree(mini.course.grading / "unknown") == {f"{NAME}/strangerthings_999/mini.ipynb": b"who?"}
    assert list(tree(mini.course.grading / "kept").values()) == [b"first"]
    report = json.loads((mini.course.grading / "collected" / f"{NAME}.json").read_text())
    ada, _, bob = report["collected"]
    assert ada["renamed"] == [{"old": "mini-1.ipynb", "new": "mini.ipynb", "why": "the latest of 2 uploads"}]
    assert ada["earlier_attempts"] == [
        f"kept/{NAME}/ada/{next(iter(tree(mini.course.grading / 'kept'))).split('/')[2]}"
    ]
    assert bob["late"]
    assert bob["time_is"] == "assumed"
    assert str(tmp_path) not in json.dumps(report)
    with Gradebook(mini.course.database_url) as book:
        assert {each.id: (each.first_name, each.last_name, each.lms_user_id) for each in book.students} == {
            "ada": ("Ada", "Lovelace", "101"),
            "bob": ("Bob", "Børge", "102"),
            "cleo": ("Cleo", "de la Cruz", "103"),
            "ada2": ("Ada", "Lovelace", "104"),
            "dan": ("Dan", "Day", "105"),
        }
        assert book.find_assignment(NAME).duedate == datetime(2025, 10, 1, 12)
    before = tree(mini.course.grading)
    again = collect(mini.lesson, source, roster=roster)
    assert {each.action for each in again.collected} == {"unchanged"}
    assert tree(mini.course.grading) == before
