"""What handing in late costs: the course's policy, and extra time for one student.

The policy is a plugin of nbgrader's `AssignLatePenalties`, so that `nbgrader autograde` and `autograder grade` take
the same points. In nbgrader_config.py::

    c.AssignLatePenalties.plugin_class = "autograder.lateness.LatePolicy"
    c.LatePolicy.grace_minutes = 15
    c.LatePolicy.percent_per_day = 10    # of what was earned, for each day that was started
    c.LatePolicy.floor_percent = 50      # at least this much of it is left

Extra time stands in `grading/extra-time.csv`, a line for each student and lesson::

    student,lesson,hours,reason
    s01-amara,01-perceptron,48,ill until Friday
    s07-greta,*,24,agreed with the office

`*` is every lesson; a line that names the lesson goes before one that does not. `autograder grade` also writes the
extra time into the gradebook as nbgrader's `extension`, where formgrader and feedback see it; an extension that you
gave there by hand stays where the file says nothing.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float, Unicode
from traitlets.config import Config

from .errors import AutograderError

FILE = "grading/extra-time.csv"
COLUMNS = ("student", "lesson", "hours", "reason")
EVERY = "*"
MOST_HOURS = 24 * 366


@dataclass(frozen=True)
class ExtraTime:
    """Extra time as the course's file gives it: by student and lesson, with the reason."""

    hours: dict[tuple[str, str], tuple[float, str]]

    @classmethod
    def of(cls, path: Path) -> ExtraTime:
        """The file's content; no file, no extra time.

        Raises
        ------
        AutograderError
            If a line is not what it should be: better no grading than a student cheated of time.
        """
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return cls({})
        except (OSError, UnicodeDecodeError) as error:
            raise AutograderError(f"{path} cannot be read: {error}. Wanted: a CSV file in UTF-8.") from error
        rows = csv.DictReader(text.splitlines(), skipinitialspace=True)
        header = tuple((name or "").strip().lower() for name in rows.fieldnames or ())
        if not text.strip():
            return cls({})
        if set(header) != set(COLUMNS):
            raise AutograderError(f"{path} starts with {','.join(header)!r}. Wanted: {','.join(COLUMNS)}.")
        rows.fieldnames = list(header)
        hours: dict[tuple[str, str], tuple[float, str]] = {}
        for row in rows:
            if not any(isinstance(value, str) and value.strip() for value in row.values()):
                continue
            student, lesson, given, reason = (str(row[name] or "").strip() for name in COLUMNS)
            key = (student, lesson)
            problem = None if None not in row else "it has more cells than the header"
            value = _hours(given)
            if value is None:
                problem = f"{given!r} is no number of hours from 0 to {MOST_HOURS:,}"
            elif not student or not lesson:
                problem = "it wants a student and a lesson (* for every lesson)"
            elif key in hours:
                problem = "this student and lesson stand in an earlier line too"
            if problem or value is None:
                raise AutograderError(f"{path}, line {rows.line_num}: {problem}. Mend that line.")
            hours[key] = (value, reason)
        return cls(hours)

    def for_student(self, student: str, lesson: str) -> timedelta | None:
        """A student's extra time in a lesson (by its full name); None where the file says nothing."""
        found = self._line(student, lesson)
        return None if found is None else timedelta(seconds=round(found[0] * 3600))

    def reason(self, student: str, lesson: str) -> str:
        """Why a student has extra time in a lesson; empty where the file says nothing."""
        found = self._line(student, lesson)
        return "" if found is None else found[1]

    def _line(self, student: str, lesson: str) -> tuple[float, str] | None:
        return self.hours.get((student, lesson)) or self.hours.get((student, EVERY))

    def unknown_lessons(self, names: list[str]) -> list[str]:
        """What stands in the column `lesson` and is none."""
        return sorted({lesson for _, lesson in self.hours if lesson != EVERY and lesson not in names})


def _hours(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 <= value <= MOST_HOURS else None


def extra_time_path(config: Config, directory: CourseDirectory) -> Path:
    """Where the course's file of extra time is, by its configuration."""
    return Path(directory.root) / LatePolicy(config=config).extra_time


class LatePolicy(LateSubmissionPlugin):
    """So much per cent of the points for each day that was started, after some grace, down to a floor.

    By default nothing is taken off. Days are counted from the due date, so the grace does not move them.
    """

    grace_minutes = Float(0.0, min=0, help="late by no more than this costs nothing").tag(config=True)
    percent_per_day = Float(0.0, min=0, max=100, help="taken off for each day that was started").tag(config=True)
    floor_percent = Float(0.0, min=0, max=100, help="of what was earned, at least this is left").tag(config=True)
    extra_time = Unicode(FILE, help="a CSV file with extra time for single students").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points to take off; None for none. See nbgrader's `LateSubmissionPlugin`."""
        return self.penalty(score, total_seconds_late - self._not_yet_counted(student_id))

    def penalty(self, score: float, seconds_late: float) -> float | None:
        """The points to take off `score` for work that came so many seconds late; None for none."""
        if self.penalty_method == "zero" and seconds_late > self.grace_minutes * 60:
            return score
        if not self.percent_per_day or seconds_late <= self.grace_minutes * 60:
            return None
        days = math.ceil(seconds_late / 86400)
        percent = min(days * self.percent_per_day, 100 - self.floor_percent)
        return max(score, 0.0) * percent / 100

    def _not_yet_counted(self, student: str) -> float:
        """Seconds of extra time that the gradebook does not know of: those of a class that only stock tools grade."""
        lesson = getattr(self.parent, "assignment_id", None)
        if not lesson:  # called by other code than nbgrader's step: that code has counted the extra time
            return 0.0
        directory = CourseDirectory(config=self.config)
        given = ExtraTime.of(Path(directory.root) / self.extra_time).for_student(student, lesson)
        if given is None:
            return 0.0
        known = self.parent.gradebook.find_submission(lesson, student).extension or timedelta()
        return (given - known).total_seconds()
