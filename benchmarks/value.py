"""The yardstick for small networks and DAGs: reverse-mode differentiation of single numbers, an object for each.

The idea is that of A. Karpathy's micrograd (2020); this is our own, with the few operations that are needed here.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

from utils import network


class Value:
    """A number that remembers from which others it was computed, and how to hand blame on to them."""

    __slots__ = ("backward_one_step", "data", "grad", "parents")

    def __init__(self, data: float, parents: tuple[Value, ...] = ()) -> None:
        self.data, self.grad, self.parents = data, 0.0, parents
        self.backward_one_step: Callable[[], None] = lambda: None

    def __add__(self, other: Value | float) -> Value:
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def backward_one_step() -> None:
            self.grad += out.grad
            other.grad += out.grad

        out.backward_one_step = backward_one_step
        return out

    def __mul__(self, other: Value | float) -> Value:
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def backward_one_step() -> None:
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.backward_one_step = backward_one_step
        return out

    def tanh(self) -> Value:
        out = Value(math.tanh(self.data), (self,))

        def backward_one_step() -> None:
            self.grad += (1 - out.data**2) * out.grad

        out.backward_one_step = backward_one_step
        return out

    def sigmoid(self) -> Value:
        out = Value(1 / (1 + math.exp(-self.data)), (self,))

        def backward_one_step() -> None:
            self.grad += out.data * (1 - out.data) * out.grad

        out.backward_one_step = backward_one_step
        return out


def backward(outputs: Sequence[Value]) -> None:
    """Blame everything for the sum of the outputs."""
    order: list[Value] = []
    seen: set[int] = set()
    for output in outputs:
        output.grad += 1.0
        waiting = [(output, False)]
        while waiting:  # not recursive: a deep graph would overflow Python's stack
            value, done = waiting.pop()
            if done:
                order.append(value)
            elif id(value) not in seen:
                seen.add(id(value))
                waiting.append((value, True))
                waiting += [(parent, False) for parent in value.parents]
    for value in reversed(order):
        value.backward_one_step()


class Mlp:
    """Inputs, hidden units with tanh, one output."""

    def __init__(self, inputs: int, hidden: int, seed: int = 0) -> None:
        rng = random.Random(seed)
        self.hidden = [[Value(rng.gauss(0, 1)) for _ in range(inputs + 1)] for _ in range(hidden)]
        self.output = [Value(rng.gauss(0, 1)) for _ in range(hidden + 1)]

    def __call__(self, x: list[float]) -> Value:
        activations = []
        for *weights, bias in self.hidden:
            total = bias
            for weight, number in zip(weights, x, strict=True):
                total = total + weight * number
            activations.append(total.tanh())
        *weights, total = self.output
        for weight, activation in zip(weights, activations, strict=True):
            total = total + weight * activation
        return total

    def parameters(self) -> list[Value]:
        return [value for unit in [*self.hidden, self.output] for value in unit]

    def step(self, examples: list[list[float]], targets: list[float], rate: float) -> float:
        """One step of gradient descent on the mean squared error."""
        loss = Value(0.0)
        for x, y in zip(examples, targets, strict=True):
            error = self(x) + -y
            loss = loss + error * error
        loss = loss * (1 / len(examples))
        for parameter in self.parameters():
            parameter.grad = 0.0
        backward([loss])
        for parameter in self.parameters():
            parameter.data -= rate * parameter.grad
        return loss.data


def weights_of_dag(net: network.Network, x: list[float]) -> list[Value]:
    """Forward and backward through a DAG of sigmoids, for L = the sum of its outputs; the weights with their blame."""
    source, start = net.source.tolist(), net.start.tolist()
    nodes = [Value(number) for number in x]
    weights, biases = [Value(w) for w in net.weights.tolist()], [Value(b) for b in net.biases.tolist()]
    for unit, bias in enumerate(biases):
        total = bias
        for edge in range(start[unit], start[unit + 1]):
            total = total + weights[edge] * nodes[source[edge]]
        nodes.append(total.sigmoid())
    backward([nodes[output] for output in net.outputs])
    return weights
