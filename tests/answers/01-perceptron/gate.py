# %% right: halves between the whole numbers
def gate(name):
    if name == "AND":
        return np.array([1, 1]), -1.5
    if name == "OR":
        return np.array([1, 1]), -0.5
    if name == "NAND":
        return np.array([-1, -1]), 1.5
    return np.array([-1]), 0.5

# %% right: lines through the corners, lists, a dictionary
def gate(name):
    return {"AND": ([1, 1], -2), "OR": ([1, 1], -1), "NAND": ([-1, -1], 1), "NOT": ([-1], 0)}[name]

# %% right: unequal weights
def gate(name):
    w, b = {"AND": ((3.0, 2.0), -4.5), "OR": ((7.0, 0.5), -0.25), "NAND": ((-3.0, -2.0), 4.0), "NOT": ((-9.0,), 4.0)}[name]
    return np.array(w, dtype=np.float32), np.float32(b)

# %% right: the machine's own choice of decimals
def gate(name):
    w, b = {"AND": ([0.1, 0.2], -0.3), "OR": ([0.1, 0.1], -0.1), "NAND": ([-0.1, -0.2], 0.29), "NOT": ([-0.1], 0.05)}[name]
    return np.array(w), b

# %% wrong: OR for AND
# phrase: OR — this is the function that your weights compute
def gate(name):
    w = {"AND": ([1, 1], -0.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5), "NOT": ([-1], 0.5)}
    return np.array(w[name][0]), w[name][1]

# %% wrong: sum exactly 0
# phrase: one sum is exactly 0, and step(0) = 1
def gate(name):
    w = {"AND": ([1, 1], -1), "OR": ([1, 1], 0), "NAND": ([-1, -1], 2), "NOT": ([-1], 1)}
    return np.array(w[name][0]), w[name][1]

# %% wrong: bias as threshold
# phrase: a threshold of 1.5 is a bias of -1.5
def gate(name):
    w = {"AND": ([1, 1], 1.5), "OR": ([1, 1], 0.5), "NAND": ([-1, -1], -1.5), "NOT": ([-1], -0.5)}
    return np.array(w[name][0]), w[name][1]

# %% wrong: the opposite function
# phrase: every answer is turned round
def gate(name):
    w = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NAND": ([1, 1], -1.5), "NOT": ([1], -0.5)}
    return np.array(w[name][0]), w[name][1]

# %% wrong: weights without a bias
# phrase: a pair (w, b)
def gate(name):
    w = {"AND": [1, 1, -1.5], "OR": [1, 1, -0.5], "NAND": [-1, -1, 1.5], "NOT": [-1, 0.5]}
    return np.array(w[name])

# %% wrong: two weights for NOT
# phrase: one weight for each input
def gate(name):
    w = {"AND": ([1, 1], -1.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5), "NOT": ([-1, 0], 0.5)}
    return np.array(w[name][0]), w[name][1]

# %% wrong: always 0
# phrase: answer 0 for every input
def gate(name):
    w = {"AND": ([1, 1], -2.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5), "NOT": ([-1], 0.5)}
    return np.array(w[name][0]), w[name][1]

# %% wrong: line in the wrong place
# phrase: lie on the wrong side
def gate(name):
    w = {"AND": ([1, 0], -0.5), "OR": ([1, 1], -0.5), "NAND": ([-1, -1], 1.5), "NOT": ([-1], 0.5)}
    return np.array(w[name][0]), w[name][1]

# %% wrong: the truth table instead of weights
# phrase: weights first, then the bias
def gate(name):
    return {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0], "NOT": [1, 0]}[name]
