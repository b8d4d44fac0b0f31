"""Every loss and its gradient against PyTorch, in float64 to 1e-10."""

import numpy as np
import pytest
import torch
from torch.nn import functional as nn

from utils import losses

RNG = np.random.default_rng(0)
F, OTHER = RNG.normal(0, 4, (5, 7)), RNG.normal(size=(5, 7))
BITS, SIGNS = RNG.choice([0.0, 1.0], (5, 7)), RNG.choice([-1.0, 1.0], (5, 7))
LABELS = RNG.integers(0, 5, 7)
SOFT = np.exp(OTHER) / np.exp(OTHER).sum(axis=0)
P = RNG.uniform(0.01, 0.99, (5, 7))
n = F.shape[1]


def by_rows(loss):
    """torch's examples are rows, and its means go over all entries: sum, and divide by the examples."""
    return lambda f, y: loss(f.T, y.T if y.ndim == 2 else y, reduction="sum") / n


CASES = {
    "mse": (losses.mse, losses.mse_gradient, F, OTHER, by_rows(nn.mse_loss)),
    "hinge": (losses.hinge, losses.hinge_gradient, F, SIGNS, lambda f, y: torch.relu(1 - y * f).sum() / n),
    "nll1": (losses.nll1, losses.nll1_gradient, F, BITS, by_rows(nn.binary_cross_entropy_with_logits)),
    "nll1, soft": (losses.nll1, losses.nll1_gradient, F, SOFT, by_rows(nn.binary_cross_entropy_with_logits)),
    "nll1, far out": (losses.nll1, losses.nll1_gradient, 2500 * F, BITS, by_rows(nn.binary_cross_entropy_with_logits)),
    "nll1 from probabilities": (
        losses.nll1_from_probabilities,
        losses.nll1_from_probabilities_gradient,
        P,
        BITS,
        by_rows(nn.binary_cross_entropy),
    ),
    "labels": (losses.cross_entropy, losses.cross_entropy_gradient, F, LABELS, by_rows(nn.cross_entropy)),
    "soft": (losses.cross_entropy, losses.cross_entropy_gradient, F, SOFT, by_rows(nn.cross_entropy)),
    "far out": (losses.cross_entropy, losses.cross_entropy_gradient, 2500 * F, LABELS, by_rows(nn.cross_entropy)),
    "cross-entropy from probabilities": (
        losses.cross_entropy_from_probabilities,
        losses.cross_entropy_from_probabilities_gradient,
        P,
        LABELS,
        lambda p, y: nn.nll_loss(torch.log(p.T), y, reduction="sum") / n,
    ),
    "cosine": (
        losses.cosine,
        losses.cosine_gradient,
        F,
        OTHER,
        lambda f, y: (1 - nn.cosine_similarity(f, y, dim=0)).mean(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_values_and_gradients(name):
    loss, gradient, inputs, Y, reference = CASES[name]
    f = torch.tensor(inputs, requires_grad=True)
    wanted = reference(f, torch.tensor(Y))
    wanted.backward()
    assert loss(inputs, Y) == pytest.approx(wanted.item(), rel=1e-10, abs=1e-10)
    np.testing.assert_allclose(gradient(inputs, Y), f.grad, rtol=1e-10, atol=1e-10)


def test_cosine_similarity_of_zero_vectors_is_that_of_torch():
    zeros = np.zeros((3, 2))
    ours = losses.cosine_similarity(zeros, zeros + 1)
    assert (ours == nn.cosine_similarity(torch.tensor(zeros), torch.tensor(zeros + 1), dim=0).numpy()).all()


def test_one_hot():
    wanted = nn.one_hot(torch.tensor(LABELS), 5).T.numpy()
    assert (losses.one_hot(LABELS, 5) == wanted).all()
