"""Grading on a Dask cluster: the same grades, whatever becomes of its workers."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import distributed
import pytest

from autograder import cluster, engine
from autograder.cluster import DaskCluster, versions
from autograder.errors import AutograderError
from autograder.execution import Limits
from autograder.export import export
from autograder.grading import Batch, Graded, describe, grade_lesson
from autograder.intake import Submission
from autograder.restore import make_frame
from autograder.scheduler import Work
from tests.dask_cluster import dask_cluster
from tests.miniature import NAME, Mini
from tests.unit.test_grading import run_command, stored


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dask")


@pytest.fixture(scope="module")
def address(marks: Path) -> Iterator[str]:
    with dask_cluster(marks) as found:
        yield found


def hand_in(mini: Mini) -> None:
    mini.submit("ada")
    mini.submit("bob", mini.answered(double="def double(x):\n    return x * x"))
    mini.submit("cy", b"not a notebook")
    mini.submit("dan", mini.answered(double="import os\nos.kill(os.getpid(), 9)"))


def grade(mini: Mini, address: str, **options: object) -> Batch:
    return grade_lesson(mini.lesson, scheduler=DaskCluster(address), require_sandbox=True, **options)


def grades(mini: Mini) -> dict[str, bytes]:
    """Everything that grading leaves, and the exported grades."""
    export(mini.course, [NAME], "csv")
    return stored(mini)


def test_a_cluster_gives_the_same_grades(mini: Mini, address: str, tmp_path: Path) -> None:
    alone = Mini(tmp_path / "alone")
    for each in (mini, alone):
        hand_in(each)
    batch = grade(mini, address)
    here = grade_lesson(alone.lesson, require_sandbox=True)
    assert [describe(line) for line in batch.lines] == [describe(line) for line in here.lines]
    assert [line.record.total for line in batch.lines if line.record] == [6, 3, 0, 3]
    assert grades(mini) == grades(alone)


@pytest.mark.parametrize("company", [False, True])
def test_workers_that_die(
    mini: Mini, address: str, marks: Path, monkeypatch: pytest.MonkeyPatch, company: bool
) -> None:
    """One that dies once is replaced; a submission that is with three when they die costs itself alone."""
    if company:  # a worker that held several when it died: all of them are blamed
        monkeypatch.setattr("distributed.Client.nthreads", lambda self: {"seems": 4})
    for mark in ("graded", "once"):
        (marks / mark).unlink(missing_ok=True)
    mini.submit("ada")
    mini.submit("bob", mini.answered(why="worker dies always"))
    mini.submit("cy", mini.answered(why="worker dies once"))
    mini.submit("dan", mini.answered(double=None))
    batch = grade(mini, address)
    assert [describe(line) for line in batch.lines] == [
        "ada: 6 / 6 points, 4 to grade by hand",
        "bob: NOT GRADED: grading it failed: 3 workers died while they graded it",
        "cy: 6 / 6 points, 4 to grade by hand",
        "dan: 3 / 6 points, 4 to grade by hand",
    ]
    assert (marks / "once").exists(), "a worker was to die of cy's submission"
    # Work that was with a worker when it died is done again, its result counted once.
    assert set((marks / "graded").read_text().split()) == {"ada", "cy", "dan"}
    lines = (export(mini.course, [NAME], "csv").path).read_text().splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["ada", "cy", "dan"]


@pytest.mark.parametrize("noticed", [False, True])
def test_a_worker_that_dies_with_a_result_that_nobody_has_fetched(
    mini: Mini, address: str, monkeypatch: pytest.MonkeyPatch, noticed: bool
) -> None:
    """Its submission is graded again, whether the loss is noticed before the result is asked for or by asking."""
    deaths = []

    def wait(futures: list[distributed.Future], **options: object) -> object:
        over = distributed.client.wait(futures, **options)
        if not deaths:
            [future, *_] = over.done
            client = future.client
            [keeper] = client.who_has([future])[future.key]
            deaths.append(client.run(os.getpid)[keeper])
            os.kill(deaths[0], signal.SIGKILL)
            deadline = time.monotonic() + 30
            while noticed and future.status == "finished":
                assert time.monotonic() < deadline, "the scheduler has not noticed"
                time.sleep(0.001)
        return over

    monkeypatch.setattr("distributed.wait", wait)
    mini.submit("ada")
    mini.submit("bob", mini.answered(double=None))
    batch = grade(mini, address)
    assert [describe(line) for line in batch.lines] == [
        "ada: 6 / 6 points, 4 to grade by hand",
        "bob: 3 / 6 points, 4 to grade by hand",
    ]
    assert deaths


def test_other_versions_are_refused(mini: Mini, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mini.submit("ada")
    monkeypatch.setattr(cluster, "versions", lambda torch=False: versions(torch) | {"numpy": "1.0", "utils": "old"})
    with pytest.raises(
        AutograderError, match=r"not like this machine: numpy \S+ there, 1\.0 here; utils \w+ there, old"
    ):
        grade(mini, address)
    assert not list(mini.course.autograded.rglob("*.ipynb"))


def test_a_worker_that_came_late_is_compared_too(mini: Mini) -> None:
    job = cluster.Job(Work(make_frame(mini.lesson), Limits()), versions() | {"Python": "2.7"})
    with pytest.raises(AutograderError, match=r"Python 3\.\d+ there, 2\.7 here"):
        cluster._grade(Submission("ada", b""), job)


def test_a_worker_without_a_sandbox_refuses(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def started(frame: object, require_sandbox: bool, pictures: bool, warn: object) -> Iterator[None]:
        if require_sandbox:
            raise AutograderError("layers are missing (landlock: not in this kernel)")
        yield None

    monkeypatch.setattr(engine, "started", started)
    house = cluster._House()
    work = Work(make_frame(mini.lesson), Limits(), require_sandbox=True)
    monkeypatch.setattr(cluster, "_may_start_processes", lambda: None)
    with pytest.raises(AutograderError, match=r"refuses to grade: layers are missing .*--allow-weak-workers"):
        house.executor(work).__enter__()
    with house.executor(Work(work.frame, work.limits)) as room:
        assert room.executor is None
    house.close()


def test_a_warm_parent_is_kept_and_replaced_when_it_has_died(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_may_start_processes", lambda: None)
    house = cluster._House()
    monkeypatch.setattr(cluster, "_house", house)
    work = Work(make_frame(mini.lesson), Limits())
    submission = Submission("ada", mini.submit("ada").joinpath("mini.ipynb").read_bytes())
    job = cluster.Job(work, versions())
    try:
        with house.executor(work) as room, house.executor(work) as same:
            assert same is room
            assert room.answers()
            room.held.close()  # as if the system had ended it
            assert not room.answers()
        assert isinstance(cluster._grade(submission, job), Graded)
        [other] = house.rooms.values()
        assert other is not room
    finally:
        house.close()


def test_no_scheduler_is_said(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    mini.submit("ada")
    monkeypatch.setattr(cluster, "PATIENCE", 1.0)
    for address in ("tcp://127.0.0.1:9", "nonsense"):
        with pytest.raises(AutograderError, match=rf"no Dask scheduler at {address}.*`dask scheduler`"):
            grade(mini, address)


def test_missing_certificates_are_said(mini: Mini) -> None:
    mini.submit("ada")
    with pytest.raises(AutograderError, match=r"tls://127\.0\.0\.1:9 wants certificates.*TLS__CA_FILE"):
        grade(mini, "tls://127.0.0.1:9")


def test_nothing_to_grade_needs_no_cluster(mini: Mini) -> None:
    mini.folder("ada")
    assert len(grade(mini, "tcp://127.0.0.1:9").failed) == 1


def test_the_options(mini: Mini, monkeypatch: pytest.MonkeyPatch) -> None:
    mini.submit("ada")
    asked = []

    class Told(DaskCluster):
        def grade(self, work: Work, submissions: object) -> Iterator:
            asked.append((self.address, work.require_sandbox))
            raise AutograderError("asked")
            yield

    monkeypatch.setattr(cluster, "DaskCluster", Told)
    assert run_command(mini, "1", "--scheduler", "tcp://a:1") == (2, "asked")
    assert run_command(mini, "1", "--scheduler", "tcp://a:1", "--allow-weak-workers") == (2, "asked")
    monkeypatch.setenv("AUTOGRADER_SCHEDULER", "tcp://b:1")
    assert run_command(mini, "1") == (2, "asked")
    monkeypatch.delenv("AUTOGRADER_SCHEDULER")
    with (mini.root / "nbgrader_config.py").open("a") as file:
        file.write("c.Autograder.scheduler = 'tls://c:1'\n")
    assert run_command(mini, "1") == (2, "asked")
    assert asked == [("tcp://a:1", True), ("tcp://a:1", False), ("tcp://b:1", True), ("tls://c:1", True)]
    assert "--jobs is for this machine" in run_command(mini, "1", "--jobs", "2")[1]
    assert "contradict" in run_command(mini, "1", "--require-sandbox", "--allow-weak-workers")[1]
