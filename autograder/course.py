"""The course on disk: its folders, as `nbgrader_config.py` names them, and its lessons."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config import Config, PyFileConfigLoader

from .errors import AutograderError

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

CONFIG_NAME = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """A course: the folder that holds `nbgrader_config.py`, and what that file says."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """The course that `start` (by default the working folder) lies in."""
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG_NAME).is_file():
                return cls(folder)
        raise AutograderError(
            f"No course here: neither {start} nor a folder above it holds {CONFIG_NAME}. "
            "Go to the course's folder, or name it with --course."
        )

    @cached_property
    def config(self) -> Config:
        """nbgrader's configuration, read from the course's own file."""
        try:
            return PyFileConfigLoader(CONFIG_NAME, path=str(self.root)).load_config()
        except Exception as error:
            raise AutograderError(f"{self.root / CONFIG_NAME} cannot be read: {error!r}. Mend that file.") from error

    @cached_property
    def directory(self) -> CourseDirectory:
        """nbgrader's own view of the folders."""
        from nbgrader.coursedir import CourseDirectory  # which takes longer to import than all else here

        return CourseDirectory(config=self.config)

    def _step(self, name: str) -> Path:
        """The folder of a step: as the course's own file says, or else as nbgrader calls it."""
        said = self.config.get("CourseDirectory", {}).get(name)
        return self.root / (said if isinstance(said, str) else getattr(self.directory, name))

    @property
    def source(self) -> Path:
        """Where lessons are written and executed."""
        return self._step("source_directory")

    @property
    def release(self) -> Path:
        """What students get."""
        return self._step("release_directory")

    @property
    def submitted(self) -> Path:
        """What students handed in: `<student>/<lesson>/<notebook>.ipynb`."""
        return self._step("submitted_directory")

    @property
    def autograded(self) -> Path:
        """Submissions after grading."""
        return self._step("autograded_directory")

    @property
    def feedback(self) -> Path:
        """Pages that go back to students."""
        return self._step("feedback_directory")

    @property
    def grading(self) -> Path:
        """The TA's working folder."""
        return self.submitted.parent

    @property
    def database_url(self) -> str:
        """The gradebook, as SQLAlchemy names it."""
        return str(self.directory.db_url)

    @cached_property
    def lessons(self) -> list[Lesson]:
        """All lessons, in order: folders of `solutions/` that hold a text `NN-name/name.md`."""
        folders = sorted(folder for folder in self.source.glob("[0-9][0-9]-*") if folder.is_dir())
        return [Lesson(self, folder.name) for folder in folders if (folder / f"{folder.name[3:]}.md").is_file()]

    def lesson(self, name: str) -> Lesson:
        """The lesson called `name`: `01-perceptron`, or short `01`, `1` or `perceptron`."""
        wanted = name.strip().rstrip("/")
        for lesson in self.lessons:
            number, _, word = lesson.name.partition("-")
            if wanted in (lesson.name, number, number.lstrip("0"), word):
                return lesson
        names = [lesson.name for lesson in self.lessons]
        close = difflib.get_close_matches(wanted, [*names, *(n[3:] for n in names)], n=1)
        guess = f" Did you mean {self.lesson(close[0]).name}?" if close else ""
        raise AutograderError(f"There is no lesson {name!r}.{guess} The lessons are: {', '.join(names) or 'none yet'}.")


@dataclass(frozen=True)
class Lesson:
    """One lesson: a text, its executed notebook, and the student's notebook made from it."""

    course: Course
    name: str

    @property
    def notebook_name(self) -> str:
        """The notebook's name without its ending, as nbgrader calls it."""
        return self.name[3:]

    @property
    def text(self) -> Path:
        """What an author edits."""
        return self.course.source / self.name / f"{self.notebook_name}.md"

    @property
    def solution(self) -> Path:
        """The text, executed."""
        return self.text.with_suffix(".ipynb")

    @property
    def release(self) -> Path:
        """The student's notebook."""
        return self.course.release / self.name / f"{self.notebook_name}.ipynb"
