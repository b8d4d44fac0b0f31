# %% right: np.where
def leaky_relu(F, a):
    G = np.where(F > 0, F, a * F)
    return G, np.where(F > 0, 1.0, a)

# %% right: maximum, and a mask
def leaky_relu(F, a):
    on = (F > 0).astype(float)
    return np.maximum(F, a * F), on + a * (1 - on)

# %% right: entry by entry
def leaky_relu(F, a):
    flat = [(f, 1.0) if f > 0 else (a * f, a) for f in F.ravel()]
    return np.array([g for g, _ in flat]).reshape(F.shape), np.array([s for _, s in flat]).reshape(F.shape)

# %% right: one product
def leaky_relu(F, a):
    slope = np.full(F.shape, float(a))
    slope[F > 0] = 1
    return [slope * F, slope]

# %% right: float32
def leaky_relu(F, a):
    F = F.astype(np.float32)
    slope = np.where(F > 0, np.float32(1), np.float32(a))
    return F * slope, slope

# %% wrong: the lecture's sign
# phrase: so its slope is +a
def leaky_relu(F, a):
    return np.maximum(F, a * F), np.where(F > 0, 1.0, -a)

# %% wrong: the slope on the right
# phrase: takes the slope on the left
def leaky_relu(F, a):
    return np.where(F >= 0, F, a * F), np.where(F >= 0, 1.0, a)

# %% wrong: slope 0 below
# phrase: it is 0 only for the plain ReLU
def leaky_relu(F, a):
    return np.maximum(F, a * F), np.where(F > 0, 1.0, 0.0)

# %% wrong: plain ReLU
# phrase: below 0 the value is a·F, not 0
def leaky_relu(F, a):
    return np.maximum(0, F), np.where(F > 0, 1.0, a)

# %% wrong: value for slope
# phrase: a·F is the value
def leaky_relu(F, a):
    return np.where(F > 0, F, a * F), np.where(F > 0, 1.0, a * F)

# %% wrong: smaller instead of larger
# phrase: the pieces have changed sides
def leaky_relu(F, a):
    return np.minimum(F, a * F), np.where(F > 0, 1.0, a)

# %% wrong: values only
# phrase: two arrays are wanted: (G, slope)
def leaky_relu(F, a):
    return np.maximum(F, a * F)

# %% wrong: order of the answer
# phrase: the answer is (G, slope), in this order
def leaky_relu(F, a):
    slope = np.where(F > 0, 1.0, a)
    return slope, slope * F

# %% wrong: array in an if
# phrase: `if` decides once
def leaky_relu(F, a):
    if F > 0:
        return F, 1.0
    return a * F, a

# %% wrong: changed in place
# phrase: changed in place
def leaky_relu(F, a):
    slope = np.where(F > 0, 1.0, a)
    F *= slope
    return F, slope
