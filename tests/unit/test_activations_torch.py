"""Every activation and its gradients against PyTorch, in float64 to 1e-10."""

import numpy as np
import pytest
import torch
from torch.nn import functional as nn

from utils import activations as a

F = np.concatenate([np.linspace(-30, 30, 241), np.random.default_rng(0).normal(0, 3, 59)]).reshape(20, 15)  # 0 as well
dG = np.random.default_rng(1).normal(size=F.shape)
CLOSE = {"rtol": 1e-10, "atol": 1e-10}

# Units as torch has them; those that it has not are written with its operations, whose gradients are its own.
TORCH = {
    "none": lambda f: f * 1,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "ReLU": torch.relu,
    "centred softplus": lambda f: torch.logaddexp(f, torch.zeros_like(f)) - torch.log(torch.tensor(2.0).double()),
    "leaky ReLU": lambda f: nn.leaky_relu(f, 0.01),
    "maxout": lambda f: torch.stack([-f, f]).max(dim=0).values,
    "APL": lambda f: torch.relu(f) - 0.2 * torch.relu(-f) + 0.4 * torch.relu(-f - 1),
    "VReLU": lambda f: nn.leaky_relu(f, 1 / 3),
    "RReLU": lambda f: nn.rrelu(f, 1 / 8, 1 / 3, training=False),
    "PReLU": lambda f: nn.prelu(f, torch.tensor([0.25]).double()),
    "ELU": nn.elu,
    "softmax": lambda f: torch.softmax(f, dim=0),
}


def variable(array):
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def test_every_unit_is_compared():
    # The step is left out: torch has no gradient for it, and its own tests hold it to the perceptron's.
    assert {unit.name for unit in a.TABLE} - set(TORCH) == {"step"}


@pytest.mark.parametrize("name", TORCH)
def test_values_and_gradients(name):
    unit, f = a.named(name), variable(F)
    g = TORCH[name](f)
    g.backward(torch.tensor(dG))
    np.testing.assert_allclose(unit.function(F), g.detach(), **CLOSE)
    wanted = f.grad.numpy().copy()
    if name == "softmax":
        np.testing.assert_allclose(a.softmax_gradient(dG, a.softmax(F)), wanted, **CLOSE)
        return
    if name == "APL":  # at f = −1, 0 torch's relu takes the right of one hinge and the left of the other
        wanted[np.isin(F, unit.kinks)] = (dG * unit.derivative(F))[np.isin(F, unit.kinks)]
    np.testing.assert_allclose(dG * unit.derivative(F), wanted, **CLOSE)
    if unit.derivative_by_value is not None:
        np.testing.assert_allclose(dG * unit.derivative_by_value(unit.function(F)), wanted, **CLOSE)


def test_step():
    np.testing.assert_array_equal(a.step(F), torch.heaviside(torch.tensor(F), torch.tensor(1.0).double()))


@pytest.mark.parametrize("alpha", [0.3, 2.0])
def test_elu_with_another_alpha(alpha):
    f = variable(F)
    g = nn.elu(f, alpha)
    g.backward(torch.tensor(dG))
    np.testing.assert_allclose(a.elu(F, alpha), g.detach(), **CLOSE)
    np.testing.assert_allclose(dG * a.elu_derivative(F, alpha), f.grad, **CLOSE)


def test_prelu_with_a_slope_for_each_unit():
    slope = np.random.default_rng(2).normal(size=(20, 1))
    f, a_torch = variable(F), variable(slope)
    g = nn.prelu(f.T, a_torch[:, 0]).T  # torch's examples are rows
    g.backward(torch.tensor(dG))
    df, da = a.prelu_gradients(dG, F, slope)
    np.testing.assert_allclose(a.prelu(F, slope), g.detach(), **CLOSE)
    np.testing.assert_allclose(df, f.grad, **CLOSE)
    np.testing.assert_allclose(da, a_torch.grad, **CLOSE)


def test_apl():
    rng = np.random.default_rng(3)
    slopes, ends, inputs = rng.normal(size=(4, 20, 1)), rng.normal(size=(4, 20, 1)), rng.normal(size=F.shape)
    f, s, b = variable(inputs), variable(slopes), variable(ends)
    g = torch.relu(f) + (s * torch.relu(b - f)).sum(dim=0)
    g.backward(torch.tensor(dG))
    np.testing.assert_allclose(a.apl(inputs, slopes, ends), g.detach(), **CLOSE)
    for ours, theirs in zip(a.apl_gradients(dG, inputs, slopes, ends), (f, s, b), strict=True):
        np.testing.assert_allclose(ours, theirs.grad, **CLOSE)


@pytest.mark.parametrize("pieces", [1, 2, 5])
def test_maxout(pieces):
    rng = np.random.default_rng(4)
    W, b = rng.normal(size=(pieces, 7, 20)), rng.normal(size=(pieces, 7, 1))
    x, weights, biases = variable(F), variable(W), variable(b)
    g = (weights @ x + biases).max(dim=0).values
    blame = rng.normal(size=(7, 15))
    g.backward(torch.tensor(blame))
    np.testing.assert_allclose(a.maxout(F, W, b), g.detach(), **CLOSE)
    for ours, theirs in zip(a.maxout_gradients(blame, F, W, b), (x, weights, biases), strict=True):
        np.testing.assert_allclose(ours, theirs.grad, **CLOSE)


@pytest.mark.parametrize("scale", [1, 1e3])
def test_log_softmax(scale):
    f = variable(scale * F)
    g = torch.log_softmax(f, dim=0)
    g.backward(torch.tensor(dG))
    np.testing.assert_allclose(a.log_softmax(scale * F), g.detach(), **CLOSE)
    np.testing.assert_allclose(a.log_softmax_gradient(dG, a.log_softmax(scale * F)), f.grad, **CLOSE)


def test_softmax_forward_product():
    """The Jacobian is symmetric: its product with a change of f is that with a change of g."""
    _, change = torch.autograd.functional.jvp(lambda f: torch.softmax(f, dim=0), torch.tensor(F), torch.tensor(dG))
    np.testing.assert_allclose(a.softmax_gradient(dG, a.softmax(F)), change, **CLOSE)
