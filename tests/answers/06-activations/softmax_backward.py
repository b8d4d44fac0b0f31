# %% right: the formula
def softmax_backward(G, dG):
    return G * (dG - np.sum(G * dG, axis=0, keepdims=True))

# %% right: through the Jacobian, column by column
def softmax_backward(G, dG):
    columns = [(np.diag(g) - np.outer(g, g)) @ d for g, d in zip(G.T, dG.T)]
    return np.array(columns).T

# %% right: multiplied out
def softmax_backward(G, dG):
    blame = G * dG
    return blame - G * blame.sum(axis=0)

# %% right: einsum
def softmax_backward(G, dG):
    return G * (dG - np.einsum("ij,ij->j", G, dG))

# %% right: float32
def softmax_backward(G, dG):
    G, dG = G.astype(np.float32), dG.astype(np.float32)
    return G * (dG - (G * dG).sum(axis=0))

# %% wrong: diagonal only
# phrase: only the diagonal of the Jacobian
def softmax_backward(G, dG):
    return dG * G * (1 - G)

# %% wrong: mean forgotten
# phrase: raising one output lowers the others
def softmax_backward(G, dG):
    return G * dG

# %% wrong: plain sum
# phrase: the sum is weighted by G
def softmax_backward(G, dG):
    return G * (dG - dG.sum(axis=0))

# %% wrong: mean without weights
# phrase: the mean is weighted by G
def softmax_backward(G, dG):
    return G * (dG - dG.mean(axis=0))

# %% wrong: rows for columns
# phrase: the sum runs down each column
def softmax_backward(G, dG):
    return G * (dG - (G * dG).sum(axis=1, keepdims=True))

# %% wrong: one sum for all
# phrase: every column has its own sum
def softmax_backward(G, dG):
    return G * (dG - np.sum(G * dG))

# %% wrong: factor forgotten
# phrase: the factor G in front is missing
def softmax_backward(G, dG):
    return dG - (G * dG).sum(axis=0)

# %% wrong: wrong sign
# phrase: taken off, not added
def softmax_backward(G, dG):
    return G * (dG + (G * dG).sum(axis=0))

# %% wrong: sum not weighted by G again
# phrase: the sum, too, is multiplied by G
def softmax_backward(G, dG):
    return G * dG - (G * dG).sum(axis=0)
