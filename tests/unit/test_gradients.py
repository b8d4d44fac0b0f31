"""Numerical gradients, their check, descent and least squares, against calculus and against plainer code."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from utils import gradients as g
from utils.perceptron import with_bias

SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)
POINTS = SHAPES.flatmap(lambda shape: hnp.arrays(float, shape, elements=st.floats(-3, 3)))
COURSE = settings(deadline=None, max_examples=50)  # a busy machine is no failure


def wavy(x):
    return float(np.sin(x).sum() + x.sum() ** 2)  # every entry bears on the slope of every other


def wavy_gradient(x):
    return np.cos(x) + 2 * x.sum()


# ---------------------------------------------------------------- by differences


@COURSE
@given(POINTS)
def test_numerical_gradient_is_the_gradient_for_any_shape(x):
    before = x.copy()
    found = g.numerical_gradient(wavy, x)
    assert found.shape == x.shape
    assert found.dtype == np.float64
    np.testing.assert_allclose(found, wavy_gradient(x), rtol=1e-7, atol=1e-7)
    assert (x == before).all()


def test_each_entry_has_its_own_derivative():
    """A transposed or shifted index would be seen: all partial derivatives differ."""
    c = np.arange(1.0, 7).reshape(2, 3)
    np.testing.assert_allclose(g.numerical_gradient(lambda x: (c * x).sum(), np.zeros((2, 3))), c, rtol=1e-9)


def test_numerical_gradient_of_a_number_and_of_a_list():
    assert g.numerical_gradient(lambda x: x**3, 2.0) == pytest.approx(12, rel=1e-9)
    assert g.numerical_gradient(lambda x: x @ x, [1, 2]) == pytest.approx([2, 4], rel=1e-9)


def test_f_may_spoil_what_it_is_given():
    def spoils(x):
        x *= 2
        return x.sum()

    x = np.array([1.0, 2.0])
    np.testing.assert_allclose(g.numerical_gradient(spoils, x), [2, 2], rtol=1e-9)
    assert x.tolist() == [1, 2]


def test_float32_points_are_differentiated_in_float64():
    x = np.array([0.5, 1.5], np.float32)
    found = g.numerical_gradient(wavy, x)
    np.testing.assert_allclose(found, wavy_gradient(x.astype(float)), atol=1e-9)


def test_steps_grow_with_the_point():
    """At 1e8 an absolute step of 6e-6 would be lost in rounding."""
    assert g.numerical_gradient(lambda x: x**2, 1e8) == pytest.approx(2e8, rel=1e-8)


def test_a_given_step_is_used():
    """The central difference of x³ at 0 with step h is h²."""
    assert g.numerical_gradient(lambda x: x**3, 0.0, step=0.5) == pytest.approx(0.25)


def test_at_a_kink_it_is_the_mean_of_both_slopes():
    assert g.numerical_gradient(lambda x: max(x, 0.0), 0.0) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("f", "x", "step", "says"),
    [
        (wavy, np.zeros((2, 0)), None, r"\(2, 0\).*at least one"),
        (wavy, [math.nan], None, "finite"),
        (wavy, [1j], None, "real numbers"),
        (wavy, [1.0], 0.0, "above 0"),
        (wavy, [1e20], 1e-3, "too small to change"),
        (lambda x: x, [1.0, 2.0], None, r"shape \(2,\).*one real number"),
        (lambda x: x.sum(keepdims=True), [[1.0]], None, r"shape \(1, 1\).*one real number"),
        (lambda x: np.float32(x.sum()), [1.0], None, "float32.*float64"),
        (lambda x: math.inf, [1.0], None, "f returned inf"),
        (lambda x: None, [1.0], None, "one real number"),
    ],
)
def test_numerical_gradient_refuses(f, x, step, says):
    with pytest.raises(ValueError, match=says):
        g.numerical_gradient(f, x, step)


def test_truncation_and_round_off_have_the_slopes_of_theory():
    errors = g.step_size_errors(math.exp, 0.0, 1.0)
    assert errors.steps.shape == errors.forward.shape == errors.central.shape
    slope_of = {
        "central truncation": (errors.central, 1e-4, 1e-1, 2.0),
        "forward truncation": (errors.forward, 1e-6, 1e-1, 1.0),
    }
    for name, (error, low, high, order) in slope_of.items():
        there = (errors.steps >= low) & (errors.steps <= high)
        slope = np.polyfit(np.log(errors.steps[there]), np.log(error[there]), 1)[0]
        assert slope == pytest.approx(order, abs=0.1), name
    # Round-off: within a few times ε / h, and worse the smaller the step.
    small = errors.steps < 1e-9
    assert (errors.central[small] <= 4 * np.finfo(float).eps / errors.steps[small]).all()
    assert errors.central[errors.steps < 1e-14].max() > 1e3 * errors.central.min()
    assert 1e-7 < errors.steps[errors.central.argmin()] < 1e-4
    assert 1e-9 < errors.steps[errors.forward.argmin()] < 1e-6


def test_step_size_errors_by_hand():
    errors = g.step_size_errors(lambda x: x**3, 0.0, 0.0, steps=[0.5, 0.25])
    assert errors.steps.tolist() == [0.5, 0.25]
    assert errors.forward.tolist() == errors.central.tolist() == [0.25, 0.0625]


@pytest.mark.parametrize("steps", [[0.0], [-1e-3], [[1e-3]], [math.nan]])
def test_step_size_errors_refuses_steps(steps):
    with pytest.raises(ValueError, match="steps"):
        g.step_size_errors(math.exp, 0.0, 1.0, steps)


# ---------------------------------------------------------------- checking


@COURSE
@given(POINTS, st.data())
def test_relative_error_laws(a, data):
    b = data.draw(hnp.arrays(float, a.shape, elements=st.floats(-3, 3)))
    error = g.relative_error(a, b)
    assert error.shape == a.shape
    assert ((error >= 0) & (error <= 2)).all()
    assert ((error == 0) == (a == b)).all()
    np.testing.assert_array_equal(error, g.relative_error(b, a))
    np.testing.assert_array_equal(error, g.relative_error(4 * a, 4 * b))
    assert (g.relative_error(a, b, floor=1.0) <= error).all()
    np.testing.assert_array_equal(g.relative_error(a, b, floor=3.0), abs(a - b) / 3)


def test_relative_error_of_nothing_and_of_a_wrong_sign():
    assert g.relative_error(0.0, 0.0) == 0
    assert g.relative_error(0.0, 5e-324) == 1
    assert g.relative_error(1e-300, -1e-300) == 2


def test_relative_error_refuses():
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)"):
        g.relative_error([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match="floor"):
        g.relative_error([1, 2], [1, 2], floor=-1)
    with pytest.raises(ValueError, match="finite"):
        g.relative_error([math.nan], [1.0])


@COURSE
@given(POINTS)
def test_right_gradients_pass(x):
    check = g.gradient_check(wavy, wavy_gradient, x)
    assert check.passed
    assert check.error < 1e-6
    assert check.numerical == pytest.approx(check.analytic, rel=1e-7, abs=1e-7)


@COURSE
@given(POINTS, st.data(), st.sampled_from([1e-12, 1e-6, 1.0, 1e6, 1e12]))
def test_one_wrong_entry_is_found_at_any_scale_of_f(x, data, scale):
    i = data.draw(st.tuples(*(st.integers(0, n - 1) for n in x.shape)))
    wrong = np.array(scale * wavy_gradient(x))
    wrong[i] += 1e-3 * scale
    check = g.gradient_check(lambda x: scale * wavy(x), wrong, x)
    assert not check.passed
    assert check.worst == i
    assert check.analytic == wrong[i]
    assert check.numerical == pytest.approx(wrong[i] - 1e-3 * scale, rel=1e-6, abs=1e-7 * scale)


@pytest.mark.parametrize(
    ("f", "gradient", "x"),
    [
        (lambda x: (x**2).sum() + 1e3, lambda x: 2 * x, [0.0, 1e-12, -1e-9]),  # rounding of the 1000 hides the slopes
        (lambda x: (x**3).sum(), lambda x: 3 * x**2, [0.0, 1e-9]),  # truncation: differences say h², not 0
        (lambda x: np.cos(x).sum(), lambda x: -np.sin(x), [0.0, 1e-14]),
        (lambda x: 5.0, lambda x: 0 * x, [1.0, 2.0]),
        (lambda x: 0.0, lambda x: 0 * x, [1.0]),
    ],
)
def test_right_gradients_near_0_are_not_accused(f, gradient, x):
    assert g.gradient_check(f, gradient, x).passed
    assert g.gradient_check(f, gradient, x, step=1e-4).passed


@pytest.mark.parametrize("factor", [0.5, 2.0, -1.0, 0.999])
def test_wrong_gradients_are_found_where_all_slopes_are_small(factor):
    """A saturated sigmoid: slopes of 2e-9, with f near 0. Any fixed floor such as 1e-4 would pass these."""

    def f(x):
        return float((1 / (1 + np.exp(-x))).sum())

    def slope(x):
        return np.exp(x) / (1 + np.exp(x)) ** 2

    x = np.array([-20.0, -21.0])
    assert g.gradient_check(f, slope, x).passed
    assert not g.gradient_check(f, lambda x: factor * slope(x), x).passed


def test_check_of_a_number_and_of_a_gradient_that_spoils_its_input():
    check = g.gradient_check(lambda x: x**2, lambda x: 2 * x, 3.0)
    assert check.passed
    assert check.worst == ()
    assert type(check.passed) is bool
    assert check
    assert not g.gradient_check(lambda x: x**2, lambda x: x, 3.0)
    x = np.array([1.0, 2.0])

    def spoils(x):
        x *= 2
        return x

    assert g.gradient_check(lambda x: x @ x, spoils, x).passed
    assert x.tolist() == [1, 2]


def test_gradient_check_refuses():
    with pytest.raises(ValueError, match=r"\(1, 2\).*\(2,\)"):
        g.gradient_check(wavy, np.zeros((1, 2)), [1.0, 2.0])
    with pytest.raises(ValueError, match="gradient holds NaN"):
        g.gradient_check(wavy, [math.nan], [1.0])
    with pytest.raises(ValueError, match="tolerance"):
        g.gradient_check(wavy, wavy_gradient, [1.0], tolerance=0)


# ---------------------------------------------------------------- going down


@COURSE
@given(POINTS, st.floats(0.01, 0.99), st.integers(0, 5))
def test_descent_on_a_bowl_is_a_geometric_sequence(start, rate, steps):
    before = start.copy()
    path = g.gradient_descent(lambda x: 2 * x, start, rate, steps)
    assert path.shape == (steps + 1, *start.shape)
    for k in range(steps + 1):
        np.testing.assert_allclose(path[k], start * (1 - 2 * rate) ** k, atol=1e-12)
    assert (start == before).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_descent_keeps_the_type(dtype):
    assert g.gradient_descent(lambda x: x.astype(float), np.ones(3, dtype), 0.1, 4).dtype == dtype
    assert g.gradient_descent(lambda x: 2 * x, [1, 2], 0.25, 1).tolist() == [[1, 2], [0.5, 1]]


def test_descent_that_diverges_says_so_silently():
    path = g.gradient_descent(lambda x: 2 * x, np.array([1.0]), 100.0, 200)
    assert np.isinf(path[:, 0]).any()
    assert np.isnan(path[-1, 0])


def test_a_gradient_that_keeps_or_spoils_its_input_does_no_harm():
    def spoils(x):
        x[:] = 2 * x
        return x

    assert g.gradient_descent(spoils, [8.0], 0.25, 2).ravel().tolist() == [8, 4, 2]


@pytest.mark.parametrize(
    ("gradient", "start", "rate", "steps", "says"),
    [
        (np.sin, [1.0], 0.0, 1, "rate must be above 0"),
        (np.sin, [1.0], -1.0, 1, "rate must be above 0"),
        (np.sin, [1.0], 0.1, -1, "whole number"),
        (np.sin, [1.0], 0.1, 1.5, "whole number"),
        (np.sin, [math.inf], 0.1, 1, "start"),
        (np.sum, [1.0, 2.0], 0.1, 1, r"\(\).*\(2,\)"),
    ],
)
def test_descent_refuses(gradient, start, rate, steps, says):
    with pytest.raises(ValueError, match=says):
        g.gradient_descent(gradient, start, rate, steps)


@COURSE
@given(hnp.arrays(float, st.tuples(st.integers(1, 4), st.integers(4, 6)), elements=st.integers(-3, 3)))
def test_the_critical_rate_separates_shrinking_from_growing(A):
    H = A @ A.T
    critical = g.critical_rate(H)
    if not H.any():
        assert critical == math.inf
        return
    eigenvalues, directions = np.linalg.eigh(H)
    assert critical == pytest.approx(2 / eigenvalues[-1])
    start = directions[:, -1]  # the steepest direction is the first to fail
    for factor, grows in ((0.95, False), (1.05, True)):
        path = g.gradient_descent(lambda x: H @ x, start, factor * critical, 60)
        assert (np.linalg.norm(path[-1]) > 1) == grows


def test_critical_rate_of_a_number():
    assert g.critical_rate(4.0) == 0.5


@pytest.mark.parametrize(
    ("hessian", "says"),
    [
        ([[1, 2, 3]], r"\(1, 3\).*square"),
        ([[1, 2], [0, 1]], "symmetric"),
        ([[1, 0], [0, -1]], "smallest eigenvalue is -1"),
        (np.zeros((0, 0)), "square"),
        ([[math.nan]], "finite"),
    ],
)
def test_critical_rate_refuses(hessian, says):
    with pytest.raises(ValueError, match=says):
        g.critical_rate(hessian)


# ---------------------------------------------------------------- least squares


@COURSE
@given(st.integers(1, 5), st.integers(1, 7), st.integers(1, 3), st.booleans(), st.integers(0, 99))
def test_least_squares_is_the_shortest_of_the_best(features, examples, outputs, repeated, seed):
    """The normal equations hold, and W has no part that the data do not see: both together say which W it is."""
    rng = np.random.default_rng(seed)
    X = rng.integers(-3, 4, (features, examples)).astype(float)
    if repeated:
        X = np.vstack([X, X[:1]])  # never of full rank
    Y = rng.normal(size=(outputs, examples))
    W = g.least_squares(X, Y)
    assert W.shape == (outputs, len(X))
    np.testing.assert_allclose((W @ X - Y) @ X.T, 0, atol=1e-8)
    np.testing.assert_allclose(W, W @ X @ np.linalg.pinv(X), atol=1e-8)
    np.testing.assert_allclose(g.least_squares(X, Y[0]), W[0], atol=1e-10)


def test_least_squares_finds_a_line_and_agrees_with_descent():
    x = np.array([[0.0, 1.0, 2.0, 4.0]])
    X, y = with_bias(x), 3 * x[0] - 1
    w = g.least_squares(X, y)
    np.testing.assert_allclose(w, [3, -1], atol=1e-12)
    hessian = 2 * X @ X.T / 4
    path = g.gradient_descent(lambda w: 2 * X @ (w @ X - y) / 4, np.zeros(2), 0.5 * g.critical_rate(hessian), 500)
    np.testing.assert_allclose(path[-1], w, atol=1e-6)


def test_least_squares_keeps_float32():
    X = np.eye(2, 3, dtype=np.float32)
    assert g.least_squares(X, X).dtype == np.float32
    assert g.least_squares(X, X.astype(float)).dtype == np.float64
    assert g.least_squares([[1, 2]], [2, 4]) == pytest.approx([2])


@pytest.mark.parametrize(
    ("X", "Y", "says"),
    [
        (np.zeros((2, 3)), np.zeros(2), r"\(2, 3\).*\(2,\)"),
        (np.zeros((2, 3)), np.zeros((3, 2)), r"\(2, 3\).*\(3, 2\)"),
        (np.zeros((2, 0)), np.zeros(0), "at least one"),
        (np.zeros((0, 2)), np.zeros(2), "at least one"),
        (np.zeros(3), np.zeros(3), "2 axes"),
        ([[math.nan]], [1.0], "finite"),
    ],
)
def test_least_squares_refuses(X, Y, says):
    with pytest.raises(ValueError, match=says):
        g.least_squares(X, Y)
