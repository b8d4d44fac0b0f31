# %% right: vstack
def with_bias(X):
    return np.vstack([X, np.ones(X.shape[1])])

# %% right: concatenate
def with_bias(X):
    return np.concatenate([X, np.ones((1, X.shape[1]))], axis=0)

# %% right: fill a new array
def with_bias(X):
    features, examples = X.shape
    Y = np.ones((features + 1, examples))
    Y[:features] = X
    return Y

# %% right: pad
def with_bias(X):
    return np.pad(X, ((0, 1), (0, 0)), constant_values=1)

# %% wrong: column instead of row
# phrase: a column of ones was added
def with_bias(X):
    return np.hstack([X, np.ones((X.shape[0], 1))])

# %% wrong: ones on top
# phrase: the row of ones belongs last
def with_bias(X):
    return np.vstack([np.ones(X.shape[1]), X])

# %% wrong: ones added to X
# phrase: 1 was added to every entry
def with_bias(X):
    return X + np.ones(X.shape)

# %% wrong: zeros for ones
# phrase: the new row must hold ones
def with_bias(X):
    return np.vstack([X, np.zeros(X.shape[1])])

# %% wrong: flattened
# phrase: without an axis flattens X
def with_bias(X):
    return np.append(X, np.ones(X.shape[1]))

# %% wrong: wrong length of ones
# phrase: one 1 for each example
def with_bias(X):
    return np.vstack([X, np.ones(X.shape[0])])

# %% wrong: transposed
# phrase: features are rows, examples are columns
def with_bias(X):
    return np.column_stack([X.T, np.ones(X.shape[1])])

# %% wrong: no return
# phrase: ends without `return` gives None
def with_bias(X):
    X = np.vstack([X, np.ones(X.shape[1])])
