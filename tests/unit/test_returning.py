"""Feedback in a zip, read as the program that imports it reads names; and through nbgrader's exchange."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.utils import notebook_hash
from small_class import FULL, SmallClass
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import AutograderError
from autograder.feedback import feedback
from autograder.returning import pack


@pytest.fixture
def small(tmp_path: Path) -> SmallClass:
    small = SmallClass(tmp_path)
    for student in ("ada", "ben", "cid"):
        small.grade(student, FULL)
    return small


def collected(small: SmallClass, kind: str, called: dict[str, tuple[str, int]]) -> None:
    """A report as `autograder collect` writes it, as far as returning reads it."""
    lines = [
        {"student": student, "called": name, "from": kind, "order": order} for student, (name, order) in called.items()
    ]
    path = small.course.grading / "collected" / "01-small.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"lesson": "01-small", "collected": lines}), encoding="utf-8")


def written(small: SmallClass) -> dict[str, Path]:
    return {path.parents[1].name: path for path in feedback(small.lesson)}


def canvas_reads(name: str) -> tuple[str, str] | None:
    """User and upload, as Canvas's `infer_comment_context_from_filename` takes them from a name."""
    base = name.rpartition("/")[2]
    numbers = [part for part in base.split("_") if re.fullmatch(r"\d+", part)]
    return (numbers[0], numbers[1]) if len(numbers) > 1 and not base.startswith("._") else None


def moodle_reads(path: str) -> tuple[int, str, str] | None:
    """Participant, plugin and file, as Moodle's `is_valid_filename_for_import` takes them from a path."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) >= 4 and info[1].isdigit():
            rest = [info[4] if len(info) == 5 else "", *parts]
            return int(info[1]), "_".join(info[2:4]), "/".join(rest)
    return None


def test_canvas(small: SmallClass) -> None:
    names = {"ada": ("lovelaceada_101", 9001), "ben": ("o_brien_ben_LATE_102", 9002), "cid": ("anon_x1y2z", 9003)}
    collected(small, "canvas", names)
    packed = pack(small.lesson, written(small), "canvas")
    with zipfile.ZipFile(packed.path) as archive:
        assert {canvas_reads(name) for name in archive.namelist()} == {("101", "9001"), ("102", "9002")}
        page = archive.read("lovelaceada_101_9001_small.html")
    assert page == (small.course.feedback / "ada" / "01-small" / "small.html").read_bytes()
    assert packed.count == 2
    assert list(packed.left_out) == ["cid"]
    assert "anon_x1y2z" in packed.left_out["cid"]


def test_moodle(small: SmallClass) -> None:
    collected(
        small, "moodle", {"ada": ("Ada Lovelace_1234567", 0), "ben": ("Ben O'Brien_7654321", 0), "cid": ("Cid", 0)}
    )
    packed = pack(small.lesson, written(small), "moodle")
    with zipfile.ZipFile(packed.path) as archive:
        read = {moodle_reads(name) for name in archive.namelist()}
    assert read == {
        (1234567, "assignsubmission_file", "/small.html"),
        (7654321, "assignsubmission_file", "/small.html"),
    }
    assert packed.left_out == {"cid": "is called 'Cid' there, which holds no participant number"}


def test_the_same_pages_give_the_same_bytes(small: SmallClass) -> None:
    first = pack(small.lesson, written(small), "plain").path.read_bytes()
    assert pack(small.lesson, written(small), "plain").path.read_bytes() == first


def test_what_is_needed_is_said(small: SmallClass) -> None:
    pages = written(small)
    with pytest.raises(AutograderError, match=r"01-small\.json is not there.*collect SOURCE --lesson 01-small"):
        pack(small.lesson, pages, "canvas")
    with pytest.raises(AutograderError, match="Gradescope imports no feedback files"):
        pack(small.lesson, pages, "gradescope")
    with pytest.raises(AutograderError, match=r"no zip for 'blackboard'\. Wanted: canvas, moodle, plain"):
        pack(small.lesson, pages, "blackboard")
    collected(small, "moodle", {"ada": ("Ada_1", 0)})
    with pytest.raises(AutograderError, match="ada was not collected from Canvas"):
        pack(small.lesson, pages, "canvas")
    (small.course.grading / "collected" / "01-small.json").write_text("[]")
    with pytest.raises(AutograderError, match="not a report of `autograder collect`"):
        pack(small.lesson, pages, "canvas")


def test_the_command(small: SmallClass, tmp_path: Path) -> None:
    to = tmp_path / "out.zip"
    done = CliRunner().invoke(
        app, ["feedback", "1", "--zip", "plain", "--to", str(to), "--course", str(small.course.root)]
    )
    assert done.exit_code == 0, done.output
    assert f"3 of them in {to}" in done.output
    with zipfile.ZipFile(to) as archive:
        assert archive.namelist() == ["ada/small.html", "ben/small.html", "cid/small.html"]


def test_nbgraders_exchange_takes_our_pages(small: SmallClass, tmp_path: Path) -> None:
    folder = small.course.submitted / "ada" / "01-small"
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2030-03-01 11:00:00.000000 UTC")
    (folder / "submission_secret.txt").write_text("a long secret of this submission")
    (page,) = feedback(small.lesson, ["ada"])
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    options = ["--student=ada", f"--Exchange.root={exchange}"]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "release_feedback", "01-small", *options],
        cwd=small.course.root, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    name = notebook_hash(secret="a long secret of this submission", notebook_id="small")
    (released,) = exchange.glob(f"*/feedback/{name}.html")
    assert released.read_bytes() == page.read_bytes()


@pytest.mark.parametrize(
    ("kind", "downloaded", "returned"),
    [
        ("canvas", "lovelaceada_LATE_101_9001_small.ipynb", "lovelaceada_101_9001_small.html"),
        (
            "moodle",
            "Ada Lovelace_1234567_assignsubmission_file_/small.ipynb",
            "Ada Lovelace_1234567_assignsubmission_file_/small.html",
        ),
    ],
)
def test_from_the_zip_that_was_downloaded_to_the_zip_that_goes_back(
    small: SmallClass, tmp_path: Path, kind: str, downloaded: str, returned: str
) -> None:
    source, roster = tmp_path / "submissions.zip", tmp_path / "class.csv"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr(downloaded, small.lesson.release.read_text(encoding="utf-8"))
    roster.write_text(
        'student id,Student,ID,Identifier,Full name\nada,"Lovelace, Ada",101,Participant 1234567,Ada Lovelace\n'
    )
    arguments = ["collect", str(source), "--lesson", "1", "--roster", str(roster), "--course", str(small.course.root)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    packed = pack(small.lesson, {"ada": written(small)["ada"]}, kind)
    with zipfile.ZipFile(packed.path) as archive:
        assert archive.namelist() == [returned]
