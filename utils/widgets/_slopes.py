"""A line fitted by hand, and a step that softens: the moving pictures of lesson 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from utils import activations, plots
from utils.widgets._moving import moving

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Six numbers and their classes: no threshold gets all of them right.
_X = np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])
_Y = np.array([0, 0, 1, 0, 1, 1])


def fit_line(x: ArrayLike, y: ArrayLike, slope: float = 0.0, intercept: float = 0.0) -> None:
    """A line through points, with its slope and its height at 0 on sliders, its errors drawn and its loss measured.

    Parameters
    ----------
    x, y : arrays, shape (examples,)
    slope, intercept : float
        First values, from −4 to 4.

    Raises
    ------
    ValueError
        If `x` and `y` are not two rows of equally many finite numbers, or a first value lies outside its slider.

    Examples
    --------
    >>> fit_line([0, 1, 2], [1, 2, 6])
    """
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if across.ndim != 1 or across.shape != up.shape or across.size == 0:
        raise ValueError(f"x has shape {across.shape} and y has shape {up.shape}: both must be (examples,)")
    if not (np.isfinite(across).all() and np.isfinite(up).all()):
        raise ValueError("x or y holds NaN or infinity: every number must be finite")

    def draw(slope: float, intercept: float) -> Figure:
        return _line(across, up, slope, intercept)

    alt = (
        f"{across.size} points and the line with slope {slope:.3g} and height {intercept:.3g} at x = 0. A dashed "
        "stroke joins every point to the line: its error."
    )
    moving(draw, alt, slope=(-4.0, 4.0, slope, 0.1), intercept=(-4.0, 4.0, intercept, 0.1))


def soft_step(steepness: float = 2.0) -> None:
    """A step and a sigmoid side by side, and what each makes of the loss: a staircase, and a slope to go down.

    Parameters
    ----------
    steepness : float
        First value of k in σ(k f), from 0.5 to 20.

    Raises
    ------
    ValueError
        If the first value lies outside its slider.

    Examples
    --------
    >>> soft_step(steepness=5.0)
    """
    alt = (
        f"Left: the step jumps from 0 to 1 at f = 0; the sigmoid of steepness {steepness:.3g} climbs through one half "
        "there. Right: against the bias, the step's loss is a staircase of flat pieces; the sigmoid's is one smooth "
        "curve that falls towards the middle."
    )
    moving(_soft_step, alt, steepness=(0.5, 20.0, steepness, 0.5))


def _line(x: np.ndarray, y: np.ndarray, slope: float, intercept: float) -> Figure:
    ax = plots._axes(None)
    said = slope * x + intercept
    ends = np.array([x.min() - 0.5, x.max() + 0.5])
    ax.plot(ends, slope * ends + intercept, color=plots.PALETTE[0], linewidth=2, label="line")
    ax.vlines(x, said, y, color=plots.PALETTE[5], linestyles="--", label="error")
    ax.scatter(x, y, color="black", zorder=3, label="examples")
    ax.set(xlim=ends, ylim=(min(y.min(), 0) - 3, y.max() + 3), xlabel="input x", ylabel="target y")
    ax.set_title(f"mean squared error {np.mean((said - y) ** 2):.3f}")
    ax.legend(loc="upper left")
    return plots._figure(ax)


def _soft_step(steepness: float) -> Figure:
    figure = plots._new_figure((8, 3.4))
    unit, loss = figure.subplots(1, 2)
    f = np.linspace(-3, 3, 601)
    bias = np.linspace(-3, 3, 1201)
    sums = _X[:, None] + bias  # one column for each bias
    for name, activate, style in (
        ("step", activations.step, {"color": "black", "linestyle": "--"}),
        (f"σ({steepness:g} f)", lambda f: activations.sigmoid(steepness * f), {"color": plots.PALETTE[5]}),
    ):
        unit.plot(f, activate(f), label=name, linewidth=2, **style)
        losses = np.mean((_Y[:, None] - activate(sums)) ** 2, axis=0)
        loss.plot(bias, losses, label=name, linewidth=2, **style)
    unit.set(xlabel="sum f", ylabel="answer", title="the unit")
    loss.set(xlabel="bias b", ylabel="mean squared error", title="its loss on six examples", ylim=(0, None))
    unit.legend(loc="upper left")
    loss.legend(loc="lower left")
    return figure
