"""Training: go through the examples in mini-batches, again and again, and write down how it goes.

    history = fit(network, CrossEntropy(), SGD(0.1), X, labels, epochs=5, batch=32, rng=0)

One column per example. The same seed, data and starting weights give the same run, number for number (with the same
numpy on the same kind of machine). `fit` changes the network's parameters and the optimizer's state, nothing else.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.layers import Loss, Module
from utils.optimizers import Optimizer

Array = NDArray[Any]
Seed = int | np.random.Generator


class Evaluation(NamedTuple):
    """How well a network does on some examples.

    Examples
    --------
    >>> Evaluation(loss=0.5, accuracy=0.75).accuracy
    0.75
    """

    loss: float
    accuracy: float
    """The share of right classes; NaN where the targets are no classes."""


@dataclass
class History:
    """What `fit` writes down: one number an epoch, and `step_loss`, one number a step.

    Examples
    --------
    >>> history = History(loss=[0.7, 0.3], accuracy=[0.5, 0.9])
    >>> history.epochs
    2
    """

    loss: list[float] = field(default_factory=list)
    """The mean loss over the epoch's examples, each taken just before the step that learned from it."""
    accuracy: list[float] = field(default_factory=list)
    """The share of them that was right; NaN where the targets are no classes."""
    validation_loss: list[float] = field(default_factory=list)
    """After each epoch, if there are validation examples."""
    validation_accuracy: list[float] = field(default_factory=list)
    step_loss: list[float] = field(default_factory=list)
    """The loss of each mini-batch, before its step."""
    best_epoch: int | None = None
    """With early stopping: the epoch, counted from 1, whose parameters the network was given back."""
    stopped: str = ""
    """Why it ended before the last epoch; empty if it did not."""

    @property
    def epochs(self) -> int:
        """How many epochs there were."""
        return len(self.loss)


def train_step(network: Module, loss: Loss, optimizer: Optimizer, X: Array, Y: Array) -> float:
    """Learn from one mini-batch: forward, loss, backward, step.

    Parameters
    ----------
    network : Module
        Its parameters are changed.
    loss : Loss
    optimizer : Optimizer
    X : array, shape (features, examples)
    Y : array
        What the loss asks for: (outputs, examples), or labels (examples,).

    Returns
    -------
    float
        The loss before the step.

    Raises
    ------
    ValueError
        If the shapes do not match.

    Examples
    --------
    >>> from utils.layers import Linear, MeanSquaredError
    >>> from utils.optimizers import SGD
    >>> layer, X, Y = Linear([[0.0]]), np.array([[1.0, 2.0]]), np.array([[2.0, 4.0]])
    >>> [round(train_step(layer, MeanSquaredError(), SGD(0.1), X, Y), 3) for _ in range(3)]
    [10.0, 1.06, 0.173]
    """
    value = loss.forward(network.forward(X), Y)
    network.backward_to_parameters(loss.backward())
    optimizer.step(network.theta, network.dtheta)
    return value


def minibatches(X: ArrayLike, Y: ArrayLike, batch: int, rng: Seed | None) -> Iterator[tuple[Array, Array]]:
    """All examples once, in random order, `batch` at a time; the last batch may be smaller.

    Parameters
    ----------
    X : array, shape (features, examples)
        Best with every column in one piece of memory (``np.ascontiguousarray(X.T).T``), as `fit` makes it:
        gathering columns out of rows costs more than ten times as much.
    Y : array, shape (examples,) or (outputs, examples)
    batch : int, at least 1
    rng : int, numpy.random.Generator, or None
        None keeps the order.

    Yields
    ------
    X_batch : array, shape (features, at most batch)
        Its own memory: nothing is shared with `X` or with other batches.
    Y_batch : array, shape (at most batch,) or (outputs, at most batch)

    Raises
    ------
    ValueError
        If `X` and `Y` have different numbers of examples, there is no example, or `batch` is no whole number above 0.

    Examples
    --------
    >>> for X_batch, y_batch in minibatches([[1, 2, 3]], [1, 2, 3], batch=2, rng=None):
    ...     print(X_batch, y_batch)
    [[1 2]] [1 2]
    [[3]] [3]
    """
    X, Y = _examples(X, Y)
    return _batches(X.T, Y.T, _whole(batch, "batch"), None if rng is None else np.random.default_rng(rng))


def _batches(rows: Array, targets: Array, batch: int, rng: np.random.Generator | None) -> Iterator[tuple[Array, Array]]:
    examples = len(rows)
    order = np.arange(examples) if rng is None else rng.permutation(examples)
    for start in range(0, examples, batch):
        chosen = order[start : start + batch]
        yield rows[chosen].T, targets[chosen].T


def evaluate(network: Module, loss: Loss, X: Array, Y: Array, *, batch: int = 1024) -> Evaluation:
    """Loss and accuracy on all examples, without learning.

    Parameters
    ----------
    network : Module
        Its parameters stay; a `backward` that is still to come would speak of these examples.
    loss : Loss
        The mean over examples.
    X : array, shape (features, examples)
    Y : array, shape (examples,) or (outputs, examples)
    batch : int, default 1024
        Examples taken at a time, to save memory.

    Returns
    -------
    Evaluation
        ``loss, accuracy``. For labels or one-hot columns the class with the highest score is taken; for one output
        and labels 0/1 the sign of the score (labels −1/+1 likewise); else accuracy is NaN.

    Raises
    ------
    ValueError
        As for `minibatches`.

    Examples
    --------
    >>> from utils.layers import CrossEntropy, Linear
    >>> result = evaluate(Linear([[1.0], [-1.0]]), CrossEntropy(), np.array([[3.0, -3.0, 3.0]]), np.array([0, 1, 1]))
    >>> round(result.loss, 3), round(result.accuracy, 3)
    (2.002, 0.667)
    """
    X, Y = _examples(X, Y)
    right = _counter(Y)
    total, hits = 0.0, 0.0
    for X_batch, Y_batch in _batches(X.T, Y.T, _whole(batch, "batch"), None):
        F = network.forward(X_batch)
        total += loss.forward(F, Y_batch) * X_batch.shape[1]
        hits += right(F, Y_batch)
    return Evaluation(total / X.shape[1], hits / X.shape[1])


def fit(
    network: Module,
    loss: Loss,
    optimizer: Optimizer,
    X: ArrayLike,
    Y: ArrayLike,
    *,
    epochs: int,
    batch: int = 32,
    rng: Seed,
    validation: tuple[ArrayLike, ArrayLike] | None = None,
    patience: int | None = None,
    progress: bool | None = None,
    after_epoch: Callable[[int, History], Any] | None = None,
) -> History:
    """Train: every epoch goes through all examples once, in a new random order, one step a mini-batch.

    Parameters
    ----------
    network : Module
        Its parameters are changed.
    loss : Loss
    optimizer : Optimizer
    X : array, shape (features, examples)
        Copied once, unless each example lies in one piece (as MNIST's do) and has the type of the parameters.
    Y : array, shape (examples,) or (outputs, examples)
        What the loss asks for.
    epochs : int, at least 1
    batch : int, default 32
        Examples in a step. With 1, one example at a time, as the perceptron learns.
    rng : int or numpy.random.Generator
        Decides the order of the examples, and nothing else.
    validation : (X, Y), optional
        Examples that are not learned from, evaluated after each epoch.
    patience : int, at least 1, optional
        Early stopping: end when the validation loss has not reached a new low for this many epochs, and give the
        network the parameters of the lowest back.
    progress : bool, optional
        Show a bar on stderr; unless given, only if that is a terminal.
    after_epoch : function of (epoch, history), optional
        Called after each epoch, counted from 1; ends the training if it returns True.

    Returns
    -------
    History
        A training whose loss becomes infinite or NaN ends there: `stopped` says so.

    Raises
    ------
    ValueError
        If shapes do not match, a number is out of its range, `rng` is None, or there is patience without validation.

    References
    ----------
    L. Prechelt (1998), "Early stopping – but when?", in Neural Networks: Tricks of the Trade, Springer, 55–69.

    Examples
    --------
    >>> from utils import datasets, layers, optimizers
    >>> X, y = datasets.xor_clouds(200, rng=0)
    >>> network = layers.mlp([2, 8, 2], rng=0)
    >>> history = fit(network, layers.CrossEntropy(), optimizers.Adam(0.03), X, y, epochs=20, batch=10, rng=0)
    >>> history.epochs, len(history.step_loss), history.accuracy[-1] > 0.98
    (20, 400, True)
    """
    X, Y = _examples(X, Y)
    _whole(epochs, "epochs")
    _whole(batch, "batch")
    if rng is None:
        raise ValueError("rng is None: give a seed or a numpy Generator, so that the same run can be made again")
    if patience is not None and validation is None:
        raise ValueError("patience needs validation examples: early stopping watches the loss on them")
    if patience is not None:
        _whole(patience, "patience")
    generator = np.random.default_rng(rng)
    dtype = network.theta.dtype if network.theta.size else None
    rows = _rows(X, dtype)  # a mini-batch is then gathered from whole rows
    targets = _targets(Y, dtype)
    right = _counter(Y)
    if validation is not None:
        X_held, Y_held = _examples(*validation)
        X_held, Y_held = _rows(X_held, dtype).T, _targets(Y_held, dtype).T
    history, best = History(), math.inf
    best_theta: Array | None = None
    steps = -(-len(rows) // batch)
    with _bar(epochs * steps, progress) as advance, np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(1, epochs + 1):
            total, hits = 0.0, 0.0
            for X_batch, Y_batch in _batches(rows, targets, batch, generator):
                F = network.forward(X_batch)
                value = loss.forward(F, Y_batch)
                hits += right(F, Y_batch)
                history.step_loss.append(value)
                total += value * X_batch.shape[1]
                if not math.isfinite(value):
                    break
                network.backward_to_parameters(loss.backward())
                optimizer.step(network.theta, network.dtheta)
                advance(epoch, value)
            history.loss.append(total / len(rows))
            history.accuracy.append(hits / len(rows))
            if not math.isfinite(total):
                history.stopped = f"diverged: the loss became {value} in epoch {epoch}; is the learning rate too large?"
                break
            if validation is not None:
                held = evaluate(network, loss, X_held, Y_held)
                history.validation_loss.append(held.loss)
                history.validation_accuracy.append(held.accuracy)
                if held.loss < best:
                    best, history.best_epoch, best_theta = held.loss, epoch, network.theta.copy()
                elif patience is not None and epoch - (history.best_epoch or 0) >= patience:
                    history.stopped = f"no lower validation loss for {patience} epochs"
            if after_epoch is not None and after_epoch(epoch, history) is True:
                history.stopped = history.stopped or "after_epoch asked for it"
            if history.stopped:
                break
    if patience is not None and best_theta is not None:
        network.theta = best_theta
    return history


# ---------------------------------------------------------------- right or wrong


def _counter(Y: Array) -> Callable[[Array, Array], float]:
    """How many columns of scores F are right, for targets like `Y`: chosen once, from all of them."""
    if Y.ndim == 1 and Y.dtype.kind in "biu":
        return lambda F, labels: float(np.count_nonzero(F.argmax(axis=0) == labels))
    if Y.ndim == 2 and len(Y) > 1 and np.isin(Y, (0, 1)).all() and (Y.sum(axis=0) == 1).all():
        return lambda F, one_hot: float(np.count_nonzero(F.argmax(axis=0) == one_hot.argmax(axis=0)))
    if Y.ndim == 2 and len(Y) == 1 and (np.isin(Y, (0, 1)).all() or np.isin(Y, (-1, 1)).all()):
        return lambda F, labels: float(np.count_nonzero((F >= 0) == (labels > 0)))
    return lambda F, numbers: math.nan


# ---------------------------------------------------------------- progress


class _Advance(Protocol):
    def __call__(self, epoch: int, loss: float) -> None: ...


@contextmanager
def _bar(steps: int, wanted: bool | None) -> Iterator[_Advance]:
    """Something to call after each step; it moves a bar if there shall be one."""
    if not (sys.stderr is not None and sys.stderr.isatty() if wanted is None else wanted):
        yield lambda epoch, loss: None
        return
    from rich.console import Console  # here: most trainings are silent
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("epoch 1", total=steps)

        def move(epoch: int, loss: float) -> None:
            bar.update(task, advance=1, description=f"epoch {epoch}, loss {loss:.4f}")

        yield move


# ---------------------------------------------------------------- looking at what was given


def _examples(X: ArrayLike, Y: ArrayLike) -> tuple[Array, Array]:
    X, Y = np.asarray(X), np.asarray(Y)
    if X.ndim != 2 or Y.ndim not in (1, 2) or X.shape[1] != Y.shape[-1] or X.shape[1] == 0:
        raise ValueError(
            f"X has shape {X.shape} and Y has shape {Y.shape}: X must be (features, examples) and Y (examples,) or "
            "(outputs, examples), with as many examples and at least one"
        )
    if X.dtype.kind not in "biuf" or Y.dtype.kind not in "biuf":
        raise ValueError(f"X and Y must hold real numbers; they hold {X.dtype} and {Y.dtype}")
    return X, Y


def _rows(X: Array, dtype: np.dtype[Any] | None) -> Array:
    return np.asarray(X.T, dtype=dtype, order="C")


def _targets(Y: Array, dtype: np.dtype[Any] | None) -> Array:
    # Labels of one axis stay whole numbers; columns are compared with what the network returns.
    return np.ascontiguousarray(Y.T) if Y.ndim == 1 else np.asarray(Y.T, dtype=dtype, order="C")


def _whole(value: Any, name: str) -> int:
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1; it is {value!r}")
    return int(value)
