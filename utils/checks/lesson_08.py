"""What the checks know of lesson 08: the laws, and the mistakes that students make.

Students write classes here. A `Trip` makes a function of plain values out of a class: it builds an object, calls its
methods and returns arrays, so that answers and known mistakes are compared as in every other lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from .. import layers
from . import Check, Exercise, Mistake, describe, same, trips
from .trips import Trip, taken

# What an answer must not borrow, by the name of its exercise.
REBUILDS: dict[str, tuple[str, ...]] = {
    "Linear": ("utils.layers", "utils.training", "utils.checks.lesson_08"),
    "ReLU": ("utils.layers", "utils.activations", "utils.checks.lesson_08"),
    "CrossEntropy": ("utils.layers", "utils.losses", "utils.checks.lesson_08"),
    "Sequential": ("utils.layers", "utils.training", "utils.checks.lesson_08"),
    "sgd_step": ("utils.training", "utils.optimizers", "utils.checks.lesson_08"),
    "sgd_epoch": ("utils.training", "utils.checks.lesson_08"),
    "different_units": ("utils.checks.lesson_08",),
    "initial_weights": ("utils.initializers", "utils.layers", "utils.checks.lesson_08"),
    "spread_by_layer": ("utils.layers", "utils.checks.lesson_08"),
    "best_rate": ("utils.checks.lesson_08",),
    "momentum_step": ("utils.optimizers", "utils.checks.lesson_08"),
    "train_digits": ("utils.layers", "utils.training", "utils.checks.lesson_08"),
    "train_spirals": ("utils.layers", "utils.training", "utils.checks.lesson_08"),
}

Array = np.ndarray
Dict = dict[str, Any]


# ---------------------------------------------------------------- trips


_PLURAL = ("gradients", "parameters", "losses")


class Told(trips.Told):
    """What came of a trip with an object."""

    def gives(self, because: str = "", **wanted: Any) -> Told:
        """Every part that was looked at is as wanted; `layer_dW` stands for layer.dW."""

        def say(name: str, came: Any, wanted: Any) -> str:
            return f"{self.call}: {name} {'were' if name in _PLURAL else 'was'} {_versus(came, wanted)}."

        self._holds({name.replace("_", ".", 1): part for name, part in wanted.items()}, because, say)
        return self


def _told(text: str, again: str = "") -> Callable[..., str]:
    """A way in code from its arguments: {0}, {1}, … in `text`, and {0}, {1} in `again` for each further pair."""

    def told(*arguments: Any) -> str:
        described = [describe(argument) for argument in arguments]
        rest = described[text.count("{") :] if again else []
        further = zip(rest[::2], rest[1::2], strict=True)
        way = text.format(*described) + "".join(again.format(*pair) for pair in further)
        return way.replace("taken 1 times", "taken once").replace(" (1 times)", "")

    return told


def _versus(came: Any, wanted: Any) -> str:
    came_told, wanted_told = describe(came), describe(wanted)
    if came_told == wanted_told and isinstance(wanted, np.ndarray):
        off = np.max(np.abs(np.asarray(came, dtype=float) - wanted))
        return f"{came_told}, as it should be, but its numbers are off by up to {off:.3g}"
    return f"{came_told}; wanted: {wanted_told}"


def _start(check: Check, trip: Trip) -> Callable[..., Told]:
    return partial(taken, check, trip, Told)


# ---------------------------------------------------------------- 1a: a linear layer


class _Linear:
    def __init__(self, W: Array, b: Array) -> None:
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def forward(self, G: Array) -> Array:
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF: Array) -> Any:
        self.dW, self.db = self.gradients_for(dF)
        return self.W.T @ dF

    def gradients_for(self, dF: Array) -> tuple[Any, Any]:
        return dF @ self.G.T, dF.sum(axis=1, keepdims=True)


def _linear_trip(Linear: Any, W: Array, b: Array, *ways: Array) -> Dict:
    layer = Linear(W, b)
    for G, dF in zip(ways[::2], ways[1::2], strict=True):
        F = layer.forward(G)
        dG = layer.backward(dF)
    return {"F": F, "dG": dG, "layer.dW": layer.dW, "layer.db": layer.db}


def linear(check: Check, Linear: Any) -> Callable[..., Told]:
    """Run a layer: `run(W, b, G, dF)`, or with more pairs G, dF one way after the other; the last one is looked at."""
    told = "layer = Linear({0}, {1}); F = layer.forward({2}); dG = layer.backward({3})"
    return _start(check, Trip(Linear, _linear_trip, _told(told, "; F = layer.forward({0}); dG = layer.backward({1})")))


class _NoReturn(_Linear):
    def backward(self, dF: Array) -> Any:
        super().backward(dF)


class _ReturnsItsBlame(_Linear):
    def backward(self, dF: Array) -> Any:
        super().backward(dF)
        return dF


class _NotTransposed(_Linear):
    def backward(self, dF: Array) -> Any:
        super().backward(dF)
        return self.W @ dF


class _FirstInputOnly(_Linear):
    def forward(self, G: Array) -> Array:
        if not hasattr(self, "G"):
            self.G = G
        return self.W @ G + self.b


class _Accumulates(_Linear):
    dW: Any = 0.0
    db: Any = 0.0

    def gradients_for(self, dF: Array) -> tuple[Any, Any]:
        dW, db = super().gradients_for(dF)
        return self.dW + dW, self.db + db


class _WeightsTimesInput(_Linear):
    def gradients_for(self, dF: Array) -> tuple[Any, Any]:
        return self.W * (dF @ self.G.T), dF.sum(axis=1, keepdims=True)


class _KeepsOutput(_Linear):
    def forward(self, G: Array) -> Array:
        self.G = super().forward(G)
        return self.G


class _NoBias(_Linear):
    def forward(self, G: Array) -> Array:
        return super().forward(G) - self.b


class _MovesAtOnce(_Linear):
    def backward(self, dF: Array) -> Any:
        self.dW, self.db = self.gradients_for(dF)
        self.W = self.W - self.dW
        return self.W.T @ dF


class _NotKept(_Linear):
    def forward(self, G: Array) -> Array:
        return self.W @ G + self.b


class _NotStored(_Linear):
    def backward(self, dF: Array) -> Any:
        self.gradients_for(dF)
        return self.W.T @ dF


class _FromTheRight(_Linear):
    def backward(self, dF: Array) -> Any:
        super().backward(dF)
        return dF @ self.W


class _EntryByEntry(_Linear):
    def forward(self, G: Array) -> Array:
        self.G = G
        return self.W * G + self.b


class _NothingForward(_Linear):
    def forward(self, G: Array) -> Any:
        super().forward(G)


class _NoBackward:
    def __init__(self, W: Array, b: Array) -> None:
        pass

    def forward(self, G: Array) -> Any:
        return None


for _wrong in (_NotKept, _NotStored, _NoBackward):
    _wrong.__name__ = "Linear"  # so that Python's own message is the one that the student's class gets


def _linear_with(gradients_for: Callable) -> type:
    return type("Linear", (_Linear,), {"gradients_for": gradients_for})


def _linear_ways(rng: np.random.Generator) -> Iterator[tuple]:
    for n_out, n_in, examples in ((2, 3, 4), (3, 2, 5), (2, 2, 2), (1, 4, 3), (3, 3, 3)):
        ways = [rng.normal(size=(n, examples)) for n in (n_in, n_out, n_in, n_out)]
        yield rng.normal(size=(n_out, n_in)), rng.normal(size=(n_out, 1)), *ways[:2]
        yield rng.normal(size=(n_out, n_in)), rng.normal(size=(n_out, 1)), *ways


# ---------------------------------------------------------------- 1b: a ReLU


class _ReLU:
    def forward(self, F: Array) -> Any:
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG: Array) -> Any:
        return dG * (self.F > 0)


def _relu_trip(ReLU: Any, *ways: Array) -> Dict:
    unit = ReLU()
    for F, dG in zip(ways[::2], ways[1::2], strict=True):
        G = unit.forward(F)
        dF = unit.backward(dG)
    return {"G": G, "dF": dF}


def relu(check: Check, ReLU: Any) -> Callable[..., Told]:
    """Run a unit: `run(F, dG)`, or several pairs one after the other; the last one is looked at."""
    again = "; G = unit.forward({0}); dF = unit.backward({1})"
    return _start(check, Trip(ReLU, _relu_trip, _told(f"unit = ReLU(){again}", again)))


def _relu_with(backward: Callable, forward: Callable | None = None) -> Callable[..., Any]:
    methods = {"backward": backward, **({"forward": forward} if forward else {})}
    wrong = type("ReLU", (_ReLU,), methods)
    return lambda *ways: _relu_trip(wrong, *ways)


def _keep_first(self: Any, F: Array) -> Array:
    if not hasattr(self, "F"):
        self.F = F
    return np.maximum(F, 0)


def _python_max(self: Any, F: Array) -> Any:
    self.F = F
    return max(F, 0)


def _largest(self: Any, F: Array) -> Any:
    self.F = F
    return np.max(F, 0)


def _not_kept(self: Any, F: Array) -> Any:
    return np.maximum(F, 0)


_OnlyForward = type("ReLU", (), {"forward": _not_kept})


def _relu_ways(rng: np.random.Generator) -> Iterator[tuple]:
    for shape in ((2, 3), (3, 2), (1, 5), (4, 4)):
        ways = [rng.integers(-2, 3, shape) * 1.0 for _ in range(4)]
        yield tuple(ways[:2])
        yield tuple(ways)


# ---------------------------------------------------------------- 1c: a loss


class _CrossEntropy:
    axis = 0

    def forward(self, F: Array, labels: Array) -> Any:
        S = F - F.max(axis=self.axis, keepdims=True)
        self.log_P = S - np.log(np.exp(S).sum(axis=self.axis, keepdims=True))
        self.labels, self.n = labels, len(labels)
        return float(-self.log_P[labels, np.arange(self.n)].mean())

    def backward(self) -> Any:
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(self.n)] -= 1
        return dF / self.n


def _loss_trip(CrossEntropy: Any, F: Array, labels: Array, times: int) -> Dict:
    loss = CrossEntropy()
    value = loss.forward(F, labels)
    for _ in range(times):
        dF = loss.backward()
    return {"value": value, "dF": dF}


def cross_entropy(check: Check, CrossEntropy: Any) -> Callable[..., Told]:
    """Run a loss: `run(F, labels, times)`, where `backward` is called `times` times."""
    told = "loss = CrossEntropy(); value = loss.forward({0}, {1}); dF = loss.backward() ({2} times)"
    return _start(check, Trip(CrossEntropy, _loss_trip, _told(told)))


def _loss_with(forward: Callable | None = None, backward: Callable | None = None, **attributes: Any) -> Callable:
    methods = {"forward": forward, "backward": backward}
    wrong = type("CrossEntropy", (_CrossEntropy,), {**{k: m for k, m in methods.items() if m}, **attributes})
    return lambda *arguments: _loss_trip(wrong, *arguments)


def _naive(self: Any, F: Array, labels: Array) -> Any:
    P = np.exp(F) / np.exp(F).sum(axis=0)
    self.log_P = np.log(P)
    self.labels, self.n = labels, len(labels)
    return float(-self.log_P[labels, np.arange(self.n)].mean())


def _from(first: Callable) -> Callable:
    """A forward that takes `first(F)` off the scores."""

    def forward(self: Any, F: Array, labels: Array) -> Any:
        S = F - first(F)
        self.log_P = S - np.log(np.exp(S).sum(axis=0))
        self.labels, self.n = labels, len(labels)
        return float(-self.log_P[labels, np.arange(self.n)].mean())

    return forward


def _rows_forward(self: Any, F: Array, labels: Array) -> Any:
    _CrossEntropy.forward(self, F, labels)
    return float(-self.log_P[labels].mean())


def _classes_counted_forward(self: Any, F: Array, labels: Array) -> Any:
    _CrossEntropy.forward(self, F, labels)
    return float(-self.log_P[labels, np.arange(len(F))].mean())


def _classes_counted_backward(self: Any) -> Any:
    dF = np.exp(self.log_P)
    dF[self.labels, np.arange(len(dF))] -= 1
    return dF / len(dF)


def _rows_backward(self: Any) -> Any:
    dF = np.exp(self.log_P)
    dF[self.labels] -= 1
    return dF / self.n


def _eats_itself(self: Any) -> Any:
    if not hasattr(self, "P"):
        self.P = np.exp(self.log_P)
    self.P[self.labels, np.arange(self.n)] -= 1
    return self.P / self.n


def _scores_and_labels(rng: np.random.Generator) -> Iterator[tuple]:
    for classes, examples in ((2, 3), (3, 2), (3, 3), (5, 4)):
        for scale, times in ((1, 1), (5, 2), (800, 1)):
            yield scale * rng.normal(size=(classes, examples)), rng.integers(0, classes, examples), times


# ---------------------------------------------------------------- 2: modules in a row


class _Sequential:
    def __init__(self, modules: list[Any]) -> None:
        self.modules = list(modules)

    def forward(self, X: Array) -> Array:
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF: Array) -> Any:
        for module in reversed(self.modules):
            dF = module.backward(dF)
        return dF

    def gradients(self) -> list[Array]:
        return [gradient for module in self.modules for gradient in module.gradients()]


def _row_trip(answer: tuple, widths: tuple, theta: Array, *ways: Array) -> Dict:
    """Modules of a finished network (`layers.mlp`) in a row of the student's."""
    Sequential, ready_network = answer
    finished = ready_network(list(widths), 0)
    finished.theta = theta
    network = Sequential(list(finished))
    for X, dF in zip(ways[::2], ways[1::2], strict=True):
        F = network.forward(X)
        dX = network.backward(dF)
    return {"F": F, "dX": dX, "gradients": np.concatenate([np.ravel(part) for part in network.gradients()])}


class _RowTrip(Trip):
    def borrowed_from(self, forbidden: list[str]) -> str:
        return Trip(self.answer[0], self.play, self.told).borrowed_from(forbidden)


def row(check: Check, Sequential: Any, ready_network: Any) -> Callable[..., Told]:
    """Run modules in a row: `run(widths, theta, X, dF)`: linear layers of these widths with ReLU between them.

    `theta` holds all W and b, layer by layer. With more pairs X, dF one way after the other.
    """
    told = "network of widths {0}, parameters {1}: F = network.forward({2}); dX = network.backward({3})"
    again = "; F = network.forward({0}); dX = network.backward({1})"
    trip = _RowTrip((Sequential, ready_network), _row_trip, _told(told, again))
    trip.__name__ = "Sequential"
    return _start(check, trip)


def _row_with(**methods: Callable) -> Callable[..., Any]:
    wrong = type("Sequential", (_Sequential,), methods)
    return lambda *arguments: _row_trip((wrong, layers.mlp), *arguments)


def _forward_order(self: Any, dF: Array) -> Any:
    for module in self.modules:
        dF = module.backward(dF)
    return dF


def _same_blame_for_all(self: Any, dF: Array) -> Any:
    for module in reversed(self.modules):
        dX = module.backward(dF)
    return dX


def _blame_not_taken(self: Any, dF: Array) -> Any:
    for module in reversed(self.modules):
        module.backward(dF)
    return dF


def _without(first: int, last: int | None) -> Callable:
    def backward(self: Any, dF: Array) -> Any:
        for module in reversed(self.modules[first:last]):
            dF = module.backward(dF)
        return dF

    return backward


def _returns_early(self: Any, dF: Array) -> Any:
    return self.modules[-1].backward(dF)


def _no_return(self: Any, dF: Array) -> None:
    for module in reversed(self.modules):
        dF = module.backward(dF)


def _turns_the_list_round(self: Any, dF: Array) -> Any:
    self.modules.reverse()
    for module in self.modules:
        dF = module.backward(dF)
    return dF


def _forward_again(self: Any, dF: Array) -> Any:
    for module in reversed(self.modules):
        dF = module.forward(dF)
    return dF


def rows(rng: np.random.Generator) -> Iterator[tuple]:
    """Widths, parameters and two ways through a network of linear layers with ReLU between them."""
    for widths in ((2, 3, 1), (2, 2, 2), (3, 4, 2, 3), (1, 2, 1)):
        size = sum(m * (n + 1) for n, m in pairwise(widths))
        ways = [rng.normal(size=(widths[k], 4)) for k in (0, -1, 0, -1)]
        yield widths, rng.normal(size=size), *ways[:2]
        yield widths, rng.normal(size=size), *ways


# ---------------------------------------------------------------- 3a: one step


def _step_trip(answer: tuple, widths: tuple, theta: Array, X: Array, Y: Array, rate: float, steps: int) -> Dict:
    """Steps on a finished network (`layers.mlp`) with a finished loss."""
    sgd_step, ready_network, ready_loss = answer
    network, loss = ready_network(list(widths), 0), ready_loss()
    network.theta = theta
    losses = [sgd_step(network, loss, X, Y, rate) for _ in range(steps)]
    gradient = np.array(network.dtheta)
    return {"losses": tuple(losses), "gradients": gradient, "parameters": np.array(network.theta)}


def sgd(check: Check, sgd_step: Any, ready_network: Any, ready_loss: Any) -> Callable[..., Told]:
    """Take steps: `run(widths, theta, X, Y, rate, steps)` on a network of linear layers with ReLU between them."""
    told = "network of widths {0}, parameters {1}: sgd_step(network, loss, {2}, {3}, rate={4}), taken {5} times"
    trip = _RowTrip((sgd_step, ready_network, ready_loss), _step_trip, _told(told))
    trip.__name__ = "sgd_step"
    return _start(check, trip)


def sgd_by_vector(widths: tuple, theta: Array, X: Array, Y: Array, rate: float, steps: int) -> Dict:
    """The same with all parameters as one vector, as `utils` does it: what a right answer gives."""
    network, loss, losses = layers.mlp(list(widths), 0), layers.MeanSquaredError(), []
    network.theta = theta
    for _ in range(steps):
        losses.append(loss.forward(network.forward(X), Y))
        network.backward(loss.backward())
        network.theta = network.theta - rate * network.dtheta
    return {"losses": tuple(losses), "gradients": network.dtheta.copy(), "parameters": network.theta.copy()}


def _learn(network: Any, loss: Any, X: Array, Y: Array) -> float:
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    return float(value)


def _step_with(step: Callable) -> Callable[..., Any]:
    return lambda *arguments: _step_trip((step, layers.mlp, layers.MeanSquaredError), *arguments)


def _rebinds(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> float:
    return _learn(network, loss, X, Y)


def _by(change: Callable) -> Callable:
    """A step that moves each parameter by change(parameter, gradient, rate, examples)."""

    def step(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> float:
        value = _learn(network, loss, X, Y)
        for parameter, gradient in zip(network.parameters(), network.gradients(), strict=True):
            parameter += change(parameter, gradient, rate, X.shape[1])
        return value

    return step


def _no_way_back(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> float:
    value = loss.forward(network.forward(X), Y)
    for parameter, gradient in zip(network.parameters(), network.gradients(), strict=True):
        parameter -= rate * gradient
    return float(value)


def _step_first(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> float:
    for parameter, gradient in zip(network.parameters(), network.gradients(), strict=True):
        parameter -= rate * gradient
    return _learn(network, loss, X, Y)


def _loss_afterwards(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> float:
    _downhill(network, loss, X, Y, rate)
    return float(loss.forward(network.forward(X), Y))


def _loss_for_gradient(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> Any:
    return network.backward(loss.forward(network.forward(X), Y))


def _first_parameter_only(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> float:
    value = _learn(network, loss, X, Y)
    network.parameters()[0][...] -= rate * network.gradients()[0]
    return value


def _weights_only(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> float:
    value = _learn(network, loss, X, Y)
    for parameter, gradient in list(zip(network.parameters(), network.gradients(), strict=True))[::2]:
        parameter -= rate * gradient
    return value


def _no_value(network: Any, loss: Any, X: Array, Y: Array, rate: float) -> None:
    _downhill(network, loss, X, Y, rate)


_downhill = _by(lambda p, g, rate, n: -rate * g)


def _steps(rng: np.random.Generator) -> Iterator[tuple]:
    for widths, theta, X, dF, *_ in rows(rng):
        yield widths, theta, X, dF, 0.05, 1
        yield widths, theta, X, dF, 0.02, 3


# ---------------------------------------------------------------- 3b: an epoch


def _epoch_trip(sgd_epoch: Any, X: Array, labels: Array, batch: int, seed: int, curve: tuple) -> Dict:
    """What a step that only looks on sees of an epoch; its losses are those of `curve`, one after the other."""
    seen: list[tuple[Array, Array]] = []

    def step(X_batch: Array, labels_batch: Array) -> float:
        seen.append((np.array(X_batch), np.array(labels_batch)))
        return float(curve[(len(seen) - 1) % len(curve)])

    return {"loss": sgd_epoch(step, X, labels, batch, seed), "batches": seen}


def epoch(check: Check, sgd_epoch: Any) -> Callable[..., Told]:
    """Run an epoch: `run(X, labels, batch, seed, curve)`; the k-th step answers the loss curve[k]."""
    told = "sgd_epoch(step, {0}, {1}, batch={2}, seed={3}), with losses {4} from the steps"
    return _start(check, Trip(sgd_epoch, _epoch_trip, _told(told)))


def goes_through_all(check: Check, outcome: Told) -> list[int]:
    """Every example came once, with its own label, in batches of the right size; the loss is the mean over examples.

    The examples must all differ. Returns the order in which they came.
    """
    X, labels, batch, _, curve = outcome.arguments
    if outcome._raised:
        mixed = outcome.came.kind == "IndexError"  # numbers of columns, used for rows
        check.that(
            False,
            f"{outcome.call} raised {outcome.came.kind}: {outcome.came.message}."
            + (f" It happened at your line `{outcome.came.line}`." if outcome.came.line else ""),
            _ROWS_MIXED if mixed else None,
        )
    value = outcome.came
    n, batches = X.shape[1], value["batches"]
    sizes = [batch] * (n // batch) + ([n % batch] if n % batch else [])
    _epoch_shapes(check, outcome, sizes)
    order = []
    for X_batch, labels_batch in batches:
        for x, label in zip(X_batch.T, labels_batch, strict=True):
            found = np.flatnonzero(np.all(np.isclose(X, x[:, None]), axis=0))
            check.that(
                len(found) == 1,
                f"{outcome.call}: a step was given {describe(x)}, which is no column of X.",
                _ROWS_MIXED,
            )
            cause = Mistake(
                "labels left behind",
                outcome.function,
                "shuffle both with the same numbers: `X[:, chosen]` and `labels[chosen]`.",
            )
            check.that(
                labels[found[0]] == label,
                f"{outcome.call}: the example {describe(x)} came with the label {describe(label)}; its own is {describe(labels[found[0]])}.",
                cause,
            )
            order.append(int(found[0]))
    twice = len(set(order)) < n
    check.that(
        not twice,
        f"{outcome.call}: {n - len(set(order))} of {n} examples never came, and others came twice.",
        Mistake(
            "drawn with replacement",
            outcome.function,
            "an epoch meets every example once: take `rng.permutation(n)`, not n random draws.",
        ),
    )
    wanted = float(np.dot(sizes, np.resize(curve, len(sizes))) / n)
    came = value["loss"]
    if not same(came, wanted):
        check.that(
            False,
            f"{outcome.call} returned {describe(came)}; wanted: {describe(wanted)}.",
            _loss_cause(outcome, sizes, came),
        )
    check.passed += 1
    return order


_ROWS_MIXED = Mistake("rows for columns", lambda: None, "one column is one example: choose columns, `X[:, chosen]`.")


def _epoch_shapes(check: Check, outcome: Told, sizes: list[int]) -> None:
    X, _, batch, _, _ = outcome.arguments
    n, batches = X.shape[1], outcome.value["batches"]
    shapes = [(np.shape(X_batch), np.shape(labels_batch)) for X_batch, labels_batch in batches]
    wanted = [((len(X), size), (size,)) for size in sizes]
    cause = None
    columns = [shape[1] for shape, _ in shapes if len(shape) == 2]
    if len(X) not in (n, batch) and sum(columns) == len(X):
        cause = Mistake(
            "rows counted",
            outcome.function,
            "`len(X)` is the number of rows, and rows are features; there are `X.shape[1]` examples.",
        )
    elif len(batches) == n // batch and n % batch:
        cause = Mistake(
            "last batch dropped",
            outcome.function,
            "the last batch may be smaller: n % batch examples are left, and they count, too.",
        )
    elif len(batches) == 1 and len(wanted) > 1:
        cause = Mistake(
            "one step only",
            outcome.function,
            "the loop ended after its first step: is the `return` indented too far, or is there no loop?",
        )
    elif len(batches) == batch and batch != len(sizes):
        cause = Mistake(
            "number for size",
            outcome.function,
            "`batch` is how many examples a step gets, not how many steps there are.",
        )
    elif any(
        len(shape) == 2 and shape[1] == X.shape[1] and shape[1] != size
        for (shape, _), size in zip(shapes, sizes, strict=False)
    ):
        cause = _ROWS_MIXED
    elif any(len(shape) != 2 for shape, _ in shapes):
        cause = Mistake(
            "a single column lost its axis",
            outcome.function,
            "a batch of one example is still a matrix: choose with a list or a slice, not with a number.",
        )
    elif not batches:
        cause = Mistake("no step taken", outcome.function, "call `step(X_batch, labels_batch)` for every batch.")
    told = [a[0][-1] if a[0] else 0 for a in shapes]
    check.that(
        shapes == wanted,
        f"{outcome.call} took {len(batches)} steps, with X_batch of shapes {describe([s for s, _ in shapes], 90)} (sizes {told}); wanted: batches of {sizes} columns, and as many labels.",
        cause,
    )


def _loss_cause(outcome: Told, sizes: list[int], came: Any) -> Mistake | None:
    losses = np.resize(outcome.arguments[4], len(sizes))
    slips = {
        "mean of the batches": (
            losses.mean(),
            "a small last batch counts less: weigh each loss by its number of examples, and divide by all.",
        ),
        "sum of the losses": (
            losses.sum(),
            "return the mean over examples: weigh each loss by its number of examples, and divide by all.",
        ),
        "sum over examples": (np.dot(sizes, losses), "divide by the number of examples at the end."),
        "mean of the batches, divided by the examples": (
            losses.sum() / sum(sizes),
            "a loss of a batch counts once for each of its examples: weigh it by their number.",
        ),
        "divided by the batch": (
            np.dot(sizes, losses) / outcome.arguments[2],
            "divide by the number of all examples, not of those in one batch.",
        ),
        "last loss": (losses[-1], "this is the loss of the last batch only."),
        "first loss": (losses[0], "this is the loss of the first batch only."),
    }
    for name, (value, advice) in slips.items():
        if same(came, float(value)):
            return Mistake(name, outcome.function, advice)
    return (
        Mistake("no return", outcome.function, "a function that ends without `return` gives None.")
        if came is None
        else None
    )


def shuffles(check: Check, run: Callable[..., Told], X: Array, labels: Array, batch: int) -> None:
    """Other seeds give other orders; the same seed gives the same one."""
    orders = [goes_through_all(check, run(X, labels, batch, seed, (1.0,))) for seed in (0, 1, 2, 0)]
    told = f"sgd_epoch with {X.shape[1]} examples and the seeds 0, 1, 2"
    check.that(
        len({tuple(order) for order in orders[:3]}) > 1,
        f"{told} went through the examples in the same order each time.",
        Mistake(
            "never shuffled",
            lambda: None,
            "draw the order from the seed: `np.random.default_rng(seed).permutation(n)`.",
        ),
    )
    check.that(
        orders[0] == orders[3],
        "sgd_epoch went through the examples in two different orders with the same seed, 0.",
        Mistake(
            "seed not used",
            lambda: None,
            "the same seed must give the same order: `np.random.default_rng(seed)`, once in every call.",
        ),
    )


# ---------------------------------------------------------------- 4: twins


def _different(W: Array, b: Array, tolerance: float = 1e-9) -> int:
    units: list[Array] = []
    for unit in np.hstack([W, b]):
        if all(np.max(np.abs(unit - other)) > tolerance for other in units):
            units.append(unit)
    return len(units)


def _layers_with_twins(rng: np.random.Generator) -> Iterator[tuple]:
    for n_out, n_in in ((4, 2), (2, 4), (3, 3), (5, 3)):
        W, b = rng.integers(0, 2, (n_out, n_in)) * 1.0, rng.integers(0, 2, (n_out, 1)) * 1.0
        yield W, b
        yield W + 1e-13 * rng.normal(size=W.shape), b
        yield np.tile(W[:1], (n_out, 1)), b * 0
        yield W[:, :1] + np.zeros_like(W), b


# ---------------------------------------------------------------- 5a: initial weights

_SPREADS: dict[str, Callable[[int, int], float]] = {
    "zero": lambda m, n: 0.0,
    "one": lambda m, n: 1.0,
    "1/n_in": lambda m, n: n**-0.5,
    "glorot": lambda m, n: (2 / (n + m)) ** 0.5,
}
_WRONG_SPREADS: dict[str, tuple[Callable[[int, int], float], str]] = {
    "variance for spread": (lambda m, n: 1 / n, "1/n_in is the variance; the spread (standard deviation) is its square root."),
    "Glorot's variance for spread": (lambda m, n: 2 / (n + m), "2/(n_in + n_out) is the variance; the spread is its square root."),
    "outputs for inputs": (lambda m, n: m**-0.5, "a unit sums over its inputs: the variance is 1/n_in, not 1/n_out."),
    "2/n_in": (lambda m, n: (2 / n) ** 0.5, "this is He's rule for ReLU, of variance 2/n_in; here 1/n_in was asked."),
    "the 2 forgotten": (lambda m, n: (1 / (n + m)) ** 0.5, "Glorot's variance is 2/(n_in + n_out)."),
    "product for sum": (lambda m, n: (2 / (n * m)) ** 0.5, "Glorot adds: 2/(n_in + n_out)."),
    "spread 1": (lambda m, n: 1.0, "numpy's normal numbers have spread 1: multiply them by the spread of the rule."),
    "multiplied for divided": (lambda m, n: n**0.5, "more inputs want smaller weights: divide by √n_in."),
    "zero": (lambda m, n: 0.0, "only the rule \"zero\" gives zeros."),
}  # fmt: skip


def drawn(check: Check, function: Any, n_out: int, n_in: int, rule: str, seed: int) -> Array:
    """The weights have the shape, the mean 0 and the spread of the rule; returns them."""
    outcome = check(function, n_out, n_in, rule, seed)
    outcome.has_shape(n_out, n_in).is_finite()
    W, wanted = np.asarray(outcome.value, dtype=float), _SPREADS[rule](n_out, n_in)
    mean, spread = float(W.mean()), float(np.sqrt((W**2).mean()))
    uncertain = 5 / np.sqrt(W.size)
    cause = None
    if wanted > 0 and abs(mean) > uncertain * max(spread, 1e-300):
        advice = "`rng.random` draws from 0 to 1; draw with `rng.normal`, whose mean is 0."
        cause = Mistake("weights of one sign", function, advice)
    check.that(
        abs(mean) <= uncertain * max(wanted, spread),
        f"{outcome.call} has the mean {mean:.3g}; wanted: close to 0.",
        cause,
    )
    for name, (rule_of, advice) in _WRONG_SPREADS.items():
        other = rule_of(n_out, n_in)
        if cause is None and abs(spread - other) <= uncertain * other:
            cause = Mistake(name, function, advice)
    if wanted == 0:
        cause = Mistake("not zero", function, 'the rule "zero" gives zeros.')
    check.that(
        abs(spread - wanted) <= uncertain * wanted,
        f"{outcome.call} has the spread {spread:.4g}; wanted: about {wanted:.4g}.",
        cause,
    )
    return W


def draws_anew(check: Check, function: Any, n_out: int, n_in: int, rule: str) -> None:
    """The same seed gives the same weights, another seed others."""
    first, again, other = (np.asarray(check(function, n_out, n_in, rule, seed).value) for seed in (3, 3, 4))
    check.that(
        np.array_equal(first, again),
        "initial_weights with the same seed, 3, gave two different W.",
        Mistake(
            "seed not used", function, "make the random numbers from the seed: `rng = np.random.default_rng(seed)`."
        ),
    )
    check.that(
        not np.array_equal(first, other),
        "initial_weights with the seeds 3 and 4 gave the same W.",
        Mistake("always the same seed", function, "pass `seed` on: `np.random.default_rng(seed)`, not a fixed number."),
    )


# ---------------------------------------------------------------- 5b: spread by layer


def _spreads(
    weights: tuple,
    X: Array,
    *,
    unit: Callable = np.tanh,
    seen: Callable = np.std,
    after: bool = False,
    carry: bool = True,
    bend_first: bool = False,
) -> list[float]:
    G, found = np.tanh(X) if bend_first else X, []
    for W in weights:
        F = W @ (G if carry else X)
        G = unit(F)
        found.append(seen(G if after else F))
    return found


def _inputs(weights: tuple, X: Array) -> list[Array]:
    found = [X]
    for W in weights[:-1]:
        found.append(np.tanh(W @ found[-1]))
    return found


def _stacks(rng: np.random.Generator) -> Iterator[tuple]:
    for widths in ((2, 3, 4), (3, 3, 3), (4, 2, 2, 3), (2, 1)):
        weights = tuple(2 * rng.normal(size=(m, n)) for n, m in pairwise(widths))
        yield weights, rng.normal(size=(widths[0], 5)) + 0.5


# ---------------------------------------------------------------- 6a: the best rate


def _best(train: Callable, rates: Array, pick: Callable | None = None) -> tuple:
    losses = np.array([train(float(rate)) for rate in rates])
    if pick is None and not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    place = int(np.argmin(np.where(np.isfinite(losses), losses, np.inf))) if pick is None else int(pick(losses))
    return float(rates[place]), losses


def curve_of(losses: dict[float, float]) -> Callable[[float], float]:
    """A `train` whose final losses are known."""

    def train(rate: float) -> float:
        return losses[min(losses, key=lambda known: abs(known - rate))]

    return train


def _sweeps(rng: np.random.Generator) -> Iterator[tuple]:
    rates = np.array([0.001, 0.01, 0.1, 1.0, 10.0])
    for _ in range(6):
        losses = rng.random(5)
        for spoiled in (losses, np.where(rates >= 1, np.nan, losses), np.where(rates == 10, np.inf, losses)):
            yield curve_of(dict(zip(rates.tolist(), spoiled.tolist(), strict=True))), rates


# ---------------------------------------------------------------- 6b: momentum


def _momentum(theta: Array, velocity: Array, gradient: Array, rate: float, momentum: float) -> tuple:
    velocity = momentum * velocity + gradient
    return theta - rate * velocity, velocity


def _rolling(rng: np.random.Generator) -> Iterator[tuple]:
    for shape in ((3,), (2, 4), (1, 1), (2, 2)):
        for momentum in (0.9, 0.5):
            yield *(rng.normal(size=shape) for _ in range(3)), 0.1, momentum


# ---------------------------------------------------------------- 7, 8: whole trainings


def _training_trip(train: Any, X: Array, labels: Array, X_held: Array, watched: bool) -> Dict:
    calls: list[bool] = []

    def watch(network: Any, epoch: Any) -> None:
        calls.append(issubclass(type(network), (int, float, np.number)))

    network = train(X, labels, watch) if watched else train(X, labels)
    scores, home = network.forward(X_held), network.forward(X)
    return {"scores": scores, "at home": home, "watched": len(calls), "swapped": any(calls)}


def learned(
    check: Check,
    train: Any,
    X: Array,
    labels: Array,
    X_held: Array,
    labels_held: Array,
    at_least: float,
    watched: bool = False,
) -> None:
    """The network that `train(X, labels)` returns is right on at least this share of the held-out examples."""
    name = getattr(train, "__name__", "train")
    told = f"network = {name}(X, labels{', watch' if watched else ''}); network.forward(X_held)"
    trip = Trip(train, _training_trip, lambda *arguments: told)
    outcome = taken(check, trip, Told, X, labels, X_held, watched)
    if outcome._raised:
        kind, message, line = outcome.came
        cause = None
        if kind == "AttributeError" and "forward" in message:
            cause = Mistake(
                "no network returned",
                train,
                "return the trained network itself, the object whose `forward` gives scores.",
            )
        if kind == "ValueError" and ("broadcast" in message or "matmul" in message):
            advice = "two shapes do not fit: biases are columns, `np.zeros((n_out, 1))`, and a layer's n_in is the n_out of the layer before it."
            cause = Mistake("shapes", train, advice)
        where = f" It happened at your line `{line}`." if line else ""
        check.that(False, f"{outcome.call} raised {kind}: {message}.{where}", cause)
    scores, home = (np.asarray(outcome.came[part]) for part in ("scores", "at home"))
    wanted = (int(labels.max()) + 1, X_held.shape[1])
    check.that(
        scores.shape == wanted,
        f"{outcome.call} returned shape {scores.shape}; wanted: one score for each class and example, {wanted}.",
        Mistake("wrong number of outputs", train, "the last layer has one output for each class."),
    )
    right, right_home = (float(np.mean(np.argmax(s, axis=0) == y)) for s, y in ((scores, labels_held), (home, labels)))
    cause = _why_not_learned(train, scores, right_home, at_least)
    check.that(
        right >= at_least and bool(np.isfinite(scores).all()),
        f"{outcome.call}: {right:.1%} of {len(labels_held)} held-out examples are right, and {right_home:.1%} of those it "
        f"learned from; wanted: at least {at_least:.0%} held out.",
        cause,
    )
    if watched:
        advice = "call `watch(network, epoch)` once after every epoch, inside your loop."
        check.that(
            outcome.came["watched"] > 0,
            f"{outcome.call} never called watch.",
            Mistake("nothing to watch", train, advice),
        )
        check.that(
            not outcome.came["swapped"],
            f"{outcome.call} called watch with a number first.",
            Mistake("arguments swapped", train, "it is `watch(network, epoch)`: the network comes first."),
        )


def _why_not_learned(train: Any, scores: Array, right_home: float, at_least: float) -> Mistake:
    if not np.isfinite(scores).all():
        return Mistake(
            "diverged",
            train,
            "the scores are not finite numbers: the learning rate (or the first weights) is far too large.",
        )
    if len(np.unique(np.argmax(scores, axis=0))) == 1:
        advice = "the network gives the same answer to everything: weights that start at 0, units that died of a large rate, or no step at all."
        return Mistake("one answer for everything", train, advice)
    if right_home < at_least:
        advice = "it has not even learned its own examples: more epochs, a better rate, more units, or a unit such as ReLU between any two Linear; check that every epoch moves the parameters."
        return Mistake("not learned yet", train, advice)
    return Mistake(
        "over-fitted",
        train,
        "it knows its own examples and not the others: a wider network, weight decay, or fewer epochs.",
    )


# ---------------------------------------------------------------- what is known of each exercise


def _of(wrong: type) -> Callable[..., Any]:
    return lambda *arguments: _linear_trip(wrong, *arguments)


EXERCISES: dict[str, Exercise] = {
    "Linear": Exercise(
        law="forward: F = W G + b, and keep G. backward: dW = dF Gᵀ, db = the sum of dF over examples, and return dG = Wᵀ dF.",
        look="exercise 1a; the module Sigmoid above it is the model.",
        mistakes=[
            Mistake("dG not returned", _of(_NoReturn), "backward returned None: the layer below needs dG = Wᵀ dF."),
            Mistake("returns its own blame", _of(_ReturnsItsBlame), "dF came back unchanged: pass it through the weights, `self.W.T @ dF`."),
            Mistake("W not transposed", _of(_NotTransposed), "dG = Wᵀ dF: on the way back the weights are transposed."),
            Mistake("mean over examples", _of(_linear_with(lambda s, dF: (dF @ s.G.T / dF.shape[1], dF.mean(axis=1, keepdims=True)))), "the loss has divided by the number of examples already: here they are summed."),
            Mistake("bias averaged", _of(_linear_with(lambda s, dF: (dF @ s.G.T, dF.mean(axis=1, keepdims=True)))), "db is the sum of dF over examples, not the mean."),
            Mistake("bias not summed", _of(_linear_with(lambda s, dF: (dF @ s.G.T, dF))), "db has the shape of b: sum dF over the examples, `dF.sum(axis=1, keepdims=True)`."),
            Mistake("axis lost", _of(_linear_with(lambda s, dF: (dF @ s.G.T, dF.sum(axis=1)))), "db must be a column like b: say `keepdims=True`."),
            Mistake("summed over units", _of(_linear_with(lambda s, dF: (dF @ s.G.T, dF.sum(axis=0, keepdims=True)))), "examples are columns: sum over `axis=1`."),
            Mistake("dW transposed", _of(_linear_with(lambda s, dF: (s.G @ dF.T, dF.sum(axis=1, keepdims=True)))), "dW has the shape of W: it is dF Gᵀ, not G dFᵀ."),
            Mistake("W in its own gradient", _of(_WeightsTimesInput), "F = W G + b: the derivative to W is G; W itself does not stay."),
            Mistake("output kept for input", _of(_KeepsOutput), "keep what came in, G; dW needs the input, not the output."),
            Mistake("first input kept for ever", _of(_FirstInputOnly), "every forward keeps its own G: backward speaks of the last forward."),
            Mistake("gradients pile up", _of(_Accumulates), "every backward writes dW and db anew: `=`, not `+=`."),
            Mistake("bias forgotten", _of(_NoBias), "F = W G + b: the bias is missing."),
            Mistake("no backward", _of(_NoBackward), "Linear has no function backward: write it below forward, indented as forward is."),
            Mistake("input not kept", _of(_NotKept), "forward must keep what backward needs: `self.G = G`, under the same name in both."),
            Mistake("gradients not stored", _of(_NotStored), "a plain `dW` is gone when backward ends: store `self.dW` and `self.db`."),
            Mistake("blame from the right", _of(_FromTheRight), "dG = Wᵀ dF: W stands on the left, and transposed."),
            Mistake("entry by entry", _of(_EntryByEntry), "`*` multiplies entry by entry; the matrix product W G is `self.W @ G`."),
            Mistake("nothing came forward", _of(_NothingForward), "forward must return W G + b."),
            Mistake("weights moved too early", _of(_MovesAtOnce), "backward only computes; the optimizer moves the weights, later. Here dG went through weights that had moved."),
        ],
        probes=_linear_ways,
    ),
    "ReLU": Exercise(
        law="forward: G = max(F, 0), and keep F. backward: dF = dG where F > 0, and 0 elsewhere (also at F = 0).",
        look="exercise 1b.",
        mistakes=[
            Mistake("mask of the blame", _relu_with(lambda s, dG: dG * (dG > 0)), "the gate is opened by what came forward, F > 0, not by the sign of dG."),
            Mistake("mask of the blame", _relu_with(lambda s, dG: np.maximum(dG, 0)), "the gate is opened by what came forward, F > 0, not by the sign of dG."),
            Mistake("blame forgotten", _relu_with(lambda s, dG: (s.F > 0) * 1.0), "this is the slope alone: multiply it by dG."),
            Mistake("slope 1 at 0", _relu_with(lambda s, dG: dG * (s.F >= 0)), "at F = 0 the slope is taken as 0 here: `>` and not `>=`."),
            Mistake("everything passes", _relu_with(lambda s, dG: dG), "where F ≤ 0 the output does not move, so no blame passes."),
            Mistake("F for slope", _relu_with(lambda s, dG: dG * np.maximum(s.F, 0)), "the slope where F > 0 is 1, not F."),
            Mistake("turned round", _relu_with(lambda s, dG: dG * (s.F < 0)), "blame passes where F > 0."),
            Mistake("no return", _relu_with(lambda s, dG: None), "backward must return dF."),
            Mistake("absolute value", _relu_with(_ReLU.backward, lambda s, F: np.abs(_ReLU.forward(s, F) + np.minimum(F, 0))), "negative numbers become 0, not positive."),
            Mistake("Python's max", _relu_with(_ReLU.backward, _python_max), "Python's `max` asks which of two whole arrays is larger; `np.maximum(F, 0)` goes element by element."),
            Mistake("max for maximum", _relu_with(_ReLU.backward, _largest), "`np.max(F, 0)` is the largest entry along axis 0; `np.maximum(F, 0)` goes element by element."),
            Mistake("input not kept", _relu_with(_ReLU.backward, _not_kept), "forward must keep what backward needs: `self.F = F`, under the same name in both."),
            Mistake("no backward", lambda *ways: _relu_trip(_OnlyForward, *ways), "ReLU has no function backward: write it below forward, indented as forward is."),
            Mistake("nothing came forward", _relu_with(_ReLU.backward, lambda s, F: setattr(s, "F", F)), "forward must return max(F, 0)."),
            Mistake("first input kept for ever", _relu_with(_ReLU.backward, _keep_first), "every forward keeps its own F: backward speaks of the last forward."),
        ],
        probes=_relu_ways,
    ),
    "CrossEntropy": Exercise(
        law="forward: the mean over examples of −ln p[label], p = softmax of each column. backward: ∂L/∂F = (p − one-hot) / examples.",
        look="exercise 1c, and lesson 7 for the formula.",
        mistakes=[
            Mistake("mean forgotten on the way back", _loss_with(backward=lambda s: _CrossEntropy.backward(s) * s.n), "the loss is a mean over examples, so ∂L/∂F is divided by their number, too."),
            Mistake("sum for mean", _loss_with(forward=lambda s, F, y: _CrossEntropy.forward(s, F, y) * len(y)), "the loss is the mean over examples, not the sum."),
            Mistake("divided by all entries", _loss_with(backward=lambda s: _CrossEntropy.backward(s) / len(s.log_P)), "divide by the number of examples (columns), not of all entries."),
            Mistake("divided by classes", _loss_with(backward=lambda s: _CrossEntropy.backward(s) * s.n / len(s.log_P)), "divide by the number of examples (columns), not of classes."),
            Mistake("overflow", _loss_with(forward=_naive), "e¹⁰⁰⁰ is too large for a float: take each column's largest score off first, which changes no probability."),
            Mistake("overflow", _loss_with(forward=_from(lambda F: 0)), "e¹⁰⁰⁰ is too large for a float: take each column's largest score off first, which changes no probability."),
            Mistake("one largest for all", _loss_with(forward=_from(np.max)), "a column far below the largest score of all becomes e⁻¹⁰⁰⁰ = 0: take off each column's own largest, `F.max(axis=0)`."),
            Mistake("rows for labels", _loss_with(forward=_rows_forward), "`[labels]` takes whole rows; one entry in each column is `[labels, np.arange(n)]`."),
            Mistake("rows for labels", _loss_with(backward=_rows_backward), "`[labels]` takes whole rows; one entry in each column is `[labels, np.arange(n)]`."),
            Mistake("rows for labels", _loss_with(forward=_rows_forward, backward=_rows_backward), "`[labels]` takes whole rows; one entry in each column is `[labels, np.arange(n)]`."),
            Mistake("classes counted", _loss_with(forward=_classes_counted_forward), "`len(F)` counts rows, and rows are classes; the examples are columns: `len(labels)` of them."),
            Mistake("classes counted", _loss_with(backward=_classes_counted_backward), "`len(p)` counts rows, and rows are classes; the examples are columns: `len(labels)` of them."),
            Mistake("wrong sign", _loss_with(backward=lambda s: -_CrossEntropy.backward(s)), "∂L/∂F = (p − one-hot) / n: the sign is turned round, and descent would climb."),
            Mistake("negative loss", _loss_with(forward=lambda s, F, y: -_CrossEntropy.forward(s, F, y)), "the loss is minus the logarithm: a positive number."),
            Mistake("softmax over examples", _loss_with(axis=1), "the classes of one example stand in one column: the softmax runs over `axis=0`."),
            Mistake("softmax over everything", _loss_with(axis=(0, 1)), "each column is a distribution of its own: say `axis=0`."),
            Mistake("one-hot forgotten", _loss_with(backward=lambda s: np.exp(s.log_P) / s.n), "this is p / n: subtract 1 at the label of each example."),
            Mistake("second backward differs", _loss_with(backward=_eats_itself), "backward changed what forward had kept. Work on a copy: `self.P.copy()`."),
            Mistake("logarithms for probabilities", _loss_with(backward=lambda s: (s.log_P - np.eye(len(s.log_P))[:, s.labels]) / s.n), "∂L/∂F holds the probabilities, not their logarithms."),
            Mistake("probability for loss", _loss_with(forward=lambda s, F, y: (_CrossEntropy.forward(s, F, y), float(np.exp(s.log_P)[y, np.arange(len(y))].mean()))[1]), "the loss is −ln p of the label, not p."),
            Mistake("no return", _loss_with(backward=lambda s: None), "backward must return ∂L/∂F."),
        ],
        probes=_scores_and_labels,
    ),
    "Sequential": Exercise(
        law="backward goes through the modules from the last to the first; each gets what the one behind it returned.",
        look="exercise 2; `forward` above it is the mirror image.",
        mistakes=[
            Mistake("forward order", _row_with(backward=_forward_order), "the way back starts at the last module: go through `reversed(self.modules)`."),
            Mistake("the same blame for all", _row_with(backward=_same_blame_for_all), "every module must get what the module behind it returned: `dF = module.backward(dF)`."),
            Mistake("the same blame for all", _row_with(backward=_blame_not_taken), "every module must get what the module behind it returned: `dF = module.backward(dF)`."),
            Mistake("first module left out", _row_with(backward=_without(1, None)), "the first module needs its gradients, too."),
            Mistake("last module left out", _row_with(backward=_without(0, -1)), "the way back begins at the very last module."),
            Mistake("one module only", _row_with(backward=_returns_early), "the way back ended after one module: is the `return` indented too far?"),
            Mistake("no return", _row_with(backward=_no_return), "return what came out of the first module, ∂L/∂X."),
            Mistake("list turned round for good", _row_with(backward=_turns_the_list_round), "`self.modules.reverse()` changes the list itself, so the next forward runs backwards; `reversed(self.modules)` leaves it as it is."),
            Mistake("forward for backward", _row_with(backward=_forward_again), "on the way back call `module.backward`."),
            Mistake("nothing passed back", _row_with(backward=lambda s, dF: dF), "no module was asked: dF came back as it was."),
        ],
        probes=rows,
    ),
    "sgd_step": Exercise(
        law="forward, loss, backward, then every parameter ← parameter − rate · its gradient, in place; the loss before the step is returned.",
        look="section 3, the four lines of a step.",
        mistakes=[
            Mistake("only a name moved", _step_with(_rebinds), "the parameters stayed as they were. `p = p - …` makes a new array and gives it the name p; `p -= …` writes into the network's own."),
            Mistake("uphill", _step_with(_by(lambda p, g, rate, n: rate * g)), "gradients point uphill: subtract."),
            Mistake("rate forgotten", _step_with(_by(lambda p, g, rate, n: -g)), "multiply the gradient by the rate."),
            Mistake("no way back", _step_with(_no_way_back), "the gradients are those of an older step: call `network.backward(loss.backward())` first."),
            Mistake("loss for gradient", _step_with(_loss_for_gradient), "the network's backward wants ∂L/∂F, not the loss: `network.backward(loss.backward())`."),
            Mistake("step before gradient", _step_with(_step_first), "the parameters moved before the gradients of this batch were computed."),
            Mistake("loss after the step", _step_with(_loss_afterwards), "return the loss that forward gave before the step: the second look costs as much as the first."),
            Mistake("first parameter only", _step_with(_first_parameter_only), "only the first parameter moved: go through all pairs, and mind the indentation of `return`."),
            Mistake("biases left out", _step_with(_weights_only), "biases learn, too: go through all parameters."),
            Mistake("divided again", _step_with(_by(lambda p, g, rate, n: -rate * g / n)), "the loss is a mean already: do not divide by the number of examples again."),
            Mistake("only the sign", _step_with(_by(lambda p, g, rate, n: -rate * np.sign(g))), "the step is as long as the gradient says: do not take its sign."),
            Mistake("relative step", _step_with(_by(lambda p, g, rate, n: -rate * g * p)), "subtract rate · gradient; the parameter itself is no factor."),
            Mistake("no return", _step_with(_no_value), "return the loss."),
        ],
        probes=_steps,
    ),
    "sgd_epoch": Exercise(
        law="all examples once, in an order drawn from the seed, `batch` columns to a step; the mean loss over examples is returned.",
        look="exercise 3b.",
    ),
    "different_units": Exercise(
        law="a unit is a row of W with its bias; two whose numbers differ by rounding only (1e-12) are the same. Count the different ones.",
        look="section 4.",
        mistakes=[
            Mistake("columns for rows", lambda W, b: _different(W.T, np.zeros((W.shape[1], 1))), "a unit is a row of W; columns belong to inputs."),
            Mistake("bias left out", lambda W, b: _different(W, 0 * b), "two units with equal weights and different biases differ: put b beside W."),
            Mistake("numbers for units", lambda W, b: len(np.unique(np.hstack([W, b]))), "this counts different numbers; count different rows: `np.unique(…, axis=0)`."),
            Mistake("numbers for units", lambda W, b: len(np.unique(np.round(np.hstack([W, b]), 9))), "this counts different numbers; count different rows: `np.unique(…, axis=0)`."),
            Mistake("numbers for units", lambda W, b: len(np.unique(W)), "this counts different numbers; count different rows: `np.unique(…, axis=0)`."),
            Mistake("compared exactly", lambda W, b: _different(W, b, 0.0), "rounding makes twins differ in the last digits: round first, or compare with a tolerance."),
            Mistake("compared exactly", lambda W, b: len(np.unique(np.hstack([W, b]), axis=0)), "rounding makes twins differ in the last digits: round first, or compare with a tolerance."),
            Mistake("others than the first", lambda W, b: int(np.sum(np.max(np.abs(np.hstack([W, b]) - np.hstack([W, b])[0]), axis=1) > 1e-9)), "this counts the units that differ from the first one; how many different ones are there?"),
            Mistake("rows counted", lambda W, b: len(W), "this is the number of all units: each different row counts once, `np.unique(…, axis=0)`."),
            Mistake("sums compared", lambda W, b: len(np.unique(np.round(np.hstack([W, b]).sum(axis=1), 9))), "two different rows can have the same sum: compare them number by number."),
            Mistake("twins counted", lambda W, b: len(W) - _different(W, b), "this is how many units are too many; how many different ones are there?"),
            Mistake("the array for its length", lambda W, b: np.unique(np.round(np.hstack([W, b]), 9), axis=0), "return how many there are: `len(…)`."),
            Mistake("columns found for rows", lambda W, b: len(np.unique(np.round(np.hstack([W, b]), 9), axis=1)), "a unit is a row: `axis=0`."),
        ],
        probes=_layers_with_twins,
    ),
    "initial_weights": Exercise(
        law="normal numbers of mean 0 and spread 0 (zero), 1 (one), √(1/n_in) or √(2/(n_in + n_out)) (glorot); shape (n_out, n_in); another rule: ValueError.",
        look="section 5, the table of rules.",
    ),
    "spread_by_layer": Exercise(
        law="F = W G, note the standard deviation of F, then G = tanh(F); the first G is X; one number for each layer.",
        look="exercise 5b.",
        mistakes=[
            Mistake("spread of activations", lambda weights, X: _spreads(weights, X, after=True), "the pre-activations were asked: the spread of F, before tanh."),
            Mistake("spread of what comes in", lambda weights, X: [np.std(G) for G in _inputs(weights, X)], "this is the spread of what goes into each layer: multiply by W first, then note the spread of F."),
            Mistake("no tanh between", lambda weights, X: _spreads(weights, X, unit=lambda F: F), "between two layers stands G = tanh(F)."),
            Mistake("variance for spread", lambda weights, X: _spreads(weights, X, seen=np.var), "the spread is the standard deviation, the square root of the variance."),
            Mistake("every layer sees X", lambda weights, X: _spreads(weights, X, carry=False), "a layer sees what the layer before it gave, not X again."),
            Mistake("X bent first", lambda weights, X: _spreads(weights, X, bend_first=True), "X goes into the first layer as it is; tanh comes after each layer."),
            Mistake("mean for spread", lambda weights, X: _spreads(weights, X, seen=np.mean), "this is the mean; take the standard deviation, `F.std()`."),
            Mistake("mean size for spread", lambda weights, X: _spreads(weights, X, seen=lambda F: np.mean(np.abs(F))), "take the standard deviation, `F.std()`."),
            Mistake("one spread for each unit", lambda weights, X: _spreads(weights, X, seen=lambda F: F.std(axis=1)), "one number for each layer: the spread over all its units and examples."),
            Mistake("ReLU for tanh", lambda weights, X: _spreads(weights, X, unit=lambda F: np.maximum(F, 0)), "the units of this network are tanh."),
            Mistake("last layer missing", lambda weights, X: _spreads(weights[:-1], X), "one number for every layer, the last one included."),
            Mistake("last layer only", lambda weights, X: _spreads(weights, X)[-1], "one number for every layer, in a list."),
            Mistake("input listed, too", lambda weights, X: [np.std(X), *_spreads(weights, X)], "the list begins with the first layer, not with X."),
            Mistake("no return", lambda weights, X: None, "return the list."),
        ],
        probes=_stacks,
    ),
    "best_rate": Exercise(
        law="train with every rate; nan and infinity lose against every number; return (the rate of the smallest loss, all losses); all diverged: ValueError.",
        look="exercise 6a.",
        mistakes=[
            Mistake("nan wins", lambda train, rates: _best(train, rates, np.argmin), "numpy's argmin takes nan for the smallest: put infinity in its place first, or use `np.nanargmin`."),
            Mistake("nan wins", lambda train, rates: _best(train, rates, lambda losses: min(range(len(losses)), key=lambda k: losses[k])), "comparing with nan is always False, so a nan that comes first stays: put infinity in its place."),
            Mistake("all rates at once", lambda train, rates: train(rates), "`train` takes one rate: call it once for each."),
            Mistake("largest loss", lambda train, rates: _best(train, rates, np.nanargmax), "the best rate has the smallest loss."),
            Mistake("largest loss", lambda train, rates: _best(train, rates, np.argmax), "the best rate has the smallest loss."),
            Mistake("place for rate", lambda train, rates: (int(np.nanargmin(_best(train, rates)[1])), _best(train, rates)[1]), "return the rate, `rates[place]`, not its place in the list."),
            Mistake("loss for rate", lambda train, rates: (float(np.nanmin(_best(train, rates)[1])), _best(train, rates)[1]), "return the rate that had the smallest loss, not the loss."),
            Mistake("rate only", lambda train, rates: _best(train, rates)[0], "two things are wanted: (rate, losses)."),
            Mistake("order of the answer", lambda train, rates: _best(train, rates)[::-1], "the answer is (rate, losses), in this order."),
            Mistake("losses cleaned", lambda train, rates: (_best(train, rates)[0], np.where(np.isfinite(_best(train, rates)[1]), _best(train, rates)[1], np.inf)), "the losses come back as `train` gave them: nan stays nan."),
            Mistake("losses left out", lambda train, rates: (_best(train, rates)[0], _best(train, rates)[1][np.isfinite(_best(train, rates)[1])]), "one loss for every rate, the diverged ones included."),
            Mistake("losses sorted", lambda train, rates: (_best(train, rates)[0], np.sort(_best(train, rates)[1])), "the losses stand in the order of the rates."),
            Mistake("largest that did not diverge", lambda train, rates: (float(rates[np.isfinite(_best(train, rates)[1])][-1]), _best(train, rates)[1]), "the largest rate that does not diverge is not the best one: look at the losses."),
            Mistake("nothing to warn of", lambda train, rates: _best(train, rates, lambda losses: np.argmin(np.where(np.isfinite(losses), losses, np.inf))), "if every rate diverged there is no best one: raise a ValueError."),
        ],
        probes=_sweeps,
    ),
    "momentum_step": Exercise(
        law="velocity ← momentum · velocity + gradient; θ ← θ − rate · (the new) velocity; new arrays, returned as (θ, velocity).",
        look="exercise 6b.",
        mistakes=[
            Mistake("old velocity", lambda t, v, g, r, m: (t - r * v, m * v + g), "first the velocity, then θ: the step is made with the new velocity."),
            Mistake("weighted mean", lambda t, v, g, r, m: (t - r * (m * v + (1 - m) * g), m * v + (1 - m) * g), "the gradient is added whole, without a factor (1 − momentum)."),
            Mistake("rate inside", lambda t, v, g, r, m: (t + (m * v - r * g), m * v - r * g), "here the rate stands outside: velocity = momentum · velocity + gradient, then θ − rate · velocity."),
            Mistake("rate inside", lambda t, v, g, r, m: (t - (m * v + r * g), m * v + r * g), "here the rate stands outside: velocity = momentum · velocity + gradient, then θ − rate · velocity."),
            Mistake("uphill", lambda t, v, g, r, m: (t + r * (m * v + g), m * v + g), "the velocity sums up gradients, which point uphill: subtract."),
            Mistake("gradient subtracted twice", lambda t, v, g, r, m: (t - r * (m * v - g), m * v - g), "the gradient is added to the velocity; the one minus stands in θ ← θ − rate · velocity."),
            Mistake("no memory", lambda t, v, g, r, m: (t - r * g, g), "this is plain descent: the old velocity counts, too."),
            Mistake("no friction", lambda t, v, g, r, m: (t - r * (v + g), v + g), "the old velocity is multiplied by the momentum: otherwise it never dies away."),
            Mistake("order of the answer", lambda t, v, g, r, m: _momentum(t, v, g, r, m)[::-1], "the answer is (θ, velocity), in this order."),
            Mistake("θ only", lambda t, v, g, r, m: _momentum(t, v, g, r, m)[0], "return both: the next step needs the velocity."),
            Mistake("momentum on the gradient", lambda t, v, g, r, m: (t - r * (v + m * g), v + m * g), "the momentum multiplies the old velocity, not the gradient."),
            Mistake("old velocity returned", lambda t, v, g, r, m: (_momentum(t, v, g, r, m)[0], v), "return the new velocity."),
            Mistake("step for velocity", lambda t, v, g, r, m: (_momentum(t, v, g, r, m)[0], r * _momentum(t, v, g, r, m)[1]), "return the velocity itself, not rate · velocity."),
        ],
        probes=_rolling,
    ),
    "train_digits": Exercise(
        law="build a network of your own modules, go through the data epoch by epoch, return the network.",
        look="exercise 7.",
    ),
    "train_spirals": Exercise(
        law="build a network of your own design, train it, call watch after every epoch, return the network.",
        look="exercise 8.",
    ),
    "poll": Exercise(law="answer with one of the letters.", look="section 4."),
}  # fmt: skip
