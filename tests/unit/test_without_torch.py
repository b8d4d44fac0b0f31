"""Lesson 9 on a computer that has no torch: words, not a traceback."""

import sys

import pytest

from utils import checks
from utils.checks import lesson_09, without_torch


@pytest.fixture
def no_torch(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)  # an import of it raises ModuleNotFoundError


def test_the_stand_in_says_how_to_get_it_at_once_and_at_every_use(capsys):
    torch = without_torch.stand_in()
    assert "pip install torch" in capsys.readouterr().out
    with pytest.raises(without_torch.TorchMissing, match="pip install torch") as caught:
        type("MatMul", (torch.autograd.Function,), {})
    assert "Traceback" not in "".join(caught.value._render_traceback_())


@pytest.mark.usefixtures("no_torch")
def test_checks_say_it_too():
    with pytest.raises(without_torch.TorchMissing, match="Section 1 needs no torch"):
        without_torch.get()
    with checks.exercise("09", "torch_linear") as check, pytest.raises(checks.CheckFailed, match="pip install torch"):
        lesson_09.linear(check, lambda W, b: None)([[1.0]], [[1.0]], [[1.0]]).gives({})


@pytest.mark.usefixtures("no_torch")
def test_values_need_none(capsys):
    kind = type("Value", (lesson_09._kind(),), {})
    with checks.exercise("09", "Value") as check:
        leaves, program = {"a": 2.0, "b": -3.0}, "c = a + b; d = a * c"
        lesson_09.value(check, kind)(leaves, program).gives(lesson_09.truth(leaves, program))
    assert "✓ Value" in capsys.readouterr().out
