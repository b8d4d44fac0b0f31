# %% right: += on numbers
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: 0 * value for name, value in values.items()}
    for name in dL:
        blame[name] += dL[name]
    for name in topological_order(edges_of(network))[::-1]:
        if name in units:
            unit = units[name]
            for i in range(len(unit.inputs)):
                blame[unit.inputs[i]] = blame[unit.inputs[i]] + unit.weights[i] * blame[name] * values[name] * (1 - values[name])
    return blame

# %% right: every node asks its readers
def backward(network, values, dL):
    readers = {name: [] for name in values}
    for unit in network:
        for before, weight in zip(unit.inputs, unit.weights):
            readers[before].append((unit.name, weight))
    blame = {}
    unread = [name for name in values if not readers[name]]
    order = [*topological_order(edges_of(network)), *unread]
    for name in reversed(order):
        heard = [w * blame[r] * values[r] * (1 - values[r]) for r, w in readers[name]]
        blame[name] = dL.get(name, 0.0 * values[name]) + sum(heard)
    return blame

# %% right: a recursion with a memory
def backward(network, values, dL):
    blame, readers = {}, {name: [] for name in values}
    for unit in network:
        for before, weight in zip(unit.inputs, unit.weights):
            readers[before].append((unit.name, weight))

    def ask(name):
        if name not in blame:
            total = dL.get(name, 0.0)
            for reader, weight in readers[name]:
                total = total + weight * ask(reader) * values[reader] * (1 - values[reader])
            blame[name] = total
        return blame[name]

    return {name: ask(name) for name in values}

# %% right: linear equations
def backward(network, values, dL):
    names = list(values)
    rows = np.array([np.atleast_1d(values[name]) for name in names], dtype=float)
    start = np.array([np.atleast_1d(dL.get(name, 0.0 * values[name])) for name in names], dtype=float)
    blame = np.zeros(rows.shape)
    for j in range(rows.shape[1]):
        A = np.eye(len(names))
        for unit in network:
            v = names.index(unit.name)
            for before, weight in zip(unit.inputs, unit.weights):
                A[names.index(before), v] -= weight * rows[v, j] * (1 - rows[v, j])
        blame[:, j] = np.linalg.solve(A, start[:, j])
    return {name: blame[i] if np.ndim(values[name]) else blame[i, 0] for i, name in enumerate(names)}

# %% right: float32
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    G = {name: np.float32(value) for name, value in values.items()}
    blame = {name: np.float32(dL.get(name, 0.0)) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame[name] * G[name] * (1 - G[name])
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame[before] + np.float32(weight) * dF
    return blame

# %% wrong: overwritten at a fork
# phrase: a node with two readers kept only one message
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: dL.get(name, 0.0) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame[name] * values[name] * (1 - values[name])
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = weight * dF
    return blame

# %% wrong: topological order, not reversed
# phrase: before it had heard from all its readers
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: dL.get(name, 0.0) for name in values}
    for name in topological_order(edges_of(network)):
        if name in units:
            dF = blame[name] * values[name] * (1 - values[name])
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame[before] + weight * dF
    return blame

# %% wrong: units as they are listed
# phrase: sort topologically, and go through them from the end
def backward(network, values, dL):
    blame = {name: dL.get(name, 0.0) for name in values}
    for unit in network:
        dF = blame[unit.name] * values[unit.name] * (1 - values[unit.name])
        for before, weight in zip(unit.inputs, unit.weights):
            blame[before] = blame[before] + weight * dF
    return blame

# %% wrong: units as they are listed, from the last
# phrase: turning the list round is no order
def backward(network, values, dL):
    blame = {name: dL.get(name, 0.0) for name in values}
    for unit in reversed(network):
        dF = blame[unit.name] * values[unit.name] * (1 - values[unit.name])
        for before, weight in zip(unit.inputs, unit.weights):
            blame[before] = blame[before] + weight * dF
    return blame

# %% wrong: slope forgotten
# phrase: blame is multiplied by σ′
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: dL.get(name, 0.0) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame[before] + weight * blame[name]
    return blame

# %% wrong: sigmoid twice
# phrase: the slope is G (1 − G), with no further σ
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: dL.get(name, 0.0) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame[name] * sigmoid(values[name]) * (1 - sigmoid(values[name]))
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame[before] + weight * dF
    return blame

# %% wrong: weight forgotten
# phrase: what goes along an edge is multiplied by its weight
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: dL.get(name, 0.0) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame[name] * values[name] * (1 - values[name])
            for before in units[name].inputs:
                blame[before] = blame[before] + dF
    return blame

# %% wrong: value for weight
# phrase: dF · value is the blame of the
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: dL.get(name, 0.0) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame[name] * values[name] * (1 - values[name])
            for before in units[name].inputs:
                blame[before] = blame[before] + values[before] * dF
    return blame

# %% wrong: slope of the wrong end
# phrase: not to the node that hears it
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: dL.get(name, 0.0) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame[before] + weight * blame[name] * values[before] * (1 - values[before])
    return blame

# %% wrong: loss ignored
# phrase: every output starts with its ∂L/∂, not with 1
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: 1.0 if name in dL else 0.0 for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame[name] * values[name] * (1 - values[name])
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame[before] + weight * dF
    return blame

# %% wrong: loss overwrites
# phrase: hears from them and from the loss
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: 0.0 for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in dL:
            blame[name] = dL[name]
        if name in units:
            dF = blame[name] * values[name] * (1 - values[name])
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame[before] + weight * dF
    return blame

# %% wrong: inputs left out
# phrase: every node has an entry, inputs too
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: dL.get(name, 0.0) for name in units}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame[name] * values[name] * (1 - values[name])
            for before, weight in zip(units[name].inputs, units[name].weights):
                if before in units:
                    blame[before] = blame[before] + weight * dF
    return blame

# %% wrong: unread nodes left out
# phrase: a node that nothing reads gets 0
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = dict(dL)
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame.get(name, 0.0) * values[name] * (1 - values[name])
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame.get(before, 0.0) + weight * dF
    return blame

# %% wrong: wrong sign
# phrase: the sign is turned round
def backward(network, values, dL):
    units = {unit.name: unit for unit in network}
    blame = {name: -dL.get(name, 0.0) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        if name in units:
            dF = blame[name] * values[name] * (1 - values[name])
            for before, weight in zip(units[name].inputs, units[name].weights):
                blame[before] = blame[before] + weight * dF
    return blame

# %% wrong: all units at every node
# phrase: every node looks at its own only
def backward(network, values, dL):
    blame = {name: dL.get(name, 0.0) for name in values}
    for name in reversed(topological_order(edges_of(network))):
        for unit in network:
            for before, weight in zip(unit.inputs, unit.weights):
                if before == name:
                    g = values[unit.name]
                    blame[name] = blame[name] + weight * blame[unit.name] * g * (1 - g)
    return blame

# %% wrong: recursion that walks every path
# phrase: what a node has found out is kept
def backward(network, values, dL):
    readers = {name: [] for name in values}
    for unit in network:
        for k, before in enumerate(unit.inputs):
            readers[before].append((unit, k))

    def blame(name):
        total = dL.get(name, 0.0)
        for unit, k in readers[name]:
            g = values[unit.name]
            total = total + unit.weights[k] * blame(unit.name) * g * (1 - g)
        return total

    return {name: blame(name) for name in values}
