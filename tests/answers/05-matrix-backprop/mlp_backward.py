# %% right: the three functions
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = back_through_sigmoid(values[k + 1], dG)
        blame.insert(0, weight_gradients(dF, values[k]))
        dG = back_through_weights(layers[k][0], dF)
    return blame

# %% right: all in one
def mlp_backward(layers, values, dG):
    gradients = [None] * len(layers)
    for k in reversed(range(len(layers))):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        gradients[k] = (dF @ values[k].T, dF.sum(axis=1, keepdims=True))
        dG = layers[k][0].T @ dF
    return gradients

# %% right: recursion
def mlp_backward(layers, values, dG):
    if len(layers) == 0:
        return []
    G, W = values[-1], layers[-1][0]
    dF = dG * G * (1 - G)
    return mlp_backward(layers[:-1], values[:-1], W.T @ dF) + [(dF @ values[-2].T, np.sum(dF, axis=1)[:, None])]

# %% right: example by example
def mlp_backward(layers, values, dG):
    total = [[np.zeros(W.shape), np.zeros(b.shape)] for W, b in layers]
    for n in range(dG.shape[1]):
        d = dG[:, n]
        for k in range(len(layers) - 1, -1, -1):
            g = values[k + 1][:, n]
            d = d * g * (1 - g)
            total[k][0] += np.outer(d, values[k][:, n])
            total[k][1] += d[:, None]
            d = layers[k][0].T @ d
    return total

# %% right: zip backwards, in a tuple
def mlp_backward(layers, values, dG):
    blame = ()
    for (W, b), G_in, G_out in zip(layers[::-1], values[-2::-1], values[:0:-1]):
        dF = dG * (G_out - G_out**2)
        blame = ((np.einsum("in,jn->ij", dF, G_in), dF.sum(1).reshape(b.shape)),) + blame
        dG = np.einsum("ij,in->jn", W, dF)
    return blame

# %% right: float32
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers), 0, -1):
        G = values[k].astype(np.float32)
        dF = dG.astype(np.float32) * G * (1 - G)
        blame.append((dF @ values[k - 1].astype(np.float32).T, dF.sum(axis=1, keepdims=True)))
        dG = layers[k - 1][0].astype(np.float32).T @ dF
    return blame[::-1]

# %% wrong: last layer first
# phrase: put each new pair at the front
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = back_through_sigmoid(values[k + 1], dG)
        blame.append(weight_gradients(dF, values[k]))
        dG = back_through_weights(layers[k][0], dF)
    return blame

# %% wrong: no slope
# phrase: multiply by G_k (1 − G_k) first
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        blame.insert(0, weight_gradients(dG, values[k]))
        dG = back_through_weights(layers[k][0], dG)
    return blame

# %% wrong: no slope at the output
# phrase: the output has a σ as well
def mlp_backward(layers, values, dG):
    blame, dF = [], dG
    for k in range(len(layers) - 1, -1, -1):
        blame.insert(0, weight_gradients(dF, values[k]))
        dF = back_through_sigmoid(values[k], back_through_weights(layers[k][0], dF))
    return blame

# %% wrong: slope of the output only
# phrase: the hidden ones too
def mlp_backward(layers, values, dG):
    blame = []
    d = back_through_sigmoid(values[-1], dG)
    for k in range(len(layers) - 1, -1, -1):
        blame.insert(0, weight_gradients(d, values[k]))
        d = layers[k][0].T @ d
    return blame

# %% wrong: slope of the wrong layer
# phrase: the slope belongs to the values that layer k *gave*
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k] * (1 - values[k])
        blame.insert(0, (dF @ values[k].T, dF.sum(axis=1, keepdims=True)))
        dG = layers[k][0].T @ dF
    return blame

# %% wrong: no transpose
# phrase: a square W hides the mistake
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        blame.insert(0, (dF @ values[k].T, dF.sum(axis=1, keepdims=True)))
        dG = layers[k][0] @ dF
    return blame

# %% wrong: values of the wrong layer
# phrase: what the layer was *given*
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        blame.insert(0, (dF @ values[k + 1].T, dF.sum(axis=1, keepdims=True)))
        dG = layers[k][0].T @ dF
    return blame

# %% wrong: slope lost on the way
# phrase: after the slope, not dG
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        blame.insert(0, (dF @ values[k].T, dF.sum(axis=1, keepdims=True)))
        dG = layers[k][0].T @ dG
    return blame

# %% wrong: dG never replaced
# phrase: every layer got the blame of the output
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        blame.insert(0, (dF @ values[k].T, dF.sum(axis=1, keepdims=True)))
    return blame

# %% wrong: averaged
# phrase: summed, not averaged
def mlp_backward(layers, values, dG):
    blame, m = [], dG.shape[1]
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        blame.insert(0, (dF @ values[k].T / m, dF.mean(axis=1, keepdims=True)))
        dG = layers[k][0].T @ dF
    return blame

# %% wrong: bias not summed
# phrase: the sum of each row of dF
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        blame.insert(0, (dF @ values[k].T, dF))
        dG = layers[k][0].T @ dF
    return blame

# %% wrong: weights only
# phrase: is wanted for each layer
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        blame.insert(0, dF @ values[k].T)
        dG = layers[k][0].T @ dF
    return blame

# %% wrong: return inside the loop
# phrase: only the last layer has its blame
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = dG * values[k + 1] * (1 - values[k + 1])
        blame.insert(0, (dF @ values[k].T, dF.sum(axis=1, keepdims=True)))
        dG = layers[k][0].T @ dF
        return blame

# %% wrong: sigmoid twice
# phrase: the values have passed σ already
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        s = sigmoid(values[k + 1])
        dF = dG * s * (1 - s)
        blame.insert(0, (dF @ values[k].T, dF.sum(axis=1, keepdims=True)))
        dG = layers[k][0].T @ dF
    return blame

# %% wrong: in place
# phrase: changed its argument number 3
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dG *= values[k + 1] * (1 - values[k + 1])
        blame.insert(0, (dG @ values[k].T, dG.sum(axis=1, keepdims=True)))
        dG = layers[k][0].T @ dG
    return blame

# %% wrong: pair for a matrix
# phrase: the weights alone are layers[k][0]
def mlp_backward(layers, values, dG):
    blame = []
    for k in range(len(layers) - 1, -1, -1):
        dF = back_through_sigmoid(values[k + 1], dG)
        blame.insert(0, weight_gradients(dF, values[k]))
        dG = back_through_weights(layers[k], dF)
    return blame
