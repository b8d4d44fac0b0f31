# %% right: the formula
def back_through_weights(W, dF):
    return W.T @ dF

# %% right: loops
def back_through_weights(W, dF):
    n_out, n_in = W.shape
    dG = np.zeros((n_in, dF.shape[1]))
    for i in range(n_out):
        for j in range(n_in):
            for n in range(dF.shape[1]):
                dG[j, n] += W[i, j] * dF[i, n]
    return dG

# %% right: einsum
def back_through_weights(W, dF):
    return np.einsum("ij,in->jn", W, dF)

# %% right: rows, then turned
def back_through_weights(W, dF):
    return (dF.T @ W).T

# %% right: node by node
def back_through_weights(W, dF):
    return [np.sum(W[:, [j]] * dF, axis=0) for j in range(W.shape[1])]

# %% right: float32
def back_through_weights(W, dF):
    return np.dot(W.transpose(), dF).astype(np.float32)

# %% wrong: no transpose
# phrase: a square W hides the mistake
def back_through_weights(W, dF):
    return W @ dF

# %% wrong: no transpose, np.dot
# phrase: a square W hides the mistake
def back_through_weights(W, dF):
    return np.dot(W, dF)

# %% wrong: rows for columns
# phrase: the answer came back transposed
def back_through_weights(W, dF):
    return dF.T @ W

# %% wrong: weights on the right
# phrase: the weights stand on the left
def back_through_weights(W, dF):
    return dF @ W

# %% wrong: entry by entry
# phrase: sums nothing
def back_through_weights(W, dF):
    return W.T * dF

# %% wrong: inverse for transpose
# phrase: transposed, not inverted
def back_through_weights(W, dF):
    return np.linalg.pinv(W) @ dF

# %% wrong: examples summed
# phrase: every example keeps its own blame
def back_through_weights(W, dF):
    return (W.T @ dF).sum(axis=1, keepdims=True)

# %% wrong: averaged
# phrase: summed, not averaged
def back_through_weights(W, dF):
    return W.T @ dF / dF.shape[1]

# %% wrong: minus
# phrase: the minus comes with the step of learning
def back_through_weights(W, dF):
    return -W.T @ dF

# %% wrong: first unit only
# phrase: sum over all rows
def back_through_weights(W, dF):
    return np.outer(W[0], dF[0])
