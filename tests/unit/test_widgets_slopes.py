"""The moving pictures of lesson 3: what they draw, and what they refuse."""

import numpy as np
import pytest

from utils import plots, widgets
from utils.widgets import _slopes


@pytest.fixture
def shown(monkeypatch):
    """What `plots.show` was asked to show, without a notebook."""
    calls = []
    monkeypatch.setattr(plots, "show", lambda figure, alt, forms=None: calls.append((figure, alt)))
    return calls


def test_the_line_is_drawn_with_its_errors_and_measured(shown):
    widgets.fit_line([0, 1, 2], [1, 2, 6], slope=2.0, intercept=1.0)
    [(figure, alt)] = shown
    ax = figure.axes[0]
    assert ax.get_title() == "mean squared error 0.667"
    across, up = ax.lines[0].get_data()
    np.testing.assert_allclose(up, 2 * across + 1)
    strokes = np.array([segment[:, 1] for segment in ax.collections[0].get_segments()])
    np.testing.assert_allclose(strokes, [[1, 1], [3, 2], [5, 6]])
    assert "3 points" in alt
    assert "slope 2" in alt


@pytest.mark.parametrize(("x", "y"), [([1, 2], [1]), ([], []), ([[1, 2]], [[1, 2]]), ([1, np.nan], [1, 2])])
def test_a_line_needs_points(x, y):
    with pytest.raises(ValueError, match="x "):
        widgets.fit_line(x, y)


def test_a_first_value_outside_its_slider_is_refused(shown):
    with pytest.raises(ValueError, match="slider slope"):
        widgets.fit_line([0, 1], [0, 1], slope=5.0)
    with pytest.raises(ValueError, match="slider steepness"):
        widgets.soft_step(steepness=0.0)
    assert shown == []


def test_the_loss_of_a_step_is_a_staircase_and_that_of_a_sigmoid_is_not(shown):
    widgets.soft_step(steepness=4.0)
    [(figure, alt)] = shown
    step, soft = (line.get_ydata() for line in figure.axes[1].lines)
    assert set(np.round(6 * step)) <= set(range(7))
    assert len(np.unique(np.round(step, 9))) < 6 < len(np.unique(np.round(soft, 9)))
    assert "staircase" in alt


def test_a_steep_sigmoid_comes_close_to_the_step():
    def distance(steepness):
        step, soft = (line.get_ydata() for line in _slopes._soft_step(steepness).axes[0].lines)
        return np.mean(np.abs(step - soft))

    assert distance(20.0) < distance(4.0) < distance(1.0)


def test_both_axes_of_both_pictures_are_named():
    for figure in (_slopes._soft_step(2.0), _slopes._line(np.array([0.0, 1.0]), np.array([1.0, 2.0]), 1.0, 0.0)):
        assert all(ax.get_xlabel() and ax.get_ylabel() for ax in figure.axes)
