"""What the head of a lesson says of it, and the map of the course made from all heads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from nbformat import NotebookNode

from ..errors import AutograderError

TITLE = re.compile(r"^# Lesson (?P<number>\d+): (?P<title>.+)$", re.M)
PROMISE = re.compile(
    r"^\*\*(?P<tagline>.+?)\*\* About (?P<minutes>\d+) minutes · (?P<points>\d+) points · you need (?P<needs>.+?)\.?$",
    re.M,
)
OTHER_LESSONS = re.compile(r"\blessons? (\d+(?:(?:, (?:and )?| and | to )\d+)*)(?!\d)")
FROM_TO = re.compile(r"(\d+) to (\d+)")
ROW, LINE, WIDTH = 52, 90, 430  # pixels of the drawing: a row, where the line of lessons runs, and all
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
    return drawing(lessons) + "\n\n" + "\n".join(f":::{{div}} lesson-card\n{card}:::\n" for card in cards)


def drawing(lessons: list[Overview]) -> str:
    """What builds on what, as SVG: one lesson a row, on the left an arrow from each lesson to those that need it."""
    rows = {each.number: ROW * row + ROW // 2 for row, each in enumerate(lessons)}
    shapes, said = [], []
    for each in lessons:
        end = rows[each.number]
        before = [n for n in each.builds_on if n in rows]
        said += [f"lesson {each.number} on {_and([str(n) for n in before])}"] if before else []
        for n in before:
            start = rows[n]
            if end - start == ROW:
                shapes.append(f'<path d="M{LINE} {start + 15}V{end - 20}"/>')
                shapes.append(f'<polygon points="{LINE},{end - 15} {LINE - 4},{end - 23} {LINE + 4},{end - 23}"/>')
            else:  # round the lessons between them
                far = LINE - 15 - 6 - (end - start) * 0.3
                shapes.append(f'<path d="M{LINE - 15} {start}C{far:g} {start} {far:g} {end} {LINE - 20} {end}"/>')
                shapes.append(f'<polygon points="{LINE - 15},{end} {LINE - 23},{end - 4} {LINE - 23},{end + 4}"/>')
    for each in lessons:
        y = rows[each.number]
        shapes.append(f'<circle cx="{LINE}" cy="{y}" r="15"/>')
        shapes.append(f'<text x="{LINE}" y="{y + 6}" text-anchor="middle">{each.number}</text>')
        shapes.append(f'<text x="{LINE + 28}" y="{y + 6}">{escape(each.title)}</text>')
    words = f"What builds on what: {'; '.join(said)}." if said else "The lessons, in order."
    head = f'<svg class="course-map" viewBox="0 0 {WIDTH} {ROW * len(lessons)}" role="img" aria-label="{words}">'
    return f"{head}{''.join(shapes)}</svg>"


def _link(lesson: Overview) -> str:
    return f"[lesson {lesson.number}](lessons/{lesson.name})"


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
