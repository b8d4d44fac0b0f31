"""`autograder build`: execute a lesson's text and make the student's notebook from it.

A build is a pure function of the lesson's folder: :func:`products` gives every file that it makes, as bytes.
Writing them and comparing them with what is stored are two small steps after it.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from nbformat import NotebookNode
from nbgrader.utils import find_all_files

from .compare import difference
from .course import Course, Lesson
from .errors import AutograderError
from .execution import KernelExecutor, Limits
from .notebooks import call, read_text, write_bytes
from .release import generate

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}\b")
WIDGET = "application/vnd.jupyter.widget-view+json"


def products(lesson: Lesson) -> dict[Path, bytes]:
    """Every file that building a lesson makes, by where it belongs. Nothing is written.

    Raises
    ------
    AutograderError
        If a cell fails, writes to stderr, or gives an output that the next build would not; or nbgrader objects.
    """
    with tempfile.TemporaryDirectory(prefix="build-") as temporary:
        source, release = Path(temporary, "solutions"), Path(temporary, "course")
        beside = _files_beside(lesson)
        for name, path in beside.items():
            target = source / lesson.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        (source / lesson.name).mkdir(parents=True, exist_ok=True)
        solution = write_bytes(execute(lesson, {name: path.read_bytes() for name, path in beside.items()}))
        (source / lesson.name / lesson.solution.name).write_bytes(solution)
        # The gradebook is left alone: what nbgrader releases does not depend on it, and a class may be in it.
        generate(lesson, source, release, no_database=True)
        made = sorted(path for path in release.rglob("*") if path.is_file())
        return {lesson.solution: solution} | {
            lesson.course.release / path.relative_to(release): path.read_bytes() for path in made
        }


def execute(lesson: Lesson, files: dict[str, bytes]) -> NotebookNode:
    """A lesson's text, executed as a submission is, with outputs that are the same each time.

    `files` lie in the folder in which it runs.
    """
    _warm_up()
    text = read_text(lesson.text)
    notebook = KernelExecutor().execute(text, Limits.of(lesson.course), files)
    faults = []
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        cell.metadata.pop("execution", None)  # when it ran
        for output in cell.outputs:
            if "data" in output:
                output.data.pop(WIDGET, None)  # the id of a model that is gone
            fault = _fault(output, cell, lesson)
            if fault:
                faults.append(f"{call(number, cell)} {fault}")
    if faults:
        more = f" (Faults after it: {len(faults) - 1}.)" if len(faults) > 1 else ""
        raise AutograderError(f"{lesson.text}: {faults[0].rstrip('.')}.{more}")
    return notebook


def _fault(output: NotebookNode, cell: NotebookNode, lesson: Lesson) -> str:
    """What is wrong with an output of a lesson's own run; empty if nothing is."""
    if output.output_type == "error":
        if "raises-exception" in cell.metadata.get("tags", []):
            return ""
        return f"stops with {output.ename}: {_line(output.evalue)}"
    if output.get("name") == "stderr":
        return f"writes to stderr, which nbgrader takes for a failed test: {_line(output.text)}"
    shown = [output.get("text", ""), *(v for v in output.get("data", {}).values() if isinstance(v, str))]
    for text in shown:
        if found := ADDRESS.search(text):
            return f"shows {found.group()!r}, an address in memory, which is another one each time: end it silently"
        for place in {str(lesson.course.root), str(Path.home()), tempfile.gettempdir()} - {"/"}:
            if f"{place}{os.sep}" in text:
                return f"shows {place!r}, a folder of this machine: print no paths"
    return ""


def _line(text: str) -> str:
    return " ".join(ANSI.sub("", text).split())


def _warm_up() -> None:
    """Let matplotlib build its cache of fonts, if it has none yet: it says so on stderr, in the middle of a lesson."""
    import matplotlib.font_manager  # noqa: F401


def _files_beside(lesson: Lesson) -> dict[str, Path]:
    """The other files of a lesson's folder, which nbgrader gives to students: pictures, data."""
    folder = lesson.text.parent
    found = {Path(path).relative_to(folder).as_posix(): Path(path) for path in _all_files(folder, lesson.course)}
    found.pop(lesson.solution.name, None)
    others = sorted(name for name in found if name.endswith(".ipynb"))
    if others:
        raise AutograderError(
            f"{folder} holds another notebook, {others[0]}, and nbgrader would give it to students. Move it elsewhere."
        )
    return dict(sorted(found.items()))


def _all_files(folder: Path, course: Course) -> list[str]:
    return find_all_files(str(folder), course.directory.ignore)


def build(lesson: Lesson) -> list[str]:
    """Build a lesson; say, in a line each, which files changed. If it fails, nothing is written."""
    made = products(lesson)
    lines = [f"wrote {_name(lesson, path)}" for path in _write(made)]
    for path in _left_over(lesson, made):
        path.unlink()
        lines.append(f"removed {_name(lesson, path)}, which the lesson no longer gives")
    return lines


def stale(lesson: Lesson) -> list[str]:
    """What building a lesson would change, in a line each. Nothing is written."""
    made = products(lesson)
    lines = []
    for path, fresh in made.items():
        if not path.is_file():
            lines.append(f"{_name(lesson, path)} is missing")
        elif path.suffix == ".ipynb":
            where = difference(path.read_bytes(), fresh)
            lines += [f"{_name(lesson, path)}: {where}"] if where else []
        elif path.read_bytes() != fresh:
            lines.append(f"{_name(lesson, path)} differs")
    return lines + [f"{_name(lesson, path)} is not of this lesson" for path in _left_over(lesson, made)]


def without_text(course: Course) -> list[str]:
    """Folders of built notebooks that no lesson's text makes any more, in a line each."""
    names = {lesson.name for lesson in course.lessons}
    folders = (folder for parent in (course.source, course.release) for folder in sorted(parent.glob("[0-9][0-9]-*")))
    orphans = [folder for folder in folders if folder.name not in names and _all_files(folder, course)]
    source = course.source.name
    return [
        f"{folder.relative_to(course.root)} is of no lesson: {source}/{folder.name} has no {folder.name[3:]}.md"
        for folder in orphans
    ]


def _name(lesson: Lesson, path: Path) -> str:
    return path.relative_to(lesson.course.root).as_posix()


def _left_over(lesson: Lesson, made: dict[Path, bytes]) -> list[Path]:
    found = {Path(path) for path in _all_files(lesson.release.parent, lesson.course)}
    return sorted(found - set(made))


def _write(made: dict[Path, bytes]) -> list[Path]:
    """Write what changed. Each file is whole at every moment, and all are ready before the first is put in place."""
    changed = [path for path, data in made.items() if not path.is_file() or path.read_bytes() != data]
    ready = {path: path.with_name(f".{path.name}.new") for path in changed}
    try:
        for path, temporary in ready.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(made[path])
        for path, temporary in ready.items():
            temporary.replace(path)
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)
    return changed


def build_command(
    lessons: Annotated[list[str] | None, typer.Argument(help="Which lessons (default: all).")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say what is stale, and exit 1 if any is.")
    ] = False,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from where you are).")
    ] = None,
) -> None:
    """Execute the lessons' texts and make the students' notebooks."""
    home = Course.find(course)
    chosen = [home.lesson(name) for name in lessons] if lessons else home.lessons
    if not chosen:
        raise AutograderError(
            f"{home.source} holds no lesson: a lesson is a text at {home.source.name}/NN-name/name.md."
        )
    bad = False
    for lesson in dict.fromkeys(chosen):
        try:
            lines = stale(lesson) if check else build(lesson)
        except AutograderError as error:
            typer.echo(f"{lesson.name}: not built. {error}", err=True)
            bad = True
            continue
        bad |= check and bool(lines)
        for line in lines or ["is up to date"]:
            typer.echo(f"{lesson.name}: {line}")
    if not lessons and (orphans := without_text(home)):
        bad |= check
        typer.echo("\n".join(orphans))
    if bad:
        raise typer.Exit(1)
