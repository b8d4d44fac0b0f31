"""The history of activations as data: one entry for each unit."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from utils.activations._arrays import floating
from utils.activations.learned import (
    apl,
    apl_derivative,
    maxout,
    maxout_gradients,
    prelu,
    prelu_derivative,
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
    softmax,
)

Array = NDArray[Any]

_LN2 = math.log(2)


@dataclass(frozen=True)
class Activation:
    """A unit as data; `TABLE` holds one of each.

    Examples
    --------
    >>> unit = named("tanh")
    >>> unit.formula, unit.interval, unit.year
    ('(e^f − e^−f) / (e^f + e^−f)', '(−1, 1)', 1986)
    >>> unit.function([0.0, 1e4]), unit.derivative([0.0, 1e4])
    (array([0., 1.]), array([1., 0.]))
    """

    name: str
    formula: str
    derivative_formula: str
    function: Callable[[ArrayLike], Array]
    """With the parameters of this entry: g from f, an array of any shape (softmax: the first axis are the classes)."""
    derivative: Callable[[ArrayLike], Array] | None
    """g′ from f; none for softmax, which is not element-wise: see `softmax_gradient`."""
    derivative_by_value: Callable[[ArrayLike], Array] | None
    """g′ from g, where that can be done."""
    year: int | None
    source: str
    range: tuple[float, float] = (-math.inf, math.inf)
    """The greatest lower and the least upper bound of g."""
    attained: tuple[bool, bool] = (False, False)
    """Whether g gets there; in floating point, rounding may get there all the same."""
    zero_centred: bool = False
    """Whether inputs that are symmetric about 0 give outputs of mean 0: g(−f) = −g(f)."""
    monotone: bool = True
    """Whether g never falls where f grows (of softmax: gᵢ with fᵢ)."""
    kinks: tuple[float, ...] = ()
    """Where the slope (of the step: the value) jumps; the derivative here is that on the left."""
    twice_differentiable: bool = False
    """Whether g″ exists everywhere, as second-order methods and learning to learn want it."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """The parameters of this entry."""
    learned: tuple[str, ...] = ()
    """Which of them are learned."""

    @property
    def elementwise(self) -> bool:
        """Whether each output depends on one input only."""
        return self.derivative is not None

    @property
    def interval(self) -> str:
        """The range in words: '[0, ∞)'."""
        low, high = (_short(end) for end in self.range)
        return f"{'[' if self.attained[0] else '('}{low}, {high}{']' if self.attained[1] else ')'}"


def named(name: str) -> Activation:
    """The entry of `TABLE` with this name.

    Parameters
    ----------
    name : str
        Capitals do not matter.

    Returns
    -------
    Activation

    Raises
    ------
    ValueError
        If there is none; the message lists the names.

    Examples
    --------
    >>> named("relu").interval
    '[0, ∞)'
    """
    for unit in TABLE:
        if unit.name.lower() == str(name).lower():
            return unit
    raise ValueError(f"there is no unit {name!r}; there are {', '.join(unit.name for unit in TABLE)}")


def _short(end: float) -> str:
    if end == -_LN2:
        return "−ln 2"
    return ("−" if end < 0 else "") + ("∞" if math.isinf(end) else f"{abs(end):g}")


# Two pieces, −f and f: the simplest maxout unit that no rectifier is. At the kink the first takes the blame.
_MAXOUT = {"W": (((-1.0,),), ((1.0,),)), "b": (((0.0,),), ((0.0,),))}
# Two hinges: a leaky slope below 0, turned up again below −1.
_APL = {"a": (-0.2, 0.4), "b": (0.0, -1.0)}


def _maxout_of_one(f: ArrayLike) -> Array:
    f, (W, b) = floating(f), _maxout_parameters(f)
    return maxout(f.reshape(1, -1), W, b).reshape(f.shape)[()]


def _maxout_of_one_derivative(f: ArrayLike) -> Array:
    f, (W, b) = floating(f), _maxout_parameters(f)
    df, _, _ = maxout_gradients(np.ones((1, f.size), f.dtype), f.reshape(1, -1), W, b)
    return df.reshape(f.shape)[()]


def _maxout_parameters(f: ArrayLike) -> tuple[Array, Array]:
    dtype = floating(f).dtype
    return np.array(_MAXOUT["W"], dtype), np.array(_MAXOUT["b"], dtype)


TABLE: tuple[Activation, ...] = (
    Activation(
        name="none",
        formula="f",
        derivative_formula="1",
        function=identity,
        derivative=identity_derivative,
        derivative_by_value=identity_derivative,
        zero_centred=True,
        twice_differentiable=True,
        year=None,
        source="",
    ),
    Activation(
        name="step",
        formula="1 if f ≥ 0, else 0",
        derivative_formula="0",
        function=step,
        derivative=step_derivative,
        derivative_by_value=step_derivative,
        range=(0, 1),
        attained=(True, True),
        kinks=(0,),
        year=1943,
        source="McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous activity",
    ),
    Activation(
        name="sigmoid",
        formula="1 / (1 + e^−f)",
        derivative_formula="g (1 − g)",
        function=sigmoid,
        derivative=sigmoid_derivative,
        derivative_by_value=sigmoid_derivative_by_value,
        range=(0, 1),
        twice_differentiable=True,
        year=1986,
        source="Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors",
    ),
    Activation(
        name="tanh",
        formula="(e^f − e^−f) / (e^f + e^−f)",
        derivative_formula="1 − g²",
        function=tanh,
        derivative=tanh_derivative,
        derivative_by_value=tanh_derivative_by_value,
        range=(-1, 1),
        zero_centred=True,
        twice_differentiable=True,
        year=1986,  # with back-propagation, as the lecture's table has it; the source gives the reasons for it
        source="LeCun, Bottou, Orr and Müller (1998), Efficient BackProp",
    ),
    Activation(
        name="ReLU",
        formula="max(0, f)",
        derivative_formula="1 if f > 0, else 0",
        function=relu,
        derivative=relu_derivative,
        derivative_by_value=relu_derivative,
        range=(0, math.inf),
        attained=(True, False),
        kinks=(0,),
        year=2010,
        source="Nair and Hinton (2010), Rectified linear units improve restricted Boltzmann machines",
    ),
    Activation(
        name="centred softplus",
        formula="ln(1 + e^f) − ln 2",
        derivative_formula="1 / (1 + e^−f)",
        function=centred_softplus,
        derivative=centred_softplus_derivative,
        derivative_by_value=centred_softplus_derivative_by_value,
        range=(-_LN2, math.inf),
        twice_differentiable=True,
        year=2011,
        source="Glorot, Bordes and Bengio (2011), Deep sparse rectifier neural networks",
    ),
    Activation(
        name="leaky ReLU",
        formula="max(f, a f)",
        derivative_formula="1 if f > 0, else a",
        function=leaky_relu,
        derivative=leaky_relu_derivative,
        derivative_by_value=leaky_relu_derivative,
        kinks=(0,),
        year=2013,  # the lecture's table says 2011
        source="Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic models",
        parameters={"a": 0.01},
    ),
    Activation(
        name="maxout",
        formula="max over k of W_k f + b_k",
        derivative_formula="W_k of the largest piece k",
        function=_maxout_of_one,
        derivative=_maxout_of_one_derivative,
        derivative_by_value=None,
        range=(0, math.inf),
        attained=(True, False),
        monotone=False,
        kinks=(0,),
        year=2013,
        source="Goodfellow, Warde-Farley, Mirza, Courville and Bengio (2013), Maxout networks",
        parameters=_MAXOUT,
        learned=("W", "b"),
    ),
    Activation(
        name="APL",
        formula="max(0, f) + Σₛ aₛ max(0, bₛ − f)",
        derivative_formula="[f > 0] − Σₛ aₛ [f ≤ bₛ]",
        function=lambda f: apl(f, **_APL),
        derivative=lambda f: apl_derivative(f, **_APL),
        derivative_by_value=None,
        range=(-0.2, math.inf),
        attained=(True, False),
        monotone=False,
        kinks=(-1, 0),
        year=2014,
        source="Agostinelli, Hoffman, Sadowski and Baldi (2014), Learning activation functions to improve deep "
        "neural networks",
        parameters=_APL,
        learned=("a", "b"),
    ),
    Activation(
        name="VReLU",
        formula="max(f, a f)",
        derivative_formula="1 if f > 0, else a",
        function=very_leaky_relu,
        derivative=very_leaky_relu_derivative,
        derivative_by_value=very_leaky_relu_derivative,
        kinks=(0,),
        year=2014,
        source="Graham (2014), Spatially-sparse convolutional neural networks",
        parameters={"a": 1 / 3},
    ),
    Activation(
        name="RReLU",
        formula="max(f, a f), a random in training, its mean afterwards",
        derivative_formula="1 if f > 0, else a",
        function=rrelu,
        derivative=rrelu_derivative,
        derivative_by_value=rrelu_derivative,
        kinks=(0,),
        year=2015,
        source="Xu, Wang, Chen and Li (2015), Empirical evaluation of rectified activations in convolutional network",
        parameters={"lower": 1 / 8, "upper": 1 / 3},
    ),
    Activation(
        name="PReLU",
        formula="f if f > 0, else a f",
        derivative_formula="1 if f > 0, else a",
        function=prelu,
        derivative=prelu_derivative,
        derivative_by_value=prelu_derivative,
        kinks=(0,),
        year=2015,
        source="He, Zhang, Ren and Sun (2015), Delving deep into rectifiers",
        parameters={"a": 0.25},
        learned=("a",),
    ),
    Activation(
        name="ELU",
        formula="f if f > 0, else α (e^f − 1)",
        derivative_formula="1 if f > 0, else g + α",
        function=elu,
        derivative=elu_derivative,
        derivative_by_value=elu_derivative_by_value,
        range=(-1, math.inf),
        year=2015,
        source="Clevert, Unterthiner and Hochreiter (2015), Fast and accurate deep network learning by exponential "
        "linear units (ELUs)",
        parameters={"α": 1.0},  # for α = 1 the slopes meet at 0; the second derivatives do not
    ),
    Activation(
        name="softmax",
        formula="e^fᵢ / Σⱼ e^fⱼ",
        derivative_formula="∂gᵢ/∂fⱼ = gᵢ ([i = j] − gⱼ)",
        function=softmax,
        derivative=None,
        derivative_by_value=None,
        range=(0, 1),
        twice_differentiable=True,
        year=1990,
        source="Bridle (1990), Probabilistic interpretation of feedforward classification network outputs",
    ),
)
