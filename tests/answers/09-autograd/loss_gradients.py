# %% right: as in the lesson
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE) * (F > 0)
    return np.sum(e**2), dF @ x.T, dE @ G.T

# %% right: example by example
def loss_gradients(W1, W2, x, y):
    L, dW1, dW2 = 0.0, np.zeros_like(W1), np.zeros_like(W2)
    for j in range(x.shape[1]):
        F = W1 @ x[:, j]
        G = np.where(F > 0, F, 0)
        e = W2 @ G - y[:, j]
        L += e @ e
        dW2 += np.outer(2 * e, G)
        dG = W2.T @ (2 * e)
        dG[F <= 0] = 0
        dW1 += np.outer(dG, x[:, j])
    return L, dW1, dW2

# %% right: float32
def loss_gradients(W1, W2, x, y):
    W1, W2, x, y = (a.astype(np.float32) for a in (W1, W2, x, y))
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE) * (F > 0)
    return np.sum(e**2), dF @ x.T, dE @ G.T

# %% right: einsum, a list
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE) * (F > 0)
    return [float((e * e).sum()), np.einsum("ij,kj->ik", dF, x), np.einsum("ij,kj->ik", dE, G)]

# %% right: by torch
def loss_gradients(W1, W2, x, y):
    T1, T2 = torch.tensor(W1, requires_grad=True), torch.tensor(W2, requires_grad=True)
    loss = ((T2 @ torch.relu(T1 @ torch.tensor(x)) - torch.tensor(y)) ** 2).sum()
    loss.backward()
    return loss.item(), T1.grad.numpy(), T2.grad.numpy()

# %% wrong: the factor 2 left out
# phrase: the factor 2 left out
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = e
    dF = (W2.T @ dE) * (F > 0)
    return np.sum(e**2), dF @ x.T, dE @ G.T

# %% wrong: a loss with ½
# phrase: a loss with ½
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = e
    dF = (W2.T @ dE) * (F > 0)
    return 0.5 * np.sum(e**2), dF @ x.T, dE @ G.T

# %% wrong: no gate
# phrase: no gate
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE)
    return np.sum(e**2), dF @ x.T, dE @ G.T

# %% wrong: the gate at the blame
# phrase: the gate at the blame
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dG = W2.T @ dE
    dF = dG * (dG > 0)
    return np.sum(e**2), dF @ x.T, dE @ G.T

# %% wrong: no ReLU
# phrase: no ReLU
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = F
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE)
    return np.sum(e**2), dF @ x.T, dE @ G.T

# %% wrong: target minus answer
# phrase: target minus answer
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = y - W2 @ G
    dE = 2 * e
    dF = (W2.T @ dE) * (F > 0)
    return np.sum(e**2), dF @ x.T, dE @ G.T

# %% wrong: the mean over examples
# phrase: the mean over examples
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e / x.shape[1]
    dF = (W2.T @ dE) * (F > 0)
    return np.sum(e**2) / x.shape[1], dF @ x.T, dE @ G.T

# %% wrong: the gradients change places
# phrase: the gradients change places
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE) * (F > 0)
    return np.sum(e**2), dE @ G.T, dF @ x.T

# %% wrong: the loss left out
# phrase: the loss left out
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE) * (F > 0)
    return dF @ x.T, dE @ G.T

# %% wrong: W2 not transposed
# phrase: W2 not transposed
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2 @ dE) * (F > 0)
    return np.sum(e**2), dF @ x.T, dE @ G.T

# %% wrong: the wrong reader
# phrase: the wrong reader
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE) * (F > 0)
    return np.sum(e**2), dF @ G.T, dE @ G.T

# %% wrong: the root
# phrase: the root
def loss_gradients(W1, W2, x, y):
    F = W1 @ x
    G = np.maximum(F, 0)
    e = W2 @ G - y
    dE = 2 * e
    dF = (W2.T @ dE) * (F > 0)
    return np.linalg.norm(e), dF @ x.T, dE @ G.T

# %% wrong: by utils
# phrase: which is what this exercise asks you to write
def loss_gradients(W1, W2, x, y):
    network = layers.Sequential(layers.Linear(W1), layers.ReLU(), layers.Linear(W2))
    e = network.forward(x) - y
    network.backward(2 * e)
    dW1, _, dW2, _ = network.gradients()
    return np.sum(e**2), dW1, dW2
