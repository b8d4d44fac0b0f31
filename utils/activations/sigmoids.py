"""None, the step, and the soft steps: sigmoid and tanh."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.activations._arrays import floating

Array = NDArray[Any]


def identity(f: ArrayLike) -> Array:
    """No non-linearity at all: g = f, as a new array.

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    Examples
    --------
    >>> identity([-1.0, 2.0])
    array([-1.,  2.])
    """
    return +floating(f)


def identity_derivative(f: ArrayLike) -> Array:
    """g′ = 1.

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    Examples
    --------
    >>> identity_derivative([-1.0, 2.0])
    array([1., 1.])
    """
    return np.ones_like(floating(f))[()]


def step(f: ArrayLike) -> Array:
    """The threshold unit: g = 1 where f ≥ 0, else 0; step(0) = 1.

    As `perceptron.step`, but in the dtype of `f`.

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    References
    ----------
    W. S. McCulloch and W. Pitts (1943), "A logical calculus of the ideas immanent in nervous activity", Bulletin of
    Mathematical Biophysics 5, 115–133.

    Examples
    --------
    >>> step([-0.1, 0.0, 3.0])
    array([0., 1., 1.])
    """
    return np.heaviside(floating(f), 1)


def step_derivative(f: ArrayLike) -> Array:
    """g′ = 0, which is why a step cannot be trained by gradients. At 0, where none exists, 0 as well.

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    Examples
    --------
    >>> step_derivative([-0.1, 3.0])
    array([0., 0.])
    """
    return np.zeros_like(floating(f))[()]


def sigmoid(f: ArrayLike) -> Array:
    """The logistic sigmoid, a soft step: g = σ(f) = 1 / (1 + e^−f).

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`
        From 0 to 1; rounding reaches both ends.

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986), "Learning representations by back-propagating errors",
    Nature 323, 533–536.

    Examples
    --------
    >>> sigmoid([-1e4, 0.0, 1e4])
    array([0. , 0.5, 1. ])
    """
    f = floating(f)
    with np.errstate(over="ignore"):  # e^−f may become infinite, and then 1 / (1 + ∞) = 0 is the right answer
        return 1 / (1 + np.exp(-f))


def sigmoid_derivative(f: ArrayLike) -> Array:
    """g′ = σ(f) σ(−f), which is σ (1 − σ) without losing digits in 1 − σ for large f.

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`
        From 0 to ¼.

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    Examples
    --------
    >>> sigmoid_derivative([-1e4, 0.0, 1e4])
    array([0.  , 0.25, 0.  ])
    """
    f = floating(f)
    return sigmoid(f) * sigmoid(-f)


def sigmoid_derivative_by_value(g: ArrayLike) -> Array:
    """g′ = g (1 − g): what is known after the way forward is enough for the way back.

    Parameters
    ----------
    g : array of any shape, or a number
        What `sigmoid` returned.

    Returns
    -------
    array of the shape and dtype of `g`

    Raises
    ------
    ValueError
        If `g` does not hold real numbers.

    Examples
    --------
    >>> sigmoid_derivative_by_value([0.0, 0.5, 1.0])
    array([0.  , 0.25, 0.  ])
    """
    g = floating(g)
    return g * (1 - g)


def tanh(f: ArrayLike) -> Array:
    """The hyperbolic tangent: g = (e^f − e^−f) / (e^f + e^−f) = 2σ(2f) − 1, a sigmoid symmetric about 0.

    (2σ(f) − 1, as one lecture has it, is tanh(f / 2).)

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`
        From −1 to 1; rounding reaches both ends.

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    References
    ----------
    Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller (1998), "Efficient BackProp", in Neural Networks: Tricks of the
    Trade, Springer, 9–50: why a sigmoid should be symmetric about 0.

    Examples
    --------
    >>> tanh([-1e4, 0.0, 1e4])
    array([-1.,  0.,  1.])
    """
    return np.tanh(floating(f))


def tanh_derivative(f: ArrayLike) -> Array:
    """g′ = 1 − tanh² f = 4 σ(2f) σ(−2f); the second form loses no digits for large f.

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`
        From 0 to 1.

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    Examples
    --------
    >>> tanh_derivative([-1e4, 0.0, 1e4])
    array([0., 1., 0.])
    """
    return 4 * sigmoid_derivative(2 * floating(f))


def tanh_derivative_by_value(g: ArrayLike) -> Array:
    """g′ = 1 − g².

    Parameters
    ----------
    g : array of any shape, or a number
        What `tanh` returned.

    Returns
    -------
    array of the shape and dtype of `g`

    Raises
    ------
    ValueError
        If `g` does not hold real numbers.

    Examples
    --------
    >>> tanh_derivative_by_value([-1.0, 0.0, 0.5])
    array([0.  , 1.  , 0.75])
    """
    g = floating(g)
    return 1 - g * g
