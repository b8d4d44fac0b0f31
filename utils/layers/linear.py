"""Layers that multiply by a matrix: fully connected, and connected to some inputs only."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.layers._inputs import blame, columns, kept, matrix, ones, weights
from utils.layers.module import Module, gradient_of, parameter

Array = NDArray[Any]


class Linear(Module):
    """A fully connected layer: F = W G + b; dW = dF Gᵀ, db = the sum of dF over examples, dG = Wᵀ dF.

    Parameters
    ----------
    W : array, shape (n_out, n_in)
        Where to start (see `initializers`); copied. Its dtype, float32 or float64, is the layer's.
    b : array, shape (n_out, 1), optional
        Zeros unless given.

    Attributes
    ----------
    W, b, dW, db : arrays
        Views of `theta` and `dtheta`; assigning to W or b copies the numbers in.

    Raises
    ------
    ValueError
        If the shapes do not match.

    Examples
    --------
    >>> layer = Linear([[1.0, 2.0]], [[10.0]])
    >>> layer.forward(np.array([[1.0, 3.0], [1.0, 4.0]]))
    array([[13., 21.]])
    >>> layer.backward(np.array([[1.0, 1.0]]))
    array([[1., 1.],
           [2., 2.]])
    >>> layer.dW, layer.db
    (array([[4., 5.]]), array([[2.]]))
    """

    def __init__(self, W: ArrayLike, b: ArrayLike | None = None) -> None:
        W = matrix(W, "W")
        W, b = weights(W, np.zeros((len(W), 1), W.dtype) if b is None else b)
        if W.size == 0:
            raise ValueError(f"W has shape {W.shape}: a layer needs at least one input and one output")
        self._own(W=W, b=b)
        self.shape: tuple[int, int] = W.shape
        self._G: Array | None = None

    W, b = parameter("W", "The weights, shape (n_out, n_in)"), parameter("b", "The bias, shape (n_out, 1)")
    dW, db = gradient_of("W"), gradient_of("b")
    _W: Array
    _b: Array
    _dW: Array
    _db: Array

    def forward(self, G: Array, out: Array | None = None) -> Array:
        """F = W G + b; see `Module.forward`."""
        if out is None:
            G = columns(G, self.shape[1], self._theta.dtype, self)
        self._G = G
        F = np.dot(self._W, G, out=out)  # W @ G, and with a place to write it to faster than np.matmul
        return np.add(F, self._b, out=F)

    def backward(self, dF: Array, out: Array | None = None) -> Array:
        """Sets dW and db, returns dG; see `Module.backward`."""
        dF = self._to_parameters(dF)
        return np.dot(self._W.T, dF, out=out)

    def backward_to_parameters(self, dF: Array) -> None:
        """Sets dW and db; see `Module.backward_to_parameters`."""
        self._to_parameters(dF)

    def _to_parameters(self, dF: Array) -> Array:
        """dW = dF Gᵀ, and db = dF 1: a matrix product with a column of ones sums over examples. Returns dF, checked."""
        G = kept(self._G, self)
        dF = blame(dF, (self.shape[0], G.shape[1]), G.dtype, self)
        np.dot(dF, G.T, out=self._dW)
        np.dot(dF, ones(G.shape[1], G.dtype), out=self._db)
        return dF

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.shape[1]} → {self.shape[0]})"


class LocallyConnected(Linear):
    """A layer whose units see only some of the inputs, a sparse W: F = (W ∘ M) G + b.

    dW = (dF Gᵀ) ∘ M and dG = (W ∘ M)ᵀ dF: a connection that is not there carries nothing, forward or back.

    Parameters
    ----------
    W : array, shape (n_out, n_in)
        Copied, with zeros where the mask is 0.
    mask : array of 0 and 1, shape (n_out, n_in)
        M: which connections are there. `local_mask` makes the usual one.
    b : array, shape (n_out, 1), optional

    Raises
    ------
    ValueError
        If the shapes do not match, or the mask holds anything but 0 and 1.

    Examples
    --------
    >>> layer = LocallyConnected(np.ones((2, 4)), local_mask(2, 4, 2))
    >>> layer.W
    array([[1., 1., 0., 0.],
           [0., 0., 1., 1.]])
    >>> layer.forward(np.array([[1.0], [2.0], [3.0], [4.0]]))
    array([[3.],
           [7.]])
    """

    def __init__(self, W: ArrayLike, mask: ArrayLike, b: ArrayLike | None = None) -> None:
        W, M = matrix(W, "W"), np.asarray(mask)
        if M.shape != W.shape:
            raise ValueError(f"W has shape {W.shape} and mask has shape {M.shape}: they must be the same")
        if M.dtype.kind not in "biuf" or not np.isin(M, [0, 1]).all():
            raise ValueError("mask must hold 0 and 1 (or False and True) only")
        super().__init__(W * M.astype(W.dtype), b)
        self.mask = M.astype(W.dtype)

    def forward(self, G: Array, out: Array | None = None) -> Array:
        """F = (W ∘ M) G + b; see `Module.forward`."""
        self._G = G = columns(G, self.shape[1], self._theta.dtype, self)
        F = np.dot(self._W * self.mask, G, out=out)
        return np.add(F, self._b, out=F)

    def backward(self, dF: Array, out: Array | None = None) -> Array:
        """Sets dW and db, returns dG; see `Module.backward`."""
        dF = self._to_parameters(dF)
        return np.dot((self._W * self.mask).T, dF, out=out)

    def _to_parameters(self, dF: Array) -> Array:
        """dW = (dF Gᵀ) ∘ M, and db as in `Linear`."""
        dF = super()._to_parameters(dF)
        self._dW *= self.mask
        return dF


def local_mask(n_out: int, n_in: int, width: int) -> Array:
    """Which inputs each unit sees if units look at `width` neighbours, from the first inputs to the last.

    Parameters
    ----------
    n_out, n_in : int, at least 1
    width : int, 1 … n_in
        Inputs seen by one unit. The windows are spread evenly; they overlap if n_out · width > n_in.

    Returns
    -------
    bool array, shape (n_out, n_in)

    Raises
    ------
    ValueError
        If a number is out of its range.

    Examples
    --------
    >>> local_mask(3, 5, 3).astype(int)
    array([[1, 1, 1, 0, 0],
           [0, 1, 1, 1, 0],
           [0, 0, 1, 1, 1]])
    """
    for name, value in (("n_out", n_out), ("n_in", n_in), ("width", width)):
        if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} must be a whole number of at least 1; it is {value!r}")
    if width > n_in:
        raise ValueError(f"width is {width} and n_in is {n_in}: a unit cannot see more inputs than there are")
    first = np.linspace(0, n_in - width, n_out).round().astype(int)[:, None]
    inputs = np.arange(n_in)
    return (first <= inputs) & (inputs < first + width)
