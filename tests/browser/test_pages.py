"""What students and teachers are given to read, in a real Chromium: feedback, a class report, a page of a review."""

from pathlib import Path

import pytest

from autograder import demo
from autograder.course import Course
from autograder.feedback import feedback
from autograder.report import report
from autograder.review import page as review_page
from autograder.review import review

from .conftest import LOOKS, ROOT, accessibility, sideways, watched

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages of a small class of lesson 01, simulated and graded."""
    lesson, _, _ = demo.demo(Course(ROOT).lesson("01"), demo.FEWEST, tmp_path_factory.mktemp("demo") / "course")
    found = {f"feedback {number}": path for number, path in enumerate(feedback(lesson))}
    found["report"] = report(lesson)
    found["review"] = lesson.course.root / "review.html"
    found["review"].write_text(review_page(review(lesson)), encoding="utf-8")
    return found


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_every_page_is_sound(pages, browser, look, size):
    assert len(pages) >= demo.FEWEST
    found = {}
    with watched(browser, "file://", look, size) as (page, said):
        for name, path in pages.items():
            page.goto(path.as_uri())
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            found[name] = [*said, *accessibility(page), *sideways(page)]
            said.clear()
    assert {name: faults for name, faults in found.items() if faults} == {}
