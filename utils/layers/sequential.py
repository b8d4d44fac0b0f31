"""Modules in a row: a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import DTypeLike, NDArray

from utils import initializers
from utils.layers._inputs import blame, columns
from utils.layers.linear import Linear
from utils.layers.module import Module
from utils.layers.units import Activation, ReLU, Sigmoid, Tanh

Array = NDArray[Any]


class Sequential(Module):
    """Modules in a row: forward through all of them, backward through all of them in reverse.

    The parameters of all layers are moved, side by side, into one vector `theta`; each layer's W and b become views
    of it. In between, the arrays of the last few batch sizes are kept and used again. What `forward` and `backward`
    return is always new.

    Parameters
    ----------
    *modules : Module
        At least one. Each belongs to one `Sequential` only; for a part of a network write ``network[:2]``.

    Attributes
    ----------
    modules : tuple of Module
    theta, dtheta : arrays, shape (parameters,)

    Raises
    ------
    ValueError
        If there is no module, one stands there twice or belongs to another `Sequential`, or float32 and float64 meet.

    Examples
    --------
    >>> network = Sequential(Linear([[1.0], [-1.0]]), ReLU(), Linear([[1.0, 1.0]]))      # |x|
    >>> network.forward(np.array([[-3.0, 0.5]]))
    array([[3. , 0.5]])
    >>> network.backward(np.array([[1.0, 1.0]]))
    array([[-1.,  1.]])
    >>> network
    Sequential(Linear(1 → 2), ReLU(), Linear(2 → 1))
    >>> network.theta
    array([ 1., -1.,  0.,  0.,  1.,  1.,  0.])
    """

    def __init__(self, *modules: Module) -> None:
        if not modules:
            raise ValueError("Sequential needs at least one module")
        for k, module in enumerate(modules):
            if not isinstance(module, Module):
                raise ValueError(f"module {k} is {module!r}: it must be a Module, with forward and backward")
            if module._owned or any(module is other for other in modules[:k]):
                raise ValueError(
                    f"module {k}, {module!r}, already stands in a Sequential: a module keeps what it saw last, so it "
                    "can have one place only (for a part of a network write network[:2])"
                )
        dtypes = {module.theta.dtype for module in modules if module.theta.size}
        if len(dtypes) > 1:
            raise ValueError(f"the modules have parameters of {' and '.join(sorted(map(str, dtypes)))}: choose one")
        self.modules, self._reversed = modules, modules[::-1]
        size = sum(module.theta.size for module in modules)
        dtype = dtypes.pop() if dtypes else np.dtype(float)
        self._buffers: dict[Any, tuple[list[Array], list[Array]]] = {}
        self._way_back: list[Array] | None = None
        self._output: tuple[tuple[int, ...], np.dtype[Any]]
        self._bind(np.zeros(size, dtype), np.zeros(size, dtype))
        for module in modules:
            module._owned = True

    def forward(self, X: Array, out: Array | None = None) -> Array:
        """Through all modules; see `Module.forward`."""
        if type(X) is not np.ndarray or X.dtype.kind != "f":
            X = columns(X, None, self._theta.dtype, self)
        kept = self._buffers.get((X.shape, X.dtype))
        there, self._way_back = kept if kept is not None else self._new_buffers(X)
        G = X
        for module, buffer in zip(self.modules, there, strict=False):  # the last one has no buffer
            G = module.forward(G, buffer)
        F = self.modules[-1].forward(G, out)
        self._output = F.shape, F.dtype
        return F

    def backward(self, dF: Array, out: Array | None = None) -> Array:
        """Through all modules in reverse; see `Module.backward`."""
        return self.modules[0].backward(self._back_to_first(dF), out)

    def backward_to_parameters(self, dF: Array) -> None:
        """`backward` without ∂L/∂X: what learning needs."""
        self.modules[0].backward_to_parameters(self._back_to_first(dF))

    def parameters(self) -> list[Array]:
        """[W₁, b₁, W₂, b₂, …]."""
        return [array for module in self.modules for array in module.parameters()]

    def gradients(self) -> list[Array]:
        """[dW₁, db₁, dW₂, db₂, …]."""
        return [array for module in self.modules for array in module.gradients()]

    def __len__(self) -> int:
        return len(self.modules)

    def __iter__(self) -> Iterator[Module]:
        return iter(self.modules)

    @overload
    def __getitem__(self, place: int) -> Module: ...
    @overload
    def __getitem__(self, place: slice) -> Sequential: ...
    def __getitem__(self, place: int | slice) -> Module | Sequential:
        """One module, or a part of the network: the same modules and parameters, in a `Sequential` of its own."""
        if not isinstance(place, slice):
            return self.modules[place]
        start, stop, step = place.indices(len(self.modules))
        if step != 1 or stop <= start:
            raise ValueError(f"network[{place.start}:{place.stop}:{place.step}] has no modules in a row")
        part = Sequential.__new__(Sequential)
        part.modules, part._reversed = self.modules[start:stop], self.modules[start:stop][::-1]
        part._buffers, part._way_back, part._owned = {}, None, True
        ends = np.cumsum([0, *(module.theta.size for module in self.modules)])
        part._theta, part._dtheta = (whole[ends[start] : ends[stop]] for whole in (self._theta, self._dtheta))
        return part

    def __repr__(self) -> str:
        return f"Sequential({', '.join(map(repr, self.modules))})"

    def _back_to_first(self, dF: Array) -> Array:
        if self._way_back is None:
            raise ValueError("backward was called before forward")
        dF = blame(dF, *self._output, self)
        for module, buffer in zip(self._reversed, self._way_back, strict=False):  # the first one has no buffer
            dF = module.backward(dF, buffer)
        return dF

    def _new_buffers(self, X: Array) -> tuple[list[Array], list[Array]]:
        """Arrays for what passes between modules with this many examples; shapes are found by trying it."""
        outputs = [X]
        for module in self.modules[:-1]:
            outputs.append(module.forward(outputs[-1]))
        there = [np.empty(G.shape, G.dtype) for G in outputs[1:]]
        back = [np.empty(G.shape, G.dtype) for G in reversed(there)]
        if len(self._buffers) >= 4:  # a batch, the odd last batch, a validation set, and one more
            self._buffers.clear()
        self._buffers[X.shape, X.dtype] = there, back
        return there, back

    def _bind(self, theta: Array, dtheta: Array) -> None:
        start = 0
        for module in self.modules:
            stop = start + module.theta.size
            module._bind(theta[start:stop], dtheta[start:stop])
            start = stop
        self._theta, self._dtheta = theta, dtheta


def mlp(
    widths: Sequence[int],
    rng: int | np.random.Generator,
    *,
    unit: str = "ReLU",
    initializer: initializers.Initializer = initializers.he,
    dtype: DTypeLike = np.float64,
) -> Sequential:
    """A multilayer perceptron, ready to learn: linear layers with a unit after each but the last; biases start at 0.

    Parameters
    ----------
    widths : sequence of int, at least two
        Inputs, hidden units of each layer, outputs.
    rng : int or numpy.random.Generator
        The same seed gives the same weights.
    unit : str, default "ReLU"
        A name in `activations.TABLE`.
    initializer : default `initializers.he`
    dtype : float64 (default) or float32

    Returns
    -------
    Sequential
        Its last layer gives scores: take a loss that has its activation inside, such as `CrossEntropy`.

    Raises
    ------
    ValueError
        If there are fewer than two widths, one is no whole number above 0, there is no such unit, or `rng` is None.

    Examples
    --------
    >>> mlp([784, 128, 10], rng=0)
    Sequential(Linear(784 → 128), ReLU(), Linear(128 → 10))
    """
    if len(widths) < 2:
        raise ValueError(f"widths is {list(widths)}: give at least the inputs and the outputs")
    if rng is None:
        raise ValueError("rng is None: give a seed or a numpy Generator, so that the same weights can be made again")
    rng = np.random.default_rng(rng)
    modules: list[Module] = []
    for n_in, n_out in pairwise(widths):
        modules += [Linear(initializer(n_out, n_in, rng, dtype)), _new_unit(unit)]
    return Sequential(*modules[:-1])


def _new_unit(name: str) -> Module:
    written_out = {"relu": ReLU, "sigmoid": Sigmoid, "tanh": Tanh}  # faster than from the table
    return written_out[name.lower()]() if name.lower() in written_out else Activation(name)
