"""What stands in for torch where it is not installed: words, as soon as somebody uses it."""

from __future__ import annotations

import importlib
import textwrap
from typing import Any, NoReturn

from utils.checks import WIDTH, CheckFailed

HOW = (
    "This part needs PyTorch, which is not installed here. In a terminal: `pip install torch`; on Linux without a "
    "graphics card `pip install torch --index-url https://download.pytorch.org/whl/cpu` is much smaller. Then restart "
    "the kernel and run the notebook from its first cell. (In a browser there is none: use a computer of your own.) "
    "Section 1 needs no torch: you can do it now."
)


class TorchMissing(CheckFailed, ModuleNotFoundError):
    """torch was used and is not installed; says how to get it."""

    def __init__(self) -> None:
        super().__init__(HOW)

    def _render_traceback_(self) -> list[str]:
        return textwrap.wrap(HOW, WIDTH, break_long_words=False, break_on_hyphens=False)


class _StandIn:
    def __getattr__(self, name: str) -> NoReturn:
        raise TorchMissing


def stand_in() -> Any:
    """Print how to get torch, and return an object that says so again whenever it is used.

    Examples
    --------
    >>> torch = stand_in()  # doctest: +ELLIPSIS
    This part needs PyTorch...
    >>> torch.autograd
    Traceback (most recent call last):
        ...
    utils.checks.without_torch.TorchMissing: ...
    """
    print(HOW)
    return _StandIn()


def get() -> Any:
    """torch itself.

    Raises
    ------
    TorchMissing
        If it is not installed.
    """
    try:
        return importlib.import_module("torch")
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise TorchMissing from None
