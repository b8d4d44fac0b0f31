"""Seccomp: the kernel refuses, to a process and all that it starts, what no homework needs.

A filter in classic BPF (https://docs.kernel.org/userspace-api/seccomp_filter.html), written for the machine it runs on.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

from . import linux

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
SET_MODE_FILTER = 1
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, [16 + 8 * place for place in range(6)]  # offsets in struct seccomp_data
FIRST_ARGUMENT = ARGUMENTS[0]
AF_UNIX = 1
NEW_NAMESPACES = 0x7E020000 | 0x80  # CLONE_NEW*: cgroup, uts, ipc, user, pid, net, mount, time

# Names and numbers of what is refused (x86_64, aarch64); None where a machine has no such call.
REFUSED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "setns": (308, 268),
    "unshare": (272, 97), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "quotactl": (179, 60), "sethostname": (170, 161), "setdomainname": (171, 162),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "iopl": (172, None),
    "ioperm": (173, None), "syslog": (103, 116), "vhangup": (153, 58), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "move_pages": (279, 239), "migrate_pages": (256, 238),
    "mbind": (237, 235), "set_mempolicy": (238, 237), "fanotify_init": (300, 262), "lookup_dcookie": (212, 18),
    # Memory that belongs to no process: it would not be counted, or would stay behind.
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "semget": (64, 190),
    "msgget": (68, 186), "mq_open": (240, 180), "vmsplice": (278, 75),
    # One that starts sessions gets more of the processor's time than the one that watches over it.
    "setsid": (112, 157),
}  # fmt: skip
# Without namespaces there are others of the same user. Signals and the like may go to oneself only (first argument) …
OWN_ONLY = {
    "kill": (62, 129), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "prlimit64": (302, 261), "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
# … and these name the other in another way.
NOT_AMONG_OTHERS = {
    "tkill": (200, 130), "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "setpriority": (141, 140),
    "ioprio_set": (251, 30), "socket": (41, 198),
}  # fmt: skip
MMAP, MAP_SHARED, MAP_ANONYMOUS = (9, 222), 0x01, 0x20  # memory that is counted only while it is mapped
FCNTL, F_SETLEASE = (72, 25), 1024  # who else opens the file would have to wait
SETSOCKOPT, SOL_SOCKET, SO_SNDBUF = (54, 208), 1, 7  # what waits in a socket is counted as the usual size
SOCKET, CLONE, CLONE3 = (41, 198), (56, 220), (435, 435)


def available() -> bool:
    """Whether this machine has seccomp, and we have its numbers."""
    return linux.AVAILABLE


def program(own: int | None = None) -> bytes:
    """The filter: refuse what is listed, sockets but local ones, and new namespaces; allow the rest.

    With `own`, the number of the process, also what would reach other processes: signals, and local sockets.
    """
    column = ("x86_64", "aarch64").index(linux.MACHINE)
    lines = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, AUDIT_ARCH[linux.MACHINE]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    if linux.MACHINE == "x86_64":  # x32: the same calls under other numbers
        lines += [(JUMP_AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    if own is not None:
        for numbers in OWN_ONLY.values():
            lines += [
                (JUMP_EQUAL, 0, 5, numbers[column]),
                (LOAD, 0, 0, FIRST_ARGUMENT),
                (JUMP_EQUAL, 2, 0, own),
                (JUMP_EQUAL, 1, 0, 0),  # oneself, or one's own group
                (RETURN, 0, 0, ERRNO | errno.EPERM),
                (RETURN, 0, 0, ALLOW),
            ]
    refused = REFUSED if own is None else REFUSED | NOT_AMONG_OTHERS
    for number in [numbers[column] for numbers in refused.values()]:
        if number is not None:
            lines += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | errno.EPERM)]
    refuse = (RETURN, 0, 0, ERRNO | errno.EPERM)
    lines += [
        (JUMP_EQUAL, 0, 5, MMAP[column]),
        (LOAD, 0, 0, ARGUMENTS[3]),
        (JUMP_SET, 0, 2, MAP_SHARED),
        (JUMP_SET, 0, 1, MAP_ANONYMOUS),
        refuse,
        (RETURN, 0, 0, ALLOW),
        (JUMP_EQUAL, 0, 4, FCNTL[column]),
        (LOAD, 0, 0, ARGUMENTS[1]),
        (JUMP_EQUAL, 0, 1, F_SETLEASE),
        refuse,
        (RETURN, 0, 0, ALLOW),
        (JUMP_EQUAL, 0, 6, SETSOCKOPT[column]),
        (LOAD, 0, 0, ARGUMENTS[1]),
        (JUMP_EQUAL, 0, 3, SOL_SOCKET),
        (LOAD, 0, 0, ARGUMENTS[2]),
        (JUMP_EQUAL, 0, 1, SO_SNDBUF),
        refuse,
        (RETURN, 0, 0, ALLOW),
    ]
    # clone3 hides its flags in memory; glibc falls back to clone.
    lines += [(JUMP_EQUAL, 0, 1, CLONE3[column]), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    lines += [
        (JUMP_EQUAL, 0, 3, CLONE[column]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_SET, 0, 4, NEW_NAMESPACES & ~0x80),
        (RETURN, 0, 0, ERRNO | errno.EPERM),
        (JUMP_EQUAL, 0, 2, SOCKET[column]),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (JUMP_EQUAL, 0, 1, AF_UNIX),
        (RETURN, 0, 0, ALLOW),
        (LOAD, 0, 0, NUMBER),
        (JUMP_EQUAL, 0, 1, SOCKET[column]),
        (RETURN, 0, 0, ERRNO | errno.EACCES),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("HBBI", code, if_true, if_false, value) for code, if_true, if_false, value in lines)


def install(alone: bool = True) -> None:
    """Filter the system calls of this process and of all that it starts. `no_new_privs` must be set.

    `alone` says that there are no other processes that it could reach.
    """
    data = program(None if alone else os.getpid())
    code = ctypes.create_string_buffer(data, len(data))
    header = struct.pack("HxxxxxxQ", len(data) // 8, ctypes.addressof(code))
    linux.syscall("seccomp", SET_MODE_FILTER, 0, header)
