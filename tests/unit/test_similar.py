"""Near-identical answers: what is found, and what is not said of honest people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.demo import read_bank
from autograder.similar import ENOUGH, Answers, pairs, tokens

ROOT = Path(__file__).parents[2]
STUB = 'def total(x, w, b):\n    """The sum."""\n    raise NotImplementedError'
ONE = '''def total(x, w, b):
    """The sum."""
    result = 0  # start at nothing
    for i in range(len(x)):
        # one more
        result += x[i] * w[i]
        if result > 10 and b < 3:
            result = result - np.dot(x, w) / 3
    while b > 100:
        b, result = b / 2, result + 1
    return 1 if result + b >= 0 else 0
'''
# Renamed variables and parameters, comments moved and reordered, other layout.
OTHER = '''def total(xs, weights, bias):
    """My own words."""
    # one more

    acc = 0
    for k in range( len(xs) ):
        acc += xs[k]*weights[k]   # start at nothing
        if acc > 10 and bias < 3:
            acc = acc - np.dot(xs, weights)/3
    while bias > 100:
        bias, acc = bias/2, acc + 1
    return 1 if acc + bias >= 0 else 0
'''
ALONE = """def total(x, w, b):
    products = [a * c for a, c in zip(x, w)]
    if sum(products) > 10 and b < 3:
        products.append(-sum(products) / 3)
    halvings = max(0, int(np.ceil(np.log2(b / 100)))) if b > 100 else 0
    return int(sum(products) + halvings + b / 2 ** halvings >= 0)
"""
CROWD = {f"s{number}": ALONE for number in range(20)}


def place(written: dict[str, str], common: tuple[str, ...] = ()) -> Answers:
    return Answers("Exercise 1", written, STUB, common)


def test_renamed_variables_and_moved_comments_are_found() -> None:
    (found,) = pairs([place({"ada": ONE, "bob": OTHER, "cid": ALONE})], 3, ["import numpy as np"])
    assert found.students == ("ada", "bob")
    (shared,) = found.shared
    assert shared.sources == (ONE, OTHER)
    assert shared.alike == 1
    assert found.size >= ENOUGH


def test_a_small_change_is_still_found() -> None:
    changed = OTHER.replace("acc + 1", "acc + 2").replace("    return", "    pass\n    return")
    (found,) = pairs([place({"ada": ONE, "bob": changed})], 2)
    assert 0.9 <= found.shared[0].alike < 1


def test_what_the_bank_or_the_lesson_has_is_nobodys_own() -> None:
    assert pairs([place({"ada": ONE, "bob": OTHER}, (OTHER,))], 2) == []


def test_what_many_of_a_class_write_is_nobodys_own() -> None:
    assert pairs([place(CROWD)], len(CROWD)) == []
    (found,) = pairs([place({**CROWD, "ada": ONE, "bob": OTHER})], 22)
    assert found.students == ("ada", "bob")


def test_short_answers_are_alike_by_chance() -> None:
    short = "def total(x, w, b):\n    return int(np.dot(x, w) + b >= 0)\n"
    assert pairs([place({"ada": short, "bob": short})], 2) == []


def test_several_answers_add_up() -> None:
    half = (
        "def total(x, w, b):\n    first = [a * c for a, c in zip(x, w)]\n    return int(sum(first) - 3 + 2 * b >= -3)"
    )
    assert len(tokens(half, STUB)) < ENOUGH
    written = {"ada": half, "bob": half.replace("first", "second")}
    assert pairs([place(written)], 2) == []
    (found,) = pairs([place(written), Answers("Exercise 2", written, STUB)], 2)
    assert [each.label for each in found.shared] == ["Exercise 1", "Exercise 2"]


def test_the_stub_does_not_count() -> None:
    assert tokens(STUB, STUB) == ()
    assert "def" not in tokens(ONE, STUB)


def test_an_attribute_is_no_name_of_the_students_own() -> None:
    assert tokens("np.dot(a)") != tokens("np.sum(a)")


def test_prose() -> None:
    text = " ".join(f"word{number}" for number in range(70))
    written = {"ada": text, "bob": text.upper() + "!", "cid": "Something of my own, which nobody else has written so."}
    (found,) = pairs([Answers("Written", written, "*Write here.*", is_code=False)], 3)
    assert found.students == ("ada", "bob")
    stubs = dict.fromkeys(("ada", "bob"), text)
    assert pairs([Answers("Written", stubs, text, is_code=False)], 2) == []


def test_source_that_is_no_python() -> None:
    broken = ONE.replace(":", "") + "\n\x00 ((("
    assert pairs([place({"ada": broken, "bob": broken})], 2)[0].students == ("ada", "bob")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "tests" / "answers").iterdir() if path.is_dir()))
def test_a_class_of_the_banks_right_answers_is_no_ring(name: str) -> None:
    """Two of every right answer, in one class where each is rare: usual answers are known as usual."""
    bank = read_bank(ROOT / "tests" / "answers" / name)
    places = []
    for exercise, entries in bank.items():
        right = [re.sub(r"\bw\b", "weights", entry.source) for entry in entries if entry.right]
        written = {f"{half}{number}": source for number, source in enumerate(right) for half in "ab"}
        places.append(Answers(exercise, written, "", tuple(entry.source for entry in entries)))
    assert pairs(places, 1000) == []
