"""Submissions run again: what is reproduced, what is not, and what cannot be said."""

from __future__ import annotations

import json

import nbformat
import pytest
import typer
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from typer.testing import CliRunner

from autograder.errors import AutograderError
from autograder.verify import WIDGET, _plain, verify_command
from tests.unit.mini_lesson import make_course

APP = typer.Typer()
APP.command()(verify_command)


def code(source: str, *outputs, count: int | None = 1, name: str = ""):
    metadata = {"nbgrader": {"grade_id": name}} if name else {}
    return new_code_cell(source, outputs=list(outputs), execution_count=count, metadata=metadata)


def printed(text: str):
    return new_output("stream", name="stdout", text=text)


def result(text: str):
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def raised(kind: str, text: str):
    return new_output("error", ename=kind, evalue=text, traceback=["not compared"])


@pytest.fixture
def course(tmp_path):
    lesson = make_course(tmp_path)
    return lesson.course


def hand_in(course, student: str, *cells, **files: str) -> None:
    folder = course.submitted / student / "01-mini"
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Mini"), *cells]), folder / "mini.ipynb")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)


def run(course, *arguments: str) -> tuple[int, list[str]]:
    done = CliRunner().invoke(APP, ["mini", "--course", str(course.root), *arguments], catch_exceptions=False)
    return done.exit_code, done.output.splitlines()


def test_an_honest_submission_is_reproduced(course):
    hand_in(
        course,
        "ada",
        code("import os\nx = 2", count=1),
        code("print(x)", printed("2\n")),
        code("x * 21", result("42")),
        code("object()", result("<object at 0x7f0000000000>")),
        code("raise NotImplementedError", raised("NotImplementedError", "")),
        code("print(open('notes.txt').read())", printed("mine\n")),
        code("# NBVAL_SKIP\nprint('seen')", printed("seen\n")),
        notes_txt="mine",
        conftest_py="raise SystemExit('a conftest.py of a student was run')",
    )
    before = sorted(course.submitted.rglob("*"))
    assert run(course) == (
        0,
        ["ada: all stored outputs reproduced (6)", "1 submission of 01-mini, 0 with something to look at"],
    )
    assert sorted(course.submitted.rglob("*")) == before


def test_what_is_not_reproduced_is_shown(course):
    hand_in(
        course,
        "bob",
        code("# NBVAL_IGNORE_OUTPUT\nprint('a\\nb\\nc')", printed("a\nB\nc\n"), name="double-test"),
        code("1 / 0", raised("ZeroDivisionError", "division by zero")),
        code("[][0]", result("7")),
        code("pass", printed("✓ all passed\n")),
    )
    assert run(course) == (
        1,
        [
            "bob: 3 of 4 stored outputs not reproduced: cell 2 (double-test), cell 4 (`[][0]`), cell 5 (`pass`)",
            "    cell 2 (double-test)",
            "        stored: B",
            "                c",
            "        fresh:  b",
            "                c",
            "    cell 4 (`[][0]`)",
            "        stored: 7",
            "        fresh:  IndexError: list index out of range",
            "    cell 5 (`pass`)",
            "        stored: ✓ all passed",
            "        fresh:  (nothing)",
            "1 submission of 01-mini, 1 with something to look at",
        ],
    )


def test_what_cannot_be_compared_is_named_and_no_difference(course):
    view = {WIDGET: {"model_id": "1", "version_major": 2, "version_minor": 0}, "text/plain": "interactive()"}
    hand_in(
        course,
        "eve",
        code("print(1)"),
        code("x = 1"),
        code("print(2)", count=None),
        code("", count=None),
        code("print(3)", new_output("display_data", view)),
    )
    assert run(course) == (
        0,
        [
            "eve: no stored outputs to compare; never executed: cell 4 (`print(2)`); "
            "moving pictures, not compared: cell 6 (`print(3)`); no stored output: cell 2 (`print(1)`)",
            "1 submission of 01-mini, 0 with something to look at",
        ],
    )


def test_one_that_cannot_be_read_does_not_stop_the_rest(course):
    hand_in(course, "ada", code("1", result("1")))
    for student, text in {"bob": "{", "cid": "", "dan": "[]", "eve": '{"cells": [3, {"cell_type": "code"}]}'}.items():
        (course.submitted / student / "01-mini").mkdir(parents=True)
        (course.submitted / student / "01-mini" / "mini.ipynb").write_text(text)
    broken = {
        "cell_type": "code",
        "source": "2",
        "execution_count": 1,
        "outputs": [{"output_type": "?"}],
        "metadata": 3,
    }
    (course.submitted / "fay" / "01-mini").mkdir(parents=True)
    (course.submitted / "fay" / "01-mini" / "mini.ipynb").write_text(json.dumps({"cells": [broken], "nbformat": 4}))
    status, lines = run(course)
    assert status == 1
    assert lines == [
        "ada: all stored outputs reproduced (1)",
        "bob: not run: it is not valid JSON (it breaks off: Expecting property name enclosed in double quotes)",
        "cid: not run: the notebook is empty (0 bytes)",
        "dan: not run: it is JSON, but not a notebook: it has no list of cells",
        "eve: no stored outputs to compare",
        "fay: no stored outputs to compare; unreadable outputs: cell 1 (`2`)",
        "6 submissions of 01-mini, 3 with something to look at",
    ]


@pytest.mark.slow
def test_code_that_ends_or_blocks_its_kernel(course):
    text = (course.root / "nbgrader_config.py").read_text()
    (course.root / "nbgrader_config.py").write_text(text.replace("c.Execute.timeout = 60", "c.Execute.timeout = 3"))
    hand_in(course, "ada", code("1", result("1")), code("while True: pass", printed("x\n")), code("2", result("2")))
    hand_in(
        course, "bob", code("1", result("1")), code("import os; os._exit(1)", printed("x\n")), code("2", result("2"))
    )
    hand_in(course, "cid", code("1", result("1")))
    status, lines = run(course)
    assert status == 1
    assert lines[0].startswith("ada: stopped at cell 3 (`while True: pass`): ran longer than 3 s")
    assert lines[0].endswith("all stored outputs reproduced (1)")
    assert lines[1].startswith("bob: stopped at cell 3 (`import os; os._exit(1)`)")
    assert lines[2] == "cid: all stored outputs reproduced (1)"


def test_only_one_student_and_one_who_is_not_there(course):
    hand_in(course, "ada", code("1", result("1")))
    hand_in(course, "bob", code("1", result("2")))
    assert run(course, "--student", "ada")[0] == 0
    with pytest.raises(AutograderError, match="'zoe' did not hand in 01-mini"):
        run(course, "--student", "ada", "--student", "zoe")


def test_a_student_cannot_steer_the_terminal():
    assert _plain("a\x1b[2Jb\x1b]0;title\x07\n c\x00") == "ab�]0;title� c�"
