"""The website's parts, without Sphinx: what a lesson's page holds, what its head says, what is linked."""

import base64
import re
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course
from autograder.errors import AutograderError
from autograder.site import lesson_page as pages
from autograder.site.overview import course_map, drawing, overview
from autograder.site.sources import Folders

ROOT = Path(__file__).parents[2]
LESSONS = Course(ROOT).lessons
PROMISE = "**A net.** About 90 minutes · 60 points · you need {needs}."
HEAD = f"# Lesson 2: Nets\n\n{PROMISE}\n\nYou will have built one.\n\n| a |"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(cell) for cell in cells])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_students_page_has_stubs_and_folded_checks_and_no_hidden_test(lesson):
    page = pages.lesson_page(lesson).notebook
    nbformat.validate(page)
    text = "\n".join(cell.source for cell in page.cells)
    assert "BEGIN SOLUTION" not in text
    assert "BEGIN HIDDEN" not in text
    assert "More checks of" not in text
    stubs = [cell for cell in page.cells if "exercise" in cell.metadata.get("tags", [])]
    assert stubs
    assert all("raise NotImplementedError" in cell.source and not cell.outputs for cell in stubs)
    assert text.count('<details class="check">') > len(stubs) / 2
    assert [cell.outputs for cell in page.cells if "checks.exercise" in cell.source and cell.cell_type == "code"]


def test_the_instructors_page_has_solutions_and_hidden_tests():
    text = "\n".join(cell.source for cell in pages.lesson_page(LESSONS[0], instructors=True).notebook.cells)
    assert "BEGIN SOLUTION" in text
    assert "BEGIN HIDDEN TESTS" in text
    assert Folders.of(Course(ROOT)).output != Folders.of(Course(ROOT), instructors=True).output


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_every_figure_comes_as_a_picture_with_words_and_size(lesson):
    page = pages.lesson_page(lesson)
    directives = [cell.source for cell in page.notebook.cells if re.match(r"`+\{(still|moving)-picture\}", cell.source)]
    assert len(directives) >= len(page.pictures) > 0
    assert all(re.search(r"^:alt: \S", each, re.M) and re.search(r"^:width: \d+$", each, re.M) for each in directives)


def test_a_moving_picture_carries_its_state():
    state = {"widget": "half_plane", "state": {"b": -0.5, "X": [[1, 2]]}}
    output = nbformat.v4.new_output(
        "display_data",
        {"image/png": base64.b64encode(PNG).decode(), pages.MOVING: state},
        metadata={"image/png": {"alt": "A line\nthrough the plane."}},
    )
    page = pages.Page(notebook())
    text = pages._picture(output, page)
    assert text.startswith("````{moving-picture} half_plane\n:still: pictures/")
    assert ":alt: A line through the plane.\n:width: 1\n:height: 1\n" in text
    assert '{"X": [[1, 2]], "b": -0.5}' in text
    assert pages.as_webp(*page.pictures.values())[:4] == b"RIFF"

    output.data[pages.MOVING] = {"widget": "../x", "state": {}}
    with pytest.raises(AutograderError, match=r"'\.\./x'"):
        pages._picture(output, page)


@pytest.mark.parametrize(
    ("needs", "numbers"),
    [
        ("Python", []),
        ("lesson 1 (gates) and lesson 3 (the chain rule)", [1, 3]),
        ("lessons 5 and 6, and the derivative of ln", [5, 6]),
        ("lessons 1, 2 and 4", [1, 2, 4]),
        ("lessons 5 to 7: the three rules", [5, 6, 7]),
    ],
)
def test_the_head_of_a_lesson_says_what_it_builds_on(needs, numbers):
    head = overview("02-nets", notebook(HEAD.format(needs=needs)))
    assert (head.number, head.title, head.minutes, head.points) == (2, "Nets", 90, 60)
    assert head.aim == "You will have built one."
    assert head.builds_on == numbers


def test_a_lesson_without_a_head_is_refused():
    with pytest.raises(AutograderError, match="02-nets has no line with a title"):
        overview("02-nets", notebook("Nets"))
    with pytest.raises(AutograderError, match="has no line with a promise"):
        overview("02-nets", notebook("# Lesson 2: Nets"))


def test_the_map_links_lessons_that_are_there_and_names_the_others():
    head = overview("02-nets", notebook(HEAD.format(needs="lessons 1 and 2")))
    assert "### [2 · Nets](lessons/02-nets)" in course_map([head])
    assert "builds on lesson 1 and [lesson 2](lessons/02-nets)" in course_map([head])


def test_the_drawing_has_an_arrow_for_every_need_and_says_them():
    heads = [
        overview(f"0{n}-nets", notebook(HEAD.replace("Lesson 2", f"Lesson {n}").format(needs=needs)))
        for n, needs in enumerate(("Python", "lesson 1", "lessons 1 and 2"), 1)
    ]
    svg = drawing(heads)
    assert svg.count("<path") == svg.count("<polygon") == 3
    assert 'aria-label="What builds on what: lesson 2 on 1; lesson 3 on 1 and 2."' in svg


def test_glossary_terms():
    pytest.importorskip("sphinx")
    from autograder.site.links import terms

    glossary = (ROOT / "website" / "glossary.md").read_text()
    found = dict(terms(glossary))
    assert found["dag"] == found["directed acyclic graph"] == "directed acyclic graph"
    assert found["weight"] == "weight"
    assert len(found) == len(list(terms(glossary))), "a term stands twice"
    assert not [term for term in found if term.startswith(("-", "$")) or term.endswith(".")]


def test_the_npm_lock_names_no_registry():
    lock = (ROOT / "website" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
