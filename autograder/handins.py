"""Whose file is it? The names that Canvas, Moodle, Gradescope and nbgrader's exchange give to what students hand in.

What is relied on, each from the program that writes the names or from what others read of them:

Canvas (*Download Submissions*; `lib/content_zipper.rb` and `Attachment.make_unique_filename` in
github.com/instructure/canvas-lms)
    `doejane_LATE_12345_67890_perceptron-1.ipynb`: the sortable name ("Doe, Jane") in lower case with letters, digits
    and underscores only, `LATE` if it was, Canvas's user id, the upload's id, the file's own name. Uploads are
    numbered in the order in which they come, so the largest is the latest. Canvas itself writes `-1`, `-2` before
    the ending when a student uploads a name again. With anonymous grading the first parts are `anon_x1y2z`, or
    `LATE_anon_x1y2z`. The time is not in the zip. Names are UTF-8, though the zip does not say so. A name that ends in
    a number can pretend to be another user's id; so where a file's name can be read in more than one way, the roster
    decides, and without an answer it is kept aside.
Moodle (*Download all submissions*; `mod/assign/classes/downloader.php` in github.com/moodle/moodle)
    `Jane Doe_1234567_assignsubmission_file_/perceptron.ipynb` (newer ones without the last underscore), or without
    folders `Jane Doe_1234567_assignsubmission_file_perceptron.ipynb`. Underscores in the name became spaces. The
    number is the participant's in this one assignment: only the grading worksheet of the same assignment, used as
    the roster, knows it (`Participant 1234567` in its column `Identifier`). Otherwise the name has to do. The zip
    holds the latest attempt only, and no time. Moodle writes `name (1).ipynb` when a name is uploaded again.
Gradescope (*Export Submissions*; its readers in github.com/ucbds-infra/otter-grader, `otter/grade/metadata.py`, and
github.com/gradescope/autograder_samples, `docs/submission_metadata.md`)
    `assignment_99_export/submission_12345/…` and `submission_metadata.yml`, which says for each of these folders
    `:submitters:` (`:name:`, `:sid:`, `:email:`; several for a group) and `:created_at:`.
nbgrader's exchange (`nbgrader/exchange/default/submit.py` and `collect.py`; nbgrader issues 295 and 978)
    folders `student+assignment+2025-10-16 17:55:00.000000 UTC+random`; old ones have no random part. Ids may hold a
    `+`. The folder's own `timestamp.txt` belongs to the student (issue 1104), so the name's time counts.
A folder
    `student/NN-name/…` as nbgrader submits, `student/…`, or one notebook or zip for each student, `student.ipynb`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml  # type: ignore[import-untyped]
from nbgrader.utils import parse_utc

from .archives import JUNK, Member
from .course import Lesson
from .errors import AutograderError, SubmissionError
from .intake import TIMESTAMP
from .roster import Person, squash

METADATA = "submission_metadata.yml"
MOST_METADATA_BYTES = 32 << 20
CANVAS = re.compile(r"(?=_(?P<user>\d+)_(?P<upload>\d+)_(?P<name>[^/]+))")
ANONYMOUS = re.compile(r"^(?P<late>LATE_)?(?P<who>anon_[^\W_]+)_(?P<upload>\d+)_(?P<name>[^/]+)$")
MOODLE = re.compile(r"^(?P<who>[^_/]+)(?:_(?P<number>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<rest>.*))?$")


EXCHANGE = re.compile(
    r"^(?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?) (?P<zone>[+-]\d{4}|[A-Za-z][\w/]*)(?:\+[\w=-]+)?$"
)


@dataclass(frozen=True)
class Claim:
    """What a source says of who handed something in; `label` is how the source calls them."""

    label: str
    name: str = ""
    student: str = ""
    canvas_id: str = ""
    participant: str = ""
    sis_id: str = ""
    email: str = ""

    @property
    def own_id(self) -> str:
        """What serves as the student's id where there is no roster."""
        return self.student or self.canvas_id or self.sis_id or self.email or self.name or self.label


@dataclass
class HandIn:
    """What one student handed in at once. `uploads` numbers files by when they came, where that is known."""

    claim: Claim
    files: list[tuple[str, Member]] = field(default_factory=list)
    uploads: dict[int, int] = field(default_factory=dict)
    submitted_at: datetime | None = None
    late: bool = False
    doubt: str | None = None
    notes: list[str] = field(default_factory=list)
    trust_timestamp: bool = False

    def add(self, path: str, member: Member, upload: int = 0) -> None:
        """One more file, by its path within the submission."""
        self.uploads[len(self.files)] = upload
        self.files.append((path, member))


@dataclass
class Reading:
    """What a source holds, and the files in it that are nobody's."""

    handins: list[HandIn] = field(default_factory=list)
    strays: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """The person that a claim means, and by what; or nobody, and why. `several` if it could be more than one."""

    person: Person | None
    why: str
    several: bool = False


class Class:
    """Who is in the class, asked by id or by name."""

    def __init__(self, people: Iterable[Person], closed: bool) -> None:
        self.people = list(people)
        self.closed = closed  # a roster: whoever is not on it is unknown
        self._by: dict[tuple[str, str], list[Person]] = {}
        for person in self.people:
            own = {("any", name.casefold()) for name in person.names}
            own |= {(kind, str(getattr(person, kind)).casefold()) for kind in ("canvas_id", "sis_id", "email")}
            own |= {("participant", "".join(re.findall(r"\d+", person.participant)))}
            own |= {("name", name) for name in person.called}
            for key in own:
                if key[1]:
                    self._by.setdefault(key, []).append(person)

    def has(self, kind: str) -> bool:
        """Whether ids of this kind are known here at all."""
        return any(key[0] == kind for key in self._by)

    def by(self, kind: str, value: str) -> list[Person]:
        """Those with this id, or of this name."""
        return self._by.get((kind, squash(value) if kind == "name" else value.casefold()), [])

    def find(self, claim: Claim) -> Found:
        """Whom a claim means. An id decides where ids of its kind are known; only without one does the name."""
        for kind, value, said in (
            ("any", claim.student, "the id"),
            ("canvas_id", claim.canvas_id, "the Canvas user id"),
            ("participant", claim.participant, "the participant number"),
            ("email", claim.email, "the e-mail address"),
            ("any", claim.email, "the e-mail address"),
            ("sis_id", claim.sis_id, "the student number"),
            ("any", claim.sis_id, "the student number"),
        ):
            found = self.by(kind, value) if value else []
            if len(found) > 1:
                return Found(None, f"{said} {value} belongs to {len(found)} people", several=True)
            if found:
                return Found(found[0], f"{said} {value}")
        if claim.canvas_id and self.has("canvas_id"):
            return Found(None, f"nobody has the Canvas user id {claim.canvas_id}")
        if claim.participant and self.has("participant"):
            return Found(None, f"nobody has the participant number {claim.participant}")
        found = self.by("name", claim.name) if claim.name else []
        if len(found) > 1:
            why = f"{len(found)} people are called {claim.name}: the roster needs a column with their ids"
            return Found(None, why, several=True)
        if found:
            return Found(found[0], f"the name {claim.name}")
        return Found(None, f"nobody is called {claim.name or claim.label}")


def read_canvas(members: list[Member], lesson: Lesson, people: Class) -> Reading:
    """What Canvas's zip holds."""
    reading = Reading()
    found: dict[tuple[str, str], HandIn] = {}
    for member in members:
        parsed = _canvas_names(_last(member.name))
        if not parsed:
            reading.strays.append((member.name, member.problem or "it is not named as Canvas names submissions"))
            continue
        (claim, upload, name, late), doubt = _likeliest(parsed, people)
        handin = found.setdefault((claim.canvas_id or claim.label, claim.name), HandIn(claim))
        handin.add(name, member, upload)
        handin.late |= late
        handin.doubt = handin.doubt or doubt
    reading.handins = list(found.values())
    owners: dict[str, list[HandIn]] = {}
    for handin in reading.handins:
        if handin.claim.canvas_id:
            owners.setdefault(handin.claim.canvas_id, []).append(handin)
    for user, several in owners.items():
        if len(several) > 1:
            names = ", ".join(sorted(handin.claim.name for handin in several))
            for handin in several:
                handin.doubt = f"several names claim the Canvas user id {user}: {names}"
    return reading


_CanvasName = tuple[Claim, int, str, bool]


def _canvas_names(text: str) -> list[_CanvasName]:
    """All ways to read a name; Canvas's own is among them, if it is one of Canvas's."""
    if anonymous := ANONYMOUS.match(text):
        who = anonymous["who"]
        return [(Claim(who, student=who), int(anonymous["upload"]), anonymous["name"], bool(anonymous["late"]))]
    ways = []
    for match in CANVAS.finditer(text):
        who = text[: match.start()]
        late = who.endswith("_LATE")
        who = who.removesuffix("_LATE")
        if who and "/" not in who and len(match["user"]) <= 20 and len(match["upload"]) <= 20:
            claim = Claim(f"{who}_{match['user']}", name=who, canvas_id=match["user"])
            ways.append((claim, int(match["upload"]), match["name"], late))
    return ways


def _likeliest(ways: list[_CanvasName], people: Class) -> tuple[_CanvasName, str | None]:
    if len(ways) == 1 or not people.has("canvas_id"):
        return ways[0], None
    owned = [way for way in ways if people.by("canvas_id", way[0].canvas_id)]
    if len(owned) == 1:
        return owned[0], None
    if not owned:
        return ways[0], None
    # Names do not decide: a student may call himself as he likes.
    ids = ", ".join(way[0].canvas_id for way in owned)
    return ways[0], f"its name can be read in several ways, as from the Canvas users {ids}"


def read_moodle(members: list[Member], lesson: Lesson, people: Class) -> Reading:
    """What Moodle's zip holds, with a folder for each student or without."""
    reading = Reading()
    found: dict[tuple[str, str], HandIn] = {}
    for member in members:
        parts = member.name.split("/")
        place = next((number for number, part in enumerate(parts) if MOODLE.match(part)), None)
        match = MOODLE.match(parts[place]) if place is not None else None
        if match is None or place is None:
            reading.strays.append((member.name, member.problem or "it is not named as Moodle names submissions"))
            continue
        who, number = match["who"], match["number"] or ""
        claim = Claim(f"{who}_{number}".rstrip("_"), name=who, participant=number)
        handin = found.setdefault((who, number), HandIn(claim))
        path = "/".join(parts[place + 1 :]) or match["rest"] or match["plugin"]
        again = re.search(r" \((\d{1,4})\)\.\w+$", path)
        handin.add(path, member, int(again[1]) if again else 0)
    reading.handins = list(found.values())
    return reading


def read_gradescope(members: list[Member], lesson: Lesson, people: Class) -> Reading:
    """What Gradescope's export holds; each member of a group gets a copy."""
    metadata = next(member for member in members if _last(member.name) == METADATA)
    root = metadata.name[: -len(METADATA)]
    entries = _metadata(metadata)
    reading = Reading()
    found: dict[str, list[HandIn]] = {key: _submitters(key, entry) for key, entry in entries.items()}
    for member in members:
        if member is metadata:
            continue
        key, _, path = member.name.removeprefix(root).partition("/")
        handins = found.get(key, [])
        for handin in handins:
            handin.add(path or key, member)
        if not handins:
            reading.strays.append((member.name, member.problem or f"{METADATA} says nothing of {key}"))
    reading.handins = [handin for several in found.values() for handin in several if handin.files]
    return reading


class _Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads Ruby's objects as the mappings, lists and words that they are written as, and makes none of them."""


def _plain(loader: _Plain, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    return loader.construct_scalar(node)


_Plain.add_multi_constructor("!", _plain)


def _metadata(member: Member) -> dict[str, dict[str, Any]]:
    try:
        if member.problem or member.size > MOST_METADATA_BYTES:
            raise SubmissionError(member.problem or f"it has {member.size:,} bytes")
        with member.open() as file:
            data = yaml.load(file.read(MOST_METADATA_BYTES), Loader=_Plain)
        if not isinstance(data, dict):
            raise SubmissionError("it is no mapping of submissions")
    except (SubmissionError, yaml.YAMLError, OSError, ValueError, RecursionError, TypeError) as error:
        raise AutograderError(
            f"{member.name} cannot be read ({str(error)[:200]}), and only it says whose submissions these are. "
            "Export them from Gradescope again."
        ) from error
    return {str(key): entry for key, entry in data.items() if isinstance(entry, dict)}


def _submitters(key: str, entry: dict[str, Any]) -> list[HandIn]:
    people = entry.get(":submitters")
    when = _time(entry.get(":created_at"))
    handins = []
    for person in people if isinstance(people, list) else []:
        if isinstance(person, dict):
            name, sid, email = (str(person.get(part) or "").strip() for part in (":name", ":sid", ":email"))
            claim = Claim(f"{key}_{squash(name) or sid}", name=name, sis_id=sid, email=email)
            handins.append(HandIn(claim, submitted_at=when))
    return handins or [HandIn(Claim(key), submitted_at=when, doubt=f"{METADATA} names nobody for {key}")]


def _time(value: Any) -> datetime | None:
    """A time in UTC without a zone, as nbgrader keeps them."""
    if isinstance(value, dict):  # Ruby's TimeWithZone
        value = value.get("utc") or value.get("time")
    if isinstance(value, str):
        try:
            value = parse_utc(value)
        except (ValueError, OverflowError, TypeError):
            return None
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def read_exchange(members: list[Member], lesson: Lesson, people: Class) -> Reading:
    """What lies in the exchange's folder `inbound`; all attempts, with their times."""
    reading = Reading()
    found: dict[str, HandIn] = {}
    for member in members:
        parts = member.name.split("/")
        place = next((number for number, part in enumerate(parts) if part.count("+") >= 2), None)
        parsed = _exchange_name(parts[place], lesson) if place is not None else None
        if place is None or parsed is None:
            if place is None or "+" + lesson.name + "+" in parts[place]:
                reading.strays.append((member.name, member.problem or "it is not named as the exchange names folders"))
            continue
        student, when = parsed
        claim = Claim(parts[place], name=student, student=student)
        handin = found.setdefault(parts[place], HandIn(claim, submitted_at=when))
        path = "/".join(parts[place + 1 :])
        if path != TIMESTAMP:  # the time in the folder's name counts
            handin.add(path or parts[place], member)
    reading.handins = list(found.values())
    return reading


def _exchange_name(name: str, lesson: Lesson) -> tuple[str, datetime] | None:
    """The student and the time; None for another lesson's folder and for no such folder."""
    student, _, rest = name.rpartition(f"+{lesson.name}+")
    match = EXCHANGE.match(rest)
    when = (
        _time(f"{match['time']}{match['zone'] if match['zone'][0] in '+-' else ' ' + match['zone']}") if match else None
    )
    return (student, when) if student and when is not None else None


def read_folder(members: list[Member], lesson: Lesson, people: Class) -> Reading:
    """Folders or files with the students' ids for names."""
    reading = Reading()
    found: dict[str, HandIn] = {}
    others = {each.name for each in lesson.course.lessons} - {lesson.name}
    for member in members:
        first, _, rest = member.name.partition("/")
        if not rest:
            path = PurePosixPath(first)
            if path.suffix.lower() not in (".ipynb", ".zip"):
                reading.strays.append(
                    (member.name, member.problem or "it is neither a notebook nor a student's folder")
                )
                continue
            student = re.sub(rf"[-_. ]+(?:{re.escape(lesson.name)}|{re.escape(lesson.notebook_name)})$", "", path.stem)
            rest, first = path.name, student or path.stem
        elif rest.partition("/")[0] in others:
            continue
        elif rest.startswith(f"{lesson.name}/"):
            rest = rest.removeprefix(f"{lesson.name}/")
        handin = found.setdefault(first, HandIn(Claim(first, name=first, student=first), trust_timestamp=True))
        handin.add(rest, member)
    reading.handins = list(found.values())
    return reading


Reader = Callable[[list[Member], Lesson, Class], Reading]
READERS: dict[str, Reader] = {
    "canvas": read_canvas,
    "moodle": read_moodle,
    "gradescope": read_gradescope,
    "exchange": read_exchange,
    "folder": read_folder,
}


def clean(members: list[Member], lesson: Lesson, unwrap: bool) -> list[Member]:
    """The members without what systems leave behind, and without a folder around everything, if `unwrap`."""
    kept = [member for member in members if not JUNK.search(member.name)]
    tops = {member.name.partition("/")[0] for member in kept if not member.problem}
    if not unwrap or len(tops) != 1 or any("/" not in member.name for member in kept if not member.problem):
        return kept
    top = f"{tops.pop()}/"
    inner = {member.name.removeprefix(top).partition("/")[0] for member in kept if not member.problem}
    lone = {lesson.name, f"{lesson.notebook_name}.ipynb"}  # not a wrapping: the only student's own folder
    if inner & lone or MOODLE.match(top[:-1]) or top.count("+") >= 2:
        return kept
    return [
        Member(member.name.removeprefix(top), member.size, member.problem, member.open)
        if member.name.startswith(top)
        else member
        for member in kept
    ]


def find_kind(members: list[Member], lesson: Lesson) -> str:
    """Which program named these files.

    Raises
    ------
    AutograderError
        If some are named by one and the others not.
    """
    names = [member.name for member in members if not member.problem]
    if any(_last(name) == METADATA for name in names):
        return "gradescope"
    if not names:
        return "folder"
    shares = {
        "moodle": sum(any(MOODLE.match(part) for part in name.split("/")) for name in names) / len(names),
        "exchange": sum(any(part.count("+") >= 2 for part in name.split("/")[:-1]) for name in names) / len(names),
        "canvas": sum(bool(_canvas_names(_last(name))) for name in names) / len(names),
    }
    best = max(shares, key=lambda kind: shares[kind])
    if shares[best] > 0.5:
        return best
    if not shares[best]:
        return "folder"
    raise AutograderError(
        f"{shares[best]:.0%} of the files are named as by {best}, the others not. Say what it is: "
        f"--from {best}, or --from folder."
    )


def _last(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]
