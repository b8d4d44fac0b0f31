"""Checks that say what was called, what came back, which law it broke, the likeliest cause and where to look.

A test cell reads::

    with checks.exercise("01", "perceptron") as check:
        check(perceptron, [1, 0], [1, 1], -1.5).equals(0, because="1·1 + 0·1 − 1.5 = −0.5 is below 0")

What each exercise's law is, and the mistakes that are known for it, stands in `utils.checks.lesson_01` and its
siblings. When a check fails, the student's function is called on more inputs and compared with every known mistake;
one that gives the same answers on all of them is named.
"""

from __future__ import annotations

import copy
import functools
import importlib
import itertools
import linecache
import os
import textwrap
import traceback
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

import numpy as np

from utils.checks.borrowed import borrowed

__all__ = [
    "Check",
    "CheckFailed",
    "Exercise",
    "Mistake",
    "Outcome",
    "exercise",
    "explain",
    "first_difference",
    "once_solved",
    "same",
]

OF_THE_MOMENT = ("MemoryError", "RecursionError")  # raised for want of room; another time it may be there
MOST_KEPT = 1000  # calls of an exercise for which is kept what known mistakes give
WIDTH = 84  # columns: nbgrader's Validate cuts longer lines


class CheckFailed(AssertionError):
    """A check failed. `str()` is the whole message, one paragraph a line.

    Parameters
    ----------
    happened : str
        What was called, what came back, what was wanted.
    law : str, optional
        The law that was broken.
    cause : Mistake, optional
        The known mistake that gives the same answers.
    look : str, optional
        Where in the lesson to look.
    """

    def __init__(self, happened: str, law: str = "", cause: Mistake | None = None, look: str = "") -> None:
        paragraphs = [happened]
        if law.strip():
            paragraphs.append(f"Law: {law}")
        if cause:
            paragraphs.append(f"Likeliest cause: {cause.name} — {cause.advice}")
        if look:
            paragraphs.append(f"Look at: {look}")
        super().__init__("\n".join(paragraphs))
        self.cause = cause

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a stack trace."""
        return _wrapped(f"Not yet. {self}")


class Mistake(NamedTuple):
    """A mistake that students make: its name, a function that makes it, and what to say to the student.

    `gives` takes the arguments of the student's function and returns (or raises) what the mistake would.
    """

    name: str
    gives: Callable[..., Any]
    advice: str


@dataclass(frozen=True)
class Exercise:
    """What the checks know of one exercise.

    Parameters
    ----------
    law : str
        The law in one line.
    look : str
        Where in the lesson to look.
    mistakes : sequence of Mistake
        Known mistakes, the likeliest first.
    probes : callable, optional
        `probes(rng)` yields argument tuples on which mistakes are told apart.
    """

    law: str
    look: str = ""
    mistakes: Sequence[Mistake] = ()
    probes: Callable[[np.random.Generator], Iterator[tuple]] | None = None
    _given: dict[Hashable, dict[int, Any]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _drawn: list[tuple] = field(default_factory=list, init=False, repr=False, compare=False)

    def drawn(self) -> Iterator[tuple]:
        """The probes, which are the same each time; once all have been drawn they are kept."""
        if self._drawn or self.probes is None:
            yield from self._drawn
            return
        drawn = []
        for arguments in self.probes(np.random.default_rng(0)):
            drawn.append(arguments)
            yield arguments
        self._drawn[:] = drawn

    def alike(self, suspects: Sequence[int], arguments: tuple, came: Any) -> list[int]:
        """Those of the mistakes, by their places, that give this answer.

        What a mistake gives for plain arguments is kept: a student runs a failing test again, and a class fails on the
        same calls.
        """
        try:
            given = self._given.setdefault(_key(arguments), {}) if suspects else {}
        except TypeError:
            given = {}
        for place in suspects:
            if place not in given:
                given[place] = _try(self.mistakes[place].gives, arguments)
        alike = [place for place in suspects if _same_outcome(given[place], came)]
        for place in suspects:
            if isinstance(given[place], _Raised) and given[place].kind in OF_THE_MOMENT:
                del given[place]
        if len(self._given) > MOST_KEPT:
            self._given.clear()
        return alike


@dataclass
class Check:
    """The checks of one test cell; made by :func:`exercise`, called as `check(function, *arguments)`."""

    name: str
    exercise: Exercise
    rebuilds: Sequence[str] = ()
    passed: int = 0
    note: str = ""
    calls: list[tuple[Callable, tuple, Any]] = field(default_factory=list)

    def __call__(self, function: Callable, *arguments: Any) -> Outcome:
        """Call the student's function; lists of numbers are handed over as float arrays, every argument as a copy."""
        [(outcome, _)] = self.each(function, [(arguments, None)])
        return outcome

    def each(self, function: Callable, cases: Iterable[tuple[tuple, Any]]) -> Iterator[tuple[Outcome, Any]]:
        """Call the student's function for one case after the other.

        As to call `check` in a loop, and faster where a grader keeps the function in another process: it is asked for
        several cases at once.

        Parameters
        ----------
        function : callable
            The student's.
        cases : iterable of pairs
            The arguments of a call, a tuple, and whatever is to be known of its outcome.

        Yields
        ------
        outcome : Outcome
            Of one call.
        known : anything
            The second of the pair.

        Examples
        --------
        >>> with exercise("01", "step") as check:
        ...     for outcome, answer in check.each(lambda z: int(z >= 0), [((-1.0,), 0), ((2.0,), 1)]):
        ...         outcome = outcome.equals(answer)
        ✓ step: 2 checks passed
        """
        if self.rebuilds and not any(function is earlier for earlier, _, _ in self.calls):
            self._is_own_work(function)
        name = getattr(function, "__name__", self.name)
        several = ((tuple(map(_argument, arguments)), known) for arguments, known in cases)
        for (arguments, known), handed, call in _calls(function, several):
            came = _run(call, (), name)
            self.calls.append((function, arguments, came))
            yield Outcome(self, function, arguments, handed, came, _shared(function, came, handed)), known

    def _is_own_work(self, function: Callable) -> None:
        part = borrowed(function, self.rebuilds)
        if part:
            raise CheckFailed(
                f"{getattr(function, '__name__', self.name)} calls `{part}`, which is what this exercise asks you to "
                "write.",
                "an answer may use numpy and your own functions; the finished part of `utils` is for later lessons.",
                look=self.exercise.look,
            )

    def that(self, condition: object, happened: str, cause: Mistake | None = None, law: str = "") -> None:
        """Go on if `condition` holds; otherwise fail, saying what `happened`."""
        if not condition:
            raise CheckFailed(happened, law or self.exercise.law, cause, self.exercise.look)
        self.passed += 1

    def choice(self, function: Callable, options: str) -> str:
        """The letter that a poll's function returns; fails unless it is one of `options`."""
        outcome = self(function)
        outcome.satisfies(
            lambda answer: isinstance(answer, str) and answer.strip().lower() in tuple(options),
            f"one of the letters {', '.join(options)}, as text",
        )
        self.note = "your answer is recorded; whether it is right is said in your feedback"
        return str(outcome.value).strip().lower()

    def chooses(self, function: Callable, right: str, misconceptions: dict[str, tuple[str, str]]) -> None:
        """The poll's answer is `right`; a wrong one is told the misconception behind it, a pair (name, explanation)."""
        answer = self.choice(function, "".join(sorted([right, *misconceptions])))
        cause = Mistake(misconceptions[answer][0], function, misconceptions[answer][1]) if answer != right else None
        self.that(answer == right, f"Your answer was {answer}, which is not right.", cause, law=" ")

    def cause(self, function: Callable, arguments: tuple, came: Any, wanted: Any = None) -> Mistake | None:
        """The first known mistake that gives the student's answers here, on earlier calls, and on all probes."""
        alike = self.exercise.alike
        suspects = alike(range(len(self.exercise.mistakes)), arguments, came)
        if wanted is not None:  # here the mistake makes no difference
            right = alike(suspects, arguments, wanted)
            suspects = [place for place in suspects if place not in right]
        for earlier, args, result in self.calls:
            if earlier is function and args is not arguments:
                suspects = alike(suspects, args, result)
        if suspects:
            for (args,), _, call in _calls(function, zip(self.exercise.drawn())):
                suspects = alike(suspects, args, _try(call, ()))
                if not suspects:
                    break
        return self.exercise.mistakes[suspects[0]] if suspects else None

    def __enter__(self) -> Check:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            passed = f"{self.passed} check{'' if self.passed == 1 else 's'} passed"
            print(f"✓ {self.name}: {self.note or passed}")
        elif isinstance(error, NameError) and trace is not None and trace.tb_next is None and error.name:
            raise CheckFailed(
                f"{error.name} is not defined. Run the cell in which you write it, and keep its name as it was given.",
                look=self.exercise.look,
            ) from None


class _Raised(NamedTuple):
    """What came back when a function raised: the exception's type by name, its message, and the student's line."""

    kind: str
    message: str
    line: str = ""


@dataclass
class Outcome:
    """What a call gave. Each method goes on silently if its law holds and raises :class:`CheckFailed` otherwise."""

    check: Check
    function: Callable
    arguments: tuple
    handed: tuple
    came: Any
    shared: Sequence[int] = ()

    @property
    def call(self) -> str:
        """The call as a person writes it."""
        name = getattr(self.function, "__name__", self.check.name)
        return f"{name}({', '.join(describe(argument) for argument in self.arguments)})"

    def _fail(self, wanted: str | Callable[[], str], because: str = "", expected: Any = None) -> None:
        wanted = wanted() if callable(wanted) else wanted
        came = f"raised {self.came.kind}: {self.came.message}" if self._raised else f"returned {describe(self.came)}"
        line = f" It happened at your line `{self.came.line}`." if self._raised and self.came.line else ""
        reason = f" Here {because}." if because else ""
        where = "" if self._raised or expected is None else first_difference(self.came, expected)
        line += f" The first difference: {where}." if where else ""
        cause = self.check.cause(self.function, self.arguments, self.came, expected)
        if cause is None and self.came is None:
            cause = Mistake("no return", lambda: None, "a function that ends without `return` gives None.")
        raise CheckFailed(
            f"{self.call} {came}; wanted: {wanted}.{line}{reason}",
            self.check.exercise.law,
            cause,
            self.check.exercise.look,
        )

    @property
    def _raised(self) -> bool:
        return isinstance(self.came, _Raised)

    def _hold(
        self, condition: bool, wanted: str | Callable[[], str], because: str = "", expected: Any = None
    ) -> Outcome:
        if self._raised or not condition:
            self._fail(wanted, because, expected)
        self.check.passed += 1
        return self

    @property
    def value(self) -> Any:
        """What came back; fails if the call raised."""
        if self._raised:
            self._fail("an answer, not an exception")
        return self.came

    def has_shape(self, *shape: int, because: str = "") -> Outcome:
        """The answer is an array of this shape."""
        not_that = "" if self._raised else f", not {_shape(self.came)}"
        return self._hold(_shape(self.came) == shape, f"an array of shape {shape}{not_that}", because)

    def is_number(self) -> Outcome:
        """The answer is one number: not an array, not None, not text."""
        number = isinstance(self.came, int | float | np.number | np.bool_) or (
            isinstance(self.came, np.ndarray) and self.came.shape == () and self.came.dtype.kind in "biuf"
        )
        return self._hold(number, "one number")

    def is_truth(self) -> Outcome:
        """The answer is True or False (or 1 or 0)."""
        truth = isinstance(self.came, bool | np.bool_) or (
            isinstance(self.came, int | np.integer) and self.came in (0, 1)
        )
        return self._hold(truth, "True or False")

    def is_finite(self) -> Outcome:
        """The answer holds no nan and no infinity."""
        try:
            fine = bool(np.all(np.isfinite(np.asarray(self.came, dtype=float))))
        except (TypeError, ValueError):
            fine = False
        return self._hold(fine, "finite numbers")

    def equals(self, expected: Any, because: str = "") -> Outcome:
        """The answer equals `expected`: shapes exactly, floats to rounding (float32 answers to float32's)."""
        if isinstance(expected, list):
            expected = np.array(expected)
        return self._hold(same(self.came, expected), lambda: describe(expected), because, expected)

    def satisfies(self, law: Callable[[Any], object], wanted: str, because: str = "") -> Outcome:
        """`law(answer)` is true."""
        try:
            holds = not self._raised and bool(law(self.came))
        except Exception:  # noqa: BLE001 (an answer of an unforeseen kind may break the law in any way)
            holds = False
        return self._hold(holds, wanted, because)

    def raises(self, *kinds: type[Exception]) -> Outcome:
        """The call raises one of these exceptions."""
        names = {kind.__name__ for kind in kinds}
        if not (self._raised and self.came.kind in names):
            self._fail(f"a {' or '.join(sorted(names))}")
        self.check.passed += 1
        return self

    def unchanged(self) -> Outcome:
        """The function left its arguments as they were."""
        for position, (before, after) in enumerate(zip(self.arguments, self.handed, strict=True), 1):
            if not callable(before) and not same(after, before):  # a function has no entries to change
                raise CheckFailed(
                    f"{self.call} changed its argument number {position} from {describe(before)} to {describe(after)}.",
                    "a function returns a new array and leaves its arguments as they are.",
                    Mistake(
                        "changed in place",
                        lambda: None,
                        "`w += …` writes into the caller's array; `w = w + …` makes a new one.",
                    ),
                    self.check.exercise.look,
                )
        self.check.passed += 1
        return self

    def is_new(self) -> Outcome:
        """The answer is an object of its own: no argument of the call, and no view of one.

        With :meth:`unchanged`, the way to ask about identity: under every grader, also one that runs the function in
        another process, where `is` and `np.shares_memory` in a test see only copies.
        """
        if self._raised:
            self._fail("an answer, not an exception")
        for place in self.shared:
            raise CheckFailed(
                f"{self.call} gave back its argument number {place + 1}, or a part of it, instead of a new one.",
                "a function returns a new array: who changes the answer later must not change the argument.",
                Mistake("no copy", lambda: None, "a slice and `np.asarray` share memory; `.copy()` makes a new array."),
                self.check.exercise.look,
            )
        self.check.passed += 1
        return self


def _shared(function: Callable, came: Any, handed: Sequence[Any]) -> list[int]:
    """The places of the arguments that an answer is, or shares memory with.

    Where the function runs in another process, its proxy says so: what came from there is a copy in any case.
    """
    told = getattr(function, "last_shared", None)
    if told is not None:
        return list(told)
    arrays = isinstance(came, np.ndarray)
    return [
        place
        for place, each in enumerate(handed)
        if (came is each and isinstance(each, list | dict | set | np.ndarray))
        or (arrays and isinstance(each, np.ndarray) and np.may_share_memory(came, each))
    ]


def exercise(lesson: str, name: str) -> Check:
    """The checks of one exercise, to be used as `with checks.exercise("01", "perceptron") as check:`.

    Parameters
    ----------
    lesson : str
        Its number, two digits.
    name : str
        The exercise's.

    Returns
    -------
    Check

    Raises
    ------
    KeyError
        If the lesson knows no exercise of that name; the message lists those it knows.

    Examples
    --------
    >>> with exercise("01", "step") as check:
    ...     outcome = check(lambda z: int(z >= 0), -1.0).equals(0)
    ✓ step: 1 check passed
    """
    module = importlib.import_module(f"utils.checks.lesson_{lesson}")
    known: dict[str, Exercise] = module.EXERCISES
    if name not in known:
        raise KeyError(f"lesson {lesson} has no checks for {name!r}; it has: {', '.join(known)}")
    return Check(name, known[name], module.REBUILDS.get(name, ()))


def once_solved(picture: Callable[[], object]) -> None:
    """Run the decorated function at once; while a function of the student's is not written yet, say which.

    Where the environment variable NN_PICTURES is 0, as in grading, nobody looks and it is not run.

    Parameters
    ----------
    picture : function without arguments

    Examples
    --------
    >>> def predict(X): raise NotImplementedError
    >>> @once_solved
    ... def picture():
    ...     predict([[1.0]])
    This cell uses your own `predict`. Run it again when the check of `predict` passes.
    """
    if os.environ.get("NN_PICTURES") == "0":
        return
    try:
        picture()
    except NotImplementedError as error:
        missing = _exercise_of(error)
        print(f"This cell uses your own `{missing}`. Run it again when the check of `{missing}` passes.")


def _exercise_of(error: BaseException) -> str:
    """The function in which an exception was raised; of a method, its class, which is what its check is called."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    name = frame.f_code.co_qualname
    return frame.f_code.co_name if "<locals>" in name else name.split(".")[0]


def explain(test: Callable[[], object]) -> None:
    """Run `test()` and print what a student would read if it fails, instead of raising.

    Parameters
    ----------
    test : function without arguments

    Examples
    --------
    >>> def test(): raise CheckFailed("f(1) returned 3; wanted: 2.", law="f doubles.")
    >>> explain(test)
    Not yet. f(1) returned 3; wanted: 2.
    Law: f doubles.
    """
    try:
        test()
    except CheckFailed as failure:
        print("\n".join(failure._render_traceback_()))


def same(came: Any, expected: Any) -> bool:
    """Whether two answers agree: containers by parts, whole numbers exactly, floats to the rounding of their type.

    Parameters
    ----------
    came, expected : anything

    Returns
    -------
    bool

    Examples
    --------
    >>> same([0.1 + 0.2, 1], np.array([0.3, 1.0])), same([1.0], [[1.0]])
    (True, False)
    """
    if isinstance(expected, str | bytes) or expected is None or isinstance(came, str | bytes) or came is None:
        return type(came) is type(expected) and came == expected
    if type(came) in (bool, int, float) and type(expected) in (bool, int, float) and came == expected:
        return True  # this, and arrays, is what is asked most often
    if type(came) is np.ndarray and type(expected) is np.ndarray and expected.dtype.kind in "biufc":
        return _same_arrays(came, expected)
    if callable(expected):  # an argument that is a function: its copy is itself
        return came is expected
    if isinstance(expected, dict) or isinstance(came, dict):
        return (
            isinstance(came, dict)
            and isinstance(expected, dict)
            and came.keys() == expected.keys()
            and all(same(came[key], expected[key]) for key in expected)
        )
    if any(isinstance(answer, list) and not _only_numbers(answer) for answer in (came, expected)):
        return _same_parts(came, expected)  # names, edges, units: nothing that an array holds well
    if isinstance(expected, tuple):
        return (
            (isinstance(came, tuple | list) or (isinstance(came, np.ndarray) and came.ndim > 0))
            and len(came) == len(expected)
            and all(same(a, b) for a, b in zip(came, expected, strict=True))
        )
    try:
        return _same_arrays(np.asarray(came), np.asarray(expected))
    except (TypeError, ValueError):  # no array can hold it: a list of arrays of different shapes, perhaps
        return _same_parts(came, expected)


def _same_arrays(came: np.ndarray, expected: np.ndarray) -> bool:
    if came.dtype.kind not in "biufc" or came.shape != expected.shape:
        return False
    if came.dtype == expected.dtype and came.tobytes() == expected.tobytes():  # takes a tenth of the time
        return True
    if np.array_equal(came, expected):
        return True
    if came.dtype.kind in "biu" and expected.dtype.kind in "biu":
        return False
    low = any(a.dtype.kind in "fc" and a.dtype.itemsize <= 4 for a in (came, expected))
    return bool(np.allclose(came, expected, rtol=1e-4 if low else 1e-9, atol=1e-5 if low else 1e-9, equal_nan=True))


def _same_parts(came: Any, expected: Any) -> bool:
    return (
        isinstance(came, list | tuple)
        and isinstance(expected, list | tuple)
        and len(came) == len(expected)
        and all(same(a, b) for a, b in zip(came, expected, strict=True))
    )


def first_difference(came: Any, expected: Any) -> str:
    """Where two answers of one form part, if their descriptions are too short to show it; "" if they are not.

    Parameters
    ----------
    came, expected : anything
        As for :func:`same`, and not the same.

    Returns
    -------
    str

    Examples
    --------
    >>> first_difference(np.zeros((5, 6)), np.eye(5, 6))
    'entry [0, 0] is 0, and 1 was wanted'
    >>> first_difference([1, 2], [1, 3])  # a reader sees it
    ''
    """
    if describe(came) != describe(expected):
        return ""
    place, ours, wanted = _parting(came, expected)
    shown, meant = describe(ours), describe(wanted)
    if shown == meant and isinstance(wanted, float | np.floating) and isinstance(ours, float | np.floating):
        shown, meant = repr(float(ours)), repr(float(wanted))
    return f"entry {place} is {shown}, and {meant} was wanted" if place and shown != meant else ""


def _parting(came: Any, expected: Any, place: str = "") -> tuple[str, Any, Any]:
    """The place of the first part that differs, as it is written in Python, and the two parts."""
    parts: Iterator[tuple[str, Any, Any]] = iter(())
    if isinstance(came, dict) and isinstance(expected, dict) and came.keys() == expected.keys():
        parts = ((f"[{key!r}]", came[key], expected[key]) for key in expected)
    elif isinstance(expected, np.ndarray) or isinstance(came, np.ndarray):
        left, right = np.asarray(came), np.asarray(expected)
        if left.shape == right.shape:
            parts = ((str([int(i) for i in at]) if at else "", left[at], right[at]) for at in np.ndindex(left.shape))
    elif isinstance(came, list | tuple) and isinstance(expected, list | tuple) and len(came) == len(expected):
        parts = ((f"[{at}]", a, b) for at, (a, b) in enumerate(zip(came, expected, strict=True)))
    for step, ours, wanted in parts:
        if step and not same(ours, wanted):
            return _parting(ours, wanted, place + step)
    return place, came, expected


def describe(value: Any, limit: int = 60) -> str:
    """A value as a person writes it: short arrays whole, long ones by their shape."""
    if isinstance(value, np.ndarray):
        text = describe(value.tolist(), limit=10_000) if value.size <= 24 else ""
        if value.ndim == 0 or 0 < len(text) <= limit:
            return text
        return f"an array of shape {value.shape}"
    if isinstance(value, float | np.floating):
        return f"{float(value) + 0:.6g}"  # + 0: no "-0"
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return str(value)
    fields = getattr(value, "_fields", ()) if isinstance(value, tuple) else ()
    if "name" in fields:
        return str(value.name)  # a unit of a network is spoken of by its name
    if isinstance(value, tuple) and len(value) > 0:
        return f"({', '.join(describe(part, limit) for part in value)}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict) and len(value) > 0:  # also scipy's, which is a plain one after the wire
        text = f"{{{', '.join(f'{key!r}: {describe(part, limit)}' for key, part in value.items())}}}"
        return text if len(text) <= 2 * limit else f"a dict of {len(value)}"
    if isinstance(value, list) and len(value) > 0:
        text = f"[{', '.join(describe(part, limit) for part in value)}]"
        if len(text) <= limit:
            return text
        units = all(isinstance(part, tuple) and hasattr(part, "weights") for part in value)
        return f"a network of {len(value)} units" if units else f"a list of {len(value)}"
    if callable(value) and hasattr(value, "__name__"):
        return str(value.__name__)
    try:
        text = " ".join(repr(value).split())
    except Exception:  # noqa: BLE001 (a student's class may do anything in its __repr__)
        text = f"an {type(value).__name__} that cannot be shown"
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _argument(value: Any) -> Any:
    """Lists of numbers become float arrays; other lists, such as the units of a network, stay lists."""
    return np.array(value, dtype=float) if isinstance(value, list) and value and _only_numbers(value) else value


def _only_numbers(value: list) -> bool:
    """Whether a list, however deep, holds numbers and arrays only: not names, pairs or units."""
    return all(
        _only_numbers(part) if isinstance(part, list) else isinstance(part, int | float | np.number | np.ndarray)
        for part in value
    )


def _shape(value: Any) -> tuple[int, ...] | str:
    try:
        return np.shape(value)
    except ValueError:
        return "ragged"


def _run(function: Callable, arguments: tuple, name: str) -> Any:
    """Call a student's function; an exception becomes a value, except `NotImplementedError`, which says what to do."""
    try:
        return function(*arguments)
    except NotImplementedError as error:
        missing = _own_function(error)
        missing = name if missing.startswith("<") else missing
        lines = _wrapped(
            f"NotImplementedError: {missing} is not written yet. Replace `raise NotImplementedError` in its cell by "
            "your answer, run that cell, then run this one again."
        )
        error._render_traceback_ = lambda: lines  # type: ignore[attr-defined]
        raise
    except Exception as error:  # noqa: BLE001 (whatever a student's code raises is an answer to report)
        return _Raised(type(error).__name__, str(error), _own_line(error))


def _try(function: Callable, arguments: tuple) -> Any:
    """What a call gives, on fresh copies of the arguments; an exception becomes a value."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # a mistake that divides by 0 is still only a comparison
            return function(*copy.deepcopy(arguments))
    except Exception as error:  # noqa: BLE001 (see _run)
        return _Raised(type(error).__name__, str(error))


Case = TypeVar("Case", bound=tuple)


def _calls(function: Callable, cases: Iterable[Case]) -> Iterator[tuple[Case, tuple, Callable[[], Any]]]:
    """Each case, whose first part are arguments; the copies of them that are handed over; and the call.

    A function that lives in another process is asked for several cases at once: a few at first, since the first often
    tell.
    """
    elsewhere = getattr(type(function), "calls_elsewhere", None)
    some, waiting = 4 if elsewhere else 1, iter(cases)
    while asked := list(itertools.islice(waiting, some)):
        handed = [_copied(arguments) for arguments, *_ in asked]
        calls = elsewhere(function, handed) if elsewhere else [functools.partial(function, *each) for each in handed]
        yield from zip(asked, handed, calls, strict=True)
        some = min(4 * some, 256) if elsewhere else 1


def _copied(arguments: tuple) -> tuple:
    """As `copy.deepcopy`, which takes its time, where there is nothing deep."""
    flat = all(type(each) in (np.ndarray, int, float, bool, str) for each in arguments)
    arrays = [each for each in arguments if type(each) is np.ndarray]
    if not flat or len(arrays) > len(set(map(id, arrays))) or any(each.dtype.hasobject for each in arrays):
        return copy.deepcopy(arguments)  # which keeps one array that is handed over twice one array
    return tuple(each.copy("K") if type(each) is np.ndarray else each for each in arguments)


def _key(value: Any) -> Hashable:
    """The same for the same arguments, and for no others; raises TypeError if they are not plain."""
    kind = type(value)
    if kind is np.ndarray and value.dtype.kind in "biufc":
        return value.dtype.str, value.shape, value.strides, value.tobytes()
    if kind in (float, complex):
        return repr(value)  # which tells 0.0 from −0.0
    if kind in (bool, int, str, bytes, type(None)):
        return kind, value
    if kind in (tuple, list) or (issubclass(kind, tuple) and kind.__module__.startswith("utils.")):
        return kind, *map(_key, value)
    if kind is dict:
        return kind, *((_key(name), _key(part)) for name, part in value.items())
    if isinstance(value, np.number | np.bool_):
        return value.dtype.str, value.tobytes()
    raise TypeError(f"a {kind.__name__} is not plain")


def _same_outcome(came: Any, other: Any) -> bool:
    if isinstance(came, _Raised) and isinstance(other, _Raised):
        return (came.kind, came.message) == (other.kind, other.message)
    if isinstance(came, _Raised) or isinstance(other, _Raised):
        return False
    return same(came, other)


def _own_function(error: BaseException) -> str:
    """The function in which an exception was raised; a grader that calls from another process says it itself."""
    told = getattr(error, "student_function", None)
    return str(told) if told else traceback.extract_tb(error.__traceback__)[-1].name


def _own_line(error: BaseException) -> str:
    """The line of the tested function that the exception passed through: the first that stands in a notebook cell."""
    told = getattr(error, "student_line", None)
    if told is not None:
        return str(told)
    for frame in traceback.extract_tb(error.__traceback__):
        if "ipykernel" in frame.filename or frame.filename.startswith("<ipython-input"):
            return (frame.line or linecache.getline(frame.filename, frame.lineno or 0)).strip()
    return ""


def _wrapped(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    return lines
