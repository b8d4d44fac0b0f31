"""Stock nbgrader's commands and `autograder grade` take turns on the same folders and the same gradebook."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import sysconfig

import pytest
from nbgrader.api import Gradebook

from autograder import records
from autograder.grading import grade_lesson
from tests.miniature import NAME, Mini

pytestmark = pytest.mark.slow
STOCK_PAGES = [
    "--GenerateFeedback.exporter_class=nbconvert.exporters.HTMLExporter",
    "--GenerateFeedback.preprocessors=nbgrader.preprocessors.GetGrades",
    "--GenerateFeedback.preprocessors=nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
DOUBLE_WRONG = "def double(x):\n    return x * x"


def stock(mini: Mini, *arguments: str) -> str:
    """Run an nbgrader command in the course; what it said."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=mini.root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout + done.stderr


def scores(mini: Mini) -> dict[str, dict[str, tuple]]:
    """All that the gradebook says of every test and answer, by student."""
    with Gradebook(mini.course.database_url, mini.course.directory.course_id) as book:
        return {
            each.student.id: {
                grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in each.notebooks[0].grades
            }
            | {comment.name + "?": comment.auto_comment for comment in each.notebooks[0].comments}
            for each in book.assignment_submissions(NAME)
        }


@pytest.fixture
def honest(mini: Mini) -> Mini:
    """A class of honest students."""
    mini.release()
    mini.submit("ada")
    mini.submit("bob", mini.answered(double=DOUBLE_WRONG))
    mini.submit("cy", mini.answered(square=None, why=None))
    (mini.folder("bob") / "timestamp.txt").write_text("2025-10-01 12:00:00 UTC")
    return mini


def test_stock_then_ours_then_stock_agree(honest: Mini) -> None:
    stock(honest, "generate_assignment", NAME, "--force")
    stock(honest, "autograde", NAME)
    first = scores(honest)
    assert {student: points["double-test"][0] for student, points in first.items()} == {
        "ada": 2.0,
        "bob": 0.0,
        "cy": 2.0,
    }
    ours = grade_lesson(honest.lesson)
    assert [line.problem for line in ours.lines] == [None] * 3
    assert scores(honest) == first
    assert all(line.unchanged for line in grade_lesson(honest.lesson).lines)
    stock(honest, "autograde", NAME, "--force")
    assert scores(honest) == first
    assert all(line.unchanged for line in grade_lesson(honest.lesson).lines)


def test_what_comes_after_grading_takes_our_grades(honest: Mini) -> None:
    grade_lesson(honest.lesson)
    assert "Skipping existing assignment" in stock(honest, "autograde", NAME)
    stock(honest, "generate_feedback", NAME, *STOCK_PAGES)
    page = (honest.course.feedback / "bob" / NAME / "mini.html").read_text()
    assert "double(3) is not 6." in page
    assert "(Score: 3.0 / 10.0)" in " ".join(page.split())
    stock(honest, "export")
    with (honest.root / "grades.csv").open(newline="") as file:
        scored = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}  # in the order of its ids
    assert scored == {"ada": 6.0, "bob": 3.0, "cy": 3.0}
    stock(honest, "generate_feedback", NAME, "--force")
    assert "double(3) is not 6." in (honest.course.feedback / "bob" / NAME / "mini.html").read_text()


def test_stock_cannot_be_stopped_by_what_we_repaired(mini: Mini) -> None:
    """Our graded notebooks are whole, whatever the submissions were."""
    import json

    import nbformat

    from tests.miniature import cell

    doubled = mini.answered()
    doubled.cells.append(nbformat.from_dict(dict(cell(doubled, "double-test"))))
    mini.submit("doubled", json.dumps(doubled).encode())
    gone = mini.answered()
    gone.cells = gone.cells[:5]
    mini.submit("gone", gone)
    mini.release()
    broken = mini.submit("time")
    (broken / "timestamp.txt").write_text("yesterday")
    grade_lesson(mini.lesson)
    for _ in range(2):
        stock(mini, "generate_feedback", NAME)
    assert sorted(path.parents[1].name for path in mini.course.feedback.rglob("mini.html")) == [
        "doubled",
        "gone",
        "time",
    ]
    assert {record.student: record.total for record in records.all_records(mini.course, NAME)} == {
        "doubled": 6.0,
        "gone": 3.0,
        "time": 6.0,
    }
