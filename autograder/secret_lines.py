"""What students must not read, solutions, hidden tests and answer banks, searched for in what they get.

A line is secret if it stands in a solution, a hidden test or an answer of the bank, unless it is trivial: shorter than
`SHORTEST` characters without its spaces, or also part of what the lesson shows anyway (`import numpy as np`, a stub's
signature, a formula in a hint). Lines are compared without any white space, so that a page may wrap or indent them.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from nbformat import NotebookNode

SHORTEST = 16  # characters without spaces; below it a line says too little to be anybody's
REGION = re.compile(
    r"^[^\n]*\bBEGIN (?P<kind>SOLUTION|HIDDEN TESTS)\b[^\n]*\n(?P<text>.*?)"
    r"(?:^[^\n]*\bEND (?P=kind)\b[^\n]*(?:\n|\Z)|\Z)",
    re.M | re.S,
)
BANK_TITLE = re.compile(r"^# (?:%%|phrase:).*$", re.M)
TAG = re.compile(r"<[^<>]*>")
SPACE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """A text without any white space."""
    return SPACE.sub("", text)


def regions(source: str) -> list[tuple[str, str]]:
    """The marked regions of a cell, `SOLUTION` or `HIDDEN TESTS`, with their texts."""
    return [(found["kind"], found["text"]) for found in REGION.finditer(source)]


def shown(notebook: NotebookNode) -> str:
    """What a lesson shows students: all its cells without the marked regions."""
    return "\n".join(REGION.sub("", cell.source) for cell in notebook.cells)


def secret_lines(notebook: NotebookNode, bank: Iterable[str] = ()) -> dict[str, str]:
    """The secret lines of a lesson, by their squeezed form.

    Parameters
    ----------
    notebook : NotebookNode
        The lesson with its solutions.
    bank : iterable of str
        The texts of its answer bank.
    """
    texts = [text for cell in notebook.cells for _, text in regions(cell.source)]
    texts += [BANK_TITLE.sub("", text) for text in bank]
    lines = {squeeze(line): line.strip() for text in texts for line in text.splitlines()}
    known = squeeze(shown(notebook))
    return {key: line for key, line in lines.items() if len(key) >= SHORTEST and key not in known}


def found_in(secrets: dict[str, str], texts: Iterable[str], known: str = "") -> list[str]:
    """The secret lines that stand in any of the texts and not in `known`, which is no secret to the reader."""
    squeezed, known = [squeeze(text) for text in texts], squeeze(known)
    return [line for key, line in secrets.items() if any(key in text for text in squeezed) and key not in known]


def readings(path: Path) -> Iterator[tuple[str, list[str]]]:
    """A file's texts, in every way that a reader may come by them; of an archive, each file's.

    Gives pairs of a name and the texts to search: notebooks and other JSON by their strings, HTML as it stands and
    without tags, each with escapes undone.
    """
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                yield f"{path}:{name}", _texts(name, archive.read(name))
    else:
        yield str(path), _texts(path.name, path.read_bytes())


def _texts(name: str, data: bytes) -> list[str]:
    text = data.decode("utf-8", "replace")
    if name.endswith((".ipynb", ".json")):
        try:
            return ["\n".join(_strings(json.loads(text)))]
        except ValueError:
            return [text]
    texts = [text, text.replace("\\n", "\n").replace('\\"', '"')]
    if name.endswith((".html", ".htm", ".xhtml")):
        texts += [html.unescape(TAG.sub("", each)) for each in texts]
    return texts


def _strings(value: object) -> Iterator[str]:
    """All strings of a JSON value; a list of strings, as notebooks write a text, as one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        if value and all(isinstance(part, str) for part in value):
            yield "".join(value)
        else:
            for part in value:
                yield from _strings(part)
