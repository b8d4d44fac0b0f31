"""Where weights start: how large, and never all the same.

Every initializer is called as ``initializer(n_out, n_in, rng, dtype)`` and returns W, shape (n_out, n_in); so one
can stand for another. A bias may well start at 0: the weights have broken the symmetry by then.

Random weights are drawn in float64 and then rounded, so float32 and float64 start from the same numbers.
"""

import math
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array = NDArray[Any]


class Initializer(Protocol):
    """What every initializer is: a function of the shape, a source of randomness and a dtype.

    Examples
    --------
    >>> initializer: Initializer = constant(2.0)
    >>> initializer(1, 3)
    array([[2., 2., 2.]])
    """

    def __call__(
        self, n_out: int, n_in: int, rng: np.random.Generator | None = None, dtype: DTypeLike = np.float64
    ) -> Array:
        """W, shape (n_out, n_in)."""


def zeros(n_out: int, n_in: int, rng: np.random.Generator | None = None, dtype: DTypeLike = np.float64) -> Array:
    """All weights 0: the units of a layer compute the same, are blamed the same, and never differ.

    Parameters
    ----------
    n_out, n_in : int, at least 1
        Units, and inputs of each.
    rng : numpy Generator, optional
        Not used.
    dtype : float64 (default) or float32

    Returns
    -------
    array, shape (n_out, n_in)

    Raises
    ------
    ValueError
        If a size is no whole number from 1 on, or `dtype` is not float64 or float32.

    Examples
    --------
    >>> zeros(2, 3)
    array([[0., 0., 0.],
           [0., 0., 0.]])
    """
    return np.zeros(_shape(n_out, n_in), _dtype(dtype))


def constant(value: float) -> Initializer:
    """An initializer that makes all weights `value`: as symmetric as `zeros`, whatever the value.

    Parameters
    ----------
    value : float, finite

    Returns
    -------
    Initializer

    Raises
    ------
    ValueError
        If `value` is not one finite number.

    Examples
    --------
    >>> constant(0.5)(1, 2)
    array([[0.5, 0.5]])
    """
    number = _number(value, "value")

    def initializer(
        n_out: int, n_in: int, rng: np.random.Generator | None = None, dtype: DTypeLike = np.float64
    ) -> Array:
        return np.full(_shape(n_out, n_in), number, _dtype(dtype))

    return initializer


def gaussian(scale: float) -> Initializer:
    """An initializer that draws from a normal distribution of mean 0 and standard deviation `scale`.

    One scale for all layers is too small for wide ones or too large: compare `one_over_fan_in`.

    Parameters
    ----------
    scale : float, at least 0

    Returns
    -------
    Initializer
        It needs a Generator.

    Raises
    ------
    ValueError
        If `scale` is not one finite number from 0 on.

    Examples
    --------
    >>> W = gaussian(0.01)(200, 300, np.random.default_rng(0))
    >>> W.shape, round(float(W.std()), 4)
    ((200, 300), 0.01)
    """
    deviation = _number(scale, "scale")
    if deviation < 0:
        raise ValueError(f"scale must not be below 0; it is {scale!r}")

    def initializer(
        n_out: int, n_in: int, rng: np.random.Generator | None = None, dtype: DTypeLike = np.float64
    ) -> Array:
        return _normal(deviation**2, n_out, n_in, rng, dtype)

    return initializer


def one_over_fan_in(
    n_out: int, n_in: int, rng: np.random.Generator | None = None, dtype: DTypeLike = np.float64
) -> Array:
    """Normal, variance 1 / n_in: a sum of n_in inputs of size 1 has size 1 again, however many there are.

    Parameters
    ----------
    n_out, n_in : int, at least 1
    rng : numpy Generator
    dtype : float64 (default) or float32

    Returns
    -------
    array, shape (n_out, n_in)

    Raises
    ------
    ValueError
        If a size is no whole number from 1 on, `rng` is not a Generator, or `dtype` is not float64 or float32.

    References
    ----------
    Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller (1998), "Efficient BackProp", in Neural Networks: Tricks of the
    Trade, Springer, 9–50.

    Examples
    --------
    >>> W = one_over_fan_in(200, 400, np.random.default_rng(0))
    >>> round(float(W.var() * 400), 2)
    1.0
    """
    return _normal(1 / _shape(n_out, n_in)[1], n_out, n_in, rng, dtype)


def glorot(n_out: int, n_in: int, rng: np.random.Generator | None = None, dtype: DTypeLike = np.float64) -> Array:
    """Normal, variance 2 / (n_in + n_out): between 1 / n_in, which keeps the size of values on the way forward, and
    1 / n_out, which keeps the size of gradients on the way back.

    The paper draws from a uniform distribution of this variance.

    Parameters
    ----------
    n_out, n_in : int, at least 1
    rng : numpy Generator
    dtype : float64 (default) or float32

    Returns
    -------
    array, shape (n_out, n_in)

    Raises
    ------
    ValueError
        As for `one_over_fan_in`.

    References
    ----------
    X. Glorot and Y. Bengio (2010), "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS, 249–256.

    Examples
    --------
    >>> W = glorot(200, 400, np.random.default_rng(0))
    >>> round(float(W.var() * 300), 2)
    1.0
    """
    n_out, n_in = _shape(n_out, n_in)
    return _normal(2 / (n_in + n_out), n_out, n_in, rng, dtype)


def he(n_out: int, n_in: int, rng: np.random.Generator | None = None, dtype: DTypeLike = np.float64) -> Array:
    """Normal, variance 2 / n_in: twice as much as `one_over_fan_in`, since a ReLU lets half of it through.

    Parameters
    ----------
    n_out, n_in : int, at least 1
    rng : numpy Generator
    dtype : float64 (default) or float32

    Returns
    -------
    array, shape (n_out, n_in)

    Raises
    ------
    ValueError
        As for `one_over_fan_in`.

    References
    ----------
    K. He, X. Zhang, S. Ren and J. Sun (2015), "Delving deep into rectifiers: surpassing human-level performance on
    ImageNet classification", ICCV, 1026–1034.

    Examples
    --------
    >>> W = he(200, 400, np.random.default_rng(0))
    >>> round(float(W.var() * 200), 2)
    1.0
    """
    return _normal(2 / _shape(n_out, n_in)[1], n_out, n_in, rng, dtype)


def _normal(variance: float, n_out: int, n_in: int, rng: np.random.Generator | None, dtype: DTypeLike) -> Array:
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            f"rng is {rng!r}: random weights need a numpy Generator, made once by np.random.default_rng(seed) (a seed "
            "would give every layer of a shape the same weights)"
        )
    return (math.sqrt(variance) * rng.standard_normal(_shape(n_out, n_in))).astype(_dtype(dtype))


def _shape(n_out: int, n_in: int) -> tuple[int, int]:
    for name, size in (("n_out", n_out), ("n_in", n_in)):
        if not isinstance(size, int | np.integer) or isinstance(size, bool) or size < 1:
            raise ValueError(f"{name} must be a whole number of at least 1; it is {size!r}")
    return int(n_out), int(n_in)


def _dtype(dtype: DTypeLike) -> np.dtype[Any]:
    kind = np.dtype(dtype)
    if kind not in (np.float32, np.float64):
        raise ValueError(f"dtype must be float64 or float32; it is {kind}")
    return kind


def _number(value: Any, name: str) -> float:
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" or array.ndim or not np.isfinite(array):
        raise ValueError(f"{name} must be one finite number; it is {value!r}")
    return float(array)
