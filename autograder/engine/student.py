"""The student's side of the wire: runs cells, and calls what they defined when the other side asks.

Nothing here is trusted by the other side, and nothing here knows a test.
"""

from __future__ import annotations

import copy
import itertools
import linecache
import operator
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import shell as shells
from .wire import OURS, STUDENTS, Closed, Codec, Connection, Reference

LONGEST_TEXT = 10_000
LONGEST_BATCH, LARGEST_BATCH = 0.1, 2**24  # seconds, and bytes, for several calls' answers
SETTLED = 0.5  # seconds after which no interrupt is on its way any more
OPERATORS = {
    name: getattr(operator, name)
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "neg", "pos", "abs",
                 "and_", "or_", "xor", "invert", "getitem", "setitem", "delitem", "contains", "lshift", "rshift")
}  # fmt: skip

NUMBERS: dict[str, Callable[[Any], Any]] = {"float": float, "int": int, "index": operator.index, "complex": complex}


class Student:
    """Answers requests until the connection ends."""

    def __init__(self, connection: Connection, shell: shells.Shell, files: tuple[int, int]) -> None:
        self.connection = connection
        self.shell = shell
        self.files = files
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}
        self.codec = Codec(self._refer, self._resolve)
        self.busy = False  # whether an interrupt may end what runs
        self.interrupted = False  # by one that came at another time
        self.interrupts = 0  # that came
        self.tokens = itertools.count()
        self.line = threading.RLock()  # one thread at a time calls back
        self.calls = 0  # that are being answered: outside of one, nobody over there listens
        os.register_at_fork(after_in_child=connection.channel.close)  # a child has no say
        signal.signal(signal.SIGINT, self._interrupt)

    def serve(self) -> None:
        """Answer until nobody asks any more."""
        while True:
            try:
                request = self.codec.unpack(self.connection.receive())
            except Closed:
                return
            if request[0] not in ("ok", "raised"):  # those are for a call that was interrupted
                self.connection.send(self._answer(request))

    def _answer(self, request: list) -> bytes:
        name, number, *arguments = request
        try:
            self.busy = True
            self.calls += 1
            try:
                answer = getattr(self, f"do_{name}")(*arguments)
            finally:
                with self.line:  # until a thread of the student's that calls back has heard its answer
                    self.calls -= 1
                self.busy = False
            return self.codec.pack(["ok", number, answer])
        except BaseException as error:  # noqa: BLE001 (whatever a student's code raises is an answer)
            self.busy = False
            return self.codec.pack(["raised", number, *describe(error)])

    def _interrupt(self, number: int, frame: types.FrameType | None) -> None:
        self.interrupts += 1
        if self.busy:
            raise KeyboardInterrupt
        self.interrupted = True

    def call_back(self, reference: Reference, arguments: list, options: dict) -> list:
        """Have the other side call a function of its own, and serve what that function asks meanwhile.

        An interrupt waits until the answer is there: half a message read is no message. Threads wait for one another;
        one that lives longer than the call in which it was started is refused.
        """
        with self.line:
            if not self.calls:
                raise RuntimeError("the call to which this function was given has ended")
            return self._call_back(reference, arguments, options)

    def _call_back(self, reference: Reference, arguments: list, options: dict) -> list:
        token = next(self.tokens)
        data = self.codec.pack(["callback", token, reference.number, arguments, options])
        self.busy = self.interrupted = False
        try:
            self.connection.send(data)
            while True:
                kind, number, *answer = self.codec.unpack(self.connection.receive())
                if kind not in ("ok", "raised"):
                    self.connection.send(self._answer([kind, number, *answer]))
                elif number == token:
                    break
        finally:
            self.busy = True
        if self.interrupted:
            raise KeyboardInterrupt
        return [kind, *answer]

    # -- references -----------------------------------------------------------------------------------------------

    def _refer(self, value: Any) -> tuple[int, Reference]:
        if isinstance(value, Callback):
            return OURS, value.reference
        return STUDENTS, self.keep(value)

    def keep(self, value: Any) -> Reference:
        """A number for an object, the same each time."""
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects[number] = value  # kept, so that its id stays its own
        name = value.__name__ if isinstance(value, types.FunctionType | type) else ""
        return Reference(number, type(value).__name__, str(name), callable(value))

    def _resolve(self, code: int, reference: Reference) -> Any:
        return self.objects[reference.number] if code == STUDENTS else Callback(self, reference)

    # -- requests ---------------------------------------------------------------------------------------------------

    def do_settle(self, interrupts: int) -> None:
        """Wait until that many interrupts have come, or none comes any more."""
        end = time.monotonic() + SETTLED
        while self.interrupts < interrupts and time.monotonic() < end:
            time.sleep(0.005)

    def do_write(self, files: dict[str, bytes]) -> None:
        """Put files into the working folder."""
        for name, data in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(data)

    def do_run(self, source: str, count: int, room: int) -> dict:
        """Run a cell."""
        return shells.run(self.shell, source, count, room, self.files)

    def do_names(self, names: list[str]) -> dict:
        """What the notebook calls these names; those that it does not know are left out."""
        known = self.shell.user_ns
        return {name: known[name] for name in names if name in known and not isinstance(known[name], types.ModuleType)}

    def do_call(self, function: Callable, arguments: list, options: dict) -> list:
        """Call, and say what it raised, which arguments it changed, and which the answer shares memory with."""
        before = self._as_they_are(arguments)
        result = raised = None
        try:
            result = function(*arguments, **options)
        except Exception as error:  # noqa: BLE001 (what a student's code raises is an answer, and so is what it changed)
            raised = describe(error)
        changed = self._changed(arguments, before)
        return [raised, result, changed, [place for place, each in enumerate(arguments) if _shares(result, each)]]

    def do_calls(self, function: Callable, many: list[list]) -> list[bytes]:
        """What `do_call` says of each of several calls, packed when that call has ended: the next may change it.

        The last ones are left out if the first take long, or give much.
        """
        came: list[bytes] = []
        end = time.monotonic() + LONGEST_BATCH
        for arguments in many:
            if time.monotonic() > end or sum(map(len, came)) > LARGEST_BATCH:
                break
            try:
                came.append(self.codec.pack(self.do_call(function, arguments, {})))
            except Exception as error:  # noqa: BLE001 (what cannot be sent is an answer, too)
                came.append(self.codec.pack([describe(error), None, [], []]))
        return came

    def _as_they_are(self, values: list) -> list[bytes]:
        return [self.codec.pack(each) if _can_change(each) else b"" for each in values]

    def _changed(self, values: list, before: list[bytes]) -> list:
        """Those that were changed, each with its place."""
        return [
            [place, value]
            for place, (value, was) in enumerate(zip(values, before, strict=True))
            if was and self.codec.pack(value) != was
        ]

    def do_borrowed(self, function: Any, forbidden: list[str]) -> str:
        """Which part of `utils` a function calls though its exercise rebuilds it."""
        from utils.checks.borrowed import borrowed

        return borrowed(function, forbidden)

    def do_attribute(self, value: Any, name: str) -> Any:
        """An attribute of a student's object."""
        return getattr(value, name)

    def do_assign(self, value: Any, name: str, to: Any) -> None:
        """Set an attribute of a student's object."""
        setattr(value, name, to)

    def do_operate(self, name: str, arguments: list) -> Any:
        """An operator on a student's object."""
        return OPERATORS[name](*arguments)

    def do_steps(self, values: list, steps: list) -> list:
        """What comes of steps of `utils.checks.trips`, what the last one raised, and which values they changed."""
        from utils.checks.trips import at_places, take

        before = self._as_they_are(values)
        came: list = []
        raised = None
        for how, name, places in steps:
            try:
                came.append(take(how, name, at_places(places, values, came)))
            except Exception as error:  # noqa: BLE001 (what a student's code raises is an answer)
                raised = describe(error)
                break
        return [came, raised, self._changed(values, before)]

    def do_iterate(self, value: Any) -> Any:
        """An iterator over a student's object."""
        return _Opaque(iter(value))

    def do_next(self, iterator: Any, most: int) -> list:
        """The next parts of an iterator, and whether it has ended."""
        parts: list = []
        try:
            for _ in range(most):
                parts.append(next(iterator.value if isinstance(iterator, _Opaque) else iterator))  # noqa: PERF401
        except StopIteration:
            return [parts, True]
        return [parts, False]

    def do_length(self, value: Any) -> int:
        """How long a student's object is."""
        return len(value)

    def do_text(self, value: Any, how: str) -> str:
        """A student's object as text."""
        return (repr(value) if how == "repr" else str(value))[:LONGEST_TEXT]

    def do_number(self, value: Any, how: str) -> Any:
        """A student's object as a number."""
        return NUMBERS[how](value)

    def do_copy(self, value: Any) -> Any:
        """A copy of a student's object."""
        return copy.deepcopy(value)

    def do_apply(self, function: Callable, arguments: list) -> list:
        """Call on tensors; answer with the tensors and what is needed to go back."""
        import torch

        inputs = [each for each in arguments if isinstance(each, torch.Tensor) and each.requires_grad]
        result = function(*arguments)
        several = isinstance(result, tuple | list)
        outputs = list(result) if several else [result]
        return [
            several,
            [each.detach() if isinstance(each, torch.Tensor) else each for each in outputs],
            [isinstance(each, torch.Tensor) and each.requires_grad for each in outputs],
            _Opaque((outputs, inputs)),
        ]

    def do_pull_back(self, trip: Any, asked: list[list]) -> list:
        """The gradients of the inputs of an earlier `apply`, for each of several gradients of its outputs.

        And what the last one raised: it is the last that is tried.
        """
        import torch

        outputs, inputs = trip.value
        came: list = []
        for gradients in asked:
            pairs = [(out, grad) for out, grad in zip(outputs, gradients, strict=True) if grad is not None]
            try:
                found = torch.autograd.grad(
                    [out for out, _ in pairs], inputs, [grad for _, grad in pairs], retain_graph=True, allow_unused=True
                )
            except Exception as error:  # noqa: BLE001 (what a student's code raises is an answer)
                return [came, describe(error)]
            came.append([None if each is None else each.detach() for each in found])
        return [came, None]

    def do_there_and_back(self, operation: Any, tensors: list, blame: Any) -> list:
        """What an operation on tensors gives, and their gradients (see `utils.checks.trips`)."""
        from utils.checks.trips import there_and_back

        return list(there_and_back(operation, tensors, blame))


class _Opaque:
    """Hides a value from the codec, so that it stays here."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Callback:
    """A test's function, as the student's code sees it."""

    def __init__(self, student: Student, reference: Reference) -> None:
        self._student = student
        self.reference = reference
        self.__name__ = reference.name or "function"

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Call it, over there."""
        kind, *answer = self._student.call_back(self.reference, list(arguments), options)
        if kind == "ok":
            result, changed = answer[0]
            for place, value in changed:
                put_back(arguments[place], value)
            return result
        name, bases, message, *_ = answer
        raise exception(name, bases, RuntimeError)(message)

    def __deepcopy__(self, memo: dict) -> Callback:
        return self

    def __repr__(self) -> str:
        return f"<function {self.__name__}>"


def exception(name: str, bases: list[str], otherwise: type[Exception]) -> type[Exception]:
    """An exception's type by name: Python's own if it is one, or else a new one under Python's nearest."""
    import builtins

    for base in bases:
        found = getattr(builtins, base, None)
        if isinstance(found, type) and issubclass(found, Exception):
            if base == name:
                return found
            with_name = type(name, (found,), {})
            return with_name if issubclass(with_name, Exception) else otherwise
    return type(name, (otherwise,), {})


def put_back(old: Any, new: Any) -> None:
    """Make an argument equal to what the other side made of it."""
    if isinstance(old, list):
        looks = getattr(new, "looks", 0)  # of a CountedList of `utils.checks`, before this look
        old[:] = new
        if hasattr(old, "looks"):
            old.looks = looks
    elif isinstance(old, dict | set):
        old.clear()
        old.update(new)
    elif getattr(old, "shape", None) == getattr(new, "shape", ()) and hasattr(old, "dtype"):
        old[...] = new


def describe(error: BaseException) -> list:
    """An exception for the other side: type, its bases, message, the student's line and function, whether to stop."""
    try:
        message = str(error)[:LONGEST_TEXT]
    except Exception:  # noqa: BLE001 (a student's exception may do anything in its __str__)
        message = "an exception whose text cannot be shown"
    bases = [each.__name__ for each in type(error).__mro__ if each.__module__ == "builtins"]
    line = function = ""
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith(("<ipython-input", "<cell")) or "ipykernel" in frame.filename:
            line = line or (frame.line or linecache.getline(frame.filename, frame.lineno or 0)).strip()
            function = frame.name
    missing = error.name if isinstance(error, NameError) else ""
    return [type(error).__name__, bases, message, line[:500], function[:200], str(missing or "")]


def _can_change(value: Any) -> bool:
    return isinstance(value, list | dict | set) or type(value).__name__ == "ndarray"


def _shares(result: Any, argument: Any) -> bool:
    if result is argument and _can_change(argument):
        return True
    if type(result).__name__ != "ndarray" or type(argument).__name__ != "ndarray":
        return False
    return bool(sys.modules["numpy"].may_share_memory(result, argument))


def live(connection: Connection, shell: shells.Shell) -> None:
    """Serve the connection, in the sealed process, until it ends."""
    files = []
    for number in (1, 2):  # what programs write past Python
        handle, name = tempfile.mkstemp()
        os.unlink(name)
        os.dup2(handle, number)
        os.close(handle)
        os.set_blocking(number, True)
        files.append(number)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    both = (files[0], files[1])
    shells.take_streams(shell, both)
    Student(connection, shell, both).serve()
