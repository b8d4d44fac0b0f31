"""The checks: what a student reads for right answers, wrong ones, and answers nobody has foreseen."""

import copy

import numpy as np
import pytest

from utils import checks
from utils.checks import Check, CheckFailed, Exercise, Mistake, describe, first_difference, lesson_01, same
from utils.network import Unit


def message(test):
    with pytest.raises(CheckFailed) as failure:
        test()
    return str(failure.value)


def double(x):
    return 2 * x


DOUBLE = Exercise(
    law="double(x) is 2x.",
    look="section 0.",
    mistakes=[
        Mistake("square", lambda x: x * x, "x was multiplied by itself."),
        Mistake("addition", lambda x: x + 2, "2 was added."),
    ],
    probes=lambda rng: ((float(x),) for x in range(5)),
)


def check_of(exercise=DOUBLE):
    return checks.Check("double", exercise)


def test_a_right_answer_passes_and_is_counted(capsys):
    with check_of() as check:
        check(double, 3.0).is_number().is_finite().equals(6)
    assert capsys.readouterr().out == "✓ double: 3 checks passed\n"


def test_a_failure_says_what_was_called_what_came_back_and_the_law():
    def halve(x):
        return x / 2

    text = message(lambda: check_of()(halve, 3.0).equals(6, because="2·3 = 6"))
    assert text == "halve(3) returned 1.5; wanted: 6. Here 2·3 = 6.\nLaw: double(x) is 2x.\nLook at: section 0."


def test_the_mistake_with_the_same_answers_is_named():
    assert "Likeliest cause: square — x was multiplied by itself." in message(
        lambda: check_of()(lambda x: x**2, 3.0).equals(6)
    )


def test_a_mistake_that_only_agrees_here_is_not_named():
    def nine(x):
        return 9.0

    assert "Likeliest cause" not in message(lambda: check_of()(nine, 3.0).equals(6))


def test_an_exception_is_told_with_its_kind_and_is_an_answer_that_mistakes_are_compared_with():
    exercise = Exercise("law.", mistakes=[Mistake("list for array", lambda x: x.missing, "x is an array.")])

    def wrong(x):
        return x.missing

    text = message(lambda: checks.Check("wrong", exercise)(wrong, [1.0]).equals(1))
    assert "wrong([1]) raised AttributeError" in text
    assert "Likeliest cause: list for array" in text


def test_an_answer_of_none_is_told_as_a_forgotten_return():
    assert "Likeliest cause: no return" in message(lambda: check_of()(lambda x: None, 1.0).equals(2))


def test_a_stub_raises_not_implemented_error_itself_and_ipython_shows_what_to_do():
    def stub(x):
        raise NotImplementedError

    with pytest.raises(NotImplementedError) as error:
        check_of()(stub, 1.0)
    assert type(error.value) is NotImplementedError
    assert "stub is not written yet" in " ".join(error.value._render_traceback_())


def test_a_missing_name_says_which_cell_to_run():
    def cell():
        with check_of() as check:
            check(no_such_function, 1.0)  # noqa: F821

    assert "no_such_function is not defined. Run the cell" in message(cell)


def test_a_name_error_inside_the_students_function_is_reported_as_theirs():
    def uses_unknown(x):
        return unknown * x  # noqa: F821

    assert "uses_unknown(1) raised NameError" in message(lambda: check_of()(uses_unknown, 1.0).equals(2))


@pytest.mark.parametrize("given", [[("h1", "y"), ("x1", "h1")], [Unit("y", ["x1"], [1], 0)], ["x1"], []])
def test_lists_of_other_things_than_numbers_stay_lists(given):
    came = check_of()(lambda value: [value], given).came[0]
    assert came == given
    assert came is not given


def test_lists_of_numbers_become_arrays():
    assert check_of()(lambda value: value.shape, [[1, 2, True], [3, 4.5, np.int64(6)]]).came == (2, 3)


def test_arguments_are_copies_so_that_a_changed_one_is_noticed():
    given = np.array([1.0, 2.0])

    def in_place(x):
        x += 1
        return x

    text = message(lambda: check_of()(in_place, given).unchanged())
    assert "changed its argument number 1 from [1, 2] to [2, 3]" in text
    assert given.tolist() == [1, 2]


def test_a_function_among_the_arguments_is_no_change():
    def apply(f, x):
        return f(x)

    check_of()(apply, lambda x: 2 * x, np.array([1.0])).equals(np.array([2.0])).unchanged()


@pytest.mark.parametrize(
    ("came", "expected", "agree"),
    [
        (1, 1, True),
        (np.int64(1), 1, True),
        (True, 1, True),
        (1.0, 1, True),
        ("1", 1, False),
        (None, 1, False),
        (1, None, False),
        (np.float32(1 / 3), 1 / 3, True),
        (1 / 3 + 1e-6, 1 / 3, False),
        ([1, 2], np.array([1, 2]), True),
        (np.array([[1, 2]]), np.array([1, 2]), False),
        ([[1], [2, 3]], np.array([1, 2]), False),
        ((np.array([1]), [2, 3], True), (np.array([1]), [2, 3], True), True),
        ([np.array([1]), [2, 3], True], (np.array([1]), [2, 3], True), True),
        ((np.array([1]), [2, 3]), (np.array([1]), [2, 3], True), False),
        ([np.zeros((2, 3)), np.zeros((1, 2))], [np.zeros((2, 3)), np.zeros((1, 2))], True),
        ([(np.zeros((2, 3)), np.zeros((2, 1)))], ((np.zeros((2, 3)), np.zeros((2, 1))),), True),
        ([np.zeros((2, 3)), np.zeros((1, 2))], [np.zeros((2, 3)), np.ones((1, 2))], False),
        ([np.zeros((2, 3)), np.zeros((1, 2))], [np.zeros((2, 3))], False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1}, {"b": 1}, False),
        (np.nan, np.nan, True),
        (np.array(["x"]), np.array([1]), False),
        (np.array([1.0]), np.array(["x"]), False),
        (np.array([1.0]), np.array([None]), False),
        ([1.0, 2.0], np.array([1, 2], object), True),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([0.0]), np.array([-0.0]), True),
        (np.array([1, 0]), np.array([True, False]), True),
        (np.array([1.0, 2.0]), np.array([1.0, 2.0], ">f8"), True),
        (np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3)), True),
        (np.array([2**62]), np.array([2**62 + 1]), False),
        (np.array([1 + 1e-6], np.float32), np.array([1.0]), True),
        (object(), 1, False),
    ],
)
def test_same(came, expected, agree):
    assert same(came, expected) is agree


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([1.0, -0.5]), "[1, -0.5]"),
        (np.zeros((3, 50)), "an array of shape (3, 50)"),
        (np.array([[1, 2], [3, 4]]), "[[1, 2], [3, 4]]"),
        (-0.0, "0"),
        ((1, True), "(1, True)"),
        ("a" * 100, repr("a" * 100)[:59] + "…"),
        ([], "[]"),
        (np.array(2.5), "2.5"),
        ({"x1": 1, "y": np.array([0.0, 1.0])}, "{'x1': 1, 'y': [0, 1]}"),
        (dict.fromkeys(range(60), 0), "a dict of 60"),
        ([Unit("h1", ["x1"], [1], 0), Unit("y", ["h1"], [1], 0)], "[h1, y]"),
    ],
)
def test_describe(value, text):
    assert describe(value) == text


@pytest.mark.parametrize(
    ("came", "expected", "text"),
    [
        (np.zeros((5, 6)), np.eye(5, 6, 2), "entry [0, 2] is 0, and 1 was wanted"),
        (np.zeros(3), np.ones(3), ""),  # short enough to be read
        (np.zeros((5, 6)), np.zeros((6, 5)), ""),  # the shapes say it
        (np.full(30, 1 / 3), np.full(30, 0.333333), "entry [0] is 0.3333333333333333, and 0.333333 was wanted"),
        ({"dW": [np.zeros((5, 6))]}, {"dW": [np.eye(5, 6, 1)]}, "entry ['dW'][0][0, 1] is 0, and 1 was wanted"),
        ([1] * 40, [1] * 39 + [2], "entry [39] is 1, and 2 was wanted"),
        ("a" * 100, "a" * 99 + "b", ""),
    ],
)
def test_first_difference(came, expected, text):
    assert first_difference(came, expected) == text


def test_a_large_answer_is_told_its_first_wrong_entry():
    told = message(lambda: check_of()(lambda x: np.zeros((5, 6)), 1.0).equals(np.eye(5, 6, 2)))
    assert "wanted: an array of shape (5, 6). The first difference: entry [0, 2] is 0, and 1 was wanted." in told


def test_an_answer_whose_repr_raises_still_gets_its_message():
    class Odd:
        def __repr__(self):
            raise RuntimeError("no repr")

    assert "returned an Odd that cannot be shown" in message(lambda: check_of()(lambda x: Odd(), 1.0).equals(2))


def test_lines_fit_what_validate_shows():
    failure = CheckFailed("word " * 60, "law " * 40)
    assert max(map(len, failure._render_traceback_())) <= 84


def test_an_unknown_exercise_lists_those_that_exist():
    with pytest.raises(KeyError, match="no checks for 'perceptrom'; it has: step, perceptron"):
        checks.exercise("01", "perceptrom")


def test_explain_prints_instead_of_raising(capsys):
    checks.explain(lambda: check_of()(lambda x: x, 3.0).equals(6))
    assert capsys.readouterr().out.startswith("Not yet. ")


def test_once_solved_runs_at_once_or_says_what_it_waits_for(capsys):
    def fit_perceptron():
        raise NotImplementedError

    @checks.once_solved
    def ready():
        print("drawn")

    @checks.once_solved
    def waiting():
        fit_perceptron()

    waits = "This cell uses your own `fit_perceptron`. Run it again when the check of `fit_perceptron` passes."
    assert capsys.readouterr().out == f"drawn\n{waits}\n"


def test_a_poll_tells_the_misconception_behind_the_option():
    check = checks.exercise("01", "poll")
    text = message(lambda: check.chooses(lambda: "B", "c", {"a": ("A!", "no."), "b": ("B!", "because.")}))
    assert "Likeliest cause: B! — because." in text
    check.chooses(lambda: " C ", "c", {"a": ("A!", "no.")})


@pytest.mark.parametrize("weights", [([1, 1], -1.5), ((2.0, 3.0), [-4.0]), (np.float32([0.1, 0.2]), np.float32(-0.3))])
def test_any_valid_weights_compute_and(weights):
    corners = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    lesson_01.computes(checks.exercise("01", "gate"), lambda: weights, (), corners, [0, 0, 0, 1])


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (([1, 1], np.nan), "finite numbers"),
        (([1, 1, 1], 0), "shape (2,), not (3,)"),
        ([1, 1, 0], "a pair (w, b)"),
        (([1, 1], "-1.5"), "numbers"),
        (([1, 1], [1, 2]), "b as one number"),
        ((["x", "y"], 1), "numbers"),
    ],
)
def test_weights_that_are_no_weights_are_told_so(weights, words):
    corners = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    check = checks.exercise("01", "gate")
    assert words in message(lambda: lesson_01.computes(check, lambda: weights, (), corners, [0, 0, 0, 1]))


def test_several_cases_are_several_calls():
    with check_of() as check:
        for outcome, wanted in check.each(double, (((float(x),), 2 * x) for x in range(5))):
            outcome.equals(wanted).unchanged()
    assert check.passed == 10
    assert [arguments for _, arguments, _ in check.calls] == [(float(x),) for x in range(5)]


def test_of_several_cases_none_is_called_after_one_that_fails():
    called = []

    def wrong(x):
        called.append(x)
        return x * x

    def test():
        for outcome, wanted in Check.each(
            check_of(Exercise("law.")), wrong, [((float(x),), 2.0 * x) for x in range(9)]
        ):
            outcome.equals(wanted)

    assert "wrong(1) returned 1; wanted: 2." in message(test)
    assert called == [0.0, 1.0]


def test_what_a_mistake_gives_is_kept_for_arguments_that_are_the_same_and_for_no_others():
    asked = []
    exercise = Exercise("law.", mistakes=[Mistake("kept", lambda *given: asked.append(given) or 0, "a.")])
    column = np.arange(6.0).reshape(2, 3)
    different = [
        (1,), (1.0,), (True,), ("1",), (0.0,), (-0.0,), (1, 1), ([1, 1],), ((1, 1),), (np.float32(1),),
        (np.float64(1),), (np.array(1),), (np.array([1]),), (np.array([1.0]),), (np.array([[1.0]]),), (column,),
        (np.asfortranarray(column),), (None,), (b"1",), (1j,), (complex(-0.0, 1),),
        (np.array([True]),), (np.array([1], np.int32),),
    ]  # fmt: skip
    for _ in range(2):
        for arguments in different:
            exercise.alike([0], arguments, 1)
    assert len(asked) == len(different)
    asked.clear()
    networks = [([Unit("a", ("x",), np.array([1.0]), bias)],) for bias in (0.0, 1.0, 0)]
    leaves = [({"a": 1.0, "b": 2.0},), ({"b": 2.0, "a": 1.0},), ({"a": 1.0, "b": 2},), ({},), ([],), ((),)]
    for arguments in 2 * [*networks, *leaves]:
        exercise.alike([0], arguments, 1)
    assert len(asked) == len(networks) + len(leaves)
    for kept_nowhere in ((double,), ({1},), (np.array(["1"]),), ({"a": double},)):
        asked.clear()
        exercise.alike([0], kept_nowhere, 1)
        exercise.alike([0], kept_nowhere, 1)
        assert len(asked) == 2


def test_a_mistake_that_had_no_room_is_tried_again():
    rooms = [MemoryError(), RecursionError()]

    def short_of_room(x):
        if rooms:
            raise rooms.pop()
        return x

    exercise = Exercise("law.", mistakes=[Mistake("short of room", short_of_room, "a.")])
    assert [exercise.alike([0], (1,), 1) for _ in range(4)] == [[], [], [0], [0]]


def test_what_is_kept_of_mistakes_does_not_grow_without_end():
    exercise = Exercise("law.", mistakes=[Mistake("kept", lambda x: x, "a.")])
    for x in range(3 * checks.MOST_KEPT):
        assert exercise.alike([0], (x,), x) == [0]
    assert len(exercise._given) <= checks.MOST_KEPT


@pytest.mark.parametrize(
    "given",
    [
        (np.arange(6.0).reshape(2, 3).T, 1, "a", 2.5, True), (np.array([[1], 2], dtype=object),),
        ([1, [2]], {"a": [1]}),
        (np.zeros((0, 3)), np.float32(1)), (np.arange(9.0)[::2],),
    ],
)  # fmt: skip
def test_copies_are_as_deepcopy_makes_them(given):
    ours, theirs = checks._copied(given), copy.deepcopy(given)
    assert repr(ours) == repr(theirs)
    assert [type(each) for each in ours] == [type(each) for each in theirs]
    for each, other, mine in zip(ours, theirs, given, strict=True):
        if isinstance(each, np.ndarray):
            assert (each.dtype, each.strides) == (other.dtype, other.strides)
            assert not np.shares_memory(each, mine)


def test_an_array_that_is_handed_over_twice_stays_one():
    x = np.ones(2)
    first, second = checks._copied((x, x))
    assert first is second
    assert first is not x


def test_probes_are_kept_when_all_were_drawn():
    drawn = []

    def probes(rng):
        for _ in range(3):
            drawn.append(float(rng.normal()))
            yield (drawn[-1],)

    exercise = Exercise("law.", probes=probes)
    next(exercise.drawn())
    assert len(drawn) == 1
    first = list(exercise.drawn())
    assert drawn == [first[0][0], *(x for (x,) in first)]
    assert list(exercise.drawn()) == first
    assert len(drawn) == 4
    assert list(Exercise("law.").drawn()) == []
