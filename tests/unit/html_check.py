"""What must hold of every page we write: read with the standard library's parser."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "img", "br", "hr", "source", "link", "input", "col", "wbr"}
# fmt: off
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "h1", "h2", "h3", "p",
    "a", "span", "strong", "em", "bdi", "code", "pre", "ul", "ol", "li", "dl", "dt", "dd", "div", "table", "caption",
    "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary", "figure", "img", "picture", "source", "svg",
    "rect", "blockquote", "hr", "br",
}
# fmt: on


class Page(HTMLParser):
    """A page's tags in order, its text, ids, and where it points."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(source)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def check_page(source: str) -> Page:
    """Balanced, accessible, self-contained, without script; returns the page for more questions."""
    assert source.startswith("<!DOCTYPE html>")
    source.encode("utf-8")  # no lone surrogate
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", source)
    page = Page(source)
    names = {name for name, _ in page.tags}
    assert names <= ALLOWED, names - ALLOWED
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids)), "an id twice"
    for name, attributes in page.tags:
        assert not [key for key in attributes if key.startswith("on") or key == "style"], (name, attributes)
        for key in ("href", "src", "srcset", "xlink:href", "action", "data", "poster", "background"):
            value = attributes.get(key)
            if value is not None:
                assert value.startswith(("#", "data:image/")), (name, key, value[:80])
                if value.startswith("#"):
                    assert value[1:] in ids, f"{value} leads nowhere"
        for key in ("aria-labelledby", "for"):
            assert attributes.get(key, ids[0] if ids else "") in ids or key not in attributes
    style = "".join(re.findall(r"<style>(.*?)</style>", source, re.S))
    assert "url(" not in style
    assert "@import" not in style
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
    assert all(attributes.get("alt", "").strip() for attributes in page.all("img"))
    levels = [int(name[1]) for name, _ in page.tags if re.fullmatch(r"h[1-6]", name)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    return page
