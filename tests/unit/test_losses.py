"""Losses against their formulas, their gradients against differences, and the table of pairs against the chain rule."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from utils import activations, losses
from utils.gradients import gradient_check, numerical_gradient

COURSE = settings(deadline=None, max_examples=30)  # a busy machine is no failure
dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])
SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 5))  # width 1, batch 1 and non-square ones among them
ELEMENTWISE = [
    (losses.mse, losses.mse_gradient),
    (losses.hinge, losses.hinge_gradient),
    (losses.nll1, losses.nll1_gradient),
]
FROM_LOGITS = [*ELEMENTWISE, (losses.cross_entropy, losses.cross_entropy_gradient)]
FROM_PROBABILITIES = [
    (losses.nll1_from_probabilities, losses.nll1_from_probabilities_gradient),
    (losses.cross_entropy_from_probabilities, losses.cross_entropy_from_probabilities_gradient),
]
COSINE = (losses.cosine, losses.cosine_gradient)
ALL = [*FROM_LOGITS, *FROM_PROBABILITIES, COSINE]


def over(pairs):
    return pytest.mark.parametrize(("loss", "gradient"), pairs, ids=[pair[0].__name__ for pair in pairs])


def batch(loss, shape, seed=0, soft=False):
    """F and Y as this loss wants them, away from kinks."""
    rng = np.random.default_rng(seed)
    F = rng.normal(size=shape)
    if "probabilities" in loss.__name__:
        F = rng.uniform(0.05, 0.95, shape)
    if loss in (losses.mse, losses.cosine):
        return F, rng.normal(size=shape)
    if loss is losses.hinge:
        Y = rng.choice([-1.0, 1.0], shape)
        return F + (abs(Y * F - 1) < 0.01) * 0.1, Y
    if "nll1" in loss.__name__:
        return F, rng.uniform(size=shape) if soft else rng.choice([0.0, 1.0], shape)
    if soft:
        return F, activations.softmax(rng.normal(size=shape))
    return F, losses.one_hot(rng.integers(0, shape[0], shape[1]), shape[0])


# ---------------------------------------------------------------- laws of all


@over(ALL)
@COURSE
@given(shape=SHAPES, seed=st.integers(0, 999), soft=st.booleans())
def test_gradients_against_central_differences(loss, gradient, shape, seed, soft):
    F, Y = batch(loss, shape, seed, soft)
    kept = F.copy(), Y.copy()
    value, dF = loss(F, Y), gradient(F, Y)
    assert type(value) is float
    assert dF.shape == shape
    np.testing.assert_allclose(dF, numerical_gradient(lambda F: loss(F, Y), F, step=1e-5), atol=1e-7, rtol=1e-6)
    assert (kept[0] == F).all()
    assert (kept[1] == Y).all()


@over(ALL)
@COURSE
@given(shape=SHAPES, seed=st.integers(0, 999))
def test_the_loss_is_the_mean_over_examples(loss, gradient, shape, seed):
    F, Y = batch(loss, shape, seed)
    n = shape[1]
    alone = [(F[:, j : j + 1], Y[:, j : j + 1]) for j in range(n)]
    assert loss(F, Y) == pytest.approx(np.mean([loss(f, y) for f, y in alone]), rel=1e-12)
    np.testing.assert_allclose(gradient(F, Y), np.hstack([gradient(f, y) for f, y in alone]) / n, atol=1e-14)


@over(ALL)
@dtypes
def test_gradients_keep_the_type_of_F(loss, gradient, dtype):
    F, Y = batch(loss, (3, 4))
    single = gradient(F.astype(dtype), Y)
    assert single.dtype == dtype
    np.testing.assert_allclose(single, gradient(F, Y), rtol=1e-4, atol=1e-6)
    assert loss(F.astype(dtype), Y) == pytest.approx(loss(F, Y), rel=1e-5)
    if "cross_entropy" in loss.__name__:
        assert gradient(F.astype(dtype), losses.from_one_hot(Y)).dtype == dtype


@over(ALL)
def test_lists_of_whole_numbers_are_read(loss, gradient):
    Y = [[1, -1], [1, 1]] if loss is losses.hinge else [[1, 0], [0, 1]]
    F = [[1, 0], [0, 1]]
    if "probabilities" not in loss.__name__:
        assert math.isfinite(loss(F, Y))
        assert gradient(F, Y).dtype == np.float64


@over(ALL)
def test_shapes_that_do_not_match_are_refused_by_name(loss, gradient):
    F, Y = batch(loss, (3, 4))
    for f, y in [(F, Y[:, :3]), (F, Y.T), (F, Y[:2]), (F[None], Y[None]), (F, Y[:1])]:
        for function in (loss, gradient):
            with pytest.raises(ValueError, match="shape") as refused:
                function(f, y)
            assert str(f.shape) in str(refused.value)
            assert str(y.shape) in str(refused.value)


@over(ALL)
def test_an_empty_batch_is_refused(loss, gradient):
    for function in (loss, gradient):
        with pytest.raises(ValueError, match="at least one example"):
            function(np.zeros((3, 0)), np.zeros((3, 0)))


@over(ALL)
def test_what_is_no_real_number_is_refused(loss, gradient):
    for function in (loss, gradient):
        with pytest.raises(ValueError, match="real numbers"):
            function([[1j]], [[1.0]])
        with pytest.raises(ValueError, match=r"real numbers|NaN"):
            function([[0.5]], [["1"]])


@over(ELEMENTWISE)
def test_one_output_may_come_without_its_axis(loss, gradient):
    F, Y = batch(loss, (1, 5))
    assert loss(F[0], Y[0]) == loss(F, Y)
    assert (gradient(F[0], Y[0]) == gradient(F, Y)[0]).all()
    with pytest.raises(ValueError, match=r"\(1, 5\).*\(5,\)"):
        loss(F, Y[0])  # broadcasting would make 5 × 5 of these in the other order


@over(FROM_LOGITS)
def test_nan_is_let_through(loss, gradient):
    F, Y = batch(loss, (2, 3))
    F[0, 0] = math.nan
    assert math.isnan(loss(F, Y))
    if loss is not losses.hinge:
        assert np.isnan(gradient(F, Y)).any()


@over(FROM_LOGITS)
@dtypes
def test_logits_of_ten_thousand(loss, gradient, dtype):
    Y = np.array([[1, 1, -1, -1]]) if loss is losses.hinge else np.array([[1, 1, 0, 0]])
    F = np.array([[1e4, -1e4, 1e4, -1e4]], dtype)
    if loss is losses.cross_entropy:
        F, Y = np.vstack([F, -F]), np.array([0, 0, 1, 1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value, dF = loss(F, Y), gradient(F, Y)
    per_example = {"mse": 1e8 - 1e4, "hinge": 5000.5, "nll1": 5000, "cross_entropy": 10000}[loss.__name__]
    assert value == pytest.approx(per_example + (0.5 if loss is losses.mse else 0), rel=1e-3)
    assert np.isfinite(dF).all()
    if loss is not losses.mse:
        assert dF[0] == pytest.approx([0, -0.25, 0.25, 0])


# ---------------------------------------------------------------- one by one


def test_values_by_hand():
    assert losses.mse([[1.0, 2.0], [0.0, 3.0]], [[0.0, 2.0], [2.0, 0.0]]) == (1 + 4 + 9) / 2
    assert losses.hinge([[2.0, 0.25], [-1.0, 0.0]], [[1, -1], [1, 1]]) == (0 + 1.25 + 2 + 1) / 2
    assert losses.nll1([[0.0]], [[1]]) == pytest.approx(math.log(2))
    assert losses.nll1([[math.log(3)]], [[0.5]]) == pytest.approx(-0.5 * math.log(0.75) - 0.5 * math.log(0.25))
    assert losses.cross_entropy([[math.log(3)], [0.0]], [1]) == pytest.approx(math.log(4))
    assert losses.cosine([[1.0], [0.0]], [[1.0], [1.0]]) == pytest.approx(1 - math.sqrt(0.5))


def test_mse_has_no_half_and_no_mean_over_outputs():
    assert losses.mse([[3.0], [4.0]], [[0.0], [0.0]]) == 25
    assert losses.mse_gradient([[3.0], [4.0]], [[0.0], [0.0]]).ravel().tolist() == [6, 8]


def test_hinge_at_the_kink_and_with_the_wrong_labels():
    assert losses.hinge_gradient([[1.0, -1.0]], [[1, -1]]).tolist() == [[0, 0]]
    for Y in ([[0, 1]], [[0.5, 1]], [[math.nan, 1]]):
        with pytest.raises(ValueError, match=r"−1 and \+1.*2 \* Y - 1"):
            losses.hinge([[1.0, 1.0]], Y)


def test_nll1_loses_no_small_loss():
    assert losses.nll1([[40.0]], [[1]]) == pytest.approx(math.exp(-40), rel=1e-12, abs=0)
    assert losses.nll1([[-40.0]], [[0]]) == pytest.approx(math.exp(-40), rel=1e-12, abs=0)


@pytest.mark.parametrize("Y", [[[-1, 1]], [[2, 1]], [[math.nan, 1]]])
def test_nll1_refuses_labels(Y):
    for function in (losses.nll1, losses.nll1_gradient, losses.nll1_from_probabilities):
        with pytest.raises(ValueError, match="0 and 1"):
            function([[0.5, 0.5]], Y)


def test_certain_and_wrong_is_infinite_and_silent():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert losses.nll1_from_probabilities([[0.0]], [[1]]) == math.inf
        assert losses.nll1_from_probabilities([[0.0, 1.0]], [[0, 1]]) == 0
        assert losses.nll1_from_probabilities_gradient([[0.0, 1.0]], [[0, 1]]).tolist() == [[0.5, -0.5]]
        assert losses.cross_entropy_from_probabilities([[0.0], [1.0]], [0]) == math.inf
        assert losses.cross_entropy_from_probabilities([[0.0], [1.0]], [1]) == 0
        assert losses.cross_entropy_from_probabilities_gradient([[0.0], [1.0]], [0])[0, 0] == -math.inf


@over(FROM_PROBABILITIES)
@pytest.mark.parametrize("bad", [-0.1, 1.1, 5.0])
def test_logits_are_not_taken_for_probabilities(loss, gradient, bad):
    for function in (loss, gradient):
        with pytest.raises(ValueError, match="logits"):
            function([[bad], [0.5]], [[1], [0]])


@COURSE
@given(SHAPES, st.integers(0, 999))
def test_cross_entropy_takes_labels_or_columns(shape, seed):
    F, Y = batch(losses.cross_entropy, shape, seed)
    labels = losses.from_one_hot(Y)
    assert losses.cross_entropy(F, labels) == losses.cross_entropy(F, Y)
    assert (losses.cross_entropy_gradient(F, labels) == losses.cross_entropy_gradient(F, Y)).all()
    P = activations.softmax(F)
    assert losses.cross_entropy_from_probabilities(P, labels) == losses.cross_entropy_from_probabilities(P, Y)
    by_hand = np.mean([-math.log(math.exp(f[t]) / np.exp(f).sum()) for f, t in zip(F.T, labels, strict=True)])
    assert losses.cross_entropy(F, labels) == pytest.approx(by_hand, rel=1e-10, abs=1e-14)


@COURSE
@given(SHAPES, st.floats(-1e4, 1e4))
def test_cross_entropy_does_not_see_a_shift(shape, shift):
    F, Y = batch(losses.cross_entropy, shape)
    assert losses.cross_entropy(F + shift, Y) == pytest.approx(losses.cross_entropy(F, Y), abs=1e-10)


@pytest.mark.parametrize("labels", [[0, 3], [-1, 0], [0.5, 1], [math.nan, 1], ["a", "b"]])
def test_labels_that_are_no_classes(labels):
    for function in (losses.cross_entropy, losses.cross_entropy_gradient):
        with pytest.raises(ValueError, match="classes 0 … 2; they also hold"):
            function(np.zeros((3, 2)), labels)
    with pytest.raises(ValueError, match="classes 0 … 2; they also hold"):
        losses.one_hot(labels, 3)


@pytest.mark.parametrize("Y", [[[1, 1], [1, 0]], [[2, 1], [-1, 0]], [[0, 1], [0, 0]], [[math.nan, 1], [0, 0]]])
def test_columns_that_are_no_distributions(Y):
    with pytest.raises(ValueError, match="each column of Y"):
        losses.cross_entropy(np.zeros((2, 2)), Y)


def test_float32_distributions_of_many_classes_are_accepted():
    Y = activations.softmax(np.random.default_rng(0).normal(size=(5000, 2)).astype(np.float32))
    assert math.isfinite(losses.cross_entropy(np.zeros((5000, 2), np.float32), Y))


def test_nll_is_cross_entropy():
    assert losses.nll is losses.cross_entropy
    assert losses.nll_gradient is losses.cross_entropy_gradient


def test_two_classes_are_one_sigmoid():
    """Softmax of (f, 0) is the sigmoid of f, so both losses and both gradients agree."""
    F, Y = batch(losses.nll1, (1, 6))
    two = np.vstack([F, 0 * F])
    labels = (1 - Y[0]).astype(int)
    assert losses.cross_entropy(two, labels) == pytest.approx(losses.nll1(F, Y), rel=1e-12)
    np.testing.assert_allclose(losses.cross_entropy_gradient(two, labels)[:1], losses.nll1_gradient(F, Y), atol=1e-14)


# ---------------------------------------------------------------- cosine


@COURSE
@given(SHAPES, st.integers(0, 999), st.floats(-100, 100))
def test_cosine_laws(shape, seed, exponent):
    F, Y = batch(losses.cosine, shape, seed)
    similarity = losses.cosine_similarity(F, Y)
    by_hand = [f @ y / (np.linalg.norm(f) * np.linalg.norm(y)) for f, y in zip(F.T, Y.T, strict=True)]
    np.testing.assert_allclose(similarity, by_hand, atol=1e-14)
    assert losses.cosine(F, Y) == pytest.approx(1 - np.mean(by_hand), abs=1e-13)
    # Lengths do not count, not even lengths whose squares overflow or vanish.
    scale = 10.0 ** (2 * exponent)
    np.testing.assert_allclose(losses.cosine_similarity(scale * F, Y), similarity, atol=1e-13)
    np.testing.assert_allclose(losses.cosine_gradient(scale * F, Y) * scale, losses.cosine_gradient(F, Y), atol=1e-12)
    # The gradient is at right angles to f.
    np.testing.assert_allclose((losses.cosine_gradient(F, Y) * F).sum(axis=0), 0, atol=1e-14)
    assert losses.cosine(F, F) == pytest.approx(0, abs=1e-14)
    assert losses.cosine(F, -F) == pytest.approx(2)


@pytest.mark.parametrize(("f", "y"), [([0, 0], [1, 2]), ([1, 2], [0, 0]), ([0, 0], [0, 0])])
@dtypes
def test_zero_vectors_cost_1_and_get_no_gradient(f, y, dtype):
    F, Y = np.array([f, [3, 4]], dtype).T, np.array([y, [3, 4]], dtype).T
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert losses.cosine_similarity(F, Y) == pytest.approx([0, 1])
        assert losses.cosine(F, Y) == pytest.approx(0.5)
        assert losses.cosine_gradient(F, Y) == pytest.approx(np.zeros((2, 2)), abs=1e-7)


def test_cosine_wants_columns():
    with pytest.raises(ValueError, match="features, examples"):
        losses.cosine([1.0, 2.0], [1.0, 2.0])


# ---------------------------------------------------------------- labels


@COURSE
@given(st.integers(1, 5), st.data())
def test_one_hot_and_back(classes, data):
    labels = data.draw(hnp.arrays(int, st.integers(0, 6), elements=st.integers(0, classes - 1)))
    Y = losses.one_hot(labels, classes)
    assert Y.shape == (classes, len(labels))
    assert (Y.sum(axis=0) == 1).all()
    assert (losses.from_one_hot(Y) == labels).all()
    for j, label in enumerate(labels):
        assert Y[label, j] == 1


def test_one_hot_types():
    assert losses.one_hot([1], 2, np.float32).dtype == np.float32
    assert losses.one_hot([1.0, 0.0], 2).tolist() == [[0, 1], [1, 0]]
    assert losses.from_one_hot([[1], [0]]).dtype == np.int64


@pytest.mark.parametrize(
    ("labels", "classes", "says"),
    [
        ([[0, 1]], 2, r"\(1, 2\)"),
        (1, 2, r"\(\)"),
        ([0], 0, "at least 1"),
        ([0], 2.0, "whole number"),
        ([2], 2, "also hold 2"),
    ],
)
def test_one_hot_refuses(labels, classes, says):
    with pytest.raises(ValueError, match=says):
        losses.one_hot(labels, classes)


@pytest.mark.parametrize("Y", [[[1, 1], [0, 1]], [[0, 1], [0, 0]], [[0.5, 1], [0.5, 0]], [1, 0], [[2, 1], [-1, 0]]])
def test_from_one_hot_refuses(Y):
    with pytest.raises(ValueError, match=r"single 1|\(classes, examples\)"):
        losses.from_one_hot(Y)


# ---------------------------------------------------------------- pairs

pairings = pytest.mark.parametrize("pairing", losses.PAIRINGS, ids=lambda pairing: pairing.loss_name)


def test_the_four_pairs_of_the_lecture():
    assert [(pairing.loss_name, pairing.activation.name) for pairing in losses.PAIRINGS] == [
        ("squared", "none"),
        ("hinge", "none"),
        ("NLL₁", "sigmoid"),
        ("NLL", "softmax"),
    ]


@pairings
@COURSE
@given(shape=SHAPES, seed=st.integers(0, 999))
def test_the_direct_gradient_is_the_chain_rule(pairing, shape, seed):
    F, Y = batch(pairing.loss, shape, seed)
    G = pairing.activation.function(F)
    assert pairing.loss_by_value(G, Y) == pytest.approx(pairing.loss(F, Y), rel=1e-10, abs=1e-14)
    dG = pairing.gradient_by_value(G, Y)
    if pairing.activation.elementwise:
        chained = dG * pairing.activation.derivative(F)
    else:
        chained = activations.softmax_gradient(dG, G)
    np.testing.assert_allclose(pairing.gradient(F, Y), chained, atol=1e-13)


@pairings
def test_the_gradient_formula_as_it_is_printed(pairing):
    """The formula of the table, read as Python."""
    F, Y = batch(pairing.loss, (2, 3))
    formula = pairing.gradient_formula.replace("−", "-").replace("[y f < 1]", "* (y * f < 1)")
    formula = formula.replace("2 (", "2 * (").replace("σ", "sigmoid")
    names = {"f": F, "y": Y, "n": 3, "sigmoid": activations.sigmoid, "softmax": activations.softmax}
    np.testing.assert_allclose(eval(formula, names), pairing.gradient(F, Y), atol=1e-15)


def test_where_the_direct_gradient_is_the_only_one():
    """Certain and wrong: the chain rule has ∞ · 0, the direct gradient has −1 or 1."""
    assert losses.nll1_gradient([[-1e4]], [[1]]).tolist() == [[-1]]
    assert activations.sigmoid_derivative(-1e4) == 0
    assert np.isinf(losses.nll1_from_probabilities_gradient(activations.sigmoid([[-1e4]]), [[1]])).all()
    assert gradient_check(lambda F: losses.nll1(F, [[1]]), lambda F: losses.nll1_gradient(F, [[1]]), [[-500.0]]).passed
