"""Layers against PyTorch, in float64 to 1e-10."""

import numpy as np
import pytest
import torch

from utils import layers

torch.set_num_threads(1)  # more would wait for each other longer than they work

UNITS = {
    "ReLU": torch.nn.ReLU,
    "sigmoid": torch.nn.Sigmoid,
    "tanh": torch.nn.Tanh,
    "ELU": torch.nn.ELU,
    "leaky ReLU": torch.nn.LeakyReLU,
}
LOSSES = {
    "cross-entropy": (
        layers.CrossEntropy,
        torch.nn.CrossEntropyLoss(),
        lambda rng, shape: rng.integers(0, shape[0], shape[1]),
    ),
    "squares": (
        layers.MeanSquaredError,
        lambda F, Y: ((F - Y) ** 2).sum(dim=1).mean(),
        lambda rng, shape: rng.normal(size=shape),
    ),
    "NLL₁": (
        layers.SigmoidNLL,
        lambda F, Y: torch.nn.functional.binary_cross_entropy_with_logits(F, Y, reduction="none").sum(dim=1).mean(),
        lambda rng, shape: rng.integers(0, 2, shape).astype(float),
    ),
}


def same_in_torch(network, unit):
    modules = []
    for module in network:
        if isinstance(module, layers.Linear):
            linear = torch.nn.Linear(module.shape[1], module.shape[0], dtype=torch.float64)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(module.W))
                linear.bias.copy_(torch.from_numpy(module.b[:, 0]))
            modules.append(linear)
        else:
            modules.append(UNITS[unit]())
    return torch.nn.Sequential(*modules)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("examples", [1, 7])
@pytest.mark.parametrize("widths", [[3, 2], [5, 1, 4], [4, 6, 5, 3]])
def test_loss_and_all_gradients(unit, loss, examples, widths):
    rng = np.random.default_rng(0)
    network = layers.mlp(widths, rng, unit=unit)
    network.theta = rng.normal(size=network.theta.size)
    theirs = same_in_torch(network, unit)
    module, torch_loss, targets = LOSSES[loss]
    X, Y = rng.normal(size=(widths[0], examples)), targets(rng, (widths[-1], examples))
    mine = module()
    value = mine.forward(network.forward(X), Y)
    dX = network.backward(mine.backward())
    rows = torch.tensor(X.T.copy(), requires_grad=True)
    L = torch_loss(theirs(rows), torch.from_numpy(np.ascontiguousarray(Y.T)))
    L.backward()
    assert value == pytest.approx(L.item(), abs=1e-10)
    np.testing.assert_allclose(dX, rows.grad.numpy().T, atol=1e-10)
    for gradient, parameter in zip(network.gradients(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(gradient, parameter.grad.numpy().reshape(gradient.shape), atol=1e-10)


def test_softmax_and_prelu():
    rng = np.random.default_rng(0)
    F, C = rng.normal(size=(4, 6)), rng.normal(size=(4, 6))
    softmax = layers.Softmax()
    columns = torch.tensor(F, requires_grad=True)
    P = torch.softmax(columns, dim=0)
    (torch.from_numpy(C) * P).sum().backward()
    np.testing.assert_allclose(softmax.forward(F), P.detach().numpy(), atol=1e-10)
    np.testing.assert_allclose(softmax.backward(C), columns.grad.numpy(), atol=1e-10)

    slopes = rng.uniform(0.1, 0.5, (4, 1))
    mine, theirs = layers.PReLU(slopes), torch.nn.PReLU(4, dtype=torch.float64)
    with torch.no_grad():
        theirs.weight.copy_(torch.from_numpy(slopes[:, 0]))
    rows = torch.tensor(F.T.copy(), requires_grad=True)
    G = theirs(rows)
    (torch.from_numpy(C.T.copy()) * G).sum().backward()
    np.testing.assert_allclose(mine.forward(F), G.detach().numpy().T, atol=1e-10)
    np.testing.assert_allclose(mine.backward(C), rows.grad.numpy().T, atol=1e-10)
    np.testing.assert_allclose(mine.da[:, 0], theirs.weight.grad.numpy(), atol=1e-10)
