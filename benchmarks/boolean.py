"""What boolean functions cost in units, by every construction, and how long all inputs take."""

import numpy as np

from benchmarks.clock import Row, race
from utils import network
from utils.datasets import boolean_table

SEED = 562  # of a random function of 16 inputs with 32,778 ones


def measure() -> list[Row]:
    return sixteen_inputs() + smallest()


def sixteen_inputs() -> list[Row]:
    """All 65,536 inputs at once, through three networks for the same random function."""
    table, X = network.random_table(16, SEED), boolean_table(16, np.float32)
    networks = {
        "halves": network.from_halves(table),
        "decision diagram": network.from_decision_diagram(table),
        "truth table": network.from_truth_table(table),
    }
    for name, net in networks.items():
        if not (network.evaluate(net, X)[0] == table).all():
            raise ArithmeticError(f"the network made by {name} computes another function")
    taken = race({name: lambda net=net: network.evaluate(net, X) for name, net in networks.items()}, rounds=3)
    seconds = {name: microseconds / 1e6 for name, microseconds in taken.items()}
    rows = []
    for name, net in networks.items():
        is_fast = name == "halves"
        rows.append(
            Row(
                f"random function of 16 inputs by {name}: {net.units:,} units, all 65,536 inputs",
                f"{seconds[name]:.2f} s",
                f"minterms {seconds['truth table']:.2f} s",
                f"{seconds[name] / seconds['truth table']:.2f}",
                "≤ 0.3 s" if is_fast else "",
                seconds[name] <= 0.3 if is_fast else None,
            )
        )
    return rows


def smallest() -> list[Row]:
    """The search through all functions of 4 inputs; nothing of it is kept from an earlier one."""

    def search() -> np.ndarray:
        network.minimum_units.cache_clear()
        network.threshold_functions.cache_clear()
        return network.minimum_units(4)

    seconds = race({"search": search}, rounds=3)["search"] / 1e6
    return [Row("fewest perceptrons of all 65,536 functions of 4 inputs", f"{seconds:.1f} s", "", "", "", None)]


# ---------------------------------------------------------------- prices: facts, not times


def prices() -> list[str]:
    """What the lessons quote about units, counted."""
    table, parity = network.random_table(16, SEED), network.parity_table(16)
    price = network.price(table)
    plain = two_units_a_node(table)
    counts = {n: np.bincount(network.minimum_units(n)) for n in (3, 4)}
    said = {
        n: ", ".join(f"{count:,} need {units}" for units, count in enumerate(some) if count)
        for n, some in counts.items()
    }
    return [
        f"A random function of 16 inputs with {table.sum():,} ones: {price['truth table']:,} units by minterms, "
        f"**{price['decision diagram']:,}** by sharing (a reduced ordered decision diagram; {plain:,} if only "
        f"constants were folded, and not children of which one implies the other), **{price['halves']:,}** by halves.",
        f"Parity of 16 inputs: {network.price(parity)['truth table']:,} units by minterms, "
        f"{network.from_decision_diagram(parity).units} by a decision diagram, {network.parity_chain(16).units} by a "
        f"chain of XORs, {network.parity_layered(16).units} with one hidden layer, "
        f"**{network.parity_counting(16).units}** by counting.",
        f"Fewest perceptrons: of the 256 functions of 3 inputs {said[3]}; of the 65,536 functions of 4 inputs "
        f"**{said[4]}**, none more.",
    ]


def table_of_prices() -> list[str]:
    """Parity, majority, multiplexer and random functions of 2 to 12 inputs, by every construction."""
    constructions = ("truth table", "decision diagram", "halves", "nands")
    lines = [f"| inputs | function | {' | '.join(constructions)} |", "|---|---|" + "---|" * len(constructions)]
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
            lines.append(f"| {n} | {name} | {' | '.join(f'{price[kind]:,}' for kind in constructions)} |")
    return lines


def two_units_a_node(table: np.ndarray) -> int:
    """The diagram's price if only constants were folded, and not children of which one implies the other."""
    from utils.network.boolean import _decision_diagram

    _, nodes = _decision_diagram(table, int(np.log2(len(table))))
    return sum(0 if node.is_input else 1 if {node.low, node.high} & {0, 1} else 2 for node in nodes)
