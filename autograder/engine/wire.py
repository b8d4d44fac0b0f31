"""What crosses between a test and a student's process: plain values, in msgpack with a closed table of types.

Nothing is unpickled, imported by name or executed. A value of no known type crosses as a reference: a student's object
stays on the student's side, a test's function on ours, and each side knows the other's by number only.
"""

from __future__ import annotations

import dataclasses
import socket
import struct
import sys
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal, NamedTuple

import msgpack
import numpy as np

LONGEST_MESSAGE = 256 * 2**20  # bytes
LONGEST_NUMBER = 100_000  # bits
LONGEST_LIST = 4_000_000  # parts; longer ones are arrays, or meant to keep us busy
LARGEST_TABLE = 2**14  # keys of a dict or a set, and four times that in a message: they may all have the same hash,
SMALL_TABLE = 64  # which does not matter where there are few
LIMITS = {"max_array_len": LONGEST_LIST, "max_map_len": LARGEST_TABLE}
PIECE, LARGE = 2**16, 2**20  # bytes
LOOK = 0.1  # seconds between looks at the clock while nothing comes
DEEPEST = 40  # values of our own types in one another; of lists in lists, msgpack allows some hundreds
PLAIN = (int, float, str, bytes, list, tuple, dict)
KINDS = "biufcUSmM"  # numpy's letters for types of plain data
END = b"\n"  # of the words that say what an array is

(ARRAY, TUPLE, SET, FROZENSET, COMPLEX, INTEGER, SCALAR, RANGE, SLICE, STUDENTS, OURS, TENSOR, RECORD, RAGGED,
 ELLIPSIS) = range(15)  # fmt: skip


class WireError(Exception):
    """A value that cannot cross, or bytes that mean nothing."""


def _elements(value: set | frozenset | list) -> list:
    """What a set is made of."""
    if len(value) > LARGEST_TABLE:
        raise WireError(f"the set has {len(value)} elements, and {LARGEST_TABLE} are the most that can be sent")
    return list(value)


def _ends(value: range) -> list[int]:
    """What a range is made of. A test may walk through it, which nothing would interrupt."""
    if bool(value) and (value[-1] - value[0]) // value.step >= LONGEST_LIST:
        raise WireError(f"the range has over {LONGEST_LIST} numbers, which are the most that can be sent")
    return [value.start, value.stop, value.step]


# What values of Python's other types are made of.
PARTS: dict[type, tuple[int, Callable[[Any], Any]]] = {
    tuple: (TUPLE, list),
    set: (SET, _elements),
    frozenset: (FROZENSET, _elements),
    complex: (COMPLEX, lambda value: [value.real, value.imag]),
    range: (RANGE, _ends),
    slice: (SLICE, lambda value: [value.start, value.stop, value.step]),
    type(...): (ELLIPSIS, lambda _: None),
}


class Reference(NamedTuple):
    """An object that stays where it is. `name` and `kind` are only for messages to people."""

    number: int
    kind: str
    name: str = ""
    callable: bool = False


# The types of `utils` that cross by their fields; no other name is ever imported.
RECORDS = {
    "utils.network.graph.Unit",
    "utils.network.graph.Network",
    "utils.network.backprop.Gradients",
    "utils.checks.counted.CountedList",
}


def _record_type(name: str) -> type:
    if name not in RECORDS:
        raise WireError(f"{name!r} is no record that may cross")
    module, _, kind = name.rpartition(".")
    found = getattr(import_module(module), kind)
    assert isinstance(found, type)
    return found


class Codec:
    """Values to bytes and back.

    Parameters
    ----------
    refer : callable
        `refer(value)` gives ``(STUDENTS or OURS, Reference)`` for a value of no known type, or raises
        :class:`WireError`.
    resolve : callable
        `resolve(code, reference)` gives the object that stands for a reference.
    """

    def __init__(self, refer: Callable[[Any], tuple[int, Reference]], resolve: Callable[[int, Reference], Any]) -> None:
        self.refer = refer
        self.resolve = resolve
        self._keys = 0  # of tables in the message that is unpacked
        self._ways: dict[type, Callable[[Any, int], Any]] = {}  # how values of a type that was met cross
        # For each depth, packers that are not at work: one is until its value is packed, whatever runs meanwhile.
        self._idle: list[list[msgpack.Packer]] = [[] for _ in range(DEEPEST + 1)]

    def pack(self, value: Any) -> bytes:
        """The bytes of a value."""
        data = self._packed(value, 0)
        if len(data) > LONGEST_MESSAGE:
            raise WireError(f"the value has {len(data)} bytes, and {LONGEST_MESSAGE} are the most that can be sent")
        return data

    def unpack(self, data: bytes) -> Any:
        """The value of bytes; whatever is wrong with them is a :class:`WireError`."""
        self._keys = 0
        try:
            return self._value(data, 0)
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"what came is no value: {type(error).__name__}: {error}") from error

    # -- to bytes -----------------------------------------------------------------------------------------------

    def _packed(self, value: Any, depth: int) -> bytes:
        if depth > DEEPEST:
            raise WireError(f"the value has containers in containers, over {DEEPEST} deep")
        try:
            packer = self._idle[depth].pop()
        except IndexError:
            packer = self._packer(depth)
        try:
            data: bytes = packer.pack(value)
        except ValueError as error:  # msgpack's own limits
            raise WireError(f"the value cannot be sent: {error}") from error
        if len(data) > 2 * LARGEST_TABLE:  # where a dict or a list may have more parts than the other side takes
            try:
                msgpack.unpackb(data, strict_map_key=False, unicode_errors="surrogatepass", **LIMITS)
            except ValueError as error:
                raise WireError(f"the value has too many parts to be sent: {error}") from error
        if len(data) <= LARGE:  # a packer never gives back the room that it once needed
            self._idle[depth].append(packer)
        return data

    def _packer(self, depth: int) -> msgpack.Packer:
        # None, bool, int, float, str, bytes, and lists and dicts of them are msgpack's own; all else is asked for.
        return msgpack.Packer(
            use_bin_type=True,
            unicode_errors="surrogatepass",
            strict_types=True,
            default=lambda part: self._translated(part, depth + 1),
        )

    def _translated(self, value: Any, depth: int) -> Any:
        """What msgpack sends for a value that it has no type for."""
        kind = type(value)
        way = self._ways.get(kind)
        if way is None:
            way = self._ways[kind] = self._way(kind)
        return way(value, depth)

    def _way(self, kind: type) -> Callable[[Any, int], Any]:
        """How values of a type cross."""
        if issubclass(kind, np.ndarray):
            return self._array
        if issubclass(kind, np.generic):
            return self._scalar
        if kind is int:  # a long one
            return self._long
        if "torch" in sys.modules and issubclass(kind, sys.modules["torch"].Tensor):
            return self.tensor
        name = f"{kind.__module__}.{kind.__qualname__}"
        if name in RECORDS and kind is _record_type(name):
            return lambda value, depth: self._ext(RECORD, [name, *_fields(value)], depth)
        if kind in PARTS:
            code, parts = PARTS[kind]
            return lambda value, depth: self._ext(code, parts(value), depth)
        for base in PLAIN:
            # A subclass of a plain type crosses as that type: what it adds stays behind.
            if issubclass(kind, base):
                return lambda value, depth: self._as_plain(base, value, depth)
        return self._by_reference

    def _as_plain(self, base: Any, value: Any, depth: int) -> Any:
        plain = base(value)
        strange = base is tuple or (base is int and not -(2**63) <= plain < 2**64)
        return self._translated(plain, depth) if strange else plain

    def _by_reference(self, value: Any, depth: int) -> msgpack.ExtType:
        code, reference = self.refer(value)
        return self._ext(code, list(reference), depth)

    def _long(self, value: int, depth: int) -> msgpack.ExtType:
        if value.bit_length() > LONGEST_NUMBER:
            raise WireError(
                f"the number has {value.bit_length()} bits, and {LONGEST_NUMBER} are the most that can be sent"
            )
        return msgpack.ExtType(INTEGER, hex(value).encode())

    def _scalar(self, value: np.generic, depth: int) -> msgpack.ExtType:
        if value.dtype.kind not in KINDS:
            raise WireError(f"a {value.dtype} cannot be sent")
        return msgpack.ExtType(SCALAR, value.dtype.str.encode() + END + value.tobytes())

    def _array(self, value: np.ndarray, depth: int) -> Any:
        value = np.asarray(value)
        if value.dtype.kind == "O":
            if value.size > 1_000_000:
                raise WireError(f"an array of {value.size} objects cannot be sent")
            return self._ext(RAGGED, [list(value.shape), list(value.flat)], depth)
        if value.dtype.kind not in KINDS:
            raise WireError(f"an array of {value.dtype} cannot be sent")
        if value.nbytes > LONGEST_MESSAGE:
            raise WireError(f"the array has {value.nbytes} bytes, and {LONGEST_MESSAGE} are the most that can be sent")
        # The layout of the memory crosses too: a sum over columns rounds otherwise in the other order.
        order: Literal["F", "C"] = "F" if value.flags.f_contiguous and not value.flags.c_contiguous else "C"
        head = " ".join([value.dtype.str, order, *map(str, value.shape)])
        return msgpack.ExtType(ARRAY, head.encode() + END + value.tobytes(order))

    def tensor(self, value: Any, depth: int) -> msgpack.ExtType:
        """A tensor crosses by its numbers and whether it wants gradients; a history stays behind."""
        leaf = value.requires_grad and value.grad_fn is None
        name = str(value.dtype).removeprefix("torch.")
        try:
            array = value.numpy(force=True)
        except TypeError:  # numpy has no such type (bfloat16)
            array = value.float().numpy(force=True)
        if array.nbytes > LONGEST_MESSAGE:
            raise WireError(f"the tensor has {array.nbytes} bytes, and {LONGEST_MESSAGE} are the most that can be sent")
        head = " ".join([name, "wants" if leaf else "-", array.dtype.str, *map(str, array.shape)])
        return msgpack.ExtType(TENSOR, head.encode() + END + array.tobytes())

    def _ext(self, code: int, value: Any, depth: int) -> msgpack.ExtType:
        return msgpack.ExtType(code, self._packed(value, depth))

    # -- to values ----------------------------------------------------------------------------------------------

    def _value(self, data: bytes, depth: int) -> Any:
        if depth > 2 * DEEPEST:
            raise WireError(f"what came has containers in containers, over {2 * DEEPEST} deep")
        return msgpack.unpackb(
            data,
            raw=False,
            strict_map_key=False,
            unicode_errors="surrogatepass",
            **LIMITS,
            object_hook=self._counted,
            ext_hook=lambda code, inner: self._typed(code, inner, depth + 1),
        )

    def _counted(self, table: Any) -> Any:
        self._keys += len(table) if len(table) > SMALL_TABLE else 0
        if self._keys > 4 * LARGEST_TABLE:
            raise WireError(f"what came has over {4 * LARGEST_TABLE} keys and elements of sets")
        return table

    def _typed(self, code: int, data: bytes, depth: int) -> Any:
        if code == ARRAY:
            (name, order, *shape), start = _head(data)
            flat = np.frombuffer(data, _dtype(name), offset=start)
            return flat.reshape([*map(int, shape)], order="F" if order == "F" else "C").copy(order="A")
        if code == TENSOR:
            return _tensor(data)
        if code == SCALAR:
            (name,), start = _head(data)
            return np.frombuffer(data, _dtype(name), offset=start)[0]
        if code == INTEGER:
            if len(data) > LONGEST_NUMBER // 4 + 3:
                raise WireError("what came is too long a number")
            return int(data, 16)
        value = self._value(data, depth)
        if code in (STUDENTS, OURS):
            return self.resolve(code, _reference(value))
        if code == TUPLE:
            return tuple(value)
        if code in (SET, FROZENSET):
            return self._counted(set(_elements(value)) if code == SET else frozenset(_elements(value)))
        if code == COMPLEX:
            return complex(float(value[0]), float(value[1]))
        if code == RANGE:
            return range(*_ends(range(*_whole(*value))))
        if code == SLICE:
            return slice(*value)
        if code == ELLIPSIS:
            return ...
        if code == RAGGED:
            shape, parts = value
            made = np.empty(len(parts), dtype=object)
            made[:] = parts
            return made.reshape(shape)
        if code == RECORD:
            name, *fields = value
            return _record_type(name)(*fields)
        raise WireError(f"what came has an unknown type, number {code}")


def _tensor(data: bytes) -> Any:
    import torch

    (name, wants, numpy_name, *shape), start = _head(data)
    dtype = getattr(torch, name, None)
    if not isinstance(dtype, torch.dtype):
        raise WireError(f"{name!r} is no type of tensor")
    array = np.frombuffer(data, _dtype(numpy_name), offset=start).reshape([*map(int, shape)])
    tensor = torch.from_numpy(array.copy()).to(dtype)
    return tensor.requires_grad_() if wants == "wants" else tensor


def _head(data: bytes) -> tuple[list[str], int]:
    """The words before an array's numbers, and where these begin."""
    end = data.index(END)
    return data[:end].decode("ascii").split(" "), end + len(END)


def _fields(value: Any) -> list:
    """What a record is made of again."""
    if isinstance(value, tuple):
        return list(value)
    if dataclasses.is_dataclass(value):
        return [getattr(value, each.name) for each in dataclasses.fields(value) if each.init]
    return list(value.__reduce__()[1])


def _whole(*values: Any) -> tuple[int, ...]:
    if not all(type(each) is int for each in values):
        raise WireError("what came are no whole numbers")
    return values


def _dtype(name: str) -> np.dtype:
    dtype = np.dtype(name) if isinstance(name, str) else None  # of an object, numpy would ask it
    if dtype is None or dtype.kind not in KINDS or dtype.fields is not None or dtype.subdtype is not None:
        raise WireError(f"{name!r} is no type of plain data")
    return dtype


def _reference(value: list) -> Reference:
    number, kind, name, is_callable = value
    if type(number) is not int or not isinstance(kind, str) or not isinstance(name, str):
        raise WireError("what came is no reference")
    return Reference(number, kind[:200], name[:200], bool(is_callable))


class Closed(Exception):
    """The other side is gone."""


class Late(Exception):
    """The other side did not answer in time."""


class Connection:
    """Messages over a socket, each with its length before it."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        channel.setblocking(True)
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            # To be told by the kernel that it is time to look at the clock saves a question before each message.
            channel.setsockopt(socket.SOL_SOCKET, option, struct.pack("@ll", 0, int(1_000_000 * LOOK)))
        self._size = struct.Struct("<Q")
        self._come = bytearray()  # what has come and was not yet asked for

    def send(self, data: bytes, deadline: float | None = None) -> None:
        """Send one message; raises :class:`Closed` or :class:`Late`."""
        left = memoryview(self._size.pack(len(data)) + data)
        while left:
            try:
                left = left[self.channel.send(left) :]
            except BlockingIOError:
                _in_time(deadline)
            except OSError as error:
                raise Closed(str(error)) from None

    def receive(self, deadline: float | None = None) -> bytes:
        """The next message; raises :class:`Closed`, :class:`Late`, or :class:`WireError` if it is too long."""
        head = self._size.size
        _in_time(deadline)  # a flood of messages that have come already must not outlast it
        self._fill(head, deadline)
        (size,) = self._size.unpack_from(self._come)
        if size > LONGEST_MESSAGE:
            raise WireError(f"a message of {size} bytes was announced, and {LONGEST_MESSAGE} are the most")
        self._fill(head + size, deadline)
        message = bytes(memoryview(self._come)[head : head + size])
        del self._come[: head + size]
        return message

    def _fill(self, size: int, deadline: float | None) -> None:
        """Read until so many bytes of a message have come; if it is late, go on there the next time."""
        while len(self._come) < size:
            _in_time(deadline)
            try:
                part = self.channel.recv(max(PIECE, min(size - len(self._come), LARGE)))
            except BlockingIOError:
                continue
            except OSError as error:
                raise Closed(str(error)) from None
            if not part:
                raise Closed("it ended")
            self._come += part


def _in_time(deadline: float | None) -> None:
    """Raises :class:`Late` if it is past."""
    if deadline is not None and time.monotonic() >= deadline:
        raise Late
