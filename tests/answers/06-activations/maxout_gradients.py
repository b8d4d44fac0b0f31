# %% right: compare with the largest
def maxout_gradients(W, b, G, dH):
    F = W @ G + b
    dF = dH * (F == F.max(axis=0))
    return dF @ G.T, dF.sum(axis=-1, keepdims=True)

# %% right: example by example
def maxout_gradients(W, b, G, dH):
    F = W @ G + b
    dW, db = np.zeros(W.shape), np.zeros(b.shape)
    for i in range(F.shape[1]):
        for j in range(F.shape[2]):
            k = np.argmax(F[:, i, j])
            dW[k, i] += dH[i, j] * G[:, j]
            db[k, i] += dH[i, j]
    return dW, db

# %% right: piece by piece
def maxout_gradients(W, b, G, dH):
    winner = np.argmax(W @ G + b, axis=0)
    parts = [np.where(winner == k, dH, 0) for k in range(len(W))]
    return np.stack([dF @ G.T for dF in parts]), np.stack([dF.sum(axis=1, keepdims=True) for dF in parts])

# %% right: einsum
def maxout_gradients(W, b, G, dH):
    F = np.einsum("kij,jn->kin", W, G) + b
    dF = np.zeros(F.shape)
    np.put_along_axis(dF, F.argmax(axis=0)[None], dH[None], axis=0)
    return np.einsum("kin,jn->kij", dF, G), np.einsum("kin->ki", dF)[:, :, None]

# %% wrong: all pieces blamed
# phrase: every piece got the whole blame
def maxout_gradients(W, b, G, dH):
    dF = np.stack([dH] * len(W))
    return dF @ G.T, dF.sum(axis=2, keepdims=True)

# %% wrong: biases left out of the contest
# phrase: here b was left out
def maxout_gradients(W, b, G, dH):
    won = (W @ G).argmax(axis=0) == np.arange(len(W))[:, None, None]
    return (won * dH) @ G.T, (won * dH).sum(axis=2, keepdims=True)

# %% wrong: the smallest wins
# phrase: the blame went to the smallest piece
def maxout_gradients(W, b, G, dH):
    won = (W @ G + b).argmin(axis=0) == np.arange(len(W))[:, None, None]
    return (won * dH) @ G.T, (won * dH).sum(axis=2, keepdims=True)

# %% wrong: one winner for the whole batch
# phrase: every example has a winner of its own
def maxout_gradients(W, b, G, dH):
    won = (W @ G + b).sum(axis=2, keepdims=True).argmax(axis=0) == np.arange(len(W))[:, None, None]
    return (won * dH) @ G.T, (won * dH).sum(axis=2, keepdims=True)

# %% wrong: first piece only
# phrase: the first piece got all blame
def maxout_gradients(W, b, G, dH):
    dF = np.zeros((len(W), *dH.shape))
    dF[0] = dH
    return dF @ G.T, dF.sum(axis=2, keepdims=True)

# %% wrong: value of the winner
# phrase: the slope of the winner is 1
def maxout_gradients(W, b, G, dH):
    F = W @ G + b
    dF = np.where(F == F.max(axis=0), F, 0) * dH
    return dF @ G.T, dF.sum(axis=2, keepdims=True)

# %% wrong: db of shape (pieces, n_out)
# phrase: db has the shape of b
def maxout_gradients(W, b, G, dH):
    F = W @ G + b
    dF = (F == F.max(axis=0)) * dH
    return dF @ G.T, dF.sum(axis=2)

# %% wrong: db not summed
# phrase: db is the sum over the examples
def maxout_gradients(W, b, G, dH):
    F = W @ G + b
    dF = (F == F.max(axis=0)) * dH
    return dF @ G.T, dF

# %% wrong: mean for sum
# phrase: a batch sums
def maxout_gradients(W, b, G, dH):
    F = W @ G + b
    dF = (F == F.max(axis=0)) * dH / G.shape[1]
    return dF @ G.T, dF.sum(axis=2, keepdims=True)

# %% wrong: ones for blame
# phrase: dH is missing
def maxout_gradients(W, b, G, dH):
    F = W @ G + b
    won = (F == F.max(axis=0)) * 1.0
    return won @ G.T, won.sum(axis=2, keepdims=True)

# %% wrong: order of the answer
# phrase: the answer is (dW, db), in this order
def maxout_gradients(W, b, G, dH):
    F = W @ G + b
    dF = (F == F.max(axis=0)) * dH
    return dF.sum(axis=2, keepdims=True), dF @ G.T
