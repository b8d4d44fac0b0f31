"""Everything that Sphinx reads, laid out in one folder; a file is written only if it changed: builds stay quick."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from ..course import Course
from ..errors import AutograderError
from ..notebooks import write_bytes
from .lesson_page import as_webp, lesson_page
from .overview import Overview, course_map, overview
from .reference import reference_pages

MAP_MARK = "<!-- the map of the course -->"
PAGES = (".md", ".bib")
INSTRUCTORS_NOTE = """```{warning}
This is the instructors' site, with every solution and every hidden test. Keep it to yourself.
```

"""


@dataclass(frozen=True)
class Folders:
    """Where a site is made."""

    website: Path  # its own pages, theme and settings
    sources: Path  # what Sphinx reads
    doctrees: Path  # what Sphinx remembers
    output: Path  # the site

    @classmethod
    def of(cls, course: Course, instructors: bool = False) -> Folders:
        """The folders of a course; the instructors' site has its own, so that nothing of it is ever published."""
        name = "site-instructors" if instructors else "site"
        work = course.root / "_build" / f"{name}-work"
        return cls(course.root / "website", work / "sources", work / "doctrees", course.root / "_build" / name)


def lay_out(course: Course, folders: Folders, katex: Path, instructors: bool = False) -> None:
    """Write everything that Sphinx reads into `folders.sources`, and remove what no longer belongs there.

    Parameters
    ----------
    course : Course
    folders : Folders
    katex : Path
        The `dist` folder of KaTeX: its style and fonts.
    instructors : bool
        Lessons with their solutions and hidden tests.
    """
    if not course.lessons:
        raise AutograderError(
            f"{course.source} holds no lesson, and a site needs one: write solutions/NN-name/name.md."
        )
    kept: set[Path] = set()

    def put(name: str, data: bytes) -> None:
        path = folders.sources / name
        kept.add(path)
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    heads = []
    for lesson in course.lessons:
        page = lesson_page(lesson, instructors)
        heads.append(overview(lesson.name, nbformat.read(lesson.release, as_version=4)))
        put(f"lessons/{lesson.name}.ipynb", write_bytes(page.notebook))
        put(f"notebooks/{lesson.name}/{lesson.release.name}", lesson.release.read_bytes())
        for name, png in page.pictures.items():
            # A picture is named by its content: one that is there need not be made again.
            path = folders.sources / "lessons" / "pictures" / name
            put(f"lessons/pictures/{name}", path.read_bytes() if path.is_file() else as_webp(png))
    put("lessons/index.md", _lessons_index(heads).encode())
    for name, data in _own_pages(folders.website):
        if name == "index.md":
            text = data.decode("utf-8").replace(MAP_MARK, course_map(heads))
            data = text.replace("\n\n", f"\n\n{INSTRUCTORS_NOTE}", 1).encode() if instructors else text.encode()
        put(name, data)
    for name, text in reference_pages().items():
        put(f"reference/{name}.md", text.encode())
    for name, data in _static(course, katex):
        put(f"_static/{name}", data)
    if _remove_others(folders.sources, kept):  # Sphinx leaves the pages of what is gone where they are
        shutil.rmtree(folders.output, ignore_errors=True)
        forget(folders)


def _lessons_index(heads: list[Overview]) -> str:
    """The page above the lessons, which the menus take their order from."""
    rows = "\n".join(f"{head.number}. [{head.title}]({head.name}): {head.tagline}" for head in heads)
    entries = "\n".join(head.name for head in heads)
    return f"# Lessons\n\n{rows}\n\n```{{toctree}}\n:hidden:\n\n{entries}\n```\n"


def _own_pages(website: Path) -> Iterator[tuple[str, bytes]]:
    if not (website / "conf.py").is_file():
        raise AutograderError(f"{website} holds no conf.py: the site's own pages and settings belong there.")
    for path in sorted(website.iterdir()):
        if path.is_file() and path.suffix in PAGES:
            yield path.name, path.read_bytes()
    for path in sorted((website / "pictures").glob("*")):
        yield f"pictures/{path.name}", path.read_bytes()


def _static(course: Course, katex: Path) -> Iterator[tuple[str, bytes]]:
    """The maths' style and its fonts, in the one format that every browser of today reads, and the widgets."""
    yield "katex/katex.min.css", (katex / "katex.min.css").read_bytes()
    for font in sorted((katex / "fonts").glob("*.woff2")):
        yield f"katex/fonts/{font.name}", font.read_bytes()
    for path in sorted((course.root / "utils" / "widgets" / "static").glob("*")):
        if path.suffix in (".js", ".css"):
            yield f"widgets/{path.name}", path.read_bytes()


def _remove_others(folder: Path, kept: set[Path]) -> bool:
    """Remove files that belong to nothing any more; whether there were any."""
    removed = False
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()
            removed = True
    return removed


def forget(folders: Folders) -> None:
    """Remove what Sphinx remembers of a build, so that the next one says everything again."""
    shutil.rmtree(folders.doctrees, ignore_errors=True)
