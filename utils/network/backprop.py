"""Blame in linear time: ∂L/∂ of every node, weight and bias of a DAG; and the sum over all paths, for contrast.

One column per example. `dF` is ∂L/∂ of a unit's pre-activation, `dG` of its value.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.network.graph import (
    ACTIVATIONS,
    Engine,
    Network,
    edge_pairs,
    input_values,
    run,
    slope,
    topological_order,
)
from utils.network.plan import operators

Array = NDArray[Any]


class Gradients(NamedTuple):
    """What `backward` returns: ∂L/∂ every node (per example), every weight and every bias (summed over examples).

    Examples
    --------
    >>> from utils.network.shapes import ladder
    >>> net = ladder(1)
    >>> gradients = backward(net, forward(net, [1.0]), [1.0])
    >>> gradients.nodes.shape, gradients.weights.shape, gradients.biases.shape
    ((4,), (4,), (3,))
    """

    nodes: Array
    weights: Array
    biases: Array


def forward(network: Network, X: ArrayLike, *, engine: Engine = "auto", visits: Array | None = None) -> Array:
    """The value of every node, which is all that the way back needs: each derivative here follows from its value.

    Parameters
    ----------
    network : Network
    X : array, shape (inputs,) or (inputs, examples)
        float32 and float64 are computed in their own type, other numbers in float64.
    engine : "auto" (default), "numpy" or "scipy"
        What multiplies large sparse levels; the values are the same up to rounding.
    visits : int array, shape (edges,), optional
        Counts: 1 is added in place for every edge each time it is looked at.

    Returns
    -------
    float array, shape (nodes,) or (nodes, examples)
        Inputs first, then units as they were listed.

    Raises
    ------
    ValueError
        If `X` has not one row for each input, no column, or holds NaN or infinity.

    Examples
    --------
    >>> from utils.network.graph import from_units
    >>> neuron = from_units(["x"], [("g", ["x"], [2], -2, "sigmoid")])
    >>> forward(neuron, [1.0])
    array([1. , 0.5])
    """
    _check_visits(network, visits)
    return run(network, input_values(network, X), engine, visits)


def backward(
    network: Network, values: ArrayLike, dL: ArrayLike, *, engine: Engine = "auto", visits: Array | None = None
) -> Gradients:
    """Backpropagation: one visit to every edge, in reverse topological order.

    dF = dG · activation′(f);  dG of a node = Σ over the edges that leave it of w · dF at their end (plus what the
    loss says of the node itself);  ∂L/∂w = dF at the edge's end · G at its beginning;  ∂L/∂b = dF.

    Parameters
    ----------
    network : Network
    values : float array, shape (nodes,) or (nodes, examples)
        What `forward` returned.
    dL : array, shape (outputs,) or (outputs, examples)
        ∂L/∂ of each output.
    engine, visits
        As for `forward`. After both ways every edge has been visited exactly twice.

    Returns
    -------
    Gradients
        ``nodes``, shape of `values`; ``weights``, shape (edges,), and ``biases``, shape (units,), summed over
        examples; all of the type of `values`.

    Raises
    ------
    ValueError
        If a shape differs, or anything is NaN or infinite.

    Notes
    -----
    A step is flat wherever it has a derivative, so nothing passes a step unit: its derivative is taken as 0. At
    its kink the derivative of relu is taken as 0.

    References
    ----------
    S. Linnainmaa (1976), "Taylor expansion of the accumulated rounding error", BIT 16 (2), 146–160.
    D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986), "Learning representations by back-propagating
    errors", Nature 323, 533–536.

    Examples
    --------
    >>> from utils.network.graph import from_units
    >>> neuron = from_units(["x"], [("g", ["x"], [2], -2, "sigmoid")])
    >>> backward(neuron, forward(neuron, [1.0]), [1.0])
    Gradients(nodes=array([0.5, 1. ]), weights=array([0.25]), biases=array([0.25]))
    """
    G, blame = _values(network, values), _blame(network, values, dL)
    _check_visits(network, visits)
    plan = network.plan
    dG = np.zeros_like(G)
    np.add.at(dG, network.outputs, blame)
    G, dG = plan.nodes_in(G), plan.nodes_in(dG)
    weights = plan.edges_in(network.weights.astype(G.dtype, copy=False))
    dw, db = np.empty(network.edges, G.dtype), np.empty(network.units, G.dtype)
    if plan.is_deep and G.ndim == 1 and engine != "numpy" and visits is None:
        slopes = np.empty(network.units, G.dtype)
        for kind in np.unique(plan.kinds):
            rows = plan.kinds == kind
            slopes[rows] = slope(ACTIVATIONS[kind], G[plan.inputs :][rows])
        dG = plan.solve_back(dG, slopes, weights)
        db = dG[plan.inputs :] * slopes
        dw = np.repeat(db, np.diff(plan.start)) * G.take(plan.source)
    else:
        examples = 1 if G.ndim == 1 else G.shape[1]
        for level, M in operators(plan, weights, examples, engine, backwards=True):
            dF = dG[level.nodes].copy()
            for kind, rows in level.kinds:
                dF[rows] *= slope(ACTIVATIONS[kind], G[level.nodes][rows])
            dG[level.sources] += M.T @ dF
            dw[level.edges] = level.edge_gradient(dF, G[level.sources])
            db[level.units] = dF if G.ndim == 1 else dF.sum(axis=1)
            if visits is not None:
                visits[level.edges] += 1
    return Gradients(plan.nodes_out(dG), plan.edges_out(dw), plan.units_out(db))


# ---------------------------------------------------------------- all paths


def count_paths(graph: Network | Iterable[tuple[Any, Any]], start: Any, end: Any) -> int:
    """How many paths lead from one node to another: counted in linear time, without walking them.

    The count of a node is the sum of its predecessors' counts; `start` has 1.

    Parameters
    ----------
    graph : Network, or pairs (before, after)
    start, end : nodes; of a network their names

    Returns
    -------
    int
        Exact, however large; 1 if `start` is `end`.

    Raises
    ------
    ValueError
        If a node is not there, or there is a cycle.

    Examples
    --------
    >>> count_paths([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"), ("a", "d")], "a", "d")
    3
    """
    edges = list(edge_pairs(graph))
    order = topological_order(graph if isinstance(graph, Network) else edges)
    _check_nodes(order, start, end)
    after: dict[Any, list[Any]] = {node: [] for node in order}
    for first, then in edges:
        after[first].append(then)
    count = dict.fromkeys(order, 0)
    count[start] = 1
    for node in order:
        for successor in after[node]:
            count[successor] += count[node]
    return count[end]


def paths(graph: Network | Iterable[tuple[Any, Any]], start: Any, end: Any) -> Iterator[list[Any]]:
    """Every path from one node to another, one after the other: often exponentially many.

    Parameters
    ----------
    graph, start, end
        As for `count_paths`.

    Yields
    ------
    list of nodes, from `start` to `end`

    Raises
    ------
    ValueError
        As for `count_paths`.

    Examples
    --------
    >>> list(paths([("a", "b"), ("b", "c"), ("a", "c")], "a", "c"))
    [['a', 'b', 'c'], ['a', 'c']]
    """
    edges = list(edge_pairs(graph))
    order = topological_order(graph if isinstance(graph, Network) else edges)
    _check_nodes(order, start, end)
    after: dict[Any, list[Any]] = {node: [] for node in order}
    for first, then in edges:
        after[first].append(then)
    waiting = [[start]]
    while waiting:
        path = waiting.pop()
        if path[-1] == end:
            yield path
        else:
            waiting += [[*path, successor] for successor in reversed(after[path[-1]])]


def path_sum_gradient(network: Network, values: ArrayLike, dL: ArrayLike, node: str) -> float:
    """∂L/∂(one node) as the lecture first writes it: a sum over all paths, a product along each.

    ∂L/∂z = Σ over outputs z_l and paths z = z₀ → … → z_l of ∂L/∂z_l · Π from i = 0 to l − 1 of ∂z_{i+1}/∂z_i, where
    ∂z_{i+1}/∂z_i = w · activation′. The answer is the one of `backward`, the time grows with the number of paths.

    Parameters
    ----------
    network : Network
    values : float array, shape (nodes,)
        What `forward` returned for one example.
    dL : array, shape (outputs,)
    node : str
        Its name.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a shape differs, there is no such node, or anything is NaN or infinite.

    References
    ----------
    F. L. Bauer (1974), "Computational graphs and rounding error", SIAM Journal on Numerical Analysis 11 (1), 87–96.

    Examples
    --------
    >>> from utils.network.shapes import ladder
    >>> net = ladder(3)
    >>> values = forward(net, [1.0])
    >>> bool(np.isclose(path_sum_gradient(net, values, [1.0], "x"), backward(net, values, [1.0]).nodes[0]))
    True
    """
    G, blame = _values(network, values), _blame(network, values, dL)
    if G.ndim != 1:
        raise ValueError(f"values has shape {G.shape}: give the values of one example, ({network.nodes},)")
    if node not in network.index:
        raise ValueError(f"there is no node {node!r}")
    rate: dict[int, list[tuple[int, float]]] = {number: [] for number in range(network.nodes)}
    for first, then, weight in zip(
        network.source.tolist(), network.target.tolist(), network.weights.tolist(), strict=True
    ):
        kind = ACTIVATIONS[network.kinds[then - network.inputs]]
        rate[first].append((then, weight * float(slope(kind, G[then : then + 1])[0])))
    at_output = np.zeros(network.nodes)
    np.add.at(at_output, network.outputs, blame)

    total, waiting = 0.0, [(network.index[node], 1.0)]
    while waiting:  # every path is walked on its own, also where it shares its way with others
        place, product = waiting.pop()
        total += product * float(at_output[place])
        waiting += [(then, product * factor) for then, factor in rate[place]]
    return total


# ---------------------------------------------------------------- looking at what was given


def _values(network: Network, values: ArrayLike) -> Array:
    G = np.asarray(values)
    if G.dtype not in (np.float32, np.float64) or G.ndim not in (1, 2) or len(G) != network.nodes:
        raise ValueError(
            f"values has shape {G.shape} and holds {G.dtype}: it must be what forward returned, floats of shape "
            f"({network.nodes},) or ({network.nodes}, examples)"
        )
    if not np.isfinite(G).all():
        raise ValueError("values holds NaN or infinity: every number must be finite")
    return G


def _blame(network: Network, values: ArrayLike, dL: ArrayLike) -> Array:
    G, blame = np.asarray(values), np.asarray(dL)
    expected = (len(network.outputs), *G.shape[1:])
    if blame.shape != expected:
        raise ValueError(
            f"dL has shape {blame.shape} and values {G.shape}: dL must be {expected}, one number for each output"
            + (" and example" if G.ndim == 2 else "")
        )
    if blame.dtype.kind not in "biuf" or not np.isfinite(blame).all():
        raise ValueError("dL holds something that is not a finite real number")
    return blame


def _check_visits(network: Network, visits: Array | None) -> None:
    if visits is not None and (visits.shape != (network.edges,) or visits.dtype.kind not in "iu"):
        raise ValueError(f"visits has shape {visits.shape}: it must be whole numbers of shape ({network.edges},)")


def _check_nodes(order: list[Any], *nodes: Any) -> None:
    known = set(order)
    for node in nodes:
        if node not in known:
            raise ValueError(f"there is no node {node!r}")
