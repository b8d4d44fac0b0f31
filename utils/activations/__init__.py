"""The non-linearities of half a century: each with its formula, its derivative, its range and its source.

`f` is a pre-activation and `g` the activation, arrays of any shape; a number gives a number. Softmax and maxout read
columns as examples. float32 and float64 are kept, whole numbers and booleans become float64. NaN gives NaN, and no
finite input, however large, gives a warning. `TABLE` holds all units as data.

At a kink, where the slope jumps, every derivative here is the slope on the left, as that of PyTorch's rectifiers is
(one lecture takes ReLU's from the right). Both are subgradients, and so is everything between.
"""

from utils.activations.learned import (
    apl,
    apl_derivative,
    apl_gradients,
    maxout,
    maxout_gradients,
    prelu,
    prelu_derivative,
    prelu_gradients,
)
from utils.activations.rectifiers import (
    centred_softplus,
    centred_softplus_derivative,
    centred_softplus_derivative_by_value,
    elu,
    elu_derivative,
    elu_derivative_by_value,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
    rrelu,
    rrelu_derivative,
    very_leaky_relu,
    very_leaky_relu_derivative,
)
from utils.activations.sigmoids import (
    identity,
    identity_derivative,
    sigmoid,
    sigmoid_derivative,
    sigmoid_derivative_by_value,
    step,
    step_derivative,
    tanh,
    tanh_derivative,
    tanh_derivative_by_value,
)
from utils.activations.softmaxes import (
    log_softmax,
    log_softmax_gradient,
    softmax,
    softmax_gradient,
)
from utils.activations.table import (
    TABLE,
    Activation,
    named,
)

__all__ = [
    "TABLE",
    "Activation",
    "apl",
    "apl_derivative",
    "apl_gradients",
    "centred_softplus",
    "centred_softplus_derivative",
    "centred_softplus_derivative_by_value",
    "elu",
    "elu_derivative",
    "elu_derivative_by_value",
    "identity",
    "identity_derivative",
    "leaky_relu",
    "leaky_relu_derivative",
    "log_softmax",
    "log_softmax_gradient",
    "maxout",
    "maxout_gradients",
    "named",
    "prelu",
    "prelu_derivative",
    "prelu_gradients",
    "relu",
    "relu_derivative",
    "rrelu",
    "rrelu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "sigmoid_derivative_by_value",
    "softmax",
    "softmax_gradient",
    "step",
    "step_derivative",
    "tanh",
    "tanh_derivative",
    "tanh_derivative_by_value",
    "very_leaky_relu",
    "very_leaky_relu_derivative",
]
