"""The warm parent: forked from the root when that has imported what homework imports, it seals itself off and forks.

It forks a sealed process for each submission. Each connection to its socket hands it two sockets: one for the student's
process, one to order its end and to hear how it ended. It holds no lesson, no test, no gradebook and no submission, and
none of its children can see one.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import json
import os
import random
import signal
import socket
import sys
import traceback
from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn

from . import linux, sandbox, student
from .executor import STUDENT_SEED
from .watch import Ward, Watch, failed, tell
from .wire import Connection


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
    house = House(layers, visible, _warm_up())
    settle()
    if linux.AVAILABLE:
        linux.collapse_memory()
    try:
        os.write(1, json.dumps(layers.to_json()).encode() + b"\n")
    except BrokenPipeError:  # the command is gone already
        return
    watch = Watch(layers, (server.fileno(), 0))
    while True:
        if "namespaces" not in layers:
            _reap()
        ready = watch.turn()
        if 0 in ready:  # the command that started us is gone, or done
            return
        if server.fileno() in ready and (asked := _asked(server)) is not None:
            wanted, channel, orders = asked
            start = _start_student if "namespaces" in layers else _start_supervisor
            start(watch, server, wanted, channel, orders, house)


class House(NamedTuple):
    """What every student's process finds."""

    layers: sandbox.Layers
    visible: list[str]
    shell: Any


def _asked(server: socket.socket) -> tuple[dict, int, socket.socket] | None:
    """What somebody wants who asks for a process: its quota and environment, its channel, and where orders come."""
    connection, _ = server.accept()
    with connection:
        try:
            data, handles, _, _ = socket.recv_fds(connection, 4096, 2)
        except OSError:
            return None
        if len(handles) != 2:
            for each in handles:
                os.close(each)
            return None
        return json.loads(data), handles[0], socket.socket(fileno=handles[1])


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


def _start_student(
    watch: Watch, server: socket.socket, wanted: dict, channel: int, orders: socket.socket, house: House
) -> None:
    """Fork a student's process, and have it watched over."""
    quota = sandbox.Quota(**wanted["quota"])
    reader, writer = os.pipe()
    try:
        child = linux.fork_into(sandbox.NEW) if "namespaces" in house.layers else os.fork()
    except OSError as error:
        tell(orders, failed(error.strerror or str(error)))
        orders.close()
        os.close(reader)
    else:
        if child == 0:
            # Nothing of the command's and of other students may stay open.
            os.close(reader)
            for each in (orders, server):
                each.close()
            watch.forsake()
            _live(channel, writer, wanted, quota, house)
        watch.add(Ward(child, orders, reader, quota))
    for handle in (channel, writer):
        os.close(handle)


def _start_supervisor(
    watch: Watch, server: socket.socket, wanted: dict, channel: int, orders: socket.socket, house: House
) -> None:
    """Where there are no namespaces: fork a process of which all that a student's starts is the family."""
    child = os.fork()
    if child == 0:
        own = Watch(house.layers)
        try:
            sandbox.set_apart(house.layers)
            _start_student(own, server, wanted, channel, orders, house)
            server.close()
            while own:
                own.turn()
        except OSError as error:
            tell(orders, failed(error.strerror or str(error)))
        finally:
            os._exit(0)
    os.close(channel)
    orders.close()


def _live(channel: int, ready: int, wanted: dict, quota: sandbox.Quota, house: House) -> NoReturn:
    """The student's process."""
    code = 70
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        work = sandbox.seal(house.layers, quota, house.visible)
        for name, value in wanted.get("environment", {}).items():
            os.environ[name] = value
        os.environ.update(HOME=work, TMPDIR=os.path.dirname(work), IPYTHONDIR=os.path.join(work, ".ipython"))
        tempfile_folder(os.path.dirname(work))
        seed(STUDENT_SEED)
        os.write(ready, work.encode())
        os.close(ready)
        connection = Connection(socket.socket(fileno=channel))
        student.live(connection, house.shell)
        code = 0
    except BaseException as error:  # noqa: BLE001 (said to whoever watches; there is nobody else)
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
