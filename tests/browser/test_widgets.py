"""Every moving picture on a bare page with a strict Content-Security-Policy: by mouse, by keyboard, in words."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from utils import plots, widgets
from utils.network import Unit
from utils.widgets._anywidget import MIME, STATIC

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
SOFT_XOR = [
    Unit("h1", ["x1", "x2"], [1, 1], -0.5),
    Unit("h2", ["x1", "x2"], [1, 1], -1.5),
    Unit("y", ["h1", "h2"], [2, -2], -1),
]
CORNERS = [[0, 0, 1, 1], [0, 1, 0, 1]]

MAKERS = {
    "half_plane": lambda: widgets.half_plane(b=-0.5, X=CORNERS, y=[0, 0, 0, 1]),
    "fold": lambda: widgets.fold(-0.5, -0.5),
    "descent": lambda: widgets.descent(),
    "backprop_stepper": lambda: widgets.backprop_stepper(SOFT_XOR, {"x1": 1, "x2": 0}, {"y": 0.375155 - 1}),
    "activation_explorer": lambda: widgets.activation_explorer(),
    "playground": lambda: widgets.playground(),
}


class Files(http.server.SimpleHTTPRequestHandler):
    """The pictures' files under /static, the page beside this test at the top."""

    def translate_path(self, path: str) -> str:
        name = path.partition("?")[0].rpartition("/")[2]
        return str((STATIC if path.startswith("/static/") else HERE) / name)

    def log_message(self, *_: Any) -> None:
        pass


@contextlib.contextmanager
def serve() -> Iterator[str]:
    """The address of a server of the page and of the pictures' files."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@functools.cache
def captured(name: str) -> dict[str, Any]:
    """What a page gets of a picture: the numbers that are stored beside its still."""
    calls: list[dict[str, Any]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NN_STILL", "1")
        patch.setattr(plots, "show", lambda figure, alt, forms: calls.append(forms))
        MAKERS[name]()
    (forms,) = calls
    assert forms[MIME]["widget"] == name
    return forms[MIME]["state"]
