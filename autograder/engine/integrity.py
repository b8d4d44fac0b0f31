"""What a person should look at: found by reading a student's code, not by running it.

A report, never a verdict: nothing here changes a point, for the tests run where none of this can reach them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from ..marks import is_test
from ..records import Note
from ..restore import Frame
from .shell import PROMPT, as_python

HOOKS = "takes hold of the notebook's machinery"
FRAMES = "looks into the running program (frames, objects, modules)"
PATCHES = "replaces a part of a module"
NETWORK = "uses the network"
PROCESSES = "starts other programs, or calls into C"
FILES = "writes or removes files"
TORCH = "uses torch in a lesson that does not"
BORROWS = "takes from `utils` what the lesson rebuilds"

MODULES = {
    "socket": NETWORK, "ssl": NETWORK, "urllib": NETWORK, "http": NETWORK, "requests": NETWORK, "httpx": NETWORK,
    "aiohttp": NETWORK, "ftplib": NETWORK, "smtplib": NETWORK, "subprocess": PROCESSES, "multiprocessing": PROCESSES,
    "pty": PROCESSES, "ctypes": PROCESSES, "cffi": PROCESSES, "signal": PROCESSES, "inspect": FRAMES, "gc": FRAMES,
    "nbgrader": HOOKS, "ipykernel": HOOKS, "autograder": HOOKS, "shutil": FILES, "sqlite3": FILES,
}  # fmt: skip
ATTRIBUTES = {
    "ast_transformers": HOOKS, "input_transformers_post": HOOKS, "input_transformers_cleanup": HOOKS,
    "set_custom_exc": HOOKS, "showtraceback": HOOKS, "_getframe": FRAMES, "settrace": FRAMES,
    "setprofile": FRAMES, "f_back": FRAMES, "f_globals": FRAMES, "f_locals": FRAMES, "__globals__": FRAMES,
    "__subclasses__": FRAMES, "tb_frame": FRAMES, "get_objects": FRAMES, "get_referrers": FRAMES, "modules": FRAMES,
    "system": PROCESSES, "popen": PROCESSES, "fork": PROCESSES, "kill": PROCESSES, "_exit": PROCESSES,
    "execv": PROCESSES, "execve": PROCESSES, "getoutput": PROCESSES, "unlink": FILES, "rmtree": FILES,
    "write_text": FILES, "write_bytes": FILES,
}  # fmt: skip
ONLY_OF = {"modules": "sys", "system": "os", "kill": "os", "fork": "os"}  # elsewhere these are common words
NAMES = {"get_ipython": HOOKS, "__builtins__": PATCHES}
MOST = 3  # lines quoted for each kind


def look_at(notebook: NotebookNode, frame: Frame) -> list[Note]:
    """Notes for the TA on the cells that the student wrote."""
    found: dict[str, list[str]] = {}
    given = {source.strip() for source in frame.released_sources}
    torch = any("import torch" in source for source in given)
    rebuilt = _rebuilt(frame)
    for cell in notebook.cells:
        if cell.cell_type != "code" or is_test(cell) or cell.source.strip() in given:
            continue
        where = frame.names.get(cell.metadata.get("nbgrader", {}).get("grade_id"), "a cell of their own")
        for kind, line in dict.fromkeys(_findings(cell.source, rebuilt)):
            if kind != TORCH or not torch:
                found.setdefault(kind, []).append(f"{where}: `{line[:120]}`")
    return [
        Note("ta", f"worth a look: {kind} ({'; '.join(lines[:MOST])}{_more(lines)})") for kind, lines in found.items()
    ]


def _more(lines: list[str]) -> str:
    return f"; and {len(lines) - MOST} more" if len(lines) > MOST else ""


def _rebuilt(frame: Frame) -> set[str]:
    """All parts of `utils` that exercises of the lesson rebuild, as the lesson's checks state them."""
    import importlib

    numbers = set(re.findall(r"checks\.exercise\(\s*[\"'](\d+)[\"']", frame.full.replace('\\"', '"')))
    parts: set[str] = set()
    for number in numbers:
        module = importlib.import_module(f"utils.checks.lesson_{number}")
        parts.update(part for each in module.REBUILDS.values() for part in each)
    return parts


def _findings(source: str, rebuilt: set[str]) -> Iterator[tuple[str, str]]:
    """Kinds of things worth a look in one cell, each with its line."""
    plain, tree = source, as_python(source) if PROMPT not in source else None
    if tree is None:
        plain = TransformerManager().transform_cell(source)
        tree = as_python(plain)
    if tree is None:
        return
    lines = re.split("\r\n?|\n", plain)  # where Python ends a line; splitlines() does at more characters
    nodes = list(ast.walk(tree))
    imported = _imports(nodes)
    for node in nodes:
        kind = _kind(node, imported)
        if kind and not (isinstance(node, ast.Name) and node.id not in source):  # not what stands for a magic
            yield kind, lines[getattr(node, "lineno", 1) - 1].strip()
    for name, line in _from_utils(nodes):
        if any(name == part or name.startswith(f"{part}.") for part in rebuilt):
            yield BORROWS, lines[line - 1].strip()


def _imports(nodes: list[ast.AST]) -> set[str]:
    """The names by which the cell knows modules."""
    names = {"np", "checks", "plots", "datasets", "widgets", "torch"}
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {(each.asname or each.name).partition(".")[0] for each in node.names}
    return names


def _kind(node: ast.AST, imported: set[str]) -> str | None:
    if isinstance(node, ast.Import):
        return next(filter(None, (_module(each.name) for each in node.names)), None)
    if isinstance(node, ast.ImportFrom):
        return _module(node.module or "")
    if isinstance(node, ast.Name):
        return NAMES.get(node.id)
    if isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Call) and node.attr in ("system", "getoutput"):  # `!ls`, after its translation
            return PROCESSES
        wanted = ONLY_OF.get(node.attr)
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name) and node.value.id in imported:
            return PATCHES
        if wanted and not (isinstance(node.value, ast.Name) and node.value.id == wanted):
            return None
        return ATTRIBUTES.get(node.attr)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return _call(node)
    return None


def _call(node: ast.Call) -> str | None:
    assert isinstance(node.func, ast.Name)
    if node.func.id == "setattr":
        return PATCHES
    if node.func.id == "open":
        mode = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "mode"), None)
        writes = mode is not None and not (isinstance(mode, ast.Constant) and str(mode.value).strip("bt") == "r")
        return FILES if writes else None
    if node.func.id in ("exec", "eval", "compile", "__import__"):
        return FRAMES
    return None


def _module(name: str) -> str | None:
    first = name.partition(".")[0]
    return TORCH if first == "torch" else MODULES.get(first)


def _from_utils(nodes: list[ast.AST]) -> Iterator[tuple[str, int]]:
    """The dotted names of `utils` that a cell imports or reads."""
    known: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for each in node.names:
                if each.name.partition(".")[0] == "utils":
                    known[each.asname or "utils"] = each.name if each.asname else "utils"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "utils":
            for each in node.names:
                known[each.asname or each.name] = f"{node.module}.{each.name}"
                yield f"{node.module}.{each.name}", node.lineno
    for node in nodes:
        if isinstance(node, ast.Attribute):
            name = _dotted(node)
            first, _, rest = name.partition(".")
            if first in known:
                yield f"{known[first]}.{rest}", node.lineno


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""
