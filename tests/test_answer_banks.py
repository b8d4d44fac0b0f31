"""Every answer of every bank, graded by `autograder grade`, and a third of them by stock `nbgrader autograde` too."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from autograder.records import Failure

from .banks import (
    EMPTY,
    SOLVED,
    Answer,
    Verdicts,
    all_exercises,
    bank,
    entangled,
    grade_all,
    lesson_of,
    lessons,
    needs,
    packs,
    packs_for_stock,
    parse_bank,
    solutions,
    student_of,
)

ALL = [answer for lesson in lessons() for answer in bank(lesson)]
RIGHT = [answer for answer in ALL if answer.kind == "right"]
WRONG = [answer for answer in ALL if answer.kind == "wrong"]

PACKS = [(lesson, pack) for lesson in lessons() for pack in packs(lesson)]
FOR_STOCK = [(lesson, pack) for lesson in lessons() for pack in packs_for_stock(lesson)]

graded = pytest.mark.slow


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all lessons' classes."""
    return tmp_path_factory.getbasetemp()


@pytest.fixture(scope="session")
def verdicts(shared: Path) -> dict[str, Verdicts]:
    return {lesson: grade_all(lesson, shared / f"answer-banks-{lesson}") for lesson in lessons()}


def each(answers: list[Answer]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("answer", answers, ids=str)


def lost(verdict: Verdicts, student: str) -> set[str]:
    """The `grade_id`s of tests that did not earn all their points."""
    record = verdict.ours[student]
    return {name for name, points in record.points.items() if points is not None and points < record.max_points[name]}


def failures(verdict: Verdicts, answer: Answer) -> list[Failure]:
    """What went wrong in the answer's own exercise."""
    tests = own_exercise(answer).tests
    return [failure for failure in verdict.ours[student_of(answer)].failures if failure.grade_id in tests]


def own_exercise(answer: Answer):
    return next(each for each in all_exercises(answer.lesson) if answer.exercise in each.solutions)


def plain(text: str) -> str:
    return " ".join(text.split())


def words(text: str) -> str:
    """A text without the marks that a page shows by other means: `code`, and the dash after a mistake's name."""
    return plain(re.sub(r"[`—:]", " ", text))


def shown(page: str) -> str:
    """What a page says."""
    return words(html.unescape(re.sub(r"<[^>]*>", " ", page)))


@pytest.mark.parametrize("lesson", lessons())
def test_every_autograded_exercise_has_a_bank(lesson: str) -> None:
    wanted = {name for each in all_exercises(lesson) if each.tests for name in each.solutions}
    assert {answer.exercise for answer in bank(lesson)} == wanted


@pytest.mark.parametrize("lesson", lessons())
def test_banks_are_large_enough(lesson: str) -> None:
    counts = {answer.exercise: [0, 0] for answer in bank(lesson)}
    for answer in bank(lesson):
        counts[answer.exercise][answer.kind == "wrong"] += 1
    assert {name: count for name, count in counts.items() if count[0] < 3 or count[1] < 6} == {}


@pytest.mark.parametrize("lesson", lessons())
def test_each_answer_stands_in_one_pack_and_calls_no_other_there(lesson: str) -> None:
    held = [answer for pack in packs(lesson).values() for answer in pack.values()]
    assert sorted(held, key=str) == sorted(bank(lesson), key=str)
    assert [pack for pack in packs(lesson).values() if entangled(lesson, pack)] == []


def test_needs_are_found_through_given_cells() -> None:
    found = needs("08-training", {})
    assert {"Linear", "sgd_step", "CrossEntropy"} <= found["train_digits"]
    assert found["Linear"] == set()


def test_answers_are_told_apart() -> None:
    assert len({(answer.lesson, str(answer)) for answer in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x = 1\n# %% right: a\nx = 1", "before the first"),
        ("# %% wrong: a\nx = 1", "has a phrase"),
        ("# %% right: a\n# phrase: b\nx = 1", "has a phrase"),
        ("# %% right: a\n\n# %% right: b\nx = 1", "is empty"),
    ],
)
def test_a_bank_that_is_written_wrongly(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_bank(text, "01-x", "x")


def test_a_bank_is_read() -> None:
    first, second = parse_bank("# %% right: a\nx = 1\n\n\n# %% wrong: b\n# phrase: c d\n# own\n\ny = 2\n", "01-x", "x")
    assert (first.name, first.source, first.phrase) == ("a", "x = 1", "")
    assert (second.name, second.source, second.phrase) == ("b", "# own\n\ny = 2", "c d")


class TestGraded:
    """One test for each answer and each thing that has to hold of it."""

    pytestmark = graded

    @each(RIGHT)
    def test_a_right_answer_earns_everything(self, verdicts: dict[str, Verdicts], answer: Answer) -> None:
        verdict = verdicts[answer.lesson]
        assert [f"{failure.grade_id}: {failure.message}" for failure in failures(verdict, answer)] == []
        assert lost(verdict, student_of(answer)) & set(own_exercise(answer).tests) == set()

    @each(WRONG)
    def test_a_wrong_answer_costs_its_own_exercise(self, verdicts: dict[str, Verdicts], answer: Answer) -> None:
        assert lost(verdicts[answer.lesson], student_of(answer)) & set(own_exercise(answer).tests)

    @pytest.mark.parametrize(("lesson", "pack"), PACKS)
    def test_wrong_answers_cost_no_other_exercise(self, verdicts: dict[str, Verdicts], lesson: str, pack: str) -> None:
        """But for those that call what is wrong."""
        held = packs(lesson)[pack]
        wrong = {exercise for exercise, answer in held.items() if answer.kind == "wrong"}
        needed = needs(lesson, held)
        unlike = {
            name
            for task in all_exercises(lesson)
            if any(exercise in wrong or needed.get(exercise, set()) & wrong for exercise in task.solutions)
            for name in task.tests
        }
        assert lost(verdicts[lesson], pack) - unlike == set()

    @each(WRONG)
    def test_a_wrong_answer_is_told_its_mistake(self, verdicts: dict[str, Verdicts], answer: Answer) -> None:
        messages = [plain(failure.message) for failure in failures(verdicts[answer.lesson], answer)]
        assert plain(answer.phrase) in "\n".join(messages)

    @each(WRONG)
    def test_the_feedback_page_tells_it_too(self, verdicts: dict[str, Verdicts], answer: Answer) -> None:
        assert words(answer.phrase) in shown(verdicts[answer.lesson].pages[student_of(answer)])

    @pytest.mark.parametrize(("lesson", "pack"), FOR_STOCK)
    def test_stock_nbgrader_says_the_same(self, verdicts: dict[str, Verdicts], lesson: str, pack: str) -> None:
        verdict = verdicts[lesson]
        record = verdict.ours[pack]
        assert record.points == verdict.stock[pack]
        assert {each.grade_id: each.message for each in record.failures} == verdict.messages[pack]

    @pytest.mark.parametrize("lesson", lessons())
    def test_the_empty_notebook(self, verdicts: dict[str, Verdicts], lesson: str) -> None:
        record = verdicts[lesson].ours[EMPTY]
        tests = [name for task in all_exercises(lesson) for name in task.tests]
        assert record.total == 0
        assert [failure.grade_id for failure in record.failures] == tests
        assert {failure.kind for failure in record.failures} == {"NotImplementedError"}
        assert record.notes_for("student") == []
        assert record.points == verdicts[lesson].stock[EMPTY]

    @pytest.mark.parametrize("lesson", lessons())
    def test_the_empty_notebook_fails_in_its_exercises_only(self, shared: Path, verdicts: object, lesson: str) -> None:
        import nbformat

        path = shared / f"answer-banks-{lesson}" / "ours" / "grading" / "autograded" / EMPTY / lesson
        notebook = nbformat.read(path / lesson_of(lesson).release.name, as_version=4)
        marked = {name for task in all_exercises(lesson) for name in (*task.tests, *task.solutions)}
        failed = [
            cell.metadata.get("nbgrader", {}).get("grade_id") or cell.source
            for cell in notebook.cells
            if any(output.output_type == "error" for output in cell.get("outputs", []))
        ]
        assert [name for name in failed if name not in marked] == []

    @pytest.mark.parametrize("lesson", lessons())
    def test_the_solutions_earn_everything(self, verdicts: dict[str, Verdicts], lesson: str) -> None:
        record = verdicts[lesson].ours[SOLVED]
        assert record.failures == []
        assert record.total == sum(sum(task.tests.values()) for task in all_exercises(lesson))
        assert record.points == verdicts[lesson].stock[SOLVED]
        assert solutions(lesson)
