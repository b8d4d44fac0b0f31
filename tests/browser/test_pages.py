"""What students and teachers are given to read, in a real Chromium: feedback, a class report, a page of a review."""

from pathlib import Path

import pytest

from autograder import demo
from autograder.course import Course
from autograder.feedback import feedback
from autograder.report import report
from autograder.review import page as review_page
from autograder.review import review

from .conftest import ROOT, accessibility

pytestmark = pytest.mark.browser
SIZES = {"desk": (1280, 900), "phone": (375, 750)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of a small class of lesson 01, simulated and graded."""
    lesson, _, _ = demo.demo(Course(ROOT).lesson("01"), demo.FEWEST, tmp_path_factory.mktemp("demo") / "course")
    found = {f"feedback {number}": path for number, path in enumerate(feedback(lesson))}
    found["report"] = report(lesson)
    found["review"] = lesson.course.root / "review.html"
    found["review"].write_text(review_page(review(lesson)), encoding="utf-8")
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_every_page_is_sound(pages, browser, look, size):
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=look)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else said.append(request.url))
    found = {}
    assert len(pages) >= demo.FEWEST
    for name, path in pages.items():
        page.goto(path.as_uri())
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[name] = [*said, *accessibility(page), *([f"scrolls sideways by {wide} pixels"] if wide > 0 else [])]
        said.clear()
    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}
