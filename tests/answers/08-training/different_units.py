# %% right: unique rows
def different_units(W, b):
    units = np.round(np.hstack([W, b]), 9)
    return len(np.unique(units, axis=0))

# %% right: a loop with a tolerance
def different_units(W, b):
    found = []
    for weights, bias in zip(W, b):
        unit = np.append(weights, bias)
        if not any(np.allclose(unit, other, rtol=0, atol=1e-10) for other in found):
            found.append(unit)
    return len(found)

# %% right: a set of tuples
def different_units(W, b):
    return len({tuple(np.round(row, 8) + 0.0) for row in np.concatenate([W, b], axis=1)})

# %% right: distances of all pairs
def different_units(W, b):
    A = np.hstack([W, b])
    same = np.abs(A[:, None] - A[None]).max(axis=2) < 1e-9
    return np.sum([not same[i, :i].any() for i in range(len(A))])

# %% wrong: columns for rows
# phrase: columns belong to inputs
def different_units(W, b):
    return len(np.unique(np.round(W, 9), axis=1).T)

# %% wrong: bias left out
# phrase: put b beside W
def different_units(W, b):
    return len(np.unique(np.round(W, 9), axis=0))

# %% wrong: numbers for units
# phrase: count different rows
def different_units(W, b):
    return len(np.unique(np.round(np.hstack([W, b]), 9)))

# %% wrong: compared exactly
# phrase: rounding makes twins differ
def different_units(W, b):
    return len(np.unique(np.hstack([W, b]), axis=0))

# %% wrong: others than the first
# phrase: how many different ones are there
def different_units(W, b):
    A = np.hstack([W, b])
    return int(np.sum(np.abs(A - A[0]).max(axis=1) > 1e-9))

# %% wrong: rows counted
# phrase: the number of all units
def different_units(W, b):
    return len(np.hstack([W, b]))

# %% wrong: sums compared
# phrase: compare them number by number
def different_units(W, b):
    return len(np.unique(np.round(np.hstack([W, b]).sum(axis=1), 9)))

# %% wrong: the array for its length
# phrase: return how many there are
def different_units(W, b):
    return np.unique(np.round(np.hstack([W, b]), 9), axis=0)

# %% wrong: axis 1
# phrase: axis=0
def different_units(W, b):
    return len(np.unique(np.round(np.hstack([W, b]), 9), axis=1))
