"""Figures: they show what they should, the same every time, silently, and never without words."""

import base64
import itertools
import sys
import warnings

import numpy as np
import pytest

from utils import activations, datasets, plots
from utils import perceptron as p

X, Y = datasets.boolean_table(2), datasets.boolean_targets("and")


def bowl(P):
    return P[0] ** 2 + 3 * P[1] ** 2


FIGURES = {
    "half_plane": lambda: plots.half_plane([1, 1], -1.5, X, Y),
    "half_plane, no examples": lambda: plots.half_plane([1, -0.5], 0),
    "half_plane, no weights": lambda: plots.half_plane([0, 0], 1),
    "half_plane, a boundary far away": lambda: plots.half_plane([1, 0], 1e9),
    "boundary": lambda: plots.boundary(lambda P: p.predict(P, [1, 1], -1.5), X, Y, title="AND"),
    "boundary, one class": lambda: plots.boundary(lambda P: np.zeros(P.shape[1]), X, Y),
    "boundary, twelve classes": lambda: plots.boundary(lambda P: np.arange(P.shape[1]) % 12, X),
    "boundary_path": lambda: plots.boundary_path(p.weight_path(p.with_bias(X), Y), X, Y),
    "boundary_path, no line": lambda: plots.boundary_path([[0, 0, 1]], X, Y),
    "weight_images": lambda: plots.weight_images(np.arange(3 * 13).reshape(3, 13), (3, 4), columns=2),
    "weight_images, all zero": lambda: plots.weight_images(np.zeros((1, 4)), (2, 2)),
    "matrices": lambda: plots.matrices({"W": [[1, -2]], "G": [[3], [4]], "F": [[-5]]}, signs="@=", title="a layer"),
    "matrices, entries that are not there": lambda: plots.matrices({"W": [[1, np.nan], [np.nan, -0.004]]}),
    "matrices, wide and zero": lambda: plots.matrices({"W": np.zeros((2, 9)), "nothing": [[np.nan]]}),
    "curves": lambda: plots.curves([0, 1, 2], {"line": [0, 1, 2], "square": [0, 1, 4]}, title="powers"),
    "curves, log": lambda: plots.curves(
        np.arange(100), {"square": np.arange(100.0) ** 2, "none": np.zeros(100)}, log=True
    ),
    "images": lambda: plots.images(np.arange(12 * 3).reshape(12, 3), (3, 4), columns=2),
    "images, all paper": lambda: plots.images(np.zeros((4, 1)), (2, 2), titles=["nothing"]),
    "mistakes_curve": lambda: plots.mistakes_curve([3, 1, 0], title="AND"),
    "mistakes_curve, named": lambda: plots.mistakes_curve({"AND": [3, 1, 0], "XOR": [2, 2]}),
    "mistakes_curve, bound": lambda: plots.mistakes_curve([3, 1, 0], bound=20.25),
    "mistakes_curve, none": lambda: plots.mistakes_curve([0]),
    "probabilities": lambda: plots.probabilities(lambda P: 1 / (1 + np.exp(-3 * P[:1])), X, Y),
    "probabilities, the same everywhere": lambda: plots.probabilities(lambda P: np.full(P.shape[1], 0.5), X, Y),
    "loss_curves": lambda: plots.loss_curves([2.0, 1.0, 0.5], title="digits"),
    "loss_curves, diverging": lambda: plots.loss_curves({"a": [1, 10, np.inf], "b": [np.nan, np.nan]}, log=True),
    "loss_curves, many steps": lambda: plots.loss_curves(
        {"a": 1 / np.arange(1, 500)}, xlabel="step", first=0, log=True
    ),
    "loss_curves, only zeros": lambda: plots.loss_curves([0, 0], log=True),
    "contour": lambda: plots.contour(bowl, (-2, 2, -2, 2)),
    "contour, paths": lambda: plots.contour(
        bowl, (-2, 2, -2, 2), {"good": [[2, 2], [1, 1]], "none": [[0, 0]]}, log=True
    ),
    "contour, a path that leaves": lambda: plots.contour(
        bowl, (-2, 2, -2, 2), [[1, 1], [-9, 9], [1e300, -1e300], [np.nan, 0]]
    ),
    "contour, a pole": lambda: plots.contour(lambda P: np.where(P[0] > 0, P[0], np.inf), (-1, 1, -1, 1)),
    "activation_gallery": lambda: plots.activation_gallery([unit for unit in activations.TABLE if unit.elementwise]),
    "activation_gallery, own": lambda: plots.activation_gallery([("sine", np.sin, np.cos), ("none", np.sin, None)]),
    "histograms": lambda: plots.histograms({"a": np.arange(9.0), "b": [[1, 2], [3, 4]]}),
    "histograms, all equal": lambda: plots.histograms([[0.0, 0.0], [0.0]]),
    "intervals": lambda: plots.intervals({"a": [1.0, 2.0, 3.0], "b": [2.0, 2.0]}, xlabel="share", title="t"),
    "histograms, twelve": lambda: plots.histograms([np.arange(50.0) * k for k in range(12)]),
}


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES.keys())
def test_every_figure_is_labelled_silent_small_and_the_same_again(make, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = make()
        first = plots.png(figure)
    assert first == plots.png(make())
    assert first.startswith(b"\x89PNG")
    assert b"Software" not in first
    assert len(first) < 100_000
    assert (figure.get_size_inches() <= (8, 8)).all()
    assert capfd.readouterr() == ("", "")
    labelled = bool(figure.get_supxlabel() and figure.get_supylabel())
    assert labelled or all(ax.get_xlabel() and ax.get_ylabel() for ax in figure.axes)


def test_colours_and_markers_tell_classes_apart():
    pairs = [(plots._colour(k), plots._marker(k)) for k in range(10)]
    assert len(set(pairs)) == 10
    assert len(set(plots.MARKERS)) == 10

    def lightness(colour):
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert abs(lightness(plots.PALETTE[0]) - lightness(plots.PALETTE[1])) > 60  # also in grey


def area(polygon):
    x, y = np.asarray(polygon, float).T
    return abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2


@pytest.mark.parametrize("seed", range(20))
def test_the_filled_side_is_where_the_perceptron_says_one(seed):
    rng = np.random.default_rng(seed)
    w, b = rng.normal(size=2), float(rng.normal())
    figure = plots.half_plane(w, b, limits=(-1, 2, -2, 1))
    areas = {patch.get_hatch(): area(patch.get_xy()[:-1]) for patch in figure.axes[0].patches if patch.get_fill()}
    grid = np.array(list(itertools.product(np.linspace(-1, 2, 301), np.linspace(-2, 1, 301)))).T
    share = p.predict(grid, w, b).mean()
    assert areas.get("///", 0) / 9 == pytest.approx(share, abs=0.01)
    assert sum(areas.values()) == pytest.approx(9)


def test_functions_draw_on_the_axes_they_are_given():
    from matplotlib.figure import Figure

    figure = Figure()
    left, right, last = figure.subplots(1, 3)
    assert plots.half_plane([1, 1], 0, ax=left) is figure
    assert plots.boundary(lambda P: np.zeros(P.shape[1], int), X, ax=right) is figure
    assert plots.mistakes_curve([1, 0], ax=last) is figure
    assert left.get_xlabel() == right.get_xlabel() == "input 1"
    assert last.get_xlabel() == "epoch"


def test_the_bound_is_drawn_against_the_sum_of_mistakes():
    (ax,) = plots.mistakes_curve([3, 1, 0], bound=20).axes
    assert ax.lines[0].get_ydata().tolist() == [3, 4, 4]
    assert "so far" in ax.get_ylabel()


def test_matrices_write_their_entries_shapes_and_signs():
    first, second = plots.matrices({"W": [[1, -0.001], [np.nan, 2.5]], "G": [[3], [4]]}, signs="@").axes
    assert [text.get_text() for text in first.texts] == ["1", "0", "2.5", "@"]
    assert (first.get_xlabel(), second.get_xlabel()) == ("2 × 2", "2 × 1")


def test_curves_leave_out_what_a_logarithm_cannot_show():
    line = plots.curves([1, 2, 3], {"a": [1, 0, 9]}, log=True).axes[0].lines[0]
    np.testing.assert_array_equal(line.get_ydata(), [1, np.nan, 9])


def test_weight_images_leave_the_bias_out_and_share_one_scale():
    W = np.array([[1.0, -4.0, 0.0, 2.0, 99.0], [0.0, 0.5, 0.0, 0.0, 99.0]])
    figure = plots.weight_images(W, (2, 2), titles=["zero", "one"])
    shown = [ax.images[0] for ax in figure.axes[:2]]
    assert (shown[0].get_array() == [[1, -4], [0, 2]]).all()
    assert {image.get_clim() for image in shown} == {(-4, 4)}


def test_images_are_columns_as_ink_on_paper():
    figure = plots.images([[1.0, 0], [2, 0], [3, 0], [4, 8]], (2, 2), titles=["a", "b"])
    shown = [ax.images[0] for ax in figure.axes]
    assert (shown[0].get_array() == [[1, 2], [3, 4]]).all()
    assert {image.get_clim() for image in shown} == {(0, 8)}
    assert {image.get_cmap().name for image in shown} == {"gray_r"}


def test_probabilities_are_blue_at_0_white_at_a_half_and_orange_at_1():
    (ax,) = plots.probabilities(lambda P: np.clip(P[0], 0, 1), X, limits=(0, 1, 0, 1), resolution=101).axes
    left, middle, right = ax.images[0].get_array()[50, [0, 50, 100]]
    assert left[2] > left[0] + 0.3  # bluer than red
    assert right[0] > right[2] + 0.3
    assert np.allclose(middle, 1)


def test_a_path_is_drawn_as_far_as_it_stays_near():
    (ax,) = plots.contour(bowl, (-2, 2, -2, 2), [[1, 1], [-9, 9], [1e300, 0], [0, 0]]).axes
    assert ax.lines[0].get_xydata().tolist() == [[1, 1], [-9, 9]]


def test_intervals_are_students():
    figure = plots.intervals({"three": [1.0, 2.0, 3.0]})
    (container,) = figure.axes[0].containers
    (bar,) = container[2]
    low, high = bar.get_segments()[0][:, 0]
    assert low == pytest.approx(2 - 4.302653 / np.sqrt(3))
    assert high == pytest.approx(2 + 4.302653 / np.sqrt(3))


def test_histograms_show_the_share_of_each_layer():
    figure = plots.histograms([np.zeros(10), np.arange(10.0)], bins=10)
    heights = [ax.patches[0].get_data().values for ax in figure.axes]
    assert [float(h.sum()) for h in heights] == pytest.approx([1, 1])
    assert heights[0].max() == 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.half_plane([1, 1, -1], 0), r"w has shape \(3,\).*bias as b"),
        (lambda: plots.half_plane([1, np.nan], 0), "finite"),
        (lambda: plots.half_plane([1, 1], 0, np.ones((4, 2)), Y), r"\(4, 2\).*transpose"),
        (lambda: plots.half_plane([1, 1], 0, X, [0, 1]), r"\(2, 4\) and y has shape \(2,\)"),
        (lambda: plots.half_plane([1, 1], 0, X, [-1, 1, -1, 1]), r"\(y \+ 1\) // 2"),
        (lambda: plots.half_plane([1, 1], 0, X * np.nan), "finite"),
        (lambda: plots.boundary(lambda P: P, X, Y), r"returned shape \(2, 40000\)"),
        (lambda: plots.boundary(lambda P: P[0] * 0 + 0.5, X, Y), "predict returns must be classes"),
        (lambda: plots.boundary_path([[1, 1]], X, Y), r"path has shape \(1, 2\)"),
        (lambda: plots.weight_images(np.ones((2, 6)), (2, 2)), r"\(2, 6\).*\(classes, 4\)"),
        (lambda: plots.weight_images(np.ones((2, 4)), (2, 2), titles=["a"]), "1 titles for 2 images"),
        (lambda: plots.weight_images([[np.inf] * 4], (2, 2)), "finite"),
        (lambda: plots.images(np.ones((3, 2)), (2, 2)), r"\(3, 2\).*\(4, images\)"),
        (lambda: plots.images(np.ones((4, 0)), (2, 2)), r"\(4, 0\)"),
        (lambda: plots.images(np.ones((4, 2)), (2, 2), titles=["a"]), "1 titles for 2 images"),
        (lambda: plots.images([[np.nan]] * 4, (2, 2)), "finite"),
        (lambda: plots.mistakes_curve([]), "empty"),
        (lambda: plots.mistakes_curve({}), "empty"),
        (lambda: plots.probabilities(lambda P: P, X, Y), r"returned shape \(2, 10000\)"),
        (lambda: plots.probabilities(lambda P: P[0] * 9, X, Y), "from 0 to 1"),
        (lambda: plots.probabilities(lambda P: P[0] * np.nan, X, Y), "from 0 to 1"),
        (lambda: plots.matrices({}), "at least one matrix"),
        (lambda: plots.matrices({"b": [1, 2]}), "rows, columns"),
        (lambda: plots.matrices({"W": [[1]], "G": [[1]]}, signs="@="), "2 signs between 2 matrices"),
        (lambda: plots.curves([0, 1], {}), "nothing to draw"),
        (lambda: plots.curves([0, 1], {"a": [1, 2, 3]}), r"\(2,\) and 'a' has shape \(3,\)"),
        (lambda: plots.loss_curves([]), "empty"),
        (lambda: plots.loss_curves({}), "empty"),
        (lambda: plots.loss_curves([[1, 2]]), "not a row"),
        (lambda: plots.contour(lambda P: P, (-1, 1, -1, 1)), r"returned shape \(2, 10000\)"),
        (lambda: plots.contour(lambda P: P[0] * 0, (-1, 1, -1, 1)), "the same everywhere"),
        (lambda: plots.contour(lambda P: P[0] * np.nan, (-1, 1, -1, 1)), "nowhere finite"),
        (lambda: plots.contour(bowl, (-1, 1, -1, 1), [[1, 2, 3]]), r"\(1, 3\)"),
        (lambda: plots.activation_gallery([]), "empty"),
        (lambda: plots.activation_gallery([("sum", np.sum, None)]), r"sum got shape \(401,\)"),
        (lambda: plots.intervals({}), "at least two finite"),
        (lambda: plots.intervals({"a": [1.0]}), "at least two finite"),
        (lambda: plots.intervals({"a": [1.0, np.nan]}), "at least two finite"),
        (lambda: plots.intervals({"a": [1.0, 2.0]}, confidence=95), "between 0 and 1"),
        (lambda: plots.histograms([]), "0 layers"),
        (lambda: plots.histograms([[1.0]] * 13), "13 layers"),
        (lambda: plots.histograms([[1.0], []]), "empty"),
        (lambda: plots.histograms([[np.inf]]), "NaN or infinity"),
    ],
)
def test_wrong_calls_are_told_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# ---------------------------------------------------------------- show


@pytest.mark.parametrize("alt", ["", "  \n", None])
def test_no_picture_without_words(alt):
    with pytest.raises(ValueError, match="alt is empty"):
        plots.show(plots.mistakes_curve([1, 0]), alt)


def test_show_outside_a_notebook_is_silent(capfd):
    assert plots.show(plots.mistakes_curve([1, 0]), "Mistakes fall.") is None
    assert capfd.readouterr() == ("", "")


def test_show_closes_pyplot_figures():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, _ = plt.subplots()
    plots.show(figure, "An empty plot.")
    assert not plt.get_fignums()


def test_show_displays_the_picture_with_its_words(monkeypatch):
    import IPython
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr(IPython.display, "display", lambda *args, **kwargs: shown.append((args, kwargs)))
    figure = plots.mistakes_curve([1, 0])
    plots.show(figure, "Mistakes fall.")
    assert "IPython" in sys.modules
    (((bundle,), kwargs),) = shown
    assert set(bundle) == {"image/png", "text/plain"}
    assert base64.b64decode(bundle["image/png"]) == plots.png(figure)
    assert bundle["text/plain"] == "Mistakes fall."
    assert kwargs == {"metadata": {"image/png": {"alt": "Mistakes fall."}}, "raw": True}
