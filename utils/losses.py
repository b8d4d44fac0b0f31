"""Losses: how wrong a whole batch is, as one number, and the direct way back to ∂L/∂F.

One column per example. Every loss is the mean over examples (and the sum over outputs), so ∂L/∂F carries 1 / examples
once and for all. `F` are the pre-activations of the last layer: of a linear layer for `mse`, `hinge` and `cosine`,
logits for `nll1` and `cross_entropy`, whose activation is part of the loss. `PAIRINGS` holds which goes with which.

A loss is a plain float, a gradient has the dtype of `F`. NaN is let through, so that a training that diverges is
seen to diverge.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from utils import activations
from utils.activations._arrays import floating

Array = NDArray[Any]

# ---------------------------------------------------------------- labels


def one_hot(labels: ArrayLike, classes: int, dtype: DTypeLike = float) -> Array:
    """Each label becomes a column: 1 in the row of its class, 0 elsewhere.

    Parameters
    ----------
    labels : array of integers, shape (examples,)
        0 … classes − 1.
    classes : int, at least 1
    dtype : default float64

    Returns
    -------
    array, shape (classes, examples)

    Raises
    ------
    ValueError
        If `labels` has another shape or holds anything but classes, or `classes` is no whole number from 1 on.

    Examples
    --------
    >>> one_hot([0, 2], 3)
    array([[1., 0.],
           [0., 0.],
           [0., 1.]])
    """
    if not isinstance(classes, int | np.integer) or isinstance(classes, bool) or classes < 1:
        raise ValueError(f"classes must be a whole number of at least 1; it is {classes!r}")
    array = np.asarray(labels)
    if array.ndim != 1:
        raise ValueError(f"labels has shape {array.shape}: it must be (examples,)")
    array = _integer_labels(array, int(classes))
    Y = np.zeros((classes, len(array)), dtype)
    Y[array, np.arange(len(array))] = 1
    return Y


def from_one_hot(Y: ArrayLike) -> Array:
    """The way back: the row that holds the 1 of each column.

    Parameters
    ----------
    Y : array, shape (classes, examples)
        One 1 in every column, 0 elsewhere. (For probabilities or scores take ``argmax(axis=0)``.)

    Returns
    -------
    int64 array, shape (examples,)

    Raises
    ------
    ValueError
        If `Y` has not two axes, or a column is not one-hot.

    Examples
    --------
    >>> from_one_hot([[1, 0], [0, 0], [0, 1]])
    array([0, 2])
    """
    Y = np.asarray(Y)
    if Y.ndim != 2 or len(Y) == 0:
        raise ValueError(f"Y has shape {Y.shape}: it must be (classes, examples)")
    wrong = ~(((Y == 0) | (Y == 1)).all(axis=0) & ((Y == 1).sum(axis=0) == 1))
    if wrong.any():
        column = int(wrong.argmax())
        raise ValueError(f"column {column} of Y is {Y[:, column].tolist()}: it must hold a single 1 and zeros")
    return Y.argmax(axis=0)


# ---------------------------------------------------------------- squared


def mse(F: ArrayLike, Y: ArrayLike) -> float:
    """The mean squared error: L = (1/n) Σ over examples of ‖f − y‖².

    The sum over outputs is no mean: with several outputs it is that many times PyTorch's MSELoss.

    Parameters
    ----------
    F : array, shape (outputs, examples) or (examples,)
        Predictions.
    Y : array, the shape of `F`
        What they should be.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes differ, there is no example, or something is not a real number.

    References
    ----------
    A.-M. Legendre (1805), Nouvelles méthodes pour la détermination des orbites des comètes, Paris: the method of least
    squares.

    Examples
    --------
    >>> mse([[1.0, 2.0]], [[1.0, 4.0]])
    2.0
    """
    F, Y = _pair(F, Y)
    return float(((F - Y) ** 2).sum() / _examples(F))


def mse_gradient(F: ArrayLike, Y: ArrayLike) -> Array:
    """∂L/∂F = 2 (F − Y) / n.

    Parameters
    ----------
    F, Y
        As for `mse`.

    Returns
    -------
    array of the shape and dtype of `F`

    Raises
    ------
    ValueError
        As for `mse`.

    Examples
    --------
    >>> mse_gradient([[1.0, 2.0]], [[1.0, 4.0]])
    array([[ 0., -2.]])
    """
    F, Y = _pair(F, Y)
    return (F - Y) * (2 / _examples(F))


# ---------------------------------------------------------------- hinge


def hinge(F: ArrayLike, Y: ArrayLike) -> float:
    """The hinge loss: L = (1/n) Σ max(0, 1 − y f). **Labels are −1 and +1 here**, not 0 and 1.

    Nothing to blame once y f ≥ 1: right, and by a margin.

    Parameters
    ----------
    F : array, shape (outputs, examples) or (examples,)
        Scores of a linear layer.
    Y : array of −1 and +1, the shape of `F`
        From labels 0 and 1: 2 y − 1.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes differ, there is no example, a label is not −1 or +1, or something is not a real number.

    References
    ----------
    C. Cortes and V. Vapnik (1995), "Support-vector networks", Machine Learning 20, 273–297.

    Examples
    --------
    >>> hinge([[3.0, 0.5, 0.5, -1.0]], [[1, 1, -1, 1]])
    1.0
    """
    F, Y = _signs(F, Y)
    return float(np.maximum(1 - Y * F, 0).sum() / _examples(F))


def hinge_gradient(F: ArrayLike, Y: ArrayLike) -> Array:
    """∂L/∂F = −y / n where y f < 1, else 0; 0 at the kink y f = 1.

    Parameters
    ----------
    F, Y
        As for `hinge`.

    Returns
    -------
    array of the shape and dtype of `F`

    Raises
    ------
    ValueError
        As for `hinge`.

    Examples
    --------
    >>> hinge_gradient([[3.0, 0.5, 0.5, -1.0]], [[1, 1, -1, 1]])
    array([[ 0.  , -0.25,  0.25, -0.25]])
    """
    F, Y = _signs(F, Y)
    return np.where(Y * F < 1, -Y / _examples(F), F.dtype.type(0))


# ---------------------------------------------------------------- one sigmoid


def nll1(F: ArrayLike, Y: ArrayLike) -> float:
    """The negative log-likelihood of one sigmoid, from its logits: L = −(1/n) Σ (y ln p + (1 − y) ln(1 − p)).

    With p = σ(f) that is ln(1 + e^f) − y f; written as max(f, 0) − y f + ln(1 + e^−|f|), no e^f overflows and no small
    loss is lost. Several outputs are several questions of yes or no.

    Parameters
    ----------
    F : array, shape (outputs, examples) or (examples,)
        Logits, any finite numbers.
    Y : array, the shape of `F`
        Labels 0 and 1, or probabilities between them.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes differ, there is no example, a label is not from 0 to 1, or something is not a real number.

    References
    ----------
    D. R. Cox (1958), "The regression analysis of binary sequences", Journal of the Royal Statistical Society B 20 (2),
    215–242.

    Examples
    --------
    >>> round(nll1([[0.0, 1e4]], [[1, 1]]), 4)      # ½ ln 2
    0.3466
    >>> nll1([[-1e4]], [[1]])
    10000.0
    """
    F, Y = _probable(F, Y)
    return float((np.maximum(F, 0) - Y * F + np.log1p(np.exp(-abs(F)))).sum() / _examples(F))


def nll1_gradient(F: ArrayLike, Y: ArrayLike) -> Array:
    """∂L/∂F = (σ(F) − Y) / n.

    Parameters
    ----------
    F, Y
        As for `nll1`.

    Returns
    -------
    array of the shape and dtype of `F`

    Raises
    ------
    ValueError
        As for `nll1`.

    Examples
    --------
    >>> nll1_gradient([[0.0, 1e4]], [[1, 0]])
    array([[-0.25,  0.5 ]])
    """
    F, Y = _probable(F, Y)
    return (activations.sigmoid(F) - Y) / _examples(F)


def nll1_from_probabilities(P: ArrayLike, Y: ArrayLike) -> float:
    """The same loss from probabilities: L = −(1/n) Σ (y ln p + (1 − y) ln(1 − p)).

    Certain and wrong costs infinity (and 0 ln 0 is 0). A sigmoid rounds to 0 or 1 long before its logits end, so
    learn with `nll1`.

    Parameters
    ----------
    P : array, shape (outputs, examples) or (examples,)
        Probabilities, 0 … 1.
    Y : array, the shape of `P`
        Labels 0 and 1, or probabilities between them.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes differ, there is no example, a number is not from 0 to 1, or something is not a real number.

    Examples
    --------
    >>> round(nll1_from_probabilities([[0.5, 1.0]], [[1, 1]]), 4)      # ½ ln 2
    0.3466
    >>> nll1_from_probabilities([[0.0]], [[1]])
    inf
    """
    P, Y = _probable(_probabilities(P), Y, name="P")
    return float(-(_times_log(Y, P) + _times_log(1 - Y, 1 - P)).sum() / _examples(P))


def nll1_from_probabilities_gradient(P: ArrayLike, Y: ArrayLike) -> Array:
    """∂L/∂P = ((1 − y) / (1 − p) − y / p) / n.

    Parameters
    ----------
    P, Y
        As for `nll1_from_probabilities`.

    Returns
    -------
    array of the shape and dtype of `P`
        ±infinity where a certainty is wrong.

    Raises
    ------
    ValueError
        As for `nll1_from_probabilities`.

    Examples
    --------
    >>> nll1_from_probabilities_gradient([[0.5, 0.0]], [[1, 1]])
    array([[ -1., -inf]])
    """
    P, Y = _probable(_probabilities(P), Y, name="P")
    return (_over(1 - Y, 1 - P) - _over(Y, P)) / _examples(P)


# ---------------------------------------------------------------- softmax


def cross_entropy(F: ArrayLike, Y: ArrayLike) -> float:
    """The negative log-likelihood of a softmax, from its logits: L = −(1/n) Σ over examples of Σ yᵢ ln pᵢ.

    p = softmax(f), so for one true class t that is ln Σ e^fᵢ − f_t. The softmax is part of this loss: do not take it
    before.

    Parameters
    ----------
    F : array, shape (classes, examples)
        Logits, any finite numbers.
    Y : array of integers, shape (examples,), or array, shape (classes, examples)
        Labels 0 … classes − 1, or columns that are one-hot or any probability distribution.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes do not match, there is no example, a label is no class, a column of `Y` is no distribution, or
        something is not a real number.

    References
    ----------
    J. S. Bridle (1990), "Probabilistic interpretation of feedforward classification network outputs, with
    relationships to statistical pattern recognition", in Neurocomputing, Springer, 227–236.

    Examples
    --------
    >>> F = [[0.0, 1e4], [0.0, -1e4]]
    >>> round(cross_entropy(F, [0, 0]), 4), round(cross_entropy(F, [[1, 1], [0, 0]]), 4)      # ½ ln 2
    (0.3466, 0.3466)
    >>> round(cross_entropy(F, [0, 1]), 4)
    10000.3466
    """
    F, Y = _distributions(F, Y)
    return float(-(Y * activations.log_softmax(F)).sum() / _examples(F))


def cross_entropy_gradient(F: ArrayLike, Y: ArrayLike) -> Array:
    """∂L/∂F = (softmax(F) − Y) / n, `Y` as one-hot columns.

    Parameters
    ----------
    F, Y
        As for `cross_entropy`.

    Returns
    -------
    array of the shape and dtype of `F`

    Raises
    ------
    ValueError
        As for `cross_entropy`.

    Examples
    --------
    >>> cross_entropy_gradient([[0.0, 1e4], [0.0, -1e4]], [0, 1])
    array([[-0.25,  0.5 ],
           [ 0.25, -0.5 ]])
    """
    F, Y = _distributions(F, Y)
    return (activations.softmax(F) - Y) / _examples(F)


# The negative log-likelihood of a softmax and the cross-entropy are one loss with two names.
nll, nll_gradient = cross_entropy, cross_entropy_gradient


def cross_entropy_from_probabilities(P: ArrayLike, Y: ArrayLike) -> float:
    """The same loss from probabilities: L = −(1/n) Σ over examples of Σ yᵢ ln pᵢ.

    Certain and wrong costs infinity (and 0 ln 0 is 0). Learn with `cross_entropy`, which sees the logits.

    Parameters
    ----------
    P : array, shape (classes, examples)
        Probabilities, 0 … 1. Columns need not sum to 1: each entry is a variable of its own.
    Y : array of integers, shape (examples,), or array, shape (classes, examples)
        As for `cross_entropy`.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As for `cross_entropy`, and if a number of `P` is not from 0 to 1.

    Examples
    --------
    >>> round(cross_entropy_from_probabilities([[0.5, 0.0], [0.5, 1.0]], [0, 1]), 4)      # ½ ln 2
    0.3466
    """
    P, Y = _distributions(_probabilities(P), Y, name="P")
    return float(-_times_log(Y, P).sum() / _examples(P))


def cross_entropy_from_probabilities_gradient(P: ArrayLike, Y: ArrayLike) -> Array:
    """∂L/∂P = −y / p / n.

    Parameters
    ----------
    P, Y
        As for `cross_entropy_from_probabilities`.

    Returns
    -------
    array of the shape and dtype of `P`
        −infinity where a certainty is wrong.

    Raises
    ------
    ValueError
        As for `cross_entropy_from_probabilities`.

    Examples
    --------
    >>> cross_entropy_from_probabilities_gradient([[0.5, 0.0], [0.5, 1.0]], [0, 1])
    array([[-1. , -0. ],
           [-0. , -0.5]])
    """
    P, Y = _distributions(_probabilities(P), Y, name="P")
    return -_over(Y, P) / _examples(P)


# ---------------------------------------------------------------- cosine


def cosine_similarity(F: ArrayLike, Y: ArrayLike) -> Array:
    """The cosine of the angle between the columns: f · y / (‖f‖ ‖y‖), and 0 if one of them is the zero vector.

    Parameters
    ----------
    F, Y : arrays of one shape, (features, examples)

    Returns
    -------
    array, shape (examples,), dtype of `F`
        From −1 to 1; 1 where directions are equal.

    Raises
    ------
    ValueError
        If the shapes differ, there is no example, or something is not a real number.

    References
    ----------
    G. Salton, A. Wong and C. S. Yang (1975), "A vector space model for automatic indexing", Communications of the ACM
    18 (11), 613–620.

    Examples
    --------
    >>> cosine_similarity([[1.0, 3.0, 0.0],
    ...                    [0.0, 4.0, 0.0]], [[5.0, -3.0, 1.0],
    ...                                       [0.0, -4.0, 1.0]])
    array([ 1., -1.,  0.])
    """
    F, Y = _columns(F, Y)
    return (_unit(F)[0] * _unit(Y)[0]).sum(axis=0)


def cosine(F: ArrayLike, Y: ArrayLike) -> float:
    """The cosine loss: L = (1/n) Σ over examples of (1 − cosine similarity).

    The similarity itself is no loss: it is largest where the answer is best. A zero vector has no direction; its
    similarity is taken as 0, so it costs 1, as a right angle does, and gets no gradient.

    Parameters
    ----------
    F, Y : arrays of one shape, (features, examples)

    Returns
    -------
    float
        From 0 (all directions equal) to 2 (all opposite).

    Raises
    ------
    ValueError
        If the shapes differ, there is no example, or something is not a real number.

    Examples
    --------
    >>> cosine([[1.0, 3.0, 0.0],
    ...         [0.0, 4.0, 0.0]], [[5.0, -3.0, 1.0],
    ...                            [0.0, -4.0, 1.0]])
    1.0
    """
    return float((1 - cosine_similarity(F, Y)).sum() / np.shape(F)[1])


def cosine_gradient(F: ArrayLike, Y: ArrayLike) -> Array:
    """∂L/∂f = −(ŷ − (f̂ · ŷ) f̂) / ‖f‖ / n with unit vectors f̂, ŷ: what of ŷ is not along f. 0 for a zero vector.

    It is at right angles to f: the length of f changes nothing.

    Parameters
    ----------
    F, Y
        As for `cosine`.

    Returns
    -------
    array of the shape and dtype of `F`

    Raises
    ------
    ValueError
        As for `cosine`.

    Examples
    --------
    >>> cosine_gradient([[2.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [3.0, 1.0]])
    array([[-0.  ,  0.  ],
           [-0.25,  0.  ]])
    """
    F, Y = _columns(F, Y)
    direction, length = _unit(F)
    target, _ = _unit(Y)
    across = target - (direction * target).sum(axis=0) * direction
    # Where f is 0 any length will do: a zero vector has no direction to turn.
    return np.where(length > 0, -across / np.where(length > 0, length, 1) / _examples(F), F.dtype.type(0))


# ---------------------------------------------------------------- which loss goes with which activation


@dataclass(frozen=True)
class Pairing:
    """A loss and the last activation that goes with it, as data; see `PAIRINGS`.

    ∂L/∂G and σ′ may be awkward each by itself, or infinite times 0; together they are F's or G's distance from Y.

    Examples
    --------
    >>> for pairing in PAIRINGS:
    ...     print(f"{pairing.loss_name} and {pairing.activation.name}: ∂L/∂f = {pairing.gradient_formula}")
    squared and none: ∂L/∂f = 2 (f − y) / n
    hinge and none: ∂L/∂f = −y [y f < 1] / n
    NLL₁ and sigmoid: ∂L/∂f = (σ(f) − y) / n
    NLL and softmax: ∂L/∂f = (softmax(f) − y) / n
    """

    loss_name: str
    activation: activations.Activation
    labels: str
    loss_formula: str
    """By g, for one example."""
    gradient_formula: str
    """By f, for one of n examples."""
    loss: Callable[[ArrayLike, ArrayLike], float]
    """L from F and Y: the activation is part of it."""
    gradient: Callable[[ArrayLike, ArrayLike], Array]
    """∂L/∂F, directly."""
    loss_by_value: Callable[[ArrayLike, ArrayLike], float]
    """L from G = σ(F) and Y: the same number while nothing is rounded."""
    gradient_by_value: Callable[[ArrayLike, ArrayLike], Array]
    """∂L/∂G, which the activation's derivative would still have to carry on to F."""


PAIRINGS: tuple[Pairing, ...] = (
    Pairing(
        loss_name="squared",
        activation=activations.named("none"),
        labels="numbers",
        loss_formula="‖g − y‖²",
        gradient_formula="2 (f − y) / n",
        loss=mse,
        gradient=mse_gradient,
        loss_by_value=mse,
        gradient_by_value=mse_gradient,
    ),
    Pairing(
        loss_name="hinge",
        activation=activations.named("none"),
        labels="−1 and +1",
        loss_formula="max(0, 1 − y g)",
        gradient_formula="−y [y f < 1] / n",
        loss=hinge,
        gradient=hinge_gradient,
        loss_by_value=hinge,
        gradient_by_value=hinge_gradient,
    ),
    Pairing(
        loss_name="NLL₁",
        activation=activations.named("sigmoid"),
        labels="0 and 1",
        loss_formula="−y ln g − (1 − y) ln(1 − g)",
        gradient_formula="(σ(f) − y) / n",
        loss=nll1,
        gradient=nll1_gradient,
        loss_by_value=nll1_from_probabilities,
        gradient_by_value=nll1_from_probabilities_gradient,
    ),
    Pairing(
        loss_name="NLL",
        activation=activations.named("softmax"),
        labels="one-hot columns, or classes 0, 1, …",
        loss_formula="−Σ yᵢ ln gᵢ",
        gradient_formula="(softmax(f) − y) / n",
        loss=cross_entropy,
        gradient=cross_entropy_gradient,
        loss_by_value=cross_entropy_from_probabilities,
        gradient_by_value=cross_entropy_from_probabilities_gradient,
    ),
)


# ---------------------------------------------------------------- small formulas


def _times_log(y: Array, p: Array) -> Array:
    """y ln p, with 0 ln 0 = 0 and ln 0 = −∞ said without a warning."""
    with np.errstate(divide="ignore"):
        return np.where(y == 0, y, y * np.log(np.where(y == 0, 1, p)))


def _over(y: Array, p: Array) -> Array:
    """y / p, with 0 / 0 = 0 and y / 0 = ∞ said without a warning."""
    with np.errstate(divide="ignore"):
        return y / np.where(y == 0, 1, p)


def _unit(F: Array) -> tuple[Array, Array]:
    """The columns of F at length 1 (the zero vector stays 0), and their lengths."""
    # The largest entry is taken out first: squares of large or small numbers would overflow or vanish.
    scale = abs(F).max(axis=0)
    inner = F / np.where(scale > 0, scale, 1)
    length = np.sqrt((inner * inner).sum(axis=0))
    return inner / np.where(length > 0, length, 1), scale * length


# ---------------------------------------------------------------- looking at what was given


def _pair(F: ArrayLike, Y: ArrayLike, name: str = "F") -> tuple[Array, Array]:
    """F and Y of one shape and of F's dtype, at least one example."""
    F, Y = floating(F, name), floating(Y, "Y")
    if F.shape != Y.shape or F.ndim not in (1, 2) or F.size == 0:
        raise ValueError(
            f"{name} has shape {F.shape} and Y has shape {Y.shape}: both must be (outputs, examples), or both "
            "(examples,), with at least one example"
        )
    return F, Y.astype(F.dtype, copy=False)


def _examples(F: Array) -> int:
    return F.shape[-1]


def _signs(F: ArrayLike, Y: ArrayLike) -> tuple[Array, Array]:
    F, Y = _pair(F, Y)
    if not (abs(Y) == 1).all():
        raise ValueError("the labels of the hinge loss are −1 and +1; for labels 0 and 1 take 2 * Y - 1")
    return F, Y


def _probable(F: ArrayLike, Y: ArrayLike, name: str = "F") -> tuple[Array, Array]:
    F, Y = _pair(F, Y, name)
    if not (Y.min() >= 0 and Y.max() <= 1):
        raise ValueError(f"Y must hold 0 and 1, or numbers between; it goes from {Y.min():g} to {Y.max():g}")
    return F, Y


def _probabilities(P: ArrayLike) -> Array:
    P = floating(P, "P")
    if ((P < 0) | (P > 1)).any():
        raise ValueError(
            f"P must hold probabilities, 0 … 1; it goes from {P.min():g} to {P.max():g}. Are these logits? Then take "
            "the loss that sees logits"
        )
    return P


def _distributions(F: ArrayLike, Y: ArrayLike, name: str = "F") -> tuple[Array, Array]:
    """F, and Y as columns of F's dtype."""
    F, Y = floating(F, name), np.asarray(Y)
    if F.ndim != 2 or F.size == 0 or (Y.shape != F.shape and Y.shape != F.shape[1:]):
        raise ValueError(
            f"{name} has shape {F.shape} and Y has shape {Y.shape}: {name} must be (classes, examples), with at least "
            "one example, and Y (examples,) or (classes, examples)"
        )
    if Y.ndim == 1:
        return F, one_hot(Y, F.shape[0], F.dtype)
    Y = floating(Y, "Y").astype(F.dtype, copy=False)
    # A thousandth of slack: the columns may come out of a float32 softmax of many classes.
    if not (Y.min() >= 0 and abs(Y.sum(axis=0) - 1).max() < 1e-3):
        raise ValueError("each column of Y must be one-hot, or a distribution: no entry below 0, sum 1")
    return F, Y


def _columns(F: ArrayLike, Y: ArrayLike) -> tuple[Array, Array]:
    F, Y = _pair(F, Y)
    if F.ndim != 2:
        raise ValueError(f"F has shape {F.shape} and Y has shape {Y.shape}: both must be (features, examples)")
    return F, Y


def _integer_labels(labels: Array, classes: int) -> Array:
    if labels.size == 0:
        return labels.astype(np.int64)
    whole = labels.dtype.kind in "biu" or (labels.dtype.kind == "f" and (labels == np.floor(labels)).all())
    if not whole or labels.min() < 0 or labels.max() >= classes:
        strange = [label for label in dict.fromkeys(labels.tolist()) if label not in range(classes)]
        also = ", ".join(map(repr, strange[:5])) or f"{labels.dtype} values"
        raise ValueError(f"labels must be the classes 0 … {classes - 1}; they also hold {also}")
    return labels.astype(np.int64)
