"""What a student's process may still do, layer by layer.

Two steps. :func:`enter_house` seals off the warm parent, before it forks anything: its own users, mounts, processes,
network; a root folder in which there is Python, its libraries and `utils`, read-only, and nothing else.
:func:`seal` then seals off each forked student's process once more, with limits and a `/tmp` of its own.

Where the kernel does not give an ordinary user a layer, the others still stand, and :class:`Layers` says what is
missing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import landlock, linux, seccomp

if sys.platform != "win32":
    import resource

STUDENT = 1000  # the student's user inside
OUTSIDE = 65533  # and outside, if it is root that grades
FIRST_SOMEBODY = 1_900_000_000  # users that nobody is, one for each student's process, where root has no namespaces
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime",
          "/etc/passwd", "/etc/group", "/etc/alternatives", "/etc/mime.types")  # fmt: skip
DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")  # not zero: it gives memory that nobody counts
LONGEST_LOOK = 0.2  # seconds of the processor's, to tell what the processes of one student's share
THREADS = 17  # which number in /proc/N/stat, of those after the name
try:
    SOCKET_BYTES = int(Path("/proc/sys/net/core/wmem_default").read_text()) + 2**16  # one more message fits
except OSError:
    SOCKET_BYTES = 2**18
WORK = "/tmp/work"
NEW = (
    linux.CLONE_NEWUSER | linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWNET | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
)  # fmt: skip

WORTH = {
    "namespaces": "own files, processes, users and network: sees no lesson, no gradebook and no neighbour, "
    "and nothing outlives it",
    "landlock": "reads only Python and its libraries, writes only its own temporary folder, no TCP",
    "seccomp": "no network sockets, no tracing, no mounts, no kernel interfaces that homework does not need",
    "limits": "bounded memory, processes, CPU time, file size and open files",
}


@dataclass(frozen=True)
class Quota:
    """What one student's process, and all that it starts, may use.

    Parameters
    ----------
    memory_bytes : int
        Of all its processes together, beyond what the warm parent had.
    processes : int
        And threads.
    cpu_seconds : int
        Of each process.
    file_bytes : int
        Of each file; and of the whole temporary folder.
    """

    memory_bytes: int = 2 * 2**30
    processes: int = 64
    cpu_seconds: int = 600
    file_bytes: int = 256 * 2**20


@dataclass
class Layers:
    """Which layers hold; why the others do not."""

    holding: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)

    def __contains__(self, layer: str) -> bool:
        return layer in self.holding

    def to_json(self) -> dict:
        """As plain data."""
        return asdict(self)


def readable() -> list[str]:
    """The folders and files that Python, its libraries and `utils` need."""
    import utils

    wanted = [*SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path(utils.__file__).resolve().parent)]
    root = Path(__file__).resolve().parents[2]
    # An entry that is the course itself (an editable install) would show lessons and tests.
    folders = [entry for entry in sys.path if entry and Path(entry).is_dir()]
    wanted += [entry for entry in folders if not root.is_relative_to(Path(entry).resolve())]
    executable = Path(sys.executable)
    while executable.is_symlink():
        wanted.append(str(executable.parent))
        executable = executable.parent / os.readlink(executable)
    inside = (Path(__file__).resolve().parents[2] / "autograder").as_posix()
    paths = dict.fromkeys(os.path.abspath(each) for each in wanted if os.path.lexists(each))
    return [path for path in paths if not (path == inside or path.startswith(inside + "/"))]


def enter_house(folder: str, visible: Iterable[str]) -> Layers:
    """Seal off the calling process, which goes on as a new one; say which layers hold.

    The caller must have one thread. `folder` is an empty folder that becomes the root.
    """
    layers = Layers()
    if not linux.AVAILABLE:
        layers.missing = {each: f"not on {sys.platform} {linux.MACHINE}" for each in WORTH if each != "limits"}
        layers.holding = ["limits"]
        return layers
    try:
        _check_namespaces()
    except OSError as error:
        layers.missing["namespaces"] = f"the kernel refuses them to an ordinary user ({error.strerror})"
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    else:
        _new_namespaces()
        _furnish(folder, list(visible))
        if os.getuid() == 0:
            _become_student()
        layers.holding.append("namespaces")
    if landlock.version():
        layers.holding.append("landlock")
    else:
        layers.missing["landlock"] = "this kernel has none, or it is switched off"
    if seccomp.available():
        layers.holding.append("seccomp")
    layers.holding.append("limits")
    return layers


def _check_namespaces() -> None:
    """Try in a child, since a process cannot go back; raises the OSError of the call that failed."""
    child = os.fork()
    if child == 0:
        code = 0
        try:
            linux.unshare(NEW)
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{STUDENT} {_UID} 1")
            linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
        except OSError as error:
            code = error.errno or 255
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        raise OSError(abs(code), os.strerror(abs(code)))


_UID, _GID = (os.getuid(), os.getgid()) if hasattr(os, "getuid") else (0, 0)


def _new_namespaces() -> None:
    """Move into new namespaces, with the user's own id mapped; root gets a second id, to become nobody with."""
    as_root = _UID == 0
    ready, mapped = os.pipe(), os.pipe()
    helper = os.fork()
    if helper == 0:  # stays outside: only from there may root map two ids
        os.read(ready[0], 1)
        code = 0
        try:
            for kind, own in (("uid", _UID), ("gid", _GID)):
                second = f"\n{STUDENT} {OUTSIDE} 1" if as_root else ""
                first = f"{0 if as_root else STUDENT} {own} 1"
                if kind == "gid" and not as_root:
                    Path(f"/proc/{os.getppid()}/setgroups").write_text("deny")
                Path(f"/proc/{os.getppid()}/{kind}_map").write_text(first + second)
        except OSError as error:
            code = error.errno or 255
        os.write(mapped[1], bytes([code]))
        os._exit(0)
    linux.unshare(NEW)
    os.write(ready[1], b"x")
    code = os.read(mapped[0], 1)[0]
    os.waitpid(helper, 0)
    for end in (*ready, *mapped):
        os.close(end)
    if code:
        raise OSError(code, f"mapping users: {os.strerror(code)}")
    _become_first_process()


def _become_first_process() -> None:
    """Go on in a child, the first process of the new namespace: when it ends, all the others there end."""
    child = os.fork()
    if child == 0:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        return
    with contextlib.suppress(OSError):
        _close_all_but_standard()
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _close_all_but_standard() -> None:
    os.closerange(3, 4096)


def _furnish(root: str, visible: list[str]) -> None:
    """Make `root` the root folder: a read-only view of what is visible, devices, /proc, and an empty /tmp."""
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    linux.mount("tmpfs", root, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=4m,mode=755")
    for name in ("proc", "tmp"):
        os.makedirs(root + "/" + name)
    # Before what is shown: Python itself may live below /tmp.
    linux.mount("tmpfs", f"{root}/tmp", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=64m,mode=1777")
    for path in _outermost(visible):
        _show(root, path)
    for path in DEVICES:
        if os.path.exists(path):
            _show(root, path, device=True)
    os.makedirs(f"{root}/dev", exist_ok=True)
    os.symlink("/tmp/.shm", f"{root}/dev/shm")
    os.symlink("/proc/self/fd", f"{root}/dev/fd")
    linux.mount("proc", f"{root}/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV)
    os.chdir(root)
    linux.syscall("pivot_root", b".", b".")
    linux.unmount(".")
    os.chdir("/")


def _outermost(paths: Iterable[str]) -> list[str]:
    """The paths that no other one contains; a link is replaced by itself and what it leads to."""
    wanted: set[str] = set()
    for path in paths:
        wanted.add(path)
        if os.path.islink(path):
            continue
        real = os.path.realpath(path)
        if real != path:
            wanted.add(real)
    chosen: list[str] = []
    for path in sorted(wanted):
        if not any(path.startswith(f"{each}/") for each in chosen if not os.path.islink(each)):
            chosen.append(path)
    return chosen


def _show(root: str, path: str, device: bool = False) -> None:
    target = root + path
    parent = os.path.dirname(path)
    if os.path.realpath(parent) != parent:  # some folder on the way is a link: show the real one
        return _show(root, os.path.realpath(path), device)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.islink(path):
        if not os.path.lexists(target):
            os.symlink(os.readlink(path), target)
        return None
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    elif not os.path.exists(target):
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    linux.mount(path, target, None, linux.MS_BIND | (0 if device else linux.MS_REC))
    if not device:
        linux.make_read_only(target)
    return None


def set_apart(layers: Layers) -> None:
    """Where there are no namespaces, in a child that will fork the student's process: become nobody."""
    if linux.AVAILABLE:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        if os.getuid() == 0:
            _become_somebody()


def _become_student() -> None:
    """In the house, for good: nothing there is left to do for root, and who forks nobody's processes is nobody."""
    os.setgroups([])
    os.setresgid(STUDENT, STUDENT, STUDENT)
    os.setresuid(STUDENT, STUDENT, STUDENT)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def _become_somebody() -> None:
    """As root without namespaces: become a user that nobody else is, unless that user could not read Python."""
    somebody = FIRST_SOMEBODY + os.getpid()
    try:
        os.setgroups([])
        os.setresgid(somebody, somebody, 0)
        os.setresuid(somebody, somebody, 0)
    except OSError:  # not a user here
        return
    if os.access(os.__file__, os.R_OK, effective_ids=True):
        os.setresgid(somebody, somebody, somebody)
        os.setresuid(somebody, somebody, somebody)
    else:  # root it stays, without root's capabilities: see `seal`
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def seal(layers: Layers, quota: Quota, visible: list[str]) -> str:
    """In the student's process, before any of its code: put every layer in place. Returns its working folder."""
    if linux.AVAILABLE:
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setsid()  # a signal to its process group is for nobody else
    if "namespaces" in layers:
        # Not before: the kernel would hold the processes of all students together, who are one user outside, to it.
        resource.setrlimit(resource.RLIMIT_NPROC, (quota.processes, quota.processes))
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{STUDENT} {STUDENT} 1")
        Path("/proc/self/gid_map").write_text(f"{STUDENT} {STUDENT} 1")
        linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV)
        _own_temporary_folder(quota, visible)
        os.makedirs("/tmp/.shm")
        work = WORK
        os.makedirs(work)
    else:
        work = os.path.join(tempfile.mkdtemp(prefix="grade-"), "work")
        os.makedirs(work)
    os.chdir(work)
    _limit(layers, quota)
    if linux.AVAILABLE:
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        linux.drop_capabilities()
    if "landlock" in layers:
        own = "/tmp" if "namespaces" in layers else os.path.dirname(work)
        landlock.restrict([*visible, "/proc"], [own, *DEVICES])
    if "seccomp" in layers:
        # In namespaces there is nobody else to signal, and no socket of anybody's.
        seccomp.install(alone="namespaces" in layers)
    return work


def _own_temporary_folder(quota: Quota, visible: list[str]) -> None:
    """A new /tmp, in which what is visible below the old one stays visible."""
    kept = [path for path in _outermost(visible) if path.startswith("/tmp/") and not os.path.islink(path)]
    opened = {path: os.open(path, os.O_PATH) for path in kept}
    size = f"size={quota.file_bytes},nr_inodes=20000,mode=700"
    linux.mount("tmpfs", "/tmp", "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, size)
    for path, number in opened.items():
        os.makedirs(path if stat.S_ISDIR(os.fstat(number).st_mode) else os.path.dirname(path), exist_ok=True)
        if not os.path.exists(path):
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        linux.mount(f"/proc/self/fd/{number}", path, None, linux.MS_BIND | linux.MS_REC)
        os.close(number)


def _limit(layers: Layers, quota: Quota) -> None:
    virtual = _virtual_memory()
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: quota.cpu_seconds,
        resource.RLIMIT_FSIZE: quota.file_bytes,
        resource.RLIMIT_NOFILE: 256,
    }
    if virtual:
        limits[resource.RLIMIT_AS] = virtual + quota.memory_bytes
        if "namespaces" not in layers:  # there, `seal` has set it
            limits[resource.RLIMIT_NPROC] = _tasks() + quota.processes
    for which, wanted in limits.items():
        _, hard = resource.getrlimit(which)
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(which, (value, value))


def _tasks() -> int:
    """How many processes and threads this user has already."""
    count = 0
    for name in os.listdir("/proc"):
        with contextlib.suppress(OSError):
            if name.isdigit() and os.stat(f"/proc/{name}").st_uid == os.getuid():
                count += len(os.listdir(f"/proc/{name}/task"))
    return count


def _virtual_memory() -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def families(firsts: Iterable[int], layers: Layers) -> dict[int, list[int]]:
    """For each student's first process, those that live of it and of all that it started.

    The caller is the parent of each; where there are no namespaces, of one.
    """
    if "namespaces" not in layers:
        return {first: [each for each in _family(os.getpid()) if each != os.getpid()] for first in firsts}
    # Whoever has lost its parent has a new one in the first process.
    parents = {int(name): _parent(int(name)) for name in os.listdir("/proc") if name.isdigit()}
    found: dict[int, list[int]] = {first: [] for first in firsts}
    for process in parents:
        at = process
        while at in parents and at not in found:
            at = parents[at]
        if at in found:
            found[at].append(process)
    return found


def over(family: list[int], layers: Layers, quota: Quota) -> str:
    """Of what processes of a student's have more than they may: `memory`, `processes`, or ""."""
    most = quota.memory_bytes
    if "namespaces" in layers:  # what waits in sockets is no process's; here are no others' sockets
        most -= _sockets(family) * SOCKET_BYTES
    elif len(family) > quota.processes:  # elsewhere, and for anybody but root, the kernel counts them
        return "processes"
    return "memory" if _used(family, most) > most else ""


def _used(family: list[int], most: int) -> int:
    """Bytes of memory that processes have for themselves.

    Only if it looks like over `most` is it worth the time to ask what of it each shares with the others. If that takes
    long (as with very many pieces in many processes), it is not asked for to the end, and counts for each.
    """
    found = sum(_resident(each) for each in family)
    if found <= most:
        return found
    begun, shares = time.thread_time(), 0
    for each in family:
        shares += _share(each)
        if time.thread_time() - begun > LONGEST_LOOK:  # the others' processes wait
            return found
    return shares


def _sockets(family: list[int]) -> int:
    for each in family:
        with contextlib.suppress(OSError):
            return _told(f"/proc/{each}/net/unix").count("\n") - 1  # there is a line above them
    return 0


def _parent(process: int) -> int:
    return int(_states(process)[1])


def _family(first: int) -> Iterator[int]:
    yield first
    try:
        tasks = os.listdir(f"/proc/{first}/task")
    except OSError:
        return
    for task in tasks:
        with contextlib.suppress(OSError):
            for child in Path(f"/proc/{first}/task/{task}/children").read_text().split():
                yield from _family(int(child))


def _resident(process: int) -> int:
    # Not RssFile, which is everybody's; but memory that it shares with its own children is its own.
    return _memory(process, "status", "RssAnon:", "RssShmem:")


def _share(process: int) -> int:
    return _memory(process, "smaps_rollup", "Pss_Anon:", "Pss_Shmem:") or _resident(process)


def _memory(process: int, file: str, *names: str) -> int:
    found = _sum(f"/proc/{process}/{file}", *names)
    if not found:  # its first thread may have ended, and others hold what it has
        with contextlib.suppress(OSError):
            found = max(
                (_sum(f"/proc/{task}/{file}", *names) for task in os.listdir(f"/proc/{process}/task")), default=0
            )
    return found


def _sum(path: str, *names: str) -> int:
    try:
        lines = _told(path).split("\n")  # not where a name has something like an end of line
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(names))


def end_family(first: int, layers: Layers) -> None:
    """End the student's process and everything it started."""
    if "namespaces" in layers:  # the first process of a namespace takes all the others with it
        with contextlib.suppress(ProcessLookupError):
            os.kill(first, signal.SIGKILL)
        return
    for _ in range(100):
        family = [each for each in _family(os.getpid()) if each != os.getpid() and _alive(each)]
        if not family:
            return
        for each in family:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(each, signal.SIGKILL)
        time.sleep(0.01)


def _alive(process: int) -> bool:
    """Whether a process runs, or is one that has ended and waits for its parent to notice."""
    said = _states(process)
    return said[0] != "X" and (said[0] != "Z" or int(said[THREADS]) > 1)  # its first thread may have ended alone


def _states(process: int) -> list[str]:
    """What the kernel says of a process after its name: first its state, then its parent."""
    try:
        return _told(f"/proc/{process}/stat").rpartition(")")[2].split()
    except OSError:  # it has ended meanwhile
        return ["X", "0"]


def _told(path: str) -> str:
    """What the kernel says in a file. It quotes names that processes give themselves, which need not be text."""
    return Path(path).read_text(encoding="utf-8", errors="replace")


def remove(work: str) -> None:
    """Remove a working folder that lies on a real disk."""
    shutil.rmtree(os.path.dirname(work), ignore_errors=True)
