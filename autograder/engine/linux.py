"""The few Linux system calls that Python has no function for, by number; :data:`AVAILABLE` is False elsewhere."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from pathlib import Path

MACHINE = platform.machine()
NUMBERS = {
    "x86_64": {"seccomp": 317, "capset": 126, "pivot_root": 155, "clone": 56},
    "aarch64": {"seccomp": 277, "capset": 91, "pivot_root": 41, "clone": 220},
}
COMMON = {
    "landlock_create_ruleset": 444, "landlock_add_rule": 445, "landlock_restrict_self": 446, "mount_setattr": 442,
    "pidfd_open": 434,
}  # fmt: skip
AVAILABLE = sys.platform == "linux" and MACHINE in NUMBERS

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 0x1000, 0x4000, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 24, 36, 38
AT_FDCWD, AT_RECURSIVE = -100, 0x8000
MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4
MADV_COLLAPSE = 25
_SIZE = Path("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size")  # not to be seen in the house
HUGE_PAGE_BYTES = int(_SIZE.read_text()) if _SIZE.exists() else 0

_libc = ctypes.CDLL(None, use_errno=True) if AVAILABLE else None
_locked = ctypes.PyDLL(None, use_errno=True) if AVAILABLE else None  # its calls keep Python's lock


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


def fork_into(flags: int) -> int:
    """As `os.fork`, but the child is the first process of new namespaces.

    The caller must have one thread, and be the first process of its own namespace: glibc, whose `fork` this is not,
    takes the child's number for the caller's, and both are 1.
    """
    assert _locked is not None
    python, number = ctypes.pythonapi, NUMBERS[MACHINE]["clone"]
    python.PyOS_BeforeFork()
    child = int(_locked.syscall(*(ctypes.c_ulong(each) for each in (number, flags | signal.SIGCHLD, 0, 0, 0, 0))))
    if child == 0:
        python.PyOS_AfterFork_Child()
        return 0
    error = ctypes.get_errno()
    python.PyOS_AfterFork_Parent()
    if child < 0:
        raise OSError(error, f"clone: {os.strerror(error)}")
    return child


def pidfd_open(process: int) -> int:
    """A file that can be read from when a process has ended. (Python's own is missing where it was built long ago.)"""
    return syscall("pidfd_open", process, 0)


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


def collapse_memory() -> None:
    """Have what is in memory lie in huge pages, where the kernel can: a fork then copies one entry in place of 512.

    Since Linux 6.1; elsewhere, and of pieces that cannot, nothing comes of it but a slower fork.
    """
    assert _libc is not None
    size = HUGE_PAGE_BYTES
    if not size:
        return
    for line in Path("/proc/self/maps").read_text().splitlines():
        addresses, rights, _, _, _, *name = line.split()
        if "w" in rights and "p" in rights and name in ([], ["[heap]"]):
            begin, end = (int(each, 16) for each in addresses.split("-"))
            begin, end = -(-begin // size) * size, end // size * size
            if begin < end:
                _libc.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), MADV_COLLAPSE)
