# %% right: the formula
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))

# %% right: two units and an output
def bump(x, left, right, height, steepness):
    W1, b1 = np.array([[steepness], [steepness]]), np.array([[-steepness * left], [-steepness * right]])
    W2 = np.array([[height, -height]])
    return (W2 @ sigmoid(W1 @ x.reshape(1, -1) + b1)).reshape(x.shape)

# %% right: tanh
def bump(x, left, right, height, steepness):
    step = lambda c: np.tanh(steepness * (x - c) / 2)
    return height / 2 * (step(left) - step(right))

# %% right: number by number
def bump(x, left, right, height, steepness):
    out = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up = sigmoid(steepness * (x[place] - left))
        down = sigmoid(steepness * (x[place] - right))
        out[place] = height * up - height * down
    return out

# %% right: float32
def bump(x, left, right, height, steepness):
    x = x.astype(np.float32)
    return np.float32(height) * (sigmoid(np.float32(steepness) * (x - np.float32(left))) - sigmoid(np.float32(steepness) * (x - np.float32(right))))

# %% wrong: two steps up
# phrase: a minus between the two
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * (x - left)) + sigmoid(steepness * (x - right)))

# %% wrong: height forgotten
# phrase: multiply by height
def bump(x, left, right, height, steepness):
    return sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))

# %% wrong: height of one step only
# phrase: height times the whole difference
def bump(x, left, right, height, steepness):
    return height * sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right))

# %% wrong: upside down
# phrase: the step at left goes up
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * (x - right)) - sigmoid(steepness * (x - left)))

# %% wrong: product of steps
# phrase: the two steps were multiplied
def bump(x, left, right, height, steepness):
    return height * sigmoid(steepness * (x - left)) * sigmoid(steepness * (right - x))

# %% wrong: steepness forgotten
# phrase: the steps are soft whatever the steepness
def bump(x, left, right, height, steepness):
    return height * (sigmoid(x - left) - sigmoid(x - right))

# %% wrong: bias without steepness
# phrase: the bias is −steepness · left
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * x - left) - sigmoid(steepness * x - right))

# %% wrong: wrong side
# phrase: with a minus
def bump(x, left, right, height, steepness):
    return height * (sigmoid(steepness * (x + left)) - sigmoid(steepness * (x + right)))

# %% wrong: hard steps
# phrase: hard steps came back
def bump(x, left, right, height, steepness):
    return np.where((x >= left) & (x < right), height, 0.0)

# %% wrong: one step
# phrase: the step down at right is missing
def bump(x, left, right, height, steepness):
    return height * sigmoid(steepness * (x - left))
