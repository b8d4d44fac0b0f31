"""Grading's executor, as it is handed to the processes that grade: what it takes to execute is imported there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .warm import CLEAN

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from ..execution import Limits
    from .workers import Workers

# What unseeded draws start from, so that grading again gives the same: the tests', and a student's own.
TEST_SEED, STUDENT_SEED = 0, 1957


@dataclass(frozen=True)
class SealedExecutor:
    """Runs a notebook's cells in a sealed process forked from a warm parent, and its tests here.

    Parameters
    ----------
    address : str
        The warm parent's socket.
    pictures : bool
        Whether figures are drawn. A person reviews few of them, and they cost more than most answers.
    modules : tuple of str
        What the lesson imports. Tests need it here, too; an import that a test's time limit cut short would leave half
        a module behind, for every submission after it.
    workers : Workers, optional
        Processes to execute in, which the warm parent's root forks. They stay behind when this travels to one.
    """

    address: str
    pictures: bool = False
    modules: tuple[str, ...] = ()
    workers: Workers | None = field(default=None, compare=False)

    def __reduce__(self) -> tuple:
        return SealedExecutor, (self.address, self.pictures, self.modules)

    @property
    def seeds(self) -> dict[str, int]:
        """What `random` and `numpy.random` start from, in the tests and on the student's side, and Python's hashes."""
        return {"tests": TEST_SEED, "student": STUDENT_SEED, "hash": int(CLEAN["PYTHONHASHSEED"])}

    def execute(self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes]) -> NotebookNode:
        """See :class:`autograder.execution.Executor`."""
        from .parent import import_all
        from .sealed import Run

        import_all(self.modules)
        return Run(self, notebook, limits, dict(files)).run()
