"""A submission's cells put into the lesson's own frame, so that nothing a student did to tests or points counts.

The frame is the lesson as its students got it, hidden tests included. From a submission come only the answers,
the student's own cells, and what they changed in cells that are nobody's to grade.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from .course import Lesson
from .errors import AutograderError
from .exercises import exercises
from .intake import Cell
from .marks import is_grade, is_locked, is_marked, is_solution, is_task, nbgrader_data
from .records import Note

DEFINITION = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)(?:\s*:[^=\n]+)?\s*=(?!=)", re.M)
OBEYED_TAGS = ("skip-execution", "raises-exception")


@dataclass(frozen=True)
class Frame:
    """A lesson as grading sees it: as JSON text, so that it travels between processes and has a fingerprint."""

    full: str
    released: str
    files: dict[str, bytes] = field(default_factory=dict)
    checks: str = ""

    @cached_property
    def notebook(self) -> NotebookNode:
        """The lesson with stubs in place of solutions and with its hidden tests."""
        return nbformat.reads(self.full, as_version=4)

    @cached_property
    def released_sources(self) -> list[str]:
        """What each cell of :attr:`notebook` looks like to a student."""
        return [cell.source for cell in nbformat.reads(self.released, as_version=4).cells]

    @cached_property
    def labels(self) -> dict[str, str]:
        """The exercise's label for every `grade_id`."""
        return {name: each.label for each in exercises(self.notebook) for name in (*each.solutions, *each.tests)}

    @cached_property
    def names(self) -> dict[str, str]:
        """How a person calls the exercise of every `grade_id`."""
        return {name: each.name for each in exercises(self.notebook) for name in (*each.solutions, *each.tests)}

    @cached_property
    def hidden(self) -> set[str]:
        """The `grade_id`s of cells that hold hidden tests."""
        pairs = zip(self.notebook.cells, self.released_sources, strict=True)
        return {nbgrader_data(cell)["grade_id"] for cell, seen in pairs if is_grade(cell) and cell.source != seen}

    @cached_property
    def stubs(self) -> dict[str, str]:
        """The text of every cell that a student answers in, before that, by its `grade_id`."""
        return {nbgrader_data(cell)["grade_id"]: cell.source for cell in self.notebook.cells if is_solution(cell)}

    @cached_property
    def max_points(self) -> dict[str, float]:
        """The points of every cell that is graded, by a test or by a person."""
        return {
            nbgrader_data(cell)["grade_id"]: float(nbgrader_data(cell)["points"])
            for cell in self.notebook.cells
            if is_grade(cell) or is_task(cell)
        }

    @property
    def sha256(self) -> str:
        """A fingerprint of all that decides the points: the lesson, its files, and the checks it calls."""
        digest = hashlib.sha256()
        files = [part for name, data in sorted(self.files.items()) for part in (name.encode(), data)]
        for part in (self.full.encode(), self.checks.encode(), *files):
            digest.update(f"{len(part)}\0".encode() + part)
        return digest.hexdigest()


def make_frame(lesson: Lesson) -> Frame:
    """The frame of a lesson, made from its executed notebook by nbgrader's own steps."""
    if not lesson.solution.is_file():
        raise AutograderError(
            f"{lesson.solution} does not exist, and it holds the tests. Run `autograder build {lesson.name}` first."
        )
    # Late, for they take long to import, and a process that grades one submission is given the frame.
    from nbgrader import preprocessors as stock
    from nbgrader.nbgraderformat import ValidationError

    # What `nbgrader generate_assignment` does to a lesson before, and after, it saves the cells in the gradebook.
    recorded = (stock.LockCells, stock.ClearSolutions, stock.ClearOutput, stock.CheckCellMetadata,
                stock.ComputeChecksums)  # fmt: skip
    released = (stock.ClearHiddenTests, stock.ClearMarkScheme)
    notebook = nbformat.read(lesson.solution, as_version=4)
    texts = []
    try:
        for steps in (recorded, released):
            for step in steps:
                notebook, _ = step(config=lesson.course.config).preprocess(notebook, {})
            texts.append(nbformat.writes(notebook))
    except (ValidationError, RuntimeError) as error:
        raise AutograderError(f"{lesson.solution} is no lesson that nbgrader can grade: {error}") from error
    return Frame(texts[0], texts[1], _lesson_files(lesson), _checks_fingerprint(lesson))


def _lesson_files(lesson: Lesson) -> dict[str, bytes]:
    """What lies beside the lesson and goes to students with it, such as data; nbgrader copies the same."""
    from nbgrader.utils import find_all_files

    folder = lesson.text.parent
    paths = find_all_files(str(folder), [*lesson.course.directory.ignore, "*.ipynb"])
    return {Path(path).relative_to(folder).as_posix(): Path(path).read_bytes() for path in sorted(paths)}


def _checks_fingerprint(lesson: Lesson) -> str:
    """A fingerprint of `utils`, whose checks the tests call: a mended check calls for grading again."""
    digest = hashlib.sha256()
    for path in sorted((lesson.course.root / "utils").rglob("*.py")):
        digest.update(path.relative_to(lesson.course.root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def restore(frame: Frame, cells: list[Cell]) -> tuple[NotebookNode, list[Note]]:
    """The notebook to be graded, and what was repaired.

    Parameters
    ----------
    frame : Frame
        The lesson.
    cells : list of Cell
        The submission's.

    Returns
    -------
    notebook : NotebookNode
        All of the frame's cells in the frame's order with the student's answers in them; the student's own cells
        follow the cell that they followed. Without outputs.
    notes : list of Note
        One for each kind of repair, in the frame's order.
    """
    matching = _Matching(frame, cells)
    return matching.notebook(), matching.notes


class _Matching:
    """Which cell of a submission stands for which cell of the frame."""

    def __init__(self, frame: Frame, cells: list[Cell]) -> None:
        self.frame = frame
        self.cells = cells
        self.lesson = frame.notebook.cells
        self.taken: dict[int, int] = {}  # place in the frame -> place in the submission
        self.used: set[int] = set()
        self.dropped: set[int] = set()
        self.notes: list[Note] = []
        self.known = {nbgrader_data(cell)["grade_id"] for cell in self.lesson if is_marked(cell)}
        self._by_grade_id()
        self._by_marks_lost()
        self._by_definition()
        self._by_place()
        self._report()

    def _take(self, at: int, index: int) -> None:
        self.taken[at] = index
        self.used.add(index)

    def _open(self) -> list[int]:
        """Cells of the submission that stand for nothing yet."""
        return [i for i in range(len(self.cells)) if i not in self.used and i not in self.dropped]

    def _answered(self, at: int, index: int) -> bool:
        given = self.cells[index]
        if is_solution(self.lesson[at]) and _as_released(given, self.lesson[at]):
            return False
        return given.source.strip() != self.frame.released_sources[at].strip()

    def _by_grade_id(self) -> None:
        duplicates = []
        claiming: dict[str | None, list[int]] = {}
        for index, each in enumerate(self.cells):
            claiming.setdefault(each.grade_id, []).append(index)
        for at, cell in enumerate(self.lesson):
            if not is_marked(cell):
                continue
            name = cell.metadata.nbgrader.grade_id
            claims = claiming.get(name, [])
            if not claims:
                continue
            best = next((i for i in claims if is_solution(cell) and self._answered(at, i)), claims[0])
            self._take(at, best)
            for other in set(claims) - {best}:
                # A copy that says something of its own stays as a cell of the student's; a bare copy would only
                # define the stub again, after the answer.
                if not self._answered(at, other) or self.cells[other].source == self.cells[best].source:
                    self.dropped.add(other)
            if len(claims) > 1:
                duplicates.append(name)
        if duplicates:
            self._ta(f"cells found more than once (the first answered one counts): {', '.join(duplicates)}")

    def _by_marks_lost(self) -> None:
        """Cells whose nbgrader metadata is gone or edited, and the lesson's cells that never had any."""
        found = []
        for test in (self._same_id, self._same_text):
            for at, cell in enumerate(self.lesson):
                if at in self.taken:
                    continue
                for index in self._open():
                    if test(at, index):
                        self._take(at, index)
                        if is_marked(cell):
                            found.append(cell.metadata.nbgrader.grade_id)
                        break
        self._say_found(found, "by their cell ids or texts")

    def _same_id(self, at: int, index: int) -> bool:
        cell = self.lesson[at]
        names = {cell.get("id"), nbgrader_data(cell).get("grade_id")} - {None}
        return self.cells[index].id in names and (is_marked(cell) or self.cells[index].kind == cell.cell_type)

    def _same_text(self, at: int, index: int) -> bool:
        text = self.frame.released_sources[at].strip()
        return (
            bool(text)
            and self.cells[index].source.strip() == text
            and self.cells[index].kind == self.lesson[at].cell_type
        )

    def _by_definition(self) -> None:
        """An answer cell by the first name that its stub defines."""
        found = []
        for at, cell in enumerate(self.lesson):
            if at in self.taken or not is_solution(cell) or cell.cell_type != "code":
                continue
            wanted = _defined(cell.source)[:1]
            claims = [i for i in self._open() if self.cells[i].kind == "code"]
            claims = [i for i in claims if wanted and wanted[0] in _defined(self.cells[i].source)]
            if claims:
                self._take(at, next((i for i in claims if self._answered(at, i)), claims[0]))
                found.append(cell.metadata.nbgrader.grade_id)
        self._say_found(found, "by the name that they define")

    def _by_place(self) -> None:
        """An answer whose marks are lost, by being the only unknown cell of its kind between two known ones."""
        stripped = not any(cell.grade_id in self.known for cell in self.cells)
        found = []
        for at, cell in enumerate(self.lesson):
            if at in self.taken or not is_solution(cell) or not (stripped or cell.cell_type == "markdown"):
                continue
            before = max((self.taken[i] for i in self.taken if i < at), default=-1)
            after = min((self.taken[i] for i in self.taken if i > at), default=len(self.cells))
            between = [i for i in self._open() if before < i < after and self.cells[i].kind == cell.cell_type]
            if len(between) == 1:
                self._take(at, between[0])
                found.append(cell.metadata.nbgrader.grade_id)
        self._say_found(found, "by their place")

    def notebook(self) -> NotebookNode:
        """The frame, filled in."""
        following: dict[int, list[int]] = {}
        place_of = {index: at for at, index in self.taken.items()}
        last = -1
        for index in range(len(self.cells)):
            if index in place_of:
                last = place_of[index]
            elif index not in self.dropped:
                following.setdefault(last, []).append(index)
        ids = {cell.get("id") for cell in self.lesson}
        filled = [self._own(index, ids) for index in following.get(-1, [])]
        for at in range(len(self.lesson)):
            filled.append(self._filled(at))
            filled += [self._own(index, ids) for index in following.get(at, [])]
        # Not nbformat's `new_notebook`, which would look through all that the lesson says.
        return NotebookNode(
            {**self.frame.notebook, "cells": filled, "metadata": NotebookNode(self.frame.notebook.metadata)}
        )

    def _filled(self, at: int) -> NotebookNode:
        cell = _copied(self.lesson[at])
        if at in self.taken and not is_locked(cell) and not is_task(cell):
            answer = self.cells[self.taken[at]]
            cell.source = answer.source
            cell.pop("attachments", None)
            if answer.attachments and cell.cell_type != "code":
                cell.attachments = answer.attachments
        return cell

    def _own(self, index: int, ids: set[str | None]) -> NotebookNode:
        """A cell of the student's; its id joins `ids`, changed if another cell has it."""
        cell = self.cells[index]
        name = cell.id if cell.id and cell.id not in ids else f"own-{index}"
        while name in ids:
            name += "-again"
        ids.add(name)
        make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}.get(
            cell.kind, nbformat.v4.new_raw_cell
        )
        made = make(cell.source, id=name)
        if cell.attachments and cell.kind != "code":
            made.attachments = cell.attachments
        return made

    def _report(self) -> None:
        plain = 0
        missing: list[str] = []
        edited: list[str] = []
        older: list[str] = []
        retyped: list[str] = []
        remarked: list[str] = []
        tagged: list[str] = []
        for at, cell in enumerate(self.lesson):
            index = self.taken.get(at)
            if not is_marked(cell):
                plain += index is None and bool(cell.source.strip())
                continue
            name = cell.metadata.nbgrader.grade_id
            if index is None:
                missing.append(name)
                if is_solution(cell):
                    self._student(f"Your notebook has no cell for {self._name(name)}, so it counts as not answered.")
                continue
            given = self.cells[index]
            if is_locked(cell) and self._answered(at, index) and _as_released(given, cell):
                older.append(name)
            elif is_locked(cell) and self._answered(at, index):
                edited.append(name)
                self._student(
                    f"You changed a cell that belongs to the lesson ({self._name(name)}). "
                    "The lesson's own was used instead; what you wrote there was not run."
                )
            if given.kind != cell.cell_type:
                retyped.append(name)
                if is_solution(cell):
                    self._student(
                        f"Your answer to {self._name(name)} was in a {given.kind} cell; read as {cell.cell_type}."
                    )
            if given.nbgrader and _marks(given.nbgrader) != _marks(cell.metadata.nbgrader):
                remarked.append(name)
            if set(given.tags) & set(OBEYED_TAGS) - set(cell.metadata.get("tags", [])):
                tagged.append(name)
        for names, what in (
            (missing, "missing cells, put back"),
            (edited, "edited cells that belong to the lesson, put back"),
            (older, "cells of an older version of the lesson, brought up to date"),
            (retyped, "cells of another type, put back"),
            (remarked, "changed points or marks, put back"),
            (tagged, "tags that would have changed their execution, ignored"),
        ):
            if names:
                self._ta(f"{what}: {', '.join(names)}")
        if plain:
            self._ta(f"{plain} of the lesson's unmarked cells were missing, put back")
        unknown = sorted({cell.grade_id for cell in self.cells if cell.grade_id} - self.known)
        if unknown:
            self._ta(f"grade_ids that the lesson does not know, ignored: {', '.join(map(repr, unknown[:5]))}")
        order = [self.taken[at] for at in sorted(self.taken) if is_marked(self.lesson[at])]
        if order != sorted(order):
            self._ta("the lesson's cells were in another order, put back")

    def _say_found(self, names: list[str], how: str) -> None:
        if names:
            self._ta(f"cells whose nbgrader metadata was lost, recognised {how}: {', '.join(names)}")

    def _name(self, grade_id: str) -> str:
        return self.frame.names.get(grade_id, f"cell {grade_id}")

    def _ta(self, text: str) -> None:
        self.notes.append(Note("ta", text))

    def _student(self, text: str) -> None:
        if Note("student", text) not in self.notes:
            self.notes.append(Note("student", text))


def _copied(cell: NotebookNode) -> NotebookNode:
    """A lesson's cell for one submission: what of it may be replaced is its own."""
    made = NotebookNode({**cell, "metadata": NotebookNode(cell.metadata)})
    if "outputs" in cell:
        made.outputs = list(cell.outputs)
    return made


def _marks(data: dict) -> dict:
    """What of nbgrader's metadata decides points; a missing mark counts as false."""
    points = data.get("points") if data.get("grade") or data.get("task") else None
    flags = {name: bool(data.get(name)) for name in ("grade", "solution", "task")}
    return {**flags, "points": float(points) if isinstance(points, int | float) else points}


def _as_released(cell: Cell, own: NotebookNode) -> bool:
    """Whether the cell still is what a release made it, by the checksum that nbgrader put there.

    `own` is the lesson's, as it is now.
    """
    claimed = cell.nbgrader.get("checksum")
    if not isinstance(claimed, str):
        return False
    if claimed == nbgrader_data(own).get("checksum"):
        return bool(cell.source == own.source)
    from nbgrader.utils import compute_checksum  # late: only cells of older releases need it

    metadata = nbformat.from_dict({"nbgrader": cell.nbgrader})
    node = NotebookNode(cell_type=cell.kind, source=cell.source, metadata=metadata)
    try:
        return bool(claimed == compute_checksum(node))
    except (KeyError, TypeError, ValueError, AttributeError):
        return False


def _defined(source: str) -> list[str]:
    return [first or second for first, second in DEFINITION.findall(source)]
