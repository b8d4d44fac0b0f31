"""Calls of a student's function on torch tensors that want gradients: forward and back both cross the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from .trusted import RemoteFunction


class _Apply(torch.autograd.Function):
    """The student's function as one operation of a graph on our side."""

    @staticmethod
    def forward(ctx: Any, remote: RemoteFunction, several: list, *arguments: Any) -> Any:
        handed = [
            each.detach().requires_grad_(needed) if isinstance(each, torch.Tensor) else each
            for each, needed in zip(arguments, ctx.needs_input_grad[2:], strict=True)
        ]
        several[0], outputs, differentiable, trip = remote._session.ask("apply", remote, handed)
        ctx.remote, ctx.trip = remote, trip
        ctx.wanted = [place for place, needed in enumerate(ctx.needs_input_grad[2:]) if needed]
        ctx.places = len(arguments)
        flat = [each if isinstance(each, torch.Tensor) else torch.as_tensor(each) for each in outputs]
        ctx.mark_non_differentiable(*[each for each, moves in zip(flat, differentiable, strict=True) if not moves])
        ctx.differentiable = differentiable
        return tuple(flat)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, *gradients: Any) -> Any:
        asked = [grad if moves else None for grad, moves in zip(gradients, ctx.differentiable, strict=True)]
        found = ctx.remote._session.ask("pull_back", ctx.trip, asked)
        result: list = [None] * ctx.places
        for place, grad in zip(ctx.wanted, found, strict=True):
            result[place] = grad
        return (None, None, *result)


def apply(remote: RemoteFunction, arguments: tuple) -> Any:
    """What the student's function gives, with a history that leads back into the student's own."""
    several = [False]
    outputs = _Apply.apply(remote, several, *arguments)
    return outputs if several[0] else outputs[0]
