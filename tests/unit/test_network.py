"""Networks against their definitions, against each other, and against central differences and sums over paths."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import utils.network.graph as graph_module
import utils.network.plan as plan_module
from utils import network
from utils.datasets import boolean_table

XOR = [("or", ["x1", "x2"], [1, 1], -0.5), ("nand", ["x1", "x2"], [-1, -1], 1.5), ("xor", ["or", "nand"], [1, 1], -1.5)]
SMOOTH = ("sigmoid", "tanh", "identity")
dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])
engines = pytest.mark.parametrize("engine", ["auto", "numpy", "scipy"])
relaxed = settings(deadline=None, max_examples=60)  # a busy machine is no failure


@st.composite
def networks(draw, activations=network.ACTIVATIONS, most=9):
    """Any small network, its units listed in any order: constants, several outputs, edges over many levels."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    inputs, units = draw(st.integers(1, 3)), draw(st.integers(1, most))
    names = [f"x{i}" for i in range(inputs)]
    made = []
    for u in range(units):
        earlier = names + [unit[0] for unit in made]
        before = list(rng.permutation(earlier)[: rng.integers(0, len(earlier) + 1)])
        weights, bias = rng.normal(size=len(before)).tolist(), float(rng.normal())
        made.append((f"u{u}", before, weights, bias, str(rng.choice(activations))))
    order = rng.permutation(units)
    outputs = list(rng.permutation([*names, *(unit[0] for unit in made)])[: rng.integers(1, 4)])
    return network.from_units(names, [made[u] for u in order], outputs if draw(st.booleans()) else None)


def value_of(net, x, name, known=None):
    """A node's value by its definition, one number at a time."""
    known = dict(zip(net.names, x, strict=False)) if known is None else known
    if name not in known:
        unit = net.unit(name)
        f = unit.bias + math.fsum(
            w * value_of(net, x, before, known) for w, before in zip(unit.weights, unit.inputs, strict=True)
        )
        known[name] = {
            "step": lambda: float(f >= 0),
            "sigmoid": lambda: 1 / (1 + math.exp(-f)),
            "tanh": lambda: math.tanh(f),
            "relu": lambda: max(f, 0.0),
            "identity": lambda: f,
        }[unit.activation]()
    return known[name]


def examples(net, count=3, seed=0):
    return np.random.default_rng(seed).normal(size=(net.inputs, count))


# ---------------------------------------------------------------- a network as data


def test_xor_by_hand_in_any_order():
    for order in itertools.permutations(XOR):
        net = network.from_units(["x1", "x2"], order)
        assert network.evaluate(net, boolean_table(2)).tolist() == [[0, 1, 1, 0]]
        assert [net.names[node] for node in net.outputs] == ["xor"]
        assert net.depth == 2


def test_units_come_back_as_they_were_given():
    net = network.from_units(["x1", "x2"], XOR)
    for unit in XOR:
        assert net.unit(unit[0]) == network.Unit(*unit)
    assert (len(net), net.units, net.nodes, net.edges) == (3, 3, 5, 6)
    assert repr(net) == "<Network: 2 inputs, 3 units, 6 edges>"


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([("a", ["y"], [1])], "reads 'y', which is neither an input nor a unit"),
        ([("a", ["x"], [1]), ("a", ["x"], [1])], "the name 'a' is there twice"),
        ([("x", ["x"], [1])], "the name 'x' is there twice"),
        ([("a", ["x"], [1, 2])], r"1 predecessors and weights of shape \(2,\)"),
        ([("a", ["x"], [])], r"1 predecessors and weights of shape \(0,\)"),
        ([("a", ["x"], 1)], r"weights of shape \(\)"),
        ([("a", ["x", "x"], [1, 1])], "lists a predecessor twice"),
        ([("a", "x", [1])], "its inputs are the text 'x'"),
        ([("a", ["x"])], "is no unit"),
        (["a"], "is no unit"),
        ([("", ["x"], [1])], "is no name"),
        ([(3, ["x"], [1])], "is no name"),
        ([("a", ["x"], [1], 0, "softmax")], "activation is 'softmax'"),
        ([("a", ["x"], [math.nan])], "weights holds NaN"),
        ([("a", ["x"], [1], math.inf)], "biases holds NaN"),
        ([("a", ["a"], [1])], "cycle: a → a"),
        ([("a", ["x", "c"], [1, 1]), ("b", ["a"], [1]), ("c", ["b"], [1])], "cycle: a → b → c → a"),
    ],
)
def test_bad_units_are_refused(units, said):
    with pytest.raises(ValueError, match=said):
        network.from_units(["x"], units)


def test_other_bad_networks_are_refused():
    with pytest.raises(ValueError, match="the text 'x'"):
        network.from_units("x", [])
    with pytest.raises(ValueError, match="output 'z'"):
        network.from_units(["x"], [("a", ["x"], [1])], ["z"])
    with pytest.raises(ValueError, match="there is no unit 'x'"):
        network.from_units(["x"], [("a", ["x"], [1])]).unit("x")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"inputs": -1}, "inputs must be"),
        ({"start": [0, 1]}, "start must rise"),
        ({"start": [0, 2, 1]}, "start must rise"),
        ({"start": [[0, 1, 2]]}, "one axis of whole numbers"),
        ({"source": [0, 1.0]}, "one axis of whole numbers"),
        ({"source": [0, 3]}, "source names nodes from 0 to 3"),
        ({"source": [-1, 0]}, "source names nodes from -1"),
        ({"source": [0, 2]}, "cycle: u2 → u2"),
        ({"weights": [1.0]}, r"weights has shape \(1,\): it must be \(2,\)"),
        ({"biases": [1.0]}, r"biases has shape \(1,\): it must be \(2,\)"),
        ({"weights": ["a", "b"]}, "real numbers"),
        ({"activation": ["step"]}, "1 activations for 2 units"),
        ({"activation": "spline"}, "activation is 'spline'"),
        ({"outputs": [3]}, "outputs names nodes"),
        ({"names": ["a", "b", "a"]}, "3 names, 2 of them different, for 3 nodes"),
        ({"names": ["a", "b", "c", "d"]}, "4 names, 4 of them different, for 3 nodes"),
        ({"start": [0, 0, 2], "source": [0, 0]}, "node 2 reads node 0 twice"),
    ],
)
def test_bad_arrays_are_refused(change, said):
    good = {"inputs": 1, "start": [0, 1, 2], "source": [0, 1], "weights": [1.0, 2.0], "biases": [0.0, 0.0]}
    network.from_arrays(**good)
    with pytest.raises(ValueError, match=said):
        network.from_arrays(**{**good, **change})


def test_nothing_given_is_changed_and_nothing_given_changes_the_network():
    weights = np.array([1.0, 2.0])
    net = network.from_arrays(1, [0, 1, 2], [0, 1], weights, [0.0, 0.0], "identity")
    weights[:] = 7
    assert network.evaluate(net, [1.0]) == 2
    with pytest.raises(ValueError, match="read-only"):
        net.weights[0] = 3
    values = network.forward(net, [1.0])
    kept = values.copy()
    network.backward(net, values, [1.0])
    assert (values == kept).all()


def test_with_parameters_keeps_the_plan_and_the_names():
    net = network.from_units(["x1", "x2"], XOR)
    other = net.with_parameters(2 * net.weights, 2 * net.biases)
    assert other.names == net.names
    assert other.plan is net.plan
    assert network.evaluate(other, boolean_table(2)).tolist() == [[0, 1, 1, 0]]
    with pytest.raises(ValueError, match=r"weights has shape \(5,\): it must be \(6,\)"):
        net.with_parameters(np.ones(5), net.biases)


# ---------------------------------------------------------------- order


@relaxed
@given(st.integers(1, 12), st.data())
def test_the_order_is_valid_for_any_dag(nodes, data):
    pairs = list(itertools.combinations(range(nodes), 2))
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    names = data.draw(st.permutations(range(nodes)))
    edges = [(names[first], names[then]) for first, then in chosen]
    order = network.topological_order(edges, names)
    assert sorted(order) == list(range(nodes))
    for first, then in edges:
        assert order.index(first) < order.index(then)
    assert network.is_topological_order(order, edges, names)
    for other in itertools.islice(itertools.permutations(order), 50):
        valid = all(other.index(first) < other.index(then) for first, then in edges)
        assert network.is_topological_order(other, edges, names) == valid


@relaxed
@given(st.integers(1, 8), st.data())
def test_a_cycle_is_named(nodes, data):
    names = [f"n{i}" for i in range(nodes)]
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names))
    edges = data.draw(st.lists(pair, max_size=12))
    loop = data.draw(st.permutations(names))[: data.draw(st.integers(1, nodes))]
    edges += zip(loop, [*loop[1:], loop[0]], strict=True)
    with pytest.raises(ValueError, match="cycle") as caught:
        network.topological_order(data.draw(st.permutations(edges)))
    cycle = str(caught.value).split(": ")[1].split(" → ")
    assert cycle[0] == cycle[-1]
    assert len(set(cycle)) == len(cycle) - 1
    assert set(itertools.pairwise(cycle)) <= set(edges)


def test_orders_of_networks_and_of_nothing():
    assert network.topological_order([]) == []
    assert network.topological_order([], ["a"]) == ["a"]
    net = network.from_units(["x1", "x2"], reversed(XOR))
    assert network.is_topological_order(network.topological_order(net), net)
    assert network.is_topological_order(["x1", "x2", "or", "nand", "xor"], net)
    assert not network.is_topological_order(["x1", "x2", "or", "xor", "nand"], net)
    assert not network.is_topological_order(["x1", "x2", "or", "nand"], net)
    assert not network.is_topological_order(["x1", "x2", "or", "nand", "xor", "or"], net)
    for edges in ([("a",)], ["ab"], [3]):
        with pytest.raises(ValueError, match="is no edge"):
            network.topological_order(edges)


# ---------------------------------------------------------------- evaluation


@relaxed
@given(networks(), st.integers(1, 4), st.sampled_from(["auto", "numpy", "scipy"]))
def test_values_are_those_of_the_definition(net, count, engine):
    X = examples(net, count)
    values = network.forward(net, X, engine=engine)
    for column, x in zip(values.T, X.T, strict=True):
        for node, name in enumerate(net.names):
            assert column[node] == pytest.approx(value_of(net, x, name), abs=1e-12)
        np.testing.assert_allclose(network.forward(net, x, engine=engine), column, atol=1e-12)
    np.testing.assert_array_equal(network.evaluate(net, X, engine=engine), values[net.outputs])
    np.testing.assert_array_equal(network.evaluate(net, X, every_node=True, engine=engine), values)


@pytest.mark.parametrize("activation", network.ACTIVATIONS)
@pytest.mark.parametrize("depth", [1, 3, 60])
@engines
def test_deep_wide_dense_and_sparse_ways_agree(activation, depth, engine, monkeypatch):
    net = network.random_dag(5, 60, 4, depth=depth, rng=1, activation=activation)
    X, blame = examples(net), np.random.default_rng(2).normal(size=(len(net.outputs), 3))
    values = network.forward(net, X)
    gradients = network.backward(net, values, blame)
    monkeypatch.setattr(plan_module, "_BLOCK", 8)
    monkeypatch.setattr(plan_module, "_SPARSE", 1)
    monkeypatch.setattr(plan_module, "_DENSE", 2.0)  # never
    net = network.random_dag(5, 60, 4, depth=depth, rng=1, activation=activation)
    assert net.plan.is_deep == (depth == 60)
    assert net.depth == depth
    np.testing.assert_allclose(network.forward(net, X, engine=engine), values, atol=1e-13)
    for got, expected in zip(network.backward(net, values, blame, engine=engine), gradients, strict=True):
        np.testing.assert_allclose(got, expected, atol=1e-13)
    singles = []
    for x, column, dL in zip(X.T, values.T, blame.T, strict=True):
        np.testing.assert_allclose(network.forward(net, x, engine=engine), column, atol=1e-13)
        singles.append(network.backward(net, column, dL, engine=engine))
    np.testing.assert_allclose(np.column_stack([one.nodes for one in singles]), gradients.nodes, atol=1e-13)
    np.testing.assert_allclose(sum(one.weights for one in singles), gradients.weights, atol=1e-13)
    np.testing.assert_allclose(sum(one.biases for one in singles), gradients.biases, atol=1e-13)


def test_many_examples_are_evaluated_in_pieces(monkeypatch):
    monkeypatch.setattr(graph_module, "_CHUNK", 1)
    table = network.random_table(8, rng=3)
    for build in (network.from_truth_table, network.from_decision_diagram, network.from_halves):
        assert (network.evaluate(build(table), boolean_table(8))[0] == table).all()


@dtypes
@pytest.mark.parametrize("shape", [(3,), (3, 4)])
@pytest.mark.parametrize("depth", [2, 300])
def test_the_type_is_kept(dtype, shape, depth):
    net = network.random_dag(3, 300, 4, depth=depth, rng=0)
    values = network.forward(net, np.ones(shape, dtype))
    assert values.dtype == dtype
    assert network.evaluate(net, np.ones(shape, dtype)).dtype == dtype
    gradients = network.backward(net, values, np.ones((len(net.outputs), *shape[1:])))
    assert {array.dtype for array in gradients} == {np.dtype(dtype)}
    assert network.forward(net, np.ones(shape, int)).dtype == np.float64


def test_whole_numbers_in_whole_numbers_out():
    net = network.from_units(["x1", "x2"], XOR)
    assert network.evaluate(net, [1, 0]).dtype == np.int64
    assert network.evaluate(net, [True, False]).tolist() == [1]
    assert network.evaluate(net, np.array([1.0, 0.0], np.float32)).dtype == np.float32
    soft = network.from_units(["x"], [("g", ["x"], [1], 0, "sigmoid")])
    assert network.evaluate(soft, [0]).tolist() == [0.5]


def test_step_of_zero_is_one_and_the_sigmoid_never_overflows():
    net = network.from_units(["x"], [("hard", ["x"], [1]), ("soft", ["x"], [1], 0, "sigmoid")])
    with np.errstate(all="raise", under="ignore"):
        values = network.evaluate(net, [[0.0, -1e4, 1e4]])
    assert values.tolist() == [[1, 0, 1], [0.5, 0, 1]]
    deep = network.random_dag(1, 300, 1, depth=300, rng=0).with_parameters(np.full(300, 1e5), np.full(300, -1e5))
    assert np.isfinite(network.forward(deep, [1e4])).all()


def test_networks_without_units_edges_or_inputs():
    wire = network.from_units(["a", "b"], [], ["b"])
    assert network.evaluate(wire, [[1, 2], [3, 4]]).tolist() == [[3, 4]]
    assert network.backward(wire, network.forward(wire, [1.0, 2.0]), [5.0]).nodes.tolist() == [0, 5]
    constant = network.from_units([], [("one", [], [], 0.5)])
    assert network.evaluate(constant, np.zeros((0, 3))).tolist() == [[1, 1, 1]]
    assert network.evaluate(constant, np.zeros(0)).tolist() == [1]
    mixed = network.from_units(["x"], [("c", [], [], 2, "identity"), ("s", ["c", "x"], [3, 1], 0, "identity")])
    assert network.evaluate(mixed, [[1.0, 2.0]]).tolist() == [[7, 8]]


@pytest.mark.parametrize(
    ("X", "said"),
    [
        (np.zeros(3), r"X has shape \(3,\) and the network 2 inputs"),
        (np.zeros((3, 2)), r"X has shape \(3, 2\) and the network 2 inputs"),
        (np.zeros((2, 2, 2)), "X has shape"),
        (np.zeros((2, 0)), "at least one example"),
        ([1.0, math.nan], "finite"),
        (["a", "b"], "real numbers"),
    ],
)
def test_bad_inputs_are_refused(X, said):
    net = network.from_units(["x1", "x2"], XOR)
    for use in (network.evaluate, network.forward):
        with pytest.raises(ValueError, match=said):
            use(net, X)


def test_unknown_engines_and_wrong_rows_are_refused():
    net = network.from_units(["x1", "x2"], XOR)
    with pytest.raises(ValueError, match="engine is 'gpu'"):
        network.evaluate(net, [0, 0], engine="gpu")
    with pytest.raises(ValueError, match=r"shape \(3,\) and the network 5 nodes"):
        network.by_name(net, [1, 2, 3])
    assert network.by_name(net, [1, 0, 1, 1, 1])["x2"] == 0


# ---------------------------------------------------------------- boolean functions

BUILDERS = {
    "truth table": network.from_truth_table,
    "decision diagram": network.from_decision_diagram,
    "halves": network.from_halves,
    "nands": network.from_nands,
}


def assert_computes(table, n):
    X = boolean_table(n)
    price = network.price(table)
    for name, build in BUILDERS.items():
        net = build(table)
        assert (network.evaluate(net, X)[0] == table).all(), name
        assert net.units == price[name], name
        assert not net.kinds.any()
    return price


def table_of(number, n):
    return (number >> np.arange(2**n)) & 1


@pytest.mark.parametrize("n", [1, 2, 3])
def test_all_functions_of_up_to_three_inputs_by_every_construction(n):
    X = boolean_table(n)
    for number in range(2**2**n):
        table = table_of(number, n)
        price = assert_computes(table, n)
        best = network.smallest(table)
        assert (network.evaluate(best, X)[0] == table).all()
        assert best.units == network.minimum_units(n)[number] <= 2
        assert best.units <= min(price["truth table"], price["halves"])
        assert price["decision diagram"] >= best.units or price["decision diagram"] == 0  # 0: an input, as it is


def test_a_thousand_functions_of_four_inputs_by_every_construction():
    minimum, X = network.minimum_units(4), boolean_table(4)
    for number in np.random.default_rng(4).choice(2**16, 1000, replace=False):
        table = table_of(number, 4)
        assert_computes(table, 4)
        best = network.smallest(table)
        assert (network.evaluate(best, X)[0] == table).all()
        assert best.units == minimum[number]


def test_the_smallest_networks_of_four_inputs():
    minimum = network.minimum_units(4)
    assert np.bincount(minimum).tolist() == [0, 1882, 50284, 13370]
    X, rng = boolean_table(4), np.random.default_rng(5)
    for units in (1, 2, 3):
        for number in rng.choice(np.flatnonzero(minimum == units), 15, replace=False):
            net = network.smallest(table_of(number, 4))
            assert net.units == units
            assert (network.evaluate(net, X)[0] == table_of(number, 4)).all()


def test_the_counts_of_threshold_functions():
    counts = [len(network.threshold_functions(n).tables) for n in range(1, 6)]
    assert counts == [4, 14, 104, 1882, 94572]  # OEIS A000609
    assert [np.bincount(network.minimum_units(n)).tolist() for n in (1, 2, 3)] == [[0, 4], [0, 14, 2], [0, 104, 152]]
    functions = network.threshold_functions(4)
    answers = functions.weights @ boolean_table(4) + functions.biases[:, None] >= 0
    assert (answers @ 2 ** np.arange(16) == functions.tables).all()
    assert np.abs(functions.weights @ boolean_table(4) + functions.biases[:, None]).min() == 0.5


def test_one_perceptron_functions_are_the_separable_ones():
    from utils.perceptron import is_separable

    single = set(network.threshold_functions(3).tables.tolist())
    for number in range(256):
        assert (number in single) == is_separable(boolean_table(3), table_of(number, 3))


@relaxed
@given(st.integers(5, 9), st.integers(0, 2**32), st.floats(0, 1))
def test_larger_functions_and_their_price(n, seed, share):
    table = (np.random.default_rng(seed).random(2**n) < share).astype(int)
    price = assert_computes(table, n)
    assert price["truth table"] == table.sum() + 1
    assert price["halves"] <= 2 ** (n // 2) + 2 ** (n - n // 2) + 1


def test_the_figures_for_sixteen_inputs():
    table = network.random_table(16, 562)
    price = network.price(table)
    assert price == {"truth table": 32779, "decision diagram": 15672, "halves": 513, "nands": 32795}
    answers = network.evaluate(network.from_halves(table), boolean_table(16, np.float32))
    assert (answers[0] == table).all()
    some = np.random.default_rng(0).integers(0, 2**16, 200)
    for build in (network.from_truth_table, network.from_decision_diagram):
        assert (network.evaluate(build(table), boolean_table(16, np.float32)[:, some])[0] == table[some]).all()


@pytest.mark.parametrize("n", range(1, 12))
def test_parity(n):
    table = network.parity_table(n)
    X = boolean_table(n)
    assert (table == X.sum(axis=0) % 2).all()
    nets = {n + 1: network.parity_layered(n), int(math.log2(n)) + 1: network.parity_counting(n)}
    if n > 1:
        nets |= {3 * (n - 1): network.parity_chain(n), 4 * n - 5: network.from_decision_diagram(table)}
        assert network.price(table)["truth table"] == 2 ** (n - 1) + 1
        assert nets[4 * n - 5].units == 4 * n - 5
        assert network.parity_chain(n).units == 3 * (n - 1)
    assert network.parity_layered(n).units == n + 1
    assert network.parity_counting(n).units == int(math.log2(n)) + 1
    for net in nets.values():
        assert (network.evaluate(net, X)[0] == table).all()


def test_parity_of_sixteen_inputs_in_five_perceptrons():
    net = network.parity_counting(16)
    assert net.units == 5
    assert (network.evaluate(net, boolean_table(16, np.float32))[0] == network.parity_table(16)).all()


def test_tables():
    for n in (1, 2, 5):
        assert (network.majority_table(n) == (boolean_table(n).mean(axis=0) > 0.5)).all()
    X = boolean_table(6)
    chosen = 2 + 2 * X[0] + X[1]
    assert (network.multiplexer_table(2) == X[chosen, np.arange(64)]).all()
    assert len(network.multiplexer_table(3)) == 2**11
    assert (network.random_table(6, 1) == network.random_table(6, np.random.default_rng(1))).all()
    assert set(network.random_table(6, 1)) == {0, 1}


@pytest.mark.parametrize("table", [[0, 1, 1], [1], [], [[0, 1]], [0, 2], [0, math.nan], ["0", "1"]])
def test_bad_tables_are_refused(table):
    for use in (*BUILDERS.values(), network.smallest, network.price):
        with pytest.raises(ValueError, match="table"):
            use(table)


@pytest.mark.parametrize(
    "call",
    [
        lambda: network.smallest([0] * 32),
        lambda: network.minimum_units(5),
        lambda: network.threshold_functions(6),
        lambda: network.parity_table(25),
        lambda: network.multiplexer_table(5),
        lambda: network.random_table(3, None),
        lambda: network.parity_chain(1),
        lambda: network.parity_counting(0),
        lambda: network.parity_layered(2.0),
        lambda: network.ripple_carry_adder(0),
        lambda: network.full_adder("nor"),
        lambda: network.ripple_carry_adder(1, "nor"),
        lambda: network.gate("xor", "g", "a", "b"),
        lambda: network.gate("not", "g", "a", "b"),
        lambda: network.ladder(0),
        lambda: network.diamonds(1.5),
        lambda: network.random_dag(1, 2, 1, depth=3, rng=0),
        lambda: network.random_dag(1, 2, 1, depth=1, rng=None),
        lambda: network.random_dag(1, 2, 0, depth=1, rng=0),
        lambda: network.from_layers([], []),
        lambda: network.from_layers([[[1, 2]]], [[0, 0]]),
        lambda: network.from_layers([[[1, 2]], [[1, 2]]], [[0], [0]]),
        lambda: network.from_layers([[[1, 2]]], [[0]], ["tanh", "tanh"]),
        lambda: network.draw(network.from_truth_table(network.parity_table(9))),
        lambda: network.draw(network.ladder(1), values=[1, 2]),
        lambda: network.describe(network.ladder(1), blame=[[1], [2]]),
    ],
)
def test_other_bad_calls_are_refused(call):
    with pytest.raises(ValueError, match=r"\w{3}"):
        call()


# ---------------------------------------------------------------- circuits


def test_gates():
    X, bits = boolean_table(3), ["a", "b", "c"]
    expected = {"and": X.all(0), "or": X.any(0), "nand": ~X.all(0), "nor": ~X.any(0)}
    for kind, answers in expected.items():
        net = network.from_units(bits, [network.gate(kind, "g", *bits)])
        assert (network.evaluate(net, X)[0] == answers).all()
    for k in range(5):
        net = network.from_units(bits, [network.at_least(k, "g", *bits)])
        assert (network.evaluate(net, X)[0] == (X.sum(axis=0) >= k)).all()
    assert network.evaluate(network.from_units(["a"], [network.gate("not", "g", "a")]), [[0, 1]]).tolist() == [[1, 0]]


def is_nand(net):
    units = [net.unit(name) for name in net.names[net.inputs :]]
    return all(set(unit.weights) == {-1} and unit.bias == len(unit.inputs) - 0.5 for unit in units)


@pytest.mark.parametrize(("gates", "half", "full"), [("nand", 5, 9), ("perceptron", 2, 2)])
def test_adders(gates, half, full):
    two = network.evaluate(network.half_adder(), boolean_table(2))
    assert ([2, 1] @ two == boolean_table(2).sum(axis=0)).all()
    adder = network.full_adder(gates)
    assert adder.units == full
    assert ([2, 1] @ network.evaluate(adder, boolean_table(3)) == boolean_table(3).sum(axis=0)).all()
    for n in (1, 2, 4):
        adder = network.ripple_carry_adder(n, gates)
        assert adder.units == half + (n - 1) * full
        assert is_nand(adder) == (gates == "nand")
        sums = 2 ** np.arange(n, -1, -1) @ network.evaluate(adder, boolean_table(2 * n))
        a, b = np.divmod(np.arange(4**n), 2**n)
        assert (sums == a + b).all()
    assert is_nand(network.half_adder())
    assert is_nand(network.from_nands([0, 1, 1, 0, 1, 0, 0, 1]))


# ---------------------------------------------------------------- backpropagation


def loss(net, X, c):
    return float((c * network.forward(net, X)[net.outputs]).sum())


@relaxed
@given(networks(SMOOTH), st.integers(1, 3))
def test_gradients_against_central_differences(net, count):
    X, h = examples(net, count), 1e-5
    c = np.random.default_rng(1).normal(size=(len(net.outputs), count))
    gradients = network.backward(net, network.forward(net, X), c)
    for place in range(net.edges):
        bump = np.eye(net.edges)[place] * h
        up, down = (loss(net.with_parameters(net.weights + sign * bump, net.biases), X, c) for sign in (1, -1))
        assert gradients.weights[place] == pytest.approx((up - down) / (2 * h), rel=1e-6, abs=1e-7)
    for place in range(net.units):
        bump = np.eye(net.units)[place] * h
        up, down = (loss(net.with_parameters(net.weights, net.biases + sign * bump), X, c) for sign in (1, -1))
        assert gradients.biases[place] == pytest.approx((up - down) / (2 * h), rel=1e-6, abs=1e-7)
    for place in np.ndindex(X.shape):
        bump = np.zeros_like(X)
        bump[place] = h
        slope = (loss(net, X + bump, c) - loss(net, X - bump, c)) / (2 * h)
        assert gradients.nodes[place] == pytest.approx(slope, rel=1e-6, abs=1e-7)


@relaxed
@given(networks(most=7))
def test_gradients_are_sums_over_paths(net):
    values = network.forward(net, examples(net, 1)[:, 0])
    dL = np.random.default_rng(1).normal(size=len(net.outputs))
    gradients = network.backward(net, values, dL)
    for node, name in enumerate(net.names):
        assert network.path_sum_gradient(net, values, dL, name) == pytest.approx(gradients.nodes[node], abs=1e-12)


def test_a_step_passes_no_blame_and_relu_none_at_its_kink():
    units = [("s", ["x"], [1]), ("r", ["x"], [1], 0, "relu"), ("y", ["s", "r"], [1, 1], 0, "identity")]
    net = network.from_units(["x"], units)
    gradients = network.backward(net, network.forward(net, [[2.0, 0.0, -2.0]]), [[1.0, 1.0, 1.0]])
    assert gradients.nodes[0].tolist() == [1, 0, 0]
    assert gradients.biases.tolist() == [0, 1, 3]


@relaxed
@given(networks())
def test_every_edge_is_visited_exactly_twice(net):
    visits = np.zeros(net.edges, int)
    values = network.forward(net, examples(net, 2), visits=visits)
    assert (visits == 1).all()
    network.backward(net, values, np.ones((len(net.outputs), 2)), visits=visits)
    assert (visits == 2).all()


@pytest.mark.parametrize("depth", [3, 400])
def test_visits_are_counted_for_wide_and_deep_networks_and_one_example(depth):
    net = network.random_dag(3, 400, 5, depth=depth, rng=0)
    visits = np.zeros(net.edges, int)
    values = network.forward(net, np.ones(3), visits=visits)
    counted = network.backward(net, values, np.ones(len(net.outputs)), visits=visits)
    assert (visits == 2).all()
    plain = network.backward(net, network.forward(net, np.ones(3)), np.ones(len(net.outputs)))
    np.testing.assert_allclose(counted.weights, plain.weights, atol=1e-14)


def test_an_output_may_be_named_twice_and_be_read_by_others():
    net = network.from_units(["x"], [("a", ["x"], [2], 0, "identity"), ("b", ["a"], [3], 0, "identity")], list("aab"))
    assert network.backward(net, network.forward(net, [1.0]), [1.0, 10.0, 100.0]).nodes.tolist() == [622, 311, 100]


@pytest.mark.parametrize(
    ("values", "dL", "said"),
    [
        (np.zeros(4), [1.0], r"values has shape \(4,\)"),
        (np.zeros(5, int), [1.0], "holds int64"),
        (np.zeros((5, 2)), [1.0], r"dL has shape \(1,\) and values \(5, 2\): dL must be \(1, 2\)"),
        (np.zeros(5), 1.0, r"dL has shape \(\)"),
        (np.full(5, math.nan), [1.0], "values holds NaN"),
        (np.zeros(5), [math.inf], "dL holds"),
    ],
)
def test_bad_values_and_blame_are_refused(values, dL, said):
    net = network.from_units(["x1", "x2"], XOR)
    with pytest.raises(ValueError, match=said):
        network.backward(net, values, dL)
    with pytest.raises(ValueError, match=said):
        network.path_sum_gradient(net, values, dL, "x1")


def test_other_bad_calls_of_backpropagation_are_refused():
    net = network.from_units(["x1", "x2"], XOR)
    with pytest.raises(ValueError, match="visits has shape"):
        network.forward(net, [0, 0], visits=np.zeros(5, int))
    with pytest.raises(ValueError, match="one example"):
        network.path_sum_gradient(net, np.zeros((5, 1)), [[1.0]], "x1")
    with pytest.raises(ValueError, match="no node 'z'"):
        network.path_sum_gradient(net, np.zeros(5), [1.0], "z")
    for use in (network.count_paths, lambda *given: list(network.paths(*given))):
        with pytest.raises(ValueError, match="no node 'z'"):
            use([("a", "b")], "a", "z")
        with pytest.raises(ValueError, match="cycle"):
            use([("a", "b"), ("b", "a")], "a", "b")


# ---------------------------------------------------------------- paths and shapes


@relaxed
@given(networks())
def test_paths_are_counted_as_they_are_listed(net):
    for start, end in itertools.product(net.names, net.names):
        listed = list(network.paths(net, start, end))
        assert network.count_paths(net, start, end) == len(listed) == len({tuple(path) for path in listed})
        for path in listed:
            assert (path[0], path[-1]) == (start, end)


@pytest.mark.parametrize("k", [1, 2, 7])
def test_ladders_and_diamonds_are_full_of_paths(k):
    for net, end in ((network.ladder(k), "y"), (network.diamonds(k), f"c{k}")):
        assert net.edges == 4 * k
        assert network.count_paths(net, "x", end) == 2**k
    assert network.count_paths(network.ladder(100), "x", "y") == 2**100


def test_random_dags_are_what_was_asked_for():
    for inputs, units, fan_in, depth in [(1, 1, 1, 1), (3, 10, 2, 5), (4, 30, 7, 30), (2, 9, 20, 3), (50, 10, 3, 1)]:
        net = network.random_dag(inputs, units, fan_in, depth=depth, rng=0, dtype=np.float32)
        assert (net.inputs, net.units, net.depth) == (inputs, units, depth)
        assert np.diff(net.start).max() <= fan_in
        assert net.weights.dtype == np.float32
        assert net.plan.order is None


def test_an_mlp_as_a_dag_is_the_mlp():
    rng = np.random.default_rng(0)
    sizes = [4, 7, 1, 3]
    W = [rng.normal(size=(out, into)) for into, out in itertools.pairwise(sizes)]
    b = [rng.normal(size=(out, 1)) for out in sizes[1:]]
    X = rng.normal(size=(4, 6))
    net = network.from_layers(W, b, ["tanh", "relu", "identity"])
    G1 = np.tanh(W[0] @ X + b[0])
    G2 = np.maximum(W[1] @ G1 + b[1], 0)
    G3 = W[2] @ G2 + b[2]
    values = network.forward(net, X)
    np.testing.assert_allclose(values, np.vstack([X, G1, G2, G3]), atol=1e-12)
    dF3 = rng.normal(size=G3.shape)
    dF2 = (W[2].T @ dF3) * (G2 > 0)
    dF1 = (W[1].T @ dF2) * (1 - G1**2)
    gradients = network.backward(net, values, dF3)
    dW = [dF1 @ X.T, dF2 @ G1.T, dF3 @ G2.T]
    np.testing.assert_allclose(gradients.weights, np.concatenate([matrix.ravel() for matrix in dW]), atol=1e-12)
    np.testing.assert_allclose(gradients.biases, np.concatenate([dF.sum(axis=1) for dF in (dF1, dF2, dF3)]), atol=1e-12)
    np.testing.assert_allclose(gradients.nodes[:4], W[0].T @ dF1, atol=1e-12)
    assert all(level.full for level in net.plan.levels)


# ---------------------------------------------------------------- drawing


@relaxed
@given(networks())
def test_any_small_network_can_be_drawn_and_described(net):
    values = network.forward(net, examples(net, 1)[:, 0])
    blame = network.backward(net, values, np.ones(len(net.outputs))).nodes
    figure = network.draw(net, values, blame, title="t")
    axes = figure.axes[0]
    assert axes.get_title() == "t"
    assert not axes.axison
    assert len(axes.patches) == net.edges
    assert len(axes.lines) == net.nodes
    said = network.describe(net, values, blame)
    assert all(name in said for name in net.names)


def test_levels_are_columns_whatever_the_order_of_the_units():
    from utils.network.drawing import _places

    for order in itertools.permutations(XOR):
        net = network.from_units(["x1", "x2"], order)
        across = dict(zip(net.names, _places(net)[:, 0], strict=True))
        assert across["x1"] == across["x2"] < across["or"] == across["nand"] < across["xor"]
        assert len({tuple(place) for place in _places(net)}) == net.nodes


def test_the_picture_shows_signs_values_and_blame():
    from matplotlib.colors import to_hex
    from matplotlib.figure import Figure

    axes = Figure().add_subplot()
    net = network.from_units(["x"], [("g", ["x"], [-2], 1, "sigmoid")])
    figure = network.draw(net, [1.0, 0.269], [0.5, 1.0], ax=axes)
    assert figure is axes.figure
    written = {text.get_text() for text in axes.texts}
    assert {"−2", "1", "0.269", "∂L 0.5", "∂L 1", "g\nsigmoid, b = 1"} <= written
    assert to_hex(axes.patches[0].get_edgecolor()).upper() == "#0072B2"
    figure.savefig(__import__("io").BytesIO())
