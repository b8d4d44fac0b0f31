# %% right: as in the hints
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    path = [W[0]]
    for _ in range(steps):
        L, dF = loss(W @ X, Y)
        W = W - rate * dF @ X.T
        path.append(W[0])
    return np.array(path)

# %% right: rows filled in place
def descend(loss, X, Y, rate, steps):
    path = np.zeros((steps + 1, X.shape[0]))
    for k in range(steps):
        dF = loss(path[k : k + 1] @ X, Y)[1]
        path[k + 1] = path[k] - rate * (dF @ X.T)[0]
    return path

# %% right: a loop over examples, copies kept, a list
def descend(loss, X, Y, rate, steps):
    w = np.zeros(len(X))
    path = [w.copy()]
    for _ in range(steps):
        dF = loss(w[None] @ X, Y)[1][0]
        for j in range(X.shape[1]):
            w -= rate * dF[j] * X[:, j]
        path.append(w.copy())
    return path

# %% right: float32
def descend(loss, X, Y, rate, steps):
    W, path = np.zeros((1, len(X)), np.float32), []
    for k in range(steps + 1):
        path.append(W[0])
        W = (W - rate * loss(W @ X, Y)[1] @ X.T).astype(np.float32)
    return np.array(path)

# %% wrong: start left out
# phrase: the start, all zeros, is the first row
def descend(loss, X, Y, rate, steps):
    W, path = np.zeros((1, len(X))), []
    for _ in range(steps):
        W = W - rate * loss(W @ X, Y)[1] @ X.T
        path.append(W[0])
    return np.array(path)

# %% wrong: last step left out
# phrase: the weights after the last step belong to the answer
def descend(loss, X, Y, rate, steps):
    W, path = np.zeros((1, len(X))), []
    for _ in range(steps):
        path.append(W[0])
        W = W - rate * loss(W @ X, Y)[1] @ X.T
    return np.array(path)

# %% wrong: uphill
# phrase: against the gradient
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    path = [W[0]]
    for _ in range(steps):
        W = W + rate * loss(W @ X, Y)[1] @ X.T
        path.append(W[0])
    return np.array(path)

# %% wrong: one array, filled again and again
# phrase: every row came back as the last one
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    path = [W[0]]
    for _ in range(steps):
        W -= rate * loss(W @ X, Y)[1] @ X.T
        path.append(W[0])
    return np.array(path)

# %% wrong: last weights only
# phrase: all weights along the way
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    for _ in range(steps):
        W = W - rate * loss(W @ X, Y)[1] @ X.T
    return W[0]

# %% wrong: mean taken again
# phrase: dF carries 1/n already
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    path = [W[0]]
    for _ in range(steps):
        W = W - rate * loss(W @ X, Y)[1] @ X.T / X.shape[1]
        path.append(W[0])
    return np.array(path)

# %% wrong: gradient never renewed
# phrase: ask for it in every step
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    path, dW = [W[0]], loss(W @ X, Y)[1] @ X.T
    for _ in range(steps):
        W = W - rate * dW
        path.append(W[0])
    return np.array(path)

# %% wrong: loss for gradient
# phrase: take the second
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    path = [W[0]]
    for _ in range(steps):
        W = W - rate * loss(W @ X, Y)[0]
        path.append(W[0])
    return np.array(path)

# %% wrong: one axis too many
# phrase: so keep `W[0]`
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    path = [W]
    for _ in range(steps):
        W = W - rate * loss(W @ X, Y)[1] @ X.T
        path.append(W)
    return np.array(path)

# %% wrong: start at ones
# phrase: the weights start at 0
def descend(loss, X, Y, rate, steps):
    W = np.ones((1, len(X)))
    path = [W[0]]
    for _ in range(steps):
        W = W - rate * loss(W @ X, Y)[1] @ X.T
        path.append(W[0])
    return np.array(path)

# %% wrong: losses for weights
# phrase: not the losses
def descend(loss, X, Y, rate, steps):
    W = np.zeros((1, len(X)))
    values = [loss(W @ X, Y)[0]]
    for _ in range(steps):
        W = W - rate * loss(W @ X, Y)[1] @ X.T
        values.append(loss(W @ X, Y)[0])
    return np.array(values)
