# %% right: both at once
def linear_step(W1, W2, S, rate):
    E = W2 @ W1 - S
    return W1 - rate * (W2.T @ E), W2 - rate * (E @ W1.T)

# %% right: gradients first
def linear_step(W1, W2, S, rate):
    error = np.dot(W2, W1) - S
    dW1 = np.dot(W2.T, error)
    dW2 = np.dot(error, W1.T)
    return W1 - rate * dW1, W2 - rate * dW2

# %% right: einsum
def linear_step(W1, W2, S, rate):
    E = S - np.einsum("ih,hj->ij", W2, W1)
    return W1 + rate * np.einsum("ih,ij->hj", W2, E), W2 + rate * np.einsum("ij,hj->ih", E, W1)

# %% right: copies
def linear_step(W1, W2, S, rate):
    A, B = W1.copy(), W2.copy()
    E = W2 @ W1 - S
    A -= rate * W2.T @ E
    B -= rate * E @ W1.T
    return A, B

# %% wrong: one after the other
# phrase: compute both gradients first, then move
def linear_step(W1, W2, S, rate):
    E = W2 @ W1 - S
    W1 = W1 - rate * W2.T @ E
    W2 = W2 - rate * E @ W1.T
    return W1, W2

# %% wrong: a fresh error for the second layer
# phrase: compute both gradients first, then move
def linear_step(W1, W2, S, rate):
    W1 = W1 - rate * W2.T @ (W2 @ W1 - S)
    W2 = W2 - rate * (W2 @ W1 - S) @ W1.T
    return W1, W2

# %% wrong: uphill
# phrase: the weights went up the gradient
def linear_step(W1, W2, S, rate):
    E = W2 @ W1 - S
    return W1 + rate * W2.T @ E, W2 + rate * E @ W1.T

# %% wrong: factor 2
# phrase: the 2 of the square is gone
def linear_step(W1, W2, S, rate):
    E = 2 * (W2 @ W1 - S)
    return W1 - rate * W2.T @ E, W2 - rate * E @ W1.T

# %% wrong: rate forgotten
# phrase: multiplied by the rate
def linear_step(W1, W2, S, rate):
    E = W2 @ W1 - S
    return W1 - W2.T @ E, W2 - E @ W1.T

# %% wrong: not transposed
# phrase: the transposed matrix of the other layer
def linear_step(W1, W2, S, rate):
    E = W2 @ W1 - S
    return W1 - rate * W2 @ E, W2 - rate * E @ W1

# %% wrong: gradients for weights
# phrase: the new weights are wanted
def linear_step(W1, W2, S, rate):
    E = W2 @ W1 - S
    return W2.T @ E, E @ W1.T

# %% wrong: only the first layer
# phrase: W2 did not move
def linear_step(W1, W2, S, rate):
    return W1 - rate * W2.T @ (W2 @ W1 - S), W2

# %% wrong: order of the answer
# phrase: the answer is (W1, W2), in this order
def linear_step(W1, W2, S, rate):
    E = W2 @ W1 - S
    return W2 - rate * E @ W1.T, W1 - rate * W2.T @ E

# %% wrong: changed in place
# phrase: writes into the caller's array
def linear_step(W1, W2, S, rate):
    E = W2 @ W1 - S
    old = W1.copy()
    W1 -= rate * W2.T @ E
    W2 -= rate * E @ old.T
    return W1, W2
