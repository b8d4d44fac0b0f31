"""A lesson's cells in nbgrader's gradebook, where grades refer to them.

nbgrader refuses to record a lesson that gained or lost a cell once somebody handed it in: a grade would be missing, or
would refer to nothing. Here the submissions are carried along instead. A new cell is added to each of them, ungraded;
a cell that is gone takes its automatic grades with it, for they can be made again. What a person gave, a score, extra
credit or a comment, cannot: then nothing is changed, and the command says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable

import nbformat
from nbformat import NotebookNode
from nbgrader.api import (
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.preprocessors import SaveCells

from .course import Lesson
from .errors import AutograderError
from .gradebook import holds_lesson, open_gradebook
from .restore import Frame, make_frame


def record_lesson(lesson: Lesson, frame: Frame | None = None) -> None:
    """Save a lesson's cells in the gradebook, as `nbgrader generate_assignment` does; nothing is done twice.

    After a lesson has changed, its submissions want grading again: until then a new cell counts as not graded.

    Raises
    ------
    AutograderError
        If a cell is gone that a person has graded or commented on.
    """
    frame = frame or make_frame(lesson)
    with open_gradebook(lesson.course) as book:
        if holds_lesson(book, lesson, frame):
            return
        book.update_or_create_assignment(lesson.name)
        url = book.engine.url.render_as_string(hide_password=False)
    names = {"notebook": lesson.notebook_name, "assignment": lesson.name, "db_url": url}
    _SaveCells(config=lesson.course.config).preprocess(nbformat.reads(frame.full, 4), {"nbgrader": names})


class _SaveCells(SaveCells):
    """nbgrader's own step, after which the cells are recorded; before it, the submissions are made to fit."""

    def _create_notebook(self, nb: NotebookNode) -> None:
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook is not None and notebook.submissions:
            try:
                self._carry_along(notebook)
                self.gradebook.db.commit()
            except BaseException:
                self.gradebook.db.rollback()
                raise
        super()._create_notebook(nb)

    def _carry_along(self, notebook: Notebook) -> None:
        """Give the recorded lesson the cells of the new one, and each submission what belongs to them."""
        database = self.gradebook.db
        kinds = (
            (GradeCell, self.new_grade_cells),
            (SolutionCell, self.new_solution_cells),
            (TaskCell, self.new_task_cells),
        )
        cells = {(type(cell), cell.name): cell for cell in notebook._base_cells}
        wanted = {(kind, name): info for kind, new in kinds for name, info in new.items()}
        gone = [cell for key, cell in cells.items() if key not in wanted]
        self._refuse_to_lose_work(gone)
        for cell in gone:
            for each in (*cell.grades, *cell.comments):
                database.delete(each)
            database.delete(cell)
        for (kind, name), info in wanted.items():
            if (kind, name) not in cells:
                cell = kind(name=name, notebook=notebook, **info)
                database.add(cell)
                for submitted in notebook.submissions:
                    database.add_all(_rows(cell, submitted))
        if {cell.name for cell in notebook.source_cells} != set(self.new_source_cells):
            # All anew, because nbgrader puts missing cells back by the order of these rows.
            for source in list(notebook.source_cells):
                database.delete(source)
            database.flush()
            for name, info in self.new_source_cells.items():
                database.add(SourceCell(name=name, notebook=notebook, **{k: v for k, v in info.items() if k != "id"}))
                database.flush()

    def _refuse_to_lose_work(self, gone: Iterable[BaseCell]) -> None:
        lost = sorted(
            {(cell.name, each.student.id) for cell in gone for each in (*cell.grades, *cell.comments) if _by_hand(each)}
        )
        if lost:
            cells = ", ".join(sorted({name for name, _ in lost}))
            students = ", ".join(repr(student) for student in sorted({student for _, student in lost}))
            raise AutograderError(
                f"{self.assignment_id} cannot be recorded in the gradebook: it no longer has {cells}, and there are "
                f"scores or comments given by hand on it, for {students}. Give the lesson that cell back, or clear "
                "them in formgrader."
            )


def _by_hand(each: Grade | Comment) -> bool:
    if isinstance(each, Grade):
        return each.manual_score is not None or bool(each.extra_credit)
    return bool(each.manual_comment)


def _rows(cell: BaseCell, submitted: SubmittedNotebook) -> list[Grade | Comment]:
    """What a submission holds for a cell, as `Gradebook.add_submission` makes it."""
    rows: list[Grade | Comment] = []
    if isinstance(cell, GradeCell | TaskCell):
        rows.append(Grade(cell=cell, notebook=submitted))
    if isinstance(cell, SolutionCell | TaskCell):
        rows.append(Comment(cell=cell, notebook=submitted))
    return rows
