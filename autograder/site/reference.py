"""The pages about `utils`: one for each of its modules, all words from the docstrings."""

from __future__ import annotations

import ast
from pathlib import Path
from pkgutil import iter_modules

import utils


def modules() -> list[str]:
    """The public modules of `utils`, in the alphabet's order."""
    return sorted(module.name for module in iter_modules(utils.__path__) if not module.name.startswith("_"))


def reference_pages() -> dict[str, str]:
    """Each page's MyST text by its name. Nothing is imported here: Sphinx does that for the pages that changed."""
    names = modules()
    rows = "\n".join(f"- [`utils.{name}`]({name}.md): {_first_sentence(name)}" for name in names)
    toctree = "\n".join(names)
    pages = {
        "index": (
            "# The library utils\n\n"
            "The numpy implementation that the lessons call. One column is one example, everywhere.\n\n"
            f"{rows}\n\n```{{toctree}}\n:hidden:\n\n{toctree}\n```\n"
        )
    }
    for name in names:
        pages[name] = (
            f"# utils.{name}\n\n"
            f"```{{eval-rst}}\n.. automodule:: utils.{name}\n   :members:\n   :member-order: bysource\n```\n"
        )
    return pages


def _first_sentence(name: str) -> str:
    """The first line of a module's docstring."""
    folder = Path(utils.__path__[0])
    path = folder / f"{name}.py" if (folder / f"{name}.py").is_file() else folder / name / "__init__.py"
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return words.split("\n\n")[0].replace("\n", " ")
