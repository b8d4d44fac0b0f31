"""The root of all processes that grade: imports what they need, once, and forks.

Run as `python -m autograder.engine.root FOLDER SOCKET CHANNEL [MODULE…]`. It forks the warm parent (`parent`), which
seals itself off, listens on the socket and forks students' processes; then it forks a process for the tests of some
submissions whenever the channel asks for one (`workers`). Until the warm parent is forked, it has seen no lesson, no
test, no gradebook and no submission, and its environment holds nothing of the command's: what is in its memory then is
in every student's process, too.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from . import parent, workers

STACK = ("numpy", "matplotlib", "matplotlib.figure", "matplotlib.backends.backend_agg", "IPython.core.interactiveshell",
         "utils.checks", "utils.checks.borrowed", "utils.datasets", "utils.perceptron", "utils.plots",
         "utils.widgets")  # fmt: skip
# What the tests' side needs besides.
TESTS = ("autograder.pool", "autograder.marking", "autograder.engine.sealed", "autograder.engine.integrity")
TENSORS = ("autograder.engine.tensors",)


def main(arguments: list[str]) -> None:
    """Import, fork the warm parent, and fork workers until the command is gone."""
    folder, listening, asking, *modules = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server, channel = socket.socket(fileno=int(listening)), socket.socket(fileno=int(asking))
    gc.disable()  # it would look through all that is imported again and again, and find nothing
    parent.import_all((*STACK, *modules))
    importlib.import_module("utils.datasets").digits()  # which keeps what it has read
    parent.check_one_thread()
    sealed = os.fork()
    if sealed == 0:
        channel.close()
        _end_with(parent.main, folder, server)
    server.close()
    _say_no_more()
    for name in (*TESTS, *(TENSORS if "torch" in sys.modules else ())):
        importlib.import_module(name)
    parent.check_one_thread()
    parent.settle()
    _end_with(workers.serve, channel, sealed)


def _end_with(function: Callable[..., None], *arguments: Any) -> NoReturn:
    """End this process when the function does: to take apart all that was imported would take half a second."""
    code = 1
    try:
        function(*arguments)
        code = 0
    except Exception:  # noqa: BLE001 (there is nobody else to say it)
        traceback.print_exc()
    finally:
        os._exit(code)


def _say_no_more() -> None:
    """Leave standard output to the warm parent: when that ends, whoever reads it hears of it."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.close(null)


if __name__ == "__main__":
    main(sys.argv[1:])
