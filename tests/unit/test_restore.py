from __future__ import annotations

import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.nbgraderformat import MetadataValidator

from autograder.errors import AutograderError
from autograder.intake import parse_notebook
from autograder.records import Note
from autograder.restore import Frame, make_frame, restore
from tests.miniature import POINTS, RIGHT, Mini, cell, marks

ORDER = ["setup", "double", "double-test", "double-hidden", "square", "square-test", "why"]


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Mini:
    return Mini(tmp_path_factory.mktemp("course") / "course")


@pytest.fixture(scope="module")
def frame(mini: Mini) -> Frame:
    return make_frame(mini.lesson)


def restored(frame: Frame, notebook: NotebookNode) -> tuple[NotebookNode, list[Note]]:
    cells, _ = parse_notebook(json.dumps(notebook).encode())
    return restore(frame, cells)


def said(notes: list[Note], audience: str = "ta") -> list[str]:
    return [note.text for note in notes if note.audience == audience]


def sources(notebook: NotebookNode) -> list[str]:
    return [each.source for each in notebook.cells]


def grade_ids(notebook: NotebookNode) -> list[str]:
    return [each.metadata.nbgrader.grade_id for each in notebook.cells if "nbgrader" in each.metadata]


def without(notebook: NotebookNode, *names: str) -> NotebookNode:
    notebook.cells = [each for each in notebook.cells if each.id not in names]
    return notebook


def test_the_frame_has_stubs_and_hidden_tests(frame: Frame) -> None:
    assert "raise NotImplementedError" in cell(frame.notebook, "double").source
    assert "Words too" in cell(frame.notebook, "double-hidden").source
    assert not any("Words too" in source or "x * x" in source for source in frame.released_sources)
    assert frame.hidden == {"double-hidden"}
    assert frame.max_points == POINTS
    assert frame.labels == {
        "double": "1",
        "double-test": "1",
        "double-hidden": "1",
        "square": "2",
        "square-test": "2",
        "why": "written",
    }


def test_the_fingerprint_is_that_of_lesson_and_checks(mini: Mini, frame: Frame) -> None:
    assert make_frame(mini.lesson).sha256 == frame.sha256
    checks = mini.root / "utils" / "checks.py"
    checks.parent.mkdir()
    checks.write_text("x = 1")
    assert make_frame(mini.lesson).sha256 != frame.sha256
    checks.unlink()
    data = mini.lesson.text.parent / "data.csv"
    data.write_text("1,2")
    other = make_frame(mini.lesson)
    assert other.files == {"data.csv": b"1,2"}
    assert other.sha256 != frame.sha256
    data.unlink()


def test_a_lesson_that_was_never_built(tmp_path) -> None:
    mini = Mini(tmp_path / "course")
    mini.lesson.solution.unlink()
    with pytest.raises(AutograderError, match="autograder build 01-mini"):
        make_frame(mini.lesson)


def test_an_honest_notebook_comes_back_with_hidden_tests_and_nothing_to_say(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    notebook, notes = restored(frame, handed_in)
    assert notes == []
    assert [each.id for each in notebook.cells] == [each.id for each in handed_in.cells]
    for after, before in zip(notebook.cells, handed_in.cells, strict=True):
        hidden = after.id == "double-hidden"
        assert (after.source == before.source) is not hidden
    MetadataValidator().validate_nb(notebook)
    nbformat.validate(notebook)


def test_a_missing_answer_is_the_stub_again_and_said(mini: Mini, frame: Frame) -> None:
    notebook, notes = restored(frame, without(mini.answered(), "double"))
    assert cell(notebook, "double").source == cell(frame.notebook, "double").source
    assert said(notes) == ["missing cells, put back: double"]
    assert said(notes, "student") == ["Your notebook has no cell for Exercise 1, so it counts as not answered."]


def test_missing_tests_and_texts_are_put_back_in_their_places(mini: Mini, frame: Frame) -> None:
    notebook, notes = restored(frame, without(mini.answered(), "double-test", "square-text", "plain", "setup"))
    assert [each.id for each in notebook.cells] == [each.id for each in frame.notebook.cells]
    assert said(notes) == [
        "missing cells, put back: setup, double-test",
        "2 of the lesson's unmarked cells were missing, put back",
    ]
    assert said(notes, "student") == []


def test_an_edited_test_is_the_lessons_again(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    cell(handed_in, "double-test").source = "pass"
    cell(handed_in, "double-hidden").source = "pass"
    notebook, notes = restored(frame, handed_in)
    assert cell(notebook, "double-test").source == cell(frame.notebook, "double-test").source
    assert cell(notebook, "double-hidden").source == cell(frame.notebook, "double-hidden").source
    assert said(notes) == ["edited cells that belong to the lesson, put back: double-test, double-hidden"]
    assert len(said(notes, "student")) == 1


def test_a_test_of_an_older_release_is_nobodys_fault(tmp_path) -> None:
    mini = Mini(tmp_path / "course")
    from nbgrader.preprocessors import ComputeChecksums

    handed_in, _ = ComputeChecksums().preprocess(mini.answered(), {})
    lesson = nbformat.read(mini.lesson.solution, as_version=4)
    cell(lesson, "square-test").source = "assert square(4) == 16"
    nbformat.write(lesson, mini.lesson.solution)
    notebook, notes = restored(make_frame(mini.lesson), handed_in)
    assert cell(notebook, "square-test").source == "assert square(4) == 16"
    assert said(notes) == ["cells of an older version of the lesson, brought up to date: square-test"]
    assert said(notes, "student") == []


def test_a_retyped_answer_is_still_an_answer(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    at = handed_in.cells.index(cell(handed_in, "double"))
    handed_in.cells[at] = new_markdown_cell(RIGHT["double"], id="double", metadata=marks("double", solution=True))
    notebook, notes = restored(frame, handed_in)
    assert cell(notebook, "double").cell_type == "code"
    assert cell(notebook, "double").source == RIGHT["double"]
    assert said(notes) == ["cells of another type, put back: double"]


@pytest.mark.parametrize(
    "change",
    [{"points": 99}, {"points": "many"}, {"grade": False}, {"solution": True}, {"points": None}],
    ids=str,
)
def test_points_and_marks_are_never_obeyed(mini: Mini, frame: Frame, change: dict) -> None:
    handed_in = mini.answered()
    cell(handed_in, "double-test").metadata.nbgrader.update(change)
    notebook, notes = restored(frame, handed_in)
    assert cell(notebook, "double-test").metadata == cell(frame.notebook, "double-test").metadata
    assert said(notes) == ["changed points or marks, put back: double-test"]


def test_tags_and_kernel_are_never_obeyed(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    cell(handed_in, "double-test").metadata.tags = ["skip-execution", "raises-exception"]
    handed_in.cells.append(new_code_cell("1/0", metadata={"tags": ["raises-exception"]}))
    handed_in.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "bash"}
    notebook, notes = restored(frame, handed_in)
    assert notebook.metadata == frame.notebook.metadata
    assert not any("tags" in each.metadata for each in notebook.cells)
    assert said(notes) == ["tags that would have changed their execution, ignored: double-test"]


def copied(notebook: NotebookNode, grade_id: str, source: str) -> NotebookNode:
    twin = nbformat.from_dict(dict(cell(notebook, grade_id)))
    twin.source = source
    return twin


def test_of_two_answers_the_first_answered_one_counts(mini: Mini, frame: Frame) -> None:
    stub = cell(frame.notebook, "double").source
    for first, second, wanted in ((stub, "A = 1", "A = 1"), ("A = 1", stub, "A = 1"), ("A = 1", "B = 2", "A = 1")):
        handed_in = mini.answered(double=first)
        at = handed_in.cells.index(cell(handed_in, "double"))
        handed_in.cells.insert(at + 1, copied(handed_in, "double", second))
        notebook, notes = restored(frame, handed_in)
        assert grade_ids(notebook) == ORDER
        assert cell(notebook, "double").source == wanted
        assert sources(notebook).count(stub) == 0
        assert ("B = 2" in sources(notebook)) == (second == "B = 2")
        assert said(notes) == ["cells found more than once (the first answered one counts): double"]
        assert len({each.id for each in notebook.cells}) == len(notebook.cells)


def test_a_copied_test_is_dropped(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    handed_in.cells.append(copied(handed_in, "square-test", cell(handed_in, "square-test").source))
    notebook, notes = restored(frame, handed_in)
    assert len(notebook.cells) == len(frame.notebook.cells)
    assert "more than once" in said(notes)[0]


def test_own_cells_stay_with_their_neighbours(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    for name in ("title", "double", "square-test", "why"):
        at = [each.id for each in handed_in.cells].index(name)
        handed_in.cells.insert(at + 1, new_code_cell(f"own = '{name}'", id=f"own-{name}"))
    handed_in.cells.insert(0, new_markdown_cell("mine", id="first"))
    notebook, notes = restored(frame, handed_in)
    assert [each.id for each in notebook.cells] == [each.id for each in handed_in.cells]
    assert notes == []


def test_cells_in_another_order(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    handed_in.cells = handed_in.cells[::-1]
    notebook, notes = restored(frame, handed_in)
    assert grade_ids(notebook) == ORDER
    assert said(notes) == ["the lesson's cells were in another order, put back"]


def stripped(notebook: NotebookNode, ids: bool) -> NotebookNode:
    for number, each in enumerate(notebook.cells):
        each.metadata = NotebookNode()
        if ids:
            each.id = f"new-{number}"
    return notebook


@pytest.mark.parametrize("ids", [False, True], ids=["by cell id", "by definition and place"])
def test_metadata_stripped_entirely(mini: Mini, frame: Frame, ids: bool) -> None:
    notebook, notes = restored(frame, stripped(mini.answered(), ids))
    assert grade_ids(notebook) == ORDER
    assert len(notebook.cells) == len(frame.notebook.cells)
    for name, answer in RIGHT.items():
        assert cell(notebook, name).source == answer
    assert all("nbgrader metadata was lost, recognised" in text for text in said(notes))
    assert said(notes, "student") == []


def test_an_unknown_grade_id(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    cell(handed_in, "double").metadata.nbgrader.grade_id = "dubble"
    notebook, notes = restored(frame, handed_in)
    assert cell(notebook, "double").source == RIGHT["double"]
    assert "grade_ids that the lesson does not know, ignored: 'dubble'" in said(notes)


def test_pictures_in_a_written_answer_stay(mini: Mini, frame: Frame) -> None:
    handed_in = mini.answered()
    cell(handed_in, "why").attachments = {"a.png": {"image/png": "AAAA"}}
    notebook, _ = restored(frame, handed_in)
    assert cell(notebook, "why").attachments == {"a.png": {"image/png": "AAAA"}}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_happens_to_a_notebook_the_frame_is_whole(mini: Mini, frame: Frame, data: st.DataObject) -> None:
    handed_in = mini.answered()
    names = [*ORDER, "nonsense", None]
    for each in handed_in.cells:
        if data.draw(st.integers(0, 3)) == 0:
            each.metadata.nbgrader = {"grade_id": data.draw(st.sampled_from(names))}
        if data.draw(st.integers(0, 5)) == 0:
            each.id = data.draw(st.sampled_from(["double", "square", "own-1", "x"]))
    picked = data.draw(st.lists(st.sampled_from(range(len(handed_in.cells))), max_size=20))
    handed_in.cells = [nbformat.from_dict(dict(handed_in.cells[i])) for i in picked]
    notebook, _ = restored(frame, handed_in)
    assert grade_ids(notebook) == ORDER
    assert len({each.id for each in notebook.cells}) == len(notebook.cells)
    for each, source in zip(frame.notebook.cells, frame.notebook.cells, strict=True):
        if each.metadata.get("nbgrader", {}).get("locked"):
            assert cell(notebook, each.metadata.nbgrader.grade_id).source == source.source
    nbformat.validate(notebook)
