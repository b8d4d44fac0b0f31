"""A real Dask cluster for the tests: a scheduler and two workers, each a process of its own, on this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.mortal import mortal

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
DEADLY = '''"""Makes workers die of submissions that say so; sealed, a student could not."""

import os, re, signal
from pathlib import Path
from autograder import cluster
from autograder.pool import run_each  # not cluster's: Dask loads this file twice


def deadly(function, tasks, *rest):
    (_, (submission, *_)), = tasks
    for mark in re.findall(rb"worker dies (\\\\w+)", submission.notebook):
        path = Path(os.environ["MARKS"], mark.decode())
        if mark == b"always" or not path.exists():
            path.write_text("")
            os.kill(os.getpid(), signal.SIGKILL)
    with Path(os.environ["MARKS"], "graded").open("a") as file:
        file.write(submission.student + "\\\\n")
    return run_each(function, tasks, *rest)


cluster.run_each = deadly
'''.replace("\\\\", "\\")


@contextlib.contextmanager
def dask_cluster(folder: Path) -> Iterator[str]:
    """A running cluster's address; its files, and marks of what it did, are in `folder`."""
    (folder / "deadly.py").write_text(DEADLY)
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "MARKS": str(folder),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2",
        "DASK_DISTRIBUTED__WORKER__PRELOAD": str(folder / "deadly.py"),
        "OMP_NUM_THREADS": "1",
    }
    place = folder / "scheduler.json"
    quiet = ["--no-dashboard", "--scheduler-file", str(place)]
    commands = [
        ["scheduler", "--host", "127.0.0.1", "--port", "0", *quiet],
        ["worker", "--host", "127.0.0.1", "--nworkers", str(WORKERS), "--nthreads", "1", *quiet],
    ]
    with contextlib.ExitStack() as running:
        for number, command in enumerate(commands):
            log = running.enter_context((folder / f"{command[0]}.log").open("wb"))
            process = subprocess.Popen(
                # At once: politely, a worker whose scheduler has gone would wait for it. Its own processes end with it.
                mortal([sys.executable, "-m", "dask", *command], signal.SIGKILL),
                env=environment,
                cwd=folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            running.callback(_end, process)
            deadline = time.monotonic() + 60
            while number == 0 and not place.is_file():
                assert process.poll() is None, (folder / f"{command[0]}.log").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.1)
        import json

        yield json.loads(place.read_text())["address"]


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
