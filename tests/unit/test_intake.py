from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

import nbformat
import pytest

from autograder.errors import AutograderError, SubmissionError
from autograder.intake import Handed, Submission, call_roll, id_problem, parse_notebook, read_submission
from tests.miniature import NAME, Mini

MOST = 20_000_000


def as_bytes(cells: list | None = None, **more: object) -> bytes:
    notebook = {"cells": cells or [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}
    return json.dumps(notebook, ensure_ascii=False).encode()


def code(source: object, **more: object) -> dict:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


@pytest.mark.parametrize(
    "student", ["ada", "ada lovelace", "zoë", "a.b", "group[2]", "a+b", "-x", "李", "o'neill", "a..b"]
)
def test_ids_that_can_be_graded(student: str) -> None:
    assert id_problem(student) is None


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("", "empty"),
        (" ada", "space"),
        ("ada ", "space"),
        ("..", "dot"),
        (".", "dot"),
        (".hidden", "dot"),
        ("a/b", "slash"),
        ("a\\b", "slash"),
        ("a\nb", "line break"),
        ("a\x00b", "printed"),
        ("a\udcffb", "printed"),
        ("a\u202eb", "printed"),
        ("ä" * 65, "128"),
    ],
)
def test_ids_that_are_refused(student: str, reason: str) -> None:
    assert reason in (id_problem(student) or "")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty (0 bytes)"),
        (b" \n", "empty"),
        (b"{", "breaks off"),
        (as_bytes([code("x")])[:-20], "not valid JSON"),
        (b'{"cells": [1,, 2]}', "line 1, column 14"),
        (b"<!doctype html><html></html>", "web page"),
        (b"[]", "no list of cells"),
        (b"3", "no list of cells"),
        (b'{"a": 1}', "no list of cells"),
        (b'{"cells": 3, "nbformat": 4}', "no list of cells"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b'{"worksheets": [3], "nbformat": 3}', "cannot be upgraded"),
    ],
)
def test_what_is_no_notebook_is_said(data: bytes, reason: str) -> None:
    with pytest.raises(SubmissionError, match=r"notebook|JSON") as caught:
        parse_notebook(data)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("utf-8", None), ("utf-8-sig", "byte-order mark"), ("utf-16", "UTF-16"), ("latin-1", "Latin-1")],
)
def test_encodings(encoding: str, note: str | None) -> None:
    cells, notes = parse_notebook(as_bytes([code("x = 'é'")]).decode().encode(encoding))
    assert [cell.source for cell in cells] == ["x = 'é'"]
    assert len(notes) == (note is not None)
    assert note is None or note in notes[0].text


def test_format_3_is_upgraded() -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_markdown_cell("# T")]
    )
    old = nbformat.convert(notebook, 3)
    cells, notes = parse_notebook(nbformat.v3.writes_json(old).encode())
    assert [(cell.kind, cell.source) for cell in cells] == [("code", "x = 1"), ("markdown", "# T")]
    assert [note.text for note in notes] == ["a notebook of format 3: upgraded to format 4"]


def test_what_is_no_cell_is_left_out() -> None:
    raw = [code("x"), 3, {"cell_type": "movie"}, code(7), code(["a\n", "b"]), {"cell_type": "raw"}]
    cells, notes = parse_notebook(as_bytes(raw))
    assert [cell.source for cell in cells] == ["x", "a\nb", ""]
    assert "3 of its cells" in notes[0].text


def test_a_cell_is_reduced_to_what_may_be_believed() -> None:
    metadata = {"nbgrader": {"grade_id": 7}, "tags": "skip", "trusted": True}
    raw = code("\ud800 x\r\ny", id="not an id!", metadata=metadata, attachments={"a": 1})
    cells, _ = parse_notebook(json.dumps({"cells": [raw], "nbformat": 4}).encode())
    cell = cells[0]
    assert (cell.source, cell.id, cell.grade_id, cell.tags, cell.attachments) == ("? x\ny", None, None, (), None)


def test_cell_ids_that_are_used_twice_are_said() -> None:
    cells, notes = parse_notebook(as_bytes([code("a", id="x"), code("b", id="x"), code("c", id="y")]))
    assert [cell.source for cell in cells] == ["a", "b", "c"]
    assert notes[0].text == "cell ids used more than once: x"


def test_roll_call(mini: Mini, tmp_path: Path) -> None:
    for student in ("bob", "ada", "zoë x"):
        mini.submit(student)
    (mini.course.submitted / "late").mkdir()
    (mini.course.submitted / ".DS_Store").write_text("")
    (mini.course.submitted / ".ipynb_checkpoints").mkdir()
    (mini.course.submitted / "link").symlink_to(tmp_path)
    (mini.course.submitted / "inner").mkdir()
    (mini.course.submitted / "inner" / NAME).symlink_to(tmp_path)
    mini.submit(".dot")
    mini.submit("line\nbreak")
    roll = call_roll(mini.course, mini.lesson, known=["ada", "gone"])
    assert [(each.student, each.problem is None) for each in roll.handed] == [
        (".dot", False),
        ("ada", True),
        ("bob", True),
        ("inner", False),
        ("line\nbreak", False),
        ("link", False),
        ("zoë x", True),
    ]
    assert roll.missing == ["gone", "late"]


def test_nobody_there(mini: Mini) -> None:
    with pytest.raises(AutograderError, match="submitted does not exist"):
        call_roll(mini.course, mini.lesson)
    mini.course.submitted.mkdir(parents=True)
    with pytest.raises(AutograderError, match="Nobody handed in 01-mini"):
        call_roll(mini.course, mini.lesson)


def handed(mini: Mini, student: str = "ada") -> Handed:
    return Handed(student, mini.folder(student))


def test_names_of_notebooks(mini: Mini) -> None:
    folder = mini.submit("ada", name="Mini (1).ipynb")
    submission = read_submission(handed(mini), mini.lesson, MOST)
    assert any("'Mini (1).ipynb', wanted mini.ipynb" in note.text for note in submission.notes)
    (folder / "other.ipynb").write_text("{}")
    with pytest.raises(
        SubmissionError, match=r"several notebooks, none called mini.ipynb: found 'Mini \(1\).ipynb', 'ot"
    ):
        read_submission(handed(mini), mini.lesson, MOST)
    mini.submit("ada")
    assert read_submission(handed(mini), mini.lesson, MOST).notes == ()
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(SubmissionError, match="found nothing, wanted mini"):
        read_submission(handed(mini), mini.lesson, MOST)
    (folder / "mini.txt").write_text("")
    with pytest.raises(SubmissionError, match=r"found 'mini.txt', wanted mini.ipynb"):
        read_submission(handed(mini), mini.lesson, MOST)


def test_too_large(mini: Mini) -> None:
    mini.submit("ada", b"x" * 3000)
    with pytest.raises(SubmissionError, match="too large"):
        read_submission(handed(mini), mini.lesson, 2999)
    assert len(read_submission(handed(mini), mini.lesson, 3000).notebook) == 3000


def test_files_beside_the_notebook(mini: Mini, tmp_path: Path) -> None:
    folder = mini.submit("ada")
    for name in ("data/x.csv", "helper.py", "json.py", "utils/checks.py", "notes.md", "__pycache__/a.pyc", "old.ipynb"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(name)
    (folder / "secret").symlink_to(tmp_path)
    (folder / "key.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe")
    submission = read_submission(handed(mini), mini.lesson, MOST)
    assert sorted(submission.files) == ["data/x.csv", "helper.py"]
    said = " ".join(note.text for note in submission.notes)
    assert all(name in said for name in ("'secret'", "'key.txt'", "'pipe'", "json.py, utils/checks.py"))


def test_a_notebook_that_is_a_link_is_not_opened(mini: Mini) -> None:
    (mini.folder("ada") / "mini.ipynb").symlink_to(mini.lesson.solution)
    with pytest.raises(SubmissionError, match="no notebook"):
        read_submission(handed(mini), mini.lesson, MOST)


def test_unreadable(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    mini.submit("ada")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SubmissionError, match=r"cannot be read: mini.ipynb: Permission denied"):
        read_submission(handed(mini), mini.lesson, MOST)


@pytest.mark.parametrize(
    ("text", "when", "complaint"),
    [
        (b"2025-10-01 12:00:00.5 UTC", datetime(2025, 10, 1, 12, 0, 0, 500_000), None),
        (b"2025-10-01T12:00:00+02:00", datetime(2025, 10, 1, 10), None),
        (b"", None, "is empty"),
        (b"yesterday", None, "no date"),
        (b"\xff\xfe", None, "no date"),
        (b"9" * 400, None, "no date"),
        (None, None, None),
    ],
)
def test_timestamps(text: bytes | None, when: datetime | None, complaint: str | None) -> None:
    given, notes = Submission("ada", b"", timestamp=text).submitted_at()
    assert given == when
    assert [complaint in note.text for note in notes] == ([True] if complaint else [])


def test_the_fingerprint_covers_all_that_was_handed_in() -> None:
    prints = {
        Submission("ada", b"n").sha256,
        Submission("ada", b"m").sha256,
        Submission("ada", b"n", {"x": b""}).sha256,
        Submission("ada", b"n", {"y": b""}).sha256,
        Submission("ada", b"n", timestamp=b"2025").sha256,
    }
    assert len(prints) == 5
