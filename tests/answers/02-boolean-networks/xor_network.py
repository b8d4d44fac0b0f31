# %% right: OR and not AND, listed backwards
def xor_network():
    y = Unit("y", ["or", "and"], [1, -1], -1)
    return [y, Unit("and", ["x1", "x2"], [1, 1], -2), Unit("or", ["x1", "x2"], [1, 1], -1)]

# %% right: OR and NAND
def xor_network():
    network = []
    network.append(Unit("either", ["x1", "x2"], [3, 3], -1))
    network.append(Unit("not both", ["x1", "x2"], [-2, -2], 3))
    network.append(Unit("y", ["either", "not both"], [1, 1], -1.5))
    return network

# %% right: two minterms and an OR, numpy weights in single precision
def xor_network():
    first = Unit("first", ["x1", "x2"], np.array([1, -1], dtype=np.float32), np.float32(-0.5))
    second = Unit("second", ["x1", "x2"], np.array([-1, 1], dtype=np.float32), np.float32(-0.5))
    return [first, second, Unit("y", ["first", "second"], np.ones(2), -0.5)]

# %% right: two units are enough
def xor_network():
    return [Unit("h", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["x1", "x2", "h"], [1, 1, -2], -0.5)]

# %% right: plain tuples, decimals that do not come out even
def xor_network():
    return (("h1", ("x1", "x2"), (0.1, 0.2), -0.1), ("h2", ("x1", "x2"), (0.1, 0.2), -0.3), ("y", ("h1", "h2"), (0.3, -0.3), -0.3))

# %% wrong: sum exactly 0
# phrase: one sum is exactly 0, and step(0) = 1
def xor_network():
    return [Unit("h1", ["x1", "x2"], [1, 1], -0.5), Unit("h2", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h1", "h2"], [2, -2], 0)]

# %% wrong: bias as threshold
# phrase: a bias is added to the sum, not compared with it
def xor_network():
    return [Unit("h1", ["x1", "x2"], [1, 1], 0.5), Unit("h2", ["x1", "x2"], [1, 1], 1.5), Unit("y", ["h1", "h2"], [2, -2], 1)]

# %% wrong: OR
# phrase: your network computes OR
def xor_network():
    return [Unit("h1", ["x1", "x2"], [1, 1], -0.5), Unit("h2", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h1", "h2"], [2, 2], -1)]

# %% wrong: XNOR
# phrase: the opposite of XOR
def xor_network():
    return [Unit("h1", ["x1", "x2"], [1, 1], -0.5), Unit("h2", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h1", "h2"], [-2, 2], 1)]

# %% wrong: AND of a minterm
# phrase: only (1, 0) gives 1
def xor_network():
    return [Unit("h1", ["x1", "x2"], [1, -1], -0.5), Unit("h2", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h1", "h2"], [1, -1], -0.5)]

# %% wrong: too many units
# phrase: at most 3 are allowed
def xor_network():
    both = [Unit("p", ["x1"], [-1], 0.5), Unit("q", ["x2"], [-1], 0.5), Unit("r", ["x1", "q"], [1, 1], -1.5), Unit("s", ["p", "x2"], [1, 1], -1.5)]
    return [*both, Unit("y", ["r", "s"], [1, 1], -0.5)]

# %% wrong: no output
# phrase: a unit must have that name
def xor_network():
    return [Unit("h1", ["x1", "x2"], [1, 1], -0.5), Unit("h2", ["x1", "x2"], [1, 1], -1.5), Unit("h3", ["h1", "h2"], [2, -2], -1)]

# %% wrong: misspelt name
# phrase: no unit and no input has this name
def xor_network():
    return [Unit("h1", ["x1", "x2"], [1, 1], -0.5), Unit("h2", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h_1", "h_2"], [2, -2], -1)]

# %% wrong: the names of units in one text
# phrase: a list of names
def xor_network():
    return [Unit("h1", "x1 x2", [1, 1], -0.5), Unit("h2", "x1 x2", [1, 1], -1.5), Unit("y", "h1 h2", [2, -2], -1)]

# %% wrong: bias among the weights
# phrase: as many weights as inputs
def xor_network():
    return [Unit("h1", ["x1", "x2"], [1, 1, -0.5], 0), Unit("h2", ["x1", "x2"], [1, 1, -1.5], 0), Unit("y", ["h1", "h2"], [2, -2, -1], 0)]

# %% wrong: one unit twice
# phrase: every unit needs a name of its own
def xor_network():
    return [Unit("h", ["x1", "x2"], [1, 1], -0.5), Unit("h", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h", "h"], [2, -2], -1)]

# %% wrong: a unit instead of a list
# phrase: which is no unit
def xor_network():
    return Unit("y", ["x1", "x2"], [1, 1], -0.5)

# %% wrong: y reads itself
# phrase: a unit that, by a detour, reads itself
def xor_network():
    return [Unit("h1", ["x1", "y"], [1, 1], -0.5), Unit("h2", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h1", "h2"], [2, -2], -1)]

# %% wrong: the table instead of a network
# phrase: which is no unit
def xor_network():
    return [0, 1, 1, 0]
