"""What lesson 04's checks, counted containers and stepper rest on."""

import importlib

import numpy as np
import pytest

from utils import checks, gradients, network, plots, widgets
from utils.checks import describe, lesson_04, same
from utils.checks.counted import CountedDict, CountedList
from utils.network import Unit
from utils.widgets._backprop_stepper import _draw, _places, backprop_steps

SOFT_XOR = [
    Unit("y", ["h1", "h2"], [2, -2], -1),
    Unit("h1", ["x1", "x2"], [1, 1], -0.5),
    Unit("h2", ["x1", "x2"], [1, 1], -1.5),
]


@pytest.mark.parametrize("examples", [None, 4])
def test_the_references_agree(examples):
    rng = np.random.default_rng(0)
    for _ in range(20):
        units, x, dL = lesson_04.random_network(rng, 3, 7, 3, examples)
        right = lesson_04.truth(units, x, dL)
        assert same(lesson_04._forward(units, x), right.values)
        assert same(lesson_04._backward(units, right.values, dL), right.blame)
        assert same(lesson_04._parameters(units, right.values, right.blame), (right.weights, right.biases))


def test_the_truth_is_what_differences_say():
    units, x, dL = lesson_04.random_network(np.random.default_rng(1), 2, 6, 3)
    right = lesson_04.truth(units, x, dL)

    def loss(numbers):
        changed = [unit._replace(bias=bias) for unit, bias in zip(units, numbers, strict=True)]
        values = lesson_04.truth(changed, x, dL).values
        return sum(dL[name] * values[name] for name in dL)

    numerical = gradients.numerical_gradient(loss, [unit.bias for unit in units])
    assert np.allclose([right.biases[unit.name] for unit in units], numerical, atol=1e-8)


def test_random_networks_have_forks_outputs_that_are_read_and_no_sorted_list():
    rng = np.random.default_rng(2)
    forks = read_outputs = unsorted = 0
    for _ in range(20):
        units, x, dL = lesson_04.random_network(rng, 2, 6, 2)
        read = [before for unit in units for before in unit.inputs]
        forks += any(read.count(unit.name) > 1 for unit in units)
        read_outputs += any(name in read for name in dL)
        known = set(x)
        for unit in units:
            unsorted += not set(unit.inputs) <= known
            known.add(unit.name)
    assert forks > 15
    assert read_outputs > 10
    assert unsorted > 15


def test_diamonds_have_as_many_paths_as_they_say():
    edges = lesson_04.diamonds(6, chain=10)
    assert network.count_paths(edges, "c0", "6") == 64
    assert network.count_paths(lesson_04.diamonds(6), "0", "6") == 64


def test_every_known_mistake_is_one():
    """On its own probes each mistake differs from the truth somewhere, so a right answer is never accused."""
    right = {
        "count_paths": lambda after, a, b: network.count_paths(
            [(n, t) for n in after for t in after[n]] + [(a, "?"), (b, "?")], a, b
        ),
        "paths_to": lambda edges, end: {n: network.count_paths(edges, n, end) for edge in edges for n in edge},
        "path_sum_gradient": lesson_04._slope_sum,
        "forward": lesson_04._forward,
        "backward": lesson_04._backward,
        "parameter_gradients": lesson_04._parameters,
        "gradient_check": lesson_04._checked,
        "descend": lesson_04._descend,
    }
    for name, function in right.items():
        exercise = lesson_04.EXERCISES[name]
        probes = list(exercise.probes(np.random.default_rng(0)))
        for mistake in exercise.mistakes:
            with np.errstate(all="ignore"):
                differs = any(
                    not checks._same_outcome(checks._try(mistake.gives, args), checks._try(function, args))
                    for args in probes
                )
            assert differs or mistake.name in ("forward differences",), (name, mistake.name)


def test_what_must_not_be_borrowed_is_named_rightly():
    for exercise, names in lesson_04.REBUILDS.items():
        assert exercise in lesson_04.EXERCISES
        for name in names:
            module, _, attribute = name.rpartition(".")
            if module.endswith("Network"):
                assert hasattr(network.Network, attribute)
            else:
                assert hasattr(importlib.import_module(module), attribute)


def test_counted_containers_count():
    numbers = CountedList([1, 2, 3])
    assert sum(w * g for w, g in zip(numbers, [1, 1, 1], strict=True)) == 6
    assert numbers[1:] == [2, 3]
    assert numbers.looks == 5
    assert (list(reversed(numbers)), 4 in numbers, numbers.index(2), numbers.count(3)) == ([3, 2, 1], False, 1, 1)
    assert numbers.looks == 5 + 4 * 3
    after = CountedDict(a=1, b=2)
    assert (after["a"], after.get("c"), list(after.items()), list(after.values())) == (
        1,
        None,
        [("a", 1), ("b", 2)],
        [1, 2],
    )
    assert after.looks == 6


def _some_looks(number):
    def function(edges, end):
        for _ in range(number(int(end))):
            edges[0]
        return 1

    return function


@pytest.mark.parametrize(
    ("looks", "told"),
    [
        (lambda k: 8 * k, None),
        (lambda k: 8 * k + 40, None),  # what is done once, whatever the size, is no fault
        (lambda k: 16 * k * k, "all edges at every node"),
        (lambda k: 3 * 2**k, "every path is walked"),
    ],
)
def test_linear_time_is_told_from_more(looks, told):
    check = checks.exercise("04", "poll")
    if told is None:
        lesson_04.stays_linear(check, _some_looks(looks), lesson_04.counted_edges)
        return
    with pytest.raises(checks.CheckFailed) as failed:
        lesson_04.stays_linear(check, _some_looks(looks), lesson_04.counted_edges)
    assert failed.value.cause.name == told


def test_the_stepper_ends_with_the_truth():
    steps = backprop_steps(SOFT_XOR, {"x1": 1, "x2": 0}, {"y": -0.6})
    right = lesson_04.truth(SOFT_XOR, {"x1": 1, "x2": 0}, {"y": -0.6})
    assert len(steps) == 1 + 6 + 1 + 6
    assert same(steps[-1].values, right.values)
    assert same(steps[-1].blame, right.blame)
    assert "make 0" in steps[-1].said
    known = [len(step.values) for step in steps]
    assert known == sorted(known)
    assert plots.png(_draw(SOFT_XOR, steps[10], _places(SOFT_XOR, {"x1": 1, "x2": 0})))[1:4] == b"PNG"


@pytest.mark.parametrize(
    ("units", "x", "reason"),
    [
        (SOFT_XOR, {"x1": 1}, "'x2' has no value"),
        ([Unit(f"g{i}", ["x"], [1]) for i in range(12)], {"x": 1}, "can show 12"),
        ([Unit("a", ["b"], [1]), Unit("b", ["a"], [1])], {}, "cycle"),
    ],
)
def test_the_stepper_says_what_it_cannot_show(units, x, reason):
    with pytest.raises(ValueError, match=reason):
        widgets.backprop_stepper(units, x, {})


def test_lists_of_names_pairs_and_units_reach_the_student_as_lists():
    check = checks.Check("f", checks.Exercise(law="f is f."))
    seen = [check(lambda given: given, given).value for given in ([("a", "b")], SOFT_XOR, [1, 2], [[1.0], [2.0]])]
    assert seen[:2] == [[("a", "b")], SOFT_XOR]
    assert [type(given) for given in seen[2:]] == [np.ndarray, np.ndarray]


@pytest.mark.parametrize(
    ("came", "expected", "agree"),
    [
        (SOFT_XOR, [unit._replace(weights=tuple(unit.weights)) for unit in SOFT_XOR], True),
        (SOFT_XOR, SOFT_XOR[:2], False),
        ([("a", "b")], [["a", "b"]], True),
        (["a"], ["b"], False),
        ([1, 2], ["a", "b"], False),
        (len, len, True),
        (len, sum, False),
    ],
)
def test_same_of_lists_that_hold_no_numbers(came, expected, agree):
    assert same(came, expected) is agree


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (SOFT_XOR, "[y, h1, h2]"),
        (SOFT_XOR * 9, "a network of 27 units"),
        ({"x": np.float64(1), "y": 0.5}, "{'x': 1, 'y': 0.5}"),
        (dict.fromkeys(range(9), "a long enough text"), "a dict of 9"),
        ([("a", "b")], "[('a', 'b')]"),
    ],
)
def test_describe_networks_and_dicts(value, text):
    assert describe(value) == text
