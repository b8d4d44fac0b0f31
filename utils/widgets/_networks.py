"""Networks of steps that the student can try: what a hidden layer does to the plane, and bits on their way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from utils import plots
from utils.network import Unit, describe, draw, evaluate, from_units
from utils.widgets._anywidget import Picture, show
from utils.widgets._moving import moving

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike


def fold(b1: float = -0.5, b2: float = -0.5, v: ArrayLike = (2, -2), c: float = -1.0) -> Picture:
    """Two hidden steps and what they make of the corners of the square, labelled by XOR; their lines can be dragged.

    Left the inputs x1, x2 with the lines x1 + x2 + b1 = 0 and x1 + x2 + b2 = 0; right the place (h1, h2) where each
    corner lands, and the line of the output v · h + c = 0.

    Parameters
    ----------
    b1, b2 : float
        First values, from −3 to 1.
    v : array, shape (2,)
        Weights of the output.
    c : float
        Its bias.

    Returns
    -------
    Picture
        ``state["b1"]`` and ``state["b2"]`` are what the student has set.

    Raises
    ------
    ValueError
        If a first value is outside its slider, or `v` has another shape.

    Examples
    --------
    >>> fold(-0.5, -1.5).state["b2"]
    -1.5
    """
    for name, b in (("b1", b1), ("b2", b2)):
        if not -3 <= b <= 1:
            raise ValueError(f"{name} is {b}: it must lie from −3 to 1, as its slider does")
    if np.shape(v) != (2,):
        raise ValueError(f"v has shape {np.shape(v)}; the output has two weights, shape (2,)")
    corners = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    xor = corners[0] ^ corners[1]
    weights = np.asarray(v, dtype=float)

    def hidden(X: np.ndarray, b1: float, b2: float) -> np.ndarray:
        return 1 * (X.sum(axis=0) + np.array([[b1], [b2]]) >= 0)

    def picture(b1: float, b2: float) -> Figure:
        from matplotlib.figure import Figure as NewFigure

        H = hidden(corners, b1, b2)
        right = int(np.sum((weights @ H + c >= 0) == xor))
        figure = NewFigure(figsize=(9.5, 4.2), dpi=100, layout="constrained")
        left_ax, right_ax = figure.subplots(1, 2)
        around = (-0.6, 1.6, -0.6, 1.6)
        plots.boundary(
            lambda X: 1 * (weights @ hidden(X, b1, b2) + c >= 0), corners, xor, ax=left_ax, limits=around,
            title=f"inputs: y is right for {right} of 4",
        )  # fmt: skip
        for name, b, dash in (("h1", b1, "-"), ("h2", b2, "--")):
            left_ax.axline((-b, 0), (0, -b) if b else (1, -1), color="black", linestyle=dash, linewidth=1.5, label=name)
        left_ax.legend(loc="upper left", bbox_to_anchor=(1.02, 1), borderaxespad=0, fontsize="small")
        places = np.unique(H, axis=1).T
        here = [(place[:, None] == H).all(axis=0) for place in places]
        mixed = [np.ptp(xor[corner]) > 0 for corner in here]
        shift = sum(corner * 0.05 * both for corner, both in zip(here, mixed, strict=True)) * np.where(xor, 1, -1)
        title = "where the corners land" + (": both classes in one place" if any(mixed) else "")
        plots.half_plane(weights, c, H + np.array([[1], [0]]) * shift, xor, ax=right_ax, limits=around, title=title)
        for place, corner in zip(places, here, strict=True):
            names = " ".join(f"({x1}, {x2})" for x1, x2 in corners.T[corner])
            right_ax.annotate(
                names, place, (0, -17), textcoords="offset points", ha="center", fontsize=9, weight="bold"
            )
        left_ax.set(xlabel="x1", ylabel="x2", xticks=[0, 1], yticks=[0, 1])
        right_ax.set(xlabel="h1", ylabel="h2", xticks=[0, 1], yticks=[0, 1])
        return figure

    H = hidden(corners, b1, b2)
    lands = ", ".join(f"({x1}, {x2}) on ({h1}, {h2})" for (x1, x2), (h1, h2) in zip(corners.T, H.T, strict=True))
    alt = (
        f"Left the four corners of the square, labelled by XOR, with the parallel lines of h1 (b1 = {b1:.3g}) and h2 "
        f"(b2 = {b2:.3g}). Right the places (h1, h2) where the corners land: {lands}; and the line of the output."
    )
    state = {"b1": float(b1), "b2": float(b2), "v": weights, "c": float(c)}
    return show("fold", state, lambda: picture(b1, b2), alt)


def circuit(
    units: Sequence[Unit], inputs: Sequence[str], outputs: Sequence[str] | None = None, start: Sequence[int] = ()
) -> None:
    """A network of steps with a slider from 0 to 1 for each input: every node shows its value.

    Parameters
    ----------
    units : list of Units
        In any order; a unit may read a node twice.
    inputs : names
    outputs : names, optional
        Else every unit that no other unit reads.
    start : 0 or 1 for each input, optional
        First values; else 0.

    Raises
    ------
    ValueError
        As for `network.from_units`.

    Examples
    --------
    >>> circuit([Unit("not", ["a", "a"], [-1, -1], 1.5)], ["a"], start=[1])
    """
    network = from_units(inputs, [_merged(Unit(*unit)) for unit in units], outputs)

    def values(bits: Sequence[int]) -> np.ndarray:
        return evaluate(network, np.array(bits), every_node=True)

    def picture(**bits: int) -> Figure:
        now = [bits[name] for name in inputs]
        said = ", ".join(f"{network.names[node]} = {values(now)[node]}" for node in network.outputs)
        return draw(network, values(now), title=said)

    first = list(start) or [0] * len(inputs)
    sliders = {name: (0, 1, bit) for name, bit in zip(inputs, first, strict=True)}
    moving(picture, describe(network, values(first)), **sliders)


def _merged(unit: Unit) -> Unit:
    """The same unit with every node read once: the weights of a node that is read twice add up."""
    names = list(dict.fromkeys(unit.inputs))
    pairs = list(zip(unit.inputs, unit.weights, strict=True))
    return unit._replace(inputs=names, weights=[sum(w for other, w in pairs if other == name) for name in names])
