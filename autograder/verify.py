"""`autograder verify`: run submissions again, and say which stored outputs their own code does not give.

nbval runs and compares, as it does for the lessons; here it is told what to compare, and its findings are put into
words for a TA. What it leaves out of a comparison (pictures, tracebacks, addresses, a figure's size) is left out here.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import nbformat
import typer
from nbformat import NotebookNode, ValidationError
from nbformat.v4.nbbase import validate
from nbval.plugin import get_sanitize_patterns

from .course import Course, Lesson
from .errors import AutograderError, SubmissionError
from .execution import Limits
from .intake import Handed, _decoded, _json, _upgraded, call_roll, read_submission
from .notebooks import call

SANITIZERS = Path(__file__).with_name("nbval_sanitize.cfg")
WIDGET = "application/vnd.jupyter.widget-view+json"
ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
LINES, COLUMNS = 3, 110  # what is shown of an output
SHOWN = 5  # of cells with which nothing is wrong
NEVER, UNSTORED, MOVING, BROKEN = (
    "never executed",
    "no stored output",
    "moving pictures, not compared",
    "unreadable outputs",
)


@dataclass(frozen=True)
class Difference:
    """A cell whose stored output its code does not give: what it is called, and the first lines that differ."""

    cell: str
    stored: list[str]
    fresh: list[str]


def _listed(cells: Sequence[str]) -> str:
    more = f" and {len(cells) - SHOWN} more" if len(cells) > SHOWN else ""
    return ", ".join(cells[:SHOWN]) + more


@dataclass
class Verdict:
    """What running a submission again showed; `problem` says why it could not be done, or not to the end."""

    student: str
    compared: int = 0
    differences: list[Difference] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    problem: str = ""

    @property
    def fine(self) -> bool:
        """Whether everything that is stored was given again."""
        return not self.differences and not self.problem

    @property
    def summary(self) -> str:
        """The verdict in one line."""
        parts = [self.problem] if self.problem else []
        if self.differences:
            cells = ", ".join(difference.cell for difference in self.differences)
            parts.append(f"{len(self.differences)} of {self.compared} stored outputs not reproduced: {cells}")
        elif self.compared:
            parts.append(f"all stored outputs reproduced ({self.compared})")
        elif not self.problem:
            parts.append("no stored outputs to compare")
        parts += [f"{note}: {_listed(cells)}" for note, cells in self.notes.items()]
        return f"{_plain(self.student)}: {'; '.join(parts)}"

    def note(self, what: str, cell: str) -> None:
        """Remember something about a cell that is no difference."""
        self.notes.setdefault(what, []).append(cell)


def verify(lesson: Lesson, handed: Handed) -> Verdict:
    """Run one submission again and compare with the outputs that are stored in it."""
    verdict = Verdict(handed.student)
    limits = Limits.of(lesson.course)
    try:
        submission = read_submission(handed, lesson, limits.submission_bytes)
        cells = _code_cells(submission.notebook)
    except SubmissionError as error:
        verdict.problem = f"not run: {error}"
        return verdict
    reference = [_reference(verdict, name, cell) for name, cell in cells]
    findings, trouble = _rerun(lesson, reference, submission.files, limits)
    for number, ((name, cell), stored) in enumerate(zip(cells, reference, strict=True)):
        finding = findings.get(number)
        if finding is None:
            continue
        if finding["fault"]:
            verdict.problem = f"stopped at {name}: {_plain(finding['fault'])}"
        elif stored.execution_count is not None:
            verdict.compared += 1
            if not finding["same"]:
                verdict.differences.append(_difference(name, stored.outputs, finding["fresh"]))
        elif finding["fresh"] and cell.get("execution_count") is not None and not cell.get("outputs"):
            verdict.note(UNSTORED, name)
    verdict.problem = verdict.problem or trouble
    return verdict


def _code_cells(data: bytes) -> list[tuple[str, dict[str, Any]]]:
    """The code cells of a submitted notebook, each with what to call it."""
    if not data.strip(b" \t\r\n\0"):
        raise SubmissionError(f"the notebook is empty ({len(data)} bytes)")
    content = _json(_decoded(data)[0])
    if not isinstance(content, dict) or not isinstance(content.get("cells", content.get("worksheets")), list):
        raise SubmissionError("it is JSON, but not a notebook: it has no list of cells")
    if "cells" not in content or (isinstance(content.get("nbformat"), int) and content["nbformat"] < 4):
        content = _upgraded(content)
    found = []
    for number, cell in enumerate(content["cells"], 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        metadata = cell["metadata"] if isinstance(cell.get("metadata"), dict) else {}
        named = nbformat.from_dict({"source": source, "metadata": metadata})
        found.append((_plain(call(number, named)), {**cell, "source": source}))
    return found


def _reference(verdict: Verdict, name: str, cell: dict[str, Any]) -> NotebookNode:
    """The cell as nbval shall see it: with its stored outputs, or, if there is nothing to compare, as not executed."""
    stored = nbformat.v4.new_code_cell(cell["source"])
    stored.pop("id", None)
    outputs = cell.get("outputs") or []
    if not outputs:
        if cell.get("execution_count") is None and cell["source"].strip():
            verdict.note(NEVER, name)
        return stored
    if not isinstance(outputs, list) or not all(_valid(output) for output in outputs):
        verdict.note(BROKEN, name)
    elif any(WIDGET in output.get("data", {}) for output in outputs):
        verdict.note(MOVING, name)
    else:
        stored.outputs, stored.execution_count = [nbformat.from_dict(output) for output in outputs], 1
    return stored


def _valid(output: object) -> bool:
    try:
        validate(output, "output")
    except ValidationError:
        return False
    return True


def _rerun(
    lesson: Lesson, cells: list[NotebookNode], files: dict[str, bytes], limits: Limits
) -> tuple[dict[int, dict[str, Any]], str]:
    """nbval's findings by the number of the code cell, and what went wrong with the whole.

    pytest starts outside the student's folder and reads no configuration there: a `conftest.py` handed in is nothing
    to it.
    """
    with tempfile.TemporaryDirectory(prefix="verify-", ignore_cleanup_errors=True) as folder:
        work = Path(folder, "work")
        work.mkdir()
        for name, data in files.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes(data)
        notebook = work / f"{lesson.notebook_name}.ipynb"
        nbformat.write(nbformat.v4.new_notebook(cells=cells, nbformat_minor=4), notebook, version=4)
        settings, findings = Path(folder, "pytest.ini"), Path(folder, "findings")
        settings.write_text("[pytest]\n")
        findings.write_text("")
        command = [
            *(
                sys.executable,
                "-P",
                "-m",
                "pytest",
                "-c",
                str(settings),
                "--rootdir",
                folder,
                "--noconftest",
                "--color=no",
            ),
            *(
                "-p",
                "no:cacheprovider",
                "-p",
                "nbval.plugin",
                "-p",
                "autograder.verify_plugin",
                "--findings",
                str(findings),
            ),
            *("--nbval", "--nbval-current-env", "--nbval-cell-timeout", str(limits.cell_seconds)),
            *("--nbval-sanitize-with", str(SANITIZERS), str(notebook)),
        ]
        said = _run(command, folder, limits.notebook_seconds + 60)
        found = [json.loads(line) for line in findings.read_text(encoding="utf-8").splitlines()]
    by_cell = {finding["cell"]: finding for finding in found}
    if len(by_cell) < len(cells):
        return by_cell, f"{len(cells) - len(by_cell)} code cells not run again{f' ({said})' if said else ''}"
    return by_cell, ""


def _run(command: list[str], folder: str, seconds: int) -> str:
    """Run pytest to its end; says what happened if it had to be stopped, or could not begin."""
    package = str(Path(__file__).resolve().parents[1])
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")} | {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")])),
        "PYTHONHASHSEED": "0",
        "NN_STILL": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "IPYTHONDIR": str(Path(folder, "ipython")),
    }
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return f"stopped after {seconds} s"
    if process.returncode in (0, 1, 2):  # all as stored; differences; stopped by our plugin
        return ""
    last = output.decode("utf-8", "replace").strip().splitlines() or [f"exit code {process.returncode}"]
    return _plain(last[-1])


def _difference(name: str, stored: Sequence[Any], fresh: Sequence[Any]) -> Difference:
    """The first lines in which two outputs differ."""
    patterns = get_sanitize_patterns(SANITIZERS.read_text(encoding="utf-8"))
    one, other = list(_lines(stored, patterns)), list(_lines(fresh, patterns))
    start = next((n for n, (a, b) in enumerate(zip_longest(one, other)) if a != b), 0)
    shown = [
        [_plain(line)[:COLUMNS] for line in lines[start : start + LINES]] or ["(nothing)"] for lines in (one, other)
    ]
    return Difference(name, *shown)


def _lines(outputs: Sequence[Any], patterns: list[tuple[str, str]]) -> Iterator[str]:
    for output in outputs:
        if output["output_type"] == "error":
            texts = [f"{output['ename']}: {output['evalue']}"]
        elif output["output_type"] == "stream":
            texts = [output["text"]]
        else:
            kinds = sorted(output["data"], key=lambda kind: kind != "text/plain")
            texts = [f"[{kind}]" if kind.startswith("image/") else output["data"][kind] for kind in kinds]
        for text in texts:
            text = "".join(text) if isinstance(text, list) else str(text)
            for pattern, replacement in patterns:
                text = re.sub(pattern, replacement, text)
            yield from ANSI.sub("", text).splitlines()


def _plain(text: str) -> str:
    """One line that is safe in a terminal: what a student wrote must not steer it."""
    return "".join(char if char.isprintable() else "�" for char in " ".join(ANSI.sub("", text).split()))


def verify_command(
    lesson: Annotated[str, typer.Argument(help="Which lesson.")],
    student: Annotated[
        list[str] | None, typer.Option("--student", help="Only this student; may be given again.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="How many to run at a time.")] = os.cpu_count() or 1,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from where you are).")
    ] = None,
) -> None:
    """Run submissions again; say which stored outputs their own code does not give, and exit 1 if any.

    nbval runs them in ordinary kernels, as you and without the sandbox: only for code that you trust.
    `autograder review` finds the same in the sealed engine.
    """
    home = Course.find(course)
    chosen = home.lesson(lesson)
    handed = call_roll(home, chosen).handed
    if student:
        missing = sorted(set(student) - {each.student for each in handed})
        if missing:
            raise AutograderError(
                f"{', '.join(map(repr, missing))} did not hand in {chosen.name}: see {home.submitted}."
            )
        handed = [each for each in handed if each.student in student]
    bad = 0
    with ThreadPoolExecutor(jobs) as pool:
        for verdict in pool.map(lambda each: verify(chosen, each), handed):
            typer.echo(verdict.summary)
            for difference in verdict.differences:
                typer.echo(f"    {difference.cell}")
                for title, lines in (("stored", difference.stored), ("fresh", difference.fresh)):
                    for number, line in enumerate(lines):
                        typer.echo(f"        {title + ':' if number == 0 else '':8}{line}")
            bad += not verdict.fine
    typer.echo(
        f"{len(handed)} submission{'' if len(handed) == 1 else 's'} of {chosen.name}, {bad} with something to look at"
    )
    if bad:
        raise typer.Exit(1)
