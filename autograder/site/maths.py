"""Formulas set by KaTeX while the site is made, so that no page needs a script for them.

One `node` serves a whole build over its standard input and output. It ends when its input does, so none is left
behind, whatever happens to this process.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from ..errors import AutograderError
from .node import node

SCRIPT = Path(__file__).with_name("katex_lines.cjs")
# KaTeX writes λ_max with an invisible "apply function" as a third child, where MathML allows two.
NO_FUNCTION = re.compile("(<m(?:sub|sup)><m[ion][^>]*>[^<]*</m[ion]><m[ion][^>]*>[^<]*</m[ion]>)<mo>\u2061</mo>")
logger = logging.getLogger(__name__)


class Katex:
    """KaTeX in a `node` of its own, started with the first formula.

    Parameters
    ----------
    library : Path
        KaTeX's own file, `katex.js`.
    """

    def __init__(self, library: Path) -> None:
        self.library = library
        self._process: subprocess.Popen[str] | None = None
        self._known: dict[tuple[str, bool], str] = {}

    def render(self, tex: str, display: bool) -> str:
        """A formula as HTML.

        Raises
        ------
        ValueError
            If KaTeX cannot read it; the message says why.
        AutograderError
            If `node` is gone.
        """
        key = (tex, display)
        if key not in self._known:
            answer = self._ask({"tex": tex, "display": display})
            if "error" in answer:
                raise ValueError(answer["error"])
            self._known[key] = NO_FUNCTION.sub(r"\1", answer["html"])
        return self._known[key]

    def _ask(self, question: dict[str, Any]) -> dict[str, str]:
        if self._process is None:
            command = [str(node()), str(SCRIPT), str(self.library)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            code = self._process.wait()
            raise AutograderError(f"node ended with code {code} instead of setting the formula {question['tex']!r}.")
        return json.loads(line)

    def close(self) -> None:
        """Let `node` end."""
        if self._process is not None:
            self._process.communicate()
            self._process = None


def visit_math(writer: Any, element: nodes.math) -> None:
    """Write a formula in a line of text."""
    writer.body.append(writer.starttag(element, "span", "", CLASS="math") + _html(writer, element, False) + "</span>")
    raise nodes.SkipNode


def visit_displaymath(writer: Any, element: nodes.math_block) -> None:
    """Write a formula on lines of its own."""
    writer.body.append(writer.starttag(element, "div", "", CLASS="math") + _html(writer, element, True) + "</div>\n")
    raise nodes.SkipNode


def _html(writer: Any, element: nodes.Element, display: bool) -> str:
    tex = element.astext()
    try:
        return writer.builder.app.course_katex.render(tex, display)
    except ValueError as error:
        logger.warning("KaTeX cannot set %r: %s", tex, error, location=element)
        return ""


def _start(app: Sphinx) -> None:
    app.course_katex = Katex(Path(app.config.katex_library))


def _stop(app: Sphinx, exception: Exception | None) -> None:
    app.course_katex.close()


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_config_value("katex_library", "", "html", str)
    app.add_html_math_renderer("katex", (visit_math, None), (visit_displaymath, None))
    app.add_css_file("katex/katex.min.css")
    app.connect("builder-inited", _start)
    app.connect("build-finished", _stop)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
