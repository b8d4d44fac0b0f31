"""What the lessons quote, measured: python -m benchmarks.facts (needs MNIST). Kept in benchmarks/facts.md.

About ten minutes on one core. With --quick fewer epochs, seeds and rates, and nothing is kept.
"""

import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks import boolean
from benchmarks.clock import machine
from utils import datasets, initializers, layers, optimizers, perceptron, training

RESULTS = Path(__file__).parent / "facts.md"
LIMIT, NEVER = 10_000, 10**9  # steps


def perceptrons(data: datasets.Split, epochs: int) -> str:
    """Ten perceptrons after 1, 2, … epochs: the last weights, and the mean of all."""
    X, X_test = perceptron.with_bias(data.X_train), perceptron.with_bias(data.X_test)
    ways = {"one against all": perceptron.one_against_all, "multiclass": perceptron.fit_multiclass}
    told = []
    for name, fit in ways.items():
        for averaged in (False, True):
            reached = []
            for k in range(1, epochs + 1):
                W = fit(X, data.y_train, 10, max_epochs=k, averaged=averaged).W
                reached.append(perceptron.accuracy(perceptron.predict_multiclass(W, X_test), data.y_test))
            told.append(f"{name}, {'averaged' if averaged else 'last'}, **{min(reached):.2%}–{max(reached):.2%}**")
    return (
        f"Perceptrons on MNIST, examples in the order of the files, test accuracy after 1 to {epochs} epochs (lowest "
        f"and highest): {'; '.join(told)}."
    )


def times(slow: float, fast: float) -> str:
    return f"{slow / fast:.1f}×" if slow < NEVER else f"more than {LIMIT / fast:.1f}× (not there after {LIMIT:,} steps)"


def softmax_regression(data: datasets.Split, epochs: int) -> str:
    """One linear layer and a softmax: the straight-line limit of MNIST."""
    network = layers.Sequential(layers.Linear(np.zeros((10, 784), np.float32)))
    history = training.fit(
        network,
        layers.CrossEntropy(),
        optimizers.SGD(optimizers.cosine_decay(0.5, epochs * 60000 // 128)),
        data.X_train,
        data.y_train,
        epochs=epochs,
        batch=128,
        rng=0,
        validation=(data.X_test, data.y_test),
    )
    reached = history.validation_accuracy[-1]
    return (
        f"Softmax regression on MNIST, {epochs} epochs of SGD in batches of 128: **{reached:.1%}** of the test images."
    )


def hidden_layer(data: datasets.Split, seeds: Sequence[int]) -> str:
    """784-128-10: the accuracy on the test images after each epoch."""
    curves = []
    for seed in seeds:
        network = layers.mlp([784, 128, 10], rng=seed, dtype=np.float32)
        history = training.fit(
            network,
            layers.CrossEntropy(),
            optimizers.SGD(0.1),
            data.X_train,
            data.y_train,
            epochs=5,
            batch=32,
            rng=seed,
            validation=(data.X_test, data.y_test),
        )
        curves.append(history.validation_accuracy)
    shown = [f"{min(epoch):.2%}–{max(epoch):.2%}" for epoch in zip(*curves, strict=True)]
    firsts = [next((k for k, a in enumerate(curve, start=1) if a >= 0.97), None) for curve in curves]
    return (
        f"784-128-10 with ReLU, SGD of rate 0.1 in batches of 32, {len(seeds)} seeds: test accuracy after epochs 1 to "
        f"5 is {', '.join(shown)}; 97 % is first reached in epoch **{', '.join(map(str, firsts))}**."
    )


def steps_to(
    targets: Sequence[float], unit: str, rate: float, seed: int, data: datasets.Split, limit: int
) -> list[int | None]:
    """Steps until the mean loss of the last 100 mini-batches is below each target; None if it is not within `limit`."""
    initializer = initializers.he if unit == "ReLU" else initializers.glorot
    network = layers.mlp([784, 128, 10], seed, unit=unit, initializer=initializer, dtype=np.float32)
    loss, optimizer, rng = layers.CrossEntropy(), optimizers.SGD(rate), np.random.default_rng(seed)
    reached: list[int | None] = [None] * len(targets)
    losses: list[float] = []
    while len(losses) < limit:
        for X, y in training.minibatches(data.X_train, data.y_train, 64, rng):
            losses.append(training.train_step(network, loss, optimizer, X, y))
            if len(losses) < 100:
                continue
            mean = sum(losses[-100:]) / 100
            reached = [
                n or (len(losses) if mean < target else None) for n, target in zip(reached, targets, strict=True)
            ]
            if all(reached) or len(losses) >= limit or not np.isfinite(mean):
                return reached
    return reached


def units(data: datasets.Split, seeds: Sequence[int], targets: Sequence[float]) -> list[str]:
    """ReLU, tanh and sigmoid, each at its own best rate: steps to the same training loss."""
    rates = {
        "ReLU": (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0),
        "tanh": (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0),
        "sigmoid": (0.3, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0),
    }
    taken = {
        (unit, rate): [steps_to(targets, unit, rate, seed, data, LIMIT) for seed in seeds]
        for unit, tried in rates.items()
        for rate in tried
    }
    lines = []
    for place, target in enumerate(targets):
        best: dict[str, float] = {}
        same: dict[str, float] = {}
        told = []
        for unit, tried in rates.items():
            steps = {rate: [run[place] or NEVER for run in taken[unit, rate]] for rate in tried}
            rate = min(tried, key=lambda rate, steps=steps: statistics.median(steps[rate]))
            best[unit] = statistics.median(steps[rate])
            same[unit] = statistics.median(steps[0.5])
            edge = ", the end of the range" if rate in (tried[0], tried[-1]) else ""
            told.append(f"{unit} {best[unit]:.0f} steps ({min(steps[rate])}–{max(steps[rate])}) at rate {rate}{edge}")
        lines.append(
            f"Steps of 64 examples until the training loss is below {target}, 784-128-10, median of {len(seeds)} seeds "
            f"(and their range), each unit at its best rate: {'; '.join(told)}. ReLU is "
            f"**{best['tanh'] / best['ReLU']:.1f}×** as fast as tanh and **{best['sigmoid'] / best['ReLU']:.1f}×** as "
            f"fast as the sigmoid; with all three at rate 0.5, {times(same['tanh'], same['ReLU'])} and "
            f"{times(same['sigmoid'], same['ReLU'])}."
        )
    return lines


def linear_xor(X: np.ndarray) -> np.ndarray:
    """XOR by four float32 matrix products and nothing else: rounding to a multiple of 2⁻¹⁴⁹ is the non-linearity.

    With d = 2⁻¹⁴⁹, the smallest number above 0, and s = x₁ + x₂: first s d; then s d beside ½ s d, which is rounded to
    0, 0, d for s = 0, 1, 2 (half of d is a tie, and goes to the even 0); then s d − 2 [s = 2] d = XOR d, scaled up on
    the way in two steps, since 2¹⁴⁹ is no float32. In exact arithmetic the product of the four matrices is 0.
    """
    d = np.float32(2.0**-149)
    W1 = np.array([[d, d]], np.float32)
    W2 = np.array([[1.0], [0.5]], np.float32)
    W3 = np.array([[2.0**75, -(2.0**76)]], np.float32)
    W4 = np.array([[2.0**74]], np.float32)
    return W4 @ (W3 @ (W2 @ (W1 @ X)))


def denormals() -> str:
    X = datasets.boolean_table(2, np.float32)
    plain = linear_xor(X)[0].tolist()
    try:
        import torch
    except ImportError:
        return f"Four float32 matrix products on the columns 00, 01, 10, 11: {plain}."
    if not torch.set_flush_denormal(True):
        return f"Four float32 matrix products on the columns 00, 01, 10, 11: {plain}; this CPU does not flush to zero."
    try:
        flushed = linear_xor(X)[0].tolist()
    finally:
        torch.set_flush_denormal(False)
    again = linear_xor(X)[0].tolist()
    return (
        f"Four float32 matrix products on the columns 00, 01, 10, 11 give **{plain}**, which is XOR; with "
        f"torch.set_flush_denormal(True), which changes numpy too, **{flushed}**; switched off again, {again}."
    )


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    data = datasets.mnist()
    seeds = range(1 if quick else 5)
    facts = [denormals(), *boolean.prices(), perceptrons(data, 2 if quick else 10)]
    facts += [softmax_regression(data, 3 if quick else 30), hidden_layer(data, seeds)]
    facts += units(data, seeds[:3], (0.3,) if quick else (0.3, 0.2, 0.1, 0.05))
    lines = ["# Facts the lessons quote, measured", "", "Made by `python -m benchmarks.facts`.", ""]
    lines += [f"- {line}" for line in machine()] + [""] + [f"{k}. {fact}" for k, fact in enumerate(facts, start=1)]
    lines += ["", "## Units that boolean functions cost, by every construction", "", *boolean.table_of_prices()]
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if not quick:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
