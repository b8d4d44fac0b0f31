"""Near-identical answers: which pairs of students a person should read side by side.

A report, never a verdict. Answers are compared as sequences of tokens (Pygments) by RapidFuzz: without comments,
docstrings and layout, and with every name that the lesson did not give replaced by one sign, so that renaming
variables or moving comments hides nothing. What was given does not count: the lines of the stub, and answers that
many people write. Those are the lesson's own solution, the answer bank's (right ones, and mistakes so usual that the
bank has them), and whatever more than a few of this class wrote.

A pair is listed when the answers that two students share, and hardly anybody else wrote, are long enough together.
Of somebody who copied an answer that everybody writes, nothing can be seen, and nothing is said.
"""

from __future__ import annotations

import builtins
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]
from pygments.token import Comment, Name, String, Text  # type: ignore[import-untyped]
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

ALIKE = 0.9  # of two answers' tokens, those that agree, in order
LEAST_TOKENS = 20  # of an answer: shorter ones look alike by chance
LEAST_WORDS = 12  # the same of prose
ENOUGH = 60  # tokens or words that two students have to share
FEW = 3  # students who may share an answer, or
SHARE = 0.1  # this share of the class, before it is common
ANY_NAME = "NAME"
WORD = re.compile(r"\w+")
BUILTINS = frozenset(dir(builtins))


@dataclass(frozen=True)
class Answers:
    """What a class wrote in one place, as source by student; `given` is the stub, `common` what many people write."""

    label: str
    written: Mapping[str, str]
    given: str = ""
    common: Sequence[str] = ()
    is_code: bool = True


@dataclass(frozen=True)
class Shared:
    """One answer that two students have nearly the same of, and how alike: 1 is the same but for names and comments."""

    label: str
    sources: tuple[str, str]
    alike: float
    size: int


@dataclass(frozen=True)
class Pair:
    """Two students whose answers are nearly the same."""

    students: tuple[str, str]
    shared: list[Shared] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Tokens and words that they share."""
        return sum(each.size for each in self.shared)


def pairs(places: Iterable[Answers], class_size: int, known: Iterable[str] = ()) -> list[Pair]:
    """Pairs of students with near-identical answers, those that share most first.

    Parameters
    ----------
    places : iterable of Answers
        What the class wrote, place by place.
    class_size : int
        How many handed in; decides what is common.
    known : iterable of str
        Code of the lesson, whose names are everybody's.
    """
    names = frozenset(name for text in known for name in WORD.findall(text))
    found: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    for place in places:
        for students, shared in _shared(place, names, class_size):
            found[students].append(shared)
    listed = [Pair(students, shared) for students, shared in found.items()]
    return sorted((pair for pair in listed if pair.size >= ENOUGH), key=lambda pair: (-pair.size, pair.students))


def tokens(source: str, given: str = "", names: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """A piece of Python as what is compared: no comments, docstrings, layout or lines of `given`; foreign names alike.

    `names` are those that stay; names after a dot stay too, since `np.dot` is not `np.sum`.
    """
    stub = Counter(_lines(given, names))
    found: list[str] = []
    for line in _lines(source, names):
        if stub[line]:
            stub[line] -= 1
        else:
            found.extend(line)
    return tuple(found)


def words(text: str, given: str = "") -> tuple[str, ...]:
    """Prose as its words in lower case; nothing if it is what was given."""
    return () if text.strip() == given.strip() else tuple(WORD.findall(text.casefold()))


@lru_cache(maxsize=1024)  # the stub is asked for with every answer, and many answers are the same
def _lines(source: str, names: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    lines: list[list[str]] = [[]]
    for kind, text in _lex(source):
        if kind in Comment or kind in String.Doc:
            continue
        if kind in Text:
            if "\n" in text:
                lines.append([])
            continue
        text = text.strip()
        if kind in Name and not (text in names or text in BUILTINS or lines[-1][-1:] == ["."]):
            text = ANY_NAME
        if text:
            lines[-1].append(text)
    return tuple(tuple(line) for line in lines if line)


@cache
def _lexer() -> PythonLexer:
    return PythonLexer()


def _lex(source: str) -> Iterator[tuple[object, str]]:
    yield from _lexer().get_tokens(source)


def _shared(place: Answers, names: frozenset[str], class_size: int) -> Iterator[tuple[tuple[str, str], Shared]]:
    """The pairs of students whose answers in one place are alike, and not everybody's."""
    least = LEAST_TOKENS if place.is_code else LEAST_WORDS

    def reduced(text: str) -> tuple[str, ...]:
        return tokens(text, place.given, names) if place.is_code else words(text, place.given)

    written = {student: reduced(text) for student, text in sorted(place.written.items())}
    students = [student for student, sequence in written.items() if len(sequence) >= least]
    if len(students) < 2:
        return
    kinds = list(dict.fromkeys(written[student] for student in students))  # the same thing is compared once
    common = [sequence for text in place.common if (sequence := reduced(text))]
    usual = np.asarray(_alike(kinds, common).any(axis=1)) if common else np.zeros(len(kinds), bool)
    alike = _alike(kinds, kinds)
    number = {kind: position for position, kind in enumerate(kinds)}
    writers: dict[int, list[str]] = defaultdict(list)
    for student in students:
        writers[number[written[student]]].append(student)
    many = max(FEW, math.floor(SHARE * class_size))
    crowd = alike @ np.array([len(writers[position]) for position in range(len(kinds))])
    for first, second in zip(*np.nonzero(np.triu(alike)), strict=True):
        if usual[first] or usual[second] or crowd[first] > many or crowd[second] > many:
            continue
        likeness = Indel.normalized_similarity(kinds[first], kinds[second])
        size = min(len(kinds[first]), len(kinds[second]))
        for one in writers[int(first)]:
            for other in writers[int(second)]:
                if one == other or (first == second and one > other):
                    continue
                left, right = sorted((one, other))
                sources = (place.written[left], place.written[right])
                yield (left, right), Shared(place.label, sources, likeness, size)


def _alike(ones: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> np.ndarray:
    """Which of some token sequences are nearly the same as which others, as a matrix of truth values."""
    signs: dict[str, str] = {}  # RapidFuzz compares characters several times faster than words: one for each token
    left, right = (["".join(signs.setdefault(t, _sign(len(signs))) for t in each) for each in side]
                   for side in (ones, others))  # fmt: skip
    likeness = cdist(left, right, scorer=Indel.normalized_similarity, score_cutoff=ALIKE, dtype=np.float32)
    return np.asarray(likeness >= ALIKE)


def _sign(number: int) -> str:
    """A character for each number, surrogates left out."""
    return chr(number if number < 0xD800 else number + 0x800)
