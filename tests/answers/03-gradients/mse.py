# %% right: squares of all entries
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError(f"F has shape {F.shape}, but Y has shape {Y.shape}")
    return np.sum((F - Y) ** 2) / F.shape[1]

# %% right: loop over examples
def mse(F, Y):
    if np.shape(F) != np.shape(Y):
        raise ValueError("different shapes")
    total = 0.0
    for f, y in zip(F.T, Y.T):
        error = f - y
        total += error @ error
    return float(total / F.shape[1])

# %% right: mean of column sums
def mse(F, Y):
    if not F.shape == Y.shape:
        raise ValueError("F " + str(F.shape) + " Y " + str(Y.shape))
    return np.mean(np.sum(np.square(F - Y), axis=0))

# %% right: norm, in float32
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes")
    E = (np.asarray(F) - np.asarray(Y)).astype(np.float32)
    return np.linalg.norm(E) ** 2 / np.float32(E.shape[1])

# %% wrong: shapes not compared
# phrase: Compare F.shape with Y.shape first
def mse(F, Y):
    return np.sum((F - Y) ** 2) / F.shape[1]

# %% wrong: mean over all entries
# phrase: divides by outputs · examples
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.mean((F - Y) ** 2)

# %% wrong: sum, not mean
# phrase: not divided by the number of examples
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.sum((F - Y) ** 2)

# %% wrong: divided by the outputs
# phrase: the examples are the columns
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.sum((F - Y) ** 2) / len(F)

# %% wrong: root taken
# phrase: the mean squared error itself has no root
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.sqrt(np.mean(np.sum((F - Y) ** 2, axis=0)))

# %% wrong: lengths, not squares
# phrase: their squares are wanted
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.mean(np.linalg.norm(F - Y, axis=0))

# %% wrong: errors not squared
# phrase: errors of different signs cancel
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.sum(F - Y) / F.shape[1]

# %% wrong: half the loss
# phrase: there is no ½ in this loss
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return 0.5 * np.sum((F - Y) ** 2) / F.shape[1]

# %% wrong: one number for each example
# phrase: one number for the whole data set
def mse(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.sum((F - Y) ** 2, axis=0)

# %% wrong: the error returned, not raised
# phrase: wanted: a ValueError
def mse(F, Y):
    if F.shape != Y.shape:
        return ValueError("shapes differ")
    return np.sum((F - Y) ** 2) / F.shape[1]

# %% wrong: an assertion
# phrase: raised AssertionError
def mse(F, Y):
    assert F.shape == Y.shape
    return np.sum((F - Y) ** 2) / F.shape[1]
