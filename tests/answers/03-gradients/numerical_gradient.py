# %% right: entry by entry
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient

# %% right: flat, reshaped
def numerical_gradient(f, x, h=1e-5):
    flat = np.array(x, dtype=float).ravel()
    slopes = []
    for i in range(flat.size):
        nudge = np.zeros(flat.size)
        nudge[i] = h
        up = f((flat + nudge).reshape(x.shape))
        down = f((flat - nudge).reshape(x.shape))
        slopes.append((up - down) / (2 * h))
    return np.array(slopes).reshape(x.shape)

# %% right: unit arrays
def numerical_gradient(f, x, h=1e-5):
    units = np.eye(x.size).reshape(x.size, *x.shape)
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in units]).reshape(x.shape)

# %% right: one copy, nudged and put back
def numerical_gradient(f, x, h=1e-5):
    x = x.astype(float)
    gradient = np.empty_like(x)
    for i in np.ndindex(*x.shape):
        kept = x[i]
        x[i] = kept + h
        up = f(x)
        x[i] = kept - h
        down = f(x)
        x[i] = kept
        gradient[i] = (up - down) / (2 * h)
    return gradient

# %% right: nditer
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    gradient = np.zeros_like(x)
    walk = np.nditer(x, flags=["multi_index"])
    for _ in walk:
        e = np.zeros_like(x)
        e[walk.multi_index] = h
        gradient[walk.multi_index] = (f(x + e) / 2 - f(x - e) / 2) / h
    return gradient

# %% right: float32 answers
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape, dtype=np.float32)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        gradient[i] = (f(x + e) - f(x - e)) / (2 * h)
    return gradient

# %% wrong: forward difference
# phrase: this looks to one side only
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = np.array(x, dtype=float)
        up[i] += h
        gradient[i] = (f(up) - f(x)) / h
    return gradient

# %% wrong: divided by h
# phrase: the two points lie 2h apart
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        gradient[i] = (f(x + e) - f(x - e)) / h
    return gradient

# %% wrong: times h
# phrase: write `/ (2 * h)`
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        gradient[i] = (f(x + e) - f(x - e)) / 2 * h
    return gradient

# %% wrong: wrong sign
# phrase: the difference is turned round
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        gradient[i] = (f(x - e) - f(x + e)) / (2 * h)
    return gradient

# %% wrong: step ignored
# phrase: use the h that is given
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = 1e-5
        gradient[i] = (f(x + e) - f(x - e)) / 2e-5
    return gradient

# %% wrong: all entries at once
# phrase: nudge one entry at a time
def numerical_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)

# %% wrong: never put back
# phrase: stayed nudged while the next one was measured
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    up, down = np.array(x, dtype=float), np.array(x, dtype=float)
    for i in np.ndindex(x.shape):
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient

# %% wrong: both names for one array
# phrase: gives one array two names
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = down = np.array(x, dtype=float)
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient

# %% wrong: whole numbers stay whole
# phrase: Copy it as floats
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient

# %% wrong: row by row
# phrase: walk over `np.ndindex(x.shape)`
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / (2 * h)
    return gradient

# %% wrong: flattened
# phrase: an array of shape (2, 3)
def numerical_gradient(f, x, h=1e-5):
    gradient = []
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        gradient.append((f(x + e) - f(x - e)) / (2 * h))
    return np.array(gradient)

# %% wrong: first entry only
# phrase: is the `return` inside the loop
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        gradient[i] = (f(x + e) - f(x - e)) / (2 * h)
        return gradient

# %% wrong: the caller's array nudged
# phrase: changed its argument
def numerical_gradient(f, x, h=1e-5):
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        gradient[i] = (up - down) / (2 * h)
    return gradient

# %% wrong: slopes stored in whole numbers
# phrase: the slopes were stored in an array of its type
def numerical_gradient(f, x, h=1e-5):
    slopes = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes
