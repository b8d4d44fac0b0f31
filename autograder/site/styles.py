"""One style sheet for the whole site, with the rules that its pages have a use for and no others.

The theme and the extensions bring 540 kB of rules in nine files, and nothing is drawn before they are there. A page
uses a quarter of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from ..errors import AutograderError
from .node import node

NAME = "course.css"
SCRIPT = Path(__file__).with_name("styles.cjs")
FIRST = ("styles/theme.css", "styles/pydata-sphinx-theme.css")  # the frame, which the others put right
LAST = "site.css"
APART = {NAME, "basic.css", "noscript.css"}  # the first import `basic.css`; the last is for pages without scripts
IMPORT = re.compile(r'@import\s+"([^"]+)"\s*;')
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|#|\w+:)([^"')]+)\1\s*\)""")


def sheets(static: Path) -> list[Path]:
    """The style sheets of a site in the order in which their rules hold."""
    others = sorted({*static.glob("*.css"), *static.glob("katex/*.css")} - {static / LAST})
    return [*(static / name for name in FIRST), *(path for path in others if path.name not in APART), static / LAST]


def combine(paths: list[Path], folder: Path) -> str:
    """Some style sheets as one that stands in `folder`: what they import is in it, and its addresses hold there."""
    return "\n".join(_moved(path, folder) for path in paths)


def _moved(path: Path, folder: Path) -> str:
    text = ADDRESS.sub(
        lambda found: f'url("{Path(os.path.relpath(path.parent / found[2], folder)).as_posix()}")',
        path.read_text(encoding="utf-8"),
    )
    return IMPORT.sub(lambda found: _moved((path.parent / found[1]).resolve(), folder), text)


def write(output: Path, purgecss: Path) -> None:
    """Write the style sheet of the site in `output`, if it is not that of these pages already.

    Parameters
    ----------
    output : Path
        A site, complete but for its style.
    purgecss : Path
        PurgeCSS's own file.
    """
    static = output / "_static"
    css = combine(sheets(static), static)
    content = sorted(path for kind in ("*.html", "*.js") for path in output.rglob(kind))
    state = [(path.relative_to(output).as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in content]
    made_of = hashlib.sha256(json.dumps([css, SCRIPT.read_text(), state]).encode()).hexdigest()
    target, mark = static / NAME, f"/* Made of {made_of}. */\n"
    if target.is_file() and target.read_text(encoding="utf-8").startswith(mark):
        return
    done = subprocess.run(
        [str(node()), str(SCRIPT), str(purgecss)],
        input=json.dumps({"css": css, "content": [str(path) for path in content]}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise AutograderError(f"PurgeCSS could not make the site's style sheet:\n{done.stderr.strip()[-1500:]}")
    target.write_text(mark + done.stdout, encoding="utf-8")


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        write(Path(app.outdir), Path(app.config.purgecss_library))


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_config_value("purgecss_library", "", "", str)
    app.connect("build-finished", _finish, priority=900)  # the theme writes its pygments.css then, too
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
