"""What a student built is read from the notebooks, right whatever stands in them, and never run."""

import json

import pytest

from utils import built

SOLUTION = {"grade": False, "solution": True}


def cell(grade_id, source, kind="code", nbgrader=SOLUTION):
    return {"cell_type": kind, "source": source, "metadata": {"nbgrader": {**nbgrader, "grade_id": grade_id}}}


def put(home, folder, cells, name="lesson.ipynb"):
    (home / folder).mkdir(exist_ok=True)
    (home / folder / name).write_text(json.dumps({"cells": cells}), encoding="utf-8")


def test_names_and_lines_are_the_students_own(tmp_path):
    mark = tmp_path / "was run"
    source = [
        "def helper(x):\n", "    # a comment\n", "    return 2 * x\n", "\n\n", "def step(z):\n",
        '    """Text that was given."""\n', "    if z >= 0:\n", "        return 1\n", "    return 0\n",
        f"open({str(mark)!r}, 'w')\n",
    ]  # fmt: skip
    cells = [
        {"cell_type": "markdown", "source": "# text", "metadata": {}},
        cell("step", source),
        cell("poll", 'def poll():\n    return "b"'),
        cell("gate", 'def gate(name):\n    """Not yet."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'),
        cell("torn", "def torn(:\n    return"),
        cell("step-test", "assert step(1) == 1", nbgrader={"grade": True, "solution": False}),
        cell("essay", "words", kind="markdown"),
    ]
    put(tmp_path, "01-perceptron", cells)
    first = built.find(tmp_path)[0]
    assert first.answers == (
        built.Answer("step", ("helper", "step"), 7, True),
        built.Answer("gate", ("gate",), 0, False),
        built.Answer("torn", (), 0, False),
    )
    assert not mark.exists()
    assert built.describe([first]).splitlines() == [
        "1 Perceptron: 1 of 3 written, 7 lines of code: helper, step",
        "In all: 1 answer, 7 lines of code.",
    ]


def test_what_is_no_notebook_counts_as_missing(tmp_path):
    put(tmp_path, "02-boolean-networks", [cell("f", "class F:\n    def g(self):\n        return 1")])
    for number, text in ((3, "not json"), (4, "[]"), (5, '{"cells": 3}'), (6, '{"cells": [{"cell_type": "code"}]}')):
        folder = tmp_path / f"0{number}-broken"
        folder.mkdir()
        (folder / "a.ipynb").write_text(text)
    put(tmp_path, "06-broken", [cell("g", "def g(): return 1")], name="b.ipynb")
    lessons = built.find(tmp_path)
    assert [lesson.number for lesson in lessons if lesson.found] == [2, 6]
    assert [answer.names for answer in lessons[1].answers] == [("F",)]
    assert "3 Gradients: no notebook found" in built.describe(lessons)
    with pytest.raises(FileNotFoundError, match="is no folder"):
        built.find(tmp_path / "nowhere")


def texts(figure):
    return " ".join(text.get_text() for text in figure.axes[0].texts).replace("\n", " ")


def test_the_map_tells_written_from_missing(tmp_path):
    put(tmp_path, "01-perceptron", [cell("step", "def step(z):\n    return int(z >= 0)")])
    drawn = texts(built.draw(built.find(tmp_path)))
    assert "1 Perceptron 1 of 1 2 lines" in drawn
    assert drawn.count("not found") == 8
    bare = texts(built.draw([built.Built(number) for number in range(1, 10)]))
    assert "not found" not in bare
    assert "9 Autograd" in bare
    with pytest.raises(ValueError, match="8 lessons"):
        built.draw([built.Built(1)] * 8)


@pytest.mark.parametrize("still", [True, False])
def test_show_says_what_was_found(tmp_path, monkeypatch, capsys, still):
    put(tmp_path, "01-perceptron", [cell("step", "def step(z):\n    return int(z >= 0)")])
    shown = []
    monkeypatch.delenv("NN_PICTURES", raising=False)
    monkeypatch.setattr(built, "still", lambda: still)
    monkeypatch.setattr(built.plots, "show", lambda figure, alt: shown.append(alt))
    built.show(tmp_path)
    out = capsys.readouterr().out
    if still:
        assert "In your own notebook" in out
        assert "Written" not in shown[0]
    else:
        assert "1 Perceptron: 1 of 1 written, 2 lines of code: step" in out
        assert "Not found: lesson 2, 3, 4, 5, 6, 7, 8, 9." in out
        assert shown[0].endswith("Written: lesson 1: 1 of 1.")
        empty = tmp_path / "empty"
        empty.mkdir()
        built.show(empty)
        assert "No lesson's notebook was found" in capsys.readouterr().out
