"""The three rules of matrix back-propagation as plain functions, and a multilayer perceptron made of them."""

from collections.abc import Callable, Sequence
from typing import Any

from numpy.typing import ArrayLike, NDArray

from utils import activations
from utils.layers._inputs import matrix, weights

Array = NDArray[Any]


def layer_forward(W: ArrayLike, b: ArrayLike, G: ArrayLike) -> Array:
    """One layer, all examples at once: F = W G + b.

    Parameters
    ----------
    W : array, shape (n_out, n_in)
    b : array, shape (n_out, 1)
    G : array, shape (n_in, examples)

    Returns
    -------
    array, shape (n_out, examples)

    Raises
    ------
    ValueError
        If the shapes do not match, or there is no example.

    Examples
    --------
    >>> layer_forward([[1.0, 2.0]], [[10.0]], [[1.0, 3.0],
    ...                                        [1.0, 4.0]])
    array([[13., 21.]])
    """
    W, b = weights(W, b)
    G = matrix(G, "G")
    if W.shape[1] != G.shape[0] or G.shape[1] == 0:
        raise ValueError(
            f"W has shape {W.shape} and G has shape {G.shape}: W must be (n_out, n_in) and G (n_in, examples), "
            "with at least one example"
        )
    return W @ G + b


def layer_backward(W: ArrayLike, G: ArrayLike, dF: ArrayLike) -> tuple[Array, Array, Array]:
    """The way back through F = W G + b: dW = dF Gᵀ, db = the sum of dF over examples, dG = Wᵀ dF.

    Parameters
    ----------
    W : array, shape (n_out, n_in)
    G : array, shape (n_in, examples)
        What the layer was given.
    dF : array, shape (n_out, examples)
        ∂L/∂F.

    Returns
    -------
    dW : array, shape (n_out, n_in)
    db : array, shape (n_out, 1)
    dG : array, shape (n_in, examples)

    Raises
    ------
    ValueError
        If the shapes do not match, or there is no example.

    Examples
    --------
    >>> layer_backward([[1.0, 2.0]], [[1.0, 3.0], [1.0, 4.0]], [[1.0, 1.0]])
    (array([[4., 5.]]), array([[2.]]), array([[1., 1.],
           [2., 2.]]))
    """
    W, G, dF = matrix(W, "W"), matrix(G, "G"), matrix(dF, "dF")
    if W.shape != (dF.shape[0], G.shape[0]) or G.shape[1] != dF.shape[1] or G.shape[1] == 0:
        raise ValueError(
            f"W has shape {W.shape}, G has shape {G.shape} and dF has shape {dF.shape}: they must be (n_out, n_in), "
            "(n_in, examples) and (n_out, examples), with at least one example"
        )
    return dF @ G.T, dF.sum(axis=1, keepdims=True), W.T @ dF


def mlp_forward(layers: Sequence[tuple[ArrayLike, ArrayLike]], X: ArrayLike, unit: str = "sigmoid") -> list[Array]:
    """A multilayer perceptron of any depth: G_0 = X, then G_k = σ(W_k G_{k−1} + b_k).

    Parameters
    ----------
    layers : sequence of (W, b)
        W of shape (n_out, n_in), b of shape (n_out, 1); each n_in is the n_out before it.
    X : array, shape (features, examples)
    unit : str, default "sigmoid"
        σ, the same in every layer, the last one included: "none", "tanh", "ReLU", or another element-wise unit of
        `activations.TABLE` whose derivative follows from its value.

    Returns
    -------
    list of arrays
        G_0 (which is `X`) to the output G_K: everything that `mlp_backward` needs.

    Raises
    ------
    ValueError
        If there is no layer, a shape does not fit (says in which layer), or there is no such unit.

    Examples
    --------
    XOR by units that step softly: one says OR, one says AND, the output says "the first and not the second".

    >>> layers = [([[20.0, 20.0], [20.0, 20.0]], [[-10.0], [-30.0]]), ([[20.0, -20.0]], [[-10.0]])]
    >>> mlp_forward(layers, [[0, 0, 1, 1], [0, 1, 0, 1]])[-1].round(3)
    array([[0., 1., 1., 0.]])
    """
    function, _ = _unit(unit)
    if len(layers) == 0:
        raise ValueError("layers is empty: give at least one (W, b)")
    values = [matrix(X, "X")]
    for k, (W, b) in enumerate(layers, start=1):
        try:
            F = layer_forward(W, b, values[-1])
        except ValueError as error:
            raise ValueError(f"layer {k}: {error}") from None
        values.append(function(F))
    return values


def mlp_backward(
    layers: Sequence[tuple[ArrayLike, ArrayLike]], values: Sequence[ArrayLike], dG: ArrayLike, unit: str = "sigmoid"
) -> tuple[list[tuple[Array, Array]], Array]:
    """The way back through `mlp_forward`, layer by layer from the last.

    dF_k = dG_k ∘ σ′ (for the sigmoid dG_k ∘ G_k ∘ (1 − G_k)), dW_k = dF_k G_{k−1}ᵀ, db_k = the sum of dF_k over
    examples, dG_{k−1} = W_kᵀ dF_k.

    Parameters
    ----------
    layers : sequence of (W, b)
    values : what `mlp_forward` returned
    dG : array, shape of the last of `values`
        ∂L/∂G_K. The sum over examples is taken here; a mean is up to the loss.
    unit : as for `mlp_forward`

    Returns
    -------
    gradients : list of (dW, db), one for each layer
    dX : array, shape (features, examples)

    Raises
    ------
    ValueError
        If the shapes do not match, or there is no such unit.

    References
    ----------
    D. E. Rumelhart, G. E. Hinton and R. J. Williams (1986), "Learning representations by back-propagating
    errors", Nature 323, 533–536.

    Examples
    --------
    >>> layers = [([[2.0]], [[0.0]]), ([[3.0]], [[1.0]])]
    >>> values = mlp_forward(layers, [[1.0]], "none")
    >>> mlp_backward(layers, values, [[1.0]], "none")
    ([(array([[3.]]), array([[3.]])), (array([[2.]]), array([[1.]]))], array([[6.]]))
    """
    _, slope = _unit(unit)
    if len(values) != len(layers) + 1:
        raise ValueError(f"there are {len(layers)} layers and {len(values)} values: give all that mlp_forward returned")
    G, dG = [matrix(value, "a value") for value in values], matrix(dG, "dG")
    if dG.shape != G[-1].shape:
        raise ValueError(f"dG has shape {dG.shape} and the output has shape {G[-1].shape}: they must be the same")
    gradients = []
    for k in range(len(layers), 0, -1):
        dF = dG * slope(G[k])
        dW, db, dG = layer_backward(layers[k - 1][0], G[k - 1], dF)
        gradients.append((dW, db))
    return gradients[::-1], dG


def _unit(name: str) -> tuple[Callable[[ArrayLike], Array], Callable[[ArrayLike], Array]]:
    unit = activations.named(name)
    if unit.derivative_by_value is None:
        raise ValueError(f"the derivative of {unit.name} does not follow from its value: use modules (see Sequential)")
    return unit.function, unit.derivative_by_value
