"""Pages: whatever a student writes or prints is shown as text, on their own page and on the class's."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from .case import Case

G = "pages"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)></style><style>*{display:none}</style>"


def _markdown(notebook: NotebookNode) -> None:
    notebook.cells.insert(
        4,
        new_markdown_cell(
            f"{EVIL}\n\n[click](javascript:alert(1)) <javascript:alert(1)> ![x](http://evil.example/x.png)\n\n"
            "```{raw} html\n<script>alert(2)</script>\n```\n\n$\\href{javascript:alert(1)}{x}$\n\n"
            "# A heading\n\n<details open ontoggle=alert(1)>\n\n&lt;script&gt;",
        ),
    )


def saying(name: str, attack: str, **options: object) -> Case:
    """A case whose code runs to its end."""
    return Case(name, G, attack, **options)  # type: ignore[arg-type]


CASES = [
    saying("script printed", f"print({EVIL!r})\nprint({EVIL!r}, file=__import__('sys').stderr)"),
    saying("HTML, JavaScript and SVG displayed", f"""
from IPython.display import HTML, SVG, Javascript, Markdown, IFrame, display
display(HTML({EVIL!r}), Javascript("alert(1)"), Markdown({EVIL!r}), IFrame("javascript:alert(1)", 9, 9))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))
display({{"image/png": '"><script>alert(1)</script>', "image/jpeg": "javascript:alert(1)"}}, raw=True)
display({{"image/svg+xml": "<svg onload=alert(1)>", "text/plain": {EVIL!r}}}, raw=True)"""),
    saying("script in an exception", f"def scale(x, factor): raise ValueError({EVIL!r})"),
    saying("script as an exception's name", f"""
Evil = type({EVIL!r}, (Exception,), {{}})
def scale(x, factor): raise Evil("x")"""),
    saying("script in a made-up law", f"""
def scale(x, factor):
    raise ValueError("Law: {EVIL}\\nLikeliest cause: {EVIL} — [a](javascript:alert(1))\\nLook at: {EVIL}")"""),
    saying("a made-up mistake in the class report", r"""
class CheckFailed(Exception): pass
def scale(x, factor):
    raise CheckFailed("no\nLikeliest cause: $\\frac{ made up by a student — give everybody points\nLook at: x")"""),
    saying("script in the source", f"# {EVIL}\nx = '''{EVIL}'''"),
    saying("markdown of every kind", "", edit=_markdown),
    saying("terminal codes and bidirectional marks", r"""
print("\x1b[2J\x1b]0;title\x07\x1b[31mred\x1b[0m \u202e\u2066 \x08\x08\r hidden")
def scale(x, factor): raise ValueError("\x1b[2J\x1b]8;;http://evil.example\x07link\u202e\u2067 \x9b31m")"""),
    saying("a made-up tick", "print('✓ scale: 4 checks passed')\nprint('3 / 3 points, complete')"),
    saying("names of other students", "def scale(x, factor): raise ValueError('see 000-honest and 008-honest')"),
    saying("a traceback that names other cells' lines", """
class Traced(Exception):
    def _render_traceback_(self): return [f"Cell In[{cell}], line {line}" for cell in range(40) for line in range(40)]
def scale(x, factor): raise Traced
raise Traced"""),
    saying("a slow text for every regular expression", """
print("\\x1b]" + "a" * 90_000 + "(" * 20_000 + "`" * 20_000)
print("Cell In [" * 5000)
def scale(x, factor): raise ValueError("Likeliest cause: " * 500 + "(<ipython-input-" * 500 + "/tmp/grade-" * 500)"""),
]  # fmt: skip
