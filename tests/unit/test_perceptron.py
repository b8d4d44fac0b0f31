"""The perceptron module against its formulas, against theorems, and against plainer code."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from utils import datasets
from utils import perceptron as p

AND_X, AND_Y = [[0, 0, 1, 1], [0, 1, 0, 1]], [0, 0, 0, 1]
XOR_Y = [0, 1, 1, 0]
FLOATS = st.floats(-10, 10, width=32)
dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])


@st.composite
def labelled_points(draw, examples=12, whole=False):
    shape = (draw(st.integers(1, 4)), draw(st.integers(1, examples)))
    X = draw(hnp.arrays(float, shape, elements=st.integers(-5, 5) if whole else FLOATS))
    return X, draw(hnp.arrays(int, shape[1], elements=st.integers(0, 1)))


# ---------------------------------------------------------------- a decision


def test_step_of_zero_is_one():
    assert p.step(0) == p.step(0.0) == p.step(-0.0) == 1
    assert type(p.step(np.float32(2))) is int


def test_step_keeps_the_shape_and_knows_infinity():
    assert p.step([[-math.inf, math.inf, -1e-300]]).tolist() == [[0, 1, 0]]
    assert p.step(np.zeros((2, 0, 3))).shape == (2, 0, 3)


@pytest.mark.parametrize("bad", [math.nan, [1.0, math.nan], "1", [1j], [None]])
def test_step_refuses_what_has_no_sign(bad):
    with pytest.raises(ValueError, match="real number"):
        p.step(bad)


@settings(deadline=None)  # a busy machine is no failure
@given(labelled_points(), st.data())
def test_predict_is_perceptron_of_each_column(points, data):
    X, _ = points
    w = data.draw(hnp.arrays(float, X.shape[0], elements=FLOATS))
    b = data.draw(FLOATS)
    one_by_one = [p.perceptron(x, w, b) for x in X.T]
    # A sum rounded in another order may fall on the other side of 0.
    assume(np.abs(w @ X + b).min() > 1e-9)
    assert p.predict(X, w, b).tolist() == one_by_one
    assert p.predict(p.with_bias(X), [*w, b]).tolist() == one_by_one


def test_perceptron_returns_plain_ints():
    assert type(p.perceptron([1, 2], [1, 1], -3)) is int
    assert p.perceptron([1, 2], [1, 1], -3) == 1  # exactly on the boundary
    assert p.predict(np.zeros((3, 0)), [1, 2, 3], 0).shape == (0,)


@dtypes
def test_with_bias_appends_the_last_row_and_keeps_the_type(dtype):
    X = np.arange(6, dtype=dtype).reshape(2, 3)
    extended = p.with_bias(X)
    assert extended.dtype == dtype
    assert extended.shape == (3, 3)
    assert (extended[:2] == X).all()
    assert (extended[2] == 1).all()
    extended[:] = 9
    assert X[0, 0] == 0


# ---------------------------------------------------------------- learning


@pytest.mark.parametrize(
    ("w", "x", "y", "expected"),
    [
        ([1, 1, -1], [1, 1, 1], 1, [1, 1, -1]),  # right
        ([1, 1, -1], [1, 1, 1], 0, [0, 0, -2]),  # a false 1
        ([-1, -1, 0], [1, 1, 1], 1, [0, 0, 1]),  # a missed 1
        ([0, 0, 0], [1, 1, 1], 1, [0, 0, 0]),  # step(0) = 1 is right already
        ([0, 0, 0], [1, 1, 1], 0, [-1, -1, -1]),
    ],
)
def test_one_step_of_learning(w, x, y, expected):
    assert p.perceptron_step(w, x, y).tolist() == expected


@dtypes
@pytest.mark.parametrize("y", [0, 1, np.int64(1), True, np.float64(1.0)])
def test_learning_keeps_the_type_and_touches_nothing(dtype, y):
    w, x = np.ones(3, dtype), np.full(3, -2, dtype)
    new = p.perceptron_step(w, x, y)
    assert new.dtype == dtype
    assert new is not w
    assert (w == 1).all()
    assert (x == -2).all()


@dtypes
def test_fits_keep_the_type_and_touch_nothing(dtype):
    X = np.array(p.with_bias(AND_X), dtype)
    X.setflags(write=False)
    y = np.array(AND_Y)
    y.setflags(write=False)
    start = np.ones(3, dtype)
    assert p.fit_perceptron(X, y, w=start).w.dtype == dtype
    assert (start == 1).all()
    assert p.fit_averaged(X, y).w.dtype == dtype
    assert p.weight_path(X, y).dtype == dtype
    for averaged in (False, True):
        assert p.fit_multiclass(X, y, 2, averaged=averaged).W.dtype == dtype
        assert p.one_against_all(X, y, 2, averaged=averaged).W.dtype == dtype


@settings(deadline=None)  # a busy machine is no failure
@given(labelled_points(whole=True), st.integers(1, 6))
def test_fit_is_perceptron_step_repeated(points, max_epochs):
    X, y = points
    w, mistakes, path = np.zeros(X.shape[0]), [], [np.zeros(X.shape[0])]
    for _ in range(max_epochs):
        wrong = 0
        for x, label in zip(X.T, y, strict=True):
            if p.perceptron(x, w, 0) != label:
                w = p.perceptron_step(w, x, label)
                path.append(w)
                wrong += 1
        mistakes.append(wrong)
        if not wrong:
            break
    fit = p.fit_perceptron(X, y, max_epochs)
    assert (fit.w == w).all()
    assert fit.mistakes == mistakes
    assert fit.converged == (mistakes[-1] == 0)
    assert (p.weight_path(X, y, max_epochs) == path).all()


@settings(deadline=None)  # a busy machine is no failure
@given(labelled_points(whole=True), st.integers(1, 6))
def test_the_average_counts_the_weights_after_every_example(points, max_epochs):
    X, y = points
    w, seen = np.zeros(X.shape[0]), []
    for _ in range(max_epochs):
        before = w
        for x, label in zip(X.T, y, strict=True):
            w = p.perceptron_step(w, x, label)
            seen.append(w)
        if before is w or (p.predict(X, before) == y).all():
            break
    np.testing.assert_allclose(p.fit_averaged(X, y, max_epochs).w, np.mean(seen, axis=0), atol=1e-12)


def test_fit_never_rests_on_xor_and_counts_what_it_did():
    fit = p.fit_perceptron(p.with_bias(AND_X), XOR_Y, 7)
    assert not fit.converged
    assert len(fit.mistakes) == 7
    assert all(fit.mistakes)


def test_fit_goes_on_from_where_it_stopped():
    X, y, _, _ = datasets.separable(40, 3, 0.1, rng=1, b=0)
    whole = p.fit_perceptron(X, y, 100)
    first = p.fit_perceptron(X, y, 1)
    second = p.fit_perceptron(X, y, 99, w=first.w)
    assert (second.w == whole.w).all()
    assert first.mistakes + second.mistakes == whole.mistakes
    again = p.fit_perceptron(X, y, w=whole.w)
    assert again.mistakes == [0]
    assert again.converged


# ---------------------------------------------------------------- when it stops


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.integers(2, 60),
    st.integers(1, 6),
    st.floats(0.05, 2),
    st.floats(-2, 2),
    st.integers(0, 10**6),
    st.booleans(),
)
def test_novikoff(examples, features, margin, b, seed, exact):
    X, y, w, b = datasets.separable(examples, features, margin, seed, b=b, exact=exact)
    Xb, wb = p.with_bias(X), np.array([*w, b])
    bound = p.mistake_bound(Xb, y, wb)
    made = len(p.weight_path(Xb, y, math.ceil(bound) + 1)) - 1
    assert made <= bound
    fit = p.fit_perceptron(Xb, y, math.ceil(bound) + 1)
    assert fit.converged
    assert sum(fit.mistakes) == made
    assert (p.predict(Xb, fit.w) == y).all()


def test_margin_and_radius_by_hand():
    X, y = [[3.0, 0.0, -4.0], [4.0, 1.0, 0.0]], [1, 1, 0]
    assert p.radius(X) == 5
    assert p.margin(X, y, [0.0, 10.0]) == 0  # the third lies on the boundary
    assert p.margin(X, y, [1.0, 1.0]) == pytest.approx(1 / math.sqrt(2))
    assert p.margin(X, [0, 1, 0], [1.0, 1.0]) == pytest.approx(-7 / math.sqrt(2))
    assert p.mistake_bound(X, y, [1.0, 1.0]) == pytest.approx(50)


@pytest.mark.parametrize("w", [[0.0, 10.0], [-1.0, -1.0]])
def test_no_bound_without_a_margin(w):
    with pytest.raises(ValueError, match=r"margin of these weights is .*separate"):
        p.mistake_bound([[3.0, 0.0, -4.0], [4.0, 1.0, 0.0]], [1, 1, 0], w)


def test_no_margin_without_a_boundary():
    with pytest.raises(ValueError, match="all zeros"):
        p.margin([[1.0]], [1], [0.0])


@pytest.mark.parametrize(("n", "functions"), [(1, 4), (2, 14), (3, 104)])
def test_how_many_boolean_functions_are_separable(n, functions):
    """4, 14 and 104 are the known numbers of threshold functions of 1, 2 and 3 variables."""
    X = datasets.boolean_table(n)
    assert sum(p.is_separable(X, y) for y in itertools.product([0, 1], repeat=2**n)) == functions


@settings(deadline=None)  # a busy machine is no failure
@given(labelled_points(examples=8, whole=True))
def test_separating_weights_separate_and_agree_with_learning(points):
    X, y = points
    found = p.separating_weights(X, y)
    fit = p.fit_perceptron(p.with_bias(X), y, 300)
    if found is None:
        assert not fit.converged
    else:
        w, b = found
        assert (p.predict(X, w, b) == y).all()
        assert p.margin(p.with_bias(X), y, [*w, b]) > 0
    assert p.is_separable(X, 1 - y) == (found is not None)


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("shift", [0.0, 1000.0])
def test_separability_does_not_depend_on_units(scale, shift):
    X = np.array(AND_X) * scale + shift * scale
    assert p.is_separable(X, AND_Y)
    assert not p.is_separable(X, XOR_Y)


def test_separability_at_the_edges():
    assert p.is_separable([[1.0, 1.0]], [1, 1])
    assert not p.is_separable([[1.0, 1.0]], [0, 1])  # one place, two labels
    assert p.is_separable([[0.0, 1e-6, 1.0]], [0, 1, 1])
    assert p.is_separable(np.float32([[0, 1]]), [0, 1])
    assert p.is_separable(p.with_bias([[0.0, 1.0]]), [0, 1])


# ---------------------------------------------------------------- several classes


def plain_multiclass(X, labels, classes, max_epochs, averaged):
    W, seen, mistakes = np.zeros((classes, len(X))), [], []
    for _ in range(max_epochs):
        wrong = 0
        for x, label in zip(X.T, labels, strict=True):
            predicted = int((W @ x).argmax())
            W = W.copy()
            if predicted != label:
                W[label] += x
                W[predicted] -= x
                wrong += 1
            seen.append(W)
        mistakes.append(wrong)
        if not wrong:
            break
    return (np.mean(seen, axis=0) if averaged else W), mistakes


@settings(deadline=None)  # a busy machine is no failure
@given(labelled_points(whole=True), st.integers(2, 4), st.integers(1, 5), st.booleans(), st.data())
def test_fit_multiclass_is_its_rule(points, classes, max_epochs, averaged, data):
    X, _ = points
    labels = data.draw(hnp.arrays(int, X.shape[1], elements=st.integers(0, classes - 1)))
    fit = p.fit_multiclass(X, labels, classes, max_epochs, averaged=averaged)
    W, mistakes = plain_multiclass(X, labels, classes, max_epochs, averaged)
    np.testing.assert_allclose(fit.W, W, atol=1e-12)
    assert fit.mistakes == mistakes
    assert fit.converged == (mistakes[-1] == 0)


@settings(deadline=None)  # a busy machine is no failure
@given(labelled_points(whole=True), st.integers(2, 4), st.integers(1, 5), st.data())
def test_one_against_all_is_that_many_perceptrons(points, classes, max_epochs, data):
    X, _ = points
    labels = data.draw(hnp.arrays(int, X.shape[1], elements=st.integers(0, classes - 1)))
    fit = p.one_against_all(X, labels, classes, max_epochs)
    alone = [p.fit_perceptron(X, (labels == k).astype(int), max_epochs) for k in range(classes)]
    np.testing.assert_array_equal(fit.W, [one.w for one in alone])
    assert fit.converged == all(one.converged for one in alone)
    assert len(fit.mistakes) == max(len(one.mistakes) for one in alone)
    assert fit.mistakes[0] <= sum(one.mistakes[0] for one in alone)


def test_one_against_all_averaged_is_that_many_averages():
    X, labels = datasets.digits()
    X, labels = p.with_bias(X[:, :200]), labels[:200]
    fit = p.one_against_all(X, labels, 10, 3, averaged=True)
    assert not fit.converged
    for k in range(10):
        # Alone, a unit stops averaging when it comes to rest; all together go on until the last one does.
        alone = p.fit_averaged(X, (labels == k).astype(int), 3)
        if len(alone.mistakes) == 3:
            np.testing.assert_allclose(fit.W[k], alone.w, atol=1e-12)


def test_equal_scores_go_to_the_lower_class():
    assert p.predict_multiclass([[1.0], [1.0], [0.0]], [[2.0, -2.0]]).tolist() == [0, 2]


def test_ten_perceptrons_read_digits():
    X, labels = datasets.digits(np.float32)
    X_train, y_train, X_test, y_test = datasets.split(p.with_bias(X), labels, rng=0)
    for fit in (p.one_against_all, p.fit_multiclass):
        for averaged in (False, True):
            W = fit(X_train, y_train, 10, 10, averaged=averaged).W
            assert p.accuracy(p.predict_multiclass(W, X_test), y_test) > 0.9


def test_accuracy():
    assert p.accuracy([1, 1], [1, 1]) == 1
    assert p.accuracy([0, 1], [1, 0]) == 0
    for predicted, labels in [([1], [1, 2]), ([], []), (np.eye(2), np.eye(2))]:
        with pytest.raises(ValueError, match=r"predicted has shape .* labels has shape"):
            p.accuracy(predicted, labels)


# ---------------------------------------------------------------- what is refused, and how it says so

X3 = np.ones((3, 5))
Y5 = np.zeros(5, int)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: p.perceptron([1, 2], [1, 2, 3], 0), r"\(2,\) and w has shape \(3,\)"),
        (lambda: p.perceptron([[1], [2]], [1, 2], 0), r"x has shape \(2, 1\): it must have one axis"),
        (lambda: p.perceptron([1, 2], [1, 2], [0]), "b must be one finite number"),
        (lambda: p.predict(X3.T, [1, 2, 3], 0), r"\(5, 3\) and w has shape \(3,\).*transposed"),
        (lambda: p.predict(X3, [1, 2, 3, 4]), r"\(3, 5\) and w has shape \(4,\).*row of ones"),
        (lambda: p.predict([1, 2, 3], [1, 2, 3], 0), r"X has shape \(3,\): it must have two axes"),
        (lambda: p.with_bias([1, 2]), r"X has shape \(2,\)"),
        (lambda: p.perceptron_step([0, 0], [1, 2, 1], 1), r"\(3,\) and w has shape \(2,\)"),
        (lambda: p.fit_perceptron(X3, [0, 1]), r"y has shape \(2,\) and X has shape \(3, 5\)"),
        (lambda: p.fit_perceptron(X3, Y5[:, None]), r"y has shape \(5, 1\)"),
        (lambda: p.fit_perceptron(X3, Y5, w=[0, 0]), r"\(3, 5\) and w has shape \(2,\)"),
        (lambda: p.fit_perceptron(np.ones((3, 0)), []), r"\(3, 0\): at least one example"),
        (lambda: p.fit_multiclass(np.ones((3, 0)), [], 2), r"\(3, 0\): at least one example"),
        (lambda: p.radius(np.ones((3, 0))), "at least one example"),
        (lambda: p.fit_perceptron(X3, Y5, 0), "max_epochs must be a whole number of at least 1; it is 0"),
        (lambda: p.fit_perceptron(X3, Y5, 2.5), "max_epochs must be a whole number"),
        (lambda: p.fit_multiclass(X3, Y5, 0), "classes must be a whole number"),
        (lambda: p.fit_multiclass(X3, [0, 1, 2, 3, 2], 3), r"classes 0 … 2; they also hold 3"),
        (lambda: p.one_against_all(X3, [0, 1, 2, 0.5, 2], 3), r"they also hold 0\.5"),
        (lambda: p.one_against_all(X3, np.eye(5), 5), r"labels has shape \(5, 5\).*argmax"),
        (lambda: p.predict_multiclass(np.ones((10, 4)), X3), r"\(10, 4\) and X has shape \(3, 5\)"),
        (lambda: p.predict(["a"], ["b"]), "must hold real numbers"),
    ],
)
def test_wrong_calls_are_told_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([-1, 1, -1, 1], r"labels −1 and \+1; here labels are 0 and 1: use \(y \+ 1\) // 2"),
        ([-1, -1, -1, -1], r"labels −1"),
        ([0, 1, 2, 3], "only 0 and 1; it also holds 2, 3"),
        ([0, 1, 0.5, 1], r"also holds 0\.5"),
        ([0, 1, math.nan, 1], "also holds nan"),
        (["0", "1", "0", "1"], "also holds '0', '1'"),
        ([0, 1, None, 1], "also holds None"),
    ],
)
def test_other_labels_are_named(y, message):
    for call in (
        lambda: p.fit_perceptron(AND_X, y),
        lambda: p.fit_averaged(AND_X, y),
        lambda: p.margin(AND_X, y, [1, 1]),
        lambda: p.is_separable(AND_X, y),
    ):
        with pytest.raises(ValueError, match=message):
            call()


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_nan_and_infinity_are_refused(bad):
    X = np.array(AND_X, float)
    X[1, 2] = bad
    w = [1.0, bad]
    for call in (
        lambda: p.perceptron(w, [1, 1], 0),
        lambda: p.perceptron([1, 1], [1, 1], bad),
        lambda: p.predict(X, [1, 1], 0),
        lambda: p.predict(AND_X, w, 0),
        lambda: p.with_bias(X),
        lambda: p.perceptron_step(w, [1, 1], 0),
        lambda: p.fit_perceptron(X, AND_Y),
        lambda: p.fit_multiclass(X, AND_Y, 2),
        lambda: p.margin(AND_X, AND_Y, w),
        lambda: p.radius(X),
        lambda: p.is_separable(X, AND_Y),
        lambda: p.predict_multiclass([w], AND_X),
    ):
        with pytest.raises(ValueError, match="finite"):
            call()
