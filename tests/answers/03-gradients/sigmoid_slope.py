# %% right: product
def sigmoid_slope(g):
    return g * (1 - g)

# %% right: difference
def sigmoid_slope(g):
    g = np.asarray(g)
    return g - g**2

# %% right: entry by entry
def sigmoid_slope(g):
    if np.ndim(g) == 0:
        return g * (1 - g)
    return np.array([v * (1 - v) for v in np.ravel(g)]).reshape(np.shape(g))

# %% right: float32
def sigmoid_slope(g):
    g = np.asarray(g, dtype=np.float32)
    return g * (np.float32(1) - g)

# %% right: away from the middle
def sigmoid_slope(g):
    return 0.25 - np.square(g - 0.5)

# %% wrong: sigmoid of the value
# phrase: do not take the sigmoid once more
def sigmoid_slope(g):
    return sigmoid(g) * (1 - sigmoid(g))

# %% wrong: wrong sign
# phrase: its slope is never negative
def sigmoid_slope(g):
    return g * (g - 1)

# %% wrong: slope of tanh
# phrase: the slope of tanh
def sigmoid_slope(g):
    return 1 - g**2

# %% wrong: one factor only
# phrase: one factor of two
def sigmoid_slope(g):
    return 1 - g

# %% wrong: plus for minus
# phrase: the second factor is 1 − g
def sigmoid_slope(g):
    return g * (1 + g)

# %% wrong: value for slope
# phrase: g itself came back
def sigmoid_slope(g):
    return g

# %% wrong: squared
# phrase: each factor stands once
def sigmoid_slope(g):
    return g**2 * (1 - g) ** 2

# %% wrong: as if g were f
# phrase: g is σ(f) already
def sigmoid_slope(g):
    return np.exp(-g) / (1 + np.exp(-g)) ** 2

# %% wrong: mean over the entries
# phrase: each entry has its own slope
def sigmoid_slope(g):
    return np.mean(g * (1 - g))
