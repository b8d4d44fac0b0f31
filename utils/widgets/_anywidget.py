"""What stands behind every picture that is dragged: one JavaScript file, its numbers, and a still in its place.

The files lie in `utils/widgets/static`. In JupyterLab anywidget runs them and keeps their numbers the same here and
there. Where a machine runs the notebook, the still picture is stored together with the same numbers, under a MIME type
of its own, so that a web page can run the same file.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from utils import plots
from utils.widgets._moving import _can_move

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MIME = "application/vnd.nn-course.widget+json"
STATIC = Path(__file__).parent / "static"
_DIGITS = 10  # significant ones: another processor may round the last bits otherwise


class Picture:
    """A picture that is dragged, and the numbers that it is set to.

    Attributes
    ----------
    widget : anywidget.AnyWidget or None
        None where nothing can be moved.

    Examples
    --------
    >>> picture = Picture({"b": 0.5})
    >>> picture.state
    {'b': 0.5}
    """

    def __init__(self, state: Mapping[str, Any], widget: Any = None) -> None:
        self._first, self.widget = dict(state), widget

    @property
    def state(self) -> dict[str, Any]:
        """The numbers as they are now; dragging changes them."""
        if self.widget is None:
            return dict(self._first)
        return {name: getattr(self.widget, name) for name in self._first}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.state})"

    def _ipython_display_(self) -> None:
        """A cell that ends with a picture has shown it already."""


def show(name: str, state: Mapping[str, Any], draw: Callable[[], Figure], alt: str) -> Picture:
    """Show a picture that can be dragged, or its still.

    Parameters
    ----------
    name : str
        Of the file ``static/<name>.js``.
    state : {name: number, text, None, array, or lists and mappings of them}
        What the file starts from.
    draw : function
        Returns the still, a matplotlib Figure.
    alt : str
        What the still shows, in words.

    Returns
    -------
    Picture

    Raises
    ------
    ValueError
        If there is no such file, `alt` is empty, or a number is NaN or infinite.

    Examples
    --------
    >>> show("half_plane", {"b": 0.1 + 0.2}, lambda: plots.mistakes_curve([1, 0]), "One mistake, then none.").state
    {'b': 0.3}
    """
    file = STATIC / f"{name}.js"
    if not file.is_file():
        raise ValueError(f"there is no {file.name} in {STATIC}")
    plots.require_alt(alt)
    numbers = {key: plain(value) for key, value in state.items()}
    if not _can_move() or find_spec("anywidget") is None:
        plots.show(draw(), alt, {MIME: {"widget": name, "state": numbers}})
        return Picture(numbers)

    import anywidget
    import traitlets
    from IPython.display import display

    traits = {key: traitlets.Any(value).tag(sync=True) for key, value in numbers.items()}
    kind = type(name.title().replace("_", ""), (anywidget.AnyWidget,), {"_esm": file.read_text("utf-8"), **traits})
    widget = kind()
    display(widget)
    return Picture(numbers, widget)


def plain(value: Any) -> Any:
    """Numbers, arrays, lists and mappings as JSON holds them, floats to ten significant digits.

    Parameters
    ----------
    value : number, str, bool, None, array, or lists, tuples and mappings of them

    Returns
    -------
    The same in Python's own types.

    Raises
    ------
    ValueError
        If a number is NaN or infinite.

    Examples
    --------
    >>> plain({"w": np.array([1 / 3, -0.0]), "n": np.int64(2)})
    {'w': [0.3333333333, 0.0], 'n': 2}
    """
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"a number is {value}: every number of a picture must be finite")
        return float(f"{value:.{_DIGITS}g}") + 0.0
    return value
