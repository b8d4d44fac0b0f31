"""Building a lesson: the same bytes each time, through nbgrader, with faults named; and what `--check` finds."""

from __future__ import annotations

import base64
import copy
import io
import json
import os
import shutil
import subprocess
import sys
import sysconfig

import jupytext
import nbformat
import numpy as np
import pytest
import typer
from jupytext.cli import jupytext as jupytext_command
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from PIL import Image
from typer.testing import CliRunner

from autograder import build
from autograder.compare import difference, pictures_agree
from autograder.course import Course
from autograder.errors import AutograderError
from autograder.notebooks import give_ids, read_text, write_bytes
from tests.unit.mini_lesson import REPOSITORY, TEXT, make_course

APP = typer.Typer()
APP.command()(build.build_command)


def run(folder, *arguments: str):
    return CliRunner().invoke(APP, [*arguments, "--course", str(folder)])


def tree(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A course that was built once; copy it before changing it."""
    folder = tmp_path_factory.mktemp("built")
    lesson = make_course(folder)
    (lesson.text.parent / "data.csv").write_text("1,2\n")
    assert build.build(lesson) == [
        "wrote solutions/01-mini/mini.ipynb",
        "wrote course/01-mini/data.csv",
        "wrote course/01-mini/mini.ipynb",
    ]
    return folder


@pytest.fixture
def course(built, tmp_path):
    shutil.copytree(built, tmp_path / "course")
    return Course((tmp_path / "course").resolve())


@pytest.fixture
def quick(monkeypatch):
    """Let a build take the stored outputs for its own, so that it needs no kernel."""

    def execute(lesson, files):
        notebook = read_text(lesson.text)
        stored = {cell.id: cell for cell in nbformat.read(lesson.solution, as_version=4).cells}
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.id in stored:
                cell.outputs, cell.execution_count = stored[cell.id].outputs, stored[cell.id].execution_count
        return notebook

    monkeypatch.setattr(build, "execute", execute)


def edit(lesson, old: str, new: str) -> None:
    text = lesson.text.read_text()
    assert old in text
    lesson.text.write_text(text.replace(old, new, 1))


def test_building_again_in_another_place_gives_the_same_bytes(built, tmp_path):
    lesson = make_course(tmp_path)
    (lesson.text.parent / "data.csv").write_text("1,2\n")
    build.build(lesson)
    assert tree(tmp_path) == tree(built)
    assert build.build(lesson) == []
    assert build.stale(lesson) == []


def test_what_is_built_holds_no_time_no_path_and_no_version(built):
    text = (built / "solutions" / "01-mini" / "mini.ipynb").read_text()
    notebook = json.loads(text)
    assert text == json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert "version" not in notebook["metadata"]["language_info"]
    assert all(set(cell["metadata"]) <= {"nbgrader"} for cell in notebook["cells"])
    assert str(built) not in text
    assert notebook["cells"][1]["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["[0 1 2]\n"]}]


def test_the_release_has_no_answers_and_the_text_stays_at_home(built):
    assert sorted(tree(built / "course")) == ["01-mini/data.csv", "01-mini/mini.ipynb"]
    notebook = nbformat.read(built / "course" / "01-mini" / "mini.ipynb", as_version=4)
    sources = {cell.id: cell.source for cell in notebook.cells}
    assert sources["double"] == 'def double(x):\n    """Twice x."""\n    raise NotImplementedError'
    assert sources["double-hidden"] == "# More checks of `double` run when your work is graded."
    assert sources["written"] == "*Write your answer here.*"
    assert not any(cell.get("outputs") for cell in notebook.cells)


@pytest.mark.slow
def test_stock_nbgrader_makes_the_same_release_and_ours_does_not_touch_its_gradebook(course):
    ours = tree(course.release)
    environment = {**os.environ, "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "01-mini", "--force"]
    subprocess.run(command, cwd=course.root, env=environment, check=True, capture_output=True)
    assert tree(course.release) == ours
    with Gradebook(course.database_url) as book:
        book.add_student("ada")
        book.add_submission("01-mini", "ada")
    before = (course.root / "grading" / "gradebook.db").read_bytes()
    lesson = course.lesson("mini")
    edit(lesson, "### Poll · Which one", "```{code-cell} ipython3\n1 + 1\n```\n\n### Poll · Which one")
    assert len(build.build(lesson)) == 2
    assert (course.root / "grading" / "gradebook.db").read_bytes() == before


def test_ids_stay_when_cells_come(built):
    def ids(text: str) -> list[str]:
        return [cell.id for cell in read_text(make_text(text)).cells]

    def make_text(text: str):
        path = built / "other.txt"
        path.write_text(text)
        return path

    before = ids(TEXT)
    assert len(set(before)) == len(before)
    assert before[3:6] == ["double", "double-test", "double-hidden"]
    new = "```{code-cell} ipython3\n1 + 1\n```\n\n"
    after = ids(TEXT.replace("### Exercise 0", f"{new}{new}### Exercise 0"))
    assert [each for each in after if each in before] == before
    assert len(set(after)) == len(before) + 2
    nbformat.validate(read_text(make_text(TEXT.replace("### Exercise 0", f"{new}{new}### Exercise 0"))))


def test_two_cells_never_share_an_id():
    names = ["a", "a", "x" * 64, "x" * 64, "not an id"]
    cells = [new_markdown_cell("", metadata={"nbgrader": {"grade_id": name}}) for name in names]
    notebook = new_notebook(cells=[*cells, new_markdown_cell("same"), new_markdown_cell("same")])
    give_ids(notebook)
    assert len({cell.id for cell in notebook.cells}) == 7
    nbformat.validate(notebook)


FAULTS = {
    "an error": (
        "print(np.arange(3))",
        "1 / 0",
        "`import numpy as np`) stops with ZeroDivisionError: division by zero",
    ),
    "stderr": ("print(np.arange(3))", "import sys; print('oh', file=sys.stderr)", "writes to stderr"),
    "a warning": ("print(np.arange(3))", "import warnings; warnings.warn('careful')", "careful"),
    "an address": ("print(np.arange(3))", "object()", "an address in memory"),
    "a path": ("print(np.arange(3))", "import os; print(os.getcwd())", "a folder of this machine"),
    "a wrong test": (
        "assert double(2) == 4",
        "assert double(2) == 5",
        "cell 5 (double-test) stops with AssertionError",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_cell_is_named_and_nothing_is_written(course, name):
    old, new, wanted = FAULTS[name]
    edit(course.lesson("mini"), old, new)
    before = tree(course.root)
    result = run(course.root)
    assert result.exit_code == 1
    assert "01-mini: not built. " in result.output
    assert wanted in result.output
    assert tree(course.root) == before


def test_outputs_that_would_change_are_faults(course):
    lesson = course.lesson("mini")
    cell = new_code_cell("")
    assert build._fault(new_output("stream", name="stdout", text="fine 0x2"), cell, lesson) == ""
    assert "address" in build._fault(new_output("stream", name="stdout", text="<a at 0x7f00aa11>"), cell, lesson)
    html = new_output("display_data", {"text/html": f"<a href='{course.root}/x'>"})
    assert "folder" in build._fault(html, cell, lesson)
    error = new_output("error", ename="ValueError", evalue="no", traceback=[])
    assert "ValueError" in build._fault(error, cell, lesson)
    assert build._fault(error, new_code_cell("", metadata={"tags": ["raises-exception"]}), lesson) == ""


def test_one_broken_lesson_does_not_stop_the_others(course, quick):
    other = course.source / "02-other"
    other.mkdir()
    (other / "other.md").write_text(TEXT.replace("Double", "Triple").replace("kernelspec:", "kernelspec: ["))
    edit(course.lesson("mini"), "### Poll · Which one", "### Poll · Which of them")
    result = run(course.root)
    assert result.exit_code == 1
    assert "02-other: not built." in result.output
    assert "cannot be read as a notebook's text" in result.output
    assert "01-mini: wrote course/01-mini/mini.ipynb" in result.output
    assert not (course.release / "02-other").exists()


def test_a_lesson_that_nbgrader_refuses(course, quick):
    lesson = course.lesson("mini")
    edit(lesson, "    return the_doubled_value\n    ### END SOLUTION\n", "    return the_doubled_value\n")
    before = tree(course.root)
    with pytest.raises(AutograderError, match=r"nbgrader cannot make .* no end solution statement found"):
        build.build(lesson)
    assert tree(course.root) == before


def test_an_unknown_lesson(course):
    with pytest.raises(AutograderError, match=r"There is no lesson 'moni'\. Did you mean 01-mini\?"):
        CliRunner().invoke(APP, ["moni", "--course", str(course.root)], catch_exceptions=False)


def test_a_second_notebook_in_the_folder_would_be_released(course, quick):
    lesson = course.lesson("mini")
    shutil.copy(lesson.solution, lesson.solution.with_name("draft.ipynb"))
    with pytest.raises(AutograderError, match=r"another notebook, draft\.ipynb"):
        build.build(lesson)


def test_what_the_lesson_no_longer_gives_is_removed(course, quick):
    lesson = course.lesson("mini")
    (lesson.text.parent / "data.csv").unlink()
    assert build.stale(lesson) == ["course/01-mini/data.csv is not of this lesson"]
    assert build.build(lesson) == ["removed course/01-mini/data.csv, which the lesson no longer gives"]
    assert sorted(tree(course.release)) == ["01-mini/mini.ipynb"]


def test_check_names_what_is_stale_and_writes_nothing(course, quick):
    lesson = course.lesson("mini")
    assert run(course.root, "--check").exit_code == 0
    edit(lesson, "What is it?", "What is that?")
    edit(lesson, "    return the_doubled_value", "    return the_doubled_value + 0")
    (lesson.text.parent / "data.csv").write_text("3,4\n")
    before = tree(course.root)
    result = run(course.root, "--check")
    assert result.exit_code == 1
    assert tree(course.root) == before
    lines = result.output.splitlines()
    assert lines == [
        "01-mini: solutions/01-mini/mini.ipynb: cell 4 (double) differs in source; 1 more differ",
        "01-mini: course/01-mini/data.csv differs",
        "01-mini: course/01-mini/mini.ipynb: cell 7 (`### Poll · Which one`) differs in source",
    ]


def test_check_finds_a_missing_file_and_a_lesson_without_a_text(course, quick):
    (course.release / "01-mini" / "mini.ipynb").unlink()
    (course.release / "03-gone").mkdir()
    (course.release / "03-gone" / "gone.ipynb").write_text("{}")
    result = run(course.root, "--check")
    assert result.exit_code == 1
    assert "course/01-mini/mini.ipynb is missing" in result.output
    assert "course/03-gone is of no lesson: solutions/03-gone has no gone.md" in result.output


def picture(change=lambda pixels: None) -> str:
    pixels = np.full((200, 300, 3), 100, np.uint8)
    change(pixels)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


def by(amount: int, count: int):
    def change(pixels: np.ndarray) -> None:
        pixels.reshape(-1, 3)[:count, 1] += amount

    return change


@pytest.mark.parametrize(
    ("amount", "count", "same"),
    [(0, 0, True), (8, 60000, True), (9, 30, True), (9, 31, False), (150, 30, True), (150, 60000, False)],
)
def test_pictures_agree_to_the_stated_tolerance(amount, count, same):
    assert pictures_agree(picture(), picture(by(amount, count))) is same


def test_pictures_of_another_size_or_no_pictures():
    small = io.BytesIO()
    Image.new("RGB", (300, 201), (100, 100, 100)).save(small, "png")
    assert not pictures_agree(picture(), base64.b64encode(small.getvalue()).decode())
    assert pictures_agree("aGk=", "aGk=")
    assert not pictures_agree("aGk=", "aGo=")


def notebook_bytes(change=lambda notebook: None) -> bytes:
    output = new_output(
        "display_data", {"image/png": picture(), "text/plain": "<Figure>"}, metadata={"image/png": {"alt": "x"}}
    )
    cells = [
        new_markdown_cell("# One", id="one"),
        new_code_cell("plot()", id="two", outputs=[output], execution_count=1),
    ]
    notebook = new_notebook(cells=cells, metadata={"a": 1})
    change(notebook)
    return write_bytes(notebook)


def set_png(amount: int):
    def change(notebook) -> None:
        notebook.cells[1].outputs[0]["data"]["image/png"] = picture(by(amount, 60000))

    return change


CHANGES = {
    "picture, a little": (set_png(5), None),
    "picture": (set_png(50), "cell 2 (`plot()`) differs in outputs"),
    "words": (
        lambda n: n.cells[1].outputs[0]["data"].update({"text/plain": "x"}),
        "cell 2 (`plot()`) differs in outputs",
    ),
    "alt": (lambda n: n.cells[1].outputs[0]["metadata"].clear(), "cell 2 (`plot()`) differs in outputs"),
    "source": (lambda n: n.cells[0].update(source="# Two"), "cell 1 (`# One`) differs in source"),
    "tags": (lambda n: n.cells[0].metadata.update(tags=["x"]), "cell 1 (`# One`) differs in metadata"),
    "count": (lambda n: n.cells[1].update(execution_count=7), "cell 2 (`plot()`) differs in execution_count"),
    "new": (lambda n: n.cells.pop(0), "cell 1 (`# One`) is new"),
    "gone": (lambda n: n.cells.append(new_markdown_cell("x", id="z")), "cell 3 (`x`) of the stored notebook is gone"),
    "order": (lambda n: n.cells.reverse(), "its cells stand in another order"),
    "metadata": (lambda n: n.metadata.update(a=2), "its metadata differ"),
    "more outputs": (
        lambda n: n.cells[1].outputs.append(n.cells[1].outputs[0]),
        "cell 2 (`plot()`) differs in outputs",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_where_a_stored_notebook_differs(name):
    change, wanted = CHANGES[name]
    assert difference(notebook_bytes(change), notebook_bytes()) == wanted


def test_a_stored_notebook_that_is_written_otherwise_or_is_none():
    fresh = notebook_bytes()
    assert difference(fresh, fresh) is None
    assert "written otherwise" in str(difference(fresh.rstrip(), fresh))
    assert "written otherwise" in str(difference(json.dumps(json.loads(fresh)).encode(), fresh))
    assert "is no notebook" in str(difference(b"{", fresh))
    assert "is no notebook" in str(difference(b"\xff\xfe", fresh))


@pytest.mark.parametrize("text", ["mini", "01-perceptron"])
def test_jupyterlabs_pairing_keeps_a_lesson_as_it_is(tmp_path, text, built):
    """Saved in JupyterLab, once or twice, a lesson's text and notebook say what they said, nbgrader's part included."""
    source = REPOSITORY if text != "mini" else built
    name = {"mini": "01-mini"}.get(text, text)
    for folder in ("solutions", "course"):
        shutil.copytree(source / folder / name, tmp_path / folder / name)
    shutil.copy(REPOSITORY / "jupytext.toml", tmp_path)
    path = tmp_path / "solutions" / name / f"{name[3:]}.md"
    before = read_text(path)
    stored = path.with_suffix(".ipynb").read_bytes()
    paired = jupytext.read(path)
    paired.cells[0].source += "\n\nOne more line."
    path.write_text(jupytext.writes(paired, "md:myst"))
    os.utime(path)
    jupytext_command(["--quiet", "--sync", str(path)])
    saved = read_text(path)
    expected = copy.deepcopy(before)
    expected.cells[0].source += "\n\nOne more line."
    give_ids(expected)
    assert saved == expected
    written = path.read_bytes()
    notebook = nbformat.read(path.with_suffix(".ipynb"), as_version=4)
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in saved.cells]
    assert [cell.metadata.get("nbgrader") for cell in notebook.cells] == [
        c.metadata.get("nbgrader") for c in saved.cells
    ]
    outputs = [cell.get("outputs") for cell in nbformat.reads(stored.decode(), as_version=4).cells]
    assert [cell.get("outputs") for cell in notebook.cells] == outputs
    jupytext_command(["--quiet", "--sync", str(path.with_suffix(".ipynb"))])
    assert path.read_bytes() == written
    student = tmp_path / "course" / name / f"{name[3:]}.ipynb"
    jupytext_command(["--quiet", "--sync", str(student)])
    assert not student.with_suffix(".md").exists()
