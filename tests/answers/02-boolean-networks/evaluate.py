# %% right: asks for a value when it needs it
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    def value(name):
        if name not in values:
            unit = units[name]
            total = unit.bias
            for weight, before in zip(unit.weights, unit.inputs):
                total = total + weight * value(before)
            values[name] = np.where(total >= 0, 1, 0)
        return values[name]
    for unit in network:
        value(unit.name)
    return values

# %% right: whoever is ready
def evaluate(network, x):
    values, waiting = {**x}, list(network)
    while waiting:
        for unit in list(waiting):
            if all(name in values for name in unit.inputs):
                F = sum([w * values[name] for w, name in zip(unit.weights, unit.inputs)], unit.bias)
                values[unit.name] = np.heaviside(F, 1)
                waiting.remove(unit)
    return values

# %% right: True and False, weights as arrays
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    order = [unit.name for unit in network if not unit.inputs]
    order += topological_order([(before, unit.name) for unit in network for before in unit.inputs])
    values = {name: np.asarray(value) for name, value in x.items()}
    for name in order:
        if name not in x:
            G = np.array([values[before] for before in units[name].inputs], dtype=float)
            values[name] = np.tensordot(np.asarray(units[name].weights, dtype=float), G, 1) + units[name].bias >= 0
    return values

# %% right: single precision
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, name) for name in units for before in units[name].inputs]
    for name in [*[u for u in units if not units[u].inputs], *topological_order(edges)]:
        if name in units:
            total = np.float32(units[name].bias)
            for weight, before in zip(units[name].weights, units[name].inputs):
                total = total + np.float32(weight) * np.float32(values[before])
            values[name] = np.float32(1) * (total >= 0)
    return values

# %% wrong: order of the list
# phrase: use topological_order
def evaluate(network, x):
    values = dict(x)
    for unit in network:
        total = unit.bias + sum(w * values[name] for w, name in zip(unit.weights, unit.inputs))
        values[unit.name] = 1 * (total >= 0)
    return values

# %% wrong: unknown taken as 0
# phrase: a value that was not computed yet was taken as 0
def evaluate(network, x):
    values = dict(x)
    for unit in network:
        total = unit.bias + sum(w * values.get(name, 0) for w, name in zip(unit.weights, unit.inputs))
        values[unit.name] = 1 * (total >= 0)
    return values

# %% wrong: forgotten bias
# phrase: the bias was left out
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in [u for u in units if not units[u].inputs] + topological_order(edges):
        if name in units:
            values[name] = 1 * (sum(w * values[before] for w, before in zip(units[name].weights, units[name].inputs)) >= 0)
    return values

# %% wrong: strict step
# phrase: a sum of exactly 0 gives 1
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in [u for u in units if not units[u].inputs] + topological_order(edges):
        if name in units:
            total = units[name].bias + sum(w * values[before] for w, before in zip(units[name].weights, units[name].inputs))
            values[name] = 1 * (total > 0)
    return values

# %% wrong: no threshold
# phrase: the sums were passed on
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in [u for u in units if not units[u].inputs] + topological_order(edges):
        if name in units:
            values[name] = units[name].bias + sum(w * values[before] for w, before in zip(units[name].weights, units[name].inputs))
    return values

# %% wrong: bias in every term
# phrase: it is added once to the whole sum
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in [u for u in units if not units[u].inputs] + topological_order(edges):
        if name in units:
            total = 0
            for w, before in zip(units[name].weights, units[name].inputs):
                total = total + w * values[before] + units[name].bias
            values[name] = 1 * (total >= 0)
    return values

# %% wrong: bias as threshold
# phrase: the bias is added to the sum, not compared with it
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in [u for u in units if not units[u].inputs] + topological_order(edges):
        if name in units:
            total = sum(w * values[before] for w, before in zip(units[name].weights, units[name].inputs))
            values[name] = 1 * (total >= units[name].bias)
    return values

# %% wrong: inputs left out
# phrase: start from a copy of x
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in [u for u in units if not units[u].inputs] + topological_order(edges):
        if name in units:
            total = units[name].bias + sum(w * values[before] for w, before in zip(units[name].weights, units[name].inputs))
            values[name] = 1 * (total >= 0)
    return {name: values[name] for name in units}

# %% wrong: the last value only
# phrase: a dict from names to values
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in topological_order(edges):
        if name in units:
            total = units[name].bias + sum(w * values[before] for w, before in zip(units[name].weights, units[name].inputs))
            values[name] = 1 * (total >= 0)
    return values[name]

# %% wrong: array in an if
# phrase: `if` decides once, but a value may be a row of numbers
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in [u for u in units if not units[u].inputs] + topological_order(edges):
        if name in units:
            total = units[name].bias + sum(w * values[before] for w, before in zip(units[name].weights, units[name].inputs))
            if total >= 0:
                values[name] = 1
            else:
                values[name] = 0
    return values

# %% wrong: constant units left out
# phrase: a unit without inputs occurs in no edge
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    for name in topological_order([(before, unit.name) for unit in network for before in unit.inputs]):
        if name in units:
            total = units[name].bias + sum(w * values[before] for w, before in zip(units[name].weights, units[name].inputs))
            values[name] = 1 * (total >= 0)
    return values

# %% wrong: forgotten weights
# phrase: the inputs were summed without their weights
def evaluate(network, x):
    units = {unit.name: unit for unit in network}
    values = dict(x)
    edges = [(before, unit.name) for unit in network for before in unit.inputs]
    for name in [u for u in units if not units[u].inputs] + topological_order(edges):
        if name in units:
            total = units[name].bias + sum(values[before] for before in units[name].inputs)
            values[name] = 1 * (total >= 0)
    return values
