"""The scalar Value: against differences, on graphs with forks, and in its picture."""

import math

import numpy as np
import pytest

from utils.autograd import Value, backward, edges_behind
from utils.checks import lesson_09


def formula(a, b, c):
    d = (a * b + 3).sigmoid() - 2 * c
    return (d * d + a.relu() * b - 1.5) * (4 - c)


def numbers(a, b, c):
    d = 1 / (1 + math.exp(-(a * b + 3))) - 2 * c
    return (d * d + max(a, 0) * b - 1.5) * (4 - c)


@pytest.mark.parametrize("at", [(0.7, -1.2, 0.4), (-0.5, 2.0, 1.0)])
def test_gradients_are_those_of_differences(at):
    values = [Value(number) for number in at]
    end = formula(*values)
    backward(end)
    assert end.data == pytest.approx(numbers(*at))
    for place, value in enumerate(values):
        up, down = (numbers(*(x + sign * 1e-6 * (k == place) for k, x in enumerate(at))) for sign in (1, -1))
        assert value.grad == pytest.approx((up - down) / 2e-6, rel=1e-6)


def test_a_second_sweep_forgets_the_first():
    a = Value(3)
    end = a * a
    backward(end)
    backward(end)
    assert (a.grad, end.grad) == (6.0, 1.0)


def test_deep_graphs_and_many_paths_take_one_visit_each():
    a = end = lesson_09.CountedValue(1.0)
    for _ in range(2000):
        end = end + end
        end.data = 1.0  # 2²⁰⁰⁰ is too large a number; the slopes stay as they are
        end = end * 0.5
    backward(end)
    assert a.grad == 1.0
    assert len(edges_behind(end)) == 8000
    assert a.looks <= 5


def test_the_sigmoid_does_not_overflow():
    assert [Value(number).sigmoid().data for number in (-1000, 0, 1000)] == [0.0, 0.5, 1.0]


def test_what_has_no_edges_is_refused():
    with pytest.raises(TypeError, match=r"3\.0 has no `edges`"):
        backward(3.0)


def test_a_cycle_is_named():
    a = Value(1, name="a")
    b = a + 1
    a.edges.append((b, 1.0))
    with pytest.raises(ValueError, match="cycle"):
        backward(b)


@pytest.mark.parametrize("seed", range(5))
def test_two_ways_to_the_gradients_of_random_programs_agree(seed):
    leaves, program = lesson_09.random_program(np.random.default_rng(seed), 8)
    made, _ = lesson_09._computed(Value, leaves, program)
    backward(made["k"])
    wanted = lesson_09.gradients(leaves, program, "k")
    assert {f"{name}.grad": node.grad for name, node in made.items()} == pytest.approx(wanted)


def test_the_picture_shows_values_first_and_then_gradients(monkeypatch):
    from utils.widgets import _value_graph

    drawn = {}
    monkeypatch.setattr(
        _value_graph, "moving", lambda draw, alt, **sliders: drawn.update(draw=draw, alt=alt, **sliders)
    )
    end = Value(2, name="a") * Value(-3, name="b")
    backward(end)
    _value_graph.value_graph(end, title="c")
    assert drawn["step"] == (1, 6, 6)
    assert "a = 2, gradient −3" in drawn["alt"]

    def texts(step):
        return [text.get_text() for text in drawn["draw"](step).axes[0].texts]

    assert texts(1) == ["a = 2", "b", "×"]
    assert texts(3) == ["a = 2", "b = −3", "× = −6"]
    assert texts(4) == ["a = 2", "b = −3", "× = −6", "grad 1"]
    assert texts(6) == ["a = 2", "grad −3", "b = −3", "grad 2", "× = −6", "grad 1"]


def test_the_picture_has_room_for_forty_nodes():
    from utils.widgets import value_graph

    end = Value(1)
    with pytest.raises(ValueError, match="1 nodes"):
        value_graph(end)
    for _ in range(40):
        end = end + end
    with pytest.raises(ValueError, match="41 nodes: a picture can show from 2 to 40"):
        value_graph(end)
