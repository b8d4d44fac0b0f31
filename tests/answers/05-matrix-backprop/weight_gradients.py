# %% right: the formulas
def weight_gradients(dF, G):
    return dF @ G.T, dF.sum(axis=1, keepdims=True)

# %% right: example by example
def weight_gradients(dF, G):
    dW, db = np.zeros((len(dF), len(G))), np.zeros((len(dF), 1))
    for f, g in zip(dF.T, G.T):
        dW += np.outer(f, g)
        db += f[:, None]
    return dW, db

# %% right: one product with appended ones
def weight_gradients(dF, G):
    M = dF @ np.vstack([G, np.ones(G.shape[1])]).T
    return M[:, :-1], M[:, -1:]

# %% right: einsum
def weight_gradients(dF, G):
    return np.einsum("in,jn->ij", dF, G), np.einsum("in->i", dF).reshape(-1, 1)

# %% right: weight by weight
def weight_gradients(dF, G):
    dW = [[float(np.sum(dF[i] * G[j])) for j in range(len(G))] for i in range(len(dF))]
    db = [[float(np.sum(row))] for row in dF]
    return [np.array(dW), np.array(db)]

# %% right: float32
def weight_gradients(dF, G):
    dF, G = dF.astype(np.float32), G.astype(np.float32)
    return dF @ G.T, dF @ np.ones((dF.shape[1], 1), np.float32)

# %% wrong: bias not summed
# phrase: one column for each example
def weight_gradients(dF, G):
    return dF @ G.T, dF

# %% wrong: bias lost its column
# phrase: say `keepdims=True`
def weight_gradients(dF, G):
    return dF @ G.T, np.sum(dF, axis=1)

# %% wrong: summed over units
# phrase: so along each row
def weight_gradients(dF, G):
    return dF @ G.T, dF.sum(axis=0, keepdims=True)

# %% wrong: summed over everything
# phrase: sum each row on its own
def weight_gradients(dF, G):
    return dF @ G.T, np.sum(dF)

# %% wrong: averaged
# phrase: summed, not averaged
def weight_gradients(dF, G):
    return dF @ G.T / G.shape[1], dF.mean(axis=1, keepdims=True)

# %% wrong: bias averaged
# phrase: summed, not averaged
def weight_gradients(dF, G):
    return dF @ G.T, dF.mean(axis=1, keepdims=True)

# %% wrong: transposed
# phrase: with the shape of W transposed
def weight_gradients(dF, G):
    return G @ dF.T, dF.sum(axis=1, keepdims=True)

# %% wrong: no transpose
# phrase: the columns of both
def weight_gradients(dF, G):
    return dF @ G, dF.sum(axis=1, keepdims=True)

# %% wrong: transpose of the wrong one
# phrase: G is transposed
def weight_gradients(dF, G):
    return dF.T @ G, dF.sum(axis=1, keepdims=True)

# %% wrong: entry by entry
# phrase: every unit meets every input
def weight_gradients(dF, G):
    return dF * G, dF.sum(axis=1, keepdims=True)

# %% wrong: last example overwrites
# phrase: add up, do not overwrite
def weight_gradients(dF, G):
    for n in range(dF.shape[1]):
        dW = np.outer(dF[:, n], G[:, n])
        db = dF[:, [n]]
    return dW, db

# %% wrong: weights only
# phrase: two things are wanted
def weight_gradients(dF, G):
    return dF @ G.T

# %% wrong: order of the answer
# phrase: in this order
def weight_gradients(dF, G):
    return dF.sum(axis=1, keepdims=True), dF @ G.T
