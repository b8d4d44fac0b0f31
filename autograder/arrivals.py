"""When a class handed in, counted in steps of time before and after the deadline."""

from __future__ import annotations

import math
from dataclasses import dataclass

from .results import ClassResults

HOUR, DAY, WEEK = 1, 24, 168
STEPS = (HOUR, 6, DAY, WEEK, 4 * WEEK)  # hours; the first that needs no more than MOST steps is taken
MOST = 24


@dataclass(frozen=True)
class Arrivals:
    """The submissions of one step. Hours count from the deadline, or from the first submission if there is none.

    A step holds its upper end, so that work handed in exactly at the deadline is in time.
    """

    low: int
    high: int
    students: int
    so_far: int
    against_deadline: bool

    @property
    def late(self) -> bool:
        """Whether these came after the deadline; nobody's extra time is counted here."""
        return self.against_deadline and self.low >= 0

    @property
    def words(self) -> str:
        """The step for reading: `2 to 1 days before`, `up to 6 hours after`."""
        unit, name = (DAY, "day") if self.low % DAY == 0 == self.high % DAY else (HOUR, "hour")
        low, high = self.low // unit, self.high // unit
        before = self.against_deadline and high <= 0
        near, far = (-high, -low) if before else (low, high)
        end = ("before" if before else "after") + ("" if self.against_deadline else " the first")
        if near == 0:
            return f"up to {far} {name}{'' if far == 1 else 's'} {end}"
        span = f"{far} to {near}" if before else f"{near} to {far}"
        return f"{span} {name}s {end}"


def arrivals(results: ClassResults) -> list[Arrivals]:
    """Graded submissions whose time is known, step by step, empty steps included; nothing if no time is known."""
    times = sorted(result.submitted_at for result in results.results if result.submitted_at is not None)
    if not times:
        return []
    zero = results.due or times[0]
    hours = [(time - zero).total_seconds() / 3600 for time in times]
    for step in STEPS:
        first, last = math.ceil(hours[0] / step) - 1, math.ceil(hours[-1] / step)
        if results.due is None:
            first = 0
        else:
            first, last = min(first, -1), max(last, 0)
        last = max(last, first + 1)
        if last - first <= MOST:
            break
    found, so_far = [], 0
    for number in range(first, last):
        low, high = number * step, (number + 1) * step
        students = sum(low < hour <= high or (number == first and hour == low) for hour in hours)
        so_far += students
        found.append(Arrivals(low, high, students, so_far, results.due is not None))
    return found
