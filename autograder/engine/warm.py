"""Starts the root, from which grading's processes are forked (`root`), and holds it while there is work for it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import platformdirs
from filelock import FileLock, Timeout

from .sandbox import Layers
from .workers import Workers

CLEAN = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "NUMEXPR_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0", "MPLBACKEND": "agg", "LANG": "C.UTF-8", "NN_STILL": "1",
}  # fmt: skip
KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TZ")
FOLDER, LOCK = "seal-", ".lock"
SETTLED = 60.0  # seconds after which a folder whose lock nobody holds is a dead grader's
PATIENCE = 5.0  # seconds for the root to end


class Warm:
    """A root that runs, or is about to.

    Parameters
    ----------
    process : subprocess.Popen
        The root.
    address : str
        The warm parent's socket.
    workers : Workers
        Processes for the tests' side.
    """

    def __init__(self, process: subprocess.Popen[bytes], address: str, workers: Workers) -> None:
        self._process = process
        self.address = address
        self.workers = workers

    @cached_property
    def layers(self) -> Layers:
        """Which layers of the sandbox hold; waits until the warm parent has put them up.

        Raises
        ------
        RuntimeError
            If it does not start.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the warm parent ended at its start; what it wrote stands above")
        return Layers(**json.loads(line))


@contextlib.contextmanager
def warmed(modules: tuple[str, ...] = ()) -> Iterator[Warm]:
    """Start a root that imports these, too. Nobody waits while it does, but for `layers`."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | CLEAN
    environment["MPLCONFIGDIR"] = platformdirs.user_cache_dir("matplotlib")  # the index of fonts, which takes long
    with _folder() as folder:
        address = str(Path(folder, "warm.sock"))
        house = Path(folder, "house")
        house.mkdir()
        ours, theirs = socket.socketpair()
        with ours, theirs, socket.socket(socket.AF_UNIX) as listening:
            listening.bind(address)
            listening.listen(64)
            handles = [listening.fileno(), theirs.fileno()]
            process = subprocess.Popen(
                [sys.executable, "-m", "autograder.engine.root", str(house), *map(str, handles), *modules],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pass_fds=handles,
                env=environment | {"HOME": folder},
                start_new_session=True,  # Ctrl-C is for the command, which ends this process by closing its input
                cwd=Path(__file__).resolve().parents[2],
            )
            listening.close()
            theirs.close()
            made = Warm(process, address, Workers(ours))
            try:
                yield made
            finally:
                if "layers" not in vars(made):  # it may still import, and would hear of nothing before it is done
                    process.terminate()
                _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the root, by closing its input; the warm parent hears that, too."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.stdout.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def _folder() -> Iterator[str]:
    """A temporary folder. What graders that were killed have left of theirs goes first."""
    for left in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with contextlib.suppress(OSError):  # another grader may be clearing it away
            seen = left.lstat()
            if seen.st_uid == os.getuid() and time.time() - seen.st_mtime > SETTLED:
                with contextlib.suppress(Timeout), FileLock(left / LOCK, timeout=0):  # who holds it is alive
                    shutil.rmtree(left, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory(prefix=FOLDER, ignore_cleanup_errors=True) as folder,
        FileLock(Path(folder, LOCK), thread_local=False),  # a cluster's worker may let it go in another thread
    ):
        yield folder
