"""A real JupyterLab, started as `make lab` starts it, and a real Chromium."""

import contextlib
import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from autograder.site.node import packages

ROOT = Path(__file__).parents[2]
SIZES = {"desk": (1280, 900), "phone": (375, 750)}
LOOKS = [(look, size) for look in ("light", "dark") for size in SIZES]
OPTIONS = "--no-browser --port=0 --allow-root --IdentityProvider.token=test"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(config, items):
    """Without Chromium the browser tests are left out, and the summary says so; REQUIRE_BROWSER makes them fail."""
    if CHROMIUM is None and not os.environ.get("REQUIRE_BROWSER"):
        reason = "Chromium is not installed (Debian: apt install chromium); REQUIRE_BROWSER=1 makes this a failure"
        for item in items:
            if "browser" in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium."""
    assert CHROMIUM, "Chromium is not installed (Debian: apt install chromium)"
    from playwright.sync_api import sync_playwright

    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
        yield chromium
        chromium.close()


@functools.cache
def _axe():
    return (packages(ROOT / "website", tests=True) / "axe-core" / "axe.min.js").read_text()


def accessibility(page, options="{}"):
    """What axe finds with every rule, one line for each. The script comes in through the debugger, past any policy."""
    page.evaluate(_axe())
    found = page.evaluate(f"axe.run(document, {{...{options}, resultTypes: ['violations']}})")["violations"]
    places = [(fault["id"], [" ".join(map(str, node["target"])) for node in fault["nodes"]]) for fault in found]
    return [f"axe {name}: {len(targets)} × {targets[0]}" for name, targets in places]


@contextlib.contextmanager
def watched(browser, address, look, size):
    """A page, and the list of what it complained about or asked of other hosts."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=look, reduced_motion="reduce"
    )
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if local(request.url, address) else said.append(f"asks {request.url}"))
    yield page, said
    context.close()


def local(url, address):
    """Whether nothing beyond the address is asked."""
    return url.startswith((address + "/", "data:"))


def sideways(page):
    """By how much a page is wider than its window, as a fault."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"scrolls sideways by {wide} pixels"] if wide > 0 else []


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The address of a JupyterLab that `make lab` started on a copy of the students' notebooks."""
    folder = tmp_path_factory.mktemp("lab") / "course"
    shutil.copytree(ROOT / "course", folder)
    with jupyterlab(["make", "lab", f"LAB_FOLDER={folder}", f"LAB_OPTIONS={OPTIONS}"], ROOT, folder.parent) as address:
        yield address


@contextlib.contextmanager
def jupyterlab(command, folder, home):
    """Run a command that starts JupyterLab, with its configuration and log in `home`; yields its address."""
    log = home / "lab.log"
    environment = {name: value for name, value in os.environ.items() if name != "NN_STILL"}
    environment |= {"JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data")}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    with log.open("w") as out:
        server = subprocess.Popen(
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=environment, start_new_session=True
        )
    try:
        address = None
        for _ in range(240):
            address = re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)/lab", log.read_text())
            if address or server.poll() is not None:
                break
            time.sleep(0.25)
        assert address, f"JupyterLab did not start:\n{log.read_text()[-3000:]}"
        yield f"http://127.0.0.1:{address[1]}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


@pytest.fixture
def page(browser, lab, tmp_path, request):
    """A page of 1280 × 900 with JupyterLab's token; a failing test leaves a screenshot in tests/browser/failed/."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{lab}/lab?reset&token=test")  # without the tabs that the test before left open
    failed = request.session.testsfailed
    yield page
    if request.session.testsfailed > failed:
        shots = ROOT / "tests" / "browser" / "failed"
        shots.mkdir(exist_ok=True)
        page.screenshot(path=shots / f"{request.node.name}.png")
    context.close()
