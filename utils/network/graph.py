"""A network as data: units that name their predecessors, in an order that respects them, evaluated level by level.

One column per example. Nodes are numbered inputs first, then units in the order they were listed; every array
that speaks of all nodes has its rows in that order. A level is evaluated at once, as lesson 5's layers are:
F = M @ G[sources] + b, where M holds the level's weights.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from utils.network.plan import Plan, make_plan, operators

Array = NDArray[Any]
Engine = Literal["auto", "numpy", "scipy"]
Node = TypeVar("Node", bound=Hashable)

ACTIVATIONS = ("step", "sigmoid", "tanh", "relu", "identity")


class Unit(NamedTuple):
    """One unit: activation(Σ weight · input + bias). A plain tuple in this order is as good.

    `inputs` are the names of its predecessors, `weights` one number for each of them.

    Examples
    --------
    >>> Unit("and", ["x1", "x2"], [1, 1], -1.5).activation
    'step'
    """

    name: str
    inputs: Sequence[str]
    weights: Sequence[float]
    bias: float = 0.0
    activation: str = "step"


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """A DAG of units in arrays; made by `from_units` or `from_arrays`, never changed afterwards.

    Unit u reads the nodes ``source[start[u]:start[u + 1]]`` with the weights in the same places (compressed
    sparse rows); it is node ``inputs + u``.

    Attributes
    ----------
    inputs : int
        How many nodes are inputs: nodes 0 … inputs − 1.
    start : int32 array, shape (units + 1,)
    source : int32 array, shape (edges,)
        The node at the beginning of every edge.
    weights : float array, shape (edges,)
    biases : float array, shape (units,)
    kinds : uint8 array, shape (units,)
        Place of each unit's activation in `ACTIVATIONS`.
    outputs : int array, shape (outputs,)
        The nodes that are the network's answer.
    names : tuple of str
        Of every node.

    Examples
    --------
    >>> net = from_units(["a", "b"], [("and", ["a", "b"], [1, 1], -1.5)])
    >>> net.units, net.edges, net.depth, net.weights, net.names
    (1, 2, 1, array([1., 1.]), ('a', 'b', 'and'))
    """

    inputs: int
    start: Array
    source: Array
    weights: Array
    biases: Array
    kinds: Array
    outputs: Array
    given_names: tuple[str, ...] | None = None

    @property
    def units(self) -> int:
        """How many units there are: the price of the network."""
        return len(self.biases)

    @property
    def nodes(self) -> int:
        """Inputs and units together."""
        return self.inputs + self.units

    @property
    def edges(self) -> int:
        """How many edges there are, one weight each."""
        return len(self.source)

    @property
    def depth(self) -> int:
        """Edges on the longest path that ends in a unit; units without predecessors count as one."""
        return len(self.plan.bounds) - 1

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The name of every node: those given, or x1, x2, … for inputs and u1, u2, … for units."""
        if self.given_names is not None:
            return self.given_names
        inputs = (f"x{i}" for i in range(1, self.inputs + 1))
        return (*inputs, *(f"u{u}" for u in range(1, self.units + 1)))

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The number of the node with this name."""
        return {name: node for node, name in enumerate(self.names)}

    @cached_property
    def target(self) -> Array:
        """The node at the end of every edge, shape (edges,)."""
        return np.repeat(np.arange(self.inputs, self.nodes, dtype=np.int32), np.diff(self.start))

    @cached_property
    def plan(self) -> Plan:
        """The order in which arrays of nodes are worked through; made once, shared by `with_parameters`."""
        return make_plan(self.inputs, self.start, self.source, self.kinds)

    def unit(self, name: str) -> Unit:
        """One unit as data again.

        Raises
        ------
        ValueError
            If no unit has this name.

        Examples
        --------
        >>> from_units(["x"], [("not", ["x"], [-1], 0.5)]).unit("not")
        Unit(name='not', inputs=['x'], weights=[-1.0], bias=0.5, activation='step')
        """
        u = self.index.get(name, -1) - self.inputs
        if u < 0:
            raise ValueError(f"there is no unit {name!r}; the units are {_some(self.names[self.inputs :])}")
        edges = slice(self.start[u], self.start[u + 1])
        before = [self.names[node] for node in self.source[edges]]
        weights, bias = self.weights[edges].tolist(), float(self.biases[u])
        return Unit(name, before, weights, bias, ACTIVATIONS[self.kinds[u]])

    def with_parameters(self, weights: ArrayLike, biases: ArrayLike) -> "Network":
        """The same network with other numbers, as after a step of learning; this one stays as it is.

        Parameters
        ----------
        weights : array, shape (edges,)
        biases : array, shape (units,)

        Returns
        -------
        Network
            Of the parameters' own type (float32 or float64).

        Raises
        ------
        ValueError
            If a shape differs, or anything is NaN or infinite.

        Examples
        --------
        >>> gate = from_units(["a", "b"], [("and", ["a", "b"], [1, 1], -1.5)])
        >>> evaluate(gate.with_parameters([1, 1], [-0.5]), [0, 1])
        array([1])
        """
        new_weights, new_biases = _parameters(weights, biases, (self.edges,), (self.units,))
        network = Network(
            self.inputs, self.start, self.source, new_weights, new_biases, self.kinds, self.outputs, self.given_names
        )
        network.__dict__["plan"] = self.plan  # where cached_property looks: the order has not changed
        return network

    def __len__(self) -> int:
        return self.units

    def __repr__(self) -> str:
        return f"<Network: {self.inputs} inputs, {self.units} units, {self.edges} edges>"


# ---------------------------------------------------------------- making one


def from_units(
    inputs: Sequence[str],
    units: Iterable[Unit | tuple[Any, ...]],
    outputs: Sequence[str] | None = None,
    *,
    dtype: DTypeLike = float,
) -> Network:
    """A network written by hand: the names of its inputs, and units that name their predecessors.

    Parameters
    ----------
    inputs : sequence of str
    units : Units, or tuples (name, inputs, weights, bias, activation)
        In any order; the last two may be left out (bias 0, "step"). Activations are "step", "sigmoid", "tanh",
        "relu" and "identity".
    outputs : sequence of str, optional
        Else every unit that no other unit reads.
    dtype : float64 (default) or float32
        Of weights and biases.

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        If a name is missing, empty or there twice, a predecessor is unknown or listed twice, the weights are more
        or fewer than the predecessors, an activation is unknown, a number is not finite, or the edges form a cycle.

    Examples
    --------
    >>> xor = from_units(["x1", "x2"], [("or", ["x1", "x2"], [1, 1], -0.5),
    ...                                 ("nand", ["x1", "x2"], [-1, -1], 1.5),
    ...                                 ("xor", ["or", "nand"], [1, 1], -1.5)])
    >>> evaluate(xor, [[0, 0, 1, 1],
    ...                [0, 1, 0, 1]])
    array([[0, 1, 1, 0]])
    """
    if isinstance(inputs, str):
        raise ValueError(f"inputs is the text {inputs!r}: give a list of names, such as [{inputs!r}]")
    listed = [_unit(unit) for unit in units]
    names = (*inputs, *(unit.name for unit in listed))
    for name in names:
        if not isinstance(name, str) or not name:
            raise ValueError(f"{name!r} is no name: every input and unit needs a text that is not empty")
    index = {name: node for node, name in enumerate(names)}
    if len(index) < len(names):
        twice = next(name for node, name in enumerate(names) if index[name] != node)
        raise ValueError(f"the name {twice!r} is there twice: every input and unit needs its own")
    for unit in listed:
        _check_unit(unit, index)
    start = np.cumsum([0, *(len(unit.inputs) for unit in listed)], dtype=np.int32)
    source = np.array([index[name] for unit in listed for name in unit.inputs], np.int32)
    if outputs is None:
        read = set(source.tolist())
        answer = [node for node in range(len(inputs), len(names)) if node not in read]
    else:
        unknown = [name for name in outputs if name not in index]
        if unknown:
            raise ValueError(f"the output {unknown[0]!r} is neither an input nor a unit; there are {_some(names)}")
        answer = [index[name] for name in outputs]
    weights = np.array([weight for unit in listed for weight in unit.weights], dtype)
    biases = np.array([unit.bias for unit in listed], dtype)
    kinds = np.array([ACTIVATIONS.index(unit.activation) for unit in listed], np.uint8)
    return _checked(len(inputs), start, source, weights, biases, kinds, np.array(answer, np.intp), names)


def from_arrays(
    inputs: int,
    start: ArrayLike,
    source: ArrayLike,
    weights: ArrayLike,
    biases: ArrayLike,
    activation: str | Sequence[str] = "sigmoid",
    outputs: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> Network:
    """A network from compact arrays (compressed sparse rows), for graphs too large to be written by hand.

    Parameters
    ----------
    inputs : int
        Nodes 0 … inputs − 1 are inputs; node inputs + u is unit u.
    start : int array, shape (units + 1,)
        Unit u reads ``source[start[u]:start[u + 1]]``.
    source : int array, shape (edges,)
    weights : array, shape (edges,)
        float32 and float64 are kept; other numbers become float64.
    biases : array, shape (units,)
    activation : str, or one for each unit
    outputs : int array, optional
        Else every unit that no other unit reads.
    names : sequence of str, optional
        Of every node; else x1, x2, … for inputs and u1, u2, … for units.

    Returns
    -------
    Network
        Fastest if the units are listed level by level.

    Raises
    ------
    ValueError
        As for `from_units`; and if the shapes do not fit each other.

    Examples
    --------
    >>> chain = from_arrays(1, [0, 1, 2], [0, 1], [2.0, -1.0], [0.0, 1.0], "identity")
    >>> evaluate(chain, [3.0])
    array([-5.])
    """
    if not isinstance(inputs, int | np.integer) or inputs < 0:
        raise ValueError(f"inputs must be a whole number of at least 0; it is {inputs!r}")
    begins, sources = _integers(start, "start"), _integers(source, "source")
    units = len(begins) - 1
    if units < 0 or begins[0] != 0 or begins[-1] != len(sources) or (np.diff(begins) < 0).any():
        raise ValueError(
            f"start has shape {begins.shape} and source {sources.shape}: start must rise from 0 to {len(sources)}, "
            "one entry more than there are units"
        )
    nodes = int(inputs) + units
    if len(sources) and (sources.min() < 0 or sources.max() >= nodes):
        raise ValueError(f"source names nodes from {sources.min()} to {sources.max()}; there are 0 … {nodes - 1}")
    checked_weights, checked_biases = _parameters(weights, biases, (len(sources),), (units,))
    chosen = [activation] * units if isinstance(activation, str) else list(activation)
    if len(chosen) != units:
        raise ValueError(f"there are {len(chosen)} activations for {units} units")
    for name in set(chosen):
        _check_activation(name)
    kinds = np.array([ACTIVATIONS.index(name) for name in chosen], np.uint8)
    if outputs is None:
        read = np.zeros(nodes, bool)
        read[sources] = True
        answer = np.flatnonzero(~read[inputs:]) + inputs
    else:
        answer = _integers(outputs, "outputs").astype(np.intp)
        if len(answer) and (answer.min() < 0 or answer.max() >= nodes):
            raise ValueError(f"outputs names nodes from {answer.min()} to {answer.max()}; there are 0 … {nodes - 1}")
    if names is not None and not len(names) == len(set(names)) == nodes:
        raise ValueError(
            f"there are {len(names)} names, {len(set(names))} of them different, for {nodes} nodes: each needs its own"
        )
    called = None if names is None else tuple(names)
    network = _checked(int(inputs), begins, sources, checked_weights, checked_biases, kinds, answer, called)
    pairs = network.target.astype(np.int64)  # an edge as one number, built and sorted in place: it may be a large graph
    pairs *= nodes
    pairs += sources
    pairs.sort()
    if (pairs[1:] == pairs[:-1]).any():
        target, before = divmod(int(pairs[:-1][pairs[1:] == pairs[:-1]][0]), nodes)
        raise ValueError(f"node {target} reads node {before} twice: add the two weights")
    return network


# ---------------------------------------------------------------- order


def topological_order(graph: Network | Iterable[tuple[Node, Node]], nodes: Iterable[Node] = ()) -> list[Any]:
    """All nodes, every one after all its predecessors (Kahn's algorithm: a node is ready when all before it are done).

    Takes time linear in nodes and edges.

    Parameters
    ----------
    graph : Network, or pairs (before, after)
        Nodes of pairs may be anything hashable.
    nodes : iterable, optional
        Nodes that may have no edge.

    Returns
    -------
    list
        Nodes; a network's by their names. Where several orders are valid, this is the one that takes ready nodes
        first come, first served.

    Raises
    ------
    ValueError
        If there is a cycle: it is named, node by node along its edges.

    References
    ----------
    A. B. Kahn (1962), "Topological sorting of large networks", Communications of the ACM 5 (11), 558–562.

    Examples
    --------
    >>> topological_order([("shirt", "tie"), ("trousers", "shoes"), ("tie", "jacket"), ("socks", "shoes")])
    ['shirt', 'trousers', 'socks', 'tie', 'shoes', 'jacket']
    >>> topological_order([("a", "b"), ("b", "c"), ("c", "b")])
    Traceback (most recent call last):
        ...
    ValueError: the edges form a cycle: b → c → b
    """
    before, after = _neighbours(graph, nodes)
    waiting = {node: len(before[node]) for node in before}
    order = [node for node, count in waiting.items() if count == 0]
    for node in order:  # the list grows while we go through it
        for successor in after[node]:
            waiting[successor] -= 1
            if waiting[successor] == 0:
                order.append(successor)
    if len(order) < len(before):
        cycle = _cycle(before, waiting)
        raise ValueError(f"the edges form a cycle: {' → '.join(map(str, cycle))}")
    return order


def is_topological_order(
    order: Sequence[Any], graph: Network | Iterable[tuple[Any, Any]], nodes: Iterable[Any] = ()
) -> bool:
    """Does this order hold every node once, and each after all its predecessors? Any valid order is right.

    Parameters
    ----------
    order : sequence of nodes
    graph, nodes
        As for `topological_order`.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If something in `graph` is no pair.

    Examples
    --------
    >>> edges = [("a", "c"), ("b", "c")]
    >>> is_topological_order(["b", "a", "c"], edges), is_topological_order(["b", "c", "a"], edges)
    (True, False)
    """
    before, _ = _neighbours(graph, nodes)
    place = {node: number for number, node in enumerate(order)}
    if len(place) != len(order) or place.keys() != before.keys():
        return False
    return all(place[first] < place[then] for then, all_before in before.items() for first in all_before)


# ---------------------------------------------------------------- evaluation

_CHUNK = 2**20  # numbers held at once while many examples are evaluated: about what the caches take


def evaluate(network: Network, X: ArrayLike, *, every_node: bool = False, engine: Engine = "auto") -> Array:
    """What the network answers, for one example or for all columns at once.

    Parameters
    ----------
    network : Network
    X : array, shape (inputs,) or (inputs, examples)
        float32 and float64 are computed in their own type, other numbers in float64.
    every_node : bool, default False
        Return the value of every node instead of the outputs' only.
    engine : "auto" (default), "numpy" or "scipy"
        What multiplies large sparse levels; the values are the same up to rounding.

    Returns
    -------
    array, shape (outputs,) or (outputs, examples); with `every_node` (nodes,) or (nodes, examples)
        int64 if `X` holds whole numbers (or booleans) and all units are steps, else of the type computed in.

    Raises
    ------
    ValueError
        If `X` has not one row for each input, no column, or holds NaN or infinity.

    Examples
    --------
    >>> soft = from_units(["x"], [("soft", ["x"], [1], 0, "sigmoid"), ("hard", ["soft"], [1], -0.5)])
    >>> evaluate(soft, [[-2.0, 0.0, 2.0]], every_node=True).round(2)
    array([[-2.  ,  0.  ,  2.  ],
           [ 0.12,  0.5 ,  0.88],
           [ 0.  ,  1.  ,  1.  ]])
    """
    G = input_values(network, X)
    rows = np.arange(network.nodes) if every_node else network.outputs
    whole = np.asarray(X).dtype.kind in "biu" and not network.kinds.any()
    answer = np.empty((len(rows), *G.shape[1:]), np.int64 if whole else G.dtype)
    chunk = max(16, _CHUNK // max(network.nodes, 1))
    for first in range(0, G.shape[1] if G.ndim == 2 else 1, chunk):
        some = (..., slice(first, first + chunk)) if G.ndim == 2 else ...
        answer[some] = run(network, G[some], engine)[rows]
    return answer


def by_name(network: Network, values: ArrayLike) -> dict[str, Any]:
    """The rows of an array over all nodes, each under its node's name.

    Parameters
    ----------
    network : Network
    values : array, shape (nodes,) or (nodes, examples)

    Returns
    -------
    dict from str to a number or an array of shape (examples,)

    Raises
    ------
    ValueError
        If `values` has not one row for each node.

    Examples
    --------
    >>> gate = from_units(["a", "b"], [("and", ["a", "b"], [1, 1], -1.5)])
    >>> by_name(gate, evaluate(gate, [[0, 1], [1, 1]], every_node=True))["and"]
    array([0, 1])
    """
    rows = np.asarray(values)
    if rows.ndim == 0 or len(rows) != network.nodes:
        raise ValueError(f"values has shape {rows.shape} and the network {network.nodes} nodes: give one row for each")
    return dict(zip(network.names, rows, strict=True))


def run(network: Network, G: Array, engine: Engine = "auto", visits: Array | None = None) -> Array:
    """The value of every node, shape (nodes,) or (nodes, examples); `G` is what `input_values` returns."""
    plan = network.plan
    values = np.zeros((network.nodes, *G.shape[1:]), G.dtype)
    values[: network.inputs] = G
    weights = plan.edges_in(network.weights.astype(G.dtype, copy=False))
    biases = plan.units_in(network.biases.astype(G.dtype, copy=False))
    if plan.is_deep and G.ndim == 1 and visits is None:
        plan.run_deep(values, weights, biases)
    else:
        examples = 1 if G.ndim == 1 else G.shape[1]
        shift = biases if G.ndim == 1 else biases[:, None]
        with np.errstate(over="ignore"):  # see activate
            for level, M in operators(plan, weights, examples, engine):
                F = M @ values[level.sources]
                F += shift[level.units]
                for kind, rows in level.kinds:
                    F[rows] = activate(ACTIVATIONS[kind], F[rows])
                values[level.nodes] = F
                if visits is not None:
                    visits[level.edges] += 1
    return plan.nodes_out(values)


def activate(name: str, f: Array) -> Array:
    """The activation of every pre-activation; any shape, the type kept."""
    if name == "step":
        return (f >= 0).astype(f.dtype)
    if name == "sigmoid":
        g = np.exp(-f)  # where this overflows to infinity the sigmoid is 0, as it should be
        g += 1
        return np.reciprocal(g, out=g)
    if name == "tanh":
        return np.tanh(f)
    return np.maximum(f, 0) if name == "relu" else f


def slope(name: str, g: Array) -> Array:
    """The derivative of an activation, from its value g. At a kink: 0 for relu and step."""
    if name == "sigmoid":
        return g * (1 - g)
    if name == "tanh":
        return 1 - g * g
    if name == "relu":
        return (g > 0).astype(g.dtype)
    return np.full_like(g, name == "identity")  # a step is flat wherever it has a derivative


# ---------------------------------------------------------------- looking at what was given


def edge_pairs(graph: Network | Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """The edges of a graph as pairs (before, after); a network's by the names of its nodes."""
    if isinstance(graph, Network):
        names = graph.names
        yield from ((names[s], names[t]) for s, t in zip(graph.source.tolist(), graph.target.tolist(), strict=True))
        return
    for edge in graph:
        if not isinstance(edge, Sequence) or isinstance(edge, str) or len(edge) != 2:
            raise ValueError(f"{edge!r} is no edge: it must be a pair (before, after)")
        yield edge[0], edge[1]


def input_values(network: Network, X: ArrayLike) -> Array:
    """`X` as finite floats with a row for each input, or the reason why not."""
    G = np.asarray(X)
    if G.dtype.kind not in "biuf":
        raise ValueError(f"X holds {G.dtype}: it must hold real numbers")
    if G.dtype not in (np.float32, np.float64):
        G = G.astype(np.float64)
    if G.ndim not in (1, 2) or len(G) != network.inputs:
        raise ValueError(
            f"X has shape {G.shape} and the network {network.inputs} inputs: X must be ({network.inputs},) or "
            f"({network.inputs}, examples)"
        )
    if G.ndim == 2 and G.shape[1] == 0:
        raise ValueError(f"X has shape {G.shape}: at least one example is needed")
    if not np.isfinite(G).all():
        raise ValueError("X holds NaN or infinity: every number must be finite")
    return G


def _unit(unit: Any) -> Unit:
    if isinstance(unit, Unit):
        return unit
    if not isinstance(unit, tuple | list) or not 3 <= len(unit) <= 5:
        raise ValueError(f"{unit!r} is no unit: write (name, inputs, weights, bias, activation); the last two may miss")
    return Unit(*unit)


def _check_unit(unit: Unit, index: Mapping[str, int]) -> None:
    where = f"unit {unit.name!r}"
    if isinstance(unit.inputs, str):
        raise ValueError(f"{where}: its inputs are the text {unit.inputs!r}; give a list, such as [{unit.inputs!r}]")
    unknown = [name for name in unit.inputs if name not in index]
    if unknown:
        raise ValueError(
            f"{where} reads {unknown[0]!r}, which is neither an input nor a unit: there are {_some(index)}"
        )
    if len(set(unit.inputs)) < len(unit.inputs):
        raise ValueError(f"{where} lists a predecessor twice: {', '.join(unit.inputs)}; add the two weights")
    if np.shape(unit.weights) != (len(unit.inputs),):
        count = len(unit.inputs)
        raise ValueError(
            f"{where} has {count} predecessors and weights of shape {np.shape(unit.weights)}: give {count}"
        )
    _check_activation(unit.activation)


def _check_activation(name: Any) -> None:
    if name not in ACTIVATIONS:
        raise ValueError(f"activation is {name!r}; it must be one of {', '.join(ACTIVATIONS)}")


def _checked(
    inputs: int,
    start: Array,
    source: Array,
    weights: Array,
    biases: Array,
    kinds: Array,
    outputs: Array,
    names: tuple[str, ...] | None,
) -> Network:
    """The network, if its numbers are finite and its edges form no cycle."""
    weights, biases = _parameters(weights, biases, source.shape, (len(start) - 1,))
    network = Network(inputs, start, source, weights, biases, kinds, outputs, names)
    try:
        _ = network.plan
    except ValueError:
        topological_order(network)  # raises as well, and names the cycle
        raise
    return network


def _parameters(
    weights: ArrayLike, biases: ArrayLike, edges: tuple[int, ...], units: tuple[int, ...]
) -> tuple[Array, Array]:
    checked = []
    for value, name, shape in ((weights, "weights", edges), (biases, "biases", units)):
        array = np.asarray(value)
        if array.shape != shape:
            raise ValueError(f"{name} has shape {array.shape}: it must be {shape}")
        if array.dtype.kind not in "biuf":
            raise ValueError(f"{name} holds {array.dtype}: it must hold real numbers")
        kept = array.dtype if array.dtype in (np.float32, np.float64) else np.float64
        array = array.astype(kept)  # a copy: what is done to the caller's array later does not reach the network
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds NaN or infinity: every number must be finite")
        array.setflags(write=False)
        checked.append(array)
    return checked[0], checked[1]


def _integers(value: ArrayLike, name: str) -> Array:
    array = np.asarray(value)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise ValueError(
            f"{name} has shape {array.shape} and holds {array.dtype}: it must be one axis of whole numbers"
        )
    return array.astype(np.int32)


def _neighbours(
    graph: Network | Iterable[tuple[Any, Any]], nodes: Iterable[Any]
) -> tuple[dict[Any, list[Any]], dict[Any, list[Any]]]:
    """The predecessors and the successors of every node."""
    if isinstance(graph, Network):
        nodes = graph.names
    before: dict[Any, list[Any]] = {node: [] for node in nodes}
    after: dict[Any, list[Any]] = {node: [] for node in before}
    for first, then in edge_pairs(graph):
        for node in (first, then):
            before.setdefault(node, [])
            after.setdefault(node, [])
        before[then].append(first)
        after[first].append(then)
    return before, after


def _cycle(before: Mapping[Any, list[Any]], waiting: Mapping[Any, int]) -> list[Any]:
    """A cycle among the nodes that never became ready: each of them has a predecessor that never did."""
    node = next(node for node, count in waiting.items() if count > 0)
    walk: dict[Any, int] = {}  # node: its place on the walk, which goes against the edges
    while node not in walk:
        walk[node] = len(walk)
        node = next(first for first in before[node] if waiting[first] > 0)
    cycle = list(walk)[walk[node] :][::-1]
    place = {name: number for number, name in enumerate(before)}
    first = min(range(len(cycle)), key=lambda i: place[cycle[i]])  # begin with the one listed first
    return [*cycle[first:], *cycle[: first + 1]]


def _some(names: Iterable[str], most: int = 8) -> str:
    listed = list(names)
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")
