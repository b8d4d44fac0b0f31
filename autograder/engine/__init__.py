"""The sealed engine: tests run where student code cannot reach, student code runs where there is nothing to reach.

`warm`      starts the root
`root`      one process that imports the scientific stack once, and from which all the others are forked
`parent`    forked from it and sealed off: it forks students' processes
`watch`     what it does then: minds their memory, ends them, says how they ended
`workers`   processes for the tests' side, forked from the root
`sandbox`   what a student's process may still do, in layers: namespaces, Landlock, seccomp, limits
`student`   the student's side: runs cells as a notebook does, answers calls
`trusted`   our side: a student's functions as proxies, for the tests that call them
`wire`      what crosses between the two: plain values in a closed table of types
`executor`  what grading calls
`sealed`    how it runs one submission: cells there, tests here
`integrity` what a person should look at, by reading the student's code
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.metadata
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .warm import Warm, warmed

if TYPE_CHECKING:
    from ..execution import Executor
    from ..restore import Frame

# The modules beside the engine that decide points.
DECIDING = ("execution", "intake", "marking", "marks", "restore", "scoring")
# What a lesson imports is imported once, in the warm parent; nothing else that a text names.
WARMED = ("numpy", "scipy", "matplotlib", "torch", "utils")


@contextlib.contextmanager
def started(
    frame: Frame, require_sandbox: bool, pictures: bool, warn: Callable[[str], None], root: Warm | None = None
) -> Iterator[Executor]:
    """An executor for submissions of a lesson, with its warm parent; their root may have been started already.

    Raises
    ------
    AutograderError
        If `require_sandbox` and a layer is missing, or the lesson needs a package that is not installed.
    """
    from ..errors import AutograderError
    from ..execution import KernelExecutor
    from .executor import SealedExecutor

    modules = tuple(imports(frame))
    _require(modules)
    if not hasattr(os, "fork"):
        if require_sandbox:
            raise AutograderError("there is no sandbox on this system, and --require-sandbox was given")
        warn("NO SANDBOX on this system: submissions run as you, in kernels of their own. Use Linux for a class.")
        yield KernelExecutor()
        return
    with warmed(modules) if root is None else contextlib.nullcontext(root) as begun:
        if begun.layers.missing:
            missing = "; ".join(f"{name}: {reason}" for name, reason in begun.layers.missing.items())
            if require_sandbox:
                raise AutograderError(f"--require-sandbox was given, and layers are missing ({missing})")
            warn(f"The sandbox lacks layers ({missing}). `autograder doctor` says what each is worth.")
        yield SealedExecutor(begun.address, pictures, modules, begun.workers)


def _require(names: Iterable[str]) -> None:
    """Without torch, every answer of a lesson about it would be wrong, and no student's fault."""
    from ..errors import AutograderError

    for package in dict.fromkeys(name.partition(".")[0] for name in names):
        if find_spec(package) is None:
            raise AutograderError(f"the lesson imports {package}, which is not installed: `pip install {package}`.")


def imports(frame: Frame) -> list[str]:
    """The modules that a lesson's own cells import, of those that are worth importing once."""
    return imported_by(frame.notebook.cells)


def imported_by(cells: Iterable[Mapping[str, Any]]) -> list[str]:
    """As `imports`, for cells as nbformat has them, or a notebook's file."""
    found: dict[str, None] = {}
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        try:
            tree = ast.parse("".join(cell["source"]))
        except SyntaxError:  # a magic, or a stub; nothing to learn here
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module, *[f"{node.module}.{each.name}" for each in node.names]]
            else:
                continue
            found |= dict.fromkeys(name for name in names if name.partition(".")[0] in WARMED)
    if any(name.partition(".")[0] == "torch" for name in found):
        found["torch._dynamo"] = None  # torch's optimizers import it when the first one is made: a second
    return list(found)


@cache
def fingerprint() -> str:
    """A fingerprint of what decides points besides the lesson: this engine, and the reading of submissions."""
    digest = hashlib.sha256()
    here = Path(__file__).resolve().parent
    for path in sorted([*here.glob("*.py"), *(here.parent / f"{name}.py" for name in DECIDING)]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """The versions of what runs submissions."""
    found = {"python": platform.python_version()}
    for name in ("numpy", "scipy", "torch", "ipython", "nbgrader"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):  # torch need not be there
            found[name] = importlib.metadata.version(name)
    return found
