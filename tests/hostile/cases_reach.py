"""Reaching out: files of the course and of others, secrets, other processes, the network, the kernel."""

from __future__ import annotations

from .case import Case, trying

R = "reach"

CASES = [
    trying(R, "the lesson's source", """
import glob
for path in ("@ROOT@/solutions/01-traps/traps.md", "@ROOT@/solutions/01-traps/traps.ipynb",
             "@ROOT@/tests/answers/01-traps/scale.py", "@ROOT@/nbgrader_config.py"):
    attempt(path, lambda: open(path).read())
import os
for folder in ("@ROOT@", "@ROOT@/solutions", "@ROOT@/grading", "@ROOT@/grading/submitted"):
    attempt(folder, lambda: os.listdir(folder))
if glob.glob("@ROOT@/*"): print("GOT", glob.glob("@ROOT@/*"))
"""),
    trying(R, "the gradebook", """
import os, sqlite3
attempt("read", lambda: open("@ROOT@/grading/gradebook.db", "rb").read())
attempt("sqlite", lambda: sqlite3.connect("@ROOT@/grading/gradebook.db").execute("update grade set auto_score=9"))
attempt("write", lambda: open("@ROOT@/grading/gradebook.db", "r+b").write(b"x"))
attempt("remove", lambda: os.remove("@ROOT@/grading/gradebook.db"))
"""),
    trying(R, "other submissions", """
import os, shutil
for part in ("submitted", "autograded", "records", "feedback"):
    folder = f"@ROOT@/grading/{part}"
    attempt(f"list {part}", lambda: os.listdir(folder))
    attempt(f"remove {part}", lambda: shutil.rmtree(folder))
    attempt(f"write {part}", lambda: open(f"{folder}/000-honest/01-traps/traps.ipynb", "w").write("{}"))
"""),
    trying(R, "a shell", """
import subprocess
for command in ("cat @ROOT@/solutions/01-traps/traps.md", "ls @ROOT@", "cat /etc/shadow", "grep -r secret_ @ROOT@"):
    attempt(command, lambda: subprocess.run(command, shell=True, check=True, capture_output=True).stdout)
"""),
    trying(R, "secrets in the environment", """
import os
if any("secret" in value for value in os.environ.values()): print("GOT", dict(os.environ))
for name in os.listdir("/proc"):
    if name.isdigit():
        try: text = open(f"/proc/{name}/environ", "rb").read()
        except OSError: continue
        if b"secret_environment" in text: print("GOT", text)
"""),
    trying(R, "other processes in /proc", """
import os
mine = str(os.getpid())
others = [name for name in os.listdir("/proc") if name.isdigit() and name != mine]
for name in others:
    for what in ("mem", "maps", "environ"):
        attempt(f"{name}/{what}", lambda: open(f"/proc/{name}/{what}", "rb").read(1)[0])
    for link in ("cwd", "root", "exe"):
        attempt(f"{name}/{link}", lambda: os.listdir(f"/proc/{name}/{link}"))
"""),
    trying(R, "inherited files", """
import os, stat, sys
for number in range(256):
    try: kind = os.readlink(f"/proc/self/fd/{number}"); mode = os.fstat(number).st_mode
    except OSError: continue
    if stat.S_ISREG(mode) and not kind.startswith(("/tmp", "/dev", sys.prefix)): print("GOT", number, kind)
    if stat.S_ISDIR(mode): print("GOT", number, kind)
"""),
    trying(R, "inherited sockets, pipes and handles of processes", """
import gc, os, stat
channel = next(each for each in gc.get_objects() if type(each).__name__ == "Student").connection.channel.fileno()
for number in range(3, 1024):
    try: kind, mode = os.readlink(f"/proc/self/fd/{number}"), os.fstat(number).st_mode
    except OSError: continue
    if number != channel and (stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode) or "anon_inode" in kind):
        print("GOT", number, kind)
"""),
    trying(R, "signals to its process group", """
import os
# What one sends to oneself and one's own is allowed; the group must be nobody else's.
if os.getpgrp() != os.getpid() or os.getsid(0) != os.getpid(): print("GOT the group", os.getpgrp(), os.getsid(0))
attempt("another's session", lambda: os.setpgid(0, 0))
"""),
    trying(R, "the parent's and the worker's socket", """
import glob, os, socket
for path in [*glob.glob("/tmp/seal-*/*"), *glob.glob("/tmp/pymp-*/*"), "@TMP@"]:
    def connect():
        with socket.socket(socket.AF_UNIX) as each: return each.connect(path)
    attempt(path, connect)
attempt("the grading's temporary folder", lambda: os.listdir("@TMP@"))
"""),
    trying(R, "writing outside /tmp", """
import os, site, sys, numpy, utils
for path in ("/usr/lib/x", "/etc/x", "/x", "/var/tmp/x", "/proc/self/oom_score_adj", "/root/x", "/dev/x",
             os.path.join(sys.prefix, "x"), os.path.join(os.path.dirname(numpy.__file__), "__init__.py"),
             os.path.join(os.path.dirname(utils.__file__), "checks", "__init__.py")):
    attempt(path, lambda: open(path, "ab").write(b"1"))
attempt("remove", lambda: os.remove(os.path.join(os.path.dirname(utils.__file__), "perceptron.py")))
attempt("rename", lambda: os.rename(os.path.dirname(utils.__file__), "/tmp/utils"))
attempt("link", lambda: os.link(utils.__file__, "/tmp/utils.py"))
"""),
    trying(R, "TCP, UDP, DNS, raw and netlink sockets", """
import socket
def talk(family, kind, address, protocol=0):
    def action():
        with socket.socket(family, kind, protocol) as each:
            each.settimeout(1)
            each.connect(address)
            return each.send(b"x")
    return action
attempt("tcp", talk(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", @PORT@)))
attempt("udp", talk(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 53)))
attempt("tcp6", talk(socket.AF_INET6, socket.SOCK_STREAM, ("::1", 22)))
attempt("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
attempt("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0))
attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0))
attempt("vsock", lambda: socket.socket(40, socket.SOCK_STREAM, 0))
attempt("dns", lambda: socket.getaddrinfo("example.org", 80))
attempt("listen", lambda: socket.create_server(("127.0.0.1", 0)))
import urllib.request
attempt("http", lambda: urllib.request.urlopen("http://127.0.0.1:9", timeout=1))
"""),
    trying(R, "local and abstract sockets of others", """
import socket
def connect(path):
    def action():
        with socket.socket(socket.AF_UNIX) as each:
            each.settimeout(1)
            return each.connect(path)
    return action
for path in ("@SOCKET@", "/run/dbus/system_bus_socket", "/var/run/docker.sock", "\\0@ABSTRACT@"):
    attempt(repr(path), connect(path))
"""),
    trying(R, "system calls: tracing, mounts, namespaces, the kernel", """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    def action():
        ctypes.set_errno(0)
        result = libc.syscall(ctypes.c_long(number), *arguments)
        if result < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return result
    return action
x86 = os.uname().machine == "x86_64"
buffer = ctypes.create_string_buffer(256)
calls = {"ptrace": (101, 117), "mount": (165, 40), "umount2": (166, 39), "chroot": (161, 51), "setns": (308, 268),
         "bpf": (321, 280), "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "keyctl": (250, 219),
         "open_by_handle_at": (304, 265), "pidfd_getfd": (438, 438), "perf_event_open": (298, 241),
         "memfd_create": (319, 279), "shmget": (29, 194), "semget": (64, 190), "msgget": (68, 186)}
for name, numbers in calls.items():
    arguments = (0, 4096, 0o1600) if name in ("shmget", "semget", "msgget") else (buffer, 0, 0, 0, 0)
    attempt(name, call(numbers[0 if x86 else 1], *arguments))
attempt("unshare users", call(272 if x86 else 97, 0x10000000))
attempt("unshare mounts", call(272 if x86 else 97, 0x00020000))
attempt("clone into new users", call(56 if x86 else 220, 0x10000000 | 17, 0, 0, 0, 0))
"""),
    trying(R, "becoming somebody else", """
import os
if os.getuid() != 0:
    attempt("setuid 0", lambda: os.setuid(0))
    attempt("setgid 0", lambda: os.setgid(0))
attempt("setgroups", lambda: os.setgroups([0]))
attempt("chown", lambda: os.chown("/tmp/work", 0, 0))
attempt("nice", lambda: os.nice(-5))
attempt("realtime", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10)))
attempt("hostname", lambda: open("/proc/sys/kernel/hostname", "w"))
def setuid_program():
    import subprocess
    return subprocess.run(["su", "-c", "id"], check=True, capture_output=True, stdin=subprocess.DEVNULL)
attempt("su", setuid_program)
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\\t" in line)
for name in ("CapInh", "CapPrm", "CapEff", "CapAmb"):  # not CapBnd: only root may empty it, and it gives nothing
    if int(status[name], 16): print("GOT", name, status[name])
if status["NoNewPrivs"].strip() != "1": print("GOT new privileges")
"""),
    trying(R, "device nodes", """
import os, stat, sys
attempt("mknod block", lambda: os.mknod("/tmp/disk", stat.S_IFBLK | 0o600, os.makedev(8, 0)))
attempt("mknod char", lambda: os.mknod("/tmp/mem", stat.S_IFCHR | 0o600, os.makedev(1, 1)))
for path in ("/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/vda", "/dev/tty", "/dev/ptmx", "/dev/fuse", "/dev/kvm"):
    attempt(path, lambda: open(path, "r+b"))
"""),
    trying(R, "killing the others", """
import os, signal
for target in (os.getppid(), -1):
    # Signal 0 harms nobody: where it is allowed, SIGKILL would be.
    if target not in (0, os.getpid()): attempt(f"kill {target}", lambda: os.kill(target, 0))
for target in @VICTIMS@:
    attempt(f"kill {target}", lambda: os.kill(target, 0))
    attempt(f"pidfd {target}", lambda: os.pidfd_open(target))
"""),
    Case("semaphores and shared memory left behind", R, """
print("TRIED")
from multiprocessing import shared_memory, Semaphore
import ctypes
try:
    left = shared_memory.SharedMemory("hostile-left", create=True, size=1000)
    left.close()
except OSError as error: print(error)
libc = ctypes.CDLL(None)
libc.shmget(0x5EC2E7, 4096, 0o1666), libc.semget(0x5EC2E7, 1, 0o1666), libc.msgget(0x5EC2E7, 0o1666)
""", tries=True),
    Case("daemons, by setsid and two forks", R, """
print("TRIED")
import os, subprocess, time
for _ in range(3):
    if os.fork() == 0:
        try: os.setsid()
        except PermissionError: os.setpgid(0, 0)
        if os.fork() == 0:
            os.closerange(0, 256)
            time.sleep(300)
        os._exit(0)
try: subprocess.Popen(["sleep", "300"], start_new_session=True)
except PermissionError: subprocess.Popen(["sleep", "300"], process_group=0)
subprocess.Popen("trap '' INT TERM HUP; sleep 301", shell=True)
""", tries=True),
    Case("threads that outlive the cell", R, """
print("TRIED")
import threading, time
def on():
    while True:
        time.sleep(0.05)
for _ in range(5): threading.Thread(target=on, daemon=False).start()
""", tries=True),
    Case("the trusted side's memory, by number", R, """
print("TRIED")
import os
def scale(x, factor):
    for pid in range(1, 3000):
        for what in ("mem", "maps", "environ", "fd", "root", "cwd"):
            if pid != os.getpid():
                try:
                    path = f"/proc/{pid}/{what}"
                    found = os.listdir(path) if what in ("fd", "root", "cwd") else open(path, "rb").read(1)
                    if found: print("GOT", path, found)
                except OSError: pass
    return None
""", tries=True),
]  # fmt: skip
