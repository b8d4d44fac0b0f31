from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from small_class import FULL, NOTHING, SmallClass

from autograder.errors import AutograderError
from autograder.export import decimal, export, safe, write_csv

POINTS = {**FULL, "double-test": 0.5, "essay": 1.0}  # 8.5


@pytest.fixture
def small(tmp_path: Path) -> SmallClass:
    small = SmallClass(tmp_path)
    small.enrol("ada", "Ada", "Lovelace", "ada@example.org")
    small.enrol("bob", 'Bob "B"', "O’Neill, Jr.\nIII", "bob@example.org")
    small.enrol("cid", "=cmd|' /C calc'!A0", "@Zoé", "cid@example.org")
    small.enrol("dot", "Dot", "None", "dot@example.org")
    small.grade("ada", FULL)
    small.grade("bob", POINTS)
    small.grade("cid", {**FULL, "essay": None})
    return small


def table(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))


def test_canvas(small: SmallClass) -> None:
    done = export(small.course, ["1"], "canvas")
    assert done.path == small.course.grading / "exports" / "01-small-canvas.csv"
    assert table(done.path) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01-small"],
        ["    Points Possible", "", "", "", "", "13"],
        ["Lovelace, Ada", "", "", "ada", "", "13"],
        ['O’Neill, Jr. III, Bob "B"', "", "", "bob", "", "8.5"],
        ["'@Zoé, =cmd|' /C calc'!A0", "", "", "cid", "", "9"],
        ["None, Dot", "", "", "dot", "", ""],
    ]
    assert done.warnings == ["01-small: 1 grade is not final: a part awaits a person and counts 0 so far."]


def test_canvas_with_its_own_export_as_roster(small: SmallClass, tmp_path: Path) -> None:
    roster = tmp_path / "canvas.csv"
    roster.write_text(
        "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,01-small (4711),Other (12)\n"
        '"    Points Possible",,,,,13,5\n'
        '"O’Neill, Bob",502,M002,bob,"A, morning",,\n'
        '"Lovelace, Ada",501,M001,ada@example.org,B,,\n'
        '"New, Nora",503,M003,nora,B,,\n'
        '"Student, Test",504,,xyz,B,,\n',
        encoding="utf-8",
    )
    done = export(small.course, ["1"], "canvas", roster=roster)
    assert table(done.path) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01-small (4711)"],
        ["    Points Possible", "", "", "", "", "13"],
        ["O’Neill, Bob", "502", "M002", "bob", "A, morning", "8.5"],
        ["Lovelace, Ada", "501", "M001", "ada@example.org", "B", "13"],
        ["New, Nora", "503", "M003", "nora", "B", ""],
    ]
    assert "Not on the roster, so left out: cid." in done.warnings


def test_moodle(small: SmallClass) -> None:
    done = export(small.course, ["1"], "moodle")
    header, *rows = table(done.path)
    assert header == ["First name", "Last name", "Email address", "01-small"]
    assert rows[0] == ["Ada", "Lovelace", "ada@example.org", "13"]
    assert rows[3] == ["Dot", "None", "dot@example.org", "-"]
    assert rows[2][:2] == ["'=cmd|' /C calc'!A0", "'@Zoé"]


def test_moodle_never_writes_an_identifier_for_some_only(small: SmallClass) -> None:
    small.enrol("dot", "Dot", "None")
    done = export(small.course, ["1"], "moodle")
    header, *rows = table(done.path)
    assert header == ["First name", "Last name", "Username", "01-small"]
    assert [row[2] for row in rows] == ["ada", "bob", "cid", "dot"]
    assert any("Not everybody has an e-mail address" in warning for warning in done.warnings)


def test_moodle_with_a_roster(small: SmallClass, tmp_path: Path) -> None:
    roster = tmp_path / "moodle.csv"
    roster.write_text(
        "First name;Last name;ID number;Email address;Assignment:01-small (Real)\n"
        "Ada;Lovelace;0017;ada@example.org;-\nBob;O;0018;bob@example.org;-\n",
        encoding="utf-8",
    )
    done = export(small.course, ["1"], "moodle", roster=roster)
    header, *rows = table(done.path)
    assert header == ["First name", "Last name", "ID number", "Email address", "Assignment:01-small (Real)"]
    assert rows == [
        ["Ada", "Lovelace", "0017", "ada@example.org", "13"],
        ["Bob", "O", "0018", "bob@example.org", "8.5"],
    ]


def test_csv_holds_what_nbgrader_holds(small: SmallClass) -> None:
    with small.gradebook() as book:
        book.find_submission_notebook("small", "01-small", "bob").late_submission_penalty = 2.25
        book.find_submission_notebook("small", "01-small", "ada").late_submission_penalty = 99.0
        grade = book.find_grade("essay", "small", "01-small", "cid")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.0, 0.5, False
        book.db.commit()
    header, *rows = table(export(small.course, ["1"], "csv").path)
    by_student = {row[3]: dict(zip(header, row, strict=True)) for row in rows}
    columns = ("raw_score", "late_submission_penalty", "score", "max_score")
    assert [by_student["bob"][name] for name in columns] == ["8.5", "2.25", "6.25", "13"]
    assert by_student["ada"]["score"] == "0"
    assert by_student["cid"]["score"] == "12.5"
    assert [by_student["dot"][name] for name in columns] == ["", "", "", "13"]


def test_missing_as_zero(small: SmallClass) -> None:
    for kind in ("canvas", "moodle", "csv"):
        for zero, wanted in ((False, "-" if kind == "moodle" else ""), (True, "0")):
            rows = table(export(small.course, ["1"], kind, missing_as_zero=zero).path)
            place = rows[0].index("score") if kind == "csv" else -1
            assert rows[-1][place] == wanted


def test_a_zero_that_was_earned_is_a_zero(small: SmallClass) -> None:
    small.grade("ada", NOTHING)
    assert table(export(small.course, ["1"], "canvas").path)[2][-1] == "0"


def test_ungradable_has_no_grade_and_is_said(small: SmallClass) -> None:
    small.refuse("eve", "empty file")
    done = export(small.course, ["1"], "canvas")
    assert table(done.path)[-1] == ["eve", "", "", "eve", "", ""]
    assert any("eve handed in something that cannot be graded" in warning for warning in done.warnings)


def test_some_students(small: SmallClass) -> None:
    assert len(table(export(small.course, ["1"], "canvas", students=["bob"]).path)) == 3
    with pytest.raises(AutograderError, match=r"knows no student 'nobody'"):
        export(small.course, ["1"], "canvas", students=["nobody"])


def test_errors(small: SmallClass, tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match=r"no format 'xls'. The formats are: canvas, moodle, csv"):
        export(small.course, ["1"], "xls")
    for text, message in (
        ("", "names no students"),
        ("what,ever\n1,2\n", "names no students"),
        ("email\n", "holds no students"),
        ("email\nada@example.org\nada@example.org\n", "lists 'ada' twice"),
    ):
        roster = tmp_path / "roster.csv"
        roster.write_text(text)
        with pytest.raises(AutograderError, match=message):
            export(small.course, ["1"], "canvas", roster=roster)
    with pytest.raises(AutograderError, match="cannot be read"):
        export(small.course, ["1"], "canvas", roster=tmp_path / "none.csv")
    with pytest.raises(AutograderError, match="is a folder"):
        export(small.course, ["1"], "canvas", to=tmp_path)


def test_nothing_graded(tmp_path: Path) -> None:
    small = SmallClass(tmp_path)
    small.enrol("ada")
    with pytest.raises(AutograderError, match="Nothing is graded in 01-small"):
        export(small.course, ["1"], "csv")


def test_no_file_is_lost(small: SmallClass, tmp_path: Path) -> None:
    to = tmp_path / "out" / "grades.csv"
    assert export(small.course, ["1"], "csv", to=to).kept is None
    first = to.read_bytes()
    assert export(small.course, ["1"], "csv", to=to).kept is None  # the same: nothing to keep
    small.grade("dot", FULL)
    done = export(small.course, ["1"], "csv", to=to)
    assert done.kept == tmp_path / "out" / "grades.csv.1"
    assert done.kept.read_bytes() == first
    to.write_text("by hand")
    assert export(small.course, ["1"], "csv", to=to).kept == tmp_path / "out" / "grades.csv.2"
    assert sorted(path.name for path in to.parent.iterdir()) == ["grades.csv", "grades.csv.1", "grades.csv.2"]


def test_the_stock_command(small: SmallClass, tmp_path: Path) -> None:
    to = tmp_path / "stock.csv"
    line = ["export", "--exporter=autograder.export.CanvasExporter", "--to", str(to), "--assignment", '["01-small"]']
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *line], cwd=small.course.root, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert to.read_bytes() == export(small.course, ["1"], "canvas").path.read_bytes()


@pytest.mark.parametrize("text", ["-1.5", "+3", "1e-05", "-", "", "a=b", "12,5", "-50%", "Anna-Lena", "x@y.org"])
def test_safe_leaves_alone(text: str) -> None:
    assert safe(text) == text


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "＝1+1", "--1"])
def test_safe_defuses(text: str) -> None:
    assert safe(text) == f"'{text}"
    for blank in ("\t", "\r", " ", "\n", "\0"):
        assert safe(f"{blank}{text}") == f"'{text}"


def test_safe_keeps_to_one_line() -> None:
    assert safe("a\r\n b\ud800\x00c") == "a b c"


def test_decimal() -> None:
    assert [decimal(value) for value in (0, 1, 8.5, 1 / 3, 1e-9, -0.0, 1234567.0)] == [
        "0", "1", "8.5", "0.3333", "0", "0", "1234567",
    ]  # fmt: skip


def test_quoting_comes_back_as_it_went(tmp_path: Path) -> None:
    rows = [['a "quoted", name', "é ; ß", "", "x'y"]]
    write_csv(rows, tmp_path / "x.csv")
    assert table(tmp_path / "x.csv") == rows


def test_a_submission_that_was_never_graded_has_no_grade(small: SmallClass) -> None:
    with small.gradebook() as book:
        book.update_or_create_submission("01-small", "dot")
    assert table(export(small.course, ["1"], "canvas").path)[-1][-1] == ""


def canvas_imports(path: Path, users: dict[str, tuple[str, str, str]]) -> dict[str, float | None]:
    """What Canvas's importer takes from a file: `users` are (ID, SIS user id, login) by the course's name for them."""
    header, possible, *rows = table(path)
    assert header[:2] == ["Student", "ID"]
    assert possible[0].strip() == "Points Possible"
    first = header.index("Section") + 1
    taken: dict[str, float | None] = {}
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        keys = (cells["ID"], cells["SIS User ID"], cells["SIS Login ID"])
        (student,) = [
            name for name, ids in users.items() if any(key and key == own for key, own in zip(keys, ids, strict=True))
        ]
        assert student not in taken
        taken[student] = float(row[first]) if row[first] else None
    return taken


def moodle_imports(path: Path, column: str, users: dict[str, str]) -> dict[str, float | None]:
    """What Moodle's importer takes from a file with `column` as "map from": an unknown value would stop all of it."""
    header, *rows = table(path)
    place = header.index(column)
    return {users[row[place]]: None if row[-1] in ("-", "") else float(row[-1]) for row in rows}


SCORES = {"ada": 13.0, "bob": 8.5, "cid": 9.0, "dot": None}


def test_canvas_reads_back_what_the_gradebook_holds(small: SmallClass, tmp_path: Path) -> None:
    users = {name: (f"10{number}", f"S{number}", f"{name}@uni") for number, name in enumerate(SCORES)}
    by_login = {name: ("", "", name) for name in users}
    assert canvas_imports(export(small.course, ["1"], "canvas").path, by_login) == SCORES
    lines = [f'"{name}, X",{ids[0]},{ids[1]},{ids[2]},Section 1,' for name, ids in users.items()]
    roster = tmp_path / "canvas.csv"
    roster.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,01-small (4711)\n    Points Possible,,,,,13\n" + "\n".join(lines),
        encoding="utf-8",
    )
    done = export(small.course, ["1"], "canvas", to=tmp_path / "out.csv", roster=roster)
    assert canvas_imports(done.path, users) == SCORES
    assert table(done.path)[0][-1] == "01-small (4711)"  # the assignment that Canvas has, not a new one


def test_moodle_reads_back_what_the_gradebook_holds(small: SmallClass) -> None:
    users = {f"{name}@example.org": name for name in SCORES}
    assert moodle_imports(export(small.course, ["1"], "moodle").path, "Email address", users) == SCORES
