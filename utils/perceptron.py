"""The perceptron: a decision from weighted evidence, how it learns, and when it cannot.

One column per example: `X` has shape (features, examples). `step(0)` is 1. Labels are 0 and 1.
Learning functions add no bias: append the row of ones yourself with `with_bias`.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]

_SHAPES = {1: "one axis, one number per feature", 2: "two axes, (features, examples)"}


class Fit(NamedTuple):
    """What learning returns: the weights, the mistakes of each epoch, and whether it came to rest.

    Examples
    --------
    >>> w, mistakes, converged = fit_perceptron([[1.0, -2.0]], [0, 1])
    >>> mistakes, converged
    ([1, 0], True)
    """

    w: Array
    mistakes: list[int]
    converged: bool


class MulticlassFit(NamedTuple):
    """As `Fit`, with one row of weights per class.

    Examples
    --------
    >>> fit_multiclass([[-1.0, 1.0]], [0, 1], 2).W
    array([[-1.],
           [ 1.]])
    """

    W: Array
    mistakes: list[int]
    converged: bool


# ---------------------------------------------------------------- a decision


@overload
def step(z: float) -> int: ...
@overload
def step(z: Array | Sequence[Any]) -> Array: ...
def step(z: ArrayLike) -> Any:
    """Decide: 1 where the evidence reaches the threshold, 0 where it does not.

    step(z) = 1 if z ≥ 0 else 0, so step(0) = 1.

    Parameters
    ----------
    z : number, or array of any shape
        Weighted evidence; infinities are allowed, NaN is not.

    Returns
    -------
    int, or int64 array of the shape of `z`

    Raises
    ------
    ValueError
        If `z` holds NaN, for which neither answer is true.

    Examples
    --------
    >>> step(-0.5), step(0), step([[-1.0, 2.0]])
    (0, 1, array([[0, 1]]))
    """
    z = np.asarray(z)
    if z.dtype.kind not in "biuf" or np.isnan(z).any():
        raise ValueError("step needs real numbers; z holds NaN or something that is not a real number")
    decided = (z >= 0).astype(np.int64)
    return decided if z.ndim else int(decided)


def perceptron(x: ArrayLike, w: ArrayLike, b: float) -> int:
    """One perceptron, one example: step(w · x + b).

    Parameters
    ----------
    x : array, shape (features,)
    w : array, shape (features,)
        One weight per feature.
    b : float
        The bias: −b is the threshold that the weighted sum must reach.

    Returns
    -------
    int
        0 or 1.

    Raises
    ------
    ValueError
        If the shapes differ, or anything is NaN or infinite.

    References
    ----------
    F. Rosenblatt (1958), "The perceptron: a probabilistic model for information storage and organization
    in the brain", Psychological Review 65 (6), 386–408.

    Examples
    --------
    Both inputs must be on to reach the threshold 1.5:

    >>> perceptron([1, 1], [1, 1], -1.5), perceptron([0, 1], [1, 1], -1.5)
    (1, 0)
    """
    x, w, b = _real(x, "x", 1), _real(w, "w", 1), _number(b, "b")
    if x.shape != w.shape:
        raise ValueError(f"x has shape {x.shape} and w has shape {w.shape}: give one weight per feature")
    return step(float(w @ x + b))


def predict(X: ArrayLike, w: ArrayLike, b: float = 0.0) -> Array:
    """One perceptron, all examples at once: step(w @ X + b).

    Parameters
    ----------
    X : array, shape (features, examples)
    w : array, shape (features,)
    b : float, default 0
        Leave it out when `X` carries its row of ones.

    Returns
    -------
    int64 array, shape (examples,)
        0 or 1 for every column.

    Raises
    ------
    ValueError
        If the shapes do not match, or anything is NaN or infinite.

    Examples
    --------
    >>> predict([[0, 0, 1, 1],
    ...          [0, 1, 0, 1]], [1, 1], -1.5)
    array([0, 0, 0, 1])
    """
    X, w, b = _real(X, "X", 2), _real(w, "w", 1), _number(b, "b")
    _match(X, w)
    return step(w @ X + b)


def with_bias(X: ArrayLike) -> Array:
    """Append a last row of ones, so that the bias becomes one more weight: w · x + b = [w, b] · [x, 1].

    Parameters
    ----------
    X : array, shape (features, examples)

    Returns
    -------
    array, shape (features + 1, examples), a new one
        float32 and float64 are kept; other numbers become float64.

    Raises
    ------
    ValueError
        If `X` has not two axes, or holds NaN or infinity.

    Examples
    --------
    >>> with_bias([[5.0, 6.0]])
    array([[5., 6.],
           [1., 1.]])
    """
    X = _real(X, "X", 2)
    return np.vstack([X, np.ones((1, X.shape[1]), X.dtype)])


# ---------------------------------------------------------------- learning


def perceptron_step(w: ArrayLike, x: ArrayLike, y: int) -> Array:
    """Learn from one example: w + (y − prediction) x.

    A right answer changes nothing; a missed 1 adds `x`, a false 1 subtracts it.

    Parameters
    ----------
    w : array, shape (features,)
    x : array, shape (features,)
        One example that already carries its 1.
    y : 0 or 1
        Its label.

    Returns
    -------
    array, shape (features,)
        New weights, also when nothing changed; `w` itself is never touched.

    Raises
    ------
    ValueError
        If the shapes differ, `y` is no label, or anything is NaN or infinite.

    Examples
    --------
    >>> perceptron_step([0.0, 0.0], [3.0, 1.0], 0)      # step(0) is 1: a false 1
    array([-3., -1.])
    """
    w, x = _real(w, "w", 1), _real(x, "x", 1)
    if x.shape != w.shape:
        raise ValueError(f"x has shape {x.shape} and w has shape {w.shape}: does x carry its 1?")
    (label,) = _labels([y], (len(x), 1))
    return w + (label - step(float(w @ x))) * x


def fit_perceptron(X: ArrayLike, y: ArrayLike, max_epochs: int = 100, *, w: ArrayLike | None = None) -> Fit:
    """The perceptron learning algorithm: go through the examples, correct each mistake, until there is none.

    Parameters
    ----------
    X : array, shape (features, examples)
        As given: no row of ones is added (see `with_bias`). Columns are visited in their order.
    y : array, shape (examples,)
        Labels 0 and 1.
    max_epochs : int, default 100
        The most passes through all examples.
    w : array, shape (features,), optional
        Where to start; zeros unless given.

    Returns
    -------
    Fit
        `w`, shape (features,); `mistakes`, one count per epoch; `converged`, whether the last epoch had none.

    Raises
    ------
    ValueError
        If shapes or labels are wrong, there is no example, or anything is NaN or infinite.

    Notes
    -----
    On separable examples it stops after at most `mistake_bound` mistakes (Novikoff); on others it never would.

    Examples
    --------
    >>> X = with_bias([[0, 0, 1, 1],
    ...                [0, 1, 0, 1]])
    >>> fit_perceptron(X, [0, 1, 1, 1])
    Fit(w=array([ 1.,  1., -1.]), mistakes=[2, 2, 1, 0], converged=True)
    """
    X, y, w = _prepare(X, y, max_epochs, w)
    rows = np.ascontiguousarray(X.T)  # one copy now; gathering a column each time costs far more
    mistakes: list[int] = []
    for _ in range(max_epochs):
        wrong = 0
        for x, label in zip(rows, y, strict=True):
            prediction = int(w @ x >= 0)
            if prediction != label:
                w += (label - prediction) * x
                wrong += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return Fit(w, mistakes, mistakes[-1] == 0)


def fit_averaged(X: ArrayLike, y: ArrayLike, max_epochs: int = 100) -> Fit:
    """The averaged perceptron: learn as `fit_perceptron` does, return the mean of the weights after every example.

    Weights that survived many examples count more, so the last few mistakes cannot spoil the answer.

    Parameters
    ----------
    X, y, max_epochs
        As for `fit_perceptron`.

    Returns
    -------
    Fit
        `w` is the mean; `mistakes` and `converged` speak of the weights that were learning.

    Raises
    ------
    ValueError
        As for `fit_perceptron`.

    References
    ----------
    Y. Freund and R. E. Schapire (1999), "Large margin classification using the perceptron algorithm",
    Machine Learning 37 (3), 277–296.

    Examples
    --------
    >>> fit_averaged([[1.0, -1.0]], [0, 1]).w      # −1 after both examples of both epochs
    array([-1.])
    """
    X, y, w = _prepare(X, y, max_epochs)
    rows = np.ascontiguousarray(X.T)
    total, survived = np.zeros(w.shape), 0  # float64: a float32 sum of many terms would lose the small ones
    mistakes: list[int] = []
    for _ in range(max_epochs):
        wrong = 0
        for x, label in zip(rows, y, strict=True):
            prediction = int(w @ x >= 0)
            if prediction != label:
                total, survived = total + survived * w, 0
                w += (label - prediction) * x
                wrong += 1
            survived += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    mean = (total + survived * w) / (len(mistakes) * len(y))
    return Fit(mean.astype(w.dtype), mistakes, mistakes[-1] == 0)


def weight_path(X: ArrayLike, y: ArrayLike, max_epochs: int = 100) -> Array:
    """Every weight vector that `fit_perceptron` passes through, for drawing.

    Parameters
    ----------
    X, y, max_epochs
        As for `fit_perceptron`.

    Returns
    -------
    array, shape (mistakes + 1, features)
        The zeros it starts from, then one row after every mistake.

    Raises
    ------
    ValueError
        As for `fit_perceptron`.

    Examples
    --------
    >>> weight_path([[1.0, -2.0]], [0, 1])
    array([[ 0.],
           [-1.]])
    """
    X, y, w = _prepare(X, y, max_epochs)
    path = [w]
    for _ in range(max_epochs):
        before = len(path)
        for x, label in zip(X.T, y, strict=True):
            w = path[-1]
            prediction = int(w @ x >= 0)
            if prediction != label:
                path.append(w + (label - prediction) * x)
        if len(path) == before:
            break
    return np.array(path)


# ---------------------------------------------------------------- when it stops


def margin(X: ArrayLike, y: ArrayLike, w: ArrayLike) -> float:
    """How far the nearest example is from the wrong side: γ = min over examples of (2y − 1) (w · x) / ‖w‖.

    Parameters
    ----------
    X : array, shape (features, examples)
        As given; with a row of ones, the margin is measured in the space that has it.
    y : array, shape (examples,)
        Labels 0 and 1.
    w : array, shape (features,)

    Returns
    -------
    float
        Positive if `w` separates the examples, negative if it gets one wrong.

    Raises
    ------
    ValueError
        If `w` is all zeros, shapes or labels are wrong, there is no example, or anything is NaN or infinite.

    Examples
    --------
    >>> margin([[2.0, -3.0]], [1, 0], [5.0])
    2.0
    """
    X, y, w = _prepare(X, y, w=w)
    length = np.linalg.norm(w)
    if length == 0:
        raise ValueError("w is all zeros: it draws no boundary, so it has no margin")
    signs = 2 * np.array(y) - 1
    return float((signs * (w @ X)).min() / length)


def radius(X: ArrayLike) -> float:
    """How far the farthest example is from the origin: R = max over columns of ‖x‖.

    Parameters
    ----------
    X : array, shape (features, examples)

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `X` has not two axes, has no column, or holds NaN or infinity.

    Examples
    --------
    >>> radius([[3.0, 1.0],
    ...         [4.0, 1.0]])
    5.0
    """
    X = _real(X, "X", 2)
    if X.shape[1] == 0:
        raise ValueError(f"X has shape {X.shape}: at least one example is needed")
    return float(np.linalg.norm(X, axis=0).max())


def mistake_bound(X: ArrayLike, y: ArrayLike, w: ArrayLike) -> float:
    """The most mistakes that learning from zeros can make if `w` separates the examples: (R / γ)².

    Parameters
    ----------
    X : array, shape (features, examples)
        What `fit_perceptron` is given: with its row of ones if it has one.
    y : array, shape (examples,)
        Labels 0 and 1.
    w : array, shape (features,)
        Any weights that separate the examples; a larger margin gives a smaller bound.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `w` does not separate the examples with a margin above 0; and as for `margin`.

    References
    ----------
    A. B. J. Novikoff (1962), "On convergence proofs on perceptrons", Proceedings of the Symposium on the
    Mathematical Theory of Automata, Polytechnic Institute of Brooklyn.

    Examples
    --------
    >>> mistake_bound([[2.0, -3.0]], [1, 0], [1.0])
    2.25
    """
    gamma = margin(X, y, w)
    if gamma <= 0:
        raise ValueError(
            f"the margin of these weights is {gamma:.3g}: the bound holds only for weights that separate "
            "the examples with a margin above 0 (see separating_weights)"
        )
    return (radius(X) / gamma) ** 2


def is_separable(X: ArrayLike, y: ArrayLike) -> bool:
    """Can any perceptron, bias included, get every example right?

    Parameters
    ----------
    X : array, shape (features, examples)
        Without a row of ones; a row of ones does no harm.
    y : array, shape (examples,)
        Labels 0 and 1. One label alone is separable.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        As for `separating_weights`.

    Examples
    --------
    >>> X = [[0, 0, 1, 1],
    ...      [0, 1, 0, 1]]
    >>> is_separable(X, [0, 0, 0, 1]), is_separable(X, [0, 1, 1, 0])      # AND, XOR
    (True, False)
    """
    return separating_weights(X, y) is not None


def separating_weights(X: ArrayLike, y: ArrayLike) -> tuple[Array, float] | None:
    """Weights and bias that get every example right, found by a linear program, or None if there are none.

    Looks for any w, b with (2y − 1) (w · x + b) ≥ 1 for every example. If some w, b separate the examples
    strictly, a multiple of them satisfies this; and whoever separates with step(0) = 1 can do so strictly by
    raising b a little.

    Parameters
    ----------
    X : array, shape (features, examples)
    y : array, shape (examples,)
        Labels 0 and 1.

    Returns
    -------
    (array of shape (features,), float), or None
        float64; not the widest margin, just one that is there.

    Raises
    ------
    ValueError
        If shapes or labels are wrong, there is no example, or anything is NaN or infinite.
    RuntimeError
        If rounding keeps the solver from deciding (examples of both labels almost in one place).

    References
    ----------
    O. L. Mangasarian (1965), "Linear and nonlinear separation of patterns by linear programming",
    Operations Research 13 (3), 444–452.

    Examples
    --------
    >>> w, b = separating_weights([[1.0, 2.0, 3.0]], [0, 0, 1])
    >>> predict([[1.0, 2.0, 3.0]], w, b)
    array([0, 0, 1])
    >>> separating_weights([[1.0, 2.0, 3.0]], [0, 1, 0]) is None
    True
    """
    from scipy.optimize import linprog  # here: everything else works without loading scipy

    X, y, _ = _prepare(X, y)
    X = X.astype(np.float64)
    signs = 2 * np.array(y) - 1
    # The answer is the same for shifted and stretched features, and the solver's tolerances then fit the data.
    centre = X.mean(axis=1)
    scale = np.abs(X - centre[:, None]).max(axis=1)
    scale[scale == 0] = 1
    Z = with_bias((X - centre[:, None]) / scale[:, None])
    solution = linprog(
        np.zeros(len(Z)), A_ub=-(signs * Z).T, b_ub=-np.ones(len(y)), bounds=(None, None), method="highs"
    )
    if solution.status == 2:  # infeasible
        return None
    if solution.status == 0:
        w = solution.x[:-1] / scale
        b = float(solution.x[-1] - w @ centre)
        if (signs * (w @ X + b) > 0).all():
            return w, b
    raise RuntimeError(f"the linear program could not be decided: {solution.message}")


# ---------------------------------------------------------------- several classes


def one_against_all(
    X: ArrayLike, labels: ArrayLike, classes: int, max_epochs: int = 10, *, averaged: bool = False
) -> MulticlassFit:
    """One perceptron per class, each learning by itself to tell its class from all others.

    Target and prediction have one entry per class, and each unit corrects its own mistakes:
    W += (target − step(W x)) xᵀ.

    Parameters
    ----------
    X : array, shape (features, examples)
        As given: no row of ones is added.
    labels : array of integers, shape (examples,)
        Classes 0 … classes − 1.
    classes : int
    max_epochs : int, default 10
    averaged : bool, default False
        Return the mean of the weights after every example (see `fit_averaged`).

    Returns
    -------
    MulticlassFit
        `W`, shape (classes, features); `mistakes`, the examples of each epoch on which some unit was wrong;
        `converged`, whether the last epoch had none.

    Raises
    ------
    ValueError
        If shapes or labels are wrong, there is no example, or anything is NaN or infinite.

    Examples
    --------
    >>> X = with_bias([[-2.0, 0.0, 2.0]])
    >>> fit = one_against_all(X, [0, 1, 2], 3)      # the middle class is no half-line, so its unit never rests
    >>> fit.converged
    False
    """
    return _fit_rows(X, labels, classes, max_epochs, averaged, lambda scores: scores >= 0)


def fit_multiclass(
    X: ArrayLike, labels: ArrayLike, classes: int, max_epochs: int = 10, *, averaged: bool = False
) -> MulticlassFit:
    """The multiclass perceptron: the highest score decides; on a mistake W[true] += x and W[predicted] −= x.

    In one formula, W += (target − prediction) xᵀ, where both are one-hot.

    Parameters
    ----------
    X, labels, classes, max_epochs, averaged
        As for `one_against_all`. Equal scores go to the lower class.

    Returns
    -------
    MulticlassFit
        `W`, shape (classes, features); `mistakes`, one count per epoch; `converged`.

    Raises
    ------
    ValueError
        As for `one_against_all`.

    References
    ----------
    K. Crammer and Y. Singer (2003), "Ultraconservative online algorithms for multiclass problems",
    Journal of Machine Learning Research 3, 951–991, study the family that this rule belongs to.

    Examples
    --------
    >>> X = with_bias([[-2.0, 0.0, 2.0]])
    >>> fit = fit_multiclass(X, [0, 1, 2], 3, max_epochs=100)
    >>> fit.converged, predict_multiclass(fit.W, X)
    (True, array([0, 1, 2]))
    """
    one_hot = np.eye(_count(classes, "classes"), dtype=bool)
    return _fit_rows(X, labels, classes, max_epochs, averaged, lambda scores: one_hot[scores.argmax()])


def predict_multiclass(W: ArrayLike, X: ArrayLike) -> Array:
    """The class with the highest score: argmax over rows of W @ X.

    Parameters
    ----------
    W : array, shape (classes, features)
    X : array, shape (features, examples)

    Returns
    -------
    int64 array, shape (examples,)
        Equal scores go to the lower class.

    Raises
    ------
    ValueError
        If the shapes do not match, or anything is NaN or infinite.

    Examples
    --------
    >>> predict_multiclass([[1.0, 0.0], [0.0, 1.0]], [[3.0, 0.0, 1.0],
    ...                                               [2.0, 5.0, 1.0]])
    array([0, 1, 0])
    """
    W, X = _real(W, "W", 2), _real(X, "X", 2)
    if W.shape[1] != X.shape[0]:
        raise ValueError(
            f"W has shape {W.shape} and X has shape {X.shape}: W must be (classes, features) and X "
            "(features, examples). Is one of them transposed, or the row of ones missing?"
        )
    return (W @ X).argmax(axis=0)


def accuracy(predicted: ArrayLike, labels: ArrayLike) -> float:
    """The share of examples on which both agree, from 0 to 1.

    Parameters
    ----------
    predicted, labels : arrays, shape (examples,)

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the shapes differ or there is no example.

    Examples
    --------
    >>> accuracy([0, 1, 1, 0], [0, 1, 0, 0])
    0.75
    """
    predicted, labels = np.asarray(predicted), np.asarray(labels)
    if predicted.shape != labels.shape or labels.ndim != 1 or labels.size == 0:
        raise ValueError(
            f"predicted has shape {predicted.shape} and labels has shape {labels.shape}: "
            "both must be (examples,), with at least one example (one-hot columns: take argmax(axis=0))"
        )
    return float((predicted == labels).mean())


def _fit_rows(
    X: ArrayLike,
    labels: ArrayLike,
    classes: int,
    max_epochs: int,
    averaged: bool,
    predict_one: Callable[[Array], Array],
) -> MulticlassFit:
    """Learn one row of weights per class; `predict_one` turns the scores W @ x into zeros and ones."""
    X, classes, max_epochs = _real(X, "X", 2), _count(classes, "classes"), _count(max_epochs, "max_epochs")
    labels = _classes(labels, classes, X.shape)
    rows = np.ascontiguousarray(X.T)
    targets = np.eye(classes, dtype=X.dtype)[labels]
    W = np.zeros((classes, X.shape[0]), X.dtype)
    total, survived = np.zeros(W.shape), 0
    mistakes: list[int] = []
    for _ in range(max_epochs):
        wrong = 0
        for x, target in zip(rows, targets, strict=True):
            error = target - predict_one(W @ x)
            if error.any():
                if averaged:
                    total, survived = total + survived * W, 0
                for k in error.nonzero()[0]:  # the rows that stay as they are need no work
                    W[k] += error[k] * x
                wrong += 1
            survived += 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    if averaged:
        W = ((total + survived * W) / (len(mistakes) * len(rows))).astype(W.dtype)
    return MulticlassFit(W, mistakes, mistakes[-1] == 0)


# ---------------------------------------------------------------- looking at what was given


def _real(values: ArrayLike, name: str, axes: int) -> Array:
    """`values` as an array of real, finite numbers; float32 and float64 stay what they are."""
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; it holds {array.dtype}")
    if array.ndim != axes:
        raise ValueError(f"{name} has shape {array.shape}: it must have {_SHAPES[axes]}")
    if array.dtype.kind != "f":
        return array.astype(np.float64)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinity: every number must be finite")
    return array


def _number(value: Any, name: str) -> float:
    """`value` as one finite number; a plain float leaves a float32 array a float32 array."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" or array.ndim or not np.isfinite(array):
        raise ValueError(f"{name} must be one finite number; it is {value!r}")
    return float(array)


def _count(value: Any, name: str) -> int:
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1; it is {value!r}")
    return int(value)


def _match(X: Array, w: Array) -> None:
    if w.shape[0] != X.shape[0]:
        likely = "is X transposed?" if w.shape[0] == X.shape[1] else "is the row of ones, or the bias, missing?"
        raise ValueError(
            f"X has shape {X.shape} and w has shape {w.shape}: X must be (features, examples) and w "
            f"(features,); {likely}"
        )


def _prepare(
    X: ArrayLike, y: ArrayLike, max_epochs: int = 1, w: ArrayLike | None = None
) -> tuple[Array, list[int], Array]:
    """Checked examples, labels as plain ints, and weights that are the caller's to change."""
    X = _real(X, "X", 2)
    _count(max_epochs, "max_epochs")
    if X.shape[1] == 0:
        raise ValueError(f"X has shape {X.shape}: at least one example is needed")
    if w is None:
        return X, _labels(y, X.shape), np.zeros(X.shape[0], X.dtype)
    w = _real(w, "w", 1)
    _match(X, w)
    return X, _labels(y, X.shape), w.astype(np.result_type(w, X))  # astype copies


def _labels(y: ArrayLike, shape: tuple[int, ...]) -> list[int]:
    """Labels 0 and 1 as plain ints, for X of this shape: Python compares them faster, and they leave float32 alone."""
    array, examples = np.asarray(y), shape[1]
    if array.shape != (examples,):
        raise ValueError(
            f"y has shape {array.shape} and X has shape {shape}: give one label for each of the {examples} examples, "
            f"shape ({examples},)"
        )
    strange = [value for value in dict.fromkeys(array.tolist()) if value not in (0, 1)]
    if strange == [-1]:
        raise ValueError("y holds labels −1 and +1; here labels are 0 and 1: use (y + 1) // 2")
    if strange:
        raise ValueError(f"y must hold only 0 and 1; it also holds {', '.join(map(repr, strange[:5]))}")
    return [int(label) for label in array.tolist()]


def _classes(labels: ArrayLike, classes: int, shape: tuple[int, ...]) -> Array:
    array, examples = np.asarray(labels), shape[1]
    if examples == 0:
        raise ValueError(f"X has shape {shape}: at least one example is needed")
    if array.shape != (examples,):
        raise ValueError(
            f"labels has shape {array.shape} and X has shape {shape}: give one class for each of the {examples} "
            "examples (one-hot columns: take labels.argmax(axis=0); X has one column per example)"
        )
    strange = [value for value in dict.fromkeys(array.tolist()) if value not in range(classes)]
    if strange:
        raise ValueError(
            f"labels must be the classes 0 … {classes - 1}; they also hold {', '.join(map(repr, strange[:5]))}"
        )
    return array.astype(np.int64)
