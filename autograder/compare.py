"""Where a stored notebook differs from a fresh one, in one line.

Everything is compared exactly, except PNG pictures in outputs: another processor may round a pixel's edge otherwise.
Two pictures agree if they have the same size and at most one pixel in 2000 differs, where a pixel differs if one of
its four channels is off by more than 8 of 255. A change as small as that, in a picture alone, is not seen.
"""

from __future__ import annotations

import base64
import binascii
import copy
import io
import json
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode
from PIL import Image, UnidentifiedImageError

from .notebooks import call

LEVELS = 8  # of 255: what a channel may be off by
SHARE = 1 / 2000  # of the pixels: how many may be off by more


def difference(stored: bytes, fresh: bytes) -> str | None:
    """Where a stored notebook differs from the fresh one; None if they agree."""
    if stored == fresh:
        return None
    new = nbformat.reads(fresh.decode(), as_version=4)
    try:
        old = nbformat.reads(stored.decode(), as_version=nbformat.NO_CONVERT)
        cells = list(old.cells)
    except Exception as error:  # noqa: BLE001 (a file that somebody broke can fail in any way)
        return f"is no notebook ({type(error).__name__})"
    found = [line for line in _cells(cells, new.cells) if line]
    if found:
        return found[0] + (f"; {len(found) - 1} more differ" if len(found) > 1 else "")
    if old.metadata != new.metadata or (old.nbformat, old.nbformat_minor) != (new.nbformat, new.nbformat_minor):
        return "its metadata differ"
    new.cells = cells = [_with_pictures_of(old_cell, cell) for old_cell, cell in zip(cells, new.cells, strict=True)]
    same = json.dumps(new, sort_keys=True) == json.dumps(old, sort_keys=True) and _form(stored) == _form(fresh)
    return None if same else "is written otherwise (order of keys, indentation or line ends)"


def pictures_agree(one: str, other: str) -> bool:
    """Whether two PNG pictures, in base64, agree to within the tolerance above."""
    try:
        first, second = (_pixels(text) for text in (one, other))
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError):
        return one == other
    if first.shape != second.shape:
        return False
    off = (np.abs(first - second) > LEVELS).any(axis=-1)
    return bool(off.mean() <= SHARE)


def _pixels(text: str) -> np.ndarray:
    with Image.open(io.BytesIO(base64.b64decode(text))) as picture:
        return np.asarray(picture.convert("RGBA"), dtype=np.int16)


def _cells(old: list[NotebookNode], new: list[NotebookNode]) -> list[str]:
    """One line for each cell that differs; cells are known again by their ids, or else by their places."""
    known = {cell.get("id"): cell for cell in old}
    ids = {cell.get("id") for cell in new}
    lines, edited = [], set()
    for number, cell in enumerate(new, 1):
        before = known.get(cell.get("id"))
        if before is None and number <= len(old) and old[number - 1].get("id") not in ids:
            before = old[number - 1]
            edited.add(before.get("id"))
        if before is None:
            lines.append(f"{call(number, cell)} is new")
            continue
        parts = [
            part
            for part in ("cell_type", "source", "metadata", "execution_count")
            if before.get(part) != cell.get(part)
        ]
        if _with_pictures_of(before, cell).get("outputs") != before.get("outputs"):
            parts.append("outputs")
        if parts or before.get("id") != cell.get("id"):
            lines.append(f"{call(number, cell)} differs in {' and '.join(parts or ['id'])}")
    gone = [(n, cell) for n, cell in enumerate(old, 1) if cell.get("id") not in ids | edited]
    lines += [f"{call(n, cell)} of the stored notebook is gone" for n, cell in gone]
    if not lines and [cell.get("id") for cell in old] != [cell.get("id") for cell in new]:
        return ["its cells stand in another order"]
    return lines


def _with_pictures_of(old: NotebookNode, new: NotebookNode) -> NotebookNode:
    """The new cell, with the old one's pictures where they agree, so that the rest can be compared exactly."""
    new = copy.deepcopy(new)
    for before, output in zip(old.get("outputs", []), new.get("outputs", []), strict=False):
        one, other = _png(before), _png(output)
        if one and other and pictures_agree(one, other):
            output["data"]["image/png"] = one
    return new


def _png(output: Any) -> str:
    data = output.get("data", {})
    return data.get("image/png", "") if isinstance(data, dict) else ""


def _form(notebook: bytes) -> tuple[bool, bool, bool]:
    """How the bytes are written, apart from what they say."""
    return b"\r" in notebook, notebook.endswith(b"}\n"), notebook.startswith(b'{\n "')
