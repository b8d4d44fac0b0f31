"""The networks that a student can move: what they show while they stand still."""

import numpy as np
import pytest

from utils import plots, widgets
from utils.network import Unit
from utils.widgets import _networks


@pytest.fixture
def shown(monkeypatch):
    """What `plots.show` was asked to show, without a notebook."""
    calls = []
    monkeypatch.setattr(plots, "show", lambda figure, alt, forms=None: calls.append((figure, alt)))
    return calls


@pytest.mark.parametrize(
    ("b1", "b2", "right", "lands", "mixed"),
    [
        (-0.5, -1.5, 4, "(0, 1) on (1, 0), (1, 0) on (1, 0), (1, 1) on (1, 1)", False),
        (-0.5, -0.5, 2, "(0, 1) on (1, 1), (1, 0) on (1, 1), (1, 1) on (1, 1)", True),
        (0.0, -1.0, 1, "(0, 0) on (1, 0), (0, 1) on (1, 1), (1, 0) on (1, 1), (1, 1) on (1, 1)", True),
    ],
)
def test_fold_says_where_the_corners_land(shown, b1, b2, right, lands, mixed):
    widgets.fold(b1, b2)
    (figure, alt), *_ = shown
    left, landed = figure.axes
    assert left.get_title() == f"inputs: y is right for {right} of 4"
    assert lands in alt
    assert ("both classes" in landed.get_title()) is mixed
    assert (left.get_xlabel(), landed.get_ylabel()) == ("x1", "h2")


def test_circuit_shows_the_values_of_its_first_inputs(shown):
    nands = [Unit("n", ["a", "b"], [-1, -1], 1.5), Unit("and", ["n", "n"], [-1, -1], 1.5)]
    widgets.circuit(nands[::-1], ["a", "b"], start=[1, 1])
    (figure, alt), *_ = shown
    assert figure.axes[0].get_title() == "and = 1"
    assert "n = 0" in alt
    assert "and = 1: step of −2·n + 1.5 (output)" in alt


def test_circuit_starts_with_zeros(shown):
    widgets.circuit([Unit("not", ["a"], [-1], 0.5)], ["a"], ["not"])
    assert "(a = 0)" in shown[0][1]


def test_a_node_that_is_read_twice_counts_twice():
    merged = _networks._merged(Unit("u", ["a", "b", "a"], np.array([1.0, 2.0, 3.0]), 0))
    assert merged.inputs == ["a", "b"]
    assert merged.weights == [4, 2]
