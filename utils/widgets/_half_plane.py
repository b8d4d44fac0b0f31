"""The half-plane of one perceptron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numpy.typing import ArrayLike

from utils import plots
from utils.widgets._moving import moving

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def half_plane(
    w1: float = 1.0,
    w2: float = 1.0,
    b: float = -1.5,
    X: ArrayLike | None = None,
    y: ArrayLike | None = None,
) -> None:
    """The half-plane w1 x₁ + w2 x₂ + b ≥ 0 with its weights and its bias on sliders.

    Parameters
    ----------
    w1, w2, b : float
        First values. Sliders go from −3 to 3, or farther if a first value does.
    X : array, shape (2, examples), optional
    y : array, shape (examples,), optional
        Classes 0 and 1.

    Raises
    ------
    ValueError
        As for `plots.half_plane`.

    Examples
    --------
    >>> half_plane(1, 1, -1.5, [[0, 0, 1, 1], [0, 1, 0, 1]], [0, 0, 0, 1])
    """

    def draw(w1: float, w2: float, b: float) -> Figure:
        return plots.half_plane([w1, w2], b, X, y)

    reach = max(3.0, abs(w1), abs(w2), abs(b))
    alt = f"The half-plane where {w1:.3g} times input 1 {w2:+.3g} times input 2 {b:+.3g} is at least 0 is hatched"
    alt += "." if X is None else ", with the examples drawn on it."
    moving(draw, alt, w1=(-reach, reach, w1, 0.1), w2=(-reach, reach, w2, 0.1), b=(-reach, reach, b, 0.1))
