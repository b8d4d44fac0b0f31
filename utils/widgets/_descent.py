"""Gradient descent on the map of a loss, with its rate on a slider: a moving picture of lesson 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from utils import plots
from utils.gradients import gradient_descent
from utils.widgets._anywidget import Picture, show

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def descent(
    x: ArrayLike = (0, 1, 2),
    y: ArrayLike = (1, 2, 6),
    start: tuple[float, float] = (-0.5, 2.5),
    rate: float = 0.3,
    *,
    rates: tuple[float, float, float] = (0.005, 0.46, 0.005),
    steps: int = 20,
) -> Picture:
    """The path of gradient descent on the map of the mean squared error of a line w x + b through points.

    The rate is on a slider, the start can be dragged.

    Parameters
    ----------
    x, y : arrays, shape (examples,)
        At least two of the x differ.
    start : (w, b)
    rate : float
    rates : (low, high, step)
        From where to where the slider goes.
    steps : int, from 1 to 100

    Returns
    -------
    Picture
        ``state["rate"]`` and ``state["start"]`` are what the student has set.

    Raises
    ------
    ValueError
        If `x` and `y` are not two rows of equally many finite numbers, the x are all the same, the rate lies outside
        its slider, or the steps are too few or too many.

    Examples
    --------
    >>> descent(rate=0.45).state["rate"]
    0.45
    """
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if across.ndim != 1 or across.shape != up.shape or not np.isfinite([across, up]).all():
        raise ValueError(f"x has shape {across.shape} and y {up.shape}: both must be (examples,), finite numbers")
    if np.unique(across).size < 2:
        raise ValueError(f"x is {across.tolist()}: two of its values must differ, or the valley has no bottom")
    low, high, size = rates
    if not (0 < low < high and low <= rate <= high and size > 0):
        raise ValueError(f"rate is {rate} and rates are {rates}: 0 < low ≤ rate ≤ high and step > 0 must hold")
    if not 1 <= steps <= 100:
        raise ValueError(f"steps is {steps}: it must be from 1 to 100")
    w, b = np.polyfit(across, up, 1)
    room = 1.75 * max(abs(start[0] - w), abs(start[1] - b), 1.0)
    limits = [round(each, 1) for each in (w - room, w + room, b - room, b + room)]
    state = {
        "x": across,
        "y": up,
        "start": [float(each) for each in start],
        "rate": float(rate),
        "rates": [float(each) for each in rates],
        "steps": int(steps),
        "limits": limits,
    }

    def valley(P: np.ndarray) -> np.ndarray:
        return np.mean((P[0] * across[:, None] + P[1] - up[:, None]) ** 2, axis=0)

    def slope(p: np.ndarray) -> np.ndarray:
        error = p[0] * across + p[1] - up
        return np.array([np.mean(2 * error * across), np.mean(2 * error)])

    path = gradient_descent(slope, np.array(start, dtype=float), rate, steps)
    first, last = (float(valley(each[:, None])[0]) for each in (path[0], path[-1]))

    def draw() -> Figure:
        title = f"rate {rate:g}: mse {last:.3g} after {steps} steps"
        return plots.contour(valley, tuple(limits), path, title=title, log=True, labels=("w", "b"))

    alt = (
        f"A map of the loss over w and b, a valley with its bottom at w = {w:.3g}, b = {b:.3g}, and the path of "
        f"gradient descent from w = {start[0]:.3g}, b = {start[1]:.3g} with rate {rate:.3g}. The mse is {first:.3g} "
        f"at the start and {last:.3g} after {steps} steps."
    )
    return show("descent", state, draw, alt.replace("-", "−"))
