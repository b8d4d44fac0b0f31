"""One notebook on its way through: a student's cells in a sealed process, the tests in ours."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import io
import math
import signal
import symtable
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from ..errors import SubmissionError
from ..execution import DEAD, NOT_RUN, TIMEOUT, Limits, error_output, shorten, stream_output
from ..marks import is_test
from ..pool import retire
from .executor import TEST_SEED, SealedExecutor
from .parent import seed
from .sandbox import Quota
from .trusted import GRACE, Lost, Session, Stopped, StudentError
from .wire import WireError

if sys.platform != "win32":
    import resource

# Modules that a test may name without importing them; never what the student calls so.
AMBIENT = {
    "np": "numpy", "numpy": "numpy", "checks": "utils.checks", "datasets": "utils.datasets", "plots": "utils.plots",
    "widgets": "utils.widgets", "torch": "torch", "math": "math",
}  # fmt: skip
ALWAYS = {"NN_STILL": "1"}

nbformat.validate(nbformat.v4.new_notebook())  # its schema is compiled here, and not in every process that is forked


class Run:
    """One notebook on its way through."""

    def __init__(
        self, executor: SealedExecutor, notebook: NotebookNode, limits: Limits, files: dict[str, bytes]
    ) -> None:
        self.executor, self.limits, self.files = executor, limits, files
        # Of each cell only what it shows is replaced.
        self.notebook = NotebookNode({**notebook, "cells": [NotebookNode(cell) for cell in notebook.cells]})
        self.deadline = time.monotonic() + limits.notebook_seconds
        self.quota = Quota(limits.memory_bytes, limits.processes, limits.notebook_seconds, limits.file_bytes)
        self.session: Session | None = None
        self.tested = False  # whether a test has called the student's functions in this process
        self.broken: set[int] = set()  # cells that ended their process, left out when the others are run again
        self.restarts = 0
        self.cpu = 0.0  # seconds that the student's processes took
        self.room = 20 * limits.output_bytes  # for what all cells show together

    def run(self) -> NotebookNode:
        """Run it, in no more memory than the student's own side has, and some for us."""
        with _bounded_memory(self.limits.memory_bytes + 2**30):
            return self._run()

    def _run(self) -> NotebookNode:
        count, given_up = 0, ""
        try:
            for index, cell in enumerate(self.notebook.cells):
                if cell.cell_type != "code":
                    continue
                cell.outputs, cell.execution_count = [], None
                if not given_up and time.monotonic() > self.deadline:
                    given_up = f"the notebook took over {self.limits.notebook_seconds} s."
                if given_up:
                    cell.outputs = [error_output(NOT_RUN, f"This cell was not run: {given_up}")]
                    continue
                if not cell.source.strip():
                    continue
                count += 1
                if not self._cell(index, cell, count) and self.restarts > self.limits.restarts:
                    given_up = "earlier cells had ended Python, or would not stop, too often."
        finally:
            if self.session is not None:
                self.cpu += self.session.end().cpu
        return self.notebook

    def _cell(self, index: int, cell: NotebookNode, count: int) -> bool:
        """Run one cell; False if its process was lost."""
        test = is_test(cell)
        while (begun := self._begin(index)) is not None:
            session, allowed = begun
            inherited = self.tested
            try:
                if test:
                    self.tested = True
                    cell.outputs = _test(session, cell, allowed)
                else:
                    self._students(session, cell, count, allowed)
                cell.execution_count = count
            except Stopped:
                retire()
                cell.outputs = [_took_too_long(allowed, stopped=True)]
            except (StudentError, WireError) as error:  # its process answers otherwise than ours does
                cell.outputs = [_failure(error)]
            except Lost as lost:
                late = lost.kind == TIMEOUT
                if inherited and not late:
                    # Was it this cell, or something that an earlier test had set going? Alone it will show.
                    self._lose(None, counts=False)
                    continue
                cell.outputs = [_took_too_long(allowed, stopped=False) if late else error_output(DEAD, lost.text)]
                self._lose(None if test else index)
                return False
            return True
        cell.outputs = [error_output(NOT_RUN, "This cell was not run: an earlier cell had ended Python.")]
        return False

    def _begin(self, index: int) -> tuple[Session, float] | None:
        """A process that is ready for a cell, and the seconds it has; None if processes have been lost too often."""
        while True:
            try:
                session = self._live_session(index)
                allowed = min(float(self.limits.cell_seconds), max(1.0, self.deadline - time.monotonic()))
                session.begin(allowed)
            except Lost:
                if self.session is not None:  # it had not even taken in the interrupt of the cell before
                    self._lose(None)
                if self.restarts > self.limits.restarts:
                    return None
            else:
                return session, allowed

    def _students(self, session: Session, cell: NotebookNode, count: int, allowed: float) -> None:
        done = session.ask("run", cell.source, count, self.limits.output_bytes)
        if not isinstance(done, dict):
            raise WireError("the student's side answered something else than was asked")
        if done.get("asked_exit") is True:
            raise Lost(DEAD, "This cell ended Python itself (it called `exit` or `quit`).")
        cell.outputs = _sound(done.get("outputs"), self.limits.output_bytes)
        self.room -= len(str(cell.outputs))
        if self.room < 0:
            errors = [each for each in cell.outputs if each.output_type == "error"]
            cell.outputs = [error_output(each.ename[:100], each.evalue[:500]) for each in errors[-1:]]
        if session.interrupted:
            # The interrupt that ended the cell is our doing: say what it was about.
            cell.outputs = [each for each in cell.outputs if each.get("ename") != "KeyboardInterrupt"]
            cell.outputs.append(_took_too_long(allowed, stopped=True))

    def _live_session(self, index: int) -> Session:
        """A process in which every earlier cell has run, but for those that ended theirs."""
        if self.session is not None:
            return self.session
        self.tested = False
        environment = ALWAYS | ({} if self.executor.pictures else {"NN_PICTURES": "0"})
        self.session = Session(self.executor.address, self.quota, environment)
        at = -1
        try:
            self.session.deadline = time.monotonic() + self.limits.cell_seconds
            try:
                self.session.ask("write", self.files)
            except StudentError as error:
                raise SubmissionError(f"the files beside the notebook cannot be used: {error}") from error
            for at, cell in enumerate(self.notebook.cells[:index]):
                if cell.cell_type != "code" or is_test(cell) or at in self.broken:
                    continue
                self.session.begin(self.limits.cell_seconds)
                with contextlib.suppress(StudentError, WireError):
                    self.session.ask("run", cell.source, cell.execution_count or 0, 0)
        except Stopped:  # it was slow before, too; the next ones may go on
            return self.session
        except Lost:
            self._lose(at if at >= 0 else None)
            raise
        return self.session

    def _lose(self, broken: int | None, counts: bool = True) -> None:
        """The process is gone: the next cell gets another one. What the test was doing may have been left half done."""
        assert self.session is not None
        retire()
        self.cpu += self.session.end().cpu
        self.session = None
        self.restarts += counts
        if broken is not None:
            self.broken.add(broken)


@contextlib.contextmanager
def _bounded_memory(more: int) -> Iterator[None]:
    """What a student's side sends is small; what it stands for need not be (a range without an end, nested lists).

    A MemoryError here is a failed test; without it, this machine's memory would be at stake.
    """
    try:
        status = Path("/proc/self/status").read_text()
        before = resource.getrlimit(resource.RLIMIT_DATA)
        now = 1024 * int(status.partition("VmData:")[2].split()[0])
    except (OSError, IndexError, ValueError, AttributeError):  # not on Linux
        yield
        return
    hard = before[1]
    most = now + more if hard == resource.RLIM_INFINITY else min(now + more, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _took_too_long(seconds: float, stopped: bool) -> NotebookNode:
    how = "was stopped" if stopped else "would not stop"
    return error_output(
        TIMEOUT, f"This cell ran longer than {seconds:.0f} s and {how}. Is there a loop without an end?"
    )


def free_names(source: str) -> list[str]:
    """The names that a test takes from the notebook: neither Python's own nor imported by the test itself."""
    top = symtable.symtable(source, "test", "exec")
    imported = {each.get_name() for each in top.get_symbols() if each.is_imported()}
    wanted: dict[str, None] = {}

    def visit(table: symtable.SymbolTable) -> None:
        for symbol in table.get_symbols():
            free = symbol.is_global() or table is top
            if free and symbol.is_referenced() and symbol.get_name() not in imported:
                wanted[symbol.get_name()] = None
        for child in table.get_children():
            visit(child)

    visit(top)
    return [name for name in wanted if not hasattr(builtins, name)]


@lru_cache(maxsize=1024)
def _prepared(source: str) -> tuple[CodeType, list[str]]:
    """A test, compiled, and the names that it takes from the notebook. A lesson has few tests, a class many."""
    return compile(source, "<test>", "exec"), free_names(source)


def _test(session: Session, cell: NotebookNode, allowed: float) -> list[NotebookNode]:
    """Run a test in this process, with proxies for what the student defined. Returns its outputs."""
    namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
    code, names = _prepared(cell.source)
    for name in names:
        if name in AMBIENT:
            namespace[name] = importlib.import_module(AMBIENT[name])
    asked = [name for name in names if name not in AMBIENT]
    known = session.ask("names", asked)
    if not isinstance(known, dict):
        raise WireError("the student's side answered something else than was asked")
    # Nothing that was not asked for: a `range` or an `all` of the student's would decide in the test's place.
    namespace |= {name: known[name] for name in asked if name in known}
    session.classes = any(name[0].isupper() for name in asked)
    printed, complaints = io.StringIO(), io.StringIO()
    outputs: list[NotebookNode] = []
    seed(TEST_SEED)  # whatever was drawn before it
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(complaints),
        warnings.catch_warnings(),
        np.errstate(),
        _alarm(allowed + 2 * GRACE),
    ):
        warnings.simplefilter("default")
        try:
            exec(code, namespace)
        except Lost:
            raise
        except Exception as error:  # noqa: BLE001 (a test may fail in any way; that is its outcome)
            if isinstance(error, MemoryError):
                retire()
            outputs = [_failure(error)]
    for name, text in (("stderr", complaints.getvalue()), ("stdout", printed.getvalue())):
        if text:
            outputs.insert(0, stream_output(name, _writable(text)))
    return outputs


class _TestTimeout(BaseException):
    pass


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """End a test that does not end by itself, because of what the student's code told it."""

    def ring(number: int, frame: FrameType | None) -> None:
        raise Lost(TIMEOUT, "the test did not end")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _failure(error: Exception) -> NotebookNode:
    kind = type(error).__name__
    try:
        text = _writable(str(error))
    except Exception:  # noqa: BLE001 (it may hold a student's object, which does anything when it is shown)
        text = "an error whose text cannot be shown"
    render = getattr(error, "_render_traceback_", None)
    if render is not None:
        lines = [_writable(line) for line in render()]
    else:
        frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename == "<test>"]
        lines = [*[f"line {each.lineno} of the test" for each in frames], f"{kind}: {text}"]
    output = error_output(kind, text, lines)
    shorten(output)
    return output


def _writable(text: str) -> str:
    """A text that a file can hold: half of a surrogate pair stands in none."""
    return text.encode("utf-8", "replace").decode()


def _sound(outputs: Any, most: int) -> list[NotebookNode]:
    """A student's side's outputs as a notebook may hold them; what is malformed or too much is left out."""
    sound: list[NotebookNode] = []
    room = 2 * most + 100_000
    for each in outputs if isinstance(outputs, list) else []:
        if not isinstance(each, dict):
            continue
        kind = each.get("output_type")
        try:
            if kind == "stream":
                name = "stderr" if each["name"] == "stderr" else "stdout"
                made = stream_output(name, _text(each["text"]))
            elif kind == "error":
                lines = [_text(line) for line in each["traceback"]]
                made = error_output(_text(each["ename"]), _text(each["evalue"]), lines)
                shorten(made)
            elif kind in ("display_data", "execute_result"):
                count = {"execution_count": int(each["execution_count"])} if kind == "execute_result" else {}
                data = {_text(mime): _shown(mime, value) for mime, value in each["data"].items()}
                made = nbformat.v4.new_output(kind, data=data, metadata=_plain(each["metadata"]), **count)
            else:
                continue
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
        room -= len(str(made))
        if room < 0:
            break
        sound.append(made)
    return sound


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a {type(value).__name__} is no text")
    return _writable(value)


def _shown(mime: str, value: Any) -> Any:
    """What a notebook holds of one kind of an output: text, and structure only where the kind is JSON."""
    return _plain(value) if mime.endswith("json") else _text(value)


def _plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON has it; raises ValueError or TypeError for any other."""
    if depth > 20:
        raise ValueError("nested too deeply")
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, list):
        return [_plain(part, depth + 1) for part in value]
    if isinstance(value, dict):
        return {_text(key): _plain(part, depth + 1) for key, part in value.items()}
    return _text(value)
