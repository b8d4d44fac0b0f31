"""Breaking the batch: crashes, endless loops, hogs of every kind, and notebooks that are hardly notebooks."""

from __future__ import annotations

import json

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from .case import Case
from .lesson import cell

B, F = "break", "files"
NOTHING: tuple[str, ...] = ()
DEAF = "import time\nwhile True:\n    try:\n        time.sleep(100)\n    except BaseException:\n        pass"

# Twelve children that take 80 MB each, and how each of them does.
CHILDREN = """\
import ctypes, os, platform, socket, threading, time
full, filled = os.pipe()

def take():
    room = bytearray(80 * 2**20)
    for at in range(0, len(room), 4096): room[at] = 1
    return room

def hold(number):
    kept = take()
    os.write(filled, b".")
    time.sleep(60)
    os._exit(0)

def with_children(work):
    for number in range(12):
        if os.fork() == 0:
            work(number)
    for _ in range(12): os.read(full, 1)
    time.sleep(1.2)
    print("GOT a gigabyte")

"""


def by_children(name: str, body: str, work: str = "hold") -> Case:
    """A `scale` whose children take too much memory together, each by `work`, after this."""
    return Case(f"memory, {name}", B, f"{CHILDREN}{body}\ndef scale(x, factor): with_children({work})\n", says="memory")


CRASHES = [
    Case("os._exit in the cell", B, "import os\nos._exit(0)", says="DeadKernelError"),
    Case("os._exit in the function", B, "import os\ndef scale(x, factor): os._exit(0)", says="ended Python"),
    Case("segmentation fault", B, "import ctypes\ndef scale(x, factor): ctypes.string_at(0)", says="segmentation"),
    Case("abort", B, "import os\ndef scale(x, factor): os.abort()", says="ended Python"),
    Case("SIGKILL to oneself", B, "import os, signal\ndef scale(x, factor): os.kill(os.getpid(), signal.SIGKILL)",
         ),
    Case("exit()", B, "exit()", says="exit"),
    Case("a crash after the answer", B, "import ctypes\nctypes.string_at(0)"),
    Case("a forbidden machine's system call", B, """
import ctypes, mmap
def scale(x, factor):
    code = bytes([0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3])  # getpid by the 32-bit door
    room = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    room.write(code)
    ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(room)))()
    return None"""),
    Case("recursion without an end", B, "import sys\nsys.setrecursionlimit(10**9)\n"
         "def scale(x, factor): return scale(x, factor)"),
    Case("recursion in C", B, "import sys\nsys.setrecursionlimit(10**9)\n"
         "def scale(x, factor):\n    made = []\n    for _ in range(10**6): made = [made]\n    return made"),
]  # fmt: skip
ENDLESS = [
    Case("a loop in the cell", B, "while True: pass", says="longer than 2 s"),
    Case("a loop in the function", B, "def scale(x, factor):\n    while True: pass", says="longer than"),
    Case("a loop that swallows interrupts", B, DEAF, says="would not stop"),
    Case("a function that swallows interrupts", B,
         "def scale(x, factor):\n    " + DEAF.replace("\n", "\n    "), says="would not stop"),
    Case("a sleep in the function", B, "def scale(x, factor):\n    import time\n    time.sleep(100)", says="longer"),
    Case("signals ignored", B, """
import signal
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
def scale(x, factor):
    while True: pass""", says="longer|stop"),
    Case("a generator without an end", B, """
def scale(x, factor):
    class Endless:
        shape = (2,)
        def __len__(self): return 2
        def __getitem__(self, key): return 1.0
        def __iter__(self):
            while True: yield "x" * 100_000
    return Endless()"""),
    Case("threads that hold on", B, """
import threading
def spin():
    while True: pass
for _ in range(4): threading.Thread(target=spin).start()""", keeps=NOTHING),
]  # fmt: skip
HOGS = [
    Case("memory, at once", B, "def scale(x, factor): return bytearray(2**33)", says="MemoryError|memory"),
    Case("memory, by and by", B, "kept = []\nwhile True: kept.append(bytearray(2**22))", says="emory"),
    Case("memory, shared and of no file", B, """
import mmap
def scale(x, factor):
    room = mmap.mmap(-1, 80 * 2**20)
    room[:] = bytes(len(room))
    room.madvise(mmap.MADV_DONTNEED)  # no longer mapped, but kept: it would be nobody's
    print("GOT memory that is not counted")""", says="not permitted"),
    Case("memory, of a device", B, """
import mmap, os
def scale(x, factor):
    mmap.mmap(os.open("/dev/zero", os.O_RDWR), 80 * 2**20)
    print("GOT memory that is not counted")""", says="Error"),
    by_children("of children", ""),
    by_children("of processes whose first thread has ended", """
def last(number):
    threading.Thread(target=lambda: (time.sleep(0.1), hold(number))).start()
    ctypes.CDLL(None).syscall(60 if platform.machine() == "x86_64" else 93, 0)  # exit, of one thread
""", "last"),
    by_children("in sockets", """
def fill(number):
    kept = []
    for _ in range(60):
        for each in socket.socketpair():
            kept.append(each)
            each.setblocking(False)
            try:
                while True: each.send(bytes(2**14))
            except BlockingIOError: pass
    os.write(filled, b".")
    time.sleep(60)
    os._exit(0)
""", "fill"),
    Case("memory, in larger sockets", B, """
import socket
def scale(x, factor):
    socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**24)
    print("GOT a larger socket")""", says="not permitted"),
    Case("a lease on a file, so that others wait", B, """
import fcntl, os
def scale(x, factor):
    with open("/tmp/mine", "w"): pass
    fcntl.fcntl(os.open("/tmp/mine", os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_WRLCK)
    print("GOT a lease")""", says="not permitted"),
    Case("memory, of children that take it when the test is over", B, CHILDREN + """
def scale(x, factor):
    for _ in range(12):
        if os.fork() == 0:
            time.sleep(0.2)
            kept = take()
            time.sleep(60)
            os._exit(0)
    return None"""),
    by_children("of orphans", """
def leave(number):
    if os.fork(): os._exit(0)
    hold(number)
""", "leave"),
    by_children("under names that are no text", """
names = (b"\\xff\\xfe) Z 0 (", b"a\\nRssAnon: x", b") S 1 1 1", b"\\x1cRssAnon: -9999")
def named(number):
    ctypes.CDLL(None).prctl(15, names[number % 4], 0, 0, 0)
    hold(number)
""", "named"),
    by_children("behind processes that come and go", """
def among_many(number):
    if number < 4 and os.fork() == 0:
        while True:
            if os.fork() == 0: os._exit(0)
            os.wait()
    hold(number)
""", "among_many"),
    Case("an end that comes when the test is over", B, """
import os, threading
def scale(x, factor):
    threading.Timer(0.02, os.abort).start()
    return None"""),
    by_children("with the working folder gone", """
os.chdir("/")
os.rename("/tmp/work", "/tmp/gone") if os.path.isdir("/tmp/work") else None
"""),
    Case("memory, in files of the kernel", B, """
import os
def scale(x, factor):
    total = 0
    for number in range(30):
        made = os.memfd_create(str(number))
        total += os.write(made, bytes(30 * 2**20))
    print("GOT", total)
    return None"""),
    Case("a fork bomb", B, """
import os, time
def scale(x, factor):
    made = 0
    for _ in range(300):
        try: child = os.fork()
        except OSError: break
        if child == 0:
            time.sleep(30)
            os._exit(0)
        made += 1
    if made > 100: print("GOT", made, "processes")
    return None"""),
    Case("a thread bomb", B, """
import threading, time
def scale(x, factor):
    made = 0
    try:
        for _ in range(1000):
            threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
            made += 1
    except RuntimeError: pass
    if made > 100: print("GOT", made, "threads")
    return None"""),
    Case("the disk filled", B, """
def scale(x, factor):
    written = 0
    try:
        for number in range(100):
            with open(f"/tmp/{number}", "wb") as file: written += file.write(bytes(4 * 2**20))
    except OSError as error: print("REFUSED", error)
    if written > 64 * 2**20: print("GOT", written)
    return None"""),
    Case("one huge file", B, """
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
def scale(x, factor):
    with open("big", "wb") as file:
        file.truncate(2**40)
        file.seek(2**39)
        file.write(b"x")
    print("GOT a huge file")""", says="too large|OSError"),
    Case("inodes filled", B, """
import os
def scale(x, factor):
    made = 0
    try:
        for number in range(60_000):
            os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY))
            made += 1
    except OSError as error: print("REFUSED", error)
    if made > 50_000: print("GOT", made)
    return None"""),
    Case("file descriptors used up", B, """
import os
def scale(x, factor):
    kept = []
    try:
        while True: kept.append(os.open("/dev/null", os.O_RDONLY))
    except OSError: pass
    return None"""),
    Case("CPU time of children", B, """
import os
for _ in range(6):
    if os.fork() == 0:
        while True: pass"""),
    Case("output without an end", B, "while True: print('x' * 1000)", says="longer than"),
    Case("one huge output", B, "print('y' * 50_000_000)\nprint('end')"),
    Case("output past Python", B, "import os\nfor _ in range(300): os.write(1, b'z' * 100_000)"),
    Case("a picture of 50 MB", B, """
from IPython.display import Image, display
display(Image(data=b"\\x89PNG\\r\\n\\x1a\\n" + bytes(50_000_000), format="png"))"""),
    Case("100000 small outputs", B, """
from IPython.display import display
for number in range(20_000): display(number)"""),
    Case("an endless error message", B, "def scale(x, factor): raise ValueError('w' * 20_000_000)"),
    Case("10000 hours of warnings", B, "import warnings\n"
         "def scale(x, factor):\n    for k in range(10_000): warnings.warn(f'{k}' * 100)"),
]  # fmt: skip
SABOTAGE = [
    Case("files 0 to 255 closed", B, "import os\nos.closerange(0, 256)", says="ended Python|Closed|DeadKernel"),
    Case("files 0 to 255 closed in the function", B, "import os\ndef scale(x, factor): os.closerange(0, 256)"),
    Case("limits set to nothing", B, """
import resource
for name in dir(resource):
    if name.startswith("RLIMIT_"):
        try: resource.setrlimit(getattr(resource, name), (0, 0))
        except (OSError, ValueError): pass""", keeps=NOTHING),
    Case("faulthandler's time bomb", B, "import faulthandler\nfaulthandler.dump_traceback_later(0.1, exit=True)\n"
         "import time\ntime.sleep(1)"),
    Case("atexit and exit handlers", B, "import atexit\natexit.register(lambda: print(1 / 0))\n"
         "import time\natexit.register(time.sleep, 100)"),
    Case("the collector switched off, cycles made", B, "import gc\ngc.disable()\nkept = []\nkept.append(kept)"),
    Case("builtins deleted", B, "import builtins\nfor name in list(vars(builtins)):\n"
         "    if name not in ('delattr', 'BaseException'): delattr(builtins, name)", keeps=NOTHING),
    Case("__import__ replaced", B, "import builtins\n"
         "def forbid(*a, **k): raise ImportError('no')\nbuiltins.__import__ = forbid", keeps=NOTHING),
    Case("the alarm set", B, "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_DFL)\n"
         "signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)\nimport time\ntime.sleep(1)"),
    Case("stopped by SIGSTOP", B, "import os, signal\nif os.fork() == 0:\n    os.kill(os.getppid(), signal.SIGSTOP)\n"
         "    os._exit(0)\nimport time\ntime.sleep(100)", says="longer|stop"),
    Case("half a surrogate pair printed", B, "print('\\ud800')\nfrom IPython.display import display, HTML\n"
         "display(HTML('\\udfff'))\ndef scale(x, factor): raise ValueError('\\ud800')"),
    Case("NUL and every control character printed", B, "print(''.join(map(chr, range(0x100))))\n"
         "def scale(x, factor): raise ValueError(''.join(map(chr, range(32))))"),
    Case("a display that raises", B, "class Evil:\n    def __repr__(self): raise SystemExit\n"
         "    def _repr_html_(self): 1 / 0\n"
         "    def _repr_mimebundle_(self, **k): return {'text/plain': {1: 2}}\nEvil()"),
    Case("a display of any kind of data", B, "from IPython.display import display\n"
         "display({'application/json': {'a': {1, 2}}, 'text/html': 7, 'text/plain': ['a', object()]}, raw=True)\n"
         "display({'text/plain': 'x'}, metadata={'a': object()}, raw=True)"),
]  # fmt: skip


# -- files that are hardly notebooks -----------------------------------------------------------------------------------


def _bytes(notebook: NotebookNode) -> bytes:
    return nbformat.writes(notebook).encode()


def _old_format(notebook: NotebookNode) -> bytes:
    return str(nbformat.v3.writes_json(nbformat.convert(notebook, 3))).encode()


def _many_cells(notebook: NotebookNode) -> None:
    notebook.cells += [new_code_cell("0", id=f"more-{number}") for number in range(3000)]


def _large(notebook: NotebookNode) -> None:
    notebook.cells.append(new_markdown_cell("x" * 20_000_000))


def _large_but_allowed(notebook: NotebookNode) -> None:
    notebook.cells.append(new_code_cell("# " + "x" * 5_000_000))


def _much_output(notebook: NotebookNode) -> None:
    notebook.cells += [new_code_cell("print('x' * 90_000)") for _ in range(150)]


def _surrogates(notebook: NotebookNode) -> bytes:
    content = json.loads(_bytes(notebook))
    lone = "\ud800"
    content["cells"].append(
        {"cell_type": "markdown", "metadata": {lone: lone}, "source": f"a{lone}", "id": "lone",
         "attachments": {f"{lone}.png": {"image/png": lone}}}
    )  # fmt: skip
    content["cells"].append({"cell_type": "code", "metadata": {}, "source": f"'{lone}'", "id": lone, "outputs": []})
    return json.dumps(content).encode()


def _strange_types(notebook: NotebookNode) -> bytes:
    content = json.loads(_bytes(notebook))
    content["metadata"] = [1, 2]
    content["cells"][0]["metadata"] = {"nbgrader": [1]}
    content["cells"] += [
        None, 7, {}, {"cell_type": "code"}, {"cell_type": ["code"]}, {"cell_type": "code", "source": {"a": 1}},
        {"cell_type": "code", "source": ["1", 2], "metadata": 3},
        {"cell_type": "code", "source": "1", "metadata": {"nbgrader": {"grade_id": ["x"], "points": "many"}}},
        {"cell_type": "code", "source": "1", "metadata": {"nbgrader": {"grade_id": "scale-test", "points": 1e400}}},
        {"cell_type": "markdown", "source": "1", "attachments": {"a": {"b": "c"}, "d": {"e": "f"}}, "id": "a" * 99},
    ]  # fmt: skip
    return json.dumps(content).encode()


def _clashing_ids(notebook: NotebookNode) -> None:
    for each in notebook.cells:
        each.id = "scale"


def _a_magic_to_elsewhere(notebook: NotebookNode) -> None:
    cell(notebook, "scale").source = "%%script bash\ncat @ROOT@/solutions/01-traps/traps.md; exit 1"


FILES = [
    Case("broken JSON", F, edit=lambda notebook: _bytes(notebook)[:-50], graded=False, says="not valid JSON"),
    Case("a byte-order mark", F, edit=lambda notebook: b"\xef\xbb\xbf" + _bytes(notebook), says="byte-order"),
    Case("nbformat 3", F, edit=_old_format, keeps=NOTHING, says="format 3"),
    Case("an empty file", F, edit=lambda notebook: b"", graded=False, says="empty"),
    Case("JSON nested a million deep", F, edit=lambda notebook: b"[" * 10**6, graded=False, says="nested"),
    Case("a list", F, edit=lambda notebook: b"[1]", graded=False, says="not a notebook"),
    Case("a number of a million digits", F, edit=lambda notebook: b'{"cells": [], "a": ' + b"9" * 10**6 + b"}",
         graded=False, says="not valid JSON"),
    Case("20 MB", F, edit=_large, graded=False, says="too large"),
    Case("5 MB", F, edit=_large_but_allowed),
    Case("3000 cells", F, edit=_many_cells),
    Case("150 cells full of output", F, edit=_much_output),
    Case("lone surrogates everywhere", F, edit=_surrogates),
    Case("values of strange types", F, edit=_strange_types),
    Case("one id for all cells", F, edit=_clashing_ids),
    Case("another language by a magic", F, edit=_a_magic_to_elsewhere),
    Case("a file where the lesson has a folder", F, files={"data": b"x"}),
    Case("a folder where the lesson has a file", F, files={"data/points.csv/x": b"x"}),
    Case("a folder called as the notebook", F, files={"traps.ipynb/x.txt": b"x"}, edit=_bytes),
    Case("the lesson's data replaced", F, files={"data/points.csv": b"secret"}),
    Case("modules called numpy and utils", F, files={
        "numpy.py": b"raise SystemExit", "utils/checks.py": b"CheckFailed = None", "sitecustomize.py": b"1 / 0",
        "random.py": b"1 / 0", "__main__.py": b"1 / 0", "autograder/engine/student.py": b"1 / 0"}, says="left out"),
    Case("5000 empty files", F, files={f"many/{number}": b"" for number in range(5000)}, says="files", keeps=NOTHING,
         graded=False),
    Case("names of files that hurt", F, files={
        "a\x1b[31mb\u202e.txt": b"x", "-rf": b"x", "new\nline": b"x", "$(touch x)": b"x", "'; drop": b"x",
        "utils.\x1b]0;title\x07.py": b"x"}),
    Case("a file name that is no text", F, files={"bad-\udcff\udcfe": b"x"}),
    Case("a folder 3900 characters deep", F, files={"/".join(["d" * 150] * 25) + "/" + "x" * 60: b"x"}),
]  # fmt: skip
STUDENTS = [
    Case("an id of markup", F, student="<script>alert(1)<&script>"),
    Case("an id of a shell", F, student="$(reboot); rm -rf ~ & `id`"),
    Case("an id that is an option", F, student="--force"),
    Case("an id with brackets and quotes", F, student="[a-z]*?'\"", says="stock nbgrader"),
    Case("an id in other letters", F, student="Ωμέγα 汉字 é"),
    Case("an id of formatting", F, student="%s{0}{x!r}$x_1$[red]"),
    Case("an id that turns the text around", F, student="a\u202eb", graded=False, says="cannot be printed"),
    Case("an id with terminal codes", F, student="a\x1b[31mb", graded=False, says="cannot be printed"),
]

CASES = [*CRASHES, *ENDLESS, *HOGS, *SABOTAGE, *FILES, *STUDENTS]
