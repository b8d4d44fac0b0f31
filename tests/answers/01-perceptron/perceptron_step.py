# %% right: the formula
def perceptron_step(w, x, y):
    return w + (y - step(w @ x)) * x

# %% right: four cases
def perceptron_step(w, x, y):
    answer = 1 if np.dot(w, x) >= 0 else 0
    if answer == y:
        return w.copy()
    if y == 1:
        return w + x
    return w - x

# %% right: entry by entry
def perceptron_step(w, x, y):
    error = y - perceptron(x, w, 0)
    return np.array([wi + error * xi for wi, xi in zip(w, x)])

# %% right: float32
def perceptron_step(w, x, y):
    w, x = w.astype(np.float32), x.astype(np.float32)
    return w + np.float32(y - (w @ x >= 0)) * x

# %% wrong: wrong sign
# phrase: the update goes the wrong way
def perceptron_step(w, x, y):
    return w - (y - step(w @ x)) * x

# %% wrong: always updates
# phrase: the factor is y − ŷ, not y
def perceptron_step(w, x, y):
    return w + y * x

# %% wrong: always updates, by sign
# phrase: the weights changed although the decision was right
def perceptron_step(w, x, y):
    if y == 1:
        return w + x
    return w - x

# %% wrong: never subtracts
# phrase: x must be subtracted
def perceptron_step(w, x, y):
    if step(w @ x) != y:
        return w + x
    return w

# %% wrong: no step in the prediction
# phrase: ŷ is the decision step(w·x)
def perceptron_step(w, x, y):
    return w + (y - w @ x) * x

# %% wrong: strict step
# phrase: a sum of exactly 0 gives ŷ = 1
def perceptron_step(w, x, y):
    answer = 1 if w @ x > 0 else 0
    return w + (y - answer) * x

# %% wrong: input forgotten
# phrase: every weight moves by its own input
def perceptron_step(w, x, y):
    return w + (y - step(w @ x))

# %% wrong: only the change
# phrase: only the change came back
def perceptron_step(w, x, y):
    return (y - step(w @ x)) * x

# %% wrong: changed in place
# phrase: writes into the caller's array
def perceptron_step(w, x, y):
    w += (y - step(w @ x)) * x
    return w

# %% wrong: no return
# phrase: ends without `return` gives None
def perceptron_step(w, x, y):
    w = w + (y - step(w @ x)) * x
