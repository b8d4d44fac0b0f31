"""Scalar reverse-mode differentiation: a number that remembers how it was made, and the sweep through its graph."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from utils.network.graph import topological_order


class Value:
    """A number that remembers which values it was made from, and the slope towards each.

    Parameters
    ----------
    data : float
    edges : iterable of (Value, float), optional
        What it was made from, each with ∂(this)/∂(that). The same Value may stand there twice.
    name : str, optional
        What pictures call it.

    Attributes
    ----------
    data, edges, name
    grad : float
        ∂(end)/∂(this) after :func:`backward`; 0 before.

    Examples
    --------
    >>> a, b = Value(2), Value(-3)
    >>> c = a * b + a
    >>> c.data
    -4.0
    >>> backward(c)
    >>> a.grad, b.grad
    (-2.0, 2.0)
    """

    def __init__(self, data: float, edges: Iterable[tuple[Value, float]] = (), name: str = "") -> None:
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def __add__(self, other: Value | float) -> Value:
        other = self._taken(other)
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)], "+")

    def __mul__(self, other: Value | float) -> Value:
        other = self._taken(other)
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)], "×")

    def __neg__(self) -> Value:
        return self * -1

    def __sub__(self, other: Value | float) -> Value:
        return self + -self._taken(other)

    def __rsub__(self, other: float) -> Value:
        return -self + other

    __radd__, __rmul__ = __add__, __mul__

    def sigmoid(self) -> Value:
        """1 / (1 + e⁻ᶻ); the slope is g (1 − g)."""
        g = 0.5 + 0.5 * math.tanh(0.5 * self.data)  # never overflows
        return type(self)(g, [(self, g * (1 - g))], "σ")

    def relu(self) -> Value:
        """max(z, 0); the slope at 0 is 0."""
        return type(self)(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __repr__(self) -> str:
        return f"Value({self.data:g})"

    def _taken(self, number: Value | float) -> Value:
        return number if isinstance(number, Value) else type(self)(number, name=f"{number:g}")


def edges_behind(value: Any) -> list[tuple[Any, Any]]:
    """All edges (from, to) of the graph that a value was made by.

    Parameters
    ----------
    value : Value
        Or any hashable object with `edges`, pairs (object, slope).

    Returns
    -------
    list of pairs
        As many as there are slopes: a + a has two edges from a.

    Raises
    ------
    TypeError
        If `value` has no edges.

    Examples
    --------
    >>> a = Value(2)
    >>> b = a + a
    >>> edges_behind(b) == [(a, b), (a, b)]
    True
    """
    if not hasattr(value, "edges"):
        raise TypeError(f"{value!r} has no `edges`: give the Value at the end of the graph")
    edges, seen, waiting = [], {value}, [value]
    while waiting:
        node = waiting.pop()
        for before, _ in node.edges:
            edges.append((before, node))
            if before not in seen:
                seen.add(before)
                waiting.append(before)
    return edges


def backward(value: Any) -> None:
    """Set `grad` of a value, and of everything it was made from, to ∂value/∂(that). Takes time linear in the edges.

    Parameters
    ----------
    value : Value
        Or any hashable object with `edges` and `grad`, made of such objects.

    Raises
    ------
    TypeError
        If `value` has no edges.
    ValueError
        If somebody has added edges that form a cycle.

    Examples
    --------
    >>> a = Value(3)
    >>> backward(a * a + 1)
    >>> a.grad
    6.0
    """
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += slope * node.grad
