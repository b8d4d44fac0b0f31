# %% right: as in the lesson
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += slope * node.grad


ReadyValue = lesson_09.CountedValue

# %% right: a depth-first order of its own
def backward(value):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for before, _ in node.edges:
                visit(before)
            order.append(node)

    visit(value)
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in order[::-1]:
        for before, slope in node.edges:
            before.grad = before.grad + slope * node.grad


ReadyValue = lesson_09.CountedValue

# %% right: gradients in a dict first
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    blame = dict.fromkeys(order, 0.0)
    blame[value] = 1.0
    while order:
        node = order.pop()
        for before, slope in node.edges:
            blame[before] += blame[node] * slope
    for node, grad in blame.items():
        node.grad = grad


ReadyValue = lesson_09.CountedValue

# %% right: counting readers, no order
def backward(value):
    edges = edges_behind(value)
    waiting = {value: 0}
    for before, _ in edges:
        waiting[before] = waiting.get(before, 0) + 1
    for node in waiting:
        node.grad = 0.0
    value.grad = 1.0
    ready = [value]
    for node in ready:
        for before, slope in node.edges:
            before.grad += slope * node.grad
            waiting[before] -= 1
            if waiting[before] == 0:
                ready.append(before)


ReadyValue = lesson_09.CountedValue

# %% right: float32
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = np.float32(0.0)
    value.grad = np.float32(1.0)
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += np.float32(slope) * node.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: = in place of +=
# phrase: = in place of +=
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad = slope * node.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: first to last
# phrase: first to last
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in order:
        for before, slope in node.edges:
            before.grad += slope * node.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: the end has no gradient
# phrase: the end has no gradient
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += slope * node.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: slopes left out
# phrase: slopes left out
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += node.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: gradients left out
# phrase: gradients left out
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += slope


ReadyValue = lesson_09.CountedValue

# %% wrong: the receiver's gradient is handed on
# phrase: the receiver's gradient is handed on
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += slope * before.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: old gradients kept
# phrase: old gradients kept
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    value.grad = 1.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += slope * node.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: handed on too early
# phrase: handed on too early
def backward(value):
    for node in topological_order(edges_behind(value), nodes=[value]):
        node.grad = 0.0
    value.grad = 1.0

    def push(node):
        for before, slope in node.edges:
            before.grad += slope * node.grad
            push(before)

    push(value)


ReadyValue = lesson_09.CountedValue

# %% wrong: no topological order
# phrase: a value may pass on its gradient only when all its readers
def backward(value):
    queue, seen = [value], {value}
    for node in queue:
        node.grad = 0.0
        for before, _ in node.edges:
            if before not in seen:
                seen.add(before)
                queue.append(before)
    value.grad = 1.0
    for node in queue:
        for before, slope in node.edges:
            before.grad += slope * node.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: one step only
# phrase: not only the last one
def backward(value):
    for node in topological_order(edges_behind(value), nodes=[value]):
        node.grad = 0.0
    value.grad = 1.0
    for before, slope in value.edges:
        before.grad += slope * value.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: data handed on
# phrase: data handed on
def backward(value):
    order = topological_order(edges_behind(value), nodes=[value])
    for node in order:
        node.grad = 0.0
    value.grad = 1.0
    for node in reversed(order):
        for before, slope in node.edges:
            before.grad += before.data * node.grad


ReadyValue = lesson_09.CountedValue

# %% wrong: every path is walked
# phrase: every path is walked
def backward(value):
    for node in topological_order(edges_behind(value), nodes=[value]):
        node.grad = 0.0

    def push(node, grad):
        node.grad += grad
        for before, slope in node.edges:
            push(before, slope * grad)

    push(value, 1.0)


ReadyValue = lesson_09.CountedValue

# %% wrong: the one from utils
# phrase: which is what this exercise asks you to write
def backward(value):
    from utils import autograd
    autograd.backward(value)


ReadyValue = lesson_09.CountedValue
