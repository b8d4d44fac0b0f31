"""Names and archives that somebody made to break out, to fill the disk, or to cost a neighbour the homework."""

from __future__ import annotations

import io
import os
import stat
import struct
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from autograder.archives import clashes, members_of, name_problem, same_file
from autograder.collect import collect
from autograder.errors import AutograderError
from tests.miniature import NAME, Mini

HOSTILE = [
    "../x.ipynb", "a/../../x", "/etc/passwd", "//host/x", "C:\\x", "C:x", "c:/x", "..\\x", "a\\b", "a//b", "./a", "a/.",
    "", ".", "..", "a/", "nul", "NUL.txt", "a/Con", "aux.ipynb", "com1.x", "LPT9", "com¹.txt", "con .txt", "prn:x",
    "a\0b", "a\nb", "a\x1b[31m", "\u202eevil", "a\u200bb", "\ud800", "a" * 201, "é" * 101, "/".join("abcdefgh" * 40),
]  # fmt: skip


def write_zip(path: Path, files: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of duplicate names
        for name, data in files:
            archive.writestr(name, data)
    return path


def special(name: str, kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_are_refused(name: str) -> None:
    assert name_problem(name)


@pytest.mark.parametrize(
    "name",
    ["a", "data/x.csv", "..a", "a..", "console.py", "com10.txt", "Größe µ.ipynb", "作业.ipynb", "a b (1).ipynb", ".x"],
)
def test_names_that_are_fine(name: str) -> None:
    assert name_problem(name) is None


part = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    ["..", ".", "", "con", "NUL.txt", "a", "A", "a.", "ﬁ", "fi", "é", "e\u0301", "C:", "\\", "timestamp.txt"]
)
paths = st.lists(part, min_size=1, max_size=4).map("/".join) | st.sampled_from(HOSTILE)


@given(paths)
def test_an_accepted_name_stays_where_it_is_put(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    if name_problem(name):
        return
    root = os.path.join(os.sep, "root", "folder")
    joined = os.path.normpath(os.path.join(root, name))
    assert joined.startswith(root + os.sep)
    assert joined == os.path.join(root, name)
    assert "\0" not in name
    assert os.path.basename(os.path.splitdrive(name)[1])
    os.fsencode(name)


@given(st.lists(paths, max_size=6))
@example(["é", "e\u0301"])
@example(["a", "a/b"])
@example(["x", "x"])
@example(["ß.ipynb", "SS.ipynb"])
def test_names_that_do_not_clash_are_different_files_everywhere(names: list[str]) -> None:
    bad = clashes(names)
    good = [name for name in names if name not in bad]
    for fold in (str, str.lower, str.upper, str.casefold, lambda name: unicodedata.normalize("NFC", name)):
        folded = [fold(name) for name in good]
        assert len(set(folded)) == len(good)
    for name in good:
        assert not any(other.startswith(f"{name}/") for other in good)


def test_same_file() -> None:
    assert same_file("A.ipynb") == same_file("a.ipynb. ")
    assert same_file("ﬁle") == same_file("FILE")
    assert same_file("a/b") != same_file("a/c")


HONEST = ("ada_1_10_mini.ipynb", b"honest")


def refuse(mini: Mini, source: Path, kind: str = "canvas") -> tuple[dict[str, bytes], str]:
    """What came in, and all that was said of the rest."""
    outcome = collect(mini.lesson, source, kind)
    said = [each["why"] for each in outcome.refused] + [why for _, why in outcome.strays]
    said += [why for each in outcome.collected for _, why in each.left_out]
    assert not list(mini.course.grading.glob(".collecting-*"))
    return files_below(mini.course.submitted), "; ".join(said)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip(mini: Mini, tmp_path: Path, kind: int) -> None:
    bad = (special("eve_2_11_mini.ipynb", kind), b"/etc/passwd")
    found, said = refuse(mini, write_zip(tmp_path / "s.zip", [HONEST, bad]))
    assert found == {f"1/{NAME}/mini.ipynb": b"honest"}
    assert ("it is a link" if kind == stat.S_IFLNK else "no ordinary file") in said


def test_links_in_a_folder(mini: Mini, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "mini.ipynb").write_bytes(b"secret")
    source = tmp_path / "in"
    for student in ("ada", "bob", "cleo", "dan"):
        (source / student).mkdir(parents=True)
    (source / "ada" / "mini.ipynb").write_bytes(b"honest")
    (source / "ada" / "data").symlink_to(secret)
    (source / "bob" / "mini.ipynb").symlink_to(secret / "mini.ipynb")
    (source / "cleo" / "mini.ipynb").mkdir()
    os.mkfifo(source / "dan" / "mini.ipynb")
    (source / "eve").symlink_to(secret)
    found, said = refuse(mini, source, "folder")
    assert found == {f"ada/{NAME}/mini.ipynb": b"honest"}
    assert said.count("it is a link") == 3
    assert "no ordinary file" in said


def test_a_submitted_folder_that_is_a_link_is_not_followed(mini: Mini, tmp_path: Path) -> None:
    mini.course.submitted.mkdir(parents=True)
    (mini.course.submitted / "1").symlink_to(tmp_path)
    _, said = refuse(mini, write_zip(tmp_path / "s.zip", [HONEST]))
    assert "its place in submitted/ is a link" in said
    assert not (tmp_path / NAME).exists()


def test_hostile_names_cost_their_own_student(mini: Mini, tmp_path: Path) -> None:
    names = [
        "../../eve_2_11_mini.ipynb",
        "/eve_3_12_mini.ipynb",
        "eve_4_13_..",
        "eve_6_15_a\\mini.ipynb",
    ]
    files = [
        HONEST,
        *((name, b"bad") for name in names),
        ("..", b"bad"),
        ("../../../tmp/x", b"bad"),
        ("eve_5_14_con.ipynb", b"device"),
    ]
    found, said = refuse(mini, write_zip(tmp_path / "s.zip", files))
    # The name of a device is no harm to a notebook: it gets the lesson's.
    assert found == {f"1/{NAME}/mini.ipynb": b"honest", f"5/{NAME}/mini.ipynb": b"device"}
    for words in ("leads out with '..'", "its path is absolute", "holds a backslash"):
        assert words in said
    outside = {path.name for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == b"bad"}
    assert outside == set()


def test_one_bad_file_costs_that_file(mini: Mini, tmp_path: Path) -> None:
    files = [
        HONEST,
        ("ada_1_12_data.csv", b"1"),
        ("ada_1_13_DATA.csv", b"2"),
        (special("ada_1_14_link.txt", stat.S_IFLNK), b"/etc"),
        ("ada_1_15_timestamp.txt", b"1999-01-01 00:00:00 UTC"),
        ("ada_1_16_nul", b""),
    ]
    found, said = refuse(mini, write_zip(tmp_path / "s.zip", files))
    assert found == {f"1/{NAME}/mini.ipynb": b"honest"}
    for words in ("names that are one on some systems", "it is a link", "nobody's word", "a device's"):
        assert words in said


def test_the_same_name_twice(mini: Mini, tmp_path: Path) -> None:
    twice = [("eve_2_11_mini.ipynb", b"one"), ("eve_2_11_mini.ipynb", b"two")]
    found, said = refuse(mini, write_zip(tmp_path / "s.zip", [HONEST, *twice]))
    assert found == {f"1/{NAME}/mini.ipynb": b"honest"}
    assert "several notebooks could be the one that counts" in said


def test_bombs(tmp_path: Path) -> None:
    mini = Mini(tmp_path / "course", "c.Autograder.submission_bytes = 3_000_000")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mini.ipynb", b"\0" * 50_000_000)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(1001):
            archive.writestr(f"{number}.txt", b"")
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    files = [
        HONEST,
        ("ratio_2_11_mini.ipynb", b"\0" * 20_000_000),
        ("total_3_12_mini.ipynb", os.urandom(2_000_000)),
        ("total_3_13_more.bin", os.urandom(2_000_000)),
        ("inner_4_14_mini.zip", inner.getvalue()),
        ("many_5_15_mini.zip", many.getvalue()),
        ("nested_6_16_mini.zip", nested.getvalue()),
        ("brokenzip_7_17_mini.zip", b"PK\5\6" + b"\xff" * 30),
    ]
    files += [(f"count_8_{number}_{number}.txt", b"") for number in range(100, 1102)]
    found, said = refuse(mini, write_zip(tmp_path / "s.zip", files))
    assert found == {f"1/{NAME}/mini.ipynb": b"honest"}
    for words in (
        "-fold: a zip bomb",
        "too large: 4.0 MB",
        "too many files: 1,002",
        "a zip within a zip is not opened",
    ):
        assert words in said
    assert "holds 1,001 files" in said


def test_encrypted_damaged_and_strange(mini: Mini, tmp_path: Path) -> None:
    names = [f"eve{number}_{number}_1{number}_mini.ipynb" for number in range(2, 6)]
    source = write_zip(tmp_path / "s.zip", [HONEST, *((name, b"x" * 100) for name in names)])
    data = bytearray(source.read_bytes())

    def entry(name: str) -> int:
        """Where the table of contents has this file."""
        return data.rindex(name.encode()) - 46

    data[entry(names[0]) + 8] |= 1  # encrypted
    struct.pack_into("<H", data, entry(names[1]) + 10, 14)  # LZMA
    data[data.index(names[2].encode()) + len(names[2]) + 1] ^= 0xFF  # its bytes
    struct.pack_into("<L", data, entry(names[3]) + 24, 50)  # it says it is shorter than it is
    source.write_bytes(bytes(data))
    found, said = refuse(mini, source)
    assert found == {f"1/{NAME}/mini.ipynb": b"honest"}
    for words in ("it is encrypted", "packed by a method", "it is damaged"):
        assert words in said
    assert said.count("it is damaged") == 2


def test_a_table_of_contents_that_is_too_large(tmp_path: Path) -> None:
    source = write_zip(tmp_path / "s.zip", [HONEST])
    data = bytearray(source.read_bytes())
    struct.pack_into("<L", data, data.rindex(b"PK\5\6") + 12, 1 << 30)
    source.write_bytes(bytes(data))
    with pytest.raises(AutograderError, match="table of contents has 1,073,741,824 bytes"), members_of(source):
        pass


canvas_names = st.builds(
    lambda who, late, user, upload, name: f"{who}{late}_{user}_{upload}_{name}",
    st.sampled_from(["ada", "eve", "eve_1", "é", "", "a/b", ".."]),
    st.sampled_from(["", "_LATE"]),
    st.sampled_from(["2", "3", "1", "../4"]),
    st.integers(11, 14),
    part | st.sampled_from(["mini.ipynb", "mini-1.ipynb", "MINI.ipynb", "x.zip", "../../x", "timestamp.txt"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(canvas_names | paths, max_size=8), st.binary(max_size=30))
def test_whatever_the_names_nothing_gets_out_and_the_honest_get_in(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], data: bytes
) -> None:
    names = [name for name in names if name.encode("utf-8", "ignore").decode() == name and len(name) < 60_000]
    names = [name for name in names if "_1_" not in name and not name.startswith("ada")]  # not the honest one's
    top = tmp_path_factory.mktemp("hostile")
    mini = Mini(top / "course")
    source = write_zip(top / "s.zip", [HONEST, *((zipfile.ZipInfo(name or "_"), data) for name in names)])
    before = set(top.rglob("*")) | {mini.course.grading}
    reports = []
    for _ in range(2):
        collect(mini.lesson, source, "canvas")
        reports.append(files_below(mini.course.grading))
    assert reports[0] == reports[1]
    assert (mini.course.submitted / "1" / NAME / "mini.ipynb").read_bytes() == b"honest"
    for path in set(top.rglob("*")) - before:
        assert path.is_relative_to(mini.course.grading)
        assert not path.is_symlink()
