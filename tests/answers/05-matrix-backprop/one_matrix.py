# %% right: hstack
def one_matrix(W, b):
    return np.hstack([W, b])

# %% right: concatenate
def one_matrix(W, b):
    return np.concatenate((W, b), axis=1)

# %% right: fill a new array
def one_matrix(W, b):
    n_out, n_in = W.shape
    M = np.empty((n_out, n_in + 1))
    M[:, :n_in] = W
    M[:, n_in] = b[:, 0]
    return M

# %% right: append with an axis
def one_matrix(W, b):
    return np.append(W, b, axis=1)

# %% right: lists
def one_matrix(W, b):
    return [list(row) + list(bias) for row, bias in zip(W, b)]

# %% right: float32
def one_matrix(W, b):
    return np.c_[W, b].astype(np.float32)

# %% wrong: bias first
# phrase: b must be the last column
def one_matrix(W, b):
    return np.hstack([b, W])

# %% wrong: row instead of column
# phrase: stack horizontally
def one_matrix(W, b):
    return np.vstack([W, b.T])

# %% wrong: ones for the bias
# phrase: the ones belong to the inputs
def one_matrix(W, b):
    return np.hstack([W, np.ones((W.shape[0], 1))])

# %% wrong: bias added to the weights
# phrase: a column of its own
def one_matrix(W, b):
    return W + b

# %% wrong: minus the bias
# phrase: b itself
def one_matrix(W, b):
    return np.hstack([W, -b])

# %% wrong: flattened
# phrase: without an axis flattens
def one_matrix(W, b):
    return np.append(W, b)

# %% wrong: flat bias
# phrase: b must stay a column
def one_matrix(W, b):
    return np.hstack([W, b.flatten()])

# %% wrong: transposed
# phrase: units are rows, inputs are columns
def one_matrix(W, b):
    return np.hstack([W, b]).T

# %% wrong: a row of ones below
# phrase: there is a row too many
def one_matrix(W, b):
    M = np.hstack([W, b])
    return np.vstack([M, np.ones(M.shape[1])])

# %% wrong: nothing added
# phrase: W came back as it was
def one_matrix(W, b):
    return W
