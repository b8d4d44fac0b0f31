"""The hostile class: all cases and honest neighbours hand in, the command grades, and what is left is counted."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.course import Course
from autograder.engine import linux
from autograder.records import Record

from . import cases_break, cases_pages, cases_points, cases_reach, cases_wire
from .case import Case
from .lesson import NAME, NOTEBOOK, RIGHT, STUBS, handed_in, make_course

REPOSITORY = Path(__file__).resolve().parents[2]
CASES: list[Case] = [
    *cases_points.CASES,
    *cases_wire.CASES,
    *cases_reach.CASES,
    *cases_break.CASES,
    *cases_pages.CASES,
]
BETWEEN = 10  # cases between one honest neighbour and the next
SECRET_VARIABLE = "secret_environment_value"
HONEST = "# secret_line_of_a_neighbour\n"
COMMANDS = ("grade", "feedback", "report")


def student_of(case: Case) -> str:
    """The id under which a case hands in: in the order of the cases, so that neighbours stand between them."""
    number = CASES.index(case)
    return case.student or f"{number:03}-{re.sub(r'[^a-z0-9]+', '-', case.name.lower())[:60]}"


def honest() -> list[str]:
    """The neighbours' ids."""
    return [f"{number:03}-honest" for number in range(0, len(CASES) + BETWEEN, BETWEEN)]


@dataclass(frozen=True)
class Outcome:
    """What is known after the batch."""

    root: Path
    codes: dict[str, int]
    output: str
    processes: list[str]
    files: list[str]
    before: dict[str, str]
    after: dict[str, str]

    @cached_property
    def records(self) -> dict[str, Record]:
        paths = (self.root / "grading" / "records" / NAME).glob("*.json")
        return {path.stem: Record.from_json(path.read_text(encoding="utf-8")) for path in paths}

    def line(self, student: str) -> str:
        """What the command said of a student."""
        starts = (f"{student}: ", f"{student!r}: ")
        return next((line for line in self.output.splitlines() if line.startswith(starts)), "")

    def page(self, student: str) -> str:
        return (self.root / "grading" / "feedback" / student / NAME / f"{NOTEBOOK}.html").read_text(encoding="utf-8")

    def notebook(self, student: str) -> NotebookNode:
        path = self.root / "grading" / "autograded" / student / NAME / f"{NOTEBOOK}.ipynb"
        return nbformat.read(path, as_version=4)


def hand_in(root: Path, student: str, content: bytes, files: dict[str, bytes]) -> None:
    """Put a submission where `grade` looks for it."""
    folder = root / "grading" / "submitted" / student / NAME
    name = f"{NOTEBOOK}.ipynb" if f"{NOTEBOOK}.ipynb/x.txt" not in files else "other.ipynb"
    for path, data in {name: content, **files}.items():
        _write(folder, path, data)


def _write(folder: Path, path: str, data: bytes) -> None:
    """Write a file step by step: its whole path may be longer than the kernel takes at once."""
    *folders, name = path.split("/")
    folder.mkdir(parents=True, exist_ok=True)
    here = os.open(folder, os.O_RDONLY)
    for each in folders:
        if not os.access(each, os.F_OK, dir_fd=here):
            os.mkdir(each, dir_fd=here)
        deeper = os.open(each, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644, dir_fd=here)
    with os.fdopen(file, "wb") as opened:
        opened.write(data)
    os.close(here)


def prepare(root: Path, cases: list[Case], places: dict[str, str]) -> None:
    """A course in which every case and the neighbours have handed in."""
    lesson = make_course(root)
    released = nbformat.read(lesson.release, as_version=4)
    for case in cases:
        answers = {name: RIGHT[name] for name in case.kept if name != case.where}
        notebook = handed_in(released, answers | {case.where: f"{STUBS[case.where]}\n\n{case.attack}"})
        edited = case.edit(notebook) if case.edit else None
        content = edited if isinstance(edited, bytes) else nbformat.writes(notebook).encode()
        for mark, value in places.items():
            content = content.replace(mark.encode(), value.encode())
        hand_in(root, student_of(case), content, case.files)
    for student in honest()[: 1 + -(-len(cases) // BETWEEN)]:
        answers = {name: HONEST + answer for name, answer in RIGHT.items()}
        hand_in(root, student, nbformat.writes(handed_in(released, answers)).encode(), {})


class Things:
    """Things of ours that an attack may reach for: a listening socket of each kind, and this process."""

    def __init__(self, folder: Path) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.local = socket.socket(socket.AF_UNIX)
        self.local.bind(str(folder / "ours.sock"))
        self.local.listen(16)
        self.abstract = socket.socket(socket.AF_UNIX)
        name = f"ours-{os.getpid()}"
        self.abstract.bind(f"\0{name}")
        self.abstract.listen(16)
        self.places = {
            "@SOCKET@": str(folder / "ours.sock"), "@ABSTRACT@": name, "@PORT@": str(self.tcp.getsockname()[1]),
            "@VICTIMS@": str([os.getpid(), os.getppid()]), "@TMP@": str(folder),
        }  # fmt: skip

    def close(self) -> None:
        for each in (self.tcp, self.local, self.abstract):
            each.close()


def grade_class(folder: Path) -> Outcome:
    """Grade the class, once for all processes that ask with the same `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "outcome.json"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.is_file():
            done.write_text(json.dumps(_graded(folder / "course")))
    return Outcome(folder / "course", **json.loads(done.read_text()))


def _graded(root: Path) -> dict:
    shutil.rmtree(root, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        temporary, sockets = Path(name, "tmp"), Path(name, "sockets")
        temporary.mkdir()
        sockets.mkdir()
        things = Things(sockets)
        prepare(root, CASES, {"@ROOT@": str(root), **things.places})
        before = fingerprints(root)
        environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(REPOSITORY), "A": SECRET_VARIABLE}
        with leftovers() as left:
            said = {command: _run(root, environment, command) for command in COMMANDS}
            processes = left()
        things.close()
        return {
            "codes": {command: code for command, (code, _) in said.items()},
            "output": "\n".join(text for _, text in said.values()),
            "processes": processes,
            "files": sorted(str(path.relative_to(temporary)) for path in temporary.rglob("*")),
            "before": before,
            "after": fingerprints(root),
        }


def _run(root: Path, environment: dict[str, str], command: str) -> tuple[int, str]:
    options = ["--jobs", "2"] if command == "grade" else []
    code = "from autograder.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, command, NAME, *options], cwd=root, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode("utf-8", "replace")


class leftovers:
    """Gives, when called, the processes that what was started here has left behind.

    A process whose parents are gone comes to this one, if this one says so to the kernel.
    """

    def __enter__(self) -> Callable[[], list[str]]:
        if linux.AVAILABLE:
            linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        self.known = set(_descendants(os.getpid()))
        return self._new

    def __exit__(self, *_: object) -> None:
        if linux.AVAILABLE:
            linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 0)

    def _new(self) -> list[str]:
        for _ in range(40):  # what was told to end may need a moment
            new = _descendants(os.getpid(), self.known)
            if not new:
                break
            time.sleep(0.25)
        return [_command(each) for each in new]


def _descendants(process: int, known: Collection[int] = ()) -> list[int]:
    """All processes below one, without those that have ended and wait to be noticed.

    Nor those that are known, and what is below them: a browser of another test starts helpers when it likes.
    """
    found: list[int] = []
    try:
        for task in os.listdir(f"/proc/{process}/task"):
            for child in map(int, Path(f"/proc/{process}/task/{task}/children").read_text().split()):
                if child not in known:
                    found += ([child] if _runs(child) else []) + _descendants(child, known)
    except OSError:
        pass
    return found


def _runs(process: int) -> bool:
    """Whether any of its threads does; the first may have ended alone."""
    threads = Path(f"/proc/{process}/task").iterdir()
    return any((each / "stat").read_bytes().rpartition(b")")[2].split()[0] not in b"ZX" for each in threads)


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return ""


def fingerprints(root: Path) -> dict[str, str]:
    """The contents of everything that grading must leave alone."""
    grading = root / "grading"
    made = {grading / name for name in ("autograded", "feedback", "records", "reports", "gradebook.db")}
    found = {}
    for here, folders, names in os.walk(root):
        folders[:] = [name for name in folders if Path(here, name) not in made and name != "__pycache__"]
        for name in names:
            path = Path(here, name)
            if path not in made:
                found[os.fsencode(path.relative_to(root)).decode("latin-1")] = _fingerprint(path)
    return found


def _fingerprint(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:  # a path longer than the kernel takes at once
        return str(error.errno)


def gradebook_points(root: Path) -> dict[str, dict[str, float | None]]:
    """What the gradebook holds, by student."""
    from autograder.gradebook import open_gradebook, recorded_points

    course = Course(root)
    with open_gradebook(course) as book:
        return {student.id: recorded_points(book, course.lesson(NAME), student.id) or {} for student in book.students}
