"""Containers that count how often a program looks at them: for measuring work without a clock."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class CountedDict(dict[Key, Value]):
    """A dict that counts in `looks` how often one of its values is asked for.

    Examples
    --------
    >>> after = CountedDict({"a": ["b"], "b": []})
    >>> after["a"], after.get("b", []), after.looks
    (['b'], [], 2)
    """

    looks = 0

    def __getitem__(self, key: Key) -> Value:
        self.looks += 1
        return super().__getitem__(key)

    def get(self, key: Key, default: Any = None) -> Any:
        """As of a dict."""
        self.looks += 1
        return super().get(key, default)

    def items(self) -> Any:
        """As of a dict."""
        self.looks += len(self)
        return super().items()

    def values(self) -> Any:
        """As of a dict."""
        self.looks += len(self)
        return super().values()


class CountedList(list[Value]):
    """A list that counts in `looks` how often one of its entries is looked at.

    Examples
    --------
    >>> weights = CountedList([2, -2])
    >>> sum(weights), weights[0], weights.looks
    (0, 2, 3)
    """

    def __init__(self, entries: Iterable[Value] = (), looks: int = 0) -> None:
        super().__init__(entries)
        self.looks = operator.index(looks)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (list(super().__iter__()), self.looks)  # a copy is no look

    def __iter__(self) -> Iterator[Value]:
        for entry in super().__iter__():
            self.looks += 1
            yield entry

    def __reversed__(self) -> Iterator[Value]:
        for entry in super().__reversed__():
            self.looks += 1
            yield entry

    def __contains__(self, entry: object) -> bool:
        self.looks += len(self)
        return super().__contains__(entry)

    def index(self, *arguments: Any) -> int:
        """As of a list."""
        self.looks += len(self)
        return super().index(*arguments)

    def count(self, entry: Any) -> int:
        """As of a list."""
        self.looks += len(self)
        return super().count(entry)

    def __getitem__(self, place: Any) -> Any:
        entry = super().__getitem__(place)
        self.looks += len(entry) if isinstance(place, slice) else 1
        return entry
