from __future__ import annotations

import io
import json
import queue
import threading
import warnings
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.class_list import read_due
from autograder.cli import app
from autograder.collect import collect
from autograder.collect_report import Outcome
from autograder.errors import AutograderError
from autograder.gradebook import open_gradebook, working_alone
from tests.miniature import NAME, Mini

ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section
    Points Possible,,,,
"Lovelace, Ada",101,M1,ada,A
"Børge, Bob",102,M2,bob,A
"de la Cruz, Cleo",103,M3,cleo,B
"Lovelace, Ada",104,M4,ada2,B
"Day, Dan",105,M5,dan,B
"""


def write_zip(path: Path, files: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of duplicate names
        for name, data in files:
            archive.writestr(name, data)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, but for the gradebook."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".db")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def submitted(mini: Mini) -> dict[str, bytes]:
    return {name.replace(f"/{NAME}/", "/"): data for name, data in tree(mini.course.submitted).items()}


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def whys(outcome: Outcome) -> dict[str, str]:
    return {each["called"]: each["why"] for each in [*outcome.unknown, *outcome.refused]}


def test_canvas(mini: Mini, tmp_path: Path, roster: Path) -> None:
    source = write_zip(
        tmp_path / "submissions.zip",
        [
            ("lovelaceada_101_9001_mini.ipynb", b"first"),
            ("lovelaceada_101_9007_mini-1.ipynb", b"second"),
            ("lovelaceada_101_9008_data.csv", b"1,2"),
            ("børgebob_LATE_102_9002_Homework.ipynb", b"late"),
            ("strangerthings_999_9003_mini.ipynb", b"who?"),
            ("__MACOSX/._x", b""),
            ("lovelaceada_104_9009_mini.ipynb", b"the other Ada"),
        ],
    )
    # Canvas writes UTF-8 and does not say so: bit 11 of the flags, before the name in both places.
    data, name = bytearray(source.read_bytes()), "børgebob".encode()
    data[data.index(name) - 30 + 7] &= ~8
    data[data.rindex(name) - 46 + 9] &= ~8
    source.write_bytes(bytes(data))
    outcome = collect(mini.lesson, source, roster=roster, due=datetime(2025, 10, 1, 12))
    assert outcome.kind == "canvas"
    assert "børgebob_102" in {each.called for each in outcome.collected}
    assert submitted(mini) == {
        "ada/data.csv": b"1,2",
        "ada/mini.ipynb": b"second",
        "ada2/mini.ipynb": b"the other Ada",
        "bob/mini.ipynb": b"late",
        "bob/timestamp.txt": b"2025-10-01 12:00:01.000000 UTC\n",
    }
    assert outcome.missing == ["cleo", "dan"]
    assert whys(outcome) == {"strangerthings_999": "nobody has the Canvas user id 999"}
    assert tree(mini.course.grading / "unknown") == {f"{NAME}/strangerthings_999/mini.ipynb": b"who?"}
    assert list(tree(mini.course.grading / "kept").values()) == [b"first"]
    report = json.loads((mini.course.grading / "collected" / f"{NAME}.json").read_text())
    ada, _, bob = report["collected"]
    assert ada["renamed"] == [{"old": "mini-1.ipynb", "new": "mini.ipynb", "why": "the latest of 2 uploads"}]
    assert ada["earlier_attempts"] == [
        f"kept/{NAME}/ada/{next(iter(tree(mini.course.grading / 'kept'))).split('/')[2]}"
    ]
    assert bob["late"]
    assert bob["time_is"] == "assumed"
    assert str(tmp_path) not in json.dumps(report)
    with Gradebook(mini.course.database_url) as book:
        assert {each.id: (each.first_name, each.last_name, each.lms_user_id) for each in book.students} == {
            "ada": ("Ada", "Lovelace", "101"),
            "bob": ("Bob", "Børge", "102"),
            "cleo": ("Cleo", "de la Cruz", "103"),
            "ada2": ("Ada", "Lovelace", "104"),
            "dan": ("Dan", "Day", "105"),
        }
        assert book.find_assignment(NAME).duedate == datetime(2025, 10, 1, 12)
    before = tree(mini.course.grading)
    again = collect(mini.lesson, source, roster=roster)
    assert {each.action for each in again.collected} == {"unchanged"}
    assert tree(mini.course.grading) == before


def test_canvas_names_that_can_be_read_in_two_ways(mini: Mini, tmp_path: Path, roster: Path) -> None:
    source = write_zip(
        tmp_path / "submissions.zip",
        [
            # The student Dan calls himself "lovelaceada_101" to hand in for Ada; he is 105.
            ("lovelaceada_101_105_9003_mini.ipynb", b"dan's"),
            # An honest file name that looks like two numbers.
            ("brgebob_102_9002_01_02_mini.ipynb", b"bob's"),
            ("delacruzcleo_103_9004_mini.ipynb", b"cleo's"),
        ],
    )
    outcome = collect(mini.lesson, source, roster=roster)
    assert submitted(mini) == {"bob/mini.ipynb": b"bob's", "cleo/mini.ipynb": b"cleo's"}
    assert whys(outcome) == {
        "lovelaceada_101": "its name can be read in several ways, as from the Canvas users 101, 105"
    }


def test_two_names_for_one_canvas_user_are_put_aside(mini: Mini, tmp_path: Path) -> None:
    source = write_zip(
        tmp_path / "s.zip", [("ada_101_9_mini.ipynb", b"1"), ("eve_101_8_mini.ipynb", b"2"), ("bob_7_6_m.ipynb", b"3")]
    )
    outcome = collect(mini.lesson, source)
    assert submitted(mini) == {"7/mini.ipynb": b"3"}  # without a roster Canvas's id is the student's
    assert set(whys(outcome)) == {"ada_101", "eve_101"}
    assert len(tree(mini.course.grading / "unknown")) == 2


def test_anonymous_canvas(mini: Mini, tmp_path: Path) -> None:
    source = write_zip(tmp_path / "s.zip", [("anon_aB3_11_mini.ipynb", b"1"), ("LATE_anon_x9_12_mini.ipynb", b"2")])
    outcome = collect(mini.lesson, source)
    assert submitted(mini) == {"anon_aB3/mini.ipynb": b"1", "anon_x9/mini.ipynb": b"2"}
    assert [each.late for each in outcome.collected] == [False, True]
    assert "no due date is known" in outcome.collected[1].notes[0]


MOODLE = """Identifier,Full name,Email address,Status,Last modified (submission)
Participant 11,Ada Lovelace,ada@example.org,Submitted,"Wednesday, 1 October 2025, 2:30 PM"
Participant 12,Bob Børge,bob@example.org,Submitted,-
Participant 13,Ada Lovelace,ada2@example.org,Submitted,
Participant 14,Cleo de la Cruz,cleo@example.org,No submission,-
"""


@pytest.mark.parametrize("shape", ["folders", "new folders", "flat", "unpacked"])
def test_moodle(mini: Mini, tmp_path: Path, shape: str) -> None:
    worksheet = tmp_path / "grades.csv"
    worksheet.write_text(MOODLE, encoding="utf-8")
    join = {"flat": "_", "new folders": "/"}.get(shape, "_/")
    files = {
        f"Ada Lovelace_11_assignsubmission_file{join}mini.ipynb": b"first",
        f"Ada Lovelace_11_assignsubmission_file{join}mini (1).ipynb": b"second",
        f"Bob Børge_12_assignsubmission_file{join}my answer.ipynb": b"bob",
        f"Bob Børge_12_assignsubmission_onlinetext{join}onlinetext.html": b"text",
        f"Ada Lovelace_13_assignsubmission_file{join}mini.ipynb": b"other Ada",
    }
    if shape == "unpacked":
        source = tmp_path / "unpacked"
        for name, data in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes(data)
    else:
        source = write_zip(tmp_path / "Course-Mini-42.zip", files.items())
    outcome = collect(
        mini.lesson, source, roster=worksheet, due=read_due("2025-10-01 14:00 Europe/Berlin"), zone="Europe/Berlin"
    )
    assert outcome.kind == "moodle"
    assert submitted(mini) == {
        "ada2@example.org/mini.ipynb": b"other Ada",
        "ada@example.org/mini.ipynb": b"second",
        "ada@example.org/timestamp.txt": b"2025-10-01 12:30:00.000000 UTC\n",
        "bob@example.org/mini.ipynb": b"bob",
        "bob@example.org/onlinetext.html": b"text",
    }
    assert outcome.missing == ["cleo@example.org"]
    assert [each.student for each in outcome.collected if each.late] == ["ada@example.org"]
    without = collect(mini.lesson, source, roster=worksheet)
    assert without.notes == ["1 times in the roster name no time zone and are not used: give --timezone"]
    assert "ada@example.org/timestamp.txt" in submitted(mini)  # what was known stays


def test_moodle_by_name(mini: Mini, tmp_path: Path, roster: Path) -> None:
    files = [
        ("Ada Lovelace_11_assignsubmission_file_/mini.ipynb", b"a"),
        ("Børge Bob_12_assignsubmission_file_/mini.ipynb", b"b"),
        ("Cleo De La Cruz_13_assignsubmission_file_/mini.ipynb", b"c"),
    ]
    outcome = collect(mini.lesson, write_zip(tmp_path / "m.zip", files), roster=roster)
    assert submitted(mini) == {"bob/mini.ipynb": b"b", "cleo/mini.ipynb": b"c"}
    assert "2 people are called Ada Lovelace" in whys(outcome)["Ada Lovelace_11"]


GRADESCOPE = """submission_1001:
  :submitters:
  - :name: Ada Lovelace
    :sid: M1
    :email: ada@example.org
  - :name: Bob Børge
    :sid: M2
    :email:
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2025-10-01 11:59:59.000000000 Z
    zone: &1 !ruby/object:ActiveSupport::TimeZone
      name: Europe/Berlin
    time: 2025-10-01 13:59:59.000000000 Z
  :score: 1.0
submission_1002:
  :submitters:
  - :name: Cleo de la Cruz
    :sid: M3
  :created_at: 2025-10-01 12:00:01.500000000 Z
submission_1003:
  :submitters: []
submission_1004:
  :submitters:
  - :name: Cleo de la Cruz
    :sid: M3
  :created_at: 2025-09-30 12:00:00.000000000 Z
"""


def test_gradescope(mini: Mini, tmp_path: Path, roster: Path) -> None:
    root = "assignment_99_export"
    files = [
        (f"{root}/submission_metadata.yml", GRADESCOPE.encode()),
        (f"{root}/submission_1001/mini.ipynb", b"group"),
        (f"{root}/submission_1001/timestamp.txt", b"1999-01-01 00:00:00 UTC"),
        (f"{root}/submission_1002/mini.ipynb", b"late"),
        (f"{root}/submission_1003/mini.ipynb", b"nobody"),
        (f"{root}/submission_1004/mini.ipynb", b"early"),
        (f"{root}/submission_1005/mini.ipynb", b"not in the metadata"),
    ]
    source = write_zip(tmp_path / "export.zip", files)
    outcome = collect(mini.lesson, source, roster=roster, due=datetime(2025, 10, 1, 12))
    assert outcome.kind == "gradescope"
    assert submitted(mini) == {
        "ada/mini.ipynb": b"group",
        "ada/timestamp.txt": b"2025-10-01 11:59:59.000000 UTC\n",
        "bob/mini.ipynb": b"group",
        "bob/timestamp.txt": b"2025-10-01 11:59:59.000000 UTC\n",
        "cleo/mini.ipynb": b"late",
        "cleo/timestamp.txt": b"2025-10-01 12:00:01.500000 UTC\n",
    }
    assert [each.late for each in sorted(outcome.collected, key=lambda each: each.student)] == [False, False, True]
    assert sorted(tree(mini.course.grading / "kept").values()) == [b"2025-09-30 12:00:00.000000 UTC\n", b"early"]
    assert list(whys(outcome).values()) == ["submission_metadata.yml names nobody for submission_1003"]
    assert outcome.strays == [("submission_1005/mini.ipynb", "submission_metadata.yml says nothing of submission_1005")]
    broken = write_zip(tmp_path / "b.zip", [("submission_metadata.yml", b"[: {"), ("submission_1/a.ipynb", b"")])
    with pytest.raises(AutograderError, match="Export them from Gradescope again"):
        collect(mini.lesson, broken)


def test_exchange(mini: Mini, tmp_path: Path) -> None:
    inbound = tmp_path / "exchange" / mini.course.directory.course_id / "inbound"
    for name, data in {
        f"ada+{NAME}+2025-10-01 11:00:00.000000 UTC+aB3-_x": b"first",
        f"ada+{NAME}+2025-10-01 12:00:00.000000 UTC+cD4": b"second",
        f"bob+smith+{NAME}+2025-10-01 13:00:00.000000 +0200+xyz": b"bob",
        f"old+{NAME}+2025-10-01 11:00:00.000000 UTC": b"old",
        "ada+02-other+2025-10-01 11:00:00.000000 UTC+aaa": b"another lesson's",
    }.items():
        (inbound / name).mkdir(parents=True)
        (inbound / name / "mini.ipynb").write_bytes(data)
        (inbound / name / "timestamp.txt").write_text("2001-01-01 00:00:00 UTC")  # the student's to change
    outcome = collect(mini.lesson, tmp_path / "exchange")
    assert outcome.kind == "exchange"
    assert submitted(mini) == {
        "ada/mini.ipynb": b"second",
        "ada/timestamp.txt": b"2025-10-01 12:00:00.000000 UTC\n",
        "bob+smith/mini.ipynb": b"bob",
        "bob+smith/timestamp.txt": b"2025-10-01 11:00:00.000000 UTC\n",
        "old/mini.ipynb": b"old",
        "old/timestamp.txt": b"2025-10-01 11:00:00.000000 UTC\n",
    }
    assert sorted(tree(mini.course.grading / "kept").values()) == [b"2025-10-01 11:00:00.000000 UTC\n", b"first"]
    # An older copy of the exchange does not put an older attempt in the newer one's place.
    for folder in inbound.glob("ada*12:00*"):
        folder.rename(tmp_path / folder.name)
    again = collect(mini.lesson, inbound)
    assert {each.student: each.action for each in again.collected}["ada"] == "older"
    assert submitted(mini)["ada/mini.ipynb"] == b"second"


def test_folder(mini: Mini, tmp_path: Path, roster: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("homework/Mini.ipynb", b"zipped")
        archive.writestr("homework/data/x.csv", b"1")
    for name, data in {
        f"ada/{NAME}/mini.ipynb": b"nbgrader's layout",
        f"ada/{NAME}/timestamp.txt": b"2025-10-01 11:00:00 UTC",
        "ada/02-other/other.ipynb": b"another lesson",
        "BOB/mini.ipynb": b"bob",
        "BOB/.ipynb_checkpoints/mini-checkpoint.ipynb": b"old",
        "cleo-mini.ipynb": b"one file",
        "dan.zip": inner.getvalue(),
        "ghost.ipynb": b"who?",
        "notes.txt": b"the TA's",
    }.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    other = mini.root / "solutions" / "02-other"
    other.mkdir()
    (other / "other.md").write_text("# Another lesson\n")
    outcome = collect(mini.lesson, tmp_path / "in", roster=roster)
    assert outcome.kind == "folder"
    assert submitted(mini) == {
        "ada/mini.ipynb": b"nbgrader's layout",
        "ada/timestamp.txt": b"2025-10-01 11:00:00 UTC",
        "bob/mini.ipynb": b"bob",
        "cleo/mini.ipynb": b"one file",
        "dan/data/x.csv": b"1",
        "dan/mini.ipynb": b"zipped",
    }
    assert whys(outcome) == {"ghost": "nobody is called ghost"}
    assert outcome.strays == [("notes.txt", "it is neither a notebook nor a student's folder")]
    wanted = tree(mini.course.submitted)
    zipped = write_zip(
        tmp_path / "in.zip",
        [
            (f"in/{path.relative_to(tmp_path / 'in').as_posix()}", path.read_bytes())
            for path in (tmp_path / "in").rglob("*")
            if path.is_file()
        ],
    )
    collect(mini.lesson, zipped, roster=roster)
    assert tree(mini.course.submitted) == wanted


def test_what_was_there_is_kept(mini: Mini, tmp_path: Path) -> None:
    mini.submit("ada", b"by hand")
    (mini.folder("ada") / "timestamp.txt").write_text("2025-10-05 12:00:00 UTC\n")
    first = write_zip(tmp_path / "1.zip", [("ada_101_1_mini.ipynb", b"one"), ("bob_102_2_mini.ipynb", b"two")])
    with open_gradebook(mini.course) as book:
        book.add_student("ada", lms_user_id="101")
        book.add_student("bob", lms_user_id="102")
        book.add_student("cleo")
    outcome = collect(mini.lesson, first)
    assert {each.student: each.action for each in outcome.collected} == {"ada": "replaced", "bob": "new"}
    assert outcome.missing == ["cleo"]
    assert submitted(mini) == {
        "ada/mini.ipynb": b"one",
        "ada/timestamp.txt": b"2025-10-05 12:00:00 UTC\n",  # a time written by hand stays
        "bob/mini.ipynb": b"two",
    }
    assert b"by hand" in tree(mini.course.grading / "kept").values()
    # A newer zip replaces; then the older one again: nothing newer is lost.
    second = write_zip(tmp_path / "2.zip", [("bob_102_7_mini.ipynb", b"three")])
    collect(mini.lesson, second)
    before = submitted(mini)
    for _ in range(2):
        outcome = collect(mini.lesson, first)
        assert {each.student: each.action for each in outcome.collected} == {"ada": "unchanged", "bob": "older"}
        assert submitted(mini) == before
    kept = tree(mini.course.grading / "kept")
    assert {b"by hand", b"two"} <= set(kept.values())
    collect(mini.lesson, first)
    assert tree(mini.course.grading / "kept") == kept
    assert not list(mini.course.grading.glob(".collecting-*"))


def test_one_at_a_time(mini: Mini, tmp_path: Path) -> None:
    """Who collects while another collects or grades is told, waits, and then does it."""
    source = write_zip(tmp_path / "1.zip", [("ada_101_1_mini.ipynb", b"one")])
    with open_gradebook(mini.course) as book:
        book.add_student("ada", lms_user_id="101")
    told: queue.Queue[str] = queue.Queue()
    second = threading.Thread(target=collect, args=(mini.lesson, source), kwargs={"tell": told.put})
    with working_alone(mini.lesson, print):
        second.start()
        assert "Somebody else is collecting or grading 01-mini" in told.get(timeout=30)
        assert submitted(mini) == {}
    second.join()
    assert submitted(mini)["ada/mini.ipynb"] == b"one"


def test_an_assumed_time_follows_the_due_date_and_yours_does_not(mini: Mini, tmp_path: Path) -> None:
    source = write_zip(tmp_path / "s.zip", [("ada_LATE_1_9_mini.ipynb", b"a"), ("bob_LATE_2_8_mini.ipynb", b"b")])
    collect(mini.lesson, source, due=datetime(2025, 10, 1, 12))
    (mini.course.submitted / "2" / NAME / "timestamp.txt").write_text("2025-10-03 12:00:00 UTC")
    outcome = collect(mini.lesson, source, due=datetime(2025, 10, 2, 12))
    assert submitted(mini)["1/timestamp.txt"] == b"2025-10-02 12:00:01.000000 UTC\n"
    assert submitted(mini)["2/timestamp.txt"] == b"2025-10-03 12:00:00 UTC"
    assert outcome.notes == ["the due date was 2025-10-01 12:00:00 UTC and is 2025-10-02 12:00:00 UTC now"]


def test_a_roster_that_comes_later_finds_what_was_put_aside(mini: Mini, tmp_path: Path, roster: Path) -> None:
    small = tmp_path / "small.csv"
    small.write_text(ROSTER.replace('"Day, Dan",105,M5,dan,B\n', ""), encoding="utf-8")
    source = write_zip(tmp_path / "s.zip", [("daydan_105_9_mini.ipynb", b"dan")])
    assert len(collect(mini.lesson, source, roster=small).unknown) == 1
    assert len(tree(mini.course.grading / "unknown")) == 1
    assert collect(mini.lesson, source, roster=roster).unknown == []
    assert submitted(mini) == {"dan/mini.ipynb": b"dan"}
    assert tree(mini.course.grading / "unknown") == {}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-10-16 18:00 Europe/Berlin", datetime(2026, 10, 16, 16)),
        ("2026-10-16 18:00", datetime(2026, 10, 16, 18)),
        ("2026-10-16T18:00:00+05:30", datetime(2026, 10, 16, 12, 30)),
        ("2026-10-16 18:00 UTC", datetime(2026, 10, 16, 18)),
    ],
)
def test_due(text: str, wanted: datetime) -> None:
    assert read_due(text) == wanted


@pytest.mark.parametrize("text", ["friday-ish", "2026-10-16", "2026-10-16 18:00 Europe/Berln", "2026-13-40 18:00", ""])
def test_due_that_is_none(text: str) -> None:
    with pytest.raises(AutograderError, match="Wanted: a date and a time"):
        read_due(text)


def test_what_cannot_be_collected_is_said(mini: Mini, tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match="is not there"):
        collect(mini.lesson, tmp_path / "none.zip")
    (tmp_path / "page.zip").write_bytes(b"<html>log in first</html>")
    with pytest.raises(AutograderError, match="it is no zip file, or breaks off"):
        collect(mini.lesson, tmp_path / "page.zip")
    whole = write_zip(tmp_path / "w.zip", [("ada_1_2_mini.ipynb", b"x" * 1000)]).read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(AutograderError, match="download it again"):
        collect(mini.lesson, tmp_path / "half.zip")
    mixed = write_zip(tmp_path / "m.zip", [("ada_1_2_mini.ipynb", b""), ("bob.ipynb", b""), ("cy.ipynb", b"")])
    with pytest.raises(AutograderError, match="--from canvas, or --from folder"):
        collect(mini.lesson, mixed)
    with pytest.raises(AutograderError, match="no format 'blackboard'"):
        collect(mini.lesson, mixed, "blackboard")
    with pytest.raises(AutograderError, match="no submissions that are named as by moodle"):
        collect(mini.lesson, mixed, "moodle")
    twins = tmp_path / "twins.csv"
    twins.write_text("SIS Login ID\nada\nada\n")
    with pytest.raises(AutograderError, match="gives 'ada' to two people"):
        collect(mini.lesson, mixed, "canvas", roster=twins)
    assert not mini.course.submitted.exists()


def test_the_command(mini: Mini, tmp_path: Path, roster: Path) -> None:
    source = write_zip(
        tmp_path / "s.zip", [("lovelaceada_101_9_\x1b[31mmini.ipynb", b"a"), ("daydan_105_8_mini.ipynb", b"d")]
    )
    run = CliRunner().invoke(
        app, ["collect", str(source), "--lesson", "1", "--roster", str(roster), "--course", str(mini.root)]
    )
    assert run.exit_code == 1
    assert "\x1b" not in run.output
    assert "1 collected (1 new; 0 late, 0 with earlier attempts), 3 missing, 0 unknown, 1 refused." in run.output
    assert "REFUSED (1)" in run.output
    source = write_zip(tmp_path / "t.zip", [("daydan_105_8_mini.ipynb", b"d")])
    run = CliRunner().invoke(app, ["collect", str(source), "-l", "mini", "--course", str(mini.root)])
    assert run.exit_code == 0
    assert "1 unchanged" in run.output
