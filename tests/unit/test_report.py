from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path
from statistics import correlation

import pytest
from html_check import check_page
from nbformat import NotebookNode
from small_class import FORGOT, FULL, NOTHING, SmallClass, graded

from autograder.arrivals import arrivals
from autograder.errors import AutograderError
from autograder.report import common_mistakes, difficulties, report, score_bins
from autograder.results import class_results

SCRIPT = "<script>alert(1)</script>"
FAILED = {**FULL, "double-test": 0.0, "double-hidden": 0.0, "essay": None}


@pytest.fixture
def small(tmp_path: Path) -> SmallClass:
    """Three forgot the factor (once told of it twice), one stopped with an error, one wrote nothing, one is perfect."""
    small = SmallClass(tmp_path)
    both = {"double-test": ("CheckFailed", FORGOT), "double-hidden": ("CheckFailed", FORGOT.replace("3", "7"))}
    small.enrol("ada", "Ada", "Lovelace")
    small.grade("ada", FULL)
    small.grade("ben", FAILED, both, late=90_000)
    small.grade("cid", FAILED, both)
    small.grade("dot", FAILED, {"double-hidden": ("CheckFailed", FORGOT)})
    small.enrol("eve", "Eve", "Hale")
    small.grade("eve", {**FULL, "halve-test": 0.0}, {"halve-test": ("TypeError", "eve: bad")})
    small.grade("fay", NOTHING, dict.fromkeys(list(NOTHING)[:4], ("NotImplementedError", "")))
    small.refuse("gus", "no JSON at line 3")
    small.enrol("hal", "Hal", f"Missing {SCRIPT}")
    return small


def test_the_page(small: SmallClass) -> None:
    path = report(small.lesson)
    assert path == small.course.grading / "reports" / "01-small.html"
    source = path.read_text(encoding="utf-8")
    page = check_page(source)
    assert len(page.all("img")) == 4
    assert all("table below" in image["alt"] for image in page.all("img"))
    assert SCRIPT in page.text
    assert "6 graded of 8 students" in page.text
    for words in ("1 day 1 hour", "Hal Missing", "gus: not graded: no JSON at line 3", "4 submissions have a part"):
        assert words in page.text
    for picture in re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", source):
        svg = base64.b64decode(picture).decode()
        assert "<script" not in svg
        assert not re.search(r"(href|src)=\"(?!#)", svg)
        assert "date" not in svg.lower().replace("<dc:date", "")


def test_re_teach_first(small: SmallClass) -> None:
    text = check_page(report(small.lesson).read_text(encoding="utf-8")).text
    first = text.split("What to re-teach first")[1].split("Scores")[0]
    assert first.index("Exercise 1a") < first.index("Exercise 1b")
    assert "33 % of its points on average, 20 points lost by the class, 4 of 6 students" in first
    assert "without full points; 1 did not answer" in first
    assert "Commonest mistake, 3 students: forgot the factor – the argument comes back" in first


def test_difficulties(small: SmallClass) -> None:
    first, second, written = difficulties(class_results(small.lesson))
    assert first.counts == {"full": 2, "part": 0, "none": 3, "unanswered": 1, "awaits": 0}
    assert first.share == pytest.approx(2 / 6)
    assert second.counts == {"full": 4, "part": 1, "none": 0, "unanswered": 1, "awaits": 0}
    assert second.share == pytest.approx((4 + 0.5) / 6)
    assert (written.counts["full"], written.counts["awaits"], written.share) == (2, 4, None)


def test_discrimination(small: SmallClass) -> None:
    first, second, written = difficulties(class_results(small.lesson))
    # 1a: 5 0 0 0 5 0; 1b: 4 4 4 4 2 0 (ada to fay). The written question is not graded yet, and counts nowhere.
    wanted = correlation([5, 0, 0, 0, 5, 0], [4, 4, 4, 4, 2, 0])
    assert first.discrimination == pytest.approx(wanted)
    assert second.discrimination == pytest.approx(wanted)
    assert written.discrimination is None
    text = " ".join(check_page(report(small.lesson).read_text(encoding="utf-8")).text.split())
    assert f"{wanted:.2f}" in text
    assert "With 6 students, chance has a large part in it." in text


def test_an_exercise_that_strong_students_fail_is_flagged(tmp_path: Path) -> None:
    small = SmallClass(tmp_path)
    for number in range(4):
        strong = number % 2
        halves = dict.fromkeys(("halve-test", "halve-hidden"), 0.0 if strong else 2.0)
        doubles = {"double-test": 2.0 * strong, "double-hidden": 3.0 * strong}
        small.grade(f"s{number}", {**doubles, **halves, "essay": 4.0 * strong})
    _, halve, _ = difficulties(class_results(small.lesson))
    assert halve.discrimination == pytest.approx(-1)
    assert "-1.00 ⚑" in " ".join(check_page(report(small.lesson).read_text(encoding="utf-8")).text.split())


def test_nobody_differs_or_hardly_anybody_is_there(tmp_path: Path) -> None:
    small = SmallClass(tmp_path)
    small.grade("ada", FULL)
    small.grade("ben", {**FULL, "double-test": 0.0})
    assert [each.discrimination for each in difficulties(class_results(small.lesson))] == [None, None, None]
    small.grade("cid", FULL)
    assert [each.discrimination for each in difficulties(class_results(small.lesson))] == [None, None, None]


def test_submissions_against_the_deadline(small: SmallClass) -> None:
    steps = arrivals(class_results(small.lesson))  # five at the deadline, ben 25 hours late
    assert sum(step.students for step in steps) == steps[-1].so_far == 6
    in_time = [step for step in steps if not step.late]
    assert (in_time[-1].words, in_time[-1].students) == ("up to 6 hours before", 5)
    late = [(step.words, step.students) for step in steps if step.late]
    assert [students for _, students in late] == [0, 0, 0, 0, 1]
    assert (late[0][0], late[-1][0]) == ("up to 6 hours after", "24 to 30 hours after")
    assert "24 to 30 hours after16" in check_page(report(small.lesson).read_text(encoding="utf-8")).text


def test_submissions_without_a_deadline_or_a_time(small: SmallClass) -> None:
    found = replace(class_results(small.lesson), due=None)
    steps = arrivals(found)
    assert steps[0].words == "up to 6 hours after the first"
    assert sum(step.students for step in steps) == 6
    assert not any(step.late for step in steps)
    nobody = replace(found, results=[replace(result, submitted_at=None) for result in found.results])
    assert arrivals(nobody) == []


def test_mistakes_count_students_not_failures(small: SmallClass) -> None:
    mistakes = common_mistakes(class_results(small.lesson))
    told = [(m.name, m.exercise.label, m.students, m.named) for m in mistakes]
    assert told == [("forgot the factor", "1a", 3, True), ("stopped with TypeError", "1b", 1, False)]
    assert mistakes[0].told == ["the argument comes back as it went in."]


def test_nobody_is_named_among_the_mistakes(small: SmallClass) -> None:
    message = "double(1) returned ada\nLikeliest cause: copied from Ada Lovelace — ask ada or Eve Hale."
    small.grade("ivy", FAILED, {"double-test": ("CheckFailed", message)})
    text = check_page(report(small.lesson).read_text(encoding="utf-8")).text
    part = text.split("The commonest mistakes")[1].split("Who needs a look")[0]
    assert "copied from …" in part
    for name in ("ada", "Ada", "Lovelace", "eve:"):
        assert name not in part


def test_twice_the_same_bytes(small: SmallClass) -> None:
    before = report(small.lesson).read_bytes()
    assert report(small.lesson).read_bytes() == before
    assert not re.search(rb"20\d\d-\d\d-\d\d", before)


def test_handed_in_since_the_last_grading(small: SmallClass) -> None:
    (small.course.submitted / "new" / "01-small").mkdir(parents=True)
    text = check_page(report(small.lesson).read_text(encoding="utf-8")).text
    assert "1 submission is here that came after the last grading" in text


def test_nothing_graded(tmp_path: Path) -> None:
    small = SmallClass(tmp_path)
    small.enrol("ada")
    with pytest.raises(AutograderError, match="Nothing is graded yet for 01-small"):
        report(small.lesson)
    (small.course.grading / "gradebook.db").unlink()
    with pytest.raises(AutograderError, match="There is no gradebook"):
        report(small.lesson)
    assert not (small.course.grading / "gradebook.db").exists()


def test_only_ungradable_and_only_perfect(tmp_path: Path) -> None:
    small = SmallClass(tmp_path)
    small.refuse("ada", "empty")
    assert "No submission has a score" in check_page(report(small.lesson).read_text(encoding="utf-8")).text
    small.grade("bob", FULL)
    text = check_page(report(small.lesson).read_text(encoding="utf-8")).text
    assert "Nothing stands out" in text
    assert "No check failed with a mistake" in text


def test_an_answer_that_lost_points_by_hand(tmp_path: Path) -> None:
    small = SmallClass(tmp_path)
    notebook: NotebookNode = graded({"essay": "words"})
    small.grade("ada", {**FULL, "essay": None}, notebook=notebook)
    with small.gradebook() as book:
        grade = book.find_grade("essay", "small", "01-small", "ada")
        grade.manual_score, grade.needs_manual_grade = 1.0, False
        book.db.commit()
    assert difficulties(class_results(small.lesson))[2].share == pytest.approx(0.25)


def test_score_bins() -> None:
    bins = score_bins([0, 5.9, 6, 59.9, 60, 61, 18.000000000000004, 17.999999999999996], 60)
    assert [each.students for each in bins] == [2, 1, 0, 2, 0, 0, 0, 0, 0, 3]
    assert (bins[0].low, bins[-1].high) == (0, 60)
