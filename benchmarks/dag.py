"""Backpropagation through a DAG of sigmoids: nanoseconds, visits and bytes an edge; log–log slope of the time.

Run: .venv/bin/python -m benchmarks.dag [--quick]

One forward and one backward of one example in float32, CPU time, one thread. The rounds of all competitors are
interleaved, the median of each is shown. The yardstick is a scalar `Value` that records its graph as micrograd's
does (A. Karpathy, 2020), about forty lines below; it gets a smaller graph, since its time an edge does not depend
on the size.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is imported
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import gc
import math
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from utils import network

if TYPE_CHECKING:
    from benchmarks.clock import Row

INPUTS = 1000


class Value:
    """A number that remembers what it was made of."""

    def __init__(self, data: float, before: tuple["Value", ...] = ()) -> None:
        self.data, self.grad, self.before = data, 0.0, before
        self.back: Callable[[], None] = lambda: None

    def __add__(self, other: "Value") -> "Value":
        result = Value(self.data + other.data, (self, other))

        def back() -> None:
            self.grad += result.grad
            other.grad += result.grad

        result.back = back
        return result

    def __mul__(self, other: "Value") -> "Value":
        result = Value(self.data * other.data, (self, other))

        def back() -> None:
            self.grad += other.data * result.grad
            other.grad += self.data * result.grad

        result.back = back
        return result

    def sigmoid(self) -> "Value":
        result = Value(1 / (1 + math.exp(-self.data)), (self,))

        def back() -> None:
            self.grad += result.data * (1 - result.data) * result.grad

        result.back = back
        return result


def backward(outputs: list[Value]) -> None:
    order, seen = [], set()
    for output in outputs:
        output.grad += 1.0
        stack = [(output, False)]
        while stack:  # not recursive: a deep graph would overflow Python's stack
            value, done = stack.pop()
            if done:
                order.append(value)
            elif id(value) not in seen:
                seen.add(id(value))
                stack.append((value, True))
                stack += [(before, False) for before in value.before]
    for value in reversed(order):
        value.back()


class Case(NamedTuple):
    name: str
    net: network.Network
    step: Callable[[], object]
    reach: float = math.inf  # nanoseconds an edge


def with_value(net: network.Network, x: np.ndarray) -> Callable[[], object]:
    source, start = net.source.tolist(), net.start.tolist()

    def step() -> list[Value]:
        nodes = [Value(number) for number in x.tolist()]
        weights, biases = [Value(w) for w in net.weights.tolist()], [Value(b) for b in net.biases.tolist()]
        for unit, bias in enumerate(biases):
            total = bias
            for edge in range(start[unit], start[unit + 1]):
                total = total + weights[edge] * nodes[source[edge]]
            nodes.append(total.sigmoid())
        backward([nodes[output] for output in net.outputs])
        return weights

    return step


def with_arrays(net: network.Network, x: np.ndarray, engine: network.Engine) -> Callable[[], object]:
    blame = np.ones(len(net.outputs), np.float32)

    def step() -> network.Gradients:
        return network.backward(net, network.forward(net, x, engine=engine), blame, engine=engine)

    return step


def medians(cases: list[Case], rounds: int) -> list[float]:
    """CPU seconds of one step of each case: all cases in turn in every round, the short ones several times a turn."""
    times: list[list[float]] = [[] for _ in cases]
    turns = []
    for case in cases:
        case.step()  # the plan is made at the first call
        turns.append(max(1, round(0.02 / cpu_seconds(case.step, 1))))
    for _ in range(rounds):
        for case, repeats, seconds in zip(cases, turns, times, strict=True):
            seconds.append(cpu_seconds(case.step, repeats))
    return [statistics.median(seconds) for seconds in times]


def cpu_seconds(step: Callable[[], object], repeats: int) -> float:
    gc.collect()
    gc.disable()  # as timeit does; otherwise the yardstick's many objects would cost it three times as much
    begun = time.process_time()
    for _ in range(repeats):
        step()
    seconds = time.process_time() - begun
    gc.enable()
    return seconds / repeats


def bytes_an_edge(case: Case, x: np.ndarray) -> tuple[float, float]:
    """What network, plan, values and gradients hold together, and the peak while they are computed."""
    held = case.net
    tracemalloc.start()
    arrays = {"inputs": held.inputs, "start": held.start.copy(), "source": held.source.copy()}
    fresh = network.from_arrays(
        **arrays, weights=held.weights, biases=held.biases, activation="sigmoid", outputs=held.outputs
    )
    del arrays
    step = with_arrays(fresh, x, "scipy")
    values = step()  # makes the plan, which sorts once and needs more meanwhile
    tracemalloc.reset_peak()
    values = step()
    now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert values is not None
    return now / held.edges, peak / held.edges


def visits_an_edge(net: network.Network, x: np.ndarray) -> str:
    visits = np.zeros(net.edges, np.int64)
    values = network.forward(net, x, visits=visits)
    network.backward(net, values, np.ones(len(net.outputs), np.float32), visits=visits)
    return f"{visits.min()}" if visits.min() == visits.max() else f"{visits.min()}–{visits.max()}"


def agree(net: network.Network, x: np.ndarray) -> float:
    """The largest relative difference between the yardstick's weight gradients and ours."""
    expected = np.array([weight.grad for weight in with_value(net, x)()])  # type: ignore[attr-defined]
    got = with_arrays(net, x, "auto")().weights  # type: ignore[attr-defined]
    return float(np.abs(got - expected).max() / np.abs(expected).max())


def wide(units: int, depth: int = 5) -> network.Network:
    return network.random_dag(INPUTS, units, 10, depth=depth, rng=1, dtype=np.float32)


def deep(units: int, fan_in: int = 10) -> network.Network:
    return network.random_dag(INPUTS, units, fan_in, depth=units, rng=1, dtype=np.float32)


def example() -> np.ndarray:
    return np.random.default_rng(0).standard_normal(INPUTS).astype(np.float32)


def measure() -> list["Row"]:
    """The rows for the table of `python -m benchmarks`."""
    from benchmarks.clock import Row

    x, small, large, long = example(), wide(10_000), wide(100_000), deep(10_000)
    cases = [Case("Value", net, with_value(net, x)) for net in (wide(1_000), deep(1_000))]
    for engine, reach in (("numpy", 16), ("scipy", 9)):
        for net in (small, large):
            name = f"wide DAG of sigmoids ({net.depth} levels), {net.edges:,} edges, forward + backward, {engine}"
            cases.append(Case(name, net, with_arrays(net, x, engine), reach))
    cases.append(Case(f"deep DAG (depth = units), {long.edges:,} edges", long, with_arrays(long, x, "auto"), 110))
    times = [1e9 * seconds / case.net.edges for case, seconds in zip(cases, medians(cases, 9), strict=True)]
    yard, yard_deep = times[:2]
    rows = []
    for case, taken in list(zip(cases, times, strict=True))[2:]:
        yardstick = yard_deep if case.net is long else yard
        rows.append(
            Row(
                case.name,
                f"{taken:.1f} ns an edge",
                f"scalar Values: {yardstick:,.0f} ns an edge",
                f"{taken / yardstick:.4f}",
                f"≤ {case.reach} ns",
                taken <= case.reach,
            )
        )
    held, peak = bytes_an_edge(cases[2], x)
    rows.append(
        Row(
            f"memory of a DAG, {small.edges:,} edges, float32",
            f"{held:.0f} bytes an edge held, {peak:.0f} at the peak",
            "",
            "",
            "≤ 60",
            peak <= 60,
        )
    )
    return rows


def main() -> None:
    quick = "--quick" in sys.argv
    rounds = 3 if quick else 9
    x, yard, yard_deep = example(), wide(1_000), deep(1_000)
    cases = [Case("yardstick Value, wide", yard, with_value(yard, x))]
    for units, depth in ((10_000, 5),) if quick else ((10_000, 5), (10_000, 10), (100_000, 5), (100_000, 10)):
        net = wide(units, depth)
        cases += [Case(f"wide, {engine}", net, with_arrays(net, x, engine)) for engine in ("numpy", "scipy")]
    cases.append(Case("yardstick Value, deep", yard_deep, with_value(yard_deep, x)))
    for units, fan_in in ((10_000, 10),) if quick else ((10_000, 5), (10_000, 10), (10_000, 20), (100_000, 10)):
        net = deep(units, fan_in)
        cases.append(Case(f"deep, fan-in {fan_in}", net, with_arrays(net, x, "auto")))

    print(f"{'DAG of sigmoids':24}{'units':>9}{'edges':>11}{'depth':>8}{'ns/edge':>9}{'times faster':>14}")
    yardstick = 0.0
    for case, seconds in zip(cases, medians(cases, rounds), strict=True):
        nanoseconds = 1e9 * seconds / case.net.edges
        if case.name.startswith("yardstick"):
            yardstick = nanoseconds
        print(
            f"{case.name:24}{case.net.units:9,}{case.net.edges:11,}{case.net.depth:8,}{nanoseconds:9,.1f}"
            f"{yardstick / nanoseconds:14,.0f}"
        )
    print()
    held, peak = bytes_an_edge(cases[2], x)
    print(
        f"bytes an edge, {cases[2].net.edges:,} edges: {held:.0f} held by network, plan and gradients; peak {peak:.0f}"
    )
    print(f"visits an edge, forward + backward: wide {visits_an_edge(yard, x)}, deep {visits_an_edge(yard_deep, x)}")
    print(f"largest difference from the yardstick: wide {agree(yard, x):.0e}, deep {agree(yard_deep, x):.0e}")

    sizes = [1_000, 3_162, 10_000] if quick else [1_000, 3_162, 10_000, 31_623, 100_000]
    grown = [Case("", net, with_arrays(net, x, "numpy")) for net in map(wide, sizes)]
    edges, seconds = np.log([case.net.edges for case in grown]), np.log(medians(grown, rounds))
    slopes = np.diff(seconds) / np.diff(edges)
    print("log–log slope of the time, from size to size (small ones cost calls, large ones leave the caches):")
    for case, larger, slope in zip(grown[:-1], grown[1:], slopes, strict=True):
        print(f"  {case.net.edges:9,} to {larger.net.edges:9,} edges: {slope:.2f}")


if __name__ == "__main__":
    main()
