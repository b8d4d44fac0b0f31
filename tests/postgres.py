"""A real PostgreSQL for the tests: the newest installed, in a temporary folder, on a socket of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.mortal import mortal

PROGRAMS = Path("/usr/lib/postgresql")  # where Debian and Ubuntu put each version


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None if there is none."""
    found = [folder for folder in PROGRAMS.glob("*/bin") if (folder / "initdb").is_file()]
    return max(found, key=lambda folder: [int(part) for part in re.findall(r"\d+", folder.parent.name)], default=None)


def require() -> Path:
    """The programs; without them the test is left out, or fails under REQUIRE_SERVER=1."""
    found = programs()
    if found is None:
        reason = f"needs PostgreSQL, and {PROGRAMS}/*/bin/initdb is not there (Debian, Ubuntu: apt install postgresql)"
        if os.environ.get("REQUIRE_SERVER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server; yields the URL of its first database."""
    found = require()
    # Not pytest's folder: a socket's path may have about 100 characters, and the server's user must get there.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        user: list[str] = []
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            os.chown(folder, *_ids("postgres"))
            user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        _make_data(found, folder, user)
        # Synchronous commits of a server that nobody pulls the plug on cost time and show nothing.
        settings = ("listen_addresses=", f"unix_socket_directories={folder}", "fsync=off")
        command = [
            str(found / "postgres"),
            "-D",
            f"{folder}/data",
            *(part for each in settings for part in ("-c", each)),
        ]
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(
                mortal(command, signal.SIGQUIT, *user), stdout=log, stderr=log, cwd="/", start_new_session=True
            )
        try:
            url = f"postgresql+psycopg://course@/postgres?host={folder}"
            _wait(process, url, Path(folder, "log"))
            yield url
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth keeping
            process.wait(30)


def _make_data(found: Path, folder: str, user: list[str]) -> None:
    command = [str(found / "initdb"), "-D", f"{folder}/data", "-U", "course", "-A", "trust", "-E", "UTF8", "-N"]
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            mortal([*command, "--no-locale"], signal.SIGTERM, *user), stdout=said, stderr=said, cwd="/", check=False
        )
        said.seek(0)
        assert done.returncode == 0, f"initdb failed:\n{said.read().decode()[-2000:]}"


def _wait(process: subprocess.Popen, url: str, log: Path) -> None:
    engine = create_engine(url, poolclass=NullPool)
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OperationalError):  # it is starting
            engine.connect().close()
            return
        time.sleep(0.1)
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}")


def new_database(url: str) -> str:
    """The URL of a fresh database on the server."""
    name = f"course_{uuid.uuid4().hex}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _ids(user: str) -> tuple[int, int]:
    import pwd

    entry = pwd.getpwnam(user)
    return entry.pw_uid, entry.pw_gid
