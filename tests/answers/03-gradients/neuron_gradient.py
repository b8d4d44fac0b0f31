# %% right: chain rule
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return df * x, df

# %% right: factor by factor
def neuron_gradient(w, b, x, y):
    f, g, L = neuron_forward(w, b, x, y)
    dL_dg = -(y - g)
    dg_df = sigmoid_slope(g)
    df_dw = x
    df_db = 1
    return dL_dg * dg_df * df_dw, dL_dg * dg_df * df_db

# %% right: loop over the weights, a list
def neuron_gradient(w, b, x, y):
    g = 1 / (1 + np.exp(-(np.dot(w, x) + b)))
    dw = []
    for xi in x:
        dw.append(-(y - g) * g * (1 - g) * xi)
    return [dw, -(y - g) * g * (1 - g)]

# %% right: by differences
def neuron_gradient(w, b, x, y):
    def loss(t):
        return 0.5 * (y - 1 / (1 + np.exp(-(t[:-1] @ x + t[-1])))) ** 2

    t, h = np.append(w, b).astype(float), 1e-3
    slopes = []
    for e in np.eye(len(t)):
        near = (loss(t + h * e) - loss(t - h * e)) / (2 * h)
        far = (loss(t + 2 * h * e) - loss(t - 2 * h * e)) / (4 * h)
        slopes.append((4 * near - far) / 3)
    return np.array(slopes[:-1]), slopes[-1]

# %% right: float32, exponentials
def neuron_gradient(w, b, x, y):
    e = np.exp(-np.float32(w @ x + b))
    df = (1 / (1 + e) - np.float32(y)) * e / (1 + e) ** 2
    return np.float32(df) * np.asarray(x, dtype=np.float32), np.float32(df)

# %% wrong: lost minus, as in the lecture
# phrase: the inner derivative of y − g is −1
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (y - g) * g * (1 - g)
    return df * x, df

# %% wrong: slope of the sigmoid forgotten
# phrase: the middle factor of the chain
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    return (g - y) * x, g - y

# %% wrong: error forgotten
# phrase: the first factor of the chain
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    return g * (1 - g) * x, g * (1 - g)

# %% wrong: slope taken of the sum
# phrase: with g, not f
def neuron_gradient(w, b, x, y):
    f = w @ x + b
    df = (sigmoid(f) - y) * f * (1 - f)
    return df * x, df

# %% wrong: sigmoid of the value
# phrase: g has been through the sigmoid already
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * sigmoid(g) * (1 - sigmoid(g))
    return df * x, df

# %% wrong: input forgotten
# phrase: every weight has its own input
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return df, df

# %% wrong: weights for inputs
# phrase: has the slope x in w, not w
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return df * w, df

# %% wrong: input in the bias
# phrase: the bias is multiplied by 1
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return df * x, df * x

# %% wrong: bias times itself
# phrase: has the slope 1 in b, not b
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return df * x, df * b

# %% wrong: a factor of 2
# phrase: the ½ of the loss cancel
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = 2 * (g - y) * g * (1 - g)
    return df * x, df

# %% wrong: forgotten bias
# phrase: here b was left out
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x)
    df = (g - y) * g * (1 - g)
    return df * x, df

# %% wrong: order of the answer
# phrase: weights first
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return df, df * x

# %% wrong: one array
# phrase: a pair is wanted
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return np.append(df * x, df)

# %% wrong: summed over the inputs
# phrase: every weight has its own slope
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return np.sum(df * x), df

# %% wrong: matrix product with a number
# phrase: `@` needs two arrays
def neuron_gradient(w, b, x, y):
    g = sigmoid(w @ x + b)
    df = (g - y) * g * (1 - g)
    return df @ x, df
