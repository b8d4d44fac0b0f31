"""What the checks know of lesson 07: the laws, and the mistakes that students make."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .. import gradients
from . import Check, Exercise, Mistake, Outcome, describe

# What an answer must not borrow, by the name of its exercise.
_FINISHED = ("utils.losses", "utils.layers", "utils.training", "utils.gradients", "utils.checks.lesson_07")
REBUILDS: dict[str, tuple[str, ...]] = {
    "one_hot": _FINISHED,
    "labels_of": _FINISHED,
    "squared": _FINISHED,
    "hinge": _FINISHED,
    "nll1": _FINISHED,
    "log_softmax": (*_FINISHED, "utils.activations.log_softmax"),
    "cross_entropy": (*_FINISHED, "utils.activations.log_softmax"),
    "double_softmax_loss": _FINISHED,
    "softmax_twice": _FINISHED,
    "cosine_similarity": _FINISHED,
    "cosine_loss": _FINISHED,
    "descend": (*_FINISHED, "utils.optimizers"),
}

Array = np.ndarray
Answer = tuple[float, Array]  # a loss and ∂L/∂F


# ---------------------------------------------------------------- what an answer must look like


def gives(check: Check, function: Callable, F: Any, Y: Any, L: float, dF: Any, because: str = "") -> Outcome:
    """`function(F, Y)` is the pair (L, dF): a number, and an array of the shape of `F`.

    Parameters
    ----------
    check : Check
    function : the student's
    F, Y : arrays or lists
    L : float
    dF : array or list, the shape of `F`
    because : str, optional

    Returns
    -------
    Outcome
    """
    outcome = check(function, F, Y)
    came_L, came_dF = pair_of(outcome, np.shape(F), because)
    dF = np.asarray(dF, dtype=float)
    # An answer may call the student's own functions, and those may compute in float32.
    close = np.allclose(came_L, L, rtol=1e-5, atol=1e-6) and np.allclose(came_dF, dF, rtol=1e-5, atol=1e-6)
    return outcome.satisfies(lambda _: close, describe((L, dF)), because)


def pair_of(outcome: Outcome, shape: tuple[int, ...], because: str = "") -> Answer:
    """The loss and the gradient that an answer holds; fails unless it is a pair of a number and such an array."""
    outcome.satisfies(
        lambda pair: isinstance(pair, tuple | list) and len(pair) == 2,
        "two things: (L, dF), the loss and its gradient",
        because,
    )
    L, dF = outcome.value
    outcome.satisfies(
        lambda _: np.shape(L) == () and np.asarray(L).dtype.kind in "biuf", "one number for the loss, the first part"
    )
    came = "something else" if np.asarray(dF).dtype.kind not in "biuf" else f"shape {np.shape(dF)}"
    outcome.satisfies(lambda _: came == f"shape {shape}", f"dF as an array of shape {shape}, not {came}")
    outcome.satisfies(
        lambda _: bool(np.isfinite(L)) and bool(np.all(np.isfinite(dF))), "finite numbers: no nan and no infinity"
    )
    return L, np.asarray(dF)


def slope_by_differences(check: Check, function: Callable, F: Array, Y: Array) -> None:
    """The answer's dF is the slope of the answer's own L, by central differences (lesson 3, at any shape)."""
    outcome = check(function, F, Y)
    _, dF = pair_of(outcome, F.shape)
    # Large steps: an answer that computes in float32 has no digits for small ones.
    report = gradients.gradient_check(lambda moved: float(function(moved, Y)[0]), dF, F, step=0.01, tolerance=0.01)
    check.that(
        report.passed,
        f"{outcome.call}: entry {report.worst} of dF is {describe(report.analytic)}, but when that entry of F is moved "
        f"a little, L changes {describe(report.numerical)} times as much.",
        check.cause(function, outcome.arguments, outcome.came),
    )


# ---------------------------------------------------------------- the losses once more, by short formulas


def _sigmoid(F: Array) -> Array:
    return 0.5 * (1 + np.tanh(F / 2))


def _log_softmax(F: Array) -> Array:
    shifted = F - F.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))


def _softmax(F: Array) -> Array:
    return np.exp(_log_softmax(F))


def _n(F: Array) -> int:
    return F.shape[1]


def _squared(F: Array, Y: Array) -> Answer:
    return ((F - Y) ** 2).sum() / _n(F), 2 * (F - Y) / _n(F)


def _hinge(F: Array, Y: Array) -> Answer:
    return np.maximum(0, 1 - Y * F).sum() / _n(F), -Y * (Y * F < 1) / _n(F)


def _nll1(F: Array, Y: Array) -> Answer:
    return (np.logaddexp(0, F) - Y * F).sum() / _n(F), (_sigmoid(F) - Y) / _n(F)


def _cross_entropy(F: Array, Y: Array) -> Answer:
    return -(Y * _log_softmax(F)).sum() / _n(F), (_softmax(F) - Y) / _n(F)


def _unit(F: Array) -> Array:
    length = np.linalg.norm(F, axis=0)
    return F / np.where(length > 0, length, 1)


def _cosine(F: Array, Y: Array) -> Array:
    return (_unit(F) * _unit(Y)).sum(axis=0)


def _cosine_loss(F: Array, Y: Array) -> Answer:
    length = np.linalg.norm(F, axis=0)
    across = _unit(Y) - _cosine(F, Y) * _unit(F)
    return 1 - _cosine(F, Y).mean(), -np.where(length > 0, across / np.where(length > 0, length, 1), 0) / _n(F)


def _with(loss: Callable, gradient: Callable) -> Callable:
    """A wrong answer from its two halves."""
    return lambda F, Y: (loss(F, Y), gradient(F, Y))


def _first(right: Callable) -> Callable:
    return lambda F, Y: right(F, Y)[0]


def _second(right: Callable) -> Callable:
    return lambda F, Y: right(F, Y)[1]


def _usual(right: Callable) -> list[Mistake]:
    """The mistakes that any function from (F, Y) to (L, dF) invites."""

    def scaled(loss: Callable, gradient: Callable) -> Callable:
        return _with(lambda F, Y: right(F, Y)[0] * loss(F), lambda F, Y: right(F, Y)[1] * gradient(F))

    one, n, outputs = (lambda F: 1), _n, len
    return [
        Mistake("1/n forgotten in dF", scaled(one, n), "L is the mean over the n examples, so its slope carries 1/n, too."),
        Mistake("1/n forgotten in L", scaled(n, one), "dF carries 1/n and L does not: L is the mean over the examples."),
        Mistake("sum instead of mean", scaled(n, n), "L is the mean over the n examples: divide the sum by n, and so dF."),
        Mistake("mean over every entry", scaled(lambda F: 1 / outputs(F), one), "`np.mean` divides by outputs times examples; here only by the number of examples, `F.shape[1]`."),
        Mistake("mean over every entry", scaled(lambda F: 1 / outputs(F), lambda F: 1 / outputs(F)), "`np.mean` and `F.size` count outputs times examples; divide only by the number of examples, `F.shape[1]`."),
        Mistake("mean over every entry", scaled(one, lambda F: 1 / outputs(F)), "`F.size` counts outputs times examples; divide dF only by the number of examples, `F.shape[1]`."),
        Mistake("rows counted for examples", scaled(lambda F: n(F) / outputs(F), lambda F: n(F) / outputs(F)), "one column is one example: their number is `F.shape[1]`, not `len(F)`."),
        Mistake("rows counted for examples", scaled(one, lambda F: n(F) / outputs(F)), "one column is one example: their number is `F.shape[1]`, not `len(F)`."),
        Mistake("sign of the gradient", scaled(one, lambda F: -1), "dF points the other way: check one entry. If f grows a little, does L grow or fall?"),
        Mistake("order of the answer", lambda F, Y: right(F, Y)[::-1], "the answer is (L, dF), in this order."),
        Mistake("loss only", _first(right), "two things are wanted: (L, dF)."),
        Mistake("gradient only", _second(right), "two things are wanted: (L, dF)."),
        Mistake("one loss for each example", _with(lambda F, Y: np.array([right(F[:, [j]], Y[:, [j]])[0] for j in range(_n(F))]), _second(right)), "L is one number, the mean over the examples."),
    ]  # fmt: skip


def _batches(labels: Callable[[np.random.Generator, tuple[int, int]], Array], spread: float = 1.5) -> Callable:
    """Probes (F, Y) for a loss: small batches of several shapes, square ones too."""

    def probes(rng: np.random.Generator) -> Iterator[tuple]:
        for shape in ((1, 3), (2, 2), (3, 4), (4, 1), (3, 2)):
            yield rng.normal(size=shape) * spread, labels(rng, shape)

    return probes


def _one_hot_columns(rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    return np.eye(shape[0])[:, rng.integers(0, shape[0], shape[1])]


# ---------------------------------------------------------------- one-hot


def _scatter(labels: Array, classes: int) -> Array:
    Y = np.zeros((classes, len(labels)))
    Y[labels, np.arange(len(labels))] = 1
    return Y


def _classes_last(labels: Array, classes: int) -> Array:
    Y = np.zeros((len(labels), classes))
    Y[labels, np.arange(len(labels))] = 1
    return Y


def _whole_rows(labels: Array, classes: int) -> Array:
    Y = np.zeros((classes, len(labels)))
    Y[labels] = 1
    return Y


def _labelled(rng: np.random.Generator) -> Iterator[tuple]:
    for classes, examples in ((3, 4), (2, 2), (5, 3), (4, 4), (3, 6)):
        yield rng.integers(0, classes, examples), classes


def _scores(rng: np.random.Generator) -> Iterator[tuple]:
    for shape in ((3, 4), (2, 2), (5, 3), (3, 3)):
        yield (rng.normal(size=shape),)
        yield (_one_hot_columns(rng, shape),)


# ---------------------------------------------------------------- wrong in their own way


def _nll1_by_probability(clip: float) -> Callable:
    """From p, as it stands in the books, with p kept away from 0 and 1."""

    def loss(F: Array, Y: Array) -> float:
        P = np.clip(_sigmoid(F), clip, 1 - clip) if clip else _sigmoid(F)
        return -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).sum() / _n(F)

    return loss


def _nll1_added(tiny: float) -> Callable:
    def loss(F: Array, Y: Array) -> float:
        P = _sigmoid(F)
        return -(Y * np.log(P + tiny) + (1 - Y) * np.log(1 - P + tiny)).sum() / _n(F)

    return loss


_TINY = [10.0**-k for k in range(6, 17)] + [float(np.finfo(float).eps)]
_CLIPPED = "a probability kept away from 0 by a small number caps the loss (near 28 for 1e-12), and its slope is then a lie. Never compute ln p from p: simplify on paper first."


def _naive_nll1(F: Array, Y: Array) -> float:
    return (np.log(1 + np.exp(F)) - Y * F).sum() / _n(F)


def _naive_sigmoid(F: Array) -> Array:
    return np.exp(F) / (1 + np.exp(F))


def _log_softmax_columns(F: Array, axis: int | None, peak: int | None) -> Array:
    shifted = F - F.max(axis=peak, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def _questions(rng: np.random.Generator) -> Iterator[tuple]:
    yield from _batches(lambda rng, shape: rng.integers(0, 2, shape) * 1.0)(rng)
    yield np.array([[1000.0, -1000.0]]), np.array([[1.0, 0.0]])


def _wide(rng: np.random.Generator) -> Iterator[tuple]:
    for shape in ((3, 4), (2, 2), (4, 3), (1, 2), (3, 3)):
        yield (rng.normal(size=shape) * 2,)
    yield (np.array([[1000.0, 0.0], [0.0, -1000.0], [-1000.0, 1000.0]]),)


def _distributions(rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    return rng.dirichlet(np.ones(shape[0]), size=shape[1]).T


def _soft_or_hard(rng: np.random.Generator) -> Iterator[tuple]:
    yield from _batches(_distributions)(rng)
    yield from _batches(_one_hot_columns)(rng)


def _hard(Y: Array) -> Array:
    return np.eye(len(Y))[:, Y.argmax(axis=0)]


def _saturated(accuracy: float, classes: int) -> float:
    return math.log(math.e + classes - 1) - accuracy


def _shares(rng: np.random.Generator) -> Iterator[tuple]:
    for classes in (2, 3, 10, 7):
        yield round(float(rng.uniform(0.1, 0.9)), 2), classes


def _twice(
    losses: Array,
    accuracies: Array,
    classes: int,
    *,
    last: slice = slice(-5, None),
    over: Callable = np.all,
    least: float = 0.5,
    tolerance: float = 0.05,
    measure: Callable = np.abs,
    expected: Callable = _saturated,
) -> bool:
    wanted = np.array([expected(a, classes) for a in accuracies])
    near = (measure(losses - wanted) <= tolerance) & (accuracies >= least)
    return bool(over(near[last]))


def _mean_twice(losses: Array, accuracies: Array, classes: int) -> bool:
    return _twice(np.array([losses[-5:].mean()]), np.array([accuracies[-5:].mean()]), classes)


def _training_curves(rng: np.random.Generator) -> Iterator[tuple]:
    """Curves that are near the mark in some of their epochs only, in all, and in none."""
    for classes in (2, 3, 10):
        for accuracy in (0.5, 0.7, 0.99):
            yield np.full(6, _saturated(accuracy, classes)), np.full(6, accuracy), classes
    for kind in range(24):
        classes, epochs = int(rng.integers(2, 11)), int(rng.integers(3, 9))
        low = 0.2 if kind % 4 == 0 else 0.55
        accuracies = np.sort(rng.uniform(low, 1.0, epochs))
        mark = np.array([_saturated(a, classes) for a in accuracies])
        losses = mark + rng.uniform(-0.04, 0.04, epochs)
        if kind % 4 == 1:
            losses[rng.integers(epochs)] += 0.2
        if kind % 4 == 2:
            losses[: epochs // 2] += 0.3
        if kind % 4 == 3:
            losses -= rng.uniform(0.06, 0.5)
        yield losses, accuracies, classes


def _vectors(rng: np.random.Generator) -> Iterator[tuple]:
    for shape in ((3, 4), (2, 2), (4, 1), (3, 3), (1, 4)):
        yield rng.normal(size=shape), rng.normal(size=shape)
    F, Y = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    F[:, 1], Y[:, 2] = 0, 0
    yield F, Y
    yield 1e-6 * rng.normal(size=(2, 3)), rng.normal(size=(2, 3))


def _plain_cosine(F: Array, Y: Array, *, tiny: float = 0.0) -> Array:
    return (F * Y).sum(axis=0) / (np.linalg.norm(F, axis=0) * np.linalg.norm(Y, axis=0) + tiny)


def _norms(F: Array, **how: Any) -> Array:
    length = np.linalg.norm(F, **how)
    return np.where(length > 0, length, 1)


def _cosine_slope(across: Callable, divide: bool = True) -> Callable:
    """dF from "what of ŷ is not along f", written wrongly."""

    def gradient(F: Array, Y: Array) -> Array:
        length = np.linalg.norm(F, axis=0)
        dF = -across(F, Y) / _n(F)
        return np.where(length > 0, dF / np.where(length > 0, length, 1) if divide else dF, 0)

    return gradient


def _descend(
    loss: Callable,
    X: Array,
    Y: Array,
    rate: float,
    steps: int,
    *,
    way: float = 1.0,
    start: float = 0.0,
    mean_again: bool = False,
    fresh: bool = True,
) -> Array:
    W = np.full((1, len(X)), start)
    path, dW = [W[0]], None
    for _ in range(steps):
        if fresh or dW is None:
            dW = loss(W @ X, Y)[1] @ X.T
        W = W - way * rate * dW / (X.shape[1] if mean_again else 1)
        path.append(W[0])
    return np.array(path)


def _descend_by_sign(loss: Callable, X: Array, Y: Array, rate: float, steps: int) -> Array:
    W = np.zeros((1, len(X)))
    path = [W[0]]
    for _ in range(steps):
        W = W - rate * np.sign(loss(W @ X, Y)[1] @ X.T)
        path.append(W[0])
    return np.array(path)


def _descend_by_loss(loss: Callable, X: Array, Y: Array, rate: float, steps: int) -> Array:
    W = np.zeros((1, len(X)))
    path = [W[0]]
    for _ in range(steps):
        W = W - rate * loss(W @ X, Y)[0]
        path.append(W[0])
    return np.array(path)


def _losses_along(loss: Callable, X: Array, Y: Array, rate: float, steps: int) -> Array:
    return np.array([loss(w[None] @ X, Y)[0] for w in _descend(loss, X, Y, rate, steps)])


def _rows_of(path: Array) -> Array:
    return path[:, None, :]


def _walks(rng: np.random.Generator) -> Iterator[tuple]:
    for features, examples, steps in ((2, 5, 3), (3, 3, 4), (1, 4, 2), (4, 2, 3)):
        X, Y = rng.normal(size=(features, examples)), rng.normal(size=(1, examples))
        yield _squared, X, Y, 0.1, steps


_ZEROS = "a zero vector has no direction: 0/0 is nan. Divide by 1 where the length is 0, for example with `np.where(length > 0, length, 1)`."
_EPSILON = "a small number added to the lengths changes the answer for short vectors. Only a length of exactly 0 needs care: `np.where(length > 0, length, 1)`."


EXERCISES: dict[str, Exercise] = {
    "one_hot": Exercise(
        law="column j of Y is 0 everywhere, and 1 in row labels[j]; Y has shape (classes, examples). A label that is no class raises ValueError.",
        look="exercise 1a: one column for each label.",
        mistakes=[
            Mistake("rows for columns", lambda t, c: np.eye(c)[t], "one example is one column: take columns of the identity matrix, `[:, labels]`, not rows."),
            Mistake("as many rows as labels seen", lambda t, c: np.eye(int(t.max()) + 1)[:, t], "there are `classes` rows, even if the last classes do not occur."),
            Mistake("as many rows as labels seen", lambda t, c: np.eye(len(np.unique(t)))[:, np.unique(t, return_inverse=True)[1]], "there are `classes` rows, even if some classes do not occur."),
            Mistake("counted from 1", lambda t, c: np.eye(c)[:, t - 1], "classes count from 0: label 0 puts its 1 in row 0."),
            Mistake("whole rows filled", _whole_rows, "`Y[labels] = 1` fills whole rows. One entry for each column: `Y[labels, np.arange(len(labels))] = 1`."),
            Mistake("ones and zeros changed", lambda t, c: 1 - np.eye(c)[:, t], "the true class gets the 1, the others get 0."),
            Mistake("the labels themselves", lambda t, c: np.eye(c)[:, t] * t, "the row of the true class holds 1, not the label."),
            Mistake("−1 and 1", lambda t, c: 2 * np.eye(c)[:, t] - 1, "one-hot columns hold 0 and 1; −1 and 1 are for the hinge loss only."),
            Mistake("a label that is no class", lambda t, c: np.eye(c)[:, t], "numpy takes −1 as the last class without a word, and a label too large raises an IndexError. Look at the labels first: `if labels.min() < 0 or labels.max() >= classes: raise ValueError(...)`."),
            Mistake("a label that is no class", _scatter, "numpy takes −1 as the last class without a word, and a label too large raises an IndexError. Look at the labels first: `if labels.min() < 0 or labels.max() >= classes: raise ValueError(...)`."),
            Mistake("a label that is no class", lambda t, c: (np.arange(c)[:, None] == t).astype(float), "its column is all zeros, and nobody notices. Look at the labels first: `if labels.min() < 0 or labels.max() >= classes: raise ValueError(...)`."),
            Mistake("rows and columns changed", _classes_last, "the shape is (classes, examples): the classes come first."),
        ],
        probes=_labelled,
    ),
    "labels_of": Exercise(
        law="entry j of the answer is the row of the largest entry in column j: one whole number for each example.",
        look="exercise 1b, the way back.",
        mistakes=[
            Mistake("rows for columns", lambda Y: Y.argmax(axis=1), "one example is one column: go down the columns, `axis=0`."),
            Mistake("one for the whole matrix", lambda Y: Y.argmax(), "without `axis`, argmax looks at the whole matrix at once: say `axis=0`."),
            Mistake("the largest entry, not its place", lambda Y: Y.max(axis=0), "`max` gives the largest entry; its row is `argmax`."),
            Mistake("smallest entry", lambda Y: Y.argmin(axis=0), "the class is where the entry is largest, not smallest."),
            Mistake("counted from 1", lambda Y: Y.argmax(axis=0) + 1, "classes count from 0."),
            Mistake("a matrix for a row", lambda Y: Y.argmax(axis=0)[None], "one number for each example: shape (examples,)."),
            Mistake("in the order of the rows", lambda Y: np.where(Y == 1)[0], "`np.where` finds the ones row by row, so the classes come out in the wrong order; and scores hold no 1. Take `argmax`."),
            Mistake("only exact ones", lambda Y: np.where(Y.T == 1)[1], "scores hold no exact 1: take the row of the largest entry, `argmax`."),
            Mistake("only exact ones", lambda Y: (np.arange(len(Y)) @ Y), "this sum is right for one-hot columns only; for scores take the row of the largest entry, `argmax`."),
        ],
        probes=_scores,
    ),
    "squared": Exercise(
        law="L = (1/n) Σ over examples of ‖f − y‖², and dF = 2 (F − Y)/n. n is the number of examples.",
        look="exercise 2a.",
        mistakes=[
            *_usual(_squared),
            Mistake("the 2 forgotten", _with(_first(_squared), lambda F, Y: (F - Y) / _n(F)), "the slope of u² is 2u."),
            Mistake("half the square", _with(lambda F, Y: _squared(F, Y)[0] / 2, lambda F, Y: (F - Y) / _n(F)), "this L carries a factor ½; here there is none."),
            Mistake("half the square", _with(lambda F, Y: _squared(F, Y)[0] / 2, _second(_squared)), "this L carries a factor ½; here there is none."),
            Mistake("2 and 1/n forgotten", _with(_first(_squared), lambda F, Y: F - Y), "dF is 2 (F − Y)/n."),
            Mistake("absolute value", _with(lambda F, Y: np.abs(F - Y).sum() / _n(F), lambda F, Y: np.sign(F - Y) / _n(F)), "the errors are squared here."),
            Mistake("square root taken", _with(lambda F, Y: np.sqrt(((F - Y) ** 2).sum() / _n(F)), _second(_squared)), "no root: L is the mean of the squares."),
            Mistake("sum before the square", _with(lambda F, Y: ((F - Y).sum(axis=0) ** 2).sum() / _n(F), _second(_squared)), "square each error first, then add."),
            Mistake("shapes not compared", lambda F, Y: (((F - Y) ** 2).sum() / _n(F), 2 * (F - Y) / _n(F)), "numpy stretches a row over a column without a word. Look first: `if F.shape != Y.shape: raise ValueError(...)`."),
        ],
        probes=_batches(lambda rng, shape: rng.normal(size=shape)),
    ),
    "hinge": Exercise(
        law="with labels −1 and 1: L = (1/n) Σ max(0, 1 − y f); dF is −y/n where y f < 1, and 0 elsewhere. Other labels raise ValueError.",
        look="exercise 2b.",
        mistakes=[
            *_usual(_hinge),
            Mistake("no margin", _with(lambda F, Y: np.maximum(0, -Y * F).sum() / _n(F), lambda F, Y: -Y * (Y * F < 0) / _n(F)), "being right is not enough: up to y f = 1 there is still a loss, 1 − y f."),
            Mistake("no margin in dF", _with(_first(_hinge), lambda F, Y: -Y * (Y * F < 0) / _n(F)), "the loss is flat from y f = 1 on, not from 0 on."),
            Mistake("blame where there is none", _with(_first(_hinge), lambda F, Y: -Y / _n(F)), "where y f is 1 or more the loss is flat: dF is 0 there."),
            Mistake("blame on the wrong side", _with(_first(_hinge), lambda F, Y: -Y * (Y * F > 1) / _n(F)), "the loss is flat where y f is 1 or more; blame falls where it is less."),
            Mistake("label forgotten in dF", _with(_first(_hinge), lambda F, Y: -1.0 * (Y * F < 1) / _n(F)), "the slope of 1 − y f is −y, not −1."),
            Mistake("the score for the label in dF", _with(_first(_hinge), lambda F, Y: -Y * F * (Y * F < 1) / _n(F)), "the slope of 1 − y f by f is −y."),
            Mistake("no maximum", _with(lambda F, Y: (1 - Y * F).sum() / _n(F), _second(_hinge)), "a very right answer must not earn a negative loss: `np.maximum(0, 1 - Y * F)`."),
            Mistake("maximum of the sum", _with(lambda F, Y: max(0.0, (1 - Y * F).sum()) / _n(F), _second(_hinge)), "take the maximum with 0 entry by entry, before you add."),
            Mistake("squared hinge", _with(lambda F, Y: (np.maximum(0, 1 - Y * F) ** 2).sum() / _n(F), lambda F, Y: -2 * Y * np.maximum(0, 1 - Y * F) / _n(F)), "no square here."),
            Mistake("kink", _with(_first(_hinge), lambda F, Y: -Y * (Y * F <= 1) / _n(F)), "at the kink y f = 1 this course takes 0: compare with `<`."),
            Mistake("wrong sign of the margin", _with(lambda F, Y: np.maximum(0, 1 + Y * F).sum() / _n(F), lambda F, Y: Y * (Y * F > -1) / _n(F)), "a large y f is good and must cost nothing: 1 minus y f."),
            Mistake("any label accepted", lambda F, Y: _hinge(F, Y), "a label 0 makes y f = 0: its examples cost 1 for ever and are never blamed. Look first: `if not np.all(np.abs(Y) == 1): raise ValueError(...)`."),
        ],
        probes=_batches(lambda rng, shape: rng.choice([-1.0, 1.0], shape)),
    ),
    "nll1": Exercise(
        law="L = (1/n) Σ (ln(1 + e^f) − y f), with ln(1 + e^f) = max(f, 0) + ln(1 + e^−|f|); dF = (σ(F) − Y)/n. Labels outside 0 … 1 raise ValueError.",
        look="exercise 2c, no exponential of a large number.",
        mistakes=[
            *_usual(_nll1),
            Mistake("blame by σ′ once more", _with(_first(_nll1), lambda F, Y: (_sigmoid(F) - Y) * _sigmoid(F) * (1 - _sigmoid(F)) / _n(F)), "σ′ is in p − y already: it cancelled against 1/(p(1 − p))."),
            Mistake("∂L/∂p instead of ∂L/∂f", _with(_first(_nll1), lambda F, Y: (_sigmoid(F) - Y) / (_sigmoid(F) * (1 - _sigmoid(F))) / _n(F)), "this is the slope by p. Times σ′ = p(1 − p) it becomes p − y."),
            Mistake("scores for probabilities", _with(_first(_nll1), lambda F, Y: (F - Y) / _n(F)), "dF is σ(F) − Y: the score has to go through the sigmoid."),
            Mistake("half of it", _with(lambda F, Y: (Y * np.logaddexp(0, -F)).sum() / _n(F), _second(_nll1)), "an example with y = 0 costs −ln(1 − p): both halves are needed."),
            Mistake("half of it", _with(lambda F, Y: (Y * np.logaddexp(0, -F)).sum() / _n(F), lambda F, Y: Y * (_sigmoid(F) - 1) / _n(F)), "an example with y = 0 costs −ln(1 − p): both halves are needed."),
            Mistake("labels the wrong way round", lambda F, Y: _nll1(F, 1 - Y), "p is the probability of label 1: −ln p belongs to y = 1."),
            Mistake("minus forgotten", lambda F, Y: tuple(-part for part in _nll1(F, Y)), "ln p is negative: the loss is minus the logarithm."),
            Mistake("logarithm to base 2", _with(lambda F, Y: _nll1(F, Y)[0] / np.log(2), _second(_nll1)), "ln is `np.log`; `np.log2` is another scale, and then dF carries 1/ln 2."),
            Mistake("logarithm to base 10", _with(lambda F, Y: _nll1(F, Y)[0] / np.log(10), _second(_nll1)), "ln is `np.log`, not `np.log10`."),
            Mistake("an exponential that overflows", _with(_naive_nll1, _second(_nll1)), "e^1000 is inf in floating point. ln(1 + e^f) = max(f, 0) + ln(1 + e^−|f|)."),
            Mistake("an exponential that overflows", _with(_naive_nll1, lambda F, Y: (_naive_sigmoid(F) - Y) / _n(F)), "e^1000 is inf in floating point. ln(1 + e^f) = max(f, 0) + ln(1 + e^−|f|)."),
            Mistake("an exponential that overflows", _with(_first(_nll1), lambda F, Y: (_naive_sigmoid(F) - Y) / _n(F)), "e^1000 is inf in floating point; take the given `sigmoid` for dF."),
            Mistake("the logarithm of a rounded 0", _with(_nll1_by_probability(0), _second(_nll1)), "σ(−1000) is rounded to 0, and ln 0 is −inf. Simplify on paper first: ln(1 + e^f) − y f."),
            Mistake("|f| forgotten", _with(lambda F, Y: (np.maximum(F, 0) + np.log1p(np.exp(-F)) - Y * F).sum() / _n(F), _second(_nll1)), "in ln(1 + e^−|f|) the absolute value keeps the exponent at 0 or below."),
            Mistake("large f for max(f, 0) + ln 2", _with(lambda F, Y: (np.maximum(F, 0) - Y * F).sum() / _n(F), _second(_nll1)), "max(f, 0) alone is not ln(1 + e^f): add ln(1 + e^−|f|)."),
            *[Mistake("a cap on the loss", _with(make(tiny), gradient), _CLIPPED) for tiny in _TINY for make in (_nll1_by_probability, _nll1_added) for gradient in (_second(_nll1),)],
            Mistake("any label accepted", lambda F, Y: _nll1(F, Y), "with a label −1 this loss has no smallest value: it falls for ever. Look first: `if Y.min() < 0 or Y.max() > 1: raise ValueError(...)`."),
        ],
        probes=_questions,
    ),
    "log_softmax": Exercise(
        law="column by column: ln p = f − ln Σ e^f, with ln Σ e^f = m + ln Σ e^(f − m), m the largest entry of the column.",
        look="exercise 3a, take the largest out.",
        mistakes=[
            Mistake("the logarithm of a rounded 0", lambda F: np.log(_softmax(F)), "softmax never overflows, but it rounds e^−1000 to 0, and ln 0 is −inf. Subtract logarithms instead: f − ln Σ e^f."),
            Mistake("an exponential that overflows", lambda F: F - np.log(np.exp(F).sum(axis=0)), "e^1000 is inf in floating point. Take the largest entry of each column out first."),
            Mistake("an exponential that overflows", lambda F: np.log(np.exp(F) / np.exp(F).sum(axis=0)), "e^1000 is inf in floating point. Take the largest entry of each column out first."),
            Mistake("rows for columns", lambda F: _log_softmax_columns(F, 1, 1), "one example is one column: sum down the columns, `axis=0`."),
            Mistake("rows for columns", lambda F: _log_softmax_columns(F, 1, 0), "one example is one column: sum down the columns, `axis=0`."),
            Mistake("whole matrix", lambda F: _log_softmax_columns(F, None, None), "without `axis`, `sum` adds the whole matrix: each column has its own sum, `axis=0`."),
            Mistake("whole matrix", lambda F: _log_softmax_columns(F, None, 0), "without `axis`, `sum` adds the whole matrix: each column has its own sum, `axis=0`."),
            Mistake("one maximum for all columns", lambda F: _log_softmax_columns(F, 0, None), "each column has its own largest entry, `axis=0`; with one for all, a column far below it is rounded to 0."),
            Mistake("largest entry not taken from f", lambda F: F - np.log(np.exp(F - F.max(axis=0)).sum(axis=0)), "m was taken out of the sum and must come back: f − m − ln Σ e^(f − m)."),
            Mistake("largest entry added twice", lambda F: F - F.max(axis=0) - np.log(np.exp(F - F.max(axis=0)).sum(axis=0)) - F.max(axis=0), "m is subtracted once."),
            Mistake("no sum", lambda F: F - F.max(axis=0), "this is f − m; the logarithm of the sum is still missing."),
            Mistake("no logarithm of the sum", lambda F: F - F.max(axis=0) - np.exp(F - F.max(axis=0)).sum(axis=0), "subtract the logarithm of the sum, not the sum."),
            Mistake("softmax itself", _softmax, "this is p; its logarithm is wanted."),
            Mistake("minus too many", lambda F: -_log_softmax(F), "the logarithm of a probability is 0 or less; the minus comes later, in the loss."),
            Mistake("mean for sum", lambda F: _log_softmax(F) + np.log(len(F)), "the exponentials are summed, not averaged."),
            Mistake("logarithm to base 10", lambda F: _log_softmax(F) / np.log(10), "ln is `np.log`, not `np.log10`."),
            Mistake("logarithm to base 2", lambda F: _log_softmax(F) / np.log(2), "ln is `np.log`, not `np.log2`."),
            *[Mistake("a floor under the logarithm", lambda F, tiny=tiny: np.log(_softmax(F) + tiny), "a small number inside the logarithm caps it (near −28 for 1e-12). Subtract logarithms instead: f − ln Σ e^f.") for tiny in _TINY],
            *[Mistake("a floor under the logarithm", lambda F, tiny=tiny: np.log(np.clip(_softmax(F), tiny, 1)), "a small number inside the logarithm caps it (near −28 for 1e-12). Subtract logarithms instead: f − ln Σ e^f.") for tiny in _TINY],
            Mistake("rows for columns", lambda F: F - F.max(axis=1) - np.log(np.exp(F - F.max(axis=1)).sum(axis=1)), "one example is one column: take the largest entry and the sum down the columns, `axis=0`."),
            Mistake("rows for columns", lambda F: F - F.max(axis=0) - np.log(np.exp(F - F.max(axis=0)).sum(axis=1)), "one example is one column: sum down the columns, `axis=0`."),
        ],
        probes=_wide,
    ),
    "cross_entropy": Exercise(
        law="L = −(1/n) Σ over examples of Σᵢ yᵢ ln pᵢ with p = softmax(f); dF = (softmax(F) − Y)/n. F are scores; shapes that differ raise ValueError.",
        look="exercise 3b.",
        mistakes=[
            *_usual(_cross_entropy),
            Mistake("softmax twice", lambda F, Y: _cross_entropy(_softmax(F), Y), "the softmax is part of this loss: log_softmax takes the scores F, not probabilities."),
            Mistake("softmax twice", _with(lambda F, Y: _cross_entropy(_softmax(F), Y)[0], _second(_cross_entropy)), "the softmax is part of this loss: log_softmax takes the scores F, not probabilities."),
            Mistake("∂L/∂p instead of ∂L/∂f", _with(_first(_cross_entropy), lambda F, Y: -Y / _softmax(F) / _n(F)), "−y/p is the slope by p. Through the softmax it becomes p − y: that is your proof."),
            Mistake("true class only", _with(_first(_cross_entropy), lambda F, Y: Y * (_softmax(F) - Y) / _n(F)), "the other classes are blamed, too: raising their score lowers p of the truth."),
            Mistake("blame as for a sigmoid", _with(_first(_cross_entropy), lambda F, Y: (_sigmoid(F) - Y) / _n(F)), "p is the softmax here, in L and in dF."),
            Mistake("ten sigmoids", _nll1, "this is one yes-or-no question for each row; here one class out of all is true: softmax."),
            Mistake("both halves", _with(lambda F, Y: -(Y * np.log(_softmax(F)) + (1 - Y) * np.log(1 - _softmax(F))).sum() / _n(F), _second(_cross_entropy)), "(1 − y) ln(1 − p) belongs to a single sigmoid; here only Σ y ln p counts."),
            Mistake("scores for logarithms", _with(lambda F, Y: -(Y * F).sum() / _n(F), _second(_cross_entropy)), "the logarithms of probabilities are log_softmax(F), not F."),
            Mistake("scores for probabilities", _with(_first(_cross_entropy), lambda F, Y: (F - Y) / _n(F)), "dF is softmax(F) − Y: the scores have to go through the softmax."),
            Mistake("logarithm for probability", _with(_first(_cross_entropy), lambda F, Y: (_log_softmax(F) - Y) / _n(F)), "dF is softmax(F) − Y, without a logarithm."),
            Mistake("no logarithm", _with(lambda F, Y: -(Y * _softmax(F)).sum() / _n(F), _second(_cross_entropy)), "the loss is minus the logarithm of the probability."),
            Mistake("minus forgotten", _with(lambda F, Y: -_cross_entropy(F, Y)[0], _second(_cross_entropy)), "ln p is negative: the loss is minus the sum."),
            Mistake("largest for true", lambda F, Y: _cross_entropy(F, _hard(Y)), "a column of Y may be any distribution: use all of its entries, not only where it is largest."),
            Mistake("squares", lambda F, Y: (((_softmax(F) - Y) ** 2).sum() / _n(F), (_softmax(F) - Y) / _n(F)), "the loss is −Σ y ln p, not a square."),
            Mistake("the logarithm of a rounded 0", _with(lambda F, Y: -(Y * np.log(_softmax(F))).sum() / _n(F), _second(_cross_entropy)), "softmax rounds e^−1000 to 0, and ln 0 is −inf: take your log_softmax."),
            *[Mistake("a cap on the loss", _with(lambda F, Y, tiny=tiny: -(Y * np.log(_softmax(F) + tiny)).sum() / _n(F), _second(_cross_entropy)), _CLIPPED) for tiny in _TINY],
            *[Mistake("a cap on the loss", _with(lambda F, Y, tiny=tiny: -(Y * np.log(np.clip(_softmax(F), tiny, 1))).sum() / _n(F), _second(_cross_entropy)), _CLIPPED) for tiny in _TINY],
            Mistake("shapes not compared", lambda F, Y: _cross_entropy(F, Y), "a row of labels is stretched over all classes without a word. Look first: `if F.shape != Y.shape: raise ValueError(...)`."),
            Mistake("scores for probabilities", _with(lambda F, Y: -(Y * np.log(F)).sum() / _n(F), _second(_cross_entropy)), "F holds scores, which may be 0 or negative. ln p is log_softmax(F), not the logarithm of F."),
        ],
        probes=_soft_or_hard,
    ),
    "double_softmax_loss": Exercise(
        law="right: ln(e + C − 1) − 1. Wrong: ln(e + C − 1). With a share `accuracy` right, the mean is ln(e + C − 1) − accuracy.",
        look="section 4, what a certain network pays.",
        mistakes=[
            Mistake("right answers only", lambda a, c: _saturated(1, c), "this is the loss of a right answer; a share of 1 − accuracy is wrong and costs 1 more."),
            Mistake("wrong answers only", lambda a, c: _saturated(0, c), "this is the loss of a wrong answer; a share `accuracy` is right and costs 1 less."),
            Mistake("accuracy for error rate", lambda a, c: _saturated(1 - a, c), "the right answers are the cheap ones: the loss falls as the accuracy grows."),
            Mistake("one class too many", lambda a, c: math.log(math.e + c) - a, "one class holds the 1 and C − 1 classes hold a 0: the sum is e + (C − 1)."),
            Mistake("zeros that count nothing", lambda a, c: 1 - a, "e⁰ is 1: the C − 1 other classes stand in the sum, too."),
            Mistake("one softmax", lambda a, c: -math.log(a), "this is −ln of the accuracy. The second softmax sees a column of one 1 and zeros."),
            Mistake("one softmax", lambda a, c: math.log(c) * (1 - a), "ln C is the loss of an even guess. The second softmax sees a column of one 1 and zeros."),
            Mistake("an even guess", lambda a, c: math.log(c), "ln C is the loss of an even guess. The second softmax sees a column of one 1 and zeros."),
            Mistake("logarithm of the mean", lambda a, c: -math.log((a * math.e + 1 - a) / (math.e + c - 1)), "L is the mean of the losses, not the loss of the mean probability."),
            Mistake("minus forgotten", lambda a, c: a - math.log(math.e + c - 1), "a loss is minus the logarithm of a probability: it is above 0 here."),
            Mistake("logarithm to base 10", lambda a, c: math.log10(math.e + c - 1) - a, "ln is `np.log`, not `np.log10`."),
            Mistake("logarithm to base 2", lambda a, c: math.log2(math.e + c - 1) - a, "ln is `np.log`, not `np.log2`."),
            Mistake("always ten classes", lambda a, c: _saturated(a, 10), "the number of classes is an argument."),
            Mistake("probability, not loss", lambda a, c: a * math.e / (math.e + c - 1) + (1 - a) / (math.e + c - 1), "this is a probability; the loss is minus its logarithm, averaged."),
            Mistake("share of the wrong answers", lambda a, c: a * (_saturated(1, c) + _saturated(0, c)), "the share of wrong answers is 1 − accuracy."),
        ],
        probes=_shares,
    ),
    "softmax_twice": Exercise(
        law="True if in each of the last five epochs the accuracy is at least 0.5 and |loss − (ln(e + C − 1) − accuracy)| is at most 0.05.",
        look="exercise 4b, the mark.",
        mistakes=[
            Mistake("last epoch only", lambda L, a, c: _twice(L, a, c, last=slice(-1, None)), "a healthy curve may pass the mark in one epoch: look at each of the last five."),
            Mistake("any epoch", lambda L, a, c: _twice(L, a, c, over=np.any), "one of five is not enough: each of them must bear the mark. `all`, not `any`."),
            Mistake("all epochs", lambda L, a, c: _twice(L, a, c, last=slice(None)), "at first the network is not certain yet: look at the last five epochs only."),
            Mistake("first five epochs", lambda L, a, c: _twice(L, a, c, last=slice(5)), "the last five are `losses[-5:]`, not `losses[:5]`."),
            Mistake("no absolute value", lambda L, a, c: _twice(L, a, c, measure=lambda d: d), "a loss far below the mark is no sign of the bug: the distance is an absolute value."),
            Mistake("no accuracy asked", lambda L, a, c: _twice(L, a, c, least=-1.0), "near chance a healthy network lies close to the mark, too: ask for an accuracy of at least 0.5."),
            Mistake("error rate for accuracy", lambda L, a, c: _twice(L, a, c, expected=lambda acc, k: _saturated(1 - acc, k)), "the mark is ln(e + C − 1) minus the accuracy."),
            Mistake("floor for mark", lambda L, a, c: _twice(L, a, c, expected=lambda acc, k: _saturated(1, k)), "the floor belongs to an accuracy of 1; each epoch has its own mark."),
            Mistake("always ten classes", lambda L, a, c: _twice(L, a, 10), "the number of classes is an argument."),
            Mistake("mean of five", _mean_twice, "each of the five epochs must bear the mark, not their mean."),
            Mistake("opposite answer", lambda L, a, c: not _twice(L, a, c), "True and False have changed places."),
            Mistake("always False", lambda L, a, c: False, "the answer was False for every curve."),
            Mistake("always True", lambda L, a, c: True, "the answer was True for every curve."),
            Mistake("one answer for each epoch", lambda L, a, c: (np.abs(L - np.array([_saturated(x, c) for x in a])) <= 0.05)[-5:] & (a >= 0.5)[-5:], "one True or False for the whole curve: `np.all(...)`."),
            Mistake("above the floor", lambda L, a, c: bool(np.all(_saturated(1, c) <= L)), "a loss above the floor is necessary, but a slow or idle network has it, too: compare with the mark of each epoch."),
            Mistake("four epochs", lambda L, a, c: _twice(L, a, c, last=slice(-4, None)), "five epochs are `losses[-5:]`."),
            Mistake("six epochs", lambda L, a, c: _twice(L, a, c, last=slice(-6, None)), "five epochs are `losses[-5:]`."),
        ],
        probes=_training_curves,
    ),
    "cosine_similarity": Exercise(
        law="column by column f·y / (‖f‖ ‖y‖); it does not depend on the lengths; it is 0 where one of them is the zero vector.",
        look="section 5: the cosine, column by column.",
        mistakes=[
            Mistake("0 divided by 0", _plain_cosine, _ZEROS),
            *[Mistake("epsilon", lambda F, Y, tiny=tiny: _plain_cosine(F, Y, tiny=tiny), _EPSILON) for tiny in (*_TINY, 1e-5, 1e-4, 1e-3)],
            *[Mistake("epsilon", lambda F, Y, tiny=tiny: (F * Y).sum(axis=0) / ((np.linalg.norm(F, axis=0) + tiny) * (np.linalg.norm(Y, axis=0) + tiny)), _EPSILON) for tiny in (*_TINY, 1e-5, 1e-4, 1e-3)],
            Mistake("dot product only", lambda F, Y: (F * Y).sum(axis=0), "divide by both lengths."),
            Mistake("one length only", lambda F, Y: (F * Y).sum(axis=0) / _norms(F, axis=0), "divide by the length of y, too."),
            Mistake("one length only", lambda F, Y: (F * Y).sum(axis=0) / _norms(Y, axis=0), "divide by the length of f, too."),
            Mistake("squared lengths", lambda F, Y: (F * Y).sum(axis=0) / (_norms(F, axis=0) * _norms(Y, axis=0)) ** 2, "divide by the lengths, not by their squares."),
            Mistake("rows for columns", lambda F, Y: (F * Y).sum(axis=1) / (_norms(F, axis=1) * _norms(Y, axis=1)), "one example is one column: `axis=0` runs down the columns."),
            Mistake("length of the whole matrix", lambda F, Y: (F * Y).sum(axis=0) / (_norms(F) * _norms(Y)), "`np.linalg.norm(F)` measures the whole matrix: say `axis=0`."),
            Mistake("all pairs", lambda F, Y: _unit(F).T @ _unit(Y), "`F.T @ Y` compares every column with every column; multiply entry by entry and add down the columns."),
            Mistake("mean over the examples", lambda F, Y: _cosine(F, Y).mean(), "one number for each example; the mean comes in the loss."),
            Mistake("absolute value", lambda F, Y: np.abs(_cosine(F, Y)), "opposite directions give −1: keep the sign."),
            Mistake("an angle", lambda F, Y: np.arccos(np.clip(_cosine(F, Y), -1, 1)), "the cosine itself is wanted, not the angle."),
            Mistake("the loss", lambda F, Y: 1 - _cosine(F, Y), "this is 1 minus the similarity, which comes in the next exercise."),
            Mistake("1 for zero vectors", lambda F, Y: np.where((F == 0).all(axis=0) | (Y == 0).all(axis=0), 1.0, _cosine(F, Y)), "a zero vector is similar to nothing: 0."),
            Mistake("short vectors not divided", lambda F, Y: (F * Y).sum(axis=0) / np.maximum(np.linalg.norm(F, axis=0) * np.linalg.norm(Y, axis=0), 1), "a length below 1 is a length, too. Only where it is exactly 0 take 1: `np.where(length > 0, length, 1)`."),
        ],
        probes=_vectors,
    ),
    "cosine_loss": Exercise(
        law="L = (1/n) Σ (1 − c) with c = f̂·ŷ; column by column dF = −(ŷ − c f̂)/(n ‖f‖), and 0 where f or y is the zero vector.",
        look="exercise 5b.",
        mistakes=[
            *_usual(_cosine_loss),
            Mistake("similarity for loss", lambda F, Y: (_cosine(F, Y).mean(), -_cosine_loss(F, Y)[1]), "this is the similarity, as in the lecture: it is largest where the answer is best. Whoever makes it small turns round."),
            Mistake("similarity for loss", _with(lambda F, Y: _cosine(F, Y).mean(), _second(_cosine_loss)), "L is 1 − c: 0 for equal directions, 2 for opposite ones."),
            Mistake("the 1 forgotten", _with(lambda F, Y: -_cosine(F, Y).mean(), _second(_cosine_loss)), "L is 1 − c, so that 0 is perfect."),
            Mistake("length forgotten", _with(_first(_cosine_loss), _cosine_slope(lambda F, Y: _unit(Y) - _cosine(F, Y) * _unit(F), divide=False)), "the longer f is, the less a step turns it: divide by ‖f‖."),
            Mistake("nothing taken off", _with(_first(_cosine_loss), _cosine_slope(lambda F, Y: _unit(Y))), "the part of ŷ along f only makes f longer: take c f̂ off."),
            Mistake("along f not scaled", _with(_first(_cosine_loss), _cosine_slope(lambda F, Y: _unit(Y) - _unit(F))), "the part of ŷ along f is c f̂, not f̂."),
            Mistake("f for its direction", _with(_first(_cosine_loss), _cosine_slope(lambda F, Y: _unit(Y) - _cosine(F, Y) * F)), "f̂ has length 1: f divided by its length."),
            Mistake("y for its direction", _with(_first(_cosine_loss), _cosine_slope(lambda F, Y: Y - (_unit(F) * Y).sum(axis=0) * _unit(F))), "ŷ has length 1: y divided by its length."),
            Mistake("slope by y", _with(_first(_cosine_loss), lambda F, Y: _cosine_loss(Y, F)[1]), "this is the slope by Y; F is what the network computed."),
            Mistake("divided by ‖y‖", _with(_first(_cosine_loss), lambda F, Y: -(_unit(Y) - _cosine(F, Y) * _unit(F)) / _norms(Y, axis=0) / _n(F)), "it is the length of f that slows the turning: divide by ‖f‖."),
            Mistake("0 divided by 0", lambda F, Y: (1 - _plain_cosine(F, Y).mean(), -(Y / np.linalg.norm(Y, axis=0) - _plain_cosine(F, Y) * F / np.linalg.norm(F, axis=0)) / np.linalg.norm(F, axis=0) / _n(F)), _ZEROS),
            Mistake("0 divided by 0", _with(_first(_cosine_loss), lambda F, Y: -(_unit(Y) - _cosine(F, Y) * _unit(F)) / np.linalg.norm(F, axis=0) / _n(F)), _ZEROS),
            Mistake("no loss for zero vectors", _with(lambda F, Y: np.where((F == 0).all(axis=0) | (Y == 0).all(axis=0), 0, 1 - _cosine(F, Y)).mean(), _second(_cosine_loss)), "the similarity of a zero vector is 0, so it costs 1."),
            Mistake("blame for a zero vector", _with(_first(_cosine_loss), lambda F, Y: -(_unit(Y) - _cosine(F, Y) * _unit(F)) / _norms(F, axis=0) / _n(F)), "a zero vector has no direction to turn: its dF is 0."),
            Mistake("y for its direction", _with(_first(_cosine_loss), _cosine_slope(lambda F, Y: Y - _cosine(F, Y) * _unit(F))), "ŷ has length 1: y divided by its length."),
        ],
        probes=_vectors,
    ),
    "descend": Exercise(
        law="start with W = 0; each step: F = W X, dW = dF Xᵀ, W ← W − rate · dW. Return the start and every step after it: shape (steps + 1, features).",
        look="exercise 6, one layer.",
        mistakes=[
            Mistake("start left out", lambda *a: _descend(*a)[1:], "the start, all zeros, is the first row: steps + 1 rows in all."),
            Mistake("last step left out", lambda *a: _descend(*a)[:-1], "the weights after the last step belong to the answer, too: steps + 1 rows."),
            Mistake("uphill", lambda *a: _descend(*a, way=-1.0), "the loss falls against the gradient: subtract rate · dW."),
            Mistake("last weights only", lambda *a: _descend(*a)[-1], "all weights along the way are wanted, one row for each."),
            Mistake("one array, filled again and again", lambda *a: np.repeat(_descend(*a)[-1:], a[4] + 1, axis=0), "every row came back as the last one: `W -= …` writes into the array that is in your list already. `W = W - …` makes a new one."),
            Mistake("mean taken again", lambda *a: _descend(*a, mean_again=True), "dF carries 1/n already: do not divide dW by the number of examples once more."),
            Mistake("start at ones", lambda *a: _descend(*a, start=1.0), "the weights start at 0."),
            Mistake("gradient never renewed", lambda *a: _descend(*a, fresh=False), "the blame changes with the weights: ask for it in every step."),
            Mistake("sign only", _descend_by_sign, "the step is rate times the gradient itself, not its sign."),
            Mistake("loss for gradient", _descend_by_loss, "`loss(F, Y)` gives (L, dF): take the second."),
            Mistake("losses for weights", _losses_along, "the weights along the way are wanted, not the losses."),
            Mistake("one axis too many", lambda *a: _rows_of(_descend(*a)), "each row holds the weights themselves: shape (steps + 1, features), so keep `W[0]`."),
            Mistake("no rate", lambda loss, X, Y, rate, steps: _descend(loss, X, Y, 1.0, steps), "multiply the gradient by the rate."),
            Mistake("last weights only", lambda *a: _descend(*a)[-1:], "all weights along the way are wanted, one row for each."),
        ],
        probes=_walks,
    ),
    "poll": Exercise(law="answer with one of the letters.", look="section 3: move the sliders."),
}  # fmt: skip
