from __future__ import annotations

import codecs
import json
import os
import re
import signal
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
import typer
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder import grading, records
from autograder.errors import AutograderError
from autograder.execution import Limits
from autograder.grade import command
from autograder.gradebook import open_gradebook, recorded_points
from autograder.grading import Batch, Graded, describe, grade_lesson, grade_submission, summarise
from autograder.intake import Submission
from autograder.restore import make_frame
from tests.miniature import NAME, POINTS, Mini, PlainExecutor, cell

FULL = {"double-test": 2.0, "double-hidden": 1.0, "square-test": 3.0, "why": None}


def grade(mini: Mini, *students: str, **options: object) -> Batch:
    options.setdefault("executor", PlainExecutor())
    return grade_lesson(mini.lesson, list(students), 2, **options)


def lines(batch: Batch) -> dict[str, str]:
    return {line.student: describe(line) for line in batch.lines}


def stored(mini: Mini) -> dict[str, bytes]:
    """All files below grading/, but for the gradebook."""
    paths = (path for path in mini.course.grading.rglob("*") if path.is_file() and path.suffix != ".db")
    return {str(path.relative_to(mini.root)): path.read_bytes() for path in sorted(paths)}


def test_a_fresh_clone_needs_one_command(mini: Mini) -> None:
    mini.submit("ada")
    (mini.submit("bob", mini.answered(double=None)) / "timestamp.txt").write_text("2025-10-01 12:00:00 UTC")
    batch = grade(mini)
    assert lines(batch) == {
        "ada": "ada: 6 / 6 points, 4 to grade by hand",
        "bob": "bob: 3 / 6 points, 4 to grade by hand",
    }
    assert summarise(batch) == ["2 graded."]
    ada, bob = records.all_records(mini.course, NAME)
    assert (ada.points, ada.max_points, ada.status, ada.failures) == (FULL, POINTS, "graded", [])
    assert bob.submitted_at == "2025-10-01T12:00:00"
    folder = mini.course.autograded / "bob" / NAME
    assert sorted(path.name for path in folder.iterdir()) == ["mini.ipynb", "timestamp.txt"]
    assert all(path.stat().st_mode & 0o777 == 0o444 for path in folder.iterdir())
    graded = nbformat.read(folder / "mini.ipynb", as_version=4)
    assert cell(graded, "double-test").outputs[-1].ename == "NotImplementedError"
    with Gradebook(mini.course.database_url, mini.course.directory.course_id) as book:
        assert {each["student"]: each["score"] for each in book.submission_dicts(NAME)} == {"ada": 6.0, "bob": 3.0}


def test_twice_changes_nothing(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    mini.submit("ada")
    mini.submit("bob", mini.answered(double="def double(x):\n    return grade"))
    grade(mini)
    before = stored(mini)
    times = {path: path.stat().st_mtime_ns for path in mini.course.autograded.rglob("*")}

    class Refuse:
        def execute(self, *arguments: object) -> NotebookNode:
            raise AssertionError("nothing was to be graded")

    batch = grade(mini, executor=Refuse())
    assert [line.unchanged for line in batch.lines] == [True, True]
    assert lines(batch)["ada"] == "ada: 6 / 6 points, 4 to grade by hand, unchanged"
    assert stored(mini) == before
    assert {path: path.stat().st_mtime_ns for path in mini.course.autograded.rglob("*")} == times
    forced = grade(mini, force=True)
    assert [line.unchanged for line in forced.lines] == [False, False]
    assert stored(mini) == before


@pytest.mark.parametrize(
    "change", ["submission", "lesson", "checks", "gradebook", "notebook", "record", "damage", "timestamp"]
)
def test_what_changed_is_graded_again(mini: Mini, change: str) -> None:
    mini.submit("ada")
    mini.submit("bob")
    grade(mini)
    if change == "submission":
        mini.submit("ada", mini.answered(double=None))
    elif change == "lesson":
        lesson = nbformat.read(mini.lesson.solution, as_version=4)
        cell(lesson, "square-test").source += "\nassert square(-1) == 1"
        nbformat.write(lesson, mini.lesson.solution)
    elif change == "checks":
        (mini.root / "utils").mkdir()
        (mini.root / "utils" / "checks.py").write_text("")
    elif change == "gradebook":
        (mini.course.grading / "gradebook.db").unlink()
    elif change == "notebook":
        (mini.course.autograded / "ada" / NAME / "mini.ipynb").unlink()
    elif change == "record":
        records.record_path(mini.lesson, "ada").unlink()
    elif change == "damage":
        records.record_path(mini.lesson, "ada").write_text("{")
    else:
        (mini.folder("ada") / "timestamp.txt").write_text("2025-10-01 12:00:00 UTC")
    everybody = change in ("lesson", "checks", "gradebook")
    batch = grade(mini)
    assert [line.unchanged for line in batch.lines] == [False, not everybody]
    assert all(line.unchanged for line in grade(mini).lines)


def test_a_moved_due_date_needs_no_grading(mini: Mini) -> None:
    (mini.submit("ada") / "timestamp.txt").write_text("2025-10-02 13:01:00 UTC")
    grade(mini)
    with open_gradebook(mini.course) as book:
        book.update_or_create_assignment(NAME, duedate=datetime(2025, 10, 1, 12))
    batch = grade(mini)
    assert lines(batch)["ada"] == "ada: 6 / 6 points, 4 to grade by hand, late by 1 d 1 h, unchanged"
    assert records.all_records(mini.course, NAME)[0].late_seconds == 25 * 3600 + 60


def bad_class(mini: Mini) -> dict[str, str]:
    """A class in which everything is wrong; what must be said of each student."""
    good = nbformat.writes(mini.answered())
    data = good.encode()
    said = {}

    def student(name: str, words: str, content: bytes | NotebookNode | None = data, file: str = "mini.ipynb") -> Path:
        said[name] = words
        return mini.submit(name, content, file) if content is not None else mini.folder(name)

    student("a honest", "6 / 6 points")
    student("b[1].é+x", "stock nbgrader commands do not find this id")
    student("bom", "a byte-order mark: read all the same", codecs.BOM_UTF8 + data)
    student("cut", "NOT GRADED: it is not valid JSON (it breaks off", data[: len(data) // 2])
    doubled = mini.answered()
    doubled.cells.append(nbformat.from_dict(dict(cell(doubled, "double-test"))))
    student("doubled", "cells found more than once", json.dumps(doubled).encode())
    student("empty", "NOT GRADED: the notebook is empty (0 bytes)", b"")
    student("folder", "NOT GRADED: no notebook in its folder: found nothing, wanted mini.ipynb", None)
    student("huge", "NOT GRADED: too large: 0.3 MB, the limit is 0.2 MB", b" " * 300_000)
    accents = json.dumps(mini.answered(why="Voilà."), ensure_ascii=False).replace("—", "-")
    student("latin", "not UTF-8: read as Latin-1", accents.encode("latin-1"))
    student("list", "NOT GRADED: it is JSON, but not a notebook", b"[1, 2]")
    student(".dot", "NOT GRADED: not opened: it starts with a dot")
    student("new\nline", "'new\\nline': NOT GRADED: not opened: it holds a line break")
    student("named", "its notebook is called 'answer.ipynb'", file="answer.ipynb")
    old = nbformat.v3.writes_json(nbformat.convert(mini.answered(), 3)).encode()
    student("old", "a notebook of format 3: upgraded to format 4", old)
    student("page", "NOT GRADED: it is a web page saved under a notebook's name", b"<html></html>")
    plain = mini.answered()
    for each in plain.cells:
        each.metadata = NotebookNode()
    student("plain", "nbgrader metadata was lost, recognised by their cell ids or texts", plain)
    several = student("several", "NOT GRADED: several notebooks, none called mini.ipynb", file="a.ipynb")
    (several / "b.ipynb").write_bytes(data)
    some = mini.answered()
    some.cells = [each for each in some.cells if each.id not in ("square", "square-test")]
    student("some", "missing cells, put back: square, square-test", some)
    student("time", "timestamp.txt holds 'yesterday', which is no date")
    (mini.folder("time") / "timestamp.txt").write_text("yesterday")
    student("utf-16", "encoded as UTF-16: read all the same", good.encode("utf-16"))
    (mini.course.submitted / "out").symlink_to(mini.root)
    said["out"] = "NOT GRADED: not opened: the student's folder is a link"
    (mini.course.submitted / "missing").mkdir()
    return said


REFUSED = {"cut", "empty", "folder", "huge", "list", ".dot", "new\nline", "page", "several", "out"}


def test_one_bad_submission_costs_nobody_else_anything(tmp_path: Path) -> None:
    mini = Mini(tmp_path / "course", "c.Autograder.submission_bytes = 200_000")
    said = bad_class(mini)
    batch = grade(mini)
    given = lines(batch)
    assert list(given) == sorted(said)
    for student, words in said.items():
        assert words in given[student]
        assert "\n" not in given[student]
    assert {line.student for line in batch.failed} == REFUSED
    assert summarise(batch) == [
        "Did not submit (1): missing",
        f"{len(said) - len(REFUSED)} graded, {len(REFUSED)} NOT graded: see above.",
    ]
    points = {record.student: record.total for record in records.all_records(mini.course, NAME)}
    ungradable = REFUSED - {".dot", "new\nline"}
    assert points == {
        name: 0 if name in ungradable else 3 if name == "some" else 6 for name in set(said) - REFUSED | ungradable
    }
    for record in records.all_records(mini.course, NAME):
        assert record.status == ("ungradable" if record.student in ungradable else "graded")
        assert (record.status == "graded") or record.notes_for("student")
    again = grade(mini)
    assert {line.student for line in again.lines if not line.unchanged} == REFUSED
    with Gradebook(mini.course.database_url, mini.course.directory.course_id) as book:
        assert {student.id for student in book.students} == set(said) - REFUSED


class Fragile(PlainExecutor):
    """Dies of a submission that says how; else like :class:`PlainExecutor`."""

    def execute(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> NotebookNode:
        source = cell(notebook, "double").source
        if "kill" in source:
            os.kill(os.getpid(), signal.SIGKILL)
        if "leave" in source:
            os._exit(3)
        if "stumble" in source:
            raise KeyError("a fault of the autograder's")
        return super().execute(notebook, limits, files)


def test_a_worker_that_dies_costs_its_own_submission(mini: Mini) -> None:
    for student, answer in (
        ("ada", None),
        ("bob", "kill = 1"),
        ("cy", "leave = 1"),
        ("dan", "stumble = 1"),
        ("eve", None),
    ):
        mini.submit(student, mini.answered(**{"double": answer} if answer else {}))
    batch = grade(mini, executor=Fragile())
    assert lines(batch) == {
        "ada": "ada: 6 / 6 points, 4 to grade by hand",
        "bob": "bob: NOT GRADED: grading it failed: its process died (SIGKILL)",
        "cy": "cy: NOT GRADED: grading it failed: its process died (exit code 3)",
        "dan": next(said for said in lines(batch).values() if 'KeyError: "a fault' in said),
        "eve": "eve: 6 / 6 points, 4 to grade by hand",
    }


def test_an_interrupted_batch_goes_on_where_it_stopped(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    for student in ("ada", "bob", "cy"):
        mini.submit(student)
    real, calls = grading.records.save, []

    def interrupted(lesson: object, record: records.Record) -> None:
        calls.append(record.student)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(lesson, record)

    monkeypatch.setattr(grading.records, "save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        grade(mini)
    monkeypatch.setattr(grading.records, "save", real)
    done = {record.student for record in records.all_records(mini.course, NAME)}
    assert done == {calls[0]}
    batch = grade(mini)
    assert {line.student for line in batch.lines if line.unchanged} == done
    assert [record.points for record in records.all_records(mini.course, NAME)] == [FULL] * 3
    with open_gradebook(mini.course) as book:
        assert [recorded_points(book, mini.lesson, student) for student in ("ada", "bob", "cy")] == [FULL] * 3


def test_some_students_only(mini: Mini) -> None:
    mini.submit("ada")
    mini.submit("bob")
    batch = grade(mini, "bob", "ghost", "..")
    assert lines(batch) == {
        "ghost": "ghost: NOT GRADED: did not submit 01-mini",
        "..": "'..': NOT GRADED: no such student: it starts with a dot",
        "bob": "bob: 6 / 6 points, 4 to grade by hand",
    }
    assert len(batch.failed) == 2
    assert [record.student for record in records.all_records(mini.course, NAME)] == ["bob"]


def test_grading_is_a_function_of_its_arguments(mini: Mini) -> None:
    frame = make_frame(mini.lesson)
    submission = Submission("ada", nbformat.writes(mini.answered()).encode(), {"helper.py": b"x = 1"})
    results = [grade_submission(submission, frame, Limits(), PlainExecutor()) for _ in range(2)]
    assert results[0] == results[1]
    assert isinstance(results[0], Graded)
    assert results[0].scores.points == FULL
    assert not any(mini.course.grading.rglob("*"))


def test_a_broken_lesson_is_said_before_anything_is_made(mini: Mini) -> None:
    mini.submit("ada")
    mini.lesson.solution.unlink()
    with pytest.raises(AutograderError, match="autograder build"):
        grade(mini)


def test_files_of_the_submission_and_of_the_lesson(mini: Mini) -> None:
    (mini.lesson.text.parent / "data.csv").write_text("the lesson's")
    folder = mini.submit(
        "ada",
        mini.answered(double="def double(x):\n    assert files['data.csv'] == b\"the lesson's\"\n    return x + x"),
    )
    (folder / "data.csv").write_text("mine")
    (folder / "helper.txt").write_text("mine")
    grade(mini)
    graded = mini.course.autograded / "ada" / NAME
    assert (graded / "data.csv").read_text() == "the lesson's"
    assert (graded / "helper.txt").read_text() == "mine"
    assert records.all_records(mini.course, NAME)[0].points == FULL
    (folder / "helper.txt").unlink()
    grade(mini)
    assert sorted(path.name for path in graded.iterdir()) == ["data.csv", "mini.ipynb"]


def run_command(mini: Mini, *arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, [*arguments, "--course", str(mini.root)])
    if isinstance(result.exception, AutograderError):
        return 2, str(result.exception)
    return result.exit_code, result.output


def test_the_command(mini: Mini) -> None:
    assert run_command(mini, "nothing") == (2, "There is no lesson 'nothing'. The lessons are: 01-mini.")
    code, said = run_command(mini, "1")
    assert (code, "There are no submissions" in said) == (2, True)
    mini.submit("ada", mini.answered(double="def double(x):\n    return x * x"))
    mini.submit("[red]", b"")
    code, said = run_command(mini, "1", "-s", "ada")
    assert (code, said) == (0, "ada: 3 / 6 points, 4 to grade by hand\n1 graded.\n")
    code, said = run_command(mini, "mini", "--jobs", "1")
    assert (code, "[red]" in said) == (1, True)
    assert said.splitlines() == [
        "[red]: NOT GRADED: the notebook is empty (0 bytes)",
        "ada: 3 / 6 points, 4 to grade by hand, unchanged",
        "1 graded (1 of them unchanged), 1 NOT graded: see above.",
    ]


def test_records_hold_nothing_of_the_machine(mini: Mini) -> None:
    mini.submit(
        "ada", mini.answered(double="def double(x):\n    raise ValueError(f'{double} {__import__(\"os\").getcwd()}/')")
    )
    texts = []
    for force in (False, True):
        grade_lesson(mini.lesson, force=force)
        texts.append(records.record_path(mini.lesson, "ada").read_text())
    assert texts[0] == texts[1]
    message = records.all_records(mini.course, NAME)[0].failures[0].message
    assert re.fullmatch(r"<function double at 0x…> ", message)
