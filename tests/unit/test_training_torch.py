"""Training curves are PyTorch's: same weights, same order of the data, same optimizer, 200 steps, 1e-6."""

import numpy as np
import pytest
import torch

from utils import datasets, layers, optimizers, training

torch.set_num_threads(1)  # more would wait for each other longer than they work

OPTIMIZERS = {
    "SGD": (lambda: optimizers.SGD(0.1), lambda p: torch.optim.SGD(p, lr=0.1)),
    "momentum": (lambda: optimizers.SGD(0.05, 0.9), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    "Adam": (lambda: optimizers.Adam(0.003), lambda p: torch.optim.Adam(p, lr=0.003)),
}


@pytest.mark.parametrize(("mine", "theirs"), OPTIMIZERS.values(), ids=OPTIMIZERS.keys())
@pytest.mark.parametrize(("unit", "torch_unit"), [("ReLU", torch.nn.ReLU), ("sigmoid", torch.nn.Sigmoid)])
def test_200_steps(mine, theirs, unit, torch_unit):
    X, labels = datasets.digits()
    network = layers.mlp([64, 20, 12, 10], rng=0, unit=unit)
    linear = [torch.nn.Linear(n, m, dtype=torch.float64) for n, m in ((64, 20), (20, 12), (12, 10))]
    with torch.no_grad():
        for layer, other in zip(network.modules[::2], linear, strict=True):
            other.weight.copy_(torch.from_numpy(layer.W))
            other.bias.copy_(torch.from_numpy(layer.b[:, 0]))
    other = torch.nn.Sequential(linear[0], torch_unit(), linear[1], torch_unit(), linear[2])
    optimizer, torch_optimizer = mine(), theirs(other.parameters())
    loss, torch_loss = layers.CrossEntropy(), torch.nn.CrossEntropyLoss()
    rng, curve, torch_curve = np.random.default_rng(0), [], []
    while len(curve) < 200:
        for X_batch, y_batch in training.minibatches(X, labels, 32, rng):
            curve.append(training.train_step(network, loss, optimizer, X_batch, y_batch))
            torch_optimizer.zero_grad()
            L = torch_loss(other(torch.from_numpy(X_batch.T)), torch.from_numpy(y_batch))
            L.backward()
            torch_optimizer.step()
            torch_curve.append(L.item())
    assert curve[-1] < curve[0]
    np.testing.assert_allclose(curve, torch_curve, atol=1e-6)
    for array, parameter in zip(network.parameters(), other.parameters(), strict=True):
        np.testing.assert_allclose(array, parameter.detach().numpy().reshape(array.shape), atol=1e-6)
