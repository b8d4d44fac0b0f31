# %% right: the identity
def tanh_from_sigmoid(F):
    return 2 * sigmoid(2 * F) - 1

# %% right: by symmetry
def tanh_from_sigmoid(F):
    return sigmoid(2 * F) - sigmoid(-2 * F)

# %% right: entry by entry
def tanh_from_sigmoid(F):
    return np.array([2 * sigmoid(2 * f) - 1 for f in F.ravel()]).reshape(F.shape)

# %% right: one minus twice the other side
def tanh_from_sigmoid(F):
    return 1 - 2 * sigmoid(-2 * F)

# %% wrong: the lecture's formula
# phrase: The lecture has lost a factor 2
def tanh_from_sigmoid(F):
    return 2 * sigmoid(F) - 1

# %% wrong: not moved down
# phrase: take 1 off
def tanh_from_sigmoid(F):
    return 2 * sigmoid(2 * F)

# %% wrong: not stretched
# phrase: stretch it to (−1, 1)
def tanh_from_sigmoid(F):
    return sigmoid(2 * F)

# %% wrong: half for double
# phrase: it must be doubled
def tanh_from_sigmoid(F):
    return 2 * sigmoid(F / 2) - 1

# %% wrong: upside down
# phrase: tanh grows
def tanh_from_sigmoid(F):
    return 2 * sigmoid(-2 * F) - 1

# %% wrong: brackets
# phrase: the 1 is taken off after doubling
def tanh_from_sigmoid(F):
    return 2 * (sigmoid(2 * F) - 1)

# %% wrong: doubled too often
# phrase: double f once
def tanh_from_sigmoid(F):
    return 2 * sigmoid(4 * F) - 1

# %% wrong: no return
# phrase: ends without `return` gives None
def tanh_from_sigmoid(F):
    G = 2 * sigmoid(2 * F) - 1
