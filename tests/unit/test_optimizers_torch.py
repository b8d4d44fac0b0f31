"""Optimizers and schedules against PyTorch, in float64."""

import numpy as np
import pytest
import torch

from utils import optimizers as o

torch.set_num_threads(1)  # more would wait for each other longer than they work

PAIRS = {
    "SGD": (lambda: o.SGD(0.05), lambda p: torch.optim.SGD(p, lr=0.05)),
    "momentum": (lambda: o.SGD(0.05, momentum=0.9), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    "SGD, weight decay": (
        lambda: o.SGD(0.05, momentum=0.5, weight_decay=0.1),
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.5, weight_decay=0.1),
    ),
    "Adam": (lambda: o.Adam(0.05), lambda p: torch.optim.Adam(p, lr=0.05)),
    "Adam, own numbers": (
        lambda: o.Adam(0.05, beta1=0.8, beta2=0.95, epsilon=1e-4),
        lambda p: torch.optim.Adam(p, lr=0.05, betas=(0.8, 0.95), eps=1e-4),
    ),
    "Adam, weight decay": (
        lambda: o.Adam(0.05, weight_decay=0.1),
        lambda p: torch.optim.Adam(p, lr=0.05, weight_decay=0.1),
    ),
}


@pytest.mark.parametrize(("mine", "theirs"), PAIRS.values(), ids=PAIRS.keys())
def test_the_same_way_for_100_steps(mine, theirs):
    rng = np.random.default_rng(0)
    theta = rng.normal(size=20)
    parameter = torch.nn.Parameter(torch.tensor(theta))
    ours, other = mine(), theirs([parameter])
    for _ in range(100):
        gradient = rng.normal(size=20) * 10.0 ** rng.integers(-3, 3, size=20)
        ours.step(theta, gradient)
        parameter.grad = torch.from_numpy(gradient)
        other.step()
        np.testing.assert_allclose(theta, parameter.detach().numpy(), atol=1e-10)


SCHEDULES = {
    "step": (o.step_decay(0.1, 0.5, 7), lambda opt: torch.optim.lr_scheduler.StepLR(opt, 7, 0.5)),
    "exponential": (o.exponential_decay(0.1, 0.9), lambda opt: torch.optim.lr_scheduler.ExponentialLR(opt, 0.9)),
    "cosine": (o.cosine_decay(0.1, 30, 0.01), lambda opt: torch.optim.lr_scheduler.CosineAnnealingLR(opt, 30, 0.01)),
}


@pytest.mark.parametrize(("mine", "theirs"), SCHEDULES.values(), ids=SCHEDULES.keys())
def test_schedules(mine, theirs):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=0.1)
    scheduler = theirs(optimizer)
    for t in range(31):
        assert mine(t) == pytest.approx(optimizer.param_groups[0]["lr"], abs=1e-10)
        optimizer.step()
        scheduler.step()
