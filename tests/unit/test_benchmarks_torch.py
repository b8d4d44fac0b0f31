"""The yardsticks of the benchmarks do the same work as what they are compared with. Nothing is timed here."""

import numpy as np
import torch

from benchmarks import boolean, dag, facts, mlp
from benchmarks.__main__ import report
from benchmarks.clock import Row, machine, race
from benchmarks.value import Mlp, weights_of_dag
from utils import datasets, layers, optimizers, training

torch.set_num_threads(1)


def test_value_learns_xor_exactly_as_the_modules_do():
    values, network = Mlp(2, 4), layers.mlp([2, 4, 1], 0, unit="tanh")
    network[0].W, network[0].b = (
        [[v.data for v in unit[:-1]] for unit in values.hidden],
        [[u[-1].data] for u in values.hidden],
    )
    network[2].W, network[2].b = [[v.data for v in values.output[:-1]]], [[values.output[-1].data]]
    X, wanted = datasets.boolean_table(2, float), datasets.boolean_targets("xor")[None].astype(float)
    loss, optimizer = layers.MeanSquaredError(), optimizers.SGD(0.1)
    for _ in range(5):
        ours = training.train_step(network, loss, optimizer, X, wanted)
        assert np.isclose(ours, values.step(X.T.tolist(), wanted[0].tolist(), 0.1), atol=1e-12)


def test_value_blames_the_edges_of_a_dag_as_the_network_does():
    x = dag.example()
    for net in (dag.wide(200), dag.deep(200)):
        expected = [weight.grad for weight in weights_of_dag(net, x.tolist())]
        np.testing.assert_allclose(dag.step(net, x)().weights, expected, rtol=1e-4, atol=1e-6)
        assert (dag.visits(net, x) == 2).all()


def test_the_typed_formulas_and_torch_learn_as_the_modules_do():
    rng = np.random.default_rng(0)
    X, y = rng.random((16, 784), dtype=np.float32), rng.integers(0, 10, 16)
    ours, naive = mlp.utils_step([784, 128, 10], X, y, "SGD"), mlp.naive_step([784, 128, 10], X, y)
    np.testing.assert_allclose([ours() for _ in range(5)], [naive() for _ in range(5)], rtol=1e-4)
    theirs = mlp.torch_step([784, 128, 10], X, y, "SGD")
    curve = [theirs() for _ in range(20)]  # other weights, so another curve: see test_training_torch
    assert curve[-1] < curve[0]


def test_four_linear_layers_compute_xor_in_float32_only():
    X = datasets.boolean_table(2, np.float32)
    assert facts.linear_xor(X).tolist() == [[0, 1, 1, 0]]
    assert "XOR" in facts.denormals()
    assert facts.linear_xor(X).tolist() == [[0, 1, 1, 0]]  # flushing was switched off again


def test_prices_that_the_lessons_quote():
    said = " ".join(boolean.prices())
    for price in ("32,779", "15,672", "513", "1,882 need 1", "50,284 need 2", "13,370 need 3"):
        assert price in said
    assert "| 12 | parity | 2,049 | 43 | 129 | 2,061 |" in boolean.table_of_prices()


def test_the_report_is_a_table_and_names_no_machine():
    import getpass
    import platform

    text = report([Row("work", "1 µs", "PyTorch 2 µs", "0.50", "≤ 0.6", True), Row("more", "", "", "", "", None)], "1")
    assert "| work | 1 µs | PyTorch 2 µs | 0.50 | ≤ 0.6 | yes |" in text
    assert any("numpy" in line for line in machine())
    assert platform.node() not in text or len(platform.node()) < 4
    assert f"/{getpass.getuser()}" not in text


def test_race_returns_a_time_for_each():
    taken = race({"a": lambda: None, "b": lambda: sum(range(1000))}, rounds=3, milliseconds=0.1)
    assert set(taken) == {"a", "b"}
    assert all(time >= 0 for time in taken.values())
