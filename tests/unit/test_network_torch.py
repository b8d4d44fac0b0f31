"""The gradients of any DAG against those of torch, in float64."""

import numpy as np
import pytest
import torch

from utils import network

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "identity": lambda f: f,
    "step": lambda f: (f >= 0).to(f.dtype) + 0 * f,  # with a graph, so that its gradient is 0 and not missing
}


def in_torch(net, X, dL):
    """Node by node, by the definition; torch follows the graph."""
    x = torch.tensor(X, dtype=torch.float64, requires_grad=True)
    w = torch.tensor(net.weights, dtype=torch.float64, requires_grad=True)
    b = torch.tensor(net.biases, dtype=torch.float64, requires_grad=True)
    nodes = list(x)
    for unit in range(net.units):
        f = b[unit] + 0 * x[0]
        for edge in range(net.start[unit], net.start[unit + 1]):
            f = f + w[edge] * nodes[net.source[edge]]
        nodes.append(ACTIVATIONS[network.ACTIVATIONS[net.kinds[unit]]](f))
    for node in nodes[net.inputs :]:
        node.retain_grad()
    outputs = torch.stack([nodes[output] for output in net.outputs])
    (outputs * torch.tensor(dL)).sum().backward()
    blame = [torch.zeros_like(node) if node.grad is None else node.grad for node in nodes[net.inputs :]]
    return (
        torch.stack([node.detach() for node in nodes]).numpy(),
        torch.stack([*x.grad, *blame]).numpy(),
        w.grad.numpy(),
        b.grad.numpy(),
    )


@pytest.mark.parametrize("engine", ["auto", "numpy", "scipy"])
@pytest.mark.parametrize("examples", [1, 4])
@pytest.mark.parametrize("depth", [1, 4, 40])
@pytest.mark.parametrize("seed", range(3))
def test_gradients_equal_torch(seed, depth, examples, engine):
    rng = np.random.default_rng(seed)
    plain = network.random_dag(3, 40, 5, depth=depth, rng=rng)
    kinds = rng.choice(network.ACTIVATIONS, 40).tolist()
    net = network.from_arrays(3, plain.start, plain.source, plain.weights, rng.normal(size=40), kinds)
    X, dL = rng.normal(size=(3, examples)), rng.normal(size=(len(net.outputs), examples))
    values, blame, dw, db = in_torch(net, X, dL)
    mine = network.forward(net, X, engine=engine)
    gradients = network.backward(net, mine, dL, engine=engine)
    for got, expected in ((mine, values), (gradients.nodes, blame), (gradients.weights, dw), (gradients.biases, db)):
        np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-10)


def test_a_deep_network_of_one_example_equals_torch():
    net = network.random_dag(3, 300, 4, depth=300, rng=1, activation="tanh")
    assert net.plan.is_deep
    x, dL = np.array([0.3, -0.2, 0.9]), np.ones(len(net.outputs))
    values, blame, dw, db = in_torch(net, x[:, None], dL[:, None])
    mine = network.forward(net, x)
    gradients = network.backward(net, mine, dL)
    np.testing.assert_allclose(mine, values[:, 0], rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(gradients.nodes, blame[:, 0], rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(gradients.weights, dw, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(gradients.biases, db, rtol=1e-10, atol=1e-10)


def test_a_multilayer_perceptron_equals_torch():
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.Tanh(), torch.nn.Linear(6, 2)).double()
    X = torch.randn(5, 4, dtype=torch.float64)
    model(X).square().sum().backward()
    layers = [model[0], model[2]]
    W, b = ([getattr(layer, name).detach().numpy() for layer in layers] for name in ("weight", "bias"))
    net = network.from_layers(W, b, ["tanh", "identity"])
    values = network.forward(net, X.numpy().T)
    gradients = network.backward(net, values, 2 * values[net.outputs])
    dW = np.concatenate([layer.weight.grad.numpy().ravel() for layer in layers])
    np.testing.assert_allclose(gradients.weights, dW, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(
        gradients.biases, np.concatenate([layer.bias.grad.numpy() for layer in layers]), rtol=1e-10, atol=1e-10
    )
