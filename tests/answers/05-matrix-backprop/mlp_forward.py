# %% right: a loop
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers:
        values.append(sigmoid(layer_forward(W, b, values[-1])))
    return values

# %% right: without the functions before
def mlp_forward(layers, X):
    values = [np.array(X)]
    for k in range(len(layers)):
        F = np.dot(layers[k][0], values[k]) + layers[k][1]
        values.append(np.exp(-np.logaddexp(0, -F)))
    return values

# %% right: recursion
def mlp_forward(layers, X):
    if len(layers) == 0:
        return [X]
    W, b = layers[0]
    return [X] + mlp_forward(layers[1:], sigmoid(W @ X + b))

# %% right: accumulate
def mlp_forward(layers, X):
    from itertools import accumulate
    return list(accumulate(layers, lambda G, layer: sigmoid(layer[0] @ G + layer[1]), initial=X))

# %% right: example by example
def mlp_forward(layers, X):
    columns = []
    for x in X.T:
        kept = [x]
        for W, b in layers:
            kept.append(sigmoid(W @ kept[-1] + b[:, 0]))
        columns.append(kept)
    return [np.column_stack(parts) for parts in zip(*columns)]

# %% right: float32 in a tuple
def mlp_forward(layers, X):
    values = (X.astype(np.float32),)
    for W, b in layers:
        F = W.astype(np.float32) @ values[-1] + b.astype(np.float32)
        values += (sigmoid(F),)
    return values

# %% wrong: output only
# phrase: return the whole list
def mlp_forward(layers, X):
    G = X
    for W, b in layers:
        G = sigmoid(W @ G + b)
    return G

# %% wrong: input left out
# phrase: the list begins with G_0
def mlp_forward(layers, X):
    values, G = [], X
    for W, b in layers:
        G = sigmoid(W @ G + b)
        values.append(G)
    return values

# %% wrong: output left out
# phrase: the output, is missing
def mlp_forward(layers, X):
    values, G = [], X
    for W, b in layers:
        values.append(G)
        G = sigmoid(W @ G + b)
    return values

# %% wrong: no sigmoid
# phrase: the σ is missing
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers:
        values.append(layer_forward(W, b, values[-1]))
    return values

# %% wrong: no sigmoid at the output
# phrase: the last layer has its σ, too
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers[:-1]:
        values.append(sigmoid(W @ values[-1] + b))
    W, b = layers[-1]
    values.append(W @ values[-1] + b)
    return values

# %% wrong: sums instead of values
# phrase: keep σ(F), not F
def mlp_forward(layers, X):
    values, G = [X], X
    for W, b in layers:
        F = W @ G + b
        values.append(F)
        G = sigmoid(F)
    return values

# %% wrong: forgotten bias
# phrase: when the biases are left out
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers:
        values.append(sigmoid(W @ values[-1]))
    return values

# %% wrong: always the first input
# phrase: each layer reads the layer before it
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers:
        values.append(sigmoid(W @ X + b))
    return values

# %% wrong: transposed weights
# phrase: it stands as it is
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers:
        values.append(sigmoid(W.T @ values[-1] + b))
    return values

# %% wrong: last layer first
# phrase: go through the layers in their order
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers[::-1]:
        values.append(sigmoid(W @ values[-1] + b))
    return values

# %% wrong: output first
# phrase: ends with the output
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers:
        values.insert(0, sigmoid(W @ values[0] + b))
    return values

# %% wrong: return inside the loop
# phrase: only the first layer was computed
def mlp_forward(layers, X):
    values = [X]
    for W, b in layers:
        values.append(sigmoid(W @ values[-1] + b))
        return values
