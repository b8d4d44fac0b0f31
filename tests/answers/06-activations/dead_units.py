# %% right: all along the rows
def dead_units(W, b, X):
    return np.all(W @ X + b <= 0, axis=1)

# %% right: the largest sum
def dead_units(W, b, X):
    return (W @ X + b).max(axis=1) <= 0

# %% right: unit by unit
def dead_units(W, b, X):
    return np.array([all(w @ x + c <= 0 for x in X.T) for w, c in zip(W, b.ravel())])

# %% right: not any
def dead_units(W, b, X):
    active = np.maximum(W @ X + b, 0).sum(axis=1)
    return active == 0

# %% right: a list
def dead_units(W, b, X):
    return [bool(max(row) <= 0) for row in W @ X + b]

# %% wrong: any for all
# phrase: silent for some examples is not dead
def dead_units(W, b, X):
    return np.any(W @ X + b <= 0, axis=1)

# %% wrong: alive for dead
# phrase: True means dead
def dead_units(W, b, X):
    return np.any(W @ X + b > 0, axis=1)

# %% wrong: strictly below
# phrase: at a sum of exactly 0 the slope is 0, too
def dead_units(W, b, X):
    return np.all(W @ X + b < 0, axis=1)

# %% wrong: bias forgotten
# phrase: the bias is missing in the sum
def dead_units(W, b, X):
    return np.all(W @ X <= 0, axis=1)

# %% wrong: over the units
# phrase: axis 0 runs over units
def dead_units(W, b, X):
    return np.all(W @ X + b <= 0, axis=0)

# %% wrong: mean
# phrase: a unit whose mean is below 0
def dead_units(W, b, X):
    return (W @ X + b).mean(axis=1) <= 0

# %% wrong: count
# phrase: one True or False for each unit is wanted, not their number
def dead_units(W, b, X):
    return np.sum(np.all(W @ X + b <= 0, axis=1))

# %% wrong: indices
# phrase: not the dead units' numbers
def dead_units(W, b, X):
    return np.where(np.all(W @ X + b <= 0, axis=1))[0]

# %% wrong: one answer for the layer
# phrase: `all(axis=1)`
def dead_units(W, b, X):
    return np.all(W @ X + b <= 0)

# %% wrong: column
# phrase: a flat array of shape (units,)
def dead_units(W, b, X):
    return np.all(W @ X + b <= 0, axis=1, keepdims=True)

# %% wrong: one answer for each example
# phrase: not one for each unit and example
def dead_units(W, b, X):
    return W @ X + b <= 0
