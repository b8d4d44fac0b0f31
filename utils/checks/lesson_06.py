"""What the checks know of lesson 06: the laws, and the mistakes that students make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from . import Check, Exercise, Mistake, Outcome, describe

# What an answer must not borrow, by the name of its exercise.
REBUILDS: dict[str, tuple[str, ...]] = {
    "leaky_relu": ("utils.activations", "utils.layers", "utils.checks.lesson_06"),
    "elu": ("utils.activations", "utils.layers", "utils.checks.lesson_06"),
    "prelu_gradients": ("utils.activations", "utils.layers", "utils.checks.lesson_06"),
    "maxout_gradients": ("utils.activations", "utils.layers", "utils.checks.lesson_06"),
    "apl_gradients": ("utils.activations", "utils.layers", "utils.checks.lesson_06"),
    "tanh_from_sigmoid": ("utils.activations", "utils.layers", "utils.network", "utils.checks.lesson_06"),
    "softmax": ("utils.activations", "utils.layers", "utils.losses", "utils.checks.lesson_06"),
    "softmax_backward": ("utils.activations", "utils.layers", "utils.losses", "utils.checks.lesson_06"),
    "dead_units": ("utils.layers", "utils.checks.lesson_06"),
    "gradient_norms": ("utils.layers", "utils.network", "utils.checks.lesson_06"),
    "linear_step": ("utils.layers", "utils.optimizers", "utils.training", "utils.checks.lesson_06"),
    "xor_by_rounding": ("utils.checks.lesson_06",),
}

Array = np.ndarray


# ---------------------------------------------------------------- answers with several parts


def parts(outcome: Outcome, names: Sequence[str], shapes: Sequence[tuple[int, ...]]) -> Outcome:
    """The answer is a tuple of finite arrays, with these names and shapes."""
    wanted = f"{len(names)} arrays: ({', '.join(names)})"
    outcome.satisfies(lambda came: isinstance(came, tuple | list | np.ndarray) and len(came) == len(names), wanted)
    for name, part, shape in zip(names, outcome.value, shapes, strict=True):
        came = _shape(part)
        _ensure(outcome, came == shape, f"{name} of shape {shape}, not {came}")
        _ensure(outcome, _finite(part), f"{name} of finite numbers")
    return outcome


def _ensure(outcome: Outcome, condition: bool, wanted: str) -> None:
    outcome.satisfies(lambda _: condition, wanted)


def _shape(value: Any) -> tuple[int, ...] | str:
    try:
        return np.shape(value)
    except ValueError:
        return "ragged"


def _finite(part: Any) -> bool:
    if _shape(part) == "ragged":
        return False
    return np.asarray(part).dtype.kind in "biuf" and bool(np.all(np.isfinite(part)))


def _strict(function: Callable) -> Callable:
    """What the line above a student's function does."""
    return np.errstate(over="raise", invalid="raise")(function)


# ---------------------------------------------------------------- probes: inputs that tell mistakes apart


def _halves(rng: np.random.Generator, *shape: int) -> Array:
    """Multiples of ½, never 0: no kink is met by chance."""
    return rng.choice([-2.5, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.5], shape)


def _leaky_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for a in (0.25, 0.5, 0.0, 0.1):
        yield np.append(_halves(rng, 5), [0.0, -3.0, 3.0]), a
        yield _halves(rng, 2, 3), a


def _elu_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for alpha in (1.0, 0.5, 2.0):
        yield np.append(_halves(rng, 5), [0.0, -3.0, 3.0]), alpha
        yield _halves(rng, 2, 3), alpha


def _prelu_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for units, examples in ((2, 5), (3, 3), (1, 4), (4, 2)):
        yield _halves(rng, units, examples), rng.normal(size=(units, 1)), rng.normal(size=(units, examples))


def _maxout_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for pieces, n_out, n_in, examples in ((2, 1, 1, 3), (3, 2, 4, 5), (2, 3, 2, 6), (4, 2, 1, 4)):
        yield (
            rng.normal(size=(pieces, n_out, n_in)),
            rng.normal(size=(pieces, n_out, 1)),
            rng.normal(size=(n_in, examples)),
            rng.normal(size=(n_out, examples)),
        )


def _apl_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for hinges, units, examples in ((1, 1, 3), (2, 3, 5), (3, 2, 4), (1, 4, 2)):
        yield (
            rng.normal(size=(units, examples)),
            rng.normal(size=(hinges, units, 1)),
            rng.normal(size=(hinges, units, 1)),
            rng.normal(size=(units, examples)),
        )


def _scores(rng: np.random.Generator) -> Iterator[tuple]:
    for classes, examples in ((3, 4), (4, 2), (2, 2), (5, 1)):
        yield (rng.normal(size=(classes, examples)) * 2,)
    yield (np.array([[400.0], [399.0]]),)  # too large for some shifts only
    yield (np.array([[400.0], [-400.0]]),)


def _softmax_backward_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for classes, examples in ((3, 4), (4, 2), (3, 3), (5, 1)):
        yield _soft(rng.normal(size=(classes, examples))), rng.normal(size=(classes, examples))


def _dead_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for units, inputs, examples in ((4, 2, 6), (6, 3, 4), (5, 2, 3)):
        for _ in range(4):
            W, b = rng.integers(-2, 3, (units, inputs)) * 1.0, rng.integers(-4, 3, (units, 1)) * 1.0
            yield W, b, rng.integers(0, 3, (inputs, examples)) * 1.0


def _bent(f: Array) -> Array:
    return np.where(f > 0, f, 0.5 * f)


def _bent_slope(f: Array) -> Array:
    return np.where(f > 0, 1.0, 0.5)


def _tanh(f: Array) -> Array:
    return np.tanh(f)


def _tanh_slope(f: Array) -> Array:
    return 1 - np.tanh(f) ** 2


def _stack_probes(rng: np.random.Generator) -> Iterator[tuple]:
    units = ((_bent, _bent_slope), (_tanh, _tanh_slope))
    for k, widths in enumerate(((3, 2, 4), (2, 2, 2, 2), (4, 3), (1, 2, 3, 2))):
        Ws = tuple(rng.normal(size=shape) for shape in zip(widths[1:], widths[:-1], strict=True))
        yield Ws, rng.normal(size=(widths[0], 5)), *units[k % 2], rng.normal(size=(widths[-1], 5))


def _linear_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for n_in, hidden, n_out in ((3, 2, 4), (2, 5, 3), (1, 1, 1), (3, 3, 3)):
        shapes = ((hidden, n_in), (n_out, hidden), (n_out, n_in))
        yield *(rng.normal(size=shape) for shape in shapes), 0.1


# ---------------------------------------------------------------- mistakes


def _leaky(F: Array, a: float) -> tuple:
    return np.where(F > 0, F, a * F), np.where(F > 0, 1.0, a)


def _elu(F: Array, alpha: float) -> tuple:
    E = alpha * np.exp(np.minimum(F, 0))
    return np.where(F > 0, F, E - alpha), np.where(F > 0, 1.0, E)


@_strict
def _elu_overflow(F: Array, alpha: float) -> tuple:
    E = alpha * np.exp(F)
    return np.where(F > 0, F, E - alpha), np.where(F > 0, 1.0, E)


def _prelu(F: Array, a: Array, dG: Array) -> tuple:
    return dG * np.where(F > 0, 1.0, a), (dG * np.minimum(F, 0)).sum(axis=1, keepdims=True)


def _winners(F: Array) -> Array:
    return F.argmax(axis=0) == np.arange(len(F))[:, None, None]


def _maxout(W: Array, b: Array, G: Array, dH: Array, won: Callable | None = None) -> tuple:
    F = W @ G + b
    dF = (won or (lambda F: _winners(F)))(F) * dH
    return dF @ G.T, dF.sum(axis=2, keepdims=True)


def _maxout_by_weights(W: Array, b: Array, G: Array, dH: Array) -> tuple:
    dF = _winners(W @ G) * dH
    return dF @ G.T, dF.sum(axis=2, keepdims=True)


def _whole_batch(F: Array) -> Array:
    return F.sum(axis=2, keepdims=True).argmax(axis=0) == np.arange(len(F))[:, None, None]


def _apl(
    F: Array, a: Array, b: Array, dG: Array, *, inside: Callable | None = None, on: Callable | None = None
) -> tuple:
    reach = (inside or (lambda F, b: np.maximum(b - F, 0)))(F, b)
    open_ = (on or (lambda F, b: b > F))(F, b)
    return (dG * reach).sum(axis=2, keepdims=True), (dG * a * open_).sum(axis=2, keepdims=True)


def _sigmoid(F: Any) -> Any:
    return 0.5 * (1 + np.tanh(np.asarray(F) / 2))


def _soft(F: Array) -> Array:
    E = np.exp(F - F.max(axis=0))
    return E / E.sum(axis=0)


@_strict
def _soft_unshifted(F: Array) -> Array:
    E = np.exp(F)
    return E / E.sum(axis=0)


@_strict
def _soft_one_shift(F: Array) -> Array:
    E = np.exp(F - F.max())
    return E / E.sum(axis=0)


@_strict
def _soft_added(F: Array) -> Array:
    E = np.exp(F + F.max(axis=0))
    return E / E.sum(axis=0)


@_strict
def _soft_smallest(F: Array) -> Array:
    E = np.exp(F - F.min(axis=0))
    return E / E.sum(axis=0)


def _soft_rows(F: Array) -> Array:
    E = np.exp(F - F.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@_strict
def _soft_row_sums(F: Array) -> Array:
    E = np.exp(F - F.max(axis=0))
    return E / E.sum(axis=1, keepdims=True)


@_strict
def _soft_flat_sums(F: Array) -> Array:
    E = np.exp(F - F.max(axis=0))
    return E / E.sum(axis=1)


def _soft_all(F: Array) -> Array:
    E = np.exp(F - F.max())
    return E / E.sum()


def _norms(
    Ws: tuple,
    X: Array,
    unit: Callable,
    slope: Callable,
    dG: Array,
    *,
    at: str = "F",
    norm: Callable = np.linalg.norm,
    bends: bool = True,
) -> list:
    values, sums = [X], []
    for W in Ws:
        sums.append(W @ values[-1])
        values.append(unit(sums[-1]))
    found = [norm(dG)]
    for W, F, G in zip(Ws[::-1], sums[::-1], values[:0:-1], strict=True):
        dG = W.T @ (dG * slope(F if at == "F" else G) if bends else dG)
        found.append(norm(dG))
    return [float(each) for each in found[::-1]]


def _norms_shifted(Ws: tuple, X: Array, unit: Callable, slope: Callable, dG: Array) -> list:
    """The slope of the layer below in place of the layer's own."""
    G, slopes = X, []
    for W in Ws:
        slopes.append(slope(G))
        G = unit(W @ G)
    found = [np.linalg.norm(dG)]
    for W, s in zip(Ws[::-1], slopes[::-1], strict=True):
        dG = (W.T @ dG) * s
        found.append(np.linalg.norm(dG))
    return [float(each) for each in found[::-1]]


def _norms_without_unit(Ws: tuple, X: Array, unit: Callable, slope: Callable, dG: Array) -> list:
    return _norms(Ws, X, lambda F: F, slope, dG)


def _linear(W1: Array, W2: Array, S: Array, rate: float) -> tuple:
    E = W2 @ W1 - S
    return W1 - rate * W2.T @ E, W2 - rate * E @ W1.T


def _linear_in_turn(W1: Array, W2: Array, S: Array, rate: float) -> tuple:
    E = W2 @ W1 - S
    W1 = W1 - rate * W2.T @ E
    return W1, W2 - rate * E @ W1.T


def _linear_fresh(W1: Array, W2: Array, S: Array, rate: float) -> tuple:
    W1 = W1 - rate * W2.T @ (W2 @ W1 - S)
    return W1, W2 - rate * (W2 @ W1 - S) @ W1.T


def _linear_mixed(W1: Array, W2: Array, S: Array, rate: float) -> tuple:
    E = W2 @ W1 - S
    return W1 - rate * W2 @ E, W2 - rate * E @ W1


# ---------------------------------------------------------------- float32, step by step, the same on every machine


def single(x: Any, smallest: float) -> Array:
    """Numbers rounded as a float32 machine rounds them, whose smallest number above 0 is `smallest`.

    Computed in float64, where all of them are ordinary numbers: so a machine that flushes small float32 numbers to
    zero can play one that does not, and the other way round.

    Parameters
    ----------
    x : array of float64
    smallest : float
        2⁻¹⁴⁹ for a machine with denormals; 2⁻¹²⁶ for one that flushes them to zero.

    Returns
    -------
    array of float64
        Above float32's largest number: infinity.
    """
    x = np.asarray(x, dtype=float)
    grain = 2.0 ** np.maximum(np.frexp(x)[1] - 24, -149)
    rounded = np.round(x / grain) * grain
    rounded = np.where(np.abs(rounded) < smallest, 0.0, rounded)
    return np.where(np.abs(rounded) >= 2.0**128, np.copysign(np.inf, rounded), rounded)


def product(A: Array, B: Array, smallest: float) -> Array:
    """A @ B in float32: every product of two numbers is rounded, and every sum, from the left.

    Parameters
    ----------
    A : array, shape (n, m)
    B : array, shape (m, examples)
    smallest : float
        See `single`.

    Returns
    -------
    array of float64, shape (n, examples)
    """
    A, B = single(A, smallest), single(B, smallest)
    total = np.zeros((len(A), B.shape[1]))
    for j in range(A.shape[1]):
        total = single(total + single(A[:, j : j + 1] * B[j], smallest), smallest)
    return total


_CORNERS = np.array([[0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]])
_XOR = np.array([0.0, 1.0, 1.0, 0.0])


def _through(matrices: Sequence[Array], smallest: float) -> list[Array]:
    """What passes through a chain of matrices, corner by corner: the corners first, the answer last."""
    values = [_CORNERS]
    with np.errstate(all="ignore"):
        for W in matrices:
            values.append(product(W, values[-1], smallest))
    return values


def computes_xor(check: Check, function: Callable, smallest: float) -> None:
    """The matrices that `function(smallest)` returns compute XOR of the four corners, on a machine of that kind."""
    outcome = check(function, smallest)
    outcome.satisfies(lambda came: isinstance(came, tuple | list) and len(came) > 0, "a tuple of matrices")
    matrices: list[Array] = []
    rows = 2
    for k, part in enumerate(outcome.value, 1):
        _ensure(outcome, _finite(part), f"finite numbers in matrix {k}")
        matrix = np.asarray(part, dtype=float)
        _ensure(
            outcome,
            matrix.ndim == 2 and matrix.shape[1] == rows and len(matrix) > 0,
            f"matrix {k} of shape (units, {rows}), since {rows} values come in; it has shape {matrix.shape}",
        )
        matrices.append(matrix)
        rows = len(matrix)
    _ensure(outcome, rows == 1, f"a last matrix with one row; it has {rows}")
    answers = _through(matrices, smallest)[-1][0]
    check.that(
        bool(np.all(np.abs(answers - _XOR) <= 1e-6)),
        f"With your {len(matrices)} matrices the corners 00, 01, 10, 11 give {_told(answers)} where the smallest "
        f"number above 0 is {_power(smallest)}; wanted: [0, 1, 1, 0].",
        _why_no_xor(function, matrices, smallest, answers),
    )


def _why_no_xor(function: Callable, matrices: Sequence[Array], smallest: float, answers: Array) -> Mistake | None:
    too_large = [k for k, W in enumerate(matrices, 1) if np.isinf(single(W, smallest)).any()]
    too_small = [k for k, W in enumerate(matrices, 1) if (single(W, smallest) == 0)[W != 0].any()]
    other = 2.0**-149 if smallest == 2.0**-126 else 2.0**-126
    scale = np.max(np.abs(answers), initial=0)
    if too_large:
        advice = f"matrix {too_large[0]} holds a number of 2¹²⁸ or more, which is no float32: scale up in two steps."
        return Mistake("too large for float32", function, advice)
    if too_small and np.allclose(_through(matrices, other)[-1][0], _XOR):
        advice = f"matrix {too_small[0]} holds a number below {_power(smallest)}, which is 0 here: use `smallest`."
        return Mistake("made for another machine", function, advice)
    if too_small:
        advice = f"matrix {too_small[0]} holds a number that is rounded to 0 before anything is multiplied."
        return Mistake("an entry is rounded away", function, advice)
    if not np.isfinite(answers).all():
        return Mistake("overflow on the way", function, "some product on the way exceeds 2¹²⁸.")
    if np.allclose(_through(matrices, other)[-1][0], _XOR):
        return Mistake(
            "made for another machine", function, "the same matrices came for both machines: use `smallest`."
        )
    if 0 < scale < 1e-6:
        return Mistake("not scaled back", function, f"the answers are multiples of {describe(float(scale))}: scale up.")
    for name, table in _TABLES.items():
        if scale > 0 and np.allclose(answers, scale * np.array(table)):
            return Mistake(*_TOLD[name](function))
    if scale == 0:
        advice = "either everything was rounded to 0, or nothing was: a product of matrices that rounds nowhere is linear, and here it cancels. What are the values after each of your matrices?"
        return Mistake("zero everywhere", function, advice)
    return None


_TABLES = {
    "sum": (0, 0.5, 0.5, 1),
    "and": (0, 0, 0, 1),
    "or": (0, 1, 1, 1),
    "xor": (0, 1, 1, 0),
    "minus": (0, -1, -1, 0),
    "half": (0, 1, 1, -1),
}
_TOLD: dict[str, Callable[[Callable], tuple]] = {
    "sum": lambda f: ("only the sum", f, "the answers are a multiple of x₁ + x₂: nothing was rounded, so the network is linear. The second feature must be ½ of a value of size `smallest`."),
    "and": lambda f: ("only the second feature", f, "the answers are those of AND: subtract twice this feature from the first."),
    "or": lambda f: ("OR", f, "the second feature is subtracted once; at 11 the first feature is 2, so it must be subtracted twice."),
    "xor": lambda f: ("wrong scale", f, "the answers have the pattern of XOR, but not the values 0 and 1."),
    "minus": lambda f: ("wrong sign", f, "the sign is turned round."),
    "half": lambda f: ("subtracted too often", f, "at 11 the first feature is 2: subtract the second one twice, no more."),
}  # fmt: skip


def _told(answers: Array) -> str:
    return f"[{', '.join(describe(float(each)) for each in answers)}]"


def _power(number: float) -> str:
    digits = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    exponent = np.log2(number)
    return f"2{str(int(exponent)).translate(digits)}" if exponent == int(exponent) else describe(number)


# ---------------------------------------------------------------- the exercises

_ORDER = "order of the answer"

EXERCISES: dict[str, Exercise] = {
    "leaky_relu": Exercise(
        law="G is F where F > 0, else a·F; the slope is 1 where F > 0, else a (also at F = 0). Both have the shape of F.",
        look="section 1, the two pieces of the leaky ReLU.",
        mistakes=[
            Mistake("the lecture's sign", lambda F, a: (_leaky(F, a)[0], np.where(F > 0, 1.0, -a)), "the slope below 0 came as −a. The line a·f rises from left to right, so its slope is +a."),
            Mistake("the slope on the right", lambda F, a: (_leaky(F, a)[0], np.where(F >= 0, 1.0, a)), "at the kink F = 0 this lesson takes the slope on the left, a: compare with `F > 0`."),
            Mistake("slope 0 below", lambda F, a: (_leaky(F, a)[0], (F > 0) * 1.0), "below 0 the slope is a; it is 0 only for the plain ReLU."),
            Mistake("plain ReLU", lambda F, a: (np.maximum(F, 0), np.where(F > 0, 1.0, a)), "below 0 the value is a·F, not 0."),
            Mistake("value for slope", lambda F, a: (_leaky(F, a)[0], np.where(F > 0, 1.0, a * F)), "below 0 the slope is the number a; a·F is the value."),
            Mistake("value for slope", lambda F, a: (_leaky(F, a)[0], np.where(F > 0, F, a)), "above 0 the slope is 1; F is the value."),
            Mistake("smaller instead of larger", lambda F, a: (np.minimum(F, a * F), np.where(F > 0, a, 1.0)), "the pieces have changed sides: F itself belongs where F > 0."),
            Mistake("smaller instead of larger", lambda F, a: (np.minimum(F, a * F), np.where(F > 0, 1.0, a)), "the pieces have changed sides: F itself belongs where F > 0."),
            Mistake("a for a·F", lambda F, a: (np.where(F > 0, F, a), np.where(F > 0, 1.0, a)), "below 0 the value is a times F, not a."),
            Mistake("a for a·F", lambda F, a: (np.maximum(F, a), np.where(F > 0, 1.0, a)), "below 0 the value is a times F: `np.maximum(F, a * F)`."),
            Mistake(_ORDER, lambda F, a: _leaky(F, a)[::-1], "the answer is (G, slope), in this order."),
            Mistake("values only", lambda F, a: _leaky(F, a)[0], "two arrays are wanted: (G, slope)."),
            Mistake("array in an if", lambda F, a: (F, 1.0) if F > 0 else (a * F, a), "`if` decides once, but F has many entries: use `np.where(F > 0, …, …)`."),
        ],
        probes=_leaky_probes,
    ),
    "elu": Exercise(
        law="G is F where F > 0, else α(e^F − 1); the slope is 1 where F > 0, else α e^F. No exponential of a large number.",
        look="exercise 1b, the table of two pieces.",
        mistakes=[
            Mistake("overflow in the part that is not used", _elu_overflow, "`np.where` computes both of its parts everywhere, also e^1000. Give the exponential only what is at most 0: `np.minimum(F, 0)`."),
            Mistake("the slope on the right", lambda F, alpha: (_elu(F, alpha)[0], np.where(F >= 0, 1.0, _elu(F, alpha)[1])), "at F = 0 this lesson takes the slope on the left, α: compare with `F > 0`."),
            Mistake("minus 1 forgotten", lambda F, alpha: (np.where(F > 0, F, alpha * np.exp(np.minimum(F, 0))), _elu(F, alpha)[1]), "below 0 the value is α(e^F − 1): at 0 it must meet the other piece."),
            Mistake("α forgotten", lambda F, alpha: _elu(F, 1.0), "this is the ELU with α = 1 whatever α is."),
            Mistake("α forgotten in the slope", lambda F, alpha: (_elu(F, alpha)[0], _elu(F, 1.0)[1]), "the slope below 0 is α e^F: the factor α stays."),
            Mistake("value for slope", lambda F, alpha: (_elu(F, alpha)[0], np.where(F > 0, 1.0, _elu(F, alpha)[0])), "below 0 the slope is α e^F, which is G + α; G itself is negative there."),
            Mistake("one bracket too far", lambda F, alpha: (np.where(F > 0, F, alpha * np.exp(np.minimum(F, 0)) - 1), _elu(F, alpha)[1]), "α multiplies the whole bracket: α(e^F − 1), not α e^F − 1."),
            Mistake("leaky ReLU", lambda F, alpha: _leaky(F, alpha), "below 0 an ELU is curved: α(e^F − 1), not α·F."),
            Mistake("slope 0 below", lambda F, alpha: (_elu(F, alpha)[0], (F > 0) * 1.0), "below 0 the slope is α e^F, small but not 0."),
            Mistake(_ORDER, lambda F, alpha: _elu(F, alpha)[::-1], "the answer is (G, slope), in this order."),
            Mistake("values only", lambda F, alpha: _elu(F, alpha)[0], "two arrays are wanted: (G, slope)."),
        ],
        probes=_elu_probes,
    ),
    "prelu_gradients": Exercise(
        law="dF = dG where F > 0, else a·dG; da of a unit is the sum over its examples of dG·min(F, 0), shape (units, 1).",
        look="section 2, one slope for a whole row.",
        mistakes=[
            Mistake("not summed", lambda F, a, dG: (_prelu(F, a, dG)[0], dG * np.minimum(F, 0)), "one a serves all examples of its unit, so its blame is their sum: sum over axis 1."),
            Mistake("shape (units,)", lambda F, a, dG: (_prelu(F, a, dG)[0], _prelu(F, a, dG)[1].ravel()), "da has the shape of a, (units, 1): say `keepdims=True`."),
            Mistake("summed over units", lambda F, a, dG: (_prelu(F, a, dG)[0], (dG * np.minimum(F, 0)).sum(axis=0, keepdims=True)), "axis 0 runs over units; every unit has an a of its own. Sum over the examples, axis 1."),
            Mistake("one sum for all", lambda F, a, dG: (_prelu(F, a, dG)[0], np.sum(dG * np.minimum(F, 0))), "every unit has an a of its own: sum over the examples, axis 1, only."),
            Mistake("mean for sum", lambda F, a, dG: (_prelu(F, a, dG)[0], _prelu(F, a, dG)[1] / F.shape[1]), "da is the sum over the examples; a mean, if any, is in dG already."),
            Mistake("wrong side", lambda F, a, dG: (_prelu(F, a, dG)[0], (dG * np.maximum(F, 0)).sum(axis=1, keepdims=True)), "a matters only where F is below 0: `np.minimum(F, 0)`."),
            Mistake("both sides", lambda F, a, dG: (_prelu(F, a, dG)[0], (dG * F).sum(axis=1, keepdims=True)), "where F > 0 the value does not depend on a at all: those entries add 0."),
            Mistake("blame forgotten", lambda F, a, dG: (_prelu(F, a, dG)[0], np.minimum(F, 0).sum(axis=1, keepdims=True)), "dG is missing in da: the chain rule multiplies ∂g/∂a by ∂L/∂g."),
            Mistake("the value for its derivative", lambda F, a, dG: (_prelu(F, a, dG)[0], (dG * a * np.minimum(F, 0)).sum(axis=1, keepdims=True)), "∂(a f)/∂a is f; the a is gone."),
            Mistake("slope forgotten", lambda F, a, dG: (dG, _prelu(F, a, dG)[1]), "dF came as dG itself: below 0 it is a·dG."),
            Mistake("ReLU on the way back", lambda F, a, dG: (dG * (F > 0), _prelu(F, a, dG)[1]), "below 0 dF is a·dG, not 0."),
            Mistake("slope without blame", lambda F, a, dG: (np.where(F > 0, 1.0, a), _prelu(F, a, dG)[1]), "dF is the slope times dG."),
            Mistake(_ORDER, lambda F, a, dG: _prelu(F, a, dG)[::-1], "the answer is (dF, da), in this order."),
        ],
        probes=_prelu_probes,
    ),
    "maxout_gradients": Exercise(
        law="with F_k = W_k G + b_k and dF_k = dH where piece k is the largest, else 0: dW_k = dF_k Gᵀ, db_k = the sum of dF_k over examples.",
        look="section 2, the piece that won.",
        mistakes=[
            Mistake("all pieces blamed", lambda W, b, G, dH: _maxout(W, b, G, dH, lambda F: np.ones(F.shape)), "every piece got the whole blame; only the one that was largest had a say."),
            Mistake("biases left out of the contest", _maxout_by_weights, "who wins is decided by W G + b; here b was left out."),
            Mistake("the smallest wins", lambda W, b, G, dH: _maxout(W, b, G, dH, lambda F: _winners(-F)), "the blame went to the smallest piece: `argmax`."),
            Mistake("one winner for the whole batch", lambda W, b, G, dH: _maxout(W, b, G, dH, _whole_batch), "every example has a winner of its own: compare over the pieces (axis 0) only."),
            Mistake("first piece only", lambda W, b, G, dH: _maxout(W, b, G, dH, lambda F: np.arange(len(F))[:, None, None] == 0), "the first piece got all blame, whoever won."),
            Mistake("losers blamed", lambda W, b, G, dH: _maxout(W, b, G, dH, lambda F: ~_winners(F)), "the blame went to all pieces but the winner."),
            Mistake("value of the winner", lambda W, b, G, dH: _maxout(W, b, G, dH, lambda F: _winners(F) * F), "the slope of the winner is 1; here its value was multiplied in."),
            Mistake("db of shape (pieces, n_out)", lambda W, b, G, dH: (_maxout(W, b, G, dH)[0], _maxout(W, b, G, dH)[1][:, :, 0]), "db has the shape of b: say `keepdims=True`."),
            Mistake("db not summed", lambda W, b, G, dH: (_maxout(W, b, G, dH)[0], _winners(W @ G + b) * dH), "db is the sum over the examples, axis 2."),
            Mistake("mean for sum", lambda W, b, G, dH: tuple(part / G.shape[1] for part in _maxout(W, b, G, dH)), "a batch sums; a mean, if any, is in dH already."),
            Mistake("ones for blame", lambda W, b, G, dH: _maxout(W, b, G, np.ones(dH.shape)), "dH is missing: the blame of the output is what is passed on."),
            Mistake(_ORDER, lambda W, b, G, dH: _maxout(W, b, G, dH)[::-1], "the answer is (dW, db), in this order."),
        ],
        probes=_maxout_probes,
    ),
    "apl_gradients": Exercise(
        law="daₛ = Σ dG·max(0, bₛ − F) and dbₛ = Σ dG·aₛ·[F < bₛ], summed over the examples: both (hinges, units, 1).",
        look="section 2, a hinge and its two numbers.",
        mistakes=[
            Mistake("hinge turned round", lambda F, a, b, dG: _apl(F, a, b, dG, inside=lambda F, b: np.maximum(F - b, 0), on=lambda F, b: b < F), "the hinge is max(0, b − F): it works to the left of b."),
            Mistake("hinge turned round in da", lambda F, a, b, dG: _apl(F, a, b, dG, inside=lambda F, b: np.maximum(F - b, 0)), "in da the hinge is max(0, b − F): it works to the left of b."),
            Mistake("wrong side in db", lambda F, a, b, dG: _apl(F, a, b, dG, on=lambda F, b: b < F), "b matters where the hinge is above 0, that is where F < b."),
            Mistake("both sides in db", lambda F, a, b, dG: _apl(F, a, b, dG, on=lambda F, b: np.ones(np.broadcast_shapes(F.shape, b.shape))), "where F > b the hinge is 0 and stays 0: those entries add nothing to db."),
            Mistake("hinge not cut off", lambda F, a, b, dG: _apl(F, a, b, dG, inside=lambda F, b: b - F), "∂g/∂a is max(0, b − F), never negative."),
            Mistake("a forgotten in db", lambda F, a, b, dG: (_apl(F, a, b, dG)[0], (dG * (b > F)).sum(axis=2, keepdims=True)), "∂g/∂b is a where F < b: the factor a is missing."),
            Mistake("a too many in da", lambda F, a, b, dG: ((dG * a * np.maximum(b - F, 0)).sum(axis=2, keepdims=True), _apl(F, a, b, dG)[1]), "∂(a·h)/∂a is h; the a is gone."),
            Mistake("blame forgotten", lambda F, a, b, dG: _apl(F, a, b, np.ones(dG.shape)), "dG is missing: the chain rule multiplies by ∂L/∂g."),
            Mistake("minus in db", lambda F, a, b, dG: (_apl(F, a, b, dG)[0], -_apl(F, a, b, dG)[1]), "the sign of db is turned round: b stands with a plus in max(0, b − F)."),
            Mistake("not summed", lambda F, a, b, dG: (dG * np.maximum(b - F, 0), dG * a * (b > F)), "one a and one b serve all examples of a unit: sum over the last axis."),
            Mistake("axis lost", lambda F, a, b, dG: tuple(part[:, :, 0] for part in _apl(F, a, b, dG)), "the answers have the shape of a, (hinges, units, 1): say `keepdims=True`."),
            Mistake("mean for sum", lambda F, a, b, dG: tuple(part / F.shape[1] for part in _apl(F, a, b, dG)), "a batch sums; a mean, if any, is in dG already."),
            Mistake(_ORDER, lambda F, a, b, dG: _apl(F, a, b, dG)[::-1], "the answer is (da, db), in this order."),
        ],
        probes=_apl_probes,
    ),
    "tanh_from_sigmoid": Exercise(
        law="tanh(f) = 2σ(2f) − 1.",
        look="section 3, the three numbers of the prediction.",
        mistakes=[
            Mistake("the lecture's formula", lambda F: 2 * _sigmoid(F) - 1, "2σ(f) − 1 is tanh(f/2), half as steep. The lecture has lost a factor 2 inside."),
            Mistake("not moved down", lambda F: 2 * _sigmoid(2 * np.asarray(F)), "the range is (0, 2): take 1 off."),
            Mistake("not stretched", lambda F: _sigmoid(2 * np.asarray(F)), "the range is still (0, 1): stretch it to (−1, 1)."),
            Mistake("not stretched", lambda F: _sigmoid(2 * np.asarray(F)) - 0.5, "the range is (−½, ½): stretch it to (−1, 1)."),
            Mistake("half for double", lambda F: 2 * _sigmoid(np.asarray(F) / 2) - 1, "f was halved; it must be doubled."),
            Mistake("upside down", lambda F: 1 - 2 * _sigmoid(2 * np.asarray(F)), "the sign is turned round: tanh grows."),
            Mistake("brackets", lambda F: 2 * (_sigmoid(2 * np.asarray(F)) - 1), "2(σ − 1) is 2σ − 2: the 1 is taken off after doubling."),
            Mistake("doubled too often", lambda F: 2 * _sigmoid(4 * np.asarray(F)) - 1, "this is tanh(2f): double f once."),
        ],
        probes=lambda rng: ((rng.normal(size=shape),) for shape in (3, (2, 4), 5)),
    ),
    "softmax": Exercise(
        law="g_i = e^(f_i) / Σ_j e^(f_j) in every column; the same for F and F + c; each column sums to 1.",
        look="section 3, taking the largest score off.",
        mistakes=[
            Mistake("overflow", _soft_unshifted, "e^1000 is too large for any float. Take each column's largest score off first: the answer stays the same."),
            Mistake("one shift for all columns", _soft_one_shift, "the largest score of the whole matrix was taken off; a column far below it is then 0/0. Take each column's own: `F.max(axis=0)`."),
            Mistake("shift in the wrong direction", _soft_added, "the largest score must be taken off, not added."),
            Mistake("smallest for largest", _soft_smallest, "take off the largest score, so that no exponent is above 0."),
            Mistake("rows for columns", _soft_rows, "here every row sums to 1. One column is one example: sum over axis 0."),
            Mistake("rows for columns", _soft_row_sums, "the sum runs along the rows here. One column is one example: sum over axis 0."),
            Mistake("rows for columns", _soft_flat_sums, "the sum runs along the rows here. One column is one example: sum over axis 0."),
            Mistake("one sum for all", _soft_all, "the whole matrix sums to 1; every column must: `sum(axis=0)`."),
            Mistake("largest for sum", lambda F: np.exp(F - F.max(axis=0)), "the largest entry of each column is 1: divide by the column's sum, not by its largest entry."),
            Mistake("a sigmoid for each score", _sigmoid, "a sigmoid looks at one score alone; here the scores of a column compete."),
            Mistake("no exponential", lambda F: F / F.sum(axis=0), "the scores themselves were divided by their sum; take the exponential first."),
            Mistake("logarithm", lambda F: np.log(_soft(F)), "this is the logarithm of the softmax."),
            Mistake("a hard maximum", lambda F: (F.max(axis=0) == F) * 1.0, "only the winner is 1 here; a soft maximum gives every class a share."),
        ],
        probes=_scores,
    ),
    "softmax_backward": Exercise(
        law="dF = G ∘ (dG − Σ G ∘ dG), the sum taken down each column.",
        look="section 3, a product without its matrix.",
        mistakes=[
            Mistake("diagonal only", lambda G, dG: G * (1 - G) * dG, "g(1 − g) is only the diagonal of the Jacobian: every score moves every output."),
            Mistake("mean forgotten", lambda G, dG: G * dG, "the part −g_i Σ_j g_j dG_j is missing: raising one output lowers the others."),
            Mistake("plain sum", lambda G, dG: G * (dG - dG.sum(axis=0)), "the sum is weighted by G: Σ G ∘ dG."),
            Mistake("mean without weights", lambda G, dG: G * (dG - dG.mean(axis=0)), "the mean is weighted by G: Σ G ∘ dG."),
            Mistake("rows for columns", lambda G, dG: G * (dG - (G * dG).sum(axis=1, keepdims=True)), "the sum runs down each column, axis 0."),
            Mistake("one sum for all", lambda G, dG: G * (dG - (G * dG).sum()), "every column has its own sum: axis 0."),
            Mistake("factor forgotten", lambda G, dG: dG - (G * dG).sum(axis=0), "the factor G in front is missing."),
            Mistake("wrong sign", lambda G, dG: G * (dG + (G * dG).sum(axis=0)), "the sum is taken off, not added."),
            Mistake("wrong sign", lambda G, dG: -G * (dG - (G * dG).sum(axis=0)), "the sign is turned round."),
            Mistake("sum not weighted by G again", lambda G, dG: G * dG - (G * dG).sum(axis=0), "the sum, too, is multiplied by G: G ∘ (dG − Σ)."),
        ],
        probes=_softmax_backward_probes,
    ),
    "dead_units": Exercise(
        law="unit i is dead if row i of W X + b is at most 0 in every column.",
        look="section 4, dead means: for every example.",
        mistakes=[
            Mistake("any for all", lambda W, b, X: (W @ X + b <= 0).any(axis=1), "a unit that is silent for some examples is not dead: it must be so for all of them."),
            Mistake("alive for dead", lambda W, b, X: (W @ X + b > 0).any(axis=1), "True and False have changed places: True means dead."),
            Mistake("strictly below", lambda W, b, X: (W @ X + b < 0).all(axis=1), "at a sum of exactly 0 the slope is 0, too: compare with `<= 0`."),
            Mistake("bias forgotten", lambda W, b, X: (W @ X <= 0).all(axis=1), "the bias is missing in the sum."),
            Mistake("over the units", lambda W, b, X: (W @ X + b <= 0).all(axis=0), "axis 0 runs over units; here one answer for each unit is wanted: axis 1."),
            Mistake("mean", lambda W, b, X: (W @ X + b).mean(axis=1) <= 0, "a unit whose mean is below 0 may still be above 0 for some example."),
            Mistake("count", lambda W, b, X: int((W @ X + b <= 0).all(axis=1).sum()), "one True or False for each unit is wanted, not their number."),
            Mistake("indices", lambda W, b, X: np.flatnonzero((W @ X + b <= 0).all(axis=1)), "one True or False for each unit is wanted, not the dead units' numbers."),
            Mistake("one answer for each example", lambda W, b, X: W @ X + b <= 0, "one True or False for each unit is wanted, not one for each unit and example: `all(axis=1)`."),
            Mistake("one answer for the layer", lambda W, b, X: bool((W @ X + b <= 0).all()), "one True or False for each unit is wanted: `all(axis=1)`."),
            Mistake("weights only", lambda W, b, X: (W <= 0).all(axis=1), "negative weights do not make a unit dead: its sums W X + b decide."),
            Mistake("column", lambda W, b, X: (W @ X + b <= 0).all(axis=1, keepdims=True), "a flat array of shape (units,) is wanted."),
        ],
        probes=_dead_probes,
    ),
    "gradient_norms": Exercise(
        law="F = W G and G = unit(F) on the way there; dG becomes Wᵀ (dG ∘ slope(F)) on the way back. Norms from the input's to the output's.",
        look="section 4, the two rules of lesson 5.",
        mistakes=[
            Mistake("order of the list", lambda *args: _norms(*args)[::-1], "the list starts with the norm at the inputs and ends with that of dG itself: turn it round."),
            Mistake("slope forgotten", lambda *args: _norms(*args, bends=False), "the blame went through the weights only: multiply by slope(F) on the way back."),
            Mistake("slope at the value", lambda *args: _norms(*args, at="G"), "`slope` wants the sum F, not the value G = unit(F)."),
            Mistake("slope of the layer below", _norms_shifted, "the slope is taken at this layer's own sum F, before the way through Wᵀ."),
            Mistake("unit forgotten", _norms_without_unit, "on the way there G = unit(F): without the unit the sums are others."),
            Mistake("output left out", lambda *args: _norms(*args)[:-1], "there is one norm more than there are layers: that of dG itself comes last."),
            Mistake("inputs left out", lambda *args: _norms(*args)[1:], "there is one norm more than there are layers: that of the inputs comes first."),
            Mistake("last norm only", lambda *args: _norms(*args)[0], "only the norm at the inputs came back: collect those of all layers in a list."),
            Mistake("squares", lambda *args: _norms(*args, norm=lambda dG: np.sum(dG**2)), "the norm is the root of the sum of squares."),
            Mistake("mean for norm", lambda *args: _norms(*args, norm=lambda dG: np.mean(np.abs(dG))), "the norm is the root of the sum of squares: `np.linalg.norm`."),
            Mistake("largest for norm", lambda *args: _norms(*args, norm=lambda dG: np.max(np.abs(dG))), "the norm is the root of the sum of squares: `np.linalg.norm`."),
            Mistake("spectral norm", lambda *args: _norms(*args, norm=lambda dG: np.linalg.norm(dG, 2)), "the norm of all entries is wanted: `np.linalg.norm(dG)`, without a 2."),
        ],
        probes=_stack_probes,
    ),
    "linear_step": Exercise(
        law="with E = W2 W1 − S: W1 − rate·W2ᵀE and W2 − rate·E W1ᵀ, both from the old weights.",
        look="section 5, the two gradients.",
        mistakes=[
            Mistake("one after the other", _linear_in_turn, "W2 was moved with the new W1: compute both gradients first, then move."),
            Mistake("one after the other", _linear_fresh, "W2 was moved with the new W1: compute both gradients first, then move."),
            Mistake("uphill", lambda W1, W2, S, rate: _linear(W1, W2, S, -rate), "the weights went up the gradient: the step is minus rate times it."),
            Mistake("error turned round", lambda W1, W2, S, rate: (W1 + rate * W2.T @ (W2 @ W1 - S), W2 + rate * (W2 @ W1 - S) @ W1.T), "the weights went up the gradient: the step is minus rate times it."),
            Mistake("rate forgotten", lambda W1, W2, S, rate: _linear(W1, W2, S, 1.0), "the gradient is multiplied by the rate."),
            Mistake("factor 2", lambda W1, W2, S, rate: _linear(W1, W2, S, 2 * rate), "the loss has a ½ in front: the 2 of the square is gone."),
            Mistake("not transposed", _linear_mixed, "each gradient has the transposed matrix of the other layer."),
            Mistake("gradients for weights", lambda W1, W2, S, rate: (W2.T @ (W2 @ W1 - S), (W2 @ W1 - S) @ W1.T), "the gradients came back; the new weights are wanted."),
            Mistake("target forgotten", lambda W1, W2, S, rate: _linear(W1, W2, 0 * S, rate), "the error is W2 W1 − S; here S was left out."),
            Mistake("only the first layer", lambda W1, W2, S, rate: (_linear(W1, W2, S, rate)[0], W2), "W2 did not move."),
            Mistake(_ORDER, lambda W1, W2, S, rate: _linear(W1, W2, S, rate)[::-1], "the answer is (W1, W2), in this order."),
        ],
        probes=_linear_probes,
    ),
    "xor_by_rounding": Exercise(
        law="a chain of matrices, nothing between them; where the smallest number above 0 is d, ½·d is rounded to 0 and ½·2d is d.",
        look="section 5, the table of s, s·d and ½·s·d.",
    ),
    "poll": Exercise(law="answer with one of the letters.", look="section 4, dead means: for every example."),
}  # fmt: skip
