"""The moving pictures of lesson 7: what they draw, and what they refuse."""

import numpy as np
import pytest

from utils import plots, widgets
from utils.widgets import _outputs


@pytest.fixture
def shown(monkeypatch):
    """What `plots.show` was asked to show, without a notebook."""
    calls = []
    monkeypatch.setattr(plots, "show", lambda figure, alt, forms=None: calls.append((figure, alt)))
    return calls


def curve(figure, name):
    """The heights of a curve, by the name it has in the legend."""
    return next(line.get_ydata() for line in figure.axes[0].lines if line.get_label().startswith(f"{name}:"))


def test_each_loss_has_its_shape():
    figure = _outputs._shapes(1.5)
    f = np.linspace(-4, 4, 401)
    np.testing.assert_allclose(curve(figure, "squared"), (f - 1) ** 2)
    np.testing.assert_allclose(curve(figure, "hinge"), np.maximum(0, 1 - f))
    np.testing.assert_allclose(curve(figure, "NLL₁"), np.log(1 + np.exp(-f)))
    np.testing.assert_allclose(curve(figure, "squared after σ"), (1 / (1 + np.exp(-f)) - 1) ** 2)


@pytest.mark.parametrize("f", [-4.0, -1.3, 0.0, 3.0])
def test_the_slopes_are_those_of_the_curves(f):
    for name, (_, slope) in _outputs._at(f).items():
        right, left = (_outputs._at(f + step)[name][0] for step in (1e-5, -1e-5))
        assert slope == pytest.approx((right - left) / 2e-5, abs=1e-8)


def test_the_words_say_the_slopes(shown):
    widgets.loss_shapes(f=0.0)
    [(figure, alt)] = shown
    assert "squared -2.00, hinge -1.00, NLL₁ -0.50" in alt
    assert figure.axes[0].get_title() == "f = 0.0"


def test_sigmoids_do_not_compete_and_a_softmax_does(shown):
    widgets.two_outputs(4.0, 4.0, -4.0)
    [(figure, alt)] = shown
    left, right = (np.array([bar.get_height() for bar in ax.patches]) for ax in figure.axes)
    np.testing.assert_allclose(left, 1 / (1 + np.exp([-4.0, -4.0, 4.0])))
    assert right.sum() == pytest.approx(1)
    assert right[0] == right[1] < 0.5 < left[1]
    assert "0.98, 0.98, 0.02" in alt


def test_a_first_value_outside_its_slider_is_refused(shown):
    with pytest.raises(ValueError, match="slider f "):
        widgets.loss_shapes(f=5.0)
    with pytest.raises(ValueError, match="slider f2"):
        widgets.two_outputs(0.0, 9.0, 0.0)
    assert shown == []


def test_all_axes_are_named():
    assert all(ax.get_xlabel() for ax in _outputs._bars(1.0, 0.0, 0.0).axes)
    assert _outputs._bars(1.0, 0.0, 0.0).axes[0].get_ylabel()
    assert all(ax.get_xlabel() and ax.get_ylabel() for ax in _outputs._shapes(0.0).axes)
