"""Tasks in processes, a few at a time: one that dies takes nothing with it but its own task's result."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import FrameType
from typing import Any, Generic, Protocol, TypeVar

Key = TypeVar("Key")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Died:
    """What is left of a task that ended without a result: its process died, took too long, or raised."""

    reason: str


class _Dead(Exception):
    """A process died of a task, or of those before."""


class Process(Protocol):
    """What a pool needs of a process; `multiprocessing.Process` has it."""

    @property
    def exitcode(self) -> int | None:
        """How it ended; below 0, by which signal."""

    def is_alive(self) -> bool:
        """Whether it has not ended yet."""

    def join(self, timeout: float | None = None) -> None:
        """Wait until it has ended."""

    def terminate(self) -> None:
        """Ask it to end."""

    def kill(self) -> None:
        """End it."""


@dataclass
class _Hand:
    """A process that takes one task after the other."""

    process: Process
    line: Connection
    left: int  # tasks that it still takes


@dataclass
class _Running(Generic[Key]):
    key: Key
    arguments: tuple
    hand: _Hand
    first: bool  # whether it is the first task of its process
    deadline: float


def run_each(
    function: Callable[..., Result],
    tasks: Iterable[tuple[Key, tuple]],
    jobs: int,
    seconds: float,
    start: Callable[[Connection], Process] | None = None,
    lives: int = 1,
) -> Iterator[tuple[Key, Result | Died]]:
    """Call `function(*arguments)` for every task `(key, arguments)` and yield `(key, result)` as they are ready.

    Tasks are drawn when there is room for them. If the caller stops early, or is interrupted, the processes that
    run are ended; so is one that takes longer than `seconds`. A process is started by `start`, which is given the
    connection for :func:`work`; by default, Python's own `multiprocessing` does. It takes `lives` tasks, one after the
    other; none after one that raised, or that called :func:`retire`. If it dies of a task that was not its first, it
    may have died of the earlier ones: that task is tried once more, with a process of its own.
    """
    start = start or Starter()
    waiting = iter(tasks)
    again: list[tuple[Key, tuple]] = []
    running: dict[Connection, _Running[Key]] = {}
    idle: list[_Hand] = []
    leaving: list[Process] = []  # that take no more tasks
    answered: list[tuple[Key, Result | Died]] = []
    try:
        while True:
            while len(running) < jobs and (task := again[0] if again else next(waiting, None)) is not None:
                key, arguments = task
                hand = (None if again else _idle(idle, leaving)) or _started(start, lives)
                again = again[1:]
                first = hand.left == lives
                order = (function if first else None, arguments)
                hand.left -= 1
                # A pipe holds little: handed over here, a submission would wait until its process has begun to read.
                threading.Thread(target=_hand_over, args=(hand.line, order), daemon=True).start()
                running[hand.line] = _Running(key, arguments, hand, first, time.monotonic() + seconds)
            while answered:  # while the next are at work, for who asked may take long over an answer
                yield answered.pop(0)
            if not running:
                return
            leaving = [each for each in leaving if each.is_alive()]
            patience = max(0.0, min(each.deadline for each in running.values()) - time.monotonic())
            ready = [each for each in wait(list(running), patience) if isinstance(each, Connection)]
            for line in ready or [each for each in running if running[each].deadline <= time.monotonic()]:
                done = running.pop(line)
                try:
                    result, goes_on = _received(done.hand, late=not ready, seconds=seconds)
                except _Dead as dead:
                    goes_on = False
                    if done.first:
                        answered.append((done.key, Died(str(dead))))
                    else:
                        again.append((done.key, done.arguments))
                else:
                    answered.append((done.key, result))
                if goes_on and done.hand.left:
                    idle.append(done.hand)
                else:
                    line.close()
                    leaving.append(done.hand.process)
    finally:
        _end([each.hand.process for each in running.values()])
        for hand in idle:
            hand.line.close()
        _await([*leaving, *(each.process for each in idle)])


def _started(start: Callable[[Connection], Process], lives: int) -> _Hand:
    ours, theirs = multiprocessing.Pipe()
    with theirs:
        return _Hand(start(theirs), ours, lives)


def _idle(idle: list[_Hand], leaving: list[Process]) -> _Hand | None:
    """A process that has nothing to do, if there is one; it may have been ended meanwhile."""
    while idle:
        hand = idle.pop()
        if hand.process.is_alive():
            return hand
        hand.line.close()
        leaving.append(hand.process)
    return None


def _hand_over(line: Connection, order: tuple) -> None:
    with contextlib.suppress(OSError):  # it has died already, which `_received` finds out
        line.send(order)


def _received(hand: _Hand, late: bool, seconds: float) -> tuple[Any, bool]:
    """What a task gave, and whether its process takes another; raises :class:`_Dead` if there is none any more."""
    if late:
        _end([hand.process])
        return Died(f"it took longer than {seconds:g} s"), False
    try:
        result, goes_on = hand.line.recv()
    except (EOFError, ConnectionResetError):  # the second, if it had not read all
        hand.process.join()
        code = hand.process.exitcode
        how = signal.Signals(-code).name if code is not None and code < 0 else f"exit code {code}"
        raise _Dead(f"its process died ({how})") from None
    return result, goes_on


class Starter:
    """Starts processes that inherit nothing of ours: forked from a clean server where the system can.

    Parameters
    ----------
    preload : sequence of str
        Modules that are imported once, where the system can fork, and not by each process.
    """

    def __init__(self, preload: Sequence[str] = ("autograder",)) -> None:
        self._preload = list(preload)
        self._context: Any = None  # where there is nothing to do, nothing is started

    def __call__(self, sender: Connection) -> Process:
        """Start a process that does :func:`work` with this connection."""
        self._context = self._context or self._get_ready()
        process: Process = self._context.Process(target=work, args=(sender,), daemon=True)
        process.start()  # type: ignore[attr-defined]
        return process

    def _get_ready(self) -> Any:
        if "forkserver" not in multiprocessing.get_all_start_methods():
            return multiprocessing.get_context("spawn")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(self._preload)
        from multiprocessing import forkserver  # there is none on Windows

        with _deaf_to_interrupts():
            forkserver.ensure_running()
        return context


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let what is started here not hear Ctrl-C: the server would print where its imports were broken off."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_retired = False


def retire() -> None:
    """Say, in a pool's process, that it shall take no further task: something may have been left half done in it."""
    global _retired
    _retired = True


def work(line: Connection) -> None:
    """In a process of its own: take tasks, and send what comes of each. The function comes with the first."""
    # Ctrl-C reaches the whole group; the parent decides, and asks with SIGTERM, so that kernels are ended too.
    # (A function and not SIG_IGN, which kernels would inherit, and could then not be interrupted.)
    signal.signal(signal.SIGINT, _ignore)
    signal.signal(signal.SIGTERM, _leave)
    function: Any = None
    while not _retired:
        try:
            given, arguments = line.recv()
        except EOFError:  # there are no more
            return
        try:
            function = function or given
            result: Any = function(*arguments)
        except Exception as error:  # noqa: BLE001 (a fault of ours that one submission brings out costs only that one)
            last = traceback.extract_tb(error.__traceback__)[-1]
            result = Died(f"{type(error).__name__}: {error} ({Path(last.filename).name}, line {last.lineno})")
            retire()
        line.send((result, not _retired))


def _ignore(number: int, frame: FrameType | None) -> None:
    pass


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _end(processes: Sequence[Process]) -> None:
    for process in processes:
        process.terminate()
    _await(processes)


def _await(processes: Sequence[Process], patience: float = 5.0) -> None:
    """Wait until they have ended; end those that do not."""
    deadline = time.monotonic() + patience
    for process in processes:
        process.join(max(0.0, deadline - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
