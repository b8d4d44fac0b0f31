"""Tensors on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.engine.wire import TENSOR, Codec, Reference, WireError

torch = pytest.importorskip("torch")
msgpack = pytest.importorskip("msgpack")


def codec() -> Codec:
    return Codec(lambda value: (0, Reference(0, "")), lambda code, reference: None)


def there_and_back(value: Any) -> Any:
    return codec().unpack(codec().pack(value))


@pytest.mark.parametrize(
    "name", ["float64", "float32", "float16", "bfloat16", "int64", "int8", "uint8", "bool", "complex128"]
)
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 3)])
def test_tensors_come_back_as_they_were(name: str, shape: tuple[int, ...]) -> None:
    value = (torch.arange(6)[: int(torch.Size(shape).numel())].reshape(shape) - 2).to(getattr(torch, name))
    came = there_and_back(value)
    assert (came.dtype, came.shape, came.requires_grad) == (value.dtype, value.shape, False)
    assert torch.equal(came, value)


def test_whether_one_wants_gradients_crosses_and_a_history_does_not() -> None:
    leaf = torch.ones(2, 3, requires_grad=True)
    [came, computed] = there_and_back([leaf, (2 * leaf).T])
    assert came.requires_grad
    assert not computed.requires_grad
    assert torch.equal(computed, torch.full((3, 2), 2.0))
    assert there_and_back(torch.nn.Parameter(torch.ones(1))).requires_grad


def test_views_and_conjugates() -> None:
    table = torch.arange(6, dtype=torch.float64).reshape(2, 3)
    for value in (table.T, table[:, 1:], table[0].expand(4, 3), torch.tensor([1 + 2j]).conj()):
        assert torch.equal(there_and_back(value), value.resolve_conj())


def test_what_comes_can_be_written() -> None:
    came = there_and_back(torch.zeros(3))
    came[0] = 1.0
    assert came.tolist() == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n", b"float64 - <f8\n1", b"float64 - <f8 2\n12345678", b"float64 - <f8 -1 -1\n12345678", b"Tensor - <f8\n",
     b"load - <f8 1\n12345678", b"float64 - |O 1\n12345678", b"int64 wants <i8 1\n12345678",
     b"float64 - <f8 1 x\n12345678"],
)  # fmt: skip
def test_malformed_tensors_are_a_wire_error(data: bytes) -> None:
    with pytest.raises(WireError):
        codec().unpack(msgpack.packb(msgpack.ExtType(TENSOR, data)))
