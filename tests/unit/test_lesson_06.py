"""The checks of lesson 06: float32 arithmetic played in float64, and what a chain of matrices is told."""

import numpy as np
import pytest

from utils import checks
from utils.checks import CheckFailed, lesson_06

FINE, FLUSHING = 2.0**-149, 2.0**-126


def matrices(d):
    large = 2.0**75
    return np.array([[d, d]]), np.array([[1.0], [0.5]]), np.array([[large, -2 * large]]), np.array([[1 / (d * large)]])


def test_single_rounds_as_float32():
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=2000) * 2.0 ** rng.integers(-160, 130, 2000)
    with np.errstate(over="ignore", under="ignore"):
        hardware = numbers.astype(np.float32)
    if np.any((hardware != 0) & (np.abs(hardware) < FLUSHING)):  # this machine has denormals
        assert np.array_equal(lesson_06.single(numbers, FINE), hardware.astype(float))
    normal = np.abs(numbers) > 2 * FLUSHING
    assert np.array_equal(lesson_06.single(numbers, FINE)[normal], hardware[normal].astype(float))


def test_single_flushes():
    numbers = np.array([FLUSHING, FLUSHING / 2, -FLUSHING / 2, 1.0])
    assert lesson_06.single(numbers, FLUSHING).tolist() == [FLUSHING, 0, 0, 1]
    assert lesson_06.single(numbers, FINE).tolist() == numbers.tolist()


def test_ties_go_to_the_even_neighbour():
    assert lesson_06.single(FINE * np.array([0.5, 1.5, 2.5, 0.75]), FINE).tolist() == [0, 2 * FINE, 2 * FINE, FINE]


def test_product_without_rounding_is_the_product():
    rng = np.random.default_rng(0)
    A, B = rng.integers(-9, 9, (3, 4)) * 1.0, rng.integers(-9, 9, (4, 5)) * 1.0
    assert np.array_equal(lesson_06.product(A, B, FINE), A @ B)


@pytest.mark.parametrize("smallest", [FINE, FLUSHING])
def test_each_network_computes_xor_on_its_own_machine_only(smallest):
    other = FINE + FLUSHING - smallest
    with checks.exercise("06", "xor_by_rounding") as check:
        lesson_06.computes_xor(check, matrices, smallest)
    with pytest.raises(CheckFailed, match="another machine"), checks.exercise("06", "xor_by_rounding") as check:
        lesson_06.computes_xor(check, lambda _: matrices(smallest), other)


def test_every_mistake_is_a_mistake():
    """On the probes, each named mistake differs from the right answer, and its name and advice are not empty."""
    right = {
        "leaky_relu": lesson_06._leaky,
        "elu": lesson_06._elu,
        "prelu_gradients": lesson_06._prelu,
        "maxout_gradients": lesson_06._maxout,
        "apl_gradients": lesson_06._apl,
        "tanh_from_sigmoid": np.tanh,
        "softmax": lesson_06._soft,
        "softmax_backward": lambda G, dG: G * (dG - (G * dG).sum(axis=0)),
        "dead_units": lambda W, b, X: (W @ X + b <= 0).all(axis=1),
        "gradient_norms": lesson_06._norms,
        "linear_step": lesson_06._linear,
    }
    large = {"elu": [(np.array([1000.0]), 1.0)], "softmax": [(np.array([[1000.0, -1000.0], [0.0, -1000.0]]),)]}
    for name, function in right.items():
        exercise = lesson_06.EXERCISES[name]
        probes = [*exercise.probes(np.random.default_rng(0)), *large.get(name, [])]
        for mistake in exercise.mistakes:
            assert mistake.name
            assert mistake.advice
            assert any(
                not checks._same_outcome(checks._try(mistake.gives, probe), function(*probe)) for probe in probes
            ), f"{name}: {mistake.name}"
