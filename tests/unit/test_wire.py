from __future__ import annotations

import contextlib
import math
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.engine import wire
from autograder.engine.wire import (
    DEEPEST,
    LONGEST_MESSAGE,
    LONGEST_NUMBER,
    OURS,
    STUDENTS,
    Closed,
    Codec,
    Connection,
    Late,
    Reference,
    WireError,
)

quiet = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


class Stays:
    """A value of no known type."""


def codec() -> Codec:
    kept: list[Any] = []

    def refer(value: Any) -> tuple[int, Reference]:
        kept.append(value)
        return STUDENTS, Reference(len(kept) - 1, type(value).__name__)

    def resolve(code: int, reference: Reference) -> Any:
        if code != STUDENTS or not 0 <= reference.number < len(kept):
            raise WireError("no such object")
        return kept[reference.number]

    return Codec(refer, resolve)


def there_and_back(value: Any) -> Any:
    both = codec()
    return both.unpack(both.pack(value))


def same(a: Any, b: Any) -> bool:
    """Equal in value and in type, parts included; not a number equals itself."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        if a.dtype != b.dtype or a.shape != b.shape:
            return False
        if a.dtype == object:
            return all(same(x, y) for x, y in zip(a.flat, b.flat, strict=True))
        return a.tobytes() == b.tobytes()
    if isinstance(a, np.generic):
        return a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return len(a) == len(b) and all(same(x, y) and same(a[x], b[y]) for x, y in zip(a, b, strict=True))
    if isinstance(a, float):
        return struct.pack("d", a) == struct.pack("d", b) or (math.isnan(a) and math.isnan(b))
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return bool(a == b)


numbers = st.one_of(st.integers(), st.integers(-(2**300), 2**300), st.floats(), st.complex_numbers(), st.booleans())
texts = st.one_of(st.text(), st.text(st.characters(categories=["Cs", "Lu"])), st.binary())
kinds = st.one_of(
    arrays.integer_dtypes(endianness="?"), arrays.unsigned_integer_dtypes(), arrays.floating_dtypes(endianness="?"),
    arrays.complex_number_dtypes(), arrays.boolean_dtypes(), arrays.unicode_string_dtypes(max_len=4),
)  # fmt: skip
tables = arrays.arrays(kinds, arrays.array_shapes(min_dims=0, min_side=0))
ranges = st.builds(
    lambda at, count, step: range(at, at + count * step, step),
    st.integers(),
    st.integers(-3, wire.LONGEST_LIST),
    st.sampled_from([-(2**70), -1, 1, 3]),
)
leaves = st.one_of(
    st.none(), numbers, texts, tables, st.just(...), ranges,
    st.builds(slice, st.one_of(st.none(), st.integers()), st.integers()), st.frozensets(st.integers()),
    st.sets(st.one_of(st.integers(), st.text(), st.tuples(st.integers()))),
)  # fmt: skip
hashable = st.one_of(st.integers(), st.text(), st.booleans(), st.tuples(st.integers(), st.text()))
values = st.recursive(
    leaves,
    lambda part: st.one_of(
        st.lists(part, max_size=4),
        st.lists(part, max_size=4).map(tuple),
        st.dictionaries(hashable, part, max_size=4),
    ),
    max_leaves=12,
)


@quiet
@given(values)
def test_plain_values_come_back_as_they_were(value: Any) -> None:
    assert same(there_and_back(value), value)


@quiet
@given(arrays.arrays(np.float64, arrays.array_shapes(min_dims=2, max_dims=3)))
def test_the_layout_of_memory_crosses(value: np.ndarray) -> None:
    came = there_and_back(np.asfortranarray(value))
    assert came.flags.f_contiguous
    assert came.flags.writeable
    np.testing.assert_array_equal(there_and_back(value[::-1, ::-1]), value[::-1, ::-1])


def test_arrays_of_parts_and_of_objects() -> None:
    ragged = np.empty((2, 1), dtype=object)
    ragged[:] = [[[1, 2]], ["a"]]
    assert same(there_and_back(ragged), ragged)
    thing = Stays()
    assert there_and_back([thing, (thing,)]) == [thing, (thing,)]


def test_a_subclass_of_a_plain_type_leaves_behind_what_it_adds() -> None:
    class Yes(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    class Rows(np.ndarray):
        pass

    class Word(str):
        pass

    class Parts(dict):
        pass

    came = there_and_back([Yes(3), Word("a"), Parts(a=1), np.zeros(2).view(Rows), np.bool_(True)])
    assert [type(each) for each in came] == [float, str, dict, np.ndarray, np.bool_]


def test_a_value_that_sends_others_while_it_is_sent() -> None:
    both = codec()

    class Chatty(list):
        def __iter__(self) -> Iterator:
            assert both.unpack(both.pack((1, (2, {3})))) == (1, (2, {3}))
            return super().__iter__()

    value = (0, Chatty([1, (2,)]), ({"a": Chatty([(3,)])},))
    assert both.unpack(both.pack(value)) == (0, [1, (2,)], ({"a": [(3,)]},))


def test_threads_that_send_at_once() -> None:
    both, right = codec(), []

    def send(mark: int) -> None:
        value = tuple((mark, (mark, np.float64(mark), {(mark,)})) for _ in range(50))
        right.extend(mark for _ in range(50) if both.unpack(both.pack(value)) == value)

    threads = [threading.Thread(target=send, args=(mark,)) for mark in range(4)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    finally:
        sys.setswitchinterval(before)
    assert sorted(right) == sorted(50 * [*range(4)])


def test_what_cannot_cross_is_said() -> None:
    deep: tuple = ()
    far: list = []
    for _ in range(DEEPEST + 2):
        deep = (deep,)
    for _ in range(3000):
        far = [far]
    circle: list = []
    circle.append(circle)
    for value in (
        deep,
        far,
        circle,
        [circle],
        1 << (LONGEST_NUMBER + 1),
        range(10**18),
        range(10**18, 0, -1),
        {*range(wire.LARGEST_TABLE + 1)},
        frozenset(range(wire.LARGEST_TABLE + 1)),
        {k: k for k in range(wire.LARGEST_TABLE + 1)},
        ({"inner": [{k: k for k in range(wire.LARGEST_TABLE + 1)}]},),
        [None] * (wire.LONGEST_LIST + 1),
        np.zeros(2, dtype="V8"),
        np.zeros(1, dtype=[("a", "f8")]),
    ):
        with pytest.raises(WireError):
            there_and_back(value)


EMPTY = (wire.TUPLE, wire.SET, wire.FROZENSET, wire.ELLIPSIS)  # an empty list will do


def junk(code: int, value: Any) -> bytes:
    return bytes(msgpack.packb(msgpack.ExtType(code, msgpack.packb(value, use_bin_type=True))))


def raw(code: int, head: bytes, body: bytes) -> bytes:
    return bytes(msgpack.packb(msgpack.ExtType(code, head + wire.END + body)))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xc1", b"\x91", b"\x93\x01\x02", b"\xdd\xff\xff\xff\xff", b"\x81\x90\x02", b"\xa5\xff\xff\xff\xff\xff",
        b"\x91" * 5000 + b"\x01", b"\x01\x02",
        *(junk(code, 1) for code in range(128) if code != wire.ELLIPSIS),
        *(junk(code, []) for code in range(20) if code not in EMPTY),
        *(raw(wire.ARRAY, head, body) for head, body in [
            (b"O C 1", b"12345678"), (b"|O C 1", b"12345678"), (b"<f8 C 4611686018427387904 4611686018427387904", b""),
            (b"<f8 C 2", b"12345678"), (b"<f8 C x", b"12345678"), (b"f8,f8 C 1", b"1" * 16), (b"<f8", b"12345678"),
            (b"<f8 C -1 -1", b"12345678"), (b"", b""), (b"\xff C 1", b"1"),
            (b"{'names':['a'],'formats':['O']} C 1", b""),
        ]),
        raw(wire.SCALAR, b"O", b"12345678"), raw(wire.SCALAR, b"<f8", b"1"), raw(wire.SCALAR, b"<f8 C", b"12345678"),
        raw(wire.SCALAR, b"<f8", b""), raw(wire.INTEGER, b"z", b""),
        raw(wire.INTEGER, b"0x" + b"f" * LONGEST_NUMBER, b""),
        junk(wire.SET, [[1]]), junk(wire.COMPLEX, ["a", "b"]),
        junk(wire.RANGE, [0, 1, 0]),
        junk(wire.RANGE, ["a", 1, 1]), junk(wire.RAGGED, [[3], [1]]), junk(wire.RECORD, ["os.system", "true"]),
        junk(wire.RECORD, ["utils.network", 1]), junk(wire.RECORD, [["a"], 1]), junk(wire.RECORD, [1]),
        junk(wire.TENSOR, ["load", False, 1, 9, [-1, "", "", False]]), junk(wire.TENSOR, [1, 2, 3, 4, 5]),
        junk(STUDENTS, [10**6, "x", "x", True]), junk(STUDENTS, ["0", "x", "x", True]), junk(OURS, [0, 1, 2, 3]),
        junk(99, 1), junk(127, 1),
    ],
)  # fmt: skip
def test_malformed_bytes_are_a_wire_error(data: bytes) -> None:
    with pytest.raises(WireError):
        codec().unpack(data)


def test_tables_whose_keys_have_one_hash_do_not_keep_us_busy() -> None:
    same_hash = b"".join(
        msgpack.packb(msgpack.ExtType(wire.INTEGER, hex(k * (2**61 - 1)).encode())) for k in range(2**13)
    )
    elements = msgpack.packb(msgpack.ExtType(wire.SET, b"\xdc" + struct.pack(">H", 2**13) + same_hash))
    one = codec()
    assert len(one.unpack(elements)) == 2**13
    for many in (b"\xdc\x00\x09" + 9 * elements, b"\x99" + 9 * (b"\x91" + elements)):
        with pytest.raises(WireError, match="keys and elements"):
            one.unpack(many)
    tables = [{f"{k}": k for k in range(wire.LARGEST_TABLE)} for _ in range(5)]
    assert one.unpack(one.pack(tables[:4])) == tables[:4]
    with pytest.raises(WireError, match="keys and elements"):
        one.unpack(one.pack(tables))
    with pytest.raises(WireError):
        one.unpack(one.pack({k: k for k in range(wire.LARGEST_TABLE + 1)}))


def test_many_small_tables_cross() -> None:
    steps = [{"loss": 1.0, "step": k, (0, 1): {k}} for k in range(40_000)]
    one = codec()
    assert one.unpack(one.pack(steps)) == steps


def test_typed_values_within_typed_values_have_an_end() -> None:
    data = b"\x01"
    for _ in range(500):
        data = msgpack.packb(msgpack.ExtType(wire.TUPLE, b"\x91" + data))
    with pytest.raises(WireError):
        codec().unpack(data)


@quiet
@given(st.binary(max_size=300))
def test_any_bytes_give_a_value_or_a_wire_error(data: bytes) -> None:
    with contextlib.suppress(WireError):
        codec().unpack(data)


@quiet
@given(values, st.data())
def test_bytes_that_suffered_on_the_way_do_no_harm(value: Any, data: st.DataObject) -> None:
    both = codec()
    packed = bytearray(both.pack(value))
    for _ in range(data.draw(st.integers(1, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    packed = packed[: data.draw(st.integers(0, len(packed)))]
    with contextlib.suppress(WireError):
        both.unpack(bytes(packed))


def pair() -> tuple[Connection, socket.socket]:
    ours, theirs = socket.socketpair()
    return Connection(ours), theirs


def test_messages_arrive_whole_and_in_order() -> None:
    ours, theirs = pair()
    sent = [b"", b"a", bytes(3_000_000)]

    def send() -> None:
        for each in sent:
            Connection(theirs).send(each)

    thread = threading.Thread(target=send)
    thread.start()
    assert [ours.receive() for _ in sent] == sent
    thread.join()


def test_an_announced_length_over_the_limit_is_not_waited_for() -> None:
    ours, theirs = pair()
    theirs.sendall(struct.pack("<Q", LONGEST_MESSAGE + 1))
    with pytest.raises(WireError, match="announced"):
        ours.receive(time.monotonic() + 5)


def test_late_and_gone() -> None:
    ours, theirs = pair()
    theirs.sendall(struct.pack("<Q", 10) + b"half")
    with pytest.raises(Late):
        ours.receive(time.monotonic() + 0.05)
    theirs.sendall(b" and the rest"[:6])
    assert ours.receive(time.monotonic() + 5) == b"half and t"
    theirs.close()
    with pytest.raises(Closed):
        ours.receive(time.monotonic() + 5)
    with pytest.raises(Closed):
        ours.send(bytes(10_000_000), time.monotonic() + 5)


def test_a_flood_does_not_hold_beyond_the_deadline() -> None:
    ours, theirs = pair()
    theirs.sendall((struct.pack("<Q", 1) + b"x") * 1000)
    assert ours.receive(time.monotonic() + 5) == b"x"
    with pytest.raises(Late):
        ours.receive(time.monotonic() - 1)


def test_nobody_who_takes_in_nothing_is_waited_for_without_end() -> None:
    ours, _theirs = pair()
    with pytest.raises(Late):
        ours.send(bytes(50_000_000), time.monotonic() + 0.05)
