"""Processes for the tests' side: forked from the root, each with its own end, and none left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from autograder.engine.warm import Warm, warmed
from autograder.engine.workers import RootEnded
from autograder.pool import Died, run_each

if not hasattr(os, "fork"):
    pytest.skip("there is nothing to fork from", allow_module_level=True)

ENDLESS = "[open({!r}, 'w').write(str(__import__('os').getpid())), __import__('time').sleep(100)]"


@pytest.fixture(scope="module")
def root() -> Iterator[Warm]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET", "sesame")
        with warmed() as made:
            assert made.layers.holding
            yield made


def results(root: Warm, *expressions: str, jobs: int = 2, seconds: float = 30) -> dict:
    return dict(run_each(eval, ((each, (each,)) for each in expressions), jobs, seconds, root.workers.start))


def waits_for(condition: Callable[[], object], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(condition())


def alive(file: Path) -> bool:
    try:
        return psutil.Process(int(file.read_text())).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_each_worker_has_its_own_end(root: Warm) -> None:
    kill = "__import__('os').kill(__import__('os').getpid(), 9)"
    found = results(root, "6 * 7", kill, "exit(7)", "1 / 0", "'b' * 300_000")
    assert found["6 * 7"] == 42
    assert found["'b' * 300_000"] == "b" * 300_000
    assert found[kill] == Died("its process died (SIGKILL)")
    assert found["exit(7)"] == Died("its process died (exit code 7)")
    assert found["1 / 0"].reason.startswith("ZeroDivisionError")


def test_workers_know_nothing_of_the_command_s_surroundings(root: Warm) -> None:
    [came] = results(root, "dict(__import__('os').environ)").values()
    assert "SECRET" not in came
    assert "sesame" not in str(came)


def test_what_takes_too_long_is_ended(root: Warm, tmp_path: Path) -> None:
    endless = ENDLESS.format(str(tmp_path / "pid"))
    assert results(root, endless, "1", seconds=2) == {"1": 1, endless: Died("it took longer than 2 s")}
    assert not alive(tmp_path / "pid")


def test_who_stops_early_leaves_nothing_behind(root: Warm, tmp_path: Path) -> None:
    tasks = iter([("endless", (ENDLESS.format(str(tmp_path / "pid")),)), ("one", ("1",))])
    stream = run_each(eval, tasks, 2, 60, root.workers.start)
    assert next(stream) == ("one", 1)
    assert waits_for((tmp_path / "pid").exists)
    stream.close()
    assert not alive(tmp_path / "pid")


def test_a_command_that_is_killed_takes_all_its_processes_with_it(tmp_path: Path) -> None:
    endless = ENDLESS.format(str(tmp_path / "pid"))
    code = (
        "from autograder.engine.warm import warmed; from autograder.pool import run_each\n"
        f"with warmed() as root: print(root.layers, *run_each(eval, [(0, ({endless!r},))], 1, 60, root.workers.start))"
    )
    command = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2])
    try:
        assert waits_for((tmp_path / "pid").exists)
        family = psutil.Process(command.pid).children(recursive=True)
        assert len(family) >= 3  # the root, the warm parent, the worker
    finally:
        os.kill(command.pid, signal.SIGKILL)
        command.wait()
    _, left = psutil.wait_procs(family, timeout=20)
    assert not left


def test_without_a_root_there_is_an_error_and_not_a_grade(tmp_path: Path) -> None:
    ends: list = []
    with warmed() as root:
        assert root.layers.holding
        [own] = [each for each in psutil.Process().children() if "autograder.engine.root" in each.cmdline()][-1:]
        endless = run_each(eval, [(0, ("__import__('time').sleep(100)",))], 1, 60, root.workers.start)
        at_work = run_each(eval, [(0, (ENDLESS.format(str(tmp_path / "pid")),))], 1, 60, root.workers.start)
        waiting = threading.Thread(target=ends.extend, args=(at_work,))
        waiting.start()
        assert waits_for((tmp_path / "pid").exists)
        own.kill()
        own.wait()
        with pytest.raises(RootEnded, match="goes on where it stopped"):
            next(endless)
        waiting.join(20)
        assert ends == [(0, Died("its process died (exit code None)"))]
        assert waits_for(lambda: not alive(tmp_path / "pid"), seconds=2)  # nobody is there to collect it at once
        started = root.workers
    with pytest.raises(RootEnded):
        next(run_each(eval, [(0, ("1",))], 1, 60, started.start))
