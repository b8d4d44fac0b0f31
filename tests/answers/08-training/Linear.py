# %% right: as in the formulas
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF

# %% right: loops over examples
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        F = np.zeros((len(self.W), G.shape[1]))
        for j in range(G.shape[1]):
            F[:, j] = np.dot(self.W, G[:, j]) + self.b[:, 0]
        return F

    def backward(self, dF):
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        for j in range(dF.shape[1]):
            self.dW += np.outer(dF[:, j], self.G[:, j])
            self.db[:, 0] += dF[:, j]
        return (dF.T @ self.W).T

# %% right: a column of ones, einsum
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = np.einsum("ij,kj->ik", dF, self.G)
        self.db = dF @ np.ones((dF.shape[1], 1))
        return np.einsum("ik,ij->kj", self.W, dF)

# %% right: the bias as one more weight
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G1 = np.vstack([G, np.ones((1, G.shape[1]))])
        return np.hstack([self.W, self.b]) @ self.G1

    def backward(self, dF):
        both = dF @ self.G1.T
        self.dW, self.db = both[:, :-1], both[:, -1:]
        return self.W.T @ dF

# %% right: rows inside, columns outside
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.rows = np.asarray(G).T
        return (self.rows @ self.W.T + self.b.T).T

    def backward(self, dF):
        back = dF.T
        self.dW = np.zeros_like(self.W)
        self.dW += back.T @ self.rows
        self.db = sum(back).reshape(-1, 1)
        return (back @ self.W).T

# %% wrong: dG not returned
# phrase: backward returned None
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)

# %% wrong: returns its own blame
# phrase: dF came back unchanged
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return dF

# %% wrong: mean over examples
# phrase: the loss has divided by the number of examples already
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        n = dF.shape[1]
        self.dW = dF @ self.G.T / n
        self.db = dF.sum(axis=1, keepdims=True) / n
        return self.W.T @ dF

# %% wrong: bias averaged
# phrase: db is the sum of dF over examples
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.mean(axis=1, keepdims=True)
        return self.W.T @ dF

# %% wrong: bias not summed
# phrase: sum dF over the examples
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF
        return self.W.T @ dF

# %% wrong: axis lost
# phrase: keepdims=True
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1)
        return self.W.T @ dF

# %% wrong: summed over units
# phrase: sum over `axis=1`
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=0, keepdims=True)
        return self.W.T @ dF

# %% wrong: dW transposed
# phrase: dW has the shape of W
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = self.G @ dF.T
        self.db = dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF

# %% wrong: W not transposed
# phrase: on the way back the weights are transposed
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return self.W @ dF

# %% wrong: output kept for input
# phrase: dW needs the input
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = self.W @ G + self.b
        return self.G

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF

# %% wrong: gradients pile up
# phrase: writes dW and db anew
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW += dF @ self.G.T
        self.db += dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF

# %% wrong: bias forgotten
# phrase: the bias is missing
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF

# %% wrong: weights moved too early
# phrase: the optimizer moves the weights
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        self.W = self.W - self.dW
        return self.W.T @ dF

# %% wrong: backward missing
# phrase: write it below forward, indented
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

# %% wrong: input not kept
# phrase: forward must keep what backward needs
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF

# %% wrong: blame from the right
# phrase: W stands on the left
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return dF @ self.W

# %% wrong: gradients not stored
# phrase: is gone when backward ends
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W @ G + self.b

    def backward(self, dF):
        dW = dF @ self.G.T
        db = dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF

# %% wrong: entry by entry
# phrase: multiplies entry by entry
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        return self.W * G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF

# %% wrong: nothing came forward
# phrase: forward must return
class Linear:
    def __init__(self, W, b):
        self.W, self.b = np.array(W, dtype=float), np.array(b, dtype=float)

    def parameters(self):
        return [self.W, self.b]

    def gradients(self):
        return [self.dW, self.db]

    def forward(self, G):
        self.G = G
        self.W @ G + self.b

    def backward(self, dF):
        self.dW = dF @ self.G.T
        self.db = dF.sum(axis=1, keepdims=True)
        return self.W.T @ dF
