"""Forged messages, and the test's own functions abused."""

from __future__ import annotations

from .case import FORGER, PRELUDE, Case

W, C = "wire", "callbacks"
NOTHING: tuple[str, ...] = ()


def forging(name: str, code: str, keeps: tuple[str, ...] | None = None, **options: object) -> Case:
    """The function itself forges, when a test calls it: other exercises do not meet it."""
    return Case(name, W, f"{FORGER}{code}", keeps=keeps, **options)  # type: ignore[arg-type]


def in_call(body: str) -> str:
    """A `scale` with this body, in one line."""
    return f"def scale(x, factor):\n    {body}\n"


WIRE = [
    forging("names that were not asked for", """
def names(wanted):
    lie = lambda *a, **k: []
    yes = lambda *a, **k: True
    found = {name: side.shell.user_ns.get(name) for name in wanted}
    return found | {"range": lie, "zip": lie, "map": lie, "abs": lambda x: 0, "all": yes, "__builtins__": {},
                    "np": lie, "checks": lie, "AssertionError": ValueError, "float": lie, "len": lambda x: 2}
side.do_names = names
class Unit:
    weights = None
    def __init__(self, weights): pass
    def forward(self, x): return 1.0
""", keeps=NOTHING),
    forging("names that are no names", "side.do_names = lambda wanted: [1, 2]", keeps=NOTHING),
    forging("every answer is yes", 'side._answer = lambda request: packed("ok", True)', keeps=NOTHING),
    forging("every answer is None", 'side._answer = lambda request: packed("ok", None)', keeps=NOTHING),
    forging("every answer is a list", 'side._answer = lambda request: packed("ok", [[], [], []])', keeps=NOTHING),
    forging("every answer is a mapping", 'side._answer = lambda request: packed("ok", {"outputs": {"a": 1}})',
            keeps=NOTHING),
    forging("a set whose elements have one hash", """
def scale(x, factor):
    parts = b"".join(msgpack.packb(msgpack.ExtType(5, hex(k * (2**61 - 1)).encode())) for k in range(300_000))
    elements = b"\\xdd" + struct.pack(">I", 300_000) + parts
    send(b"\\x93\\xa2ok\\x01" + msgpack.packb(msgpack.ExtType(2, elements)))
"""),
    Case("a range of 10**18 numbers", W, in_call("return range(10**18)"), says="which are the most"),
    forging("answers without an end", 'side._answer = lambda request: packed("maybe")', keeps=NOTHING),
    forging("outputs that are none", """
real = side.do_run
def run(*a):
    done = real(*a)
    done["outputs"] = [
        {"output_type": "display_data", "data": {"text/plain": side, "image/png": {1, 2}, 7: b"x"}, "metadata": {}},
        {"output_type": "execute_result", "data": {"text/plain": ["a", side]}, "metadata": {"a": print},
         "execution_count": 10**30},
        {"output_type": "stream", "name": ["stdout"], "text": {"a": 1}},
        {"output_type": "error", "ename": side, "evalue": None, "traceback": side},
        {"output_type": "stream", "name": "stdout", "text": "\\ud800"},
        {"output_type": "display_data", "data": [["a", "b"]], "metadata": 7}, 3, side, None]
    return done
side.do_run = run
"""),
    forging("malformed bytes", in_call("send(b'\\xc1\\xc1\\xc1')")),
    forging("an oversized message", in_call("send(b'', 2**60)")),
    forging("a message that never comes whole", in_call("send(b'x', 2**20); import time; time.sleep(100)")),
    forging("lists in lists, 100000 deep", in_call("send(b'\\x91' * 100_000 + b'\\x01')")),
    forging("typed values in typed values, 300 deep", """
def deep():
    data = b"\\x01"
    for _ in range(300):
        data = msgpack.packb(msgpack.ExtType(1, data))
    return data
""" + in_call("send(b'\\x92\\xa2ok' + deep())")),
    forging("20 million empty lists", in_call(
        "send(b'\\x92\\xa2ok' + b'\\xdd' + struct.pack('>I', 20_000_000) + b'\\x90' * 20_000_000)")),
    forging("unknown types", """
kinds = iter([99, 127, -1, -128, 16, 64])
""" + in_call("send(packed('ok', [msgpack.ExtType(next(kinds, 99), b'\\x01'), [], []]))")),
    forging("types that name code", """
evil = iter([
    (12, ["os.system", "true"]), (12, ["utils.network.graph.Unit"]), (12, [["a"]]),
    (11, ["load", False, b"", 9, [-1, "", "", False]]), (0, ["O", [1], "C", b"12345678"]),
    (0, [[["a", "O"]], [1], "C", b"12345678"]), (6, ["O", b"12345678"]), (0, ["<f8", [10**18], "C", b""]),
    (7, [0, 10**30, 1]), (5, "not hex"), (13, [[[], 1]]), (2, [[1], [2]])])
""" + in_call(
        "kind, value = next(evil, (99, 1)); "
        "send(packed('ok', [msgpack.ExtType(kind, msgpack.packb(value, use_bin_type=True)), [], []]))")),
    forging("a dtype that is an object", """
class Sly:
    dtype = "O"
side.keep(Sly())
""" + in_call(
        "place = msgpack.ExtType(9, packed(0, 'x', 'x', True)); "
        "send(packed('ok', [msgpack.ExtType(0, packed(place, [1], 'C', b'12345678')), [], []]))")),
    forging("a range without an end", in_call("return range(10**12)")),
    forging("a number of a million digits", in_call("return 10**1_000_000")),
    forging("forged exceptions", """
raised = iter([
    ("raised",), ("raised", 1, 2, 3), ("raised", "A\\0", ["Exception"], "x", "", "", ""),
    ("raised", "Lost", ["BaseException"], "x", "", "", ""), ("raised", "x" * 10**6, ["KeyError"] * 1000, "x"),
    ("raised", "SystemExit", ["SystemExit"], "0"), ("raised", "__main__.é(", ["os", "Exception"], {}, [], {}, [])])
""" + in_call("send(packed(*next(raised, ('raised', 'StopIteration', ['StopIteration'], ''))))")),
    forging("forged callbacks", """
calls = iter([("callback", 1, [], {}), ("callback", [1], [], {}), ("callback", 0, 5, 6), ("callback", {}, [], []),
              ("callback", 0, [], {}, 1)])
""" + in_call("send(packed(*next(calls, ('callback', 0, [], {})))); side.connection.receive()")),
    forging("arguments said to be changed", """
def call(function, arguments, options):
    return [arguments[0], [[0, arguments[0]], [99, 1], ["x", 1], [-1, {}]], [0]]
side.do_call = call
""", keeps=NOTHING),
    forging("the channel closed", in_call("channel.close(); return x")),
    forging("the channel shut, the process alive", in_call("channel.shutdown(2); import time; time.sleep(100)")),
    forging("answered twice", in_call("[send(packed('ok', [True, [], []])) for _ in range(50)]; return True")),
    forging("a flood of answers", in_call(
        "\n    while True: send(packed('callback', 0, ['x' * 10_000], {}))").replace("    \n", "\n")),
    forging("another file over the channel", in_call(
        "os.dup2(os.open('/dev/zero', os.O_RDWR), channel.fileno()); return x")),
    forging("the channel found through /proc", """
def scale(x, factor):
    for name in os.listdir("/proc/self/fd"):
        try:
            each = socket.socket(fileno=os.dup(int(name)))
            each.settimeout(0.2)
            each.send(struct.pack("<Q", 5) + packed("ok", 1))
        except OSError:
            pass
    return True
"""),
    forging("msgpack replaced", """
msgpack.packb = lambda *a, **k: b"\\x92\\xa2ok\\xc3"
msgpack.unpackb = lambda *a, **k: ["run", "1", 1, 1]
""", keeps=NOTHING),
    forging("never an answer", in_call("\n    while True:\n        try: import time; time.sleep(9)\n"
                                       "        except BaseException: pass").replace("    \n", "\n")),
    forging("two processes answer", in_call("os.fork(); return True")),
]  # fmt: skip


def abusing(name: str, body: str, **options: object) -> Case:
    """A `slope` that abuses the test's function `f`."""
    return Case(name, C, f"def slope(f, x):\n    {body}\n", where="slope", **options)  # type: ignore[arg-type]


CALLBACKS = [
    abusing("called a million times", "\n    for _ in range(10**6): f(x)\n    return f(x)"),
    abusing("called in itself", """
    class Again:
        def __pow__(self, other): return f(Again())
        __rmul__ = __mul__ = __float__ = __pow__
        def __float__(self): return f(Again())
    return f(Again())"""),
    abusing("called with itself", "\n    return f(f)"),
    abusing("called with a huge array", "import numpy as np\n    return f(np.ones(20_000_000))"),
    abusing("called with a huge number", "return f(10**25_000)"),
    abusing("called with evil values", """
    class Evil:
        def __getattr__(self, name): raise SystemExit
        def __float__(self): raise KeyboardInterrupt
        def __rmul__(self, other): return self
        def __pow__(self, other): return Evil()
        def __abs__(self): return 0.0
        def __rsub__(self, other): return 0.0
        def __sub__(self, other): return 0.0
    for value in (Evil(), "x", None, {}, [Evil()], range(10**15), b"", float("nan")):
        try: f(value)
        except BaseException: pass
    return Evil()"""),
    abusing("called with options", "\n    return f(x, x=x, __builtins__={}, **{'self': 1})"),
    Case("kept for later", C, """
kept = []
def slope(f, x):
    kept.append(f)
    return 0.0
class Later:
    def __del__(self): print(kept and kept[0](3.0))
later = Later()
""", where="slope"),
    Case("its insides read", C, PRELUDE + """
def slope(f, x):
    for name in ("__globals__", "__closure__", "__code__", "__builtins__", "__self__", "__wrapped__", "secret_points"):
        try: print("GOT", name, getattr(f, name))
        except AttributeError: pass
    for each in vars(f).values():
        if "secret" in repr(each) or "math" in repr(each): print("GOT", each)
    return 0.0
""", where="slope", tries=True),
    abusing("given back as the answer", "\n    return f"),
    abusing("called by threads", """
    import threading
    for _ in range(8): threading.Thread(target=lambda: f(x), daemon=True).start()
    return f(x)"""),
]  # fmt: skip

CASES = [*WIRE, *CALLBACKS]
