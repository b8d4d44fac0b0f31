"""The graph that recorded a computation, growing value by value, and the gradients that come back through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from utils import plots
from utils.autograd import edges_behind
from utils.network import topological_order
from utils.widgets._moving import _can_move, moving

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST = 40
_FORWARD, _BACK = plots.PALETTE[0], plots.PALETTE[5]


def value_graph(value: Any, title: str = "") -> None:
    """Draw the graph that a value was made by, with a slider: first the values in the order of their making, then
    the gradients on their way back.

    Parameters
    ----------
    value : Value of `utils.autograd`
        Or any object with data, edges (pairs of an object and a slope), grad and name. At most 40 nodes.
    title : str, optional

    Raises
    ------
    ValueError
        If there are more than 40 nodes, or none but the value.

    Examples
    --------
    >>> from utils.autograd import Value, backward
    >>> c = Value(2, name="a") * Value(-3, name="b")
    >>> backward(c)
    >>> value_graph(c)
    """
    edges = edges_behind(value)
    order = topological_order(edges, nodes=[value])
    if not 1 < len(order) <= _MOST:
        raise ValueError(f"the graph has {len(order)} nodes: a picture can show from 2 to {_MOST}")
    places = _places(order, edges)
    start = 2 * len(order) if not _can_move() else 1
    made = "; ".join(f"{_name(node)} = {_short(node.data)}, gradient {_short(node.grad)}" for node in order)
    alt = f"The graph of {len(order)} values, from left to right: {made}."
    if start == 1:
        alt = f"The first of {len(order)} values, on the left. The slider adds the others, then the gradients."
    moving(
        lambda step: _draw(order, edges, places, step, title),
        alt,
        step=(1, 2 * len(order), start),
    )


def _name(node: Any) -> str:
    return str(getattr(node, "name", "")) or "value"


def _short(number: float) -> str:
    return f"{float(number) + 0:.3g}".replace("-", "−")


def _places(order: list, edges: list) -> dict[Any, tuple[float, float]]:
    """Across: one step before the first reader; upwards: near the middle of the readers."""
    level = dict.fromkeys(order, 0)
    readers: dict[Any, list] = {node: [] for node in order}
    for before, node in edges:
        readers[before].append(node)
    for node in order:
        for then in readers[node]:
            level[then] = max(level[then], level[node] + 1)
    for node in reversed(order):
        if readers[node]:
            level[node] = min(level[then] for then in readers[node]) - 1
    columns: dict[int, list] = {}
    for node in order:
        columns.setdefault(level[node], []).append(node)
    height = dict.fromkeys(order, 0.0)
    for number in sorted(columns, reverse=True):  # readers first, then those that they read
        wish = {
            node: sum(height[then] for then in readers[node]) / max(1, len(readers[node])) for node in columns[number]
        }
        column = sorted(columns[number], key=lambda node: -wish[node])
        middle = sum(wish.values()) / len(wish)
        for place, node in enumerate(column):
            height[node] = middle + (len(column) - 1) / 2 - place
    return {node: (float(level[node]), height[node]) for node in order}


def _draw(order: list, edges: list, places: dict, step: int, title: str) -> Figure:
    from matplotlib.figure import Figure as NewFigure
    from matplotlib.patches import FancyBboxPatch

    shown = set(order[:step])
    told = set(order[max(0, 2 * len(order) - step) :])  # the last ones are told first
    wide = max(x for x, _ in places.values()) + 1
    heights = [y for _, y in places.values()]
    tall = max(heights) - min(heights) + 1
    figure = NewFigure(figsize=(min(10.5, 1.35 * wide + 0.4), 0.62 * tall + 0.9), dpi=100, layout="constrained")
    ax = figure.add_subplot()
    for before, node in edges:
        known, back = node in shown, node in told
        (x, y), (to_x, to_y) = places[before], places[node]
        colour = _BACK if back else (plots.PALETTE[6] if known else "0.85")
        ax.plot([x + 0.38, to_x - 0.38], [y, to_y], color=colour, linewidth=1.6 if back else 1, zorder=1)
    for node in order:
        x, y = places[node]
        known, back = node in shown, node in told
        edge = _BACK if back else (_FORWARD if known else "0.8")
        ax.text(
            x, y + 0.13 * back, f"{_name(node)} = {_short(node.data)}" if known else _name(node),
            ha="center", va="center", fontsize=8.5, color="black" if known else "0.6", zorder=3,
        )  # fmt: skip
        if back:
            told_too = f"grad {_short(node.grad)}"
            ax.text(x, y - 0.2, told_too, ha="center", va="center", fontsize=8, color=_BACK, zorder=3)
        ax.add_patch(
            FancyBboxPatch(
                (x - 0.38, y - 0.36), 0.76, 0.72, boxstyle="round,pad=0.02,rounding_size=0.12",
                facecolor="white", edgecolor=edge, linewidth=1.4, zorder=2,
            )
        )  # fmt: skip
    ax.set(xlim=(-0.6, wide - 0.4), ylim=(min(heights) - 0.6, max(heights) + 0.6))
    ax.set_axis_off()
    way = "values" if step <= len(order) else "values, and gradients on their way back"
    ax.set_title(f"{title}: {way}" if title else way)
    return figure
