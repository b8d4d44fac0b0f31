"""Pictures that move, and the still ones in their place; in a real kernel, too."""

import builtins
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from utils import plots, widgets
from utils.widgets import _moving


@pytest.fixture
def shown(monkeypatch):
    """What `plots.show` was asked to show, without a notebook."""
    calls = []
    monkeypatch.setattr(plots, "show", lambda figure, alt, forms=None: calls.append((figure, alt)))
    return calls


def test_without_a_notebook_the_picture_stands_at_its_start(shown):
    values = []

    def draw(**now):
        values.append(now)
        return "figure"

    widgets.moving(draw, "Words.", n=(0, 10, 4), rate=(0.0, 1.0, 0.25, 0.05))
    assert values == [{"n": 4, "rate": 0.25}]
    assert shown == [("figure", "Words.")]


def test_sliders_may_be_called_draw_and_alt(shown):
    widgets.moving(lambda draw, alt: "figure", "Words.", draw=(0, 1, 0), alt=(0, 1, 1))
    assert shown == [("figure", "Words.")]


@pytest.mark.parametrize(
    "numbers", [(0, 1), (0, 1, 0.5, 0.1, 3), (1, 0, 0), (0, 0, 0), (0, 1, 2), (0, 1, 0.5, 0), (0, 1, float("nan"))]
)
def test_wrong_sliders_are_named(numbers):
    with pytest.raises(ValueError, match="slider rate is"):
        widgets.moving(lambda rate: None, "Words.", rate=numbers)


def test_a_picture_needs_a_slider_and_words():
    with pytest.raises(ValueError, match="no slider"):
        widgets.moving(lambda: None, "Words.")
    with pytest.raises(ValueError, match="alt is empty"):
        widgets.moving(lambda n: plots.mistakes_curve([n]), "", n=(0, 2, 1))


def test_whole_numbers_give_a_slider_of_whole_numbers():
    import ipywidgets

    whole = _moving._slider(ipywidgets, "n", (1, 9, 3))
    assert isinstance(whole, ipywidgets.IntSlider)
    assert (whole.min, whole.max, whole.value, whole.step) == (1, 9, 3, 1)
    real = _moving._slider(ipywidgets, "rate", (0, 2.0, 1))
    assert isinstance(real, ipywidgets.FloatSlider)
    assert (real.min, real.max, real.value, real.step) == (0, 2, 1, 0.02)


class Session:
    kernel = "a kernel"


def test_what_keeps_a_picture_still(monkeypatch):
    import IPython

    monkeypatch.delenv("NN_STILL", raising=False)
    assert not _moving._can_move()  # no session
    monkeypatch.setattr(IPython, "get_ipython", Session)
    assert _moving._can_move()
    monkeypatch.setattr(_moving, "find_spec", lambda name: None)
    assert not _moving._can_move()  # no ipywidgets
    monkeypatch.undo()
    monkeypatch.setattr(IPython, "get_ipython", Session)
    monkeypatch.setenv("NN_STILL", "1")
    assert not _moving._can_move()


def test_a_still_picture_needs_no_ipywidgets(shown, monkeypatch):
    real_import = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] == "ipywidgets":
            raise ModuleNotFoundError(name)
        return real_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(sys.modules, "ipywidgets", raising=False)
    widgets.half_plane()
    assert len(shown) == 1


def test_half_plane_says_what_it_shows(shown):
    widgets.half_plane(1, -2, 0.5)
    widgets.half_plane(9, 1, 0, [[0, 1], [0, 1]], [0, 1])
    assert [alt for _, alt in shown] == [
        "The half-plane where 1 times input 1 -2 times input 2 +0.5 is at least 0 is hatched.",
        "The half-plane where 9 times input 1 +1 times input 2 +0 is at least 0 is hatched, "
        "with the examples drawn on it.",
    ]


CELLS = [
    "from utils import plots, widgets\nplots.show(plots.mistakes_curve([2, 0]), 'Mistakes fall to 0.')",
    "widgets.fit_line([0, 1, 2], [1, 2, 6])",
]


@pytest.fixture(scope="module", params=["still", "live"])
def notebook(request):
    """The cells run in a kernel of their own."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "still":
            patch.setenv("NN_STILL", "1")
        else:
            patch.delenv("NN_STILL", raising=False)
        NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return request.param, notebook


def test_in_a_kernel(notebook):
    kind, notebook = notebook
    (picture,) = notebook.cells[0].outputs
    assert picture.output_type == "display_data"
    assert picture.data["text/plain"] == "Mistakes fall to 0."
    assert picture.metadata == {"image/png": {"alt": "Mistakes fall to 0."}}
    assert picture.data["image/png"].startswith("iVBORw0KGgo")
    (moving,) = notebook.cells[1].outputs
    if kind == "still":
        assert moving.metadata["image/png"]["alt"].startswith("3 points and the line with slope 0")
    else:
        assert "application/vnd.jupyter.widget-view+json" in moving.data
        state = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"].values()
        assert sorted(w["state"]["description"] for w in state if w["model_name"] == "FloatSliderModel") == [
            "intercept",
            "slope",
        ]
        (output,) = [w["state"] for w in state if w["model_name"] == "OutputModel"]
        assert output["outputs"][0]["metadata"]["image/png"]["alt"].startswith("3 points and the line")
