"""Watching over students' processes: what they are told, how much memory they take, and how they ended."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from . import linux, sandbox

INTERRUPT, END = b"i", b"k"
LOOK = 0.25  # seconds between looks at the memory of all
WAIT = 0.02  # seconds between looks whether one has ended, where the kernel does not say so
IDLE = 1.0
LONGEST = 4096  # bytes that a process may say when it is sealed off


@dataclass
class Ward:
    """A student's process.

    Parameters
    ----------
    process : int
        Of ours, a child.
    orders : socket.socket
        Where it is told what becomes of it, and where whoever tells hears how it ended.
    saying : int
        The end of a pipe to read: its working folder when it is sealed off, or ``!`` and why it could not be.
    quota : sandbox.Quota
    """

    process: int
    orders: socket.socket
    saying: int
    quota: sandbox.Quota
    said: str = field(default="", init=False)
    reason: str = field(default="", init=False)
    began: float = field(default_factory=time.monotonic, init=False)
    handle: int = field(default=-1, init=False)  # readable when it has ended

    def __post_init__(self) -> None:
        if linux.AVAILABLE:
            self.handle = linux.pidfd_open(self.process)

    def close(self) -> None:
        """Close what is open for it."""
        self.orders.close()
        os.close(self.saying)
        if self.handle >= 0:
            os.close(self.handle)


class Watch:
    """Watches over students' processes, one thread over all of them.

    Parameters
    ----------
    layers : sandbox.Layers
    others : iterable of int
        What else to wait for, files to read from.
    """

    def __init__(self, layers: sandbox.Layers, others: Iterable[int] = ()) -> None:
        self._layers = layers
        self._wards: dict[int, Ward] = {}  # by process
        self._poll = select.poll()
        self._look = 0.0
        for each in others:
            self._poll.register(each, select.POLLIN)

    def __len__(self) -> int:
        return len(self._wards)

    def add(self, ward: Ward) -> None:
        """Watch over one more."""
        if not self._wards:
            self._look = time.monotonic() + LOOK
        self._wards[ward.process] = ward
        self._poll.register(ward.saying, select.POLLIN)
        if ward.handle >= 0:
            self._poll.register(ward.handle, select.POLLIN)

    def forsake(self) -> None:
        """In a child: keep nothing that is open for others."""
        for each in self._wards.values():
            each.close()
        self._wards.clear()

    def turn(self) -> set[int]:
        """Wait for something to happen, a second at most, and do what is to be done. Returns what is ready."""
        ready = {number for number, _ in self._poll.poll(1000 * self._patience())}
        for ward in list(self._wards.values()):
            if ward.saying in ready:
                self._hear(ward)
            if ward.orders.fileno() in ready:
                self._follow(ward)
            if ward.handle < 0 or ward.handle in ready:
                self._part_with(ward)
        if self._wards and time.monotonic() >= self._look:
            self._mind_memory()
            self._look = time.monotonic() + LOOK
        return ready

    def _patience(self) -> float:
        if not self._wards:
            return IDLE
        left = max(0.0, self._look - time.monotonic())
        return min(left, WAIT) if any(ward.handle < 0 for ward in self._wards.values()) else left

    def _hear(self, ward: Ward) -> None:
        """It is sealed off, or never will be. Not before that does it take orders."""
        ward.said = os.read(ward.saying, LONGEST).decode(errors="replace")
        self._poll.unregister(ward.saying)
        self._poll.register(ward.orders, select.POLLIN)

    def _follow(self, ward: Ward) -> None:
        try:
            order = ward.orders.recv(1)
        except OSError:
            order = b""
        if order == INTERRUPT:
            with contextlib.suppress(ProcessLookupError):
                os.kill(ward.process, signal.SIGINT)
            return
        self._poll.unregister(ward.orders)  # told to end it, or nobody is left to tell
        self._end(ward, "ended")

    def _mind_memory(self) -> None:
        families = sandbox.families(self._wards, self._layers)
        for ward in self._wards.values():
            if not ward.reason and (reason := sandbox.over(families[ward.process], self._layers, ward.quota)):
                self._end(ward, reason)

    def _end(self, ward: Ward, reason: str) -> None:
        ward.reason = ward.reason or reason
        sandbox.end_family(ward.process, self._layers)

    def _part_with(self, ward: Ward) -> None:
        """If it has ended, end what it has started, too, and say how it was."""
        done, status, usage = os.wait4(ward.process, os.WNOHANG)
        if not done:
            return
        del self._wards[ward.process]
        sandbox.end_family(ward.process, self._layers)
        for each in (ward.saying, ward.orders.fileno(), ward.handle):
            with contextlib.suppress(KeyError, ValueError):  # not all of them are there, or waited for now
                self._poll.unregister(each)
        if ward.said.startswith("/"):
            how: dict[str, Any] = {
                "reason": ward.reason or "exit",
                "code": os.waitstatus_to_exitcode(status),
                "cpu": usage.ru_utime + usage.ru_stime,
                "peak": usage.ru_maxrss * 1024,
                "seconds": time.monotonic() - ward.began,
            }
            if "namespaces" not in self._layers:
                sandbox.remove(ward.said)
        else:
            how = failed(ward.said.removeprefix("!") or "its process ended at once")
        tell(ward.orders, how)
        ward.close()


def failed(why: str) -> dict[str, Any]:
    """How a process ended that has never begun."""
    return {"reason": "failed", "text": f"the sandbox could not be made: {why}"}


def tell(orders: socket.socket, how: dict[str, Any]) -> None:
    """Say how a student's process ended, if anybody listens."""
    with contextlib.suppress(OSError):
        orders.setblocking(False)
        orders.sendall(json.dumps(how).encode() + b"\n")
