"""Optimizers and schedules: the formulas of the papers, in place, and nothing else touched."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import optimizers as o

MAKERS = {
    "SGD": lambda: o.SGD(0.1),
    "momentum": lambda: o.SGD(0.1, momentum=0.9),
    "weight decay": lambda: o.SGD(0.1, momentum=0.9, weight_decay=0.01),
    "Adam": lambda: o.Adam(0.1),
    "Adam, weight decay": lambda: o.Adam(0.1, weight_decay=0.01),
    "scheduled": lambda: o.SGD(o.cosine_decay(0.1, 5)),
}


def plain_sgd(theta, gradients, rate, momentum):
    v = np.zeros_like(theta)
    for gradient in gradients:
        v = momentum * v + gradient
        theta = theta - rate * v
    return theta


def plain_adam(theta, gradients, rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    for t, gradient in enumerate(gradients, start=1):
        m = beta1 * m + (1 - beta1) * gradient
        v = beta2 * v + (1 - beta2) * gradient**2
        theta = theta - rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    return theta


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 12), st.floats(0, 0.99), st.integers(0, 10**6))
def test_the_formulas_as_written(size, steps, momentum, seed):
    rng = np.random.default_rng(seed)
    start, gradients = rng.normal(size=size), rng.normal(size=(steps, size)) * 10.0 ** rng.integers(-4, 4)
    for optimizer, expected in (
        (o.SGD(0.1, momentum), plain_sgd(start, gradients, 0.1, momentum)),
        (o.Adam(0.1), plain_adam(start, gradients, 0.1)),
        (o.Adam(0.1, beta1=0.5, beta2=0.9, epsilon=1e-3), plain_adam(start, gradients, 0.1, 0.5, 0.9, 1e-3)),
    ):
        theta = start.copy()
        for gradient in gradients:
            optimizer.step(theta, gradient)
        np.testing.assert_allclose(theta, expected, rtol=1e-10, atol=1e-12)
        assert optimizer.steps == steps


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_parameters_change_in_place_and_gradients_do_not(make, dtype):
    rng = np.random.default_rng(0)
    theta, gradient = rng.normal(size=5).astype(dtype), rng.normal(size=5).astype(dtype)
    same, was_gradient, was = theta, gradient.copy(), theta.copy()
    optimizer = make()
    for _ in range(3):
        assert optimizer.step(theta, gradient) is None
    assert same is theta
    assert theta.dtype == dtype
    assert (theta != was).all()
    np.testing.assert_array_equal(gradient, was_gradient)
    assert all(array.dtype == dtype for state in optimizer._states for array in state)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
def test_several_arrays_move_as_one_vector_does(make):
    rng = np.random.default_rng(0)
    W, b = rng.normal(size=(2, 3)), rng.normal(size=(2, 1))
    theta = np.concatenate([W.ravel(), b.ravel()])
    one, several = make(), make()
    for _ in range(4):
        dW, db = rng.normal(size=(2, 3)), rng.normal(size=(2, 1))
        one.step(theta, np.concatenate([dW.ravel(), db.ravel()]))
        several.step([W, b], [dW, db])
    np.testing.assert_allclose(theta, np.concatenate([W.ravel(), b.ravel()]), atol=1e-15)


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())
def test_reset_makes_the_next_step_the_first(make):
    optimizer, theta = make(), np.ones(3)
    optimizer.step(theta, np.ones(3))
    first = theta.copy()
    optimizer.step(theta, np.ones(3))
    optimizer.reset()
    again = np.ones(3)
    optimizer.step(again, np.ones(3))
    np.testing.assert_array_equal(again, first)


def test_views_are_moved_where_they_are():
    whole = np.ones(6)
    o.SGD(1.0).step(whole[::2], np.ones(3))
    assert whole.tolist() == [0, 1, 0, 1, 0, 1]


def test_adam_does_not_divide_by_zero():
    theta = np.ones(2, np.float32)
    with np.errstate(all="raise"):
        o.Adam().step(theta, np.zeros(2, np.float32))
    assert (theta == 1).all()


def test_a_schedule_sets_the_rate_of_each_step():
    optimizer, theta = o.SGD(o.step_decay(1.0, 0.5, every=2)), np.zeros(1)
    rates = []
    for _ in range(4):
        rates.append(optimizer.rate)
        optimizer.step(theta, np.ones(1))
    assert rates == [1.0, 1.0, 0.5, 0.5]
    assert theta[0] == -3.0


def test_weight_decay_is_the_gradient_of_its_penalty():
    theta, other = np.array([2.0, -3.0]), np.array([2.0, -3.0])
    o.SGD(0.1, weight_decay=0.5).step(theta, np.ones(2))
    o.SGD(0.1).step(other, np.ones(2) + 0.5 * other)
    np.testing.assert_allclose(theta, other)


@given(st.floats(0, 10), st.floats(0, 10), st.integers(1, 1000), st.integers(0, 3000))
def test_cosine_goes_from_rate_to_final(rate, final, steps, t):
    eta = o.cosine_decay(rate, steps, final)
    assert eta(0) == pytest.approx(rate)
    assert eta(steps) == pytest.approx(final)
    assert eta(steps + t) == eta(steps)
    assert min(rate, final) - 1e-9 <= eta(t) <= max(rate, final) + 1e-9


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: o.SGD(-1), "rate must be"),
        (lambda: o.SGD(math.nan), "rate must be"),
        (lambda: o.SGD(math.inf), "rate must be"),
        (lambda: o.SGD("0.1"), "rate must be"),
        (lambda: o.SGD(0.1, momentum=1), "momentum must be"),
        (lambda: o.SGD(0.1, weight_decay=-1), "weight_decay must be"),
        (lambda: o.Adam(beta1=1.0), "beta1 must be"),
        (lambda: o.Adam(beta2=-0.1), "beta2 must be"),
        (lambda: o.Adam(epsilon=-1), "epsilon must be"),
        (lambda: o.step_decay(0.1, 0.5, 0), "every must be"),
        (lambda: o.step_decay(0.1, -0.5, 1), "factor must be"),
        (lambda: o.exponential_decay(0.1, math.inf), "factor must be"),
        (lambda: o.cosine_decay(0.1, 1.5), "steps must be"),
        (lambda: o.cosine_decay(0.1, 5, final=-1), "final must be"),
        (lambda: o.constant(True), "rate must be"),
        (lambda: o.SGD().step(np.ones(2), np.ones(3)), r"\(2,\).*\(3,\)"),
        (lambda: o.SGD().step(np.ones(2), np.ones(2, np.float32)), "float64.*float32"),
        (lambda: o.SGD().step(np.ones(2, int), np.ones(2)), "arrays of floats"),
        (lambda: o.SGD().step([1.0], [1.0]), "arrays of floats"),
        (lambda: o.SGD().step([np.ones(2)], []), "1 parameters, 0 gradients"),
    ],
)
def test_wrong_calls_are_told_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_an_optimizer_belongs_to_the_parameters_of_its_first_step():
    optimizer = o.Adam()
    optimizer.step(np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match=r"at the first step the parameter had \(2,\)"):
        optimizer.step(np.ones(3), np.ones(3))
    with pytest.raises(ValueError, match="from the first step, 1"):
        optimizer.step([np.ones(2)] * 2, [np.ones(2)] * 2)


def test_other_arrays_of_the_same_shape_are_moved_and_checked_as_the_first_were():
    optimizer, first, second, gradient = o.SGD(1.0), np.zeros(2), np.zeros(2), np.ones(2)
    for theta in (first, second, first):
        optimizer.step(theta, gradient)
    optimizer.step(first, 2 * gradient)
    assert first.tolist() == [-4, -4]
    assert second.tolist() == [-1, -1]
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)"):
        optimizer.step(first, np.ones(3))
    for theta, other in ((None, None), (first, None), ([first], None)):
        with pytest.raises((ValueError, TypeError)):
            optimizer.step(theta, other)
    assert first.tolist() == [-4, -4]


def test_a_step_that_is_refused_moves_nothing():
    optimizer, W, b = o.SGD(), np.ones(2), np.ones(2)
    with pytest.raises(ValueError, match="must agree"):
        optimizer.step([W, b], [np.ones(2), np.ones(3)])
    assert (W == 1).all()
    assert optimizer.steps == 0
