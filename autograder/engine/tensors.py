"""Calls of a student's function on torch tensors that want gradients: forward and back both cross the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from .trusted import student_error
from .wire import WireError

if TYPE_CHECKING:
    from .trusted import RemoteFunction

MOST_ROWS = 64  # of a Jacobian that is asked for at once


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
        ctx.ahead = {}
        return tuple(flat)

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, *gradients: Any) -> Any:
        asked = [grad if moves else None for grad, moves in zip(gradients, ctx.differentiable, strict=True)]
        place = _unit(asked)
        found = _pull_back(ctx, [asked])[0] if place is None else _row(ctx, asked[0], place)
        if isinstance(found, Exception):
            raise found
        result: list = [None] * ctx.places
        for place, grad in zip(ctx.wanted, found, strict=True):
            result[place] = grad
        return (None, None, *result)


def _pull_back(ctx: Any, asked: list) -> list:
    """What comes of each of several gradients; of the last one that came, perhaps an exception."""
    found, raised = ctx.remote._session.ask("pull_back", ctx.trip, asked)
    if not isinstance(found, list) or not 0 < len(found) + (raised is not None) <= len(asked):
        raise WireError("the student's side answered something else than was asked")
    return found if raised is None else [*found, student_error(raised)]


def _unit(asked: list) -> int | None:
    """Where the 1 stands, if the gradient is of one small output and 0 but for one 1."""
    if len(asked) != 1 or asked[0] is None or not 0 < asked[0].numel() <= MOST_ROWS:
        return None
    if asked[0].dtype not in (torch.float32, torch.float64):
        return None
    entries = asked[0].numpy().ravel()
    place = int(entries.argmax())
    return place if np.count_nonzero(entries) == 1 == entries[place] else None


def _row(ctx: Any, asked: torch.Tensor, place: int) -> list:
    """A row of the Jacobian. Who wants one, such as torch's gradcheck, goes on to the next: all are asked for at once,
    and each is given out once."""
    if place not in ctx.ahead:
        units = torch.eye(asked.numel(), dtype=asked.dtype)[place:]
        found = _pull_back(ctx, [[unit.reshape(asked.shape)] for unit in units])
        ctx.ahead = dict(enumerate(found, place))
    return ctx.ahead.pop(place)


def apply(remote: RemoteFunction, arguments: tuple) -> Any:
    """What the student's function gives, with a history that leads back into the student's own."""
    several = [False]
    outputs = _Apply.apply(remote, several, *arguments)
    return outputs if several[0] else outputs[0]
