"""Blank answers that try for points: the notebook, IPython, Python's own names, and values that lie."""

from __future__ import annotations

import copy
from collections.abc import Callable

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from .case import Case
from .lesson import EXERCISES, cell

P = "points"
NOTHING: tuple[str, ...] = ()


# -- the notebook itself --------------------------------------------------------------------------------------------


def _tests(notebook: NotebookNode) -> list[NotebookNode]:
    return [each for each in notebook.cells if each.metadata.get("nbgrader", {}).get("grade")]


def _each_test(change: Callable[[NotebookNode], object]) -> Callable[[NotebookNode], None]:
    def edit(notebook: NotebookNode) -> None:
        for each in _tests(notebook):
            change(each)

    return edit


def _without_tests(notebook: NotebookNode) -> None:
    notebook.cells = [each for each in notebook.cells if not each.metadata.get("nbgrader", {}).get("grade")]


def _tests_twice(notebook: NotebookNode) -> None:
    for each in _tests(notebook):
        again = copy.deepcopy(each)
        again.source, again.id = "pass", each.id + "-again"
        notebook.cells.insert(0, again)


def _reordered(notebook: NotebookNode) -> None:
    notebook.cells.reverse()


def _swapped(notebook: NotebookNode) -> None:
    """The test of what is right bears the name of the test of what is not."""
    for kind in ("test", "hidden"):
        one, other = cell(notebook, f"scale-{kind}"), cell(notebook, f"slope-{kind}")
        one.metadata, other.metadata = other.metadata, one.metadata
        one.id, other.id = other.id, one.id


def _answers_swapped(notebook: NotebookNode) -> None:
    one, other = cell(notebook, "scale"), cell(notebook, "slope")
    one.metadata.nbgrader.grade_id, other.metadata.nbgrader.grade_id = "slope", "scale"


def _tests_as_answers(notebook: NotebookNode) -> None:
    """Every test says that it is an answer, for a person to grade."""
    for each in _tests(notebook):
        each.metadata.nbgrader.update(solution=True, locked=False)
        each.source = "pass"


def _all_marks_gone(notebook: NotebookNode) -> None:
    for each in notebook.cells:
        each.metadata = NotebookNode()
    for each in notebook.cells:
        if "assert" in each.source or "more tests" in each.source:
            each.source = "pass"


def _outputs_made_up(notebook: NotebookNode) -> None:
    from nbformat.v4 import new_output

    for each in _tests(notebook):
        each.execution_count = 7
        each.outputs = [new_output("stream", text="✓ scale: 4 checks passed\n")]


def _an_extra_test(notebook: NotebookNode) -> None:
    """A test of one's own with a thousand points."""
    data = {"grade": True, "grade_id": "bonus", "locked": True, "points": 1000, "schema_version": 3,
            "solution": False, "task": False}  # fmt: skip
    notebook.cells.append(new_code_cell("pass", id="bonus", metadata={"nbgrader": data}))


def _setup_of_mine(notebook: NotebookNode) -> None:
    cell(
        notebook, "setup"
    ).source = "class checks:\n    Check = __import__('unittest.mock').mock.MagicMock()\n    Exercise = Check"


NOTEBOOK = [
    Case("tests edited", P, keeps=NOTHING, edit=_each_test(lambda each: each.update(source="pass"))),
    Case("tests missing", P, edit=_without_tests, says="missing cells, put back"),
    Case("tests twice, empty first", P, keeps=NOTHING, edit=_tests_twice, says="more than once"),
    Case("cells in reverse", P, edit=_reordered, says="another order"),
    Case("tests' names swapped", P, edit=_swapped),
    Case("answers' names swapped", P, keeps=NOTHING, edit=_answers_swapped),
    Case("tests tagged skip-execution", P, edit=_each_test(
        lambda each: each.metadata.update(tags=["skip-execution"])), says="ignored: scale-test"),
    Case("tests tagged raises-exception", P, edit=_each_test(
        lambda each: each.metadata.update(tags=["raises-exception"])), says="ignored: scale-test"),
    Case("tests made markdown", P, edit=_each_test(lambda each: each.update(cell_type="markdown"))),
    Case("tests made raw", P, keeps=NOTHING, edit=_each_test(lambda each: each.update(cell_type="raw", source=""))),
    Case("tests worth 1000", P, edit=_each_test(
        lambda each: each.metadata.nbgrader.update(points=1000)), says="changed points"),
    Case("tests worth 0 of 0", P, edit=_each_test(lambda each: each.metadata.nbgrader.update(points=0, grade=False))),
    Case("tests marked as answers", P, keeps=NOTHING, edit=_tests_as_answers),
    Case("a test of one's own", P, edit=_an_extra_test, says="bonus"),
    Case("every mark gone", P, keeps=NOTHING, edit=_all_marks_gone),
    Case("outputs made up", P, keeps=NOTHING, edit=_outputs_made_up),
    Case("the set-up cell replaced", P, keeps=NOTHING, edit=_setup_of_mine),
]  # fmt: skip


# -- IPython and Python -----------------------------------------------------------------------------------------------

HOOKS = {
    "AST transformer": """
import ast
class Erase(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_With(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Erase())""",
    "input transformer": """
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\\n"])
get_ipython().input_transformers_post.append(lambda lines: ["pass\\n"])""",
    "pre_run_cell and post_run_cell": """
def before(info): info.raw_cell = "pass"
def after(result): result.error_in_exec = result.error_before_exec = None
get_ipython().events.register("pre_run_cell", before)
get_ipython().events.register("post_run_cell", after)""",
    "run_cell replaced": """
from types import SimpleNamespace
get_ipython().run_cell = lambda *a, **k: SimpleNamespace(error_before_exec=None, error_in_exec=None, result=None)""",
    "execute reply rewritten": """
import autograder.engine.shell as shell
shell.run = lambda *a: {"outputs": [], "raised": False, "asked_exit": False}""",
    "execute_result before the error": """
from IPython.display import display
get_ipython().displayhook(1)
display("3.0")
1 / 0""",
    "showtraceback silenced": """
get_ipython().showtraceback = lambda *a, **k: None
get_ipython().set_custom_exc((BaseException,), lambda *a, **k: None)""",
    "ticks printed": """
print("✓ scale: 9 checks passed")
print("✓ slope: 9 checks passed")""",
    "utils.checks patched": """
import utils.checks as checks
checks.CheckFailed = type("Fine", (Exception,), {"__init__": lambda *a, **k: None})
checks.same = lambda *a: True
checks.exercise = checks.Check = checks.Outcome = lambda *a, **k: checks""",
    "sys.modules patched": """
import sys, types
class Yes(types.ModuleType):
    def __getattr__(self, name): return Yes(name)
    def __call__(self, *a, **k): return self
    def __enter__(self): return self
    def __exit__(self, *a): return True
for name in ("utils.checks", "numpy.testing", "numpy", "math", "utils"):
    sys.modules[name] = Yes(name)
checks = np = math = Yes("everything")""",
    "numpy's comparisons patched": """
import numpy as np
np.allclose = np.array_equal = np.isclose = np.all = lambda *a, **k: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None""",
    "builtins patched": """
import builtins
builtins.abs = lambda *a: 0
builtins.all = lambda *a: True
builtins.AssertionError = type("AssertionError", (Exception,), {})
builtins.isinstance = lambda *a: True""",
    "test's names shadowed": """
range = zip = map = lambda *a, **k: []
abs = lambda *a: 0
all = isinstance = lambda *a: True
class checks:
    Exercise = staticmethod(lambda *a, **k: None)
    class Check:
        def __init__(self, *a, **k): pass
        def __call__(self, *a): return self
        def __getattr__(self, name): return lambda *a, **k: self
        def __enter__(self): return self
        def __exit__(self, *a): return True""",
    "frames walked": """
import sys
def scale(x, factor):
    frame = sys._getframe()
    while frame is not None:
        for name in list(frame.f_locals):
            if "secret" in name or name in ("check", "error", "answer", "kind"):
                print("GOT", name)
                frame.f_locals[name] = None
        frame = frame.f_back
    return None""",
    "objects searched by the collector": """
import gc
def scale(x, factor):
    for each in gc.get_objects():
        if isinstance(each, dict) and any(isinstance(key, str) and "secret" in key for key in list(each)):
            print("GOT", [key for key in each if isinstance(key, str) and "secret" in key])
        if isinstance(each, str) and "secret_factor" + "s" in each:
            print("GOT", each[:100])
    return None""",
    "trace function": """
import sys
def trace(frame, event, argument):
    if event == "exception": frame.f_lineno = frame.f_lineno + 1
    return trace
sys.settrace(trace)""",
    "excepthook and exit codes": """
import atexit, os, sys
sys.excepthook = lambda *a: None
sys.unraisablehook = lambda *a: None
atexit.register(os._exit, 0)""",
    "SystemExit(0) from the function": "\ndef scale(x, factor): raise SystemExit(0)",
    "KeyboardInterrupt from the function": "\ndef scale(x, factor): raise KeyboardInterrupt",
    "GeneratorExit from the function": "\ndef scale(x, factor): raise GeneratorExit",
    "BaseException from the function": "\ndef scale(x, factor): raise BaseException('fine')",
    "StopIteration from the function": "\ndef scale(x, factor): raise StopIteration",
    "StopIteration's child from the function": """
class Enough(StopIteration): pass
def scale(x, factor): raise Enough([1, 2])""",
    "CheckFailed from the function": """
from utils.checks import CheckFailed
def scale(x, factor): raise CheckFailed("✓ scale: all checks passed")""",
    "an exception called Lost": """
class Lost(Exception): pass
def scale(x, factor): raise Lost("Stopped", "ok")""",
    "an exception with an evil name and text": """
class Evil(Exception):
    def __str__(self): raise Evil
Evil.__name__ = "a\\0b\\ud800 c"
def scale(x, factor): raise Evil""",
    "an exception that wants more than a message": """
def scale(x, factor): raise ExceptionGroup("many", [UnicodeDecodeError("utf-8", b"x", 0, 1, "no")])""",
    "an exception as a value": """
def scale(x, factor):
    from utils import checks
    return checks._Raised("AssertionError", "") if hasattr(checks, "_Raised") else AssertionError()""",
}

# -- values that lie --------------------------------------------------------------------------------------------------

ANYTHING = """
class Anything:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    __hash__ = object.__hash__
    def __bool__(self): return True
    def __sub__(self, other): return self
    __add__ = __radd__ = __rsub__ = __mul__ = __rmul__ = __pow__ = __truediv__ = __rtruediv__ = __sub__
    def __abs__(self): return 0.0
    def __neg__(self): return self
    def __float__(self): return 0.0
    def __int__(self): return 0
    __index__ = __len__ = __int__
    def __getitem__(self, key): return self
    def __call__(self, *a, **k): return 0.0
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return self
    shape = (2,)
    ndim = 1
"""
LIES = {
    "always equal, nothing when subtracted": f"{ANYTHING}\ndef scale(x, factor): return Anything()",
    "the same in a list": f"{ANYTHING}\ndef scale(x, factor): return [Anything()] * len(x)",
    "the same in an array of objects": (
        f"{ANYTHING}\nimport numpy as np\ndef scale(x, factor):\n"
        "    made = np.empty(np.shape(x), dtype=object)\n    made[...] = Anything()\n    return made"
    ),
    "zeros only when subtracted from": """
class Nothing:
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __getitem__(self, key): return self
    def __contains__(self, other): return True
    shape = (2,)
def scale(x, factor): return Nothing()""",
    "__array__ that answers by the caller": """
import numpy as np
class Arrays:
    calls = 0
    shape, dtype, ndim = (2,), np.dtype(float), 1
    def __array__(self, *a, **k):
        Arrays.calls += 1
        return np.full((2,), float(Arrays.calls))
    def __array_ufunc__(self, *a, **k): return np.True_
    def __array_function__(self, *a, **k): return np.True_
def scale(x, factor): return Arrays()""",
    "an ndarray that is always equal": """
import numpy as np
class Yes(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __sub__(self, other): return np.zeros(self.shape)
    def __array_ufunc__(self, *a, **k): return np.zeros(1)
    def __array_function__(self, *a, **k): return True
    @property
    def shape(self): return (2,)
def scale(x, factor): return np.zeros(2).view(Yes)""",
    "a float that is always equal": """
class Yes(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return Yes(0)
    __rsub__ = __sub__
    def __abs__(self): return Yes(0)
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
def scale(x, factor): return Yes(17)""",
    "a list that lies of its length and parts": """
class Lying(list):
    def __len__(self): return 2
    def __iter__(self): return iter([3.0, 6.0])
    def __eq__(self, other): return True
    def __getitem__(self, key): return 2.0
def scale(x, factor): return Lying()""",
    "a str that is every str": """
class Yes(str):
    def __eq__(self, other): return True
    __hash__ = str.__hash__
def scale(x, factor): return Yes("2.0")""",
    "an object whose __class__ lies": """
import numpy as np
class Liar:
    __class__ = np.ndarray
    shape, dtype, size, ndim = (2,), np.dtype(float), 2, 1
    flags = np.zeros(2).flags
    nbytes = 16
    def tobytes(self, *a): return np.array([3.0, 6.0]).tobytes()
def scale(x, factor): return Liar()""",
    "a generator that answers differently each time": """
def scale(x, factor):
    def answers():
        while True:
            yield 0.0
            yield 6.0
    return answers()""",
    "nan everywhere": "\nimport numpy as np\ndef scale(x, factor): return np.full(np.shape(x), np.nan)",
    "an array of wrong shape that broadcasts": "\nimport numpy as np\ndef scale(x, factor): return np.zeros((0, 5))",
    "an empty list": "\ndef scale(x, factor): return []",
    "a mock": "\nfrom unittest.mock import MagicMock\nscale = MagicMock()",
    "a class in place of the function": f"{ANYTHING}\nclass scale(Anything):\n    def __init__(self, *a): pass",
    "a number in place of the function": "\nscale = 3.0",
    "the test's own names as answers": """
scale = check = np = checks = zip = map = print
def slope(*a): return None""",
}

MORE = [
    Case("a class whose objects are nothing when subtracted", P, f"{ANYTHING}\nclass Unit(Anything):\n"
         "    def __init__(self, weights): pass\n    def forward(self, x): return Anything()", where="unit"),
    Case("a class whose every answer is right by its own word", P, """
from unittest.mock import MagicMock
class Unit(MagicMock):
    weights = MagicMock()
    def forward(self, x): return Unit()
    def __sub__(self, other): return 0.0
    def __abs__(self): return 0.0
    def __add__(self, other): return self
    def __len__(self): return 2
    def __eq__(self, other): return True""", where="unit"),
    Case("a slope that is nothing when subtracted", P, f"{ANYTHING}\ndef slope(f, x): return Anything()",
         where="slope"),
]  # fmt: skip

# What is done to Python itself breaks the honest cells after it, at home as here: there, no honest answers.
GLOBAL = {
    "AST transformer", "input transformer", "run_cell replaced", "execute reply rewritten", "sys.modules patched",
    "numpy's comparisons patched", "builtins patched", "test's names shadowed", "trace function",
    "pre_run_cell and post_run_cell",
}  # fmt: skip
# `scale` earns nothing in any of these.
CASES = [
    *NOTEBOOK,
    *(Case(name, P, code, keeps=NOTHING if name in GLOBAL else None) for name, code in HOOKS.items()),
    *(Case(name, P, code) for name, code in LIES.items() if "own names" not in name),
    Case("the test's own names as answers", P, LIES["the test's own names as answers"], keeps=("unit",)),
    *MORE,
]
assert len({case.name for case in CASES}) == len(CASES)
assert EXERCISES[0] == "scale"
