"""`autograder lint`: what a lesson must keep to, each rule a small function from the lesson to its problems."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

import nbformat
import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator, ValidationError
from nbgrader.utils import find_all_files

from .course import Course, Lesson
from .errors import AutograderError
from .exercises import ANY_HEADING, HEADING, HINT, Exercise, exercises
from .marks import is_grade, is_solution, is_test, nbgrader_data
from .notebooks import call, read_text
from .secret_lines import REGION, found_in, readings, regions, secret_lines, shown

LONGEST_ANSWER = 10  # lines, without blank ones and comments
HINTS = ["1", "2", "3"]
MARK = re.compile(r"^\s*### (?P<edge>BEGIN|END) (?P<kind>SOLUTION|HIDDEN TESTS)$")
NEARLY_MARK = re.compile(r"\b(BEGIN|END) +(SOLUTION|HIDDEN|TEST|MARK)", re.I)
ALERTS = {"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"}


@dataclass(frozen=True)
class Problem:
    """Something to mend: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass
class Material:
    """What there is of a lesson to look at. The notebooks are None where they are not built."""

    name: str
    text: NotebookNode
    solution: NotebookNode | None = None
    release: NotebookNode | None = None
    bank: list[str] = field(default_factory=list)
    lesson: Lesson | None = None

    @classmethod
    def of(cls, lesson: Lesson) -> Material:
        """Everything of a lesson on disk."""
        solution, release = (
            nbformat.read(path, as_version=4) if path.is_file() else None for path in (lesson.solution, lesson.release)
        )
        folder = lesson.course.root / "tests" / "answers" / lesson.name
        bank = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))]
        name = lesson.text.relative_to(lesson.course.root).as_posix()
        return cls(name, read_text(lesson.text), solution, release, bank, lesson)

    def problem(self, number: int, cell: NotebookNode, what: str) -> Problem:
        """A problem in a cell, counted from 1."""
        return Problem(f"{self.name}: {call(number, cell)}", what)

    @property
    def cells(self) -> Iterator[tuple[int, NotebookNode]]:
        """The text's cells, counted from 1."""
        return enumerate(self.text.cells, 1)

    @property
    def prose(self) -> Iterator[tuple[int, NotebookNode]]:
        """The markdown cells among them."""
        return ((number, cell) for number, cell in self.cells if cell.cell_type == "markdown")


@dataclass
class Section:
    """An exercise with its cells."""

    exercise: Exercise
    cells: list[tuple[int, NotebookNode]]

    @property
    def solutions(self) -> list[tuple[int, NotebookNode]]:
        """Its solution cells."""
        return [(number, cell) for number, cell in self.cells if is_solution(cell)]

    @property
    def tests(self) -> list[tuple[int, NotebookNode]]:
        """Its test cells."""
        return [(number, cell) for number, cell in self.cells if cell.cell_type == "code" and is_test(cell)]


def sections(notebook: NotebookNode) -> list[Section]:
    """The exercises of a notebook with their cells, from the heading on."""
    found: list[list[tuple[int, NotebookNode]]] = []
    current: list[tuple[int, NotebookNode]] | None = None
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "markdown" and not is_solution(cell):
            if HEADING.search(cell.source):
                current = []
                found.append(current)
            elif ANY_HEADING.search(cell.source):
                current = None
        if current is not None:
            current.append((number, cell))
    return [Section(exercise, cells) for exercise, cells in zip(exercises(notebook), found, strict=True)]


def metadata(material: Material) -> list[Problem]:
    """nbgrader can read its metadata: without this, nothing else can be said."""
    validator = MetadataValidator()
    problems = []
    for number, cell in material.cells:
        try:
            validator.validate_cell(cell)
        except ValidationError as error:
            problems.append(material.problem(number, cell, f"nbgrader cannot read its metadata: {error}"))
    return problems


def grade_ids(material: Material) -> list[Problem]:
    """Every `grade_id` stands once."""
    names = [(number, cell, nbgrader_data(cell).get("grade_id")) for number, cell in material.cells]
    count = Counter(name for *_, name in names if name)
    problems = [
        material.problem(number, cell, f"the grade_id {name!r} is used {count[name]} times")
        for number, cell, name in names
        if name and count[name] > 1
    ]
    return problems + [
        material.problem(number, cell, "has nbgrader's metadata, but no grade_id")
        for number, cell, name in names
        if nbgrader_data(cell) and not name
    ]


def marks(material: Material) -> list[Problem]:
    """Solutions and hidden tests are marked, the marks are balanced, and there is one place to edit in an answer."""
    problems = []
    for number, cell in material.cells:
        kinds, what = _marks(cell.source)
        if is_solution(cell) and not what and kinds != ["SOLUTION"]:
            what = f"a solution cell has one pair of marks ### BEGIN SOLUTION, ### END SOLUTION; here are {len(kinds)}"
        elif not is_solution(cell) and "SOLUTION" in kinds:
            what = "has solution marks, but is no solution cell"
        elif not is_test(cell) and "HIDDEN TESTS" in kinds:
            what = "has marks of hidden tests, but is no test cell"
        if what:
            problems.append(material.problem(number, cell, what))
    return problems


def _marks(source: str) -> tuple[list[str], str]:
    """The kinds of marked regions in a cell, and what is wrong with the marks."""
    kinds: list[str] = []
    inside = None
    for line in source.splitlines():
        found = MARK.match(line)
        if not found:
            if NEARLY_MARK.search(line):
                return kinds, f"{line.strip()!r} is nearly a mark; a mark is a line such as ### BEGIN SOLUTION"
            continue
        if (found["edge"] == "BEGIN") == (inside is not None) or inside not in (None, found["kind"]):
            return kinds, f"the mark {line.strip()!r} stands where it cannot"
        inside = found["kind"] if found["edge"] == "BEGIN" else None
        kinds += [found["kind"]] if inside else []
    return kinds, f"### BEGIN {inside} has no end" if inside else ""


def points(material: Material) -> list[Problem]:
    """Every exercise has points, nothing else has, and the lesson states their sum before its first exercise."""
    found = sections(material.text)
    problems = [
        material.problem(*section.cells[0], f"{section.exercise.name} has no points")
        for section in found
        if section.exercise.points <= 0
    ]
    inside = {number for section in found for number, _ in section.cells}
    problems += [
        material.problem(number, cell, "is graded, but belongs to no exercise")
        for number, cell in material.cells
        if is_grade(cell) and number not in inside
    ]
    total = sum(float(nbgrader_data(cell).get("points", 0)) for _, cell in material.cells if is_grade(cell))
    head = "\n".join(cell.source for number, cell in material.prose if number < min(inside, default=0))
    stated = [float(number) for number in re.findall(r"\b(\d+(?:\.\d+)?) points\b", head)]
    if stated != [total]:
        says = " and ".join(f"{number:g}" for number in stated) or "nothing"
        problems.append(
            Problem(material.name, f"its exercises are worth {total:g} points; its first cells state {says}")
        )
    return problems


def anatomy(material: Material) -> list[Problem]:
    """Every exercise lets predict, has a stub with a docstring, visible and hidden tests, and three hints."""
    problems = []
    for section in sections(material.text):
        missing = list(_missing(section))
        if missing:
            what = f"{section.exercise.name} has no {', no '.join(missing)}"
            problems.append(material.problem(*section.cells[0], what))
    return problems


def _missing(section: Section) -> Iterator[str]:
    label = section.exercise.label
    if label == "written":
        if not section.exercise.manual:
            yield "answer cell that a person grades"
        return
    if not section.solutions:
        yield "solution cell"
    if not all(_documented(cell.source) for _, cell in section.solutions):
        yield "docstring in its stub"
    if label == "poll":
        if not section.tests:
            yield "test"
        return
    if not any(_code_left(cell.source) for _, cell in section.tests):
        yield "visible test"
    if not any(kind == "HIDDEN TESTS" for _, cell in section.tests for kind, _ in regions(cell.source)):
        yield "hidden test"
    prose = "\n".join(cell.source for _, cell in section.cells if cell.cell_type == "markdown")
    if label != "0" and "**Predict" not in prose:  # exercise 0 teaches how to work; there is nothing to foresee
        yield "prediction (**Predict.** …)"
    titles = [hint["title"] for hint in HINT.finditer(prose) if hint["title"].startswith("Hint")]
    if [re.sub(r"\D*(\d+).*", r"\1", title) for title in titles] != HINTS:
        yield f"ladder of three hints, Hint 1 to 3 (it has {', '.join(titles) or 'none'})"


def _documented(source: str) -> bool:
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    return all(ast.get_docstring(node) for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef))


def _code_left(source: str) -> bool:
    """Whether a cell still does something when its hidden tests are cut out."""
    try:
        return any(not isinstance(node, ast.Import | ast.ImportFrom) for node in ast.parse(REGION.sub("", source)).body)
    except SyntaxError:
        return True


def test_names(material: Material) -> list[Problem]:
    """A test cell uses only names that it makes or imports itself, builtins, and what its own exercise defines."""
    problems = []
    for section in sections(material.text):
        given: set[str] = set()
        for _, cell in section.solutions:
            given |= _names(cell.source)[0] if cell.cell_type == "code" else set()
        for number, cell in section.tests:
            made, used = _names(cell.source)
            foreign = sorted(used - made - given - set(dir(builtins)))
            if "" in used:
                problems.append(material.problem(number, cell, "is not plain Python"))
            elif foreign:
                what = f"uses {', '.join(foreign)}, which neither it nor its exercise defines: import or make it there"
                problems.append(material.problem(number, cell, what))
    return problems


test_names.__test__ = False  # type: ignore[attr-defined]  # a rule about tests, not a test


def _names(source: str) -> tuple[set[str], set[str]]:
    """The global names that a cell makes, and those that it uses; `""` is used where it is not Python."""
    try:
        top = symtable.symtable(source, "cell", "exec")
    except SyntaxError:
        return set(), {""}
    made = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    used = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_referenced()}
    inner = list(top.get_children())
    while inner:
        table = inner.pop()
        inner += table.get_children()
        used |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    return made, used


def answer_length(material: Material) -> list[Problem]:
    """An answer in code has at most ten lines."""
    problems = []
    for number, cell in material.cells:
        if cell.cell_type != "code" or not is_solution(cell):
            continue
        lines = [
            line.strip() for kind, text in regions(cell.source) if kind == "SOLUTION" for line in text.splitlines()
        ]
        length = sum(bool(line) and not line.startswith("#") for line in lines)
        if length > LONGEST_ANSWER:
            problems.append(
                material.problem(number, cell, f"the answer has {length} lines; at most {LONGEST_ANSWER} are asked")
            )
    return problems


def numbering(material: Material) -> list[Problem]:
    """Exercises are numbered 0, 1a, 1b, 2, …; there is one poll and one written question."""
    found = sections(material.text)
    labels = [section.exercise.label for section in found]
    problems = [
        Problem(material.name, f"it has {labels.count(label)} exercises called {name}; one is asked for")
        for label, name in (("poll", "Poll"), ("written", "Written question"))
        if labels.count(label) != 1
    ]
    before = ""
    for section in found:
        label = section.exercise.label
        if label in ("poll", "written"):
            continue
        if not _follows(label, before):
            after = f"after {before}" if before else "first"
            problems.append(material.problem(*section.cells[0], f"{section.exercise.name} cannot come {after}"))
        if label.endswith("a") and f"{label[:-1]}b" not in labels:
            problems.append(
                material.problem(*section.cells[0], f"{section.exercise.name} has no part b: call it {label[:-1]}")
            )
        before = label
    return problems


def _follows(label: str, before: str) -> bool:
    """Whether an exercise's label may come after another: 0, 1a, 1b, 2."""
    number, letter = int(label.rstrip("abcdefghijklmnopqrstuvwxyz")), label.lstrip("0123456789")
    if not before:
        return number in (0, 1) and letter in ("", "a")
    number_before, letter_before = int(before.rstrip("abcdefghijklmnopqrstuvwxyz")), before.lstrip("0123456789")
    if number == number_before:
        return letter_before != "" and letter == chr(ord(letter_before) + 1)
    return number == number_before + 1 and letter in ("", "a")


def leaks(material: Material, paths: Iterable[Path] = (), known: str = "") -> list[Problem]:
    """No line of a solution, a hidden test or the answer bank stands in what students get.

    Parameters
    ----------
    material : Material
        The lesson.
    paths : iterable of Path
        Files and folders to search, besides the lesson's own folder in `course/`.
    known : str
        Text that is no secret to who reads them, such as their own answers.
    """
    secrets = secret_lines(material.text, material.bank)
    folders = [*([material.lesson.release.parent] if material.lesson else []), *paths]
    problems = []
    for path in _files(folders):
        for name, texts in readings(path):
            lines = found_in(secrets, texts, known)
            if lines:
                more = f" and {len(lines) - 1} more lines" if len(lines) > 1 else ""
                problems.append(Problem(_relative(name, material), f"shows the secret line {lines[0]!r}{more}"))
    return problems


def page_leaks(material: Material, folders: Iterable[Path]) -> list[Problem]:
    """:func:`leaks` in feedback pages and reports: what a student handed in is no secret on the student's own page."""
    course = material.lesson.course if material.lesson else None
    problems = []
    for path in _files(folders):
        known = ""
        if course and path.is_relative_to(course.feedback):
            known = _handed_in(course.submitted / path.relative_to(course.feedback).parts[0])
        problems += leaks(Material(material.name, material.text, bank=material.bank), [path], known)
    return problems


def _handed_in(folder: Path) -> str:
    return "\n".join(text for path in _files([folder]) for _, texts in readings(path) for text in texts)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (
                file for file in sorted(path.rglob("*")) if file.is_file() and ".ipynb_checkpoints" not in file.parts
            )
        elif path.is_file():
            yield path


def _relative(name: str, material: Material) -> str:
    return name.removeprefix(f"{material.lesson.course.root}/") if material.lesson else name


def alt_texts(material: Material) -> list[Problem]:
    """Every picture, in prose and in stored outputs, says in words what it shows."""
    problems = []
    for number, cell in enumerate(material.solution.cells if material.solution else [], 1):
        for output in cell.get("outputs", []):
            for kind in output.get("data", {}):
                alt = output.get("metadata", {}).get(kind, {})
                if kind.startswith("image/") and not (isinstance(alt, dict) and str(alt.get("alt", "")).strip()):
                    problems.append(material.problem(number, cell, f"its output of type {kind} has no alt text"))
    for number, cell in material.prose:
        for token in _tokens(cell.source):
            if token.type == "image" and not token.content.strip():
                problems.append(material.problem(number, cell, f"the picture {token.attrs['src']} has no alt text"))
            elif token.type.startswith("html"):
                problems += [
                    material.problem(number, cell, f"the picture {tag} has no alt text")
                    for tag in re.findall(r"<img\b[^>]*>", token.content, re.I)
                    if not re.search(r"\balt=(\"[^\"]*\S[^\"]*\"|'[^']*\S[^']*')", tag, re.I)
                ]
    return problems


def links(material: Material) -> list[Problem]:
    """Links lead somewhere: to a file of the course, a heading of the notebook, or a well-formed https address."""
    anchors = {anchor for _, cell in material.prose for anchor in _anchors(cell.source)}
    problems = []
    for number, cell in material.prose:
        for target in _targets(cell.source):
            what = _link_problem(target, anchors, material.lesson)
            if what:
                problems.append(material.problem(number, cell, f"the link {target} {what}"))
    return problems


def _link_problem(target: str, anchors: set[str], lesson: Lesson | None) -> str:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        if parts.scheme == "mailto":
            return ""
        if parts.scheme != "https":
            return "does not begin with https://"
        host = (parts.hostname or "").split(".")
        return "" if len(host) > 1 and all(host) and " " not in unquote(target) else "is not well formed"
    if not parts.path:
        anchor = unquote(parts.fragment)
        return "" if anchor in anchors else "leads to no heading; JupyterLab calls a heading by its words, joined by -"
    if lesson is None:
        return ""
    file = (lesson.text.parent / unquote(parts.path)).resolve()
    if not file.is_relative_to(lesson.course.source):
        return "leads out of the course's folder, which is all that students have"
    return "" if file.exists() else "leads to no file"


def _targets(source: str) -> Iterator[str]:
    for token in _tokens(source):
        if token.type in ("link_open", "image"):
            yield str(token.attrs.get("href") or token.attrs.get("src"))
        elif token.type.startswith("html"):
            yield from re.findall(r"\b(?:href|src)=[\"']([^\"']*)[\"']", token.content)


def _anchors(source: str) -> Iterator[str]:
    tokens = MARKDOWN.parse(_without_math(source))
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            words = "".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline"))
            yield words.replace(" ", "-")
    yield from re.findall(r"\b(?:id|name)=[\"']([^\"']+)[\"']", source)


MARKDOWN = MarkdownIt("commonmark").enable("table")


def _tokens(source: str) -> Iterator[Token]:
    for token in MARKDOWN.parse(_without_math(source)):
        yield token
        yield from token.children or []


def _without_math(source: str) -> str:
    return re.sub(r"\$\$.*?\$\$|(?<!\\)\$[^$\n]+\$", "MATH", source, flags=re.S)


FENCE = re.compile(r"^(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)\n.*?^(?P=fence)[ \t]*$", re.M | re.S)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.S)


def portable(material: Material) -> list[Problem]:
    """Prose is what JupyterLab, GitHub and the site all show: no MyST, math in dollars, `<details>` that render."""
    return [material.problem(number, cell, what) for number, cell in material.prose for what in _foreign(cell.source)]


def _foreign(source: str) -> Iterator[str]:
    for fence in FENCE.finditer(source):
        if fence["info"].strip().startswith("{"):
            yield f"{fence['fence']}{fence['info'].strip()} is a MyST directive"
    text = FENCE.sub("", source)
    for role in re.findall(r"\{[\w:.-]+\}`[^`\n]+`", text):
        yield f"{role} is a MyST role"
    text = CODE_SPAN.sub("CODE", text)
    for line in text.splitlines():
        if re.match(r"\s*:::+ *\{?[\w-]", line):
            yield f"{line.strip()!r} is a MyST directive"
        elif re.match(r"\([\w-]+\)=\s*$", line) or line.startswith("% "):
            yield f"{line!r} is MyST's own"
        elif (alert := re.match(r"\s*>\s*\[!(\w+)\]", line)) and alert[1] not in ALERTS:
            yield f"[!{alert[1]}] is no alert; there are {', '.join(sorted(ALERTS))}"
    for start in re.findall(r"\\[(\[]|\\begin\{(?:align|equation|gather)\*?\}", _without_math(text)):
        yield f"{start} begins math outside dollars: write $…$ or $$…$$"
    if len(re.findall(r"(?<!\\)\$", text)) % 2:
        yield "has an odd number of $ signs"
    if text.count("<details") != text.count("</details>"):
        yield "<details> and </details> are not balanced"
    for line, below in zip(text.splitlines(), [*text.splitlines()[1:], ""], strict=True):
        if "</summary>" in line and (below.strip() or line.partition("</summary>")[2].strip()):
            yield "there must be a blank line after </summary>, or the Markdown below it is not shown as such"


LINTS: tuple[Callable[[Material], list[Problem]], ...] = (
    metadata,
    grade_ids,
    marks,
    points,
    anatomy,
    test_names,
    answer_length,
    numbering,
    leaks,
    alt_texts,
    links,
    portable,
)


def lint(lesson: Lesson) -> list[Problem]:
    """Every problem of a lesson that the lints find."""
    material = Material.of(lesson)
    built = zip((material.solution, material.release), (lesson.solution, lesson.release), strict=True)
    problems = [
        Problem(path.relative_to(lesson.course.root).as_posix(), "is missing: run `autograder build`")
        for notebook, path in built
        if notebook is None
    ]
    unreadable = metadata(material)
    return problems + (unreadable or [problem for rule in LINTS for problem in rule(material)])


def lint_command(
    lessons: Annotated[list[str] | None, typer.Argument(help="Which lessons (default: all).")] = None,
    pages: Annotated[
        list[Path] | None, typer.Option("--pages", help="Search these feedback pages and reports for secrets, too.")
    ] = None,
    site: Annotated[
        list[Path] | None, typer.Option("--site", help="Search this site's pages for secrets, too.")
    ] = None,
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from where you are).")
    ] = None,
) -> None:
    """Say what a lesson does not keep to; exit 1 if there is anything."""
    home = Course.find(course)
    for path in (*(pages or []), *(site or [])):
        if not path.exists():
            raise AutograderError(f"{path} does not exist: name a file or folder of pages that were made.")
    chosen = [home.lesson(name) for name in lessons] if lessons else home.lessons
    problems: list[Problem] = []
    for lesson in dict.fromkeys(chosen):
        material = Material.of(lesson)
        problems += lint(lesson) + page_leaks(material, [path.resolve() for path in pages or []])
        if site:
            problems += leaks(Material(material.name, material.text, bank=material.bank), site, _public(home))
    for problem in problems:
        typer.echo(str(problem))
    typer.echo(f"{_count(problems, 'problem')} in {_count(chosen, 'lesson')}")
    if problems:
        raise typer.Exit(1)


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _public(course: Course) -> str:
    """What the site shows on purpose: every lesson's given text, and the library's source."""
    texts = [shown(read_text(lesson.text)) for lesson in course.lessons]
    library = course.root / "utils"
    paths = [Path(path) for path in find_all_files(str(library), ["__pycache__"])] if library.is_dir() else []
    return "\n".join([*texts, *(path.read_text(encoding="utf-8") for path in sorted(paths) if path.suffix == ".py")])
