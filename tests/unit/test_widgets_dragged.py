"""The pictures that are dragged, seen from Python: what is stored, what is refused, what moves."""

import json
import math
import time

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from autograder.engine.sandbox import Quota
from autograder.engine.sealed import _sound
from autograder.engine.trusted import Session
from autograder.engine.warm import warmed
from utils import plots, widgets
from utils.network import Unit
from utils.widgets import _anywidget
from utils.widgets._anywidget import MIME, plain, show

CELLS = [
    "from utils import widgets\npicture = widgets.half_plane(0.1 + 0.2, 1, -1.5, [[0, 1], [0, 1]], [0, 1])\npicture",
    "picture.state['w'], widgets.descent().state['rate']",
]


@pytest.fixture
def shown(monkeypatch):
    """What `plots.show` was asked to show, without a notebook."""
    calls = []
    monkeypatch.setattr(plots, "show", lambda figure, alt, forms=None: calls.append((figure, alt, forms)))
    return calls


def run(monkeypatch, **environment):
    """The cells in a kernel of their own."""
    for name in ("NN_STILL", "NN_PICTURES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


def test_a_still_is_stored_with_what_a_page_needs_to_move_it(monkeypatch):
    notebook = run(monkeypatch, NN_STILL="1")
    (picture,) = notebook.cells[0].outputs
    assert picture.output_type == "display_data"
    assert set(picture.data) == {"image/png", "text/plain", MIME}
    assert picture.metadata["image/png"]["alt"] == picture.data["text/plain"]
    assert picture.data[MIME] == {
        "widget": "half_plane",
        "state": {
            "w": [0.3, 1.0],
            "b": -1.5,
            "X": [[0.0, 1.0], [0.0, 1.0]],
            "y": [0, 1],
            "reach": 3.0,
            "limits": [-0.25, 1.25, -0.25, 1.25],
        },
    }
    nbformat.validate(notebook)
    assert notebook.cells[1].outputs[-1].data["text/plain"] == "([0.3, 1.0], 0.3)"


def test_the_sealed_engine_keeps_both_forms_and_grading_the_words_only():
    forms = []
    with warmed() as root:
        address = root.address
        for environment in ({}, {"NN_PICTURES": "0"}):
            session = Session(address, Quota(), {"NN_STILL": "1", **environment})
            try:
                session.deadline = time.monotonic() + 60
                done = session.ask("run", CELLS[0], 1, 1_000_000)
            finally:
                session.end()
            (picture,) = _sound(done["outputs"], 1_000_000)  # one, although the cell ends with the picture
            forms.append(picture.data)
    assert set(forms[0]) == {"image/png", "text/plain", MIME}
    assert forms[0][MIME]["state"]["w"] == [0.3, 1.0]
    assert set(forms[1]) == {"text/plain"}


def test_a_student_gets_a_picture_that_moves(monkeypatch):
    notebook = run(monkeypatch)
    (picture,) = notebook.cells[0].outputs
    assert "application/vnd.jupyter.widget-view+json" in picture.data
    models = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"].values()
    states = [each["state"] for each in models if each["model_name"] == "AnyModel"]
    assert {"w", "rate"} <= {key for state in states for key in state}
    assert all("export default { render }" in state["_esm"] for state in states)


def test_without_anywidget_it_stands_still(shown, monkeypatch):
    monkeypatch.setattr(_anywidget, "_can_move", lambda: True)
    monkeypatch.setattr(_anywidget, "find_spec", lambda name: None)
    picture = widgets.fold(-0.5, -1.5)
    assert len(shown) == 1
    assert picture.widget is None
    assert picture.state == {"b1": -0.5, "b2": -1.5, "v": [2.0, -2.0], "c": -1.0}


def test_dragging_changes_the_state(monkeypatch):
    monkeypatch.setattr(_anywidget, "_can_move", lambda: True)
    monkeypatch.setattr("IPython.display.display", lambda widget: None)
    picture = widgets.half_plane(1, 1, -0.5)
    picture.widget.set_state({"w": [2, 1], "b": 0.5})  # what arrives from the page
    assert (picture.state["w"], picture.state["b"]) == ([2, 1], 0.5)
    assert repr(picture).startswith("Picture({'w': [2, 1]")


def test_numbers_are_rounded_alike_everywhere():
    assert plain({"a": np.float64(1 / 3), "b": (1, True, None, "x"), "c": np.array([[1e-17, -0.0]])}) == {
        "a": 0.3333333333,
        "b": [1, True, None, "x"],
        "c": [[1e-17, 0.0]],
    }
    assert math.copysign(1, plain(-0.0)) == 1
    for bad in (math.nan, math.inf, [np.float32("nan")]):
        with pytest.raises(ValueError, match="must be finite"):
            plain({"w": bad})


def test_a_picture_needs_a_file_and_words():
    with pytest.raises(ValueError, match=r"there is no circle\.js"):
        show("circle", {}, lambda: None, "Words.")
    with pytest.raises(ValueError, match="alt is empty"):
        show("fold", {}, lambda: None, " ")


SOFT = [Unit("h", ["x"], [2], -1), Unit("y", ["h", "x"], [1, 1], 0)]


def test_stepper_hands_over_what_each_step_adds(shown):
    widgets.backprop_stepper(SOFT, {"x": 0.5}, {"y": 1.0})
    ((_, alt, forms),) = shown
    state = forms[MIME]["state"]
    steps = widgets._backprop_stepper.backprop_steps(SOFT, {"x": 0.5}, {"y": 1.0})
    values, blame = {}, {}
    for told, step in zip(state["steps"], steps, strict=True):
        values |= told["values"]
        blame |= told["blame"]
        assert values == pytest.approx(step.values, rel=1e-9)
        assert blame == pytest.approx(step.blame, rel=1e-9)
        assert told["said"] == step.said
        assert told["edge"] == (None if step.edge is None else list(step.edge))
    assert json.loads(json.dumps(state)) == state
    assert alt.startswith("The network with all values and all blame. x = 0.5; h = 0.5;")


def test_stills_say_what_they_show(shown):
    widgets.descent([0, 1, 2], [1, 2, 6], start=(-0.5, 2.5), rate=0.45)
    widgets.activation_explorer("ReLU", b=-3)
    widgets.playground("two moons", layers=2, units=3, unit="ReLU", rate=0.1)
    said = [alt for _, alt, _ in shown]
    assert "bottom at w = 2.5, b = 0.5" in said[0]
    assert "The mse is 7.5 at the start and 977 after 20 steps" in said[0]
    assert "0 of 9 examples have a slope other than 0, 0 on average." in said[1]
    assert "The data two moons, and what a network with 2 hidden layers of 3 ReLU units answers" in said[2]
    assert [figure.axes[0].get_xlabel() for figure, _, _ in shown] == ["w", "pre-activation f", "input 1"]
    assert all(len(json.dumps(forms)) < 15_000 for _, _, forms in shown)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: widgets.fold(b1=1.5), "b1 is 1.5: it must lie from −3 to 1"),
        (lambda: widgets.descent([1, 1], [0, 1]), "two of its values must differ"),
        (lambda: widgets.descent([1, 2], [0, 1, 2]), r"x has shape \(2,\) and y \(3,\)"),
        (lambda: widgets.descent([1, np.nan], [0, 1]), "finite"),
        (lambda: widgets.descent(rate=0.9), "rate is 0.9 and rates are"),
        (lambda: widgets.descent(steps=0), "steps is 0"),
        (lambda: widgets.activation_explorer("relu"), "there is no unit 'relu' here; there are step, sigmoid"),
        (lambda: widgets.activation_explorer("leaky ReLU", a=1.5), "a is 1.5: it must be from 0 to 1"),
        (lambda: widgets.activation_explorer(examples=[]), r"examples has shape \(0,\)"),
        (lambda: widgets.playground("spirals"), "dataset is 'spirals': it must be one of two clouds, XOR"),
        (lambda: widgets.playground(units=9), "units is 9"),
        (lambda: widgets.playground(rate=0.2), "rate is 0.2"),
        (lambda: widgets.half_plane(X=[[1, 2]]), "X has shape"),
    ],
)
def test_what_cannot_be_drawn_is_refused(shown, call, message):
    with pytest.raises(ValueError, match=message):
        call()
    assert shown == []
