"""The helpers of lesson 7's checks: what a pair (L, dF) must be, and that its halves belong together."""

import numpy as np
import pytest

from utils import checks, losses
from utils.checks import lesson_07

F = np.array([[0.5, -1.0], [2.0, 0.3]])
Y = np.array([[1.0, 0.0], [0.0, 0.0]])


def right(F, Y):
    return losses.mse(F, Y), losses.mse_gradient(F, Y)


def check_of(name="nll1"):
    return checks.Check(name, lesson_07.EXERCISES[name])


def test_a_gradient_that_is_not_the_slope_of_its_loss_is_found():
    lesson_07.slope_by_differences(check_of(), right, F, Y)
    with pytest.raises(checks.CheckFailed, match=r"entry \(1, 0\) of dF"):
        lesson_07.slope_by_differences(check_of(), lambda F, Y: (right(F, Y)[0], right(F, Y)[1] * [[1], [0.9]]), F, Y)


def test_answers_in_float32_are_as_good():
    def single(F, Y):
        F, Y = F.astype(np.float32), Y.astype(np.float32)
        return np.float32(((F - Y) ** 2).sum() / 2), F - Y

    lesson_07.slope_by_differences(check_of("squared"), single, F, Y)
    lesson_07.gives(check_of("squared"), single, F, Y, *right(F, Y))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda F, Y: 3.0, "two things"),
        (lambda F, Y: (3.0, F, Y), "two things"),
        (lambda F, Y: (F, 3.0), "one number for the loss"),
        (lambda F, Y: (np.zeros(2), F), "one number for the loss"),
        (lambda F, Y: (3.0, F[0]), "shape"),
        (lambda F, Y: (3.0, "none"), "shape"),
        (lambda F, Y: (np.inf, F), "finite"),
        (lambda F, Y: (3.0, F * np.nan), "finite"),
        (lambda F, Y: (3.0, F), "wanted"),
    ],
)
def test_what_is_no_such_pair_is_refused(answer, words):
    with pytest.raises(checks.CheckFailed, match=words):
        lesson_07.gives(check_of("squared"), answer, F, Y, *right(F, Y))


def test_every_exercise_that_rebuilds_something_is_known():
    assert set(lesson_07.REBUILDS) == set(lesson_07.EXERCISES) - {"poll"}
