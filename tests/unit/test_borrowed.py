"""Answers that call the part of `utils` that they should have written."""

import contextlib
import dis
import functools

import pytest
from scipy.optimize import linprog

from utils import checks, perceptron
from utils.checks.borrowed import borrowed

ALL = ["utils.perceptron"]


def by_attribute(X, w, b):
    return perceptron.predict(X, w, b)


def by_import(X, w, b):
    from utils.perceptron import predict

    return predict(X, w, b)


def by_whole_import(X, w, b):
    import utils.perceptron

    return utils.perceptron.predict(X, w, b)


def by_helper(X, w, b):
    return by_attribute(X, w, b)


def inside(X, w, b):
    return [perceptron.predict(x, w, b) for x in X]


def own(X, w, b):
    return w @ X + b >= 0


def same_word(X, w, b):
    return X.predict(perceptron, w, b)


def predict(X, w, b):
    """An own function of the same name, beside a module that is named for another part."""
    perceptron.step(0.0)
    return own(X, w, b)


@contextlib.contextmanager
def quietly():
    yield


@quietly()  # its code is contextlib's, and holds the function
def wrapped(X, w, b):
    return perceptron.predict(X, w, b)


def solves(c):
    return linprog(c)


@pytest.mark.parametrize(
    "answer",
    [by_attribute, wrapped, by_import, by_whole_import, by_helper, inside, perceptron.predict,
     functools.partial(perceptron.predict, b=0), lambda X, w, b: perceptron.predict(X, w, b)],
)  # fmt: skip
def test_what_is_borrowed_is_found(answer):
    assert borrowed(answer, ALL) == "utils.perceptron.predict"
    assert borrowed(answer, ["utils.perceptron.predict"]) == "utils.perceptron.predict"
    assert borrowed(answer, ["utils.perceptron.step", "utils.no_such_module"]) == ""


@pytest.mark.parametrize("answer", [own, same_word, 3, None, len, str])
def test_what_is_not_borrowed_is_not(answer):
    assert borrowed(answer, ALL) == ""


def test_what_is_installed_is_not_read(monkeypatch):
    read = []
    look = dis.get_instructions
    monkeypatch.setattr(dis, "get_instructions", lambda code: read.append(code.co_name) or look(code))
    assert borrowed(solves, ALL) == ""
    assert read == ["solves"]


def test_a_name_is_not_a_use():
    assert borrowed(predict, ["utils.perceptron.predict"]) == ""


def test_a_check_says_so():
    def step(z):
        return perceptron.step(z)

    with (
        pytest.raises(checks.CheckFailed, match=r"step calls `utils\.perceptron\.step`, which is what this exercise"),
        checks.exercise("01", "step") as check,
    ):
        check(step, 1.0).equals(1)
