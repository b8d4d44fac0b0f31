"""What becomes of a student's process that is watched over; `tests/hostile` tries the whole."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator

import pytest

if sys.platform == "win32":
    pytest.skip("needs fork", allow_module_level=True)

from autograder.engine import linux, watch
from autograder.engine.sandbox import Layers, Quota
from autograder.engine.watch import END, INTERRUPT, Ward, Watch

LAYERS = Layers(["namespaces"])  # as if: then only the process itself is ended, not all children of pytest
SOON = 10.0


class Watched:
    """A process that says something and then does something, the one who watches it, and whoever gives it orders."""

    def __init__(self, said: str, does: Callable[[], object], quota: Quota) -> None:
        self.ours, theirs = socket.socketpair()
        reader, writer = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            try:
                for each in (self.ours, theirs):
                    each.close()
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                os.write(writer, said.encode())
                os.close(writer)
                does()
            finally:
                os._exit(7)
        os.close(writer)
        self.watch = Watch(LAYERS)
        self.watch.add(Ward(self.process, theirs, reader, quota))

    def ending(self) -> dict:
        end = time.monotonic() + SOON
        while self.watch and time.monotonic() < end:
            self.watch.turn()
        assert not self.watch
        return json.loads(self.ours.recv(4096))


@pytest.fixture(params=["told by the kernel", "looking again and again"])
def watched(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Watched]]:
    if request.param.startswith("looking"):
        monkeypatch.setattr(linux, "AVAILABLE", False)
    elif not linux.AVAILABLE:
        pytest.skip("needs Linux on a machine whose system calls we know")
    made: list[Watched] = []

    def make(said: str, does: Callable[[], object], quota: Quota | None = None) -> Watched:
        made.append(Watched(said, does, quota or Quota()))
        return made[-1]

    before = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
    yield make
    for each in made:
        each.ours.close()
    if sys.platform == "linux":
        assert len(os.listdir("/proc/self/fd")) == before, "something was left open"


def sleep() -> None:
    time.sleep(60)


def test_it_ends_by_itself(watched: Callable[..., Watched]) -> None:
    how = watched("/tmp/work", lambda: sum(range(10**6))).ending()
    assert (how["reason"], how["code"]) == ("exit", 7)
    assert 0 < how["cpu"] < SOON
    assert how["peak"] > 2**20


def test_a_signal_ends_it(watched: Callable[..., Watched]) -> None:
    how = watched("/tmp/work", lambda: os.kill(os.getpid(), signal.SIGXCPU)).ending()
    assert (how["reason"], how["code"]) == ("exit", -24)


def test_it_is_interrupted(watched: Callable[..., Watched]) -> None:
    each = watched("/tmp/work", sleep)
    each.ours.send(INTERRUPT)
    assert each.ending()["code"] == -2


def test_it_is_told_to_end(watched: Callable[..., Watched]) -> None:
    each = watched("/tmp/work", sleep)
    each.ours.send(END)
    how = each.ending()
    assert (how["reason"], how["code"]) == ("ended", -9)


def test_nobody_is_left_to_tell(watched: Callable[..., Watched]) -> None:
    each = watched("/tmp/work", sleep)
    each.ours.close()
    end = time.monotonic() + SOON
    while each.watch and time.monotonic() < end:
        each.watch.turn()
    with pytest.raises(ChildProcessError):
        os.waitpid(each.process, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_it_takes_too_much_memory(watched: Callable[..., Watched]) -> None:
    taken: list[bytes] = []

    def take() -> None:
        taken.append(b"x" * 2**28)
        sleep()

    assert watched("/tmp/work", take, Quota(memory_bytes=2**27)).ending()["reason"] == "memory"


@pytest.mark.parametrize(("said", "text"), [("!no room", "no room"), ("", "its process ended at once")])
def test_it_could_not_be_sealed_off(said: str, text: str, watched: Callable[..., Watched]) -> None:
    how = watched(said, lambda: None).ending()
    assert how == {"reason": "failed", "text": f"the sandbox could not be made: {text}"}


def test_orders_wait_until_it_is_sealed_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it has made outside namespaces by then, only whoever watches can remove: it must have been told of it."""
    ours, theirs = socket.socketpair()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        sleep()
        os._exit(0)
    monkeypatch.setattr(watch, "LOOK", 0.05)
    with ours:
        ours.send(END)
        waiting = Watch(LAYERS)
        waiting.add(Ward(child, theirs, reader, Quota()))
        for _ in range(4):
            waiting.turn()
        assert waiting
        os.write(writer, b"/tmp/work")
        os.close(writer)
        while waiting:
            waiting.turn()
        assert json.loads(ours.recv(4096))["reason"] == "ended"


def test_a_child_keeps_nothing_that_is_open_for_others(watched: Callable[..., Watched]) -> None:
    each = watched("/tmp/work", sleep)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        before = set(os.listdir("/dev/fd"))
        each.watch.forsake()
        after = set(os.listdir("/dev/fd"))
        os.write(writer, b"%d %d" % (len(before - after), len(after - before)))
        os._exit(0)
    os.waitpid(child, 0)
    closed, opened = map(int, os.read(reader, 100).split())
    os.close(reader)
    os.close(writer)
    assert closed == (3 if linux.AVAILABLE else 2)
    assert opened == 0
    each.ours.send(END)
    assert each.ending()["reason"] == "ended"
