"""A boundary that is drawn while a network learns it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils import plots
from utils.widgets._moving import _can_move, moving

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST = 40  # pictures kept; when there are more, every second one is dropped


class Scores(Protocol):
    """A network: `forward` takes points, shape (2, n), and returns a score for each class, shape (classes, n).

    Examples
    --------
    >>> class Right:
    ...     def forward(self, X): return np.vstack([-X[0], X[0]])
    >>> network: Scores = Right()
    """

    def forward(self, X: NDArray[Any], /) -> NDArray[Any]:
        """Scores of points."""


class Watch(Protocol):
    """What `live_boundary` gives.

    Examples
    --------
    >>> def silent(network, epoch): pass
    >>> watch: Watch = silent
    """

    def __call__(self, network: Scores, epoch: int, /) -> None:
        """Look at the network after an epoch."""


@contextmanager
def live_boundary(X: ArrayLike, y: ArrayLike, alt: str, *, every: int = 5) -> Iterator[Watch]:
    """Draw what a network of two inputs says everywhere, again and again while it learns.

    Where nothing can move only the last picture is drawn; else a slider goes back through all of them afterwards.

    Parameters
    ----------
    X : array, shape (2, examples)
    y : array, shape (examples,)
        Classes 0, 1, …
    alt : str
        What the last picture shows, in words.
    every : int, at least 1, default 5
        Epochs between two pictures. More than 40 pictures are thinned out.

    Yields
    ------
    watch : function of (network, epoch)
        Call it after each epoch. A network has `forward`: points, shape (2, n), to scores, shape (classes, n).

    Raises
    ------
    ValueError
        If `every` is below 1, `alt` is empty, or as for `plots.boundary`.

    Examples
    --------
    >>> class Right:
    ...     def forward(self, X): return np.vstack([-X[0], X[0]])
    >>> with live_boundary([[-1, 1], [0, 0]], [0, 1], "A line upright between two points.") as watch:
    ...     watch(Right(), 1)
    """
    plots.require_alt(alt)
    if every < 1:
        raise ValueError(f"every must be a whole number of at least 1; it is {every!r}")
    film = _Film(X, y, alt, every)
    yield film.watch
    film.end()


class _Film:
    def __init__(self, X: ArrayLike, y: ArrayLike, alt: str, every: int) -> None:
        self.X, self.y, self.alt, self.every = X, y, alt, every
        self.pictures: list[Figure] = []
        self.last: tuple[Scores, int] | None = None
        self.drawn = 0
        self.screen: Any = None
        self.live = _can_move()

    def watch(self, network: Scores, epoch: int) -> None:
        self.last = network, int(epoch)
        if self.live and (epoch == 1 or epoch % self.every == 0):
            self.take()
            self.project()

    def take(self) -> None:
        """Draw the network as it is now: later it will have changed."""
        assert self.last is not None
        network, epoch = self.last
        title = f"After epoch {epoch}"
        figure = plots.boundary(lambda points: np.argmax(network.forward(points), axis=0), self.X, self.y, title=title)
        figure.draw_without_rendering()  # the layout of a square picture with a legend settles at the second drawing
        self.pictures.append(figure)
        self.drawn = epoch
        if len(self.pictures) > _MOST:
            del self.pictures[1::2]
            self.every *= 2

    def project(self) -> None:
        from IPython.display import Image, display

        picture = Image(plots.png(self.pictures[-1]), alt=self.alt)
        if self.screen is None:
            self.screen = display(picture, display_id=True)
        else:
            self.screen.update(picture)

    def end(self) -> None:
        if self.last is None:
            return
        if self.drawn != self.last[1]:
            self.take()
        if self.screen is not None:
            from IPython.display import HTML

            self.screen.update(HTML(""))
        newest = len(self.pictures) - 1
        if newest == 0:
            plots.show(self.pictures[0], self.alt)
        else:
            moving(lambda picture: self.pictures[picture], self.alt, picture=(0, newest, newest))
