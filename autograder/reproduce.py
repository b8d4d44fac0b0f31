"""Stored outputs that a submission's own code does not give, told by the sealed engine's run and nbval's comparison.

Nothing runs in an ordinary kernel here. What grading kept in `grading/autograded/` is the engine's run; only where
that differs from what the student stored does the engine run the submission once more: a cell that differs between
two runs of ours is random (a clock, a generator without a seed), and says nothing.

Compared are the student's own cells and the visible tests. Left out: figures and widgets (not drawn while grading),
tracebacks, addresses, cells of the lesson's own, and tests with hidden parts (their outputs differ by right).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest
from types import SimpleNamespace

import nbformat
from nbformat import NotebookNode
from nbval.plugin import IPyNbCell, coalesce_streams, get_sanitize_patterns, nocolors

from .execution import OUTPUTS, Executor, Limits
from .intake import Submission, parse_notebook
from .marks import is_test, nbgrader_data
from .restore import Frame, restore
from .scoring import VOLATILE
from .verify import SANITIZERS, _code_cells, _lines, _plain, _valid

SKIPPED = ("metadata", "traceback", "prompt_number", "output_type", "name", "execution_count")  # as nbval does
PICTURE = re.compile(r"^(image/|application/vnd\.jupyter\.widget|application/vnd\.plotly|text/html)")
SHOWN, WIDTH = 2, 110  # lines of each side, and their length
CUT = "Output truncated"  # nbgrader's LimitOutput was here
Place = tuple[str | None, str]  # a cell's `grade_id` and its source


@dataclass(frozen=True)
class Unreproduced:
    """A cell whose stored outputs its code does not give, and where they part.

    `claims_pass` says that no error is stored, though running the cell gives one.
    """

    place: Place
    called: str
    stored: str
    fresh: str
    claims_pass: bool

    @property
    def grade_id(self) -> str | None:
        """The cell's `grade_id`, if it has one."""
        return self.place[0]


class Comparison:
    """nbval's comparison of outputs, without a test session around it."""

    def __init__(self) -> None:
        patterns = dict(get_sanitize_patterns(SANITIZERS.read_text(encoding="utf-8")))
        patterns |= {volatile.pattern: instead for volatile, instead in VOLATILE}
        self._cell = SimpleNamespace(
            parent=SimpleNamespace(skip_compare=SKIPPED, sanitize_patterns=patterns), colors=nocolors
        )
        self._cell.sanitize = lambda text: IPyNbCell.sanitize(self._cell, text)
        self._cell.format_output_compare = lambda *_: None  # its colourful difference is not wanted
        self.patterns = list(patterns.items())

    def same(self, fresh: list[NotebookNode], stored: list[NotebookNode]) -> bool:
        """Whether two lists of outputs agree by nbval's rules."""
        return bool(IPyNbCell.compare_outputs(self._cell, _comparable(fresh), _comparable(stored)))


def unreproduced(
    submission: Submission, graded: NotebookNode, frame: Frame, comparison: Comparison
) -> list[Unreproduced]:
    """The cells of a submission whose stored outputs differ from those of a run by the engine.

    Raises
    ------
    SubmissionError
        If what was handed in is no notebook.
    """
    fresh = _by_source(graded, frame)
    found = []
    for called, cell in _code_cells(submission.notebook):
        outputs = cell.get("outputs") or []
        if not isinstance(outputs, list) or not outputs or not all(_valid(output) for output in outputs):
            continue  # nothing is claimed
        key = (_grade_id(cell.get("metadata")), cell["source"].replace("\r\n", "\n").strip())
        if key not in fresh:
            continue  # a changed test, which grading put back and reported, or a cell that is not compared
        stored = [nbformat.from_dict(output) for output in outputs]
        ours = fresh[key]
        if any(CUT in str(output.get("text", "")) for output in ours) or comparison.same(ours, stored):
            continue
        left, right = _where(stored, ours, comparison.patterns)
        claims = _failed(ours) and not _failed(stored)
        found.append(Unreproduced(key, called, left, right, claims))
    return found


def run_again(submission: Submission, frame: Frame, limits: Limits, executor: Executor) -> NotebookNode:
    """What the engine makes of a submission, as grading does it; nothing is written."""
    cells, _ = parse_notebook(submission.notebook)
    restored, _ = restore(frame, cells)
    return executor.execute(restored, limits, {**submission.files, **frame.files})


def steady(
    found: list[Unreproduced], graded: NotebookNode, again: NotebookNode, comparison: Comparison
) -> list[Unreproduced]:
    """Those of the findings whose cell gave the same in two runs of ours, so that chance does not explain them."""
    first, second = (
        {_place(cell): cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
        for notebook in (graded, again)
    )
    return [each for each in found if each.place in second and comparison.same(first[each.place], second[each.place])]


def _by_source(graded: NotebookNode, frame: Frame) -> Mapping[Place, list[NotebookNode]]:
    """The engine's outputs of the cells that are compared, by `grade_id` and source."""
    given = {source.strip() for source in frame.released_sources}
    found: dict[Place, list[NotebookNode]] = {}
    for cell in graded.cells:
        name = nbgrader_data(cell).get("grade_id")
        test = is_test(cell)
        if cell.cell_type != "code" or (test and name in frame.hidden):
            continue
        source = cell.source.strip()
        if test or source not in given:
            found[_place(cell)] = cell.outputs
    return found


def _place(cell: NotebookNode) -> Place:
    return nbgrader_data(cell).get("grade_id"), cell.source.strip()


def _grade_id(metadata: object) -> str | None:
    data = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = data.get("grade_id") if isinstance(data, dict) else None
    return name if isinstance(name, str) and name else None


def _failed(outputs: list[NotebookNode]) -> bool:
    return any(output.output_type == "error" for output in outputs)


def _comparable(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Outputs of the kinds that are compared, streams of one name put together."""
    kept = []
    for output in outputs:
        data = output.get("data", {})
        if output.output_type not in OUTPUTS or any(PICTURE.match(kind) for kind in data):
            continue
        if "".join(data.get("text/plain", "")).startswith("<Figure"):
            continue
        output = nbformat.from_dict(output)
        if output.output_type == "stream":
            output.text = "".join(output.text)
        for kind, value in data.items():
            if isinstance(value, list):  # lines, as notebooks are stored
                output.data[kind] = "".join(map(str, value))
        kept.append(output)
    return [output for output in coalesce_streams(kept) if output.output_type != "stream" or output.text.strip()]


def _where(stored: list[NotebookNode], fresh: list[NotebookNode], patterns: list[tuple[str, str]]) -> tuple[str, str]:
    """The first lines in which the stored and the fresh outputs part."""
    one, other = (list(_lines(_comparable(outputs), patterns)) for outputs in (stored, fresh))
    start = next((n for n, (a, b) in enumerate(zip_longest(one, other)) if a != b), 0)
    left, right = (
        " / ".join(_plain(line)[:WIDTH] for line in lines[start : start + SHOWN] if line.strip()) or "(nothing)"
        for lines in (one, other)
    )
    return left, right


def describe(found: Unreproduced) -> str:
    """A finding in one line."""
    return f"{found.called}: stored “{found.stored}”, its code gives “{found.fresh}”"
