"""A network of two inputs that learns while one looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from utils import datasets, initializers, plots
from utils.layers import SigmoidNLL, mlp
from utils.optimizers import SGD
from utils.training import evaluate, fit
from utils.widgets._anywidget import Picture, show

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_EXAMPLES, _BATCH, _STILL_EPOCHS = 120, 10, 60
_DATA = {
    "two clouds": lambda: datasets.gaussian_clouds(_EXAMPLES, [[-1, 1], [-1, 1]], 0, spread=0.6),
    "XOR": lambda: datasets.xor_clouds(_EXAMPLES, 0),
    "circle in a ring": lambda: datasets.circles(_EXAMPLES, 0),
    "two moons": lambda: datasets.moons(_EXAMPLES, 0),
    "two spirals": lambda: datasets.two_spirals(_EXAMPLES, 0),
}
_UNITS = ("ReLU", "tanh", "sigmoid", "leaky ReLU", "none")
_RATES = (0.003, 0.01, 0.03, 0.1, 0.3, 1, 3)


def playground(dataset: str = "XOR", layers: int = 1, units: int = 4, unit: str = "tanh", rate: float = 0.3) -> Picture:
    """Choose data, layers, units, activation and rate, press Train, and watch a network learn.

    It learns in the page, by the same equations as `layers`, `losses` and `optimizers`: SGD with batches of 10, NLL of
    one sigmoid, He's initial weights for rectifiers and Glorot's for other units.

    Parameters
    ----------
    dataset : "two clouds", "XOR", "circle in a ring", "two moons" or "two spirals"
    layers : int, from 0 to 3
        Hidden ones.
    units : int, from 1 to 8
        In each hidden layer.
    unit : "ReLU", "tanh", "sigmoid", "leaky ReLU" or "none"
    rate : 0.003, 0.01, 0.03, 0.1, 0.3, 1 or 3

    Returns
    -------
    Picture
        ``state`` holds what the student has chosen.

    Raises
    ------
    ValueError
        If a choice is none of those above.

    Examples
    --------
    >>> playground("two moons", units=8).state["units"]
    8
    """
    for name, choice, choices in (
        ("dataset", dataset, tuple(_DATA)),
        ("layers", layers, range(4)),
        ("units", units, range(1, 9)),
        ("unit", unit, _UNITS),
        ("rate", rate, _RATES),
    ):
        if choice not in choices:
            raise ValueError(f"{name} is {choice!r}: it must be one of {', '.join(str(each) for each in choices)}")
    data: list[dict[str, Any]] = []
    for name, make in _DATA.items():
        X, y = make()
        X = np.round(X, 3)
        data.append({"name": name, "X": X, "y": y, "limits": [round(each, 2) for each in plots._limits(X)]})
    chosen = data[list(_DATA).index(dataset)]
    state = {
        "data": data,
        "dataset": list(_DATA).index(dataset),
        "layers": layers,
        "units": units,
        "unit": unit,
        "rate": float(rate),
        "seed": 1,
    }
    hidden = f"{layers} hidden layer{'' if layers == 1 else 's'} of {units} {unit} units"
    alt = f"The data {dataset}, and what a network with {hidden} answers everywhere after {_STILL_EPOCHS} epochs."
    return show("playground", state, lambda: _draw(chosen["X"], chosen["y"], [units] * layers, unit, rate), alt)


def _draw(X: np.ndarray, y: np.ndarray, hidden: list[int], unit: str, rate: float) -> Figure:
    start = initializers.he if "ReLU" in unit else initializers.glorot
    network = mlp([2, *hidden, 1], 1, unit=unit, initializer=start)
    loss, Y = SigmoidNLL(), y[None].astype(float)
    fit(network, loss, SGD(rate), X, Y, epochs=_STILL_EPOCHS, batch=_BATCH, rng=0, progress=False)
    result = evaluate(network, loss, X, Y)
    title = f"after {_STILL_EPOCHS} epochs: loss {result.loss:.2f}, {result.accuracy:.0%} right"
    return plots.boundary(lambda P: (network.forward(P)[0] >= 0).astype(int), X, y, title=title)
