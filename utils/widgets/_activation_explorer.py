"""A unit and its derivative, to be explored: a moving picture for lesson 6."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils import activations, plots
from utils.widgets._anywidget import Picture, show

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_UNITS = ("step", "sigmoid", "tanh", "ReLU", "centred softplus", "leaky ReLU", "ELU")
_HIGHEST = {"leaky ReLU": 1.0, "ELU": 2.0}  # of the units' own parameters
_FAR = 5.0


def activation_explorer(
    unit: str = "ReLU",
    a: float | None = None,
    b: float = 0.0,
    f: float = 1.0,
    examples: ArrayLike = (-2, -1.5, -1, -0.5, 0.1, 0.5, 1, 1.5, 2),
) -> Picture:
    """A unit beside its derivative, a point to drag along it, and examples that a bias moves, until the unit is dead.

    Parameters
    ----------
    unit : "step", "sigmoid", "tanh", "ReLU", "centred softplus", "leaky ReLU" or "ELU"
    a : float, optional
        The slope of a leaky ReLU below 0, from 0 to 1 (else 0.01), or the α of an ELU, from 0 to 2 (else 1). Other
        units have none.
    b : float
        First bias, from −4 to 4.
    f : float
        First place of the point, from −5 to 5.
    examples : array, shape (examples,)
        Pre-activations before the bias is added.

    Returns
    -------
    Picture
        ``state`` holds `unit`, `a`, `b` and `f` as the student has set them.

    Raises
    ------
    ValueError
        If there is no such unit, a number is out of its range, or the examples are no row of finite numbers.

    Examples
    --------
    >>> activation_explorer("tanh", b=1.5).state["b"]
    1.5
    """
    if unit not in _UNITS:
        raise ValueError(f"there is no unit {unit!r} here; there are {', '.join(_UNITS)}")
    a = {"ELU": 1.0}.get(unit, 0.01) if a is None else a
    for name, number, low, high in (("a", a, 0.0, _HIGHEST.get(unit, 2.0)), ("b", b, -4, 4), ("f", f, -_FAR, _FAR)):
        if not low <= number <= high:
            raise ValueError(f"{name} is {number}: it must be from {low:g} to {high:g}")
    at = np.asarray(examples, dtype=float)
    if at.ndim != 1 or at.size == 0 or not np.isfinite(at).all():
        raise ValueError(f"examples has shape {at.shape}: it must be (examples,), finite numbers")
    state = {"unit": unit, "a": float(a), "b": float(b), "f": float(f), "examples": at}
    slopes = _slope(unit, a, at + b)
    passing = int(np.sum(np.abs(slopes) > 1e-3))
    here = np.array([float(f)])
    alt = (
        f"Left the unit {unit} against the pre-activation f, with a point at f = {f:.3g}, where g = "
        f"{_value(unit, a, here)[0]:.3g} and the slope is {_slope(unit, a, here)[0]:.3g}. Right its derivative. "
        f"{passing} of {at.size} examples have a slope other than 0, {np.mean(slopes):.3g} on average."
    )
    return show("activation_explorer", state, lambda: _draw(unit, a, b, f, at), alt.replace("-", "−"))


def _value(unit: str, a: float, f: NDArray[np.float64]) -> NDArray[np.float64]:
    return _of(unit, a, f, activations.leaky_relu, activations.elu, activations.named(unit).function)


def _slope(unit: str, a: float, f: NDArray[np.float64]) -> NDArray[np.float64]:
    derivative = activations.named(unit).derivative
    return _of(unit, a, f, activations.leaky_relu_derivative, activations.elu_derivative, derivative)


def _of(unit: str, a: float, f: NDArray[np.float64], leaky: object, elu: object, other: object) -> NDArray[np.float64]:
    own = {"leaky ReLU": lambda f: leaky(f, a), "ELU": lambda f: elu(f, a)}  # type: ignore[operator]
    return np.asarray(own.get(unit, other)(f))  # type: ignore[operator]


def _draw(unit: str, a: float, b: float, f: float, examples: NDArray[np.float64]) -> Figure:
    figure = plots._new_figure((8, 3.6))
    across = np.linspace(-_FAR, _FAR, 1001)
    for ax, of_f, name, colour in zip(
        figure.subplots(1, 2), (_value, _slope), ("activation g", "∂g/∂f"), (plots.PALETTE[0], plots.PALETTE[5]),
        strict=True,
    ):  # fmt: skip
        ax.axhline(0, color="0.8", linewidth=0.8)
        ax.plot(across, of_f(unit, a, across), color=colour, linewidth=2)
        ax.plot(examples + b, of_f(unit, a, examples + b), "s", color=plots.PALETTE[1], markeredgecolor="black")
        ax.plot(f, of_f(unit, a, np.array([f])), "o", color="white", markeredgecolor="black", markersize=9)
        ax.set(xlabel="pre-activation f", ylabel=name)
    figure.axes[0].set_title(f"the unit: {unit}")
    figure.axes[1].set_title("its derivative")
    return figure
