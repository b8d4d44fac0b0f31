"""What the last layer's number costs, and what it means: the moving pictures of lesson 7."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from utils import activations, losses, plots
from utils.widgets._moving import moving

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def loss_shapes(f: float = -2.0) -> None:
    """Four losses of one output whose true label is 1 (for hinge +1), against its pre-activation f, on a slider.

    Drawn are squared, hinge, NLL₁, and the square of what is left after a sigmoid, which is no good pair. A dot and
    a short tangent on each mark its slope at f.

    Parameters
    ----------
    f : float
        First value, from −4 to 4.

    Raises
    ------
    ValueError
        If the first value lies outside its slider.

    Examples
    --------
    >>> loss_shapes(f=3.0)
    """
    slopes = ", ".join(f"{name} {slope:.2f}" for name, (_, slope) in _at(f).items())
    alt = (
        "Four losses against f for the true label 1. Squared is a parabola with its bottom at f = 1. Hinge falls "
        "straight to 0 at f = 1 and is flat from there. NLL₁ falls for ever, ever more slowly. The square after a "
        f"sigmoid is flat on the far left. Slopes at f = {f:g}: {slopes}."
    )
    moving(_shapes, alt, f=(-4.0, 4.0, f, 0.1))


def two_outputs(f1: float = 2.0, f2: float = 1.0, f3: float = -1.0) -> None:
    """Three pre-activations on sliders, and what three sigmoids and what one softmax make of them, side by side.

    Parameters
    ----------
    f1, f2, f3 : float
        First values, from −5 to 5.

    Raises
    ------
    ValueError
        If a first value lies outside its slider.

    Examples
    --------
    >>> two_outputs(0.0, 0.0, 0.0)
    """
    f = np.array([f1, f2, f3])
    left, right = (", ".join(f"{p:.2f}" for p in of_f(f)) for of_f in (activations.sigmoid, activations.softmax))
    alt = (
        f"Bars for f = ({f1:g}, {f2:g}, {f3:g}). Left, three sigmoids: {left}. Right, one softmax: {right}, which "
        "sum to 1."
    )
    moving(_bars, alt, f1=(-5.0, 5.0, f1, 0.1), f2=(-5.0, 5.0, f2, 0.1), f3=(-5.0, 5.0, f3, 0.1))


def _at(f: float) -> dict[str, tuple[float, float]]:
    """Each loss and its slope at f, for the label 1."""
    F, one = np.array([[f]]), np.array([[1.0]])
    G = activations.sigmoid(F)
    return {
        "squared": (losses.mse(F, one), float(losses.mse_gradient(F, one)[0, 0])),
        "hinge": (losses.hinge(F, one), float(losses.hinge_gradient(F, one)[0, 0])),
        "NLL₁": (losses.nll1(F, one), float(losses.nll1_gradient(F, one)[0, 0])),
        "squared after σ": (losses.mse(G, one), float((losses.mse_gradient(G, one) * G * (1 - G))[0, 0])),
    }


def _shapes(f: float) -> Figure:
    across = np.linspace(-4, 4, 401)
    heights = [_at(each) for each in across]
    ax = plots._new_figure((7, 3.8)).add_subplot()
    ax.axvline(f, color="0.8", linewidth=0.8)
    for k, (name, (height, slope)) in enumerate(_at(f).items()):
        colour, dash = plots.PALETTE[(0, 1, 2, 5)[k]], ("-", "--", "-.", ":")[k]
        label = f"{name}: slope {round(slope, 2) + 0:.2f}".replace("-", "−")
        ax.plot(across, [at[name][0] for at in heights], color=colour, linestyle=dash, linewidth=2, label=label)
        reach = 0.6 / np.hypot(1, slope)  # tangents of one length
        ends = np.array([-reach, reach])
        ax.plot(f + ends, height + slope * ends, color="black", linewidth=1)
        ax.plot(f, height, color=colour, marker=plots.MARKERS[k], markeredgecolor="black", linestyle="")
    ax.set(xlim=(-4, 4), ylim=(-0.3, 6), xlabel="pre-activation f", ylabel="loss of one example, label 1")
    ax.set_title(f"f = {f:.1f}".replace("-", "−"))
    plots._legend(ax)
    return plots._figure(ax)


def _bars(f1: float, f2: float, f3: float) -> Figure:
    f = np.array([f1, f2, f3])
    figure = plots._new_figure((7, 3.2))
    for ax, (name, of_f) in zip(
        figure.subplots(1, 2, sharey=True),
        (("three sigmoids", activations.sigmoid), ("one softmax", activations.softmax)),
        strict=True,
    ):
        p = of_f(f)
        bars = ax.bar(["1", "2", "3"], p, color=plots.PALETTE[:3], edgecolor="black", hatch=["", "//", ".."])
        ax.bar_label(bars, [f"{each:.2f}" for each in p])
        ax.set(xlabel="output", ylim=(0, 1.12), title=f"{name}: sum {p.sum():.2f}")
    figure.axes[0].set_ylabel("probability")
    return figure
