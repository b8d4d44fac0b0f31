# %% right: three lines
def neuron_forward(w, b, x, y):
    f = w @ x + b
    g = sigmoid(f)
    return f, g, (y - g) ** 2 / 2

# %% right: loop over the inputs, a list
def neuron_forward(w, b, x, y):
    f = b
    for wi, xi in zip(w, x):
        f += wi * xi
    g = 1 / (1 + np.exp(-f))
    return [f, g, 0.5 * (g - y) * (g - y)]

# %% right: folded bias, tanh
def neuron_forward(w, b, x, y):
    f = np.append(w, b) @ np.append(x, 1)
    g = 0.5 + 0.5 * np.tanh(0.5 * f)
    return np.array([f, g, 0.5 * np.square(y - g)])

# %% right: float32
def neuron_forward(w, b, x, y):
    f = np.float32(np.dot(np.float32(w), np.float32(x)) + np.float32(b))
    g = np.float32(1) / (np.float32(1) + np.exp(-f))
    return f, g, np.float32(0.5) * (np.float32(y) - g) ** 2

# %% wrong: half forgotten
# phrase: is half the square
def neuron_forward(w, b, x, y):
    f = w @ x + b
    g = sigmoid(f)
    return f, g, (y - g) ** 2

# %% wrong: forgotten bias
# phrase: what you get when b is left out
def neuron_forward(w, b, x, y):
    f = w @ x
    g = sigmoid(f)
    return f, g, (y - g) ** 2 / 2

# %% wrong: minus the bias
# phrase: b is added to the sum
def neuron_forward(w, b, x, y):
    f = w @ x - b
    g = sigmoid(f)
    return f, g, (y - g) ** 2 / 2

# %% wrong: no sigmoid
# phrase: g is σ(f), not f itself
def neuron_forward(w, b, x, y):
    f = w @ x + b
    return f, f, (y - f) ** 2 / 2

# %% wrong: loss of the sum
# phrase: the loss compares y with g
def neuron_forward(w, b, x, y):
    f = w @ x + b
    return f, sigmoid(f), (y - f) ** 2 / 2

# %% wrong: step for sigmoid
# phrase: not the step
def neuron_forward(w, b, x, y):
    f = w @ x + b
    g = 1.0 if f >= 0 else 0.0
    return f, g, (y - g) ** 2 / 2

# %% wrong: error not squared
# phrase: square the error
def neuron_forward(w, b, x, y):
    f = w @ x + b
    g = sigmoid(f)
    return f, g, (y - g) / 2

# %% wrong: half inside the square
# phrase: the ½ stands outside the square
def neuron_forward(w, b, x, y):
    f = w @ x + b
    g = sigmoid(f)
    return f, g, ((y - g) / 2) ** 2

# %% wrong: order of the answer
# phrase: in this order
def neuron_forward(w, b, x, y):
    f = w @ x + b
    g = sigmoid(f)
    return (y - g) ** 2 / 2, g, f

# %% wrong: loss only
# phrase: three numbers
def neuron_forward(w, b, x, y):
    f = w @ x + b
    g = sigmoid(f)
    return 0.5 * (y - g) ** 2

# %% wrong: no sum
# phrase: the products must be summed
def neuron_forward(w, b, x, y):
    f = w * x + b
    g = sigmoid(f)
    return f, g, (y - g) ** 2 / 2
