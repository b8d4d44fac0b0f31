"""What the checks know of lesson 09: the laws, and the mistakes that students make.

Students write classes here, and functions of torch's tensors. A `Trip` makes a function of plain values out of each:
it builds what is needed, goes forward and back, and returns numbers and arrays, so that answers and known mistakes
are compared as in every other lesson. torch is imported when it is first needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

import numpy as np

from .. import layers
from ..autograd import Value, edges_behind
from ..network import topological_order
from . import Check, Exercise, Mistake, Outcome, describe, same, trips
from .trips import Trip, taken
from .without_torch import get as _torch

# What an answer must not borrow, by the name of its exercise.
REBUILDS: dict[str, tuple[str, ...]] = {
    "Value": ("utils.autograd.Value", "utils.checks.lesson_09"),
    "backward": ("utils.autograd.backward", "utils.checks.lesson_09"),
    "MatMul": ("utils.layers", "utils.checks.lesson_09"),
    "ReLU": ("utils.layers", "utils.activations", "utils.checks.lesson_09"),
    "loss_gradients": ("utils.layers", "utils.gradients", "utils.autograd", "utils.checks.lesson_09"),
    "torch_linear": ("utils.checks.lesson_09",),
    "torch_curve": ("utils.layers", "utils.training", "utils.checks.lesson_09"),
    "hessian_times": ("utils.gradients", "utils.checks.lesson_09"),
}

Array = np.ndarray
Dict = dict[str, Any]
Layers = Sequence[tuple[Array, Array]]


# ---------------------------------------------------------------- trips


class Told(trips.Told):
    """What came of a trip with values, or with torch's tensors."""

    def gives(self, wanted: Dict, because: str = "") -> Told:
        """Every part of `wanted` was looked at and is as wanted; the first that is not is told."""

        def say(name: str, came: Any, wanted: Any) -> str:
            verb = "are" if name.startswith("the slopes") else "is"
            return f"After {self.call}: {name} {verb} {describe(came)}; wanted: {describe(wanted)}."

        self._holds(wanted, because, say)
        return self


def _start(check: Check, trip: Trip, needs_torch: bool = True) -> Callable[..., Told]:
    if needs_torch:
        _torch()  # where it is missing, say so now
    return partial(taken, check, trip, Told)


def _playing(play: Callable[..., Any]) -> Callable[[Any], Callable[..., Any]]:
    """Of a wrong answer, what it does on the way."""
    return lambda answer: lambda *arguments: play(answer, *arguments)


# ---------------------------------------------------------------- 1a: numbers that remember


Noted = dict[str, trips.Step]
_compiled = lru_cache(maxsize=4096)(partial(compile, filename="<program>", mode="eval"))


def _computed(
    kind: Any, leaves: dict[str, float], program: str, then: Callable[[trips.Steps, Noted], object] = lambda *_: None
) -> tuple[dict[str, Any], list[Any]]:
    """Every value of a small program, such as "c = a * b; d = c + a", by its name, and what further steps give."""
    steps = trips.Steps()
    noted: Noted = {name: steps.call(kind, number) for name, number in leaves.items()}
    for statement in program.split("; "):
        name, _, expression = statement.partition(" = ")
        noted[name] = eval(_compiled(expression), {"__builtins__": {}}, noted)  # the test's own text
    then(steps, noted)
    names = {step.number: name for name, step in noted.items()}
    made: dict[str, Any] = {}
    results = steps.results()
    for number in range(max(names) + 1):
        name = names.get(number, "a part of it")
        try:
            value = next(results)
        except TypeError as error:
            if "not an object of its class" in str(error):  # so says a grader in another process
                raise TypeError(f"{name} is no Value") from None
            raise
        if name not in leaves and not trips.lives_elsewhere(value) and not hasattr(value, "edges"):
            raise TypeError(f"{name} is no Value")
        if number in names:
            made[name] = value
    return made, [*results]


def _looked_at(*names: str) -> Callable[[trips.Steps, Noted], None]:
    """Steps that look at these attributes of every value, one value after the other."""

    def then(steps: trips.Steps, noted: Noted) -> None:
        for value in noted.values():
            for name in names:
                steps.attribute(value, name)

    return then


def _names(made: dict[str, Any]) -> dict[int, str]:
    """By which names values are known."""
    return {trips.identity(node): name for name, node in made.items()}


def _slopes(edges: Any, names: dict[int, str]) -> dict[str, float]:
    """To which of the named values edges lead, with the slopes; several to one value are added up."""
    total: dict[str, float] = {}
    for before, slope in edges:
        name = names.get(trips.identity(before), "(a number)")
        total[name] = total.get(name, 0.0) + float(slope)
    return total


def _value_trip(kind: Any, leaves: dict[str, float], program: str) -> Dict:
    made, seen = _computed(kind, leaves, program, _looked_at("data", "edges"))
    names = _names(made)
    came: Dict = {}
    slopes: Dict = {}
    for name, data, edges in zip(made, seen[::2], seen[1::2], strict=True):
        came[f"{name}.data"] = data
        if name not in leaves:
            slopes[f"the slopes of {name}"] = _slopes(edges, names)
    return came | slopes


def _told_program(leaves: dict[str, float], program: str) -> str:
    given = "; ".join(f"{name} = Value({number:g})" for name, number in leaves.items())
    return f"{given}; {program}"


def value(check: Check, kind: Any) -> Callable[..., Told]:
    """Run a program with a student's class: `run({"a": 2.0, "b": -3.0}, "c = a * b; d = c + a")`."""
    return _start(check, Trip(kind, _value_trip, _told_program), needs_torch=False)


def truth(leaves: dict[str, float], program: str) -> Dict:
    """What is right for a program: all data and slopes."""
    return _value_trip(Value, leaves, program)


def random_program(rng: np.random.Generator, statements: int = 6) -> tuple[dict[str, float], str]:
    """Leaves and a program in which values are read several times."""
    names = [str(name) for name in "abc"]
    leaves = {name: float(number) for name, number in zip(names, np.round(rng.normal(0, 1.5, 3), 2), strict=True)}
    lines = []
    for name in "defghijklmnop"[:statements]:
        first, second = rng.choice(names, 2)
        how = rng.integers(0, 5)
        text = f"{first} {'+' if how % 2 else '*'} {second}" if how < 4 else f"{first}.sigmoid()"
        lines.append(f"{name} = {text}")
        names.append(name)
    return leaves, "; ".join(lines)


Made = tuple[Any, Any]


def _kind(**wrong: Callable[..., Made]) -> type:
    """A class of values whose operations give (data, edges) as said; the others are right."""

    class Wrong:
        def __init__(self, data: Any, edges: Any = (), name: str = "") -> None:
            self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

        def _of(self, how: str, *others: Any) -> Any:
            others = tuple(other if isinstance(other, Wrong) else Wrong(other) for other in others)
            return Wrong(*wrong.get(how, RIGHT[how])(self, *others))

        def __add__(self, other: Any) -> Any:
            return self._of("add", other)

        def __mul__(self, other: Any) -> Any:
            return self._of("mul", other)

        def sigmoid(self) -> Any:
            return self._of("sigmoid")

        __radd__, __rmul__ = __add__, __mul__

    return Wrong


def _logistic(number: float) -> float:
    return 0.5 + 0.5 * math.tanh(0.5 * number)


RIGHT: dict[str, Callable[..., Made]] = {
    "add": lambda a, b: (a.data + b.data, [(a, 1), (b, 1)]),
    "mul": lambda a, b: (a.data * b.data, [(a, b.data), (b, a.data)]),
    "sigmoid": lambda a: (_logistic(a.data), [(a, _logistic(a.data) * (1 - _logistic(a.data)))]),
}


def _nothing_kept(how: str) -> Callable[..., Made]:
    return lambda *values: (RIGHT[how](*values)[0], [])


def _numbers_kept(how: str) -> Callable[..., Made]:
    def made(*values: Any) -> Made:
        data, edges = RIGHT[how](*values)
        return data, [(before.data, slope) for before, slope in edges]

    return made


def _first_kept(how: str) -> Callable[..., Made]:
    return lambda a, b: (RIGHT[how](a, b)[0], RIGHT[how](a, b)[1][:1])


def _too_steep(a: Any) -> Made:
    g = _logistic(2 * a.data)
    return g, [(a, g * (1 - g))]


def _exploding(a: Any) -> Made:
    g = 1 / (1 + math.exp(-a.data))
    return g, [(a, g * (1 - g))]


class _Plain(Value):
    """Gives numbers, not values."""

    def __add__(self, other: Any) -> Any:
        return self.data + self._taken(other).data

    def __mul__(self, other: Any) -> Any:
        return self.data * self._taken(other).data


class _ValuesOnly(Value):
    """Does not know numbers."""

    def _taken(self, number: Any) -> Any:
        number.data  # noqa: B018 (raises what the student's code raises)
        return number


class _InPlace(Value):
    def __add__(self, other: Any) -> Any:
        other = self._taken(other)
        self.data += other.data
        self.edges += [(self, 1.0), (other, 1.0)]
        return self


def _without(*names: str) -> Callable[..., Any]:
    """A right class in which Python does not find some of the operations."""
    kind = _kind()
    kind.__name__ = "Value"  # as in what Python says of the student's
    for name in names:
        delattr(kind, name)
    kind.__rmul__ = lambda self, other: self * other  # type: ignore[attr-defined]
    return _playing(_value_trip)(kind)


def _programs(rng: np.random.Generator) -> Iterator[tuple]:
    for statements in (1, 2, 3, 6):
        yield random_program(rng, statements)
    yield {"a": 2.0, "b": -3.0}, "c = a * b; d = c + a; e = d.sigmoid()"
    yield {"a": 2.0}, "c = a + 3; d = 4 * c; e = d.sigmoid()"


# ---------------------------------------------------------------- 1b: the sweep back


class CountedValue(Value):
    """A finished Value that counts how often somebody asks it for its edges."""

    looks = 0
    _kept: Any = ()

    @property
    def edges(self) -> Any:
        """What it was made from."""
        self.looks += 1
        return self._kept

    @edges.setter
    def edges(self, edges: Any) -> None:
        self._kept = edges


def _sweep_trip(kind: Any) -> Callable[..., Dict]:
    def play(backward: Callable, leaves: dict[str, float], program: str, end: str, times: int) -> Dict:
        def then(steps: trips.Steps, noted: Noted) -> None:
            for _ in range(times):
                steps.call(backward, noted[end])
            _looked_at("grad")(steps, noted)

        made, seen = _computed(kind, leaves, program, then)
        return {f"{name}.grad": grad for name, grad in zip(made, seen[times:], strict=True)}

    return play


def _told_sweep(leaves: dict[str, float], program: str, end: str, times: int) -> str:
    return f"{_told_program(leaves, program)}; backward({end})" + ("; again" if times > 1 else "")


def sweep(check: Check, backward: Callable, kind: Any) -> Callable[..., Told]:
    """Run a program with finished values, then the student's backward: `run(leaves, program, end, times)`."""
    return _start(check, Trip(backward, _sweep_trip(kind), _told_sweep), needs_torch=False)


def gradients(leaves: dict[str, float], program: str, end: str) -> Dict:
    """What is right: ∂end/∂ of everything, by the chain rule forwards, one leaf or value after the other."""
    made, _ = _computed(Value, leaves, program)
    order = [*made]
    names = _names(made)
    slopes = {name: _slopes(node.edges, names) for name, node in made.items()}
    came: Dict = {}
    for start in order:
        rate = {name: float(name == start) for name in order}
        for name in order[order.index(start) + 1 :]:
            if name not in leaves:
                rate[name] = sum(slope * rate[before] for before, slope in slopes[name].items() if before in rate)
        came[f"{start}.grad"] = rate[end]
    return came


def looks_once(check: Check, backward: Callable, kind: Any, doublings: int = 10) -> None:
    """However many paths there are, the edges of every value are looked at a few times only."""
    names = "abcdefghijklmnopqrstuvwxyz"[: doublings + 1]
    program = "; ".join(f"{name} = {before} + {before}" for before, name in pairwise(names))

    def then(steps: trips.Steps, noted: Noted) -> None:
        _looked_at("looks")(steps, noted)
        steps.call(backward, noted[names[-1]])
        _looked_at("looks")(steps, noted)

    made, seen = _computed(kind, {"a": 1.0}, program, then)
    most = max(int(after) - int(before) for before, after in zip(seen[: len(made)], seen[-len(made) :], strict=True))
    check.that(
        most <= 30,
        f"Here a value is doubled {doublings} times, b = a + a, c = b + b, and so on: {doublings + 1} values, and "
        f"{2**doublings} paths. backward asked one of them {most} times for its edges.",
        Mistake("every path is walked", backward, "a sweep in topological order visits each value once (lesson 4)."),
    )


def _swept(
    order: Callable[[Any], list] | None = None,
    add: Callable = lambda had, slope, comes, before: had + slope * comes,
    first: float = 1.0,
    reset: bool = True,
) -> Callable[[Any], None]:
    def backward(value: Any) -> None:
        nodes = topological_order(edges_behind(value), nodes=[value])
        if reset:
            for node in nodes:
                node.grad = 0.0
        value.grad = first
        for node in order(value) if order else reversed(nodes):
            for before, slope in node.edges:
                before.grad = add(before.grad, slope, node.grad, before)

    return backward


def _pushes_at_once(value: Any) -> None:
    """A recursion that hands on all that a value has so far, each time it gets something."""
    for node in topological_order(edges_behind(value), nodes=[value]):
        node.grad = 0.0
    value.grad = 1.0

    def push(node: Any) -> None:
        for before, slope in node.edges:
            before.grad += slope * node.grad
            push(before)

    push(value)


def _breadth_first(value: Any) -> list:
    seen, queue = {value}, [value]
    for node in queue:
        for before, _ in node.edges:
            if before not in seen:
                seen.add(before)
                queue.append(before)
    return queue


def _depth_first(value: Any) -> list:
    """Every value before what it was made from, once for each path."""
    return [value, *(node for before, _ in value.edges for node in _depth_first(before))]


def _depth_first_once(value: Any) -> list:
    return list(dict.fromkeys(_depth_first(value)))


def _without_end(value: Any) -> list:
    return topological_order(edges_behind(value), nodes=[value])[-2::-1]


def _sweeps(rng: np.random.Generator) -> Iterator[tuple]:
    for statements in (2, 3, 6, 6, 8, 8):
        leaves, program = random_program(rng, statements)
        yield leaves, program, "defghijk"[statements - 1], 1
    yield {"a": 2.0, "b": 3.0}, "c = a * b; d = c + a", "d", 2
    yield {"a": 2.0, "b": 3.0}, "c = a + b; d = c * c; e = c * d; f = d * e; g = c + f", "g", 1


# ---------------------------------------------------------------- 2: operations for torch

NUDGE = 1e-6  # of one entry, in `gradcheck`


def _tensor(array: Any, wants: bool = False) -> Any:
    torch = _torch()
    return torch.from_numpy(np.array(array, dtype=float)).requires_grad_(wants)


def _array(tensor: Any) -> Any:
    """A tensor's numbers; what is none stays what it is."""
    return tensor.detach().numpy().copy() if isinstance(tensor, _torch().Tensor) else tensor


def _there_and_back(operation: Any, name: str, blame: Array, **arrays: Array) -> Dict:
    """What an operation gives, by this name, and the gradients of its tensors, if it has the shape of the blame."""
    tensors = [_tensor(each, True) for each in arrays.values()]
    go = getattr(type(operation), "there_and_back_elsewhere", trips.there_and_back)
    out, gradients = go(operation, tensors, _tensor(blame))
    came = {f"{given}.grad": _array(gradient) for given, gradient in zip(arrays, gradients, strict=True)}
    return {name: _array(out), **came}


def _matmul_trip(MatMul: Any, W: Array, V: Array, dF: Array) -> Dict:
    return _there_and_back(MatMul, "F", dF, W=W, V=V)


def matmul(check: Check, MatMul: Any) -> Callable[..., Told]:
    """Run the operation forward and back: `run(W, V, dF)`."""
    told = "W = tensor({}), V = tensor({}); F = MatMul.apply(W, V); F.backward({})"
    return _start(check, Trip(MatMul, _matmul_trip, lambda *arrays: told.format(*map(describe, arrays))))


def _relu_trip(ReLU: Any, F: Array, dG: Array) -> Dict:
    return _there_and_back(ReLU, "G", dG, F=F)


def relu(check: Check, ReLU: Any) -> Callable[..., Told]:
    """Run the operation forward and back: `run(F, dG)`."""
    told = "F = tensor({}); G = ReLU.apply(F); G.backward({})"
    return _start(check, Trip(ReLU, _relu_trip, lambda *arrays: told.format(*map(describe, arrays))))


def gradcheck(check: Check, operation: Any, *arrays: Array) -> None:
    """torch.autograd.gradcheck agrees: the gradients are those that central differences of `forward` give.

    Its fast mode would look along a random direction only, in which one wrong entry can be too small to show. What
    `forward` gives next to the arrays is asked for all at once, as another process may have to answer.
    """
    name = getattr(operation, "__name__", "the operation")
    shapes = " and ".join(str(np.shape(array)) for array in arrays)
    torch = _torch()
    try:
        apply = operation.apply
        nearby = _nearby(apply, [np.array(array, float) for array in arrays])
        holds = torch.autograd.gradcheck(
            lambda *tensors: nearby[near] if (near := _bytes(tensors)) in nearby else apply(*tensors),
            [_tensor(array, True) for array in arrays],
            eps=NUDGE,
            check_undefined_grad=False,  # torch itself makes zeros of them, before a `backward` sees any
            raise_exception=False,
        )
    except RuntimeError as error:
        if isinstance(error, NotImplementedError):
            raise
        check.that(False, f"torch.autograd.gradcheck of {name}.apply stopped: {error}")
    check.that(holds, f"torch.autograd.gradcheck finds wrong gradients of {name}.apply on tensors of shape {shapes}.")


def _nearby(apply: Callable, arrays: list[Array]) -> dict[bytes, Any]:
    """What an operation gives where one entry of one array is nudged, by the bytes of its arguments."""
    steps, asked = trips.Steps(), []
    whole = [_tensor(each, True) for each in arrays]
    for place, array in enumerate(arrays):
        for entry in np.ndindex(array.shape):
            for nudge in (-NUDGE, NUDGE):
                was, array[entry] = array[entry], array[entry] + nudge
                tensors = [*whole[:place], _tensor(array, True), *whole[place + 1 :]]
                array[entry] = was
                steps.call(apply, *tensors)
                asked.append(_bytes(tensors))
    return dict(zip(asked, steps.results(), strict=True))


def _bytes(tensors: Iterable[Any]) -> bytes:
    return b"".join(each.detach().numpy().tobytes() for each in tensors)


def _function(name: str, forward: Callable, backward: Callable) -> Callable[[], Any]:
    """A class of operations, made when torch is there."""
    return lambda: type(
        name,
        (_torch().autograd.Function,),
        {"forward": staticmethod(forward), "backward": staticmethod(backward)},
    )


def _keep_both(ctx: Any, W: Any, V: Any) -> Any:
    ctx.save_for_backward(W, V)
    return W @ V


def _with_both(backward: Callable) -> Callable:
    return lambda ctx, dF: backward(*ctx.saved_tensors, dF)


def _matmul_like(backward: Callable, forward: Callable = _keep_both) -> Callable[..., Any]:
    make = _function("MatMul", forward, backward)
    return lambda *arrays: _matmul_trip(make(), *arrays)


def _elementwise(ctx: Any, W: Any, V: Any) -> Any:
    ctx.save_for_backward(W, V)
    return W * V


def _matmul_tuple(ctx: Any, dF: Any) -> Any:
    W = ctx.saved_tensors
    return W.T @ dF


def _keep_nothing(ctx: Any, W: Any, V: Any) -> Any:
    return W @ V


def _unpack_two(ctx: Any, dF: Any) -> Any:
    W, V = ctx.saved_tensors
    return dF @ V.T, W.T @ dF


def _with_self(backward: Callable, name: str) -> Callable:
    backward.__qualname__, backward.__name__ = f"{name}.backward", "backward"
    return backward


def _matmul_self(self: Any, ctx: Any, dF: Any) -> Any:
    return None


def _relu_self(self: Any, ctx: Any, dG: Any) -> Any:
    return None


def _three_matrices(rng: np.random.Generator) -> Iterator[tuple]:
    for n_out, n_in, examples in ((2, 3, 4), (3, 3, 3), (2, 2, 2), (1, 4, 2), (3, 1, 1)):
        yield tuple(rng.normal(size=shape) for shape in ((n_out, n_in), (n_in, examples), (n_out, examples)))


def _keep_input(ctx: Any, F: Any) -> Any:
    ctx.save_for_backward(F)
    return F.clamp(min=0)


def _relu_like(backward: Callable, forward: Callable = _keep_input) -> Callable[..., Any]:
    make = _function("ReLU", forward, backward)
    return lambda *arrays: _relu_trip(make(), *arrays)


def _relu_tuple(ctx: Any, dG: Any) -> Any:
    F = ctx.saved_tensors
    return dG * (F > 0)


def _relu_unpacked(ctx: Any, dG: Any) -> Any:
    (F,) = ctx.saved_tensors
    return dG * (F > 0)


def _two_arrays(rng: np.random.Generator) -> Iterator[tuple]:
    for shape in ((2, 3), (3, 2), (1, 5), (4, 4)):
        yield rng.integers(-2, 3, shape) * 1.0, rng.normal(size=shape)


# ---------------------------------------------------------------- 3: by hand


def parts(outcome: Outcome, because: str = "", **wanted: Any) -> Outcome:
    """The answer is a tuple of as many parts as wanted, in this order; the first that differs is told."""
    names = ", ".join(wanted)
    outcome.satisfies(
        lambda answer: isinstance(answer, tuple | list) and len(answer) == len(wanted), f"({names}), in this order"
    )
    for came, (name, value) in zip(outcome.value, wanted.items(), strict=True):
        value = np.array(value, dtype=float) if isinstance(value, list) else value
        holds = same(came, value)
        outcome.satisfies(
            lambda _, holds=holds: holds,  # type: ignore[misc]
            f"{name} = {describe(value)}, not {describe(came)}",
            because,
        )
    return outcome


def hand_truth(W1: Array, W2: Array, x: Array, y: Array) -> Dict:
    """L, dW1 and dW2 of ‖W2 ReLU(W1 x) − y‖², by the modules of `utils`."""
    network = layers.Sequential(layers.Linear(W1), layers.ReLU(), layers.Linear(W2))
    error = network.forward(x) - y
    network.backward(2 * error)
    dW1, _, dW2, _ = network.gradients()
    return {"L": float(np.sum(error**2)), "dW1": dW1.copy(), "dW2": dW2.copy()}


def _by_hand(
    W1: Array,
    W2: Array,
    x: Array,
    y: Array,
    *,
    relu: Callable = lambda F: np.maximum(F, 0),
    gate: Callable = lambda F, dG: F > 0,
    factor: float = 2.0,
    scale: Callable = lambda x: 1.0,
    dG_of: Callable = lambda W2, d: W2.T @ d,
    read: Callable = lambda x, G: x,
    loss: Callable = lambda e: float(np.sum(e**2)),
    order: Sequence[int] = (0, 1, 2),
) -> tuple:
    F = W1 @ x
    G = relu(F)
    e = W2 @ G - y
    d = factor * scale(x) * e
    dG = dG_of(W2, d)
    dF = dG * gate(F, dG)
    answer = (loss(e) * scale(x), dF @ read(x, G).T, d @ G.T)
    return tuple(answer[place] for place in order)


def _hand(**changes: Any) -> Callable[..., tuple]:
    return lambda W1, W2, x, y: _by_hand(W1, W2, x, y, **changes)


def random_layers(rng: np.random.Generator, n_in: int, hidden: int, n_out: int, examples: int) -> tuple[Array, ...]:
    """W1, W2, x, y at random."""
    shapes = ((hidden, n_in), (n_out, hidden), (n_in, examples), (n_out, examples))
    return tuple(rng.normal(size=shape) for shape in shapes)


def _four_arrays(rng: np.random.Generator) -> Iterator[tuple]:
    for sizes in ((2, 3, 2, 1), (3, 2, 1, 4), (2, 2, 2, 2), (3, 3, 3, 3), (1, 4, 2, 5)):
        yield random_layers(rng, *sizes)


# ---------------------------------------------------------------- 4a: columns to rows


def _linear_trip(torch_linear: Callable, W: Array, b: Array, X: Array) -> Dict:
    steps = trips.Steps()
    noted = steps.call(torch_linear, W, b)
    for name in ("weight", "bias"):
        steps.attribute(noted, name)
    steps.call(noted, _tensor(X.T))
    _, weight, bias, rows = steps.results()
    came = {"layer.weight": _array(weight), "layer.bias": _array(bias)}
    came["layer.weight.requires_grad"] = bool(weight.requires_grad and bias.requires_grad)
    return came | {"layer(rows)": _array(rows)}


def linear(check: Check, torch_linear: Callable) -> Callable[..., Told]:
    """Make a layer and give it rows: `run(W, b, X)`, X with a column for each example."""
    told = "layer = torch_linear({}, {}); layer(rows of {})"
    start = _start(check, Trip(torch_linear, _linear_trip, lambda *arrays: told.format(*map(describe, arrays))))

    def run(W: Any, b: Any, X: Any) -> Told:
        first, second = start(W, b, X), start(W, b, X)
        if isinstance(first.came, dict) and isinstance(second.came, dict):
            for name in ("layer.weight", "layer.bias"):
                check.that(
                    same(first.came[name], second.came[name]),
                    f"{first.call}: asked twice, {name} is {describe(first.came[name])} and then "
                    f"{describe(second.came[name])}.",
                    Mistake("left at random", torch_linear, "torch.nn.Linear starts at random: copy both W and b."),
                )
        return first

    return run


def _made_linear(
    W: Array,
    b: Array,
    *,
    weight: Callable = lambda W: W,
    bias: Callable = lambda b: b[:, 0],
    sizes: Callable = lambda W: W.shape[::-1],
    dtype: str = "float64",
    frozen: bool = False,
    careful: bool = True,
) -> Any:
    torch = _torch()
    layer = torch.nn.Linear(*sizes(W), dtype=getattr(torch, dtype))
    with torch.set_grad_enabled(not careful):
        layer.weight.copy_(torch.tensor(weight(W)))
        layer.bias.copy_(torch.tensor(bias(b)))
    return layer.requires_grad_(not frozen)


def _assigned(W: Array, b: Array) -> Any:
    torch = _torch()
    layer = torch.nn.Linear(*W.shape[::-1], dtype=torch.float64)
    layer.weight = torch.tensor(W)
    return layer


def _linear_like(**changes: Any) -> Callable[..., Any]:
    return lambda *arrays: _linear_trip(lambda W, b: _made_linear(W, b, **changes), *arrays)


def _layers_and_columns(rng: np.random.Generator) -> Iterator[tuple]:
    for n_out, n_in, examples in ((2, 3, 4), (3, 3, 3), (1, 2, 5), (4, 2, 1)):
        yield tuple(rng.normal(size=shape) for shape in ((n_out, n_in), (n_out, 1), (n_in, examples)))


# ---------------------------------------------------------------- 4b: the same curve


def ready_model(parameters: Layers) -> Any:
    """A finished network in torch, in float64: Linear, ReLU, Linear, …, from pairs (W, b) of arrays."""
    torch = _torch()
    modules: list[Any] = []
    for W, b in parameters:
        modules += [_made_linear(np.asarray(W), np.asarray(b)), torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def _curve_trip(ready: Callable) -> Callable[..., Any]:
    def play(torch_curve: Callable, parameters: Layers, batches: Any, rate: float) -> Any:
        curve = torch_curve(ready(parameters), batches, rate)
        if not isinstance(curve, list | tuple):
            return {"the curve": curve}
        numbers = [each if isinstance(each, float | int | np.number) else "no number" for each in curve]
        return {"the curve": numbers if "no number" in numbers else np.array(numbers, dtype=float)}

    return play


def _told_curve(parameters: Layers, batches: Sequence, rate: float) -> str:
    sizes = "–".join(str(n) for n in (np.shape(parameters[0][0])[1], *(len(W) for W, _ in parameters)))
    return f"torch_curve(model of {sizes} units, {len(batches)} batches, {rate:g})"


def curve(check: Check, torch_curve: Callable, ready: Callable) -> Callable[..., Told]:
    """Train a finished model: `run(parameters, batches, rate)`."""
    return _start(check, Trip(torch_curve, _curve_trip(ready), _told_curve))


def expected_curve(parameters: Layers, batches: Any, rate: float) -> Dict:
    """The losses that plain gradient descent with the modules of `utils` gives, in columns."""
    modules: list[Any] = []
    for W, b in parameters:
        modules += [layers.Linear(W, b), layers.ReLU()]
    network, loss, losses = layers.Sequential(*modules[:-1]), layers.CrossEntropy(), []
    for X, labels in batches:
        losses.append(loss.forward(network.forward(X), labels))
        network.backward(loss.backward())
        for array, gradient in zip(network.parameters(), network.gradients(), strict=True):
            array -= rate * gradient
    return {"the curve": np.array(losses)}


def random_training(rng: np.random.Generator, sizes: Sequence[int], batches: int, examples: int) -> tuple[Any, Any]:
    """Pairs (W, b), and batches of columns with labels."""
    parameters = [(rng.normal(size=(m, n)), rng.normal(size=(m, 1))) for n, m in pairwise(sizes)]
    return parameters, [
        (rng.normal(size=(sizes[0], examples)), rng.integers(0, sizes[-1], examples)) for _ in range(batches)
    ]


def _trained(
    model: Any,
    batches: Any,
    rate: float,
    *,
    zero: str = "before",
    reduction: str = "mean",
    softmax: bool = False,
    told: Callable = lambda loss: loss.item(),
    rows: Callable = lambda X: X.T,
    step: str = "after",
    late: bool = False,
    optimizer: str = "SGD",
    result: Callable = lambda curve: curve,
    lr: Callable = lambda rate: rate,
    labelled: Callable = lambda labels: _torch().tensor(labels),
) -> Any:
    torch = _torch()
    loss_of = torch.nn.CrossEntropyLoss(reduction=reduction)
    moving = getattr(torch.optim, optimizer)(model.parameters(), lr=lr(rate))
    curve = []
    for X, labels in batches:

        def forward(X: Array = X, labels: Array = labels) -> Any:
            scores = model(torch.tensor(rows(X)))
            return loss_of(torch.softmax(scores, dim=1) if softmax else scores, labelled(labels))

        loss = forward()
        if step == "before":
            moving.step()
        if zero == "before":
            moving.zero_grad()
        loss.backward()
        if zero == "between":
            moving.zero_grad()
        if step == "after":
            moving.step()
        curve.append(told(forward() if late else loss))
    return result(curve)


def _curve_like(**changes: Any) -> Callable[..., Any]:
    play = _curve_trip(ready_model)
    return lambda *arguments: play(lambda *given: _trained(*given, **changes), *arguments)


def _trainings(rng: np.random.Generator) -> Iterator[tuple]:
    for sizes, examples in (((3, 4, 2), 5), ((2, 3, 3), 2), ((4, 4), 4), ((2, 2, 2), 2)):
        yield *random_training(rng, sizes, 4, examples), 0.3


# ---------------------------------------------------------------- 5: second derivatives


def cubes(x: Any) -> Any:
    """Σ x³, of a tensor of any shape; its Hessian is diagonal: 6x."""
    return (x**3).sum()


def chain(x: Any) -> Any:
    """Σ xᵢ² xᵢ₊₁ over all entries in a row, as far as there is a next one, and Σ xᵢ⁴ / 12."""
    row = x.reshape(-1)
    return (row[:-1] ** 2 * row[1:]).sum() + (row**4).sum() / 12


def log_sum_exp(x: Any) -> Any:
    """ln Σ eˣ; its Hessian is diag(p) − p pᵀ with p the softmax of x."""
    return x.reshape(-1).logsumexp(dim=0)


smooth = {"cubes": cubes, "chain": chain, "log_sum_exp": log_sum_exp}


def hessian(name: str, x: Array) -> Array:
    """The Hessian of one of these functions by its formula."""
    row = np.asarray(x, dtype=float).reshape(-1)
    if name == "cubes":
        return np.diag(6 * row)
    if name == "chain":
        H = np.diag(row**2)
        for i in range(len(row) - 1):
            H[i, i] += 2 * row[i + 1]
            H[i, i + 1] += 2 * row[i]
            H[i + 1, i] += 2 * row[i]
        return H
    p = np.exp(row - row.max()) / np.exp(row - row.max()).sum()
    return np.diag(p) - np.outer(p, p)


def _hessian_trip(functions: dict[str, Callable]) -> Callable[..., Dict]:
    def play(hessian_times: Callable, name: str, x: Array, v: Array) -> Dict:
        return {"the answer": _array(hessian_times(functions[name], _tensor(x), _tensor(v)))}

    return play


def second(check: Check, hessian_times: Callable, functions: dict[str, Callable]) -> Callable[..., Told]:
    """Multiply by a Hessian: `run("cubes", x, v)`."""
    told = "hessian_times({}, x = {}, v = {})"
    trip = Trip(hessian_times, _hessian_trip(functions), lambda name, x, v: told.format(name, describe(x), describe(v)))
    return _start(check, trip)


def _twice(
    f: Callable,
    x: Any,
    v: Any,
    *,
    create: bool = True,
    unpacked: bool = True,
    combine: Callable = lambda g, v: (g * v).sum(),
    result: Callable = lambda found, g, v: found[0],
) -> Any:
    torch = _torch()
    x = x.clone().requires_grad_()
    g = torch.autograd.grad(f(x), x, create_graph=create)
    if unpacked:
        (g,) = g
    return result(torch.autograd.grad(combine(g, v), x), g, v)


def _first_only(f: Callable, x: Any, v: Any) -> Any:
    x = x.clone().requires_grad_()
    return _torch().autograd.grad(f(x), x)[0]


def _differences(f: Callable, x: Any, v: Any) -> Any:
    return (_first_only(f, x + 1e-3 * v, v) - _first_only(f, x, v)) / 1e-3


def _hessian_like(answer: Callable | None = None, **changes: Any) -> Callable[..., Any]:
    play = _hessian_trip(smooth)
    return lambda *arguments: play(answer or (lambda *given: _twice(*given, **changes)), *arguments)


def _points(rng: np.random.Generator) -> Iterator[tuple]:
    for name in smooth:
        for shape in ((3,), (2, 3), (5,)):
            yield name, rng.normal(size=shape), rng.normal(size=shape)


# ---------------------------------------------------------------- the exercises

NO_PRODUCT = (
    "Python finds no `__mul__` in the class: mind the two underscores before and after, and indent it as `__add__` is."
)
NO_SELF = "`ctx` stands in the place of `self`: write `def backward(ctx, dF)`, with `@staticmethod` above."
LABELS = "the loss wants the labels as a tensor, too: `torch.from_numpy(labels)`."

_playing_value, _playing_sweep = _playing(_value_trip), _playing(_sweep_trip(Value))

EXERCISES: dict[str, Exercise] = {
    "Value": Exercise(
        law="an operation makes a new Value: its data, and an edge to each Value that it was made from, with the slope.",
        look="exercise 1a; `relu` in the same cell is a finished example.",
        mistakes=[
            Mistake("no Value came back", _playing_value(_Plain), "return `Value(…)`: a plain number has forgotten where it came from, and without `return` there is None."),
            Mistake("no Value came back", _playing_value(type("Silent", (Value,), {"__add__": lambda self, other: None})), "return `Value(…)`: a plain number has forgotten where it came from, and without `return` there is None."),
            Mistake("no product", _without("__mul__"), NO_PRODUCT),
            Mistake("no product", _without("__mul__", "sigmoid"), NO_PRODUCT),
            Mistake("numbers are no Values yet", _playing_value(_ValuesOnly), "in `a + 3` the other one has no data: take `as_value(other)` first."),
            Mistake("nothing remembered", _playing_value(_kind(add=_nothing_kept("add"), mul=_nothing_kept("mul"), sigmoid=_nothing_kept("sigmoid"))), "without edges the way back ends here: give them as the second argument of Value."),
            Mistake("nothing remembered by +", _playing_value(_kind(add=_nothing_kept("add"))), "without edges the way back ends here: give them as the second argument of Value."),
            Mistake("nothing remembered by the sigmoid", _playing_value(_kind(sigmoid=_nothing_kept("sigmoid"))), "without edges the way back ends here: give them as the second argument of Value."),
            Mistake("slopes of a product swapped", _playing_value(_kind(mul=lambda a, b: (a.data * b.data, [(a, a.data), (b, b.data)]))), "∂(ab)/∂a is b: the slope towards each is the *other* one's data."),
            Mistake("slopes of a product are 1", _playing_value(_kind(mul=lambda a, b: (a.data * b.data, [(a, 1), (b, 1)]))), "1 and 1 are the slopes of a sum; ∂(ab)/∂a is b."),
            Mistake("a product's rule for a sum", _playing_value(_kind(add=lambda a, b: (a.data + b.data, [(a, b.data), (b, a.data)]))), "∂(a + b)/∂a is 1, whatever b is."),
            Mistake("data for slopes", _playing_value(_kind(add=lambda a, b: (a.data + b.data, [(a, a.data), (b, b.data)]))), "∂(a + b)/∂a is 1, whatever a is."),
            Mistake("only the first is remembered", _playing_value(_kind(add=_first_kept("add"), mul=_first_kept("mul"))), "there are two edges, one to each of the two Values."),
            Mistake("numbers remembered, not Values", _playing_value(_kind(add=_numbers_kept("add"), mul=_numbers_kept("mul"), sigmoid=_numbers_kept("sigmoid"))), "an edge leads to the Value itself, `self`, not to its data."),
            Mistake("the sigmoid's slope at the input", _playing_value(_kind(sigmoid=lambda a: (_logistic(a.data), [(a, a.data * (1 - a.data))]))), "in g (1 − g), g is the sigmoid's value, not what went in."),
            Mistake("the sigmoid's slope left out", _playing_value(_kind(sigmoid=lambda a: (_logistic(a.data), [(a, 1)]))), "the slope of the sigmoid is g (1 − g)."),
            Mistake("half of the sigmoid's slope", _playing_value(_kind(sigmoid=lambda a: (_logistic(a.data), [(a, 1 - _logistic(a.data))]))), "the slope of the sigmoid is g (1 − g)."),
            Mistake("tanh of f, not of f / 2", _playing_value(_kind(sigmoid=_too_steep)), "σ(f) is ½ + ½ tanh(f / 2): right at 0 is not right elsewhere."),
            Mistake("exp overflows", _playing_value(_kind(sigmoid=_exploding)), "`math.exp(1000)` is too large: use 0.5 + 0.5 tanh(f / 2), as in lesson 3."),
            Mistake("changed in place", _playing_value(_InPlace), "a + b must not change a: other values may read it. Make a new Value."),
        ],
        probes=_programs,
    ),
    "backward": Exercise(
        law="last first: every value hands slope · grad to each value that it was made from, where it is added.",
        look="exercise 1b, and lesson 4, exercise 2.",
        mistakes=[
            Mistake("= in place of +=", _playing_sweep(_swept(add=lambda had, slope, comes, before: slope * comes)), "a value that is read twice gets two messages, and they add up."),
            Mistake("first to last", _playing_sweep(_swept(order=lambda value: topological_order(edges_behind(value), nodes=[value]))), "go through the order from its end, `reversed(order)`; and every value hands on, not only the last one."),
            Mistake("the end has no gradient", _playing_sweep(_swept(first=0.0)), "∂end/∂end is 1: set it before the sweep, after the others were set to 0."),
            Mistake("slopes left out", _playing_sweep(_swept(add=lambda had, slope, comes, before: had + comes)), "what is handed on is slope · grad."),
            Mistake("gradients left out", _playing_sweep(_swept(add=lambda had, slope, comes, before: had + slope)), "what is handed on is slope · grad."),
            Mistake("the receiver's gradient is handed on", _playing_sweep(_swept(add=lambda had, slope, comes, before: had + slope * before.grad)), "what is handed on is the gradient of the value that was made, times the slope."),
            Mistake("data handed on", _playing_sweep(lambda value: _swept(add=lambda had, slope, comes, before: had + before.data * comes)(value)), "what is handed on is slope · grad; the data are in the slopes already."),
            Mistake("old gradients kept", _playing_sweep(_swept(reset=False)), "set all gradients to 0 before the sweep, or a second one adds to the first."),
            Mistake("handed on too early", _playing_sweep(_pushes_at_once), "a value may pass on its gradient only when all its readers have reported: use the order."),
            Mistake("no topological order", _playing_sweep(_swept(order=_breadth_first)), "a value may pass on its gradient only when all its readers have reported: use the order."),
            Mistake("no topological order", _playing_sweep(_swept(order=_depth_first)), "a value may pass on its gradient only when all its readers have reported, and only once: use the order."),
            Mistake("no topological order", _playing_sweep(_swept(order=_depth_first_once)), "a value may pass on its gradient only when all its readers have reported: use the order."),
            Mistake("the end hands nothing on", _playing_sweep(_swept(order=_without_end)), "the sweep begins at the end itself."),
        ],
        probes=_sweeps,
    ),
    "poll": Exercise(law=" ", look="“A graph that is made while it runs” in section 1."),
    "MatMul": Exercise(
        law="F = W V; back: dW = dF Vᵀ, dV = Wᵀ dF, returned in the order of forward's arguments.",
        look="exercise 2a; the rules are those of lesson 5.",
        mistakes=[
            Mistake("element by element", _matmul_like(_with_both(lambda W, V, dF: (dF @ V.T, W.T @ dF)), _elementwise), "`*` multiplies entry by entry; the matrix product is `@`."),
            Mistake("element by element, both ways", _matmul_like(_with_both(lambda W, V, dF: (V * dF, W * dF)), _elementwise), "`*` multiplies entry by entry; the matrix product is `@`."),
            Mistake("a tuple not unpacked", _matmul_like(_matmul_tuple), "`ctx.saved_tensors` is a tuple: `W, V = ctx.saved_tensors`."),
            Mistake("one gradient only", _matmul_like(_with_both(lambda W, V, dF: W.T @ dF)), "forward has two arguments, so backward returns two gradients, dW and dV. (Without `return`, it is one None.)"),
            Mistake("one gradient only", _matmul_like(_with_both(lambda W, V, dF: dF @ V.T)), "forward has two arguments, so backward returns two gradients, dW and dV."),
            Mistake("the weights' gradient left out", _matmul_like(_with_both(lambda W, V, dF: (None, W.T @ dF))), "None says that W needs no gradient; but it is what learning is about: dF Vᵀ."),
            Mistake("the gradients change places", _matmul_like(_with_both(lambda W, V, dF: (W.T @ dF, dF @ V.T))), "the first gradient belongs to the first argument of forward, W."),
            Mistake("not transposed", _matmul_like(_with_both(lambda W, V, dF: (dF @ V, W @ dF))), "dW = dF Vᵀ and dV = Wᵀ dF: both have a transpose."),
            Mistake("dV not transposed", _matmul_like(_with_both(lambda W, V, dF: (dF @ V.T, W @ dF))), "dV = Wᵀ dF: blame goes back through the weights transposed."),
            Mistake("dW transposed", _matmul_like(_with_both(lambda W, V, dF: (V @ dF.T, W.T @ dF))), "dW has the shape of W: dF Vᵀ, not V dFᵀ."),
            Mistake("element by element on the way back", _matmul_like(_with_both(lambda W, V, dF: (dF * V.T, W.T * dF))), "on the way back, too, the products are matrix products, `@`."),
            Mistake("the blame left out", _matmul_like(_with_both(lambda W, V, dF: ((0 * dF + 1) @ V.T, W.T @ (0 * dF + 1)))), "what comes back from above, dF, must be a factor of both gradients."),
            Mistake("divided by the examples", _matmul_like(_with_both(lambda W, V, dF: (dF @ V.T / V.shape[1], W.T @ dF))), "a mean over examples belongs to the loss; here a batch sums."),
            Mistake("self and ctx", _matmul_like(_with_self(_matmul_self, "MatMul")), NO_SELF),
            Mistake("nothing saved", _matmul_like(_unpack_two, _keep_nothing), "backward finds what forward gave to `ctx.save_for_backward(…)`, and nothing else."),
        ],
        probes=_three_matrices,
    ),
    "ReLU": Exercise(
        law="G = max(F, 0); back: dF = dG where F > 0, and 0 elsewhere.",
        look="exercise 2b, and lesson 8, exercise 1b.",
        mistakes=[
            Mistake("a tuple not unpacked", _relu_like(_relu_tuple), "`ctx.saved_tensors` is a tuple, also when it holds one tensor: `F, = ctx.saved_tensors`."),
            Mistake("self and ctx", _relu_like(_with_self(_relu_self, "ReLU")), NO_SELF.replace("dF", "dG")),
            Mistake("slope 1 at 0", _relu_like(lambda ctx, dG: dG * (ctx.saved_tensors[0] >= 0)), "at the kink this course and torch take the slope 0: `>`, not `>=` (nor `[F < 0] = 0`)."),
            Mistake("the gate at the blame", _relu_like(lambda ctx, dG: dG * (dG > 0)), "what opens the gate is the sign of F, not of dG."),
            Mistake("the blame left out", _relu_like(lambda ctx, dG: (ctx.saved_tensors[0] > 0).to(dG.dtype)), "the slope is 1 or 0; times dG it is the gradient."),
            Mistake("no gate", _relu_like(lambda ctx, dG: dG), "where F was not above 0, G did not move: no blame passes."),
            Mistake("the gate turned round", _relu_like(lambda ctx, dG: dG * (ctx.saved_tensors[0] <= 0)), "blame passes where F > 0."),
            Mistake("times the value", _relu_like(lambda ctx, dG: dG * ctx.saved_tensors[0].clamp(min=0)), "the slope above 0 is 1, not F."),
            Mistake("nothing saved", _relu_like(_relu_unpacked, lambda ctx, F: F.clamp(min=0)), "backward finds what forward gave to `ctx.save_for_backward(…)`, and nothing else."),
            Mistake("nothing saved", _relu_like(lambda ctx, dG: dG * (ctx.saved_tensors[0] > 0), lambda ctx, F: F.clamp(min=0)), "backward finds what forward gave to `ctx.save_for_backward(…)`, and nothing else."),
            Mistake("no return", _relu_like(lambda ctx, dG: None), "a function that ends without `return` gives None."),
            Mistake("the absolute value", _relu_like(lambda ctx, dG: dG * (ctx.saved_tensors[0] > 0), lambda ctx, F: _keep_input(ctx, F) * 0 + F.abs()), "max(F, 0) is 0 for all negative F."),
            Mistake("clamped from above", _relu_like(lambda ctx, dG: dG * (ctx.saved_tensors[0] > 0), lambda ctx, F: _keep_input(ctx, F) * 0 + F.clamp(max=0)), "`clamp(min=0)` keeps what is above 0."),
        ],
        probes=_two_arrays,
    ),
    "loss_gradients": Exercise(
        law="L = Σ e² with e = W2 G − y: dE = 2e, dW2 = dE Gᵀ, dG = W2ᵀ dE, dF = dG where F > 0, dW1 = dF xᵀ.",
        look="exercise 3; work from L backwards, one line for each step.",
        mistakes=[
            Mistake("the factor 2 left out", _hand(factor=1.0), "the slope of e² is 2e; there is no ½ before this loss."),
            Mistake("a loss with ½", _hand(factor=1.0, loss=lambda e: 0.5 * float(np.sum(e**2))), "there is no ½ before this loss."),
            Mistake("no gate", _hand(gate=lambda F, dG: 1.0), "no blame passes a ReLU whose F is not above 0."),
            Mistake("the gate at the blame", _hand(gate=lambda F, dG: dG > 0), "what opens the gate is the sign of F, not of dG."),
            Mistake("no ReLU", _hand(relu=lambda F: F, gate=lambda F, dG: 1.0), "between the two products stands max(F, 0)."),
            Mistake("no ReLU on the way forward", _hand(relu=lambda F: F), "W2 reads G = max(F, 0), not F."),
            Mistake("target minus answer", _hand(factor=-2.0), "e is the answer minus the target; the other way round all gradients change their signs."),
            Mistake("the mean over examples", _hand(scale=lambda x: 1 / x.shape[1]), "this loss is a sum over all entries."),
            Mistake("the mean of the squares", _hand(loss=lambda e: float(np.mean(e**2))), "L is the sum over all entries."),
            Mistake("the gradients change places", _hand(order=(0, 2, 1)), "return L, dW1, dW2 in this order."),
            Mistake("the loss left out", _hand(order=(1, 2)), "return L, dW1, dW2: three parts."),
            Mistake("W2 not transposed", _hand(dG_of=lambda W2, d: W2 @ d), "blame goes back through the weights transposed: W2.T @ dE."),
            Mistake("the wrong reader", _hand(read=lambda x, G: G), "W1 reads x, so dW1 = dF xᵀ."),
            Mistake("the root", _hand(loss=lambda e: float(np.sqrt(np.sum(e**2)))), "‖e‖² is the sum of squares, without a root."),
        ],
        probes=_four_arrays,
    ),
    "torch_linear": Exercise(
        law="layer(rows) = rows Wᵀ + bᵀ: weight is W, of shape (n_out, n_in); bias is b in one row, of shape (n_out,).",
        look="exercise 4a.",
        mistakes=[
            Mistake("sizes change places", _linear_like(sizes=lambda W: W.shape), "torch.nn.Linear takes n_in first, then n_out."),
            Mistake("W transposed", _linear_like(weight=lambda W: W.T), "torch's weight has the shape (n_out, n_in), as W has: copy it as it is."),
            Mistake("W transposed, and the sizes", _linear_like(weight=lambda W: W.T, sizes=lambda W: W.shape), "torch's weight has the shape (n_out, n_in), as W has: copy it as it is."),
            Mistake("float32", _linear_like(dtype="float32"), "torch makes float32 unless told: `dtype=torch.float64`."),
            Mistake("recorded", _linear_like(careful=False), "to copy numbers in is no part of the graph: do it in `with torch.no_grad():`."),
            Mistake("another tensor in its place", lambda *arrays: _linear_trip(_assigned, *arrays), "a parameter stays the same object; write the numbers into it: `layer.weight.copy_(…)`."),
            Mistake("b as a column", _linear_like(bias=lambda b: b), "torch's bias has shape (n_out,): `b[:, 0]`."),
            Mistake("no bias", _linear_like(bias=lambda b: 0 * b[:, 0]), "the bias is b, not 0."),
            Mistake("frozen", _linear_like(frozen=True), "the layer is to learn: its weight and bias must require gradients."),
            Mistake("no return", lambda *arrays: _linear_trip(lambda W, b: None, *arrays), "a function that ends without `return` gives None."),
        ],
        probes=_layers_and_columns,
    ),
    "torch_curve": Exercise(
        law="for each batch: loss, zero the old gradients, backward, step; the curve holds the loss before each step.",
        look="exercise 4b.",
        mistakes=[
            Mistake("old gradients not set to 0", _curve_like(zero="never"), "torch adds every backward to what `.grad` holds: `optimizer.zero_grad()` before each one."),
            Mistake("softmax twice", _curve_like(softmax=True), "CrossEntropyLoss takes scores and does the softmax itself (lesson 7)."),
            Mistake("the model never moves", _curve_like(step="never"), "`optimizer.step()` moves the weights, and zero_grad between backward and step throws away what step needs."),
            Mistake("step before backward", _curve_like(step="before"), "step uses the gradients that backward finds: first backward, then step."),
            Mistake("the loss after the step", _curve_like(late=True), "the curve holds the loss that was computed before the weights moved."),
            Mistake("columns, not rows", _curve_like(rows=lambda X: X), "torch takes a row for each example: `X.T`."),
            Mistake("labels as an array", _curve_like(labelled=lambda labels: labels), LABELS),
            Mistake("the sum over examples", _curve_like(reduction="sum"), "the loss is the mean over examples, which CrossEntropyLoss gives by itself."),
            Mistake("another optimizer", _curve_like(optimizer="Adam"), "plain gradient descent is `torch.optim.SGD`."),
            Mistake("tensors, not numbers", _curve_like(told=lambda loss: loss), "a tensor keeps its whole graph alive: `loss.item()` is the number."),
            Mistake("only the last loss", _curve_like(result=lambda curve: curve[-1]), "return the list of all losses."),
            Mistake("only the last loss, in a list", _curve_like(result=lambda curve: curve[-1:]), "return the list of all losses: make it before the loop."),
            Mistake("the rate left out", _curve_like(lr=lambda rate: 0.001), "give the rate to the optimizer: `lr=rate`."),
            Mistake("no return", _curve_like(result=lambda curve: None), "a function that ends without `return` gives None."),
        ],
        probes=_trainings,
    ),
    "hessian_times": Exercise(
        law="H v is the gradient of the number g · v, where g is the gradient of f and v stays fixed.",
        look="exercise 5.",
        mistakes=[
            Mistake("something requires no gradient", _hessian_like(create=False), "x must require gradients before f(x) is computed; and g, to be differentiated again, needs a graph of its own: `create_graph=True`."),
            Mistake("the gradient only", _hessian_like(result=lambda found, g, v: g), "g is ∂f/∂x; H v asks for the slope of g along v."),
            Mistake("the gradient times v", _hessian_like(result=lambda found, g, v: g * v), "g · v is only the number whose gradient is wanted."),
            Mistake("the number g · v", _hessian_like(result=lambda found, g, v: (g * v).sum()), "g · v is only the number whose gradient is wanted."),
            Mistake("v left out", _hessian_like(combine=lambda g, v: g.sum()), "that is H times ones; multiply g by v before you sum."),
            Mistake("v too late", _hessian_like(combine=lambda g, v: g.sum(), result=lambda found, g, v: found[0] * v), "H(1) · v is not H v: multiply by v before the second derivative."),
            Mistake("a tuple not unpacked", _hessian_like(result=lambda found, g, v: found), "torch.autograd.grad returns a tuple, also of one."),
            Mistake("a tuple not unpacked", _hessian_like(unpacked=False), "torch.autograd.grad returns a tuple, also of one: `(g,) = …`."),
            Mistake("a vector's gradient", _hessian_like(combine=lambda g, v: g * v), "grad wants one number: the sum of g times v."),
            Mistake("a difference of gradients", _hessian_like(_differences), "differences are right to a few digits only; two backward passes are exact."),
            Mistake("twice the gradient squared", _hessian_like(combine=lambda g, v: (g * g).sum()), "the gradient of g · g is 2 H g; v is what H is to be multiplied by."),
            Mistake("no return", _hessian_like(lambda f, x, v: None), "a function that ends without `return` gives None."),
        ],
        probes=_points,
    ),
}  # fmt: skip
