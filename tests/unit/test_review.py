"""What `autograder review` lists for a class in which something of each kind happened; the sealed engine runs it."""

from __future__ import annotations

import re
from pathlib import Path

import nbgrader.api
import pytest
from html_check import check_page
from nbformat.v4 import new_code_cell, new_output
from typer.testing import CliRunner

from autograder.cli import app
from autograder.grading import grade_lesson
from autograder.review import (
    ALIKE,
    CLAIMED,
    CRASHED,
    DIFFERS,
    KINDS,
    TAMPERED,
    UNFAIR,
    UNGRADED,
    Review,
    page,
    review,
)
from tests.miniature import Mini, PlainExecutor, alembic_version, cell

LONG = """def square(x):
    # by adding
    total, odd = 0, 1
    sign = 1 if x >= 0 else -1
    for step in range(int(sign * x)):
        total = total + odd
        odd = odd + 2
        if odd < 0 or total < 0:
            raise ValueError("never", step)
    rest = sign * x - int(sign * x)
    return total + 2 * rest * int(sign * x) + rest * rest
"""
COPIED = LONG.replace("total", "acc").replace("odd", "o").replace("# by adding", "# my own")


def stored(text: str) -> list:
    return [new_output("stream", name="stdout", text=text)]


def own(source: str, outputs: list, name: str) -> object:
    return new_code_cell(source, id=name, outputs=outputs, execution_count=1)


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Mini:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader.api, "get_alembic_version", alembic_version)
        mini = Mini(tmp_path_factory.mktemp("review") / "course")
        mini.release()

        honest = mini.answered()
        honest.cells[5:5] = [
            own("print(sum(range(10)))", stored("45\n"), "sum"),
            own("import time\nprint(time.time_ns())", stored("1700000000\n"), "clock"),  # random: says nothing
            own("object()", [new_output("execute_result", {"text/plain": "<object at 0x7f0000aa1100>"})], "at"),
            own("1 / 0", [new_output("error", ename="ZeroDivisionError", evalue="division by zero")], "err"),
        ]
        mini.submit("ada", honest)

        claims = mini.answered(double="def double(x):\n    return x * x")
        cell(claims, "double-test").outputs = stored("all fine\n")
        claims.cells[5:5] = [own("print(sum(range(10)))", stored("4711\n"), "sum")]
        mini.submit("bob", claims)

        mini.submit("cid", b"{ not json")

        changed = mini.answered(double="import os\nos.system('true')\ndef double(x):\n    return x + x")
        cell(changed, "double-test").source = "pass"
        mini.submit("dot", changed)

        mini.submit("eve", mini.answered(square=LONG))
        mini.submit("fay", mini.answered(square=COPIED))
        mini.submit("gus", mini.answered(square="import os\nos._exit(3)"))
        mini.submit("hal", mini.answered(double="def double(x):\n    return x * 2.0"))
        grade_lesson(mini.lesson)
        yield mini


@pytest.fixture(scope="module")
def found(mini: Mini) -> Review:
    return review(mini.lesson)


def lines(found: Review, kind: object) -> list[tuple[str, str]]:
    return [(item.student, item.exercise) for item in found.items if item.kind is kind]


def test_the_most_urgent_comes_first(found: Review) -> None:
    ranks = [item.kind.rank for item in found.items]
    assert ranks == sorted(ranks)
    assert found.items[0].student == "cid"
    assert [kind.rank for kind in KINDS] == list(range(len(KINDS)))


def test_crashes(found: Review) -> None:
    assert ("cid", "all") in lines(found, CRASHED)
    assert ("gus", "Exercise 2") in lines(found, CRASHED)
    assert {student for student, _ in lines(found, CRASHED)} == {"cid", "gus"}
    broken = found.of(CRASHED)[0]
    assert "not valid JSON" in broken.why
    assert broken.where == ("grading/submitted/cid/01-mini/mini.ipynb",)


def test_tampering(found: Review) -> None:
    assert {student for student, _ in lines(found, TAMPERED)} >= {"dot"}
    said = " ".join(item.why for item in found.of(TAMPERED) if item.student == "dot")
    assert "double-test" in said or "Exercise 1" in said
    assert "starts other programs" in said
    assert not [item for item in found.items if item.student == "ada" and item.kind is TAMPERED]


def test_outputs_that_the_code_does_not_give(found: Review) -> None:
    assert lines(found, CLAIMED) == [("bob", "Exercise 1")]
    (claim,) = found.of(CLAIMED)
    assert "stored “all fine”, its code gives “AssertionError: double(3) is not 6." in claim.why
    assert claim.where[0] == "grading/submitted/bob/01-mini/mini.ipynb"
    assert re.fullmatch(r"/formgrader/submissions/\w+/#double-test", claim.where[1])
    (other,) = found.of(DIFFERS)  # and nothing of ada's: neither the clock, nor the address, nor the error
    assert (other.student, other.exercise) == ("bob", "cells of their own")
    assert "stored “4711”, its code gives “45”" in other.why


def test_near_identical_answers(found: Review) -> None:
    (pair,) = found.of(ALIKE)
    assert (pair.student, pair.exercise) == ("eve and fay", "Exercise 2")
    assert len(pair.where) == 4  # both files, both pages
    assert pair.pair is not None
    assert pair.pair.shared[0].sources == (LONG, COPIED)


def test_a_right_looking_answer_that_failed(found: Review) -> None:
    assert lines(found, UNFAIR) == [("hal", "Exercise 1")]
    assert "no known mistake fits: TypeError" in found.of(UNFAIR)[0].why


def test_answers_that_wait_for_a_person(found: Review) -> None:
    waiting = lines(found, UNGRADED)
    assert ("ada", "Written question") in waiting
    assert len(waiting) == 7
    assert all(re.search(r"^/formgrader/submissions/\w+/#why$", item.where[-1]) for item in found.of(UNGRADED))


def test_the_page(found: Review) -> None:
    told = check_page(page(found))
    for words in ("eve", "fay", "both sides", "stored “4711”", "There is no answer bank"):
        assert words in told.text
    assert page(found) == page(found)


def test_parts_can_be_left_out(mini: Mini) -> None:
    quick = review(mini.lesson, similarity=False, reproduce=False)
    assert not [item for item in quick.items if item.kind in (ALIKE, CLAIMED, DIFFERS)]
    assert quick.of(CRASHED)


def test_handed_in_again_since_the_grading(mini: Mini, tmp_path: Path) -> None:
    path = mini.folder("hal") / "mini.ipynb"
    before = path.read_bytes()
    try:
        mini.submit("hal", mini.answered())
        again = review(mini.lesson, similarity=False, executor=PlainExecutor())
    finally:
        path.write_bytes(before)
    assert "hal: stored outputs not compared: handed in again since the last grading." in again.remarks


def test_the_command(mini: Mini, tmp_path: Path) -> None:
    html = tmp_path / "look.html"
    arguments = ["review", "01", "--no-similar", "--no-reproduce", "--html", str(html), "--course", str(mini.root)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "Not graded, or stopped while it ran (2)" in done.output
    assert "things to look at" in done.output
    check_page(html.read_text(encoding="utf-8"))
