"""Every moving picture on a bare page with a strict Content-Security-Policy: by mouse, by keyboard, in words.

Their pure functions are run in the same Chromium and compared with `utils`.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from utils import activations, gradients, initializers, layers, losses, plots, widgets
from utils.network import Unit, evaluate, from_units
from utils.optimizers import SGD
from utils.perceptron import predict
from utils.training import train_step
from utils.widgets import _backprop_stepper
from utils.widgets._anywidget import MIME, STATIC

from .conftest import accessibility

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
SOFT_XOR = [
    Unit("h1", ["x1", "x2"], [1, 1], -0.5),
    Unit("h2", ["x1", "x2"], [1, 1], -1.5),
    Unit("y", ["h1", "h2"], [2, -2], -1),
]
CORNERS = [[0, 0, 1, 1], [0, 1, 0, 1]]

MAKERS: dict[str, Callable[[], Any]] = {
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


@pytest.fixture(scope="module")
def address():
    with serve() as address:
        yield address


@pytest.fixture
def show(browser, address):
    """Shows a picture on a page of its own; anything that the page complains about fails the test."""
    contexts, complaints = [], []

    def shown(name: str, state: dict[str, Any] | None = None, width: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/widget_host.html")
        page.evaluate("([name, state]) => show(name, state)", [name, captured(name) if state is None else state])
        return page

    yield shown
    for context in contexts:
        context.close()
    assert not complaints


def said(page: Page) -> Locator:
    """The sentence that says the numbers."""
    return page.locator(".nnw-said")


def now(page: Page, name: str) -> Any:
    """A number of the model."""
    return page.evaluate("name => model.get(name)", name)


def drag(page: Page, handle: Locator, across: float, down: float) -> None:
    """Take hold of a handle in its middle and move it by so many pixels."""
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=6)
    page.mouse.up()


def grip(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def press(page: Page, handle: Locator, *keys: str) -> None:
    handle.focus()
    for key in keys:
        page.keyboard.press(key)


# ---------------------------------------------------------------- what holds for all


@pytest.mark.parametrize("name", MAKERS)
def test_it_speaks_fits_and_leaves_nothing_behind(show, name):
    for look, width in (("light", 340), ("dark", 900)):
        page = show(name, width=width, color_scheme=look)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(said(page)).not_to_be_empty()
        paper = page.locator(".nnw").evaluate("node => getComputedStyle(node).backgroundColor")
        assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 24, 28)"}[look]
        for handle in page.locator(".nnw [tabindex='0'], .nnw :is(input, select, button)").all():
            label = handle.get_attribute("aria-label") or handle.inner_text()
            assert label.strip(), "every handle has a name"
            if handle.get_attribute("role") == "slider":
                assert handle.get_attribute("aria-valuetext"), label
        # As little text as possible is small: 10 pixels on a phone's screen.
        smallest = page.evaluate(
            "Math.min(...[...document.querySelectorAll('.nnw text')].filter(t => t.textContent).map(t =>"
            " parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getScreenCTM().a))"
        )
        assert smallest >= 9.5
        page.evaluate("cleanup()")
        assert page.locator("#here").inner_html() == ""
        assert page.evaluate("Object.values(model.listeners).flat().length") == 0


def test_a_page_may_choose_its_look_against_the_system(show):
    page = show("half_plane", color_scheme="light")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    expect(page.locator(".nnw")).to_have_css("background-color", "rgb(22, 24, 28)")
    page = show("half_plane", color_scheme="dark")
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    expect(page.locator(".nnw")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_what_has_changed_is_told_to_screen_readers_when_it_rests(show):
    page = show("half_plane")
    status = page.get_by_role("status")
    page.wait_for_timeout(500)
    expect(status).to_have_text("")  # nothing is said while the page loads
    press(page, grip(page, "b"), "ArrowRight")
    expect(status).to_contain_text("1 x₁ + 1 x₂ − 0.4 ≥")


@pytest.mark.parametrize("name", MAKERS)
def test_axe_finds_nothing(show, name):
    page = show(name, bypass_csp=True, width=420)
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        assert accessibility(page) == [], look


# ---------------------------------------------------------------- one by one, by mouse and by keyboard


def test_half_plane(show):
    page = show("half_plane")
    expect(said(page)).to_have_text(
        "Answer 1 where 1 x₁ + 1 x₂ − 0.5 ≥ 0. 2 of 4 examples are right, the wrong ones are ringed."
    )
    line, tip = grip(page, "The line: bias b"), grip(page, "The arrow's tip: weights w")
    drag(page, line.locator("circle"), 90, -90)  # the line goes up and right: b falls
    b = now(page, "b")
    assert -1.5 < b < -1.0
    assert now(page, "w") == [1, 1]
    expect(said(page)).to_contain_text("4 of 4 examples are right.")
    assert line.get_attribute("aria-valuetext") == f"b = {b:.3g}".replace("-", "−")

    drag(page, tip.locator(".nnw-hit"), 0, 60)  # the tip goes down
    w1, w2 = now(page, "w")
    assert w2 < 0.6
    assert now(page, "b") == b
    assert tip.get_attribute("aria-valuetext") == f"w₁ = {w1:.3g}, w₂ = {w2:.3g}".replace("-", "−")

    press(page, tip, "ArrowRight", "Shift+ArrowUp", "ArrowDown")
    assert now(page, "w") == pytest.approx([w1 + 0.1, w2 + 0.4])
    press(page, line, "Shift+ArrowDown")
    assert now(page, "b") == pytest.approx(b - 0.5)
    press(page, grip(page, "w₁"), "Home")
    assert now(page, "w")[0] == -3
    press(page, grip(page, "b"), "Shift+ArrowRight")
    assert now(page, "b") == pytest.approx(b)
    assert page.evaluate("model.saved") > 5


def test_half_plane_without_weights_or_examples(show):
    page = show("half_plane", {**captured("half_plane"), "w": [0, 0], "X": None, "y": None})
    expect(said(page)).to_have_text("Answer 1 where 0 x₁ + 0 x₂ − 0.5 ≥ 0.")
    press(page, grip(page, "The line: bias b"), "ArrowUp")  # the line is gone, its handle is not
    expect(said(page)).to_have_text("Answer 1 where 0 x₁ + 0 x₂ − 0.4 ≥ 0.")
    press(page, grip(page, "The arrow's tip: weights w"), "ArrowUp")
    expect(said(page)).to_have_text("Answer 1 where 0 x₁ + 0.1 x₂ − 0.4 ≥ 0.")


def test_half_plane_by_touch(show):
    page = show("half_plane", width=360, has_touch=True)
    line = grip(page, "The line: bias b")
    assert line.evaluate("node => getComputedStyle(node).touchAction") == "none"
    # Everything else on the picture still scrolls the page.
    assert page.locator(".nnw svg").first.evaluate("node => getComputedStyle(node).touchAction") == "auto"
    box = line.locator("circle").bounding_box()
    start = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    session = page.context.new_cdp_session(page)
    for kind, points in (
        ("touchStart", [start]),
        *(("touchMove", [{"x": start["x"] + 6 * k, "y": start["y"] - 6 * k}]) for k in range(1, 8)),
        ("touchEnd", []),
    ):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(line).to_have_attribute("aria-valuetext", re.compile(r"b = −(0\.[89]|1)"))


def test_fold(show):
    page = show("fold")
    expect(said(page)).to_have_text(
        "b₁ = −0.5, b₂ = −0.5: y is right for 2 of 4 corners. "
        "A disc and a square land on one point: no line can part them."
    )
    drag(page, grip(page, "The line of h₂: bias b₂").locator("circle"), 80, -80)
    assert now(page, "b1") == -0.5
    assert now(page, "b2") == -1.5
    expect(said(page)).to_have_text("b₁ = −0.5, b₂ = −1.5: y is right for 4 of 4 corners. One line parts them now.")
    press(page, grip(page, "The line of h₁: bias b₁"), "ArrowUp", "Shift+ArrowUp")
    assert now(page, "b1") == 1
    press(page, grip(page, "b₂"), "ArrowLeft")
    assert now(page, "b2") == -1.75


def test_descent(show):
    page = show("descent")
    expect(said(page)).to_contain_text("Rate 0.300: mse 7.5 at the start, 0.502 after 20 steps.")
    rate = grip(page, "rate")
    press(page, rate, "End")
    expect(said(page)).to_contain_text("It runs away.")
    press(page, rate, "Home")
    expect(said(page)).to_contain_text("It has hardly come down.")
    press(page, rate, "ArrowRight", "Shift+ArrowRight")
    assert now(page, "rate") == pytest.approx(0.035)
    start = grip(page, "Where descent starts: w and b")
    drag(page, start.locator(".nnw-hit"), 60, 40)
    w, b = now(page, "start")
    assert w > 0.3
    assert b < 2
    assert start.get_attribute("aria-valuetext") == f"w = {w:.3g}, b = {b:.3g}".replace("-", "−")
    press(page, start, "Shift+ArrowLeft", "ArrowUp")
    assert now(page, "start") == pytest.approx([w - 0.5, b + 0.1])


def test_backprop_stepper(show):
    page = show("backprop_stepper")
    steps = widgets._backprop_stepper.backprop_steps(SOFT_XOR, {"x1": 1, "x2": 0}, {"y": 0.375155 - 1})
    expect(said(page)).to_have_text(steps[0].said)
    next_, back = (page.get_by_role("button", name=name) for name in ("Next", "Back"))
    expect(back).to_be_disabled()
    for step in steps[1:]:
        next_.click()
        expect(said(page)).to_have_text(step.said)
        inside = page.locator(".nnw svg text[font-weight='600']").all_text_contents()
        wanted = [step.values.get(name) for name in ("x1", "x2", "h1", "h2", "y")]
        assert inside == ["?" if value is None else _backprop_stepper._short(value) for value in wanted]
        blamed = [text for text in page.locator(".nnw-blame").all_text_contents() if text]
        assert sorted(blamed) == sorted(f"∂L/∂{k} = {_backprop_stepper._short(v)}" for k, v in step.blame.items())
    expect(next_).to_be_disabled()

    edge = page.get_by_role("button", name="Edge from h1 to y, weight 2")
    edge.locator("text").click()
    expect(edge).to_have_attribute("aria-pressed", "true")
    values, blame = steps[-1].values, steps[-1].blame
    dF = blame["y"] * values["y"] * (1 - values["y"])
    short = _backprop_stepper._short
    expect(page.get_by_text("Edge h1 → y")).to_have_text(
        f"Edge h1 → y: forward 2 · {short(values['h1'])} = {short(2 * values['h1'])}; "
        f"back 2 · {short(dF)} = {short(2 * dF)}."
    )
    press(page, page.get_by_role("button", name="Edge from x2 to h1"), "Enter")
    assert now(page, "chosen") == ["x2", "h1"]
    press(page, grip(page, "step"), "Home")
    expect(page.get_by_text("Edge x2 → h1")).to_have_text("Edge x2 → h1: forward 1 · 0 = 0; back: not yet known.")
    press(page, next_, "Enter")
    assert now(page, "step") == 1


def test_activation_explorer(show):
    page = show("activation_explorer")
    expect(said(page)).to_have_text("At f = 1: g = 1, slope 1. 5 of 9 examples pass blame back, mean slope 0.556.")
    press(page, grip(page, "bias b"), *["Shift+ArrowLeft"] * 5)
    assert now(page, "b") == -2.5
    expect(said(page)).to_contain_text("0 of 9 examples pass blame back, mean slope 0. Dead:")
    point = grip(page, "Pre-activation f")
    drag(page, point.locator(".nnw-hit"), -120, 10)
    f = now(page, "f")
    assert f < -0.5
    assert point.get_attribute("aria-valuetext") == f"f = {f:.3g}, g = 0, slope 0".replace("-", "−")
    press(page, point, "ArrowRight")
    assert now(page, "f") == pytest.approx(f + 0.1)
    page.get_by_role("combobox", name="unit").select_option("leaky ReLU")
    expect(said(page)).to_contain_text("9 of 9 examples pass blame back, mean slope 0.01.")
    press(page, grip(page, "slope a below 0"), "ArrowRight")
    assert now(page, "a") == 0.02
    expect(said(page)).to_contain_text("mean slope 0.02.")


def test_activation_explorer_of_a_page_that_brings_no_numbers(show):
    page = show("activation_explorer", {})
    expect(said(page)).to_have_text("At f = 1: g = 1, slope 1. 5 of 9 examples pass blame back, mean slope 0.556.")
    press(page, grip(page, "bias b"), "ArrowRight")
    assert now(page, "b") == 0.1


def test_playground(show):
    page = show("playground")
    expect(said(page)).to_contain_text("Epoch 0: loss 0.")
    one = page.get_by_role("button", name="One epoch")
    one.click()
    expect(said(page)).to_contain_text("Epoch 1: ")
    press(page, one, "Enter", "Enter")
    expect(said(page)).to_contain_text("Epoch 3: ")
    page.get_by_role("button", name="Train").click()
    expect(said(page)).to_contain_text(
        re.compile(r"Epoch \d+: loss 0.0\d+, 120 of 120 examples are right"), timeout=20_000
    )
    page.get_by_role("button", name="Pause").click()
    stands = said(page).inner_text()
    page.wait_for_timeout(200)
    assert said(page).inner_text() == stands
    press(page, grip(page, "hidden layers"), "Home")  # without a hidden layer XOR cannot be learned
    expect(said(page)).to_contain_text("Epoch 0: ")
    page.get_by_role("combobox", name="rate").select_option("3")
    for _ in range(3):
        one.click()
    assert int(re.search(r"(\d+) of 120", said(page).inner_text())[1]) < 100
    page.get_by_role("combobox", name="data").select_option("two clouds")
    for _ in range(3):
        one.click()
    expect(said(page)).to_contain_text(re.compile(r"1[12]\d of 120 examples are right"))
    page.get_by_role("button", name="Start anew").click()
    assert now(page, "seed") == 2


def test_playground_of_a_page_that_brings_no_data(show):
    page = show("playground", {})
    names = page.get_by_role("combobox", name="data").locator("option").all_text_contents()
    assert names == [each["name"] for each in captured("playground")["data"]]
    for name in names:
        page.get_by_role("combobox", name="data").select_option(name)
        expect(said(page)).to_contain_text(" of 120 examples are right.")


# ---------------------------------------------------------------- the same numbers as in Python


@pytest.fixture(scope="module")
def call(browser, address):
    """Evaluates JavaScript in which `file` is a picture's file, on a page of its own."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}/widget_host.html")

        def evaluate(name: str, code: str, *arguments: Any) -> Any:
            code = f"async (given) => {{ const file = await import('/static/{name}.js'); return ({code})(...given); }}"
            return page.evaluate(code, arguments)

        yield evaluate


def test_short_numbers_are_those_of_python(call):
    rng = np.random.default_rng(0)
    numbers = [0.0, -0.0, 1e-13, 0.125, 2.125, 2.375, -1.005, 999.4, 999.5, 1000.0, 12345.0, 1e-5, 0.0001, 99.95, 1e15]
    numbers += (rng.normal(size=400) * 10.0 ** rng.integers(-7, 8, size=400)).tolist()
    numbers += (rng.integers(-9999, 9999, size=200) / 1024).tolist()  # ties between two short numbers are among them
    # Python writes "-" in an exponent; the picture and `_short` write "−".
    assert call("half_plane", "(numbers) => numbers.map(file.short)", numbers) == [
        _backprop_stepper._short(number) for number in numbers
    ]


def test_half_plane_answers_as_the_perceptron_does(call):
    rng = np.random.default_rng(1)
    X, w = rng.integers(-3, 4, size=(2, 50)) / 2, np.array([0.5, -1.0])
    answers = call("half_plane", "file.predict", X.tolist(), w.tolist(), 0.5)
    np.testing.assert_array_equal(answers, predict(X, w, 0.5))
    assert (w @ X + 0.5 == 0).any(), "points on the line are among them"


def test_descent_walks_as_utils_does(call):
    rng = np.random.default_rng(2)
    x, y, start = rng.normal(size=7), rng.normal(size=7), np.array([1.0, -2.0])
    X = np.vstack([x, np.ones(7)])

    def slope(p):
        return 2 * (p @ X - y) @ X.T / 7

    path = call("descent", "file.descend", x.tolist(), y.tolist(), start.tolist(), 0.3, 30)
    np.testing.assert_allclose(path, gradients.gradient_descent(slope, start, 0.3, 30), rtol=1e-9, atol=1e-12)
    height = call("descent", "file.mse", x.tolist(), y.tolist(), start.tolist())
    assert height == pytest.approx(losses.mse(start @ X, y), rel=1e-12)
    valley = call("descent", "file.valley", x.tolist(), y.tolist())
    np.testing.assert_allclose(valley["bottom"], np.linalg.lstsq(X.T, y, rcond=None)[0], rtol=1e-9)
    np.testing.assert_allclose([valley["flat"], valley["steep"]], np.linalg.eigvalsh(2 * X @ X.T / 7), rtol=1e-9)


def test_fold_answers_as_a_network_of_steps_does(call):
    for b1, b2 in ((-0.5, -1.5), (0.0, -1.0), (-2.0, 1.0)):
        units = [Unit("h1", ["x1", "x2"], [1, 1], b1), Unit("h2", ["x1", "x2"], [1, 1], b2), SOFT_XOR[2]]
        network = from_units(["x1", "x2"], units, ["y"])
        for corner in ([0, 0], [0, 1], [1, 0], [1, 1]):
            got = call("fold", "file.answer", corner, b1, b2, [2, -2], -1)
            assert got == np.ravel(evaluate(network, np.array(corner)))[0], (corner, b1, b2)


@pytest.mark.parametrize("name", ["step", "sigmoid", "tanh", "ReLU", "centred softplus", "leaky ReLU", "ELU"])
def test_units_are_those_of_utils(call, name):
    f = np.concatenate([np.linspace(-6, 6, 41), [0.0, -40.0, 40.0]])
    for a in (0.01, 0.7):
        unit = activations.named(name)
        pairs = {
            "leaky ReLU": (activations.leaky_relu(f, a), activations.leaky_relu_derivative(f, a)),
            "ELU": (activations.elu(f, a), activations.elu_derivative(f, a)),
        }
        wanted = pairs.get(name) or (unit.function(f), unit.derivative(f))
        code = "(name, f, a) => ['g', 'd'].map((k) => f.map((each) => file.UNITS[name][k](each, a)))"
        got = call("activation_explorer", code, name, f.tolist(), a)
        for one, other in zip(got, wanted, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("unit", "hidden"), [("ReLU", [5]), ("tanh", [4, 3]), ("sigmoid", [3, 3, 2]), ("leaky ReLU", [4]), ("none", [])]
)
def test_playground_learns_as_utils_does(call, unit, hidden):
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(2, 60)), rng.integers(0, 2, size=60)
    network = layers.mlp([2, *hidden, 1], 4, unit=unit)
    start = [[module.W.tolist(), rng.normal(size=module.W.shape[0]).tolist()] for module in network.modules[::2]]
    for module, (_, b) in zip(network.modules[::2], start, strict=True):
        module.b = np.array(b)[:, None]
    orders = [rng.permutation(60).tolist() for _ in range(20)]

    means = []
    loss, optimizer = layers.SigmoidNLL(), SGD(0.3)
    for order in orders:
        total = 0.0
        for first in range(0, 60, 8):  # the last batch is smaller
            chosen = order[first : first + 8]
            total += len(chosen) * train_step(network, loss, optimizer, X[:, chosen], y[None, chosen].astype(float))
        means.append(total / 60)
    kept = [number for module in network.modules[::2] for number in [*module.W.ravel(), *module.b.ravel()]]

    code = """(unit, start, X, y, orders) => {
        const network = { unit, layers: start.map(([W, b]) => ({ W, b })) };
        const means = orders.map((order) => file.epoch(network, X, y, order, 8, 0.3));
        const scores = file.forward(network, X).F.at(-1)[0];
        return [means, network.layers.flatMap(({ W, b }) => [...W.flat(), ...b]), scores, file.loss(scores, y)];
    }"""
    got = call("playground", code, unit, start, X.tolist(), y.tolist(), orders)
    F = network.forward(X)
    wanted = means, kept, F[0], losses.nll1(F, y[None].astype(float))
    for one, other in zip(got, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-9)


def test_playground_starts_as_utils_does(call):
    class Ones(np.random.Generator):
        """A source of randomness that draws 1 every time: what is left is the deviation."""

        def standard_normal(self, size=None, *_: Any, **__: Any):
            return np.ones(size)

    ones = Ones(np.random.PCG64(0))
    for unit, initializer in (("ReLU", initializers.he), ("tanh", initializers.glorot)):
        network = call("playground", "(unit) => file.initialise([2, 5, 1], unit, () => 1)", unit)
        for layer, (n_in, n_out) in zip(network["layers"], ((2, 5), (5, 1)), strict=True):
            np.testing.assert_allclose(layer["W"], initializer(n_out, n_in, ones), rtol=1e-12)
            assert layer["b"] == [0] * n_out
