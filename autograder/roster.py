"""Who is in the class and how an LMS calls them: a roster read from CSV, matched with the gradebook's students.

A roster is a CSV file with a header: Canvas's exported gradebook, Moodle's exported grades, participants or grading
worksheet, Gradescope's roster, or your own with columns such as `student id`, `first name`, `last name`, `email`,
`id number`, `username`, `section`. A column `submitted at` (Moodle's worksheet has it as `Last modified (submission)`)
tells :mod:`autograder.collect` when work came in, where the export itself does not.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, fields
from pathlib import Path

from .errors import AutograderError

# What the columns of a roster may be called, in lower case without punctuation.
ROSTER_COLUMNS = {
    "student": ("student id", "nbgrader id", "studentid"),
    "name": ("student", "name", "full name", "user full name"),
    "first": ("first name", "firstname", "given name"),
    "last": ("last name", "lastname", "surname", "family name"),
    "canvas_id": ("id", "canvas id", "canvas user id"),
    "sis_id": ("sis user id", "id number", "idnumber", "sid"),
    "login": ("sis login id", "username", "user name", "login", "login id"),
    "email": ("email address", "email", "e mail", "mail"),
    "section": ("section", "group", "groups"),
    "participant": ("identifier", "participant"),
    "submitted_at": ("submitted at", "submission time", "last modified submission"),
}
NOT_STUDENTS = ("points possible", "student, test")


@dataclass
class Person:
    """A student as an LMS knows them; `student` is the id in the gradebook."""

    student: str = ""
    name: str = ""
    first: str = ""
    last: str = ""
    canvas_id: str = ""
    sis_id: str = ""
    login: str = ""
    email: str = ""
    section: str = ""
    participant: str = ""
    submitted_at: str = ""

    @property
    def last_first(self) -> str:
        """`Last, First`, as gradebooks sort."""
        parts = [part for part in (self.last, self.first) if part]
        return self.name or ", ".join(parts) or self.student

    @property
    def names(self) -> list[str]:
        """Whatever may be this student's id in the gradebook, the likeliest first."""
        local = [address.partition("@")[0] for address in (self.login, self.email)]
        known = [self.student, self.login, self.sis_id, self.email, *local, self.canvas_id]
        return [name for name in dict.fromkeys(known) if name]

    @property
    def called(self) -> set[str]:
        """The ways in which an LMS may write the name, reduced by :func:`squash`."""
        last, _, first = self.name.partition(",")
        ways = (self.name, f"{first} {last}", f"{self.first} {self.last}", f"{self.last} {self.first}")
        return {squash(way) for way in ways} - {""}


def squash(name: str) -> str:
    """A name in lower case without accents, spaces and punctuation: what every LMS keeps of it."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in plain if character.isalnum())


def read_roster(path: Path) -> tuple[list[str], list[Person]]:
    """A roster's header and people."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AutograderError(f"The roster {path} cannot be read: {error}. Wanted: a CSV file in UTF-8.") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        table = [row for row in rows if any(map(str.strip, row))]
    except csv.Error as error:
        raise AutograderError(f"The roster {path} is no CSV file: line {rows.line_num}: {error}.") from error
    header = [cell.strip() for cell in table[0]] if table else []
    plain = [" ".join(re.findall(r"\w+", cell.lower())) for cell in header]
    places = {
        name: next(plain.index(title) for title in titles if title in plain)
        for name, titles in ROSTER_COLUMNS.items()
        if any(title in plain for title in titles)
    }
    if not places.keys() & {"student", "canvas_id", "sis_id", "login", "email"}:
        raise AutograderError(
            f"The roster {path} names no students: its first line is {first.strip()[:80]!r}. Wanted: a header with "
            "one of the columns student id, SIS Login ID, SIS User ID, ID number, Username, Email address."
        )
    people = []
    for row in table[1:]:
        cells = {name: row[place].strip() for name, place in places.items() if place < len(row)}
        if not any(cells.get("name", "").lower().startswith(other) for other in NOT_STUDENTS):
            people.append(Person(**cells))
    if not people:
        raise AutograderError(f"The roster {path} holds no students.")
    return header, people


def match(known: dict[str, Person], roster: list[Person]) -> list[Person]:
    """The roster's people with their ids in the gradebook, and what only the gradebook knows of them."""
    taken: dict[str, Person] = {}
    for person in roster:
        found = next((name for name in person.names if name in known), None)
        if found is None:
            person.student = person.names[0] if person.names else ""
            continue
        if found in taken:
            raise AutograderError(
                f"The roster lists {found!r} twice: {taken[found].last_first!r} and {person.last_first!r}. Keep one."
            )
        taken[found] = person
        person.student = found
        for each in fields(person):
            if not getattr(person, each.name):
                setattr(person, each.name, getattr(known[found], each.name))
    return roster
