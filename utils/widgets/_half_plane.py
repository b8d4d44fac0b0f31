"""The half-plane of one perceptron."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from utils import plots
from utils.widgets._anywidget import Picture, show


def half_plane(
    w1: float = 1.0,
    w2: float = 1.0,
    b: float = -1.5,
    X: ArrayLike | None = None,
    y: ArrayLike | None = None,
) -> Picture:
    """The half-plane w1 x₁ + w2 x₂ + b ≥ 0; its arrow, its line and three sliders change the weights and the bias.

    Parameters
    ----------
    w1, w2, b : float
        First values. They can be moved from −3 to 3, or farther if a first value is farther.
    X : array, shape (2, examples), optional
    y : array, shape (examples,), optional
        Classes 0 and 1.

    Returns
    -------
    Picture
        ``state["w"]`` and ``state["b"]`` are the numbers that the student has set.

    Raises
    ------
    ValueError
        As for `plots.half_plane`.

    Examples
    --------
    >>> picture = half_plane(1, 1, -1.5, [[0, 0, 1, 1], [0, 1, 0, 1]], [0, 0, 0, 1])
    >>> picture.state["w"], picture.state["b"]
    ([1.0, 1.0], -1.5)
    """
    figure = plots.half_plane([w1, w2], b, X, y)  # also where it is not shown: it refuses wrong shapes
    examples = None if X is None else np.asarray(X, dtype=float)
    state = {
        "w": [float(w1), float(w2)],
        "b": float(b),
        "X": examples,
        "y": None if y is None else np.asarray(y).astype(int),
        "reach": max(3.0, abs(w1), abs(w2), abs(b)),
        "limits": _square(plots._limits(examples)),
    }
    alt = f"The half-plane where {w1:.3g} times input 1 {w2:+.3g} times input 2 {b:+.3g} is at least 0 is hatched"
    alt += "." if X is None else ", with the examples drawn on it."
    return show("half_plane", state, lambda: figure, alt)


def _square(limits: tuple[float, float, float, float]) -> list[float]:
    """The same, as wide as high: only then does the arrow stand at right angles to the line."""
    left, right, bottom, top = limits
    room = max(right - left, top - bottom) / 2
    across, up = (left + right) / 2, (bottom + top) / 2
    return [across - room, across + room, up - room, up + room]
