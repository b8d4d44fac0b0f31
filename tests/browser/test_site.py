"""The website, page by page, in a real Chromium: light and dark, on a desk and on a phone."""

from __future__ import annotations

import functools
import re
import subprocess
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect

from autograder.course import Course
from autograder.site.command import build
from autograder.site.node import packages

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
SIZES = {"desk": (1280, 900), "phone": (375, 750)}
LOOKS = [(look, size) for look in ("light", "dark") for size in SIZES]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def folder() -> Path:
    return build(Course(ROOT))


@pytest.fixture(scope="session")
def address(folder: Path):
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def axe() -> str:
    return (packages(ROOT / "website", tests=True) / "axe-core" / "axe.min.js").read_text()


def pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_every_page_is_sound(browser, address, folder, axe, look, size):
    width, height = SIZES[size]
    # axe is put in by the test itself, which the pages' own policy would forbid; the policy has a test below.
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=look, bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    problems: list[str] = []
    for name in pages(folder):
        problems += [f"{name}: {fault}" for fault in faults(page, f"{address}/{name}", axe, look)]
    context.close()
    assert problems == []


def faults(page: Page, url: str, axe: str, look: str) -> list[str]:
    page.goto(url)
    theme = page.evaluate("document.documentElement.dataset.theme")
    found = [f"is {theme}, not {look}"] if theme != look else []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"scrolls sideways by {wide} pixels")
    page.evaluate(axe)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    for violation in result["violations"]:
        targets = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
        found.append(f"axe {violation['id']}: {len(targets)} × {targets[0]}")
    return found
