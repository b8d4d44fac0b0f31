# %% right: a loop
def collapse(layers):
    W, b = layers[0]
    for W_next, b_next in layers[1:]:
        W, b = W_next @ W, W_next @ b + b_next
    return W, b

# %% right: from the last layer
def collapse(layers):
    W, b = layers[-1]
    for V, c in reversed(layers[:-1]):
        b = W @ c + b
        W = W @ V
    return W, b

# %% right: recursion
def collapse(layers):
    if len(layers) == 1:
        return layers[0]
    W, b = collapse(layers[:-1])
    V, c = layers[-1]
    return V @ W, V @ b + c

# %% right: ask it with 0 and with each input alone
def collapse(layers):
    def run(X):
        for W, b in layers:
            X = W @ X + b
        return X
    n = layers[0][0].shape[1]
    b = run(np.zeros((n, 1)))
    return run(np.eye(n)) - b, b

# %% right: one product with appended ones
def collapse(layers):
    M = np.eye(layers[0][0].shape[1] + 1)
    for W, b in layers:
        bottom = np.zeros((1, W.shape[1] + 1))
        bottom[0, -1] = 1
        M = np.vstack([np.hstack([W, b]), bottom]) @ M
    return M[:-1, :-1], M[:-1, -1:]

# %% right: float32 and a list
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, V @ b + c
    return [W.astype(np.float32), b.astype(np.float32)]

# %% wrong: wrong order
# phrase: the later layer stands on the left
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = W @ V, V @ b + c
    return W, b

# %% wrong: biases only added
# phrase: passes through the weights of the later one
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, b + c
    return W, b

# %% wrong: last bias forgotten
# phrase: each layer adds its own bias
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, V @ b
    return W, b

# %% wrong: early biases forgotten
# phrase: the biases of the earlier layers got lost
def collapse(layers):
    W = layers[0][0]
    for V, c in layers[1:]:
        W = V @ W
    return W, layers[-1][1]

# %% wrong: weights only
# phrase: a pair is wanted
def collapse(layers):
    W = layers[0][0]
    for V, c in layers[1:]:
        W = V @ W
    return W

# %% wrong: W used too early
# phrase: the new W was used for b
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W = V @ W
        b = W @ b + c
    return W, b

# %% wrong: last layer only
# phrase: only the last layer came back
def collapse(layers):
    for W, b in layers:
        result = W, b
    return result

# %% wrong: two layers only
# phrase: there can be any number
def collapse(layers):
    W1, b1 = layers[0]
    W2, b2 = layers[1]
    return W2 @ W1, W2 @ b1 + b2

# %% wrong: return inside the loop
# phrase: there can be any number
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, V @ b + c
        return W, b
    return W, b

# %% wrong: entry by entry
# phrase: the matrix product is `@`
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V * W, V * b + c
    return W, b

# %% wrong: order of the answer
# phrase: in this order
def collapse(layers):
    W, b = layers[0]
    for V, c in layers[1:]:
        W, b = V @ W, V @ b + c
    return b, W
