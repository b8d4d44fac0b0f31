# %% right: the formula
def layer_forward(W, b, G):
    return W @ G + b

# %% right: unit by unit
def layer_forward(W, b, G):
    if W.shape[1] != G.shape[0]:
        raise ValueError("shapes do not fit")
    F = np.zeros((W.shape[0], G.shape[1]))
    for i in range(W.shape[0]):
        for n in range(G.shape[1]):
            total = b[i, 0]
            for j in range(W.shape[1]):
                total += W[i, j] * G[j, n]
            F[i, n] = total
    return F

# %% right: example by example
def layer_forward(W, b, G):
    return np.column_stack([W @ g + b.ravel() for g in G.T])

# %% right: appended ones
def layer_forward(W, b, G):
    M = np.concatenate([W, b], axis=1)
    return np.dot(M, np.concatenate([G, np.ones((1, G.shape[1]))]))

# %% right: einsum
def layer_forward(W, b, G):
    return np.einsum("ij,jn->in", W, G) + b

# %% right: float32
def layer_forward(W, b, G):
    return W.astype(np.float32) @ G.astype(np.float32) + b.astype(np.float32)

# %% right: bias repeated
def layer_forward(W, b, G):
    return np.add(np.matmul(W, G), np.repeat(b, G.shape[1], axis=1))

# %% wrong: forgotten bias
# phrase: when b is left out
def layer_forward(W, b, G):
    return W @ G

# %% wrong: sigmoid too early
# phrase: the sums before σ
def layer_forward(W, b, G):
    return sigmoid(W @ G + b)

# %% wrong: transposed weights
# phrase: stands as it is
def layer_forward(W, b, G):
    return W.T @ G + b

# %% wrong: rows for columns
# phrase: the answer came back transposed
def layer_forward(W, b, G):
    return G.T @ W.T + b.T

# %% wrong: weights on the right
# phrase: the weights stand on the left
def layer_forward(W, b, G):
    return G @ W + b

# %% wrong: entry by entry
# phrase: the matrix product is `@`
def layer_forward(W, b, G):
    return W * G + b

# %% wrong: flat bias
# phrase: one number for each *example*
def layer_forward(W, b, G):
    return W @ G + b.flatten()

# %% wrong: one bias for all units
# phrase: every unit has its own bias
def layer_forward(W, b, G):
    return W @ G + np.sum(b)

# %% wrong: minus the bias
# phrase: added, not subtracted
def layer_forward(W, b, G):
    return W @ G - b

# %% wrong: first example only
# phrase: only the first column of G
def layer_forward(W, b, G):
    return W @ G[:, [0]] + b

# %% wrong: no return
# phrase: ends without `return` gives None
def layer_forward(W, b, G):
    F = W @ G + b
