"""Single tests of a lesson's kind against answers that lie, each by itself, and against honest ones that look alike."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.engine import trusted
from autograder.engine.executor import SealedExecutor
from autograder.engine.warm import warmed
from autograder.execution import Limits
from autograder.scoring import failure_of
from tests.miniature import marks

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="needs fork")]
Verdict = Callable[[str, str], str]

LIAR = """\
import numpy as np

class Liar:
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __radd__ = __sub__
    def __pow__(self, other): return 0.0
    def __abs__(self): return 0.0
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    __hash__ = object.__hash__
    def __bool__(self): return True
    def __array__(self, *a, **k): return np.array(3.0)
    def sum(self): return 0.0
"""
LINGERING = LIAR.replace("return 0.0\n    __rsub__", "return self\n    __rsub__").replace(
    "def __pow__(self, other): return 0.0", "def __pow__(self, other): return self\n    def __float__(self): return 0.0"
)
FORGED = """
import gc
side = next(each for each in gc.get_objects() if type(each).__name__ == "Student")
real = side.do_names
none = lambda *a: []
side.do_names = lambda names: real(names) | {"range": none, "zip": none, "all": lambda *a: True, "abs": lambda x: 0}
def f(x): return 0.0
"""
STEPS = "from utils.checks.trips import Steps\ns = Steps()\n"
FORGED_STEPS = """
import gc
side = next(each for each in gc.get_objects() if type(each).__name__ == "Student")
side.do_steps = lambda values, steps: {}
def f(x): return 0.0
"""
EACH = """
from utils import checks
cases = [((float(k),), 2.0 * k) for k in range(1, 90)]
with checks.exercise("01", "step") as check:
    for came, wanted in check.each(f, cases): """
FORGED_CALLS = """
import gc
side = next(each for each in gc.get_objects() if type(each).__name__ == "Student")
side.do_calls = lambda function, many: {}
def f(x): return 0.0
"""
LIES = [
    *(
        (f"{liar}\ndef f(x): return {made}", f"import math\nimport numpy as np\n{test}")
        for liar in (LIAR, LINGERING)
        for made, tests in {
            "Liar()": (
                "assert f(1.0) == 3.0", "assert not f(1.0) != 3.0", "assert f(1.0)", "assert 3.0 == f(1.0)",
                "assert abs(f(1.0) - 3.0) < 1e-9", "assert abs(3.0 - f(1.0)) < 1e-9", "assert 3.0 in f(1.0)",
                "assert (f(1.0) - 3.0) ** 2 < 1e-9", "assert np.abs(f(1.0) - 3.0) < 1e-9",
                "assert ((f(1.0) - 3.0) ** 2).sum() < 1e-9", "assert np.allclose(f(1.0), 3.0)",
                "assert np.isclose(f(1.0), 3.0)", "np.testing.assert_allclose(f(1.0), 3.0)",
                "np.testing.assert_array_equal(f(1.0), 3.0)", "assert np.array_equal(f(1.0), 3.0)",
                "assert math.isclose(f(1.0), 3.0)", "assert sum([f(1.0), -3.0]) == 0", "assert max(f(1.0), 3.0) == 3.0",
                "assert f(1.0) in [3.0]", "assert [f(1.0)] == [3.0]", "assert (1, f(1.0)) == (1, 3.0)",
                "assert sorted([f(1.0), 3.0])[0] == 3.0", "assert float(abs(f(1.0) - 3.0)) < 1e-9",
                "assert isinstance(f(1.0), float)", "assert np.float64(3.0) - f(1.0) < 1e-9",
            ),
            "[Liar(), Liar()]": (
                "assert f(1.0) == [3.0, 3.0]", "assert abs(f(1.0)[0] - 3.0) < 1e-9", "assert 3.0 in f(1.0)",
                "assert np.allclose(f(1.0), [3.0, 3.0])", "assert sum(f(1.0)) == 0.0",
                "assert max(abs(a - 3.0) for a in f(1.0)) < 1e-9", "assert np.all(np.array(f(1.0)) - 3.0 == 0)",
            ),
            "np.array([Liar(), Liar()], dtype=object)": (
                "assert abs(f(1.0)[0] - 3.0) < 1e-9", "assert np.abs(f(1.0) - 3.0).max() < 1e-9",
                "assert ((f(1.0) - 3.0) ** 2).sum() < 1e-9", "assert (f(1.0) == 3.0).all()",
                "assert np.allclose(f(1.0), 3.0)", "assert 3.0 in f(1.0)",
            ),
        }.items()
        for test in tests
    ),
    *(
        (f"{liar}\nclass Thing:\n    def value(self): return Liar()", test)
        for liar in (LIAR, LINGERING)
        for test in (
            "assert Thing().value() == 3.0", "assert abs(Thing().value() - 3.0) < 1e-9",
            "assert float(Thing().value() - 3.0) == 0.0", "assert float(abs(Thing().value() - 3.0)) == 0.0",
            "assert (Thing().value() - 3.0) ** 2 < 1e-9",
        )
    ),
    *(
        (f"def f(x): raise {error}", test)
        for error in ("StopIteration", "StopIteration(3.0)", "StopAsyncIteration", "GeneratorExit", "SystemExit(0)")
        for test in (
            "for came in map(f, [1.0]):\n    assert came == 3.0", "assert all(came == 3.0 for came in map(f, [1.0]))",
            "for came, wanted in zip(map(f, [1.0]), [3.0]):\n    assert came == wanted",
            "assert [came for came in map(f, [1.0]) if came != 3.0] == []", "assert next(map(f, [1.0]), 3.0) == 3.0",
        )
    ),
    *(
        (answer, f"{EACH}came.equals(wanted)")
        for answer in (
            f"{LIAR}\ndef f(x): return Liar()", f"{LINGERING}\ndef f(x): return Liar()", "def f(x): return 2.0",
            *map(FORGED_CALLS.format, ("[]", "None", "[b''] * 99", "[b''] * len(many)", "[None] * len(many)", "[1]")),
            FORGED_CALLS.format("[side.codec.pack([None, 0.0, [], []]) for each in many]"),
            FORGED_CALLS.format("[side.codec.pack([None, 2.0]) for each in many]"),
            FORGED_CALLS.format("[side.codec.pack([None, 4.0, [[0, 1.0]], 7]) for each in many]"),
        )
    ),
    (FORGED, "for k in range(3):\n    assert f(k) == 3.0"),
    (FORGED, "assert all(f(k) == 3.0 for k in range(3))"),
    (FORGED, "assert abs(f(1.0) - 3.0) < 1e-9"),
    (FORGED, "for came, wanted in zip([f(1.0)], [3.0]):\n    assert came == wanted"),
    (LIAR, STEPS + "s.call(Liar) + -3.0\nassert [*s.results()][-1] == 0.0"),
    (LIAR, STEPS + "(2 * s.call(Liar)).sum()\nassert [*s.results()][-1] == 0.0"),
    (f"{LIAR}\ndef f(x): return Liar()", STEPS + "s.call(f, 1.0) + -3.0\nassert [*s.results()][-1] == 0.0"),
    *(
        (FORGED_STEPS.format(given), f"{STEPS}s.call(f, 1.0)\ns.call(abs, -3.0)\nassert [*s.results()] == {wanted}")
        for given, wanted in (
            ("[[0.0, 0.0], None, []]", [0.0, 0.0]), ("[[], None, []]", []), ("[[0.0], None, []]", [0.0]), ("[]", []),
            ("[[0.0, 3.0, 1.0], None, []]", [0.0, 3.0]), ("[{0: 0.0, 1: 3.0}, None, []]", [0.0, 3.0]), ("None", []),
        )
    ),
]  # fmt: skip

VECTOR = """
class Vector:
    def __init__(self, parts): self.parts = list(parts)
    def __add__(self, other): return Vector(a + b for a, b in zip(self.parts, other.parts))
    def __mul__(self, factor): return Vector(factor * a for a in self.parts)
    __rmul__ = __mul__
    def __neg__(self): return -1 * self
    def __matmul__(self, other): return sum(a * b for a, b in zip(self.parts, other.parts))
    def __abs__(self): return (self @ self) ** 0.5
    def __contains__(self, part): return part in self.parts
    def __len__(self): return len(self.parts)
    def __getitem__(self, place): return self.parts[place]
    def __float__(self): return float(self.parts[0])
"""
HONEST = [
    (VECTOR, "assert (Vector([1, 2]) + Vector([1, 1])).parts == [2, 3]"),
    (VECTOR, "assert (3 * Vector([1, 2])).parts == (Vector([1, 2]) * 3).parts == [3, 6]"),
    (VECTOR, "assert (-Vector([1, 2])).parts == [-1, -2]\nassert (-(2 * Vector([1])))[0] == -2"),
    (VECTOR, "assert Vector([1, 2]) @ Vector([3, 4]) == 11\nassert abs(Vector([3, 4])) == 5"),
    (VECTOR, "assert 2 in Vector([1, 2])\nassert 3 not in Vector([1, 2])\nassert len(Vector([1, 2])) == 2"),
    (VECTOR, "assert float(Vector([1, 2])) == 1.0\nassert Vector([1, 2])[1] == 2"),
    (VECTOR, "assert list(Vector([1, 2])) == [1, 2]"),
    (VECTOR, STEPS + "2 * (s.call(Vector, [1]) + s.call(Vector, [3]))\nassert [*s.results()][-1].parts == [8]"),
    (VECTOR, STEPS + "s.call(abs, -1)\ns.call(Vector, [3, 4]).__abs__()\nassert [*s.results()][::2] == [1, 5]"),
    (
        "def f(x):\n    x[0] = 5\n    return x[1]",
        STEPS + "x = [1, 2]\ns.call(f, x)\nassert x == [1, 2]\nassert [*s.results()] == [2]\nassert x == [5, 2]",
    ),
    (
        "def f(x): return 1 / x",
        STEPS + "s.call(f, 2.0)\ns.call(f, 0.0)\ncame = s.results()\nassert next(came) == 0.5\n"
        "try: next(came)\nexcept ZeroDivisionError: pass\nelse: assert False",
    ),
    *(
        (answer, EACH + said)
        for answer, said in (
            ("def f(x): return x * 2", "came.equals(wanted)"),
            (
                "calls = []\ndef f(x):\n    calls.append(x)\n    assert len(calls) == x\n    return calls[-1] * 2",
                "came.equals(wanted)",
            ),
            ("made = [0]\ndef f(x):\n    made[0] = 2 * x\n    return made", "came.equals([wanted])"),
            ("def f(x): raise ValueError(x)", "came.raises(ValueError)"),
            ("def f(x): return lambda: 2 * x", "came.satisfies(lambda made: made() == wanted, 'a function')"),
            (
                "import numpy as np\ndef f(x): return np.zeros(10**6) + 2 * x",
                "came.satisfies(lambda made: made[0] == wanted, 'many')",
            ),
            ("import time\ndef f(x):\n    if x == 7: time.sleep(1.2)\n    return 2 * x", "came.equals(wanted)"),
        )
    ),
    (
        "def f(x):\n    x += 1\n    return x.sum()",
        "import numpy as np\nfrom utils import checks\nwith checks.exercise('01', 'step') as check:\n"
        "    for came, _ in check.each(f, [((np.ones(2),), k) for k in range(20)]):\n"
        "        assert (came.handed[0].sum(), came.arguments[0].sum()) == (4, 2)",
    ),
    ("from collections import deque\ndef f(x): return deque([x, 3])", "assert 3 in f(1)\nassert f(1)[0] == 1"),
    ("def f(x):\n    yield x\n    yield 3.0", "assert list(f(1.0)) == [1.0, 3.0]\nassert next(f(2.0)) == 2.0"),
    (
        "def f(x):\n    yield x",
        "came = f(1.0)\nnext(came)\ntry: next(came)\nexcept StopIteration: pass\nelse: assert False",
    ),
    ("def f(g): return g(lambda x: x + 1)", "assert f(lambda inner: inner(2)) == 3"),
    ("def f(g): return [g(k) for k in range(100)]", "assert f(lambda x: x * x)[-1] == 99 * 99"),
    ("def f(x): raise ValueError('no')", "try: f(1.0)\nexcept ValueError as error: assert str(error) == 'no'"),
]  # fmt: skip


@pytest.fixture(scope="module")
def verdict() -> Iterator[Verdict]:
    with warmed() as root:
        address = root.address
        executor = SealedExecutor(address)

        def verdict(answer: str, test: str) -> str:
            cells = [new_code_cell(answer), new_code_cell(test, metadata=marks("t", 1, locked=True))]
            done = executor.execute(new_notebook(cells=cells), Limits(cell_seconds=5), {})
            assert failure_of(done.cells[0]) is None, failure_of(done.cells[0])
            error = failure_of(done.cells[1])
            return "" if error is None else f"{error.ename}: {error.evalue}"

        yield verdict


@pytest.mark.parametrize(("answer", "test"), LIES)
def test_a_lie_fails(answer: str, test: str, verdict: Verdict) -> None:
    assert verdict(answer, test), "the lie was believed"


@pytest.mark.parametrize(("answer", "test"), HONEST)
def test_honest_work_of_the_same_kind_passes(answer: str, test: str, verdict: Verdict) -> None:
    assert verdict(answer, test) == ""


SLOW = "def f(x):\n    if x == 1:\n        return 0\n    if x > 5:\n        {}\n    return 2 * x"


@pytest.mark.parametrize(
    "ending",
    [
        "while True: pass",
        "while True:\n            try:\n                while True: pass\n            except BaseException: break",
    ],
)
def test_a_case_that_never_ends_is_no_answer_to_an_earlier_one(
    ending: str, verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cases that are asked for at once are judged as if they were asked for one after the other."""
    monkeypatch.setattr(trusted, "HASTE", 0.5)
    test = EACH.replace("range(1, 90)", "[0, 2, 3, 4, 5, 1, 6, 7]") + "came.equals(wanted)"
    assert "f(1) returned 0; wanted: 2" in verdict(SLOW.format(ending), test)
    assert "longer than 5 s" in verdict(SLOW.format(ending).replace("x == 1", "x == -1"), test)


def test_late_answers_are_not_taken_for_others() -> None:
    """An interrupted call of a test's function leaves nothing that the next test could take for its answer."""
    slow = "def f(g):\n    while True: g(1)"
    cells = [
        new_code_cell(slow + "\ndef h(x): return x + 1"),
        new_code_cell("f(lambda x: x)", metadata=marks("a", 1, locked=True)),
        new_code_cell("assert [h(k) for k in range(5)] == [1, 2, 3, 4, 5]", metadata=marks("b", 1, locked=True)),
    ]
    with warmed() as root:
        address = root.address
        done = SealedExecutor(address).execute(new_notebook(cells=cells), Limits(cell_seconds=1), {})
    said = failure_of(done.cells[1])
    assert said is not None
    assert "longer than 1 s and was stopped" in said.evalue
    assert failure_of(done.cells[2]) is None
