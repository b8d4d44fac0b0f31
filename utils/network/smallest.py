"""The fewest perceptrons that compute a function of up to four inputs, by looking at all of them.

Tables are whole numbers here, so that one numpy operation compares many functions: bit i of the number is the
answer for column i of `datasets.boolean_table(n)`.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.network.boolean import _bits, _inputs, _table, _whole
from utils.network.graph import Network, Unit, from_units

Array = NDArray[Any]

# Whole weights up to this size give every threshold function of n inputs (the counts are checked in the tests).
_LARGEST_WEIGHT = {1: 1, 2: 1, 3: 2, 4: 3, 5: 5}


class ThresholdFunctions(NamedTuple):
    """All functions one perceptron can compute: their tables, and weights and a bias for each.

    Examples
    --------
    >>> functions = threshold_functions(2)
    >>> functions.tables.shape, functions.weights.shape, functions.biases.shape
    ((14,), (14, 2), (14,))
    """

    tables: Array
    weights: Array
    biases: Array


@cache
def threshold_functions(n: int) -> ThresholdFunctions:
    """Every function of n inputs that a single perceptron computes: 4, 14, 104, 1,882, 94,572 for n = 1 … 5.

    Whole weights 0 ≤ w₁ ≤ … ≤ wₙ and all thresholds give one function of each kind; exchanging inputs and negating
    them gives the others.

    Parameters
    ----------
    n : int, 1 … 5

    Returns
    -------
    ThresholdFunctions
        ``tables``, int64, shape (functions,), rising: bit i of a table is the answer for column i of
        `datasets.boolean_table(n)`; ``weights``, shape (functions, n), whole numbers; ``biases``, shape
        (functions,), halves. Made once; read-only.

    Raises
    ------
    ValueError
        If `n` is not a whole number from 1 to 5.

    References
    ----------
    S. Muroga (1971), Threshold Logic and Its Applications, Wiley; the counts are sequence A000609 of the On-Line
    Encyclopedia of Integer Sequences.

    Examples
    --------
    >>> [len(threshold_functions(n).tables) for n in (1, 2, 3, 4)]
    [4, 14, 104, 1882]
    """
    if _whole(n, 1) > 5:
        raise ValueError(f"n is {n}; it may be at most 5")
    rising = np.array(_rising(n, _LARGEST_WEIGHT[n]))
    thresholds = np.arange(-0.5, rising.sum(axis=1).max() + 1)
    weights, biases = np.repeat(rising, len(thresholds), axis=0), -np.tile(thresholds, len(rising))
    _, weights, biases = _distinct(weights, biases)
    orders = np.array(_permutations(n))
    weights, biases = weights[:, orders].reshape(-1, n), np.repeat(biases, len(orders))
    _, weights, biases = _distinct(weights, biases)
    negated = _bits(np.arange(2**n), n)  # w · (1 − x) = w − w · x
    biases = (biases[:, None] + weights @ negated.T).ravel()
    weights = (weights[:, None] * (1 - 2 * negated)).reshape(-1, n)
    result = ThresholdFunctions(*_distinct(weights, biases))
    for array in result:
        array.setflags(write=False)
    return result


@cache
def minimum_units(n: int) -> Array:
    """How many perceptrons each function of n inputs needs at least; every unit may read all inputs and earlier units.

    Parameters
    ----------
    n : int, 1 … 4

    Returns
    -------
    int8 array, shape (2**2**n,), read-only
        Entry t is for the table whose bit i is the answer for column i of `datasets.boolean_table(n)`. Inputs
        and constants count as one unit. For n = 3: at most 2. For n = 4: 1 for 1,882 functions, 2 for 50,284,
        3 for 13,370, never 4; this takes seconds once.

    Raises
    ------
    ValueError
        If `n` is not a whole number from 1 to 4.

    Notes
    -----
    Two units compute f(x) = g(x, h(x)) for threshold functions h of n and g of n + 1 inputs: all pairs are tried,
    so 2 is exact. The others are more than 2; three units g(x, h(x)) with a two-unit h reach all of them.

    References
    ----------
    D. R. Haring and D. Ohori (1967), "A tabular method for the synthesis of multithreshold threshold elements",
    IEEE Transactions on Electronic Computers EC-16 (2), 216–220: their table shows that three gates are enough for
    any function of four inputs. The counts were found by this search.

    Examples
    --------
    >>> np.bincount(minimum_units(3)).tolist()      # none with 0, 104 with 1, the rest with 2
    [0, 104, 152]
    """
    if _whole(n, 1) > 4:
        raise ValueError(f"n is {n}; it may be at most 4: the search grows as 2**2**n")
    units = np.zeros(2**2**n, np.int8)
    single = threshold_functions(n).tables
    units[single] = 1
    count = 1
    while not units.all():
        count += 1
        inner = single if count == 2 else np.flatnonzero(units == count - 1)
        found = _composed(n, inner, units)
        units[found & (units == 0)] = count
    units.setflags(write=False)
    return units


def smallest(table: ArrayLike) -> Network:
    """The network of fewest perceptrons for a function of up to four inputs, each reading whatever it likes.

    Parameters
    ----------
    table : array of 0 and 1, shape (2**n,), n ≤ 4

    Returns
    -------
    Network
        Of 1, 2 or 3 units; there is none with fewer. Whole weights, biases of halves.

    Raises
    ------
    ValueError
        If `table` has not 2, 4, 8 or 16 entries, or holds anything but 0 and 1.

    Notes
    -----
    One unit if the function is among `threshold_functions`. Else f(x) = g(x, h(x)) is sought over all threshold
    functions g and h; if there is none, over two-unit functions h. `minimum_units` proves the count minimal.

    References
    ----------
    As for `minimum_units` and `threshold_functions`.

    Examples
    --------
    >>> smallest([0, 1, 1, 0]).units, smallest([0, 1, 1, 0, 1, 0, 0, 1]).units
    (2, 2)
    """
    answers, n = _table(table)
    if n > 4:
        raise ValueError(f"table has shape {answers.shape}: the smallest network is known for up to 4 inputs, (16,)")
    units = _smallest(int(answers @ 2 ** np.arange(2**n)), n)
    return from_units(_inputs(n), units, [units[-1].name])


def _smallest(table: int, n: int) -> list[Unit]:
    """The units, in order; the last one is the answer."""
    functions = threshold_functions(n)
    place = int(np.searchsorted(functions.tables, table))
    if place < len(functions.tables) and functions.tables[place] == table:
        return [Unit("g1", _inputs(n), functions.weights[place].tolist(), float(functions.biases[place]))]
    outer = threshold_functions(n + 1)
    without, with_h = _cofactors(outer.tables, n)
    # Where g answers the same whatever h says, it must answer as the table does; elsewhere h decides.
    fits = np.flatnonzero((without ^ table) & (with_h ^ table) == 0)
    decides = (without[fits] ^ with_h[fits]).astype(np.uint16)
    wanted = ~(with_h[fits] ^ table).astype(np.uint16) & decides
    easiest = np.argsort(np.bitwise_count(decides), kind="stable")  # the fewer answers h must give, the better
    inner = functions.tables
    for candidates in (inner, None):
        if candidates is None:  # no h of one unit will do
            candidates = np.flatnonzero(minimum_units(n) == 2)
        candidates = candidates.astype(np.uint16)
        for chunk in np.array_split(easiest, -(-len(easiest) * len(candidates) // 2**17)):  # what the caches take
            good = (candidates[:, None] ^ wanted[chunk]) & decides[chunk] == 0
            if good.any():
                h, g = np.argwhere(good)[0]
                before = _smallest(int(candidates[h]), n)
                place = fits[chunk[g]]
                weights, bias = outer.weights[place].tolist(), float(outer.biases[place])
                return [*before, Unit(f"g{len(before) + 1}", [before[-1].name, *_inputs(n)], weights, bias)]
    raise AssertionError(f"no network of three perceptrons for table {table}: every function has one")


def _composed(n: int, inner: Array, units: Array) -> Array:
    """Which functions are g(x, h(x)) for a threshold function g and a function h among `inner`."""
    small = np.uint16 if n == 4 else np.uint8
    outer = threshold_functions(n + 1).tables
    outer = outer[: len(outer) // 2]  # the other half are their negations, which give the negated functions
    without, with_h = (half.astype(small) for half in _cofactors(outer, n))
    found = units > 0
    for number, h in enumerate(inner.astype(small)):
        found[(with_h & h) | (without & ~h)] = True
        if number % 256 == 255 and (found | found[::-1]).all():  # often long before the last h
            break
    return found | found[::-1]


def _cofactors(tables: Array, n: int) -> tuple[Array, Array]:
    """Tables of n + 1 inputs with the first of them, h, set to 0 and to 1."""
    return tables & (2**2**n - 1), tables >> 2**n


def _distinct(weights: Array, biases: Array) -> tuple[Array, Array, Array]:
    """The tables of these perceptrons, each once and rising, with the weights and bias of one perceptron for each."""
    n = weights.shape[1]
    inputs = _bits(np.arange(2**n), n).T
    answers = weights.astype(np.float32) @ inputs.astype(np.float32) + biases[:, None].astype(np.float32) >= 0
    packed = np.packbits(answers, axis=1, bitorder="little")
    tables = packed.astype(np.int64) @ 256 ** np.arange(packed.shape[1])
    tables, first = np.unique(tables, return_index=True)
    return tables, weights[first], biases[first]


def _rising(n: int, largest: int, least: int = 0) -> list[list[int]]:
    """All whole numbers least ≤ w₁ ≤ … ≤ wₙ ≤ largest."""
    if n == 0:
        return [[]]
    return [[w, *rest] for w in range(least, largest + 1) for rest in _rising(n - 1, largest, w)]


def _permutations(n: int) -> list[tuple[int, ...]]:
    from itertools import permutations

    return list(permutations(range(n)))
