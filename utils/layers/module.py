"""What every module is: a forward, a backward, and one vector of parameters."""

from __future__ import annotations

import math
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.layers._inputs import put_into

Array = NDArray[Any]


class Module:
    """What every module offers; the base of those below. A module without parameters has an empty `theta`.

    Examples
    --------
    A unit of your own, by inheriting and writing the two functions:

    >>> class Square(Module):
    ...     def forward(self, G, out=None):
    ...         self.G = G
    ...         return np.multiply(G, G, out=out)
    ...     def backward(self, dF, out=None):
    ...         return np.multiply(2 * self.G, dF, out=out)
    >>> square = Square()
    >>> square.forward(np.array([[3.0]])), square.backward(np.array([[1.0]]))
    (array([[9.]]), array([[6.]]))
    """

    _theta: Array = np.zeros(0)
    _dtheta: Array = np.zeros(0)
    _shapes: dict[str, tuple[int, ...]] = {}  # noqa: RUF012 - never changed, only replaced
    _owned = False

    def forward(self, G: Array, out: Array | None = None) -> Array:
        """Compute F from G, and keep what `backward` will need.

        Parameters
        ----------
        G : array, shape (n_in, examples)
            Kept by reference, not copied: do not change it before `backward`.
        out : array, optional
            Where to write F, for networks that use their arrays again; it must then be left alone until `backward`,
            and shapes and types are not looked at. A new array unless given.

        Returns
        -------
        array, shape (n_out, examples)

        Raises
        ------
        ValueError
            If the shape does not fit, or float32 and float64 meet.
        """
        raise NotImplementedError

    def backward(self, dF: Array, out: Array | None = None) -> Array:
        """Set the gradients of the parameters, and return ∂L/∂G.

        Parameters
        ----------
        dF : array, the shape of the last F
            ∂L/∂F; never changed.
        out : array, optional
            Where to write ∂L/∂G; shapes and types are then not looked at. A new array unless given.

        Returns
        -------
        array, the shape of the last G

        Raises
        ------
        ValueError
            If the shape is another, or there was no `forward`.
        """
        raise NotImplementedError

    def backward_to_parameters(self, dF: Array) -> None:
        """`backward` without ∂L/∂G: what learning asks of the first layer, where it saves a third of the work.

        Parameters
        ----------
        dF : array, the shape of the last F
        """
        if self._theta.size:
            self.backward(dF)

    def _put_theta(self, value: ArrayLike) -> None:
        put_into(self._theta, value, "theta")

    theta = property(
        attrgetter("_theta"),
        _put_theta,
        doc="All parameters in one vector, a view; assigning to it copies the numbers in.",
    )
    dtheta = property(
        attrgetter("_dtheta"),
        doc="All gradients in one vector, in the order of `theta`; a view that the next `backward` writes anew.",
    )

    def parameters(self) -> list[Array]:
        """The parameters of each layer in turn, weights before bias: views of `theta`."""
        return [getattr(self, f"_{name}") for name in self._shapes]

    def gradients(self) -> list[Array]:
        """Their gradients, in the same order and shapes: views of `dtheta`."""
        return [getattr(self, f"_d{name}") for name in self._shapes]

    def __call__(self, G: Array) -> Array:
        """The same as `forward`."""
        return self.forward(G)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def _own(self, **arrays: Array) -> None:
        """Copy these arrays into `theta`, and make room for their gradients: `_W` and `_dW` for an array W."""
        self._shapes = {name: array.shape for name, array in arrays.items()}
        self._theta = np.concatenate([array.ravel() for array in arrays.values()])
        self._dtheta = np.zeros_like(self._theta)
        self._bind(self._theta, self._dtheta)

    def _bind(self, theta: Array, dtheta: Array) -> None:
        """Move parameters and gradients into this memory, and make the arrays views of it."""
        theta[:], dtheta[:] = self._theta, self._dtheta
        self._theta, self._dtheta = theta, dtheta
        start = 0
        for name, shape in self._shapes.items():
            stop = start + math.prod(shape)
            setattr(self, f"_{name}", theta[start:stop].reshape(shape))
            setattr(self, f"_d{name}", dtheta[start:stop].reshape(shape))
            start = stop

    def __setstate__(self, state: dict[str, Any]) -> None:
        # Copying or unpickling makes each view an array of its own; tie them to theta again.
        self.__dict__.update(state)
        self._bind(self._theta, self._dtheta)


def parameter(name: str, meaning: str) -> Any:
    """A property that reads a view of `theta` and writes into it, so that no assignment can cut a layer loose."""

    def put(self: Module, value: ArrayLike) -> None:
        put_into(getattr(self, f"_{name}"), value, name)

    return property(attrgetter(f"_{name}"), put, doc=f"{meaning}; assigning to it copies the numbers in.")


def gradient_of(name: str) -> Any:
    """A property that reads a view of `dtheta`."""
    return property(attrgetter(f"_d{name}"), doc=f"∂L/∂{name}, written anew by each `backward`.")
