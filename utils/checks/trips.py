"""Checks of classes: what one does on a whole way, as a function of plain values."""

from __future__ import annotations

import importlib
import operator
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from . import Check, CheckFailed, Outcome, same


def identity(value: Any) -> int:
    """A number that is the same for the same object, under every grader: where the student's objects live in another
    process, a test holds only what stands for them, and `id` and `is` say nothing."""
    told = getattr(type(value), "identity_elsewhere", None)
    return id(value) if told is None else int(told(value))


def lives_elsewhere(value: Any) -> bool:
    """Whether a grader keeps this object in another process, so that each look at it is a question to that process."""
    return hasattr(type(value), "identity_elsewhere")


class Steps:
    """Calls, operators, methods and attributes, one after the other, of values and of what earlier steps gave.

    They are noted first, and taken when their results are asked for: objects in another process are asked all at once.
    What they make of a list or an array is then to be seen in it, as after a call.

    >>> steps = Steps()
    >>> total = steps.call(int, "20") + steps.call(int, "1")
    >>> bits = (2 * total).bit_length()
    >>> [*steps.results()]
    [20, 1, 21, 42, 6]
    """

    def __init__(self) -> None:
        self._values: list[Any] = []
        self._steps: list[list] = []  # each [how, name, places of its arguments]

    def call(self, function: Any, *arguments: Any) -> Step:
        """Note the call of a function or a class."""
        return self.note("call", "", function, *arguments)

    def attribute(self, value: Any, name: str) -> Step:
        """Note a look at an attribute."""
        return self.note("attribute", name, value)

    def note(self, how: str, name: str, *arguments: Any) -> Step:
        """Note a step, as :func:`take` takes it."""
        self._steps.append([how, name, [self._place(each) for each in arguments]])
        return Step(self, len(self._steps) - 1)

    def _place(self, argument: Any) -> int:
        """Where an argument is found: among the values, or, counted from −1 downwards, among the results."""
        if isinstance(argument, Step):
            return ~argument.number
        self._values.append(argument)
        return len(self._values) - 1

    def results(self) -> Iterator[Any]:
        """What each step gives, in their order; where one raises, so does this."""
        for value in self._values:
            if lives_elsewhere(value):
                yield from type(value).steps_elsewhere(self._values, self._steps)
                return
        came: list[Any] = []
        for how, name, places in self._steps:
            came.append(take(how, name, at_places(places, self._values, came)))
            yield came[-1]


class Step:
    """What a step of :class:`Steps` will give. Operators and methods of it are further steps."""

    def __init__(self, steps: Steps, number: int) -> None:
        self.steps, self.number = steps, number

    def __getattr__(self, name: str) -> Callable[..., Step]:
        return lambda *arguments: self.steps.note("method", name, self, *arguments)

    def __add__(self, other: Any) -> Step:
        return self.steps.note("operate", "add", self, other)

    def __radd__(self, other: Any) -> Step:
        return self.steps.note("operate", "add", other, self)

    def __mul__(self, other: Any) -> Step:
        return self.steps.note("operate", "mul", self, other)

    def __rmul__(self, other: Any) -> Step:
        return self.steps.note("operate", "mul", other, self)


def take(how: str, name: str, arguments: list[Any]) -> Any:
    """Take one step: call the first argument ("call"), a method of it ("method"), look at an attribute of it
    ("attribute"), or apply an operator ("operate")."""
    if how == "operate":
        return getattr(operator, name)(*arguments)
    first, *rest = arguments
    found = getattr(first, name) if name else first
    return found if how == "attribute" else found(*rest)


def there_and_back(operation: Any, tensors: Sequence[Any], blame: Any) -> tuple[Any, list]:
    """What an operation of torch's gives and, if it has the shape of the blame, the gradients of its tensors."""
    out = operation.apply(*tensors)
    if out.shape == blame.shape:
        out.backward(blame)
    return out, [each.grad for each in tensors]


def at_places(places: Sequence[int], values: Sequence[Any], came: Sequence[Any]) -> list[Any]:
    """The arguments of a step: from 0 on the values, from −1 downwards what came of earlier steps."""
    return [values[place] if place >= 0 else came[~place] for place in places]


class Trip:
    """A function of plain values made of a student's class or function: it builds, calls, and returns what came.

    Answers and known mistakes are compared by what they return, here as everywhere.

    Parameters
    ----------
    answer : class or function
        The student's.
    play : callable
        `play(answer, *arguments)` builds, calls and returns a dict from what was looked at to its value.
    told : callable
        `told(*arguments)` says the way in code.
    """

    def __init__(self, answer: Any, play: Callable[..., Any], told: Callable[..., str]) -> None:
        self.answer, self.play, self.told = answer, play, told
        self.__name__ = str(getattr(answer, "__name__", "answer"))

    def __call__(self, *arguments: Any) -> Any:
        """Go the whole way; a training that diverges is an answer, too, and torch's warnings are no part of one."""
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self.play(self.answer, *arguments)

    def borrowed_from(self, forbidden: list[str]) -> str:
        """Which part of `utils` the answer calls though its exercise rebuilds it (see `utils.checks.borrowed`)."""
        return str(importlib.import_module("utils.checks.borrowed").borrowed(self.answer, forbidden))


class Told(Outcome):
    """What came of a trip."""

    @property
    def call(self) -> str:
        """The way in code."""
        assert isinstance(self.function, Trip)
        return self.function.told(*self.arguments)

    def _holds(self, wanted: dict[str, Any], because: str, say: Callable[[str, Any, Any], str]) -> None:
        """Every part of `wanted` is as it should be; `say(name, came, wanted)` tells of the first that is not."""
        wanted = {name: np.array(part, float) if isinstance(part, list) else part for name, part in wanted.items()}
        if self._raised:
            self._fail("an answer, not an exception", because, wanted)
        for name, part in wanted.items():
            if not same(self.came.get(name), part):
                raise CheckFailed(
                    say(name, self.came.get(name), part) + (f" Here {because}." if because else ""),
                    self.check.exercise.law,
                    self.check.cause(self.function, self.arguments, self.came, {**self.came, **wanted}),
                    self.check.exercise.look,
                )
            self.check.passed += 1


def taken(check: Check, trip: Trip, kind: type[Told], *arguments: Any) -> Any:
    """What comes of a trip, as an outcome of this kind."""
    return kind(**vars(check(trip, *arguments)))
