"""What boolean functions cost in units, by every construction, and how long all inputs take.

Run: .venv/bin/python -m benchmarks.boolean [--quick]

CPU time, one thread. --quick leaves out what takes more than a second or two.
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"  # before numpy is imported
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import sys
import time
from collections.abc import Callable

import numpy as np

from utils import network
from utils.datasets import boolean_table

SEED = 562  # of a random function of 16 inputs with 32,778 ones


def timed(work: Callable[[], np.ndarray]) -> tuple[np.ndarray, float]:
    begun = time.process_time()
    result = work()
    return result, time.process_time() - begun


def table_of_prices() -> None:
    constructions = ("truth table", "decision diagram", "halves", "nands")
    print(f"{'units':>18} " + "".join(f"{name:>18}" for name in constructions))
    for n in range(2, 13):
        address = {3: 1, 6: 2, 11: 3}.get(n)
        tables = {
            "parity": network.parity_table(n),
            "majority": network.majority_table(n),
            **({"multiplexer": network.multiplexer_table(address)} if address else {}),
            "random": network.random_table(n, rng=n),
        }
        for name, table in tables.items():
            price = network.price(table)
            print(f"n = {n:2}{name:>12} " + "".join(f"{price[kind]:18,}" for kind in constructions))
    print()


def sixteen_inputs(quick: bool) -> None:
    n = 16
    table, X = network.random_table(n, SEED), boolean_table(n, np.float32)
    networks = {
        "minterms": network.from_truth_table(table),
        "decision diagram": network.from_decision_diagram(table),
        "halves": network.from_halves(table),
    }
    print(f"A random function of {n} inputs with {table.sum():,} ones")
    for name, net in networks.items():
        line = f"{name:>18}: {net.units:7,} units, {net.edges:9,} edges, depth {net.depth:3}"
        if not quick or name == "halves":
            network.evaluate(net, X[:, :16])  # the plan is made at the first call
            answers, seconds = timed(lambda net=net: network.evaluate(net, X))
            line += f", all {2**n:,} inputs in {seconds:6.2f} s, {'right' if (answers[0] == table).all() else 'WRONG'}"
        print(line)
    plain = two_units_a_node(table)
    print(f"{'':>18}  (decision diagram if two units a node were saved only where a child is a constant: {plain:,})")
    print(f"Parity of {n} inputs")
    parity = network.parity_table(n)
    constructions = (
        network.from_decision_diagram(parity),
        network.parity_chain(n),
        network.parity_layered(n),
        network.parity_counting(n),
    )
    names = ("decision diagram", "chain of XORs", "one hidden layer", "counting")
    print(f"{'minterms':>18}: {network.price(parity)['truth table']:7,} units")
    for name, net in zip(names, constructions, strict=True):
        right = (network.evaluate(net, X)[0] == parity).all()
        print(f"{name:>18}: {net.units:7,} units, {'right' if right else 'WRONG'}")
    print()


def two_units_a_node(table: np.ndarray) -> int:
    """The diagram's price if only constants were folded, and not children of which one implies the other."""
    from utils.network.boolean import _decision_diagram

    _, nodes = _decision_diagram(table, int(np.log2(len(table))))
    return sum(0 if node.is_input else 1 if {node.low, node.high} & {0, 1} else 2 for node in nodes)


def smallest(quick: bool) -> None:
    for n in range(1, 4 if quick else 5):
        counts, seconds = timed(lambda n=n: np.bincount(network.minimum_units(n)))
        said = ", ".join(f"{count:,} need {units}" for units, count in enumerate(counts) if count)
        print(f"Fewest perceptrons, all {2**2**n:,} functions of {n} inputs: {said} ({seconds:.2f} s)")
    counts, seconds = timed(lambda: np.array([len(network.threshold_functions(n).tables) for n in range(1, 6)]))
    print(f"Functions of one perceptron, n = 1 … 5: {', '.join(f'{count:,}' for count in counts)}")


def main() -> None:
    quick = "--quick" in sys.argv
    table_of_prices()
    sixteen_inputs(quick)
    smallest(quick)


if __name__ == "__main__":
    main()
