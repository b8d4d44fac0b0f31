"""What a test sees of a student's functions and objects when they live in another process."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograder.engine.executor import SealedExecutor
from autograder.engine.sandbox import Quota
from autograder.engine.sealed import free_names
from autograder.engine.trusted import Remote, RemoteFunction, Session, StudentError
from autograder.engine.warm import LOCK, _folder, warmed
from autograder.execution import DEAD, TIMEOUT, Limits
from autograder.scoring import failure_of
from utils import checks
from utils.checks.counted import CountedList


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with warmed() as root:
        address, layers = root.address, root.layers
        assert "limits" in layers
        yield address


@pytest.fixture
def define(address: str) -> Iterator[Callable[[str], dict]]:
    """Runs a cell in a process of its own and gives all its names."""
    sessions = []

    def define(source: str) -> dict:
        session = Session(address, Quota(), {"NN_STILL": "1"})
        sessions.append(session)
        session.classes = True  # as in a test that names a class
        session.deadline = time.monotonic() + 30
        done = session.ask("run", source, 1, 10_000)
        assert not done["raised"], done
        names = session.ask("run", "print(*[n for n in dir() if n[0] != '_'])", 2, 10_000)["outputs"][0]["text"].split()
        return dict(session.ask("names", names))

    yield define
    for session in sessions:
        session.end()


def test_looks_are_counted_as_in_one_process(define: Callable[[str], dict]) -> None:
    source = """
def walk(edges, units):
    seen = [a for a, b in edges if ("a", "b") in edges]
    return sum(weight for name, weights in units for weight in weights) + len(seen) + edges[0:2].count(1)
"""
    names: dict = {}
    exec(source, names)
    results = []
    for function in (names["walk"], define(source)["walk"]):
        edges = CountedList([("a", "b"), ("b", "c"), ("c", "d")])
        units = [("b", CountedList([1.0])), ("c", CountedList([1.0, 2.0]))]
        results.append([function(edges, units), edges.looks, [weights.looks for _, weights in units]])
    assert results == [[7.0, 3 + 9 + 2, [1, 2]]] * 2


def test_an_interrupt_that_comes_late_ends_no_other_cell(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Session(address, Quota(), {}) as session:
        at_once = session.orders

        class Slow:
            def send(self, data: bytes) -> None:
                threading.Timer(0.2, at_once.send, [data]).start()

        monkeypatch.setattr(session, "orders", Slow())
        session.interrupt()
        monkeypatch.setattr(session, "orders", at_once)
        session.begin(30)
        done = session.ask("run", "import time\ntime.sleep(0.6)\nprint('done')", 1, 1000)
        assert [each.get("text") for each in done["outputs"]] == ["done\n"]


def test_threads_call_back_one_at_a_time_and_not_after_their_call(define):
    given = define(
        """import threading
from concurrent.futures import ThreadPoolExecutor
def pool(f, x):
    with ThreadPoolExecutor(4) as threads: return sum(threads.map(f, x))
def strays(f, x):
    for _ in range(8): threading.Thread(target=lambda: [f(x) for _ in range(50)], daemon=True).start()
    return f(x)
def one(): return 1"""
    )
    assert given["pool"](lambda v: v * v, [1, 2, 3, 4] * 20) == 600
    for _ in range(20):
        assert given["strays"](lambda v: v + 1, 3) == 4
        assert given["one"]() == 1


def test_values_are_values(define):
    given = define(
        "import numpy as np\na = 3\nb = [1, (2.5, 'x')]\nc = np.arange(6).reshape(2, 3).T\nd = {1: None}\ne = 10**30"
    )
    assert {name: given[name] for name in "abde"} == {"a": 3, "b": [1, (2.5, "x")], "d": {1: None}, "e": 10**30}
    np.testing.assert_array_equal(given["c"], np.arange(6).reshape(2, 3).T)
    assert given["c"].flags.f_contiguous


def test_functions_are_called(define):
    given = define(
        "def f(x, *rest, k=1):\n    return x * k + sum(rest)\ng = lambda: f\nclass C:\n    n = 2\n    def m(self): return self.n"
    )
    f = given["f"]
    assert isinstance(f, RemoteFunction)
    assert f.__name__ == "f"
    assert (f(2), f(2, 3, 4, k=5)) == (2, 17)
    np.testing.assert_array_equal(f(np.ones((2, 2)), k=3), 3 * np.ones((2, 2)))
    assert given["g"]()(7) == 7, "a function that a function returned"
    thing = given["C"]()
    assert isinstance(thing, Remote)
    assert (thing.m(), thing.n) == (2, 2)
    thing.n = 5
    assert thing.m() == 5


def test_a_tests_functions_are_called_back(define):
    given = define(
        "def slope(f, x, h=1e-6):\n    return (f(x + h) - f(x - h)) / (2 * h)\n"
        "def careful(f):\n    try:\n        return f(-1)\n    except ValueError as error:\n        return str(error)\n"
        "def fill(f):\n    x = [1]\n    f(x)\n    return x"
    )

    def root(x: float) -> float:
        if x < 0:
            raise ValueError("no root of a negative number")
        return float(np.sqrt(x))

    assert given["slope"](root, 4.0) == pytest.approx(0.25)
    assert given["careful"](root) == "no root of a negative number"
    assert given["fill"](lambda x: x.append(2)) == [1, 2], "what the callback changed in place"


def test_what_a_function_does_to_its_arguments_is_seen(define):
    given = define(
        "def spoil(x, y, d):\n    x += 1\n    y.append(3)\n    d['k'] = x\n    return x\ndef keep(x):\n    return x + 1"
    )
    x, y, d = np.zeros(2), [1], {}
    given["spoil"](x, y, d)
    np.testing.assert_array_equal(x, [1, 1])
    assert y == [1, 3]
    np.testing.assert_array_equal(d["k"], [1, 1])
    with checks.exercise("01", "with_bias") as check:
        check(given["keep"], np.zeros(2)).unchanged().is_new()
    with pytest.raises(checks.CheckFailed, match="changed its argument"), checks.exercise("01", "with_bias") as check:
        check(given["spoil"], np.zeros(2), [1.0], {}).unchanged()


@pytest.mark.parametrize("answer", ["x", "x[:1]", "x.T", "np.asarray(x)"])
def test_what_shares_memory_is_seen_on_both_sides(define, answer):
    source = f"import numpy as np\ndef give(x):\n    return {answer}"
    here: dict = {}
    exec(source, here)
    for give in (here["give"], define(source)["give"]):
        with pytest.raises(checks.CheckFailed, match="gave back its argument"), checks.exercise("01", "step") as check:
            check(give, np.ones((2, 2))).is_new()


def test_exceptions_arrive_by_name(define):
    given = define(
        "class Odd(ValueError):\n    pass\n"
        "def odd():\n    raise Odd('three')\ndef missing():\n    return {}['key']\ndef name():\n    return nothing\n"
        "def leave():\n    raise SystemExit(3)"
    )
    with pytest.raises(ValueError, match=r"^three$") as caught:
        given["odd"]()
    assert type(caught.value).__name__ == "Odd"
    assert isinstance(caught.value, StudentError)
    assert (caught.value.student_line, caught.value.student_function) == ("raise Odd('three')", "odd")
    with pytest.raises(KeyError, match=r"^'key'$"):
        given["missing"]()
    with pytest.raises(NameError) as unknown:
        given["name"]()
    assert unknown.value.name == "nothing"
    with pytest.raises(StudentError, match="3"):
        given["leave"]()


def test_objects_are_used_and_not_compared(define):
    given = define(
        "class V:\n    def __init__(self, x): self.x = x\n    def __add__(self, o): return V(self.x + getattr(o, 'x', o))\n"
        "    __radd__ = __add__\n    def __eq__(self, o): return True\n    def __len__(self): return 2\n"
        "    def __iter__(self): return iter([self.x, V(1)])\n    def __getitem__(self, i): return i\n"
        "    def __repr__(self): return 'the answer'\n    def __bool__(self): return True\n    def __float__(self): return 1.5"
    )
    v = given["V"](3)
    assert (v + 4).x == 7
    assert (4 + v).x == 7
    assert (v + v).x == 6
    first, second = v
    assert (first, second.x) == (3, 1)
    assert (len(v), v[1], float(v), repr(v)) == (2, 1, 1.5, "the answer")
    for use in (lambda: v == 3, lambda: v != 3, lambda: v < 3, lambda: bool(v), lambda: np.asarray([1]) == v):
        with pytest.raises(TypeError, match="plain values only"):
            use()
    assert not checks.same(v, 3)


def test_a_test_takes_nothing_from_the_student_but_what_it_names():
    assert free_names("from utils import checks\nimport numpy as np\ncheck(f, np.ones(2), [g(x) for x in y], len(z))") == [
        "check", "f", "y", "z", "g",
    ]  # fmt: skip
    assert free_names("def t():\n    return f(1)\nassert t() == sum([1])") == ["t", "f"]


def grade_cell(name: str, source: str) -> NotebookNode:
    metadata = {"nbgrader": {"grade": True, "solution": False, "grade_id": name, "points": 1, "locked": True}}
    return new_code_cell(source, metadata=metadata)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("def f():\n    while True: pass", TIMEOUT),
        (
            "def f():\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass",
            TIMEOUT,
        ),
        ("def f():\n    import os\n    os._exit(1)", DEAD),
        ("def f():\n    import ctypes\n    ctypes.string_at(0)", DEAD),
        ("def f():\n    return bytearray(3 * 10**9)", "MemoryError"),
        ("def f():\n    return 2", "AssertionError"),
    ],
)
def test_a_crash_costs_its_own_test(address, answer, kind):
    notebook = new_notebook(
        cells=[
            new_code_cell(answer + "\nkept = 5"),
            grade_cell("f-test", "assert f() == 1"),
            new_code_cell("def g():\n    return kept"),
            grade_cell("g-test", "assert g() == 5"),
        ]
    )
    executed = SealedExecutor(address).execute(notebook, Limits(cell_seconds=2), {})
    kinds = [error.ename if (error := failure_of(cell)) else None for cell in executed.cells]
    assert kinds == [None, kind, None, None]
    assert [cell.execution_count for cell in executed.cells][2:] == [3, 4]


def test_a_hundred_processes_leave_nothing(address):
    import gc
    import os

    def handles() -> int:
        gc.collect()
        return len(os.listdir("/proc/self/fd"))

    before = handles()
    for _ in range(100):
        with Session(address, Quota(), {}) as session:
            session.ask("write", {"x": b"1"})
    assert handles() == before


def test_gradients_cross_the_wire(address):
    import torch

    with warmed(("torch",)) as root, Session(root.address, Quota(), {}) as session:
        session.deadline = time.monotonic() + 60
        source = (
            "import torch\n"
            "class Square(torch.autograd.Function):\n"
            "    @staticmethod\n    def forward(ctx, x, k):\n        ctx.save_for_backward(x); ctx.k = k\n        return k * x * x\n"
            "    @staticmethod\n    def backward(ctx, grad):\n        x, = ctx.saved_tensors\n        return 2 * ctx.k * x * grad, None\n"
            "class Wrong(Square):\n"
            "    @staticmethod\n    def backward(ctx, grad):\n        x, = ctx.saved_tensors\n        return x * grad, None\n"
            "class Tired(Square):\n    backs = 0\n"
            "    @staticmethod\n    def backward(ctx, grad):\n        x, = ctx.saved_tensors\n        Tired.backs += 1\n"
            "        return (2 * ctx.k + (Tired.backs > 6)) * x * grad, None\n"
            "class Broken(Square):\n    backs = 0\n"
            "    @staticmethod\n    def backward(ctx, grad):\n        Broken.backs += 1\n        x, = ctx.saved_tensors\n"
            "        if Broken.backs == 4: raise ValueError('the fourth')\n        return 2 * ctx.k * x * grad, None\n"
            "def pair(a, b):\n    return a @ b, (a * a).sum()"
        )
        assert not session.ask("run", source, 1, 10_000)["raised"]
        given = session.ask("names", ["Square", "Wrong", "Tired", "Broken", "pair"])
        x = torch.randn(3, 2, dtype=torch.float64, requires_grad=True, generator=torch.Generator().manual_seed(0))
        assert torch.autograd.gradcheck(lambda x: given["Square"].apply(x, 3.0), (x,))
        with pytest.raises(RuntimeError, match="Jacobian mismatch"):
            torch.autograd.gradcheck(lambda x: given["Wrong"].apply(x, 3.0), (x,))
        with pytest.raises(RuntimeError, match="not reentrant"):  # right at first, and not when it is asked again
            torch.autograd.gradcheck(lambda x: given["Tired"].apply(x, 3.0), (x,))
        with pytest.raises(ValueError, match="the fourth"):
            torch.autograd.gradcheck(lambda x: given["Broken"].apply(x, 3.0), (x,))
        for dtype in (torch.float64, torch.float32, torch.bfloat16, torch.float16):
            one = torch.tensor([3.0, 2.0], dtype=dtype, requires_grad=True)
            given["Square"].apply(one, 1.0).backward(torch.tensor([0.0, 1.0], dtype=dtype))
            assert one.grad.tolist() == [0.0, 4.0]
        a, b = x, torch.ones(2, 4, dtype=torch.float64, requires_grad=True)
        product, square = given["pair"](a, b)
        (product.sum() + square).backward()
        torch.testing.assert_close(a.grad, 2 * a.detach() + 4)
        torch.testing.assert_close(b.grad, a.detach().sum(0)[:, None].expand(2, 4))
        torch.testing.assert_close(given["pair"](a.detach(), b.detach())[0], a.detach() @ b.detach())


def test_a_lesson_about_a_missing_package_is_not_graded():
    from autograder.engine import _require
    from autograder.errors import AutograderError

    _require(["numpy", "utils.checks", "utils"])
    with pytest.raises(AutograderError, match="imports no_such_package, which is not installed"):
        _require(["numpy", "no_such_package.autograd"])


def test_folders_of_killed_graders_are_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, alive, young, other = (tmp_path / name for name in ("seal-dead", "seal-alive", "seal-young", "other-dead"))
    for each in (dead, alive, young, other):
        (each / "house").mkdir(parents=True)
    lock = FileLock(alive / LOCK)
    with lock:
        for each in (dead, alive, other):
            os.utime(each, (1, 1))
        with _folder() as folder:
            there = set(tmp_path.iterdir())
    assert there == {alive, young, other, Path(folder)}
    assert not Path(folder).exists()
