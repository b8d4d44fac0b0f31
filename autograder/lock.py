"""One grader at a time: a lock on a lesson, or on a gradebook that is being made, that dies with its holder."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

POLL = 0.5  # seconds between two looks at a lock that somebody else holds


@contextlib.contextmanager
def alone(url: URL, folder: Path, name: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Be the only one who holds the lock `name`, in a folder and, where it is on a server, in the gradebook.

    The folder's lock keeps apart graders on one machine, or on one shared disk; PostgreSQL's keeps apart those who
    share a gradebook and not a disk. Either ends with the process that holds it, also when that is killed.

    Parameters
    ----------
    url : sqlalchemy.engine.URL
        The gradebook.
    folder : Path
        Where the lock file lies; made if it is not there.
    name : str
        What is locked.
    waiting : callable
        Called once if somebody else holds the lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f".{name}.lock")
    told = False
    with contextlib.ExitStack() as held:
        while True:
            try:
                lock.acquire(timeout=0)
                break
            except Timeout:
                if not told:
                    waiting()
                told = True
                time.sleep(POLL)
        held.callback(lock.release)
        if url.get_backend_name() == "postgresql":
            connection = held.enter_context(_connection(url))
            while not _locked(connection, name):
                if not told:
                    waiting()
                told = True
                time.sleep(POLL)
        yield


@contextlib.contextmanager
def _connection(url: URL) -> Iterator[Connection]:
    """A connection of its own, outside any transaction: closing it lets go of its locks."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def _locked(connection: Connection, name: str) -> bool:
    key = int.from_bytes(hashlib.sha256(f"autograder {name}".encode()).digest()[:8], signed=True)
    return bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key}).scalar())
