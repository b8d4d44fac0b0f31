"""Layers: every way back is right against central differences, for every shape; nothing is aliased, nothing upcast."""

import copy
import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import activations, layers, losses
from utils.gradients import numerical_gradient

SIZE = st.integers(1, 5)
SEED = st.integers(0, 10**6)


def away_from_kinks(rng, shape):
    return rng.uniform(0.2, 1.5, shape) * rng.choice([-1, 1], shape)


def check(f, gradient, x):
    np.testing.assert_allclose(gradient, numerical_gradient(f, x), rtol=1e-5, atol=1e-7)


# ---------------------------------------------------------------- plain functions


@settings(deadline=None)
@given(SIZE, SIZE, SIZE, SEED)
def test_the_three_rules_against_differences(n_out, n_in, examples, seed):
    rng = np.random.default_rng(seed)
    W, b, G = rng.normal(size=(n_out, n_in)), rng.normal(size=(n_out, 1)), rng.normal(size=(n_in, examples))
    C = rng.normal(size=(n_out, examples))  # L = Σ C ∘ F, so dF = C
    before = W.copy(), b.copy(), G.copy(), C.copy()
    dW, db, dG = layers.layer_backward(W, G, C)
    check(lambda W: (C * layers.layer_forward(W, b, G)).sum(), dW, W)
    check(lambda b: (C * layers.layer_forward(W, b, G)).sum(), db, b)
    check(lambda G: (C * layers.layer_forward(W, b, G)).sum(), dG, G)
    for mine, was in zip((W, b, G, C), before, strict=True):
        np.testing.assert_array_equal(mine, was)


@settings(deadline=None)
@given(st.lists(SIZE, min_size=2, max_size=4), SIZE, SEED, st.sampled_from(["none", "sigmoid", "tanh", "ELU"]))
def test_mlp_of_any_depth_against_differences(widths, examples, seed, unit):
    rng = np.random.default_rng(seed)
    net = [(rng.normal(size=(m, n)), rng.normal(size=(m, 1))) for n, m in itertools.pairwise(widths)]
    X, C = rng.normal(size=(widths[0], examples)), rng.normal(size=(widths[-1], examples))
    values = layers.mlp_forward(net, X, unit)
    assert len(values) == len(widths)
    assert values[0] is not None
    gradients, dX = layers.mlp_backward(net, values, C, unit)
    check(lambda X: (C * layers.mlp_forward(net, X, unit)[-1]).sum(), dX, X)
    for k in range(len(net)):
        for part in (0, 1):

            def loss(array, k=k, part=part):
                changed = [list(layer) for layer in net]
                changed[k][part] = array
                return (C * layers.mlp_forward(changed, X, unit)[-1]).sum()

            check(loss, gradients[k][part], net[k][part])


def test_plain_functions_agree_with_modules():
    network = layers.mlp([3, 4, 2], rng=0, unit="tanh")
    pairs = [(network[0].W, network[0].b), (network[2].W, network[2].b)]
    X = np.random.default_rng(1).normal(size=(3, 5))
    H = layers.mlp_forward(pairs[:1], X, "tanh")[-1]
    np.testing.assert_allclose(layers.layer_forward(*pairs[1], H), network.forward(X), atol=1e-14)


def test_plain_functions_keep_float32_and_take_lists():
    W, b, G = np.ones((2, 3), np.float32), np.ones((2, 1), np.float32), np.ones((3, 4), np.float32)
    assert layers.layer_forward(W, b, G).dtype == np.float32
    values = layers.mlp_forward([(W, b)], G)
    gradients, dX = layers.mlp_backward([(W, b)], values, np.ones_like(values[-1]))
    assert {array.dtype for array in (*values, *gradients[0], dX)} == {np.dtype(np.float32)}
    assert layers.layer_forward([[1, 2]], [[3]], [[1], [1]]).tolist() == [[6.0]]


# ---------------------------------------------------------------- modules against differences

MODULES = {
    "Linear": lambda rng, n: layers.Linear(rng.normal(size=(n + 1, n)), rng.normal(size=(n + 1, 1))),
    "LocallyConnected": lambda rng, n: layers.LocallyConnected(rng.normal(size=(3, n)), rng.integers(0, 2, (3, n))),
    "ReLU": lambda rng, n: layers.ReLU(),
    "Sigmoid": lambda rng, n: layers.Sigmoid(),
    "Tanh": lambda rng, n: layers.Tanh(),
    "Softmax": lambda rng, n: layers.Softmax(),
    "PReLU, one slope each": lambda rng, n: layers.PReLU(rng.uniform(0.1, 0.5, (n, 1))),
    "PReLU, one slope": lambda rng, n: layers.PReLU([[0.25]]),
    "Maxout": lambda rng, n: layers.Maxout(rng.normal(size=(3, 2, n)), rng.normal(size=(3, 2, 1))),
    "ELU from the table": lambda rng, n: layers.Activation("ELU"),
    "own functions": lambda rng, n: layers.Activation(np.sin, np.cos),
    "Sequential": lambda rng, n: layers.Sequential(
        layers.Linear(rng.normal(size=(4, n))), layers.Tanh(), layers.PReLU([[0.25]]), layers.Linear(np.ones((2, 4)))
    ),
    "nested": lambda rng, n: layers.Sequential(
        layers.Linear(rng.normal(size=(4, n))),
        layers.Sequential(layers.Tanh(), layers.Linear(rng.normal(size=(3, 4)))),
        layers.Sigmoid(),
    ),
}


def loss_of_theta(module, X, C):
    def loss(theta):
        module.theta = theta
        return float((C * module.forward(X)).sum())

    return loss


@pytest.mark.parametrize("make", MODULES.values(), ids=MODULES.keys())
@settings(deadline=None, max_examples=15)
@given(n=SIZE, examples=SIZE, seed=SEED)
def test_backward_is_the_gradient(make, n, examples, seed):
    rng = np.random.default_rng(seed)
    module, X = make(rng, n), away_from_kinks(rng, (n, examples))
    C = rng.normal(size=module.forward(X).shape)
    was, C_was = X.copy(), C.copy()
    module.forward(X)
    dX = module.backward(C)
    np.testing.assert_array_equal(X, was)
    np.testing.assert_array_equal(C, C_was)
    assert dX.shape == X.shape
    check(lambda X: float((C * module.forward(X)).sum()), dX, X)
    if module.theta.size:
        theta, dtheta = module.theta.copy(), module.dtheta.copy()
        numerical = numerical_gradient(loss_of_theta(module, X, C), theta)
        np.testing.assert_allclose(dtheta, numerical, atol=2e-6, rtol=1e-5)
        module.theta = theta
        module.dtheta[:] = np.nan
        module.forward(X)
        module.backward_to_parameters(C)
        np.testing.assert_allclose(module.dtheta, dtheta, atol=1e-12)


@pytest.mark.parametrize("make", MODULES.values(), ids=MODULES.keys())
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_types_are_kept_and_results_are_never_aliased(make, dtype):
    rng = np.random.default_rng(0)
    n = 3
    module = to_dtype(make(rng, n), dtype)
    X1, X2 = (away_from_kinks(rng, (n, 4)).astype(dtype) for _ in range(2))
    F1 = module.forward(X1)
    kept = F1.copy()
    C = np.ones(F1.shape, dtype)
    d1 = module.backward(C)
    d_kept = d1.copy()
    assert F1.dtype == d1.dtype == dtype
    assert all(array.dtype == dtype for array in (*module.parameters(), *module.gradients()))
    for _ in range(3):  # the second time the arrays in between are used again
        F2 = module.forward(X2)
        d2 = module.backward(2 * C)
    assert not any(np.shares_memory(a, b) for a, b in [(F1, F2), (d1, d2), (F1, X1), (d1, C), (F2, d2)])
    np.testing.assert_array_equal(F1, kept)
    np.testing.assert_array_equal(d1, d_kept)
    # Writing into what came back changes no later answer: not the way back, not the next way forward.
    F = module.forward(X1)
    F[:] = 99
    np.testing.assert_allclose(module.backward(C), d1, rtol=1e-5)
    np.testing.assert_allclose(module.forward(X1), kept, rtol=1e-5)


def to_dtype(module, dtype):
    if dtype == np.float64:
        return module
    if isinstance(module, layers.Sequential):
        return layers.Sequential(*(to_dtype(release(part), dtype) for part in module))
    if isinstance(module, layers.LocallyConnected):
        return layers.LocallyConnected(module.W.astype(dtype), module.mask, module.b.astype(dtype))
    if module.theta.size:
        return type(module)(*(array.astype(dtype) for array in module.parameters()))
    return module


def release(module):
    module._owned = False
    return module


def test_backward_speaks_of_the_last_forward_and_does_not_add_up():
    layer = layers.Linear(np.ones((1, 2)))
    X, dF = np.array([[1.0], [2.0]]), np.array([[1.0]])
    for _ in range(2):
        layer.forward(X)
        layer.backward(dF)
        assert layer.dW.tolist() == [[1.0, 2.0]]


def test_f_ordered_and_strided_input_give_the_same():
    network = layers.mlp([6, 5, 3], rng=0)
    X = np.random.default_rng(0).normal(size=(6, 8))
    expected = network.forward(X)
    for same in (np.asfortranarray(X), np.repeat(X, 2, axis=1)[:, ::2], X[::-1][::-1]):
        np.testing.assert_allclose(network.forward(same), expected, atol=1e-14)
        network.backward_to_parameters(np.ones_like(expected))


# ---------------------------------------------------------------- parameters


def test_parameters_are_views_of_one_vector_in_order():
    network = layers.mlp([3, 4, 2], rng=0)
    np.testing.assert_array_equal(network.theta, np.concatenate([array.ravel() for array in network.parameters()]))
    assert [array.shape for array in network.gradients()] == [array.shape for array in network.parameters()]
    network.forward(np.ones((3, 2)))
    network.backward(np.ones((2, 2)))
    np.testing.assert_array_equal(network.dtheta, np.concatenate([array.ravel() for array in network.gradients()]))
    network.theta[:] = 7
    assert all((array == 7).all() for array in network.parameters())
    assert all(np.shares_memory(array, network.theta) for array in network.parameters())


def test_assigning_weights_copies_them_in():
    network = layers.mlp([2, 3, 1], rng=0)
    W = np.arange(6.0).reshape(3, 2)
    network[0].W = W
    network[2].b = [[5]]
    W[:] = -1
    assert network.theta[:6].tolist() == [0, 1, 2, 3, 4, 5]
    assert network.theta[-1] == 5
    network.theta *= 2
    assert network[0].W[2, 1] == 10
    with pytest.raises(ValueError, match=r"W has shape \(3, 2\) and is given shape \(2, 3\)"):
        network[0].W = W.T
    with pytest.raises(AttributeError):
        network[0].dW = W


def test_weights_given_are_copied():
    W = np.ones((1, 2))
    layer = layers.Linear(W)
    layer.W *= 3
    assert (W == 1).all()


@pytest.mark.parametrize("again", [copy.deepcopy, lambda network: pickle.loads(pickle.dumps(network))])
def test_a_copy_is_whole_and_its_own(again):
    network = layers.Sequential(layers.mlp([2, 3, 3], rng=0), layers.PReLU([[0.25]]), layers.Linear(np.ones((1, 3))))
    X = np.ones((2, 4))
    expected = network.forward(X)
    other = again(network)
    other.theta *= 0
    assert (other.forward(X) == 0).all()
    other.backward(np.ones((1, 4)))
    assert other.gradients()[-1][0, 0] == 4
    np.testing.assert_array_equal(network.forward(X), expected)


def test_a_part_of_a_network_shares_its_parameters():
    network = layers.mlp([2, 3, 3, 1], rng=0)
    X = np.ones((2, 4))
    hidden = network[:2]
    np.testing.assert_array_equal(network[2:].forward(hidden.forward(X)), network.forward(X))
    hidden.theta = np.zeros(9)
    assert not network[0].W.any()
    assert network[2].W.any()
    assert len(hidden) == 2
    assert list(hidden) == list(network)[:2]


def test_masked_weights_stay_out_whatever_happens_to_theta():
    layer = layers.LocallyConnected(np.ones((2, 4)), layers.local_mask(2, 4, 2))
    layer.theta = np.full(10, 5.0)
    assert layer.forward(np.ones((4, 1))).tolist() == [[15.0], [15.0]]
    assert layer.backward(np.array([[1.0], [2.0]]))[:, 0].tolist() == [5, 5, 10, 10]
    assert layer.dW.tolist() == [[1, 1, 0, 0], [0, 0, 2, 2]]


@given(SIZE, st.integers(1, 12), st.data())
def test_local_mask_gives_every_unit_its_window(n_out, n_in, data):
    width = data.draw(st.integers(1, n_in))
    mask = layers.local_mask(n_out, n_in, width)
    assert (mask.sum(axis=1) == width).all()
    firsts = mask.argmax(axis=1)
    assert (np.diff(firsts) >= 0).all()
    for row, first in zip(mask, firsts, strict=True):
        assert row[first : first + width].all()
    if n_out > 1:
        assert mask[0, 0]
        assert mask[-1, -1]


def test_buffers_of_few_sizes_are_kept():
    network = layers.mlp([2, 3, 1], rng=0)
    for examples in range(1, 30):
        network.forward(np.ones((2, examples)))
    assert len(network._buffers) <= 4


def test_every_elementwise_unit_of_the_table_is_a_module():
    X = away_from_kinks(np.random.default_rng(0), (3, 4))
    for unit in activations.TABLE:
        if unit.elementwise:
            module = layers.Activation(unit.name)
            np.testing.assert_array_equal(module.forward(X), unit.function(X))
            np.testing.assert_array_equal(module.backward(np.ones((3, 4))), unit.derivative(X))
    for name in ("ReLU", "sigmoid", "tanh"):
        fast, plain = layers.mlp([3, 3, 1], 0, unit=name)[1], layers.Activation(name)
        assert type(fast) is not layers.Activation
        np.testing.assert_allclose(fast.forward(X), plain.forward(X), atol=1e-15)
        np.testing.assert_allclose(fast.backward(X), plain.backward(X), atol=1e-15)


# ---------------------------------------------------------------- losses as modules

LOSSES = {
    "MSE": (layers.MeanSquaredError, losses.mse, losses.mse_gradient, lambda rng, shape: rng.normal(size=shape)),
    "NLL₁": (layers.SigmoidNLL, losses.nll1, losses.nll1_gradient, lambda rng, shape: rng.integers(0, 2, shape)),
    "hinge": (layers.Hinge, losses.hinge, losses.hinge_gradient, lambda rng, shape: rng.choice([-1, 1], shape)),
    "cosine": (layers.Cosine, losses.cosine, losses.cosine_gradient, lambda rng, shape: rng.normal(size=shape)),
    "labels": (
        layers.CrossEntropy,
        losses.cross_entropy,
        losses.cross_entropy_gradient,
        lambda rng, shape: rng.integers(0, shape[0], shape[1]),
    ),
    "one-hot": (
        layers.CrossEntropy,
        losses.cross_entropy,
        losses.cross_entropy_gradient,
        lambda rng, shape: np.eye(shape[0])[:, rng.integers(0, shape[0], shape[1])],
    ),
    "soft": (
        layers.CrossEntropy,
        losses.cross_entropy,
        losses.cross_entropy_gradient,
        lambda rng, shape: rng.dirichlet(np.ones(shape[0]), shape[1]).T,
    ),
}


@pytest.mark.parametrize(("module", "function", "gradient", "targets"), LOSSES.values(), ids=LOSSES.keys())
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.filterwarnings("error")
def test_loss_modules_at_scores_of_ten_thousand(module, function, gradient, targets, dtype):
    rng = np.random.default_rng(0)
    F = (1e4 * rng.choice([-1, 1], (3, 6))).astype(dtype)
    Y = targets(rng, F.shape)
    Y = Y.astype(dtype) if Y.dtype.kind == "f" else Y
    loss = module()
    assert loss.forward(F, Y) == pytest.approx(function(F, Y), rel=1e-6)
    assert np.isfinite(loss.forward(F, Y))
    np.testing.assert_allclose(loss.backward(), gradient(F, Y), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("module", "function", "gradient", "targets"), LOSSES.values(), ids=LOSSES.keys())
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@settings(deadline=None, max_examples=15)
@given(n=SIZE, examples=SIZE, seed=SEED)
def test_loss_modules_are_the_loss_functions(module, function, gradient, targets, dtype, n, examples, seed):
    rng = np.random.default_rng(seed)
    F = rng.normal(size=(n, examples)).astype(dtype)
    Y = targets(rng, (n, examples))
    Y = Y.astype(dtype) if Y.dtype.kind == "f" else Y
    was = F.copy(), Y.copy()
    loss = module()
    tolerance = 1e-5 if dtype == np.float32 else 1e-12
    value = loss.forward(F, Y)
    assert type(value) is float
    assert value == pytest.approx(function(F, Y), rel=tolerance, abs=tolerance)
    first, second = loss.backward(), loss.backward()
    assert first.dtype == dtype
    assert not np.shares_memory(first, second)
    np.testing.assert_allclose(first, gradient(F, Y), rtol=tolerance, atol=tolerance)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(F, was[0])
    np.testing.assert_array_equal(Y, was[1])
    if dtype == np.float64:
        check(lambda F: module().forward(F, Y), first, F)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_cross_entropy_of_huge_scores(dtype):
    loss = layers.CrossEntropy()
    F = np.array([[1e4, -1e4, 1e4], [-1e4, 1e4, 1e4]], dtype)
    with np.errstate(all="raise", under="ignore"):
        assert loss.forward(F, np.array([1, 1, 0])) == pytest.approx((2e4 + 0 + np.log(2)) / 3)
        np.testing.assert_allclose(loss.backward() * 3, [[1, 0, -0.5], [-1, 0, 0.5]], atol=1e-6)


# ---------------------------------------------------------------- wrong calls


def forwarded(module, shape=(2, 3)):
    module.forward(np.ones(shape))
    return module


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: layers.layer_forward(np.ones((2, 3)), np.ones((2, 1)), np.ones((2, 5))), r"\(2, 3\).*\(2, 5\)"),
        (lambda: layers.layer_forward(np.ones((2, 3)), np.ones(2), np.ones((3, 5))), r"b has shape \(2,\)"),
        (lambda: layers.layer_forward(np.ones((2, 3)), np.ones((3, 1)), np.ones((3, 5))), r"\(2, 3\).*\(3, 1\)"),
        (lambda: layers.layer_forward(np.ones((2, 3)), np.ones((2, 1)), np.ones((3, 0))), "at least one example"),
        (lambda: layers.layer_forward([["a"]], [[1]], [[1]]), "W must hold real numbers"),
        (lambda: layers.layer_backward(np.ones((2, 3)), np.ones((3, 5)), np.ones((2, 4))), r"\(3, 5\).*\(2, 4\)"),
        (lambda: layers.layer_backward(np.ones((2, 3)), np.ones((3, 5)), np.ones((3, 5))), r"\(2, 3\).*\(3, 5\)"),
        (lambda: layers.mlp_forward([], np.ones((2, 1))), "empty"),
        (
            lambda: layers.mlp_forward([(np.ones((1, 2)), [[0]]), (np.ones((1, 2)), [[0]])], np.ones((2, 1))),
            "layer 2: ",
        ),
        (lambda: layers.mlp_forward([([[1.0]], [[0.0]])], [[1.0]], "relus"), "no unit 'relus'"),
        (lambda: layers.mlp_forward([([[1.0]], [[0.0]])], [[1.0]], "softmax"), "does not follow from its value"),
        (lambda: layers.mlp_backward([([[1.0]], [[0.0]])], [[[1.0]]], [[1.0]]), "1 layers and 1 values"),
        (lambda: layers.mlp_backward([([[1.0]], [[0.0]])], [[[1.0]]] * 2, [[1.0, 2.0]]), r"\(1, 2\).*\(1, 1\)"),
        (lambda: layers.Linear(np.ones(3)), r"\(3,\).*two axes"),
        (lambda: layers.Linear(np.ones((0, 3))), "at least one input"),
        (lambda: layers.Linear(np.ones((2, 3)), np.ones((1, 2))), r"\(2, 3\).*\(1, 2\)"),
        (lambda: layers.Linear(np.ones((2, 3))).forward(np.ones((2, 3))), r"3 → 2.*\(2, 3\).*transposed"),
        (lambda: layers.Linear(np.ones((2, 3))).forward(np.ones(3)), r"\(3,\)"),
        (lambda: layers.Linear(np.ones((2, 3))).forward(np.ones((3, 0))), "at least one example"),
        (lambda: layers.Linear(np.ones((2, 3))).forward(np.ones((3, 1), np.float32)), "float64 and was given float32"),
        (lambda: layers.Linear(np.ones((2, 3))).backward(np.ones((2, 3))), "before forward"),
        (lambda: forwarded(layers.Linear(np.ones((4, 2)))).backward(np.ones((4, 2))), r"\(4, 2\).*\(4, 3\)"),
        (lambda: forwarded(layers.Linear(np.ones((4, 2)))).backward(np.ones((4, 3), np.float32)), "float32"),
        (lambda: layers.ReLU().forward(np.ones((2, 0))), "at least one example"),
        (lambda: layers.ReLU().forward(np.ones(3)), r"\(3,\)"),
        (lambda: layers.ReLU().backward(np.ones((2, 3))), "before forward"),
        (lambda: forwarded(layers.ReLU()).backward(np.ones((2, 1))), r"\(2, 1\).*\(2, 3\)"),
        (lambda: layers.Activation("ReLUs"), "no unit"),
        (lambda: layers.Activation("softmax"), "derivative"),
        (lambda: layers.Activation(np.sin), "derivative"),
        (lambda: layers.PReLU([0.25]), r"\(1,\)"),
        (lambda: layers.PReLU([[0.25, 0.25]]), r"\(1, 2\)"),
        (lambda: layers.PReLU([[0.25]] * 3).forward(np.ones((2, 1))), r"\(2, 1\)"),
        (lambda: layers.Maxout(np.ones((2, 3))), r"\(2, 3\)"),
        (lambda: layers.LocallyConnected(np.ones((2, 3)), np.ones((3, 2))), r"\(2, 3\).*\(3, 2\)"),
        (lambda: layers.LocallyConnected(np.ones((2, 3)), np.full((2, 3), 0.5)), "0 and 1"),
        (lambda: layers.local_mask(2, 3, 4), "width is 4 and n_in is 3"),
        (lambda: layers.local_mask(0, 3, 1), "n_out must be"),
        (lambda: layers.Sequential(), "at least one module"),
        (lambda: layers.Sequential(np.tanh), "must be a Module"),
        (lambda: layers.Sequential(*[layers.ReLU()] * 2), "already stands"),
        (lambda: layers.Sequential(layers.mlp([2, 1], 0)[0]), "already stands"),
        (lambda: layers.Sequential(layers.Linear([[1.0]]), layers.Linear(np.ones((1, 1), np.float32))), "float32 and"),
        (lambda: layers.mlp([2, 3, 1], 0).backward(np.ones((1, 1))), "before forward"),
        (lambda: layers.mlp([2, 3, 1], 0).forward(np.ones((3, 1))), r"\(3, 1\)"),
        (lambda: layers.mlp([2, 3, 1], 0).forward(np.ones((2, 0))), "at least one example"),
        (lambda: forwarded(layers.mlp([2, 3, 1], 0)).backward(np.ones((1, 1))), r"\(1, 1\).*\(1, 3\)"),
        (lambda: forwarded(layers.mlp([2, 3, 1], 0)[:2]).backward(np.ones((3, 1))), r"\(3, 1\).*\(3, 3\)"),
        (lambda: layers.mlp([2, 3, 1], 0)[2:1], "no modules in a row"),
        (lambda: layers.mlp([2], 0), "at least"),
        (lambda: layers.mlp([2, 0], 0), "n_out must be"),
        (lambda: layers.mlp([2, 1], None), "rng is None"),
        (lambda: layers.CrossEntropy().forward(np.ones((2, 3)), np.array([0, 1, 2])), "0 … 1"),
        (lambda: layers.CrossEntropy().forward(np.ones((2, 3)), np.array([0, 1, -1])), "0 … 1"),
        (lambda: layers.CrossEntropy().forward(np.ones((2, 3)), np.array([0, 1])), r"\(2, 3\).*\(2,\)"),
        (lambda: layers.CrossEntropy().forward(np.ones((2, 3)), np.ones((2, 3))), "sum 1"),
        (lambda: layers.MeanSquaredError().forward(np.ones((2, 3)), np.ones((3, 2))), r"\(3, 2\).*\(2, 3\)"),
        (lambda: layers.MeanSquaredError().forward(np.ones((1, 3)), np.ones(3)), r"\(3,\).*\(1, 3\)"),
        (lambda: layers.MeanSquaredError().backward(), "before forward"),
        (lambda: layers.CrossEntropy().backward(), "before forward"),
    ],
)
def test_wrong_calls_are_told_what_is_wrong(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_whole_numbers_and_lists_are_taken():
    layer = layers.Linear(np.ones((1, 2), np.float32))
    assert layer.forward([[0, 1], [1, 1]]).dtype == np.float32
    assert layer.backward([[1, 1]]).dtype == np.float32
    network = layers.mlp([2, 3, 1], rng=0, dtype=np.float32)
    for _ in range(2):
        assert network.forward(np.array([[0, 1], [1, 1]])).dtype == np.float32
