# %% right: a matrix product for each unit
def forward(network, x):
    units = {unit.name: unit for unit in network}
    values = {name: np.asarray(value, dtype=float) for name, value in x.items()}
    for name in topological_order(edges_of(network)):
        if name not in values:
            heard = np.array([values[before] for before in units[name].inputs])
            values[name] = sigmoid(np.array(units[name].weights) @ heard + units[name].bias)
    return values

# %% right: passes through the list until every unit is done
def forward(network, x):
    values = {**x}
    while len(values) < len(x) + len(network):
        for unit in network:
            if unit.name not in values and all(before in values for before in unit.inputs):
                total = unit.bias
                for i in range(len(unit.inputs)):
                    total = total + unit.weights[i] * values[unit.inputs[i]]
                values[unit.name] = sigmoid(total)
    return values

# %% right: a recursion with a memory
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, dict(x)

    def value(name):
        if name not in values:
            unit = units[name]
            f = sum(w * value(before) for w, before in zip(unit.weights, unit.inputs)) + unit.bias
            values[name] = 0.5 + 0.5 * np.tanh(f / 2)
        return values[name]

    for unit in network:
        value(unit.name)
    return values

# %% right: float32
def forward(network, x):
    units = {unit.name: unit for unit in network}
    values = {name: np.float32(value) for name, value in x.items()}
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            total = np.float32(unit.bias)
            for w, before in zip(unit.weights, unit.inputs):
                total = total + np.float32(w) * values[before]
            values[name] = np.float32(sigmoid(total))
    return values

# %% wrong: units as they are listed
# phrase: sort topologically first
def forward(network, x):
    values = dict(x)
    for unit in network:
        total = sum(w * values[before] for w, before in zip(unit.weights, unit.inputs))
        values[unit.name] = sigmoid(total + unit.bias)
    return values

# %% wrong: missing values taken as 0
# phrase: which counted as 0
def forward(network, x):
    values = dict(x)
    for unit in network:
        total = sum(w * values.get(before, 0.0) for w, before in zip(unit.weights, unit.inputs))
        values[unit.name] = sigmoid(total + unit.bias)
    return values

# %% wrong: forgotten bias
# phrase: add the unit's bias before σ
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, dict(x)
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            values[name] = sigmoid(sum(w * values[before] for w, before in zip(unit.weights, unit.inputs)))
    return values

# %% wrong: bias after the sigmoid
# phrase: the bias belongs inside σ
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, dict(x)
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            values[name] = sigmoid(sum(w * values[before] for w, before in zip(unit.weights, unit.inputs))) + unit.bias
    return values

# %% wrong: bias in every term
# phrase: the bias is added once
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, dict(x)
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            values[name] = sigmoid(sum(w * values[before] + unit.bias for w, before in zip(unit.weights, unit.inputs)))
    return values

# %% wrong: forgotten sigmoid
# phrase: a unit's value is σ of its sum
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, dict(x)
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            values[name] = sum(w * values[before] for w, before in zip(unit.weights, unit.inputs)) + unit.bias
    return values

# %% wrong: step for sigmoid
# phrase: all units are sigmoids here
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, dict(x)
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            f = sum(w * values[before] for w, before in zip(unit.weights, unit.inputs)) + unit.bias
            values[name] = (f >= 0) * 1
    return values

# %% wrong: forgotten weights
# phrase: multiplied by its edge's weight
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, dict(x)
    for name in topological_order(edges_of(network)):
        if name in units:
            values[name] = sigmoid(sum(values[before] for before in units[name].inputs) + units[name].bias)
    return values

# %% wrong: inputs left out
# phrase: every node has an entry, inputs too
def forward(network, x):
    units, values, inner = {unit.name: unit for unit in network}, dict(x), {}
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            inner[name] = sigmoid(sum(w * values[before] for w, before in zip(unit.weights, unit.inputs)) + unit.bias)
            values[name] = inner[name]
    return inner

# %% wrong: output only
# phrase: return the dict of all values
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, dict(x)
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            values[name] = sigmoid(sum(w * values[before] for w, before in zip(unit.weights, unit.inputs)) + unit.bias)
    return values[name]

# %% wrong: one number only
# phrase: `math.exp` takes single numbers
def forward(network, x):
    import math

    units, values = {unit.name: unit for unit in network}, dict(x)
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            f = sum(w * values[before] for w, before in zip(unit.weights, unit.inputs)) + unit.bias
            values[name] = 1 / (1 + math.exp(-f))
    return values

# %% wrong: sigmoid of the inputs
# phrase: inputs keep their values
def forward(network, x):
    units, values = {unit.name: unit for unit in network}, {}
    for name in topological_order(edges_of(network)):
        if name in units:
            unit = units[name]
            f = sum(w * values[before] for w, before in zip(unit.weights, unit.inputs)) + unit.bias
        else:
            f = x[name]
        values[name] = sigmoid(f)
    return values
