"""Our side of the wire: a student's functions and objects as proxies, which a test calls as if they were here.

A proxy never compares: whether an answer is right is decided on plain values, on this side, by our code.
"""

from __future__ import annotations

import contextlib
import json
import math
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, NoReturn

import numpy as np

from utils.checks.trips import at_places, take

from .sandbox import Quota
from .student import exception, put_back
from .watch import END, INTERRUPT
from .wire import OURS, STUDENTS, Closed, Codec, Connection, Late, Reference, WireError

GRACE = 3.0  # seconds for a student's process to answer an interrupt
HASTE = 5.0  # seconds for many calls at once, before they are made one by one
BATCH = 64  # parts of an iterator fetched at a time


class StudentError(Exception):
    """An exception that the student's code raised; subclasses bear its name.

    Parameters
    ----------
    message : str
    student_line : str
        The line of the student's cell at which it happened.
    student_function : str
        The student's function in which it happened.
    """

    student_line = student_function = ""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""  # KeyError's own would put it in quotes once more


class Lost(BaseException):
    """The student's process is gone or deaf; no test can go on. (Not an Exception: no test may catch it.)"""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind, self.text = kind, text


class Stopped(Lost):
    """The student's code was interrupted because it took too long, and obeyed: its process lives on."""


@dataclass(frozen=True)
class Ending:
    """How a student's process ended, by who watched over it."""

    reason: str = "unknown"
    code: int = 0
    cpu: float = 0.0
    peak: int = 0
    seconds: float = 0.0
    text: str = ""

    def sentence(self) -> str:
        """For the student."""
        if self.reason == "memory":
            return "This cell used more memory than grading allows, and Python was ended."
        if self.reason == "processes":
            return "This cell started more processes than grading allows, and Python was ended."
        if self.code < 0:
            name = {9: "it was killed", 11: "a segmentation fault", 6: "it aborted", 24: "it used too much CPU time",
                    25: "it wrote too large a file", 31: "it made a forbidden system call"}.get(-self.code)  # fmt: skip
            try:
                name = name or signal.Signals(-self.code).name
            except ValueError:
                name = f"signal {-self.code}"
            return f"This cell ended Python itself ({name})."
        return "This cell ended Python itself (a crash, `exit`, or too much memory)."


class Session:
    """One sealed process of one submission.

    Parameters
    ----------
    address : str
        Of the warm parent's socket.
    quota : Quota
    environment : dict
        Variables for the student's process.
    """

    def __init__(self, address: str, quota: Quota, environment: dict[str, str]) -> None:
        ours, theirs = socket.socketpair()
        self.orders, their_orders = socket.socketpair()
        with socket.socket(socket.AF_UNIX) as asking, theirs, their_orders:
            asking.connect(address)
            wanted = {"quota": asdict(quota), "environment": environment}
            socket.send_fds(asking, [json.dumps(wanted).encode()], [theirs.fileno(), their_orders.fileno()])
        self.connection = Connection(ours)
        self.codec = _Codec(self)
        self.deadline: float | None = None
        self.callbacks: dict[int, Callable] = {}
        self.interrupted = False
        self.interrupts = 0  # that were sent
        self.classes = False  # whether the test that runs is about a class
        self.calls = 0
        self._ending: Ending | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> Ending:
        """End the student's process and everything it started; say how it ended."""
        if self._ending is None:
            with contextlib.suppress(OSError):  # it may have ended already
                self.orders.send(END)
            self._ending = self._heard(30)
        self.connection.channel.close()
        self.orders.close()
        return self._ending

    def _heard(self, patience: float) -> Ending:
        self.orders.settimeout(patience)
        line = b""
        try:
            while not line.endswith(b"\n"):
                part = self.orders.recv(4096)
                if not part:
                    break
                line += part
        except OSError:
            return Ending()
        if not line:
            return Ending()
        said = json.loads(line)
        return Ending(
            **{name: said[name] for name in ("reason", "code", "cpu", "peak", "seconds", "text") if name in said}
        )

    # -- requests ---------------------------------------------------------------------------------------------------

    def ask(self, name: str, *arguments: Any) -> Any:
        """Ask the student's side, serve its calls of our functions meanwhile, and give or raise what it answers."""
        self.calls += 1
        number = self.calls
        self._send(self.codec.pack([name, number, *arguments]))
        while True:
            try:
                kind, of, *answer = self._receive()
                if not isinstance(kind, str) or type(of) is not int:
                    raise WireError("what came is no answer")
                if kind == "callback":
                    self._send(self._called(of, *answer))
                elif of < number:  # an answer that came too late for its question
                    continue
                elif kind == "ok" and of == number and len(answer) == 1:
                    return answer[0]
                elif kind == "raised" and of == number:
                    error = student_error(answer)
                    break
                else:
                    raise WireError("the student's side answered something else than was asked")
            except (WireError, TypeError, ValueError):
                # Nobody knows any more what it is talking about. The next cell gets another process.
                raise Lost("DeadKernelError", "This cell garbled Python's answers, and Python was ended.") from None
        if self.interrupted:
            raise Stopped("CellTimeoutError", "it was stopped")
        raise error

    def ask_in_haste(self, name: str, *arguments: Any) -> Any:
        """As `ask`, but an empty list if there is no answer soon: then things are to be asked one by one."""
        whole, self.deadline = self.deadline, min(time.monotonic() + HASTE, self.deadline or math.inf)
        answer, stopped = [], None
        try:
            answer = self.ask(name, *arguments)
        except Stopped as error:
            stopped = error
        if self.interrupted and (whole is None or time.monotonic() < whole):
            self._settle()
            answer, stopped = [], None
        if stopped is not None:
            raise stopped
        if not self.interrupted:
            self.deadline = whole
        return answer

    def _called(self, token: int, number: int, arguments: list, options: dict) -> bytes:
        """Call one of our functions for the student's code."""
        if type(number) is not int or not isinstance(arguments, list) or not isinstance(options, dict):
            raise WireError("what came is no call")
        function = self.callbacks.get(number)
        try:
            if function is None:
                raise LookupError("no such function")
            before = [
                self.codec.pack(each) if isinstance(each, np.ndarray | list | dict) else b"" for each in arguments
            ]
            result = function(*arguments, **options)
            changed = [
                [place, each]
                for place, (each, was) in enumerate(zip(arguments, before, strict=True))
                if was and self.codec.pack(each) != was
            ]
            return self.codec.pack(["ok", token, [result, changed]])
        except Exception as error:  # noqa: BLE001 (the student's code may call with anything; it hears of it)
            bases = [each.__name__ for each in type(error).__mro__ if each.__module__ == "builtins"]
            return self.codec.pack(["raised", token, type(error).__name__, bases, str(error)[:500], "", "", ""])

    def _send(self, data: bytes) -> None:
        try:
            self.connection.send(data, None if self.deadline is None else self.deadline + GRACE)
        except Closed:
            self._lost()
        except Late:
            raise Lost("CellTimeoutError", "it took in nothing") from None

    def _receive(self) -> list:
        """The next message. If it is late, interrupt; if that does not help, all is lost."""
        while True:
            try:
                data = self.connection.receive(self.deadline)
            except Closed:
                self._lost()
            except Late:
                if self.interrupted:
                    raise Lost("CellTimeoutError", "it does not stop") from None
                self.interrupt()
                continue
            answer = self.codec.unpack(data)
            if not isinstance(answer, list) or not answer:
                raise WireError("what came is no answer")
            return answer

    def begin(self, seconds: float) -> None:
        """Set the clock for a cell, when an interrupt of the cell before can no longer end this one."""
        if self.interrupted:
            self._settle()
        self.deadline = time.monotonic() + seconds

    def _settle(self) -> None:
        """Wait until an interrupt that was sent has come."""
        self.interrupted, self.deadline = False, time.monotonic() + GRACE
        with contextlib.suppress(StudentError, Stopped):
            self.ask("settle", self.interrupts)
        self.interrupted = False

    def interrupt(self) -> None:
        """Interrupt what the student's code is doing, as Ctrl-C does, and give it a little time to stop."""
        self.interrupted = True
        self.interrupts += 1
        self.deadline = time.monotonic() + GRACE
        with contextlib.suppress(OSError):  # if it has ended, the next answer says so
            self.orders.send(INTERRUPT)

    def _lost(self) -> NoReturn:
        """Its process ended: say how."""
        ready, _, _ = select.select([self.orders], [], [], 2)
        ending = Ending()
        if ready:  # otherwise it closed the connection and lives on, until `end`
            ending = self._ending = self._heard(5)
        if ending.reason == "failed":
            raise RuntimeError(ending.text)
        raise Lost("DeadKernelError", ending.sentence())

    def proxy(self, reference: Reference) -> Remote:
        """What stands for a student's object."""
        kind = RemoteFunction if reference.callable else Remote
        return kind(self, reference)


class _Codec(Codec):
    def __init__(self, session: Session) -> None:
        super().__init__(self._refer, self._resolve)
        self.session = session

    def _refer(self, value: Any) -> tuple[int, Reference]:
        if isinstance(value, Remote):
            return STUDENTS, value._reference
        if callable(value):
            number = id(value)
            self.session.callbacks[number] = value  # kept, so that its id stays its own
            return OURS, Reference(number, "function", str(getattr(value, "__name__", "function")), True)
        raise WireError(
            f"a test cannot hand a {type(value).__name__} to a student's function: only plain values, arrays, "
            "functions, and what the student made"
        )

    def tensor(self, value: Any, depth: int) -> Any:
        """A tensor; not one with a history, of which the student's side would know nothing."""
        if value.grad_fn is not None:
            raise WireError(
                "a test cannot hand a tensor that was computed to a student's function, unless as an argument of "
                "its own: `detach()` it first"
            )
        return super().tensor(value, depth)

    def _resolve(self, code: int, reference: Reference) -> Any:
        if code == STUDENTS:
            return self.session.proxy(reference)
        return self.session.callbacks.get(reference.number, _nothing)


def _nothing(*_: Any, **__: Any) -> NoReturn:
    raise LookupError("no such function")


def student_error(answer: list) -> StudentError:
    """The exception of an answer."""
    name, bases, message, line, function, missing = [*answer, *[""] * 6][:6]
    texts = (name, message, line, function, missing)
    if not isinstance(bases, list) or not all(isinstance(each, str) for each in (*texts, *bases)):
        raise WireError("what came is no exception")
    name = name[:200] if name.isidentifier() else "Exception"
    python_own = exception(name, bases[:50], Exception)
    if issubclass(python_own, StopIteration | StopAsyncIteration):
        python_own = RuntimeError  # it must not end a loop of the test's, such as one over `map(f, …)`
    kind = type(name, (StudentError, python_own), {})
    try:
        error = kind(message)
    except TypeError:  # an exception that wants more than a message
        error = type(name, (StudentError,), {})(message)
    error.student_line, error.student_function = line, function
    if missing and isinstance(error, NameError):
        error.name = missing
    return error


def _refuse(what: str) -> Callable:
    def refuse(self: Remote, *_: Any) -> NoReturn:
        raise TypeError(
            f"{self!s} cannot be {what} here: tests decide on plain values only. "
            "Read a number, an array or a text from it first."
        )

    return refuse


def _operator(name: str, reverse: bool = False) -> Callable:
    """An operator that the student's class defines.

    What the student's code makes of a test's own value must not decide: an object whose difference from anything is 0
    would pass `abs(f(x) - wanted) < 1e-9`. So there is arithmetic only in tests that name a class, and only from
    object to object: once a value of the test's went in, no number comes out, but by an attribute or a method.
    """

    def operate(self: Remote, *others: Any) -> Any:
        arguments = [*others, self] if reverse else [self, *others]
        _may_operate(self)
        return _operated(name, self, arguments, self._session.ask("operate", name, arguments))

    return operate


def _may_operate(remote: Remote) -> None:
    if not remote._session.classes:
        raise TypeError(f"{remote!s} is a {remote._reference.kind}, where the test wants plain numbers or arrays.")


def _operated(name: str, remote: Remote, arguments: list, result: Any) -> Any:
    """What an operator of the student's gave, if it may be believed (see `_operator`)."""
    if any(not isinstance(each, Remote) or each._told for each in arguments):
        if not isinstance(result, Remote):
            raise TypeError(f"`{name}` of {remote!s} gave a {type(result).__name__}, not an object of its class.")
        object.__setattr__(result, "_told", True)
    return result


def _item(name: str) -> Callable:
    def item(self: Remote, *arguments: Any) -> Any:
        return self._session.ask("operate", name, [self, *arguments])

    return item


def _number(kind: type, how: str) -> Callable:
    def number(self: Remote) -> Any:
        if self._told:
            raise TypeError(f"{self!s} was made with a value of the test's: read a number from it by its name.")
        return kind(self._session.ask("number", self, how))

    return number


class Remote:
    """A student's object, by reference."""

    __array_ufunc__ = None  # numpy's operators leave theirs to us
    __slots__ = ("_reference", "_session", "_told", "last_shared")

    def __init__(self, session: Session, reference: Reference) -> None:
        object.__setattr__(self, "_session", session)
        object.__setattr__(self, "_reference", reference)
        object.__setattr__(self, "_told", False)
        object.__setattr__(self, "last_shared", ())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__array") or name in ("__deepcopy__", "__copy__", "__wrapped__"):
            raise AttributeError(name)
        return self._session.ask("attribute", self, name)

    def there_and_back_elsewhere(self, tensors: Sequence[Any], blame: Any) -> tuple[Any, list]:
        """`there_and_back` of `utils.checks.trips`, with one question."""
        out, gradients = self._session.ask("there_and_back", self, list(tensors), blame)
        if not isinstance(gradients, list) or len(gradients) != len(tensors):
            raise WireError("the student's side answered something else than was asked")
        return out, gradients

    def identity_elsewhere(self) -> int:
        """The number by which its process knows it (see `utils.checks.trips`)."""
        return self._reference.number

    @staticmethod
    def steps_elsewhere(values: Sequence[Any], steps: Sequence[list]) -> Iterator[Any]:
        """Take steps of `utils.checks.trips` with one question; give what came of each, under the rules for each."""
        session = next(each._session for each in values if isinstance(each, Remote))
        answered, raised, changed = session.ask("steps", list(values), list(steps))
        _put_all_back(values, changed)
        if not isinstance(answered, list) or len(answered) + (raised is not None) > len(steps):
            raise WireError("the student's side answered something else than was asked")
        came: list[Any] = []
        for (how, name, places), result in zip(steps, answered, strict=False):
            arguments = at_places(places, values, came)
            remotes = [each for each in arguments if isinstance(each, Remote)]
            if not remotes:  # between the test's own values, the student's side has no say
                came.append(take(how, name, arguments))
            elif how == "operate":
                _may_operate(remotes[0])
                came.append(_operated(name, remotes[0], arguments, result))
            else:
                came.append(result)
            yield came[-1]
        if raised is not None:
            raise student_error(raised)
        if len(answered) < len(steps):
            raise WireError("the student's side answered something else than was asked")

    def __setattr__(self, name: str, value: Any) -> None:
        self._session.ask("assign", self, name, value)

    def __deepcopy__(self, memo: dict) -> Any:
        return self._session.ask("copy", self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a student's object cannot be pickled")

    def __iter__(self) -> Iterator:
        iterator = self._session.ask("iterate", self)
        ended = False
        while not ended:
            parts, ended = self._session.ask("next", iterator, BATCH)
            yield from parts

    def __next__(self) -> Any:
        parts, _ = self._session.ask("next", self, 1)
        if not parts:
            raise StopIteration
        return parts[0]

    def __len__(self) -> int:
        return int(self._session.ask("length", self))

    def __repr__(self) -> str:
        return str(self._session.ask("text", self, "repr"))

    def __str__(self) -> str:
        return f"your {self._reference.name or self._reference.kind}"

    def __contains__(self, value: Any) -> bool:
        if self._session.classes:
            return bool(self._session.ask("operate", "contains", [self, value]))
        return value in list(self)

    __float__ = _number(float, "float")
    __int__ = _number(int, "int")
    __index__ = _number(int, "index")
    __complex__ = _number(complex, "complex")

    def __hash__(self) -> int:
        return hash((id(self._session), self._reference.number))

    __eq__ = _refuse("compared")
    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __bool__ = _refuse("true or false")


for _name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lshift", "rshift"):
    setattr(Remote, f"__{_name}__", _operator(_name))
    setattr(Remote, f"__r{_name}__", _operator(_name, reverse=True))
for _name, _wire in (("and", "and_"), ("or", "or_"), ("xor", "xor")):
    setattr(Remote, f"__{_name}__", _operator(_wire))
    setattr(Remote, f"__r{_name}__", _operator(_wire, reverse=True))
for _name in ("neg", "pos", "abs", "invert"):
    setattr(Remote, f"__{_name}__", _operator(_name))
for _name in ("getitem", "setitem", "delitem"):
    setattr(Remote, f"__{_name}__", _item(_name))


class RemoteFunction(Remote):
    """A student's function or class."""

    __slots__ = ("__name__",)

    def __init__(self, session: Session, reference: Reference) -> None:
        super().__init__(session, reference)
        object.__setattr__(self, "__name__", reference.name or "function")

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Call it, in the student's process."""
        if any(_wants_gradient(each) for each in arguments):
            from .tensors import apply

            return apply(self, arguments)
        return self._came(arguments, self._session.ask("call", self, list(arguments), options))

    def _came(self, arguments: Sequence[Any], answer: Any) -> Any:
        """What a call gave or raised, and did to its arguments."""
        raised, result, changed, shared = answer
        _put_all_back(arguments, changed)
        object.__setattr__(self, "last_shared", tuple(shared))
        if raised is not None:
            raise student_error(raised)
        return result

    def calls_elsewhere(self, many: Sequence[tuple]) -> Sequence[Callable[[], Any]]:
        """Call it for each of several tuples of arguments, with one question; what each call gave or raised.

        Arguments are changed, and `last_shared` is set, when its result is asked for (see `utils.checks`).
        """
        if len(many) == 1 or any(_wants_gradient(each) for arguments in many for each in arguments):
            return [partial(self, *arguments) for arguments in many]
        answered = self._session.ask_in_haste("calls", self, [list(arguments) for arguments in many])
        if not isinstance(answered, list) or len(answered) > len(many):
            raise WireError("the student's side answered something else than was asked")
        called = [partial(self._unpacked, *each) for each in zip(many, answered, strict=False)]
        return [*called, *(partial(self, *arguments) for arguments in many[len(called) :])]  # those it had no time for

    def _unpacked(self, arguments: Sequence[Any], answer: bytes) -> Any:
        return self._came(arguments, self._session.codec.unpack(answer))

    def __deepcopy__(self, memo: dict) -> RemoteFunction:
        return self

    def borrowed_from(self, forbidden: list[str]) -> str:
        """Which part of `utils` it calls though its exercise rebuilds it (see `utils.checks.borrowed`)."""
        return str(self._session.ask("borrowed", self, forbidden))


def _put_all_back(values: Sequence[Any], changed: list) -> None:
    """Make values equal to what the student's side made of them."""
    for place, value in changed:
        if type(place) is int and 0 <= place < len(values):
            put_back(values[place], value)


def _wants_gradient(value: Any) -> bool:
    return bool(getattr(value, "requires_grad", False)) if type(value).__module__.startswith("torch") else False
