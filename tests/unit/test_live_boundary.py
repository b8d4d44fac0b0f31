"""A boundary drawn while a network learns it: still where nothing moves, live in a kernel."""

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from utils import plots, widgets
from utils.widgets import _live_boundary

X, Y = np.array([[-1.0, 1.0], [0.0, 0.5]]), np.array([0, 1])


class Tilted:
    """Scores of a line that turns with the epochs."""

    def __init__(self):
        self.turn = 0.0

    def forward(self, points):
        return np.vstack([np.zeros(points.shape[1]), points[0] + self.turn * points[1]])


@pytest.fixture
def shown(monkeypatch):
    """What `plots.show` was asked to show."""
    calls = []
    monkeypatch.setattr(plots, "show", lambda figure, alt: calls.append((figure, alt)))
    return calls


def test_still_shows_the_last_picture_only(shown):
    with widgets.live_boundary(X, Y, "A line.") as watch:
        for epoch in range(1, 8):
            watch(Tilted(), epoch)
    ((figure, alt),) = shown
    assert alt == "A line."
    assert figure.axes[0].get_title() == "After epoch 7"


def test_nothing_watched_shows_nothing(shown):
    with widgets.live_boundary(X, Y, "A line."):
        pass
    assert shown == []


def test_what_is_drawn_is_the_network_as_it_was(shown):
    film = _live_boundary._Film(X, Y, "A line.", every=1)
    network = Tilted()
    film.last = network, 1
    film.take()
    network.turn = 5.0
    first, second = (
        figure.axes[0].images[0].get_array().copy()
        for figure in (film.pictures[0], plots.boundary(lambda P: np.argmax(network.forward(P), axis=0), X, Y))
    )
    assert (first != second).any()


def test_many_pictures_are_thinned_out():
    film = _live_boundary._Film(X, Y, "A line.", every=2)
    for epoch in range(1, 60):
        film.last = Tilted(), epoch
        film.take()
    titles = [figure.axes[0].get_title() for figure in film.pictures]
    assert len(titles) <= _live_boundary._MOST
    assert (titles[0], titles[-1]) == ("After epoch 1", "After epoch 59")
    assert film.every == 4


@pytest.mark.parametrize(("alt", "every", "reason"), [("", 5, "alt is empty"), ("A line.", 0, "every must be")])
def test_bad_arguments(alt, every, reason):
    with pytest.raises(ValueError, match=reason), widgets.live_boundary(X, Y, alt, every=every):
        pass


def test_the_legend_is_inside_the_picture(shown):
    with widgets.live_boundary(X, Y, "A line.") as watch:
        watch(Tilted(), 1)
    ((figure, _),) = shown
    legend = figure.axes[0].get_legend().get_window_extent()
    assert legend.x1 <= figure.bbox.x1


def test_in_a_kernel_it_moves(monkeypatch):
    source = (
        "import numpy as np\nfrom utils import widgets\n"
        "class Line:\n    def forward(self, P):\n        return np.vstack([0 * P[0], P[0]])\n"
        "with widgets.live_boundary([[-1, 1], [0, 0]], [0, 1], 'A line.', every=2) as watch:\n"
        "    for epoch in range(1, 6):\n        watch(Line(), epoch)"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    monkeypatch.delenv("NN_STILL", raising=False)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    assert not [output for output in notebook.cells[0].outputs if output.output_type == "error"]
    states = notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"].values()
    (slider,) = [state["state"] for state in states if state["model_name"] == "IntSliderModel"]
    assert (slider["min"], slider["max"], slider["value"]) == (0, 3, 3)  # after epochs 1, 2, 4 and 5
