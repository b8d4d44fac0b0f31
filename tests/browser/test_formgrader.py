"""A TA grades a written question in formgrader: the rubric is beside the answer, and what they give comes back out."""

import csv
import json
import os
import re

import nbformat
import pytest
from playwright.sync_api import Page, expect

from autograder.export import export
from autograder.feedback import feedback
from autograder.gradebook import open_gradebook, record_grades
from autograder.lesson_record import record_lesson
from autograder.restore import make_frame

from ..miniature import RIGHT, Mini
from .conftest import OPTIONS, jupyterlab

pytestmark = pytest.mark.browser
SECRET = "Because x + x = 2 x."  # the reference answer, in the source alone


@pytest.fixture
def graded(mini: Mini) -> Mini:
    """One student's submission, graded but for the written question; nothing is run."""
    mini.release()
    mini.submit("ada")
    record_lesson(mini.lesson)
    notebook = make_frame(mini.lesson).notebook
    for cell in notebook.cells:
        cell.source = RIGHT.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    path = mini.course.autograded / "ada" / mini.lesson.name / "mini.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    points = {"double-test": 2.0, "double-hidden": 1.0, "square-test": 3.0, "why": None}
    with open_gradebook(mini.course) as book:
        record_grades(book, mini.lesson, "ada", None, (), points)
    return mini


def test_a_ta_grades_a_written_question_with_the_rubric_in_view(graded: Mini, browser) -> None:
    with open_gradebook(graded.course) as book:
        submission = book.find_submission_notebook("mini", graded.lesson.name, "ada").id
    # In the course's folder, as the README tells a TA to start it.
    with jupyterlab(["jupyter", "lab", *OPTIONS.split()], graded.root, graded.root.parent) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page: Page = context.new_page()
        page.goto(f"{address}/lab?token=test")
        page.goto(f"{address}/formgrader/submissions/{submission}/?index=0")

        rubric = page.locator("details.rubric")
        expect(rubric).to_have_count(1, timeout=60_000)
        expect(rubric).to_contain_text(SECRET)
        expect(rubric).to_contain_text("Reference answer and rubric")
        answer = page.locator(".nbgrader_cell", has_text="Because.").last
        above, below = rubric.bounding_box(), answer.bounding_box()
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"] + 1  # beside it: right before the answer
        if shots := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{shots}/formgrader.png", full_page=True)

        with page.expect_response(lambda said: "/api/grade" in said.url and said.request.method == "PUT"):
            points = page.locator("input#why")
            points.fill("3")
            points.press("Tab")
        with page.expect_response(lambda said: "/api/comment" in said.url and said.request.method == "PUT"):
            comment = page.locator("textarea#why-comment")
            comment.fill("Say *why* the two agree.")
            comment.press("Tab")
        context.close()

    (written,) = feedback(graded.lesson)
    told = written.read_text(encoding="utf-8")
    assert "Say <em>why</em> the two agree." in told
    assert re.search(r"<strong>9</strong>\s+of 10 points", told)
    exported = export(graded.course, ["01"], "csv")
    (row,) = csv.DictReader(exported.path.read_text(encoding="utf-8").splitlines())
    assert (row["student_id"], row["score"]) == ("ada", "9")

    # The rubric was on that page alone.
    for path in (written, graded.lesson.release, graded.course.autograded / "ada" / "01-mini" / "mini.ipynb"):
        assert SECRET not in path.read_text(encoding="utf-8")
    assert json.loads(graded.lesson.release.read_text(encoding="utf-8"))["cells"]
