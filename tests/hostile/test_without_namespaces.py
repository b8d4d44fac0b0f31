"""Where the kernel gives no namespaces, Landlock, seccomp and limits still hold, and nothing is left."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.engine import landlock, warm
from autograder.engine.executor import SealedExecutor
from autograder.engine.sandbox import Layers
from autograder.execution import DEAD, TIMEOUT, Limits
from autograder.scoring import failure_of

from . import cases_break, cases_reach
from .case import Case
from .klass import Things, leftovers
from .lesson import NAME, NOTEBOOK, RIGHT, make_course

pytestmark = pytest.mark.skipif(sys.platform != "linux" or not landlock.version(), reason="needs Landlock")
LIMITS = Limits(cell_seconds=3, notebook_seconds=40, memory_bytes=300 * 2**20, processes=24, file_bytes=32 * 2**20)
REACH = [case for case in cases_reach.CASES if case.tries]
NAMES = {
    "segmentation fault", "a fork bomb", "a thread bomb", "one huge file", "files 0 to 255 closed", "memory, at once",
    "memory, of children", "memory, shared and of no file", "memory, of processes whose first thread has ended",
    "a loop that swallows interrupts", "memory, in files of the kernel",
}  # fmt: skip
BREAK = [case for case in cases_break.CASES if case.name in NAMES]


class Elsewhere(subprocess.Popen):  # type: ignore[type-arg]
    """Starts the warm parent of `without_namespaces` in place of the real one, with a temporary folder of its own."""

    temporary = ""

    def __init__(self, command: list[str], **options: Any) -> None:
        here = {"autograder.engine.root": "tests.hostile.without_namespaces"}
        if set(command) & set(here):
            command = [here.get(each, each) for each in command]
            options["env"]["TMPDIR"] = Elsewhere.temporary
        super().__init__(command, **options)


class Machine:
    """The sealed engine on such a machine, and a course that it must not show."""

    def __init__(self, address: str, layers: Layers, root: Path, things: Things) -> None:
        self.executor, self.layers, self.root, self.things = SealedExecutor(address), layers, root, things

    def run(self, *sources: str) -> list[NotebookNode]:
        places = {"@ROOT@": str(self.root), **self.things.places}
        for mark, value in places.items():
            sources = tuple(source.replace(mark, value) for source in sources)
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        return list(self.executor.execute(notebook, LIMITS, {}).cells)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    root = tmp_path_factory.mktemp("without") / "course"
    make_course(root)
    (root / "grading" / "submitted" / "000-honest" / NAME).mkdir(parents=True)
    (root / "grading" / "submitted" / "000-honest" / NAME / f"{NOTEBOOK}.ipynb").write_text("{}")
    (root / "grading" / "gradebook.db").write_text("x")
    things = Things(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warm.subprocess, "Popen", Elsewhere)
        with leftovers() as left, tempfile.TemporaryDirectory() as Elsewhere.temporary:
            os.chmod(Elsewhere.temporary, 0o1777)  # as /tmp is
            with warm.warmed() as root:
                address, layers = root.address, root.layers
                yield Machine(address, layers, root, things)
            assert left() == []
            assert os.listdir(Elsewhere.temporary) == [], "a working folder was left behind"
        things.close()


def text(cells: list[NotebookNode]) -> str:
    return "".join(output.get("text", "") for cell in cells for output in cell.outputs)


def test_it_says_what_is_missing(machine: Machine) -> None:
    assert machine.layers.holding == ["landlock", "seccomp", "limits"]
    assert list(machine.layers.missing) == ["namespaces"]


def test_honest_work_runs(machine: Machine) -> None:
    cells = machine.run(*RIGHT.values(), "print(scale([1, 2], 3), slope(lambda x: x**2, 3.0), Unit([1]).forward([2]))")
    assert [failure_of(cell) for cell in cells] == [None] * 4
    assert text(cells).startswith("[3 6] 6.0")


def test_programs_and_files_of_its_own(machine: Machine) -> None:
    source = "open('a', 'w').write('b')\nimport subprocess\nprint(subprocess.check_output(['cat', 'a']).decode())"
    cells = machine.run(source, "from multiprocessing import Pipe\na, b = Pipe()\na.send(1)\nprint(b.recv())")
    assert text(cells) == "b\n1\n"


@pytest.mark.parametrize("case", REACH, ids=str)
def test_what_is_tried_is_refused(case: Case, machine: Machine) -> None:
    said = text(machine.run(f"{case.attack}", "print('next')"))
    assert "TRIED" in said
    assert not [line for line in said.splitlines() if line.startswith("GOT")]
    assert "secret" not in re.sub(r"REFUSED.*", "", said)


@pytest.mark.parametrize("case", BREAK, ids=str)
def test_what_breaks_costs_its_own_cell(case: Case, machine: Machine) -> None:
    called = f"{case.attack}\nif 'scale' in globals(): scale([1.0], 2.0)"
    cells = machine.run("kept = 7", called, "print('kept', kept)")
    error = failure_of(cells[1])
    assert error is None or error.ename in (
        DEAD,
        TIMEOUT,
        "OSError",
        "PermissionError",
        "MemoryError",
        "RuntimeError",
    ), error
    assert "GOT" not in text(cells)
    assert text(cells[2:]) == "kept 7\n"


def test_children_end_with_it(machine: Machine) -> None:
    with leftovers() as left:
        machine.run(next(case.attack for case in REACH if "daemons" in case.name))
        assert [command for command in left() if "sleep 30" in command] == []


def test_nobody_may_signal_a_neighbour(machine: Machine) -> None:
    victim = subprocess.Popen(["sleep", "60"])
    try:
        kill = (
            f"import os, signal\ntry:\n    os.kill({victim.pid}, signal.SIGTERM)\nexcept OSError as error: print(error)"
        )
        assert "not permitted" in text(machine.run(kill)).lower()
        assert victim.poll() is None
    finally:
        victim.kill()
        victim.wait()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_as_an_ordinary_user(tmp_path: Path) -> None:
    """The whole engine, all of its layers, by a user who is not root."""
    user = 65534
    readable = "import sys, numpy, IPython, msgpack, autograder, utils\nopen(sys.executable, 'rb').read(1)"
    started = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", sys.executable, "-c"]
    root = Path(__file__).resolve().parents[2]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(root), "HOME": "/tmp", "MPLCONFIGDIR": "/tmp/none"}
    try:
        done = subprocess.run([*started, readable], env=environment, cwd="/", capture_output=True, check=False)
    except OSError:
        pytest.skip("there is no setpriv")
    if done.returncode:
        pytest.skip("this Python, or this folder, cannot be read by an ordinary user")
    code = (
        "from autograder.engine.executor import SealedExecutor\nfrom autograder.engine.warm import warmed\n"
        "from autograder.execution import Limits\n"
        "import nbformat\n"
        "from nbformat.v4 import new_code_cell, new_notebook\n"
        "if __name__ == '__main__':\n"
        "    with warmed() as root:\n        address, layers = root.address, root.layers\n"
        "        cells = [new_code_cell('import os; print(os.getuid(), 6 * 7)')]\n"
        "        done = SealedExecutor(address).execute(new_notebook(cells=cells), Limits(), {})\n"
        "        print(layers.holding, done.cells[0].outputs)\n"
    )
    done = subprocess.run([*started, code], env=environment, cwd="/", capture_output=True, check=False, timeout=120)
    said = done.stdout.decode()
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert "seccomp" in said
    assert " 42" in said
    assert nbformat.current_nbformat == 4
