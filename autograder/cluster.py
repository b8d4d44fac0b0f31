"""Grading on other machines: `autograder grade --scheduler tcp://host:port` hands the work to a Dask cluster.

Submissions and the lesson travel as data; a worker needs this project installed, and no file of the course. Each
worker's process keeps a warm parent of its own and grades every submission in a process of its own. Nothing is
written there: what comes back is written down by the one who asked.

A worker that dies is replaced by another: Dask gives its submissions to the next, and gives up on one that was with
too many workers when they died (`distributed.scheduler.allowed-failures`). Such a submission is graded once more, with
nothing beside it: only then is it known that it was no other that they died of.

Dask sends pickles, which can do anything on the machine that reads them: workers, the scheduler and you have to trust
one another, and nobody else may reach the ports. With `tls://` and certificates in Dask's configuration they cannot.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import hashlib
import importlib.metadata
import itertools
import multiprocessing
import platform
import socket
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import utils

from . import engine
from .engine.executor import SealedExecutor
from .engine.workers import RootEnded
from .errors import AutograderError, SubmissionError
from .execution import Executor
from .intake import Submission
from .marking import Graded, grade_submission
from .pool import Died, run_each
from .scheduler import Work

if TYPE_CHECKING:
    from distributed import Client, Future

    from .scheduler import Results

PACKAGES = ("numpy", "scipy", "matplotlib", "ipython", "nbformat", "nbgrader", "distributed")  # and torch, if used
PATIENCE = 30.0  # seconds to wait for the scheduler, and for its first worker


class _Blamed(Died):
    """What a submission is given that was with too many workers when they died, perhaps of another."""


@dataclass(frozen=True)
class Job:
    """A batch's work, and the versions that its grades depend on."""

    work: Work
    versions: dict[str, str]


def versions(torch: bool = False) -> dict[str, str]:
    """What decides points besides submission and lesson, on the machine that is asked."""
    found = {"Python": ".".join(platform.python_version_tuple()[:2])}
    for name in (*PACKAGES, "torch") if torch else PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "not installed"
    digest = hashlib.sha256()
    folder = Path(utils.__path__[0])
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found | {"autograder": engine.fingerprint()[:12], "utils": digest.hexdigest()[:12]}


# ---------------------------------------------------------------------------------------------- on the TA's machine


class DaskCluster:
    """Grades on the workers of a Dask scheduler.

    Parameters
    ----------
    address : str
        The scheduler's: `tcp://host:port`, or `tls://host:port`.
    warn : callable
        Called with what the TA should know while it goes on.
    """

    def __init__(self, address: str, warn: Callable[[str], None] = lambda text: None) -> None:
        self.address = address
        self.warn = warn

    def grade(self, work: Work, submissions: Iterable[Submission]) -> Results:
        """See :class:`autograder.scheduler.Scheduler`.

        Raises
        ------
        AutograderError
            If the scheduler or its workers cannot be had, or a worker is unlike this machine, or not sealed.
        """
        waiting = iter(submissions)
        first = next(waiting, None)
        if first is None:  # nothing to grade, no cluster needed
            return
        with self._client() as client:
            torch = any(name.partition(".")[0] == "torch" for name in engine.imports(work.frame))
            job = Job(work, versions(torch))
            self._look_at_workers(client, job)
            yield from self._grade(client, job, itertools.chain([first], waiting))

    @contextlib.contextmanager
    def _client(self) -> Iterator[Client]:
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            raise AutograderError(f"--scheduler needs Dask ({error}). Install it: pip install '.[cluster]'") from error
        if self.address.startswith("tls://") and not _has_certificates():
            raise AutograderError(
                f"{self.address} wants certificates, and Dask's configuration names none. Set "
                "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and "
                "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY to the files."
            )
        try:
            client = Client(self.address, timeout=PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError, TypeError, ImportError) as error:
            raise AutograderError(
                f"There is no Dask scheduler at {self.address}: {error}. Start one with `dask scheduler` and name the "
                "address that it prints, such as tcp://lab-01:8786."
            ) from error
        with client:
            yield client

    def _look_at_workers(self, client: Client, job: Job) -> None:
        """Compare versions with every worker and have it put up its sandbox, before work is handed out."""
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise AutograderError(
                f"The scheduler {self.address} has no workers. Start some: dask worker {self.address}"
            ) from None
        said: dict[str, set[str]] = {}
        for worker, told in client.run(_get_ready, job, on_error="return").items():
            if isinstance(told, AutograderError):
                raise told
            if isinstance(told, BaseException):
                raise AutograderError(
                    f"The worker {worker} cannot grade: {type(told).__name__}: {told}. It needs this project "
                    "installed, as it is here: pip install -c constraints.txt '.[cluster]'"
                )
            for text in told:
                said.setdefault(text, set()).add(worker)
        for text, workers in said.items():
            self.warn(f"{', '.join(sorted(workers))}: {text}")

    def _grade(self, client: Client, job: Job, waiting: Iterator[Submission]) -> Results:
        blamed: list[Submission] = []
        for submission, result in self._grade_together(client, job, waiting):
            if isinstance(result, _Blamed):
                blamed.append(submission)
            else:
                yield submission.student, result
        # Of all that a dying worker held, Dask thinks ill, whichever killed it. With nothing beside it, it is known.
        for submission in blamed:
            for _, result in self._grade_together(client, job, iter([submission])):
                yield submission.student, result

    def _grade_together(
        self, client: Client, job: Job, waiting: Iterator[Submission]
    ) -> Iterator[tuple[Submission, Graded | SubmissionError | Died]]:
        from distributed import wait

        batch = uuid.uuid4().hex
        # The result of a task, and not scattered: Dask can make it again when those who hold it have died.
        shared = client.submit(_same, job, key=f"lesson-{batch}")
        running: dict[Future, Submission] = {}
        numbers = itertools.count()
        room, counted, alone = 1, 0.0, False
        while True:
            if time.monotonic() > counted + 1:
                room, counted = max(1, sum(client.nthreads().values())), time.monotonic()
            # One for each thread: what else a worker holds when it dies is blamed, too, and has to be graded again.
            while len(running) < room and (submission := next(waiting, None)) is not None:
                future = client.submit(_grade, submission, shared, key=f"grade-{batch}-{next(numbers)}", pure=False)
                running[future] = submission
            if not running:
                return
            try:
                with client.as_current():
                    done = wait(list(running), timeout=PATIENCE, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                if not client.nthreads() and not alone:
                    self.warn(f"The scheduler {self.address} has lost its workers: waiting for others.")
                alone = not client.nthreads()
                continue
            for future in done:
                if (result := self._result(future)) is not None:
                    yield running.pop(future), result

    def _result(self, future: Future) -> Graded | SubmissionError | Died | None:
        """What came of a submission; None if the worker that kept it died first, and Dask makes it again."""
        from distributed import KilledWorker

        again = ("lost", "pending")
        if future.status in again:
            return None
        try:
            result: Graded | SubmissionError | Died = future.result(timeout=PATIENCE)
        except AutograderError:
            raise
        except KilledWorker as error:
            return _Blamed(f"{error.allowed_failures + 1} workers died while they graded it")
        except Exception as error:  # whatever failed there, or on the way
            if future.status in again:
                return None
            raise AutograderError(
                f"The cluster at {self.address} failed ({type(error).__name__}: {error}). What was graded is kept; the "
                "same command goes on where it stopped."
            ) from error
        return result


def _has_certificates() -> bool:
    from distributed import Security

    return Security().get_connection_args("client").get("ssl_context") is not None


# -------------------------------------------------------------------------------------------------------- on a worker


def _same(job: Job) -> Job:
    return job


async def _get_ready(job: Job) -> list[str]:
    """What a person should know of this worker; an error if it must not grade."""
    return await asyncio.to_thread(_prepare, job)


def _prepare(job: Job) -> list[str]:
    _compare(job.versions)
    with _house.executor(job.work) as room:
        return room.said


def _grade(submission: Submission, job: Job) -> Graded | SubmissionError | Died:
    """Grade one submission in a process of its own."""
    _compare(job.versions)  # this worker may have come after the others were looked at
    result: Graded | SubmissionError | Died
    for _ in range(2):
        with _house.executor(job.work) as room:
            arguments = (submission, job.work.frame, job.work.limits, room.executor)
            start = job.work.starter(room.executor)
            try:
                [(_, result)] = run_each(grade_submission, [(None, arguments)], 1, job.work.seconds, start)
            except RootEnded as ended:
                result = Died(str(ended))
            if not isinstance(result, Died) or room.answers():
                break
            _house.leave(room)  # its warm parent is gone, perhaps for want of memory: once more, with a new one
    return result


def _compare(wanted: dict[str, str]) -> None:
    here = versions("torch" in wanted)
    unlike = [f"{name} {here[name]} there, {each} here" for name, each in wanted.items() if here[name] != each]
    if unlike:
        raise AutograderError(
            f"The worker on {socket.gethostname()} is not like this machine: {'; '.join(unlike)}. Grades must not "
            "depend on where they were made: install the same there."
        )


@dataclass
class _Room:
    """A warm parent, and who uses it."""

    key: tuple
    executor: Executor
    held: contextlib.ExitStack
    said: list[str]
    users: int = 0

    def answers(self) -> bool:
        """Whether the warm parent is there."""
        if not isinstance(self.executor, SealedExecutor):
            return True
        with socket.socket(socket.AF_UNIX) as trial:
            try:
                trial.connect(self.executor.address)
            except OSError:
                return False
        return True


@dataclass
class _House:
    """The warm parents of this process: one, unless two lessons are graded at once."""

    rooms: dict[tuple, _Room] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.Lock)

    @contextlib.contextmanager
    def executor(self, work: Work) -> Iterator[_Room]:
        """A room for some work, which is kept for the next."""
        key = (tuple(engine.imports(work.frame)), work.pictures, work.require_sandbox)
        with self.lock:
            room = self.rooms.get(key)
            if room is None:
                for other in [each for each in self.rooms.values() if not each.users]:
                    self.rooms.pop(other.key).held.close()
                room = self.rooms[key] = self._open(key, work)
            room.users += 1
        try:
            yield room
        finally:
            with self.lock:
                room.users -= 1
                if not room.users and self.rooms.get(key) is not room:
                    room.held.close()

    def leave(self, room: _Room) -> None:
        """Use a room no longer; it is closed when the last user has gone."""
        with self.lock:
            if self.rooms.get(room.key) is room:
                del self.rooms[room.key]

    def close(self) -> None:
        """End all warm parents."""
        with self.lock:
            while self.rooms:
                self.rooms.popitem()[1].held.close()

    def _open(self, key: tuple, work: Work) -> _Room:
        _may_start_processes()
        said: list[str] = []
        held = contextlib.ExitStack()
        try:
            executor = held.enter_context(engine.started(work.frame, work.require_sandbox, work.pictures, said.append))
        except AutograderError as error:
            raise AutograderError(
                f"The worker on {socket.gethostname()} refuses to grade: {error}. `autograder doctor`, run there, says "
                "what is missing; --allow-weak-workers grades all the same."
            ) from error
        return _Room(key, executor, held, said)


def _may_start_processes() -> None:
    """Make of a Dask worker a process that starts others, and fast."""
    # Its nanny marks it as one that starts none; ours end by themselves when the worker does.
    multiprocessing.current_process().daemon = False
    # Each new process would run Dask's command line, as what was `__main__` here, to import it: seconds a submission.
    main = sys.modules["__main__"]
    main.__spec__ = None
    vars(main).pop("__file__", None)


_house = _House()
atexit.register(_house.close)
