# %% right: one product
def predict(X, w, b):
    return (w @ X + b >= 0).astype(int)

# %% right: loop over the columns
def predict(X, w, b):
    answers = []
    for j in range(X.shape[1]):
        answers.append(perceptron(X[:, j], w, b))
    return np.array(answers)

# %% right: einsum
def predict(X, w, b):
    return np.where(np.einsum("i,ij->j", w, X) + b < 0, 0, 1)

# %% right: booleans
def predict(X, w, b):
    return X.T @ w + b >= 0

# %% wrong: forgotten bias
# phrase: what you get when b is left out
def predict(X, w, b):
    return (w @ X >= 0).astype(int)

# %% wrong: strict step
# phrase: a sum of exactly 0 gives 1
def predict(X, w, b):
    return (w @ X + b > 0).astype(int)

# %% wrong: rows for columns
# phrase: the examples are the columns
def predict(X, w, b):
    return (X @ w + b >= 0).astype(int)

# %% wrong: rows for columns in a loop
# phrase: walk over `X.T`
def predict(X, w, b):
    return np.array([perceptron(x, w, b) for x in X])

# %% wrong: one answer for all
# phrase: every column has its own answer
def predict(X, w, b):
    return int(np.sum(w @ X + b) >= 0)

# %% wrong: no threshold
# phrase: the weighted sums came back
def predict(X, w, b):
    return w @ X + b

# %% wrong: array in an if
# phrase: compare the whole array
def predict(X, w, b):
    if w @ X + b >= 0:
        return 1
    else:
        return 0

# %% wrong: sign instead of step
# phrase: the answers are 0 or 1, not −1 or 1
def predict(X, w, b):
    return np.where(w @ X + b >= 0, 1, -1)

# %% wrong: extra dimension
# phrase: a flat array of shape (examples,)
def predict(X, w, b):
    return (w.reshape(1, -1) @ X + b >= 0).astype(int)
