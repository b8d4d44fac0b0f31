"""A warm start for kernels: one process imports the scientific stack once, and each kernel is forked from it.

Run as `python -m autograder.warm SOCKET` it is that process. It holds nothing of the course: no lesson, no test, no
submission ever reaches it; it reads commands to start, and forks. It has one thread, for forks copy only one.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

SINGLE_THREADED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}


@contextlib.contextmanager
def server() -> Iterator[str | None]:
    """A running warm server's address; None where processes cannot be forked (Windows)."""
    if not hasattr(os, "fork"):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="warm-") as folder:
        address = str(Path(folder, "warm.sock"))
        environment = {**os.environ, **SINGLE_THREADED, **INLINE, "PYTHONHASHSEED": "0"}
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder.warm", address],
            stdin=subprocess.PIPE,
            env=environment,
            start_new_session=True,  # Ctrl-C is for the command, which ends this process by closing its input
        )
        try:
            while not os.path.exists(address):
                if process.poll() is not None:
                    raise RuntimeError(f"the warm server ended at its start (exit code {process.returncode})")
                time.sleep(0.02)
            yield address
        finally:
            assert process.stdin is not None
            process.stdin.close()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class WarmProcess:
    """A forked kernel, with the methods of `subprocess.Popen` that jupyter_client calls.

    The connection to the server stays open: the server says over it how the kernel ended, and ends the kernel if the
    connection does.
    """

    stdin = stdout = stderr = None

    def __init__(self, address: str, command: list[str], cwd: str, env: dict[str, str]) -> None:
        self.returncode: int | None = None
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(address)
        self._connection.sendall(json.dumps({"command": command, "cwd": cwd, "env": env}).encode() + b"\n")
        self._lines = self._connection.makefile("rb")
        answer = self._lines.readline()
        if not answer:
            raise OSError("the warm server did not start a kernel")
        self.pid = int(answer)
        self._connection.settimeout(0)

    def poll(self) -> int | None:
        """The exit code, or None while the kernel runs."""
        if self.returncode is None:
            try:
                answer = self._connection.recv(64)
            except BlockingIOError:
                return None
            except OSError:
                answer = b""
            self.returncode = int(answer) if answer.strip() else -signal.SIGKILL
            self._lines.close()
            self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when there is one."""
        end = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if end is not None and time.monotonic() > end:
                raise subprocess.TimeoutExpired("kernel", timeout or 0)
            time.sleep(0.01)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the kernel has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


class WarmProvisioner(LocalProvisioner):
    """Lets a kernel be forked by the server at `address` where jupyter_client would start a new Python."""

    address: str = ""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """See `LocalProvisioner`."""
        self.process: Any = WarmProcess(self.address, cmd, str(kwargs["cwd"]), kwargs["env"])
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info


def warm(manager: AsyncKernelManager, address: str) -> None:
    """Let a kernel manager, not yet started, fork its kernel from the server at `address`."""
    manager.kernel_id = manager.kernel_id or str(random.SystemRandom().getrandbits(64))
    manager.provisioner = WarmProvisioner(kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager)
    manager.provisioner.address = address


# ---------------------------------------------------------------- the server's own side


def main(address: str) -> None:
    """Serve until standard input is closed."""
    _import_the_stack()
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    selector = selectors.DefaultSelector()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{address}.new")
    listener.listen(64)
    os.rename(f"{address}.new", address)  # only now it can be found
    selector.register(listener, selectors.EVENT_READ)
    selector.register(sys.stdin, selectors.EVENT_READ)
    kernels: dict[int, socket.socket] = {}
    try:
        while True:
            for key, _ in selector.select(0.02 if kernels else None):
                if key.fileobj is sys.stdin:
                    return
                if key.fileobj is listener:
                    connection, _address = listener.accept()
                    pid = _start(connection, listener, selector)
                    kernels[pid] = connection
                    selector.register(connection, selectors.EVENT_READ, pid)
                else:  # whoever asked for this kernel is gone
                    _kill(key.data)
                    selector.unregister(key.fileobj)
            for pid, code in _ended():
                connection = kernels.pop(pid)
                with contextlib.suppress(KeyError):
                    selector.unregister(connection)
                with contextlib.suppress(OSError):
                    connection.sendall(b"%d\n" % code)
                connection.close()
    finally:
        for pid in kernels:
            _kill(pid)


def _import_the_stack() -> None:
    # (Not matplotlib's inline backend: it hooks itself into the shell that runs when it is imported.)
    for name in ("ipykernel.ipkernel", "ipykernel.kernelapp", "scipy.optimize"):
        importlib.import_module(name)
    import matplotlib.backends.backend_agg
    import matplotlib.figure

    # The first figure of a process looks for fonts.
    figure = matplotlib.figure.Figure()
    matplotlib.backends.backend_agg.FigureCanvasAgg(figure)
    figure.subplots().set_title("warm")
    figure.savefig(os.devnull, format="png")


def _start(connection: socket.socket, listener: socket.socket, selector: selectors.BaseSelector) -> int:
    """Fork a kernel as asked for over `connection`, and say its process number."""
    request = json.loads(connection.makefile("rb").readline())
    pid = os.fork()
    if pid:
        connection.sendall(b"%d\n" % pid)
        return pid
    code = 1
    try:
        selector.close()
        listener.close()
        connection.close()
        _become_a_kernel(request)
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0
    finally:
        os._exit(code)


def _become_a_kernel(request: dict[str, Any]) -> None:
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"], JPY_PARENT_PID=str(os.getppid()), **INLINE)
    # A new Python would not have this process's random numbers, nor this module as its program.
    random.seed()
    np.random.seed()
    command = request["command"]
    sys.argv = command[command.index("ipykernel_launcher") :]
    IPKernelApp.launch_instance(argv=sys.argv[1:])


def _ended() -> Iterator[tuple[int, int]]:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        yield pid, os.waitstatus_to_exitcode(status)


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # a kernel that has just been forked leads no group yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    if sys.path[0] in ("", os.getcwd()):  # where this program was started, which is nothing to kernels
        del sys.path[0]
    main(sys.argv[1])
