"""An IPython shell without a kernel: it runs a cell as a notebook does, and keeps what the cell showed."""

from __future__ import annotations

import ast
import builtins
import getpass
import os
import re
import sys
import types
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.inputtransformer2 import leading_empty_lines
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any as AnyTrait
from traitlets import Type
from traitlets.config import Config

# What can be sent: only types of output that are text, or pictures.
PLAIN = re.compile(r"^(text/|image/|application/(json|javascript|vnd\.))")
PROMPT = "In ["  # `In [1]: x` is Python, too
NO_INPUT = "raw_input was called, but this frontend does not support input requests."


def as_python(source: str) -> ast.Module | None:
    """A cell that is plain Python; then no line of it is IPython's, but for its prompt perhaps."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class Outputs:
    """What a cell showed, in order, up to a number of bytes."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, room: int) -> None:
        """Start anew."""
        self.kept: list[dict] = []
        self.room = room
        self.clear_next = False
        self.asked_exit = False

    def add(self, output: dict, size: int) -> None:
        """Keep an output, if there is room."""
        if self.clear_next:
            self.kept, self.clear_next = [], False
        if self.room > 0:
            self.kept.append(output)
        self.room -= size

    def text(self, name: str, text: str) -> None:
        """Keep text that was printed."""
        if not text:
            return
        if len(text) > self.room > 0:
            text = f"{text[: self.room]}\n… more output than is kept of a cell …\n"
            self.room = len(text)
        last = self.kept[-1] if self.kept and not self.clear_next else None
        if last is not None and last["output_type"] == "stream" and last["name"] == name:
            if self.room > 0:
                last["text"] += text
            self.room -= len(text)
            return
        self.add({"output_type": "stream", "name": name, "text": text}, len(text))


class _Stream:
    """sys.stdout or sys.stderr of the student's process."""

    encoding, errors, newlines, mode, closed = "utf-8", "replace", None, "w", False

    def __init__(self, outputs: Outputs, name: str, number: int) -> None:
        self._outputs, self.name, self._number = outputs, f"<{name}>", number
        self._kind = name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.text(self._kind, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def fileno(self) -> int:
        return self._number

    def reconfigure(self, **options: Any) -> None:
        pass


class _DisplayHook(DisplayHook):
    """Keeps the value of a cell's last line."""

    outputs = AnyTrait()

    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        shell = self.shell
        data = _plain(format_dict)
        self.outputs.add(
            {
                "output_type": "execute_result",
                "data": data,
                "metadata": md_dict or {},
                "execution_count": shell.execution_count,
            },
            sum(len(str(each)) for each in data.values()),
        )

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    """Keeps what `display` shows."""

    outputs = AnyTrait()

    def publish(
        self, data: dict, metadata: dict | None = None, *, transient: dict | None = None, update: bool = False, **_: Any
    ) -> None:
        data = _plain(data)
        identity = (transient or {}).get("display_id")
        if update:
            for each in self.outputs.kept:
                if identity is not None and each.get("_id") == identity:
                    each["data"], each["metadata"] = data, metadata or {}
            return
        output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        if identity is not None:
            output["_id"] = identity
        self.outputs.add(output, sum(len(str(each)) for each in data.values()))

    def clear_output(self, wait: bool = False) -> None:
        if wait:
            self.outputs.clear_next = True
        else:
            self.outputs.kept.clear()


class Shell(InteractiveShell):
    """See the module."""

    _usual: list
    displayhook_class = Type(_DisplayHook)
    display_pub_class = Type(_Publisher)
    outputs = AnyTrait()

    def init_display_pub(self) -> None:
        """Let `display` keep what it shows."""
        self.outputs = Outputs()
        super().init_display_pub()
        self.display_pub.outputs = self.outputs

    def init_displayhook(self) -> None:
        """Let the last line's value be kept."""
        super().init_displayhook()
        self.displayhook.outputs = self.outputs

    def enable_gui(self, gui: str | None = None) -> None:
        """There is no window system."""

    def ask_exit(self) -> None:
        """Remember that the cell called `exit`."""
        self.outputs.asked_exit = True

    exit_now = property(lambda self: False, lambda self, value: self.ask_exit() if value else None)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.outputs.add(
            {
                "output_type": "error",
                "ename": str(etype.__name__),
                "evalue": _message(evalue),
                "traceback": [str(line) for line in stb],
            },
            0,
        )

    def transform_cell(self, raw_cell: str) -> str:
        """What Python runs of a cell. IPython reads each cell token by token; most have no line that is IPython's."""
        lines = leading_empty_lines(raw_cell.splitlines(keepends=True))
        # A single line may be a magic without its sign, or a call without its brackets.
        usual = len(lines) > 1 and PROMPT not in raw_cell and self._transforms() == self._usual
        if not usual or as_python(raw_cell) is None:
            return str(super().transform_cell(raw_cell))
        return "".join(lines) + ("" if raw_cell.endswith("\n") else "\n")

    def _transforms(self) -> list:
        """What changes a cell before Python sees it; a cell may have added to it."""
        manager = self.input_transformer_manager
        return [
            *manager.cleanup_transforms, *manager.line_transforms, *manager.token_transformers,
            *self.input_transformers_post,
        ]  # fmt: skip

    def system(self, cmd: str) -> None:
        """`!command`: its output is the cell's."""
        import subprocess

        done = subprocess.run(
            self.var_expand(cmd, depth=1), shell=True, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        sys.stdout.write(done.stdout.decode("utf-8", "replace"))
        sys.stderr.write(done.stderr.decode("utf-8", "replace"))
        self.user_ns["_exit_code"] = done.returncode


def make_shell() -> Shell:
    """The one shell of a process, as a notebook's kernel has it."""
    config = Config()
    config.HistoryManager.enabled = False  # it would start a thread, and nothing may before a fork
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autocall = 0
    config.InteractiveShell.cache_size = 1000
    shell = Shell.instance(config=config, user_module=types.ModuleType("__main__"))
    sys.modules["__main__"] = shell.user_module
    shell._usual = shell._transforms()
    return shell


def take_streams(shell: Shell, real: tuple[int, int]) -> None:
    """Let printed text become outputs, and questions at the keyboard errors."""
    sys.stdout = _Stream(shell.outputs, "stdout", real[0])
    sys.stderr = _Stream(shell.outputs, "stderr", real[1])
    builtins.input = getpass.getpass = _no_input


def run(shell: Shell, source: str, count: int, room: int, files: tuple[int, int]) -> dict:
    """Run one cell. Returns its outputs, whether it raised, and whether it asked to exit."""
    outputs: Outputs = shell.outputs
    outputs.begin(room)
    shell.execution_count = count
    result = shell.run_cell(source, store_history=True)
    for name, number in zip(("stdout", "stderr"), files, strict=True):
        outputs.text(name, _drain(number))
    error = result.error_before_exec or result.error_in_exec
    kept = [{key: value for key, value in each.items() if key != "_id"} for each in outputs.kept]
    for each in kept:
        if each["output_type"] == "execute_result":
            each["execution_count"] = count
    said = [each["evalue"] for each in kept if each["output_type"] == "error"]
    if error is not None and said[-1:] != [_message(error)]:
        # Code can hide its error message from the page, or drown it.
        kind, message = type(error).__name__, _message(error)
        kept.append({"output_type": "error", "ename": kind, "evalue": message, "traceback": [f"{kind}: {message}"]})
    return {"outputs": kept, "raised": error is not None, "asked_exit": outputs.asked_exit}


def _drain(number: int) -> str:
    """What programs wrote past Python into a file, since the last time."""
    size = os.lseek(number, 0, os.SEEK_END)
    if not size:
        return ""
    data = os.pread(number, min(size, 10_000_000), 0)
    os.ftruncate(number, 0)
    os.lseek(number, 0, os.SEEK_SET)
    return data.decode("utf-8", "replace")


def _no_input(*arguments: object, **options: object) -> str:
    raise StdinNotImplementedError(NO_INPUT)


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 (a student's exception may do anything in its __str__)
        return "an exception whose text cannot be shown"


def _plain(data: dict) -> dict:
    """A mime bundle as a notebook file holds it."""
    from base64 import b64encode

    plain = {}
    for kind, value in data.items():
        if not PLAIN.match(str(kind)):
            continue
        plain[str(kind)] = b64encode(value).decode() if isinstance(value, bytes) else value
    return plain
