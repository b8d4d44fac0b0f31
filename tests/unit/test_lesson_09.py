"""What the checks of lesson 09 can see."""

import numpy as np
import pytest

from utils import checks
from utils.checks import lesson_09


def test_an_entry_that_is_wrong_by_itself_is_found():
    """On these tensors torch's fast gradcheck alone looks in directions in which it does not show."""
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(25)
    W, V = rng.normal(size=(2, 3)), rng.normal(size=(3, 4))

    def made(wrong):
        def backward(W, V, dF):
            dV = (W.T @ dF).clone()
            dV[1, 1] *= not wrong
            return dF @ V.T, dV

        return lesson_09._function("MatMul", lesson_09._keep_both, lesson_09._with_both(backward))()

    tensors = [torch.tensor(each, requires_grad=True) for each in (W, V)]
    assert torch.autograd.gradcheck(made(True).apply, tensors, raise_exception=False, fast_mode=True)
    with checks.exercise("09", "MatMul") as check:
        lesson_09.gradcheck(check, made(False), W, V)
        with pytest.raises(checks.CheckFailed, match=r"finds wrong gradients of MatMul\.apply on tensors of shape"):
            lesson_09.gradcheck(check, made(True), W, V)
