"""ReLU and its kin: leaky with a fixed slope or a random one, soft at the kink, or levelling off."""

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.activations._arrays import floating, where_positive
from utils.activations.sigmoids import sigmoid

Array = NDArray[Any]

_LN2 = math.log(2)  # a plain float: np.log(2) would turn float32 into float64


def relu(f: ArrayLike) -> Array:
    """The rectified linear unit: g = max(0, f).

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
    V. Nair and G. E. Hinton (2010), "Rectified linear units improve restricted Boltzmann machines", ICML, 807–814.
    The function itself is older: K. Fukushima (1969), "Visual feature extraction by a multilayered network of analog
    threshold elements", IEEE Transactions on Systems Science and Cybernetics 5 (4), 322–333.

    Examples
    --------
    >>> relu([-2.0, 0.0, 3.0])
    array([0., 0., 3.])
    """
    return np.maximum(floating(f), 0)


def relu_derivative(f: ArrayLike) -> Array:
    """g′ = 1 where f > 0, else 0; 0 at the kink.

    Also right for the value g in place of f: both are above 0 together.

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
    >>> relu_derivative([-2.0, 0.0, 3.0])
    array([0., 0., 1.])
    """
    return where_positive(floating(f), 1, 0)


def leaky_relu(f: ArrayLike, slope: float = 0.01) -> Array:
    """The leaky rectifier: g = max(f, a f), so f where f > 0 and a f elsewhere, with a fixed small slope a.

    The slope is +a: negative inputs come out small and still negative. (One lecture draws it as −a.)

    Parameters
    ----------
    f : array of any shape, or a number
    slope : float, 0 … 1, default 0.01

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `slope` is not from 0 to 1, or `f` does not hold real numbers.

    References
    ----------
    A. L. Maas, A. Y. Hannun and A. Y. Ng (2013), "Rectifier nonlinearities improve neural network acoustic models",
    ICML workshop on Deep Learning for Audio, Speech and Language Processing.

    Examples
    --------
    >>> leaky_relu([-200.0, 0.0, 3.0])
    array([-2.,  0.,  3.])
    """
    f = floating(f)
    return np.maximum(f, _slope(slope) * f)


def leaky_relu_derivative(f: ArrayLike, slope: float = 0.01) -> Array:
    """g′ = 1 where f > 0, else a; a at the kink. For a > 0 also right for the value g in place of f.

    Parameters
    ----------
    f : array of any shape, or a number
    slope : float, 0 … 1, default 0.01

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `slope` is not from 0 to 1, or `f` does not hold real numbers.

    Examples
    --------
    >>> leaky_relu_derivative([-200.0, 0.0, 3.0])
    array([0.01, 0.01, 1.  ])
    """
    return where_positive(floating(f), 1, _slope(slope))


def very_leaky_relu(f: ArrayLike, slope: float = 1 / 3) -> Array:
    """The very leaky rectifier (VReLU): the leaky one with a large slope, g = max(f, f / 3).

    Parameters
    ----------
    f : array of any shape, or a number
    slope : float, 0 … 1, default ⅓
        The lecture's table has 0.1 … 0.5.

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `slope` is not from 0 to 1, or `f` does not hold real numbers.

    References
    ----------
    B. Graham (2014), "Spatially-sparse convolutional neural networks", arXiv:1409.6070.

    Examples
    --------
    >>> very_leaky_relu([-3.0, 0.0, 3.0])
    array([-1.,  0.,  3.])
    """
    return leaky_relu(f, slope)


def very_leaky_relu_derivative(f: ArrayLike, slope: float = 1 / 3) -> Array:
    """g′ = 1 where f > 0, else the slope; the slope at the kink.

    Parameters
    ----------
    f : array of any shape, or a number
    slope : float, 0 … 1, default ⅓

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `slope` is not from 0 to 1, or `f` does not hold real numbers.

    Examples
    --------
    >>> very_leaky_relu_derivative([-3.0, 3.0], slope=0.5)
    array([0.5, 1. ])
    """
    return leaky_relu_derivative(f, slope)


def rrelu(f: ArrayLike, rng: np.random.Generator | None = None, *, lower: float = 1 / 8, upper: float = 1 / 3) -> Array:
    """The randomised leaky rectifier: g = f where f > 0, else a f; in training every entry draws an a of its own.

    g = f ∘ g′, so for learning draw once, and use it both ways: ``slope = rrelu_derivative(F, rng)``, then
    ``G = slope * F`` and ``dF = slope * dG``.

    Parameters
    ----------
    f : array of any shape, or a number
    rng : numpy Generator, optional
        In training: where the slopes come from. Without it every slope is the mean, (lower + upper) / 2.
    lower, upper : floats, 0 ≤ lower ≤ upper ≤ 1, default ⅛ and ⅓
        The slopes are uniform between them. The lecture's table has 0.1 and 0.5.

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If the bounds are out of order, `rng` is not a Generator, or `f` does not hold real numbers.

    References
    ----------
    B. Xu, N. Wang, T. Chen and M. Li (2015), "Empirical evaluation of rectified activations in convolutional
    network", arXiv:1505.00853. There the divisor, not the slope, is uniform, from 3 to 8: the same bounds, but a
    slope of 2/11 after training where the mean here (and in PyTorch) is 11/48.

    Examples
    --------
    >>> rrelu([-48.0, 3.0])
    array([-11.,   3.])
    >>> g = rrelu([-48.0, 3.0], np.random.default_rng(0))
    >>> bool(-16 < g[0] < -6), g[1]
    (True, np.float64(3.0))
    """
    f = floating(f)
    return f * rrelu_derivative(f, rng, lower=lower, upper=upper)


def rrelu_derivative(
    f: ArrayLike, rng: np.random.Generator | None = None, *, lower: float = 1 / 8, upper: float = 1 / 3
) -> Array:
    """g′ = 1 where f > 0, else the slope that was drawn; also at the kink.

    Parameters
    ----------
    f : array of any shape, or a number
    rng, lower, upper
        As for `rrelu`; generators in the same state give the same slopes.

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        As for `rrelu`.

    Examples
    --------
    >>> rrelu_derivative([-48.0, 3.0], lower=0.25, upper=0.75)
    array([0.5, 1. ])
    """
    f = floating(f)
    lower, upper = _slope(lower, "lower"), _slope(upper, "upper")
    if lower > upper:
        raise ValueError(f"lower is {lower:g} and upper is {upper:g}: lower must not be above upper")
    if rng is None:
        return where_positive(f, 1, (lower + upper) / 2)
    if not isinstance(rng, np.random.Generator):
        raise ValueError(
            f"rng is {rng!r}: it must be a numpy Generator, made once by np.random.default_rng(seed) (a seed would "
            "draw the same slopes every time)"
        )
    return where_positive(f, 1, rng.uniform(lower, upper, f.shape))


def centred_softplus(f: ArrayLike) -> Array:
    """The softplus, a soft ReLU, moved through 0: g = ln(1 + e^f) − ln 2.

    Parameters
    ----------
    f : array of any shape, or a number

    Returns
    -------
    array of the shape and dtype of `f`
        Above −ln 2; rounding reaches it.

    Raises
    ------
    ValueError
        If `f` does not hold real numbers.

    References
    ----------
    X. Glorot, A. Bordes and Y. Bengio (2011), "Deep sparse rectifier neural networks", AISTATS, 315–323 (not moved).
    The function is older: C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau and R. Garcia (2001), "Incorporating
    second-order functional knowledge for better option pricing", NIPS 13.

    Examples
    --------
    >>> centred_softplus([-1e4, 0.0, 1e4]).round(3)
    array([-6.930000e-01,  0.000000e+00,  9.999307e+03])
    """
    with np.errstate(invalid="ignore"):  # of all functions here, logaddexp alone would warn of a NaN
        return np.logaddexp(floating(f), 0) - _LN2


def centred_softplus_derivative(f: ArrayLike) -> Array:
    """g′ = σ(f).

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
    >>> centred_softplus_derivative([-1e4, 0.0, 1e4])
    array([0. , 0.5, 1. ])
    """
    return sigmoid(f)


def centred_softplus_derivative_by_value(g: ArrayLike) -> Array:
    """g′ = 1 − ½ e^−g.

    Parameters
    ----------
    g : array of any shape, or a number
        What `centred_softplus` returned.

    Returns
    -------
    array of the shape and dtype of `g`

    Raises
    ------
    ValueError
        If `g` does not hold real numbers.

    Examples
    --------
    >>> centred_softplus_derivative_by_value([0.0, 1e4])
    array([0.5, 1. ])
    """
    return 1 - 0.5 * np.exp(-floating(g))


def elu(f: ArrayLike, alpha: float = 1.0) -> Array:
    """The exponential linear unit: g = f where f > 0, else α (e^f − 1).

    Parameters
    ----------
    f : array of any shape, or a number
    alpha : float, above 0, default 1
        −α is where it levels off. Only α = 1 has no kink.

    Returns
    -------
    array of the shape and dtype of `f`
        Above −α; rounding reaches it.

    Raises
    ------
    ValueError
        If `alpha` is not above 0 and finite, or `f` does not hold real numbers.

    References
    ----------
    D.-A. Clevert, T. Unterthiner and S. Hochreiter (2015), "Fast and accurate deep network learning by exponential
    linear units (ELUs)", arXiv:1511.07289 (ICLR 2016).

    Examples
    --------
    >>> elu([-1e4, 0.0, 3.0])
    array([-1.,  0.,  3.])
    """
    f = floating(f)
    return np.maximum(f, 0) + _alpha(alpha) * np.expm1(np.minimum(f, 0))


def elu_derivative(f: ArrayLike, alpha: float = 1.0) -> Array:
    """g′ = 1 where f > 0, else α e^f; α at 0.

    Parameters
    ----------
    f : array of any shape, or a number
    alpha : float, above 0, default 1

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If `alpha` is not above 0 and finite, or `f` does not hold real numbers.

    Examples
    --------
    >>> elu_derivative([-1e4, 0.0, 3.0])
    array([0., 1., 1.])
    """
    f = floating(f)
    return where_positive(f, 1, _alpha(alpha) * np.exp(np.minimum(f, 0)))


def elu_derivative_by_value(g: ArrayLike, alpha: float = 1.0) -> Array:
    """g′ = 1 where g > 0, else g + α.

    Parameters
    ----------
    g : array of any shape, or a number
        What `elu` returned.
    alpha : float, above 0, default 1

    Returns
    -------
    array of the shape and dtype of `g`

    Raises
    ------
    ValueError
        If `alpha` is not above 0 and finite, or `g` does not hold real numbers.

    Examples
    --------
    >>> elu_derivative_by_value([-1.0, -0.25, 3.0])
    array([0.  , 0.75, 1.  ])
    """
    g = floating(g)
    return where_positive(g, 1, g + _alpha(alpha))


def _slope(slope: float, name: str = "slope") -> float:
    if np.ndim(slope) or not 0 <= slope <= 1:
        raise ValueError(f"{name} must be from 0 to 1, so that max(f, a f) leaks; it is {slope!r}")
    return float(slope)


def _alpha(alpha: float) -> float:
    if np.ndim(alpha) or not 0 < alpha < math.inf:
        raise ValueError(f"alpha must be above 0 and finite; it is {alpha!r}")
    return float(alpha)
