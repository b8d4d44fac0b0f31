"""A picture of a small network: units by level, weights on edges, values going forward and blame coming back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.network.graph import ACTIVATIONS, Network
from utils.plots import PALETTE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Array = NDArray[Any]

_MOST_NODES = 200
_MOST_LABELS = 30  # edges, before their weights would lie over each other
_POSITIVE, _NEGATIVE, _BLAME, _SHADE = PALETTE[1], PALETTE[0], PALETTE[5], PALETTE[4]


def draw(
    network: Network,
    values: ArrayLike | None = None,
    blame: ArrayLike | None = None,
    *,
    ax: Axes | None = None,
    title: str | None = None,
) -> Figure:
    """Draw a network from left to right: inputs as squares, units as circles, each level a column.

    Edges with positive weight are orange and solid, with negative weight blue and dashed; the larger the weight,
    the thicker. `describe` says the same in words, for `plots.show`.

    Parameters
    ----------
    network : Network
        Of at most 200 nodes.
    values : array, shape (nodes,), optional
        Written into the nodes; nodes with larger values are darker. From `forward`, or `evaluate` with every_node.
    blame : array, shape (nodes,), optional
        ∂L/∂ of each node, written below it in red; from `backward`.
    ax : matplotlib Axes, optional
    title : str, optional

    Returns
    -------
    matplotlib Figure

    Raises
    ------
    ValueError
        If there are more than 200 nodes or none, or a shape differs.

    Examples
    --------
    >>> from utils.network.boolean import from_truth_table
    >>> draw(from_truth_table([0, 1, 1, 0]), [0, 1, 1, 0, 1]).axes[0].get_title()
    '2 inputs, 3 units, 6 edges'
    """
    if not 0 < network.nodes <= _MOST_NODES:
        raise ValueError(f"the network has {network.nodes} nodes: a picture can show from 1 to {_MOST_NODES}")
    numbers = None if values is None else _numbers(network, values, "values")
    blames = None if blame is None else _numbers(network, blame, "blame")
    places = _places(network)
    if ax is None:
        from matplotlib.figure import Figure as NewFigure

        wide, tall = np.ptp(places, axis=0)
        figure = NewFigure(figsize=(1.2 + wide, 1.5 + 0.9 * tall), dpi=100, layout="constrained")
        ax = figure.add_subplot()
    _draw_edges(ax, network, places)
    _draw_nodes(ax, network, places, numbers, blames)
    ax.set_axis_off()
    (left, low), (right, high) = places.min(axis=0), places.max(axis=0)
    ax.set(xlim=(left - 0.6, right + 0.6), ylim=(low - 0.6, high + 0.6))
    ax.set_title(
        title if title is not None else f"{network.inputs} inputs, {network.units} units, {network.edges} edges"
    )
    figure_of_axes: Any = ax.get_figure(root=True)
    return figure_of_axes


def describe(network: Network, values: ArrayLike | None = None, blame: ArrayLike | None = None) -> str:
    """What the picture of `draw` shows, in words: a text for readers who cannot see it.

    Parameters
    ----------
    network, values, blame
        As for `draw`.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If a shape differs.

    Examples
    --------
    >>> from utils.network.boolean import gate
    >>> from utils.network.graph import from_units
    >>> describe(from_units(["a", "b"], [gate("and", "g", "a", "b")]), [1, 0, 0])
    'A network of 2 inputs (a = 1, b = 0) and 1 unit. g = 0: step of 1·a + 1·b − 1.5 (output).'
    """
    numbers = None if values is None else _numbers(network, values, "values")
    blames = None if blame is None else _numbers(network, blame, "blame")

    def said(node: int) -> str:
        text = network.names[node]
        text += "" if numbers is None else f" = {_short(numbers[node])}"
        return text + ("" if blames is None else f" (blame {_short(blames[node])})")

    inputs = ", ".join(said(node) for node in range(network.inputs))
    counted = f"{network.inputs} input{'s' * (network.inputs != 1)} ({inputs})"
    text = f"A network of {counted} and {network.units} unit{'s' * (network.units != 1)}."
    for node in range(network.inputs, network.nodes):
        unit = network.unit(network.names[node])
        pairs = zip(unit.weights, unit.inputs, strict=True)
        terms = " + ".join([*(f"{_short(weight)}·{name}" for weight, name in pairs), _short(unit.bias)])
        end = " (output)" if node in network.outputs else ""
        text += f" {said(node)}: {unit.activation} of {terms.replace('+ −', '− ')}{end}."
    return text


def _places(network: Network) -> Array:
    """A place for every node: its level across, and upwards so that edges cross seldom."""
    plan = network.plan
    level = np.searchsorted(plan.bounds, np.arange(network.nodes), side="right")
    level = plan.nodes_out(level)
    columns = [np.flatnonzero(level == number) for number in range(level.max(initial=0) + 1)]
    height = np.zeros(network.nodes)
    for column in columns:
        height[column] = _spread(len(column))
    source, target = network.source, network.target
    for sweep in range(4):  # put every node near the middle of its neighbours, forth and back
        here, there = (target, source) if sweep % 2 == 0 else (source, target)
        total = np.bincount(here, height[there], network.nodes)
        wish = np.where(
            np.isin(np.arange(network.nodes), here),
            total / np.maximum(np.bincount(here, minlength=network.nodes), 1),
            height,
        )
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            height[column[np.argsort(-wish[column], kind="stable")]] = _spread(len(column))
    return np.column_stack([level * 1.6, height])


def _spread(count: int) -> Array:
    return (count - 1) / 2 - np.arange(count)


def _draw_edges(ax: Axes, network: Network, places: Array) -> None:
    from matplotlib.patches import FancyArrowPatch

    largest = np.abs(network.weights).max(initial=0) or 1.0
    for source, target, weight in zip(network.source, network.target, network.weights, strict=True):
        start, end = places[source], places[target]
        bend = 0.0 if end[0] - start[0] < 2 or abs(end[1] - start[1]) > 0.1 else 0.25  # go round nodes between
        ax.add_patch(
            FancyArrowPatch(
                start,
                end,
                connectionstyle=f"arc3,rad={bend}",
                arrowstyle="-|>",
                mutation_scale=9,
                shrinkA=15,
                shrinkB=15,
                color=_NEGATIVE if weight < 0 else _POSITIVE,
                linestyle="--" if weight < 0 else "-",
                linewidth=0.6 + 2 * abs(weight) / largest,
                zorder=1,
            )
        )
        if network.edges <= _MOST_LABELS:
            across, up = start + 0.35 * (end - start)
            ax.text(
                across,
                up - bend * (end[0] - start[0]) * 0.45,
                _short(weight),
                fontsize=7,
                ha="center",
                va="center",
                bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"},
                zorder=2,
            )


def _draw_nodes(ax: Axes, network: Network, places: Array, values: Array | None, blame: Array | None) -> None:
    low, high = (0.0, 1.0) if values is None else (values.min(initial=0), values.max(initial=0))
    for node, (across, up) in enumerate(places):
        is_input = node < network.inputs
        shade = 0.0 if values is None or high == low else float((values[node] - low) / (high - low))
        ax.plot(
            [across],
            [up],
            marker="s" if is_input else "o",
            markersize=25,
            color="black",
            markerfacecolor=(*_rgb(_SHADE), 0.75 * shade) if shade else "white",
            markeredgewidth=2.5 if node in network.outputs else 1,
            zorder=3,
        )
        name = network.names[node]
        fits = values is None and len(name) <= 4
        inside = name if fits else "" if values is None else _short(values[node])
        ax.text(across, up, inside, ha="center", va="center", fontsize=8, zorder=4)
        above = [] if fits else [name]
        if not is_input:
            place = node - network.inputs
            above.append(f"{ACTIVATIONS[network.kinds[place]]}, b = {_short(network.biases[place])}")
        ax.annotate(
            "\n".join(above), (across, up), (0, 15), textcoords="offset points", ha="center", fontsize=6.5, zorder=4
        )
        if blame is not None:
            ax.annotate(
                f"∂L {_short(blame[node])}",
                (across, up),
                (0, -16),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=7,
                color=_BLAME,
                weight="bold",
                zorder=4,
            )


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _short(number: float) -> str:
    return f"{number:.3g}".replace("-", "−")


def _numbers(network: Network, values: ArrayLike, name: str) -> Array:
    numbers = np.asarray(values, dtype=float)
    if numbers.shape != (network.nodes,):
        raise ValueError(
            f"{name} has shape {numbers.shape} and the network {network.nodes} nodes: give one number for each node "
            "(one example, all nodes)"
        )
    return numbers
