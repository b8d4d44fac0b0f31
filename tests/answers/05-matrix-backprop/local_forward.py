# %% right: a mask
def local_forward(W, b, G, width):
    rows, columns = np.indices(W.shape)
    mask = (columns >= rows) & (columns < rows + width)
    return (W * mask) @ G + b

# %% right: slices
def local_forward(W, b, G, width):
    F = np.zeros((W.shape[0], G.shape[1]))
    for i in range(W.shape[0]):
        F[i] = W[i, i:i + width] @ G[i:i + width] + b[i]
    return F

# %% right: triangles
def local_forward(W, b, G, width):
    return np.tril(np.triu(W), width - 1) @ G + b

# %% right: all loops
def local_forward(W, b, G, width):
    F = []
    for i in range(len(W)):
        row = []
        for n in range(G.shape[1]):
            row.append(b[i, 0] + sum(W[i, i + k] * G[i + k, n] for k in range(width)))
        F.append(row)
    return F

# %% right: zeros outside, in a copy
def local_forward(W, b, G, width):
    V = W.copy()
    for i in range(V.shape[0]):
        V[i, :i] = 0
        V[i, i + width:] = 0
    return V @ G + b

# %% right: broadcasting, float32
def local_forward(W, b, G, width):
    d = np.arange(W.shape[1]) - np.arange(W.shape[0])[:, None]
    return (np.where((0 <= d) & (d < width), W, 0) @ G + b).astype(np.float32)

# %% wrong: fully connected
# phrase: do not count: mask them
def local_forward(W, b, G, width):
    return W @ G + b

# %% wrong: window too long
# phrase: the window of unit i is i … i + width − 1
def local_forward(W, b, G, width):
    rows, columns = np.indices(W.shape)
    return (W * ((columns >= rows) & (columns <= rows + width))) @ G + b

# %% wrong: window too short
# phrase: the window of unit i is i … i + width − 1
def local_forward(W, b, G, width):
    return np.array([W[i, i:i + width - 1] @ G[i:i + width - 1] + b[i] for i in range(len(W))])

# %% wrong: window one too far
# phrase: begins at input i itself
def local_forward(W, b, G, width):
    return np.array([W[i, i + 1:i + 1 + width] @ G[i + 1:i + 1 + width] + b[i] for i in range(len(W))])

# %% wrong: rows for columns
# phrase: the column must be at least the row
def local_forward(W, b, G, width):
    rows, columns = np.indices(W.shape)
    return (W * ((rows >= columns) & (rows < columns + width))) @ G + b

# %% wrong: one window for all
# phrase: every unit has its own window
def local_forward(W, b, G, width):
    return W[:, :width] @ G[:width] + b

# %% wrong: no right end
# phrase: also has a right end
def local_forward(W, b, G, width):
    return np.triu(W) @ G + b

# %% wrong: window around the unit
# phrase: it is not centred there
def local_forward(W, b, G, width):
    rows, columns = np.indices(W.shape)
    return (W * (np.abs(rows - columns) <= width // 2)) @ G + b

# %% wrong: shared weights
# phrase: that is a convolution
def local_forward(W, b, G, width):
    return np.array([W[0, :width] @ G[i:i + width] + b[i] for i in range(len(W))])

# %% wrong: weights do not move along
# phrase: moves over the columns of W as over the inputs
def local_forward(W, b, G, width):
    return np.array([W[i, :width] @ G[i:i + width] + b[i] for i in range(len(W))])

# %% wrong: forgotten bias
# phrase: when b is left out
def local_forward(W, b, G, width):
    return np.tril(np.triu(W), width - 1) @ G

# %% wrong: in place
# phrase: changed its argument number 1
def local_forward(W, b, G, width):
    rows, columns = np.indices(W.shape)
    W[(columns < rows) | (columns >= rows + width)] = 0
    return W @ G + b
