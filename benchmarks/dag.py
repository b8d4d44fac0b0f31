"""Backpropagation through a DAG of sigmoids: time, visits and memory for each edge.

One forward and one backward of one example in float32. Wide: 10 inputs a unit, few levels. Deep: as many levels as
units. The yardstick, a scalar `Value` for every number, gets a smaller graph, since its time an edge does not depend
on the size.
"""

import tracemalloc
from collections.abc import Callable

import numpy as np

from benchmarks import value
from benchmarks.clock import Row, race
from utils import network

INPUTS = 1000
REACH = {"numpy": 16, "scipy": 9, "deep": 110, "bytes": 60}  # nanoseconds and bytes an edge


def wide(units: int) -> network.Network:
    return network.random_dag(INPUTS, units, 10, depth=5, rng=1, dtype=np.float32)


def deep(units: int) -> network.Network:
    return network.random_dag(INPUTS, units, 10, depth=units, rng=1, dtype=np.float32)


def example() -> np.ndarray:
    return np.random.default_rng(0).standard_normal(INPUTS).astype(np.float32)


def step(net: network.Network, x: np.ndarray, engine: network.Engine = "auto") -> Callable[[], network.Gradients]:
    blame = np.ones(len(net.outputs), np.float32)
    return lambda: network.backward(net, network.forward(net, x, engine=engine), blame, engine=engine)


def speed(x: np.ndarray) -> list[Row]:
    yard_wide, yard_deep, long = wide(1_000), deep(1_000), deep(10_000)
    cases = {}
    for engine in ("numpy", "scipy"):
        for net in (wide(10_000), wide(100_000)):
            name = f"wide DAG of sigmoids ({net.depth} levels), {net.edges:,} edges, forward + backward, {engine}"
            cases[name] = (net, step(net, x, engine), REACH[engine], "yard wide")
    name = f"deep DAG (depth = units), {long.edges:,} edges, forward + backward"
    cases[name] = (long, step(long, x), REACH["deep"], "yard deep")
    taken = race(
        {
            "yard wide": lambda: value.weights_of_dag(yard_wide, x.tolist()),
            "yard deep": lambda: value.weights_of_dag(yard_deep, x.tolist()),
            **{name: work for name, (_, work, _, _) in cases.items()},
        },
        rounds=9,
    )
    an_edge = {"yard wide": taken["yard wide"] / yard_wide.edges, "yard deep": taken["yard deep"] / yard_deep.edges}
    rows = []
    for name, (net, _, reach, yardstick) in cases.items():
        ours, theirs = 1000 * taken[name] / net.edges, 1000 * an_edge[yardstick]
        rows.append(
            Row(
                name,
                f"{ours:.1f} ns an edge",
                f"Value {theirs:,.0f} ns an edge",
                f"{ours / theirs:.4f}",
                f"≤ {reach} ns",
                ours <= reach,
            )
        )
    return rows


def visits(net: network.Network, x: np.ndarray) -> np.ndarray:
    """How often each edge is looked at, forward and backward together."""
    count = np.zeros(net.edges, np.int64)
    values = network.forward(net, x, visits=count)
    network.backward(net, values, np.ones(len(net.outputs), np.float32), visits=count)
    return count


def growth(x: np.ndarray) -> list[Row]:
    """Linear in the edges: by counting, since caches bend every clock; and by the clock all the same."""
    nets = [wide(units) for units in (100, 1_000, 10_000, 100_000)]
    counts = np.concatenate([visits(net, x) for net in (*nets, deep(1_000))])
    edges = [net.edges for net in nets]
    taken = race({str(net.edges): step(net, x, "numpy") for net in nets}, rounds=9)
    slopes = np.diff(np.log(list(taken.values()))) / np.diff(np.log(edges))
    return [
        Row(
            f"visits of each edge, {edges[0]:,} to {edges[-1]:,} edges, wide and deep",
            f"{counts.min()} to {counts.max()}",
            "",
            "",
            "2",
            bool((counts == 2).all()),
        ),
        Row(
            f"… log–log slope of the time between {', '.join(f'{n:,}' for n in edges)} edges, numpy",
            ", ".join(f"{slope:.2f}" for slope in slopes),
            "",
            "",
            "",
            None,
        ),
    ]


def bytes_an_edge(net: network.Network, x: np.ndarray) -> tuple[float, float]:
    """What network, plan, values and gradients hold together, and the peak from making the network to the end."""
    step(deep(1_000), x)()  # loads scipy, whose modules are not counted
    start, source = net.start.copy(), net.source.copy()
    tracemalloc.start()
    own = network.from_arrays(net.inputs, start, source, net.weights, net.biases, "sigmoid", net.outputs)
    gradients = step(own, x, "scipy")()
    now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert gradients.weights.shape == (net.edges,)  # still held while memory was counted
    return now / net.edges, peak / net.edges


def memory(x: np.ndarray) -> list[Row]:
    rows = []
    for net, kind in ((wide(10_000), "wide"), (wide(100_000), "wide"), (deep(10_000), "deep")):
        held, peak = bytes_an_edge(net, x)
        rows.append(
            Row(
                f"memory of a {kind} DAG, {net.edges:,} edges, float32, made, forward, backward",
                f"{held:.0f} bytes an edge held, {peak:.0f} at the peak",
                "",
                "",
                f"≤ {REACH['bytes']}",
                peak <= REACH["bytes"],
            )
        )
    return rows


def measure() -> list[Row]:
    x = example()
    return speed(x) + growth(x) + memory(x)
