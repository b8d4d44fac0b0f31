# %% right: as in the lesson
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.copy_(torch.from_numpy(b[:, 0]))
    return layer

# %% right: new parameters
def torch_linear(W, b):
    layer = torch.nn.Linear(W.shape[1], W.shape[0]).double()
    layer.weight = torch.nn.Parameter(torch.tensor(W))
    layer.bias = torch.nn.Parameter(torch.tensor(b).flatten())
    return layer

# %% right: through .data
def torch_linear(W, b):
    layer = torch.nn.Linear(*W.shape[::-1], dtype=torch.float64)
    layer.weight.data[:] = torch.tensor(W)
    layer.bias.data[:] = torch.tensor(b.ravel())
    return layer

# %% right: a state dict
def torch_linear(W, b):
    layer = torch.nn.Linear(W.shape[1], len(W)).to(torch.float64)
    layer.load_state_dict({"weight": torch.tensor(W), "bias": torch.tensor(b[:, 0])})
    return layer

# %% right: entry by entry
def torch_linear(W, b):
    layer = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
    with torch.no_grad():
        for i in range(W.shape[0]):
            layer.bias[i] = float(b[i, 0])
            for j in range(W.shape[1]):
                layer.weight[i, j] = float(W[i, j])
    return layer

# %% wrong: sizes change places
# phrase: sizes change places
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_out, n_in, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.copy_(torch.from_numpy(b[:, 0]))
    return layer

# %% wrong: W transposed
# phrase: W transposed
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W.T))
        layer.bias.copy_(torch.from_numpy(b[:, 0]))
    return layer

# %% wrong: W transposed, and the sizes
# phrase: W transposed, and the sizes
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_out, n_in, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W.T))
        layer.bias.copy_(torch.from_numpy(b[:, 0]))
    return layer

# %% wrong: float32
# phrase: float32
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.copy_(torch.from_numpy(b[:, 0]))
    return layer

# %% wrong: recorded
# phrase: recorded
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    layer.weight.copy_(torch.from_numpy(W))
    layer.bias.copy_(torch.from_numpy(b[:, 0]))
    return layer

# %% wrong: b as a column
# phrase: b as a column
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.copy_(torch.from_numpy(b))
    return layer

# %% wrong: no bias at all
# phrase: bias
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, bias=False, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
    return layer

# %% wrong: the bias left at random
# phrase: left at random
torch.manual_seed(0)

def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
    return layer

# %% wrong: nothing copied
# phrase: left at random
torch.manual_seed(0)

def torch_linear(W, b):
    return torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)

# %% wrong: the bias set to 0
# phrase: no bias
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.zero_()
    return layer

# %% wrong: frozen
# phrase: frozen
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.copy_(torch.from_numpy(b[:, 0]))
    layer.requires_grad_(False)
    return layer

# %% wrong: no return
# phrase: ends without `return` gives None
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(W))
        layer.bias.copy_(torch.from_numpy(b[:, 0]))

# %% wrong: another tensor in its place
# phrase: another tensor in its place
def torch_linear(W, b):
    n_out, n_in = W.shape
    layer = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
    with torch.no_grad():
        layer.weight = torch.from_numpy(W)
        layer.bias.copy_(torch.from_numpy(b[:, 0]))
    return layer
