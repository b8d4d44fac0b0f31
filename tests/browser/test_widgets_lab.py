"""A picture that is dragged in JupyterLab changes the numbers in Python, and the other way round."""

from __future__ import annotations

import re

import nbformat
import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
CELLS = [
    "from utils import widgets\n"
    "picture = widgets.half_plane(1, 1, -0.5, [[0, 0, 1, 1], [0, 1, 0, 1]], [0, 0, 0, 1])\npicture",
    "print(*picture.state['w'], picture.state['b'], sep=', ')",
    "picture.widget.b = -1.5",
]


def run(page: Page, number: int) -> str:
    """Run a cell with Shift+Enter; what it puts out."""
    code = page.locator(".jp-CodeCell").nth(number)
    before = code.locator(".jp-InputArea-prompt").first.inner_text()
    code.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    prompt = code.locator(".jp-InputArea-prompt").first
    if before.strip("[]: "):
        expect(prompt).not_to_have_text(before, timeout=60_000)  # a star, or the next number
    expect(prompt).to_have_text(re.compile(r"\[\d+\]"), timeout=60_000)
    if "print" in code.locator(".cm-content").inner_text():
        expect(code.locator(".jp-OutputArea-output")).to_have_text(re.compile(r"\d"))
    page.wait_for_timeout(300)  # outputs are drawn after the number
    return " ".join(code.locator(".jp-OutputArea-output").all_inner_texts()).strip()


def test_dragging_changes_python_and_python_changes_the_picture(page, lab):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook.metadata["kernelspec"] = kernel
    answer = page.request.put(
        f"{lab}/api/contents/moving.ipynb?token=test", data={"type": "notebook", "content": dict(notebook)}
    )
    assert answer.ok, answer.text()
    page.goto(f"{lab}/lab/tree/moving.ipynb?reset&token=test")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=60_000)
    run(page, 0)
    shown = page.locator(".nnw")
    expect(shown).to_have_count(1, timeout=30_000)  # once, although the cell ends with the picture
    said = shown.locator(".nnw-said")
    expect(said).to_contain_text("1 x₁ + 1 x₂ − 0.5 ≥")
    expect(said).to_contain_text("2 of 4 examples are right")

    # The keyboard: JupyterLab keeps its own shortcuts out of the picture.
    line = shown.get_by_role("slider", name="The line: bias b")
    line.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(said).to_contain_text("− 1.1 ≥")
    assert [float(number) for number in run(page, 1).split(", ")] == [1, 1, -1.1]

    # The mouse: the arrow's tip to the left and down.
    tip = shown.get_by_role("slider", name="The arrow's tip: weights w").locator(".nnw-hit")
    tip.scroll_into_view_if_needed()
    place = tip.bounding_box()
    across, up = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(across, up)
    page.mouse.down()
    page.mouse.move(across - 40, up + 10, steps=5)
    page.mouse.up()
    weights = [float(number) for number in re.findall(r"-?[\d.]+", run(page, 1))[:2]]
    assert weights[0] < 0.8
    shown_law = said.inner_text().replace("−", "-")
    assert f"{weights[0]:.3g} x₁" in shown_law

    run(page, 2)
    expect(said).to_contain_text("− 1.5 ≥")
