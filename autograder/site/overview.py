"""What the head of a lesson says of it, and the map of the course made from all heads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nbformat import NotebookNode

from ..errors import AutograderError

TITLE = re.compile(r"^# Lesson (?P<number>\d+): (?P<title>.+)$", re.M)
PROMISE = re.compile(
    r"^\*\*(?P<tagline>.+?)\*\* About (?P<minutes>\d+) minutes · (?P<points>\d+) points · you need (?P<needs>.+?)\.?$",
    re.M,
)
OTHER_LESSONS = re.compile(r"\blessons? (\d+(?:(?:, (?:and )?| and | to )\d+)*)(?!\d)")
FROM_TO = re.compile(r"(\d+) to (\d+)")
LAST_HEADING = "## What you can do now"


@dataclass(frozen=True)
class Overview:
    """The head of a lesson: what it is called, how long it takes, what it needs, what it is for."""

    name: str
    number: int
    title: str
    tagline: str
    minutes: int
    points: int
    needs: str
    aim: str
    able: str

    @property
    def builds_on(self) -> list[int]:
        """The numbers of the lessons that this one needs."""
        named = " ".join(OTHER_LESSONS.findall(self.needs))
        numbers = {int(n) for n in re.findall(r"\d+", named)}
        for first, last in FROM_TO.findall(named):
            numbers.update(range(int(first), int(last)))
        return sorted(numbers)


def overview(name: str, notebook: NotebookNode) -> Overview:
    """Read the head of a lesson.

    Raises
    ------
    AutograderError
        If the first cell has no title `# Lesson N: …` or no line `**…** About N minutes · N points · you need …`.
    """
    head = notebook.cells[0].source if notebook.cells else ""
    title, promise = TITLE.search(head), PROMISE.search(head)
    if not title or not promise:
        what = "a promise `**…** About 90 minutes · 60 points · you need …`" if title else "a title `# Lesson 1: …`"
        raise AutograderError(f"The first cell of lesson {name} has no line with {what}; the site's map needs it.")
    paragraphs = [part.strip() for part in head[promise.end() :].split("\n\n") if part.strip()]
    aim = next((part for part in paragraphs if not part.startswith(("|", "#"))), "")
    return Overview(
        name=name,
        number=int(title["number"]),
        title=title["title"].strip(),
        tagline=promise["tagline"].strip(),
        minutes=int(promise["minutes"]),
        points=int(promise["points"]),
        needs=promise["needs"].strip(),
        aim=" ".join(aim.split()),
        able=_able(notebook),
    )


def _able(notebook: NotebookNode) -> str:
    """The first sentence after `What you can do now`: what the lesson lets its reader do."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and LAST_HEADING in cell.source:
            text = " ".join(cell.source.partition(LAST_HEADING)[2].split("\n\n")[1].split())
            return re.split(r"(?<=[.!?]) (?=[A-Z])", text)[0]
    return ""


def course_map(lessons: list[Overview]) -> str:
    """The map of the course as MyST text: one card a lesson, in order, each with what it builds on."""
    by_number = {each.number: each for each in lessons}
    cards = []
    for each in lessons:
        before = [_link(by_number[n]) if n in by_number else f"lesson {n}" for n in each.builds_on]
        builds_on = f"builds on {_and(before)}" if before else "needs no lesson before it"
        cards.append(
            f"### [{each.number} · {each.title}](lessons/{each.name})\n\n"
            f"**{each.tagline}** {each.able or each.aim}\n\n"
            f"{each.minutes} minutes · {each.points} points · {builds_on}\n"
        )
    return "\n".join(f":::{{div}} lesson-card\n{card}:::\n" for card in cards)


def _link(lesson: Overview) -> str:
    return f"[lesson {lesson.number}](lessons/{lesson.name})"


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
