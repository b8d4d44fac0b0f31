"""Losses as modules: a forward that gives a number, a backward that gives ∂L/∂F."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils import losses
from utils.layers._inputs import blame, columns, numbers

Array = NDArray[Any]


class Loss:
    """Any loss as a module: `forward(F, Y)` gives a number, `backward()` gives ∂L/∂F.

    Parameters
    ----------
    function : function of (F, Y)
        The loss, the mean over examples.
    gradient : function of (F, Y)
        ∂L/∂F, directly with respect to what the last layer sums up (see `losses`).

    Examples
    --------
    >>> absolute = Loss(lambda F, Y: abs(F - Y).mean(), lambda F, Y: np.sign(F - Y) / F.size)
    >>> absolute.forward(np.array([[3.0, 1.0]]), np.array([[1.0, 1.0]])), absolute.backward()
    (1.0, array([[0.5, 0. ]]))
    """

    _kept: tuple[Any, ...] | None = None

    def __init__(self, function: Callable[[Array, Array], Any], gradient: Callable[[Array, Array], Array]) -> None:
        self.function, self.gradient = function, gradient

    def forward(self, F: Array, Y: Array) -> float:
        """The loss, one number.

        Parameters
        ----------
        F : array, shape (n_out, examples)
            What the network returned.
        Y : array
            What it should have been; the shape of F, or what the loss asks for.

        Returns
        -------
        float

        Raises
        ------
        ValueError
            If the shapes do not match.
        """
        self._kept = F, Y
        return float(self.function(F, Y))

    def backward(self) -> Array:
        """∂L/∂F of the last `forward`.

        Returns
        -------
        array, the shape of F

        Raises
        ------
        ValueError
            If there was no `forward`.
        """
        return self.gradient(*self._last())

    def __call__(self, F: Array, Y: Array) -> float:
        """The same as `forward`."""
        return self.forward(F, Y)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    def _last(self) -> tuple[Any, ...]:
        if self._kept is None:
            raise ValueError("backward was called before forward")
        return self._kept


class MeanSquaredError(Loss):
    """L = the mean over examples of ‖f − y‖²; ∂L/∂F = 2 (F − Y) / examples.

    Examples
    --------
    >>> loss = MeanSquaredError()
    >>> loss.forward(np.array([[3.0, 1.0]]), np.array([[1.0, 1.0]])), loss.backward()
    (2.0, array([[2., 0.]]))
    """

    def __init__(self) -> None:
        pass

    def forward(self, F: Array, Y: Array) -> float:
        """The loss; see `Loss.forward`."""
        F = columns(F, None, None, self)
        E = F - blame(Y, F.shape, F.dtype, self, "Y")
        self._kept = (E,)
        return float(np.vdot(E, E)) / E.shape[1]

    def backward(self) -> Array:
        """∂L/∂F = 2 (F − Y) / examples."""
        (E,) = self._last()
        return E * (2 / E.shape[1])


class SigmoidNLL(Loss):
    """NLL₁ of labels 0 and 1, from the score f before a sigmoid; see `losses.nll1`.

    Examples
    --------
    >>> loss = SigmoidNLL()
    >>> round(loss.forward(np.array([[0.0, 1000.0]]), np.array([[1.0, 1.0]])), 6), loss.backward()
    (0.346574, array([[-0.25,  0.  ]]))
    """

    def __init__(self) -> None:
        super().__init__(losses.nll1, losses.nll1_gradient)


class Hinge(Loss):
    """The hinge loss of labels −1 and +1; see `losses.hinge`.

    Examples
    --------
    >>> Hinge().forward(np.array([[3.0, 0.5]]), np.array([[1, 1]]))
    0.25
    """

    def __init__(self) -> None:
        super().__init__(losses.hinge, losses.hinge_gradient)


class Cosine(Loss):
    """The loss made of cosine similarity; see `losses.cosine`.

    Examples
    --------
    >>> loss = Cosine()
    >>> loss.forward(np.array([[1.0], [0.0]]), np.array([[0.0], [2.0]])), loss.backward() + 0
    (1.0, array([[ 0.],
           [-1.]]))
    """

    def __init__(self) -> None:
        super().__init__(losses.cosine, losses.cosine_gradient)


class CrossEntropy(Loss):
    """NLL of a softmax, from the scores F before it: L = mean of log Σ e^f − f_y; ∂L/∂F = (softmax(F) − Y) / examples.

    Give it scores, not probabilities: the softmax is inside. No score is too large for it.

    Examples
    --------
    The right class for the first example, the wrong one for the second, said with certainty:

    >>> loss = CrossEntropy()
    >>> loss.forward(np.array([[1000.0, 1000.0], [0.0, 0.0]]), np.array([0, 1]))
    500.0
    >>> loss.backward()
    array([[ 0. ,  0.5],
           [ 0. , -0.5]])
    """

    def __init__(self) -> None:
        pass

    def forward(self, F: Array, Y: Array) -> float:
        """The loss.

        Parameters
        ----------
        F : array, shape (classes, examples)
            Scores.
        Y : array of integers, shape (examples,), or array, shape (classes, examples)
            Classes 0 … classes − 1; or columns that sum to 1, one-hot or any other distribution.

        Returns
        -------
        float

        Raises
        ------
        ValueError
            If the shapes do not match, or a label is no class, or a column does not sum to 1.
        """
        F = columns(F, None, None, self)
        Y = _targets(Y, F)
        shifted = F - np.maximum.reduce(F, axis=0)  # shifts cancel in a softmax, and now no exponential overflows
        P = np.exp(shifted)
        total = np.add.reduce(P, axis=0)
        self._kept = P, total, Y
        return float(np.add.reduce(np.log(total)) - np.vdot(Y, shifted)) / F.shape[1]

    def backward(self) -> Array:
        """∂L/∂F = (softmax(F) − Y) / examples."""
        P, total, Y = self._last()
        dF = P / total
        dF -= Y
        dF *= 1 / P.shape[1]
        return dF


def _targets(Y: ArrayLike, F: Array) -> Array:
    """Columns that sum to 1: `Y` itself, or one-hot columns for labels."""
    labels = np.asarray(Y)
    if labels.shape == F.shape[1:] and labels.dtype.kind in "iu":
        one_hot = numbers(len(F)) == labels
        if np.count_nonzero(one_hot) == len(labels):  # a label that is no class has no row to stand in
            return one_hot.astype(F.dtype)
    return losses._distributions(F, Y)[1]
