from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import Course
from autograder.engine.executor import SealedExecutor
from autograder.engine.warm import warmed
from autograder.execution import DEAD, NOT_RUN, TIMEOUT, Executor, KernelExecutor, Limits, _Client
from autograder.scoring import failure_of
from tests.miniature import Mini

DEAF = "import time\nwhile True:\n    try:\n        time.sleep(100)\n    except BaseException:\n        pass"


Run = Callable[..., list[NotebookNode]]


@pytest.fixture(scope="module")
def sealed() -> Iterator[Executor]:
    with warmed() as root:
        address = root.address
        yield SealedExecutor(address, pictures=True)


@pytest.fixture(params=["kernel", "sealed"])
def run(request: pytest.FixtureRequest) -> Callable[..., list[NotebookNode]]:
    """Runs cells, by a kernel and by the sealed engine."""
    executor = KernelExecutor() if request.param == "kernel" else request.getfixturevalue("sealed")

    def run(*sources: str, files: dict[str, bytes] | None = None, **limits: int) -> list[NotebookNode]:
        notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
        before = str(notebook)
        executed = executor.execute(notebook, Limits(**limits), files or {})
        assert str(notebook) == before, "the notebook given was changed"
        return list(executed.cells)

    return run


def kinds(cells: list[NotebookNode]) -> list[str | None]:
    return [error.ename if (error := failure_of(cell)) is not None else None for cell in cells]


def text(cell: NotebookNode) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def test_cells_run_in_order_and_errors_stop_nothing(run: Run) -> None:
    cells = run("x = 1", "1 / 0", "print(x)\nimport sys\nprint('careful', file=sys.stderr)", "this is no Python", "")
    assert kinds(cells) == [None, "ZeroDivisionError", None, "SyntaxError", None]
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4, None]
    assert {output.name: output.text for output in cells[2].outputs} == {"stdout": "1\n", "stderr": "careful\n"}


SWAP = (
    "own = get_ipython().input_transformers_post\nown += [lambda lines: [each.replace('three', '3') for each in lines]]"
)
READ = (  # a cell, and what it prints
    ("%matplotlib inline\nx = 3\nprint(x)", "3\n"),
    ("!echo one\nprint('two')", "one\ntwo\n"),
    ("In [1]: a = 5\nIn [2]: print(a)", "5\n"),
    (">>> b = 6\n>>> print(b)", "6\n"),
    ("def f():\n    ...\n\nprint(f())", "None\n"),
    ("if True:\n    %env NN_STILL=1\nprint(4)", "env: NN_STILL=1\n4\n"),
    ("\n  \n\nimport sys\nprint(sys._getframe().f_lineno)", "2\n"),
    ("import sys; print(sys._getframe().f_lineno)", "1\n"),
    ("%%capture\nprint(1)\nprint(2)", ""),
    (SWAP, ""),
    ("t = three\nprint(t)", "3\n"),
)


def test_cells_are_read_as_a_notebook_reads_them(run: Run) -> None:
    cells = run(*(source for source, _ in READ))
    assert kinds(cells) == [None] * len(READ)
    assert [text(cell).replace("\r", "") for cell in cells] == [said for _, said in READ]


def test_the_surroundings(run: Run) -> None:
    show = (
        "import os\n"
        "print(os.environ['NN_STILL'], hash('a'), sorted(os.listdir()), open('data/x.csv').read(), os.getpid())"
    )
    where = "print(os.getcwd())"
    first = run(show, where, files={"data/x.csv": b"1,2", "notes": b""})
    again = run(show, where, files={"data/x.csv": b"1,2", "notes": b""})
    *said, pid = text(first[0]).split()
    assert said[0] == "1"
    assert said[2:] == ["['data',", "'notes']", "1,2"]
    assert said == text(again[0]).split()[:-1], "hashes differ from run to run"
    assert not Path(text(first[1]).strip()).exists()
    assert pid == "1" or not Path(f"/proc/{pid}").exists()  # 1: the first process of its own small world


def test_an_endless_loop_is_stopped_and_the_rest_goes_on(run: Run) -> None:
    cells = run("x = 1", "while True: pass", "print(x)", cell_seconds=1)
    assert kinds(cells) == [None, TIMEOUT, None]
    assert (
        failure_of(cells[1]).evalue == "This cell ran longer than 1 s and was stopped. Is there a loop without an end?"
    )
    assert text(cells[2]) == "1\n"


def test_a_loop_that_cannot_be_stopped_costs_its_own_cell(run: Run) -> None:
    cells = run("x = 1", DEAF, "print(x)", cell_seconds=1)
    assert kinds(cells) == [None, TIMEOUT, None]
    assert text(cells[2]) == "1\n"


@pytest.mark.parametrize("death", ["import os; os._exit(0)", "exit()", "import ctypes; ctypes.string_at(0)"])
def test_a_dead_kernel_costs_its_own_cell(run: Run, death: str) -> None:
    cells = run("x = 1", death, "print(x)")
    assert kinds(cells) == [None, DEAD, None]
    assert text(cells[2]) == "1\n"


def test_a_kernel_that_dies_too_often_is_given_up(run: Run) -> None:
    cells = run("x = 1", *["import os; os._exit(0)"] * 3, "print(x)", restarts=1)
    assert kinds(cells) == [None, DEAD, DEAD, NOT_RUN, NOT_RUN]
    assert "not run" in failure_of(cells[4]).evalue
    assert failure_of(cells[0]) is None


def test_there_is_an_end_to_everything(run: Run) -> None:
    start = time.monotonic()
    cells = run("x = 1", *["import time; time.sleep(2)"] * 5, cell_seconds=3, notebook_seconds=4)
    assert time.monotonic() - start < 12
    assert kinds(cells)[-1] == NOT_RUN
    assert kinds(cells)[:2] == [None, None]


def test_a_flood_is_cut(run: Run, tmp_path: Path) -> None:
    cells = run(
        "while True: print('x' * 1000)",
        "print('y' * 10_000)",
        "from IPython.display import display, HTML\nfor _ in range(100): display(HTML('z' * 1000))",
        "raise ValueError('w' * 1_000_000)",
        cell_seconds=2,
        output_bytes=5000,
    )
    assert kinds(cells) == [TIMEOUT, None, None, "ValueError"]
    assert text(cells[1]).endswith("… more output than is kept of a cell …\n")
    assert all(len(str(cell.outputs)) < 30_000 for cell in cells)


def test_an_error_that_hides_its_message_is_an_error(run: Run) -> None:
    hide = "get_ipython().showtraceback = lambda *a, **k: None"
    clear = "from IPython.display import clear_output\ntry:\n    1 / 0\nfinally:\n    clear_output()"
    assert kinds(run(hide, "1 / 0", "x = 1")) == [None, "ZeroDivisionError", None]
    assert kinds(run(clear, "x = 1")) == ["ZeroDivisionError", None]
    drown = "for _ in range(5):\n    try: raise KeyError\n    except KeyError: get_ipython().showtraceback()\n1 / 0"
    assert kinds(run(drown, output_bytes=10)) == ["ZeroDivisionError"]


def test_nothing_but_code_is_run() -> None:
    notebook = new_notebook(
        cells=[new_markdown_cell("1 / 0"), new_code_cell("2", metadata={"tags": ["skip-execution"]})]
    )
    executed = KernelExecutor().execute(notebook, Limits(), {})
    assert executed.cells[0].cell_type == "markdown"
    assert executed.cells[1].execution_count == 1


def test_limits_come_from_the_configuration(mini: Mini) -> None:
    assert Limits.of(mini.course).cell_seconds == 20
    with (mini.root / "nbgrader_config.py").open("a") as file:
        file.write("c.Execute.timeout = 7\nc.Autograder.output_bytes = 11\n")
    assert Limits.of(Course(mini.root)) == Limits(cell_seconds=7, output_bytes=11)


def test_the_users_own_ipython_has_no_say(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    startup = tmp_path / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("x = 'from the profile'")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / ".ipython"))
    assert kinds(run("x")) == ["NameError"]
    assert os.environ["IPYTHONDIR"] == str(tmp_path / ".ipython")


@pytest.mark.parametrize("run", ["kernel"], indirect=True)
def test_a_message_that_is_lost_costs_nothing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    real = _Client.process_message

    def lossy(client: _Client, msg: dict, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        lost = cell_index == 0 and msg["content"].get("execution_state") == "idle"
        return None if lost else real(client, msg, cell, cell_index)

    monkeypatch.setattr(_Client, "process_message", lossy)
    cells = run("x = 1", "print(x)")
    assert kinds(cells) == [None, None]
    assert text(cells[1]) == "1\n"
