"""Units with parameters that are learned, and the gradients to these: PReLU, APL and maxout."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.activations._arrays import floating, like, parameter, sum_to, where_positive
from utils.activations.rectifiers import relu_derivative

Array = NDArray[Any]


def prelu(f: ArrayLike, slope: ArrayLike = 0.25) -> Array:
    """The parametric rectifier: g = f where f > 0, else a f, where the slope a is learned.

    Parameters
    ----------
    f : array of any shape, or a number
    slope : number, or array that broadcasts to the shape of `f`, default 0.25
        One for all, or shape (units, 1): one for each unit. Any real numbers; taken to the dtype of `f`.

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If the shapes do not match.

    References
    ----------
    K. He, X. Zhang, S. Ren and J. Sun (2015), "Delving deep into rectifiers: surpassing human-level performance on
    ImageNet classification", ICCV, 1026–1034. There, too, a starts at 0.25.

    Examples
    --------
    >>> prelu([[-4.0, 2.0], [-4.0, 2.0]], [[0.25], [0.5]])
    array([[-1.,  2.],
           [-2.,  2.]])
    """
    f = floating(f)
    a = parameter(slope, "slope", f, f.shape)
    # Not max(f, a f), which is another function once a has grown beyond 1.
    return np.maximum(f, 0) + a * np.minimum(f, 0)


def prelu_derivative(f: ArrayLike, slope: ArrayLike = 0.25) -> Array:
    """g′ = 1 where f > 0, else a; a at the kink.

    Parameters
    ----------
    f : array of any shape, or a number
    slope : number, or array that broadcasts to the shape of `f`, default 0.25

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        As for `prelu`.

    Examples
    --------
    >>> prelu_derivative([-4.0, 2.0])
    array([0.25, 1.  ])
    """
    f = floating(f)
    return where_positive(f, 1, parameter(slope, "slope", f, f.shape))


def prelu_gradients(dg: ArrayLike, f: ArrayLike, slope: ArrayLike = 0.25) -> tuple[Array, Array]:
    """The way back: df = dg ∘ g′, and da = Σ dg min(f, 0) over all entries that share a slope.

    Parameters
    ----------
    dg : array of the shape of `f`
        ∂L/∂g.
    f : array of any shape
    slope : number, or array that broadcasts to the shape of `f`, default 0.25

    Returns
    -------
    df : array of the shape and dtype of `f`
    da : array of the shape of `slope`, dtype of `f`

    Raises
    ------
    ValueError
        If the shapes do not match.

    Examples
    --------
    >>> prelu_gradients([[1.0, 1.0, 1.0]], [[-4.0, 2.0, -3.0]], [[0.25]])
    (array([[0.25, 1.  , 0.25]]), array([[-7.]]))
    """
    f = floating(f)
    dg = like(dg, "dg", f)
    return dg * prelu_derivative(f, slope), sum_to(dg * np.minimum(f, 0), np.shape(slope))


def apl(f: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """The adaptive piecewise linear unit: g = max(0, f) + Σₛ aₛ max(0, bₛ − f), where all aₛ and bₛ are learned.

    Parameters
    ----------
    f : array of any shape, or a number
    a, b : arrays of one shape, (hinges, …), where … broadcasts to the shape of `f`
        (hinges, units, 1) gives each unit its own hinges. Taken to the dtype of `f`.

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        If the shapes do not match.

    References
    ----------
    F. Agostinelli, M. Hoffman, P. Sadowski and P. Baldi (2014), "Learning activation functions to improve deep
    neural networks", arXiv:1412.6830.

    Examples
    --------
    A leaky ReLU is one hinge at 0 with a = −slope:

    >>> apl([[-2.0, 3.0]], a=[-0.25], b=[0.0])
    array([[-0.5,  3. ]])
    """
    f, a, b = _hinges(f, a, b)
    return np.maximum(f, 0) + (a * np.maximum(b - f, 0)).sum(axis=0)


def apl_derivative(f: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """g′ = [f > 0] − Σₛ aₛ [f ≤ bₛ]; at each kink the slope on its left.

    Parameters
    ----------
    f : array of any shape, or a number
    a, b : arrays of one shape, (hinges, …), where … broadcasts to the shape of `f`

    Returns
    -------
    array of the shape and dtype of `f`

    Raises
    ------
    ValueError
        As for `apl`.

    Examples
    --------
    >>> apl_derivative([[-2.0, 3.0]], a=[-0.25], b=[0.0])
    array([[0.25, 1.  ]])
    """
    f, a, b = _hinges(f, a, b)
    return relu_derivative(f) - (a * (f <= b)).sum(axis=0)


def apl_gradients(dg: ArrayLike, f: ArrayLike, a: ArrayLike, b: ArrayLike) -> tuple[Array, Array, Array]:
    """The way back: df = dg ∘ g′, daₛ = Σ dg max(0, bₛ − f), dbₛ = Σ dg aₛ [f ≤ bₛ].

    The sums go over all entries that share the parameter. At f = bₛ the blame of bₛ is taken as that of its left
    side, so that it fits df.

    Parameters
    ----------
    dg : array of the shape of `f`
        ∂L/∂g.
    f : array of any shape
    a, b : arrays of one shape, (hinges, …), where … broadcasts to the shape of `f`

    Returns
    -------
    df : array of the shape and dtype of `f`
    da, db : arrays of the shape of `a`, dtype of `f`

    Raises
    ------
    ValueError
        If the shapes do not match.

    Examples
    --------
    >>> apl_gradients([[1.0, 1.0]], [[-2.0, 3.0]], a=[-0.25], b=[0.0])
    (array([[0.25, 1.  ]]), array([2.]), array([-0.25]))
    """
    shape = np.shape(a)
    f, a, b = _hinges(f, a, b)
    dg = like(dg, "dg", f)
    return (
        dg * apl_derivative(f, a, b),
        sum_to(dg * np.maximum(b - f, 0), a.shape).reshape(shape),
        sum_to(dg * a * (f <= b), a.shape).reshape(shape),
    )


def maxout(G: ArrayLike, W: ArrayLike, b: ArrayLike) -> Array:
    """The largest of several linear layers, unit by unit: max over pieces k of W_k G + b_k.

    Parameters
    ----------
    G : array, shape (n_in, examples)
    W : array, shape (pieces, n_out, n_in)
    b : array, shape (pieces, n_out, 1)

    Returns
    -------
    array, shape (n_out, examples)

    Raises
    ------
    ValueError
        If the shapes do not match, or there is no piece.

    References
    ----------
    I. J. Goodfellow, D. Warde-Farley, M. Mirza, A. Courville and Y. Bengio (2013), "Maxout networks", ICML,
    1319–1327.

    Examples
    --------
    |g| is the larger of g and −g:

    >>> maxout([[-2.0, 3.0]], W=[[[1.0]], [[-1.0]]], b=[[[0.0]], [[0.0]]])
    array([[2., 3.]])
    """
    return _pieces(G, W, b).max(axis=0)


def maxout_gradients(dF: ArrayLike, G: ArrayLike, W: ArrayLike, b: ArrayLike) -> tuple[Array, Array, Array]:
    """The way back: all blame goes to the piece that was largest, and there as through any linear layer.

    With dF_k = dF where piece k won, else 0: dW_k = dF_k Gᵀ, db_k = the sum of dF_k over examples, dG = Σ W_kᵀ dF_k.
    Where pieces are equal, the first of them takes all: a subgradient.

    Parameters
    ----------
    dF : array, shape (n_out, examples)
        ∂L/∂(what `maxout` returned).
    G : array, shape (n_in, examples)
    W : array, shape (pieces, n_out, n_in)
    b : array, shape (pieces, n_out, 1)

    Returns
    -------
    dG : array, shape (n_in, examples)
    dW : array, shape (pieces, n_out, n_in)
    db : array, shape (pieces, n_out, 1)

    Raises
    ------
    ValueError
        If the shapes do not match, or there is no piece.

    Examples
    --------
    >>> dG, dW, db = maxout_gradients([[1.0, 1.0]], [[-2.0, 3.0]], [[[1.0]], [[-1.0]]], [[[0.0]], [[0.0]]])
    >>> dG, dW.ravel(), db.ravel()
    (array([[-1.,  1.]]), array([ 3., -2.]), array([1., 1.]))
    """
    pieces = _pieces(G, W, b)
    G, W = floating(G), floating(W)
    won = pieces.argmax(axis=0) == np.arange(len(pieces))[:, None, None]
    blame = won * like(dF, "dF", pieces[0])  # (pieces, n_out, examples)
    return (W.transpose(0, 2, 1) @ blame).sum(axis=0), blame @ G.T, blame.sum(axis=2, keepdims=True)


def _hinges(f: ArrayLike, a: ArrayLike, b: ArrayLike) -> tuple[Array, Array, Array]:
    """f, and a and b with axes of length 1 put in after the first, so that they broadcast against it."""
    f, a, b = floating(f), floating(a, "a"), floating(b, "b")
    if a.shape != b.shape or a.ndim == 0:
        raise ValueError(f"a has shape {a.shape} and b has shape {b.shape}: both must be (hinges, …)")
    parameter(a[:1].reshape(a.shape[1:]) if len(a) else 0, "each hinge", f, f.shape)
    shape = (len(a), *(1,) * (f.ndim + 1 - a.ndim), *a.shape[1:])
    return f, a.astype(f.dtype, copy=False).reshape(shape), b.astype(f.dtype, copy=False).reshape(shape)


def _pieces(G: ArrayLike, W: ArrayLike, b: ArrayLike) -> Array:
    """All pieces of a maxout layer, shape (pieces, n_out, examples)."""
    G, W, b = floating(G, "G"), floating(W, "W"), floating(b, "b")
    if W.ndim != 3 or len(W) == 0 or G.ndim != 2 or W.shape[2] != G.shape[0] or b.shape != (*W.shape[:2], 1):
        raise ValueError(
            f"G has shape {G.shape}, W has shape {W.shape} and b has shape {b.shape}: they must be (n_in, examples), "
            "(pieces, n_out, n_in) and (pieces, n_out, 1), with at least one piece"
        )
    return W @ G + b
