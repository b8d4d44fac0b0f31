# %% right: arrays
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return np.sum((F - Y) ** 2) / n, 2 * (F - Y) / n

# %% right: loops
def squared(F, Y):
    if np.shape(F) != np.shape(Y):
        raise ValueError("shapes differ")
    outputs, n = F.shape
    L, dF = 0.0, np.zeros((outputs, n))
    for i in range(outputs):
        for j in range(n):
            error = F[i, j] - Y[i, j]
            L += error * error / n
            dF[i, j] = 2 * error / n
    return L, dF

# %% right: norms of columns, a list
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    E = F - Y
    return [np.mean(np.linalg.norm(E, axis=0) ** 2), E * (2 / len(E.T))]

# %% right: float32
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    E = (F - Y).astype(np.float32)
    n = np.float32(E.shape[1])
    return np.float32((E * E).sum() / n), 2 * E / n

# %% wrong: 1/n forgotten in dF
# phrase: so its slope carries 1/n, too
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.sum((F - Y) ** 2) / F.shape[1], 2 * (F - Y)

# %% wrong: sum instead of mean
# phrase: divide the sum by n, and so dF
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.sum((F - Y) ** 2), 2 * (F - Y)

# %% wrong: mean over every entry, dF too
# phrase: count outputs times examples
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.mean((F - Y) ** 2), 2 * (F - Y) / F.size

# %% wrong: mean over every entry in L
# phrase: `np.mean` divides by outputs times examples
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.mean((F - Y) ** 2), 2 * (F - Y) / F.shape[1]

# %% wrong: the 2 forgotten
# phrase: the slope of u² is 2u
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return np.sum((F - Y) ** 2) / n, (F - Y) / n

# %% wrong: half the square
# phrase: this L carries a factor ½
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return np.sum((F - Y) ** 2) / (2 * n), (F - Y) / n

# %% wrong: sign of the gradient
# phrase: dF points the other way
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return np.sum((Y - F) ** 2) / n, 2 * (Y - F) / n

# %% wrong: rows counted for examples
# phrase: not `len(F)`
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = len(F)
    return np.sum((F - Y) ** 2) / n, 2 * (F - Y) / n

# %% wrong: shapes not compared
# phrase: numpy stretches a row over a column
def squared(F, Y):
    n = F.shape[1]
    return np.sum((F - Y) ** 2) / n, 2 * (F - Y) / n

# %% wrong: order of the answer
# phrase: the answer is (L, dF), in this order
def squared(F, Y):
    n = F.shape[1]
    return 2 * (F - Y) / n, np.sum((F - Y) ** 2) / n

# %% wrong: loss only
# phrase: two things are wanted
def squared(F, Y):
    return np.sum((F - Y) ** 2) / F.shape[1]

# %% wrong: one loss for each example
# phrase: L is one number
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return np.sum((F - Y) ** 2, axis=0), 2 * (F - Y) / F.shape[1]

# %% wrong: changed in place
# phrase: writes into the caller's array
def squared(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    F -= Y
    return np.sum(F**2) / F.shape[1], 2 * F / F.shape[1]
