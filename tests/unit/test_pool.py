from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from autograder.pool import Died, retire, run_each


def work(what: str, folder: str = "") -> str:
    """What a task does; it runs in a process of its own."""
    if what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "leave":
        os._exit(7)
    if what == "raise":
        raise ValueError("no good")
    if what == "sleep":
        Path(folder, "pid").write_text(str(os.getpid()))
        try:
            time.sleep(60)
        finally:
            Path(folder, "left").write_text("in good order")
    return what.upper()


def results(*tasks: str, jobs: int = 2, seconds: float = 30, folder: str = "") -> dict[str, object]:
    return dict(run_each(work, ((task, (task, folder)) for task in tasks), jobs, seconds))


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_each_task_has_its_own_end() -> None:
    found = results("a", "die", "b", "leave", "raise", "c")
    died = {task: found.pop(task).reason for task in ("die", "leave", "raise")}
    assert found == {"a": "A", "b": "B", "c": "C"}
    assert died["die"] == "its process died (SIGKILL)"
    assert died["leave"] == "its process died (exit code 7)"
    assert died["raise"].startswith("ValueError: no good (test_pool.py, line ")


def test_no_tasks() -> None:
    assert results() == {}


def test_tasks_are_drawn_when_there_is_room() -> None:
    drawn: list[str] = []

    def tasks():
        for task in "abcd":
            drawn.append(task)
            yield task, (task,)

    stream = run_each(work, tasks(), 2, 30)
    next(stream)
    assert drawn == ["a", "b", "c"]  # the third in the room of the first, before its answer is looked at
    stream.close()
    assert drawn == ["a", "b", "c"]


def test_a_task_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    found = results("sleep", "a", seconds=2, folder=str(tmp_path))
    assert found == {"a": "A", "sleep": Died("it took longer than 2 s")}
    assert not alive(int((tmp_path / "pid").read_text()))
    assert (tmp_path / "left").exists()


def test_whoever_stops_early_leaves_nothing_behind(tmp_path: Path) -> None:
    stream = run_each(work, iter([("sleep", ("sleep", str(tmp_path))), ("a", ("a",))]), 2, 60)
    assert next(stream) == ("a", "A")
    deadline = time.monotonic() + 20
    while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    with pytest.raises(KeyboardInterrupt):
        stream.throw(KeyboardInterrupt)
    assert not alive(int((tmp_path / "pid").read_text()))
    assert (tmp_path / "left").exists()


def which(what: str = "") -> int:
    """The process in which a task runs."""
    if what == "retire":
        retire()
    if what:
        work(what)
    return os.getpid()


def processes(*tasks: str, lives: int = 3, jobs: int = 1) -> list[int | str]:
    found = dict(run_each(which, ((place, (task,)) for place, task in enumerate(tasks)), jobs, 30, lives=lives))
    return ["died" if isinstance(found[place], Died) else found[place] for place in range(len(tasks))]


def test_a_process_takes_so_many_tasks_and_no_more() -> None:
    found = processes(*[""] * 7)
    assert [found.count(each) for each in dict.fromkeys(found)] == [3, 3, 1]
    assert not any(alive(each) for each in found)
    assert len(set(processes(*[""] * 4, lives=1))) == 4
    assert len(set(processes(*[""] * 6, jobs=2))) <= 4


@pytest.mark.parametrize("what", ["die", "leave", "raise", "retire"])
def test_what_went_wrong_in_a_process_is_its_last_task(what: str) -> None:
    before, odd, after, last = processes("", what, "", "")
    assert odd == (before if what == "retire" else "died")
    assert before != after == last


def test_a_process_that_dies_of_earlier_tasks_costs_nobody_anything() -> None:
    found: dict[int, object] = {}
    for place, process in run_each(which, ((place, ("",)) for place in range(3)), 1, 30, lives=3):
        found[place] = process
        if place == 0:
            assert isinstance(process, int)
            time.sleep(0.2)  # it has done the next, too, and has one more to go
            os.kill(process, signal.SIGKILL)
    assert found[1] == found[0] != found[2]
    assert isinstance(found[2], int)


def test_a_deadly_task_is_tried_once_more_and_no_oftener(tmp_path: Path) -> None:
    stream = run_each(deadly, ((place, (str(tmp_path), place == 1)) for place in range(3)), 1, 30, lives=3)
    assert dict(stream) == {0: 0, 1: Died("its process died (SIGKILL)"), 2: 3}


def deadly(folder: str, dies: bool) -> int:
    """How many tasks were begun before it."""
    before = len(list(Path(folder).iterdir()))
    Path(folder, str(before)).touch()
    if dies:
        os.kill(os.getpid(), signal.SIGKILL)
    return before
