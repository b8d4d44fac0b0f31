"""What a hostile case is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nbformat import NotebookNode

from .lesson import EXERCISES

Edit = Callable[[NotebookNode], NotebookNode | bytes | None]

# For code that tries things: each try says whether it got what it wanted. That it tried at all is said first, so
# that a case whose code did not run is no success.
PRELUDE = """\
print("TRIED")

def attempt(what, action):
    try:
        print("GOT", what, repr(action())[:300])
    except BaseException as error:
        print("REFUSED", what, type(error).__name__, str(error)[:200])

"""
# For code that speaks the protocol by itself: our side of it, found as a student's code finds it.
FORGER = """\
import gc, os, socket, struct, sys, msgpack
side = next(each for each in gc.get_objects() if type(each).__name__ == "Student")
channel = side.connection.channel

def send(data, size=None):
    channel.settimeout(5)
    channel.sendall(struct.pack("<Q", len(data) if size is None else size) + data)

def packed(*parts):
    return msgpack.packb(list(parts), use_bin_type=True)

"""


@dataclass(frozen=True)
class Case:
    """One hostile submission and what must hold of it.

    Parameters
    ----------
    name, kind : str
        `kind` is points, wire, callbacks, reach, break, files or pages.
    attack : str
        What the answer's cell holds after the lesson's stub. `@ROOT@` stands for the course's folder.
    where : str
        The exercise whose answer this is. It must earn nothing.
    keeps : tuple of str
        The exercises that are answered honestly in the same notebook, and must earn everything.
    edit : callable, optional
        What is done to the notebook besides: changes it, or gives the bytes to hand in.
    files : dict
        Other files handed in.
    earns : tuple of str
        Exercises that earn everything although the attack is in their cell: it is a nuisance, not a lie.
    tries : bool
        The attack says TRIED and, if it gets what it must not get, GOT.
    says : str
        A regular expression that the record's messages or the batch's line must match.
    graded : bool
        Whether there is anything to grade.
    student : str
        An id of its own, if that is the attack.
    """

    name: str
    kind: str
    attack: str = ""
    where: str = "scale"
    keeps: tuple[str, ...] | None = None
    edit: Edit | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    earns: tuple[str, ...] = ()
    tries: bool = False
    says: str = ""
    graded: bool = True
    student: str = ""

    @property
    def kept(self) -> tuple[str, ...]:
        """The exercises answered honestly."""
        return tuple(name for name in EXERCISES if name != self.where) if self.keeps is None else self.keeps

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def trying(kind: str, name: str, attempts: str, **options: object) -> Case:
    """A case whose answer's cell tries things that must be refused."""
    return Case(name, kind, PRELUDE + attempts, tries=True, **options)  # type: ignore[arg-type]
