"""The few Linux system calls that Python has no function for, by number; :data:`AVAILABLE` is False elsewhere."""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

MACHINE = platform.machine()
# clone3, seccomp, mount_setattr, capset, pivot_root; Landlock's are the same on every machine.
NUMBERS = {
    "x86_64": {"seccomp": 317, "capset": 126, "pivot_root": 155},
    "aarch64": {"seccomp": 277, "capset": 91, "pivot_root": 41},
}
COMMON = {"landlock_create_ruleset": 444, "landlock_add_rule": 445, "landlock_restrict_self": 446, "mount_setattr": 442}
AVAILABLE = sys.platform == "linux" and MACHINE in NUMBERS

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 0x1000, 0x4000, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 36, 38
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4

_libc = ctypes.CDLL(None, use_errno=True) if AVAILABLE else None


def syscall(name: str, *arguments: object) -> int:
    """A system call by its name; raises OSError as Python's own functions do."""
    assert _libc is not None
    number = COMMON.get(name) or NUMBERS[MACHINE][name]
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result


def _call(name: str, *arguments: object) -> int:
    assert _libc is not None
    result = int(getattr(_libc, name)(*arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result


def unshare(flags: int) -> None:
    """Leave namespaces for new ones."""
    _call("unshare", flags)


def prctl(option: int, *arguments: int) -> int:
    """An operation on the process."""
    padded = [ctypes.c_ulong(each) for each in (*arguments, 0, 0, 0, 0)[:4]]
    return _call("prctl", option, *padded)


def mount(source: str | None, target: str, kind: str | None, flags: int = 0, options: str | None = None) -> None:
    """Mount a file system."""
    encoded = [None if each is None else os.fsencode(each) for each in (source, target, kind, options)]
    try:
        _call("mount", encoded[0], encoded[1], encoded[2], ctypes.c_ulong(flags), encoded[3])
    except OSError as error:
        raise OSError(error.errno, f"{error.strerror} ({source} on {target})") from None


def unmount(target: str) -> None:
    """Unmount a file system, now or when nobody uses it any more."""
    _call("umount2", os.fsencode(target), MNT_DETACH)


def make_read_only(target: str) -> None:
    """Make a mount, and those below it, read-only, without devices and set-uid programs."""
    attributes = struct.pack("QQQQ", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, 0, 0, 0)
    syscall("mount_setattr", AT_FDCWD, os.fsencode(target), AT_RECURSIVE, attributes, len(attributes))


def drop_capabilities() -> None:
    """Give up every capability, for good."""
    for number in range(64):
        try:
            prctl(PR_CAPBSET_DROP, number)
        except OSError:  # the kernel knows no more of them, or we may not: then there is none to give up
            break
    header = struct.pack("Ii", 0x20080522, 0)
    syscall("capset", header, struct.pack("6I", *[0] * 6))
