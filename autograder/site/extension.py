"""What Sphinx learns for this site: pictures, links that authors need not write, and pages without inline scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective, SphinxRole

from .links import ALL_LESSONS, LinkLessons, LinkSources, LinkTerms

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "  # maths has style=""
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'"
)
WAITING = "This picture does not move yet: its widget is not part of the course so far."
EMPTY_HEAD = re.compile(r'<th class="head"[^>]*>(\s*(?:<p>\s*</p>)?\s*)</th>')


class picture(nodes.image):
    """A picture with its size, so that the page does not jump when it comes."""


class moving_picture(nodes.General, nodes.Element):
    """A picture that moves where scripts run; its child is what stands there otherwise."""


class StillPicture(SphinxDirective):
    """A figure of a lesson: ``{still-picture} file`` with its words, width and height."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "alt": directives.unchanged_required,
        "width": directives.positive_int,
        "height": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """One node."""
        return [self.picture(self.arguments[0])]

    def picture(self, uri: str) -> picture:
        """The picture at `uri`, with what the options say."""
        if not self.options.get("alt", "").strip():
            raise self.error("a picture needs :alt:, what it shows in words")
        sizes = {name: str(self.options[name]) for name in ("width", "height") if name in self.options}
        return picture(uri=uri, alt=self.options["alt"], candidates={}, **sizes)


class MovingPicture(StillPicture):
    """A picture to move: ``{moving-picture} widget``, its traits as JSON, and ``:still:`` the picture without scripts.

    Without ``:still:`` the words of ``:alt:`` stand there until the widget has drawn itself.
    """

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {**StillPicture.option_spec, "still": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """One node."""
        try:
            state = json.loads("\n".join(self.content) or "{}")
        except ValueError as error:
            raise self.error(f"the traits of {self.arguments[0]} are no JSON: {error}") from error
        if not (Path(self.env.srcdir) / "_static" / "widgets" / f"{self.arguments[0]}.js").is_file():
            return self.waiting()
        made = moving_picture(widget=self.arguments[0], state=state, alt=self.options.get("alt", ""))
        if "still" in self.options:
            made += self.picture(self.options["still"])
        else:
            if not made["alt"].strip():
                raise self.error("a picture needs :alt:, what it shows in words")
            made += nodes.paragraph("", made["alt"], classes=["still"])
        return [made]

    def waiting(self) -> list[nodes.Node]:
        """What stands in the place of a widget that nobody has written yet: the page says so."""
        note = nodes.paragraph("", WAITING, classes=["waiting"])
        return [self.picture(self.options["still"]), note] if "still" in self.options else [note]


class LessonRole(SphinxRole):
    """``{lesson}`01-perceptron` ``: a link to a lesson; its number alone while that lesson is not written."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """A link, or text."""
        number = self.text.partition("-")[0].lstrip("0")
        page = f"lessons/{self.text}"
        self.env.note_dependency(str(Path(self.env.srcdir) / ALL_LESSONS))
        if page not in self.env.found_docs:
            return [nodes.Text(f"lesson {number} (not yet written)")], []
        from sphinx.addnodes import pending_xref

        words = nodes.inline("", f"lesson {number}")
        link = pending_xref(
            "", words, refdomain="std", reftype="doc", reftarget=f"/{page}", refexplicit=True, refdoc=self.env.docname
        )
        return [link], []


class UnwrapLists(SphinxPostTransform):
    """Take lists out of paragraphs, where Sphinx puts those of a docstring's Returns, and HTML allows none."""

    default_priority = 900

    def run(self, **kwargs: object) -> None:
        """Do it on the whole page."""
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if any(isinstance(child, nodes.bullet_list) for child in paragraph.children):
                paragraph.replace_self(paragraph.children)


class SayHeads(SphinxPostTransform):
    """A table's head that is maths alone gets words for readers of the screen: not every program reads MathML."""

    default_priority = 900

    def run(self, **kwargs: object) -> None:
        """Do it on the whole page."""
        for head in self.document.findall(nodes.thead):
            for paragraph in head.findall(nodes.paragraph):
                if paragraph.children and all(isinstance(child, nodes.math) for child in paragraph.children):
                    paragraph.insert(0, nodes.inline("", "Values of ", classes=["visually-hidden"]))


def visit_picture(writer: Any, node: picture) -> None:
    """Write `<img>` with its size."""
    uri = node["uri"]
    if uri in writer.builder.images:
        uri = f"{writer.builder.imgpath}/{writer.builder.images[uri]}"
    attributes = {name: node[name] for name in ("width", "height") if name in node}
    writer.body.append(
        writer.emptytag(node, "img", "\n", src=uri, alt=node["alt"], loading="lazy", decoding="async", **attributes)
    )


def visit_moving_picture(writer: Any, node: moving_picture) -> None:
    """Open `<figure>` and write the traits as a data block, which no browser runs."""
    state = json.dumps(node["state"], ensure_ascii=False).replace("<", "\\u003c")
    attributes = {"data-widget": node["widget"]}
    if (Path(writer.builder.srcdir) / "_static" / "widgets" / f"{node['widget']}.css").is_file():
        attributes["data-style"] = ""
    writer.body.append(writer.starttag(node, "figure", CLASS="moving-picture", **attributes))
    writer.body.append(f'<script type="application/json">{state}</script>\n')


def depart_moving_picture(writer: Any, node: moving_picture) -> None:
    """Close `<figure>`."""
    writer.body.append("</figure>\n")


def nothing(writer: Any, node: nodes.Node) -> None:
    """A picture has no end tag."""


def prepare_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the page its policy, and take out the scripts that the theme would write into it."""
    context["content_security_policy"] = POLICY
    context["script_files"] = [script for script in context.get("script_files", []) if not _inline(script)]
    for script in context["script_files"]:
        attributes = getattr(script, "attributes", {})
        if attributes.get("type") != "module":
            attributes["defer"] = "defer"  # a page is read before it is worked
    # The empty corner of a table is the head of nothing.
    # docutils' role for an entry of a bibliography may only stand in a list, and it puts the entries in none.
    for role in (' role="doc-biblioentry"', ' role="list"'):
        context["body"] = context.get("body", "").replace(role, "")
    context["body"] = EMPTY_HEAD.sub(r"<td>\1</td>", context["body"])
    if app.tags.has("instructors"):
        context["body_class"] = "instructors"


def _inline(script: object) -> bool:
    """Whether a script has its text in the page, as the theme gives a page's name and a version, which none reads."""
    return not getattr(script, "filename", script)


def plain_bars(app: Sphinx, what: str, name: str, value: object, options: object, lines: list[str]) -> None:
    """In docstrings `|x|` is an absolute value; reStructuredText would look for something to put in its place."""
    for number, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...")):
            parts = line.split("`")
            parts[::2] = [part.replace("|", r"\|") for part in parts[::2]]  # what is not in backquotes
            lines[number] = "`".join(parts)


def plain_attributes(app: Sphinx, what: str, name: str, value: object, options: object, lines: list[str]) -> None:
    """In the words about an attribute a colon is a colon; napoleon would take what stands before it for a type."""
    if what in ("attribute", "data", "property"):
        lines.insert(0, "")  # it looks in the first line alone


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx."""
    app.add_node(picture, html=(visit_picture, nothing))
    app.add_node(moving_picture, html=(visit_moving_picture, depart_moving_picture))
    app.add_directive("still-picture", StillPicture)
    app.add_directive("moving-picture", MovingPicture)
    app.add_role("lesson", LessonRole())
    app.add_post_transform(UnwrapLists)
    app.add_post_transform(SayHeads)
    app.add_transform(LinkSources)
    app.add_transform(LinkLessons)
    app.add_transform(LinkTerms)
    app.add_config_value("site_code", "", "env", str)  # another code, other pages: Sphinx reads everything again
    app.connect("autodoc-process-docstring", plain_attributes, priority=400)  # before napoleon
    app.connect("autodoc-process-docstring", plain_bars)
    app.connect("html-page-context", prepare_page, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
