"""Initial weights: shapes, types, variances, reproducibility."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import initializers

RANDOM = {
    "gaussian": (initializers.gaussian(0.3), lambda n_out, n_in: 0.09),
    "one_over_fan_in": (initializers.one_over_fan_in, lambda n_out, n_in: 1 / n_in),
    "glorot": (initializers.glorot, lambda n_out, n_in: 2 / (n_in + n_out)),
    "he": (initializers.he, lambda n_out, n_in: 2 / n_in),
}
ALL = {**{name: pair[0] for name, pair in RANDOM.items()}, "zeros": initializers.zeros}
ALL["constant"] = initializers.constant(-1.5)

sizes = st.integers(1, 7)


@pytest.mark.parametrize("name", ALL)
@settings(deadline=None, max_examples=20)
@given(n_out=sizes, n_in=sizes, dtype=st.sampled_from([np.float32, np.float64]))
def test_shape_and_dtype(name, n_out, n_in, dtype):
    W = ALL[name](n_out, n_in, np.random.default_rng(0), dtype)
    assert W.shape == (n_out, n_in)
    assert W.dtype == dtype
    assert ALL[name](n_out, n_in, np.random.default_rng(0)).dtype == np.float64


@pytest.mark.parametrize("name", RANDOM)
@pytest.mark.parametrize(("n_out", "n_in"), [(100, 900), (900, 100)])
def test_mean_and_variance(name, n_out, n_in):
    """Not square, so that n_in and n_out cannot be mixed up; five standard errors of 90,000 draws."""
    initializer, variance = RANDOM[name]
    W = initializer(n_out, n_in, np.random.default_rng(1))
    n, wanted = W.size, variance(n_out, n_in)
    assert abs(W.mean()) < 5 * math.sqrt(wanted / n)
    assert abs(W.var() / wanted - 1) < 5 * math.sqrt(2 / n)
    # Normal, not uniform: the fourth moment is 3 times the squared variance.
    assert abs((W**4).mean() / wanted**2 - 3) < 5 * math.sqrt(96 / n)


@pytest.mark.parametrize("name", RANDOM)
def test_a_seed_gives_the_same_weights_in_both_types_and_a_generator_goes_on(name):
    initializer, _ = RANDOM[name]
    rng = np.random.default_rng(7)
    first, second = initializer(3, 4, rng), initializer(3, 4, rng)
    assert (first != second).all()
    again = initializer(3, 4, np.random.default_rng(7), np.float32)
    assert (again == first.astype(np.float32)).all()


def test_fan_in_keeps_the_size_of_what_passes_through():
    """The reason for 1 / n_in: pre-activations have variance 1 whatever the width."""
    rng = np.random.default_rng(2)
    for n_in in (10, 1000):
        G = rng.normal(size=(n_in, 500))
        assert (initializers.one_over_fan_in(400, n_in, rng) @ G).var() == pytest.approx(1, abs=0.1)
        assert (np.maximum(initializers.he(400, n_in, rng) @ G, 0) ** 2).mean() == pytest.approx(1, abs=0.1)


def test_no_randomness_is_needed_for_zeros_and_constants():
    assert (initializers.zeros(2, 3) == 0).all()
    assert (initializers.constant(-1.5)(2, 3) == -1.5).all()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("sizes", [(0, 3), (3, 0), (2.0, 3), (True, 3), (-1, 3)])
def test_bad_sizes(name, sizes):
    with pytest.raises(ValueError, match="whole number of at least 1"):
        ALL[name](*sizes, np.random.default_rng(0))


@pytest.mark.parametrize("name", RANDOM)
@pytest.mark.parametrize("rng", [None, 0, np.random])
def test_random_weights_need_a_generator(name, rng):
    with pytest.raises(ValueError, match="Generator"):
        RANDOM[name][0](2, 3, rng)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("dtype", [int, np.float16, complex])
def test_other_types_are_refused(name, dtype):
    with pytest.raises(ValueError, match="float64 or float32"):
        ALL[name](2, 3, np.random.default_rng(0), dtype)


@pytest.mark.parametrize("bad", [math.nan, math.inf, [1.0], "1", 1j])
def test_factories_refuse_what_is_no_number(bad):
    with pytest.raises(ValueError, match="finite number"):
        initializers.constant(bad)
    with pytest.raises(ValueError, match="finite number"):
        initializers.gaussian(bad)


def test_a_scale_is_not_negative():
    with pytest.raises(ValueError, match="below 0"):
        initializers.gaussian(-0.1)
