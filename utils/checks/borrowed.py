"""Does an answer call the very part of `utils` that its exercise rebuilds?"""

from __future__ import annotations

import dis
import functools
import importlib
import os
import sys
import sysconfig
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# Where Python and its packages live: what was installed calls nothing of `utils`, and is long to read.
INSTALLED = tuple(sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib", "purelib", "platlib"))


def borrowed(answer: Any, forbidden: Iterable[str]) -> str:
    """The first part of `utils`, by its dotted name, that an answer uses and should have written; "" if none.

    The answer's code is read, not run, and so are the functions and classes of the notebook that it calls, also where
    an installed package wraps them; the code of installed packages is not.

    Parameters
    ----------
    answer : function or class
        Anything else uses nothing.
    forbidden : iterable of str
        Dotted names of modules, functions and classes of `utils`.

    Examples
    --------
    >>> from utils import perceptron
    >>> borrowed(perceptron.predict, ["utils.perceptron"])
    'utils.perceptron.predict'
    >>> borrowed(len, ["utils.perceptron"])
    ''
    """
    remote = getattr(type(answer), "borrowed_from", None)
    if remote is not None:  # a grader that keeps the answer in another process
        return str(remote(answer, list(forbidden)))
    parts = [part for part in map(_found, forbidden) if part is not None]
    for used in _used(answer, set()):
        for part in parts:
            if used is part or (isinstance(part, types.ModuleType) and _module(used, part)):
                return _name(used)
    return ""


def _found(name: str) -> Any:
    """The object of a dotted name; None if there is none (a later lesson's module may be missing)."""
    try:
        return importlib.import_module(name)
    except ImportError:
        module, _, last = name.rpartition(".")
        try:
            return getattr(importlib.import_module(module), last, None)
        except ImportError:
            return None


def _module(used: Any, part: types.ModuleType) -> bool:
    home = used.__name__ if isinstance(used, types.ModuleType) else getattr(used, "__module__", "")
    return isinstance(home, str) and (home == part.__name__ or home.startswith(f"{part.__name__}."))


def _name(used: Any) -> str:
    if isinstance(used, types.ModuleType):
        return used.__name__
    return f"{used.__module__}.{getattr(used, '__qualname__', type(used).__name__)}"


def _used(answer: Any, seen: set[int]) -> Iterator[Any]:
    """The parts of `utils` that an answer's code names, its own helpers included."""
    if id(answer) in seen:
        return
    seen.add(id(answer))
    if isinstance(answer, functools.partial):
        yield from _used(answer.func, seen)
    elif _of_utils(answer):
        yield answer
    elif isinstance(answer, types.MethodType):
        yield from _used(answer.__func__, seen)
    elif isinstance(answer, type) and answer.__module__ == "__main__":
        for each in vars(answer).values():
            yield from _used(getattr(each, "__func__", each), seen)
    elif isinstance(answer, types.FunctionType):
        if not answer.__code__.co_filename.startswith(INSTALLED):
            for each in _named(answer.__code__, answer.__globals__):
                if _of_utils(each) or isinstance(each, types.FunctionType | functools.partial | type):
                    yield from _used(each, seen)
        for cell in answer.__closure__ or ():
            try:
                yield from _used(cell.cell_contents, seen)
            except ValueError:  # not filled yet
                continue


def _of_utils(value: Any) -> bool:
    home = value.__name__ if isinstance(value, types.ModuleType) else getattr(value, "__module__", None)
    return isinstance(home, str) and home.startswith("utils.")


def _named(code: types.CodeType, names: Mapping[str, Any]) -> Iterator[Any]:
    """The values of the global names, of modules' attributes and of imports that code mentions."""
    current: Any = None  # what the code has just named
    module: Any = None  # what it imports from
    arriving: Any = None  # what an import is about to store
    own: dict[str, Any] = {}  # local names of imports
    for step in dis.get_instructions(code):
        name = step.argval
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            current = names.get(name)
        elif step.opname in ("LOAD_FAST", "LOAD_DEREF"):
            current = own.get(name)
        elif step.opname == "IMPORT_NAME":
            module = _found(str(name)) if str(name).partition(".")[0] == "utils" else None
            arriving = sys.modules.get("utils") if module is not None else None
        elif step.opname == "IMPORT_FROM":
            current = arriving = getattr(module, str(name), None)
        elif step.opname in ("STORE_FAST", "STORE_DEREF"):
            if arriving is not None:
                own[name] = arriving
            current = arriving = None
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD") and isinstance(current, types.ModuleType):
            current = getattr(current, name, None)
        elif step.opname not in ("PUSH_NULL", "CACHE", "PRECALL", "EXTENDED_ARG"):
            current = None
        if current is not None and not isinstance(current, types.ModuleType):
            yield current  # to name a module is not to use it
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            yield from _named(each, {**names, **own})
