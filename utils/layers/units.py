"""Activations as modules."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils import activations
from utils.layers._inputs import blame, columns, kept, matrix, zeros
from utils.layers.module import Module, gradient_of, parameter

Array = NDArray[Any]


class Activation(Module):
    """Any element-wise unit as a module: G = σ(F), dF = dG ∘ σ′(F).

    Among activations the letters change sides: what comes in is a pre-activation F, what goes out an activation G.

    Parameters
    ----------
    function : function of an array, or the name of an element-wise unit in `activations.TABLE`
        σ, element by element.
    derivative : function of an array
        σ′, by the pre-activation; not needed with a name.

    Raises
    ------
    ValueError
        If there is no such unit, or the derivative is missing.

    Examples
    --------
    >>> sine = Activation(np.sin, np.cos)
    >>> sine.forward(np.array([[0.0]])), sine.backward(np.array([[5.0]]))
    (array([[0.]]), array([[5.]]))
    >>> Activation("leaky ReLU").forward(np.array([[-1.0, 1.0]]))
    array([[-0.01,  1.  ]])
    """

    def __init__(
        self, function: Callable[[Array], Array] | str, derivative: Callable[[Array], Array] | None = None
    ) -> None:
        self.name = function if isinstance(function, str) else getattr(function, "__name__", "a function")
        if isinstance(function, str):
            unit = activations.named(function)
            function, derivative = unit.function, unit.derivative
        if derivative is None:
            raise ValueError(f"{self.name} comes without a derivative for single elements")
        self.function, self.derivative = function, derivative
        self._F: Array | None = None

    def forward(self, F: Array, out: Array | None = None) -> Array:
        """G = σ(F); see `Module.forward`."""
        self._F = F = columns(F, None, None, self)
        out = np.empty(F.shape, F.dtype) if out is None else out
        out[...] = self.function(F)
        return out

    def backward(self, dG: Array, out: Array | None = None) -> Array:
        """dF = dG ∘ σ′(F); see `Module.backward`."""
        F = kept(self._F, self)
        return np.multiply(blame(dG, F.shape, F.dtype, self), self.derivative(F), out=out)

    def __repr__(self) -> str:
        return f"Activation({self.name})"


class _ByValue(Module):
    """A unit whose derivative follows from its value: backward needs nothing but G, so G is what is kept."""

    _G: Any = None

    def _forward_to_new(self, F: Array) -> Array:
        F = columns(F, None, None, self)
        # The caller may do with the result what he likes, so it is not the array that is kept.
        return self.forward(F, np.empty(F.shape, F.dtype)).copy()

    def _backward_to_new(self, dG: Array) -> Array:
        G = kept(self._G, self)
        return self.backward(blame(dG, G.shape, G.dtype, self), np.empty(G.shape, G.dtype))


class Sigmoid(_ByValue):
    """The sigmoid σ(f) = 1 / (1 + e^−f) as a module; dF = dG ∘ G ∘ (1 − G).

    Computed as ½ tanh(f / 2) + ½, the same function: e^−f overflows where f is very negative, tanh never does.

    Examples
    --------
    >>> sigmoid = Sigmoid()
    >>> sigmoid.forward(np.array([[0.0, -1000.0]]))
    array([[0.5, 0. ]])
    >>> sigmoid.backward(np.array([[1.0, 1.0]]))
    array([[0.25, 0.  ]])
    """

    def forward(self, F: Array, out: Array | None = None) -> Array:
        """G = ½ tanh(F / 2) + ½; see `Module.forward`."""
        if out is None:
            return self._forward_to_new(F)
        half = _HALF[F.dtype]
        np.multiply(F, half, out=out)
        np.tanh(out, out=out)
        np.multiply(out, half, out=out)
        self._G = np.add(out, half, out=out)
        return out

    def backward(self, dG: Array, out: Array | None = None) -> Array:
        """dF = dG ∘ (G − G²); see `Module.backward`."""
        if out is None:
            return self._backward_to_new(dG)
        G = self._G
        np.multiply(G, G, out=out)
        np.subtract(G, out, out=out)
        return np.multiply(dG, out, out=out)


class Tanh(_ByValue):
    """The hyperbolic tangent as a module; dF = dG ∘ (1 − G²).

    Examples
    --------
    >>> tanh = Tanh()
    >>> tanh.forward(np.array([[0.0]])), tanh.backward(np.array([[3.0]]))
    (array([[0.]]), array([[3.]]))
    """

    def forward(self, F: Array, out: Array | None = None) -> Array:
        """G = tanh(F); see `Module.forward`."""
        if out is None:
            return self._forward_to_new(F)
        self._G = np.tanh(F, out=out)
        return out

    def backward(self, dG: Array, out: Array | None = None) -> Array:
        """dF = dG ∘ (1 − G²); see `Module.backward`."""
        if out is None:
            return self._backward_to_new(dG)
        G = self._G
        np.multiply(G, G, out=out)
        np.subtract(_ONE[out.dtype], out, out=out)
        return np.multiply(dG, out, out=out)


class ReLU(_ByValue):
    """The rectified linear unit max(0, f) as a module; dF = dG where f > 0, else 0 (also at the kink f = 0).

    Examples
    --------
    >>> relu = ReLU()
    >>> relu.forward(np.array([[-1.0, 0.0, 2.0]]))
    array([[0., 0., 2.]])
    >>> relu.backward(np.array([[5.0, 5.0, 5.0]]))
    array([[0., 0., 5.]])
    """

    def forward(self, F: Array, out: Array | None = None) -> Array:
        """G = max(0, F); see `Module.forward`."""
        if out is None:
            return self._forward_to_new(F)
        self._G = np.maximum(F, zeros(F.shape[1], F.dtype), out=out)
        return out

    def backward(self, dG: Array, out: Array | None = None) -> Array:
        """dF = dG ∘ [G > 0]; see `Module.backward`."""
        if out is None:
            return self._backward_to_new(dG)
        G = self._G
        return np.multiply(dG, G > 0, out=out)


class Softmax(_ByValue):
    """Softmax as a module: each column becomes e^f / Σ e^f, numbers above 0 that sum to 1.

    dF = G ∘ (dG − Σ G ∘ dG), sums over the column: the product with the Jacobian, without building it. For
    learning, `CrossEntropy` takes the scores themselves; softmax before it would be softmax twice.

    Examples
    --------
    >>> Softmax().forward(np.array([[1000.0], [1000.0]]))
    array([[0.5],
           [0.5]])
    """

    def forward(self, F: Array, out: Array | None = None) -> Array:
        """G = softmax(F); see `Module.forward`."""
        if out is None:
            return self._forward_to_new(F)
        out[...] = activations.softmax(F)
        self._G = out
        return out

    def backward(self, dG: Array, out: Array | None = None) -> Array:
        """dF = G ∘ (dG − Σ G ∘ dG); see `Module.backward`."""
        if out is None:
            return self._backward_to_new(dG)
        out[...] = activations.softmax_gradient(dG, kept(self._G, self))
        return out


class PReLU(Module):
    """The rectifier that learns its slope a below 0: G = F where F > 0, else a F; da = Σ dG min(F, 0).

    Parameters
    ----------
    a : array, shape (units, 1), or (1, 1) for one slope that all units share
        Where to start, 0.25 in the paper; copied. Its dtype must be that of the layers beside it.

    Raises
    ------
    ValueError
        If `a` has another shape.

    Examples
    --------
    >>> unit = PReLU([[0.25]])
    >>> unit.forward(np.array([[-4.0, 2.0]])), unit.backward(np.array([[1.0, 1.0]])), unit.da
    (array([[-1.,  2.]]), array([[0.25, 1.  ]]), array([[-4.]]))
    """

    a, da = parameter("a", "The slopes"), gradient_of("a")

    def __init__(self, a: ArrayLike) -> None:
        a = matrix(a, "a")
        if a.shape[1] != 1 or len(a) == 0:
            raise ValueError(f"a has shape {a.shape}: it must be (units, 1), or (1, 1) for all units together")
        self._own(a=a)
        self._F: Array | None = None

    def forward(self, F: Array, out: Array | None = None) -> Array:
        """G = F where F > 0, else a F; see `Module.forward`."""
        units = len(self.a) if len(self.a) > 1 else None
        self._F = F = columns(F, units, self.theta.dtype, self)
        out = np.empty(F.shape, F.dtype) if out is None else out
        out[...] = activations.prelu(F, self.a)
        return out

    def backward(self, dG: Array, out: Array | None = None) -> Array:
        """Sets da, returns dF; see `Module.backward`."""
        F = kept(self._F, self)
        out = np.empty(F.shape, F.dtype) if out is None else out
        out[...], self.da[...] = activations.prelu_gradients(blame(dG, F.shape, F.dtype, self), F, self.a)
        return out


class Maxout(Module):
    """The largest of several linear layers, unit by unit: max over pieces k of W_k G + b_k (see `activations.maxout`).

    Parameters
    ----------
    W : array, shape (pieces, n_out, n_in)
        Copied.
    b : array, shape (pieces, n_out, 1), optional
        Zeros unless given.

    Raises
    ------
    ValueError
        If the shapes do not match.

    Examples
    --------
    >>> absolute = Maxout([[[1.0]], [[-1.0]]])
    >>> absolute.forward(np.array([[-2.0, 3.0]]))
    array([[2., 3.]])
    """

    W, b = parameter("W", "The weights, (pieces, n_out, n_in)"), parameter("b", "The biases, (pieces, n_out, 1)")
    dW, db = gradient_of("W"), gradient_of("b")

    def __init__(self, W: ArrayLike, b: ArrayLike | None = None) -> None:
        W = np.asarray(W)
        W = W if W.dtype.kind == "f" else W.astype(np.float64)
        b = np.zeros((*W.shape[:-1], 1), W.dtype) if b is None else np.asarray(b, W.dtype)
        if W.ndim != 3 or W.size == 0 or b.shape != (*W.shape[:-1], 1):
            raise ValueError(
                f"W has shape {W.shape} and b has shape {b.shape}: they must be (pieces, n_out, n_in) and "
                "(pieces, n_out, 1)"
            )
        self._own(W=W, b=b)
        self._G: Array | None = None

    def forward(self, G: Array, out: Array | None = None) -> Array:
        """F = max over pieces; see `Module.forward`."""
        self._G = G = columns(G, self.W.shape[2], self.theta.dtype, self)
        F = activations.maxout(G, self.W, self.b)
        if out is not None:
            out[...] = F
        return F if out is None else out

    def backward(self, dF: Array, out: Array | None = None) -> Array:
        """Sets dW and db, returns dG; see `Module.backward`."""
        G = kept(self._G, self)
        dF = blame(dF, (self.W.shape[1], G.shape[1]), G.dtype, self)
        out = np.empty(G.shape, G.dtype) if out is None else out
        out[...], self.dW[...], self.db[...] = activations.maxout_gradients(dF, G, self.W, self.b)
        return out


# Numbers as arrays of no axes: converting a plain Python number costs a ufunc more than using it.
_HALF, _ONE = ({np.dtype(dtype): np.array(number, dtype) for dtype in (np.float32, np.float64)} for number in (0.5, 1))
