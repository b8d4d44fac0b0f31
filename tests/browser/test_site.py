"""The website, page by page, in a real Chromium: light and dark, on a desk and on a phone."""

from __future__ import annotations

import functools
import gzip
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from autograder.course import Course
from autograder.lint import Material
from autograder.secret_lines import found_in, readings, secret_lines, squeeze
from autograder.site.command import build
from autograder.site.extension import POLICY
from autograder.site.node import packages

from .conftest import LOOKS, accessibility, sideways, watched

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
WIDGETS = ROOT / "utils" / "widgets" / "static"
HEAVIEST = 450_000  # bytes of a page with all that it loads, gzipped


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


def serve(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def folder() -> Path:
    return build(Course(ROOT))


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    yield from serve(folder)


@pytest.fixture(scope="session")
def tools() -> Path:
    return packages(ROOT / "website", tests=True)


def pages(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return sorted(name for name in found if not name.startswith("_static/"))


@pytest.mark.parametrize(("look", "size"), LOOKS)
def test_every_page_is_sound(browser, address, folder, look, size):
    problems: list[str] = []
    with watched(browser, address, look, size) as (page, said):
        for name in pages(folder):
            page.goto(f"{address}/{name}")
            found = faults(page, look) + said  # before axe tries styles that the policy forbids
            found += accessibility(thinned_out(page), "{preload: false}")
            problems += [f"{name}: {fault}" for fault in found]
            said.clear()
    assert problems == []


def faults(page: Page, look: str) -> list[str]:
    """What a reader would see: a wrong look, pictures that do not load or stand still, a page that scrolls sideways."""
    theme = page.evaluate("document.documentElement.dataset.theme")
    found = [f"is {theme}, not {look}"] if theme != look else []
    found += page.evaluate(
        """async () => {
            const bad = [];
            for (const image of document.images) {
                image.loading = "eager";
                await image.decode().catch(() => bad.push(`${image.src} does not load`));
                if (!image.alt.trim()) bad.push(`${image.src} has no alt text`);
            }
            for (const icon of document.querySelectorAll(".fa-solid")) {
                if (icon.offsetParent && !getComputedStyle(icon).maskImage.startsWith("url")) {
                    bad.push(`${icon.className} is not drawn`);
                }
            }
            for (const figure of document.querySelectorAll("figure.moving-picture")) {
                figure.scrollIntoView();
                const end = performance.now() + 10_000;
                while (!figure.matches(".moves") && performance.now() < end) {
                    await new Promise((resolve) => setTimeout(resolve, 20));
                }
                if (!figure.matches(".moves")) bad.push(`${figure.dataset.widget} stands still`);
            }
            return bad;
        }"""
    )
    page.wait_for_function("'measured' in document.documentElement.dataset")
    return [*found, *sideways(page)]


def thinned_out(page: Page) -> Page:
    """The page with less for axe to look at: it needs seconds for thousands of boxes that tell it nothing new.

    What KaTeX draws is hidden from screen readers, and axe reads no MathML: a letter stands in for both. Of the code's
    coloured words the first of each kind stays.
    """
    page.evaluate(
        """() => {
            for (const drawn of document.querySelectorAll(".katex-html")) drawn.replaceChildren("x");
            for (const math of document.querySelectorAll(".katex-mathml semantics")) {
                math.replaceChildren(document.createElementNS(math.namespaceURI, "mi"));
            }
            const seen = new Set();
            for (const word of document.querySelectorAll(".highlight span")) {
                const kind = `${word.closest("div.highlight").parentElement.className} ${word.className}`;
                if (seen.has(kind)) word.replaceWith(...word.childNodes);
                seen.add(kind);
            }
            for (const code of document.querySelectorAll(".highlight pre")) code.normalize();
        }"""
    )
    return page


PICTURES = {  # where each stands, what the mouse takes or clicks, what the keyboard moves
    "half_plane": ("lessons/01-perceptron.html", "slider", "The line: bias b", "w₁"),
    "fold": ("lessons/02-boolean-networks.html", "slider", "The line of h₂: bias b₂", "b₂"),
    "descent": ("lessons/03-gradients.html", "slider", "Where descent starts: w and b", "rate"),
    "backprop_stepper": ("lessons/04-backpropagation.html", "button", "Next ▶", "step"),
    "activation_explorer": ("activations.html", "slider", "Pre-activation f", "bias b"),
    "playground": ("playground.html", "button", "One epoch", "hidden layers"),
}


@pytest.mark.parametrize(("look", "size"), [("light", "phone"), ("dark", "desk")])
def test_every_picture_moves_by_mouse_and_by_keyboard(browser, address, folder, look, size):
    texts = [(folder / name).read_text() for name in pages(folder)]
    standing = {name for text in texts for name in re.findall(r'data-widget="(\w+)"', text)}
    assert standing == PICTURES.keys() == {path.stem for path in WIDGETS.glob("*.js")}
    with watched(browser, address, look, size) as (page, said):
        for name, (place, role, by_mouse, by_keyboard) in PICTURES.items():
            page.goto(f"{address}/{place}")
            figure = page.locator(f"figure[data-widget={name}]")
            figure.scroll_into_view_if_needed()
            expect(figure).to_have_class(re.compile("moves"))
            still = figure.locator("img, .still")
            expect(still).to_have_count(1)
            expect(still).to_be_hidden()
            drawn = figure.locator(".nnw")
            first = drawn.inner_html()
            handle = figure.get_by_role(role, name=by_mouse, exact=True)
            handle.click() if role == "button" else hold(page, handle)
            second = drawn.inner_html()
            assert second != first, f"{name} by mouse"
            figure.get_by_role("slider", name=by_keyboard, exact=True).focus()
            page.keyboard.press("ArrowRight")
            assert drawn.inner_html() != second, f"{name} by keyboard"
            assert said == [], name


def hold(page: Page, handle: Locator) -> None:
    """Take hold of a handle and move it a little."""
    handle.scroll_into_view_if_needed()
    box = handle.locator("circle").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y - 20, steps=4)
    page.mouse.up()


def test_every_link_and_anchor_leads_somewhere(folder):
    anchors = {name: set(re.findall(r'\bid="([^"]+)"', (folder / name).read_text())) for name in pages(folder)}
    lost = []
    for name in pages(folder):
        text = (folder / name).read_text()
        for target in re.findall(
            r'\b(?:href|src)="([^"]+)"', re.sub(r"<script type=.application/json.*?</script>", "", text)
        ):
            parts = urlsplit(target.replace("&amp;", "&"))
            if parts.scheme in ("https", "mailto", "data"):
                continue
            path = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
            inside = os.path.relpath(path, folder)
            if not path.is_file():
                lost.append(f"{name}: {target}")
            elif parts.fragment and inside in anchors and unquote(parts.fragment) not in anchors[inside]:
                lost.append(f"{name}: {target} has no such anchor")
    assert lost == []


def test_every_page_is_valid_html(folder, tools):
    if shutil.which("java") is None and not os.environ.get("REQUIRE_BROWSER"):
        pytest.skip("Java is not installed (Debian: apt install default-jre-headless)")
    jar = tools / "vnu-jar" / "build" / "dist" / "vnu.jar"
    files = [str(folder / name) for name in pages(folder)]
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", str(jar), "--errors-only", *files], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_no_page_holds_a_script_or_asks_another_host(folder):
    for name in pages(folder):
        text = (folder / name).read_text()
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in text, name
        scripts = re.findall(r"<script\b([^>]*)>", text)
        assert [each for each in scripts if " src=" not in each and "application/json" not in each] == [], name
        assert "<style" not in text, name
        assert not re.findall(r"\son[a-z]+=\"", text), name


def test_a_lesson_page_is_light(browser, address, folder):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    for name in ["playground.html", *(name for name in pages(folder) if name.startswith("lessons/"))]:
        asked.clear()
        page.goto(f"{address}/{name}")
        page.evaluate("for (const image of document.images) image.loading = 'eager'")
        for figure in page.locator("figure.moving-picture").all():
            figure.scroll_into_view_if_needed()
            expect(figure).to_have_class(re.compile("moves"))
        page.wait_for_load_state("networkidle")
        paths = {urlsplit(url).path for url in asked if not url.startswith("data:")}
        weight = sum(len(gzip.compress((folder / unquote(path).lstrip("/")).read_bytes())) for path in paths)
        assert weight <= HEAVIEST, f"{name} weighs {weight} bytes"
    context.close()


def test_search_finds_backpropagation(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/index.html")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("backpropagation")
    page.keyboard.press("Enter")
    first = page.locator("#search-results li a").first
    expect(first).to_be_visible(timeout=15_000)
    assert page.locator("#search-results li a", has_text="Backpropagation").count() >= 1
    context.close()


def test_print_opens_every_hint_and_closes_it_again(browser, address, folder):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/{next(name for name in pages(folder) if name.startswith('lessons/0'))}")
    closed = page.locator("article details:not([open])").count()
    assert closed > 10
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("article details:not([open])").count() == closed
    context.close()


def test_the_students_notebook_can_be_fetched(browser, address, folder):
    for lesson in Course(ROOT).lessons:
        text = (folder / "lessons" / f"{lesson.name}.html").read_text()
        link = re.search(r'href="([^"]+\.ipynb)"', text)
        assert link, lesson.name
        assert (folder / "lessons" / unquote(link[1])).read_bytes() == lesson.release.read_bytes()


def test_no_solution_hidden_test_or_answer_is_on_the_site(folder):
    lessons = Course(ROOT).lessons
    # What one lesson asks for, a later one may give: a line that stands in a student's notebook is no secret.
    given = squeeze("\n".join(text for lesson in lessons for _, texts in readings(lesson.release) for text in texts))
    secrets: dict[str, str] = {}
    for lesson in lessons:
        material = Material.of(lesson)
        own = secret_lines(material.text, material.bank)
        assert len(own) > 100, lesson.name
        secrets |= own
    secrets = {key: line for key, line in secrets.items() if key not in given}
    assert len(secrets) > 100 * len(lessons)
    # The reference's pages are the docstrings of `utils`, which every student has; elsewhere its lines stay secrets.
    library = squeeze("\n".join(path.read_text() for path in (ROOT / "utils").rglob("*.py")))
    beside = {key: line for key, line in secrets.items() if key not in library}
    shown = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".js", ".ipynb", ".txt") and "_static" not in path.parts:
            for name, texts in readings(path):
                known = beside if path.parent.name == "reference" else secrets
                if lines := found_in(known, texts):
                    shown[name] = lines
    assert shown == {}


def test_nothing_is_announced_that_is_not_there(folder):
    texts = {name: (folder / name).read_text() for name in pages(folder)}
    assert [name for name, text in texts.items() if "does not move yet" in text or "not yet written" in text] == []


HOST = """<!DOCTYPE html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="{policy}">
<script type="module" src="moving.js"></script></head><body>
<figure class="moving-picture" data-widget="fake"><script type="application/json">{{"b": 1, "l": "\\u003c"}}</script>
<img alt="still" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="></figure>
<figure class="moving-picture" data-widget="broken"><script type="application/json">{{}}</script>
<p class="still">still</p></figure>
<figure class="moving-picture" data-widget="missing"><script type="application/json">{{}}</script>
<p class="still">still</p></figure>
</body></html>"""
FAKE = """export default { render({ model, el }) {
  const button = document.createElement("button");
  const draw = () => { button.textContent = `${model.get("l")} ${model.get("b")}`; };
  model.on("change:b", draw); draw();
  button.onclick = () => { model.set("b", model.get("b") + 1); model.save_changes(); };
  button.oncontextmenu = () => model.off("change:b", draw);
  el.append(button);
} };"""


def test_a_moving_picture_moves_and_a_broken_one_stands_still(browser, tmp_path):
    shutil.copy(ROOT / "website" / "_static" / "moving.js", tmp_path)
    shutil.copy(ROOT / "website" / "_static" / "site.css", tmp_path)
    (tmp_path / "widgets").mkdir()
    (tmp_path / "widgets" / "fake.js").write_text(FAKE)
    (tmp_path / "widgets" / "broken.js").write_text("export default { render() { throw new Error('no'); } };")
    (tmp_path / "index.html").write_text(HOST.format(policy=POLICY))
    context = browser.new_context()
    page = context.new_page()
    for address in serve(tmp_path):
        page.goto(f"{address}/index.html")
        button = page.locator("figure[data-widget=fake] button")
        expect(button).to_have_text("< 1")
        button.click()
        expect(button).to_have_text("< 2")
        button.click(button="right")
        button.click()
        expect(button).to_have_text("< 2")  # it listens no longer
        expect(page.locator("figure.moves")).to_have_count(1)
        expect(page.locator("figure:not(.moves) .still")).to_have_count(2)
        expect(page.locator("figure[data-widget=broken] .moved")).to_have_count(0)
    context.close()
