"""Self-contained HTML pages: what every page shares, and how foreign text is made harmless on its way in.

A page asks nothing of the network, runs no script and allows neither (its Content-Security-Policy names the one
style by its hash). Every value a template prints passes through `clean` and is then escaped; only text that this
module made itself is put in as HTML.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import lex  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType  # type: ignore[import-untyped]

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_CODE = 20_000  # characters of one cell that are shown
LONGEST_TEXT = 4_000  # characters of one output or message that are shown
LARGEST_IMAGE = 2_000_000  # bytes

ESCAPE_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,1000}(?:\x07|\x1b\\)?|[@-Z\\^_])"  # colours, titles and links, others
)
# Control characters but tab and newline, lone surrogates, and marks that reorder the text around them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
STYLES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (String, "s"),
    (Number, "m"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Builtin, "b"),
)
TICKED = re.compile(r"`([^`\n]{1,500})`")
IMAGES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def clean(text: str) -> str:
    """Text without terminal codes, and with � for what no page can hold: control characters, lone surrogates."""
    text = ESCAPE_SEQUENCE.sub("", text)
    if "\r" in text:  # what a progress bar wrote over, a terminal would not show either
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return UNPRINTABLE.sub("�", text)


def shorten(text: str, limit: int = LONGEST_TEXT) -> str:
    """The beginning of a long text, and a line that says how much was left out."""
    if len(text) <= limit:
        return text
    return f"{text[:limit].rstrip()}\n… ({len(text) - limit:,} more characters are not shown)"


def plain_number(value: float) -> str:
    """Points as a person writes them: `3`, `2.5`, `0.67`."""
    return f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")


def duration(seconds: float) -> str:
    """A time span in words, in its two largest units: `1 day 4 hours`."""
    parts = []
    rest = max(0, round(seconds))
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, rest = divmod(rest, length)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
    return " ".join(parts[:2]) or "0 seconds"


def code(source: str, marked: frozenset[int] = frozenset()) -> Markup:
    """Python source as numbered, coloured lines; lines whose number is in `marked` stand out."""
    source = clean(shorten(source, LONGEST_CODE))
    lines = [""]
    for kind, text in lex(source, PythonLexer(stripnl=False, ensurenl=False)):
        style = next((name for token, name in STYLES if kind in token), "")
        for position, piece in enumerate(text.split("\n")):
            if position:
                lines.append("")
            if piece:
                piece = html.escape(piece)
                lines[-1] += f'<span class="{style}">{piece}</span>' if style else piece
    rows = [
        f'<span class="line{" marked" if number in marked else ""}">{line}\n</span>'
        for number, line in enumerate(lines, 1)
    ]
    return Markup(f'<pre class="code" tabindex="0"><code>{"".join(rows)}</code></pre>')


def image(kind: str, data: str) -> str | None:
    """A `data:` address of a picture of a kind that can hold no script; None if it is anything else, or too large."""
    if kind not in IMAGES or len(data) > LARGEST_IMAGE * 4 // 3 + 1000:
        return None
    try:
        raw = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):  # ValueError: not even ASCII
        return None
    if not raw.startswith(IMAGES[kind]) or len(raw) > LARGEST_IMAGE:
        return None
    return f"data:{kind};base64,{base64.b64encode(raw).decode('ascii')}"


def ticked(text: str) -> Markup:
    """Text with what stands between backticks set as code."""
    return Markup(TICKED.sub(r"<code>\1</code>", html.escape(clean(text))))


def svg(data: bytes) -> str:
    """A `data:` address of an SVG picture of our own making."""
    return f"data:image/svg+xml;base64,{base64.b64encode(data).decode('ascii')}"


def markdown(text: str) -> Markup:
    """CommonMark as HTML: raw HTML is shown as text, a link by its words, `$…$` stays as it is written."""
    return Markup(_markdown().render(clean(text)))


def inline_markdown(text: str) -> Markup:
    """One line of CommonMark, such as a heading's text."""
    return Markup(_markdown().renderInline(clean(text)))


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A picture would be fetched; a heading would disturb the page's own order.
    parser.disable(["image", "autolink", "heading", "lheading", "html_block", "html_inline"])
    dollarmath_plugin(parser, renderer=lambda source, _: html.escape(f"${source}$"))
    parser.core.ruler.push("links_by_their_words", _without_links)
    for rule in ("fence", "code_block"):
        parser.add_render_rule(rule, _render_code)
    return parser


def _without_links(state: Any) -> None:
    for token in state.tokens:
        if token.children:
            token.children = [child for child in token.children if child.type not in ("link_open", "link_close")]


def _render_code(renderer: Any, tokens: list[Token], position: int, options: Any, env: Any) -> str:
    return code(tokens[position].content.rstrip("\n"))


def _finish(value: object) -> object:
    """What jinja does to every printed value before it escapes it."""
    if isinstance(value, Markup):
        return Markup(clean(str(value)))
    return clean(value if isinstance(value, str) else str(value))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_finish,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=plain_number,
        duration=duration,
        code=code,
        markdown=markdown,
        inline=inline_markdown,
        shorten=shorten,
        ticked=ticked,
    )
    return environment


@cache
def _style() -> str:
    return (TEMPLATES / "style.css").read_text(encoding="utf-8")


def render(template: str, values: Mapping[str, object]) -> str:
    """A whole page from one of the templates."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    return _environment().get_template(template).render(style=Markup(style), policy=policy, **values)


def write(page: str, path: Path) -> None:
    """Write a page where it belongs, in one step, so that no half page is ever seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(page, encoding="utf-8", newline="\n")
    draft.replace(path)
