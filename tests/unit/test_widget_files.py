"""The JavaScript of the moving pictures: one file each, nothing from elsewhere, nothing that a strict page forbids."""

import re
import tomllib
from pathlib import Path

import pytest

from utils.widgets._anywidget import STATIC

FILES = {path.stem: path.read_text("utf-8") for path in sorted(STATIC.glob("*.js"))}
START, END = "// ---- shared: ", "// ---- end of what is shared ----"
FORBIDDEN = (
    r"\bimport\b(?!s:)",  # one file each
    r"\beval\b|new Function|setTimeout\(\s*[\"'`]",
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write",
    r"[\"'`]?\bstyle[\"'`]?\s*:|setAttribute\([\"'`](style|on\w+)",  # attributes that a strict policy forbids
    r"[\"'`]on(click|input|change|key\w+|pointer\w+)[\"'`]?\s*:",
    r"https?://(?!www\.w3\.org/2000/svg)|\bfetch\(|XMLHttpRequest|WebSocket|localStorage",
    r"\bmodel\.(?!get\b|set\b|on\b|off\b|save_changes\b)",
)


def code(text):
    """Without comments."""
    return re.sub(r"/\*.*?\*/|^\s*//[^\n]*|(?<=\s)// [^\n]*", "", text, flags=re.S | re.M)


def test_the_six_are_there():
    assert sorted(FILES) == [
        "activation_explorer", "backprop_stepper", "descent", "fold", "half_plane", "playground",
    ]  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_is_shared_is_the_same_everywhere(name):
    def shared(text):
        return text[text.index(START) : text.index(END)]

    assert shared(FILES[name]) == shared(FILES["half_plane"]), "change what is shared in every file"


@pytest.mark.parametrize("name", FILES)
def test_nothing_that_a_strict_page_forbids(name):
    found = [match[0] for pattern in FORBIDDEN for match in re.finditer(pattern, code(FILES[name]))]
    assert not found


@pytest.mark.parametrize("name", FILES)
def test_the_colours_are_those_of_the_figures(name):
    from utils import plots

    style = FILES[name][: FILES[name].index("let sheet;")]
    assert f"--zero: {plots.PALETTE[0].lower()}" in style
    assert f"--one: {plots.PALETTE[1].lower()}" in style


@pytest.mark.parametrize("name", FILES)
def test_it_exports_what_hosts_call(name):
    assert FILES[name].rstrip().endswith("export default { render };")
    assert "function render({ model, el })" in FILES[name]


def test_the_files_are_part_of_the_package():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert "widgets/static/*" in project["tool"]["setuptools"]["package-data"]["utils"]
