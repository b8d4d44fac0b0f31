"""What the checks know of lesson 03: the laws, and the mistakes that students make."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from . import Check, Exercise, Mistake, describe

# The names of `utils` that an answer must not borrow, since it builds them.
REBUILDS: dict[str, tuple[str, ...]] = {
    "mse": ("utils.losses",),
    "least_squares": ("utils.gradients",),
    "sigmoid": ("utils.activations", "utils.losses", "utils.layers", "utils.network"),
    "sigmoid_slope": ("utils.activations", "utils.layers", "utils.network"),
    "steepness": (),
    "neuron_forward": ("utils.activations", "utils.losses", "utils.layers", "utils.network"),
    "neuron_gradient": ("utils.activations", "utils.gradients", "utils.layers", "utils.losses", "utils.network"),
    "numerical_gradient": ("utils.gradients",),
    "gradient_descent": ("utils.gradients", "utils.optimizers", "utils.training"),
    "critical_rate": ("utils.gradients",),
    "poll": (),
}


def _soft(f: Any) -> Any:
    """The sigmoid, for arguments that are not huge."""
    return 1 / (1 + np.exp(-np.asarray(f, dtype=float)))


def _strict(function: Callable) -> Callable:
    """What the line above a student's sigmoid does."""
    return np.errstate(over="raise")(function)


# ---------------------------------------------------------------- probes: inputs that tell mistakes apart


def _pairs(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(12):
        shape = int(rng.integers(2, 4)), int(rng.integers(4, 7))
        yield rng.normal(size=shape), rng.normal(size=shape)


def _regressions(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(8):
        yield rng.normal(size=(2, 6)), rng.normal(size=(3, 6))


def _sums(rng: np.random.Generator) -> Iterator[tuple]:
    for size in (1, 3, 2, 5):
        yield (rng.normal(size=size) * 4,)
    yield (np.array([[-30.0, 2.0], [0.0, 12.0]]),)
    yield (-1000.0,)
    yield (1000.0,)


def _values(rng: np.random.Generator) -> Iterator[tuple]:
    for size in (1, 3, 4):
        yield (rng.random(size),)


def _margins(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(10):
        yield float(rng.uniform(0.1, 3)), float(rng.uniform(0.01, 0.4))


def _neurons(rng: np.random.Generator) -> Iterator[tuple]:
    for _ in range(12):
        n = int(rng.integers(2, 5))
        yield rng.normal(size=n), float(rng.normal()), rng.normal(size=n), float(rng.integers(0, 2))


def _functions(rng: np.random.Generator) -> Iterator[tuple]:
    def smooth(x: np.ndarray) -> float:
        return float(np.sum(np.arange(1, x.size + 1).reshape(x.shape) * x * x * x) + x.flat[0] * x.flat[-1])

    for shape, h in (((2,), 0.5), ((3,), 0.1), ((2, 3), 0.25), ((1, 2), 1.0)):
        yield smooth, rng.normal(size=shape), h
    yield smooth, np.array([1, 3]), 0.5
    yield smooth, rng.normal(size=2)


def _walks(rng: np.random.Generator) -> Iterator[tuple]:
    def pulled(x: np.ndarray) -> np.ndarray:
        return 1.5 * x - np.arange(x.size).reshape(x.shape)

    for shape, rate, steps in (((1,), 0.5, 3), ((3,), 0.2, 4), ((2, 3), 0.9, 2), ((2,), 0.3, 1)):
        yield pulled, rng.normal(size=shape), rate, steps
    yield pulled, np.array([3, 5]), 0.5, 2


def _borders(rng: np.random.Generator) -> Iterator[tuple]:
    for tolerance in (0.3, 0.05, 1e-3, 1e-4):
        low, width = float(rng.uniform(0, 2)), float(rng.uniform(1, 3))
        yield border_at(low + width * float(rng.uniform(0.1, 0.9))), low, low + width, tolerance


# ---------------------------------------------------------------- wrong answers that need more than a line


def _inverse(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    return Y @ X.T @ np.linalg.inv(X @ X.T)


def _solve(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    return np.linalg.solve(X @ X.T, X @ Y.T).T


def _best(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(X.T, Y.T, rcond=None)[0].T


def _with_ones(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    return _best(np.vstack([X, np.ones(X.shape[1])]), Y)


def _ridge(strength: float) -> Callable:
    return lambda X, Y: np.linalg.solve(X @ X.T + strength * np.eye(len(X)), X @ Y.T).T


def _two_sided_exponential(f: Any) -> Any:
    return np.where(np.asarray(f) >= 0, 1 / (1 + np.exp(-f)), np.exp(f) / (1 + np.exp(f)))


def _whole_number_answers(f: Any) -> Any:
    answer = np.empty_like(f)
    answer[...] = _soft(np.clip(f, -500, 500))
    return answer


def _one_number(f: Any) -> Any:
    return 1 / (1 + math.exp(-f)) if f >= 0 else math.exp(f) / (1 + math.exp(f))


def _forward(w: np.ndarray, b: float, x: np.ndarray, y: float) -> tuple:
    f = w @ x + b
    return f, _soft(f), (y - _soft(f)) ** 2 / 2


def _backward(
    factor: Callable[[float, float, float], Any],
    dw: Callable = lambda df, w, x: df * x,
    db: Callable = lambda df, w, x: df,
    total: Callable = lambda w, b, x: w @ x + b,
) -> Callable:
    """A neuron's gradient with ∂L/∂f = factor(f, g, y)."""

    def gradient(w: np.ndarray, b: float, x: np.ndarray, y: float) -> tuple:
        f = total(w, b, x)
        df = factor(f, _soft(f), y)
        return dw(df, w, x), db(df, w, x)

    return gradient


def _right_factor(f: float, g: float, y: float) -> float:
    return (g - y) * g * (1 - g)


def _bias_times_itself(w: np.ndarray, b: float, x: np.ndarray, y: float) -> tuple:
    dw, db = _backward(_right_factor)(w, b, x, y)
    return dw, b * db


def _quotient(difference: Callable) -> Callable:
    """A gradient entry by entry, from `difference(f, x, e, h)` with e the nudged entry's unit array."""

    def gradient(f: Callable, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
        answer = np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            e = np.zeros(x.shape)
            e[i] = 1
            answer[i] = difference(f, x, e, h)
        return answer

    return gradient


def _all_at_once(f: Callable, x: np.ndarray, h: float = 1e-5) -> Any:
    return (f(x + h) - f(x - h)) / (2 * h)


def _never_put_back(f: Callable, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    answer, up, down = np.zeros(x.shape), x.astype(float), x.astype(float)
    for i in np.ndindex(x.shape):
        up[i] += h
        down[i] -= h
        answer[i] = (f(up) - f(down)) / (2 * h)
    return answer


def _same_array(f: Callable, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    return np.zeros(x.shape)


def _whole_number_nudge(f: Callable, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    answer = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] = up[i] + h
        down[i] = down[i] - h
        answer[i] = (f(up) - f(down)) / (2 * h)
    return answer


def _row_by_row(f: Callable, x: np.ndarray, h: float = 1e-5) -> np.ndarray:
    answer = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.astype(float), x.astype(float)
        up[i] += h
        down[i] -= h
        answer[i] = (f(up) - f(down)) / (2 * h)
    return answer


_central = _quotient(lambda f, x, e, h: (f(x + h * e) - f(x - h * e)) / (2 * h))


def _walk(
    move: Callable[[np.ndarray, float, Any], Any] = lambda x, rate, slope: x - rate * slope, *, stuck: bool = False
) -> Callable:
    def walk(gradient: Callable, start: np.ndarray, rate: float, steps: int) -> np.ndarray:
        path = [np.array(start, dtype=float)]
        for _ in range(steps):
            path.append(move(path[-1], rate, gradient(path[0] if stuck else path[-1])))
        return np.array(path)

    return walk


_descent = _walk()


def _one_list_entry(gradient: Callable, start: np.ndarray, rate: float, steps: int) -> np.ndarray:
    end = _descent(gradient, start, rate, steps)[-1]
    return np.array([end] * (steps + 1))


def _in_place(gradient: Callable, start: np.ndarray, rate: float, steps: int) -> np.ndarray:
    """Writes into `start` itself; numpy refuses that if `start` holds whole numbers, and says so in its own words."""
    path = [start]
    for _ in range(steps):
        start -= rate * gradient(start)
        path.append(start)
    return np.array(path)


def _whole_number_walk(gradient: Callable, start: np.ndarray, rate: float, steps: int) -> np.ndarray:
    path = np.zeros((steps + 1, *start.shape), dtype=start.dtype)
    path[0] = start
    for k in range(steps):
        path[k + 1] = path[k] - rate * gradient(path[k])
    return path


def _halve(
    *,
    turned: bool = False,
    rounds: int = 200,
    answer: Callable = lambda low, high: low,
    width: Callable = lambda low, high: high - low,
) -> Callable:
    def halve(runs_away: Callable, low: float, high: float, tolerance: float) -> Any:
        for _ in range(rounds):
            if width(low, high) <= tolerance:
                break
            middle = (low + high) / 2
            if bool(runs_away(middle)) != turned:
                high = middle
            else:
                low = middle
        return answer(low, high)

    return halve


def _ten_rounds(runs_away: Callable, low: float, high: float, tolerance: float) -> float:
    for _ in range(10):
        middle = (low + high) / 2
        low, high = (low, middle) if runs_away(middle) else (middle, high)
    return low


EXERCISES: dict[str, Exercise] = {
    "mse": Exercise(
        law="mse = (1/n) Σ over examples of ‖f − y‖²: squares are added over the outputs, averaged over the n columns; F and Y must have one shape.",
        look="exercise 1a, the formula.",
        mistakes=[
            Mistake("shapes not compared", lambda F, Y: np.sum((F - Y) ** 2) / F.shape[1], "numpy stretched the smaller array and gave a number that means nothing. Compare F.shape with Y.shape first, and raise ValueError if they differ."),
            Mistake("mean over all entries", lambda F, Y: np.mean((F - Y) ** 2), "`np.mean` divides by outputs · examples; divide by the number of examples, the columns."),
            Mistake("sum, not mean", lambda F, Y: np.sum((F - Y) ** 2), "the squares are summed, but not divided by the number of examples."),
            Mistake("divided by the outputs", lambda F, Y: np.sum((F - Y) ** 2) / len(F), "`len(F)` and `F.shape[0]` count the rows; the examples are the columns, `F.shape[1]`."),
            Mistake("root taken", lambda F, Y: np.sqrt(np.sum((F - Y) ** 2) / F.shape[1]), "this is the root of the mse; the mean squared error itself has no root."),
            Mistake("lengths, not squares", lambda F, Y: np.mean(np.linalg.norm(F - Y, axis=0)), "the lengths of the errors were averaged; their squares are wanted."),
            Mistake("errors not squared", lambda F, Y: np.sum(F - Y) / F.shape[1], "errors of different signs cancel: square each before you add."),
            Mistake("errors not squared", lambda F, Y: np.sum(np.abs(F - Y)) / F.shape[1], "these are absolute errors: square them."),
            Mistake("squared after adding", lambda F, Y: (np.sum(F - Y) / F.shape[1]) ** 2, "errors of different signs cancel: square each error before you add."),
            Mistake("half the loss", lambda F, Y: np.sum((F - Y) ** 2) / (2 * F.shape[1]), "there is no ½ in this loss."),
            Mistake("one number for each example", lambda F, Y: np.sum((F - Y) ** 2, axis=0), "one number for the whole data set is wanted: average over the examples."),
        ],
        probes=_pairs,
    ),
    "least_squares": Exercise(
        law="at the best W the errors have nothing in common with any feature: (Y − W X) Xᵀ = 0. Such a W exists for all data.",
        look="exercise 1b, the idea, and why there may be no inverse.",
        mistakes=[
            Mistake("explicit inverse", _inverse, "X Xᵀ has no inverse here, because the features depend on one another. `np.linalg.inv` and `np.linalg.solve` need one; `np.linalg.lstsq` does not."),
            Mistake("explicit inverse", _solve, "X Xᵀ has no inverse here, because the features depend on one another. `np.linalg.inv` and `np.linalg.solve` need one; `np.linalg.lstsq` does not."),
            Mistake("answer not transposed back", lambda X, Y: np.linalg.lstsq(X.T, Y.T, rcond=None)[0], "what lstsq returns is Wᵀ: transpose it, so that the shape is (outputs, features)."),
            Mistake("rows for columns", lambda X, Y: np.linalg.lstsq(X, Y, rcond=None)[0], "lstsq wants one row for each example; here examples are columns. Give it X.T and Y.T."),
            Mistake("rows for columns", lambda X, Y: np.linalg.lstsq(X, Y.T, rcond=None)[0].T, "lstsq wants one row for each example; here examples are columns. Give it X.T and Y.T."),
            Mistake("rows for columns", lambda X, Y: np.linalg.inv(X.T @ X) @ X.T @ Y, "this is the formula for examples as rows. Here they are columns; and an explicit inverse need not exist."),
            Mistake("bias twice", _with_ones, "X has its row of ones already where a bias is wanted: add none."),
            Mistake("all that lstsq returns", lambda X, Y: np.linalg.lstsq(X.T, Y.T, rcond=None).T, "lstsq returns four things, a tuple: take the first, `[0]`, and then transpose."),  # type: ignore[attr-defined]
            Mistake("all that lstsq returns", lambda X, Y: np.linalg.lstsq(X.T, Y.T, rcond=None), "lstsq returns four things: take the first, `[0]`, and transpose it."),
            Mistake("pulled towards 0", _ridge(1e-3), "something was added to X Xᵀ, and that pulls the weights away from the best ones."),
            Mistake("pulled towards 0", _ridge(1e-6), "something was added to X Xᵀ, and that pulls the weights away from the best ones."),
            Mistake("pulled towards 0", _ridge(1.0), "something was added to X Xᵀ, and that pulls the weights away from the best ones."),
            Mistake("no correlation between features", lambda X, Y: Y @ X.T / np.sum(X * X, axis=1), "each feature was fitted alone, as if the others were not there."),
            Mistake("only Y Xᵀ", lambda X, Y: Y @ X.T, "Y Xᵀ is only half of the formula: the features' own sizes, X Xᵀ, are not taken out."),
        ],
        probes=_regressions,
    ),
    "poll": Exercise(law="answer with one of the letters.", look="section 2, the dashed staircase: what is its slope between two edges?"),
    "sigmoid": Exercise(
        law="σ(f) = 1 / (1 + e^−f) for every entry, and no power of e ever overflows.",
        look="exercise 2a, the prediction at ±1000.",
        mistakes=[
            Mistake("overflow below", _strict(lambda f: 1 / (1 + np.exp(-f))), "for a very negative f this computes e to a huge power. Use only e^−|f|."),
            Mistake("overflow above", _strict(lambda f: np.exp(f) / (1 + np.exp(f))), "for a very large f this computes e to a huge power. Use only e^−|f|."),
            Mistake("np.where computes both", _strict(_two_sided_exponential), "`np.where` computes both formulas for all entries, and then chooses: the overflow has happened by then. Compute e^−|f| once."),
            Mistake("wrong sign", _strict(lambda f: 1 / (1 + np.exp(f))), "this falls from 1 to 0: the exponent is −f."),
            Mistake("wrong sign", lambda f: 1 - _soft(np.clip(f, -700, 700)), "this falls from 1 to 0: the exponent is −f."),
            Mistake("wrong sign", lambda f: np.where(np.asarray(f) >= 0, np.exp(-np.abs(f)), 1) / (1 + np.exp(-np.abs(f))), "this falls from 1 to 0: the numerator is 1 where f ≥ 0, and e^−|f| where f < 0."),
            Mistake("only for f ≥ 0", lambda f: 1 / (1 + np.exp(-np.abs(f))), "a negative f got the value of its opposite: where f < 0 the numerator is e^−|f|, not 1."),
            Mistake("tanh", np.tanh, "tanh runs from −1 to 1, and is twice as steep."),
            Mistake("tanh", lambda f: 0.5 * (1 + np.tanh(f)), "tanh(f) belongs to 2f: σ(f) = ½ (1 + tanh(f / 2))."),
            Mistake("a step", lambda f: (np.asarray(f) >= 0).astype(float), "this is the step itself; the sigmoid is soft."),
            Mistake("slope for value", lambda f: np.exp(-np.abs(f)) / (1 + np.exp(-np.abs(f))) ** 2, "this is the derivative of the sigmoid."),
            Mistake("cut off too early", lambda f: _soft(np.clip(f, -10, 10)), "f was clipped to −10 … 10, but the sigmoid still changes beyond."),
            Mistake("cut off too early", lambda f: _soft(np.clip(f, -20, 20)), "f was clipped, but the sigmoid still changes beyond."),
            Mistake("cut off too early", lambda f: _soft(np.clip(f, -5, 5)), "f was clipped to −5 … 5, but the sigmoid still changes beyond."),
            Mistake("whole numbers stay whole", _whole_number_answers, "the answer was stored in an array of f's own type; if that is whole numbers, ½ becomes 0. Make an array of floats."),
            Mistake("one number only", _strict(lambda f: 1 / (1 + np.exp(-f)) if f >= 0 else np.exp(f) / (1 + np.exp(f))), "`if` takes one number; f may be an array. Use `np.where`, which chooses entry by entry."),
            Mistake("one number only", _strict(lambda f: 1 / (1 + math.exp(-f))), "the functions of `math` take one number; f may be an array. Use `np.exp`."),
            Mistake("one number only", _strict(_one_number), "`if`, and the functions of `math`, take one number; f may be an array. Use `np.where` and `np.exp`."),
        ],
        probes=_sums,
    ),
    "sigmoid_slope": Exercise(
        law="σ′(f) = g (1 − g), where g = σ(f) is given.",
        look="exercise 2b: the argument is g.",
        mistakes=[
            Mistake("sigmoid of the value", lambda g: _soft(g) * (1 - _soft(g)), "g is σ(f) already: do not take the sigmoid once more."),
            Mistake("wrong sign", lambda g: g * (g - 1), "the sigmoid climbs everywhere, so its slope is never negative: 1 − g, not g − 1."),
            Mistake("slope of tanh", lambda g: 1 - g**2, "this is the slope of tanh, by its value."),
            Mistake("first factor only", lambda g: 1 - g, "this is one factor of two: times g."),
            Mistake("sum of the factors", lambda g: g * (1 + g), "the second factor is 1 − g."),
            Mistake("value for slope", lambda g: g, "g itself came back: multiply by 1 − g."),
            Mistake("squared", lambda g: g**2 * (1 - g) ** 2, "each factor stands once: g (1 − g)."),
            Mistake("mean over the entries", lambda g: np.mean(g * (1 - g)), "each entry has its own slope: no mean."),
            Mistake("sum over the entries", lambda g: np.sum(g * (1 - g)), "each entry has its own slope: no sum."),
        ],
        probes=_values,
    ),
    "steepness": Exercise(
        law="σ(k d) = 1 − ε means e^(−k d) = ε / (1 − ε), so k = ln((1 − ε) / ε) / d.",
        look="exercise 2c, the steps of the prediction.",
        mistakes=[
            Mistake("wrong sign", lambda d, e: np.log(e / (1 - e)) / d, "the fraction is upside down: k came out negative, a sigmoid that falls."),
            Mistake("multiplied by the distance", lambda d, e: np.log((1 - e) / e) * d, "nearer to 0 it must be steeper: divide by the distance."),
            Mistake("distance forgotten", lambda d, e: np.log((1 - e) / e), "the steepness depends on the distance: divide by it."),
            Mistake("tail only", lambda d, e: np.log(1 / e) / d, "this solves e^(−k d) = ε. Keep the 1 of 1 + e^(−k d): the right side is ε / (1 − ε)."),
            Mistake("tail only", lambda d, e: -np.log(e) / d, "this solves e^(−k d) = ε. Keep the 1 of 1 + e^(−k d): the right side is ε / (1 − ε)."),
            Mistake("logarithm to base 10", lambda d, e: np.log10((1 - e) / e) / d, "`np.log10` belongs to powers of 10; the power here is of e: `np.log`."),
            Mistake("logarithm to base 2", lambda d, e: np.log2((1 - e) / e) / d, "`np.log2` belongs to powers of 2; the power here is of e: `np.log`."),
            Mistake("precedence", lambda d, e: np.log(1 - e / e) / d, "`1 - error / error` is 1 − 1: put 1 − error into brackets."),
            Mistake("precedence", lambda d, e: np.log(1 - e) / e / d, "the logarithm is of the whole fraction: divide inside it."),
            Mistake("no logarithm", lambda d, e: (1 - e) / e / d, "solve for the exponent: take the logarithm of the fraction."),
            Mistake("step reached in a straight line", lambda d, e: 4 * (0.5 - e) / d, "this draws a straight line with the sigmoid's slope at 0; the sigmoid bends."),
        ],
        probes=_margins,
    ),
    "neuron_forward": Exercise(
        law="f = w·x + b, then g = σ(f), then L = ½ (y − g)²; the answer is (f, g, L).",
        look="section 3, the three formulas.",
        mistakes=[
            Mistake("half forgotten", lambda w, b, x, y: (*_forward(w, b, x, y)[:2], 2 * _forward(w, b, x, y)[2]), "the loss of this section is half the square."),
            Mistake("forgotten bias", lambda w, b, x, y: _forward(w, 0.0, x, y), "this is what you get when b is left out of the sum."),
            Mistake("minus the bias", lambda w, b, x, y: _forward(w, -b, x, y), "b is added to the sum."),
            Mistake("no sigmoid", lambda w, b, x, y: (w @ x + b, w @ x + b, (y - w @ x - b) ** 2 / 2), "g is σ(f), not f itself."),
            Mistake("loss of the sum", lambda w, b, x, y: (*_forward(w, b, x, y)[:2], (y - w @ x - b) ** 2 / 2), "the loss compares y with g, not with f."),
            Mistake("step for sigmoid", lambda w, b, x, y: (w @ x + b, float(w @ x + b >= 0), (y - float(w @ x + b >= 0)) ** 2 / 2), "g is the sigmoid of f, not the step."),
            Mistake("error not squared", lambda w, b, x, y: (*_forward(w, b, x, y)[:2], (y - _forward(w, b, x, y)[1]) / 2), "square the error: L is never negative."),
            Mistake("half inside the square", lambda w, b, x, y: (*_forward(w, b, x, y)[:2], _forward(w, b, x, y)[2] / 2), "the ½ stands outside the square: square first, then halve."),
            Mistake("order of the answer", lambda w, b, x, y: _forward(w, b, x, y)[::-1], "the answer is (f, g, L), in this order."),
            Mistake("order of the answer", lambda w, b, x, y: (_forward(w, b, x, y)[1], _forward(w, b, x, y)[0], _forward(w, b, x, y)[2]), "the answer is (f, g, L), in this order."),
            Mistake("loss only", lambda w, b, x, y: _forward(w, b, x, y)[2], "three numbers are wanted: (f, g, L)."),
            Mistake("g and L only", lambda w, b, x, y: _forward(w, b, x, y)[1:], "three numbers are wanted: (f, g, L)."),
            Mistake("no sum", lambda w, b, x, y: (w * x + b, _soft(w * x + b), (y - _soft(w * x + b)) ** 2 / 2), "`w * x` multiplies entry by entry; the products must be summed: `w @ x`."),
        ],
        probes=_neurons,
    ),
    "neuron_gradient": Exercise(
        law="∂L/∂f = −(y − g) · g (1 − g); ∂L/∂w = ∂L/∂f · x; ∂L/∂b = ∂L/∂f.",
        look="section 3, the chain of three slopes.",
        mistakes=[
            Mistake("lost minus", _backward(lambda f, g, y: (y - g) * g * (1 - g)), "the sign is turned round. L = ½ (y − g)² has the slope −(y − g) in g: the inner derivative of y − g is −1."),
            Mistake("slope of the sigmoid forgotten", _backward(lambda f, g, y: g - y), "the middle factor of the chain, ∂g/∂f = g (1 − g), is missing."),
            Mistake("error forgotten", _backward(lambda f, g, y: g * (1 - g)), "the first factor of the chain, ∂L/∂g = −(y − g), is missing."),
            Mistake("slope taken of the sum", _backward(lambda f, g, y: (g - y) * f * (1 - f)), "the slope of the sigmoid by its value is g (1 − g), with g, not f."),
            Mistake("sigmoid of the value", _backward(lambda f, g, y: (g - y) * _soft(g) * (1 - _soft(g))), "the slope is g (1 − g); g has been through the sigmoid already."),
            Mistake("input forgotten", _backward(_right_factor, dw=lambda df, w, x: df), "the last factor of the chain, ∂f/∂w = x, is missing: every weight has its own input."),
            Mistake("input forgotten", _backward(_right_factor, dw=lambda df, w, x: np.full(len(x), df)), "the last factor of the chain, ∂f/∂w = x, is missing: every weight has its own input."),
            Mistake("weights for inputs", _backward(_right_factor, dw=lambda df, w, x: df * w), "f = w·x + b has the slope x in w, not w."),
            Mistake("input in the bias", _backward(_right_factor, db=lambda df, w, x: df * x), "the bias is multiplied by 1, so ∂L/∂b = ∂L/∂f: one number, without x."),
            Mistake("input in the bias", _backward(_right_factor, db=lambda df, w, x: np.sum(df * x)), "the bias is multiplied by 1, so ∂L/∂b = ∂L/∂f, without x."),
            Mistake("bias times itself", _bias_times_itself, "f = w·x + b has the slope 1 in b, not b."),
            Mistake("summed over the inputs", _backward(_right_factor, dw=lambda df, w, x: df * (w @ x)), "every weight has its own slope: df · x is an array."),
            Mistake("summed over the inputs", _backward(_right_factor, dw=lambda df, w, x: np.sum(df * x)), "every weight has its own slope: df · x is an array; do not sum it."),
            Mistake("matrix product with a number", _backward(_right_factor, dw=lambda df, w, x: df @ x), "`@` needs two arrays. ∂L/∂f is one number: multiply every entry of x by it, with `*`."),
            Mistake("a factor of 2", _backward(lambda f, g, y: 2 * (g - y) * g * (1 - g)), "the 2 of the square and the ½ of the loss cancel."),
            Mistake("the half kept", _backward(lambda f, g, y: 0.5 * (g - y) * g * (1 - g)), "the 2 of the square cancels the ½."),
            Mistake("forgotten bias", _backward(_right_factor, total=lambda w, b, x: w @ x), "the sum is w·x + b; here b was left out."),
            Mistake("a step", _backward(lambda f, g, y: (float(f >= 0) - y) * g * (1 - g)), "the error is measured with g = σ(f), not with a step."),
            Mistake("order of the answer", lambda w, b, x, y: _backward(_right_factor)(w, b, x, y)[::-1], "the answer is (dw, db), weights first."),
            Mistake("one array", lambda w, b, x, y: np.append(*_backward(_right_factor)(w, b, x, y)), "a pair is wanted: the array dw, then the number db."),
        ],
        probes=_neurons,
    ),
    "numerical_gradient": Exercise(
        law="entry i of the answer is (f(x + h eᵢ) − f(x − h eᵢ)) / 2h: one entry is nudged, all others stay.",
        look="exercise 4, the prediction for x³.",
        mistakes=[
            Mistake("forward difference", _quotient(lambda f, x, e, h: (f(x + h * e) - f(x)) / h), "this looks to one side only. The central difference looks to both: f(x + h) and f(x − h), over 2h."),
            Mistake("backward difference", _quotient(lambda f, x, e, h: (f(x) - f(x - h * e)) / h), "this looks to one side only. The central difference looks to both: f(x + h) and f(x − h), over 2h."),
            Mistake("divided by h", _quotient(lambda f, x, e, h: (f(x + h * e) - f(x - h * e)) / h), "the two points lie 2h apart: divide by 2h."),
            Mistake("times h", _quotient(lambda f, x, e, h: (f(x + h * e) - f(x - h * e)) / 2 * h), "`/ 2 * h` divides by 2 and then multiplies by h: write `/ (2 * h)`."),
            Mistake("wrong sign", _quotient(lambda f, x, e, h: (f(x - h * e) - f(x + h * e)) / (2 * h)), "the difference is turned round: the value at x + h comes first."),
            Mistake("difference for slope", _quotient(lambda f, x, e, h: f(x + h * e) - f(x - h * e)), "a slope is a difference divided by the distance, 2h."),
            Mistake("step ignored", lambda f, x, h=1e-5: _central(f, x, 1e-5), "use the h that is given, not a fixed one."),
            Mistake("all entries at once", _all_at_once, "all entries were nudged together, which gives one slope for all: nudge one entry at a time."),
            Mistake("all entries at once", lambda f, x, h=1e-5: np.full(x.shape, _all_at_once(f, x, h)), "all entries were nudged together: nudge one entry at a time."),
            Mistake("never put back", _never_put_back, "an entry stayed nudged while the next one was measured: start each entry from fresh copies of x."),
            Mistake("both names for one array", _same_array, "the answer was 0 everywhere: are both nudges made in one and the same array? `up = down = x.copy()` gives one array two names."),
            Mistake("whole numbers stay whole", _whole_number_nudge, "x holds whole numbers here, and an array of whole numbers rounds the nudge away. Copy it as floats: `np.array(x, dtype=float)`."),
            Mistake("whole numbers stay whole", lambda f, x, h=1e-5: _central(f, x, h).astype(x.dtype), "x holds whole numbers here, and the slopes were stored in an array of its type (`np.zeros_like(x)`?), which cuts them. Make the answer an array of floats: `np.zeros(x.shape)`."),
            Mistake("row by row", _row_by_row, "`range(len(x))` walks over rows, and a whole row was nudged at once: walk over `np.ndindex(x.shape)`."),
            Mistake("flattened", lambda f, x, h=1e-5: _central(f, x, h).ravel(), "the answer has the shape of x."),
            Mistake("first entry only", lambda f, x, h=1e-5: np.concatenate([_central(f, x, h).ravel()[:1], np.zeros(x.size - 1)]).reshape(x.shape), "only the first entry was measured: is the `return` inside the loop?"),
        ],
        probes=_functions,
    ),
    "gradient_descent": Exercise(
        law="x ← x − rate · gradient(x), `steps` times, with the gradient at the x of that moment; the answer holds steps + 1 points, the start first.",
        look="exercise 5a, the table.",
        mistakes=[
            Mistake("uphill", _walk(lambda x, rate, slope: x + rate * slope), "the gradient points uphill: subtract it."),
            Mistake("start left out", lambda g, s, r, n: _descent(g, s, r, n)[1:], "the path begins with the start itself: steps + 1 points."),
            Mistake("last step left out", lambda g, s, r, n: _descent(g, s, r, n)[:-1], "one step is missing: `steps` steps make steps + 1 points."),
            Mistake("one step too many", lambda g, s, r, n: _descent(g, s, r, n + 1), "one step too many was taken: `steps` steps make steps + 1 points."),
            Mistake("end only", lambda g, s, r, n: _descent(g, s, r, n)[-1], "the whole path is wanted, not only its end."),
            Mistake("gradient at the start", _walk(stuck=True), "the gradient was taken at the start every time: take it anew where you stand."),
            Mistake("one array in every place", _one_list_entry, "all points of the path are the same array, changed in place: write `x = x - …`, which makes a new one, not `x -= …`."),
            Mistake("one array in every place", _in_place, "all points of the path are the same array, changed in place: write `x = x - …`, which makes a new one, not `x -= …`."),
            Mistake("rate ignored", _walk(lambda x, rate, slope: x - slope), "multiply the gradient by the rate."),
            Mistake("only the change", _walk(lambda x, rate, slope: -rate * slope), "the change came back instead of the new point: x minus it."),
            Mistake("sign of the slope", _walk(lambda x, rate, slope: x - rate * np.sign(slope)), "the step is as long as the gradient, times the rate; here only its sign was used."),
            Mistake("steps of one length", _walk(lambda x, rate, slope: x - rate * slope / np.linalg.norm(slope)), "the gradient was divided by its length: the rule does not do that."),
            Mistake("x scaled", _walk(lambda x, rate, slope: (1 - rate) * x), "subtract rate times the gradient, not rate times x."),
            Mistake("whole numbers stay whole", _whole_number_walk, "the start holds whole numbers here, and an array of whole numbers rounds every point: make an array of floats."),
        ],
        probes=_walks,
    ),
    "critical_rate": Exercise(
        law="the border stays between low and high; the middle replaces one of them, until they are at most `tolerance` apart.",
        look="exercise 5b, the three middles of the prediction.",
        mistakes=[
            Mistake("sides exchanged", _halve(turned=True), "if the middle runs away, the border lies below it: then the middle is the new high."),
            Mistake("sides exchanged", _halve(turned=True, answer=lambda low, high: (low + high) / 2), "if the middle runs away, the border lies below it: then the middle is the new high."),
            Mistake("sides exchanged", _halve(turned=True, answer=lambda low, high: high), "if the middle runs away, the border lies below it: then the middle is the new high."),
            Mistake("a fixed number of rounds", _ten_rounds, "the loop must go on until high − low is at most the tolerance, however many rounds that takes."),
            Mistake("one round only", _halve(rounds=1), "the loop ended after one round: is the `return` indented too far, or an `if` in place of a `while`?"),
            Mistake("one round only", lambda runs_away, low, high, tolerance: (low + high) / 2, "this is the first middle: go on halving."),
            Mistake("never halved", lambda runs_away, low, high, tolerance: low, "low came back as it was given."),
            Mistake("never halved", lambda runs_away, low, high, tolerance: high, "high came back as it was given."),
            Mistake("width for rate", _halve(answer=lambda low, high: high - low), "the width of the interval came back; a rate inside it is wanted."),
            Mistake("pair for a number", _halve(answer=lambda low, high: (low, high)), "one number is wanted: low or high, now that they are close."),
            Mistake("answer of the question", _halve(answer=lambda low, high: True), "True or False is what runs_away says; the rate is wanted."),
            Mistake("relative width", _halve(width=lambda low, high: (high - low) / high), "the tolerance is a distance: compare high − low with it, without dividing."),
        ],
        probes=_borders,
    ),
}  # fmt: skip


# ---------------------------------------------------------------- checks with more than one right answer


def is_best(check: Check, function: Callable, X: Any, Y: Any, because: str = "") -> None:
    """`function(X, Y)` minimises ‖Y − W X‖²: any such W passes, told by its errors being orthogonal to every feature."""
    outcome = check(function, X, Y).unchanged()
    features, targets = (np.asarray(array, dtype=float) for array in outcome.arguments)
    outcome.has_shape(len(targets), len(features), because=because).is_finite()
    # float32 answers are good to float32's digits
    kind = np.asarray(outcome.value).dtype
    tolerance = 1e-4 if kind.kind == "f" and kind.itemsize <= 4 else 1e-8
    scale = np.linalg.norm(features) * np.linalg.norm(targets)
    smallest = _loss(_best(features, targets), features, targets)
    reason = f"the mse of this W is {describe(_loss(outcome.value, features, targets))}, the smallest is {describe(smallest)}"
    outcome.satisfies(
        lambda W: np.linalg.norm((targets - np.asarray(W) @ features) @ features.T) <= tolerance * scale,
        "a W whose errors, times every feature, add to 0",
        f"{because}; {reason}" if because else reason,
    )


def _loss(W: Any, X: np.ndarray, Y: np.ndarray) -> float:
    return float(np.sum((np.asarray(W) @ X - Y) ** 2) / X.shape[1])


class AskedTooOften(Exception):
    """A student's search asked so often that it will hardly ever stop."""


def border_at(border: float, patience: int = 100_000) -> Callable[[float], bool]:
    """A question to ask of rates: True above the border. Whoever asks more than `patience` times is stopped."""
    asked = 0

    def runs_away(rate: float) -> bool:
        nonlocal asked
        asked += 1
        if asked > patience:
            raise AskedTooOften(f"asked {patience} times")
        return bool(rate > border)

    return runs_away


def finds_border(
    check: Check, function: Callable, border: float, low: float, high: float, tolerance: float, most: int = 60
) -> None:
    """`function` finds a border between `low` and `high` to `tolerance`, with at most `most` questions."""
    outcome = check(function, border_at(border), low, high, tolerance)
    check.that(
        getattr(outcome.came, "kind", None) != AskedTooOften.__name__,
        f"{outcome.call} asked runs_away again and again, without an end.",
        Mistake("endless loop", function, "high − low never came down to the tolerance. Every round must move low or high, on both sides of the `if`, to the middle (low + high) / 2."),
    )  # fmt: skip
    outcome.is_number()
    room = tolerance * (1 + 1e-9) + 1e-15
    outcome.satisfies(
        lambda rate: abs(float(rate) - border) <= room,
        f"a number at most {tolerance:g} away from the border {border:g}",
    )
    asked = []

    def runs_away(rate: float) -> bool:
        asked.append(rate)
        return bool(rate > border)

    function(runs_away, low, high, tolerance)
    check.that(
        len(asked) <= most,
        f"{outcome.call} asked runs_away {len(asked)} times; at most {most} are allowed.",
        Mistake("too many questions", function, "rates were tried one after the other. Halve: each question rules out half of what is left."),
    )  # fmt: skip
