"""What the checks know of lesson 05: the laws, and the mistakes that students make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .. import network
from . import Check, Exercise, Mistake, Outcome, describe, same

# What an answer must not borrow, by the name of its exercise.
REBUILDS: dict[str, tuple[str, ...]] = {
    "layer_forward": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
    "one_matrix": ("utils.layers", "utils.checks.lesson_05"),
    "collapse": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
    "local_forward": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
    "back_through_weights": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
    "back_through_sigmoid": ("utils.layers", "utils.network", "utils.activations", "utils.checks.lesson_05"),
    "weight_gradients": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
    "mlp_forward": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
    "mlp_backward": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
    "bump": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
    "curve_network": ("utils.layers", "utils.network", "utils.checks.lesson_05"),
}

Array = np.ndarray
Layers = tuple[tuple[Array, Array], ...]


def _sigmoid(F: Array) -> Array:
    return 0.5 * (1 + np.tanh(F / 2))


def _columns(A: Array) -> Array:
    return A.sum(axis=1, keepdims=True)


# ---------------------------------------------------------------- the same by another way: node by node


def forward_by_nodes(layers: Layers, X: Array) -> tuple[Array, ...]:
    """The values of every layer, computed by a network of single units as in lesson 4.

    Parameters
    ----------
    layers : tuple of pairs (W, b)
    X : array, shape (features, examples)

    Returns
    -------
    tuple of arrays
        X itself, then one array (width, examples) for each layer.
    """
    values = network.forward(network.from_layers(*zip(*layers, strict=True)), X)
    return tuple(np.split(values, np.cumsum([len(X), *(len(b) for _, b in layers)])[:-1]))


def backward_by_nodes(layers: Layers, X: Array, dG: Array) -> tuple[tuple[Array, Array], ...]:
    """The gradients of all weights and biases, computed edge by edge as in lesson 4.

    Parameters
    ----------
    layers : tuple of pairs (W, b)
    X : array, shape (features, examples)
    dG : array, shape (outputs, examples)
        ∂L/∂(output).

    Returns
    -------
    tuple of pairs (dW, db)
    """
    dag = network.from_layers(*zip(*layers, strict=True))
    blame = network.backward(dag, network.forward(dag, X), dG)
    weights = np.split(blame.weights, np.cumsum([W.size for W, _ in layers])[:-1])
    biases = np.split(blame.biases, np.cumsum([len(b) for _, b in layers])[:-1])
    return tuple((dW.reshape(W.shape), db[:, None]) for (W, _), dW, db in zip(layers, weights, biases, strict=True))


# ---------------------------------------------------------------- shapes of answers with several parts


def arrays(outcome: Outcome, shapes: Sequence[tuple[int, ...]]) -> None:
    """The answer is a list of finite arrays of these shapes, one after the other."""
    outcome.satisfies(
        lambda answer: isinstance(answer, list | tuple) and len(answer) == len(shapes),
        f"a list of {len(shapes)} arrays{_counted(outcome)}",
    )
    for k, (part, shape) in enumerate(zip(outcome.value, shapes, strict=True)):
        _holds(outcome, part, shape, f"entry {k}")


def pairs(outcome: Outcome, shapes: Sequence[tuple[int, int]], single: bool = False) -> None:
    """The answer is a list of pairs (W, b), or with `single` one pair: W of these shapes, b (n_out, 1)."""
    if not single:
        outcome.satisfies(
            lambda answer: isinstance(answer, list | tuple) and len(answer) == len(shapes),
            f"a list with one pair for each layer, {len(shapes)} in all{_counted(outcome)}",
        )
    for k, (n_out, n_in) in enumerate(shapes):
        where = "" if single else f" in place {k}"
        pair = outcome.value if single else outcome.value[k]
        is_pair = isinstance(pair, list | tuple) and len(pair) == 2
        _ensure(outcome, is_pair, f"a pair{where}: weights first, then biases")
        for part, what, shape in zip(pair, ("weights", "biases"), ((n_out, n_in), (n_out, 1)), strict=True):
            _holds(outcome, part, shape, f"{what}{where}")


def _holds(outcome: Outcome, part: Any, shape: tuple[int, ...], what: str) -> None:
    came = _shape(part)
    _ensure(outcome, came == shape, f"{what} of shape {shape}, not {came}")
    _ensure(outcome, _finite(part), f"{what} of finite numbers")


def _finite(part: Any) -> bool:
    return np.asarray(part).dtype.kind in "biuf" and bool(np.all(np.isfinite(part)))


def _ensure(outcome: Outcome, condition: bool, wanted: str) -> None:
    outcome.satisfies(lambda _: condition, wanted)


def _counted(outcome: Outcome) -> str:
    came = outcome.value
    if isinstance(came, list | tuple):
        return f", not {len(came)}"
    return f", not an array of shape {came.shape}" if isinstance(came, np.ndarray) else ""


def _shape(value: Any) -> tuple[int, ...] | str:
    try:
        return np.shape(value)
    except ValueError:
        return "ragged"


# ---------------------------------------------------------------- probes


def _triples(rng: np.random.Generator) -> Iterator[tuple]:
    """W, b, G of small layers, square ones too."""
    for n_out, n_in, examples in ((2, 2, 2), (3, 2, 4), (2, 3, 1), (1, 2, 3), (3, 3, 5)):
        yield rng.normal(size=(n_out, n_in)), rng.normal(size=(n_out, 1)), rng.normal(size=(n_in, examples))


def _layers(rng: np.random.Generator, *widths: int) -> Layers:
    return tuple((rng.normal(size=(o, i)), rng.normal(size=(o, 1))) for i, o in pairwise(widths))


_WIDTHS = ((2, 2, 2), (3, 2, 4, 1), (2, 3), (3, 3, 3, 3), (1, 2, 1))


def _stacks(rng: np.random.Generator) -> Iterator[tuple]:
    for widths in _WIDTHS:
        yield (_layers(rng, *widths),)


def _forwards(rng: np.random.Generator) -> Iterator[tuple]:
    for widths, examples in zip(_WIDTHS, (2, 3, 1, 3, 4), strict=True):
        yield _layers(rng, *widths), rng.normal(size=(widths[0], examples))


def _backwards(rng: np.random.Generator) -> Iterator[tuple]:
    for layers, X in _forwards(rng):
        values = tuple(_forward()(layers, X))
        yield layers, values, rng.normal(size=values[-1].shape)


def _windows(rng: np.random.Generator) -> Iterator[tuple]:
    for n_out, width, examples in ((3, 2, 2), (2, 3, 1), (4, 1, 3), (1, 3, 2)):
        n_in = n_out + width - 1
        yield rng.normal(size=(n_out, n_in)), rng.normal(size=(n_out, 1)), rng.normal(size=(n_in, examples)), width


def _bumps(rng: np.random.Generator) -> Iterator[tuple]:
    for steepness in (0.5, 3.0, 40.0):
        left = float(rng.normal())
        x, right = rng.normal(size=(2, 4)), left + float(rng.uniform(0.2, 1))
        yield x, left, right, float(rng.uniform(0.5, 3)), steepness


# ---------------------------------------------------------------- mistakes that need more than a line


def _collapse(step: Callable) -> Callable:
    def wrong(layers: Layers) -> tuple[Array, Array]:
        W, b = layers[0]
        for W_next, b_next in layers[1:]:
            W, b = step(W, b, W_next, b_next)
        return W, b

    return wrong


def _local(mask: Callable[[Array, Array, int], Array]) -> Callable:
    def wrong(W: Array, b: Array, G: Array, width: int) -> Array:
        places: Array = np.indices(W.shape)
        return (W * mask(places[0], places[1], width)) @ G + b

    return wrong


def _local_loop(weights: Callable[[Array, int, int], Array], seen: Callable[[Array, int, int], Array]) -> Callable:
    def wrong(W: Array, b: Array, G: Array, width: int) -> Array:
        return np.array([weights(W, i, width) @ seen(G, i, width) + b[i] for i in range(len(W))])

    return wrong


def _forward(
    unit: Callable = lambda F, last: _sigmoid(F),
    layer: Callable = lambda W, b, G, X: W @ G + b,
    keep: Callable = lambda values: values,
) -> Callable:
    def way(layers: Layers, X: Array) -> Any:
        values = [X]
        for k, (W, b) in enumerate(layers, start=1):
            values.append(unit(layer(W, b, values[-1], X), k == len(layers)))
        return keep(values)

    return way


def _forward_sums(layers: Layers, X: Array) -> list[Array]:
    """Sums kept where values belong; what goes on is right."""
    kept, G = [X], X
    for W, b in layers:
        kept.append(W @ G + b)
        G = _sigmoid(kept[-1])
    return kept


def _backward(
    slope: Callable = lambda values, k, last: values[k + 1] * (1 - values[k + 1]),
    gradient: Callable = lambda dF, values, k: (dF @ values[k].T, _columns(dF)),
    back: Callable = lambda W, dF, dG: W.T @ dF,
    keep: Callable = lambda blame: blame,
) -> Callable:
    def way(layers: Layers, values: Sequence[Array], dG: Array) -> Any:
        blame: list = []
        for k in range(len(layers) - 1, -1, -1):
            dF = dG * slope(values, k, k == len(layers) - 1)
            blame.insert(0, gradient(dF, values, k))
            dG = back(layers[k][0], dF, dG)
        return keep(blame)

    return way


def _backward_pair(layers: Any, values: Sequence[Array], dG: Array) -> Any:
    return layers[-1].T @ dG  # raises, as theirs does


def _bump(formula: Callable) -> Callable:
    def wrong(x: Array, left: float, right: float, height: float, steepness: float) -> Array:
        return formula(
            _sigmoid(steepness * (x - left)), _sigmoid(steepness * (x - right)), height, x, left, right, steepness
        )

    return wrong


_NO_TRANSPOSE = "a blame goes back along the weights that *leave* a node: a column of W. That is `W.T @ dF`; a square W hides the mistake."
_MEAN = "the batch is summed, not averaged: if a mean is wanted, the loss divides, once."
_WINDOW = "the window of unit i is i … i + width − 1: `width` inputs, both ends counted."

EXERCISES: dict[str, Exercise] = {
    "layer_forward": Exercise(
        law="F = W G + b: row i of W holds the weights of unit i, column n of G is example n, and b is added to every column.",
        look="section 1, the table of letters.",
        mistakes=[
            Mistake("forgotten bias", lambda W, b, G: W @ G, "this is what you get when b is left out."),
            Mistake("σ too early", lambda W, b, G: _sigmoid(W @ G + b), "F are the sums before σ; the σ comes later."),
            Mistake("transposed weights", lambda W, b, G: W.T @ G + b, "W is (n_out, n_in) in this course, so it stands as it is: `W @ G`."),
            Mistake("rows for columns", lambda W, b, G: G @ W + b, "the weights stand on the left: examples are columns, so `W @ G`."),
            Mistake("rows for columns", lambda W, b, G: G.T @ W.T + b.T, "the answer came back transposed: one column for each example, `W @ G`."),
            Mistake("rows for columns", lambda W, b, G: G.T @ W.T + b, "the answer came back transposed: one column for each example, `W @ G`."),
            Mistake("rows for columns", lambda W, b, G: (W @ G + b).T, "the answer came back transposed: one column for each example."),
            Mistake("entry by entry", lambda W, b, G: W * G + b, "`*` multiplies entry by entry; the matrix product is `@`."),
            Mistake("flat bias", lambda W, b, G: W @ G + b.ravel(), "b must stay a column: made flat, it is added along the rows, one number for each *example*."),
            Mistake("flat bias", lambda W, b, G: W @ G + b.T, "b must stay a column: transposed, it is added along the rows, one number for each *example*."),
            Mistake("one bias for all", lambda W, b, G: W @ G + b.sum(), "every unit has its own bias: add b itself, a column."),
            Mistake("one bias for all", lambda W, b, G: W @ G + b[0], "every unit has its own bias: add b itself, a column."),
            Mistake("minus the bias", lambda W, b, G: W @ G - b, "the bias is added, not subtracted."),
            Mistake("first example only", lambda W, b, G: W @ G[:, :1] + b, "only the first column of G was used."),
            Mistake("first example only", lambda W, b, G: W @ G[:, 0] + b, "only the first column of G was used."),
            Mistake("bias in front of the weights", lambda W, b, G: W @ (G + b), "b belongs to the outputs: add it after the product."),
        ],
        probes=_triples,
    ),
    "one_matrix": Exercise(
        law="M has the columns of W and then b as one more column: (n_out, n_in + 1), so that M @ [G; 1] = W @ G + b.",
        look="exercise 1b, the prediction.",
        mistakes=[
            Mistake("bias first", lambda W, b: np.hstack([b, W]), "the 1 stands below G, as the last input; so b must be the last column."),
            Mistake("row instead of column", lambda W, b: np.vstack([W, b]), "one more input is one more column of W: stack horizontally."),
            Mistake("row instead of column", lambda W, b: np.vstack([W, b.T]), "one more input is one more column of W: stack horizontally."),
            Mistake("ones for the bias", lambda W, b: np.hstack([W, np.ones_like(b)]), "the ones belong to the inputs; the new column of weights is b."),
            Mistake("ones for the bias", lambda W, b: np.hstack([W, np.ones((len(W), 1))]), "the ones belong to the inputs; the new column of weights is b."),
            Mistake("bias added to the weights", lambda W, b: W + b, "b was added to every weight; it must become a column of its own."),
            Mistake("minus the bias", lambda W, b: np.hstack([W, -b]), "the input is 1, so its weight is b itself, without a minus."),
            Mistake("flattened", lambda W, b: np.append(W, b), "`np.append` without an axis flattens both; use `np.hstack`."),
            Mistake("flat bias", lambda W, b: np.hstack([W, b.ravel()]), "b must stay a column, (n_out, 1), to be stacked beside W."),
            Mistake("ones below", lambda W, b: np.vstack([np.hstack([W, b]), np.ones((1, W.shape[1] + 1))]), "there is a row too many: M gives the n_out sums and nothing else."),
            Mistake("nothing added", lambda W, b: W, "W came back as it was."),
            Mistake("transposed", lambda W, b: np.hstack([W, b]).T, "the answer came back transposed: units are rows, inputs are columns."),
        ],
        probes=lambda rng: ((W, b) for W, b, _ in _triples(rng)),
    ),
    "collapse": Exercise(
        law="the next layer turns W x + b into W_next (W x + b) + b_next: weights W_next W, bias W_next b + b_next.",
        look="section 2, two layers put into one.",
        mistakes=[
            Mistake("wrong order", _collapse(lambda W, b, V, c: (W @ V, V @ b + c)), "the later layer stands on the left: `W_next @ W`."),
            Mistake("wrong order", _collapse(lambda W, b, V, c: (W @ V, W @ c + b)), "the later layer stands on the left: `W_next @ W`."),
            Mistake("biases only added", _collapse(lambda W, b, V, c: (V @ W, b + c)), "the bias of an earlier layer passes through the weights of the later one: `W_next @ b + b_next`."),
            Mistake("last bias forgotten", _collapse(lambda W, b, V, c: (V @ W, V @ b)), "each layer adds its own bias: `W_next @ b + b_next`."),
            Mistake("early biases forgotten", _collapse(lambda W, b, V, c: (V @ W, c)), "the biases of the earlier layers got lost: `W_next @ b + b_next`."),
            Mistake("biases forgotten", lambda layers: _collapse(lambda W, b, V, c: (V @ W, V @ b + c))(layers)[0], "a pair is wanted: W, and the bias b."),
            Mistake("W used too early", _collapse(lambda W, b, V, c: (V @ W, (V @ W) @ b + c)), "the new W was used for b: change both at once, `W, b = …, …`, or b first."),
            Mistake("last layer only", lambda layers: layers[-1], "only the last layer came back."),
            Mistake("first layer only", lambda layers: layers[0], "only the first layer came back."),
            Mistake("two layers only", lambda layers: _collapse(lambda W, b, V, c: (V @ W, V @ b + c))(layers[:2]), "only the first two layers were taken: there can be any number."),
            Mistake("two layers only", lambda layers: (layers[1][0] @ layers[0][0], layers[1][0] @ layers[0][1] + layers[1][1]), "only two layers were taken: there can be any number, also one."),
            Mistake("entry by entry", _collapse(lambda W, b, V, c: (V * W, V @ b + c)), "`*` multiplies entry by entry; the matrix product is `@`."),
            Mistake("entry by entry", _collapse(lambda W, b, V, c: (V * W, V * b + c)), "`*` multiplies entry by entry; the matrix product is `@`."),
            Mistake("transposed", _collapse(lambda W, b, V, c: (V.T @ W, V.T @ b + c)), "no transpose on the way forward."),
            Mistake("order of the answer", lambda layers: _collapse(lambda W, b, V, c: (V @ W, V @ b + c))(layers)[::-1], "the answer is (W, b), in this order."),
        ],
        probes=_stacks,
    ),
    "local_forward": Exercise(
        law="unit i sums W[i, j] · g[j] over j = i … i + width − 1 only, and adds b[i].",
        look="exercise 2b, the picture of the windows.",
        mistakes=[
            Mistake("fully connected", lambda W, b, G, width: W @ G + b, "weights outside the window do not count: mask them."),
            Mistake("window too long", _local(lambda i, j, w: (j >= i) & (j <= i + w)), _WINDOW),
            Mistake("window too short", _local(lambda i, j, w: (j >= i) & (j < i + w - 1)), _WINDOW),
            Mistake("window one too far", _local(lambda i, j, w: (j > i) & (j <= i + w)), "counted from 0, the window of unit i begins at input i itself."),
            Mistake("rows for columns", _local(lambda i, j, w: (i >= j) & (i < j + w)), "the row number is the unit, the column number the input: the column must be at least the row."),
            Mistake("one window for all", _local(lambda i, j, w: j < w), "every unit has its own window; it moves one input to the right from unit to unit."),
            Mistake("no right end", _local(lambda i, j, w: j >= i), "the window also has a right end: the column is below row + width."),
            Mistake("no left end", _local(lambda i, j, w: j < i + w), "the window also has a left end: the column is at least the row."),
            Mistake("window around the unit", _local(lambda i, j, w: abs(i - j) <= w // 2), "the window begins at input i; it is not centred there."),
            Mistake("diagonal only", _local(lambda i, j, w: i == j), "the unit sees `width` inputs, not one."),
            Mistake("shared weights", _local_loop(lambda W, i, w: W[0, :w], lambda G, i, w: G[i : i + w]), "all units used the weights of unit 0: that is a convolution. Here each unit has its own."),
            Mistake("weights do not move along", _local_loop(lambda W, i, w: W[i, :w], lambda G, i, w: G[i : i + w]), "the window moves over the columns of W as over the inputs: `W[i, i : i + width]`."),
            Mistake("weights do not move along", lambda W, b, G, width: np.array([W[i, :width] @ G[i : i + width] + b[i, 0] for i in range(len(W))]), "the window moves over the columns of W as over the inputs: `W[i, i : i + width]`."),
            Mistake("forgotten bias", lambda W, b, G, width: _local(lambda i, j, w: (j >= i) & (j < i + w))(W, 0 * b, G, width), "this is what you get when b is left out."),
            Mistake("flat bias", lambda W, b, G, width: _local(lambda i, j, w: (j >= i) & (j < i + w))(W, 0 * b, G, width) + b.ravel(), "b must stay a column."),
        ],
        probes=_windows,
    ),
    "back_through_weights": Exercise(
        law="dG = Wᵀ dF: the blame of node j is the sum over units i of W[i, j] · dF[i], for every example.",
        look="section 3, rows read and columns send.",
        mistakes=[
            Mistake("no transpose", lambda W, dF: W @ dF, _NO_TRANSPOSE),
            Mistake("no transpose", lambda W, dF: np.dot(W, dF), _NO_TRANSPOSE),
            Mistake("rows for columns", lambda W, dF: dF.T @ W, "the answer came back transposed: one column for each example, `W.T @ dF`."),
            Mistake("rows for columns", lambda W, dF: dF @ W, "the weights stand on the left: `W.T @ dF`."),
            Mistake("rows for columns", lambda W, dF: (W.T @ dF).T, "the answer came back transposed: one column for each example."),
            Mistake("entry by entry", lambda W, dF: W.T * dF, "`*` multiplies entry by entry and sums nothing; the matrix product is `@`."),
            Mistake("entry by entry", lambda W, dF: W * dF, "`*` multiplies entry by entry and sums nothing; the matrix product is `@`, with `W.T`."),
            Mistake("inverse for transpose", lambda W, dF: np.linalg.pinv(W) @ dF, "blame is not the inputs computed backwards: weights are transposed, not inverted."),
            Mistake("inverse for transpose", lambda W, dF: np.linalg.inv(W) @ dF, "blame is not the inputs computed backwards: weights are transposed, not inverted."),
            Mistake("examples summed", lambda W, dF: _columns(W.T @ dF), "every example keeps its own blame here; only weights and biases sum over the batch."),
            Mistake("averaged", lambda W, dF: W.T @ dF / dF.shape[1], _MEAN),
            Mistake("wrong sign", lambda W, dF: -(W.T @ dF), "no minus: the blame is the gradient; the minus comes with the step of learning."),
            Mistake("averaged over units", lambda W, dF: W.T @ dF / len(W), "the blames of the units are added, not averaged."),
            Mistake("first unit only", lambda W, dF: W[:1].T @ dF[:1], "the blame comes from all units that read the node: sum over all rows."),
        ],
        probes=lambda rng: ((W, rng.normal(size=(len(W), G.shape[1]))) for W, _, G in _triples(rng)),
    ),
    "back_through_sigmoid": Exercise(
        law="dF = dG ∘ G ∘ (1 − G), entry by entry: σ has the slope g (1 − g) where its value is g.",
        look="exercise 4, the formula above the prediction.",
        mistakes=[
            Mistake("σ twice", lambda G, dG: dG * _sigmoid(G) * (1 - _sigmoid(G)), "G holds values *after* σ: use G itself, do not apply σ again."),
            Mistake("slope only", lambda G, dG: G * (1 - G), "the slope is there, but the blame dG that comes in is not: multiply by it."),
            Mistake("half a slope", lambda G, dG: dG * G, "the slope is g (1 − g); the factor 1 − g is missing."),
            Mistake("half a slope", lambda G, dG: dG * (1 - G), "the slope is g (1 − g); the factor g is missing."),
            Mistake("slope of tanh", lambda G, dG: dG * (1 - G**2), "1 − g² is the slope of tanh; that of σ is g (1 − g)."),
            Mistake("σ itself", lambda G, dG: dG * _sigmoid(G), "the slope of σ is wanted, g (1 − g), not σ."),
            Mistake("no slope", lambda G, dG: dG, "dG came back as it was: multiply by the slope g (1 − g)."),
            Mistake("matrix product", lambda G, dG: dG @ (G * (1 - G)).T, "σ works entry by entry, so blame does too: `*`, not `@`."),
            Mistake("matrix product", lambda G, dG: dG @ (G * (1 - G)), "σ works entry by entry, so blame does too: `*`, not `@`."),
            Mistake("matrix product", lambda G, dG: dG @ G @ (1 - G), "σ works entry by entry, so blame does too: `*`, not `@`."),
            Mistake("added", lambda G, dG: dG + G * (1 - G), "the chain rule multiplies; it does not add."),
            Mistake("divided", lambda G, dG: dG / (G * (1 - G)), "multiply by the slope on the way back; dividing would undo it."),
            Mistake("wrong sign", lambda G, dG: dG * G * (G - 1), "the slope of σ is above 0: g (1 − g), not g (g − 1)."),
            Mistake("examples summed", lambda G, dG: _columns(dG * G * (1 - G)), "every example keeps its own blame here; only weights and biases sum over the batch."),
            Mistake("examples summed", lambda G, dG: np.sum(dG * G * (1 - G)), "nothing is summed here: dF has the shape of G."),
        ],
        probes=lambda rng: ((rng.random(shape), rng.normal(size=shape)) for shape in ((2, 2), (3, 3), (2, 4), (3, 1), (1, 3))),
    ),
    "weight_gradients": Exercise(
        law="dW = dF Gᵀ with the shape of W; db = the row sums of dF, a column. Both sum over the examples.",
        look="exercise 5, the sum over n.",
        mistakes=[
            Mistake("bias not summed", lambda dF, G: (dF @ G.T, dF), "db came back with one column for each example: sum each row of dF, `dF.sum(axis=1, keepdims=True)`."),
            Mistake("bias lost its column", lambda dF, G: (dF @ G.T, dF.sum(axis=1)), "db must keep the shape of b, (n_out, 1): say `keepdims=True`."),
            Mistake("summed over units", lambda dF, G: (dF @ G.T, dF.sum(axis=0)), "the sum runs over the examples, so along each row: `axis=1`."),
            Mistake("summed over units", lambda dF, G: (dF @ G.T, dF.sum(axis=0, keepdims=True)), "the sum runs over the examples, so along each row: `axis=1`."),
            Mistake("summed over everything", lambda dF, G: (dF @ G.T, dF.sum()), "every unit has its own bias: sum each row on its own, `axis=1`."),
            Mistake("averaged", lambda dF, G: (dF @ G.T / dF.shape[1], _columns(dF) / dF.shape[1]), _MEAN),
            Mistake("averaged", lambda dF, G: (dF @ G.T, _columns(dF) / dF.shape[1]), _MEAN),
            Mistake("averaged", lambda dF, G: (dF @ G.T / dF.shape[1], _columns(dF)), _MEAN),
            Mistake("transposed", lambda dF, G: (G @ dF.T, _columns(dF)), "dW came back with the shape of W transposed: `dF @ G.T`."),
            Mistake("no transpose", lambda dF, G: (dF @ G, _columns(dF)), "the sum runs over the examples, the columns of both: `dF @ G.T`."),
            Mistake("transpose of the wrong one", lambda dF, G: (dF.T @ G, _columns(dF)), "dF stands as it is, G is transposed: `dF @ G.T`."),
            Mistake("entry by entry", lambda dF, G: (dF * G, _columns(dF)), "`*` multiplies entry by entry; here every unit meets every input: `dF @ G.T`."),
            Mistake("one example only", lambda dF, G: (np.outer(dF[:, 0], G[:, 0]), dF[:, :1]), "only the first example was used: sum over all columns."),
            Mistake("one example only", lambda dF, G: (np.outer(dF[:, -1], G[:, -1]), dF[:, -1:]), "only the last example was used: add up, do not overwrite."),
            Mistake("weights only", lambda dF, G: dF @ G.T, "two things are wanted: (dW, db)."),
            Mistake("order of the answer", lambda dF, G: (_columns(dF), dF @ G.T), "the answer is (dW, db), in this order."),
            Mistake("inputs summed", lambda dF, G: (dF @ G.T, _columns(G)), "the blame of a bias is a sum of dF: its input is always 1, not G."),
        ],
        probes=lambda rng: ((rng.normal(size=(len(W), G.shape[1])), G) for W, _, G in _triples(rng)),
    ),
    "mlp_forward": Exercise(
        law="G_0 = X, then G_k = σ(W_k G_{k−1} + b_k); all of them come back, K + 1 arrays for K layers.",
        look="section 4, the first paragraph.",
        mistakes=[
            Mistake("output only", _forward(keep=lambda values: values[-1]), "the way back needs every G: return the whole list."),
            Mistake("input left out", _forward(keep=lambda values: values[1:]), "the list begins with G_0, which is X itself."),
            Mistake("output left out", _forward(keep=lambda values: values[:-1]), "the last value, the output, is missing in the list."),
            Mistake("no σ", _forward(unit=lambda F, last: F), "the σ is missing: each layer's values are σ of its sums."),
            Mistake("no σ at the output", _forward(unit=lambda F, last: F if last else _sigmoid(F)), "in this section the last layer has its σ, too."),
            Mistake("sums instead of values", _forward_sums, "sums came back where values belong: keep σ(F), not F."),
            Mistake("forgotten bias", _forward(layer=lambda W, b, G, X: W @ G), "this is what you get when the biases are left out."),
            Mistake("always the first input", _forward(layer=lambda W, b, G, X: W @ X + b), "each layer reads the layer before it, `values[-1]`, not X."),
            Mistake("transposed weights", _forward(layer=lambda W, b, G, X: W.T @ G + b), "W is (n_out, n_in): it stands as it is, `W @ G`."),
            Mistake("σ twice", _forward(unit=lambda F, last: _sigmoid(_sigmoid(F))), "σ was applied twice in each layer."),
            Mistake("last layer first", lambda layers, X: _forward()(layers[::-1], X), "the first pair is the first layer: go through the layers in their order."),
            Mistake("output first", _forward(keep=lambda values: values[::-1]), "the list begins with X and ends with the output."),
            Mistake("first layer only", lambda layers, X: _forward()(layers[:1], X), "only the first layer was computed: is the `return` indented too far?"),
        ],
        probes=_forwards,
    ),
    "mlp_backward": Exercise(
        law="from the last layer to the first: dF = dG ∘ G_k ∘ (1 − G_k), (dW, db) from dF and G_{k−1}, then dG = Wᵀ dF.",
        look="exercise 6b, the three steps.",
        mistakes=[
            Mistake("last layer first", _backward(keep=lambda blame: blame[::-1]), "the pairs came back with the last layer first: put each new pair at the front, or turn the list round at the end."),
            Mistake("no slope", _backward(slope=lambda values, k, last: 1.0), "blame passes the σ of every layer: multiply by G_k (1 − G_k) first."),
            Mistake("no slope at the output", _backward(slope=lambda values, k, last: 1.0 if last else values[k + 1] * (1 - values[k + 1])), "the output has a σ as well: dG there is the blame of its value, not yet of its sum."),
            Mistake("slope of the output only", _backward(slope=lambda values, k, last: values[k + 1] * (1 - values[k + 1]) if last else 1.0), "blame passes the σ of every layer, the hidden ones too."),
            Mistake("slope of the wrong layer", _backward(slope=lambda values, k, last: values[k] * (1 - values[k])), "the slope belongs to the values that layer k *gave*: with layers counted from 0, values[k + 1]."),
            Mistake("σ twice", _backward(slope=lambda values, k, last: _sigmoid(values[k + 1]) * (1 - _sigmoid(values[k + 1]))), "the values have passed σ already: use them as they are."),
            Mistake("no transpose", _backward(back=lambda W, dF, dG: W @ dF), _NO_TRANSPOSE),
            Mistake("pair for a matrix", _backward_pair, "layers[k] is a pair (W, b): the weights alone are layers[k][0]."),
            Mistake("values of the wrong layer", _backward(gradient=lambda dF, values, k: (dF @ values[k + 1].T, _columns(dF))), "dW_k uses what the layer was *given*: with layers counted from 0, values[k]."),
            Mistake("always the input", _backward(gradient=lambda dF, values, k: (dF @ values[0].T, _columns(dF))), "dW_k uses what layer k was given, G_{k−1}, not X."),
            Mistake("slope lost on the way", _backward(back=lambda W, dF, dG: W.T @ dG), "what passes the weights is dF, after the slope, not dG."),
            Mistake("dG never replaced", _backward(back=lambda W, dF, dG: dG), "every layer got the blame of the output: replace dG by W.T @ dF in each round."),
            Mistake("averaged", _backward(gradient=lambda dF, values, k: (dF @ values[k].T / dF.shape[1], _columns(dF) / dF.shape[1])), _MEAN),
            Mistake("bias not summed", _backward(gradient=lambda dF, values, k: (dF @ values[k].T, dF)), "db is the sum of each row of dF: shape (n_out, 1)."),
            Mistake("bias lost its column", _backward(gradient=lambda dF, values, k: (dF @ values[k].T, dF.sum(axis=1))), "db must keep the shape of b, (n_out, 1): say `keepdims=True`."),
            Mistake("weights only", _backward(gradient=lambda dF, values, k: dF @ values[k].T), "a pair (dW, db) is wanted for each layer."),
            Mistake("order of the pairs", _backward(gradient=lambda dF, values, k: (_columns(dF), dF @ values[k].T)), "each pair is (dW, db), in this order."),
            Mistake("last layer only", lambda layers, values, dG: _backward()(layers[-1:], values[-2:], dG), "only the last layer has its blame: is the `return` indented too far?"),
            Mistake("wrong sign", _backward(keep=lambda blame: [(-dW, -db) for dW, db in blame]), "no minus: this is the gradient; the minus comes with the step of learning."),
        ],
        probes=_backwards,
    ),
    "bump": Exercise(
        law="height · (σ(s (x − left)) − σ(s (x − right))): a step up at left, a step down at right.",
        look="exercise 7a, the formula of the prediction.",
        mistakes=[
            Mistake("two steps up", _bump(lambda up, down, h, *_: h * (up + down)), "the second step must go down: a minus between the two."),
            Mistake("height forgotten", _bump(lambda up, down, h, *_: up - down), "the bump has height 1: multiply by height."),
            Mistake("height of one step only", _bump(lambda up, down, h, *_: h * up - down), "both steps are as high as the bump: height times the whole difference."),
            Mistake("upside down", _bump(lambda up, down, h, *_: h * (down - up)), "the step at left goes up, the one at right goes down."),
            Mistake("product of steps", _bump(lambda up, down, h, *_: h * up * (1 - down)), "the two steps were multiplied. An output unit only adds: take their difference."),
            Mistake("steepness forgotten", _bump(lambda up, down, h, x, left, right, s: h * (_sigmoid(x - left) - _sigmoid(x - right))), "the steps are soft whatever the steepness: multiply x − left by it, inside σ."),
            Mistake("bias without steepness", _bump(lambda up, down, h, x, left, right, s: h * (_sigmoid(s * x - left) - _sigmoid(s * x - right))), "the bias is −steepness · left: the step of σ(s x − left) is at left / s."),
            Mistake("wrong side", _bump(lambda up, down, h, x, left, right, s: h * (_sigmoid(s * (x + left)) - _sigmoid(s * (x + right)))), "a step at c is σ(s (x − c)), with a minus."),
            Mistake("hard steps", _bump(lambda up, down, h, x, left, right, s: h * ((x >= left) & (x < right)) * 1.0), "hard steps came back, whatever the steepness: use σ, as a unit of the network does."),
            Mistake("one step", _bump(lambda up, down, h, *_: h * up), "the step down at right is missing."),
            Mistake("divided by steepness", _bump(lambda up, down, h, x, left, right, s: h * (_sigmoid((x - left) / s) - _sigmoid((x - right) / s))), "a steep step has a large factor inside σ: multiply by the steepness."),
            Mistake("height inside", _bump(lambda up, down, h, x, left, right, s: _sigmoid(h * s * (x - left)) - _sigmoid(h * s * (x - right))), "the height is the output weight: it multiplies after σ."),
        ],
        probes=_bumps,
    ),
    "curve_network": Exercise(
        law="W2 σ(W1 x + b1) + b2 is heights[k] over the piece from k/n to (k + 1)/n: b2 = heights[0], and a step of heights[k] − heights[k − 1] at x = k/n.",
        look="exercise 7b, the three pieces of the prediction.",
    ),
    "poll": Exercise(law="answer with one of the letters.", look="section 2, the table below the poll: its last column."),
}  # fmt: skip


# ---------------------------------------------------------------- a curve may be drawn by many networks


def draws(check: Check, function: Callable, heights: Array, steepness: float) -> None:
    """The network that `function(heights, steepness)` returns is the staircase; any weights that draw it pass."""
    outcome = check(function, heights, steepness)
    outcome.satisfies(
        lambda answer: len(answer) == 2 and all(len(pair) == 2 for pair in answer), "((W1, b1), (W2, b2))"
    )
    (W1, b1), (W2, b2) = outcome.value
    hidden, n = len(b1) if isinstance(b1, list | tuple | np.ndarray) and _shape(b1) else 0, len(heights)
    parts = {"W1": (W1, (hidden, 1)), "b1": (b1, (hidden, 1)), "W2": (W2, (1, hidden)), "b2": (b2, (1, 1))}
    for name, (part, shape) in parts.items():
        came = _shape(part)
        cause = _LOST_SHAPE if came != "ragged" and np.size(part) == shape[0] * shape[1] else None
        check.that(came == shape, f"{outcome.call} returned {name} of shape {came}; wanted: {shape}.", cause)
        check.that(_finite(part), f"{outcome.call} returned {name} with entries that are not finite numbers.")
    check.that(hidden <= 2 * n, f"{outcome.call} has {hidden} hidden units; wanted: at most {2 * n}.")
    x = np.concatenate([[0.0], ((np.arange(n)[:, None] + [0.1, 0.35, 0.5, 0.75, 0.9]) / n).ravel(), [1.0]])
    wanted = np.concatenate([heights[:1], np.repeat(heights, 5), heights[-1:]])
    said = _evaluated((W1, b1), (W2, b2), x)
    near = np.isclose(said, wanted, rtol=1e-3, atol=1e-3)
    cause = None if near.all() else _mislaid(function, check, said, heights, steepness, x)
    for place, came, want, right in zip(x, said, wanted, near, strict=True):
        piece = min(int(place * n), n - 1)
        check.that(
            right,
            f"The network of {outcome.call} says {describe(came)} at x = {describe(place)}, in piece {piece} of "
            f"{n}; wanted: {describe(want)}.",
            cause,
        )
    outcome.unchanged()


def _evaluated(hidden: tuple[Any, Any], output: tuple[Any, Any], x: Array) -> Array:
    (W1, b1), (W2, b2) = ((np.asarray(part, dtype=float) for part in pair) for pair in (hidden, output))
    return (W2 @ _sigmoid(W1 @ x[None, :] + b1) + b2)[0]


_LOST_SHAPE = Mistake(
    "shape lost", lambda: None, "the numbers are there, but flat or turned: hidden weights and biases are columns, output weights a row, the output bias 1 by 1."
)  # fmt: skip


def _mislaid(
    function: Callable, check: Check, said: Array, heights: Array, steepness: float, x: Array
) -> Mistake | None:
    """The known slip whose network says the same everywhere."""
    n = len(heights)
    k: Array = np.arange(1, n) / n
    jumps, s = np.diff(heights), np.full(n - 1, float(steepness))
    first, last = float(heights[0]), float(heights[-1])
    all_jumps, all_s = np.diff(heights, prepend=0.0), np.full(n, float(steepness))
    slips: list[tuple[str, tuple[Any, Any, Any, float], str]] = [
        ("first height forgotten", (s, -s * k, jumps, 0.0), "before the first step the network says its output bias: that must be heights[0]."),
        ("half a step at the end", (all_s, -all_s * np.arange(n) / n, all_jumps, 0.0), "a step at x = 0 exactly is only half done there, σ(0) = ½. Let the output bias be heights[0] instead."),
        ("heights for differences", (s, -s * k, heights[1:], first), "steps add up: each must be the *difference* to the height before, heights[k] − heights[k − 1]."),
        ("heights for differences", (s, -s * k, heights[1:], 0.0), "steps add up: each must be the *difference* to the height before, and the output bias the first height."),
        ("heights for differences", (all_s, -all_s * np.arange(n) / n, heights, 0.0), "steps add up: each must be the *difference* to the height before, and the output bias the first height."),
        ("wrong side", (s, s * k, jumps, first), "the hidden bias is −steepness · edge: with a plus the steps lie left of 0."),
        ("bias without steepness", (s, -k, jumps, first), "the hidden bias is −steepness · edge; without the factor all steps crowd at 0."),
        ("steps down for steps up", (s, -s * k, -jumps, first), "the differences have the wrong sign: the new height minus the one before."),
        ("last height for the first", (s, -s * k, jumps, last), "the output bias is what the network says before the first step: heights[0]."),
        ("edges off by one", (s, -s * np.arange(n - 1) / n, jumps, first), "the first step is at 1/n, the end of piece 0, not at 0."),
        ("edges spread wrongly", (s, -s * np.linspace(0, 1, n - 1), jumps, first), "the edges are k/n for k = 1 … n − 1; the ends 0 and 1 are not among them."),
        ("edges spread wrongly", (s, -s * np.linspace(0, 1, n)[1:], jumps, first), "the edges are k/n for k = 1 … n − 1: n pieces, not n − 1."),
        ("edges spread wrongly", (s, -s * np.linspace(0, 1, n)[:-1], jumps, first), "the edges are k/n for k = 1 … n − 1: n pieces, not n − 1."),
        ("middles for edges", (s, -s * (k - 0.5 / n), jumps, first), "the steps stand where two pieces meet, at k/n, not in the middle of a piece."),
        ("steepness forgotten", (np.ones(n - 1), -k, jumps, first), "the hidden weights must be the steepness, and the hidden biases −steepness · edge."),
        ("average for the first height", (s, -s * k, jumps, float(np.mean(heights))), "the output bias is what the network says before the first step: heights[0]."),
    ]  # fmt: skip
    for name, (w, b, v, c), advice in slips:
        slipped = _evaluated((w[:, None], b[:, None]), (v[None, :], np.array([[c]])), x)
        if same(np.round(slipped, 3), np.round(said, 3)):
            return Mistake(name, function, advice)
    return None
