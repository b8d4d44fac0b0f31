"""Links that the site adds to a lesson's plain prose: to the glossary, to other lessons, to the lesson's sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

LESSON_PAGE = re.compile(r"lessons/(\d+)-")
ALL_LESSONS = "lessons/index.md"  # changes when a lesson comes or goes
NOT_IN = (
    nodes.reference,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.title,
    nodes.raw,
    nodes.table,
    pending_xref,
)
SOURCES = "Sources"
CITATION = re.compile(r"\[(\d+(?:, \d+)*)\]")
LESSON = re.compile(r"\blesson (\d+)\b")
GLOSSARY = re.compile(r"^(`{3,}|:{3,})\{glossary\}$(?P<body>.*?)^\1$", re.M | re.S)

Replace = Callable[[re.Match[str]], list[nodes.Node]]


def prose(document: nodes.document, folded: bool = True) -> Iterator[nodes.Text]:
    """The texts of a page that are prose; without those inside `<details>` if not `folded`."""
    depth = 0
    for node in list(document.findall()):
        if isinstance(node, nodes.raw):
            depth += node.astext().count("<details") - node.astext().count("</details")
        elif isinstance(node, nodes.Text) and (folded or depth == 0) and _is_prose(node):
            yield node


def _is_prose(text: nodes.Text) -> bool:
    node, inside = text.parent, False
    while node is not None:
        if isinstance(node, NOT_IN):
            return False
        inside = inside or isinstance(node, nodes.paragraph)
        node = node.parent
    return inside


def replace(text: nodes.Text, pattern: re.Pattern[str], made: Replace, count: int = 0) -> bool:
    """Put nodes in the place of what `pattern` finds in a text; whether it found anything. `count` 0 means all."""
    words, parts, end = str(text), [], 0
    for number, found in enumerate(pattern.finditer(words)):
        if count and number == count:
            break
        new = made(found)
        if not new:
            continue
        parts += [nodes.Text(words[end : found.start()]), *new]
        end = found.end()
    if not parts:
        return False
    text.parent.replace(text, [part for part in [*parts, nodes.Text(words[end:])] if part.astext()])
    return True


class LessonTransform(SphinxTransform):
    """A transform of lesson pages only."""

    default_priority = 850  # after everything has been read, before links are looked up

    def apply(self, **kwargs: object) -> None:
        """Do it, if this page is a lesson."""
        if LESSON_PAGE.match(self.env.docname):
            self.link()

    def link(self) -> None:
        """Add the links."""
        raise NotImplementedError


class LinkSources(LessonTransform):
    """`[3]` leads to the third of the lesson's sources."""

    def link(self) -> None:
        """Name each source of the list under **Sources**, and link what points to it."""
        items = self._sources()
        for number, item in enumerate(items, 1):
            item["ids"].append(f"source-{number}")
        for text in prose(self.document):
            replace(text, CITATION, lambda found: self._links(found, len(items)))

    def _sources(self) -> list[nodes.list_item]:
        for block in self.document.findall(nodes.enumerated_list):
            before = block.parent[block.parent.index(block) - 1]
            if isinstance(before, nodes.paragraph) and before.astext() == SOURCES:
                return list(block.findall(nodes.list_item))
        return []

    @staticmethod
    def _links(found: re.Match[str], known: int) -> list[nodes.Node]:
        numbers = [int(each) for each in found[1].split(", ")]
        if not all(1 <= number <= known for number in numbers):
            return []
        made: list[nodes.Node] = [nodes.Text("[")]
        for place, number in enumerate(numbers):
            made += [nodes.Text(", ")] if place else []
            made.append(nodes.reference("", str(number), refid=f"source-{number}", internal=True))
        return [*made, nodes.Text("]")]


class LinkLessons(LessonTransform):
    """The first `lesson 2` of a page leads there, if that lesson is written."""

    def link(self) -> None:
        """Link the first mention of each other lesson."""
        self.env.note_dependency(str(Path(self.env.srcdir) / ALL_LESSONS))
        others = self.env.found_docs - {self.env.docname}
        pages = {int(found[1]): name for name in others if (found := LESSON_PAGE.match(name))}
        for text in prose(self.document, folded=False):
            replace(text, LESSON, lambda found: self._link(found, pages))

    def _link(self, found: re.Match[str], pages: dict[int, str]) -> list[nodes.Node]:
        page = pages.pop(int(found[1]), None)
        return [_reference("doc", f"/{page}", found[0], self.env.docname)] if page else []


class LinkTerms(LessonTransform):
    """The first use of each of the glossary's terms leads to it."""

    def link(self) -> None:
        """Link the first mention of each term; the longest term wins where two begin."""
        path = Path(self.env.srcdir) / "glossary.md"
        if not path.is_file():
            return
        self.env.note_dependency(str(path))
        left = dict(terms(path.read_text(encoding="utf-8")))
        for text in prose(self.document, folded=False):
            if not left:
                return
            replace(text, _any_of(tuple(left)), lambda found: self._link(found, left))

    def _link(self, found: re.Match[str], left: dict[str, str]) -> list[nodes.Node]:
        term = left.get(_singular(found[0], left))
        if term is None:  # linked already, earlier in this text
            return []
        for name in [name for name, headword in left.items() if headword == term]:
            del left[name]
        return [_reference("term", term, found[0], self.env.docname)]


def terms(glossary: str) -> Iterator[tuple[str, str]]:
    """Each term of a glossary in small letters, with the headword of its entry as the glossary writes it."""
    for block in GLOSSARY.finditer(glossary):
        headword = ""
        for line in block["body"].splitlines():
            if not line.strip() or line.startswith((" ", "\t")):
                headword = ""
                continue
            headword = headword or line.strip()  # several lines of terms share one entry
            yield line.strip().lower(), headword


def _singular(words: str, known: dict[str, str]) -> str:
    name = words.lower()
    return name if name in known else name.removesuffix("s")


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")s?\b", re.I)


def _reference(kind: str, target: str, words: str, page: str) -> pending_xref:
    return pending_xref(
        "", nodes.inline("", words), refdomain="std", reftype=kind, reftarget=target, refexplicit=True, refdoc=page
    )
