"""A new student's first ten minutes: find lesson 1, get exercise 0 wrong, read why, get it right, validate."""

import os
import re

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")  # a folder, to look at the pages oneself


def open_lesson(page: Page) -> None:
    """Find the lesson as a student does: two double clicks in the file browser."""
    page.locator(".jp-DirListing-item", has_text="01-perceptron").dblclick(timeout=60_000)
    page.locator(".jp-DirListing-item", has_text="perceptron.ipynb").dblclick()
    expect(page.locator(".jp-Notebook .jp-MarkdownCell").first).to_contain_text("The perceptron", timeout=60_000)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=60_000)


def cell(page: Page, text: str) -> Locator:
    """The code cell that holds `text`."""
    return page.locator(".jp-CodeCell", has=page.locator(".jp-InputArea", has_text=text)).first


def run(page: Page, code: Locator) -> str:
    """Run a cell with Shift+Enter; what it puts out, as one line of text."""
    prompt = code.locator(".jp-InputArea-prompt").first
    before = prompt.inner_text()
    code.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    if before.strip("[]: "):
        expect(prompt).not_to_have_text(before, timeout=60_000)
    expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=60_000)
    page.wait_for_timeout(200)  # outputs are drawn after the number
    return " ".join(" ".join(code.locator(".jp-OutputArea-output").all_inner_texts()).split())


def answer(page: Page, code: Locator, old: str, new: str) -> None:
    """Replace a line of a cell as a student does: select it and type."""
    line = code.locator(".cm-line", has_text=old)
    line.click()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type(new)


def test_a_new_student_gets_exercise_0_wrong_reads_why_and_passes(page):
    open_lesson(page)
    run(page, cell(page, "from utils import checks, datasets"))

    shown = run(page, cell(page, "def their_step"))
    assert "their_step(0) returned 0; wanted: 1" in shown
    assert "Likeliest cause: strict step" in shown

    stub, check = cell(page, "def step(z)"), cell(page, "check(step, 2.0)")
    run(page, stub)
    unwritten = run(page, check)
    assert "step is not written yet. Replace `raise NotImplementedError` in its cell" in unwritten
    assert "Traceback" not in unwritten

    answer(page, stub, "raise NotImplementedError", "return 1 if z > 0 else 0")
    run(page, stub)
    wrong = run(page, check)
    assert "Not yet. step(0) returned 0; wanted: 1. Here z is exactly 0." in wrong
    assert "Law: step(z) is 1 when z ≥ 0" in wrong
    assert "Likeliest cause: strict step — at exactly 0 the step is 1 in this course: compare with `>=`." in wrong
    assert "Traceback" not in wrong
    if SCREENSHOTS:
        page.screenshot(path=SCREENSHOTS + "/wrong.png")

    answer(page, stub, "return 1 if z > 0 else 0", "return 1 if z >= 0 else 0")
    run(page, stub)
    assert run(page, check) == "✓ step: 4 checks passed"


def test_validate_says_which_checks_fail(page):
    open_lesson(page)
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("is not written yet", timeout=120_000)
    expect(dialog).not_to_contain_text("Traceback")
