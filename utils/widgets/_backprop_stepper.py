"""Backpropagation on a small network of sigmoids, edge by edge, to step through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from utils import plots
from utils.network import Unit, topological_order
from utils.widgets._anywidget import Picture, show

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Edge = tuple[str, str]

_FORWARD, _BACK = plots.PALETTE[0], plots.PALETTE[5]
_MOST_NODES = 12


class Step(NamedTuple):
    """What is known after one step: values, blame so far, the edge just walked, and a sentence about it."""

    values: dict[str, float]
    blame: dict[str, float]
    edge: Edge | None
    back: bool
    said: str


def backprop_stepper(units: Sequence[Unit], x: Mapping[str, float], dL: Mapping[str, float]) -> Picture:
    """Values going forward, then blame coming back, one edge at a time; a click on an edge shows what it carries.

    Parameters
    ----------
    units : sequence of Unit
        All taken as sigmoids, in any order; with the inputs at most 12 nodes.
    x : {input name: number}
        One example.
    dL : {output name: number}
        ∂L/∂ of each output.

    Returns
    -------
    Picture
        ``state["step"]`` is where the student stands, ``state["chosen"]`` the edge that was clicked.

    Raises
    ------
    ValueError
        If there are more than 12 nodes, an input has no value, or the edges form a cycle.

    Examples
    --------
    >>> backprop_stepper([Unit("g", ["x"], [2], -2)], {"x": 1.0}, {"g": 1.0}).state["step"]
    0
    """
    steps, places = backprop_steps(units, x, dL), _places(units, x)
    known = steps[-1]  # a still picture shows the end, with every number in it
    parts = [f"{name} = {_short(value)}" for name, value in known.values.items()]
    blamed = [f"{name} is blamed with {_short(value)}" for name, value in known.blame.items()]
    alt = "The network with all values and all blame. " + "; ".join([*parts, *blamed])
    alt += ". Values travel from left to right, blame from right to left."
    before = [Step({}, {}, None, False, ""), *steps]
    state = {
        "units": [
            {"name": u.name, "inputs": list(u.inputs), "weights": [float(w) for w in u.weights], "bias": float(u.bias)}
            for u in units
        ],
        "places": places,
        "steps": [
            {
                "edge": now.edge,
                "back": now.back,
                "said": now.said,
                "values": _changed(old.values, now.values),
                "blame": _changed(old.blame, now.blame),
            }
            for old, now in zip(before, steps, strict=False)
        ],
        "step": 0,
        "chosen": None,
    }
    return show("backprop_stepper", state, lambda: _draw(units, known, places), alt)


def _changed(old: dict[str, float], new: dict[str, float]) -> dict[str, float]:
    return {name: number for name, number in new.items() if name not in old or old[name] != number}


def backprop_steps(units: Sequence[Unit], x: Mapping[str, float], dL: Mapping[str, float]) -> list[Step]:
    """Every step of the way forward and back, in the order in which it is taken.

    Parameters
    ----------
    units, x, dL
        As for `backprop_stepper`.

    Returns
    -------
    list of Step
        The inputs; every edge forward; the loss; every edge back.

    Raises
    ------
    ValueError
        As for `backprop_stepper`.

    Examples
    --------
    >>> steps = backprop_steps([Unit("g", ["x"], [2], -2)], {"x": 1.0}, {"g": 1.0})
    >>> [step.edge for step in steps], steps[-1].blame
    ([None, ('x', 'g'), None, ('g', 'x')], {'g': 1.0, 'x': 0.5})
    """
    named = {unit.name: unit for unit in units}
    missing = {name for unit in units for name in unit.inputs} - set(named) - set(x)
    if missing:
        raise ValueError(f"the input {min(missing)!r} has no value in x, which has {', '.join(x) or 'none'}")
    if len(named) + len(x) > _MOST_NODES:
        raise ValueError(f"there are {len(named) + len(x)} nodes: a picture of every step can show {_MOST_NODES}")
    order = [name for name in topological_order(_edges(units), nodes=[*x, *named]) if name in named]
    values, blame = {name: float(value) for name, value in x.items()}, dict[str, float]()
    steps = [Step(dict(values), {}, None, False, "The inputs are given.")]
    for name in order:
        unit, total = named[name], named[name].bias
        for place, (before, weight) in enumerate(zip(unit.inputs, unit.weights, strict=True), 1):
            total += weight * values[before]
            said = f"{name} hears {_short(weight)} · {_short(values[before])} from {before}."
            if place == len(unit.inputs):
                values[name] = float(0.5 * (1 + np.tanh(0.5 * total)))
                said += f" With bias: {_short(total)}. {name} = σ({_short(total)}) = {_short(values[name])}."
            steps.append(Step(dict(values), {}, (before, name), False, said))
    blame |= {name: float(slope) for name, slope in dL.items()}
    slopes = ", ".join(f"∂L/∂{name} = {_short(slope)}" for name, slope in blame.items())
    steps.append(Step(dict(values), dict(blame), None, True, f"The loss speaks: {slopes}."))
    for name in reversed(order):
        unit, dF = named[name], blame.get(name, 0.0) * values[name] * (1 - values[name])
        for before, weight in zip(unit.inputs, unit.weights, strict=True):
            had = blame.get(before)
            blame[before] = (had or 0.0) + weight * dF
            said = f"{name} has ∂L/∂f = {_short(dF)}. {before} hears {_short(weight)} · {_short(dF)} from {name}."
            if had is not None:
                said += f" In all: {_short(had)} and {_short(weight * dF)} make {_short(blame[before])}."
            steps.append(Step(dict(values), dict(blame), (name, before), True, said))
    return steps


def _edges(units: Sequence[Unit]) -> list[Edge]:
    return [(before, unit.name) for unit in units for before in unit.inputs]


def _places(units: Sequence[Unit], x: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """A place for every node: across by the longest way from an input, the nodes of a column evenly spread."""
    named, level = {unit.name: unit for unit in units}, dict.fromkeys(x, 0)
    for name in topological_order(_edges(units), nodes=[*x, *named]):
        if name in named:
            level[name] = 1 + max((level[before] for before in named[name].inputs), default=0)
    columns: dict[int, list[str]] = {}
    for name in [*x, *named]:
        columns.setdefault(level[name], []).append(name)
    return {
        name: (2.4 * across, 1.7 * ((len(column) - 1) / 2 - row))
        for across, column in columns.items()
        for row, name in enumerate(column)
    }


def _draw(units: Sequence[Unit], step: Step, places: dict[str, tuple[float, float]]) -> Figure:
    from matplotlib.figure import Figure as NewFigure

    figure = NewFigure(figsize=(7.2, 4.2), dpi=100, layout="constrained")
    ax = figure.add_subplot()
    for unit in units:
        for before, weight in zip(unit.inputs, unit.weights, strict=True):
            _draw_edge(ax, (before, unit.name), weight, step, places)
    for name, place in places.items():
        _draw_node(ax, name, place, step, next((unit.bias for unit in units if unit.name == name), None))
    across, up = zip(*places.values(), strict=True)
    ax.set(xlim=(min(across) - 0.6, max(across) + 0.6), ylim=(min(up) - 0.75, max(up) + 0.75))
    ax.set_axis_off()
    ax.set_title(step.said, fontsize=10)
    return figure


def _draw_edge(ax: Axes, edge: Edge, weight: float, step: Step, places: dict[str, tuple[float, float]]) -> None:
    from matplotlib.patches import FancyArrowPatch

    start, end = places[edge[0]], places[edge[1]]
    now = step.edge is not None and set(step.edge) == set(edge)
    back = now and step.back
    colour = (_BACK if back else _FORWARD) if now else "0.55"
    ax.add_patch(
        FancyArrowPatch(
            end if back else start,
            start if back else end,
            arrowstyle="-|>",
            mutation_scale=16 if now else 10,
            shrinkA=19,
            shrinkB=19,
            color=colour,
            linestyle="--" if back else "-",
            linewidth=3 if now else 1,
            zorder=1,
        )
    )
    share = 0.3 if places[edge[0]][1] != places[edge[1]][1] else 0.5
    ax.text(
        start[0] + share * (end[0] - start[0]),
        start[1] + share * (end[1] - start[1]),
        _short(weight),
        color=colour if now else "0.25",
        weight="bold" if now else "normal",
        fontsize=9,
        ha="center",
        va="center",
        bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
        zorder=2,
    )


def _draw_node(ax: Axes, name: str, place: tuple[float, float], step: Step, bias: float | None) -> None:
    in_step = step.edge is not None and name == step.edge[1]
    ring = (_BACK if step.back else _FORWARD) if in_step else "black"
    ax.plot(
        *([coordinate] for coordinate in place),
        marker="s" if bias is None else "o",
        markersize=34,
        color=ring,
        markerfacecolor="white",
        markeredgewidth=3 if in_step else 1.2,
        zorder=3,
    )
    inside = _short(step.values[name]) if name in step.values else "?"
    ax.text(*place, inside, ha="center", va="center", fontsize=9, color=_FORWARD, zorder=4)
    # Edges come in from the middle of the picture: words go to its rim, and round it where there is none.
    up = 1 if place[1] >= 0 else -1
    _write(ax, place, up, name if bias is None else f"{name}, bias {_short(bias)}", color="black")
    if name in step.blame:
        said = f"∂L/∂{name} = {_short(step.blame[name])}"
        _write(ax, place, 2 * up if place[1] else -1, said, color=_BACK, weight="bold")


def _write(ax: Axes, place: tuple[float, float], line: int, text: str, **style: Any) -> None:
    """A line of words above a node (line 1, 2) or below it (−1, −2)."""
    offset, where = (22, "bottom") if line > 0 else (-22, "top")
    offset += 13 * (abs(line) - 1) * (1 if line > 0 else -1)
    box = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    style |= {"fontsize": 9, "bbox": box, "zorder": 4}
    ax.annotate(text, place, (0, offset), textcoords="offset points", ha="center", va=where, **style)


def _short(number: float) -> str:
    return f"{round(number, 12) + 0:.3g}".replace("-", "−")
