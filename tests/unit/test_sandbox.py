"""The sandbox's parts by themselves; `tests/hostile` tries the whole."""

from __future__ import annotations

import errno
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.engine import landlock, linux, sandbox, seccomp
from autograder.engine.sandbox import Layers, Quota

here = pytest.mark.skipif(not linux.AVAILABLE, reason="needs Linux on a machine whose system calls we know")
OWN = 4711


def verdict(machine: str, number: int, *arguments: int, own: int | None = None, foreign: bool = False) -> int:
    """What the filter decides of a system call: the classic BPF program, run here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linux, "MACHINE", machine)
        code = seccomp.program(own)
    architecture = 0x40000003 if foreign else seccomp.AUDIT_ARCH[machine]
    data = struct.pack("<iIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    lines = [struct.unpack_from("HBBI", code, at) for at in range(0, len(code), 8)]
    at = accumulator = 0
    for _ in range(10_000):
        kind, if_true, if_false, value = lines[at]
        at += 1
        if kind == seccomp.LOAD:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif kind == seccomp.RETURN:
            return int(value)
        else:
            holds = {
                seccomp.JUMP_EQUAL: accumulator == value,
                seccomp.JUMP_AT_LEAST: accumulator >= value,
                seccomp.JUMP_SET: bool(accumulator & value),
            }[kind]
            at += if_true if holds else if_false
    raise AssertionError("the filter does not end")


def refused(error: int = errno.EPERM) -> int:
    return seccomp.ERRNO | error


MACHINES = pytest.mark.parametrize(("machine", "column"), [("x86_64", 0), ("aarch64", 1)])


@MACHINES
def test_what_is_listed_is_refused_and_the_rest_is_not(machine: str, column: int) -> None:
    listed = {numbers[column] for numbers in seccomp.REFUSED.values()}
    special = {seccomp.CLONE3[column], seccomp.CLONE[column], seccomp.SOCKET[column]}
    for number in range(500):
        wanted = refused() if number in listed else seccomp.ALLOW
        if number == seccomp.CLONE3[column]:
            wanted = refused(errno.ENOSYS)
        if number not in special or number == seccomp.CLONE3[column]:
            assert verdict(machine, number) == wanted, number


@MACHINES
def test_sockets_are_local_ones(machine: str, column: int) -> None:
    number = seccomp.SOCKET[column]
    assert verdict(machine, number, 1) == seccomp.ALLOW
    assert verdict(machine, number, 1 | 1 << 32) == seccomp.ALLOW  # the kernel reads an int
    for family in (0, 2, 10, 16, 17, 38, 40, 2 | 1 << 32):
        assert verdict(machine, number, family) == refused(errno.EACCES)
    assert verdict(machine, number, 1, own=OWN) == refused()


@MACHINES
def test_no_memory_that_is_not_counted_no_lease_and_no_larger_socket(machine: str, column: int) -> None:
    shared, validated, private, nobodys = 1, 3, 2, 0x20
    for flags in (shared, validated, private, private | nobodys, nobodys | 0x4000):
        assert verdict(machine, seccomp.MMAP[column], 0, 4096, 3, flags) == seccomp.ALLOW
    for flags in (shared | nobodys, validated | nobodys, shared | nobodys | 0x8000):
        assert verdict(machine, seccomp.MMAP[column], 0, 4096, 3, flags) == refused()
    assert verdict(machine, seccomp.FCNTL[column], 5, 1024) == refused()
    assert verdict(machine, seccomp.SETSOCKOPT[column], 5, 1, 7) == refused()
    for command in (*range(20), 1025, 1030):
        assert verdict(machine, seccomp.FCNTL[column], 5, command) == seccomp.ALLOW
        if command != 7:
            assert verdict(machine, seccomp.SETSOCKOPT[column], 5, 1, command) == seccomp.ALLOW
    assert verdict(machine, seccomp.SETSOCKOPT[column], 5, 6, 7) == seccomp.ALLOW


@MACHINES
def test_new_processes_but_no_new_namespaces(machine: str, column: int) -> None:
    number = seccomp.CLONE[column]
    for flags in (17, 0x01200011, 0x003D0F00):  # fork, as glibc forks, a thread
        assert verdict(machine, number, flags) == seccomp.ALLOW
    for bit in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        assert verdict(machine, number, 17 | bit) == refused()


@MACHINES
def test_among_others_signals_go_to_oneself(machine: str, column: int) -> None:
    for name, numbers in seccomp.OWN_ONLY.items():
        for target, wanted in ((OWN, seccomp.ALLOW), (0, seccomp.ALLOW), (1, refused()), (2**32 - 1, refused())):
            assert verdict(machine, numbers[column], target, own=OWN) == wanted, (name, target)
        assert verdict(machine, numbers[column], 1) == seccomp.ALLOW  # alone, there is nobody to reach
    for numbers in seccomp.NOT_AMONG_OTHERS.values():
        assert verdict(machine, numbers[column], OWN, own=OWN) == refused()
    assert verdict(machine, seccomp.REFUSED["ptrace"][column] or 0, own=OWN) == refused()


@MACHINES
def test_no_other_door_into_the_kernel(machine: str, column: int) -> None:
    assert verdict(machine, 20, foreign=True) == seccomp.KILL
    if machine == "x86_64":
        assert verdict(machine, 0x40000000 | 101) == refused(errno.ENOSYS)


def in_child(action: Callable[[], object]) -> str:
    """What an action does in a process of its own, which it may seal off: its answer, or its error's name."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = str(action())
        except BaseException as error:  # noqa: BLE001 (whatever it is, it is the answer)
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode()[:60_000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        said = file.read().decode()
    os.waitpid(child, 0)
    return said


@here
@pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")
def test_landlock_shows_what_was_listed(tmp_path: Path) -> None:
    for name in ("shown", "own", "hidden"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)

    def attempt(path: Path, mode: str) -> str:
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        landlock.restrict([str(tmp_path / "shown"), "/no/such/folder"], [str(tmp_path / "own")])
        with path.open(mode) as file:
            return file.read() if mode == "r" else str(file.write("x"))

    assert in_child(lambda: attempt(tmp_path / "shown" / "file", "r")) == "shown"
    assert in_child(lambda: attempt(tmp_path / "own" / "file", "r")) == "own"
    assert in_child(lambda: attempt(tmp_path / "own" / "new", "w")) == "1"
    for path, mode in ((tmp_path / "hidden" / "file", "r"), (tmp_path / "shown" / "file", "a"), (tmp_path / "a", "w")):
        assert in_child(lambda path=path, mode=mode: attempt(path, mode)).startswith("PermissionError")
    for folder in ("hidden", ""):
        assert "PermissionError" in in_child(
            lambda folder=folder: (attempt(tmp_path / "own" / "new", "w"), os.listdir(tmp_path / folder))
        )


@here
def test_the_filter_is_taken_by_the_kernel() -> None:
    def alone() -> object:
        import socket

        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.install()
        socket.socket(socket.AF_UNIX).close()
        os.kill(os.getppid(), 0)
        return socket.socket(socket.AF_INET)

    def among_others() -> object:
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        seccomp.install(alone=False)
        os.kill(os.getpid(), 0)
        return os.kill(os.getppid(), 0)

    assert in_child(alone).startswith("PermissionError: [Errno 13]")
    assert in_child(among_others).startswith("PermissionError: [Errno 1]")


def test_the_course_is_not_among_what_is_readable() -> None:
    root = Path(__file__).resolve().parents[2]
    shown = [Path(path) for path in sandbox.readable()]
    for part in ("autograder", "solutions", "course", "tests", "nbgrader_config.py"):
        assert not [path for path in shown if (root / part).is_relative_to(path)], part
    assert root / "utils" in shown


def test_outermost_paths(tmp_path: Path) -> None:
    (tmp_path / "real" / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    names = [str(tmp_path / name) for name in ("real/inner", "real", "link", "realm")]
    assert sandbox._outermost(names) == [str(tmp_path / name) for name in ("link", "real", "realm")]


@here
def test_memory_that_children_share_is_counted() -> None:
    """Shared maps count, and what a fork inherits does not count twice."""
    code = (
        "import mmap, os, sys, time\n"
        "private = bytearray(60 * 2**20)\n"
        "shared = mmap.mmap(-1, 60 * 2**20)\n"
        "for at in range(0, len(shared), 4096): shared[at] = private[at] = 1\n"
        "for _ in range(3):\n"
        "    if os.fork() == 0: time.sleep(60); os._exit(0)\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        family = list(sandbox._family(process.pid))
        assert len(family) == 4
        assert 115 <= sandbox._resident(process.pid) / 2**20 <= 200
        assert 115 <= sum(map(sandbox._share, family)) / 2**20 <= 250
    finally:
        os.killpg(process.pid, 9)
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@here
def test_a_process_whose_first_thread_has_ended_is_one() -> None:
    code = (
        "import ctypes, platform, threading, time\n"
        "def hold():\n"
        "    time.sleep(0.2)\n"
        "    kept = bytearray(60 * 2**20)\n"
        "    for at in range(0, len(kept), 4096): kept[at] = 1\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
        "threading.Thread(target=hold).start()\n"
        "ctypes.CDLL(None).syscall(60 if platform.machine() == 'x86_64' else 93, 0)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert sandbox._states(process.pid)[0] == "Z"
        assert sandbox._alive(process.pid)
        assert 60 <= sandbox._resident(process.pid) / 2**20 <= 120
        assert 60 <= sandbox._share(process.pid) / 2**20 <= 120
        process.kill()
        assert process.stdout.read() == ""
        for _ in range(500):  # until it is no more than a line in the table, which only `wait` takes away
            if not sandbox._alive(process.pid):
                break
            time.sleep(0.01)
        assert not sandbox._alive(process.pid)
        assert sandbox._states(process.pid)[0] == "Z"
        assert sandbox._resident(process.pid) == 0
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@here
def test_what_takes_long_to_tell_counts_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def share(process: int) -> int:
        asked.append(process)
        end = time.thread_time() + sandbox.LONGEST_LOOK / 3
        while time.thread_time() < end:
            pass
        return 1

    monkeypatch.setattr(sandbox, "_resident", lambda process: 10)
    monkeypatch.setattr(sandbox, "_share", share)
    assert sandbox._used([1, 2], 15) == 2
    assert sandbox._used([*range(40)], 399) == 400
    assert len(asked) < 8
    assert sandbox._used([*range(40)], 400) == 400
    assert len(asked) < 8


@here
def test_too_many_processes_are_noticed() -> None:
    process = subprocess.Popen(["sleep", "60"])
    try:
        layers = Layers(["limits"])
        family = sandbox.families([process.pid], layers)[process.pid]
        assert process.pid in family
        assert sandbox.over(family, layers, Quota(processes=0)) == "processes"
        assert sandbox.over(family, layers, Quota(processes=len(family))) == ""
    finally:
        process.kill()
        process.wait()


def test_layers_as_plain_data() -> None:
    layers = Layers(["limits"], {"landlock": "none"})
    assert Layers(**layers.to_json()) == layers
    assert "limits" in layers
    assert "landlock" not in layers
    assert set(sandbox.WORTH) == {"namespaces", "landlock", "seccomp", "limits"}
