"""Pictures that the student can move; still pictures where nothing can move.

A picture stands still at its first values if ipywidgets (for those that are dragged: anywidget) is missing, if there
is no notebook, or if the environment variable NN_STILL is set (to anything): for web pages, grading and repeated runs.
"""

from utils.widgets._activation_explorer import activation_explorer
from utils.widgets._anywidget import Picture
from utils.widgets._backprop_stepper import backprop_stepper
from utils.widgets._descent import descent
from utils.widgets._half_plane import half_plane
from utils.widgets._live_boundary import live_boundary
from utils.widgets._moving import moving, still
from utils.widgets._networks import circuit, fold
from utils.widgets._outputs import loss_shapes, two_outputs
from utils.widgets._playground import playground
from utils.widgets._slopes import fit_line, soft_step
from utils.widgets._value_graph import value_graph

__all__ = [
    "Picture",
    "activation_explorer",
    "backprop_stepper",
    "circuit",
    "descent",
    "fit_line",
    "fold",
    "half_plane",
    "live_boundary",
    "loss_shapes",
    "moving",
    "playground",
    "soft_step",
    "still",
    "two_outputs",
    "value_graph",
]
