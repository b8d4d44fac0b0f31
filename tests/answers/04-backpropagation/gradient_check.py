# %% right: differences of its own, one step for all
def gradient_check(f, gradient, x, floor):
    errors = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[i] = 1e-5
        n = (f(x + step) - f(x - step)) / 2e-5
        errors[i] = abs(gradient[i] - n) / max(abs(gradient[i]), abs(n), floor)
    return errors

# %% right: numerical_gradient, the maximum over a stack
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    size = np.max(np.stack([np.abs(gradient), np.abs(n), np.full(x.shape, float(floor))]), axis=0)
    return np.abs(np.subtract(gradient, n)) / size

# %% right: differences of fourth order, lists
def gradient_check(f, gradient, x, floor):
    errors, h = [], 1e-3
    for i, (a, value) in enumerate(zip(np.ravel(gradient), np.ravel(x))):
        def at(t):
            moved = np.array(x, dtype=float)
            moved.ravel()[i] = t
            return f(moved)
        n = (8 * (at(value + h) - at(value - h)) - (at(value + 2 * h) - at(value - 2 * h))) / (12 * h)
        errors.append(abs(a - n) / max(abs(a), abs(n), floor))
    return np.array(errors).reshape(np.shape(x))

# %% right: where instead of a maximum
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    size = np.where(np.abs(n) > np.abs(gradient), np.abs(n), np.abs(gradient))
    size = np.where(size > floor, size, floor)
    return np.sqrt((gradient - n) ** 2) / size

# %% wrong: absolute error
# phrase: divide by the size of the numbers
def gradient_check(f, gradient, x, floor):
    return np.abs(gradient - numerical_gradient(f, x))

# %% wrong: no floor
# phrase: the third entry of the maximum is the floor
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    with np.errstate(all="ignore"):
        return np.abs(gradient - n) / np.maximum(np.abs(gradient), np.abs(n))

# %% wrong: divided by one of them
# phrase: divide by the largest of all three
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    return np.abs(gradient - n) / np.maximum(np.abs(n), floor)

# %% wrong: sum for maximum
# phrase: a wrong sign must give 2
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    return np.abs(gradient - n) / np.maximum(np.abs(gradient) + np.abs(n), floor)

# %% wrong: floor added
# phrase: it is not added
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    return np.abs(gradient - n) / (np.maximum(np.abs(gradient), np.abs(n)) + floor)

# %% wrong: sign kept
# phrase: an error has no sign
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    return (gradient - n) / np.maximum(np.maximum(np.abs(gradient), np.abs(n)), floor)

# %% wrong: sizes with their signs
# phrase: a negative number has a size
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    return np.abs(gradient - n) / np.maximum(np.maximum(gradient, n), floor)

# %% wrong: divided by h, not 2h
# phrase: x + h and x − h lie 2h apart
def gradient_check(f, gradient, x, floor):
    h, n = 1e-5, np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[i] += h
        left[i] -= h
        n[i] = (f(right) - f(left)) / h
    return np.abs(gradient - n) / np.maximum(np.maximum(np.abs(gradient), np.abs(n)), floor)

# %% wrong: forward differences
# phrase: take central differences
def gradient_check(f, gradient, x, floor):
    h, n = 1e-5, np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        right = x.copy()
        right[i] += h
        n[i] = (f(right) - f(x)) / h
    return np.abs(gradient - n) / np.maximum(np.maximum(np.abs(gradient), np.abs(n)), floor)

# %% wrong: step too large
# phrase: the curve bends too much
def gradient_check(f, gradient, x, floor):
    h, n = 0.1, np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        right, left = x.copy(), x.copy()
        right[i] += h
        left[i] -= h
        n[i] = (f(right) - f(left)) / (2 * h)
    return np.abs(gradient - n) / np.maximum(np.maximum(np.abs(gradient), np.abs(n)), floor)

# %% wrong: worst entry only
# phrase: return the error of every entry
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    return np.max(np.abs(gradient - n) / np.maximum(np.maximum(np.abs(gradient), np.abs(n)), floor))

# %% wrong: one size for all
# phrase: every entry is divided by its own size
def gradient_check(f, gradient, x, floor):
    n = numerical_gradient(f, x)
    return np.abs(gradient - n) / max(np.max(np.abs(gradient)), np.max(np.abs(n)), floor)

# %% wrong: moves x and forgets to move it back
# phrase: makes a new one
def gradient_check(f, gradient, x, floor):
    h, n = 1e-5, np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        right = f(x)
        x[i] -= 2 * h
        n[i] = (right - f(x)) / (2 * h)
    return np.abs(gradient - n) / np.maximum(np.maximum(np.abs(gradient), np.abs(n)), floor)
