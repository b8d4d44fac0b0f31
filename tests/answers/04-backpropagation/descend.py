# %% right: a comprehension
def descend(network, weight_gradients, bias_gradients, rate):
    return [
        unit._replace(
            weights=[w - rate * weight_gradients[before, unit.name] for w, before in zip(unit.weights, unit.inputs)],
            bias=unit.bias - rate * bias_gradients[unit.name],
        )
        for unit in network
    ]

# %% right: arrays of weights, new units
def descend(network, weight_gradients, bias_gradients, rate):
    new = []
    for name, inputs, weights, bias, *_ in network:
        slopes = np.array([weight_gradients[before, name] for before in inputs])
        new.append(Unit(name, inputs, np.array(weights) - rate * slopes, bias - rate * bias_gradients[name]))
    return new

# %% right: places counted, float32, a tuple of units
def descend(network, weight_gradients, bias_gradients, rate):
    new = []
    for unit in network:
        weights = list(unit.weights)
        for i in range(len(weights)):
            weights[i] = np.float32(weights[i] - rate * weight_gradients[unit.inputs[i], unit.name])
        new.append(Unit(unit.name, tuple(unit.inputs), tuple(weights), np.float32(unit.bias - rate * bias_gradients[unit.name])))
    return tuple(new)

# %% right: the steps first
def descend(network, weight_gradients, bias_gradients, rate):
    steps = {edge: -rate * slope for edge, slope in weight_gradients.items()}
    result = list(network)
    for place, unit in enumerate(network):
        weights = [w + steps[before, unit.name] for before, w in zip(unit.inputs, unit.weights)]
        result[place] = unit._replace(weights=weights)._replace(bias=unit.bias + -rate * bias_gradients[unit.name])
    return result

# %% wrong: uphill
# phrase: the gradient points uphill
def descend(network, weight_gradients, bias_gradients, rate):
    new = []
    for unit in network:
        weights = [w + rate * weight_gradients[before, unit.name] for w, before in zip(unit.weights, unit.inputs)]
        new.append(unit._replace(weights=weights, bias=unit.bias + rate * bias_gradients[unit.name]))
    return new

# %% wrong: biases forgotten
# phrase: biases learn, too
def descend(network, weight_gradients, bias_gradients, rate):
    new = []
    for unit in network:
        weights = [w - rate * weight_gradients[before, unit.name] for w, before in zip(unit.weights, unit.inputs)]
        new.append(unit._replace(weights=weights))
    return new

# %% wrong: rate forgotten
# phrase: multiply the gradient by the rate
def descend(network, weight_gradients, bias_gradients, rate):
    new = []
    for unit in network:
        weights = [w - weight_gradients[before, unit.name] for w, before in zip(unit.weights, unit.inputs)]
        new.append(unit._replace(weights=weights, bias=unit.bias - bias_gradients[unit.name]))
    return new

# %% wrong: rate forgotten for the bias
# phrase: multiply the bias's gradient by the rate
def descend(network, weight_gradients, bias_gradients, rate):
    new = []
    for unit in network:
        weights = [w - rate * weight_gradients[before, unit.name] for w, before in zip(unit.weights, unit.inputs)]
        new.append(unit._replace(weights=weights, bias=unit.bias - bias_gradients[unit.name]))
    return new

# %% wrong: gradient for weight
# phrase: the step is added to what was there
def descend(network, weight_gradients, bias_gradients, rate):
    new = []
    for unit in network:
        weights = [-rate * weight_gradients[before, unit.name] for before in unit.inputs]
        new.append(unit._replace(weights=weights, bias=-rate * bias_gradients[unit.name]))
    return new

# %% wrong: key turned round
# phrase: the key of a weight's gradient is (input name, unit name)
def descend(network, weight_gradients, bias_gradients, rate):
    new = []
    for unit in network:
        weights = [w - rate * weight_gradients[unit.name, before] for w, before in zip(unit.weights, unit.inputs)]
        new.append(unit._replace(weights=weights, bias=unit.bias - rate * bias_gradients[unit.name]))
    return new

# %% wrong: gradients as they come
# phrase: a dict's order says nothing
def descend(network, weight_gradients, bias_gradients, rate):
    slopes, new = iter(weight_gradients.values()), []
    for unit in network:
        weights = [w - rate * next(slopes) for w in unit.weights]
        new.append(unit._replace(weights=weights, bias=unit.bias - rate * bias_gradients[unit.name]))
    return new

# %% wrong: nothing learned
# phrase: the units came back as they were
def descend(network, weight_gradients, bias_gradients, rate):
    for unit in network:
        weights = [w - rate * weight_gradients[before, unit.name] for w, before in zip(unit.weights, unit.inputs)]
        unit._replace(weights=weights, bias=unit.bias - rate * bias_gradients[unit.name])
    return network

# %% wrong: only the last unit comes back
# phrase: the units y, a, b, in this order
def descend(network, weight_gradients, bias_gradients, rate):
    for unit in network:
        weights = [w - rate * weight_gradients[before, unit.name] for w, before in zip(unit.weights, unit.inputs)]
        new = [unit._replace(weights=weights, bias=unit.bias - rate * bias_gradients[unit.name])]
    return new
