"""Networks for boolean functions: by minterms, by sharing, by threshold tricks; NAND circuits and adders; the price.

A truth table has one 0 or 1 for each column of `datasets.boolean_table(n)`: shape (2**n,), the first input most
significant. All thresholds lie half-way between whole numbers, so rounding cannot change an answer.
"""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.network.graph import Network, Unit, from_arrays, from_units

Array = NDArray[Any]


def gate(kind: Literal["and", "or", "nand", "nor", "not"], name: str, *inputs: str) -> Unit:
    """One perceptron that is a gate: "and", "or", "nand", "nor" of any number of inputs, or "not" of one.

    Parameters
    ----------
    kind : str
    name : str
        Of the unit.
    *inputs : str
        Names of its predecessors.

    Returns
    -------
    Unit

    Raises
    ------
    ValueError
        If the kind is unknown, or "not" has not exactly one input.

    Examples
    --------
    >>> gate("nand", "g", "a", "b")
    Unit(name='g', inputs=['a', 'b'], weights=[-1, -1], bias=1.5, activation='step')
    """
    count = len(inputs)
    gates = {
        "and": (1, 0.5 - count),
        "or": (1, -0.5),
        "nand": (-1, count - 0.5),
        "nor": (-1, 0.5),
        "not": (-1, 0.5),
    }
    if kind not in gates:
        raise ValueError(f"kind is {kind!r}; it must be one of {', '.join(gates)}")
    if kind == "not" and count != 1:
        raise ValueError(f"not has one input; it was given {count}")
    weight, bias = gates[kind]
    return Unit(name, list(inputs), [weight] * count, bias)


def at_least(k: int, name: str, *inputs: str) -> Unit:
    """One perceptron that fires if at least k of its inputs are 1.

    Parameters
    ----------
    k : int
    name : str
        Of the unit.
    *inputs : str
        Names of its predecessors.

    Returns
    -------
    Unit

    Raises
    ------
    ValueError
        If `k` is no whole number.

    Examples
    --------
    >>> at_least(2, "majority", "a", "b", "c").bias
    -1.5
    """
    if not isinstance(k, int | np.integer) or isinstance(k, bool):
        raise ValueError(f"k must be a whole number; it is {k!r}")
    return Unit(name, list(inputs), [1] * len(inputs), 0.5 - int(k))


# ---------------------------------------------------------------- any function


def from_truth_table(table: ArrayLike) -> Network:
    """A network for any boolean function: one unit for each minterm (input with answer 1), and one OR.

    The unit of a minterm has weight +1 where its input is 1 and −1 where it is 0, and the number of its ones as
    threshold, so it fires for that input only.

    Parameters
    ----------
    table : array of 0 and 1, shape (2**n,)

    Returns
    -------
    Network
        Inputs x1 … xn; a unit for each minterm, named by its input, such as "011"; output "or". (ones + 1) units.

    Raises
    ------
    ValueError
        If `table` has not 2, 4, 8, … entries, or holds anything but 0 and 1.

    Notes
    -----
    This is the disjunctive normal form. The price is one unit for every 1 in the table: up to 2**n + 1.

    Examples
    --------
    >>> xor = from_truth_table([0, 1, 1, 0])
    >>> xor, xor.names
    (<Network: 2 inputs, 3 units, 6 edges>, ('x1', 'x2', '01', '10', 'or'))
    """
    answers, n = _table(table)
    minterms = np.flatnonzero(answers)
    bits = _bits(minterms, n)
    count = len(minterms)
    return from_arrays(
        n,
        np.append(np.arange(count + 1) * n, count * n + count),
        np.append(np.tile(np.arange(n), count), np.arange(n, n + count)),
        np.append((2.0 * bits - 1).ravel(), np.ones(count)),
        np.append(0.5 - bits.sum(axis=1), -0.5),
        "step",
        [n + count],
        [*_inputs(n), *(f"{minterm:0{n}b}" for minterm in minterms.tolist()), "or"],
    )


def from_decision_diagram(table: ArrayLike) -> Network:
    """A network that shares: the reduced ordered binary decision diagram of the function, node by node.

    Ask for x1, then x2, …: what remains to be computed after some answers is a smaller function, and equal ones
    are built only once. A node is "low if x is 0, high if x is 1".

    Parameters
    ----------
    table : array of 0 and 1, shape (2**n,)

    Returns
    -------
    Network
        Inputs x1 … xn. If the function is one of its inputs there is no unit: that input is the output.

    Raises
    ------
    ValueError
        As for `from_truth_table`.

    Notes
    -----
    What a node costs, by the first rule that fits:

    0 units  it is an input: low is 0 and high is 1;
    1 unit   high holds whenever low does: [x + low + high ≥ 2]; here constants are folded, low = 0 or high = 1;
    1 unit   low holds whenever high does: [low + high − x ≥ 1]; here low = 1 or high = 0;
    2 units  else: h = [x + high ≥ 2] and [2h + low − x ≥ 1].

    The order of the inputs is theirs; another may need fewer nodes. Parity takes 4n − 5 units. A random function of
    16 inputs with 32,778 ones, and so 32,779 units by minterms, took 15,672; with constants folded, but two units
    for every other node, 16,488.

    References
    ----------
    R. E. Bryant (1986), "Graph-based algorithms for Boolean function manipulation", IEEE Transactions on
    Computers C-35 (8), 677–691.

    Examples
    --------
    >>> from_decision_diagram(parity_table(8)).units, from_truth_table(parity_table(8)).units
    (27, 129)
    """
    answers, n = _table(table)
    root, nodes = _decision_diagram(answers, n)
    if root < 2:
        return from_units(_inputs(n), [Unit("constant", [], [], root - 0.5)])
    names, units = ["", ""], []
    for number, node in enumerate(nodes):
        names.append(f"x{node.variable}" if node.is_input else f"{node.variable}:{number + 1}")
        units += _node_units(node, names)
    return from_units(_inputs(n), units, [names[root]])


def from_halves(table: ArrayLike) -> Network:
    """A network of about 2·2**(n/2) units for any function, three levels deep: 513 units at most for 16 inputs.

    Cut the input into a first half u and a second half v. One unit for each v recognises it, so exactly one of
    them fires. For each u one unit fires if the first half is u and the v that fires has table[u, v] = 1. An OR
    of these is the answer.

    Parameters
    ----------
    table : array of 0 and 1, shape (2**n,)

    Returns
    -------
    Network
        At most 2**⌈n/2⌉ + 2**⌊n/2⌋ + 1 units; rows and columns of the table that are all 0 take none.

    Raises
    ------
    ValueError
        As for `from_truth_table`.

    References
    ----------
    K.-Y. Siu, V. P. Roychowdhury and T. Kailath (1991), "Depth-size tradeoffs for neural computation", IEEE
    Transactions on Computers 40 (12), 1402–1412, for depth 3 and O(2**(n/2)) threshold units.

    Examples
    --------
    >>> from_halves(random_table(16, rng=0)).units
    513
    """
    answers, n = _table(table)
    first, second = n - n // 2, n // 2
    square = answers.reshape(2**first, 2**second).astype(bool)
    firsts, seconds = np.flatnonzero(square.any(axis=1)), np.flatnonzero(square.any(axis=0))
    square = square[firsts][:, seconds]
    u, v = _bits(firsts, first), _bits(seconds, second)
    middle = n + len(seconds)  # the first node that stands for a u
    reads = [np.tile(np.arange(first, n), len(v))]
    weights = [(2.0 * v - 1).ravel()]
    for row, bits in zip(square, u, strict=True):
        fires = np.flatnonzero(row)
        reads += [np.arange(first), n + fires]
        weights += [2.0 * bits - 1, np.ones(len(fires))]
    reads.append(np.arange(middle, middle + len(u)))
    weights.append(np.ones(len(u)))
    fan_in = np.concatenate([np.full(len(v), second), first + square.sum(axis=1), [len(u)]])
    biases = np.concatenate([0.5 - v.sum(axis=1), -0.5 - u.sum(axis=1), [-0.5]])
    return from_arrays(
        n,
        np.concatenate([[0], np.cumsum(fan_in)]),
        np.concatenate(reads),
        np.concatenate(weights),
        biases,
        "step",
        [middle + len(u)],
        [
            *_inputs(n),
            *(f"v={number:0{second}b}" for number in seconds.tolist()),
            *(f"u={number:0{first}b}" for number in firsts.tolist()),
            "or",
        ],
    )


def from_nands(table: ArrayLike) -> Network:
    """A network of NAND gates only: inverters NAND(x), one NAND for each minterm, and a NAND of these.

    OR of ANDs = NAND of NANDs, since NOT (a AND b) = (NOT a) OR (NOT b).

    Parameters
    ----------
    table : array of 0 and 1, shape (2**n,)

    Returns
    -------
    Network
        At most n + ones + 1 units.

    Raises
    ------
    ValueError
        As for `from_truth_table`.

    References
    ----------
    H. M. Sheffer (1913), "A set of five independent postulates for Boolean algebras, with application to logical
    constants", Transactions of the American Mathematical Society 14 (4), 481–488.

    Examples
    --------
    >>> from_nands([0, 1, 1, 0])
    <Network: 2 inputs, 5 units, 8 edges>
    """
    answers, n = _table(table)
    minterms = np.flatnonzero(answers)
    bits = _bits(minterms, n)
    inverters = [gate("nand", f"not x{i + 1}", f"x{i + 1}") for i in np.flatnonzero((bits == 0).any(axis=0))]
    ands = [
        gate("nand", f"nand {minterm:0{n}b}", *(f"x{i + 1}" if bit else f"not x{i + 1}" for i, bit in enumerate(row)))
        for minterm, row in zip(minterms.tolist(), bits, strict=True)
    ]
    return from_units(_inputs(n), [*inverters, *ands, gate("nand", "nand", *(unit.name for unit in ands))], ["nand"])


# ---------------------------------------------------------------- parity


def parity_chain(n: int) -> Network:
    """Parity as a chain of XORs, three perceptrons each: 3(n − 1) units instead of 2**(n−1) minterms.

    Parameters
    ----------
    n : int, at least 2

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        If `n` is below 2 or no whole number.

    Examples
    --------
    >>> parity_chain(16).units
    45
    """
    units, before = [], "x1"
    for i in range(2, _whole(n, 2) + 1):
        units += [
            gate("or", f"or{i}", before, f"x{i}"),
            gate("nand", f"nand{i}", before, f"x{i}"),
            gate("and", f"xor{i}", f"or{i}", f"nand{i}"),
        ]
        before = f"xor{i}"
    return from_units(_inputs(n), units)


def parity_layered(n: int) -> Network:
    """Parity with one hidden layer: unit k fires if at least k inputs are 1; weights +1, −1, +1, … add up to parity.

    Parameters
    ----------
    n : int, at least 1

    Returns
    -------
    Network
        n + 1 units.

    Raises
    ------
    ValueError
        If `n` is below 1 or no whole number.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986), "Learning internal representations by error
    propagation", in Parallel Distributed Processing, volume 1, MIT Press, chapter 8.

    Examples
    --------
    >>> parity_layered(16).units
    17
    """
    names = _inputs(_whole(n, 1))
    hidden = [Unit(f"≥{k}", names, [1] * n, 0.5 - k) for k in range(1, n + 1)]
    return from_units(
        names, [*hidden, Unit("odd", [unit.name for unit in hidden], [1 - 2 * (k % 2) for k in range(n)], -0.5)]
    )


def parity_counting(n: int) -> Network:
    """Parity in ⌊log₂ n⌋ + 1 perceptrons: they write the number of ones in binary, and its last digit is the answer.

    Each unit reads all inputs and all units before it; it decides one binary digit, the largest first:
    [ones − (what the digits before stand for) ≥ 2**digit].

    Parameters
    ----------
    n : int, at least 1

    Returns
    -------
    Network
        Units "8", "4", "2", "1" (for n from 8 to 15); output "1".

    Raises
    ------
    ValueError
        If `n` is below 1 or no whole number.

    References
    ----------
    B. M. Wilamowski, D. Hunter and A. Malinowski (2003), "Solving parity-N problems with feedforward neural
    networks", Proceedings of the International Joint Conference on Neural Networks (their cascade).

    Examples
    --------
    >>> parity_counting(16).names[16:]
    ('16', '8', '4', '2', '1')
    """
    names = _inputs(_whole(n, 1))
    digits = [2**place for place in range(int(n).bit_length() - 1, -1, -1)]
    units = [
        Unit(
            str(digit),
            names + [str(larger) for larger in digits[:done]],
            [1] * n + [-larger for larger in digits[:done]],
            0.5 - digit,
        )
        for done, digit in enumerate(digits)
    ]
    return from_units(names, units, ["1"])


# ---------------------------------------------------------------- adders


def half_adder() -> Network:
    """The sum of two bits in five NAND gates.

    Returns
    -------
    Network
        Inputs a, b; outputs carry (a AND b) and sum (a XOR b).

    Examples
    --------
    >>> from utils.network.graph import evaluate
    >>> evaluate(half_adder(), [1, 1])
    array([1, 0])
    """
    return from_units(["a", "b"], _half_adder("a", "b", "sum", "carry"), ["carry", "sum"])


def full_adder(gates: Literal["nand", "perceptron"] = "nand") -> Network:
    """The sum of three bits: nine NAND gates, or two perceptrons.

    As perceptrons: carry = [a + b + c ≥ 2] and sum = [a + b + c − 2 carry ≥ 1].

    Parameters
    ----------
    gates : "nand" (default) or "perceptron"

    Returns
    -------
    Network
        Inputs a, b, c; outputs carry and sum.

    Raises
    ------
    ValueError
        If `gates` is neither.

    Examples
    --------
    >>> from utils.network.graph import evaluate
    >>> full_adder().units, full_adder("perceptron").units, evaluate(full_adder(), [1, 1, 1])
    (9, 2, array([1, 1]))
    """
    return from_units(["a", "b", "c"], _full_adder("a", "b", "c", "sum", "carry", gates), ["carry", "sum"])


def ripple_carry_adder(n: int, gates: Literal["nand", "perceptron"] = "nand") -> Network:
    """Add two n-bit numbers as on paper, from the right: each place hands its carry to the next.

    Parameters
    ----------
    n : int, at least 1
    gates : "nand" (default) or "perceptron"
        5 + 9(n − 1) NAND gates, or 2n perceptrons.

    Returns
    -------
    Network
        Inputs a(n−1) … a0, b(n−1) … b0 and outputs s(n) … s0, most significant first: the columns of
        `datasets.boolean_table(2 * n)` are all pairs of numbers.

    Raises
    ------
    ValueError
        If `n` is below 1 or no whole number, or `gates` is neither.

    Examples
    --------
    >>> from utils.network.graph import evaluate
    >>> evaluate(ripple_carry_adder(2), [1, 1, 1, 0])      # 3 + 2
    array([1, 0, 1])
    """
    places = range(_whole(n, 1))
    units: list[Unit] = []
    for place in places:
        carry = f"s{n}" if place == n - 1 else f"c{place + 1}"
        if place:
            units += _full_adder(f"a{place}", f"b{place}", f"c{place}", f"s{place}", carry, gates)
        elif gates == "nand":
            units += _half_adder("a0", "b0", "s0", carry)
        else:
            _check_gates(gates)
            units += [gate("and", carry, "a0", "b0"), Unit("s0", ["a0", "b0", carry], [1, 1, -2], -0.5)]
    numbers = [f"{letter}{place}" for letter in "ab" for place in reversed(places)]
    return from_units(numbers, units, [f"s{place}" for place in range(n, -1, -1)])


def _xor(a: str, b: str, name: str) -> list[Unit]:
    """Four NAND gates; the first one is NAND(a, b) itself."""
    return [
        gate("nand", f"{name}.1", a, b),
        gate("nand", f"{name}.2", a, f"{name}.1"),
        gate("nand", f"{name}.3", b, f"{name}.1"),
        gate("nand", name, f"{name}.2", f"{name}.3"),
    ]


def _half_adder(a: str, b: str, total: str, carry: str) -> list[Unit]:
    return [*_xor(a, b, total), gate("nand", carry, f"{total}.1")]


def _full_adder(a: str, b: str, c: str, total: str, carry: str, gates: str) -> list[Unit]:
    _check_gates(gates)
    if gates == "perceptron":
        return [at_least(2, carry, a, b, c), Unit(total, [a, b, c, carry], [1, 1, 1, -2], -0.5)]
    either = f"{total}.ab"
    return [
        *_xor(a, b, either),
        *_xor(either, c, total),
        gate("nand", carry, f"{either}.1", f"{total}.1"),
    ]


def _check_gates(gates: str) -> None:
    if gates not in ("nand", "perceptron"):
        raise ValueError(f"gates is {gates!r}; it must be nand or perceptron")


# ---------------------------------------------------------------- functions, and their price


def parity_table(n: int) -> Array:
    """1 where an odd number of the n inputs is 1.

    Parameters
    ----------
    n : int, 1 … 24

    Returns
    -------
    int64 array, shape (2**n,)

    Raises
    ------
    ValueError
        If `n` is not a whole number from 1 to 24.

    Examples
    --------
    >>> parity_table(3)
    array([0, 1, 1, 0, 1, 0, 0, 1])
    """
    return _ones(n) % 2


def majority_table(n: int) -> Array:
    """1 where more than half of the n inputs are 1: a single perceptron, but about 2**(n−1) minterms.

    Parameters
    ----------
    n : int, 1 … 24

    Returns
    -------
    int64 array, shape (2**n,)

    Raises
    ------
    ValueError
        If `n` is not a whole number from 1 to 24.

    Examples
    --------
    >>> majority_table(3)
    array([0, 0, 0, 1, 0, 1, 1, 1])
    """
    return (2 * _ones(n) > n).astype(np.int64)


def multiplexer_table(address_bits: int) -> Array:
    """The first k inputs are the number of one of the other 2**k inputs: the answer is that input.

    Parameters
    ----------
    address_bits : int, 1 … 4
        k; the function has n = k + 2**k inputs: 3, 6, 11 or 20.

    Returns
    -------
    int64 array, shape (2**n,)

    Raises
    ------
    ValueError
        If `address_bits` is not a whole number from 1 to 4.

    Examples
    --------
    >>> multiplexer_table(1)      # x1 chooses between x2 and x3
    array([0, 0, 1, 1, 0, 1, 0, 1])
    """
    k = _whole(address_bits, 1)
    if k > 4:
        raise ValueError(f"address_bits is {k}: the table would have 2**{k + 2**k} entries; it may be at most 4")
    column = np.arange(2 ** (k + 2**k))
    return (column >> (2**k - 1 - (column >> 2**k))) & 1


def random_table(n: int, rng: int | np.random.Generator) -> Array:
    """A random function: each answer 0 or 1 with equal chance.

    Parameters
    ----------
    n : int, 1 … 24
    rng : int or numpy.random.Generator

    Returns
    -------
    int64 array, shape (2**n,)

    Raises
    ------
    ValueError
        If `n` is not a whole number from 1 to 24, or `rng` is None.

    Examples
    --------
    >>> random_table(4, rng=0).shape
    (16,)
    """
    if rng is None:
        raise ValueError("rng is None: give a seed or a numpy Generator, so that the same table can be made again")
    return np.random.default_rng(rng).integers(0, 2, len(_ones(n)))


def price(table: ArrayLike) -> dict[str, int]:
    """How many units each construction spends on a function, counted without building the network.

    Parameters
    ----------
    table : array of 0 and 1, shape (2**n,)

    Returns
    -------
    dict from str to int
        "truth table", "decision diagram", "halves" and "nands": the units of `from_truth_table`,
        `from_decision_diagram`, `from_halves` and `from_nands`.

    Raises
    ------
    ValueError
        As for `from_truth_table`.

    Examples
    --------
    >>> price(majority_table(7))
    {'truth table': 65, 'decision diagram': 15, 'halves': 24, 'nands': 72}
    """
    answers, n = _table(table)
    minterms = np.flatnonzero(answers)
    root, nodes = _decision_diagram(answers, n)
    square = answers.reshape(2 ** (n - n // 2), -1)
    return {
        "truth table": len(minterms) + 1,
        "decision diagram": 1 if root < 2 else sum(node.price for node in nodes),
        "halves": int(square.any(axis=0).sum() + square.any(axis=1).sum()) + 1,
        "nands": int((_bits(minterms, n) == 0).any(axis=0).sum()) + len(minterms) + 1,
    }


# ---------------------------------------------------------------- decision diagrams


class _Node(NamedTuple):
    """A node of a decision diagram: low if its variable is 0, high if it is 1; 0 and 1 are the constants."""

    variable: int
    low: int
    high: int
    rises: bool  # high holds whenever low does
    falls: bool  # low holds whenever high does

    @property
    def is_input(self) -> bool:
        return (self.low, self.high) == (0, 1)

    @property
    def price(self) -> int:
        return 0 if self.is_input else 1 if self.rises or self.falls else 2


def _decision_diagram(answers: Array, n: int) -> tuple[int, list[_Node]]:
    """The root and the nodes 2, 3, … in an order in which children come first."""
    numbers: dict[tuple[int, int, int], int] = {}
    nodes: list[_Node] = []
    row = answers.tolist()  # what is left to compute after the first answers: a node each
    truth = row.copy()  # and its table, as the bits of a whole number, to compare functions with
    for variable in range(n, 0, -1):
        width = 2 ** (n - variable)
        above, truth_above = [], []
        for low, high, low_truth, high_truth in zip(row[::2], row[1::2], truth[::2], truth[1::2], strict=True):
            truth_above.append(low_truth << width | high_truth)
            key = (variable, low, high)
            if low != high and key not in numbers:
                numbers[key] = len(nodes) + 2
                nodes.append(_Node(*key, not low_truth & ~high_truth, not high_truth & ~low_truth))
            above.append(low if low == high else numbers[key])
        row, truth = above, truth_above
    return row[0], nodes


def _node_units(node: _Node, names: Sequence[str]) -> list[Unit]:
    """The perceptrons of one node; `names` are those of the nodes before it, and its own."""
    if node.is_input:
        return []
    x, low, high = f"x{node.variable}", node.low, node.high
    if node.rises or node.falls:
        children = [names[child] for child in (low, high) if child > 1]
        constant = (low == 1) + (high == 1)
        weight, threshold = (1, 2 - constant) if node.rises else (-1, 1 - constant)
        return [Unit(names[-1], [x, *children], [weight] + [1] * len(children), 0.5 - threshold)]
    both = f"{names[-1]} high"
    return [
        gate("and", both, x, names[high]),
        Unit(names[-1], [both, names[low], x], [2, 1, -1], -0.5),
    ]


# ---------------------------------------------------------------- looking at what was given


def _table(table: ArrayLike) -> tuple[Array, int]:
    """The answers as 0 and 1 (int64), and the number of inputs."""
    answers = np.asarray(table)
    n = answers.size.bit_length() - 1
    if answers.ndim != 1 or n < 1 or answers.size != 2**n:
        raise ValueError(f"table has shape {answers.shape}: it must be (2**n,), one answer for each input of n bits")
    if answers.dtype.kind not in "biuf" or not np.isin(answers, (0, 1)).all():
        raise ValueError("table must hold only 0 and 1")
    return answers.astype(np.int64), n


def _bits(numbers: Array, n: int) -> Array:
    """Each number as a row of n bits, the most significant first."""
    return (numbers[:, None] >> np.arange(n - 1, -1, -1)) & 1


def _ones(n: int) -> Array:
    """How many of the n inputs are 1, for each column of the table."""
    if _whole(n, 1) > 24:
        raise ValueError(f"n is {n}: a table of 2**{n} entries does not fit in memory; n may be at most 24")
    return np.bitwise_count(np.arange(2**n)).astype(np.int64)


def _inputs(n: int) -> list[str]:
    return [f"x{i}" for i in range(1, n + 1)]


def _whole(value: Any, least: int) -> int:
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        raise ValueError(f"it must be a whole number of at least {least}; it is {value!r}")
    return int(value)
