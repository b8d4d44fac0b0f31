"""Softmax and its logarithm, which read columns as examples, and the ways back through them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.activations._arrays import floating, like

Array = NDArray[Any]


def softmax(F: ArrayLike) -> Array:
    """Each column becomes a probability distribution: gᵢ = e^fᵢ / Σⱼ e^fⱼ.

    The same for f and f + c, so the largest entry of each column is taken off first, and nothing overflows.

    Parameters
    ----------
    F : array, shape (classes,) or (classes, examples), or more axes; the first one is summed over
        Finite; −∞ may stand for "impossible" as long as one entry of the column is finite.

    Returns
    -------
    array of the shape and dtype of `F`
        From 0 to 1; each column sums to 1.

    Raises
    ------
    ValueError
        If there is no class, or `F` is a number or does not hold real numbers.

    References
    ----------
    J. S. Bridle (1990), "Probabilistic interpretation of feedforward classification network outputs, with
    relationships to statistical pattern recognition", in Neurocomputing, Springer, 227–236.

    Examples
    --------
    >>> softmax([[1000.0, 0.0],
    ...          [1000.0, -1000.0]])
    array([[0.5, 1. ],
           [0.5, 0. ]])
    """
    F = _classes(F, "F")
    E = np.exp(F - F.max(axis=0))
    return E / E.sum(axis=0)


def softmax_gradient(dG: ArrayLike, G: ArrayLike) -> Array:
    """The way back, by the value: df = g ∘ (dg − g · dg), column by column.

    The Jacobian is diag(g) − g gᵀ; its product with dg needs no matrix, so it costs as little as softmax itself.
    The Jacobian is symmetric: the same function pushes a change of f forward to the change of g.

    Parameters
    ----------
    dG : array of the shape of `G`
        ∂L/∂G.
    G : array, shape (classes,) or (classes, examples), or more axes
        What `softmax` returned.

    Returns
    -------
    array of the shape and dtype of `G`

    Raises
    ------
    ValueError
        If the shapes differ or there is no class.

    Examples
    --------
    >>> softmax_gradient([1.0, 0.0], [0.5, 0.5])
    array([ 0.25, -0.25])
    """
    G = _classes(G, "G")
    dG = like(dG, "dG", G)
    return G * (dG - (G * dG).sum(axis=0))


def log_softmax(F: ArrayLike) -> Array:
    """ln softmax(f) = f − ln Σⱼ e^fⱼ, never the logarithm of a probability that was rounded to 0.

    Parameters
    ----------
    F : array, shape (classes,) or (classes, examples), or more axes

    Returns
    -------
    array of the shape and dtype of `F`
        At most 0.

    Raises
    ------
    ValueError
        If there is no class, or `F` is a number or does not hold real numbers.

    Examples
    --------
    >>> log_softmax([[1000.0], [-1000.0]])
    array([[    0.],
           [-2000.]])
    """
    F = _classes(F, "F")
    shifted = F - F.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))


def log_softmax_gradient(dG: ArrayLike, G: ArrayLike) -> Array:
    """The way back, by the value: df = dg − e^g Σ dg, column by column.

    Parameters
    ----------
    dG : array of the shape of `G`
        ∂L/∂G.
    G : array, shape (classes,) or (classes, examples), or more axes
        What `log_softmax` returned.

    Returns
    -------
    array of the shape and dtype of `G`

    Raises
    ------
    ValueError
        If the shapes differ or there is no class.

    Examples
    --------
    >>> log_softmax_gradient([1.0, 0.0], log_softmax([3.0, 3.0]))
    array([ 0.5, -0.5])
    """
    G = _classes(G, "G")
    dG = like(dG, "dG", G)
    return dG - np.exp(G) * dG.sum(axis=0)


def _classes(values: ArrayLike, name: str) -> Array:
    array = floating(values, name)
    if array.ndim == 0 or array.shape[0] == 0:
        raise ValueError(f"{name} has shape {array.shape}: the first axis must hold at least one class")
    return array
