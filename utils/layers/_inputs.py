"""Looking at what modules are given: quickly when all is well, and with clear words when not."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def matrix(values: ArrayLike, name: str) -> Array:
    array = np.asarray(values)
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}: it needs two axes")
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers; it holds {array.dtype}")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def weights(W: ArrayLike, b: ArrayLike) -> tuple[Array, Array]:
    W, b = matrix(W, "W"), matrix(b, "b")
    if b.shape != (len(W), 1):
        raise ValueError(f"W has shape {W.shape} and b has shape {b.shape}: b must be (n_out, 1), here ({len(W)}, 1)")
    return W, b.astype(W.dtype, copy=False)


def columns(G: ArrayLike, rows: int | None, dtype: np.dtype[Any] | None, module: Any) -> Array:
    """`G` itself if it has columns of that length and type; lists and whole numbers are turned into such an array."""
    if type(G) is np.ndarray and G.ndim == 2 and G.shape[1] and (rows is None or G.shape[0] == rows):
        kind = G.dtype  # float32 and float64 are one object each
        if kind is dtype or (dtype is None and kind.kind == "f"):
            return G
    if type(G) is not np.ndarray or G.dtype.kind != "f" or G.ndim != 2:
        G = matrix(G, "the input")
        if dtype is not None and not (isinstance(G, np.ndarray) and G.dtype == dtype):
            G = G.astype(dtype)
    if rows is not None and G.shape[0] != rows:
        raise ValueError(
            f"{module!r} was given shape {G.shape}: it needs ({rows}, examples), one column per example. "
            "Is the input transposed?"
        )
    if G.shape[1] == 0:
        raise ValueError(f"{module!r} was given shape {G.shape}: at least one example is needed")
    if dtype is not None and G.dtype is not dtype and G.dtype != dtype:
        raise ValueError(
            f"{module!r} is {dtype} and was given {G.dtype}: choose one for both, for example X.astype(np.{dtype})"
        )
    return G


def blame(
    dF: ArrayLike, shape: tuple[int, ...], dtype: np.dtype[Any], module: Any, name: str = "the gradient"
) -> Array:
    """`dF` itself if it has that shape and type; lists and whole numbers are turned into such an array."""
    if type(dF) is np.ndarray and dF.dtype is dtype and dF.shape == shape:
        return dF
    if type(dF) is not np.ndarray or dF.dtype.kind != "f":
        dF = np.asarray(dF)
        if dF.dtype.kind not in "biuf":
            raise ValueError(f"{module!r}: {name} must hold real numbers; it holds {dF.dtype}")
        dF = dF.astype(dtype)
    if dF.shape != shape:
        raise ValueError(f"{module!r}: {name} has shape {dF.shape} and the output has shape {shape}: make them equal")
    if dF.dtype is not dtype and dF.dtype != dtype:
        raise ValueError(f"{module!r}: {name} is {dF.dtype} and the output is {dtype}: choose one for both")
    return dF


def kept(G: Array | None, module: Any) -> Array:
    if G is None:
        raise ValueError(f"{module!r}: backward was called before forward")
    return G


def put_into(array: Array, value: ArrayLike, name: str) -> None:
    value = np.asarray(value)
    if value.shape != array.shape:
        raise ValueError(f"{name} has shape {array.shape} and is given shape {value.shape}: they must be the same")
    array[...] = value


# Constants of one size are asked for at every step, so they are made once.


@lru_cache(maxsize=16)
def ones(n: int, dtype: np.dtype[Any]) -> Array:
    return read_only(np.ones((n, 1), dtype))


@lru_cache(maxsize=16)
def zeros(n: int, dtype: np.dtype[Any]) -> Array:
    # numpy compares with a row of zeros twice as fast as with a single zero.
    return read_only(np.zeros((1, n), dtype))


@lru_cache(maxsize=16)
def numbers(n: int) -> Array:
    return read_only(np.arange(n)[:, None])


def read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array
