"""Each lint is quiet on a clean lesson and speaks up on a planted fault."""

from __future__ import annotations

import json
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from typer.testing import CliRunner

from autograder import lint
from autograder.lint import Material
from autograder.notebooks import read_text
from autograder.secret_lines import found_in, secret_lines
from tests.unit.mini_lesson import TEXT, make_course


@pytest.fixture
def planted(tmp_path):
    """Problems that a rule finds after a piece of the clean lesson's text was replaced."""

    def find(rule, old: str = "", new: str = "", count: int = 1) -> list[str]:
        assert old in TEXT
        lesson = make_course(tmp_path, TEXT.replace(old, new, count) if old else TEXT)
        return [str(problem) for problem in rule(Material.of(lesson))]

    return find


@pytest.mark.parametrize("rule", lint.LINTS, ids=lambda rule: rule.__name__)
def test_the_clean_lesson_passes(planted, rule):
    assert planted(rule) == []


SECOND = TEXT[TEXT.index("### Exercise 0") : TEXT.index("### Poll")]
ALPHA = SECOND.replace("Exercise 0", "Exercise 1a").replace("grade_id: double", "grade_id: twice")
BETA = ALPHA.replace("1a", "1b").replace("grade_id: twice", "grade_id: thrice")
FAULTS = {
    "id twice": (lint.grade_ids, "grade_id: poll,", "grade_id: double,", "'double' is used 2 times"),
    "id missing": (lint.grade_ids, "grade_id: poll, ", "", "no grade_id"),
    "no marks": (lint.marks, '### BEGIN SOLUTION\nanswer = "c"\n### END SOLUTION', 'answer = "c"', "here are 0"),
    "no end": (lint.marks, "the_doubled_value\n    ### END SOLUTION", "the_doubled_value", "BEGIN SOLUTION has no end"),
    "no beginning": (
        lint.marks,
        '    """Twice x."""\n    ### BEGIN SOLUTION',
        '    """Twice x."""',
        "stands where it cannot",
    ),
    "nested": (lint.marks, "    the_doubled_value = 2 * x", "    ### BEGIN SOLUTION\n    x", "stands where it cannot"),
    "misspelt": (lint.marks, "### BEGIN SOLUTION\nBecause", "## Begin solution\nBecause", "nearly a mark"),
    "two answers": (
        lint.marks,
        "    return the_doubled_value",
        "    ### END SOLUTION\n    ### BEGIN SOLUTION\n    return the_doubled_value",
        "here are 2",
    ),
    "solution elsewhere": (
        lint.marks,
        "print(np.arange(3))",
        "### BEGIN SOLUTION\nprint(3)\n### END SOLUTION",
        "no solution cell",
    ),
    "hidden elsewhere": (
        lint.marks,
        "print(np.arange(3))",
        "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS",
        "no test cell",
    ),
    "wrong sum": (lint.points, "7 points", "8 points", "worth 7 points; its first cells state 8"),
    "no sum": (lint.points, " · 7 points", "", "state nothing"),
    "no points": (lint.metadata, '"points": 3, ', "", "does not have points"),
    "exercise for nothing": (lint.points, '"points": 3', '"points": 0', "Written question has no points"),
    "graded outside": (lint.points, "### Poll · Which one", "## Which one", "belongs to no exercise"),
    "no visible test": (
        lint.anatomy,
        "assert double(2) == 4\nassert np.all(double(np.ones(3)) == 2)",
        "",
        "no visible test",
    ),
    "no hidden test": (
        lint.anatomy,
        "### BEGIN HIDDEN TESTS\nfor secret_number in (-3, 0, 17):\n"
        "    assert double(secret_number) == secret_number + secret_number\n### END HIDDEN TESTS",
        "",
        "no hidden test",
    ),
    "no docstring": (lint.anatomy, '    """Twice x."""\n', "", "no docstring"),
    "two hints": (lint.anatomy, "<summary>Hint 3: three", "<summary>Compare", "no ladder of three hints"),
    "four hints": (
        lint.anatomy,
        "### Poll",
        ALPHA.replace("Hint 3: three", "Hint 4: four") + "### Poll",
        "no ladder of three hints",
    ),
    "no prediction": (
        lint.anatomy,
        "### Poll",
        ALPHA.replace("**Predict.**", "Well.") + "### Poll",
        "Exercise 1a has no prediction",
    ),
    "poll without test": (
        lint.anatomy,
        "grade: true, grade_id: poll-test",
        "grade: false, grade_id: poll-test",
        "Poll has no test",
    ),
    "written without answer": (
        lint.anatomy,
        '"grade": true, "grade_id": "written"',
        '"grade": false, "grade_id": "written"',
        "no answer cell",
    ),
    "foreign name": (lint.test_names, "assert double(2) == 4", "assert double(2) == len(plt.colormaps)", "uses plt,"),
    "np not imported": (lint.test_names, "import numpy as np\n\nassert double", "assert double", "uses np,"),
    "foreign name in a function": (
        lint.test_names,
        "assert double(2) == 4",
        "def f():\n    return other\n",
        "uses other,",
    ),
    "another exercise's name": (
        lint.test_names,
        'assert answer in ("a"',
        'assert double(answer) in ("a"',
        "uses double,",
    ),
    "not Python": (lint.test_names, "assert double(2) == 4", "%timeit double(2)", "is not plain Python"),
    "long answer": (
        lint.answer_length,
        "    the_doubled_value = 2 * x\n",
        "    x = x\n" * 10,
        "the answer has 11 lines",
    ),
    "number left out": (
        lint.numbering,
        "### Poll",
        BETA.replace("1b", "2") + "### Poll",
        "Exercise 2 cannot come after 0",
    ),
    "letter left out": (
        lint.numbering,
        "### Poll",
        ALPHA + BETA.replace("1b", "1c") + "### Poll",
        "Exercise 1c cannot come after 1a",
    ),
    "only part a": (lint.numbering, "### Poll", ALPHA + "### Poll", "Exercise 1a has no part b"),
    "starts at 2": (lint.numbering, "### Exercise 0", "### Exercise 2", "Exercise 2 cannot come first"),
    "no poll": (lint.numbering, "### Poll · Which one", "### Written question · Which one", "0 exercises called Poll"),
    "picture without words": (lint.alt_texts, "Why is that so?", "![](https://example.org/a.png)", "has no alt text"),
    "HTML picture without words": (
        lint.alt_texts,
        "Why is that so?",
        '<img src="https://example.org/a.png">',
        "has no alt text",
    ),
    "dead anchor": (lint.links, "#Exercise-0-·-Double", "#exercise-0", "leads to no heading"),
    "dead file": (lint.links, "https://example.org/a", "figure.png", "leads to no file"),
    "out of the course": (lint.links, "https://example.org/a", "../../nbgrader_config.py", "leads out of"),
    "http": (lint.links, "https://example.org", "http://example.org", "does not begin with https"),
    "no host": (lint.links, "https://example.org/a", "https:///a", "is not well formed"),
    "directive": (lint.portable, "Why is that so?", "```{note}\nWhy?\n```", "MyST directive"),
    "colons": (lint.portable, "Why is that so?", ":::{note}\nWhy?\n:::", "MyST directive"),
    "role": (lint.portable, "Why is that so?", "See {ref}`why`.", "MyST role"),
    "target": (lint.portable, "Why is that so?", "(why)=\n\nWhy?", "MyST's own"),
    "brackets": (lint.portable, "Why is that so?", r"\(x\) and so on", "math outside dollars"),
    "environment": (lint.portable, "Why is that so?", "\\begin{align}\nx\n\\end{align}", "math outside dollars"),
    "one dollar": (lint.portable, "$2x$", "$2x", "odd number"),
    "no blank line": (lint.portable, "</summary>\n\nTwice.", "</summary>\nTwice.", "blank line after </summary>"),
    "no end of details": (lint.portable, "Twice.\n\n</details>", "Twice.", "not balanced"),
    "unknown alert": (lint.portable, "[!NOTE]", "[!BEWARE]", "is no alert"),
}
CAUSE_MORE = (
    "id twice",
    "exercise for nothing",
    "graded outside",
    "no poll",
    "letter left out",
    "no prediction",
    "four hints",
)


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_nothing_else(planted, name):
    rule, old, new, wanted = FAULTS[name]
    found = planted(rule, old, new)
    assert len(found) >= 1
    assert all(each.startswith("solutions/01-mini/mini.md") for each in found)
    assert any(wanted in each for each in found)
    assert len(found) == 1 or name in CAUSE_MORE


def test_every_lint_has_a_planted_fault():
    assert {rule for rule, *_ in FAULTS.values()} | {lint.leaks} == set(lint.LINTS)


def test_names_that_a_test_cell_may_use(planted):
    own = "total = sum(n for n in range(3))\nfor i in range(2):\n    def f(x, *, y=total): return x + i + y\n"
    own += "assert f(double(0)) > 0"
    assert planted(lint.test_names, "assert double(2) == 4", own) == []


def test_a_stored_picture_without_alt_text():
    png = {"image/png": "aGk=", "text/plain": "<Figure>"}
    outputs = [
        new_output("display_data", png, metadata={"image/png": {"alt": "a line"}}),
        new_output("display_data", png),
    ]
    notebook = new_notebook(cells=[new_code_cell("plot()", outputs=outputs)])
    found = lint.alt_texts(Material("x.md", new_notebook(), solution=notebook))
    assert [str(each) for each in found] == ["x.md: cell 1 (`plot()`): its output of type image/png has no alt text"]


SECRET = "the_doubled_value = 2 * x"
HIDDEN = "assert double(secret_number) == secret_number + secret_number"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"    {SECRET}\n"),
        ("a.html", "<pre><span>the_doubled_value</span> <span>=</span>\n <b>2</b> * x</pre>"),
        ("b.html", "<p>assert double(secret_number) =&#61; secret_number + secret_number</p>"),
        ("c.html", '<script>var data = "x\\nthe_doubled_value = 2 * x\\n"</script>'),
        ("a.ipynb", json.dumps({"cells": [{"outputs": [{"text": ["the_doubled_value ", "= 2 * x"]}]}]})),
        ("a.json", json.dumps({"deep": [{"down": HIDDEN}]})),
        ("a.md", "Because the sum of a number\nand itself is twice that number."),
        ("bank.txt", "return int(np.add(x, x))"),
    ],
)
def test_a_secret_line_is_found_wherever_it_hides(tmp_path, name, content):
    lesson = make_course(tmp_path)
    bank = tmp_path / "tests" / "answers" / "01-mini" / "double.py"
    bank.parent.mkdir(parents=True)
    bank.write_text('# %% right: added\ndef double(x):\n    """Twice x."""\n    return int(np.add(x, x))\n')
    page = lesson.release.with_name(name)
    page.parent.mkdir(parents=True)
    page.write_text(content)
    found = [str(each) for each in lint.leaks(Material.of(lesson))]
    assert len(found) == 1
    assert found[0].startswith(f"course/01-mini/{name}: shows the secret line ")
    page.write_text("nothing of the kind; import numpy as np; def double(x):")
    assert lint.leaks(Material.of(lesson)) == []


def test_a_secret_line_in_an_archive(tmp_path):
    lesson = make_course(tmp_path)
    with zipfile.ZipFile(tmp_path / "kit.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("mini.py", SECRET)
    found = lint.leaks(Material.of(lesson), [tmp_path / "kit.zip"])
    assert [each.where for each in found] == ["kit.zip:mini.py"]


def test_what_is_trivial_is_no_secret(tmp_path):
    lesson = make_course(tmp_path, TEXT.replace("the_doubled_value = 2 * x", "import numpy as np\n    y = 2 * x"))
    secrets = secret_lines(read_text(lesson.text))
    assert sorted(secrets.values()) == [
        "Because the sum of a number and itself is twice that number.",
        'assert answer == "c", "that is the usual misconception"',
        HIDDEN,
        "for secret_number in (-3, 0, 17):",
        "return the_doubled_value",
    ]
    assert found_in(secrets, ["import numpy as np", "y = 2 * x"]) == []


def test_a_students_own_answer_is_no_secret_on_the_students_own_page(tmp_path):
    lesson = make_course(tmp_path)
    for student in ("ada", "bob"):
        page = tmp_path / "grading" / "feedback" / student / "01-mini" / "mini.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"<pre>{SECRET}</pre>")
        handed = tmp_path / "grading" / "submitted" / student / "01-mini" / "mini.ipynb"
        handed.parent.mkdir(parents=True)
        source = SECRET if student == "ada" else "return x + x"
        nbformat.write(new_notebook(cells=[new_code_cell(source)]), handed)
    found = lint.page_leaks(Material.of(lesson), [tmp_path / "grading" / "feedback"])
    assert [each.what for each in found] == [f"shows the secret line {SECRET!r}"]
    hidden = tmp_path / "grading" / "feedback" / "ada" / "01-mini" / "mini.html"
    hidden.write_text(HIDDEN)
    assert len(lint.page_leaks(Material.of(lesson), [hidden])) == 1


def test_the_command_says_what_is_not_built_and_ends_with_1(tmp_path, monkeypatch):
    import typer

    make_course(tmp_path)
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(lint.lint_command)
    result = CliRunner().invoke(app, ["1"])
    assert result.exit_code == 1
    assert "solutions/01-mini/mini.ipynb: is missing: run `autograder build`" in result.output
    assert result.output.endswith("2 problems in 1 lesson\n")
