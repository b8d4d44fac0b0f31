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
    across, up, grid = _grid((left, right, bottom, top), resolution)
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


def probabilities(
    predict: Callable[[Array], Array],
    X: ArrayLike,
    y: ArrayLike | None = None,
    *,
    ax: Axes | None = None,
    limits: tuple[float, float, float, float] | None = None,
    title: str | None = None,
    resolution: int = 100,
) -> Figure:
    """Draw how sure a model of two inputs is, everywhere: blue where it says 0, orange where it says 1, white between.

    Lines mark the probabilities 0.1, 0.5 (thick) and 0.9.

    Parameters
    ----------
    predict : function
        Takes points, shape (2, n), and returns the probability of class 1 for each, shape (n,) or (1, n).
    X : array, shape (2, examples)
    y : array, shape (examples,), optional
        Classes 0 and 1.
    ax, limits, title
        As for `boundary`.
    resolution : int, default 100
        Points asked along each side.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If `X` or `y` has another shape, or `predict` returns something other than n numbers from 0 to 1.

    Examples
    --------
    >>> figure = probabilities(lambda X: 1 / (1 + np.exp(-X[0])), [[-1, 1], [0, 0]], [0, 1])
    >>> figure.axes[0].get_xlabel()
    'input 1'
    """
    X = _points(X)
    ax = _axes(ax)
    left, right, bottom, top = limits or _limits(X)
    across, up, grid = _grid((left, right, bottom, top), resolution)
    said = np.asarray(predict(grid), dtype=float)
    if said.shape not in ((grid.shape[1],), (1, grid.shape[1])) or not ((said >= 0) & (said <= 1)).all():
        raise ValueError(
            f"predict got points of shape {grid.shape} and returned shape {said.shape}: it must return one "
            f"probability, from 0 to 1, for each column, shape ({grid.shape[1]},)"
        )
    P = said.reshape(across.shape)
    ends = np.array([_rgb(_NEGATIVE), (1.0, 1.0, 1.0), _rgb(_POSITIVE)])
    colours = np.stack([np.interp(P, [0, 0.5, 1], channel) for channel in ends.T], axis=-1)
    ax.imshow(
        0.25 + 0.75 * colours,
        extent=(left, right, bottom, top),
        origin="lower",
        aspect="auto",
        interpolation="bilinear",
    )
    levels, styles = [0.1, 0.5, 0.9], [":", "-", "--"]
    crossed = [(level, style) for level, style in zip(levels, styles, strict=True) if P.min() < level < P.max()]
    for level, style in crossed:
        width = 2.0 if level == 0.5 else 1.0
        ax.contour(across, up, P, levels=[level], colors="black", linewidths=width, linestyles=style)
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel="input 1", ylabel="input 2", aspect="equal")
    _scatter(ax, X, y)
    ax.set_title(title if title is not None else "Probability of class 1: lines at 0.1, 0.5, 0.9")
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


def matrices(
    named: Mapping[str, ArrayLike], *, signs: Sequence[str] = (), decimals: int = 2, title: str | None = None
) -> Figure:
    """Draw matrices side by side, entry by entry, in one scale: orange above 0, blue below, white is 0.

    All cells have one size, so that shapes can be compared by eye. Below each matrix stands its shape; entries of
    matrices with at most 8 columns are written into their cells.

    Parameters
    ----------
    named : {name: array}, shape (rows, columns) each
        Drawn from left to right. NaN stands for an entry that is not there; its cell is grey.
    signs : sequence of str, optional
        What to write between neighbours, such as "@" and "=": one fewer than there are matrices.
    decimals : int, default 2
        Of the entries.
    title : str, optional

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there is no matrix, one has not two axes or no entry, or there are too many or too few signs.

    Examples
    --------
    >>> figure = matrices({"W": [[1, -2]], "G": [[3], [4]], "F": [[-5]]}, signs="@=")
    >>> [ax.get_title() for ax in figure.axes]
    ['W', 'G', 'F']
    """
    arrays = {name: np.asarray(matrix, dtype=float) for name, matrix in named.items()}
    if not arrays or any(matrix.ndim != 2 or matrix.size == 0 for matrix in arrays.values()):
        raise ValueError("named must hold at least one matrix, each of shape (rows, columns) with at least one entry")
    if signs and len(signs) != len(arrays) - 1:
        raise ValueError(
            f"there are {len(signs)} signs between {len(arrays)} matrices: give {len(arrays) - 1}, or none"
        )
    from matplotlib.colors import LinearSegmentedColormap

    largest = max(np.nanmax(np.abs(matrix), initial=0.0) for matrix in arrays.values()) or 1.0
    colours = LinearSegmentedColormap.from_list("blame", [_NEGATIVE, "white", _POSITIVE])
    wide, tall = [matrix.shape[1] for matrix in arrays.values()], max(matrix.shape[0] for matrix in arrays.values())
    size = min(0.6, 7.2 / (sum(wide) + 1.2 * len(wide)))
    figure = _new_figure((size * (sum(wide) + 1.2 * len(wide)) + 0.6, size * tall + 1.5))
    axes = figure.subplots(1, len(arrays), squeeze=False, width_ratios=wide)[0]
    for k, (ax, (name, matrix)) in enumerate(zip(axes, arrays.items(), strict=True)):
        rows, columns = matrix.shape
        ax.set_facecolor("0.9")
        ax.imshow(np.ma.masked_invalid(matrix), cmap=colours, vmin=-largest, vmax=largest)
        ax.set(xticks=np.arange(columns + 1) - 0.5, yticks=np.arange(rows + 1) - 0.5, xticklabels=[], yticklabels=[])
        ax.grid(color="0.4", linewidth=0.6)
        ax.tick_params(length=0)
        ax.set(title=name, xlabel=f"{rows} × {columns}")
        for i, j in zip(*np.nonzero(np.isfinite(matrix)), strict=True) if columns <= 8 else ():
            text = f"{round(float(matrix[i, j]), decimals) + 0:.12g}".replace("-", "−")  # + 0: no "−0"
            colour = "white" if matrix[i, j] < -0.6 * largest else "black"  # the darkest blue swallows black
            ax.text(j, i, text, ha="center", va="center", fontsize="small", color=colour)
        if k < len(signs):
            ax.annotate(
                signs[k],
                (1, 0.5),
                (10, 0),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="left",
                va="center",
                fontsize="x-large",
                annotation_clip=False,
            )
    figure.supxlabel("columns", fontsize="medium")
    figure.supylabel("rows", fontsize="medium")
    if title is not None:
        figure.suptitle(title)
    return figure


def images(X: ArrayLike, shape: tuple[int, int], *, titles: Sequence[str] | None = None, columns: int = 10) -> Figure:
    """Show examples as images, as ink on paper: 0 is white, the largest number of all is black.

    Parameters
    ----------
    X : array, shape (rows * columns, examples)
        Pixels row by row, one column per image.
    shape : (rows, columns)
        Of one image.
    titles : sequence of str, optional
        One for each image.
    columns : int, default 10
        Images side by side.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If the shapes do not match, there is no image, there are too few titles, or `X` holds NaN or infinity.

    Examples
    --------
    >>> figure = images([[1, 0], [0, 1], [0, 1], [1, 0]], (2, 2), titles=["falling", "rising"])
    >>> [ax.get_title() for ax in figure.axes]
    ['falling', 'rising']
    """
    X = np.asarray(X, dtype=float)
    pixels = shape[0] * shape[1]
    if X.ndim != 2 or X.shape[0] != pixels or X.shape[1] == 0:
        raise ValueError(
            f"X has shape {X.shape} and an image {tuple(shape)}: X must be ({pixels}, images), at least one"
        )
    if not np.isfinite(X).all():
        raise ValueError("X holds NaN or infinity: every pixel must be finite")
    names = [""] * X.shape[1] if titles is None else list(titles)
    if len(names) != X.shape[1]:
        raise ValueError(f"there are {len(names)} titles for {X.shape[1]} images")
    columns = min(columns, X.shape[1])
    lines = -(-X.shape[1] // columns)
    figure = _new_figure((0.9 * columns + 0.4, 1.15 * lines + 0.4))
    axes = figure.subplots(lines, columns, squeeze=False).ravel()
    for ax, image, name in zip(axes, X.T, names, strict=False):
        ax.imshow(image.reshape(shape), cmap="gray_r", vmin=0, vmax=X.max() or 1.0)
        ax.set(xticks=[], yticks=[])
        ax.set_title(name, fontsize="small")
    for ax in axes[X.shape[1] :]:
        ax.set_axis_off()
    figure.supxlabel("pixel column", fontsize="small")
    figure.supylabel("pixel row", fontsize="small")
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


def loss_curves(
    curves: ArrayLike | Mapping[str, ArrayLike],
    *,
    ax: Axes | None = None,
    title: str | None = None,
    xlabel: str = "epoch",
    ylabel: str = "loss",
    log: bool = False,
    first: int = 1,
) -> Figure:
    """Draw how a number changes while training: one line for each training, or for training and validation.

    Parameters
    ----------
    curves : sequence of numbers, or {name: sequence of numbers}
        One number per epoch or step. NaN and infinity, as a diverging training leaves them, end a line.
    ax : matplotlib Axes, optional
    title : str, optional
    xlabel, ylabel : str, defaults "epoch" and "loss"
    log : bool, default False
        Logarithmic height: a straight line then falls by the same share each epoch. Numbers of 0 or less are left out.
    first : int, default 1
        Where counting starts.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> figure = loss_curves({"training": [2.0, 1.0, 0.5], "validation": [2.1, 1.2, 1.0]})
    >>> figure.axes[0].get_ylabel()
    'loss'
    """
    named = dict(curves) if isinstance(curves, Mapping) else {"": curves}
    lines = {name: np.asarray(curve, dtype=float) for name, curve in named.items()}
    if not lines or any(line.ndim != 1 or line.size == 0 for line in lines.values()):
        raise ValueError("curves is empty, or one of them is not a row of numbers: give one number for each epoch")
    from matplotlib.ticker import MaxNLocator

    ax = _axes(ax)
    for k, (name, line) in enumerate(lines.items()):
        shown = np.where(np.isfinite(line) & ((line > 0) | (not log)), line, np.nan)
        marker = _marker(k) if len(line) <= 30 else ""  # many markers would make a thick line
        dash = ("-", "--", "-.", ":")[k % 4]
        ax.plot(first + np.arange(len(line)), shown, color=_colour(k), marker=marker, linestyle=dash, label=name)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if log:
        ax.set_yscale("log", nonpositive="mask")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    if any(lines):
        ax.legend()
    if title is not None:
        ax.set_title(title)
    return _figure(ax)


def curves(
    x: ArrayLike,
    named: Mapping[str, ArrayLike],
    *,
    xlabel: str = "x",
    ylabel: str = "value",
    log: bool = False,
    ax: Axes | None = None,
    title: str | None = None,
) -> Figure:
    """Draw functions of one number, one line for each: told apart by colour and by dashes.

    Parameters
    ----------
    x : array, shape (n,)
    named : {name: array}, shape (n,) each
    xlabel, ylabel : str, defaults "x" and "value"
    log : bool, default False
        Both axes logarithmic: a power of x is then a straight line. Numbers of 0 or less are left out.
    ax : matplotlib Axes, optional
    title : str, optional

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there is nothing to draw, or a line has not one number for each `x`.

    Examples
    --------
    >>> figure = curves([0, 1, 2], {"line": [0, 1, 2], "square": [0, 1, 4]})
    >>> [line.get_label() for line in figure.axes[0].lines]
    ['line', 'square']
    """
    across = np.asarray(x, dtype=float)
    lines = {name: np.asarray(line, dtype=float) for name, line in named.items()}
    if not lines or across.ndim != 1 or across.size == 0:
        raise ValueError("there is nothing to draw: x must be a row of numbers, and named must hold a line")
    for name, line in lines.items():
        if line.shape != across.shape:
            raise ValueError(f"x has shape {across.shape} and {name!r} has shape {line.shape}: they must be the same")
    ax = _axes(ax)
    for k, (name, line) in enumerate(lines.items()):
        shown = np.where(np.isfinite(line) & ((line > 0) | (not log)), line, np.nan)
        marker = _marker(k) if across.size <= 30 else ""  # many markers would make a thick line
        dash = ("-", "--", "-.", ":")[k % 4]
        ax.plot(across, shown, color=_colour(k), marker=marker, linestyle=dash, label=name)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if log:
        ax.set_xscale("log")
        ax.set_yscale("log", nonpositive="mask")
    _legend(ax)
    if title is not None:
        ax.set_title(title)
    return _figure(ax)


def contour(
    f: Callable[[Array], Array],
    limits: tuple[float, float, float, float],
    paths: ArrayLike | Mapping[str, ArrayLike] | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    levels: int = 15,
    log: bool = False,
    labels: tuple[str, str] = ("parameter 1", "parameter 2"),
    resolution: int = 100,
) -> Figure:
    """Draw a function of two parameters as a map with height lines, and the ways that descents take on it.

    Parameters
    ----------
    f : function
        Takes points, shape (2, n), and returns one number for each, shape (n,).
    limits : (left, right, bottom, top)
    paths : array, shape (steps + 1, 2), or {name: such an array}, optional
        As `gradients.gradient_descent` returns them. A circle marks the start, a cross the end; what leaves the
        picture is not drawn.
    ax : matplotlib Axes, optional
    title : str, optional
    levels : int, default 15
        Height lines.
    log : bool, default False
        Heights that grow by a factor from line to line, not by a difference: shows the bottom of a deep valley.
    labels : (str, str)
        Names of the two parameters.
    resolution : int, default 100
        Points asked along each side.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If `f` returns another shape, nothing finite, or the same everywhere, or a path has another shape.

    Examples
    --------
    >>> figure = contour(lambda P: P[0] ** 2 + 5 * P[1] ** 2, (-2, 2, -1, 1), [[2, 1], [1, -0.5], [0.5, 0.2]])
    >>> figure.axes[0].get_ylabel()
    'parameter 2'
    """
    named = {} if paths is None else dict(paths) if isinstance(paths, Mapping) else {"": paths}
    ways = {name: np.asarray(path, dtype=float) for name, path in named.items()}
    for name, path in ways.items():
        if path.ndim != 2 or path.shape[1] != 2 or len(path) == 0:
            raise ValueError(f"path {name!r} has shape {path.shape}: it must be (steps + 1, 2), one point in each row")
    across, up, grid = _grid(limits, resolution)
    heights = np.asarray(f(grid), dtype=float)
    if heights.shape != (grid.shape[1],):
        raise ValueError(
            f"f got points of shape {grid.shape} and returned shape {heights.shape}: it must return one number for "
            f"each column, shape ({grid.shape[1]},)"
        )
    finite = heights[np.isfinite(heights)]
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 0.0)
    if not low < high:
        raise ValueError("f is the same everywhere inside the limits, or nowhere finite: there are no height lines")
    # As shares of the way from the lowest point of the picture to the highest.
    shares = np.geomspace(1e-4, 1, levels + 1)[:-1] if log else np.linspace(0, 1, levels + 2)[1:-1]
    lines = low + (high - low) * shares
    ax = _axes(ax)
    left, right, bottom, top = limits
    greys = [f"{grey:.3f}" for grey in np.linspace(0.35, 0.8, len(lines))]  # the deeper, the darker
    ax.contour(across, up, heights.reshape(across.shape), levels=lines, colors=greys, linewidths=1)
    for k, (name, path) in enumerate(ways.items()):
        # What is far outside is cut off before matplotlib has to draw coordinates such as 1e300.
        far = ~np.isfinite(path).all(axis=1) | (abs(path - [left, bottom]) > 100 * (right - left + top - bottom)).any(
            axis=1
        )
        near = path[: int(far.argmax())] if far.any() else path
        if len(near) == 0:
            continue
        colour = _colour((k + 1) % len(PALETTE))
        ax.plot(near[:, 0], near[:, 1], color=colour, marker=".", linewidth=1.5, label=name)
        ax.plot(*near[0], marker="o", markersize=9, color=colour, markeredgecolor="black")
        ax.plot(*near[-1], marker="X", markersize=10, color=colour, markeredgecolor="black")
    ax.set(xlim=(left, right), ylim=(bottom, top), xlabel=labels[0], ylabel=labels[1])
    if any(ways):
        _legend(ax)
    if title is not None:
        ax.set_title(title)
    return _figure(ax)


def activation_gallery(units: Sequence[Any], *, limits: tuple[float, float] = (-4.0, 4.0), columns: int = 4) -> Figure:
    """Draw units side by side: each function thick, its derivative dashed.

    Parameters
    ----------
    units : sequence of (name, function, derivative), or of entries of `activations.TABLE`
        Each takes an array of numbers and returns one of the same shape; the derivative may be None. Units that are
        not element-wise, such as softmax, have no such picture: leave them out.
    limits : (left, right), default −4 … 4
    columns : int, default 4

    Returns
    -------
    matplotlib Figure
        One scale for all.

    Raises
    ------
    ValueError
        If there is no unit, or a function returns another shape.

    Examples
    --------
    >>> figure = activation_gallery([("tanh", np.tanh, lambda f: 1 - np.tanh(f) ** 2)])
    >>> figure.axes[0].get_title()
    'tanh'
    """
    if len(units) == 0:
        raise ValueError("units is empty: give at least one (name, function, derivative)")
    entries = [unit if isinstance(unit, tuple) else (unit.name, unit.function, unit.derivative) for unit in units]
    f = np.linspace(*limits, 401)
    columns = min(columns, len(entries))
    lines = -(-len(entries) // columns)
    figure = _new_figure((min(1.9 * columns + 0.4, 8), min(1.7 * lines + 0.6, 8)))
    axes = figure.subplots(lines, columns, squeeze=False, sharex=True, sharey=True).ravel()
    for ax, (name, function, derivative) in zip(axes, entries, strict=False):
        ax.axhline(0, color="0.8", linewidth=0.8)
        ax.axvline(0, color="0.8", linewidth=0.8)
        for of_f, style in ((function, {"color": _colour(0), "linewidth": 2}), (derivative, {"color": _colour(5)})):
            if of_f is None:
                continue
            value = np.asarray(of_f(f), dtype=float)
            if value.shape != f.shape:
                raise ValueError(f"{name} got shape {f.shape} and returned shape {value.shape}: it must keep the shape")
            ax.plot(f, value, linestyle="-" if of_f is function else "--", **style)
        ax.set_title(name, fontsize="medium")
        ax.set_ylim(-2, 4)
    for ax in axes[len(entries) :]:
        ax.set_axis_off()
    figure.supxlabel("pre-activation f")
    figure.supylabel("activation g (thick), slope (dashed)")
    return figure


def intervals(
    named: Mapping[str, ArrayLike],
    *,
    xlabel: str = "value",
    ylabel: str = "name",
    title: str | None = None,
    confidence: float = 0.95,
) -> Figure:
    """Draw repeated measurements: every number as a small ring, their mean as a dot, and the mean's interval as a bar.

    Parameters
    ----------
    named : {name: array}, shape (n,) each, n ≥ 2
        One number for each repetition, such as a seed; drawn from top to bottom.
    xlabel, ylabel : str, defaults "value" and "name"
    title : str, optional
    confidence : float between 0 and 1, default 0.95
        The interval is Student's, so it takes the numbers for a sample of a normal distribution.

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there is nothing to draw, a name has fewer than two numbers, one is not finite, or `confidence` is not
        between 0 and 1.

    References
    ----------
    Student (1908), "The probable error of a mean", Biometrika 6 (1), 1–25.

    Examples
    --------
    >>> figure = intervals({"first": [0.9, 0.92, 0.91], "second": [0.8, 0.9, 0.85]}, xlabel="share right")
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['first', 'second']
    """
    rows = {name: np.asarray(numbers, dtype=float) for name, numbers in named.items()}
    if not rows or any(row.ndim != 1 or row.size < 2 or not np.isfinite(row).all() for row in rows.values()):
        raise ValueError("give at least one name, and at least two finite numbers for each")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}: it must lie between 0 and 1")
    from scipy.special import stdtrit

    figure = _new_figure((6, 0.3 * len(rows) + 1.2))
    ax = figure.add_subplot()
    for place, row in enumerate(rows.values()):
        half = stdtrit(row.size - 1, (1 + confidence) / 2) * row.std(ddof=1) / np.sqrt(row.size)
        ax.plot(row, np.full(row.size, place), "o", color="0.55", markersize=4, markerfacecolor="none", zorder=1)
        ax.errorbar(row.mean(), place, xerr=half, fmt="o", color=_colour(0), capsize=4, linewidth=2, zorder=2)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set_ylim(len(rows) - 0.4, -0.6)  # the first on top
    ax.grid(axis="x", color="0.9")
    ax.set(xlabel=xlabel, ylabel=ylabel)
    if title is not None:
        ax.set_title(title)
    return figure


def histograms(
    layers: Mapping[str, ArrayLike] | Sequence[ArrayLike], *, bins: int = 50, xlabel: str = "pre-activation"
) -> Figure:
    """Draw what passes through a network, one histogram for each layer below the other, all on one scale.

    Parameters
    ----------
    layers : {name: array of any shape}, or sequence of arrays
        Pre-activations, activations, gradients or weights of each layer, the first on top; at most 12.
    bins : int, default 50
    xlabel : str, default "pre-activation"

    Returns
    -------
    matplotlib Figure
        The spread (standard deviation) stands beside each histogram. Numbers beyond the middle 99.8 % of all are
        counted in the outermost bins.

    Raises
    ------
    ValueError
        If there is no layer, more than 12, an empty one, or NaN or infinity in one.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> figure = histograms({"layer 1": rng.normal(size=(10, 50)), "layer 2": 0.1 * rng.normal(size=(10, 50))})
    >>> len(figure.axes)
    2
    """
    named = layers if isinstance(layers, Mapping) else {f"layer {k}": layer for k, layer in enumerate(layers, start=1)}
    values = {name: np.asarray(layer, dtype=float).ravel() for name, layer in named.items()}
    if not 1 <= len(values) <= 12 or any(layer.size == 0 for layer in values.values()):
        raise ValueError(f"there are {len(values)} layers: give 1 to 12, none of them empty")
    if not all(np.isfinite(layer).all() for layer in values.values()):
        raise ValueError("a layer holds NaN or infinity: every number must be finite")
    low, high = np.quantile(np.concatenate(list(values.values())), [0.001, 0.999])
    if low == high:
        low, high = low - 0.5, high + 0.5
    edges = np.linspace(low, high, bins + 1)
    figure = _new_figure((5.5, min(0.9 * len(values) + 0.8, 8)))
    axes = figure.subplots(len(values), 1, squeeze=False, sharex=True).ravel()
    for ax, (name, layer) in zip(axes, values.items(), strict=True):
        shares, _ = np.histogram(np.clip(layer, low, high), edges)
        ax.stairs(shares / layer.size, edges, fill=True, color=_colour(0))
        ax.set_yticks([])
        ax.set_ylabel(name, rotation=0, ha="right", va="center")
        ax.text(1.02, 0.5, f"spread\n{layer.std():.2g}", transform=ax.transAxes, va="center", fontsize="small")
    figure.supxlabel(xlabel)
    figure.supylabel("share of units and examples", fontsize="medium")
    return figure


def show(figure: Figure, alt: str, forms: Mapping[str, Any] | None = None) -> None:
    """Put a figure into the notebook as a picture with a text that says the same, and close it.

    The text goes into the output's metadata, where web pages take a picture's alt text from, and is also the
    output's plain text: stored notebooks stay readable and the same from run to run. Outside a notebook nothing
    is displayed. Where the environment variable NN_PICTURES is 0, as in grading, only the text is.

    Parameters
    ----------
    figure : matplotlib Figure
    alt : str
        What a reader who cannot see the picture needs to know.
    forms : {MIME type: JSON value}, optional
        The same picture in other forms, stored beside it.

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
        {"image/png": base64.b64encode(picture).decode(), "text/plain": alt, **(forms or {})},
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


def _grid(limits: tuple[float, float, float, float], resolution: int) -> tuple[Array, Array, Array]:
    """Points all over a rectangle: their two coordinates as images, and all of them as columns."""
    left, right, bottom, top = limits
    across, up = np.meshgrid(np.linspace(left, right, resolution), np.linspace(bottom, top, resolution))
    return across, up, np.vstack([across.ravel(), up.ravel()])


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
