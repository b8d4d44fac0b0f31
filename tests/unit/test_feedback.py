from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from html_check import check_page
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from small_class import FORGOT, FULL, HIDDEN, NOTHING, SOLUTION_LINE, SmallClass, error, graded, png

from autograder.errors import AutograderError
from autograder.feedback import explain, feedback
from autograder.pages import clean, code, duration, image, markdown, plain_number
from autograder.records import Note

GOOD = {
    "double": "def double(number):\n    return 2 * number",
    "halve": "def halve(number):\n    return number / 2",
    "essay": "Since $a < b$ & so on.",
}
WRONG = {**GOOD, "double": "def double(number):\n    return number"}
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def small(tmp_path: Path) -> SmallClass:
    return SmallClass(tmp_path)


def page_of(small: SmallClass, student: str = "ada") -> str:
    (path,) = feedback(small.lesson, [student])
    assert path == small.course.feedback / student / "01-small" / "small.html"
    return path.read_text(encoding="utf-8")


def test_full_marks(small: SmallClass) -> None:
    small.enrol("ada", "Ada", "Lovelace")
    small.grade("ada", {**FULL, "essay": None}, notebook=graded(GOOD))
    page = check_page(page_of(small))
    assert "Ada Lovelace" in page.text
    assert re.search(r"9\s+of 13 points", page.text)
    assert "awaits a person" in page.text
    assert page.text.count("All checks passed.") == 2
    assert "Hint" not in page.text
    assert "return 2 * number" in page.text
    assert "Since $a < b$ & so on." in page.text
    assert {attributes.get("href") for attributes in page.all("a")} >= {
        "#exercise-1a",
        "#exercise-1b",
        "#exercise-written",
    }


def test_a_failed_check_is_laid_out_in_words(small: SmallClass) -> None:
    failures = {"double-test": ("CheckFailed", FORGOT), "double-hidden": ("CheckFailed", FORGOT.replace("3", "7"))}
    small.grade("ada", {**FULL, "double-test": 0, "double-hidden": 0}, failures, graded(WRONG))
    page = check_page(page_of(small))
    for words in ("double(3) returned 3; wanted: 6.", "double(n) is n + n.", "forgot the factor", "section 1"):
        assert words in page.text
    for marker in ("Law: ", " — ", "Look at: "):
        assert marker not in page.text
    assert "fails for the same reason: double(7)" in page.text
    assert "Exercise 1a · Double it is the first one with something to mend." in page.text
    assert "Hint 1" in page.text
    assert "Hint 2" in page.text
    assert "the_sum" not in page.text  # pseudocode stays in the notebook
    assert "Add $n_1$ twice, see section 1." in page.text


def test_unanswered(small: SmallClass) -> None:
    stubs = dict.fromkeys(list(NOTHING)[:4], ("NotImplementedError", ""))
    small.grade("ada", {**NOTHING, "essay": 0.0}, stubs)
    page = check_page(page_of(small))
    assert page.text.count("not answered") == 6  # in the table and at each exercise
    assert page.text.count("Not written yet") == 2
    assert "is the first one without an answer" in page.text


def test_points_and_comments_by_hand(small: SmallClass) -> None:
    small.grade("ada", {**FULL, "essay": None}, notebook=graded(GOOD))
    with small.gradebook() as book:
        grade = book.find_grade("essay", "small", "01-small", "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 2.5, 0.5, False
        book.find_comment("essay", "small", "01-small", "ada").manual_comment = (
            f"# Not a heading\n\nSee $w_1 * w_2 * w_3$, *again* {SCRIPT} ![x](http://evil.example/x.png) "
            "[words](javascript:alert(1)) http://evil.example"
        )
        book.find_comment("double", "small", "01-small", "ada").auto_comment = "No response."
        book.db.commit()
    page = check_page(page_of(small))
    assert "Points set by a person, 0.5 of them extra." in page.text
    assert re.search(r"12\s+of 13 points", page.text)
    assert "$w_1 * w_2 * w_3$" in page.text
    assert SCRIPT in page.text
    assert "No response." not in page.text
    assert "awaits" not in page.text


def test_late_penalty_and_notes(small: SmallClass) -> None:
    note = Note("student", f"A cell was put back {SCRIPT}")
    small.grade("ada", FULL, notebook=graded(GOOD), late=7500, notes=(note, Note("ta", "only for the TA")))
    with small.gradebook() as book:
        book.find_submission_notebook("small", "01-small", "ada").late_submission_penalty = 3.5
        book.db.commit()
    page = check_page(page_of(small))
    assert "2 hours 5 minutes after the deadline; 3.5 points are taken off" in page.text
    assert re.search(r"9\.5\s+of 13 points", page.text)
    assert note.text in page.text
    assert "only for the TA" not in page.text


def test_ungradable(small: SmallClass) -> None:
    small.refuse("ada", f"The file is no notebook {SCRIPT}")
    page = check_page(page_of(small))
    assert "could not be graded" in page.text
    assert "What to do" in page.text
    assert SCRIPT in page.text


def test_own_outputs_and_pictures(small: SmallClass) -> None:
    outputs = {
        "double": [new_output("stream", text="trying 1\rtrying 2\rdone\n")],
        "plot-double": [
            new_output("display_data", data={"image/png": png(), "text/plain": "<Figure size 1x1>"}),
            new_output("execute_result", data={"text/html": SCRIPT, "text/plain": "plain instead"}),
            new_output("display_data", data={"image/svg+xml": f"<svg>{SCRIPT}</svg>"}),
            new_output("display_data", data={"image/png": "bm90IGEgcGljdHVyZQ==", "text/plain": "a fake picture"}),
        ],
    }
    added = {
        "halve": [new_code_cell("halve(10)", id="mine", outputs=[new_output("stream", text="5.0")], execution_count=99)]
    }
    small.grade("ada", FULL, notebook=graded(GOOD, outputs, added))
    source = page_of(small)
    page = check_page(source)
    assert "done" in page.text
    assert "trying" not in page.text
    assert source.count("data:image/png") == 1
    assert "plain instead" in page.text
    assert "a fake picture" in page.text
    assert "<Figure" not in page.text
    assert "alert" not in source
    assert "plot(double)" not in page.text  # the course's own cell: only what it showed
    assert "halve(10)" in page.text


def test_hidden_tests_never_appear(small: SmallClass) -> None:
    frames = [
        "\x1b[0;31m----\x1b[0m",
        f"\x1b[0;32mCell In[11], line 3\x1b[0m\n      1 ### BEGIN HIDDEN TESTS\n----> 3 {HIDDEN['halve-hidden']}",
        "Cell In[9], line 2, in halve(number)\n----> 2 return number / None",
    ]
    outputs = {
        "halve-hidden": [new_output("stream", text="SPILLED 17"), error("TypeError", "bad operand", *frames)],
        "double-hidden": [error("AssertionError", "a hidden law")],
        # a student who digs out the test's source and prints it
        "halve": [new_output("stream", text=f"I found: {HIDDEN['double-hidden']}\n")],
    }
    failures = {
        "halve-hidden": ("TypeError", f"bad operand in {HIDDEN['double-hidden']}"),
        "double-hidden": ("AssertionError", "a hidden law"),
    }
    sources = {**GOOD, "halve": "def halve(number):\n    return number / None"}
    small.grade("ada", {**FULL, "halve-hidden": 0, "double-hidden": 0}, failures, graded(sources, outputs))
    source = page_of(small)
    page = check_page(source)
    for line in (*HIDDEN.values(), "SECRET_NUMBER", "secret_probe", "HIDDEN TESTS", "SPILLED", SOLUTION_LINE):
        assert line not in page.text
        assert line not in source
    assert "TypeError: bad operand" in page.text
    assert "line 2: return number / None" in page.text
    assert "AssertionError: a hidden law" in page.text


def test_error_in_an_own_cell_marks_its_line(small: SmallClass) -> None:
    trace = ["Cell In[4], line 2\n----> 2 retrun number"]
    sources = {**GOOD, "double": "def double(number):\n    retrun number"}
    outputs = {"double": [error("SyntaxError", "invalid syntax (3053451.py, line 2)", *trace)]}
    small.grade("ada", {**FULL, "double-test": 0, "double-hidden": 0}, notebook=graded(sources, outputs))
    source = page_of(small)
    page = check_page(source)
    assert "SyntaxError: invalid syntax (line 2)" in page.text
    assert "This cell stopped with an error" in page.text
    assert source.count('class="line marked"') == 1


HOSTILE = (
    f"{SCRIPT}\x1b[31mred\x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x00 "
    "\ud800 \u202egnirts {{ 7 * 7 }} </pre></details>"
)


def test_hostile_content_is_harmless(small: SmallClass) -> None:
    small.enrol("ada", SCRIPT, "</title><script>alert(2)</script>")
    sources = {name: f"{text}\n# {HOSTILE}" for name, text in GOOD.items()}
    outputs = {
        "double": [
            new_output("stream", text=HOSTILE),
            new_output("stream", name="stderr", text="x" * 1_000_000),
            new_output("stream", text="\r" * 1_000_000),
            new_output("execute_result", data={"text/html": HOSTILE, "text/plain": HOSTILE}),
            error(f"Evil{SCRIPT}", HOSTILE * 1000, "Cell In[4], line 999999"),
        ]
    }
    failures = {
        "double-test": (f"Evil{SCRIPT}", HOSTILE * 1000),
        "double-hidden": ("CheckFailed", f"{FORGOT}\n{HOSTILE}"),
    }
    extra = {"double": [new_markdown_cell(HOSTILE, id="words")]}
    points = {**FULL, "double-test": 0, "double-hidden": 0}
    small.grade("ada", points, failures, graded(sources, outputs, extra))
    source = page_of(small)
    page = check_page(source)
    assert len(source) < 200_000
    assert "<script" not in source
    assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", source)
    assert "alert(1)" in page.text  # shown, as the text it is
    assert "{{ 7 * 7 }}" in page.text
    assert "\u202e" not in source
    assert "\x1b" not in source
    assert "more characters are not shown" in page.text


def test_the_policy_names_the_style(small: SmallClass) -> None:
    small.grade("ada", FULL, notebook=graded(GOOD))
    source = page_of(small)
    style = re.findall(r"<style>(.*?)</style>", source, re.S)[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in source.replace("&#39;", "'")


def test_headings_that_the_student_deleted(small: SmallClass) -> None:
    notebook = graded(GOOD, {"halve": [new_output("stream", text="from halve")]})
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith(("head", "title"))]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"new-{number}"
    small.grade("ada", FULL, notebook=notebook)
    page = check_page(page_of(small))
    exercise = page.text.split("Exercise 1b · Halve")[-1]
    assert "from halve" in exercise


def test_all_students_and_unknown_ones(small: SmallClass) -> None:
    with pytest.raises(AutograderError, match=r"Nothing is graded yet for 01-small"):
        feedback(small.lesson)
    small.grade("ada", FULL, notebook=graded(GOOD))
    small.refuse("bob", "empty file")
    small.enrol("cyd")
    assert [path.parts[-3] for path in feedback(small.lesson)] == ["ada", "bob"]
    with pytest.raises(AutograderError, match=r"No graded submission of 01-small for 'cyd'.*ada, bob"):
        feedback(small.lesson, ["cyd"])


def test_twice_the_same_bytes(small: SmallClass) -> None:
    small.grade("ada", {**FULL, "double-test": 0}, {"double-test": ("CheckFailed", FORGOT)}, graded(WRONG))
    assert page_of(small) == page_of(small)


def test_graded_by_stock_nbgrader_without_a_record(small: SmallClass) -> None:
    outputs = {"double-test": [error("CheckFailed", FORGOT)]}
    small.grade("ada", {**FULL, "double-test": 0}, notebook=graded(WRONG, outputs), record=False, late=60)
    page = check_page(page_of(small))
    assert "forgot the factor" in page.text
    assert "1 minute after the deadline" in page.text


def test_the_stock_command_writes_the_same_page(small: SmallClass) -> None:
    outputs = {"double-hidden": [error("CheckFailed", FORGOT)]}
    for student in ("ada", "bob"):
        small.grade(
            student, {**FULL, "double-hidden": 0}, {"double-hidden": ("CheckFailed", FORGOT)}, graded(WRONG, outputs)
        )
    ours = page_of(small)
    path = small.course.feedback / "ada" / "01-small" / "small.html"
    path.unlink()
    path.parent.rmdir()
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_feedback", "01-small"],
        cwd=small.course.root, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert path.read_text(encoding="utf-8") == ours
    assert (small.course.feedback / "bob" / "01-small" / "small.html").is_file()


def test_formgraders_button_writes_the_same_page(small: SmallClass) -> None:
    from nbgrader.apps import NbGraderAPI

    small.grade("ada", FULL, notebook=graded(GOOD))
    ours = page_of(small)
    path = small.course.feedback / "ada" / "01-small" / "small.html"
    path.unlink()
    result = NbGraderAPI(config=small.course.config).generate_feedback("01-small", "ada")
    assert result["success"], result
    assert path.read_text(encoding="utf-8") == ours


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("a\rb\nc", "b\nc"),
        ("a\r\nb", "a\nb"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07rest", "rest"),
        ("nul\0 \ud83d \u202e", "nul� � �"),
        ("\U0001f600 é", "\U0001f600 é"),
    ],
)
def test_clean(given: str, wanted: str) -> None:
    assert clean(given) == wanted


def test_code_keeps_every_character() -> None:
    source = "def f(x):\n\n    '''a\n    b'''\n\treturn x  < 3 & x\n# <b>\n"
    shown = check_text(str(code(source)))
    assert shown == source + "\n"


def check_text(html: str) -> str:
    from html_check import Page

    return Page(html).text


def test_image_takes_pictures_only() -> None:
    assert (image("image/png", png()) or "").startswith("data:image/png;base64,")
    assert image("image/png", png() + "\n") == image("image/png", png())
    assert image("image/svg+xml", png()) is None
    assert image("image/png", "PHN2Zz4=") is None
    assert image("image/png", "not base64 é") is None
    assert image("image/png", "A" * 4_000_000) is None


def test_markdown_is_tame() -> None:
    html = str(markdown("`a<b` $x_1$ **b**\n\n```python\nreturn '<'\n```\n\n<b>raw</b> [t](data:text/html,x)"))
    assert "<code>a&lt;b</code>" in html
    assert "$x_1$" in html
    assert "<strong>b</strong>" in html
    assert "<b>" not in html
    assert "href" not in html


def test_explain_takes_only_checks_apart() -> None:
    told = explain("CheckFailed", FORGOT)
    assert (told.law, told.cause, told.look) == ("double(n) is n + n.", "forgot the factor", "section 1")
    assert told.advice == "the argument comes back as it went in."
    other = explain("ValueError", "Law: none")
    assert (other.happened, other.law) == ("Law: none", "")


def test_numbers_in_words() -> None:
    assert [plain_number(value) for value in (3.0, 2.5, 2 / 3, 0.0, -0.0, 100.0)] == [
        "3",
        "2.5",
        "0.67",
        "0",
        "0",
        "100",
    ]
    assert [duration(value) for value in (0, 59, 3600, 7500, 200_000)] == [
        "0 seconds", "59 seconds", "1 hour", "2 hours 5 minutes", "2 days 7 hours",
    ]  # fmt: skip
