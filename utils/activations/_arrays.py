"""What the units ask of arrays: real numbers, one dtype, shapes that fit."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def floating(values: ArrayLike, name: str = "f") -> Array:
    """An array of real numbers; float32 and float64 stay what they are. Nothing slower: this is called all the time."""
    array = np.asarray(values)
    if array.dtype.kind == "f":
        return array
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    raise ValueError(f"{name} must hold real numbers; it holds {array.dtype}")


def where_positive(f: Array, above: float, below: ArrayLike) -> Array:
    """`above` where f > 0, else `below`, in the dtype of `f`."""
    chosen = np.where(f > 0, f.dtype.type(above), np.asarray(below, f.dtype))
    return chosen[()]  # a number, if there are no axes


def like(values: ArrayLike, name: str, other: Array) -> Array:
    """`values` in the dtype of `other`, if it has its shape."""
    array = floating(values, name)
    if array.shape != other.shape:
        raise ValueError(f"{name} has shape {array.shape}: it must have the shape of what it blames, {other.shape}")
    return array.astype(other.dtype, copy=False)


def parameter(values: ArrayLike, name: str, f: Array, shape: tuple[int, ...]) -> Array:
    """A parameter in the dtype of `f`, if it broadcasts to `shape`."""
    array = floating(values, name).astype(f.dtype, copy=False)
    try:
        fits = np.broadcast_shapes(array.shape, shape) == shape
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"{name} has shape {array.shape} and f has shape {f.shape}: it must broadcast to that shape")
    return array


def sum_to(array: Array, shape: tuple[int, ...]) -> Array:
    """Undo broadcasting: sum over every axis along which a parameter of this shape was used more than once."""
    extra = array.ndim - len(shape)
    stretched = (i for i, size in enumerate(shape) if size == 1)
    return array.sum(axis=(*range(extra), *(extra + i for i in stretched))).reshape(shape)
