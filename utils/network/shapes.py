"""Graphs to measure with: ladders and diamonds full of paths, layers as a DAG, and random DAGs wide or deep."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from utils.network.graph import Network, Unit, from_arrays, from_units

Array = NDArray[Any]


def ladder(k: int, weight: float = 1.0, activation: str = "sigmoid") -> Network:
    """A ladder of k rungs: x → (a1, b1) ⇉ (a2, b2) ⇉ … ⇉ y. Only 4k edges, but 2**k paths from x to y.

    Parameters
    ----------
    k : int, at least 1
        Pairs of units between x and y; both units of a pair read both units of the pair before.
    weight : float, default 1
        On every edge; biases are 0.
    activation : str, default "sigmoid"

    Returns
    -------
    Network
        One input x, 2k + 1 units, output y.

    Raises
    ------
    ValueError
        If `k` is below 1 or no whole number, or the activation is unknown.

    Examples
    --------
    >>> from utils.network.backprop import count_paths
    >>> ladder(10), count_paths(ladder(10), "x", "y")
    (<Network: 1 inputs, 21 units, 40 edges>, 1024)
    """
    units, before = [], ["x"]
    for rung in range(1, _whole(k, "k") + 1):
        pair = [f"a{rung}", f"b{rung}"]
        units += [Unit(name, before, [weight] * len(before), 0.0, activation) for name in pair]
        before = pair
    return from_units(["x"], [*units, Unit("y", before, [weight] * 2, 0.0, activation)])


def diamonds(k: int, weight: float = 1.0, activation: str = "sigmoid") -> Network:
    """A chain of k diamonds: a node splits into two, which meet again. Again 4k edges and 2**k paths.

    Parameters
    ----------
    k : int, at least 1
    weight : float, default 1
        On every edge; biases are 0.
    activation : str, default "sigmoid"

    Returns
    -------
    Network
        One input x; diamond i has the units a_i and b_i and ends in c_i; output c_k.

    Raises
    ------
    ValueError
        If `k` is below 1 or no whole number, or the activation is unknown.

    Examples
    --------
    >>> from utils.network.backprop import count_paths
    >>> diamonds(10), count_paths(diamonds(10), "x", "c10")
    (<Network: 1 inputs, 30 units, 40 edges>, 1024)
    """
    units, top = [], "x"
    for number in range(1, _whole(k, "k") + 1):
        left, right, bottom = (f"{letter}{number}" for letter in "abc")
        units += [Unit(name, [top], [weight], 0.0, activation) for name in (left, right)]
        units.append(Unit(bottom, [left, right], [weight] * 2, 0.0, activation))
        top = bottom
    return from_units(["x"], units)


def from_layers(W: Sequence[ArrayLike], b: Sequence[ArrayLike], activation: str | Sequence[str] = "sigmoid") -> Network:
    """A multilayer perceptron as a DAG: unit by unit what G = activation(W @ G + b) is layer by layer.

    Parameters
    ----------
    W : sequence of arrays, shape (n_out, n_in) each
    b : sequence of arrays, shape (n_out, 1) or (n_out,) each
    activation : str, or one for each layer

    Returns
    -------
    Network
        Edges lie row by row, layer after layer: its weights are ``np.concatenate([layer.ravel() for layer in W])``,
        and so are the gradients that `backward` returns. float32 is kept if all arrays have it.

    Raises
    ------
    ValueError
        If shapes do not follow each other, or there is no layer.

    Examples
    --------
    >>> from utils.network.graph import evaluate
    >>> net = from_layers([[[1, 2], [3, 4]], [[1, -1]]], [[0, 0], [10]], "identity")
    >>> evaluate(net, [1.0, 1.0])      # (3, 7), then 3 − 7 + 10
    array([6.])
    """
    matrices, shifts = [np.asarray(layer) for layer in W], [np.asarray(shift) for shift in b]
    if not matrices or len(matrices) != len(shifts):
        raise ValueError(f"there are {len(matrices)} weight matrices and {len(shifts)} biases: give one each a layer")
    kinds = [activation] * len(matrices) if isinstance(activation, str) else list(activation)
    if len(kinds) != len(matrices):
        raise ValueError(f"there are {len(kinds)} activations for {len(matrices)} layers")
    first, sources, fan_in, chosen = 0, [], [], []
    for number, (matrix, shift, kind) in enumerate(zip(matrices, shifts, kinds, strict=True), start=1):
        if matrix.ndim != 2 or shift.shape not in ((len(matrix), 1), (len(matrix),)):
            raise ValueError(
                f"layer {number}: W has shape {matrix.shape} and b {shift.shape}: "
                "they must be (n_out, n_in) and (n_out, 1)"
            )
        if number > 1 and matrix.shape[1] != len(matrices[number - 2]):
            raise ValueError(
                f"layer {number}: W has shape {matrix.shape}, but the layer before {len(matrices[number - 2])} units"
            )
        n_out, n_in = matrix.shape
        sources.append(np.tile(np.arange(first, first + n_in), n_out))
        fan_in += [n_in] * n_out
        chosen += [kind] * n_out
        first += n_in
    return from_arrays(
        matrices[0].shape[1],
        np.cumsum([0, *fan_in]),
        np.concatenate(sources),
        np.concatenate([matrix.ravel() for matrix in matrices]),
        np.concatenate([shift.ravel() for shift in shifts]),
        chosen,
        np.arange(first, first + len(matrices[-1])),
    )


def random_dag(
    inputs: int,
    units: int,
    fan_in: int,
    *,
    depth: int,
    rng: int | np.random.Generator,
    activation: str = "sigmoid",
    dtype: DTypeLike = float,
) -> Network:
    """A random DAG of exactly this depth: units in equal levels, each reading nodes of any earlier level.

    Every unit reads `fan_in` different nodes (fewer only where fewer come before), one of them in the level just
    before. ``depth=units`` makes the deepest DAG there is, ``depth=1`` a single layer.

    Parameters
    ----------
    inputs, units, fan_in : int, at least 1
    depth : int, 1 … units
    rng : int or numpy.random.Generator
        Weights are normal with variance 1 / (number of predecessors), biases 0.
    activation : str, default "sigmoid"
    dtype : float64 (default) or float32

    Returns
    -------
    Network
        Listed level by level.

    Raises
    ------
    ValueError
        If a number is out of its range, `rng` is None, or the activation is unknown.

    Examples
    --------
    >>> net = random_dag(3, 10, 2, depth=5, rng=0)
    >>> net, net.depth
    (<Network: 3 inputs, 10 units, 20 edges>, 5)
    """
    for value, name in ((inputs, "inputs"), (units, "units"), (fan_in, "fan_in"), (depth, "depth")):
        _whole(value, name)
    if depth > units:
        raise ValueError(f"depth is {depth} and there are {units} units: a level needs at least one")
    if rng is None:
        raise ValueError("rng is None: give a seed or a numpy Generator, so that the same graph can be made again")
    generator = np.random.default_rng(rng)
    level = np.arange(units) * depth // units  # 0 … depth − 1, as equal as can be
    begins = np.concatenate([[0], inputs + np.searchsorted(level, np.arange(depth))])  # inputs, then levels
    earlier = begins[level + 1]  # how many nodes come before the unit's level
    count = np.minimum(fan_in, earlier)
    start = np.concatenate([[0], np.cumsum(count)])
    # Cut what comes before into `count` pieces and pick one node of each: all are different, none is sorted twice.
    all_before, pieces = np.repeat(earlier, count), np.repeat(count, count)
    piece = np.arange(start[-1]) - np.repeat(start[:-1], count)
    low, high = piece * all_before // pieces, (piece + 1) * all_before // pieces
    last = start[1:] - 1
    low[last] = np.maximum(low[last], begins[level])  # the last one lies in the level just before
    source = generator.integers(low, high)
    weights = (generator.standard_normal(len(source)) / np.sqrt(pieces)).astype(dtype)
    return from_arrays(inputs, start, source, weights, np.zeros(units, dtype), activation)


def _whole(value: Any, name: str) -> int:
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1; it is {value!r}")
    return int(value)
