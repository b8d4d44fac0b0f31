"""Gradients by numbers: central differences, a check that is honest near 0, gradient descent, least squares.

Differences are always taken in float64, whatever the type of `x`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]

_EPS = float(np.finfo(np.float64).eps)  # 2.2e-16: how far apart float64 numbers near 1 are


class GradientCheck(NamedTuple):
    """What `gradient_check` found; the entry with the largest relative error stands for all.

    Examples
    --------
    >>> check = gradient_check(lambda x: (x**2).sum(), lambda x: 2 * x, [1.0, 2.0])
    >>> check.passed, bool(check)
    (True, True)
    """

    passed: bool
    error: float
    """The largest relative error (see `relative_error`)."""
    worst: tuple[int, ...]
    """Its index into `x`; the empty tuple if `x` is a number."""
    numerical: float
    """∂f/∂x there, by central differences."""
    analytic: float
    """∂f/∂x there, as the gradient that is checked says."""

    def __bool__(self) -> bool:
        # A tuple with entries is true; ``assert gradient_check(…)`` would never fail.
        return self.passed


class StepSizeErrors(NamedTuple):
    """The error of a difference quotient for each step size: one curve per rule, to be drawn on log–log axes.

    Examples
    --------
    >>> errors = step_size_errors(lambda x: x**2, 1.0, 2.0, steps=[0.5, 0.25])
    >>> errors.forward, errors.central
    (array([0.5 , 0.25]), array([0., 0.]))
    """

    steps: Array
    forward: Array
    """|(f(x + h) − f(x)) / h − f′(x)|"""
    central: Array
    """|(f(x + h) − f(x − h)) / 2h − f′(x)|"""


# ---------------------------------------------------------------- by differences


def numerical_gradient(f: Callable[[Array], Any], x: ArrayLike, step: float | None = None) -> Array:
    """The gradient of a function of any number of numbers, one central difference per entry.

    ∂f/∂xᵢ ≈ (f(x + h eᵢ) − f(x − h eᵢ)) / 2h

    Parameters
    ----------
    f : function of an array of the shape of `x`, returning one number
        It is given a fresh float64 array every time, so it may do with it what it likes.
    x : array of any shape, or a number
        Where to take the gradient; never changed.
    step : float, optional
        The step h. Unless given, h = ∛ε max(1, |xᵢ|), about 6e-6 near 1: there truncation, which grows with h²,
        and round-off, which grows with 1/h, are about equal (see `step_size_errors`).

    Returns
    -------
    float64 array of the shape of `x`
        At a kink, where the slope jumps, it is the mean of both slopes.

    Raises
    ------
    ValueError
        If `x` is empty, not real or not finite, `step` is not above 0 or is lost in rounding, or `f` returns
        anything but one finite number in float64 (float32 has too few digits for differences).

    References
    ----------
    W. H. Press et al. (2007), "Numerical Recipes", 3rd edition, section 5.7, on the choice of the step.

    Examples
    --------
    >>> x = [[1.0, 2.0, 3.0]]
    >>> numerical_gradient(lambda x: (x**2).sum(), x).round(6)
    array([[2., 4., 6.]])
    """
    point = _finite(x, "x")
    return _differences(f, point, _steps(point, step)).gradient


class _Differences(NamedTuple):
    gradient: Array
    noise: Array  # how far rounding of f alone may have moved each entry of the gradient


def _steps(x: Array, step: float | None) -> Array:
    if step is None:
        return _EPS ** (1 / 3) * np.maximum(1, abs(x))
    h = float(_finite(step, "step", axes=0))
    if h <= 0:
        raise ValueError(f"step must be above 0; it is {step!r}")
    return np.full(x.shape, h)


def _differences(f: Callable[[Array], Any], x: Array, h: Array) -> _Differences:
    if x.size == 0:
        raise ValueError(f"x has shape {x.shape}: a gradient needs at least one number")
    gradient, noise = np.empty(x.shape), np.empty(x.shape)
    for i in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[i] += h[i]
        left[i] -= h[i]
        width = right[i] - left[i]  # not quite 2h: x ± h was rounded
        if width == 0:
            raise ValueError(f"step is {h[i]:g}: too small to change x = {x[i]:g} at all; choose a larger one")
        f_right, f_left = _value(f(right)), _value(f(left))
        gradient[i] = (f_right - f_left) / width
        noise[i] = _EPS * (abs(f_right) + abs(f_left)) / width
    return _Differences(gradient, noise)


def step_size_errors(
    f: Callable[[float], Any], x: float, derivative: float, steps: ArrayLike | None = None
) -> StepSizeErrors:
    """How wrong a difference quotient is, for each step size: truncation against round-off.

    Taylor's theorem leaves the forward difference an error of h |f″| / 2 and the central one h² |f‴| / 6; rounding
    adds about ε |f| / h to both. So the best steps are near √ε = 1.5e-8 and ∛ε = 6e-6, and a smaller one is worse.

    Parameters
    ----------
    f : function of one number, returning one number
    x : float
    derivative : float
        The true f′(x), from calculus.
    steps : array, shape (sizes,), optional
        Step sizes above 0; unless given, 10⁰, 10⁻⁰·²⁵, …, 10⁻¹⁵.

    Returns
    -------
    StepSizeErrors
        `steps`, `forward` and `central`, each of shape (sizes,). A step too small to change `x` counts as a slope
        of 0, which is what such a quotient would say.

    Raises
    ------
    ValueError
        If a number is missing, not real or not finite, or a step is not above 0.

    Examples
    --------
    >>> errors = step_size_errors(np.exp, 0.0, 1.0)
    >>> best = errors.steps[errors.central.argmin()]
    >>> bool(1e-7 < best < 1e-4), bool(errors.central.min() < errors.forward.min())
    (True, True)
    """
    point, slope = float(_finite(x, "x", axes=0)), float(_finite(derivative, "derivative", axes=0))
    sizes = 10.0 ** np.arange(0, -15.25, -0.25) if steps is None else _finite(steps, "steps", axes=1)
    if not (sizes > 0).all():
        raise ValueError(f"steps must all be above 0; the smallest is {sizes.min():g}")
    here = _value(f(point))
    right = np.array([_value(f(point + h)) for h in sizes.tolist()])
    left = np.array([_value(f(point - h)) for h in sizes.tolist()])
    return StepSizeErrors(
        sizes, forward=abs((right - here) / sizes - slope), central=abs((right - left) / (2 * sizes) - slope)
    )


# ---------------------------------------------------------------- checking a gradient


def relative_error(a: ArrayLike, b: ArrayLike, floor: ArrayLike = 0.0) -> Array:
    """How far apart two gradients are, entry by entry: |a − b| / max(|a|, |b|, floor), and 0 where a = b.

    It is symmetric, does not change when both gradients are scaled (with the floor), is 1 where one of them is 0
    and the other is not, and 2 where a sign is wrong. Below the floor it measures absolute error, in floors.

    Parameters
    ----------
    a, b : arrays of one shape
    floor : number, or array of that shape, default 0
        The size below which differences mean nothing.

    Returns
    -------
    float64 array of that shape

    Raises
    ------
    ValueError
        If the shapes differ, `floor` is below 0, or anything is NaN or infinite.

    Examples
    --------
    >>> relative_error([2.0, 1.0, 0.0], [2.0, -1.0, 1e-12])
    array([0., 2., 1.])
    >>> relative_error([0.0], [1e-12], floor=1e-4)
    array([1.e-08])
    """
    a, b, least = _finite(a, "a"), _finite(b, "b"), _finite(floor, "floor")
    if a.shape != b.shape or least.shape not in ((), a.shape):
        raise ValueError(
            f"a has shape {a.shape}, b has shape {b.shape} and floor has shape {least.shape}: a and b need one shape, "
            "and floor must be one number or have that shape"
        )
    if (least < 0).any():
        raise ValueError(f"floor must not be below 0; its smallest entry is {least.min():g}")
    size = np.maximum(np.maximum(abs(a), abs(b)), least)
    difference = abs(a - b)
    # Where size is 0 so is the difference; dividing by 1 there gives the 0 that equals deserve.
    return np.asarray(difference / np.where(size > 0, size, 1.0))


def gradient_check(
    f: Callable[[Array], Any],
    gradient: Callable[[Array], ArrayLike] | ArrayLike,
    x: ArrayLike,
    *,
    step: float | None = None,
    tolerance: float = 1e-6,
) -> GradientCheck:
    """Compare a gradient with central differences, entry by entry.

    The error is |numerical − analytic| / max(|numerical|, |analytic|, floor). Near 0 a plain relative error would
    accuse right gradients of what the differences get wrong, and a fixed floor would let wrong ones pass wherever
    all slopes are small. So the floor is what differences cannot see at this entry: rounding, about ε |f| / h, and
    truncation, which D(2h) − D(h), the difference of two differences, shows:

    floor = (100 ε |f| / h + |D(2h) − D(h)|) / tolerance

    Parameters
    ----------
    f : function of an array of the shape of `x`, returning one number
    gradient : function of such an array, returning one of the same shape; or that array itself
        What is to be checked.
    x : array of any shape, or a number
        Keep away from kinks: on one, the differences are the mean of both slopes.
    step : float, optional
        See `numerical_gradient`.
    tolerance : float, default 1e-6
        The largest relative error that passes.

    Returns
    -------
    GradientCheck
        `passed`, the largest `error`, the index of the `worst` entry, and both slopes there. It counts as true if it
        passed. It costs four values of `f` for each entry of `x`.

    Raises
    ------
    ValueError
        If the gradient has not the shape of `x`, holds NaN or infinity, or `tolerance` is not above 0; and as for
        `numerical_gradient`.

    Examples
    --------
    A factor 2 forgotten in the second entry, far from x = 0 and close to it:

    >>> def f(x): return x[0] ** 2 + x[1] ** 2
    >>> def wrong(x): return [2 * x[0], x[1]]
    >>> for x1 in 1.0, 1e-5:
    ...     check = gradient_check(f, wrong, [3.0, x1])
    ...     print(check.passed, check.worst, f"{check.error:.0e}")
    False (1,) 5e-01
    False (1,) 3e-04
    >>> gradient_check(f, lambda x: 2 * x, [3.0, 0.0]).passed
    True
    """
    point = _finite(x, "x")
    limit = float(_finite(tolerance, "tolerance", axes=0))
    if limit <= 0:
        raise ValueError(f"tolerance must be above 0; it is {tolerance!r}")
    analytic = _finite(gradient(point.copy()) if callable(gradient) else gradient, "gradient")
    if analytic.shape != point.shape:
        raise ValueError(f"the gradient has shape {analytic.shape} and x has shape {point.shape}: they must be equal")
    h = _steps(point, step)
    numerical, noise = _differences(f, point, h)
    truncation = abs(_differences(f, point, 2 * h).gradient - numerical)
    errors = relative_error(numerical, analytic, floor=(100 * noise + truncation) / limit)
    worst = tuple(int(i) for i in np.unravel_index(errors.argmax(), errors.shape))
    error = float(errors[worst])
    return GradientCheck(error <= limit, error, worst, float(numerical[worst]), float(analytic[worst]))


# ---------------------------------------------------------------- going down


def gradient_descent(gradient: Callable[[Array], ArrayLike], start: ArrayLike, rate: float, steps: int) -> Array:
    """Walk downhill: x ← x − rate · gradient(x), `steps` times.

    Parameters
    ----------
    gradient : function of an array of the shape of `start`, returning one of the same shape
    start : array of any shape, or a number
        Where to begin; never changed.
    rate : float, above 0
        The learning rate.
    steps : int, at least 0

    Returns
    -------
    array, shape (steps + 1, *start.shape)
        Every point of the path, `start` first. float32 and float64 are kept. Too large a rate leads away, in the
        end to infinity and NaN: that is the answer, not an error, and comes without warnings.

    Raises
    ------
    ValueError
        If `start` is not real and finite, `rate` is not above 0, `steps` is no whole number from 0 on, or the
        gradient has another shape than `start`.

    References
    ----------
    A. Cauchy (1847), "Méthode générale pour la résolution des systèmes d'équations simultanées", Comptes rendus
    de l'Académie des sciences 25, 536–538.

    Examples
    --------
    f(x) = x², whose critical rate is 1: right, oscillating, diverging.

    >>> for rate in 0.25, 0.75, 1.5:
    ...     print(gradient_descent(lambda x: 2 * x, 8.0, rate, 3))
    [8. 4. 2. 1.]
    [ 8. -4.  2. -1.]
    [  8. -16.  32. -64.]
    """
    point = np.asarray(start)
    _finite(point, "start")
    point = point if point.dtype.kind == "f" else point.astype(np.float64)
    learning_rate = float(_finite(rate, "rate", axes=0))
    if learning_rate <= 0:
        raise ValueError(f"rate must be above 0; it is {rate!r}")
    if not isinstance(steps, int | np.integer) or isinstance(steps, bool) or steps < 0:
        raise ValueError(f"steps must be a whole number from 0 on; it is {steps!r}")
    path = np.empty((steps + 1, *point.shape), point.dtype)
    path[0] = point
    with np.errstate(over="ignore", invalid="ignore"):
        for k in range(steps):
            slope = np.asarray(gradient(path[k].copy()))
            if slope.shape != point.shape:
                raise ValueError(f"the gradient has shape {slope.shape} and start has shape {point.shape}")
            path[k + 1] = path[k] - learning_rate * slope
    return path


def critical_rate(hessian: ArrayLike) -> float:
    """The rate above which gradient descent on a quadratic diverges: 2 / λmax.

    On f(x) = ½ xᵀ H x each step multiplies the error along an eigenvector of H by 1 − rate · λ; that shrinks while
    rate < 2 / λ, and the largest λ is the first to fail.

    Parameters
    ----------
    hessian : array, shape (n, n), or a number
        The second derivatives, symmetric.

    Returns
    -------
    float
        Infinity if nothing curves at all.

    Raises
    ------
    ValueError
        If `hessian` is not square, symmetric, real and finite, or some direction curves down: no rate converges.

    Examples
    --------
    >>> critical_rate([[2.0, 0.0],
    ...                [0.0, 8.0]])
    0.25
    """
    H = np.atleast_2d(_finite(hessian, "hessian"))
    if H.ndim != 2 or H.shape[0] != H.shape[1] or H.size == 0:
        raise ValueError(f"hessian has shape {np.shape(hessian)}: it must be square")
    if not np.allclose(H, H.T):
        raise ValueError("hessian is not symmetric: second derivatives do not depend on their order")
    eigenvalues = np.linalg.eigvalsh(H)
    largest = abs(eigenvalues).max()
    if eigenvalues[0] < -len(H) * _EPS * largest:
        raise ValueError(f"the smallest eigenvalue is {eigenvalues[0]:g}: f falls for ever, and no rate converges")
    return float(2 / largest) if largest > 0 else float("inf")


# ---------------------------------------------------------------- least squares


def least_squares(X: ArrayLike, Y: ArrayLike) -> Array:
    """Linear regression: the W that minimises ‖Y − W X‖², and of all such the one of least norm.

    With linearly independent features this is Y Xᵀ (X Xᵀ)⁻¹. No inverse is computed: the singular values decide
    what the data determine, so fewer examples than features, or repeated features, are no trouble.

    Parameters
    ----------
    X : array, shape (features, examples)
        As given: for a bias append the row of ones yourself (`perceptron.with_bias`).
    Y : array, shape (outputs, examples) or (examples,)

    Returns
    -------
    array, shape (outputs, features), or (features,) for `Y` of one axis
        float32 if both are, else float64.

    Raises
    ------
    ValueError
        If the shapes do not match, there is no example, or anything is not real or not finite.

    References
    ----------
    G. H. Golub and C. F. Van Loan (2013), "Matrix Computations", 4th edition, section 5.5, on rank-deficient
    least squares.

    Examples
    --------
    y = 2x + 1 through three points; then one example for two equal features, which share its weight:

    >>> least_squares([[0, 1, 2], [1, 1, 1]], [1, 3, 5]).round(6)
    array([2., 1.])
    >>> least_squares([[1.0], [1.0]], [4.0]).round(6)
    array([2., 2.])
    """
    _finite(X, "X", axes=2)
    _finite(Y, "Y")
    X, Y = np.asarray(X), np.asarray(Y)
    if Y.ndim not in (1, 2) or Y.shape[-1] != X.shape[1]:
        raise ValueError(
            f"X has shape {X.shape} and Y has shape {Y.shape}: X must be (features, examples) and Y "
            "(outputs, examples) or (examples,)"
        )
    if X.size == 0 or Y.size == 0:
        raise ValueError(f"X has shape {X.shape} and Y has shape {Y.shape}: at least one of everything is needed")
    dtype = np.float32 if X.dtype == Y.dtype == np.float32 else np.float64
    # numpy solves A w = y for rows, so both are transposed on the way in and W on the way out.
    return np.linalg.lstsq(X.T.astype(dtype), Y.T.astype(dtype), rcond=None)[0].T


# ---------------------------------------------------------------- looking at what was given


def _finite(values: ArrayLike, name: str, axes: int | None = None) -> Array:
    """A float64 copy of `values`, if they are real and finite and have that many axes."""
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; it holds {array.dtype}")
    if axes is not None and array.ndim != axes:
        wanted = "must be one number" if axes == 0 else f"must have {axes} axes" if axes > 1 else "must have one axis"
        raise ValueError(f"{name} has shape {array.shape}: it {wanted}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinity: every number must be finite")
    return array.astype(np.float64)


def _value(value: Any) -> float:
    """What `f` returned, if differences can be taken of it."""
    array = np.asarray(value)
    if array.ndim or array.dtype.kind not in "biuf":
        raise ValueError(f"f returned {array.dtype} of shape {array.shape}: it must return one real number")
    if array.dtype in (np.float16, np.float32):
        raise ValueError(f"f returned {array.dtype}: too few digits for differences; let it compute in float64")
    if not np.isfinite(array):
        raise ValueError(f"f returned {array}: it must be finite around x")
    return float(array)
