"""How a network's arrays are worked through: sorted by level, each level one sparse or dense matrix.

Inside a plan nodes are numbered by their place in this order; a network whose units are already listed level by
level is used as it is. Lessons do not call this module; `graph` and `backprop` read their formulas in its terms.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import exp, tanh
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_BLOCK = 256  # units that a deep network works through at a time
_DEEP = 200  # a level with fewer edges costs more in calls than in arithmetic
_SPARSE = 10_000  # products from which scipy's sparse matrices are worth their construction
_SPAN = 4  # times the nodes that a level reads: the longest stretch that is read as a whole
_DENSE = 0.25  # the share of weights present from which a level is faster as a dense matrix


@dataclass(frozen=True)
class Level:
    """Units that read only earlier levels, so that all of them can be computed at once.

    Its matrix M has a row for each unit and a column for each node that any of them reads: F = M @ G[sources] + b.
    """

    nodes: slice
    units: slice
    edges: slice
    start: Array  # where each row's edges begin, within the level
    sources: Any  # the nodes that are read: a slice, or their numbers
    column: Array  # for each edge, the place of its beginning among the sources
    width: int  # how many sources there are
    full: bool  # every unit reads all sources in order: the weights are a matrix as they lie
    kinds: tuple[tuple[int, Any], ...]  # activation, and the rows that have it

    @cached_property
    def fan_in(self) -> Array:
        """How many edges each row has."""
        return np.diff(self.start)

    @property
    def row(self) -> Array:
        """For each edge, the row of its unit."""
        return np.repeat(np.arange(len(self.start) - 1), self.fan_in)

    @property
    def is_dense(self) -> bool:
        """Are enough weights there for a matrix product to be faster than going edge by edge?"""
        return len(self.column) >= _DENSE * self.width * (len(self.start) - 1)

    @cached_property
    def patterns(self) -> tuple[Any, Any]:
        """M and its transpose as scipy's sparse matrices, still without weights; column and start are not copied."""
        from scipy.sparse import csr_array  # here: small networks work without loading scipy

        pattern = csr_array((self.column, self.column, self.start), shape=(len(self.start) - 1, self.width))
        return pattern, pattern.T

    def edge_gradient(self, dF: Array, G: Array) -> Array:
        """∂L/∂w of every edge: dF at its end times G at its beginning, summed over examples."""
        if dF.ndim == 1:
            return np.repeat(dF, self.fan_in) * G.take(self.column)
        if self.full:
            return (dF @ G.T).ravel()
        if self.is_dense:
            return (dF @ G.T)[self.row, self.column]
        return np.einsum("ej,ej->e", np.repeat(dF, self.fan_in, axis=0), G.take(self.column, axis=0))


@dataclass(frozen=True)
class Plan:
    """The network's arrays in the order in which they are worked through."""

    inputs: int
    order: Array | None  # the node at each place; None if that is its own number
    edge_order: Array | None
    start: Array
    source: Array
    kinds: Array
    bounds: Array  # where each level begins; the first begins after the inputs

    @property
    def is_deep(self) -> bool:
        """Are there many levels, so small that one after the other would cost mostly calls?"""
        depth = len(self.bounds) - 1
        return depth > _BLOCK and len(self.source) < _DEEP * depth

    # ------------------------------------------------ into this order and out of it

    def nodes_in(self, values: Array) -> Array:
        """Rows for all nodes, from the network's order."""
        return values if self.order is None else values[self.order]

    def nodes_out(self, values: Array) -> Array:
        """Rows for all nodes, back in the network's order."""
        return values if self.order is None else _scattered(values, self.order)

    def units_in(self, values: Array) -> Array:
        """Rows for all units, from the network's order."""
        return values if self.order is None else values[self.order[self.inputs :] - self.inputs]

    def units_out(self, values: Array) -> Array:
        """Rows for all units, back in the network's order."""
        return values if self.order is None else _scattered(values, self.order[self.inputs :] - self.inputs)

    def edges_in(self, values: Array) -> Array:
        """One number for each edge, from the network's order."""
        return values if self.edge_order is None else values[self.edge_order]

    def edges_out(self, values: Array) -> Array:
        """One number for each edge, back in the network's order."""
        return values if self.edge_order is None else _scattered(values, self.edge_order)

    # ------------------------------------------------ level by level

    @cached_property
    def levels(self) -> list[Level]:
        """All levels, in order."""
        return [self._level(first, last) for first, last in pairwise(self.bounds.tolist())]

    def _level(self, first: int, last: int) -> Level:
        units = slice(first - self.inputs, last - self.inputs)
        begin, end = int(self.start[units.start]), int(self.start[units.stop])
        source = self.source[begin:end]
        sources: Any  # a slice, or numbers
        sources, column = np.unique(source, return_inverse=True)
        width = len(sources)
        full = width > 0 and len(source) == width * (last - first)
        if full:
            full = bool((column.reshape(last - first, width) == np.arange(width)).all())
        low, high = (int(sources[0]), int(sources[-1]) + 1) if width else (0, 0)
        if high - low == width or (not full and high - low <= _SPAN * width):
            # Reading a stretch of nodes, some in vain, is faster than picking them.
            sources, column, width = slice(low, high), source - low, high - low
        kinds = self.kinds[units]
        present = np.unique(kinds)
        return Level(
            nodes=slice(first, last),
            units=units,
            edges=slice(begin, end),
            start=self.start[units.start : units.stop + 1] - self.start[units.start],
            sources=sources,
            column=column.astype(np.int32, copy=False),
            width=width,
            full=full,
            kinds=tuple((int(k), slice(None) if len(present) == 1 else np.flatnonzero(kinds == k)) for k in present),
        )

    # ------------------------------------------------ unit by unit, for deep networks and one example
    #
    # A block of units is computed in two parts: all its edges at once, while the values of the block itself are
    # still 0; then, one unit after the other, the few edges that begin inside the block.

    @cached_property
    def _inside(self) -> tuple[Array, Array]:
        """The edges that begin in the block in which they end, and where those of each unit begin among them."""
        target = np.repeat(np.arange(len(self.kinds)), np.diff(self.start))
        inside = self.source - self.inputs >= target // _BLOCK * _BLOCK
        count = np.bincount(target[inside], minlength=len(self.kinds))
        return np.flatnonzero(inside).astype(np.int32), np.concatenate([[0], np.cumsum(count)]).astype(np.int32)

    def _blocks(self) -> Iterator["_Block"]:
        inside, begins = self._inside
        for first in range(0, len(self.kinds), _BLOCK):
            last = min(first + _BLOCK, len(self.kinds))
            some = inside[begins[first] : begins[last]]
            bounds = (begins[first : last + 1] - begins[first]).tolist()
            yield _Block(
                slice(first, last),
                slice(first + self.inputs, last + self.inputs),
                slice(int(self.start[first]), int(self.start[last])),
                self.start[first : last + 1] - self.start[first],
                list(pairwise(bounds)),
                (self.source[some] - (first + self.inputs)).tolist(),
                some,
            )

    def run_deep(self, values: Array, weights: Array, biases: Array) -> None:
        """Fill in the units' values; those of the inputs are there."""
        for block in self._blocks():
            known = values.take(self.source[block.edges])  # 0 inside the block
            sums = row_sums(weights[block.edges] * known, block.start) + biases[block.units]
            source, weight, kinds = block.source, weights[block.inside].tolist(), self.kinds[block.units].tolist()
            done: list[float] = []
            for f, (begin, end), kind in zip(sums.tolist(), block.bounds, kinds, strict=True):
                for edge in range(begin, end):
                    f += weight[edge] * done[source[edge]]
                done.append(_SCALAR[kind](f))
            values[block.nodes] = done

    def solve_back(self, dG: Array, slopes: Array, weights: Array) -> Array:
        """∂L/∂(every node), from what the loss says of each node itself (`dG`), as one triangular system.

        dG = (what the loss says) + Wᵀ D dG, where D holds the slopes: sorted by level, I − Wᵀ D is triangular.
        """
        from scipy.sparse import csc_array
        from scipy.sparse.linalg import spsolve_triangular

        nodes = np.arange(len(dG), dtype=np.int32)
        # The column of a node: its edges, then the 1 of the diagonal.
        begins = nodes + np.concatenate([np.zeros(self.inputs, np.int32), self.start[:-1]])
        begins = np.append(begins, np.int32(len(nodes) + len(weights)))
        diagonal = begins[1:] - 1
        entries, row = np.ones(begins[-1], dG.dtype), np.empty(begins[-1], np.int32)
        is_edge = np.ones(begins[-1], bool)
        is_edge[diagonal] = False
        entries[is_edge] = -weights * np.repeat(slopes, np.diff(self.start))
        row[is_edge], row[diagonal] = self.source, nodes
        matrix = csc_array((entries, row, begins), shape=(len(nodes), len(nodes)))
        return spsolve_triangular(matrix, dG, lower=False, unit_diagonal=True, overwrite_A=True)


class _Block(NamedTuple):
    """Units of a deep network that are worked through together."""

    units: slice
    nodes: slice
    edges: slice
    start: Array  # where each unit's edges begin, within the block
    bounds: list[tuple[int, int]]  # where each unit's inside edges begin and end, among those of the block
    source: list[int]  # for each inside edge, the place in the block where it begins
    inside: Array  # the inside edges


def _sigmoid(f: float) -> float:
    if f >= 0:
        return 1 / (1 + exp(-f))
    small = exp(f)
    return small / (1 + small)


# In the order of graph.ACTIVATIONS.
_SCALAR = (
    lambda f: 1.0 if f >= 0 else 0.0,
    _sigmoid,
    tanh,
    lambda f: max(f, 0.0),
    lambda f: f,
)


# ---------------------------------------------------------------- a level as a matrix


def operators(
    plan: Plan, weights: Array, examples: int, engine: str, *, backwards: bool = False
) -> Iterator[tuple[Level, Any]]:
    """Every level with its matrix M, which knows ``M @ G`` and ``M.T @ dF``, however it is stored."""
    if engine not in ("auto", "numpy", "scipy"):
        raise ValueError(f"engine is {engine!r}; it must be auto, numpy or scipy")
    for level in reversed(plan.levels) if backwards else plan.levels:
        yield level, _matrix(level, weights[level.edges], examples, engine)


def _matrix(level: Level, weights: Array, examples: int, engine: str) -> Any:
    shape = (len(level.start) - 1, level.width)
    if level.full:
        return weights.reshape(shape)
    if examples > 1 and level.is_dense:
        dense = np.zeros(shape, weights.dtype)
        dense[level.row, level.column] = weights
        return dense
    if engine == "scipy" or (engine == "auto" and len(weights) * examples >= _SPARSE):
        try:
            return Sparse(level, weights)
        except ModuleNotFoundError:
            if engine == "scipy":
                raise
    return Rows(level, weights)


class Sparse:
    """A level's matrix as scipy multiplies it."""

    def __init__(self, level: Level, weights: Array) -> None:
        self.patterns, self.weights = level.patterns, weights

    def __matmul__(self, G: Array) -> Array:
        return _filled(self.patterns[0], self.weights) @ G

    @property
    def T(self) -> Any:
        """The transpose, for the way back."""
        return _filled(self.patterns[1], self.weights)


def _filled(pattern: Any, weights: Array) -> Any:
    matrix = copy.copy(pattern)  # shallow: it shares the pattern's numbers
    matrix.data = weights
    return matrix


class Rows:
    """A level's matrix in plain numpy: only the two products that a network needs."""

    def __init__(self, level: Level, weights: Array) -> None:
        self.level, self.weights = level, weights

    def __matmul__(self, G: Array) -> Array:
        return row_sums(_times(self.weights, G.take(self.level.column, axis=0)), self.level.start)

    @property
    def T(self) -> "RowsTransposed":
        """The transpose, for the way back."""
        return RowsTransposed(self.level, self.weights)


class RowsTransposed:
    """The transpose of `Rows`: every edge hands its share to the column where it begins."""

    def __init__(self, level: Level, weights: Array) -> None:
        self.level, self.weights = level, weights

    def __matmul__(self, dF: Array) -> Array:
        column, width = self.level.column, self.level.width
        share = _times(self.weights, np.repeat(dF, self.level.fan_in, axis=0))
        if dF.ndim == 1:
            return np.bincount(column, share, width).astype(dF.dtype, copy=False)
        examples = dF.shape[1]
        place = column[:, None] * np.intp(examples) + np.arange(examples)
        total = np.bincount(place.ravel(), share.ravel(), width * examples)
        return total.reshape(width, examples).astype(dF.dtype, copy=False)


def row_sums(values: Array, start: Array) -> Array:
    """The sum of each row of values that lie one row after the other; 0 for a row that is empty."""
    filled = start[1:] > start[:-1]
    if filled.all() and len(values):
        return np.add.reduceat(values, start[:-1], axis=0)
    sums = np.zeros((len(start) - 1, *values.shape[1:]), values.dtype)
    if filled.any():  # reduceat cannot tell that a row is empty
        sums[filled] = np.add.reduceat(values, start[:-1][filled], axis=0)
    return sums


def _times(weights: Array, values: Array) -> Array:
    return weights * values if values.ndim == 1 else weights[:, None] * values


# ---------------------------------------------------------------- sorting by level


def make_plan(inputs: int, start: Array, source: Array, kinds: Array) -> Plan:
    """Sort nodes by level (the length of the longest path that ends there), stably; ValueError if there is a cycle."""
    level = _levels(inputs, start, source)
    if (level[1:] >= level[:-1]).all():
        order = edge_order = None
    else:
        order = np.argsort(level, kind="stable")
        rank = _scattered(np.arange(len(order), dtype=np.int32), order)
        units = order[inputs:] - inputs
        fan_in = np.diff(start)[units]
        new_start = np.concatenate([[0], np.cumsum(fan_in)]).astype(np.int32)
        edge_order = np.repeat(start[units] - new_start[:-1], fan_in) + np.arange(len(source), dtype=np.int32)
        start, source, kinds, level = new_start, rank[source[edge_order]], kinds[units], level[order]
    deepest = int(level.max(initial=0))
    bounds = np.searchsorted(level[inputs:], np.arange(1, deepest + 2)) + inputs
    return Plan(inputs, order, edge_order, start, source, kinds, bounds)


def _levels(inputs: int, start: Array, source: Array) -> Array:
    fan_in = np.diff(start)
    units = len(fan_in)
    level = [0] * inputs + [1] * units
    if (source < np.repeat(np.arange(inputs, inputs + units, dtype=np.int32), fan_in)).all():
        # Listed in a topological order. Python's whole numbers take much room, so a few units are read at a time.
        for first in range(0, units, _BLOCK):
            bounds = start[first : first + _BLOCK + 1].tolist()
            before = source[bounds[0] : bounds[-1]].tolist()
            for unit, (begin, end) in enumerate(pairwise(bounds), start=first):
                if begin < end:
                    read = before[begin - bounds[0] : end - bounds[0]]
                    level[inputs + unit] = max(map(level.__getitem__, read)) + 1
        return np.array(level, np.int32)
    # Kahn's algorithm, as in graph.topological_order
    bounds, before = start.tolist(), source.tolist()
    after: list[list[int]] = [[] for _ in level]
    for unit in range(units):
        for node in before[bounds[unit] : bounds[unit + 1]]:
            after[node].append(inputs + unit)
    waiting = [0] * inputs + fan_in.tolist()
    ready = [node for node, count in enumerate(waiting) if count == 0]
    for node in ready:
        for successor in after[node]:
            level[successor] = max(level[successor], level[node] + 1)
            waiting[successor] -= 1
            if waiting[successor] == 0:
                ready.append(successor)
    if len(ready) < len(level):
        raise ValueError("the edges form a cycle")
    return np.array(level, np.int32)


def _scattered(values: Array, places: Array) -> Array:
    """An array that has `values` at `places`."""
    result = np.empty_like(values)
    result[places] = values
    return result
