"""The numpy implementation that the lessons call: small modules, one column per example.

`import utils` loads nothing else; a module is loaded when it is first named:

>>> import utils
>>> utils.perceptron.step(0.0)
1
"""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    # Called only for names that are not here yet, so a lesson that needs no plots never pays for matplotlib.
    if not name.startswith("_"):
        spec = find_spec(f"{__name__}.{name}")
        if spec is not None and spec.origin is not None:  # a mere data folder has no origin
            return import_module(f"{__name__}.{name}")
    raise AttributeError(f"utils has no module {name!r}; it has {', '.join(_modules())}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_modules()])


def _modules() -> list[str]:
    return sorted(module.name for module in iter_modules(__path__))
