"""Kernels forked from the warm server behave as kernels started cold, and end when they should."""

import os
import re
import signal
import subprocess
import sys
import time

import nbformat
import pytest

from autograder import warm
from autograder.execution import DEAD, TIMEOUT, KernelExecutor, Limits

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no warm server where processes cannot fork")


@pytest.fixture(scope="module")
def address():
    with warm.server() as address:
        yield address


def execute(address, *cells, **limits):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    return KernelExecutor(address).execute(notebook, Limits(**limits), {"data.txt": b"beside"}).cells


def text(cell):
    return "".join(out.get("text", "") for out in cell.outputs)


@pytest.mark.parametrize(
    "source",
    [
        "import sys, os; print('ipykernel_launcher' in sys.argv[0], os.listdir(), os.getcwd() in sys.path)",
        "import os; print(os.environ['NN_STILL'], os.environ['MPLBACKEND'])",
        "%timeit -n1 -r1 -q pass\n!echo shell",
        "import matplotlib.pyplot as plt; _ = plt.plot([1, 2])",
        "1 / 0",
        "import warnings; warnings.warn('careful')",
        "display(1); 'last'",
        "input()",
        "import threading; print(threading.active_count() < 20)",
    ],
)
def test_a_warm_kernel_does_what_a_cold_one_does(address, source):
    def shown(cell):
        outputs = [{**out, "traceback": "", "metadata": ""} for out in cell.outputs]
        return re.sub(r"ipykernel_\d+/\d+", "ipykernel_N", str(outputs))  # a cell's file is named by its kernel

    (cold,), (forked,) = execute(None, source), execute(address, source)
    assert shown(forked) == shown(cold)


def test_two_kernels_share_neither_names_nor_random_numbers(address):
    source = "import random, numpy as np; print('left' in globals(), random.random(), np.random.rand()); left = 1"
    (first,), (second,) = execute(address, source), execute(address, source)
    assert text(first).startswith("False ")
    assert text(second).startswith("False ")
    assert text(first) != text(second)


def test_nothing_of_the_course_is_in_a_kernels_memory(address):
    ours = "('nbgrader', 'nbclient', 'utils', 'autograder')"
    source = f"import sys; print([name for name in sys.modules if name.split('.')[0] in {ours}])"
    assert text(execute(address, source)[0]).strip() in ("[]", "['autograder']")  # the package's name, and no module


def test_a_loop_without_an_end_is_interrupted_and_the_next_cell_runs(address):
    loop, after = execute(address, "x = 1\nwhile True: pass", "print(x)", cell_seconds=2)
    assert loop.outputs[0].ename == TIMEOUT
    assert text(after) == "1\n"


@pytest.mark.parametrize(
    "end", ["import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)", "import ctypes; ctypes.string_at(0)"]
)
def test_a_cell_that_ends_python_costs_itself_only(address, end):
    before, deadly, after = execute(address, "x = 1", end, "print(x)")
    assert not before.outputs
    assert deadly.outputs[-1].ename == DEAD
    assert text(after) == "1\n"


def test_the_exit_code_is_told(address):
    process = warm.WarmProcess(address, ["ipykernel_launcher", "-f", "/nonexistent/kernel.json"], "/", dict(os.environ))
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) != 0
    process.send_signal(signal.SIGTERM)  # to nobody: nothing happens


def test_a_kernel_ends_with_whoever_asked_for_it(address, tmp_path):
    asks = (
        "import os, sys; from autograder import warm\n"
        "p = warm.WarmProcess(sys.argv[1], ['ipykernel_launcher', '-f', sys.argv[2]], '/', dict(os.environ))\n"
        "print(p.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", asks, address, str(tmp_path / "kernel.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    pid = int(asked.stdout)
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail(f"kernel {pid} lives on")


def test_kernels_end_with_the_server():
    with warm.server() as address:
        process = warm.WarmProcess(
            address, ["ipykernel_launcher", "-f", "/nonexistent/kernel.json"], "/", dict(os.environ)
        )
    assert process.wait(10) is not None
    with pytest.raises(OSError):  # noqa: PT011 (which one is the system's choice)
        warm.WarmProcess(address, [], "/", {})
