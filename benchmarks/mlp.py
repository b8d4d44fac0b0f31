"""One step of learning (forward, loss, backward, update) of multilayer perceptrons, against PyTorch and the peak."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch

from benchmarks.clock import Row, race
from benchmarks.value import Mlp
from utils import layers, optimizers, training

torch.set_num_threads(1)

REACH = {("SGD", 32): 0.45, ("SGD", 128): 0.65, ("SGD", 512): 0.85, ("Adam", 128): 0.65}


def utils_step(widths: list[int], rows: np.ndarray, targets: np.ndarray, optimizer: str) -> Callable[[], float]:
    network = layers.mlp(widths, rng=0, dtype=np.float32)
    update = optimizers.SGD(0.1) if optimizer == "SGD" else optimizers.Adam(0.001)
    loss, X = layers.CrossEntropy(), rows.T
    return lambda: training.train_step(network, loss, update, X, targets)


def torch_step(widths: list[int], rows: np.ndarray, targets: np.ndarray, optimizer: str) -> Callable[[], float]:
    modules: list[torch.nn.Module] = []
    for n_in, n_out in pairwise(widths):
        modules += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    network, loss = torch.nn.Sequential(*modules[:-1]), torch.nn.CrossEntropyLoss()
    rate = 0.1 if optimizer == "SGD" else 0.001
    update = getattr(torch.optim, optimizer)(network.parameters(), lr=rate)
    X, y = torch.from_numpy(rows), torch.from_numpy(targets)

    def step() -> float:
        update.zero_grad()
        L = loss(network(X), y)
        L.backward()
        update.step()
        return L.item()

    return step


def naive_step(widths: list[int], rows: np.ndarray, targets: np.ndarray) -> Callable[[], float]:
    """The formulas as they are typed: a new array for every operation."""
    network = layers.mlp(widths, rng=0, dtype=np.float32)
    W1, b1, W2, b2 = (array.copy() for array in network.parameters())
    Y = np.eye(widths[-1], dtype=np.float32)[:, targets]
    X, rate, n = rows.T, np.float32(0.1), len(rows)  # a mini-batch is gathered as rows, for all candidates

    def step() -> float:
        nonlocal W1, b1, W2, b2
        F1 = W1 @ X + b1
        G1 = np.maximum(F1, 0)
        F2 = W2 @ G1 + b2
        P = np.exp(F2) / np.exp(F2).sum(axis=0)
        L = -(Y * np.log(P)).sum() / n
        dF2 = (P - Y) / n
        dF1 = (W2.T @ dF2) * (F1 > 0)
        W2 = W2 - rate * (dF2 @ G1.T)
        b2 = b2 - rate * dF2.sum(axis=1, keepdims=True)
        W1 = W1 - rate * (dF1 @ X.T)
        b1 = b1 - rate * dF1.sum(axis=1, keepdims=True)
        return float(L)

    return step


def against_torch() -> list[Row]:
    rng, rows, widths = np.random.default_rng(0), [], [784, 128, 10]
    for (optimizer, batch), reach in REACH.items():
        X, y = rng.random((batch, 784), dtype=np.float32), rng.integers(0, 10, batch)
        candidates = {
            "utils": utils_step(widths, X, y, optimizer),
            "torch": torch_step(widths, X, y, optimizer),
        }
        if optimizer == "SGD":
            candidates["naive"] = naive_step(widths, X, y)
        taken = race(candidates)
        ratio = taken["utils"] / taken["torch"]
        work = f"MLP 784-128-10, {optimizer}, batch {batch}"
        rows.append(
            Row(
                work,
                f"{taken['utils']:.0f} µs",
                f"PyTorch {taken['torch']:.0f} µs",
                f"{ratio:.2f}",
                f"≤ {reach}",
                ratio <= reach,
            )
        )
        if "naive" in taken:
            slower = taken["naive"] / taken["torch"]
            rows.append(
                Row("… the formulas as typed", f"{taken['naive']:.0f} µs", "the same", f"{slower:.2f}", "", None)
            )
    return rows


def against_peak() -> list[Row]:
    """How much of what the machine can do at most arrives, counting only the multiplications of matrices."""
    rng, rows, widths = np.random.default_rng(0), [], [784, 512, 256, 10]
    side = 1024
    A, B = (rng.random((side, side), dtype=np.float32) for _ in range(2))
    C = np.empty_like(A)
    for batch in (128, 512):
        X, y = rng.random((batch, 784), dtype=np.float32), rng.integers(0, 10, batch)
        taken = race({"utils": utils_step(widths, X, y, "SGD"), "peak": lambda: np.dot(A, B, out=C)}, milliseconds=40)
        products = [2 * n_in * n_out * batch for n_in, n_out in pairwise(widths)]
        operations = 3 * sum(products) - products[0]  # F, dW, dG; nobody needs the first dG
        speed, peak = operations / taken["utils"] / 1000, 2 * side**3 / taken["peak"] / 1000
        rows.append(
            Row(
                f"MLP 784-512-256-10, SGD, batch {batch}",
                f"{speed:.1f} Gflop/s",
                f"sgemm {peak:.1f} Gflop/s",
                f"{speed / peak:.0%}",
                "≥ 65%",
                speed / peak >= 0.65,
            )
        )
    return rows


def xor() -> list[Row]:
    """XOR by 2-4-1, all four examples in one step: nothing but what each operation costs before it does any work."""
    table = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    wanted = np.array([[0, 1, 1, 0]], np.float32)
    network = layers.mlp([2, 4, 1], rng=0, unit="tanh", dtype=np.float32)
    loss, update, X = layers.MeanSquaredError(), optimizers.SGD(0.1), table.T

    theirs = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1))
    torch_loss, torch_update = torch.nn.MSELoss(), torch.optim.SGD(theirs.parameters(), lr=0.1)
    rows, column = torch.from_numpy(table), torch.from_numpy(wanted.T.copy())

    def torch_xor() -> None:
        torch_update.zero_grad()
        torch_loss(theirs(rows), column).backward()
        torch_update.step()

    values = Mlp(2, 4)
    taken = race(
        {
            "utils": lambda: training.train_step(network, loss, update, X, wanted),
            "torch": torch_xor,
            "value": lambda: values.step(table.tolist(), wanted[0].tolist(), 0.1),
        }
    )
    ours = taken["utils"]
    return [
        Row(
            "XOR 2-4-1, SGD, all 4 examples",
            f"{ours:.1f} µs",
            f"PyTorch {taken['torch']:.0f} µs",
            f"{ours / taken['torch']:.3f}",
            "≤ 17 µs",
            ours <= 17,
        ),
        Row("… the same", f"{ours:.1f} µs", f"Value {taken['value']:.0f} µs", f"{ours / taken['value']:.3f}", "", None),
    ]


def measure() -> list[Row]:
    return against_torch() + against_peak() + xor()
