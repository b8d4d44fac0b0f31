"""`autograder grade`: what the command line says of it. What it does is in `grading`."""

from __future__ import annotations

import contextlib
import gc
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from . import engine
from .course import Course, Lesson
from .engine.warm import Warm, warmed
from .errors import AutograderError

if TYPE_CHECKING:
    from .grading import Batch, Line
    from .scheduler import Scheduler


def command(
    lesson: Annotated[str, typer.Argument(help="The lesson: 01-perceptron, 01 or perceptron.")],
    student: Annotated[
        list[str] | None, typer.Option("--student", "-s", help="Grade this student only; may be given again.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Submissions graded at a time (default: one per core).")
    ] = None,
    exercise: Annotated[
        list[str] | None,
        typer.Option("--exercise", "-e", help="Give points for this exercise only; may be given again."),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force/--resume",
            help="Grade again what has not changed, or (the default) go on where an earlier run stopped.",
        ),
    ] = False,
    require_sandbox: Annotated[
        bool, typer.Option("--require-sandbox", help="Refuse to grade if a layer of the sandbox is missing.")
    ] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            envvar="AUTOGRADER_SCHEDULER",
            help="Grade on a Dask cluster: its scheduler's address, tcp://host:port or tls://host:port.",
        ),
    ] = None,
    allow_weak_workers: Annotated[
        bool,
        typer.Option("--allow-weak-workers", help="With --scheduler: also where a layer of the sandbox is missing."),
    ] = False,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from here).")
    ] = None,
) -> None:
    """Grade the submissions of a lesson. Ends with exit code 1 if any of them could not be graded.

    A run that was interrupted goes on where it stopped. A submission is graded again if it, the lesson or the engine
    has changed; a new due date, extra time or policy for late work only changes the penalty.
    """
    console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
    chosen = Course.find(course).lesson(lesson)
    cluster = _cluster(chosen.course, scheduler, jobs, require_sandbox, allow_weak_workers, console.print)
    with _head_start(chosen) if cluster is None else contextlib.nullcontext() as root:
        batch = _grade(
            chosen,
            console,
            students=student,
            jobs=jobs,
            force=force,
            scheduler=cluster,
            require_sandbox=require_sandbox or (cluster is not None and not allow_weak_workers),
            exercises=exercise or (),
            root=root,
        )
    if batch.failed:
        raise typer.Exit(1)


@contextlib.contextmanager
def _head_start(lesson: Lesson) -> Iterator[Warm | None]:
    """The engine's root, if there may be work for it: it imports while this process imports what it needs itself."""
    modules: tuple[str, ...] | None = None
    if hasattr(os, "fork") and any(lesson.course.submitted.glob(f"*/{lesson.name}")):
        # Where the lesson cannot be read, grading says so.
        with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
            modules = tuple(engine.imported_by(json.loads(lesson.solution.read_bytes())["cells"]))
    if modules is None:
        yield None
        return
    with warmed(modules) as root:
        yield root


def _grade(lesson: Lesson, console: Console, **options: Any) -> Batch:
    """Grade, and say what came of it as it comes."""
    gc.disable()  # it would look through all that is imported again and again, and find nothing
    from .grading import describe, grade_lesson, summarise

    gc.freeze()
    gc.enable()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(f"grading {lesson.name}", total=None)

        def tell(line: Line) -> None:
            console.print(describe(line))
            progress.advance(bar)

        try:
            batch = grade_lesson(
                lesson,
                warn=console.print,
                begin=lambda total: progress.update(bar, total=total),
                tell=tell,
                **options,
            )
        except KeyboardInterrupt:
            raise AutograderError(
                "Interrupted. What was graded is kept; the same command goes on where it stopped."
            ) from None
        except OSError as error:
            raise AutograderError(
                f"{error.filename} cannot be written: {error.strerror}. Mend that and run again."
            ) from error
    for text in summarise(batch):
        console.print(text)
    return batch


def _cluster(
    course: Course,
    address: str | None,
    jobs: int | None,
    require_sandbox: bool,
    allow_weak_workers: bool,
    warn: Callable[[str], None],
) -> Scheduler | None:
    """The cluster that the command line, the environment or the course's configuration names; None for this machine."""
    address = address or course.config.get("Autograder", {}).get("scheduler")
    if not address:
        if allow_weak_workers:
            raise AutograderError("--allow-weak-workers is about a cluster's workers: give --scheduler, too.")
        return None
    if jobs is not None:
        raise AutograderError(
            "--jobs is for this machine; a cluster does as many at a time as its workers have threads."
        )
    if require_sandbox and allow_weak_workers:
        raise AutograderError("--require-sandbox and --allow-weak-workers contradict each other: give one.")
    from .cluster import DaskCluster  # Dask is needed only then

    return DaskCluster(str(address), warn)
