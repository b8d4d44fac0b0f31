# %% right: comprehensions
def parameter_gradients(network, values, blame):
    dF = {unit.name: blame[unit.name] * values[unit.name] * (1 - values[unit.name]) for unit in network}
    weights = {(before, unit.name): np.sum(dF[unit.name] * values[before]) for unit in network for before in unit.inputs}
    return weights, {name: np.sum(row) for name, row in dF.items()}

# %% right: dot products over the examples, as a list
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = np.atleast_1d(values[unit.name])
        dF = np.atleast_1d(blame[unit.name]) * G * (1 - G)
        for before in unit.inputs:
            weights[(before, unit.name)] = dF @ (np.ones(len(dF)) * values[before])
        biases[unit.name] = dF.sum()
    return [weights, biases]

# %% right: one example after the other
def parameter_gradients(network, values, blame):
    weights = {edge: 0.0 for edge in edges_of(network)}
    biases = {unit.name: 0.0 for unit in network}
    for j in range(np.size(values[network[0].name])):
        at = lambda name: np.ravel(values[name])[j]
        for unit in network:
            dF = float(np.ravel(blame[unit.name])[j] * at(unit.name) * (1 - at(unit.name)))
            biases[unit.name] += dF
            for before in unit.inputs:
                weights[before, unit.name] += dF * float(at(before))
    return weights, biases

# %% right: float32
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = np.float32(values[unit.name])
        dF = np.float32(blame[unit.name]) * G * (1 - G)
        biases[unit.name] = np.sum(dF)
        for before in unit.inputs:
            weights[before, unit.name] = np.sum(dF * np.float32(values[before]))
    return weights, biases

# %% wrong: slope forgotten
# phrase: go through σ first
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        biases[unit.name] = np.sum(blame[unit.name])
        for before in unit.inputs:
            weights[before, unit.name] = np.sum(blame[unit.name] * values[before])
    return weights, biases

# %% wrong: value of the wrong end
# phrase: multiply by the value at the
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.sum(dF)
        for before in unit.inputs:
            weights[before, unit.name] = np.sum(dF * G)
    return weights, biases

# %% wrong: weight for value
# phrase: dF · weight is the blame of a
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.sum(dF)
        for before, w in zip(unit.inputs, unit.weights):
            weights[before, unit.name] = np.sum(dF * w)
    return weights, biases

# %% wrong: value forgotten
# phrase: ∂f/∂w is the value at the edge's beginning
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.sum(dF)
        for before in unit.inputs:
            weights[before, unit.name] = np.sum(dF)
    return weights, biases

# %% wrong: blame of the node for the bias
# phrase: a bias sits inside σ
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.sum(blame[unit.name])
        for before in unit.inputs:
            weights[before, unit.name] = np.sum(dF * values[before])
    return weights, biases

# %% wrong: bias as a factor
# phrase: the bias itself does not occur
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.sum(dF * unit.bias)
        for before in unit.inputs:
            weights[before, unit.name] = np.sum(dF * values[before])
    return weights, biases

# %% wrong: key turned round
# phrase: the direction of the edge
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.sum(dF)
        for before in unit.inputs:
            weights[unit.name, before] = np.sum(dF * values[before])
    return weights, biases

# %% wrong: key without the unit
# phrase: two units may read one node
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.sum(dF)
        for before in unit.inputs:
            weights[before] = np.sum(dF * values[before])
    return weights, biases

# %% wrong: rows not summed
# phrase: every gradient is one number
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = dF
        for before in unit.inputs:
            weights[before, unit.name] = dF * values[before]
    return weights, biases

# %% wrong: mean for sum
# phrase: summed, not averaged
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.mean(dF)
        for before in unit.inputs:
            weights[before, unit.name] = np.mean(dF * values[before])
    return weights, biases

# %% wrong: order of the answer
# phrase: in this order
def parameter_gradients(network, values, blame):
    weights, biases = {}, {}
    for unit in network:
        G = values[unit.name]
        dF = blame[unit.name] * G * (1 - G)
        biases[unit.name] = np.sum(dF)
        for before in unit.inputs:
            weights[before, unit.name] = np.sum(dF * values[before])
    return biases, weights

# %% wrong: weights only
# phrase: two dicts are wanted
def parameter_gradients(network, values, blame):
    weights = {}
    for unit in network:
        G = values[unit.name]
        for before in unit.inputs:
            weights[before, unit.name] = np.sum(blame[unit.name] * G * (1 - G) * values[before])
    return weights
