"""What makes a picture move, or stand still."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from utils import plots

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def moving(draw: Callable[..., Figure], alt: str, /, **sliders: tuple[float, ...]) -> None:
    """Show a picture with a slider for each of its values.

    Parameters
    ----------
    draw : function
        ``draw(**values)`` returns a matplotlib Figure.
    alt : str
        What the picture shows at its first values, in words.
    **sliders : (low, high, start) or (low, high, start, step)
        One for each keyword of `draw`. Whole numbers give a slider of whole numbers; otherwise the step is a
        hundredth of the range unless given.

    Raises
    ------
    ValueError
        If a slider has not three or four numbers with low < high, low ≤ start ≤ high and step > 0, there is no
        slider, or `alt` is empty.

    Examples
    --------
    >>> moving(lambda n: plots.mistakes_curve([n, 1, 0]), "Mistakes fall to 0.", n=(0, 10, 5))
    """
    if not sliders:
        raise ValueError("there is no slider: name at least one, such as w=(low, high, start)")
    for name, numbers in sliders.items():
        _check_slider(name, numbers)
    if not _can_move():
        plots.show(draw(**{name: numbers[2] for name, numbers in sliders.items()}), alt)
        return
    plots.require_alt(alt)  # now, and not inside a callback, whose errors are easily missed

    import ipywidgets
    from IPython.display import display

    controls = {name: _slider(ipywidgets, name, numbers) for name, numbers in sliders.items()}
    picture = ipywidgets.interactive_output(lambda **values: plots.show(draw(**values), alt), controls)
    display(ipywidgets.VBox([*controls.values(), picture]))


def still() -> bool:
    """Whether a machine runs this notebook (a build, grading, a regression run), so that nothing can be moved.

    True if the environment variable NN_STILL is set, or NBGRADER_EXECUTION, which nbgrader's own commands set.

    Returns
    -------
    bool

    Examples
    --------
    >>> isinstance(still(), bool)
    True
    """
    return bool(os.environ.get("NN_STILL") or os.environ.get("NBGRADER_EXECUTION"))


def _check_slider(name: str, numbers: tuple[float, ...]) -> None:
    if len(numbers) not in (3, 4):
        raise ValueError(f"slider {name} is {numbers}: it must be (low, high, start) or (low, high, start, step)")
    low, high, start, *step = numbers
    if not low < high or not low <= start <= high or any(not size > 0 for size in step):
        raise ValueError(f"slider {name} is {numbers}: low < high, low ≤ start ≤ high and step > 0 must hold")


def _slider(ipywidgets: Any, name: str, numbers: tuple[float, ...]) -> Any:
    low, high, start, *step = numbers
    if all(isinstance(number, int) for number in numbers):
        return ipywidgets.IntSlider(min=low, max=high, value=start, step=step[0] if step else 1, description=name)
    size = step[0] if step else (high - low) / 100
    return ipywidgets.FloatSlider(min=low, max=high, value=start, step=size, description=name)


def _can_move() -> bool:
    if still() or "IPython" not in sys.modules:
        return False
    session = sys.modules["IPython"].get_ipython()
    return getattr(session, "kernel", None) is not None and find_spec("ipywidgets") is not None
