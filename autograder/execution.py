"""Running a notebook from top to bottom, whatever its code does: endless loops, dead kernels, floods of output.

:class:`Executor` is all that grading knows of it, so that another engine can take the kernel's place.
"""

from __future__ import annotations

import contextlib
import copy
import math
import os
import signal
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from .course import Course
from .errors import SubmissionError

TIMEOUT, DEAD, NOT_RUN = "CellTimeoutError", "DeadKernelError", "NotRun"
OUTPUTS = ("stream", "display_data", "execute_result", "update_display_data", "error")
LONGEST_LINE = 10_000  # of an error's message and of each line of its traceback


@dataclass(frozen=True)
class Limits:
    """What one submission may use up. `c.Execute.timeout` and `c.Autograder.*` in nbgrader_config.py set it.

    Parameters
    ----------
    cell_seconds, notebook_seconds : int
        Wall time for one cell, and for the whole notebook.
    output_bytes : int
        Output that is kept of one cell; what comes after it is dropped.
    restarts : int
        How often a kernel that died, or would not stop, is started again without the cell that did it.
    submission_bytes : int
        How large a submission may be.
    memory_bytes, processes, file_bytes : int
        What a submission's processes may use together, how many there may be, and how large a file, and all its
        files together, may be. (Only where the sealed engine runs it.)
    """

    cell_seconds: int = 60
    notebook_seconds: int = 600
    output_bytes: int = 1_000_000
    restarts: int = 10
    submission_bytes: int = 20_000_000
    memory_bytes: int = 2 * 2**30
    processes: int = 64
    file_bytes: int = 256 * 2**20

    @classmethod
    def of(cls, course: Course) -> Limits:
        """The limits that a course's configuration sets."""
        given = course.config.get("Autograder", {})
        chosen = {each.name: int(given[each.name]) for each in fields(cls) if each.name in given}
        timeout = course.config.get("Execute", {}).get("timeout")
        return cls(**({"cell_seconds": int(timeout)} if timeout else {}) | chosen)


class Executor(Protocol):
    """Something that runs notebooks."""

    def execute(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> NotebookNode:
        """A copy of the notebook with the outputs of its code cells.

        A code cell that raised, ran too long, ended the kernel or never ran has an output of type `error` that says
        so; a cell without one ran to its end. `files` lie in the folder in which the code runs.
        """
        ...


class _KernelLost(Exception):
    """The kernel is gone, or deaf, because of the cell at `index`."""

    def __init__(self, index: int, kind: str, text: str) -> None:
        super().__init__(text)
        self.index, self.kind, self.text = index, kind, text


@dataclass(frozen=True)
class KernelExecutor:
    """Runs a notebook in an IPython kernel of its own, in a temporary folder of its own.

    A cell that runs too long is interrupted and the next one goes on. If that does not help, or the kernel dies,
    everything is run once more in a new kernel without that cell, so that it costs its own exercise only.
    """

    def execute(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> NotebookNode:
        """See :class:`Executor`."""
        deadline = time.monotonic() + limits.notebook_seconds
        fatal: dict[int, NotebookNode] = {}
        while True:
            attempt = _blank(notebook)
            for index, output in fatal.items():
                attempt.cells[index].outputs = [output]
            try:
                self._run(attempt, limits, files, deadline, skip=set(fatal))
                return attempt
            except _KernelLost as lost:
                fatal[lost.index] = error_output(lost.kind, lost.text)
                if len(fatal) > limits.restarts or time.monotonic() > deadline:
                    return _given_up(attempt, lost, fatal)

    def _run(
        self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes], deadline: float, skip: set[int]
    ) -> None:
        with tempfile.TemporaryDirectory(prefix="grade-", ignore_cleanup_errors=True) as folder:
            work = Path(folder, "work")
            for name, data in {"": b"", **files}.items():
                (work / name).parent.mkdir(parents=True, exist_ok=True)
                if name:
                    (work / name).write_bytes(data)
            work.mkdir(exist_ok=True)
            client = _Client(notebook, km=_kernel_manager(folder), output_bytes=limits.output_bytes)
            _start(client, work, folder)
            try:
                _run_cells(client, limits, deadline, skip)
            finally:
                client.stop()


def _start(client: _Client, work: Path, folder: str) -> None:
    """Start the kernel. A late start is our machine's fault: try again."""
    environment = {
        **os.environ,
        "NN_STILL": "1",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "IPYTHONDIR": str(Path(folder, "ipython")),
    }
    for attempt in range(3):
        try:
            client.start(cwd=str(work), env=environment)
            return
        except (RuntimeError, OSError) as error:
            client.stop()
            client.km = _kernel_manager(folder)
            if attempt == 2:
                raise SubmissionError(f"the kernel could not be started ({error}); try again") from error


def _run_cells(client: _Client, limits: Limits, deadline: float, skip: set[int]) -> None:
    for index, cell in enumerate(client.nb.cells):
        if cell.cell_type != "code" or index in skip:
            continue
        left = deadline - time.monotonic()
        if left <= 0:
            cell.outputs = [
                error_output(NOT_RUN, f"This cell was not run: the notebook took over {limits.notebook_seconds} s.")
            ]
            continue
        client.timeout = max(1, math.ceil(min(limits.cell_seconds, left)))
        client.raise_on_iopub_timeout = False
        try:
            client.execute_cell(cell, index)
        except DeadKernelError:
            raise _KernelLost(
                index, DEAD, "This cell ended Python itself (a crash, `exit`, or too much memory)."
            ) from None
        except CellTimeoutError:
            text = f"This cell ran longer than {client.timeout} s and would not stop. Is there a loop without an end?"
            raise _KernelLost(index, TIMEOUT, text) from None
        if client.asked_exit:
            raise _KernelLost(index, DEAD, "This cell ended Python itself (it called `exit` or `quit`).")


class _Client(NotebookClient):
    """nbclient, told what to keep of a cell's output and to believe the kernel's reply rather than the output."""

    def __init__(self, notebook: NotebookNode, km: AsyncKernelManager, output_bytes: int) -> None:
        super().__init__(
            notebook,
            km=km,
            allow_errors=True,
            interrupt_on_timeout=True,
            raise_on_iopub_timeout=False,  # a busy machine, or a flood of output, may lose a message: see below
            iopub_timeout=5,
            store_widget_state=False,
            coalesce_streams=True,
            error_on_timeout={"ename": TIMEOUT, "evalue": "", "traceback": []},
            skip_cells_with_tag="",
        )
        self.on_cell_executed = self._executed
        self.output_bytes = output_bytes
        self.asked_exit = False
        self._room = output_bytes
        self._cell: NotebookNode | None = None

    def start(self, **options: Any) -> None:
        """Start the kernel and wait until it answers."""
        self.start_new_kernel(**options)
        self.start_new_kernel_client()

    def stop(self) -> None:
        """End the kernel, and whatever of its process group is left."""
        if self.km is None:
            return
        group = getattr(self.km.provisioner, "pgid", None)
        self.shutdown_kernel = "immediate"
        self._cleanup_kernel()
        if group and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)

    async def _async_handle_timeout(self, timeout: int, cell: NotebookNode | None = None) -> dict[str, Any] | None:
        """Interrupt the cell; from now on a kernel that does not fall silent is a kernel that does not listen."""
        self.raise_on_iopub_timeout = True
        return await super()._async_handle_timeout(timeout, cell)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Drop what is over the limit before it is kept anywhere."""
        if self._cell is not cell:
            self._cell, self._room = cell, self.output_bytes
        if msg["msg_type"] == "error":
            shorten(msg["content"])
        if msg["msg_type"] in OUTPUTS and not self._fits(msg):
            return None
        return super().process_message(msg, cell, cell_index)

    def _fits(self, msg: dict[str, Any]) -> bool:
        content, room = msg["content"], self._room
        if room <= 0:
            return False
        if msg["msg_type"] == "stream":
            text = content["text"]
            self._room -= len(text)
            if len(text) > room:
                content["text"] = f"{text[:room]}\n… more output than is kept of a cell …\n"
            return True
        data = content.get("data") or {"traceback": content.get("traceback", [])}
        self._room -= sum(len(str(part)) for part in data.values())
        return self._room >= 0

    def _executed(self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]) -> None:
        reply = execute_reply["content"]
        self.asked_exit = any(each.get("source") == "ask_exit" for each in reply.get("payload", []))
        if reply["status"] != "error":
            return
        if reply["ename"] == TIMEOUT:
            # The interrupt that ended the cell is our doing: say what it was about.
            cell.outputs = [out for out in cell.outputs if out.get("ename") != "KeyboardInterrupt"]
            text = f"This cell ran longer than {self.timeout} s and was stopped. Is there a loop without an end?"
            cell.outputs.append(error_output(TIMEOUT, text))
            return
        # Code can hide its error message from the page, or drown it; not so the reply.
        shorten(reply)
        shown = [out.evalue for out in cell.outputs if out.output_type == "error"]
        if shown[-1:] != [reply["evalue"]]:
            cell.outputs.append(error_output(reply["ename"], reply["evalue"], reply["traceback"]))


def _kernel_manager(folder: str) -> AsyncKernelManager:
    """A kernel of the very Python that runs us, whatever kernels are installed; reached through files, not ports."""
    manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[]))
    if os.name == "posix":
        # Two kernels that start at once can be given the same free port.
        manager.transport = "ipc"
        manager.connection_file = str(Path(folder, "kernel.json"))
    return manager


def _blank(notebook: NotebookNode) -> NotebookNode:
    blank = copy.deepcopy(notebook)
    for cell in blank.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return blank


def _given_up(notebook: NotebookNode, lost: _KernelLost, fatal: dict[int, NotebookNode]) -> NotebookNode:
    """The notebook up to the cell that ended it for good; every later cell says that it was not run."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and index in fatal:
            cell.outputs = [fatal[index]]
        elif cell.cell_type == "code" and index > lost.index:
            cell.outputs = [
                error_output(NOT_RUN, "This cell was not run: an earlier cell had ended Python or would not stop.")
            ]
    return notebook


def error_output(kind: str, text: str, traceback: list[str] | None = None) -> NotebookNode:
    """A cell's output that says how it failed."""
    # nbformat.v4.new_output would look at each by its schema; the notebook is looked at when it is written.
    return NotebookNode(output_type="error", ename=kind, evalue=text, traceback=traceback or [f"{kind}: {text}"])


def stream_output(name: str, text: str) -> NotebookNode:
    """What a cell wrote to "stdout" or "stderr"."""
    return NotebookNode(output_type="stream", name=name, text=text)


def shorten(content: dict[str, Any]) -> None:
    """Bound the length of an error's text."""
    content["evalue"] = content["evalue"][:LONGEST_LINE]
    content["traceback"] = [line[:LONGEST_LINE] for line in content["traceback"][:200]]
