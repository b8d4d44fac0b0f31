"""Figures of the lessons, made to be read in colour, in grey and aloud.

Every function draws on `ax` or on a figure of its own and returns the figure; `show` puts it into the notebook
with a text for those who cannot see it. matplotlib is loaded only when something is drawn.
"""

from __future__ import annotations

import base64
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Array = NDArray[Any]

# M. Okabe and K. Ito (2002), "Color Universal Design": eight colours that people with any common colour vision
# tell apart. Here the first two, for classes 0 and 1, also differ in grey; yellow is last: it is faint on white.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000", "#F0E442")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">")  # a class has a shape, too: print has no colours
_POSITIVE, _NEGATIVE = PALETTE[1], PALETTE[0]
_DPI = 100


def half_plane(
    w: ArrayLike,
    b: float,
    X: ArrayLike | None = None,
    y: ArrayLike | None = None,
    *,
    ax: Axes | None = None,
    limits: tuple[float, float, float, float] | None = None,
    title: str | None = None,
) -> Figure:
    """Draw where a perceptron of two inputs says 1 (hatched) and 0, its boundary, and the weights as an arrow.

    The boundary is w · x + b = 0; the arrow starts on it and points to the side of the ones, along w.

    Parameters
    ----------
    w : array, shape (2,)
    b : float
    X : array, shape (2, examples), optional
    y : array, shape (examples,), optional
        Classes 0, 1, …: each has its colour and its marker.
    ax : matplotlib Axes, optional
    limits : (left, right, bottom, top), optional
        Else around the examples, or −2 … 2.
    title : str, optional

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If `w`, `X` or `y` has another shape or holds NaN or infinity.

    Examples
    --------
    >>> figure = half_plane([1, 1], -1.5, [[0, 0, 1, 1], [0, 1, 0, 1]], [0, 0, 0, 1])
    >>> figure.axes[0].get_xlabel()
    'input 1'
    """
    w = np.asarray(w, dtype=float)
    if w.shape != (2,):
        raise ValueError(f"w has shape {w.shape}: a half-plane needs two weights, (2,); give the bias as b")
    if not np.isfinite([*w, b]).all():
        raise ValueError(f"w is {w.tolist()} and b is {b}: every number must be finite")
    X = None if X is None else _points(X)
    ax = _axes(ax)
    left, right, bottom, top = limits or _limits(X)
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="input 1", ylabel="input 2", aspect="equal")
    square = [(left, bottom), (right, bottom), (right, top), (left, top)]
    _fill_side(ax, square, w, b, _POSITIVE, "///")
    _fill_side(ax, square, -w, -b, _NEGATIVE, None)
    if w.any():
        _line(ax, w, b, color="black", linewidth=2)
        _arrow(ax, w, b)
    if X is not None:
        _scatter(ax, X, y)
    law = f"{w[0]:.3g} x₁ {w[1]:+.3g} x₂ {b:+.3g} ≥ 0".replace(" +", " + ").replace(" -", " − ").replace("-", "−")
    ax.set_title(title if title is not None else law)
    return _figure(ax)


def boundary(
    predict: Callable[[Array], Array],
    X: ArrayLike,
    y: ArrayLike | None = None,
    *,
    ax: Axes | None = None,
    limits: tuple[float, float, float, float] | None = None,
    title: str | None = None,
    resolution: int = 200,
) -> Figure:
    """Draw what any classifier of two inputs says everywhere, with the examples on top.

    Parameters
    ----------
    predict : function
        Takes points, shape (2, n), and returns their classes 0, 1, …, shape (n,).
    X : array, shape (2, examples)
    y : array, shape (examples,), optional
        Classes 0, 1, …
    ax : matplotlib Axes, optional
    limits : (left, right, bottom, top), optional
        Else around the examples.
    title : str, optional
    resolution : int, default 200
        Points asked along each side.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If `X` or `y` has another shape, or `predict` returns something other than (n,) classes.

    Examples
    --------
    >>> figure = boundary(lambda X: (X[0] > X[1]).astype(int), [[0, 1], [1, 0]], [0, 1])
    >>> len(figure.axes)
    1
    """
    X = _points(X)
    ax = _axes(ax)
    left, right, bottom, top = limits or _limits(X)
    across, up = np.meshgrid(np.linspace(left, right, resolution), np.linspace(bottom, top, resolution))
    grid = np.vstack([across.ravel(), up.ravel()])
    said = np.asarray(predict(grid))
    if said.shape != (grid.shape[1],):
        raise ValueError(
            f"predict got points of shape {grid.shape} and returned shape {said.shape}: it must return one class "
            f"for each column, shape ({grid.shape[1]},)"
        )
    classes = _class_numbers(said, "what predict returns").reshape(across.shape)
    colours = np.array([_rgb(_colour(k)) for k in range(classes.max() + 1)])
    pale = 0.7 + 0.3 * colours  # mixed with white, so that the examples stand out
    ax.imshow(pale[classes], extent=(left, right, bottom, top), origin="lower", aspect="auto")
    for k in np.unique(classes)[1:]:
        ax.contour(across, up, (classes >= k).astype(float), levels=[0.5], colors="black", linewidths=1)
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="input 1", ylabel="input 2", aspect="equal")
    _scatter(ax, X, y)
    if title is not None:
        ax.set_title(title)
    return _figure(ax)


def boundary_path(
    path: ArrayLike,
    X: ArrayLike,
    y: ArrayLike | None = None,
    *,
    ax: Axes | None = None,
    limits: tuple[float, float, float, float] | None = None,
    title: str | None = None,
) -> Figure:
    """Draw the boundary moving update by update: early lines pale and dotted, the last one black and thick.

    Parameters
    ----------
    path : array, shape (steps, 3)
        Weights after each update, the bias last, as `perceptron.weight_path` gives them for `with_bias(X)`.
        Weights that draw no line (both 0) are left out.
    X : array, shape (2, examples)
        Without the row of ones.
    y : array, shape (examples,), optional
    ax, limits, title
        As for `half_plane`.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If `path`, `X` or `y` has another shape or holds NaN or infinity.

    Examples
    --------
    >>> figure = boundary_path([[0, 0, 0], [1, 0, 0], [1, 1, -1.5]], [[0, 1], [0, 1]], [0, 1])
    >>> len(figure.axes[0].lines)
    2
    """
    path = np.asarray(path, dtype=float)
    if path.ndim != 2 or path.shape[1] != 3:
        raise ValueError(f"path has shape {path.shape}: it must be (steps, 3), two weights and the bias in each row")
    if not np.isfinite(path).all():
        raise ValueError("path holds NaN or infinity: every number must be finite")
    X = _points(X)
    ax = _axes(ax)
    left, right, bottom, top = limits or _limits(X)
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="input 1", ylabel="input 2", aspect="equal")
    drawn = [(number, row) for number, row in enumerate(path) if row[:2].any()]
    for place, (number, row) in enumerate(drawn, start=1):
        if place == len(drawn):
            _line(ax, row[:2], row[2], color="black", linewidth=2.5, label=f"update {number} (last)")
            _arrow(ax, row[:2], row[2])
        else:
            label = f"update {number}" if place in (1, len(drawn) // 2) else None
            style = ":" if place <= len(drawn) // 2 else "--"
            grey = f"{0.85 - 0.55 * place / len(drawn):.3f}"
            _line(ax, row[:2], row[2], color=grey, linewidth=1.2, linestyle=style, label=label)
    _scatter(ax, X, y)
    if drawn:
        _legend(ax)
    ax.set_title(title if title is not None else "The boundary, update by update")
    return _figure(ax)


def points(
    X: ArrayLike,
    y: ArrayLike | None = None,
    *,
    ax: Axes | None = None,
    limits: tuple[float, float, float, float] | None = None,
    title: str | None = None,
) -> Figure:
    """Draw examples in the plane, one colour and marker for each class.

    Parameters
    ----------
    X : array, shape (2, examples)
    y : array, shape (examples,), optional
        Classes 0, 1, 2, …
    ax, limits, title
        As for `half_plane`.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If `X` or `y` has another shape or holds NaN or infinity.

    Examples
    --------
    >>> points([[0, 1], [0, 1]], [0, 1]).axes[0].get_xlabel()
    'input 1'
    """
    X = _points(X)
    ax = _axes(ax)
    left, right, bottom, top = limits or _limits(X)
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="input 1", ylabel="input 2", aspect="equal")
    _scatter(ax, X, y)
    ax.set_title(title if title is not None else "The examples")
    return _figure(ax)


def weight_images(
    W: ArrayLike, shape: tuple[int, int], *, titles: Sequence[str] | None = None, columns: int = 5
) -> Figure:
    """Show each row of weights as an image: orange votes for the class, purple against, white is indifferent.

    Parameters
    ----------
    W : array, shape (classes, rows * columns) or, with the bias as last weight, (classes, rows * columns + 1)
        The bias is not drawn.
    shape : (rows, columns)
        Of one image.
    titles : sequence of str, optional
        Else "class 0", "class 1", …
    columns : int, default 5
        Images side by side.

    Returns
    -------
    matplotlib Figure
        One scale for all images, with 0 in its middle.

    Raises
    ------
    ValueError
        If the shapes do not match, there are too few titles, or `W` holds NaN or infinity.

    Examples
    --------
    >>> figure = weight_images([[1, -1, 0, 2], [0, 3, -2, 1]], (2, 2))
    >>> [ax.get_title() for ax in figure.axes[:2]]
    ['class 0', 'class 1']
    """
    W = np.asarray(W, dtype=float)
    pixels = shape[0] * shape[1]
    if W.ndim != 2 or len(W) == 0 or W.shape[1] not in (pixels, pixels + 1):
        raise ValueError(
            f"W has shape {W.shape} and an image {tuple(shape)}: W must be (classes, {pixels}), or "
            f"(classes, {pixels + 1}) with the bias last"
        )
    if not np.isfinite(W).all():
        raise ValueError("W holds NaN or infinity: every weight must be finite")
    names = [f"class {k}" for k in range(len(W))] if titles is None else list(titles)
    if len(names) != len(W):
        raise ValueError(f"there are {len(names)} titles for {len(W)} images")
    images = W[:, :pixels]
    largest = np.abs(images).max() or 1.0
    columns = min(columns, len(W))
    lines = -(-len(W) // columns)
    figure = _new_figure((1.15 * columns + 1.2, 1.35 * lines + 0.6))
    axes = figure.subplots(lines, columns, squeeze=False).ravel()
    for ax, image, name in zip(axes, images, names, strict=False):
        shown = ax.imshow(image.reshape(shape), cmap="PuOr_r", vmin=-largest, vmax=largest)
        ax.set(title=name, xticks=[], yticks=[])
    for ax in axes[len(W) :]:
        ax.set_axis_off()
    figure.supxlabel("pixel column", fontsize="medium")
    figure.supylabel("pixel row", fontsize="medium")
    figure.colorbar(shown, ax=list(axes), label="weight")
    return figure


def mistakes_curve(
    mistakes: Sequence[int] | Mapping[str, Sequence[int]],
    *,
    bound: float | None = None,
    ax: Axes | None = None,
    title: str | None = None,
) -> Figure:
    """Draw the mistakes of every epoch; with a bound, all mistakes so far against it.

    Parameters
    ----------
    mistakes : sequence of int, or {name: sequence of int}
        One number per epoch, as `fit_perceptron` returns them.
    bound : float, optional
        Novikoff's (R / γ)². It bounds the sum of all mistakes, so the sum is drawn.
    ax : matplotlib Axes, optional
    title : str, optional

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> mistakes_curve([5, 2, 0]).axes[0].get_ylabel()
    'mistakes in the epoch'
    """
    curves = dict(mistakes) if isinstance(mistakes, Mapping) else {"": mistakes}
    if not curves or any(len(curve) == 0 for curve in curves.values()):
        raise ValueError("mistakes is empty: give one number for each epoch")
    from matplotlib.ticker import MaxNLocator

    ax = _axes(ax)
    for k, (name, curve) in enumerate(curves.items()):
        heights = np.asarray(curve) if bound is None else np.cumsum(curve)
        epochs = range(1, len(heights) + 1)
        ax.plot(epochs, heights, color=_colour(k), marker=_marker(k), label=name or "mistakes", clip_on=False)
    if bound is not None:
        ax.axhline(bound, color="black", linestyle="--", label="bound (R / γ)²")
    ax.set(xlabel="epoch", ylabel="mistakes in the epoch" if bound is None else "mistakes so far")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylim(bottom=0, top=None if ax.get_ylim()[1] > 0 else 1)
    if bound is not None or any(curves):
        ax.legend()
    if title is not None:
        ax.set_title(title)
    return _figure(ax)


def show(figure: Figure, alt: str) -> None:
    """Put a figure into the notebook as a picture with a text that says the same, and close it.

    The text goes into the output's metadata, where web pages take a picture's alt text from, and is also the
    output's plain text: stored notebooks stay readable and the same from run to run. Outside a notebook nothing
    is displayed. Where the environment variable NN_PICTURES is 0, as in grading, only the text is.

    Parameters
    ----------
    figure : matplotlib Figure
    alt : str
        What a reader who cannot see the picture needs to know.

    Raises
    ------
    ValueError
        If `alt` is empty.

    Examples
    --------
    >>> show(mistakes_curve([5, 2, 0]), "Mistakes fall from 5 to 0 in three epochs.")
    """
    require_alt(alt)
    wanted = os.environ.get("NN_PICTURES") != "0"
    picture = png(figure) if wanted else b""
    if "matplotlib.pyplot" in sys.modules:  # only pyplot keeps figures open, and draws them a second time
        sys.modules["matplotlib.pyplot"].close(figure)
    if not _in_notebook():
        return
    from IPython.display import display

    if not wanted:
        display({"text/plain": alt}, raw=True)
        return
    display(
        {"image/png": base64.b64encode(picture).decode(), "text/plain": alt},
        metadata={"image/png": {"alt": alt}},
        raw=True,
    )


def require_alt(alt: str) -> None:
    """Refuse a picture without words.

    Parameters
    ----------
    alt : str

    Raises
    ------
    ValueError
        If `alt` is empty, only blanks, or no string.

    Examples
    --------
    >>> require_alt("A line between two clouds of points.")
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError("alt is empty: say in words what the picture shows, for those who cannot see it")


def png(figure: Figure) -> bytes:
    """The figure as the bytes of a PNG file: the same figure, drawn with the same matplotlib, gives the same bytes.

    Parameters
    ----------
    figure : matplotlib Figure

    Returns
    -------
    bytes

    Examples
    --------
    >>> png(mistakes_curve([1, 0]))[1:4]
    b'PNG'
    """
    file = io.BytesIO()
    # matplotlib would write its version into the file, and lessons would change with every release of it.
    figure.savefig(file, format="png", dpi=_DPI, metadata={"Software": None})
    return file.getvalue()


def _in_notebook() -> bool:
    """Is there an IPython session? Asks without loading IPython."""
    return "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None


def _new_figure(size: tuple[float, float] = (5, 4)) -> Figure:
    # Not through pyplot: nothing has to be closed, and no window or inline backend draws it a second time.
    from matplotlib.figure import Figure

    return Figure(figsize=size, dpi=_DPI, layout="constrained")


def _axes(ax: Axes | None) -> Axes:
    return _new_figure().add_subplot() if ax is None else ax


def _figure(ax: Axes) -> Figure:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def _colour(k: int) -> str:
    return PALETTE[k % len(PALETTE)]


def _marker(k: int) -> str:
    return MARKERS[k % len(MARKERS)]


def _rgb(colour: str) -> tuple[float, float, float]:
    from matplotlib.colors import to_rgb

    return to_rgb(colour)


def _points(X: ArrayLike) -> Array:
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.shape[0] != 2:
        likely = " (transpose it: one column per example)" if X.ndim == 2 and X.shape[1] == 2 else ""
        raise ValueError(f"X has shape {X.shape}: points in the plane have shape (2, examples){likely}")
    if not np.isfinite(X).all():
        raise ValueError("X holds NaN or infinity: every number must be finite")
    return X


def _class_numbers(y: ArrayLike, name: str) -> Array:
    y = np.asarray(y)
    if y.dtype.kind not in "biuf" or not np.isin(y, range(100)).all():
        raise ValueError(f"{name} must be classes 0, 1, 2, … (labels −1 and +1: use (y + 1) // 2)")
    return y.astype(np.int64)


def _scatter(ax: Axes, X: Array, y: ArrayLike | None) -> None:
    if y is None:
        ax.scatter(X[0], X[1], c="white", edgecolors="black", marker="o", zorder=3)
        return
    y = np.asarray(y)
    if y.shape != (X.shape[1],):
        raise ValueError(f"X has shape {X.shape} and y has shape {y.shape}: give one label for each column of X")
    y = _class_numbers(y, "y")
    for k in np.unique(y):
        of_class = X[:, y == k]
        ax.scatter(
            of_class[0],
            of_class[1],
            c=_colour(k),
            marker=_marker(k),
            edgecolors="black",
            s=45,
            label=f"class {k}",
            zorder=3,
        )
    _legend(ax)


def _legend(ax: Axes) -> None:
    # Beside the picture: inside, it would sooner or later hide an example.
    ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1), borderaxespad=0, fontsize="small")


def _limits(X: Array | None) -> tuple[float, float, float, float]:
    if X is None or X.shape[1] == 0:
        return -2.0, 2.0, -2.0, 2.0
    low, high = X.min(axis=1), X.max(axis=1)
    room = 0.25 * ((high - low).max() or 1.0)
    return tuple(np.stack([low - room, high + room], axis=1).ravel().tolist())


def _fill_side(
    ax: Axes, corners: list[tuple[float, float]], w: Array, b: float, colour: str, hatch: str | None
) -> None:
    """Fill the part of a polygon where w · x + b ≥ 0: keep its corners there, cut the edges that cross."""
    kept: list[tuple[float, float]] = []
    for here, there in zip(corners, corners[1:] + corners[:1], strict=True):
        at_here, at_there = (float(w @ np.array(point)) + b for point in (here, there))
        if at_here >= 0:
            kept.append(here)
        if at_here * at_there < 0:
            share = at_here / (at_here - at_there)
            kept.append((here[0] + share * (there[0] - here[0]), here[1] + share * (there[1] - here[1])))
    if kept:
        ax.fill(*zip(*kept, strict=True), facecolor=colour, alpha=0.25, edgecolor="0.5", linewidth=0, hatch=hatch)


def _line(ax: Axes, w: Array, b: float, **style: Any) -> None:
    foot = -b * w / (w @ w)  # the point of w · x + b = 0 next to the origin
    ax.axline(tuple(foot), tuple(foot + np.array([-w[1], w[0]]) / np.linalg.norm(w)), **style)


def _arrow(ax: Axes, w: Array, b: float) -> None:
    """An arrow along w, of one length for all weights, from the boundary point nearest to the middle."""
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    middle = np.array([left + right, bottom + top]) / 2
    start = middle - (w @ middle + b) * w / (w @ w)
    if left <= start[0] <= right and bottom <= start[1] <= top:
        end = start + 0.15 * (right - left) * w / np.linalg.norm(w)
        ax.annotate("", tuple(end), tuple(start), arrowprops={"arrowstyle": "-|>", "linewidth": 2, "color": "black"})
