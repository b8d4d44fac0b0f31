"""What the checks know of lesson 01: the laws, and the mistakes that students make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .. import perceptron as reference
from . import Check, Exercise, Mistake, Outcome, describe

# What an answer must not take from `utils`, by exercise.
REBUILDS: dict[str, tuple[str, ...]] = {
    "step": ("utils.perceptron",),
    "perceptron": ("utils.perceptron",),
    "predict": ("utils.perceptron",),
    "gate": ("utils.perceptron",),
    "at_least": ("utils.perceptron",),
    "with_bias": ("utils.perceptron",),
    "fold_bias": ("utils.perceptron",),
    "perceptron_step": ("utils.perceptron",),
    "fit_perceptron": ("utils.perceptron",),
    "novikoff": ("utils.perceptron",),
    "is_separable": ("utils.perceptron",),
    "one_against_all": ("utils.perceptron",),
    "multiclass_step": ("utils.perceptron",),
}

Weights = tuple[np.ndarray, float]


def _signs(y: np.ndarray) -> np.ndarray:
    return 2 * np.asarray(y) - 1


def _one_example(rng: np.random.Generator) -> Iterator[tuple]:
    """Examples with small whole numbers, so that sums of exactly 0 occur."""
    for _ in range(60):
        n = int(rng.integers(2, 5))
        yield rng.integers(-2, 3, n) * 1.0, rng.integers(-2, 3, n) * 1.0, float(rng.integers(-2, 3))


def _many_examples(rng: np.random.Generator) -> Iterator[tuple]:
    for x, w, b in _one_example(rng):
        yield rng.integers(-2, 3, (len(x), int(rng.integers(1, 7)))) * 1.0, w, b


def _steps(rng: np.random.Generator) -> Iterator[tuple]:
    for x, w, _ in _one_example(rng):
        yield w, x, int(rng.integers(0, 2))


def _data(rng: np.random.Generator) -> Iterator[tuple]:
    """Small sets, separable or not, with their row of ones."""
    for _ in range(12):
        X = np.vstack([rng.integers(-3, 4, (2, 7)), np.ones(7)])
        yield X, (rng.normal(size=3) @ X >= 0).astype(int) ^ (rng.random(7) < 0.1), int(rng.integers(1, 8))


def _separated(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(20):
        X, w = rng.normal(size=(3, 8)), rng.normal(size=3)
        yield X, (w @ X >= 0).astype(int), w * 3


def _labelled(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(20):
        X = rng.integers(-3, 4, (2, 8)) * 1.0
        yield X, (X[0] + X[1] * rng.integers(-2, 3) >= rng.integers(-2, 3)).astype(int) ^ (rng.random(8) < 0.1)


def _classes(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(60):
        W = rng.integers(-2, 3, (4, 3)) * 1.0
        yield W, rng.integers(-2, 3, 3) * 1.0, int(rng.integers(0, 4))


def _push(w: np.ndarray, x: np.ndarray, target: int) -> np.ndarray:
    return w + (target - int(w @ x >= 0)) * x


def _fit_batch(X: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple:
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        wrong = y - (w @ X >= 0)
        mistakes.append(int(np.abs(wrong).sum()))
        w = w + X @ wrong
        if mistakes[-1] == 0:
            return w, mistakes, True
    return w, mistakes, False


def _fit(
    X: np.ndarray,
    y: np.ndarray,
    max_epochs: int,
    *,
    start: float = 0.0,
    step: Callable = _push,
    never_stop: bool = False,
) -> tuple:
    w, mistakes = np.full(len(X), start), []
    for _ in range(max_epochs):
        count = 0
        for x, label in zip(X.T, y, strict=True):
            count += int((w @ x >= 0) != label)
            w = step(w, x, label)
        mistakes.append(count)
        if count == 0 and not never_stop:
            return w, mistakes, True
    return w, mistakes, bool(mistakes and mistakes[-1] == 0)


def _fit_without_last(X: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple:
    w, mistakes, converged = _fit(X, y, max_epochs)
    return w, [m for m in mistakes if m], converged


def _fit_always_converged(X: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple:
    w, mistakes, _ = _fit(X, y, max_epochs)
    return w, mistakes, True


def _fit_one_epoch(X: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple:
    w, mistakes, converged = _fit(X, y, 1)
    return w, mistakes, converged


def _fit_running_count(X: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple:
    w, mistakes, converged = _fit(X, y, max_epochs)
    total = list(np.cumsum(mistakes))
    if mistakes and mistakes[0] > 0:  # the count never falls back to 0, so the loop never sees an end
        w, mistakes, _ = _fit(X, y, max_epochs, never_stop=True)
        return w, [int(t) for t in np.cumsum(mistakes)], False
    return w, [int(t) for t in total], converged


def _fit_pairs(X: np.ndarray, y: np.ndarray, max_epochs: int, *, with_width: bool) -> tuple:
    """What `for x, target in zip(X, y)` does: it walks over rows, and stops at the shorter of both."""
    rows = min(len(X), len(y))
    w = np.zeros(X.shape[1] if with_width else len(X))
    mistakes: list[int] = []
    for _ in range(max_epochs):
        mistakes.append(0)
        for x, target in zip(X[:rows], y[:rows], strict=True):
            mistakes[-1] += int((w @ x >= 0) != target)
            w = _push(w, x, target)
        if mistakes[-1] == 0:
            break
    return w, mistakes, mistakes[-1] == 0


def _fit_late_count(X: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple:
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y, strict=True):
            w = _push(w, x, target)
            count += int((w @ x >= 0) != target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False


def _fit_thrown_away(X: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple:
    return _fit(X, y, max_epochs, step=lambda w, x, target: w)


def _fit_converged_by_length(X: np.ndarray, y: np.ndarray, max_epochs: int) -> tuple:
    w, mistakes, _ = _fit(X, y, max_epochs)
    return w, mistakes, len(mistakes) < max_epochs


def _novikoff(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple:
    margin = np.min(_signs(y) * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    return margin, radius, (radius / margin) ** 2


def _novikoff_with(margin: Callable, radius: Callable, bound: Callable = lambda R, g: (R / g) ** 2) -> Callable:
    def wrong(X: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple:
        g, R = margin(X, y, w), radius(X)
        return g, R, bound(R, g)

    return wrong


_MARGIN, _RADIUS = (lambda X, y, w: _novikoff(X, y, w)[0]), (lambda X: np.max(np.linalg.norm(X, axis=0)))


def _feasible(
    X: np.ndarray,
    y: np.ndarray,
    *,
    bias: bool = True,
    free: bool = True,
    transpose: bool = True,
    signs: np.ndarray | None = None,
) -> bool:
    from scipy.optimize import linprog

    X1 = reference.with_bias(X) if bias else X
    A = -(_signs(y) if signs is None else signs) * X1
    bounds = (None, None) if free else (0, None)
    limits = np.full(X.shape[1], -1.0)
    return bool(linprog(np.zeros(len(X1)), A_ub=A.T if transpose else A, b_ub=limits, bounds=bounds).status == 0)


def _multiclass(plus: int = 1, minus: int = 1, *, others: bool = False, always: bool = False) -> Callable:
    def step(W: np.ndarray, x: np.ndarray, label: int) -> np.ndarray:
        W, predicted = W.copy(), int(np.argmax(W @ x))
        if predicted == label and not always:
            return W
        W[label] += plus * x
        if others:
            W[np.arange(len(W)) != label] -= x
        elif predicted != label:
            W[predicted] -= minus * x
        return W

    return step


def _one_against_all_rows(X: np.ndarray, labels: np.ndarray, classes: int, max_epochs: int) -> np.ndarray:
    return np.stack([_fit(X, (labels == k).astype(int), max_epochs)[0] for k in range(classes)])


def _ovr_probes(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(6):
        X = np.vstack([rng.normal(size=(2, 9)), np.ones(9)])
        yield X, rng.integers(0, 3, 9), 3, 3


EXERCISES: dict[str, Exercise] = {
    "step": Exercise(
        law="step(z) is 1 when z ≥ 0, and 0 when z < 0. At z = 0 it is 1.",
        look="“How this notebook works”.",
        mistakes=[
            Mistake("strict step", lambda z: int(z > 0), "at exactly 0 the step is 1 in this course: compare with `>=`."),
            Mistake("upside-down step", lambda z: int(z < 0), "the 1 and the 0 have changed places."),
            Mistake("upside-down step", lambda z: int(z <= 0), "the 1 and the 0 have changed places."),
            Mistake("sign instead of step", lambda z: 1 if z >= 0 else -1, "the step gives 0 below the threshold, not −1."),
            Mistake("sign instead of step", lambda z: np.sign(z), "the step gives 0 or 1; `np.sign` gives −1, 0 or 1."),
            Mistake("ReLU instead of step", lambda z: max(z, 0), "the step says only yes or no (1 or 0), not how much."),
            Mistake("always 1", lambda z: 1, "a negative z must give 0."),
            Mistake("always 0", lambda z: 0, "a z of 0 or more must give 1."),
            Mistake("number passed on", lambda z: z, "z itself came back: compare it with 0."),
            Mistake("text instead of a number", lambda z: "1" if z >= 0 else "0", "return the number 1, not the text \"1\"."),
        ],
        probes=lambda rng: ((float(z),) for z in (-3, -1, -0.5, 0, 0.5, 1, 4)),
    ),
    "perceptron": Exercise(
        law="the answer is step(w·x + b): 1 when w₁x₁ + … + wₙxₙ + b ≥ 0, else 0.",
        look="section 1, the rule on one line.",
        mistakes=[
            Mistake("forgotten bias", lambda x, w, b: int(w @ x >= 0), "this is what you get when b is left out: add it before you compare with 0."),
            Mistake("strict step", lambda x, w, b: int(w @ x + b > 0), "a sum of exactly 0 gives 1: compare with `>=`."),
            Mistake("bias as threshold", lambda x, w, b: int(w @ x >= b), "b is added to the sum; here the sum was compared with b (that is, b was subtracted)."),
            Mistake("sign instead of step", lambda x, w, b: 1 if w @ x + b >= 0 else -1, "the answer is 0 or 1, not −1 or 1."),
            Mistake("sign instead of step", lambda x, w, b: np.sign(w @ x + b), "the answer is 0 or 1; `np.sign` gives −1, 0 or 1."),
            Mistake("no threshold", lambda x, w, b: w @ x + b, "the weighted sum itself came back: compare it with 0."),
            Mistake("no sum", lambda x, w, b: int(w * x + b >= 0), "`w * x` multiplies entry by entry and gives an array; the entries must be summed: `np.dot(w, x)` or `w @ x`."),
            Mistake("no sum", lambda x, w, b: (w * x + b >= 0).astype(int), "`w * x` multiplies entry by entry; the entries must be summed: `np.dot(w, x)` or `w @ x`."),
            Mistake("no sum", lambda x, w, b: 1 if w * x + b >= 0 else 0, "`w * x` multiplies entry by entry and gives an array; the entries must be summed: `np.dot(w, x)` or `w @ x`."),
            Mistake("bias in every term", lambda x, w, b: int(np.sum(w * x + b) >= 0), "b was added once for every input; it is added once to the whole sum."),
            Mistake("upside-down step", lambda x, w, b: int(w @ x + b < 0), "the 1 and the 0 have changed places."),
            Mistake("forgotten weights", lambda x, w, b: int(np.sum(x) + b >= 0), "the inputs were summed without their weights."),
            Mistake("first input only", lambda x, w, b: int(w[0] * x[0] + b >= 0), "only the first input was used: sum over all of them."),
            Mistake("two inputs only", lambda x, w, b: int(w[0] * x[0] + w[1] * x[1] + b >= 0), "only two inputs were used: x can have any length."),
        ],
        probes=_one_example,
    ),
    "predict": Exercise(
        law="column j of X is one example; entry j of the answer is step(w·X[:, j] + b). All at once: (w @ X + b >= 0).astype(int).",
        look="exercise 1b, one column for each example.",
        mistakes=[
            Mistake("forgotten bias", lambda X, w, b: (w @ X >= 0).astype(int), "this is what you get when b is left out: add it before you compare with 0."),
            Mistake("strict step", lambda X, w, b: (w @ X + b > 0).astype(int), "a sum of exactly 0 gives 1: compare with `>=`."),
            Mistake("bias as threshold", lambda X, w, b: (w @ X >= b).astype(int), "b is added to the sum, not compared with it."),
            Mistake("rows for columns", lambda X, w, b: (X @ w + b >= 0).astype(int), "`X @ w` runs along rows; the examples are the columns of X: `w @ X`."),
            Mistake("rows for columns", lambda X, w, b: np.array([int(w @ x + b >= 0) for x in X]), "`for x in X` walks over rows; the examples are the columns: walk over `X.T`, or use `w @ X`."),
            Mistake("one answer for all", lambda X, w, b: int(np.all(w @ X + b >= 0)), "one number came back for the whole batch: every column has its own answer."),
            Mistake("one answer for all", lambda X, w, b: int(np.sum(w @ X + b) >= 0), "one number came back for the whole batch: every column has its own answer."),
            Mistake("first column only", lambda X, w, b: int(w @ X[:, 0] + b >= 0), "only the first column was decided."),
            Mistake("no threshold", lambda X, w, b: w @ X + b, "the weighted sums came back: compare them with 0."),
            Mistake("sign instead of step", lambda X, w, b: np.where(w @ X + b >= 0, 1, -1), "the answers are 0 or 1, not −1 or 1."),
            Mistake("extra dimension", lambda X, w, b: (w.reshape(1, -1) @ X + b >= 0).astype(int), "the answer has shape (1, examples); wanted is a flat array of shape (examples,)."),
            Mistake("array in an if", lambda X, w, b: 1 if w @ X + b >= 0 else 0, "`if` decides once, but there are many sums: compare the whole array, `(sums >= 0).astype(int)`."),
            Mistake("upside-down step", lambda X, w, b: (w @ X + b < 0).astype(int), "the 1 and the 0 have changed places."),
        ],
        probes=_many_examples,
    ),
    "gate": Exercise(
        law="w₁x₁ + w₂x₂ + b must be ≥ 0 for every input that the gate answers with 1, and < 0 for every other.",
        look="exercise 2a, the four sums of the prediction.",
    ),
    "at_least": Exercise(
        law="with all weights 1 the weighted sum counts the ones; it must reach 0 exactly from k ones on.",
        look="exercise 2b, the prediction for five members.",
    ),
    "with_bias": Exercise(
        law="with_bias(X) is X with one more row, the last, all ones: shape (features + 1, examples).",
        look="section 3.",
        mistakes=[
            Mistake("column instead of row", lambda X: np.hstack([X, np.ones((X.shape[0], 1))]), "a column of ones was added; examples are columns, so a new input is a new row: `np.vstack`."),
            Mistake("ones on top", lambda X: np.vstack([np.ones(X.shape[1]), X]), "the row of ones belongs last (below), since b will be the last weight."),
            Mistake("ones added to X", lambda X: X + 1, "1 was added to every entry; the ones form a row of their own."),
            Mistake("zeros for ones", lambda X: np.vstack([X, np.zeros(X.shape[1])]), "the new row must hold ones: 1·b is what adds the bias."),
            Mistake("flattened", lambda X: np.append(X, np.ones(X.shape[1])), "`np.append` without an axis flattens X; use `np.vstack`."),
            Mistake("flattened", lambda X: np.append(X, 1), "`np.append` without an axis flattens X; use `np.vstack`."),
            Mistake("nothing added", lambda X: X, "X came back as it was."),
            Mistake("transposed", lambda X: np.vstack([X, np.ones(X.shape[1])]).T, "the answer came back transposed: features are rows, examples are columns."),
            Mistake("wrong length of ones", lambda X: np.vstack([X, np.ones(X.shape[0])]), "the row needs one 1 for each example: `X.shape[1]` of them."),
            Mistake("only the ones", lambda X: np.ones((1, X.shape[1])), "the rows of X are missing above the ones."),
        ],
        probes=lambda rng: ((rng.normal(size=(int(rng.integers(1, 4)), int(rng.integers(1, 6)))),) for _ in range(20)),
    ),
    "fold_bias": Exercise(
        law="fold_bias(w, b) is w with b as one more, last, entry, so that fold_bias(w, b) @ with_bias(X) = w @ X + b.",
        look="section 3.",
        mistakes=[
            Mistake("bias first", lambda w, b: np.append(b, w), "b belongs last, because the row of ones is the last row."),
            Mistake("minus the bias", lambda w, b: np.append(w, -b), "b itself is the weight of the input 1; no minus sign."),
            Mistake("bias added to the weights", lambda w, b: w + b, "b was added to every weight; it must become a weight of its own."),
            Mistake("one for the bias", lambda w, b: np.append(w, 1), "the 1 is the new input; the new weight is b."),
            Mistake("nothing added", lambda w, b: w, "w came back as it was."),
            Mistake("nested", lambda w, b: np.array([*w, [b]], dtype=object), "a flat array of shape (features + 1,) is wanted."),
            Mistake("pair instead of an array", lambda w, b: (w, b), "one flat array is wanted, not a pair."),
            Mistake("column vector", lambda w, b: np.append(w, b).reshape(-1, 1), "a flat array of shape (features + 1,) is wanted, not a column."),
            Mistake("zero for the bias", lambda w, b: np.append(w, 0), "the last weight must be b."),
        ],
        probes=lambda rng: ((rng.normal(size=int(rng.integers(1, 5))), float(rng.normal())) for _ in range(20)),
    ),
    "perceptron_step": Exercise(
        law="w + (y − ŷ)·x with ŷ = step(w·x): unchanged when right, plus x when a 1 was missed, minus x when a 0 was.",
        look="section 4, the table of four cases.",
        mistakes=[
            Mistake("wrong sign", lambda w, x, y: w - (y - int(w @ x >= 0)) * x, "the update goes the wrong way: a missed 1 must add x, so that w·x grows."),
            Mistake("always updates", lambda w, x, y: w + y * x, "the weights changed although the decision was right, or stayed although it was wrong: the factor is y − ŷ, not y."),
            Mistake("always updates", lambda w, x, y: w + (2 * y - 1) * x, "the weights changed although the decision was right: use y − ŷ, which is 0 then."),
            Mistake("never subtracts", lambda w, x, y: w + (x if y == 1 and w @ x < 0 else 0 * x), "when a 0 was taken for a 1, x must be subtracted."),
            Mistake("never subtracts", lambda w, x, y: w + abs(y - int(w @ x >= 0)) * x, "when a 0 was taken for a 1, x must be subtracted."),
            Mistake("no step in the prediction", lambda w, x, y: w + (y - w @ x) * x, "ŷ is the decision step(w·x), 0 or 1, not the sum w·x itself."),
            Mistake("strict step", lambda w, x, y: w + (y - int(w @ x > 0)) * x, "a sum of exactly 0 gives ŷ = 1: compare with `>=`."),
            Mistake("input forgotten", lambda w, x, y: w + (y - int(w @ x >= 0)), "the change is (y − ŷ) times x: every weight moves by its own input."),
            Mistake("sign labels", lambda w, x, y: w + (y - (1 if w @ x >= 0 else -1)) * x, "ŷ is 0 or 1 here, not −1 or 1."),
            Mistake("only the change", lambda w, x, y: (y - int(w @ x >= 0)) * x, "only the change came back: return the new weights, w plus the change."),
            Mistake("never changes", lambda w, x, y: w, "the weights came back unchanged although the decision was wrong."),
        ],
        probes=_steps,
    ),
    "fit_perceptron": Exercise(
        law="start at zeros; go through the columns in order with perceptron_step; count mistakes by epoch; stop after the first epoch without one.",
        look="exercise 4b, the loop in words.",
        mistakes=[
            Mistake("batch update", _fit_batch, "all mistakes of an epoch were found with the same weights; here every example meets the weights that the one before it left."),
            Mistake("starts at ones", lambda X, y, m: _fit(X, y, m, start=1.0), "the weights start at zeros."),
            Mistake("last epoch not listed", _fit_without_last, "the epoch without a mistake belongs in the list too, as a 0."),
            Mistake("never stops early", lambda X, y, m: _fit(X, y, m, never_stop=True), "an epoch without mistakes changes nothing any more: stop there."),
            Mistake("one epoch only", _fit_one_epoch, "the loop ended after the first epoch: is the `return` indented too far?"),
            Mistake("always converged", _fit_always_converged, "converged is true only if the last epoch had no mistake."),
            Mistake("count never reset", _fit_running_count, "the count of mistakes starts again at 0 in every epoch."),
            Mistake("wrong sign", lambda X, y, m: _fit(X, y, m, step=lambda w, x, t: w - (t - int(w @ x >= 0)) * x), "the update goes the wrong way: a missed 1 must add x."),
            Mistake("order of the answer", lambda X, y, m: (_fit(X, y, m)[0], _fit(X, y, m)[2], _fit(X, y, m)[1]), "the answer is (w, mistakes, converged), in this order."),
            Mistake("weights only", lambda X, y, m: _fit(X, y, m)[0], "three things are wanted: (w, mistakes, converged)."),
            Mistake("total instead of a list", lambda X, y, m: (_fit(X, y, m)[0], sum(_fit(X, y, m)[1]), _fit(X, y, m)[2]), "mistakes is a list with one count for each epoch, not their sum."),
            Mistake("rows for columns", lambda X, y, m: _fit(X.T, y, m), "the examples are the columns of X: go through `X.T`."),
            Mistake("rows for columns", lambda X, y, m: _fit_pairs(X, y, m, with_width=True), "the examples are the columns of X: go through `X.T`."),
            Mistake("rows for columns", lambda X, y, m: _fit_pairs(X, y, m, with_width=False), "the examples are the columns of X: go through `X.T`."),
            Mistake("counted after the update", _fit_late_count, "decide whether an example is a mistake before you change the weights for it."),
            Mistake("update thrown away", _fit_thrown_away, "the weights never changed: perceptron_step returns new weights, so write `w = perceptron_step(w, x, target)`."),
            Mistake("bias twice", lambda X, y, m: _fit(reference.with_bias(X), y, m), "X has its row of ones already: leave with_bias out."),
            Mistake("converged by the number of epochs", _fit_converged_by_length, "look at the last count, not at the number of epochs: the very last epoch may be the one without a mistake."),
        ],
        probes=_data,
    ),
    "novikoff": Exercise(
        law="γ = min over examples of s·(w·x)/‖w‖ with s = 2y − 1; R = the longest column's length; bound = (R/γ)².",
        look="section 5.",
        mistakes=[
            Mistake("weights not normalised", _novikoff_with(lambda X, y, w: np.min(_signs(y) * (w @ X)), _RADIUS), "a margin is a distance: divide by the length of w."),
            Mistake("labels 0 and 1 as signs", _novikoff_with(lambda X, y, w: np.min(y * (w @ X)) / np.linalg.norm(w), _RADIUS), "multiply by s = 2y − 1, which is −1 or 1; with y itself every example of class 0 gives 0."),
            Mistake("mean instead of minimum", _novikoff_with(lambda X, y, w: np.mean(_signs(y) * (w @ X)) / np.linalg.norm(w), _RADIUS), "the margin is the smallest distance, not the average one."),
            Mistake("largest instead of smallest", _novikoff_with(lambda X, y, w: np.max(_signs(y) * (w @ X)) / np.linalg.norm(w), _RADIUS), "the margin belongs to the nearest example: take the minimum."),
            Mistake("rows for columns", _novikoff_with(_MARGIN, lambda X: np.max(np.linalg.norm(X, axis=1))), "R is the length of the longest column: `axis=0` runs down the columns."),
            Mistake("largest entry for length", _novikoff_with(_MARGIN, lambda X: np.max(np.abs(X))), "R is the length of a whole column, not its largest entry."),
            Mistake("norm of the whole matrix", _novikoff_with(_MARGIN, lambda X: np.linalg.norm(X)), "`np.linalg.norm(X)` measures the whole matrix: say `axis=0`."),
            Mistake("norm of the whole matrix", _novikoff_with(_MARGIN, lambda X: np.linalg.norm(X, 2)), "this is a norm of the whole matrix: say `axis=0`."),
            Mistake("square forgotten", _novikoff_with(_MARGIN, _RADIUS, lambda R, g: R / g), "the bound is the square, (R/γ)²."),
            Mistake("upside-down bound", _novikoff_with(_MARGIN, _RADIUS, lambda R, g: (g / R) ** 2), "R over γ, not γ over R: a small margin must allow many mistakes."),
            Mistake("only R squared", _novikoff_with(_MARGIN, _RADIUS, lambda R, g: R**2 / g), "the whole fraction is squared: (R/γ)²."),
            Mistake("signs forgotten", _novikoff_with(lambda X, y, w: np.min(w @ X) / np.linalg.norm(w), _RADIUS), "an example of class 0 lies on the right side when w·x is negative: multiply by s = 2y − 1."),
            Mistake("order of the answer", lambda X, y, w: (_novikoff(X, y, w)[1], _novikoff(X, y, w)[0], _novikoff(X, y, w)[2]), "the answer is (gamma, radius, bound), in this order."),
            Mistake("bound only", lambda X, y, w: _novikoff(X, y, w)[2], "three numbers are wanted: (gamma, radius, bound)."),
            Mistake("squared margin", _novikoff_with(lambda X, y, w: np.min(_signs(y) * (w @ X)) / np.sum(w**2), _RADIUS), "divide by the length of w, not by its square."),
        ],
        probes=_separated,
    ),
    "is_separable": Exercise(
        law="separable means: some w, b satisfy s·(w·x + b) ≥ 1 for every example, s = 2y − 1. linprog looks for them.",
        look="exercise 6, the linear program.",
        mistakes=[
            Mistake("only weights ≥ 0", lambda X, y: _feasible(X, y, free=False), "`linprog` looks only for values ≥ 0 unless you say `bounds=(None, None)`."),
            Mistake("forgotten bias", lambda X, y: _feasible(X, y, bias=False), "without the row of ones only lines through the origin are tried."),
            Mistake("zero weights allowed", lambda X, y: True, "the answer was True for every data set, so w = 0 and b = 0 satisfy your inequalities. They must be s·(w·x + b) ≥ 1; linprog wants them as −s·(w·x + b) ≤ −1."),
            Mistake("status for an answer", lambda X, y: 0 if _feasible(X, y) else 2, "status is 0 when weights were found: compare it, `result.status == 0`."),
            Mistake("not transposed", lambda X, y: _feasible(X, y, transpose=False), "linprog wants one row for each example: transpose the signed columns."),
            Mistake("labels 0 and 1 as signs", lambda X, y: _feasible(X, y, signs=np.asarray(y)), "multiply by s = 2y − 1; with y itself every example of class 0 asks 0 ≥ 1."),
            Mistake("opposite answer", lambda X, y: not _feasible(X, y), "True and False have changed places: status 0 means that weights were found."),
            Mistake("always False", lambda X, y: False, "the answer was False for every data set."),
            Mistake("patience for proof", lambda X, y: _fit(reference.with_bias(X), y, 10)[2], "a perceptron that has not finished after some epochs proves nothing: it might need more."),
        ],
        probes=_labelled,
    ),
    "one_against_all": Exercise(
        law="row k of W holds the weights of a perceptron trained to answer 1 for class k and 0 for every other class.",
        look="exercise 7a, ten questions.",
        mistakes=[
            Mistake("transposed", lambda X, t, c, m: _one_against_all_rows(X, t, c, m).T, "W has one row for each class: shape (classes, features)."),
            Mistake("class against the next", lambda X, t, c, m: _one_against_all_rows(X, (t + 1) % c, c, m), "row k answers for class k: compare `labels == k`."),
            Mistake("labels as targets", lambda X, t, c, m: np.stack([_fit(X, t, m)[0]] * c), "every perceptron needs its own targets, 1 for its class and 0 for the rest: `(labels == k)`."),
            Mistake("targets turned round", lambda X, t, c, m: _one_against_all_rows(X, t, c, m) * 0 + np.stack([_fit(X, (t != k).astype(int), m)[0] for k in range(c)]), "the target is 1 for the class itself, 0 for the others."),
            Mistake("one epoch only", lambda X, t, c, m: _one_against_all_rows(X, t, c, 1), "pass max_epochs on to fit_perceptron."),
            Mistake("one class missing", lambda X, t, c, m: _one_against_all_rows(X, t, c - 1, m), "there are `classes` rows, from 0 to classes − 1."),
            Mistake("first class only", lambda X, t, c, m: _one_against_all_rows(X, t, 1, m), "the loop returned after its first class."),
        ],
        probes=_ovr_probes,
    ),
    "multiclass_step": Exercise(
        law="if ŷ = argmax(W x) is wrong: row `label` gains x, row ŷ loses x; every other row stays; if it is right, nothing moves.",
        look="exercise 7b, one contest.",
        mistakes=[
            Mistake("winner not lowered", _multiclass(minus=0), "the row that won wrongly must lose x."),
            Mistake("right row not raised", _multiclass(plus=0), "the row of the true label must gain x."),
            Mistake("wrong sign", _multiclass(plus=-1, minus=-1), "the true row gains x and the wrong winner loses it; here it is the other way round."),
            Mistake("all others lowered", _multiclass(others=True), "only the wrong winner loses x; the other rows were not at fault."),
            Mistake("always updates", _multiclass(always=True), "when the decision is right nothing moves."),
            Mistake("one against all", lambda W, x, label: np.stack([_push(row, x, int(k == label)) for k, row in enumerate(W)]), "every row was trained on its own; in the contest only the true row and the wrong winner move."),
            Mistake("never changes", lambda W, x, label: W, "W came back unchanged although the decision was wrong."),
            Mistake("smallest wins", lambda W, x, label: W + (int(np.argmin(W @ x)) != label) * np.outer((np.arange(len(W)) == label) * 1.0 - (np.arange(len(W)) == np.argmin(W @ x)), x), "the winner has the largest sum: `np.argmax`."),
            Mistake("column for row", lambda W, x, label: W + 0 * W[:, label] * x, "row k of W belongs to class k: write to `W[label]`, not `W[:, label]`."),
        ],
        probes=_classes,
    ),
    "poll": Exercise(law="answer with one of the letters.", look="section 2, the half-plane: move the sliders."),
}  # fmt: skip


def weights_of(outcome: Outcome, inputs: int) -> Weights:
    """The weights and bias that an answer holds; fails unless it is a pair (w, b) of the right shapes."""
    outcome.satisfies(
        lambda pair: isinstance(pair, tuple | list) and len(pair) == 2, "a pair (w, b): weights first, then the bias"
    )
    pair = outcome.value
    w, b = pair
    outcome.satisfies(
        lambda _: all(np.asarray(part).dtype.kind in "biuf" for part in pair),
        "numbers for w and b, not text or objects",
    )
    outcome.satisfies(
        lambda _: np.shape(w) == (inputs,), f"w with one weight for each input: shape ({inputs},), not {np.shape(w)}"
    )
    outcome.satisfies(lambda _: np.shape(b) in ((), (1,)), "b as one number")
    outcome.satisfies(lambda _: all(np.all(np.isfinite(part)) for part in pair), "finite numbers")
    return np.asarray(w, dtype=float), float(np.squeeze(b))


def _misplaced(
    function: Callable, w: np.ndarray, b: float, inputs: np.ndarray, targets: np.ndarray, sums: np.ndarray, others: dict
) -> Mistake:
    """Why these weights decide otherwise than `targets`: a known slip, another known function, or just a wrong line."""
    decided = (sums >= 0).astype(int)
    instead = next((name for name, table in others.items() if np.array_equal(decided, np.asarray(table))), "")
    if np.array_equal(sums > 0, targets == 1):
        computed = f" These weights compute {instead}." if instead else ""
        advice = f"one sum is exactly 0, and step(0) = 1.{computed} Make b a little smaller."
        return Mistake("sum exactly 0", function, advice)
    if np.array_equal(w @ inputs - b >= 0, targets == 1):
        advice = f"b is added, not compared with: a threshold of {describe(b)} is a bias of {describe(-b)}."
        return Mistake("bias as threshold", function, advice)
    if np.array_equal(decided, 1 - targets):
        advice = "every answer is turned round: change the sign of w and b (and mind sums of 0)."
        return Mistake("the opposite function", function, advice)
    if decided.min() == decided.max():
        name = "always 1" if decided.min() else "always 0"
        return Mistake(name, function, f"these weights answer {decided[0]} for every input.")
    if instead:
        return Mistake(instead, function, "this is the function that your weights compute.")
    wrong = int(np.sum(decided != targets))
    advice = f"{wrong} of the {len(targets)} inputs lie on the wrong side: draw them and move the line."
    return Mistake("line in the wrong place", function, advice)


def computes(
    check: Check,
    function: Callable,
    arguments: tuple,
    inputs: np.ndarray,
    targets: Any,
    others: dict[str, Any] | None = None,
) -> None:
    """The weights that `function(*arguments)` returns decide every column of `inputs` as `targets` say.

    Any valid weights pass. `others` maps names of other functions to their targets, to say what was computed instead.
    """
    outcome = check(function, *arguments)
    w, b = weights_of(outcome, len(inputs))
    targets = np.asarray(targets).astype(int)
    single = any(np.asarray(part).dtype == np.float32 for part in outcome.value)
    sums = np.round(w @ inputs + b, 6 if single else 12)  # 0.1 + 0.2 − 0.3 counts as 0
    decided = (sums >= 0).astype(int)
    wrong = np.flatnonzero(decided != targets)
    check.passed += int(wrong[0]) if len(wrong) else len(targets)
    if len(wrong):
        first = wrong[0]
        check.that(
            False,
            f"{outcome.call} returned w = {describe(w)}, b = {describe(b)}. For the input {describe(inputs[:, first])} "
            f"the sum is {describe(sums[first])}, so the perceptron answers {decided[first]}; wanted: {targets[first]}.",
            _misplaced(function, w, b, inputs, targets, sums, others or {}),
        )


def counts(votes: np.ndarray) -> dict[str, np.ndarray]:
    """What a committee's perceptron computes when its threshold is off: names and targets, for :func:`computes`."""
    total = votes.sum(axis=0)
    tables = {f"at least {k}": total >= k for k in range(1, len(votes) + 1)}
    return {**tables, **{f"at most {k}": total <= k for k in range(len(votes))}}
