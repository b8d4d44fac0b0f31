"""What the checks know of lesson 04: the laws, and the mistakes that students make."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from .. import network as networks
from ..network import Unit, topological_order
from . import Check, Exercise, Mistake, Outcome, describe, same
from .counted import CountedList

REBUILDS: dict[str, tuple[str, ...]] = {
    "count_paths": ("utils.network.count_paths", "utils.network.paths", "utils.network.backprop"),
    "path_sum_gradient": (
        "utils.network.path_sum_gradient",
        "utils.network.backward",
        "utils.network.paths",
        "utils.network.backprop",
    ),
    "paths_to": ("utils.network.count_paths", "utils.network.paths", "utils.network.backprop"),
    "forward": ("utils.network.forward", "utils.network.evaluate", "utils.network.backprop"),
    "backward": ("utils.network.backward", "utils.network.path_sum_gradient", "utils.network.backprop"),
    "parameter_gradients": ("utils.network.backward", "utils.network.backprop"),
    "gradient_check": ("utils.gradients.gradient_check", "utils.gradients.relative_error"),
    "descend": ("utils.network.Network.with_parameters",),
}

Edges = list[tuple[Any, Any]]
Numbers = dict[Any, Any]
Units = list[Unit]


# ---------------------------------------------------------------- networks to check with


class Truth(NamedTuple):
    """What is right for a network, an example (or a row of them) and a loss."""

    values: Numbers
    blame: Numbers
    weights: Numbers
    biases: Numbers


def truth(units: Sequence[Unit], x: Mapping[str, Any], dL: Mapping[str, Any]) -> Truth:
    """All values, blame and gradients of a network of sigmoids, by `utils.network`: level by level, in arrays."""
    names, outputs = list(x), list(dL)
    net = networks.from_units(names, [unit._replace(activation="sigmoid") for unit in units], outputs)
    values = networks.forward(net, np.array([x[name] for name in names], dtype=float))
    gradients = networks.backward(net, values, np.array([dL[name] for name in outputs], dtype=float))
    ends = [(before, unit.name) for unit in units for before in unit.inputs]
    return Truth(
        dict(zip(net.names, values, strict=True)),
        dict(zip(net.names, gradients.nodes, strict=True)),
        dict(zip(ends, gradients.weights, strict=True)),
        dict(zip([unit.name for unit in units], gradients.biases, strict=True)),
    )


def random_network(
    rng: np.random.Generator, inputs: int, units: int, fan_in: int = 3, examples: int | None = None
) -> tuple[Units, Numbers, Numbers]:
    """A random DAG of sigmoids in shuffled order with names that tell nothing, an example, and a ∂L/∂ of some outputs.

    With `examples`, every input and every ∂L/∂ is a row of that many numbers.
    """
    names = [f"x{i}" for i in range(1, inputs + 1)]
    new = [f"u{i}" for i in rng.permutation(units) + 1]
    made = []
    for name in new:
        before = [str(n) for n in rng.choice(names, min(fan_in, len(names)), replace=False)]
        weights = [round(float(weight), 2) for weight in rng.normal(0, 1.5, len(before))]
        made.append(Unit(name, before, weights, round(float(rng.normal()), 2)))
        names.append(name)
    outputs = [new[-1]] if units == 1 else [new[-1], new[units // 2]]  # the second one is usually read, too
    size = () if examples is None else (examples,)

    def draw() -> Any:
        drawn = np.round(rng.normal(size=size), 2)
        return drawn if size else float(drawn)

    shuffled = [made[place] for place in rng.permutation(units)]
    return shuffled, {name: draw() for name in names[:inputs]}, {name: draw() for name in outputs}


def diamonds(k: int, chain: int = 0) -> Edges:
    """The edges of k diamonds in a row, 2**k paths from 0 to k, and of a chain of single edges that leads to 0."""
    edges: Edges = [(f"c{i}", f"c{i + 1}" if i + 1 < chain else "0") for i in range(chain)]
    for i in range(k):
        edges += [(f"{i}", f"left {i}"), (f"{i}", f"right {i}"), (f"left {i}", f"{i + 1}"), (f"right {i}", f"{i + 1}")]
    return edges


def random_edges(rng: np.random.Generator, nodes: int, share: float = 0.5) -> Edges:
    """The edges of a random DAG, shuffled; its nodes are letters whose alphabet tells nothing of the order."""
    letters = [str(letter) for letter in rng.permutation(list("abcdefghijklmnopqrstuvwxyz")[:nodes])]
    edges = [(a, b) for i, a in enumerate(letters) for b in letters[i + 1 :] if rng.random() < share]
    return [edges[place] for place in rng.permutation(len(edges))]


def successors(edges: Edges, nodes: Sequence[Any] = ()) -> dict[Any, list[Any]]:
    """For every node the list of the nodes that its edges lead to."""
    after: dict[Any, list[Any]] = {node: [] for node in nodes} | {node: [] for edge in edges for node in edge}
    for a, b in edges:
        after[a].append(b)
    return after


def with_slopes(rng: np.random.Generator, after: dict[Any, list[Any]]) -> dict[Any, list[tuple[Any, float]]]:
    """The same graph with a small slope on every edge."""
    return {
        node: [(then, float(rng.choice([-3, -2, -1.5, -1, 0.5, 2, 3, 4]))) for then in following]
        for node, following in after.items()
    }


# ---------------------------------------------------------------- comparing dicts, name by name


def agrees(
    outcome: Outcome, expected: Numbers, because: str = "", part: int | None = None, what: str = "the answer"
) -> Outcome:
    """The answer (or its part number `part`) is a dict with these numbers; the first one that differs is named."""

    def held(answer: Any) -> Any:
        return answer if part is None else answer[part]

    outcome.satisfies(lambda answer: isinstance(held(answer), dict), f"{what} to be a dict", because)
    answer = held(outcome.value)
    for name, value in expected.items():
        outcome.satisfies(_known(name in answer), f"{what} with an entry for {describe(name)}", because)
        wanted = f"{describe(value)} for {describe(name)}, not {describe(answer[name])}"
        outcome.satisfies(_known(_alike(answer[name], value)), wanted, because)
    extra = [name for name in answer if name not in expected]
    return outcome.satisfies(lambda _: not extra, f"{what} without an entry for {describe(extra[:1])}", because)


def _known(holds: bool) -> Callable[[Any], object]:
    """A law whose outcome is known already."""
    return lambda _: holds


def _alike(came: Any, value: Any) -> bool:
    """Whether two numbers or rows agree; a row of equal numbers may be given as that number."""
    if np.ndim(value) == 1 and np.shape(came) == () and np.ptp(value) == 0:
        return same(came, value[0])
    return same(came, value)


def goes_deep(check: Check, function: Callable, edges: Edges, end: Any, start: Any, paths: int) -> None:
    """On a deep graph `function(edges, end)` still answers, and counts right; a recursion is told what it is."""
    outcome = check(function, edges, end)
    check.that(
        getattr(outcome.came, "kind", "") != "RecursionError",
        f"{outcome.call} raised RecursionError: {getattr(outcome.came, 'message', '')}.",
        Mistake(
            "recursion again", function, "a call waits inside a call for every edge of a path: a loop needs no stack."
        ),
    )
    outcome.satisfies(lambda answer: same(answer[start], paths), f"{paths} paths from {describe(start)}")


def counted_edges(k: int) -> tuple[CountedList, str]:
    """The edges of k diamonds, which count how often somebody looks at them, and the last node."""
    return CountedList(diamonds(k)), f"{k}"


def counted_network(k: int) -> tuple[list[Unit], dict[str, float], dict[str, float]]:
    """Units in k diamonds, which count the looks at their inputs and weights, with values and what the loss says."""
    before = successors([(b, a) for a, b in diamonds(k)])
    units = [Unit(name, CountedList(read), CountedList([1.0] * len(read))) for name, read in before.items() if read]
    return units, dict.fromkeys(before, 0.5), {f"{k}": 1.0}


def _looks(value: Any) -> int:
    if isinstance(value, CountedList):
        return value.looks
    return sum(map(_looks, value)) if isinstance(value, list | tuple) else 0


def stays_linear(check: Check, function: Callable, arguments: Callable[[int], tuple]) -> None:
    """In a larger graph each edge is looked at no more often; `arguments(k)` gives those of k diamonds."""
    looks = {}
    for k in (6, 12):
        outcome = check(function, *arguments(k)).satisfies(lambda answer: answer is not None, "an answer")
        looks[k] = _looks(outcome.handed[0]) / (4 * k)
    if looks[12] > 4 * looks[6]:
        cause = Mistake(
            "every path is walked", function, "what a node has found out is kept, and not worked out again."
        )
    else:
        advice = "group the edges first, once, in a dict: then every node looks at its own only."
        cause = Mistake("all edges at every node", function, advice)
    check.that(
        looks[12] <= 1.5 * looks[6],
        f"In a graph of 6 diamonds {getattr(function, '__name__', 'it')} looked at each edge {looks[6]:.3g} times, in "
        f"one of 12 diamonds {looks[12]:.3g} times.",
        cause,
        "in linear time, each edge is looked at a few times, however many there are.",
    )


def close_errors(outcome: Outcome, expected: Any, because: str = "") -> Outcome:
    """The answer has these relative errors, up to what central differences may differ from calculus."""
    wanted = np.asarray(expected, dtype=float)
    outcome.has_shape(*wanted.shape, because=because).is_finite()
    return outcome.satisfies(
        lambda answer: bool(np.all(np.abs(np.asarray(answer) - wanted) <= 2e-6 + 1e-4 * wanted)),
        f"{describe(wanted)}, up to 0.000002",
        because,
    )


def is_network(outcome: Outcome, expected: Units, because: str = "") -> Outcome:
    """The answer holds these units in this order: names, inputs, weights and biases."""
    outcome.satisfies(
        lambda answer: isinstance(answer, list | tuple) and all(len(unit) >= 4 for unit in answer),
        "a list of units, each with name, inputs, weights and bias",
        because,
    )
    outcome.satisfies(
        lambda answer: [str(unit[0]) for unit in answer] == [unit.name for unit in expected],
        f"the units {', '.join(unit.name for unit in expected)}, in this order",
        because,
    )
    for came, unit in zip(outcome.value, expected, strict=True):
        reads, weights, bias = came[1:4]
        names, wanted = ", ".join(unit.inputs), describe(list(unit.weights))
        outcome.satisfies(_known(list(reads) == list(unit.inputs)), f"{unit.name} with the inputs {names}", because)
        right = same(np.array(weights), np.array(unit.weights))
        outcome.satisfies(_known(right), f"weights {wanted} for {unit.name}, not {describe(weights)}", because)
        right = same(bias, unit.bias)
        outcome.satisfies(_known(right), f"bias {describe(unit.bias)} for {unit.name}, not {describe(bias)}", because)
    return outcome


# ---------------------------------------------------------------- the recursion, right and wrong


def _count(
    after: dict,
    start: Any,
    end: Any,
    *,
    base: Callable = lambda node, end, after: 1 if node == end else None,
    join: Callable[[list], Any] = sum,
) -> Any:
    found = base(start, end, after)
    return found if found is not None else join([_count(after, n, end, base=base, join=join) for n in after[start]])


def _dead_end(node: Any, end: Any, after: dict) -> int | None:
    return 1 if node == end or not after[node] else None


def _sinks_only(node: Any, end: Any, after: dict) -> int | None:
    return None if after[node] else 1


def _counting(**changes: Any) -> Callable:
    return lambda after, start, end: _count(after, start, end, **changes)


def _at_end(value: int) -> Callable:
    return lambda node, end, after: value if node == end else None


def _product(parts: list) -> Any:
    return math.prod(parts)


def _first(parts: list) -> Any:
    return parts[0] if parts else None


def _last(parts: list) -> Any:
    return parts[-1] if parts else 0


def _summed_and_kept(parts: list) -> None:
    """What a function gives that has no `return` after its sum: None, which the next sum cannot take."""
    sum(parts)


def _totalled_and_kept(parts: list) -> None:
    """The same with a loop, whose message differs."""
    total: Any = 0
    for part in parts:
        total += part


def _slope_sum(
    after: dict,
    start: Any,
    end: Any,
    *,
    base: Any = 1.0,
    dead: float = 0.0,
    term: Callable = lambda slope, rest: slope * rest,
    join: Callable[[list], Any] = sum,
) -> Any:
    if start == end:
        return base
    if not after[start] and dead:
        return dead
    changes = {"base": base, "dead": dead, "term": term, "join": join}
    return join([term(slope, _slope_sum(after, then, end, **changes)) for then, slope in after[start]])


def _sloping(**changes: Any) -> Callable:
    return lambda after, start, end: _slope_sum(after, start, end, **changes)


def _slopes_added(after: dict, start: Any, end: Any) -> Any:
    """Σ over paths of the sum along each."""

    def walk(node: Any) -> tuple[int, float]:
        if node == end:
            return 1, 0.0
        parts = [(slope, walk(then)) for then, slope in after[node]]
        return sum(count for _, (count, _) in parts), sum(total + count * slope for slope, (count, total) in parts)

    return walk(start)[1]


def _first_slope_missing(after: dict, start: Any, end: Any) -> Any:
    return 1.0 if start == end else sum(_slope_sum(after, then, end) for then, _ in after[start])


def _last_slope_missing(after: dict, start: Any, end: Any) -> Any:
    if start == end:
        return 1.0
    return sum(1.0 if then == end else slope * _last_slope_missing(after, then, end) for then, slope in after[start])


def _one_step(after: dict, start: Any, end: Any) -> Any:
    return sum(slope for then, slope in after[start] if then == end)


def _graphs(rng: np.random.Generator) -> Iterator[tuple]:
    yield {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["e"], "e": []}, "a", "d"
    yield {"a": ["b", "c"], "b": [], "c": []}, "a", "b"
    yield {"a": ["b", "c"], "b": [], "c": ["d"], "d": []}, "a", "d"
    yield {"a": ["c", "b"], "b": [], "c": ["d"], "d": []}, "a", "d"
    for _ in range(25):
        after = successors(random_edges(rng, 6), "abcdef")
        start, end = rng.choice(list("abcdef"), 2)
        yield after, str(start), str(end)


def _slope_graphs(rng: np.random.Generator) -> Iterator[tuple]:
    for after, start, end in _graphs(rng):
        yield with_slopes(rng, after), start, end


# ---------------------------------------------------------------- the sweep, right and wrong


def _sweep(
    edges: Edges,
    end: Any,
    *,
    order: Callable[[Edges], Edges] | None = None,
    join: Callable = lambda had, comes: had + comes,
    at_end: int = 1,
    at_start: int = 0,
    sinks: bool = False,
    turned: bool = False,
) -> Numbers:
    used = [(b, a) for a, b in edges] if turned else edges
    count = {node: at_start for edge in edges for node in edge}
    if sinks:
        count |= {node: 1 for node, following in successors(edges).items() if not following}
    count[end] = at_end
    for a, b in (order or _backwards)(used):
        count[a] = join(count[a], count[b])
    return count


def _backwards(edges: Edges) -> Edges:
    place = {node: number for number, node in enumerate(topological_order(edges))}
    return sorted(edges, key=lambda edge: (-place[edge[1]], place[edge[0]]))


def _forwards(edges: Edges) -> Edges:
    place = {node: number for number, node in enumerate(topological_order(edges))}
    return sorted(edges, key=lambda edge: (place[edge[1]], place[edge[0]]))


def _sweeping(**changes: Any) -> Callable:
    return lambda edges, end: _sweep(edges, end, **changes)


def _sinks_too(edges: Edges, end: Any) -> Numbers:
    """Every node asks its successors; end and all nodes without successors say 1."""
    after, count = successors(edges), dict[Any, Any]()
    for node in reversed(topological_order(edges)):
        count[node] = 1 if node == end or not after[node] else sum(count[then] for then in after[node])
    return count


def _only_nodes_that_reach(edges: Edges, end: Any) -> Numbers:
    return {node: count for node, count in _sweep(edges, end).items() if count}


def _without_end(edges: Edges, end: Any) -> Numbers:
    return {node: count for node, count in _sweep(edges, end).items() if node != end}


def _no_list_for_the_first(edges: Edges, end: Any) -> Any:
    """A node without predecessors is looked up among those that have some: KeyError."""
    before = successors([(b, a) for a, b in edges])
    with_some = {node: nodes for node, nodes in before.items() if nodes}
    return [with_some[node] for node in reversed(topological_order(edges))]


def _no_zeros(edges: Edges, end: Any) -> Any:
    """Only end has a count before the sweep: KeyError."""
    before, count = successors([(b, a) for a, b in edges]), {end: 1}
    for node in reversed(topological_order(edges)):
        for a in before[node]:
            count[a] += count[node]
    return count


def _edge_lists(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(15):
        edges = random_edges(rng, 6)
        if edges:
            yield edges, topological_order(edges)[-1] if rng.random() < 0.6 else edges[0][1]


# ---------------------------------------------------------------- forward, right and wrong


def _sigmoid(f: Any) -> Any:
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(f)))


def _edges(units: Sequence[Unit]) -> Edges:
    return [(before, unit.name) for unit in units for before in unit.inputs]


def _in_order(units: Sequence[Unit]) -> Units:
    named = {unit.name: unit for unit in units}
    return [named[name] for name in topological_order(_edges(units)) if name in named]


def _affine(unit: Unit, values: Numbers) -> Any:
    return sum(w * values[i] for w, i in zip(unit.weights, unit.inputs, strict=True)) + unit.bias


def _forward(
    units: Sequence[Unit],
    x: Numbers,
    *,
    order: Callable[[Sequence[Unit]], Any] = _in_order,
    unit_value: Callable[[Unit, Numbers], Any] = lambda unit, values: _sigmoid(_affine(unit, values)),
    inputs: Callable[[Any], Any] = lambda value: value,
) -> Numbers:
    values = {name: inputs(value) for name, value in x.items()}
    for unit in order(units):
        values[unit.name] = unit_value(unit, values)
    return values


def _going(**changes: Any) -> Callable:
    return lambda units, x: _forward(units, x, **changes)


def _each_term(unit: Unit, values: Numbers) -> Any:
    return sum(_sigmoid(w * values[i]) for w, i in zip(unit.weights, unit.inputs, strict=True)) + unit.bias


def _bias_in_every_term(unit: Unit, values: Numbers) -> Any:
    return _sigmoid(_affine(unit, values) + (len(unit.inputs) - 1) * unit.bias)


def _weights_forgotten(unit: Unit, values: Numbers) -> Any:
    return _sigmoid(sum(values[i] for i in unit.inputs) + unit.bias)


def _missing_as_zero(units: Sequence[Unit], x: Numbers) -> Numbers:
    values = dict(x)
    for unit in units:
        values[unit.name] = _sigmoid(
            sum(w * values.get(i, 0.0) for w, i in zip(unit.weights, unit.inputs, strict=True)) + unit.bias
        )
    return values


def _one_number_only(unit: Unit, values: Numbers) -> Any:
    return 1 / (1 + math.exp(-_affine(unit, values)))


def _networks(rng: np.random.Generator) -> Iterator[tuple]:
    for round_ in range(8):
        units, x, _ = random_network(rng, 2, 4, 2, examples=3 if round_ % 3 == 2 else None)
        yield units, x


# ---------------------------------------------------------------- backward, right and wrong


def _backward(
    units: Sequence[Unit],
    values: Numbers,
    dL: Numbers,
    *,
    order: Callable[[Sequence[Unit]], Any] = lambda units: reversed(_in_order(units)),
    slope: Callable[[Any], Any] = lambda g: g * (1 - g),
    message: Callable[[float, Any, Any], Any] = lambda weight, dF, value: weight * dF,
    join: Callable = lambda had, comes: had + comes,
    start: Callable[[Any], Any] = lambda dL: dL,
) -> Numbers:
    blame = {name: 0.0 * np.asarray(value) for name, value in values.items()}
    blame |= {name: start(slope_of_loss) for name, slope_of_loss in dL.items()}
    for unit in order(units):
        dF = blame[unit.name] * slope(values[unit.name])
        for before, weight in zip(unit.inputs, unit.weights, strict=True):
            blame[before] = join(blame[before], message(weight, dF, values[before]))
    return blame


def _coming(**changes: Any) -> Callable:
    return lambda units, values, dL: _backward(units, values, dL, **changes)


def _one_output_only(units: Sequence[Unit], values: Numbers, dL: Numbers) -> Numbers:
    return _backward(units, values, dict(list(dL.items())[:1]))


def _without(names: Callable) -> Callable:
    def wrong(units: Sequence[Unit], values: Numbers, dL: Numbers) -> Numbers:
        left_out = names(units, values, dL)
        return {name: blame for name, blame in _backward(units, values, dL).items() if name not in left_out}

    return wrong


def _inputs_of(units: Sequence[Unit], values: Numbers, dL: Numbers) -> set:
    return set(values) - {unit.name for unit in units}


def _unread_of(units: Sequence[Unit], values: Numbers, dL: Numbers) -> set:
    return set(values) - {before for unit in units for before in unit.inputs} - set(dL)


def _pre_activations(units: Sequence[Unit], values: Numbers, dL: Numbers) -> Numbers:
    blame, named = _backward(units, values, dL), {unit.name for unit in units}
    return {name: b * values[name] * (1 - values[name]) if name in named else b for name, b in blame.items()}


def _loss_overwritten(units: Sequence[Unit], values: Numbers, dL: Numbers) -> Numbers:
    """What happens if an output's ∂L/∂ is put in place of what its readers said."""
    blame = {name: 0.0 * np.asarray(value) for name, value in values.items()}
    for unit in reversed(_in_order(units)):
        if unit.name in dL:
            blame[unit.name] = dL[unit.name]
        dF = blame[unit.name] * values[unit.name] * (1 - values[unit.name])
        for before, weight in zip(unit.inputs, unit.weights, strict=True):
            blame[before] = blame[before] + weight * dF
    return blame


def _loss_of_readers_only(units: Sequence[Unit], values: Numbers, dL: Numbers) -> Numbers:
    """What happens if only outputs that nobody reads hear of the loss."""
    read = {before for unit in units for before in unit.inputs}
    return _backward(units, values, {name: slope for name, slope in dL.items() if name not in read})


def _slope_of_the_source(units: Sequence[Unit], values: Numbers, dL: Numbers) -> Numbers:
    return _backward(
        units, values, dL, slope=lambda g: 1.0, message=lambda weight, dG, value: weight * dG * value * (1 - value)
    )


def _blamed(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(8):  # numbers, not rows: an untouched 0 may be a number or a row, and both are right
        units, x, dL = random_network(rng, 2, 5, 2)
        yield units, truth(units, x, dL).values, dL


# ---------------------------------------------------------------- parameters, right and wrong


def _parameters(
    units: Sequence[Unit],
    values: Numbers,
    blame: Numbers,
    *,
    slope: Callable[[Any], Any] = lambda g: g * (1 - g),
    weight: Callable[[Any, Any, Any, float], Any] = lambda dF, before, g, w: dF * before,
    bias: Callable[[Any, float], Any] = lambda dF, b: dF,
    batch: Callable = np.sum,
    key: Callable[[str, str], Any] = lambda before, name: (before, name),
) -> tuple[Numbers, Numbers]:
    weights, biases = {}, {}
    for unit in units:
        g = values[unit.name]
        dF = blame[unit.name] * slope(g)
        biases[unit.name] = batch(bias(dF, unit.bias))
        for before, w in zip(unit.inputs, unit.weights, strict=True):
            weights[key(before, unit.name)] = batch(weight(dF, values[before], g, w))
    return weights, biases


def _blaming(**changes: Any) -> Callable:
    return lambda units, values, blame: _parameters(units, values, blame, **changes)


def _blame_of_the_beginning(units: Sequence[Unit], values: Numbers, blame: Numbers) -> tuple[Numbers, Numbers]:
    weights = {(before, name): np.sum(blame[before] * values[before]) for before, name in _edges(units)}
    return weights, _parameters(units, values, blame)[1]


def _solved(rng: np.random.Generator) -> Iterator[tuple]:
    for round_ in range(8):
        units, x, dL = random_network(rng, 2, 4, 2, examples=3 if round_ % 3 == 2 else None)
        values, blame, *_ = truth(units, x, dL)
        yield units, values, blame


# ---------------------------------------------------------------- checking a gradient, right and wrong


def _checked(
    f: Callable,
    gradient: Any,
    x: np.ndarray,
    floor: float,
    *,
    h: float = 1e-5,
    sides: str = "central",
    width: float = 2.0,
    error: Callable = lambda a, n, floor: np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), floor),
) -> Any:
    numerical, here = np.zeros(x.shape), f(x.copy()) if sides == "forward" else None
    for i in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[i] += h
        left[i] -= h
        if sides == "forward":
            numerical[i] = (f(right) - here) / h
        else:
            numerical[i] = (f(right) - f(left)) / (width * h)
    return error(np.asarray(gradient, dtype=float), numerical, floor)


def _checking(**changes: Any) -> Callable:
    return lambda f, gradient, x, floor: _checked(f, gradient, x, floor, **changes)


def bowl(x: np.ndarray) -> float:
    """Σ (i + 1) xᵢ² over all entries; its gradient is 2 (i + 1) xᵢ."""
    flat = np.asarray(x, dtype=float).ravel()
    return float(np.sum(np.arange(1, flat.size + 1) * flat**2))


def waves(x: np.ndarray) -> float:
    """Σ sin xᵢ + 3; its gradient is cos xᵢ."""
    return float(np.sum(np.sin(np.asarray(x, dtype=float))) + 3)


def _claims(rng: np.random.Generator) -> Iterator[tuple]:
    x = np.array([1.0, -2.0, 0.5])
    yield bowl, np.array([2.0, -8.0, 3.0]) * np.array([1.5, -1.0, 0.5]), x, 1e-4
    yield waves, np.cos(x) + 0.25, x, 1e-4
    yield bowl, np.array([0.02, 0.0, 0.0]), np.array([0.0, 0.0, 0.0]), 0.1


# ---------------------------------------------------------------- a step downhill, right and wrong


def _descend(
    units: Sequence[Unit],
    weights: Numbers,
    biases: Numbers,
    rate: float,
    *,
    new: Callable[[float, float, float], float] = lambda old, slope, rate: old - rate * slope,
    new_bias: Callable[[float, float, float], float] | None = None,
    key: Callable[[str, str], Any] = lambda before, name: (before, name),
) -> Units:
    return [
        unit._replace(
            weights=[
                new(w, weights[key(before, unit.name)], rate)
                for w, before in zip(unit.weights, unit.inputs, strict=True)
            ],
            bias=(new_bias or new)(unit.bias, biases[unit.name], rate),
        )
        for unit in units
    ]


def _descending(**changes: Any) -> Callable:
    return lambda units, weights, biases, rate: _descend(units, weights, biases, rate, **changes)


def _order_lost(units: Sequence[Unit], weights: Numbers, biases: Numbers, rate: float) -> Units:
    """What happens if the gradients are taken as they come, not by the names of their ends."""
    slopes = iter(weights.values())
    return [
        unit._replace(
            weights=[w - rate * next(slopes) for w in unit.weights], bias=unit.bias - rate * biases[unit.name]
        )
        for unit in units
    ]


def _first_weight_only(units: Sequence[Unit], weights: Numbers, biases: Numbers, rate: float) -> Units:
    return [
        unit._replace(
            weights=[w - rate * weights[unit.inputs[0], unit.name] for w in unit.weights],
            bias=unit.bias - rate * biases[unit.name],
        )
        for unit in units
    ]


def _assigned(units: Sequence[Unit], weights: Numbers, biases: Numbers, rate: float) -> Units:
    """A new number is written into the unit itself: AttributeError."""
    for unit in units:
        unit.bias = unit.bias - rate * biases[unit.name]  # type: ignore[misc]
    return list(units)


def gradients_for(rng: np.random.Generator, units: Sequence[Unit]) -> tuple[Numbers, Numbers]:
    """Some gradient for every weight and bias of a network, the weights' in shuffled order."""
    ends = _edges(units)
    weights = {ends[place]: round(float(rng.normal()), 2) for place in rng.permutation(len(ends))}
    return weights, {unit.name: round(float(rng.normal()), 2) for unit in units}


def stepped(units: Sequence[Unit], weights: Numbers, biases: Numbers, rate: float) -> Units:
    """The network after one step, by arrays of `utils.network` (which keeps the order of units and edges)."""
    inputs = sorted({before for unit in units for before in unit.inputs} - {unit.name for unit in units})
    net = networks.from_units(inputs, units)
    W = net.weights - rate * np.array([weights[edge] for edge in _edges(units)])
    b = net.biases - rate * np.array([biases[unit.name] for unit in units])
    after = net.with_parameters(W, b)
    return [after.unit(unit.name) for unit in units]


def _descents(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(5):
        units, _, _ = random_network(rng, 2, 3, 2)
        yield units, *gradients_for(rng, units), 0.5


EXERCISES: dict[str, Exercise] = {
    "count_paths": Exercise(
        law="paths(end) = 1; of any other node: the sum of the paths of its successors, and 0 if it has none.",
        look="exercise 1a, the sentence above the prediction.",
        mistakes=[
            Mistake("dead end counted", _counting(base=_sinks_only), "the path has to stop at `end`; here it stops wherever nothing follows. Compare with end first."),
            Mistake("dead end counted", _counting(base=_dead_end), "a node that leads nowhere has no path to end: it gives 0, not 1."),
            Mistake("nothing to add up", _counting(base=_at_end(0)), "one path leads from end to end, the one without edges: it counts 1. With 0 there, all sums are 0."),
            Mistake("first successor only", _counting(join=_first), "the loop returned after its first successor: sum over all of them, then return."),
            Mistake("first successor only", _counting(join=lambda parts: parts[0] if parts else 0), "the loop returned after its first successor: sum over all of them, then return."),
            Mistake("last successor only", _counting(join=_last), "every successor overwrote the one before: add them up with `+=`."),
            Mistake("product for sum", _counting(join=_product), "ways that fork are added; only steps along one path are multiplied."),
            Mistake("longest path", lambda after, start, end: _count(after, start, end, base=_at_end(0), join=lambda parts: 1 + max(parts, default=-1)), "this is a length; wanted is how many paths there are."),
            Mistake("edges for paths", lambda after, start, end: _count(after, start, end, base=_at_end(0), join=lambda parts: sum(1 + part for part in parts)), "1 was added for every edge; only reaching end counts 1."),
            Mistake("visits for paths", lambda after, start, end: _count(after, start, end, join=lambda parts: 1 + sum(parts)), "1 was added for every visit of a node; only reaching end counts 1."),
            Mistake("edges for paths", _counting(join=lambda parts: len(parts) + sum(parts)), "the edges on the way were counted too; only reaching end counts 1."),
            Mistake("one step only", lambda after, start, end: after[start].count(end), "paths of more than one edge count, too: ask the function itself about each successor."),
            Mistake("no return", _counting(join=_summed_and_kept), "the sum is computed but not returned, so the function gives None: `return` it."),
            Mistake("no return", _counting(join=_totalled_and_kept), "the sum is computed but not returned, so the function gives None: `return` it."),
            Mistake("reached or not", lambda after, start, end: int(_count(after, start, end) > 0), "this says whether end can be reached; wanted is in how many ways."),
        ],
        probes=_graphs,
    ),
    "path_sum_gradient": Exercise(
        law="∂end/∂end = 1; ∂end/∂node = Σ over the edges that leave it of slope · ∂end/∂(next node): multiply along a path, add over paths.",
        look="exercise 1b, the two rules.",
        mistakes=[
            Mistake("slopes left out", _sloping(term=lambda slope, rest: rest), "the paths were counted; multiply by the slope of every edge."),
            Mistake("first slope missing", _first_slope_missing, "the slope of the first edge is missing from every product; the lecture's formula loses it, too."),
            Mistake("last slope missing", _last_slope_missing, "the slope of the edge that reaches end is missing: stop when you are at end, not one before."),
            Mistake("slopes added along the path", _slopes_added, "along one path slopes are multiplied; only different paths are added."),
            Mistake("slopes added along the path", _sloping(base=0.0, term=lambda slope, rest: slope + rest), "along one path slopes are multiplied; only different paths are added."),
            Mistake("slopes added along the path", _sloping(term=lambda slope, rest: slope + rest), "along one path slopes are multiplied; only different paths are added."),
            Mistake("last edge only", _sloping(join=_last), "every edge overwrote the one before: add them up with `+=`."),
            Mistake("first edge only", _sloping(join=lambda parts: parts[0] if parts else None), "the loop returned after its first edge: add over all of them, then return."),
            Mistake("first edge only", _sloping(join=lambda parts: parts[0] if parts else 0), "the loop returned after its first edge: add over all of them, then return."),
            Mistake("nothing to multiply", _sloping(base=0.0), "∂end/∂end is 1. With 0 there, every product is 0."),
            Mistake("dead end counted", _sloping(dead=1.0), "a node that leads nowhere has no influence on end: 0."),
            Mistake("product over paths", _sloping(join=_product), "different paths are added, not multiplied."),
            Mistake("one step only", _one_step, "longer paths count, too: multiply the slope by what the function itself says of the next node."),
            Mistake("largest path only", _sloping(join=lambda parts: max(parts, key=abs, default=0.0)), "all paths count, not only the one with the largest product."),
            Mistake("no return", _sloping(join=_summed_and_kept), "the sum is computed but not returned, so the function gives None: `return` it."),
            Mistake("signs lost", _sloping(term=lambda slope, rest: abs(slope) * rest), "slopes keep their signs."),
        ],
        probes=_slope_graphs,
    ),
    "paths_to": Exercise(
        law="count[end] = 1, all others start at 0; in reverse topological order every node adds its count to each of its predecessors.",
        look="section 2, the sweep.",
        mistakes=[
            Mistake("overwritten", _sweeping(join=lambda had, comes: comes), "at a fork the second message replaced the first: `count[a] += count[b]`, not `=`."),
            Mistake("overwritten", _sweeping(join=lambda had, comes: comes, order=lambda edges: list(reversed(_forwards(edges)))), "at a fork the second message replaced the first: `count[a] += count[b]`, not `=`."),
            Mistake("topological order, not reversed", _sweeping(order=_forwards), "a node must know its count before it tells its predecessors: go through the order from its end."),
            Mistake("edges as they are listed", _sweeping(order=lambda edges: edges), "the edges come in any order: sort the nodes topologically, and go through them from the end."),
            Mistake("edges as they are listed, from the last", _sweeping(order=lambda edges: list(reversed(edges))), "turning the list round is no order: sort the nodes topologically, and go through them from the end."),
            Mistake("end starts at 0", _sweeping(at_end=0), "one path leads from end to end: its count starts at 1."),
            Mistake("other direction", _sweeping(turned=True), "these are the paths that come from end; wanted are those that lead to it."),
            Mistake("all nodes start at 1", _sweeping(at_start=1), "only `end` starts at 1; all others start at 0."),
            Mistake("no list for the first nodes", _no_list_for_the_first, "a node that no edge leads to has an empty list of predecessors: make a list for every node before you fill them."),
            Mistake("no zeros", _no_zeros, "a count was added to before there was one: every node starts with the count 0, end with 1."),
            Mistake("every last node starts at 1", _sweeping(sinks=True), "only `end` starts at 1; other nodes without successors lead nowhere."),
            Mistake("every last node starts at 1", _sinks_too, "only `end` starts at 1; other nodes without successors lead nowhere."),
            Mistake("edges for paths", lambda edges, end: {node: len(following) for node, following in successors(edges).items()}, "these are the numbers of edges that leave each node."),
            Mistake("1 for every edge", _sweeping(join=lambda had, comes: had + 1), "add the count of the node at the edge's end, not 1."),
            Mistake("nodes without a path left out", _only_nodes_that_reach, "every node has an entry, also those that do not lead to end: 0."),
            Mistake("end left out", _without_end, "end has an entry, too: 1."),
            Mistake("largest for sum", _sweeping(join=max), "all successors count: add, do not take the largest."),
        ],
        probes=_edge_lists,
    ),
    "forward": Exercise(
        law="the value of an input is given; of a unit it is σ(Σ weight · value of the node it reads + bias), after all that it reads.",
        look="section 3.",
        mistakes=[
            Mistake("units as they are listed", _going(order=lambda units: units), "a unit was computed before the nodes that it reads: sort topologically first."),
            Mistake("units from the last to the first", _going(order=lambda units: list(reversed(units))), "a unit was computed before the nodes that it reads: sort topologically first."),
            Mistake("missing values taken as 0", _missing_as_zero, "a unit was computed before the nodes that it reads, which counted as 0: sort topologically first."),
            Mistake("forgotten bias", _going(unit_value=lambda u, v: _sigmoid(_affine(u, v) - u.bias)), "add the unit's bias before σ."),
            Mistake("bias subtracted", _going(unit_value=lambda u, v: _sigmoid(_affine(u, v) - 2 * u.bias)), "the bias is added."),
            Mistake("bias after the sigmoid", _going(unit_value=lambda u, v: _sigmoid(_affine(u, v) - u.bias) + u.bias), "the bias belongs inside σ."),
            Mistake("bias in every term", _going(unit_value=_bias_in_every_term), "the bias is added once, not once for every input."),
            Mistake("forgotten sigmoid", _going(unit_value=_affine), "a unit's value is σ of its sum, not the sum."),
            Mistake("step for sigmoid", _going(unit_value=lambda u, v: (np.asarray(_affine(u, v)) >= 0) * 1), "all units are sigmoids here: use `sigmoid`."),
            Mistake("sigmoid of every term", _going(unit_value=_each_term), "sum first, then σ, once."),
            Mistake("forgotten weights", _going(unit_value=_weights_forgotten), "every value is multiplied by its edge's weight."),
            Mistake("sigmoid of the inputs", _going(inputs=_sigmoid), "inputs keep their values; only units have a σ."),
            Mistake("inputs left out", lambda units, x: {k: v for k, v in _forward(units, x).items() if k not in x}, "every node has an entry, inputs too: the way back needs them."),
            Mistake("output only", lambda units, x: _forward(units, x)[_in_order(units)[-1].name], "return the dict of all values: the way back needs them."),
            Mistake("output only", lambda units, x: {_in_order(units)[-1].name: _forward(units, x)[_in_order(units)[-1].name]}, "return all values: the way back needs them."),
            Mistake("one number only", _going(unit_value=_one_number_only), "`math.exp` takes single numbers; `sigmoid` and `np.exp` take rows, too."),
        ],
        probes=_networks,
    ),
    "backward": Exercise(
        law="∂L/∂G of a node = what the loss says of it + Σ over its readers of weight · dF, where dF = ∂L/∂G · G · (1 − G) of the reader.",
        look="section 4, the three lines.",
        mistakes=[
            Mistake("overwritten at a fork", _coming(join=lambda had, comes: comes), "a node with two readers kept only one message: add, `blame[i] = blame[i] + …`."),
            Mistake("topological order, not reversed", _coming(order=_in_order), "a unit passed its blame on before it had heard from all its readers: `reversed(…)`."),
            Mistake("units as they are listed", _coming(order=lambda units: units), "the units come in any order: sort topologically, and go through them from the end."),
            Mistake("units as they are listed, from the last", _coming(order=lambda units: list(reversed(units))), "turning the list round is no order: sort topologically first."),
            Mistake("slope forgotten", _coming(slope=lambda g: 1.0), "on its way through a unit blame is multiplied by σ′ = G (1 − G)."),
            Mistake("sigmoid twice", _coming(slope=lambda g: _sigmoid(g) * (1 - _sigmoid(g))), "`values` holds G = σ(f) already: the slope is G (1 − G), with no further σ."),
            Mistake("half a slope", _coming(slope=lambda g: 1 - g), "σ′ is G (1 − G): one factor is missing."),
            Mistake("half a slope", _coming(slope=lambda g: g), "σ′ is G (1 − G): one factor is missing."),
            Mistake("weight forgotten", _coming(message=lambda weight, dF, value: dF), "what goes along an edge is multiplied by its weight."),
            Mistake("value for weight", _coming(message=lambda weight, dF, value: value * dF), "dF · value is the blame of the *weight*; a node's is dF · weight."),
            Mistake("slope of the wrong end", _slope_of_the_source, "σ′ belongs to the unit that passes its blame on, not to the node that hears it."),
            Mistake("loss ignored", _coming(start=lambda dL: 1.0 + 0.0 * np.asarray(dL)), "every output starts with its ∂L/∂, not with 1."),
            Mistake("loss overwrites", _loss_overwritten, "an output that other units read hears from them and from the loss: add both."),
            Mistake("outputs without a reader only", _loss_of_readers_only, "every node in `dL` starts with what the loss says of it, also one that other units read."),
            Mistake("one output only", _one_output_only, "`dL` may name several outputs: every one of them starts with its ∂L/∂."),
            Mistake("inputs left out", _without(_inputs_of), "every node has an entry, inputs too."),
            Mistake("unread nodes left out", _without(_unread_of), "every node has an entry; a node that nothing reads gets 0."),
            Mistake("pre-activations", _pre_activations, "these are ∂L/∂f of the units; wanted is ∂L/∂ of their values G."),
            Mistake("wrong sign", _coming(start=lambda dL: -dL), "the sign is turned round: ∂L/∂ comes from `dL` as it is."),
        ],
        probes=_blamed,
    ),
    "parameter_gradients": Exercise(
        law="dF = ∂L/∂G · G · (1 − G); ∂L/∂w of an edge = dF of its end · value of its beginning; ∂L/∂b = dF; rows are summed.",
        look="exercise 4b, the two products.",
        mistakes=[
            Mistake("slope forgotten", _blaming(slope=lambda g: 1.0), "blame is ∂L/∂G; go through σ first: dF = blame · G · (1 − G)."),
            Mistake("sigmoid twice", _blaming(slope=lambda g: _sigmoid(g) * (1 - _sigmoid(g))), "`values` holds G already: the slope is G (1 − G)."),
            Mistake("value of the wrong end", _blaming(weight=lambda dF, before, g, w: dF * g), "multiply by the value at the *beginning* of the edge, the one that the weight multiplied."),
            Mistake("weight for value", _blaming(weight=lambda dF, before, g, w: dF * w), "dF · weight is the blame of a *node*; the weight's is dF · value."),
            Mistake("blame of the wrong end", _blame_of_the_beginning, "blame belongs to the *end* of the edge: dF of the unit that reads, times the value that it reads."),
            Mistake("weight as a factor too many", _blaming(weight=lambda dF, before, g, w: dF * before * w), "∂f/∂w is the value alone, without the weight."),
            Mistake("value forgotten", _blaming(weight=lambda dF, before, g, w: dF), "∂f/∂w is the value at the edge's beginning: multiply by it."),
            Mistake("bias as a factor", _blaming(bias=lambda dF, b: dF * b), "∂f/∂b is 1: the bias itself does not occur."),
            Mistake("blame of the node for the bias", lambda u, v, blame: (_parameters(u, v, blame)[0], {unit.name: np.sum(blame[unit.name]) for unit in u}), "a bias sits inside σ: ∂L/∂b is dF, not ∂L/∂G."),
            Mistake("key turned round", _blaming(key=lambda before, name: (name, before)), "the key is (input name, unit name), the direction of the edge."),
            Mistake("key without the unit", _blaming(key=lambda before, name: before), "two units may read one node: the key is the pair (input name, unit name)."),
            Mistake("key without the input", _blaming(key=lambda before, name: name), "a unit reads many nodes: the key is the pair (input name, unit name)."),
            Mistake("rows not summed", _blaming(batch=lambda row: row), "with rows of examples every gradient is one number, the sum over the row: `np.sum`."),
            Mistake("mean for sum", _blaming(batch=np.mean), "the examples' gradients are summed, not averaged."),
            Mistake("order of the answer", lambda u, v, blame: _parameters(u, v, blame)[::-1], "the answer is (weights, biases), in this order."),
            Mistake("weights only", lambda u, v, blame: _parameters(u, v, blame)[0], "two dicts are wanted: (weights, biases)."),
        ],
        probes=_solved,
    ),
    "gradient_check": Exercise(
        law="error = |a − n| / max(|a|, |n|, floor) for every entry; n by central differences.",
        look="section 5, the formula.",
        mistakes=[
            Mistake("absolute error", _checking(error=lambda a, n, floor: np.abs(a - n)), "divide by the size of the numbers: 0.001 is much for 0.002 and little for 2000."),
            Mistake("no floor", _checking(error=lambda a, n, floor: np.abs(a - n) / np.maximum(np.abs(a), np.abs(n))), "where both are (nearly) 0 this divides by (nearly) 0: the third entry of the maximum is the floor."),
            Mistake("divided by the numerical one", _checking(error=lambda a, n, floor: np.abs(a - n) / np.abs(n)), "divide by the largest of |a|, |n| and the floor."),
            Mistake("divided by one of them", _checking(error=lambda a, n, floor: np.abs(a - n) / np.maximum(np.abs(n), floor)), "divide by the largest of all three, |a|, |n| and the floor."),
            Mistake("divided by one of them", _checking(error=lambda a, n, floor: np.abs(a - n) / np.maximum(np.abs(a), floor)), "divide by the largest of all three, |a|, |n| and the floor."),
            Mistake("sum for maximum", _checking(error=lambda a, n, floor: np.abs(a - n) / np.maximum(np.abs(a) + np.abs(n), floor)), "divide by the largest of the two, not by their sum: a wrong sign must give 2."),
            Mistake("floor added", _checking(error=lambda a, n, floor: np.abs(a - n) / (np.maximum(np.abs(a), np.abs(n)) + floor)), "the floor is one of the three in the maximum; it is not added."),
            Mistake("floor added", _checking(error=lambda a, n, floor: np.abs(a - n) / (np.abs(a) + np.abs(n) + floor)), "the floor is one of the three in the maximum; nothing is added."),
            Mistake("sign kept", _checking(error=lambda a, n, floor: (a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), floor)), "an error has no sign: take |a − n|."),
            Mistake("sign kept", _checking(error=lambda a, n, floor: (n - a) / np.maximum(np.maximum(np.abs(a), np.abs(n)), floor)), "an error has no sign: take |a − n|."),
            Mistake("sizes with their signs", _checking(error=lambda a, n, floor: np.abs(a - n) / np.maximum(np.maximum(a, n), floor)), "the maximum is over |a| and |n|: a negative number has a size, too."),
            Mistake("divided by h, not 2h", _checking(width=1.0), "x + h and x − h lie 2h apart."),
            Mistake("forward differences", _checking(sides="forward"), "(f(x + h) − f(x)) / h is off by about h · f″ / 2; take central differences."),
            Mistake("forward differences", _checking(sides="forward", h=1e-4), "(f(x + h) − f(x)) / h is off by about h · f″ / 2; take central differences."),
            Mistake("step too small", _checking(h=1e-12), "with h = 1e-12 rounding is all you see: take about 1e-5."),
            Mistake("step too large", _checking(h=0.1), "with h = 0.1 the curve bends too much: take about 1e-5."),
            Mistake("worst entry only", _checking(error=lambda a, n, floor: np.max(np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), floor))), "return the error of every entry, in the shape of x."),
            Mistake("one size for all", _checking(error=lambda a, n, floor: np.abs(a - n) / max(np.max(np.abs(a)), np.max(np.abs(n)), floor)), "every entry is divided by its own size: `np.maximum` works entry by entry, `max` does not."),
            Mistake("max for np.maximum", _checking(error=lambda a, n, floor: np.abs(a - n) / max(np.abs(a), np.abs(n), floor)), "`max` cannot compare arrays; `np.maximum` compares two of them entry by entry: use it twice."),
            Mistake("norms", _checking(error=lambda a, n, floor: np.linalg.norm(a - n) / max(np.linalg.norm(a), np.linalg.norm(n), floor)), "one number for all hides a wrong small entry behind large ones: every entry has its own error."),
        ],
        probes=_claims,
    ),
    "descend": Exercise(
        law="every weight and every bias becomes itself − rate · its own gradient; names, inputs and order stay.",
        look="section 6.",
        mistakes=[
            Mistake("uphill", _descending(new=lambda old, slope, rate: old + rate * slope), "the gradient points uphill: subtract it."),
            Mistake("biases forgotten", _descending(new_bias=lambda old, slope, rate: old), "biases learn, too."),
            Mistake("weights forgotten", _descending(new=lambda old, slope, rate: old, new_bias=lambda old, slope, rate: old - rate * slope), "weights learn, too."),
            Mistake("rate forgotten", _descending(new=lambda old, slope, rate: old - slope), "multiply the gradient by the rate."),
            Mistake("rate forgotten for the bias", _descending(new_bias=lambda old, slope, rate: old - slope), "multiply the bias's gradient by the rate, too."),
            Mistake("gradient for weight", _descending(new=lambda old, slope, rate: -rate * slope), "the step is added to what was there: old − rate · gradient."),
            Mistake("key turned round", _descending(key=lambda before, name: (name, before)), "the key of a weight's gradient is (input name, unit name)."),
            Mistake("gradients as they come", _order_lost, "a dict's order says nothing: look every gradient up by (input name, unit name)."),
            Mistake("one gradient for all weights of a unit", _first_weight_only, "every weight has its own gradient: look it up by (input name, unit name)."),
            Mistake("unit written into", _assigned, "a Unit cannot be changed: `unit._replace(weights=…, bias=…)` makes a new one. Put it into a new list."),
            Mistake("nothing learned", lambda units, weights, biases, rate: list(units), "the units came back as they were. `_replace` makes a new unit: put it into a new list."),
        ],
        probes=_descents,
    ),
    "poll": Exercise(law="answer with one of the letters.", look="section 2."),
}  # fmt: skip
