"""What the checks know of lesson 02: the laws, and the mistakes that students make.

A network is judged by what it computes, never by its weights; an order by its property, never by the list. So most
mistakes are told by what the student's network does instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..datasets import boolean_table
from ..network import Unit
from . import Check, Exercise, Mistake, Outcome, describe

Edge = tuple[str, str]

# What an answer must not borrow, because its exercise builds it anew. `Unit` is free: it is the form of an answer.
REBUILDS: dict[str, tuple[str, ...]] = {
    "xor_network": ("utils.network.from_truth_table", "utils.network.smallest", "utils.network.parity_layered"),
    "xor_with_two": ("utils.network.smallest", "utils.network.parity_counting"),
    "topological_order": ("utils.network.topological_order",),
    "evaluate": ("utils.network.evaluate", "utils.network.forward", "utils.network.from_units"),
    "all_inputs": ("utils.datasets.boolean_table",),
    "from_truth_table": (
        "utils.network.from_truth_table",
        "utils.network.from_decision_diagram",
        "utils.network.from_halves",
        "utils.network.from_nands",
        "utils.network.smallest",
    ),
    "parity": ("utils.network.parity_chain", "utils.network.parity_layered", "utils.network.parity_counting"),
    "half_adder": ("utils.network.half_adder", "utils.network.from_nands"),
    "full_adder": ("utils.network.full_adder", "utils.network.from_nands"),
    "adder": ("utils.network.ripple_carry_adder",),
}


class Instead(NamedTuple):
    """Another function that a wrong network may compute: the mistake's name, its outputs, and what to say."""

    name: str
    outputs: Mapping[str, Any]
    advice: str


# ---------------------------------------------------------------- running a network


def run(units: Sequence[Unit], x: Mapping[str, Any], *, strict: bool = False, sign: int = 1) -> dict[str, Any]:
    """The value of every node; units may be listed in any order and read a node twice.

    `strict` makes the step of 0 a 0, and `sign=-1` turns every bias round: two mistakes that are worth a word.
    """
    values, waiting = dict(x), list(units)
    while waiting:
        ready = [unit for unit in waiting if all(name in values for name in unit.inputs)]
        if not ready:
            raise ValueError("a cycle, or a name that nothing defines")
        for unit in ready:
            values[unit.name] = _fires(unit, values, strict, sign)
        waiting = [unit for unit in waiting if unit.name not in values]
    return values


def _fires(unit: Unit, values: Mapping[str, Any], strict: bool = False, sign: int = 1) -> Any:
    total = sign * float(np.squeeze(unit.bias)) + sum(
        float(weight) * values[name] for weight, name in zip(unit.weights, unit.inputs, strict=True)
    )
    single = any(np.asarray(number).dtype == np.float32 for number in (unit.weights, unit.bias))
    total = np.round(total, 6 if single else 12)  # 0.1 + 0.2 − 0.3 counts as 0
    return 1 * (total > 0 if strict else total >= 0)


def units_of(outcome: Outcome, inputs: Sequence[str], outputs: Sequence[str], at_most: int | None = None) -> list[Unit]:
    """The units that an answer holds; fails unless they form a network of steps on `inputs` with these `outputs`."""
    check, call = outcome.check, outcome.call
    outcome.satisfies(lambda answer: isinstance(answer, list | tuple), "a list of units")

    def holds(condition: object, happened: str, name: str, advice: str) -> None:
        if not condition:  # only what a network computes is counted as a check
            check.that(False, f"{call}: {happened}", Mistake(name, outcome.function, advice))

    one = 'write Unit("name", ["input", …], [weight, …], bias)'
    units = []
    for part in outcome.value:
        shaped = isinstance(part, list | tuple) and 4 <= len(part) <= 5 and isinstance(part[0], str)
        holds(shaped, f"the list holds {describe(part)}, which is no unit.", "not a unit", f"{one}.")
        units.append(Unit(*part))
    holds(at_most is None or len(units) <= (at_most or 0), f"it has {len(units)} units; at most {at_most} are allowed.",
          "too many units", "count what you need each unit for.")  # fmt: skip
    names = [unit.name for unit in units]
    for unit in units:
        where = f"unit {unit.name!r}"
        listed = isinstance(unit.inputs, list | tuple) and all(isinstance(name, str) for name in unit.inputs)
        holds(listed, f"the inputs of {where} are {describe(unit.inputs)}.", "no list of names",
              f"the inputs of a unit are a list of names, even if there is only one: {one}.")  # fmt: skip
        numbers = _is_numbers(unit.weights, 1) and np.shape(unit.weights) == (len(unit.inputs),)
        holds(numbers, f"{where} reads {len(unit.inputs)} nodes; its weights are {describe(unit.weights)}.",
              "one weight for each input", "a unit has as many weights as inputs, all of them numbers.")  # fmt: skip
        holds(_is_numbers(unit.bias, 0), f"the bias of {where} is {describe(unit.bias)}.", "no number",
              "the bias of a unit is one number.")  # fmt: skip
        holds(unit.activation == "step", f"{where} is a {unit.activation}.", "no perceptron", "all units are steps.")
        holds(names.count(unit.name) == 1, f"the name {unit.name!r} is there {names.count(unit.name)} times.",
              "name twice", "every unit needs a name of its own, or nobody knows which one is meant.")  # fmt: skip
        holds(unit.name not in inputs, f"{where} has the name of an input.", "name of an input",
              "inputs are given from outside; a unit needs another name.")  # fmt: skip
        unknown = [name for name in unit.inputs if name not in names and name not in inputs]
        holds(not unknown, f"{where} reads {', '.join(unknown)}; the inputs are {', '.join(inputs)}.", "unknown name",
              "no unit and no input has this name: is it misspelt, or is a unit missing?")  # fmt: skip
    missing = [name for name in outputs if name not in names]
    holds(not missing, f"no unit is called {' or '.join(missing)}; the units are {describe(names)}.", "no output",
          f"the answer is read from {' and '.join(outputs)}: a unit must have that name.")  # fmt: skip
    edges = [(name, unit.name) for unit in units for name in unit.inputs]
    holds(not _on_cycles(edges), f"the units {describe(sorted(_on_cycles(edges)))} wait for each other.", "cycle",
          "a unit that, by a detour, reads itself can never be computed.")  # fmt: skip
    return units


def _is_numbers(value: Any, axes: int) -> bool:
    try:
        numbers = np.asarray(value)
    except ValueError:
        return False
    if numbers.shape == (0,) and axes == 1:
        return True
    shaped = numbers.ndim == axes or (axes == 0 and numbers.shape == (1,))
    return shaped and numbers.dtype.kind in "biuf" and bool(np.isfinite(numbers).all())


def computes(
    check: Check,
    function: Callable,
    arguments: tuple,
    inputs: Sequence[str],
    targets: Mapping[str, Any],
    *,
    at_most: int | None = None,
    instead: Iterable[Instead] = (),
    nands: bool = False,
) -> list[Unit]:
    """The network that `function(*arguments)` returns answers all 2**n inputs as `targets` say; any such passes.

    Parameters
    ----------
    check, function, arguments
        What is called.
    inputs : names
    targets : dict from an output's name to its row, one answer for each column of `boolean_table`
    at_most : int, optional
        Units allowed.
    instead : sequence of Instead
        Other functions that a wrong network may compute, the likeliest first.
    nands : bool
        Whether every unit must be a NAND.

    Returns
    -------
    list of Unit
    """
    outcome = check(function, *arguments)
    units = units_of(outcome, inputs, list(targets), at_most)
    if nands:
        _all_nands(outcome, units)
    X = dict(zip(inputs, boolean_table(len(inputs)), strict=True))
    values = _rows(run(units, X), 2 ** len(inputs))
    wanted = {name: np.asarray(row).astype(int) for name, row in targets.items()}
    wrong = np.any([values[name] != row for name, row in wanted.items()], axis=0)
    cause = _why(function, units, inputs, wanted, values, instead) if wrong.any() else None
    for column in np.flatnonzero(wrong)[:1]:
        given = ", ".join(f"{name} = {X[name][column]}" for name in inputs)
        came = ", ".join(f"{name} = {values[name][column]}" for name in wanted)
        right = ", ".join(f"{name} = {row[column]}" for name, row in wanted.items())
        inside = [f"{name} = {values[name][column]}" for name in (u.name for u in units) if name not in wanted]
        inner = f" ({', '.join(inside)})" if 0 < len(inside) <= 6 else ""
        check.that(
            False, f"{outcome.call} is a network that, for {given}, gives {came}{inner}; wanted: {right}.", cause
        )
    check.passed += 2 ** len(inputs)
    return units


def answers(check: Check, function: Callable, arguments: tuple, table: Any, at_most: int) -> list[Unit]:
    """The network that `function(*arguments)` returns has this truth table, from x1 … xn to y; any such passes."""
    n = len(table).bit_length() - 1
    named: dict[str, Callable[[], list[Instead]]] = {
        "from_truth_table": lambda: tables_instead(table),
        "parity": lambda: parities_instead(n),
    }
    instead = named.get(check.name, two_input_functions)()
    names = [f"x{i}" for i in range(1, n + 1)]
    return computes(check, function, arguments, names, {"y": table}, at_most=at_most, instead=instead)


def adds_bits(check: Check, function: Callable, names: tuple[str, ...], total: Any, carry: Any) -> list[Unit]:
    """The NANDs that `function(*names)` returns have these truth tables; the last two names are total and carry."""
    *inputs, one, two = names
    instead = (half_sums_instead if len(inputs) == 2 else full_sums_instead)(one, two)
    return computes(check, function, names, inputs, {one: total, two: carry}, instead=instead, nands=True)


def _rows(values: Mapping[str, Any], columns: int) -> dict[str, np.ndarray]:
    return {name: np.broadcast_to(value, columns) for name, value in values.items()}


def _agree(values: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return all(np.array_equal(values[name], row) for name, row in wanted.items())


def _why(
    function: Callable,
    units: Sequence[Unit],
    inputs: Sequence[str],
    wanted: Mapping[str, np.ndarray],
    values: Mapping[str, np.ndarray],
    instead: Iterable[Instead],
) -> Mistake:
    """Why these units compute something else: a known slip, a known other function, or just something else."""
    columns = 2 ** len(inputs)
    X = dict(zip(inputs, boolean_table(len(inputs)), strict=True))
    constant = all(row.min() == row.max() for row in wanted.values())  # then many slips look alike
    if not constant and _agree(_rows(run(units, X, strict=True), columns), wanted):
        advice = "one sum is exactly 0, and step(0) = 1. Make that bias a little smaller."
        return Mistake("sum exactly 0", function, advice)
    if not constant and _agree(_rows(run(units, X, sign=-1), columns), wanted):
        advice = "a bias is added to the sum, not compared with it: turn the signs of the biases round."
        return Mistake("bias as threshold", function, advice)
    for name, outputs, advice in instead:
        if _agree(values, {output: np.asarray(row).astype(int) for output, row in outputs.items()}):
            return Mistake(name, function, advice)
    if _agree(values, {name: 1 - row for name, row in wanted.items()}):
        return Mistake("the opposite function", function, "every answer is turned round.")
    backwards = dict(zip(inputs, boolean_table(len(inputs))[::-1], strict=True))
    if _agree(_rows(run(units, backwards), columns), wanted):
        first, last = inputs[0], inputs[-1]
        advice = f"the inputs are numbered the wrong way round: {first} is the first row of the table, {last} the last."
        return Mistake("inputs back to front", function, advice)
    for name, row in wanted.items():
        if row.min() != row.max() and values[name].min() == values[name].max():
            return Mistake(f"always {values[name][0]}", function, f"{name} is {values[name][0]} for every input.")
    wrong = int(np.sum(np.any([values[name] != row for name, row in wanted.items()], axis=0)))
    advice = f"wrong: {wrong} of {columns} answers. Follow one of them through the units on paper."
    return Mistake("another function", function, advice)


def _all_nands(outcome: Outcome, units: Sequence[Unit]) -> None:
    for unit in units:
        names = list(dict.fromkeys(unit.inputs))
        table = boolean_table(max(len(names), 1))[: len(names)]
        answers = np.broadcast_to(_fires(unit, dict(zip(names, table, strict=True))), 2 ** max(len(names), 1))
        ones = table.sum(axis=0)
        kinds = {"an AND": ones == len(names), "an OR": ones > 0, "a NOR": ones == 0, "XNOR": ones % 2 == 0}
        kind = next((name for name, row in kinds.items() if np.array_equal(answers, row)), "something else")
        outcome.check.that(
            len(names) > 0 and np.array_equal(answers, ones < len(names)),
            f"{outcome.call}: unit {unit.name!r} is no NAND of {', '.join(names) or 'nothing'}; it is {kind}.",
            Mistake("not only NANDs", outcome.function, "build every unit with nand(name, a, b)."),
        )


# ---------------------------------------------------------------- orders and cycles


def in_order(check: Check, function: Callable, edges: Sequence[Edge]) -> None:
    """`function(edges)` holds every node once, each after all its predecessors; any such order passes."""
    outcome = check(function, edges)
    outcome.satisfies(lambda answer: isinstance(answer, list | tuple), "a list of nodes")
    order, nodes = list(outcome.value), list(dict.fromkeys(node for edge in edges for node in edge))
    cause = _disorder(function, order, nodes, edges)
    if cause is None:
        check.passed += 1
        return
    place = {node: order.index(node) for node in nodes if node in order}
    early = [(a, b) for a, b in edges if a in place and b in place and place[a] > place[b]]
    happened = f"{outcome.call} returned {_listed(order)}."
    if early:
        happened += (
            f" There {early[0][1]} comes before {early[0][0]}, though the edge goes {early[0][0]} → {early[0][1]}."
        )
    check.that(False, happened, cause)


def _listed(order: Sequence[Any]) -> str:
    return f"[{', '.join(str(node) for node in order)}]" if len(order) <= 24 else f"a list of {len(order)}"


def _disorder(function: Callable, order: list, nodes: list[str], edges: Sequence[Edge]) -> Mistake | None:
    """What is wrong with an order, or None if nothing is."""
    if not all(isinstance(node, str) for node in order):
        if any(isinstance(node, list) and all(part in nodes for part in node) for node in order):
            advice = "some nodes are in a list of their own: `append` puts it in as a whole, `+=` adds its nodes."
            return Mistake("a list in the list", function, advice)
        return Mistake(
            "not nodes", function, "the answer is a list of nodes, each by its name, not of edges or numbers."
        )
    missing, strange = [n for n in nodes if n not in order], [n for n in order if n not in nodes]
    if missing:
        starts, ends = {a for a, _ in edges}, {b for _, b in edges}
        where = (
            "no edge leads to it" if missing[0] not in ends else "no edge leaves it" if missing[0] not in starts else ""
        )
        advice = f"{missing[0]} is missing" + (f": {where}, but it is a node, too." if where else ".")
        return Mistake("nodes missing", function, f"{advice} Every node that occurs in an edge belongs in the order.")
    if strange:
        return Mistake("strange nodes", function, f"{strange[0]} occurs in no edge.")
    twice = [node for node in nodes if order.count(node) > 1]
    if twice:
        return Mistake("node twice", function, f"{twice[0]} is there {order.count(twice[0])} times: list it once only.")
    place = {node: number for number, node in enumerate(order)}
    if all(place[a] < place[b] for a, b in edges):
        return None
    if all(place[a] > place[b] for a, b in edges):
        return Mistake("back to front", function, "every edge points backwards in your order: turn it round.")
    if order == nodes:
        advice = "the nodes came back as the edges mention them, but edges may be listed in any order."
        return Mistake("order of the list", function, advice)
    if order == sorted(nodes):
        return Mistake("alphabetical order", function, "names say nothing: only the edges do.")
    before: dict[str, list[str]] = {b: [] for _, b in edges}
    for a, b in edges:
        before[b].append(a)
    if all(any(place[a] < place[b] for a in all_before) for b, all_before in before.items()):
        advice = "a node is ready when *all* nodes before it are done; here one of them was enough."
        return Mistake("one predecessor is enough", function, advice)
    return Mistake("too early", function, "a node is ready only when all nodes before it are done.")


def names_cycle(check: Check, function: Callable, edges: Sequence[Edge]) -> None:
    """`function(edges)` raises ValueError, and its message names all nodes of a cycle, and none outside cycles."""
    outcome = check(function, edges)
    wanted = "wanted: a ValueError that names the nodes of a cycle."
    raised = outcome._raised
    kind = outcome.came.kind if raised else ""
    came = f"raised {kind}: {outcome.came.message}" if raised else f"returned {describe(outcome.came)}"
    happened = f"{outcome.call} {came}; {wanted}"

    def holds(condition: object, name: str, advice: str) -> None:
        check.that(condition, happened, Mistake(name, function, advice))

    holds(
        raised,
        "cycle not noticed",
        "nodes on a cycle wait for each other. If no node is ready and some are left, raise.",
    )
    holds(
        kind != "RecursionError", "never ends", "the recursion goes round and round: remember which nodes you are in."
    )
    # graphlib's CycleError is a ValueError
    holds(kind in ("ValueError", "CycleError"), "another exception", "say `raise ValueError(message)`.")
    nodes = dict.fromkeys(node for edge in edges for node in edge)
    named = {node for node in nodes if re.search(rf"(?<!\w){re.escape(node)}(?!\w)", outcome.came.message)}
    holds(named, "cycle not named", "the message names no node: put the cycle into it, so that it can be mended.")
    outside = sorted(named - _on_cycles(edges))
    holds(not outside, "more than the cycle", f"{', '.join(outside)} lies on no cycle. Nodes behind a cycle wait, too, but "
          "they are not at fault: go from a node that is left to a node that it waits for, until you meet one again.")  # fmt: skip
    inside = [edge for edge in edges if edge[0] in named and edge[1] in named]
    holds(_on_cycles(inside), "part of the cycle", "all nodes of the cycle belong in the message.")


def _on_cycles(edges: Iterable[Edge]) -> set[str]:
    """The nodes that lie on some cycle: those that can be reached from themselves."""
    after: dict[str, set[str]] = {}
    for a, b in edges:
        after.setdefault(a, set()).add(b)
    found = set()
    for start in after:
        reached, waiting = set(), list(after[start])
        while waiting:
            node = waiting.pop()
            if node not in reached:
                reached.add(node)
                waiting += after.get(node, ())
        found |= {start} & reached
    return found


# ---------------------------------------------------------------- sums


def adds(check: Check, function: Callable, n: int) -> None:
    """The network of `function(n)` adds every two n-bit numbers: inputs a0 …, b0 …; outputs s0 … and the carry c(n)."""
    outcome = check(function, n)
    inputs = [f"{letter}{place}" for letter in "ab" for place in reversed(range(n))]
    outputs = [f"s{place}" for place in range(n)] + [f"c{n}"]
    units = units_of(outcome, inputs, outputs)
    bits = boolean_table(2 * n)
    X = dict(zip(inputs, bits, strict=True))
    a, b = _number(X, [f"a{place}" for place in range(n)]), _number(X, [f"b{place}" for place in range(n)])
    total = _number(_rows(run(units, X), 4**n), outputs)
    for column in np.flatnonzero(total != a + b)[:1]:
        written = f"{total[column]:0{n + 1}b}"
        check.that(
            False,
            f"{outcome.call} adds {a[column]} + {b[column]} to {total[column]} (c{n} … s0 = {written}); "
            f"wanted: {a[column] + b[column]}.",
            _wrong_sum(function, n, a, b, total, units, X),
        )
    check.passed += 4**n


def _number(values: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The number whose bits, least significant first, have these names."""
    return sum(np.asarray(values[name]) * 2**place for place, name in enumerate(names))


def _wrong_sum(function: Callable, n: int, a: Any, b: Any, total: Any, units: Sequence[Unit], X: Mapping) -> Mistake:
    if np.array_equal(total % 2**n, a ^ b):
        return Mistake(
            "carries lost", function, "every place was added alone: each must hand its carry to the next one."
        )
    if np.array_equal(total % 2**n, (a + b) % 2**n):
        return Mistake(
            "last carry wrong", function, f"the places are right, but c{n} is not the carry of the last one."
        )
    flipped = {name: X[f"{name[0]}{n - 1 - int(name[1:])}"] for name in X}
    values = _rows(run(units, flipped), 4**n)
    if np.array_equal(_number(values, [f"s{place}" for place in reversed(range(n))]), (a + b) % 2**n):
        return Mistake("from the left", function, "a0 and b0 are the last digits, worth 1: begin there, as on paper.")
    if np.array_equal(total % 2**n, (a + b + 1) % 2**n):
        return Mistake("one too many", function, "the first place has no carry to add.")
    wrong = int(np.sum(total != a + b))
    advice = f"wrong: {wrong} of {4**n} sums. Try small ones, such as 1 + 1, on paper."
    return Mistake("another function", function, advice)


def apart(check: Check, function: Callable, first: tuple, second: tuple) -> None:
    """Two copies of a subcircuit, called with other names, share no unit's name."""
    one, two = check(function, *first), check(function, *second)
    names = [{part[0] for part in outcome.value} for outcome in (one, two)]
    shared = sorted(names[0] & names[1])
    check.that(
        not shared,
        f"{one.call} and {two.call} both have a unit called {', '.join(shared)}.",
        Mistake("shared names", function, "in one network two copies would clash: make inner names from an output's name, such as f\"{total}.n\"."),
    )  # fmt: skip


# ---------------------------------------------------------------- tables to compare with


def table(formula: Callable[..., Any], inputs: int) -> np.ndarray:
    """A formula's answers on all inputs, as whole numbers."""
    return np.asarray(formula(*boolean_table(inputs))).astype(int)


def two_input_functions() -> list[Instead]:
    """What an XOR may be instead."""
    return [
        Instead("OR", {"y": [0, 1, 1, 1]}, "your network computes OR: (1, 1) must give 0."),
        Instead("AND", {"y": [0, 0, 0, 1]}, "your network computes AND."),
        Instead("NAND", {"y": [1, 1, 1, 0]}, "your network computes NAND: (0, 0) must give 0."),
        Instead("XNOR", {"y": [1, 0, 0, 1]}, "your network computes XNOR, the opposite of XOR."),
        Instead("one side only", {"y": [0, 1, 0, 0]}, "only (0, 1) gives 1; (1, 0) must, too."),
        Instead("one side only", {"y": [0, 0, 1, 0]}, "only (1, 0) gives 1; (0, 1) must, too."),
    ]


def tables_instead(truth: Any) -> list[Instead]:
    """What a network for a truth table may compute instead."""
    truth = np.asarray(truth).astype(int)
    n = int(np.log2(len(truth)))
    ones, columns = np.flatnonzero(truth), np.arange(len(truth))
    closure = np.array([any((one & j) == one for one in ones) for j in columns])
    near = np.array([any(int(one ^ j).bit_count() <= 1 for one in ones) for j in columns])
    first, last = (np.isin(columns, ones[[k]] if len(ones) else []) for k in (0, -1))
    flipped = truth[[int(f"{j:0{n}b}"[::-1], 2) for j in columns]]
    return [
        Instead("always 1", {"y": np.ones(len(truth))}, "y fires even if no minterm does: an OR has a bias a little below 0."),
        Instead("always 0", {"y": np.zeros(len(truth))}, "y never fires: one minterm must be enough, since never two fire at once. Does the unit of the minterm fire? If not, its bias is too low: it must let through the sum of exactly its ones. If it does, y is too strict: is it an AND?"),
        Instead("inputs back to front", {"y": flipped}, "x1 is the first, most significant digit of a row's number."),
        Instead("zeros ignored", {"y": closure}, "a minterm unit must refuse inputs that have more ones: weight −1 where its input is 0."),
        Instead("threshold too low", {"y": near}, "a minterm unit fires for its neighbours, too: all its ones must be there and no zero."),
        Instead("only one minterm", {"y": first}, "only the first row with a 1 is answered: is the `return` inside the loop?"),
        Instead("only one minterm", {"y": last}, "only the last row with a 1 is answered: a unit for each must be kept."),
        Instead("zeros for ones", {"y": 1 - truth}, "units were made for the rows with 0: every answer is turned round."),
    ]  # fmt: skip


def parities_instead(n: int) -> list[Instead]:
    """What a parity network may compute instead."""
    ones = boolean_table(n).sum(axis=0)
    return [
        Instead("even for odd", {"y": ones % 2 == 0}, "y is 1 for an even number of ones: every answer is turned round."),
        Instead("at least one", {"y": ones > 0}, "y is 1 as soon as any input is: two ones must cancel."),
        Instead("exactly one", {"y": ones == 1}, "y is 1 for exactly one 1; three ones are odd, too."),
        Instead("always 0", {"y": 0 * ones}, "y is 0 for every input. Follow a single 1 through the units: what then fires must lift the sum of y to 0 or more."),
        Instead("at least one", {"y": ones == n}, "y is 1 only if all inputs are."),
        Instead("last input lost", {"y": boolean_table(n)[:-1].sum(axis=0) % 2}, f"x{n} changes nothing: count how often the loop runs."),
        Instead("last input only", {"y": boolean_table(n)[-1]}, "only the last input counts: the chain is broken."),
        Instead("two inputs only", {"y": boolean_table(n)[-2:].sum(axis=0) % 2}, "only the last two inputs count: hand the result of one XOR to the next."),
        Instead("two inputs only", {"y": boolean_table(n)[:2].sum(axis=0) % 2}, "only the first two inputs count."),
    ]  # fmt: skip


def half_sums_instead(total: str, carry: str) -> list[Instead]:
    """What a half adder may compute instead."""
    a, b = boolean_table(2)
    return [
        Instead("outputs exchanged", {total: a & b, carry: a ^ b}, "sum and carry have changed places."),
        Instead("carry turned round", {total: a ^ b, carry: 1 - (a & b)}, "the carry is NAND(a, b); it must be AND: a NAND of it with itself turns it round."),
        Instead("OR for XOR", {total: a | b, carry: a & b}, "1 + 1 is 10 in binary: the sum is 0 there."),
        Instead("carry is OR", {total: a ^ b, carry: a | b}, "the carry is 1 only if both are."),
        Instead("sum turned round", {total: 1 - (a ^ b), carry: a & b}, "the sum is turned round."),
    ]  # fmt: skip


def full_sums_instead(total: str, carry: str) -> list[Instead]:
    """What a full adder may compute instead."""
    a, b, c = boolean_table(3)
    odd, two = a ^ b ^ c, (a + b + c >= 2).astype(int)
    return [
        Instead("outputs exchanged", {total: two, carry: odd}, "sum and carry have changed places."),
        Instead("second carry lost", {total: odd, carry: a & b}, "(a + b) + c has two chances of a carry: at the first addition or at the second."),
        Instead("first carry lost", {total: odd, carry: (a ^ b) & c}, "(a + b) + c has two chances of a carry: at the first addition or at the second."),
        Instead("both carries wanted", {total: odd, carry: 0 * a}, "the two carries never come together: the result is their OR, not their AND."),
        Instead("carry turned round", {total: odd, carry: 1 - two}, "the carry is turned round: NAND(NOT u, NOT v) is u OR v."),
        Instead("carry turned round", {total: odd, carry: 1 + 0 * a}, "the carry is always 1: the NAND of two carries is not their OR. NAND(NOT u, NOT v) is."),
        Instead("carry is OR", {total: odd, carry: a | b | c}, "the carry is 1 only if at least two of the three are."),
        Instead("c ignored", {total: a ^ b, carry: a & b}, "this is the half adder of a and b: c is not added."),
    ]  # fmt: skip


# ---------------------------------------------------------------- mistakes of evaluate and all_inputs


def _evaluate(total: Callable, decide: Callable = lambda s: 1 * (np.asarray(s) >= 0)) -> Callable:
    """An evaluation in the right order, with its own idea of a unit's sum and its decision."""

    def gives(network: Sequence[Unit], x: Mapping[str, Any]) -> dict[str, Any]:
        values, waiting = dict(x), list(network)
        while waiting:
            ready = [unit for unit in waiting if all(name in values for name in unit.inputs)]
            for unit in ready:
                values[unit.name] = decide(total(unit, values))
            waiting = [unit for unit in waiting if unit.name not in values]
        return values

    return gives


def _weighted(unit: Unit, values: Mapping[str, Any]) -> Any:
    return sum(weight * values[name] for weight, name in zip(unit.weights, unit.inputs, strict=True))


def _sum(unit: Unit, values: Mapping[str, Any]) -> Any:
    return _weighted(unit, values) + unit.bias


def _as_listed(network: Sequence[Unit], x: Mapping[str, Any], missing: Callable) -> dict[str, Any]:
    values = dict(x)
    for unit in network:
        total = unit.bias
        for weight, name in zip(unit.weights, unit.inputs, strict=True):
            total = total + weight * missing(values, name)
        values[unit.name] = 1 * (total >= 0)
    return values


def _without(keep: Callable[[str, set[str], set[str]], bool]) -> Callable:
    """The right values, but only of some nodes."""

    def gives(network: Sequence[Unit], x: Mapping[str, Any]) -> dict[str, Any]:
        read = {name for unit in network for name in unit.inputs}
        return {name: value for name, value in run(network, x).items() if keep(name, set(x), read)}

    return gives


def _if(network: Sequence[Unit], x: Mapping[str, Any]) -> dict[str, Any]:
    return _evaluate(_sum, lambda total: 1 if total >= 0 else 0)(network, x)


def _networks(rng: np.random.Generator) -> Iterator[tuple]:
    """Small networks with whole weights, so that sums of exactly 0 occur; listed in any order."""
    for trial in range(16):
        units, names = [], ["x1", "x2"]
        for number in range(1, 4):
            size = int(rng.integers(1, 3))
            before = [names[k] for k in rng.permutation(len(names))[:size]]
            units.append(
                Unit(f"h{number}", before, [int(w) for w in rng.choice([-2, -1, 1, 2], size)], int(rng.integers(-2, 3)))
            )
            names.append(f"h{number}")
        shuffled = [units[k] for k in rng.permutation(3)]
        if trial % 2:
            yield shuffled, {"x1": float(rng.integers(-2, 3)), "x2": float(rng.integers(-2, 3))}
        else:
            yield shuffled, dict(zip(["x1", "x2"], rng.integers(0, 2, (2, 4)), strict=True))


# ---------------------------------------------------------------- the exercises


EXERCISES: dict[str, Exercise] = {
    "poll": Exercise(law="answer with one of the letters.", look="section 1: put the sums of h1 and h2 into the sum of y."),
    "xor_network": Exercise(
        law="y = 1 for (0, 1) and (1, 0), y = 0 for (0, 0) and (1, 1), with at most three units on the inputs x1 and x2.",
        look="section 1, the table of the prediction.",
    ),
    "xor_with_two": Exercise(
        law="y = 1 for (0, 1) and (1, 0), y = 0 for (0, 0) and (1, 1), with at most two units; y may read x1 and x2, too.",
        look="exercise 1b, the prediction.",
    ),
    "topological_order": Exercise(
        law="every node once, each after all nodes from which an edge leads to it; if that cannot be, a ValueError that names the nodes of a cycle.",
        look="section 2, “ready”.",
    ),
    "evaluate": Exercise(
        law="a unit's value is step(Σ weight · value of its input + bias), computed after the values of its inputs; the answer has every node, the inputs too.",
        look="exercise 3a, the prediction.",
        mistakes=[
            Mistake("order of the list", lambda network, x: _as_listed(network, x, lambda values, name: values[name]), "the units were computed as they are listed, and an input was not known yet: use topological_order."),
            Mistake("unknown taken as 0", lambda network, x: _as_listed(network, x, lambda values, name: values.get(name, 0)), "a value that was not computed yet was taken as 0: compute the units in a topological order."),
            Mistake("forgotten bias", _evaluate(_weighted), "the bias was left out: add it to the sum before the step."),
            Mistake("strict step", _evaluate(_sum, lambda total: 1 * (np.asarray(total) > 0)), "a sum of exactly 0 gives 1: compare with `>=`."),
            Mistake("no threshold", _evaluate(_sum, lambda total: total), "the sums were passed on: each unit is a step."),
            Mistake("bias as threshold", _evaluate(lambda unit, values: _weighted(unit, values) - unit.bias), "the bias is added to the sum, not compared with it."),
            Mistake("bias in every term", _evaluate(lambda unit, values: _weighted(unit, values) + len(unit.inputs) * unit.bias), "the bias was added once for every input; it is added once to the whole sum."),
            Mistake("sign instead of step", _evaluate(_sum, lambda total: np.where(np.asarray(total) >= 0, 1, -1)), "a step gives 0 or 1, not −1 or 1."),
            Mistake("forgotten weights", _evaluate(lambda unit, values: sum(values[name] for name in unit.inputs) + unit.bias), "the inputs were summed without their weights."),
            Mistake("inputs left out", _without(lambda name, inputs, read: name not in inputs), "the answer has a value for every node: start from a copy of x."),
            Mistake("outputs only", _without(lambda name, inputs, read: name not in read), "the answer has a value for every node, not only for those that nobody reads."),
            Mistake("array in an if", _if, "`if` decides once, but a value may be a row of numbers: use `np.where(total >= 0, 1, 0)`."),
            Mistake("constant units left out", lambda network, x: {name: value for name, value in run(network, x).items() if name not in {unit.name for unit in network if not unit.inputs}}, "a unit without inputs occurs in no edge if nobody reads it, so it is in no order of the edges; its value is step(bias)."),
            Mistake("second reading lost", _evaluate(lambda unit, values: sum(weight * values[name] for name, weight in dict(zip(unit.inputs, unit.weights, strict=True)).items()) + unit.bias), "a node that is read twice counts twice: go through weights and inputs side by side, not through a dictionary."),
        ],
        probes=_networks,
    ),
    "all_inputs": Exercise(
        law="column j holds the n binary digits of j, the most significant in the first row: shape (n, 2**n).",
        look="exercise 3b, the prediction.",
        mistakes=[
            Mistake("digits upside down", lambda n: boolean_table(n)[::-1], "the first row is the most significant digit: it changes only once, in the middle."),
            Mistake("rows for columns", lambda n: boolean_table(n).T, "an example is a column: the shape is (n, 2**n)."),
            Mistake("digits upside down", lambda n: boolean_table(n)[::-1].T, "an example is a column, and the first row is the most significant digit."),
            Mistake("last column missing", lambda n: boolean_table(n)[:, :-1], "there are 2**n inputs, from 0 to 2**n − 1: `range(2**n)` goes that far."),
            Mistake("starts at 1", lambda n: boolean_table(n)[:, 1:], "the first column is 0: all digits 0."),
            Mistake("starts at 1", lambda n: np.roll(boolean_table(n), -1, axis=1), "the first column is 0: all digits 0."),
            Mistake("columns back to front", lambda n: boolean_table(n)[:, ::-1], "count up from 0: the first column is all zeros."),
            Mistake("signs for bits", lambda n: 2 * boolean_table(n) - 1, "the digits are 0 and 1, not −1 and 1."),
            Mistake("numbers for digits", lambda n: np.arange(2**n), "column j must hold the digits of j, one in each row."),
            Mistake("no remainder", lambda n: np.arange(2**n) // 2 ** np.arange(n)[::-1, None], "the quotient still holds the digits before: take its remainder, `% 2`."),
            Mistake("n columns", lambda n: boolean_table(n)[:, :n], "n bits have 2**n inputs, not n."),
            Mistake("n squared", lambda n: (np.arange(n**2) >> np.arange(n)[::-1, None]) & 1, "n bits have 2**n inputs: in Python a power is written `**`."),
        ],
        probes=lambda rng: ((n,) for n in (1, 2, 3, 4)),
    ),
    "from_truth_table": Exercise(
        law="the network answers column j of all_inputs(n) with table[j]; its inputs are x1 … xn, its output is y.",
        look="section 4, the unit of a minterm.",
    ),
    "parity": Exercise(
        law="y = 1 if an odd number of the inputs x1 … xn is 1, with at most 3n units.",
        look="section 5, the two ways to parity.",
    ),
    "half_adder": Exercise(
        law="a + b = 2 · carry + total, by NANDs only; inner names are made from an output's name.",
        look="exercise 6a, the prediction.",
    ),
    "full_adder": Exercise(
        law="a + b + c = 2 · carry + total, by NANDs only; inner names are made from an output's name.",
        look="exercise 6b, the prediction.",
    ),
    "adder": Exercise(
        law="a + b = the number with the binary digits c(n) s(n−1) … s1 s0.",
        look="exercise 6c, the sum on paper.",
    ),
}  # fmt: skip
