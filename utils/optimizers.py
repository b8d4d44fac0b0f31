"""Optimizers: how parameters move when their gradients are known, and how the learning rate changes meanwhile.

    optimizer = Adam(rate=0.001)
    optimizer.step(network.theta, network.dtheta)

Changing parameters in place is an optimizer's job: `step` writes into the arrays it is given and returns nothing.
Gradients are never changed. An optimizer belongs to the parameters of its first step; for others make another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Schedule = Callable[[int], float]

_NOTHING = object(), object()  # nobody can give these to `step`


# ---------------------------------------------------------------- schedules


def constant(rate: float) -> Schedule:
    """A learning rate that stays: η(t) = rate. What a plain number means, too.

    Parameters
    ----------
    rate : float, at least 0

    Returns
    -------
    function of the step t = 0, 1, 2, …

    Raises
    ------
    ValueError
        If `rate` is below 0 or not finite.

    Examples
    --------
    >>> constant(0.1)(1000)
    0.1
    """
    _number(rate, "rate")
    return lambda t: rate


def step_decay(rate: float, factor: float, every: int) -> Schedule:
    """A staircase: η(t) = rate · factor^⌊t / every⌋.

    Parameters
    ----------
    rate : float, at least 0
    factor : float, at least 0
        Below 1, or the rate grows.
    every : int, at least 1
        Steps between two falls. For a fall each epoch, the steps of an epoch.

    Returns
    -------
    function of the step t = 0, 1, 2, …

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> eta = step_decay(0.8, factor=0.5, every=10)
    >>> eta(0), eta(9), eta(10), eta(20)
    (0.8, 0.8, 0.4, 0.2)
    """
    _number(rate, "rate")
    _number(factor, "factor")
    _count(every, "every")
    return lambda t: rate * factor ** (t // every)


def exponential_decay(rate: float, factor: float) -> Schedule:
    """A rate that shrinks at every step: η(t) = rate · factor^t.

    Parameters
    ----------
    rate : float, at least 0
    factor : float, at least 0
        Close to 1: 0.999 halves the rate in 693 steps.

    Returns
    -------
    function of the step t = 0, 1, 2, …

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> eta = exponential_decay(1.0, 0.5)
    >>> eta(0), eta(1), eta(3)
    (1.0, 0.5, 0.125)
    """
    _number(rate, "rate")
    _number(factor, "factor")
    return lambda t: rate * factor**t


def cosine_decay(rate: float, steps: int, final: float = 0.0) -> Schedule:
    """Half a cosine from `rate` down to `final`: η(t) = final + ½ (rate − final) (1 + cos(π t / steps)).

    Parameters
    ----------
    rate : float, at least 0
    steps : int, at least 1
        How long the way down is; after it the rate stays at `final`.
    final : float, at least 0, default 0

    Returns
    -------
    function of the step t = 0, 1, 2, …

    Raises
    ------
    ValueError
        If a number is out of its range.

    References
    ----------
    I. Loshchilov and F. Hutter (2017), "SGDR: Stochastic gradient descent with warm restarts", ICLR. Theirs starts
    again after each way down; this is one way down.

    Examples
    --------
    >>> eta = cosine_decay(1.0, steps=4)
    >>> eta(0), round(eta(1), 3), round(eta(2), 3), eta(4), eta(9)
    (1.0, 0.854, 0.5, 0.0, 0.0)
    """
    _number(rate, "rate")
    _number(final, "final")
    _count(steps, "steps")
    return lambda t: final + 0.5 * (rate - final) * (1 + math.cos(math.pi * min(t, steps) / steps))


# ---------------------------------------------------------------- optimizers


class Optimizer:
    """What both optimizers below share: the learning rate, the count of steps, and the shape of `step`.

    Parameters
    ----------
    rate : float, at least 0, or a schedule
        The learning rate η, or a function that gives it for the step t = 0, 1, 2, …
    weight_decay : float, at least 0, default 0
        λ: adds λ θ to every gradient, as the penalty ½ λ ‖θ‖² in the loss would, biases included.

    Attributes
    ----------
    steps : int
        How many were made.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    One of your own writes what one step does to one array, in place:

    >>> class SignDescent(Optimizer):
    ...     def _move(self, theta, gradient, rate, change):
    ...         theta -= rate * np.sign(gradient)
    >>> theta = np.array([1.0, 1.0])
    >>> SignDescent(0.5).step(theta, np.array([7.0, -0.1]))
    >>> theta
    array([0.5, 1.5])
    """

    def __init__(self, rate: float | Schedule, weight_decay: float = 0.0) -> None:
        self.schedule: Schedule = rate if callable(rate) else constant(rate)
        self.weight_decay = _number(weight_decay, "weight_decay")
        self.steps = 0
        self._states: list[list[Array]] = []
        self._together: list[tuple[Array, Array, list[Array]]] = []
        self._seen: tuple[Any, Any] = _NOTHING

    @property
    def rate(self) -> float:
        """The learning rate of the next step."""
        return self.schedule(self.steps)

    def step(self, parameters: Array | Sequence[Array], gradients: Array | Sequence[Array]) -> None:
        """Move the parameters, in place.

        Parameters
        ----------
        parameters : array of floats, or a sequence of them
            Written into. One vector of all parameters (`network.theta`) is fastest.
        gradients : array, or a sequence of arrays, of the same shapes
            ∂L/∂(parameters); only read.

        Raises
        ------
        ValueError
            If the shapes or types differ from each other or from those of the first step.
        """
        if parameters is not self._seen[0] or gradients is not self._seen[1]:
            self._look_at(parameters, gradients)
        rate = self.schedule(self.steps)
        for theta, gradient, state in self._together:
            if self.weight_decay:
                gradient = gradient + self.weight_decay * theta
            self._move(theta, gradient, rate, *state)
        self.steps += 1

    def reset(self) -> None:
        """Forget everything: the next step is again the first."""
        self.steps, self._states, self._seen = 0, [], _NOTHING

    def _look_at(self, parameters: Array | Sequence[Array], gradients: Array | Sequence[Array]) -> None:
        """Check what `step` was given and put each parameter beside its gradient and its state.

        One vector and its gradient are usually the same two arrays at every step; then once is enough.
        """
        thetas = [parameters] if isinstance(parameters, np.ndarray) else parameters
        slopes = [np.asarray(gradients)] if isinstance(parameters, np.ndarray) else gradients
        states = self._states or [self._start(theta) for theta in thetas]
        if not len(thetas) == len(slopes) == len(states):
            raise ValueError(
                f"there are {len(thetas)} parameters, {len(slopes)} gradients and, from the first step, {len(states)} "
                "states: give one gradient for each parameter, at every step the same ones"
            )
        together = list(zip(thetas, slopes, states, strict=True))
        for theta, gradient, (change, *_) in together:  # all of them before any is moved
            if not theta.shape == gradient.shape == change.shape or not theta.dtype == gradient.dtype == change.dtype:
                raise ValueError(
                    f"a parameter has shape {theta.shape} ({theta.dtype}), its gradient {gradient.shape} "
                    f"({gradient.dtype}), and at the first step the parameter had {change.shape} ({change.dtype}): "
                    "all three must agree"
                )
        self._states, self._together = states, together
        arrays = isinstance(parameters, np.ndarray) and isinstance(gradients, np.ndarray)
        self._seen = (parameters, gradients) if arrays else _NOTHING  # a list may hold others the next time

    def _start(self, theta: Array) -> list[Array]:
        if not isinstance(theta, np.ndarray) or theta.dtype.kind != "f":
            raise ValueError(f"parameters must be arrays of floats, to be changed in place; one is {theta!r}")
        return [np.empty_like(theta)]

    def _move(self, theta: Array, gradient: Array, rate: float, change: Array, *state: Array) -> None:
        """θ ← θ − change, where `change` is scratch space to compute it in."""
        raise NotImplementedError


class SGD(Optimizer):
    """Stochastic gradient descent, with momentum: v ← μ v + ∂L/∂θ; θ ← θ − η v.

    Parameters
    ----------
    rate : float or schedule
        η.
    momentum : float, 0 … 1, default 0
        μ: how much of its velocity v a parameter keeps. With 0 it is plain descent, θ ← θ − η ∂L/∂θ. A steady slope
        is walked 1 / (1 − μ) times as fast.
    weight_decay : float, default 0
        See `Optimizer`.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    The rate stands outside of the velocity, as in PyTorch; where it stands inside (v ← μ v − η ∂L/∂θ), the two differ
    only when the rate changes.

    References
    ----------
    H. Robbins and S. Monro (1951), "A stochastic approximation method", Annals of Mathematical Statistics 22 (3),
    400–407. B. T. Polyak (1964), "Some methods of speeding up the convergence of iteration methods", USSR
    Computational Mathematics and Mathematical Physics 4 (5), 1–17, for the momentum.

    Examples
    --------
    >>> theta = np.array([1.0, 2.0])
    >>> optimizer = SGD(rate=0.5, momentum=0.5)
    >>> for _ in range(2):
    ...     optimizer.step(theta, np.array([1.0, 0.0]))
    >>> theta      # 1 − 0.5 · 1 − 0.5 · 1.5
    array([-0.25,  2.  ])
    """

    def __init__(self, rate: float | Schedule = 0.1, momentum: float = 0.0, weight_decay: float = 0.0) -> None:
        super().__init__(rate, weight_decay)
        self.momentum = _number(momentum, "momentum", below=1)

    def _start(self, theta: Array) -> list[Array]:
        velocity = [np.zeros_like(theta)] if self.momentum else []
        return super()._start(theta) + velocity

    def _move(self, theta: Array, gradient: Array, rate: float, change: Array, *state: Array) -> None:
        if self.momentum:
            (velocity,) = state
            velocity *= self.momentum
            velocity += gradient
            gradient = velocity
        np.multiply(gradient, rate, out=change)
        np.subtract(theta, change, out=theta)


class Adam(Optimizer):
    """Adam: each parameter's own step size, from running means of its gradient and of the gradient's square.

    m ← β₁ m + (1 − β₁) ∂L/∂θ,  v ← β₂ v + (1 − β₂) (∂L/∂θ)²,
    m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ),  θ ← θ − η m̂ / (√v̂ + ε), with t = 1 at the first step.

    Parameters
    ----------
    rate : float or schedule, default 0.001
        η. The first step of every parameter is about η, whatever the size of its gradient.
    beta1, beta2 : float, 0 … 1, defaults 0.9 and 0.999
        How much of the running means is kept.
    epsilon : float, default 1e-8
        Keeps a gradient of 0 from dividing by 0.
    weight_decay : float, default 0
        See `Optimizer`; added to the gradient, so Adam rescales it, too.

    Raises
    ------
    ValueError
        If a number is out of its range.

    References
    ----------
    D. P. Kingma and J. Ba (2015), "Adam: A method for stochastic optimization", ICLR, algorithm 1.

    Examples
    --------
    >>> theta = np.array([1.0, 1.0])
    >>> Adam(rate=0.1).step(theta, np.array([1000.0, -0.001]))
    >>> theta.round(4)
    array([0.9, 1.1])
    """

    def __init__(
        self,
        rate: float | Schedule = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(rate, weight_decay)
        self.beta1, self.beta2 = _number(beta1, "beta1", below=1), _number(beta2, "beta2", below=1)
        self.epsilon = _number(epsilon, "epsilon")

    def _start(self, theta: Array) -> list[Array]:
        return [*super()._start(theta), np.zeros_like(theta), np.zeros_like(theta)]

    def _move(self, theta: Array, gradient: Array, rate: float, change: Array, *state: Array) -> None:
        m, v = state
        t = self.steps + 1
        # Every line runs over all parameters, so each one saved counts. m += (1 − β₁)(∂L/∂θ − m) would be the same.
        m *= self.beta1
        m += np.multiply(gradient, 1 - self.beta1, out=change)
        v *= self.beta2
        np.multiply(gradient, gradient, out=change)
        change *= 1 - self.beta2
        v += change
        # η m̂ / (√v̂ + ε) with both corrections taken out of the vectors into two numbers (section 2 of the paper):
        correction = math.sqrt(1 - self.beta2**t)
        np.sqrt(v, out=change)
        change += self.epsilon * correction
        np.divide(m, change, out=change)
        change *= rate * correction / (1 - self.beta1**t)
        theta -= change


# ---------------------------------------------------------------- looking at what was given


def _number(value: float, name: str, below: float = math.inf) -> float:
    if not isinstance(value, int | float | np.number) or isinstance(value, bool) or not 0 <= value < below:
        limit = "finite" if below == math.inf else f"below {below:g}"
        raise ValueError(f"{name} must be a number of at least 0 and {limit}; it is {value!r}")
    return float(value)


def _count(value: int, name: str) -> int:
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1; it is {value!r}")
    return int(value)
