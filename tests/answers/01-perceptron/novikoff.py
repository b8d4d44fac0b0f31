# %% right: arrays
def novikoff(X, y, w):
    gamma = np.min((2 * y - 1) * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    return gamma, radius, (radius / gamma) ** 2

# %% right: loops
def novikoff(X, y, w):
    length = sum(wi**2 for wi in w) ** 0.5
    gamma, radius = np.inf, 0.0
    for x, label in zip(X.T, y):
        sign = 1 if label == 1 else -1
        gamma = min(gamma, sign * np.dot(w, x) / length)
        radius = max(radius, np.sqrt(np.sum(x * x)))
    return [gamma, radius, radius**2 / gamma**2]

# %% right: unit vector first, squared lengths
def novikoff(X, y, w):
    u = w / np.sqrt(w @ w)
    signed = np.where(y == 1, u @ X, -(u @ X))
    squared = (X**2).sum(axis=0).max()
    return signed.min(), np.sqrt(squared), squared / signed.min() ** 2

# %% wrong: weights not normalised
# phrase: divide by the length of w
def novikoff(X, y, w):
    gamma = np.min((2 * y - 1) * (w @ X))
    radius = np.max(np.linalg.norm(X, axis=0))
    return gamma, radius, (radius / gamma) ** 2

# %% wrong: labels 0 and 1 as signs
# phrase: multiply by s = 2y − 1
def novikoff(X, y, w):
    gamma = np.min(y * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    with np.errstate(divide="ignore"):
        return gamma, radius, (radius / gamma) ** 2

# %% wrong: mean instead of minimum
# phrase: the smallest distance, not the average one
def novikoff(X, y, w):
    gamma = np.mean((2 * y - 1) * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    return gamma, radius, (radius / gamma) ** 2

# %% wrong: rows for columns
# phrase: `axis=0` runs down the columns
def novikoff(X, y, w):
    gamma = np.min((2 * y - 1) * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=1))
    return gamma, radius, (radius / gamma) ** 2

# %% wrong: norm of the whole matrix
# phrase: measures the whole matrix
def novikoff(X, y, w):
    gamma = np.min((2 * y - 1) * (w @ X)) / np.linalg.norm(w)
    radius = np.linalg.norm(X)
    return gamma, radius, (radius / gamma) ** 2

# %% wrong: square forgotten
# phrase: the bound is the square
def novikoff(X, y, w):
    gamma = np.min((2 * y - 1) * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    return gamma, radius, radius / gamma

# %% wrong: upside-down bound
# phrase: R over γ, not γ over R
def novikoff(X, y, w):
    gamma = np.min((2 * y - 1) * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    return gamma, radius, (gamma / radius) ** 2

# %% wrong: largest instead of smallest
# phrase: the margin belongs to the nearest example
def novikoff(X, y, w):
    gamma = np.max((2 * y - 1) * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    return gamma, radius, (radius / gamma) ** 2

# %% right: one array of three
def novikoff(X, y, w):
    gamma = min((2 * y - 1) * (w @ X)) / np.sqrt(np.dot(w, w))
    radius = np.sqrt((X**2).sum(axis=0)).max()
    return np.array([gamma, radius, (radius / gamma) ** 2])

# %% wrong: signs forgotten
# phrase: lies on the right side when w·x is negative
def novikoff(X, y, w):
    gamma = np.min(w @ X) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    return gamma, radius, (radius / gamma) ** 2

# %% wrong: order of the answer
# phrase: in this order
def novikoff(X, y, w):
    gamma = np.min((2 * y - 1) * (w @ X)) / np.linalg.norm(w)
    radius = np.max(np.linalg.norm(X, axis=0))
    return radius, gamma, (radius / gamma) ** 2
