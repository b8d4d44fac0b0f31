# %% right: OR, and an AND against it
def xor_with_two():
    return [Unit("y", ["x1", "x2", "and"], [1, 1, -2], -1), Unit("and", ["x1", "x2"], [1, 1], -2)]

# %% right: NAND, and an AND with OR
def xor_with_two():
    nand = Unit("nand", ["x1", "x2"], [-1, -1], 1.5)
    return [nand, Unit("y", ["nand", "x1", "x2"], [2, 1, 1], -2.5)]

# %% right: a minterm helps x2
def xor_with_two():
    first_only = ("first only", ["x1", "x2"], np.array([1.0, -1.0]), -0.5)
    return [first_only, ("y", ["x2", "x1", "first only"], np.array([1.0, -1.0, 2.0]), -0.5)]

# %% right: single precision
def xor_with_two():
    w = np.float32([0.1, 0.1])
    return [Unit("h", ["x1", "x2"], w, np.float32(-0.15)), Unit("y", ["x1", "x2", "h"], np.float32([0.1, 0.1, -0.2]), np.float32(-0.1))]

# %% wrong: weight too small
# phrase: your network computes OR
def xor_with_two():
    return [Unit("h", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["x1", "x2", "h"], [1, 1, -1], -0.5)]

# %% wrong: wrong sign of the AND
# phrase: your network computes OR
def xor_with_two():
    return [Unit("h", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["x1", "x2", "h"], [1, 1, 2], -0.5)]

# %% wrong: sum exactly 0
# phrase: one sum is exactly 0, and step(0) = 1
def xor_with_two():
    return [Unit("h", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["x1", "x2", "h"], [1, 1, -2], 0)]

# %% wrong: three units
# phrase: at most 2 are allowed
def xor_with_two():
    return [Unit("h1", ["x1", "x2"], [1, 1], -0.5), Unit("h2", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h1", "h2"], [2, -2], -1)]

# %% wrong: y reads h only
# phrase: your network computes NAND
def xor_with_two():
    return [Unit("h", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["h"], [-1], 0.5)]

# %% wrong: h is OR
# phrase: Likeliest cause: always
def xor_with_two():
    return [Unit("h", ["x1", "x2"], [1, 1], -0.5), Unit("y", ["x1", "x2", "h"], [1, 1, -2], -0.5)]

# %% wrong: bias as threshold
# phrase: turn the signs of the biases round
def xor_with_two():
    return [Unit("h", ["x1", "x2"], [1, 1], 1.5), Unit("y", ["x1", "x2", "h"], [1, 1, -2], 0.5)]

# %% wrong: two weights for three inputs
# phrase: as many weights as inputs
def xor_with_two():
    return [Unit("h", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["x1", "x2", "h"], [1, 1], -0.5)]

# %% wrong: no return
# phrase: ends without `return` gives None
def xor_with_two():
    [Unit("h", ["x1", "x2"], [1, 1], -1.5), Unit("y", ["x1", "x2", "h"], [1, 1, -2], -0.5)]

# %% wrong: the list grows with every call
# phrase: at most 2 are allowed
units = []
def xor_with_two():
    units.append(Unit("h", ["x1", "x2"], [1, 1], -1.5))
    units.append(Unit("y", ["x1", "x2", "h"], [1, 1, -2], -0.5))
    return units
