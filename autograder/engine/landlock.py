"""Landlock: rules on files and sockets that a process sets for itself and its children, and cannot lift.

https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable

from . import linux

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
ALL_BY_VERSION = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}
FILE_ONLY = EXECUTE | WRITE_FILE | READ_FILE | 0x4000 | 0x8000  # what a rule on a file, not a folder, may name
TCP_BIND_CONNECT = 3
SCOPES = 3  # abstract sockets, signals


def version() -> int:
    """Landlock's version in this kernel; 0 if there is none."""
    if not linux.AVAILABLE:
        return 0
    try:
        return linux.syscall("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> None:
    """From now on read and execute only below `readable`, read and write only below `writable`, and no TCP."""
    found = version()
    every = ALL_BY_VERSION[min(found, 5)]
    attributes = struct.pack("Q", every)
    if found >= 4:
        attributes += struct.pack("Q", TCP_BIND_CONNECT)
    if found >= 6:
        attributes += struct.pack("Q", SCOPES)
    ruleset = linux.syscall("landlock_create_ruleset", attributes, len(attributes), 0)
    try:
        for access, paths in ((EXECUTE | READ_FILE | READ_DIR, readable), (every & ~EXECUTE, writable)):
            for path in paths:
                _allow(ruleset, path, access)
        linux.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, access: int) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(opened).st_mode):
            access &= FILE_ONLY
        linux.syscall("landlock_add_rule", ruleset, 1, struct.pack("=Qi", access, opened), 0)
    finally:
        os.close(opened)
