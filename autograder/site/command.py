"""`autograder site`: lay the pages out, let Sphinx make the site, and show it."""

from __future__ import annotations

import functools
import gzip
import hashlib
import io
import logging
import os
import re
import shutil
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from ..course import Course
from ..errors import AutograderError
from .node import packages
from .sources import Folders, forget, lay_out

TEXTS = {".html", ".css", ".js", ".svg", ".json"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def build(course: Course, instructors: bool = False) -> Path:
    """Make the site; what did not change since the last time is left as it is.

    Parameters
    ----------
    course : Course
    instructors : bool
        The site for instructors, with solutions and hidden tests, in a folder of its own.

    Returns
    -------
    Path
        The folder of the site.

    Raises
    ------
    AutograderError
        If Sphinx has anything to complain about: a page that is wrong is no page.
    """
    if find_spec("sphinx") is None:
        raise AutograderError("Sphinx is not installed. Run make site, or: pip install -c constraints.txt '.[site]'")
    folders = Folders.of(course, instructors)
    modules = packages(folders.website)
    lay_out(course, folders, modules / "katex" / "dist", instructors)
    complaints = _run_sphinx(folders, modules, instructors)
    if complaints:
        forget(folders)
        raise AutograderError(f"The site was not made. Sphinx says:\n{complaints}")
    return folders.output


def _run_sphinx(folders: Folders, modules: Path, instructors: bool) -> str:
    """Run Sphinx in this process; what it complained about, empty if nothing."""
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError

    complaints = io.StringIO()
    settings: dict[str, Any] = {
        "html_static_path": [str(folders.website / "_static"), str(folders.sources / "_static")],
        "site_code": _code_of_the_site(folders),
        "katex_library": str(modules / "katex" / "dist" / "katex.js"),
        "purgecss_library": str(modules / "purgecss"),
    }
    try:
        sphinx = Sphinx(
            folders.sources,
            folders.website,
            folders.output,
            folders.doctrees,
            "html",
            confoverrides=settings,
            status=None,
            warning=complaints,
            tags=["instructors"] if instructors else [],
        )
        sphinx.build()
    except SphinxError as error:
        forget(folders)
        raise AutograderError(f"The site was not made. Sphinx says: {error}") from error
    finally:
        logging.getLogger("sphinx").handlers.clear()
    return ANSI.sub("", complaints.getvalue()).strip()


def _code_of_the_site(folders: Folders) -> str:
    """A fingerprint of what makes the pages."""
    files = [*Path(__file__).parent.glob("*.*"), *folders.website.glob("_templates/*")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files) if path.is_file())).hexdigest()


def serve(folder: Path, port: int) -> None:
    """Show a site on this machine only, until Ctrl+C."""
    handler = functools.partial(_Quiet, directory=str(folder))
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise AutograderError(
            f"Port {port} is taken or not allowed ({error.strerror}). Choose another: --port 8001"
        ) from error
    with server:
        typer.echo(f"The site is at http://127.0.0.1:{server.server_port}/ until you press Ctrl+C.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("")


class _Quiet(SimpleHTTPRequestHandler):
    """Files of one folder, texts compressed as a host would send them, without a line for each request."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer with a text compressed, if the browser can read that; with anything else as ever."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if self.path.endswith("/") else path
        if path.suffix not in TEXTS or not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        data = gzip.compress(path.read_bytes(), compresslevel=6, mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Last-Modified", self.date_time_string(path.stat().st_mtime))
        self.end_headers()
        return io.BytesIO(data)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def command(
    instructors: Annotated[
        bool, typer.Option("--instructors", help="With solutions and hidden tests, in _build/site-instructors.")
    ] = False,
    show: Annotated[bool, typer.Option("--serve", help="Show the site on this machine until Ctrl+C.")] = False,
    port: Annotated[int, typer.Option(help="The port for --serve; 0 takes a free one.")] = 8000,
    clean: Annotated[bool, typer.Option("--clean", help="Make every page anew.")] = False,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from where you are).")
    ] = None,
) -> None:
    """Make the course's website from the built notebooks, in _build/site."""
    home = Course.find(course)
    if clean:
        folders = Folders.of(home, instructors)
        for folder in (folders.sources.parent, folders.output):
            shutil.rmtree(folder, ignore_errors=True)
    made = build(home, instructors)
    typer.echo(f"The site is in {os.path.relpath(made)}.")
    if show:
        serve(made, port)
    else:
        typer.echo("Look at it: autograder site --serve")
