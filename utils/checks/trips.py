"""Checks of classes: what one does on a whole way, as a function of plain values."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Sequence
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


def attributes(values: Sequence[Any], *names: str) -> list[list[Any]]:
    """These attributes of these objects, a list for each object; objects in another process are asked all at once.

    Raises
    ------
    AttributeError
        If an object has no such attribute.
    """
    if values and all(map(lives_elsewhere, values)):
        found: list[list[Any]] = type(values[0]).attributes_elsewhere(values, names)
        return found
    return [[getattr(value, name) for name in names] for value in values]


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
