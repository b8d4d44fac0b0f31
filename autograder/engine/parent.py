"""The warm parent: forked from the root when that has imported what homework imports, it seals itself off and forks.

It forks a sealed process for each submission. Each connection to its socket hands it two sockets: one for the student's
process, one to order its end and to hear how it ended. It holds no lesson, no test, no gradebook and no submission, and
none of its children can see one.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import io
import json
import os
import random
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterable
from typing import Any

from . import sandbox, student
from .wire import Connection

INTERRUPT, END = b"i", b"k"
# What a student's own unseeded draws start from, so that grading again gives the same; not what the tests' do.
STUDENT_SEED = 1957
WATCH = 0.25  # seconds between looks at a submission's memory


def main(folder: str, server: socket.socket) -> None:
    """Seal off, warm up, then fork until standard input is closed: the command is gone, or done.

    Parameters
    ----------
    folder : str
        An empty folder, which becomes the root of the file system.
    server : socket.socket
        It listens for those who want a process for a submission.
    """
    visible = sandbox.readable()
    layers = sandbox.enter_house(folder, visible)
    os.chdir("/")
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    if "namespaces" in layers:
        os.environ["HOME"] = "/tmp"  # what was it is not to be seen from here
    shell = _warm_up()
    settle()
    try:
        os.write(1, json.dumps(layers.to_json()).encode() + b"\n")
    except BrokenPipeError:  # the command is gone already
        return
    while True:
        _reap()
        ready, _, _ = select.select([server.fileno(), 0], [], [], 1.0)
        if 0 in ready:  # the command that started us is gone, or done
            return
        if not ready:
            continue
        connection, _ = server.accept()
        with connection:
            try:
                data, handles, _, _ = socket.recv_fds(connection, 4096, 2)
            except OSError:
                continue
            if len(handles) != 2:
                continue
            child = os.fork()
            if child == 0:
                try:
                    server.close()
                    _supervise(handles[0], handles[1], json.loads(data), layers, visible, shell)
                finally:
                    os._exit(70)
            for each in handles:
                os.close(each)


def _reap() -> None:
    """Take leave of supervisors that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def import_all(modules: Iterable[str]) -> None:
    """Import what there is of these."""
    for name in modules:
        try:
            importlib.import_module(name)
        except ImportError as error:
            if name.partition(".")[0] not in str(error):
                raise


def _warm_up() -> Any:
    """Draw one figure, and make the shell; without a thread."""
    import matplotlib

    matplotlib.use("module://matplotlib_inline.backend_inline")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([0, 1], label="$x_1$")
    axes.set_title("fonts")
    axes.legend()
    figure.savefig(io.BytesIO(), format="png")
    from .shell import make_shell

    shell = make_shell()
    with contextlib.redirect_stdout(io.StringIO()):
        shell.run_cell("%matplotlib inline", store_history=False)
        shell.run_cell("import warnings; 1 + 1", store_history=False)
    shell.user_ns.pop("warnings", None)
    check_one_thread()
    return shell


def settle() -> None:
    """Prepare for forks: of the memory that they share, children copy each page in which they write.

    The collector writes in all objects that it looks at: it is told to leave alone what is there now. It does not
    collect before, either: what it frees leaves gaps in many pages, and new objects of the children would fill them.
    """
    gc.freeze()
    gc.enable()


def check_one_thread() -> None:
    """Before a fork, which copies only one.

    Raises
    ------
    RuntimeError
        If this process has several threads.
    """
    try:
        count = len(os.listdir("/proc/self/task"))
    except OSError:
        import threading

        count = threading.active_count()
    if count > 1:
        raise RuntimeError(f"there are {count} threads after the imports; a fork copies only one")


def _supervise(
    channel: int, control: int, wanted: dict, layers: sandbox.Layers, visible: list[str], shell: Any
) -> None:
    """In a fork: make the student's process, watch over it, and end everything when it is over."""
    orders = socket.socket(fileno=control)
    quota = sandbox.Quota(**wanted["quota"])
    began = time.monotonic()
    try:
        sandbox.leave_for_student(layers, quota)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            orders.close()
            _live(channel, writer, wanted, layers, quota, visible, shell)
        os.close(channel)
        os.close(writer)
        work = os.read(reader, 4096).decode()
        os.close(reader)
        if not work.startswith("/"):
            sandbox.end_family(child, layers)
            raise OSError(errno.EPERM, work.removeprefix("!") or "its process ended at once")
        how = _watch(child, orders, layers, quota)
    except OSError as error:
        how = {"reason": "failed", "text": f"the sandbox could not be made: {error.strerror or error}"}
        work = ""
    if work and "namespaces" not in layers:
        sandbox.remove(work)
    how["seconds"] = time.monotonic() - began
    with contextlib.suppress(OSError):
        orders.sendall(json.dumps(how).encode() + b"\n")
    os._exit(0)


def _live(
    channel: int, ready: int, wanted: dict, layers: sandbox.Layers, quota: sandbox.Quota, visible: list[str], shell: Any
) -> None:
    """The student's process."""
    code = 70
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        work = sandbox.seal(layers, quota, visible)
        for name, value in wanted.get("environment", {}).items():
            os.environ[name] = value
        os.environ.update(HOME=work, TMPDIR=os.path.dirname(work), IPYTHONDIR=os.path.join(work, ".ipython"))
        tempfile_folder(os.path.dirname(work))
        seed(STUDENT_SEED)
        os.write(ready, work.encode())
        os.close(ready)
        connection = Connection(socket.socket(fileno=channel))
        student.live(connection, shell)
        code = 0
    except BaseException as error:  # noqa: BLE001 (said to the supervisor; there is nobody else)
        with contextlib.suppress(OSError):
            last = traceback.extract_tb(error.__traceback__)[-1]
            os.write(ready, f"!{type(error).__name__}: {error} ({last.name}, line {last.lineno})".encode()[:4000])
    finally:
        os._exit(code)


def seed(number: int) -> None:
    """What everybody's own unseeded draws start from, here."""
    random.seed(number)
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed(number)
    if "torch" in sys.modules:
        # Not `manual_seed` of torch itself, which takes a hundred times as long for devices that are not there.
        sys.modules["torch"].default_generator.manual_seed(number)


def tempfile_folder(folder: str) -> None:
    """Let `tempfile` forget what it found out before the fork."""
    import tempfile

    tempfile.tempdir = folder


def _watch(child: int, orders: socket.socket, layers: sandbox.Layers, quota: sandbox.Quota) -> dict:
    """Wait for the end of the student's process; follow orders; mind its memory."""
    handle = os.pidfd_open(child) if hasattr(os, "pidfd_open") else -1
    reason, asked = "", False
    poll = select.poll()
    poll.register(orders, select.POLLIN)
    if handle >= 0:
        poll.register(handle, select.POLLIN)
    while True:
        events = dict(poll.poll(WATCH * 1000 if handle >= 0 else 20))
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            break
        if orders.fileno() in events and not asked:
            order = orders.recv(1)
            if order == INTERRUPT:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGINT)
            else:  # told to, or nobody is left to tell
                reason, asked = reason or "ended", True
                poll.unregister(orders)
                sandbox.end_family(child, layers)
        elif not reason and (reason := sandbox.over(layers, quota)):
            sandbox.end_family(child, layers)
    if handle >= 0:
        os.close(handle)
    sandbox.end_family(child, layers)
    code = os.waitstatus_to_exitcode(status)
    return {
        "reason": reason or "exit",
        "code": code,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * 1024,
    }
