"""Files out of a zip or a folder that strangers filled: nothing is believed of a name or a size before it is checked.

A member is read in small pieces, so that memory does not grow with the archive. Refused, each with its reason, are
links and devices, absolute paths and `..`, names that some system cannot write or takes for a device, names that
differ only in case or in the form of their letters, members that are encrypted, damaged, or packed in a way that
only bombs need. (What is known of such archives: the warnings in Python's documentation of `zipfile`, "Decompression
pitfalls"; Snyk's "Zip Slip"; D. Fifield, "A better zip bomb", WOOT 2019.)
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar

from .errors import AutograderError, SubmissionError

Read = TypeVar("Read")
PIECE = 1 << 16
LONGEST_PATH = 500
LONGEST_NAME = 200  # bytes of one component; file systems end at 255, and a name may get a suffix
MOST_MEMBERS = 200_000
MOST_DIRECTORY_BYTES = 64 << 20  # of an archive's table of contents, which is read at once
SMALL = 1 << 20  # below this a member may be packed as tightly as it likes
TIGHTEST = 200  # bytes out of one byte; notebooks stay below 50, and deflate ends at 1,032
JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)")
DEVICE = re.compile(r"^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:[.:].*)?$", re.I)


@dataclass(frozen=True)
class Member:
    """A file of a source; `problem` says why it must not be read."""

    name: str
    size: int = 0
    problem: str | None = None
    open: Callable[[], IO[bytes]] = field(default=lambda: _closed(), repr=False, compare=False)


def _closed() -> IO[bytes]:
    raise SubmissionError("it cannot be read")


def name_problem(name: str) -> str | None:
    """Why a relative path must not be written as it stands; None if it may."""
    if "\0" in name:
        return "its name holds a NUL"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "its path is absolute"
    if "\\" in name:
        return "its name holds a backslash"
    parts = name.split("/")
    if ".." in parts:
        return "its path leads out with '..'"
    if any(part in ("", ".") for part in parts):
        return "its path has an empty part"
    if not name.isprintable():
        return "its name holds a character that cannot be printed"
    if any(DEVICE.match(part) for part in parts):
        return "its name is a device's on some systems"
    if len(name) > LONGEST_PATH or any(len(part.encode()) > LONGEST_NAME for part in parts):
        return "its name is too long"
    return None


def same_file(name: str) -> str:
    """What two names have in common that are one file on some system: case, form of letters, dots at the end."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "/".join(part.rstrip(". ") or part for part in folded.split("/"))


def clashes(names: Iterable[str]) -> dict[str, str]:
    """The names that cannot all be written into one folder, each with the reason."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[same_file(name)].append(name)
    found: dict[str, str] = {}
    for key, group in groups.items():
        if len(group) > 1:
            reason = "it is there twice" if len(set(group)) == 1 else "names that are one on some systems: "
            shown = "" if len(set(group)) == 1 else ", ".join(map(ascii, sorted(set(group))[:3]))
            found |= dict.fromkeys(group, f"{reason}{shown}")
        parents = key.split("/")[:-1]
        for depth in range(1, len(parents) + 1):
            for other in groups.get("/".join(parents[:depth]), ()):
                found |= dict.fromkeys([*group, other], "it is a file and a folder at once")
    return found


@contextlib.contextmanager
def members_of(source: Path) -> Iterator[list[Member]]:
    """The files of a zip or a folder; they can be opened until the context ends.

    Raises
    ------
    AutograderError
        If the source is neither, or has so many members that something is wrong with it.
    """
    if source.is_dir():
        yield _folder_members(source)
        return
    if not source.is_file():
        raise AutograderError(f"{source} is not there. Wanted: a zip file or a folder of submissions.")
    try:
        with source.open("rb") as file, zip_members(file, MOST_MEMBERS, MOST_DIRECTORY_BYTES) as members:
            yield members
    except SubmissionError as error:
        raise AutograderError(
            f"{source} cannot be opened as a zip: {error}. Wanted: the zip as the LMS gave it, or a folder. "
            "If it was downloaded, download it again."
        ) from error


@contextlib.contextmanager
def zip_members(file: IO[bytes], most: int, most_directory_bytes: int) -> Iterator[list[Member]]:
    """The files of a zip that is open for reading.

    Raises
    ------
    SubmissionError
        If it is no zip, or its table of contents is larger than allowed.
    """
    size = _directory_bytes(file)
    if size > most_directory_bytes:
        raise SubmissionError(f"its table of contents has {size:,} bytes, the limit is {most_directory_bytes:,}")
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise SubmissionError(f"it is damaged ({error})") from error
    with archive:
        infos = archive.infolist()
        if len(infos) > most:
            raise SubmissionError(f"it holds {len(infos):,} files, the limit is {most:,}")
        yield [_zip_member(archive, info) for info in infos if not info.is_dir()]


def _directory_bytes(file: IO[bytes]) -> int:
    """How long a zip's table of contents says it is: it is read in one piece, so this is asked first."""
    end = file.seek(0, os.SEEK_END)
    start = max(0, end - (1 << 16) - 42)
    file.seek(start)
    tail = file.read()
    place = tail.rfind(b"PK\5\6")
    if place < 0 or len(tail) - place < 22:
        raise SubmissionError("it is no zip file, or breaks off")
    size = struct.unpack_from("<L", tail, place + 12)[0]
    if size == 0xFFFFFFFF and place >= 20 and tail[place - 20 : place - 16] == b"PK\6\7":
        file.seek(struct.unpack_from("<Q", tail, place - 12)[0])
        record = file.read(56)
        if record[:4] != b"PK\6\6" or len(record) < 56:
            raise SubmissionError("it is damaged (its zip64 record is not where it should be)")
        size = struct.unpack_from("<Q", record, 40)[0]
    file.seek(0)
    return int(size)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = info.orig_filename
    if not info.flag_bits & 0x800:  # Canvas writes UTF-8 without saying so
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return Member(name, info.file_size, _zip_problem(info) or name_problem(name), lambda: archive.open(info))


def _zip_problem(info: zipfile.ZipInfo) -> str | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "it is a link"
    if kind not in (0, stat.S_IFREG):
        return "it is no ordinary file"
    if info.flag_bits & 0x41:
        return "it is encrypted"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed by a method that is not opened here"
    if info.file_size > SMALL and info.file_size > TIGHTEST * max(1, info.compress_size):
        return f"it would grow {info.file_size // max(1, info.compress_size):,}-fold: a zip bomb"
    return None


def _folder_members(folder: Path) -> list[Member]:
    found = []
    for here, folders, names in os.walk(folder, onerror=_raise):
        folders.sort()
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        for name in [*sorted(names), *links]:
            path = Path(here) / name
            relative = path.relative_to(folder).as_posix()
            status = path.lstat()
            problem = None
            if stat.S_ISLNK(status.st_mode):
                problem = "it is a link"
            elif not stat.S_ISREG(status.st_mode):
                problem = "it is no ordinary file"
            problem = problem or name_problem(relative)
            found.append(Member(relative, status.st_size, problem, lambda path=path: _open_file(path)))  # type: ignore[misc]
            if len(found) > MOST_MEMBERS:
                raise AutograderError(f"{folder} holds more than {MOST_MEMBERS:,} files. Is it the folder you meant?")
    return found


def _open_file(path: Path) -> IO[bytes]:
    """Open a file that was ordinary a moment ago; not if it has become a link or a pipe since."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags), "rb")


def _raise(error: OSError) -> None:
    raise AutograderError(f"{error.filename} cannot be read: {error.strerror}. Check its permissions.") from error


def copy_out(member: Member, target: IO[bytes], most_bytes: int) -> int:
    """Copy a member's bytes, at most so many, and return how many there were.

    Raises
    ------
    SubmissionError
        If the member must not or cannot be read, or holds more than it said or may.
    """
    if member.problem:
        raise SubmissionError(member.problem)
    copied = 0
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(_reading(member.open))
        while piece := _reading(lambda: file.read(PIECE)):
            copied += len(piece)
            if copied > most_bytes:
                raise SubmissionError(f"it holds more than {most_bytes:,} bytes")
            target.write(piece)
    return copied


def _reading(step: Callable[[], Read]) -> Read:
    """A step of reading; what can go wrong with a stranger's file is that file's fault and nobody else's."""
    try:
        return step()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise SubmissionError(f"it is damaged ({error})") from error
    except OSError as error:
        raise SubmissionError(f"it cannot be read: {error.strerror or error}") from error


def fingerprint(folder: Path, without: str | None = None) -> str:
    """A SHA-256 of all files below a folder, but one: their names and their bytes, and nothing else."""
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file() or each.is_symlink()):
        if path == folder / (without or ""):
            continue
        name = os.fsencode(path.relative_to(folder))
        if path.is_symlink():
            digest.update(b"link\0" + name + b"\0" + os.fsencode(os.readlink(path)) + b"\0")
            continue
        digest.update(b"file\0" + name + b"\0" + str(path.stat().st_size).encode() + b"\0")
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    return digest.hexdigest()
