"""What holds for every public name of `utils`: documented with an example; types kept, inputs left alone, shapes said.

A new function that takes arrays fails here until it has a case below, so that none is forgotten.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

import utils
from utils import layers, network, optimizers


def public_names() -> dict[str, Any]:
    """`perceptron.step`, …: what a module lists in __all__, else what it defines itself."""
    found = {}
    for entry in pkgutil.iter_modules(utils.__path__):
        module = importlib.import_module(f"utils.{entry.name}")
        own = [name for name, item in vars(module).items() if getattr(item, "__module__", None) == module.__name__]
        for name in getattr(module, "__all__", own):
            item = getattr(module, name)
            if not name.startswith("_") and (inspect.isclass(item) or inspect.isfunction(inspect.unwrap(item))):
                found[f"{entry.name}.{name}"] = item
    return found


NAMES = public_names()
CLASSES = {name: item for name, item in NAMES.items() if inspect.isclass(item)}
FUNCTIONS = {name: item for name, item in NAMES.items() if name not in CLASSES}
SHOWN_ELSEWHERE = {"checks.Check", "checks.CheckFailed", "checks.Exercise", "checks.Mistake", "checks.Outcome"}
RAISES_NOTHING = {
    "datasets.has_mnist",
    "plots.png",
    "checks.first_difference",
    "checks.once_solved",
    "checks.explain",
    "checks.same",
}


def by_name(items):
    return pytest.mark.parametrize("name", sorted(items))


def array_parameters(function: Callable) -> list[str]:
    """The parameters that are annotated as arrays."""
    return [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if re.search(r"ArrayLike|_SupportsArray|ndarray|\bArray\b", str(parameter.annotation))
        and "Callable" not in str(parameter.annotation)
        and parameter.name not in ("visits", "out")  # written into, by design
    ]


# ---------------------------------------------------------------- words


def test_names_are_found():
    assert len(FUNCTIONS) > 150
    assert {"perceptron.step", "network.smallest", "losses.nll", "layers.mlp", "plots.histograms"} <= FUNCTIONS.keys()
    assert {"layers.Linear", "optimizers.Adam", "network.Network"} <= CLASSES.keys()


@by_name(NAMES)
def test_documented_with_an_example_that_runs(name):
    documentation = inspect.getdoc(NAMES[name]) or ""
    assert documentation.splitlines()[0].strip(), "the first line says what it is"
    assert name in SHOWN_ELSEWHERE or ">>> " in documentation, "an example, which the doctests run"


@by_name(FUNCTIONS)
def test_sections_of_a_docstring(name):
    function = FUNCTIONS[name]
    documentation = inspect.getdoc(function) or ""
    sections = re.findall(r"^([A-Z]\w+)\n-+$", documentation, re.MULTILINE)
    signature = inspect.signature(function)
    for parameter in signature.parameters:
        assert re.search(rf"\b{re.escape(parameter)}\b", documentation), f"{parameter} is explained"
    if signature.parameters:
        assert "Parameters" in sections
    if signature.return_annotation not in (None, "None"):
        assert "Returns" in sections or "Yields" in sections
    if signature.parameters and name not in RAISES_NOTHING:
        assert "Raises" in sections
    order = ["Parameters", "Attributes", "Returns", "Yields", "Raises", "Notes", "References", "Examples"]
    assert sections == sorted(sections, key=order.index)


@by_name(CLASSES)
def test_public_methods_are_documented(name):
    for method, item in vars(CLASSES[name]).items():
        if not method.startswith("_") and (inspect.isfunction(item) or isinstance(item, property)):
            assert inspect.getdoc(item), f"{name}.{method}"


# ---------------------------------------------------------------- arrays


class Case(NamedTuple):
    """How to call a function: arrays of the type asked for, and arrays whose shapes do not fit each other."""

    right: Callable[[type], tuple]
    wrong: Callable[[], tuple] | None = None
    more: dict[str, Any] = {}  # noqa: RUF012 - never changed
    keeps: bool = True  # False: the answer is documented to be of one type, whatever comes in


def numbers(*shape: int, dtype: type = float, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.1, 0.9, shape).astype(dtype)


X = numbers(3, 4)
LABELS, BITS = np.array([0, 1, 2, 1]), np.array([0, 1, 1, 0])
DAG = network.random_dag(3, 6, 2, depth=3, rng=0)
VALUES = network.forward(DAG, X)
BLAME = np.ones((len(DAG.outputs), 4))
WIDTHS = [(numbers(5, 3, seed=1), numbers(5, 1, seed=2)), (numbers(2, 5, seed=3), numbers(2, 1, seed=4))]
ON = np.array([[1.0, -1.0, 1.0, -1.0]])


def both(*arrays: np.ndarray) -> Callable[[type], tuple]:
    """The same arrays in the type asked for; whole numbers stay what they are."""
    return lambda dtype: tuple(a.astype(dtype) if a.dtype.kind == "f" else a for a in arrays)


def layers_in(dtype: type) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(W.astype(dtype), b.astype(dtype)) for W, b in WIDTHS]


def pair(first: np.ndarray, second: np.ndarray, **more: Any) -> Case:
    """Two arrays; they do not fit once the second has lost its last column (or entry)."""
    return Case(both(first, second), lambda: (first, second[..., :-1]), more)


def trained(dtype: type) -> tuple:
    return layers.mlp([3, 4, 3], rng=0, dtype=dtype), layers.CrossEntropy(), optimizers.SGD(0.1)


W_PIECES, B_PIECES = numbers(2, 5, 3, seed=1), numbers(2, 5, 1, seed=2)
ELEMENTWISE = [
    "identity",
    "identity_derivative",
    "step",
    "step_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "sigmoid_derivative_by_value",
    "tanh",
    "tanh_derivative",
    "tanh_derivative_by_value",
    "relu",
    "relu_derivative",
    "leaky_relu",
    "leaky_relu_derivative",
    "very_leaky_relu",
    "very_leaky_relu_derivative",
    "rrelu",
    "rrelu_derivative",
    "centred_softplus",
    "centred_softplus_derivative",
    "centred_softplus_derivative_by_value",
    "elu",
    "elu_derivative",
    "elu_derivative_by_value",
    "softmax",
    "log_softmax",
]

CASES: dict[str, Case] = {
    **{f"activations.{name}": Case(both(X)) for name in ELEMENTWISE},
    "activations.softmax_gradient": pair(X, numbers(3, 4, seed=1)),
    "activations.log_softmax_gradient": pair(X, numbers(3, 4, seed=1)),
    "activations.prelu": pair(X, numbers(3, 4, seed=1)),
    "activations.prelu_derivative": pair(X, numbers(3, 4, seed=1)),
    "activations.prelu_gradients": Case(both(X, X + 1, numbers(3, 1)), lambda: (X[:, :3], X, numbers(3, 1))),
    "activations.apl": Case(both(X, numbers(2, 3, 1), numbers(2, 3, 1)), lambda: (X, numbers(2, 3, 1), numbers(2, 1))),
    "activations.apl_derivative": Case(
        both(X, numbers(2, 3, 1), numbers(2, 3, 1)), lambda: (X, numbers(2, 3, 1), numbers(2, 1))
    ),
    "activations.apl_gradients": Case(
        both(X, X, numbers(2, 3, 1), numbers(2, 3, 1)), lambda: (X[:2], X, numbers(2, 3, 1), numbers(2, 3, 1))
    ),
    "activations.maxout": Case(both(X, W_PIECES, B_PIECES), lambda: (X[:2], W_PIECES, B_PIECES)),
    "activations.maxout_gradients": Case(
        both(numbers(5, 4), X, W_PIECES, B_PIECES), lambda: (numbers(5, 3), X, W_PIECES, B_PIECES)
    ),
    "datasets.half_plane_points": Case(lambda d: (5, numbers(2, dtype=d), 0.5, 0), keeps=False),
    "datasets.gaussian_clouds": Case(
        lambda d: (6, numbers(2, 3, dtype=d), 0),
        lambda: (6, numbers(2, 3), 0),
        {"spread": numbers(2)},
        keeps=False,
    ),
    "datasets.split": pair(X, LABELS, rng=0),
    "gradients.numerical_gradient": Case(lambda d: (lambda x: (x**2).sum(), X.astype(d)), keeps=False),
    "gradients.step_size_errors": Case(lambda d: (np.exp, 0.0, 1.0, numbers(5, dtype=d)), keeps=False),
    "gradients.relative_error": Case(both(X, X + 1), lambda: (X, X[:, :2]), keeps=False),
    "gradients.gradient_check": Case(
        lambda d: (lambda x: (x**2).sum(), 2 * X.astype(d), X.astype(d)), lambda: (np.sum, X[:, :2], X)
    ),
    "gradients.gradient_descent": Case(lambda d: (lambda x: 2 * x, X.astype(d), 0.1, 3)),
    "gradients.critical_rate": Case(lambda d: (np.eye(3, dtype=d),)),
    "gradients.least_squares": pair(X, numbers(2, 4, seed=1)),
    "layers.layer_forward": Case(both(*WIDTHS[0], X), lambda: (*WIDTHS[0], X[:2])),
    "layers.layer_backward": Case(both(WIDTHS[0][0], X, numbers(5, 4)), lambda: (WIDTHS[0][0], X, numbers(5, 3))),
    "layers.mlp_forward": Case(lambda d: (layers_in(d), X.astype(d)), lambda: (WIDTHS, X[:2])),
    "layers.mlp_backward": Case(
        lambda d: (layers_in(d), layers.mlp_forward(layers_in(d), X.astype(d)), numbers(2, 4, dtype=d)),
        lambda: (WIDTHS, layers.mlp_forward(WIDTHS, X), numbers(2, 3)),
    ),
    "losses.one_hot": Case(lambda d: (LABELS, 3, d)),
    "losses.from_one_hot": Case(lambda d: (np.eye(3, dtype=d),)),
    **{f"losses.{name}": pair(X, numbers(3, 4, seed=1)) for name in ("mse", "mse_gradient", "nll1", "nll1_gradient")},
    **{f"losses.{name}": pair(X[:1], ON) for name in ("hinge", "hinge_gradient")},
    **{
        f"losses.{name}{end}": pair(X, LABELS)
        for name in ("cross_entropy", "nll", "cross_entropy_from_probabilities")
        for end in ("", "_gradient")
    },
    **{f"losses.nll1_from_probabilities{end}": pair(X, X) for end in ("", "_gradient")},
    **{f"losses.{name}": pair(X, numbers(3, 4, seed=1)) for name in ("cosine", "cosine_gradient", "cosine_similarity")},
    "network.from_arrays": Case(
        lambda d: (1, np.array([0, 1]), np.array([0]), numbers(1, dtype=d), numbers(1, dtype=d)),
        lambda: (1, np.array([0, 1]), np.array([0]), numbers(2), numbers(1)),
    ),
    "network.from_layers": Case(
        lambda d: ([W for W, _ in layers_in(d)], [b for _, b in layers_in(d)]),
        lambda: ([WIDTHS[0][0]], [WIDTHS[1][1]]),
    ),
    "network.evaluate": Case(lambda d: (DAG, X.astype(d))),
    "network.forward": Case(lambda d: (DAG, X.astype(d))),
    "network.by_name": Case(lambda d: (DAG, VALUES.astype(d))),
    "network.backward": Case(lambda d: (DAG, VALUES.astype(d), BLAME.astype(d)), lambda: (DAG, VALUES, BLAME[:, :2])),
    "network.path_sum_gradient": Case(
        lambda d: (DAG, VALUES[:, 0].astype(d), BLAME[:, 0].astype(d), "x1"), lambda: (DAG, VALUES[:, 0], BLAME, "x1")
    ),
    "network.draw": Case(lambda d: (DAG, VALUES[:, 0].astype(d), VALUES[:, 0].astype(d))),
    "network.describe": Case(lambda d: (DAG, VALUES[:, 0].astype(d), VALUES[:, 0].astype(d))),
    **{
        f"network.{name}": Case(lambda d: (np.array([0, 1, 1, 0], d),), keeps=False)  # a table has no rounding
        for name in ("from_truth_table", "from_decision_diagram", "from_halves", "from_nands", "price", "smallest")
    },
    "perceptron.step": Case(both(X)),
    "perceptron.perceptron": Case(lambda d: (X[:, 0].astype(d), X[:, 1].astype(d), 0.5), lambda: (X[:, 0], X[0], 0.0)),
    "perceptron.predict": Case(both(X, X[:, 0]), lambda: (X, X[0])),
    "perceptron.with_bias": Case(both(X)),
    "perceptron.perceptron_step": Case(both(X[:, 0], X[:, 1], np.array(0)), lambda: (X[:, 0], X[0], 1)),
    **{
        f"perceptron.{name}": pair(X, BITS)
        for name in ("fit_perceptron", "fit_averaged", "weight_path", "is_separable")
    },
    "perceptron.separating_weights": Case(both(X, BITS), lambda: (X, BITS[:3]), keeps=False),
    "perceptron.margin": Case(both(X, BITS, X[:, 0]), lambda: (X, BITS, X[0])),
    "perceptron.radius": Case(both(X)),
    "perceptron.mistake_bound": Case(both(ON, np.array([1, 0, 1, 0]), np.ones(1)), lambda: (ON, BITS, np.ones(2))),
    "perceptron.one_against_all": Case(lambda d: (X.astype(d), LABELS, 3), lambda: (X, LABELS[:3], 3)),
    "perceptron.fit_multiclass": Case(lambda d: (X.astype(d), LABELS, 3), lambda: (X, LABELS[:3], 3)),
    "perceptron.predict_multiclass": Case(both(numbers(2, 3), X), lambda: (numbers(2, 4), X)),
    "perceptron.accuracy": Case(both(BITS, BITS), lambda: (BITS, BITS[:3])),
    "plots.half_plane": Case(
        lambda d: (numbers(2, dtype=d), 0.5, X[:2].astype(d), BITS), lambda: (numbers(2), 0.5, X[:2], BITS[:3])
    ),
    **{
        f"plots.{name}": Case(
            lambda d: (lambda P: (P[0] > 0.5).astype(int), X[:2].astype(d), BITS),
            lambda: (lambda P: (P[0] > 0.5).astype(int), X[:2], BITS[:3]),
        )
        for name in ("boundary", "probabilities")
    },
    "plots.boundary_path": Case(
        lambda d: (numbers(2, 3, dtype=d), X[:2].astype(d), BITS), lambda: (numbers(2, 3), X[:2], BITS[:3])
    ),
    "plots.points": Case(lambda d: (X[:2].astype(d), BITS), lambda: (X[:2], BITS[:3])),
    "plots.weight_images": Case(lambda d: (numbers(2, 4, dtype=d), (2, 2)), lambda: (numbers(2, 7), (2, 2))),
    "plots.images": Case(lambda d: (numbers(4, 2, dtype=d), (2, 2)), lambda: (numbers(3, 2), (2, 2))),
    "plots.loss_curves": Case(lambda d: ({"training": numbers(5, dtype=d)},)),
    "plots.contour": Case(lambda d: (lambda P: (P**2).sum(axis=0), (0, 1, 0, 1), numbers(3, 2, dtype=d))),
    "plots.histograms": Case(lambda d: ([X.astype(d), X.astype(d)],)),
    "training.minibatches": pair(X, LABELS, batch=3, rng=0),
    "training.train_step": Case(lambda d: (*trained(d), X.astype(d), LABELS), lambda: (*trained(float), X, LABELS[:3])),
    "training.evaluate": Case(
        lambda d: (*trained(d)[:2], X.astype(d), LABELS), lambda: (*trained(float)[:2], X, LABELS[:3])
    ),
    "training.fit": Case(
        lambda d: (*trained(d), X.astype(d), LABELS),
        lambda: (*trained(float), X, LABELS[:3]),
        {"epochs": 1, "rng": 0, "progress": False},
    ),
    "widgets.half_plane": Case(lambda d: (1.0, 1.0, -0.5, X[:2].astype(d), BITS), lambda: (1, 1, 0, X[:2], BITS[:3])),
}


def arrays_in(value: Any) -> list[np.ndarray]:
    """All arrays in a result or in arguments, also inside tuples, lists and dicts."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, dict):
        return [array for part in value.values() for array in arrays_in(part)]
    if isinstance(value, network.Network):
        return [value.weights, value.biases]
    if isinstance(value, tuple | list) or inspect.isgenerator(value):
        return [array for part in value for array in arrays_in(part)]
    return [value[()][None]] if isinstance(value, np.generic) else []


def test_every_function_that_takes_arrays_has_a_case():
    taking = {name for name, function in FUNCTIONS.items() if array_parameters(function)}
    taking |= {"layers.mlp_forward", "layers.mlp_backward", "network.from_layers", "plots.histograms"}  # lists of them
    pictures = {name for name in taking if name.startswith(("plots.", "widgets."))}  # those of a lesson test themselves
    assert sorted(taking - pictures - CASES.keys()) == []
    assert sorted(CASES.keys() - FUNCTIONS.keys()) == []


@by_name(CASES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_types_are_kept_and_inputs_left_alone(name, dtype):
    case = CASES[name]
    arguments = case.right(dtype)
    given = [array for array in arrays_in(arguments) if array.dtype.kind in "fiu"]
    before = [array.copy() for array in given]
    for array in given:
        array.flags.writeable = False  # whoever writes into it is found out
    answer = FUNCTIONS[name](*arguments, **{key: value for key, value in case.more.items() if key != "spread"})
    found = arrays_in(answer)
    floats = {array.dtype for array in found if array.dtype.kind == "f"}
    assert floats <= ({np.dtype(dtype)} if case.keeps else {np.dtype(np.float64)})
    for array, was in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, was)


@by_name(name for name, case in CASES.items() if case.wrong)
def test_wrong_shapes_are_refused_with_both_shapes(name):
    case = CASES[name]
    arguments = case.wrong()
    shapes = {str(array.shape) for array in arrays_in((arguments, case.more))}
    with pytest.raises(ValueError, match="shape") as refused:
        FUNCTIONS[name](*arguments, **case.more)
    said = re.findall(r"\([\w*]+,(?: ?[\w*]+,?)*\)", str(refused.value))  # (3, 4), (3,), (n_in, examples)
    assert shapes & set(said), "the shape that was given"
    assert len(set(said)) >= 2, "and the one that it does not fit, or that was wanted"


def two_arrays(function: Callable) -> bool:
    return len([name for name in array_parameters(function) if name not in ("w", "slope", "floor", "spread")]) >= 2


def test_functions_of_two_arrays_have_a_wrong_case():
    may_differ = {"network.draw", "network.describe"}  # each is compared with the network, see test_network
    missing = {name for name, case in CASES.items() if two_arrays(FUNCTIONS[name]) and not case.wrong}
    assert missing - may_differ == set()


BATCHES = [
    "losses.mse",
    "losses.mse_gradient",
    "losses.hinge",
    "losses.nll1",
    "losses.nll1_gradient",
    "losses.cross_entropy",
    "losses.cosine",
    "losses.cross_entropy_gradient",
    "losses.cosine_similarity",
    "perceptron.fit_perceptron",
    "perceptron.fit_averaged",
    "perceptron.is_separable",
    "gradients.least_squares",
    "training.minibatches",
    "datasets.split",
]


@by_name(BATCHES)
def test_an_empty_batch_is_refused_and_one_example_is_enough(name):
    case = CASES[name]
    arrays = case.right(float)
    with pytest.raises(ValueError, match=r"at least (one|two)"):
        list(FUNCTIONS[name](*(array[..., :0] for array in arrays), **case.more))
    if name != "datasets.split":  # one to learn from and one to hold out
        first = [array[..., :1] for array in arrays]
        FUNCTIONS[name](*first, **case.more)
        FUNCTIONS[name](*(array[:1] if array.ndim == 2 else 0 * array for array in first), **case.more)  # width 1
