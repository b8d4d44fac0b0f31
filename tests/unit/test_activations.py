"""Every unit of the table against the laws that its entry states; softmax, RReLU and learned units by themselves."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from utils import activations as a
from utils import perceptron
from utils.gradients import gradient_check, numerical_gradient

COURSE = settings(deadline=None, max_examples=30)  # a busy machine is no failure
GRID = np.linspace(-6, 6, 1201)  # holds 0 and −1, and thus every kink
LARGE = np.array([-1e4, -700.0, -100.0, 0.0, 100.0, 700.0, 1e4])
ELEMENTWISE = [unit for unit in a.TABLE if unit.elementwise]
units = pytest.mark.parametrize("unit", a.TABLE, ids=lambda unit: unit.name)
elementwise = pytest.mark.parametrize("unit", ELEMENTWISE, ids=lambda unit: unit.name)
dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def columns(shape, low=-3, high=3):
    return hnp.arrays(float, shape, elements=st.floats(low, high))


def differences(function, f, h=1e-5):
    """Central differences of an element-wise function, all at once."""
    return (function(f + h) - function(f - h)) / (2 * h)


def away_from_kinks(unit, f, distance=1e-3):
    return f[[all(abs(x - kink) > distance for kink in unit.kinks) for x in f]]


# ---------------------------------------------------------------- the table


def test_the_table_holds_the_history():
    assert [unit.name for unit in a.TABLE] == [
        *("none", "step", "sigmoid", "tanh", "ReLU", "centred softplus", "leaky ReLU", "maxout"),
        *("APL", "VReLU", "RReLU", "PReLU", "ELU", "softmax"),
    ]
    for unit in a.TABLE:
        assert unit.formula
        assert unit.derivative_formula
        assert (unit.year is None) == (unit.source == "") == (unit.name == "none")
        assert a.named(unit.name.upper()) is unit
        assert set(unit.learned) <= set(unit.parameters)
    assert [unit.name for unit in a.TABLE if unit.learned] == ["maxout", "APL", "PReLU"]
    with pytest.raises(ValueError, match=r"no unit 'swish'.*sigmoid"):
        a.named("swish")


def test_intervals_in_words():
    words = {unit.name: unit.interval for unit in a.TABLE}
    assert words["none"] == "(−∞, ∞)"
    assert words["step"] == "[0, 1]"
    assert words["APL"] == "[−0.2, ∞)"
    assert words["centred softplus"] == "(−ln 2, ∞)"


@elementwise
def test_derivative_agrees_with_central_differences(unit):
    f = away_from_kinks(unit, GRID)
    if not unit.twice_differentiable:
        f = f[f != 0]  # where g″ jumps (ELU), differences are off by h / 4
    np.testing.assert_allclose(unit.derivative(f), differences(unit.function, f), atol=1e-9)


@elementwise
def test_derivative_at_the_kinks_is_the_slope_on_the_left(unit):
    for kink in unit.kinks:
        here, left, right = (float(unit.derivative(kink + side)) for side in (0, -1e-9, 1e-9))
        assert here == pytest.approx(left, abs=1e-6)
        if unit.name == "step":  # its value jumps, not its slope
            assert unit.function(kink) - unit.function(kink - 1e-9) == 1
        else:
            assert abs(right - left) > 0.1


@elementwise
def test_there_are_no_other_kinks(unit):
    """Slopes on both sides of every point of the grid agree, unless the entry calls it a kink."""
    jump = abs(unit.derivative(GRID + 1e-9) - unit.derivative(GRID - 1e-9)) > 1e-6
    value_jumps = abs(unit.function(GRID + 1e-9) - unit.function(GRID - 1e-9)) > 1e-6
    assert GRID[jump | value_jumps] == pytest.approx(list(unit.kinks), abs=1e-9)


@elementwise
def test_twice_differentiable_where_claimed(unit):
    """The slopes of the slope on both sides of 0 and −1, where all kinks are."""
    h = 1e-4
    for point in (0.0, -1.0):
        right = (unit.derivative(point + 2 * h) - unit.derivative(point + h)) / h
        left = (unit.derivative(point - h) - unit.derivative(point - 2 * h)) / h
        smooth = point not in unit.kinks and abs(right - left) < 1e-2
        if unit.twice_differentiable:
            assert smooth
        elif point == 0:
            assert not smooth


@elementwise
def test_derivative_by_value_is_the_derivative(unit):
    if unit.derivative_by_value is None:
        assert unit.name in ("maxout", "APL")  # one value, several slopes: it cannot be told
        return
    np.testing.assert_allclose(unit.derivative_by_value(unit.function(GRID)), unit.derivative(GRID), atol=1e-12)


@elementwise
def test_range(unit):
    """Never outside, close to both ends, and at an end exactly where it says so."""
    low, high = unit.range
    f = np.concatenate([GRID, LARGE])
    g = unit.function(f)
    assert g.min() >= low
    assert g.max() <= high
    for end, reached, nearest in ((low, unit.attained[0], g.min()), (high, unit.attained[1], g.max())):
        if math.isinf(end):
            assert abs(nearest) > 90
            assert np.sign(nearest) == np.sign(end)
        else:
            assert nearest == pytest.approx(end, abs=1e-4)
        inside = unit.function(GRID)
        assert reached == (inside == end).any()


@elementwise
def test_monotone_where_claimed(unit):
    assert (np.diff(unit.function(GRID)) >= 0).all() == unit.monotone
    assert (unit.derivative(GRID) >= 0).all() == unit.monotone


@elementwise
def test_zero_centred_where_claimed(unit):
    """Odd, and so of mean 0 for inputs that are symmetric about 0, here normal ones by quadrature."""
    weight = np.exp(-(GRID**2) / 2)
    mean = (unit.function(GRID) * weight).sum() / weight.sum()
    odd = np.allclose(unit.function(-GRID), -unit.function(GRID), atol=1e-12)
    assert odd == unit.zero_centred
    assert (abs(mean) < 1e-12) == unit.zero_centred


@units
@dtypes
def test_dtype_and_shape_are_kept_and_inputs_left_alone(unit, dtype):
    functions = [unit.function, unit.derivative, unit.derivative_by_value]
    for shape in [(3,), (2, 3), (2, 1), (4, 2, 3), (2, 0)]:
        f = np.linspace(-2, 2, math.prod(shape), dtype=dtype).reshape(shape)
        before = f.copy()
        for function in filter(None, functions):
            g = function(f)
            assert g.dtype == dtype
            assert g.shape == shape
            assert not np.shares_memory(g, f)
        assert (f == before).all()


@elementwise
def test_numbers_give_numbers_and_whole_numbers_become_floats(unit):
    for function in filter(None, [unit.function, unit.derivative, unit.derivative_by_value]):
        assert isinstance(function(2), np.float64)
        assert isinstance(function(np.float32(2)), np.float32)
        assert function([True, False]).dtype == np.float64


@units
@dtypes
def test_large_inputs_give_finite_numbers_without_warnings(unit, dtype):
    functions = [unit.function, unit.derivative]
    with warnings.catch_warnings(), np.errstate(over="warn", invalid="warn", divide="warn"):
        warnings.simplefilter("error")
        for function in filter(None, functions):
            assert np.isfinite(function(LARGE.astype(dtype))).all()


@elementwise
def test_nan_comes_through_and_infinity_has_its_limit(unit):
    assert np.isnan(unit.function(math.nan))
    low, high = unit.range
    if unit.monotone:
        assert unit.function(math.inf) == high
        assert unit.function(-math.inf) == pytest.approx(low)


@units
def test_what_is_no_real_number_is_refused(unit):
    for bad in (["1"], [1j], [None]):
        with pytest.raises(ValueError, match="real numbers"):
            unit.function(bad)


# ---------------------------------------------------------------- single units


def test_step_is_that_of_the_perceptron():
    f = [-1.0, -0.0, 0.0, 1e-300, 2.0]
    assert a.step(f).tolist() == perceptron.step(f).tolist()


def test_sigmoid_keeps_its_digits():
    """Half of them would be lost by ½ + ½ tanh(f / 2) at −20, all by −40; and 1 − σ is 0 from 37 on."""
    f = np.array([-20.0, -40.0, -700.0])
    np.testing.assert_allclose(a.sigmoid(f), np.exp(f) / (1 + np.exp(f)), rtol=1e-14)
    np.testing.assert_allclose(a.sigmoid_derivative(-f), np.exp(f) / (1 + np.exp(f)) ** 2, rtol=1e-14)
    np.testing.assert_allclose(a.tanh_derivative([20.0]), 1 / np.cosh(20) ** 2, rtol=1e-13)


def test_tanh_from_the_sigmoid_and_the_lectures_formula_for_it():
    np.testing.assert_allclose(2 * a.sigmoid(2 * GRID) - 1, a.tanh(GRID), atol=1e-15)
    assert abs(2 * a.sigmoid(1.0) - 1 - a.tanh(1.0)) > 0.29  # 2σ(y) − 1 is tanh(y / 2)
    np.testing.assert_allclose(2 * a.sigmoid(GRID) - 1, a.tanh(GRID / 2), atol=1e-15)


def test_leaky_slope_is_positive():
    assert a.leaky_relu(-1.0) == -0.01
    assert a.leaky_relu(-1.0, 0.0) == 0
    assert a.very_leaky_relu(-3.0) == -1
    for bad in (-0.01, 1.5, math.nan, [0.1, 0.2]):
        with pytest.raises(ValueError, match="from 0 to 1"):
            a.leaky_relu([1.0], bad)
        with pytest.raises(ValueError, match="from 0 to 1"):
            a.leaky_relu_derivative([1.0], bad)


@pytest.mark.parametrize("alpha", [0.5, 1.0, 2.0])
def test_elu_with_any_alpha(alpha):
    f = GRID[abs(GRID) > 1e-3]
    numerical = differences(lambda f: a.elu(f, alpha), f)
    np.testing.assert_allclose(a.elu_derivative(f, alpha), numerical, atol=1e-9)
    np.testing.assert_allclose(a.elu_derivative_by_value(a.elu(f, alpha), alpha), numerical, atol=1e-9)
    assert a.elu(-50.0, alpha) == -alpha
    assert a.elu_derivative(0.0, alpha) == alpha


@pytest.mark.parametrize("alpha", [0.0, -1.0, math.inf, math.nan])
def test_elu_refuses(alpha):
    for function in (a.elu, a.elu_derivative, a.elu_derivative_by_value):
        with pytest.raises(ValueError, match="alpha"):
            function([1.0], alpha)


@dtypes
def test_rrelu_draws_a_slope_per_entry_in_training(dtype):
    f = np.linspace(-5, 5, 20_000, dtype=dtype).reshape(100, 200)
    g = a.rrelu(f, np.random.default_rng(3), lower=0.1, upper=0.5)
    slope = a.rrelu_derivative(f, np.random.default_rng(3), lower=0.1, upper=0.5)
    assert g.dtype == slope.dtype == dtype
    assert (g == f * slope).all()
    assert (slope[f > 0] == 1).all()
    drawn = slope[f < 0].astype(float)
    assert drawn.min() >= 0.1 - 1e-7
    assert drawn.max() <= 0.5 + 1e-7
    # Uniform: mean and variance within five standard errors of 10,000 draws.
    assert abs(drawn.mean() - 0.3) < 5 * 0.4 / math.sqrt(12 * drawn.size)
    assert drawn.var() == pytest.approx(0.4**2 / 12, rel=0.05)
    assert len(np.unique(drawn)) > 0.99 * drawn.size


def test_rrelu_without_a_generator_takes_the_mean_slope():
    assert a.rrelu(-48.0) == -11  # (1/8 + 1/3) / 2 = 11/48
    assert a.rrelu(-1.0, lower=0.1, upper=0.5) == pytest.approx(-0.3)
    rng = np.random.default_rng(0)
    first, second = a.rrelu(-np.ones(50), rng), a.rrelu(-np.ones(50), rng)
    assert (first != second).all()


def test_rrelu_refuses():
    with pytest.raises(ValueError, match="lower must not be above upper"):
        a.rrelu([1.0], lower=0.5, upper=0.1)
    with pytest.raises(ValueError, match="upper must be from 0 to 1"):
        a.rrelu([1.0], upper=1.5)
    with pytest.raises(ValueError, match="Generator"):
        a.rrelu([1.0], 0)


# ---------------------------------------------------------------- learned parameters

units_and_examples = st.tuples(st.integers(1, 4), st.integers(1, 4))


@COURSE
@given(units_and_examples, st.sampled_from(["number", "one", "unit", "example", "entry"]), st.integers(0, 999))
def test_prelu_gradients(shape, shared, seed):
    n, m = shape
    slopes = {"number": (), "one": (1, 1), "unit": (n, 1), "example": (m,), "entry": (n, m)}[shared]
    rng = np.random.default_rng(seed)
    f, dg, slope = rng.normal(size=shape), rng.normal(size=shape), rng.normal(size=slopes)
    assume((abs(f) > 1e-3).all())
    df, da = a.prelu_gradients(dg, f, slope)
    assert df.shape == shape
    assert da.shape == slopes
    assert gradient_check(lambda f: (dg * a.prelu(f, slope)).sum(), df, f).passed
    assert gradient_check(lambda slope: (dg * a.prelu(f, slope)).sum(), da, slope).passed


def test_prelu_is_no_maximum_once_the_slope_exceeds_1():
    assert a.prelu(-1.0, 2.0) == -2
    assert a.prelu(-1.0, -1.0) == 1


@pytest.mark.parametrize("slope", [np.zeros((2, 3)), np.zeros((3, 1)), np.zeros((1, 2, 4))])
def test_prelu_refuses_slopes_that_do_not_fit(slope):
    with pytest.raises(ValueError, match=r"slope has shape .* f has shape \(2, 4\)"):
        a.prelu(np.zeros((2, 4)), slope)
    with pytest.raises(ValueError, match=r"\(4, 2\).*\(2, 4\)"):
        a.prelu_gradients(np.zeros((4, 2)), np.zeros((2, 4)))


@COURSE
@given(units_and_examples, st.integers(0, 3), st.sampled_from(["all", "unit", "entry"]), st.integers(0, 999))
def test_apl_gradients(shape, hinges, shared, seed):
    n, m = shape
    each = {"all": (hinges,), "unit": (hinges, n, 1), "entry": (hinges, n, m)}[shared]
    rng = np.random.default_rng(seed)
    f, dg, slopes, ends = (rng.normal(size=size) for size in (shape, shape, each, each))
    # Away from the kinks at 0 and at every hinge.
    assume((abs(f) > 1e-3).all())
    wide = ends.reshape(hinges, *(1,) * (3 - ends.ndim), *each[1:])
    assume((abs(f - wide) > 1e-3).all())
    df, da, db = a.apl_gradients(dg, f, slopes, ends)
    assert df.shape == shape
    assert da.shape == db.shape == each
    np.testing.assert_array_equal(df, dg * a.apl_derivative(f, slopes, ends))
    assert gradient_check(lambda f: (dg * a.apl(f, slopes, ends)).sum(), df, f).passed
    if hinges:
        assert gradient_check(lambda slopes: (dg * a.apl(f, slopes, ends)).sum(), da, slopes).passed
        assert gradient_check(lambda ends: (dg * a.apl(f, slopes, ends)).sum(), db, ends).passed


def test_apl_by_hand():
    """Two hinges, one unit: at −3 the formula gives 0 + 0.5 · max(0, 3 + 1) − 1 · max(0, 3 − 2) = 1."""
    assert a.apl(-3.0, [0.5, -1.0], [1.0, -2.0]) == 1
    assert a.apl([2.0], [0.5, -1.0], [1.0, -2.0]) == 2
    assert (a.apl(GRID, [], []) == a.relu(GRID)).all()
    np.testing.assert_allclose(a.apl(GRID, [-0.25], [0.0]), a.prelu(GRID))


@pytest.mark.parametrize(("slopes", "ends"), [((3, 2, 1), (3, 2)), ((), ()), ((2, 3, 1), (2, 3, 1)), ((2, 4, 1),) * 2])
def test_apl_refuses(slopes, ends):
    with pytest.raises(ValueError, match="shape"):
        a.apl(np.zeros((2, 4)), np.zeros(slopes), np.zeros(ends))


@COURSE
@given(*(st.integers(1, 3) for _ in range(4)), st.integers(0, 999))
def test_maxout_gradients(pieces, n_out, n_in, examples, seed):
    rng = np.random.default_rng(seed)
    G, dF = rng.normal(size=(n_in, examples)), rng.normal(size=(n_out, examples))
    W, b = rng.normal(size=(pieces, n_out, n_in)), rng.normal(size=(pieces, n_out, 1))
    F = a.maxout(G, W, b)
    by_hand = [
        [max(W[k, i] @ G[:, j] + b[k, i, 0] for k in range(pieces)) for j in range(examples)] for i in range(n_out)
    ]
    np.testing.assert_allclose(F, by_hand, rtol=1e-12)
    ordered = np.sort(W @ G + b, axis=0)
    assume(pieces == 1 or (ordered[-1] - ordered[-2] > 1e-3).all())  # away from kinks
    dG, dW, db = a.maxout_gradients(dF, G, W, b)
    assert gradient_check(lambda G: (dF * a.maxout(G, W, b)).sum(), dG, G).passed
    assert gradient_check(lambda W: (dF * a.maxout(G, W, b)).sum(), dW, W).passed
    assert gradient_check(lambda b: (dF * a.maxout(G, W, b)).sum(), db, b).passed


def test_maxout_gives_the_blame_to_one_piece_only():
    """Three equal pieces: the first one takes all."""
    dG, dW, db = a.maxout_gradients([[5.0]], [[2.0]], np.ones((3, 1, 1)), np.zeros((3, 1, 1)))
    assert dW.ravel().tolist() == [10, 0, 0]
    assert db.ravel().tolist() == [5, 0, 0]
    assert dG.tolist() == [[5]]


@dtypes
def test_learned_units_keep_the_type(dtype):
    G, W, b = (np.ones(shape, dtype) for shape in ((2, 5), (3, 4, 2), (3, 4, 1)))
    F = a.maxout(G, W, b)
    assert {array.dtype for array in (F, *a.maxout_gradients(F, G, W, b))} == {np.dtype(dtype)}
    for found in (a.prelu_gradients(G, G, 0.25), a.apl_gradients(G, G, [1.0], [0.5]), a.prelu_gradients(G, G, [[2.0]])):
        assert {array.dtype for array in found} == {np.dtype(dtype)}
    wide = np.ones((2, 5))  # float64 blame does not widen a float32 unit
    for found in (
        a.prelu_gradients(wide, G),
        a.apl_gradients(wide, G, [1.0], [0.5]),
        a.maxout_gradients(np.ones((4, 5)), G, W, b),
        (a.softmax_gradient(wide, G), a.log_softmax_gradient(wide, G)),
    ):
        assert {array.dtype for array in found} == {np.dtype(dtype)}


@pytest.mark.parametrize(
    ("G", "W", "b"),
    [
        ((2, 5), (3, 4, 5), (3, 4, 1)),
        ((2, 5), (3, 4, 2), (3, 4)),
        ((2, 5), (4, 2), (4, 1)),
        ((2, 5), (0, 4, 2), (0, 4, 1)),
        ((2,), (3, 4, 2), (3, 4, 1)),
    ],
)
def test_maxout_refuses(G, W, b):
    with pytest.raises(ValueError, match=r"G has shape .* W has shape .* b has shape"):
        a.maxout(np.ones(G), np.ones(W), np.ones(b))


# ---------------------------------------------------------------- softmax

logits = hnp.array_shapes(min_dims=1, max_dims=3, max_side=4).flatmap(lambda shape: columns(shape, -30, 30))


@COURSE
@given(logits)
def test_softmax_is_a_distribution_in_every_column(F):
    G = a.softmax(F)
    assert (G >= 0).all()
    np.testing.assert_allclose(G.sum(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose(G, np.exp(F) / np.exp(F).sum(axis=0), rtol=1e-11)
    np.testing.assert_allclose(a.log_softmax(F), np.log(np.exp(F) / np.exp(F).sum(axis=0)), atol=1e-11)


@COURSE
@given(logits, st.floats(-1e4, 1e4), st.data())
def test_softmax_does_not_see_a_shift(F, shift, data):
    shifts = data.draw(columns(F.shape[1:], -1e4, 1e4)) + shift  # another one for each column
    for function in (a.softmax, a.log_softmax):
        np.testing.assert_allclose(function(F + shifts), function(F), atol=1e-10)


@COURSE
@given(logits, st.data())
def test_softmax_gradient_is_the_product_with_the_jacobian(F, data):
    dG = data.draw(columns(F.shape))
    G = a.softmax(F)
    dF = a.softmax_gradient(dG, G)
    for column in np.ndindex(F.shape[1:]):
        g, dg = G[(slice(None), *column)], dG[(slice(None), *column)]
        jacobian = np.diag(g) - np.outer(g, g)
        np.testing.assert_allclose(dF[(slice(None), *column)], jacobian @ dg, atol=1e-12)
    np.testing.assert_allclose(dF.sum(axis=0), 0, atol=1e-12)  # a shift changes nothing


@COURSE
@given(st.tuples(st.integers(1, 4), st.integers(1, 3)), st.data())
def test_softmax_gradients_against_differences(shape, data):
    F, dG = data.draw(columns(shape)), data.draw(columns(shape))
    df = a.softmax_gradient(dG, a.softmax(F))
    np.testing.assert_allclose(df, numerical_gradient(lambda F: (dG * a.softmax(F)).sum(), F), atol=1e-8)
    df = a.log_softmax_gradient(dG, a.log_softmax(F))
    np.testing.assert_allclose(df, numerical_gradient(lambda F: (dG * a.log_softmax(F)).sum(), F), atol=1e-8)


def test_softmax_columns_are_examples():
    """Not square: sums over the wrong axis would be seen."""
    F = np.arange(6.0).reshape(3, 2)
    for j in range(2):
        np.testing.assert_allclose(a.softmax(F)[:, j], a.softmax(F[:, j]))


@dtypes
def test_softmax_of_extreme_logits(dtype):
    F = np.array([[1e4, -1e4, 1e4], [-1e4, -1e4, 0]], dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        G, log_G = a.softmax(F), a.log_softmax(F)
        dF = a.softmax_gradient(np.ones_like(F), G), a.log_softmax_gradient(np.ones_like(F), log_G)
    assert G.dtype == log_G.dtype == dF[0].dtype == dF[1].dtype == dtype
    assert G.tolist() == [[1, 0.5, 1], [0, 0.5, 0]]
    assert log_G[:, 0].tolist() == [0, -2e4]
    assert np.isfinite(dF).all()
    assert a.softmax([0.0, -math.inf]).tolist() == [1, 0]


def test_softmax_of_one_class_is_certain():
    assert a.softmax([[3.0, -3.0]]).tolist() == [[1, 1]]
    assert a.softmax_gradient([[7.0, 8.0]], [[1.0, 1.0]]).tolist() == [[0, 0]]


def test_softmax_refuses():
    for function in (a.softmax, a.log_softmax):
        for bad in (3.0, np.zeros((0, 3))):
            with pytest.raises(ValueError, match="at least one class"):
                function(bad)
    for function in (a.softmax_gradient, a.log_softmax_gradient):
        with pytest.raises(ValueError, match=r"\(3, 2\).*\(2, 3\)"):
            function(np.zeros((3, 2)), np.zeros((2, 3)))
