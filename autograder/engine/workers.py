"""Processes for the tests' side, forked from the root, which has imported what they need.

A worker does what a pool's process does (`autograder.pool.work`): it hears of a function and of arguments, and answers
with each result. How it ended is said on a second socket, which also takes the order to end it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
import threading
import time
import traceback
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any

from ..errors import AutograderError
from . import linux

TERMINATE, KILL = b"t", b"k"


class RootEnded(AutograderError):
    """There is nothing any more from which a process could be forked."""


class Worker:
    """A forked process, as its pool sees it: as much of `multiprocessing.Process` as that needs."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._said = b""
        self._ended = False
        self.exitcode: int | None = None  # also when it has ended, if nobody could say how

    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        self.join(0)
        return not self._ended

    def join(self, timeout: float | None = None) -> None:
        """Wait until it has ended."""
        end = None if timeout is None else time.monotonic() + timeout
        while not self._ended:
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self._control], [], [], left)[0]:
                return
            try:
                part = self._control.recv(64)
            except OSError:  # the root has been ended, and all its workers with it
                part = b""
            self._said += part
            if not part or self._said.endswith(b"\n"):
                self._ended = True
                self._control.close()
                if self._said.endswith(b"\n"):
                    self.exitcode = int(self._said)

    def terminate(self) -> None:
        """Ask it to end."""
        self._order(TERMINATE)

    def kill(self) -> None:
        """End it."""
        self._order(KILL)

    def _order(self, order: bytes) -> None:
        with contextlib.suppress(OSError):  # it has ended
            self._control.send(order)


class Workers:
    """The root's workers.

    Parameters
    ----------
    channel : socket.socket
        The root listens at its other end. Nobody else can ask it: it has no name.
    """

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._line = threading.Lock()

    def start(self, sender: Connection) -> Worker:
        """Fork a worker that takes its work from this connection's other end, and answers there.

        Raises
        ------
        RootEnded
            If the root is gone.
        """
        ours, theirs = socket.socketpair()
        with theirs, self._line:
            try:
                socket.send_fds(self._channel, [b"w"], [sender.fileno(), theirs.fileno()])
            except OSError as error:
                ours.close()
                raise RootEnded(
                    "The process from which others are forked has been ended, perhaps for want of memory. What was "
                    "graded is kept; the same command goes on where it stopped."
                ) from error
        return Worker(ours)


def serve(channel: socket.socket, sealed: int) -> None:
    """In the root: fork workers, and say how they ended, until standard input is closed; then end them all.

    Parameters
    ----------
    channel : socket.socket
        Where to ask for workers.
    sealed : int
        The warm parent's process, which ends by itself.
    """
    running: dict[int, socket.socket] = {}  # by process
    woken, waker = socket.socketpair()
    waker.setblocking(False)
    woken.setblocking(False)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, _heard)
    while True:
        heard = {control: process for process, control in running.items() if control.fileno() >= 0}
        watched: list[Any] = [0, channel, woken, *heard]
        ready, _, _ = select.select(watched, [], [])
        if 0 in ready:
            break
        if woken in ready:
            with contextlib.suppress(BlockingIOError):
                woken.recv(4096)
            _reap(running)
        for control in heard.keys() & set(ready):
            if heard[control] in running:
                _follow(control, heard[control])
        if channel in ready:
            _fork(channel, running, (woken, waker))
    for process in running:
        _send(process, signal.SIGKILL)
    for process in (*running, sealed):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(process, 0)


def _heard(number: int, frame: FrameType | None) -> None:
    """A child has ended: the wakeup socket says so."""


def _reap(running: dict[int, socket.socket]) -> None:
    with contextlib.suppress(ChildProcessError):
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            process, status = ended
            if (control := running.pop(process, None)) is not None:
                with control, contextlib.suppress(OSError):
                    control.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _follow(control: socket.socket, process: int) -> None:
    """Do what a pool orders of a worker; end it if there is no pool any more, and listen no longer."""
    try:
        order = control.recv(1)
    except OSError:
        order = b""
    _send(process, signal.SIGTERM if order == TERMINATE else signal.SIGKILL)
    if not order:
        control.close()


def _send(process: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, number)


def _fork(channel: socket.socket, running: dict[int, socket.socket], own: tuple[socket.socket, ...]) -> None:
    _, handles, _, _ = socket.recv_fds(channel, 1, 2)
    if len(handles) != 2:  # the command is gone, which standard input says, too
        time.sleep(0.01)
        return
    process = os.fork()
    if process == 0:
        if linux.AVAILABLE:
            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for each in (channel, *own, *running.values()):
            each.close()
        # It keeps its copy of the control socket, so that this closes when it has ended, even after the root.
        _work(handles[0])
    os.close(handles[0])
    running[process] = socket.socket(fileno=handles[1])


def _work(handle: int) -> None:
    """The worker."""
    from ..pool import work

    code = 1
    try:
        work(Connection(handle))
        code = 0
    except SystemExit as asked:
        code = asked.code if isinstance(asked.code, int) else 1
    except Exception:  # noqa: BLE001 (its pool hears of the exit code; the text is for a person)
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code & 0xFF)
