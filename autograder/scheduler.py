"""Where submissions are graded: a pool of processes here, or the machines of a cluster (`autograder.cluster`)."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Protocol

from . import engine
from .engine.executor import SealedExecutor
from .engine.warm import Warm
from .errors import SubmissionError
from .execution import Executor, Limits
from .intake import Submission
from .pool import Died, Process, Starter, run_each
from .restore import Frame

if TYPE_CHECKING:
    from .grading import Graded

    Results = Generator[tuple[str, Graded | SubmissionError | Died], None, None]

LIVES = 50  # submissions that one process grades, unless one of them is stopped or lost


@dataclass(frozen=True)
class Work:
    """What all submissions of a batch are graded with. It is data, and travels.

    Parameters
    ----------
    frame : Frame
        The lesson.
    limits : Limits
        What one submission may use up.
    pictures : bool
        Whether figures are drawn.
    require_sandbox : bool
        Whether to refuse where a layer of the sandbox is missing.
    """

    frame: Frame
    limits: Limits
    pictures: bool = False
    require_sandbox: bool = False

    @property
    def preload(self) -> tuple[str, ...]:
        """What grading imports, to be imported once and not for every submission."""
        return "autograder.marking", *engine.imports(self.frame)

    def starter(self, executor: Executor | None) -> Callable[[Connection], Process]:
        """What starts the processes in which an executor runs: the root that it brings along, or Python's own pool."""
        workers = getattr(executor, "workers", None)
        return Starter(self.preload) if workers is None else workers.start

    @property
    def seconds(self) -> float:
        """After how long the process that grades a submission has failed."""
        return self.limits.notebook_seconds * 1.5 + 120


class Scheduler(Protocol):
    """Something that grades submissions. It writes nothing: that is left to the one who asks."""

    def grade(self, work: Work, submissions: Iterable[Submission]) -> Results:
        """Yield each student with what became of their submission, as they are ready, each once.

        Submissions are drawn when there is room for them.
        """
        ...


@dataclass(frozen=True)
class LocalPool:
    """Grades on this machine. One process grades up to `LIVES` submissions; each has a sealed process of its own.

    Parameters
    ----------
    function : callable
        `marking.grade_submission`.
    jobs : int
        How many submissions at a time.
    warn : callable
        Called with a text if layers of the sandbox are missing.
    executor : Executor, optional
        What runs the notebooks; by default the sealed engine.
    root : Warm, optional
        The sealed engine's root, if it has been started already.
    """

    function: Callable[..., Graded | SubmissionError]
    jobs: int
    warn: Callable[[str], None]
    executor: Executor | None = None
    root: Warm | None = None

    def grade(self, work: Work, submissions: Iterable[Submission]) -> Results:
        """See :class:`Scheduler`."""
        waiting = iter(submissions)
        first = next(waiting, None)
        if first is None:  # nothing to start for
            return
        with contextlib.ExitStack() as held:
            executor = self.executor
            if executor is None:
                started = engine.started(work.frame, work.require_sandbox, work.pictures, self.warn, self.root)
                executor = held.enter_context(started)
            grade = partial(self.function, frame=work.frame, limits=work.limits, executor=executor)
            tasks = ((each.student, (each,)) for each in itertools.chain([first], waiting))
            lives = LIVES if isinstance(executor, SealedExecutor) else 1  # a kernel's executor starts threads
            yield from run_each(grade, tasks, self.jobs, work.seconds, work.starter(executor), lives)
