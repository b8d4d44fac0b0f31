# %% right: loop
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ G
        spreads.append(F.std())
        G = np.tanh(F)
    return spreads

# %% right: std by hand, an array
def spread_by_layer(weights, X):
    G = X
    result = np.zeros(len(weights))
    for k, W in enumerate(weights):
        F = np.dot(W, G)
        result[k] = np.sqrt(np.mean((F - F.mean()) ** 2))
        G = (np.exp(F) - np.exp(-F)) / (np.exp(F) + np.exp(-F))
    return result

# %% right: recursion
def spread_by_layer(weights, X):
    if len(weights) == 0:
        return []
    F = weights[0] @ X
    return [np.std(F)] + spread_by_layer(weights[1:], np.tanh(F))

# %% right: one example at a time
def spread_by_layer(weights, X):
    columns = [list(X[:, j]) for j in range(X.shape[1])]
    spreads = []
    for W in weights:
        columns = [W @ np.array(column) for column in columns]
        spreads.append(float(np.std(np.stack(columns))))
        columns = [np.tanh(column) for column in columns]
    return spreads

# %% wrong: spread of activations
# phrase: before tanh
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ G
        spreads.append(np.tanh(F).std())
        G = np.tanh(F)
    return spreads

# %% wrong: no tanh between
# phrase: stands G = tanh(F)
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ G
        spreads.append(F.std())
        G = F
    return spreads

# %% wrong: variance for spread
# phrase: the square root of the variance
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ G
        spreads.append(F.var())
        G = np.tanh(F)
    return spreads

# %% wrong: every layer sees X
# phrase: not X again
def spread_by_layer(weights, X):
    spreads = []
    for W in weights:
        F = W @ X
        spreads.append(F.std())
        G = np.tanh(F)
    return spreads

# %% wrong: X bent first
# phrase: X goes into the first layer as it is
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ np.tanh(G)
        spreads.append(F.std())
        G = F
    return spreads

# %% wrong: one spread for each unit
# phrase: one number for each layer
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ G
        spreads.append(F.std(axis=1))
        G = np.tanh(F)
    return spreads

# %% wrong: ReLU for tanh
# phrase: the units of this network are tanh
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ G
        spreads.append(F.std())
        G = np.maximum(F, 0)
    return spreads

# %% wrong: last layer only
# phrase: one number for every layer
def spread_by_layer(weights, X):
    G = X
    for W in weights:
        F = W @ G
        spread = F.std()
        G = np.tanh(F)
    return spread

# %% wrong: mean size for spread
# phrase: take the standard deviation
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ G
        spreads.append(np.abs(F).mean())
        G = np.tanh(F)
    return spreads

# %% wrong: input listed, too
# phrase: begins with the first layer
def spread_by_layer(weights, X):
    G, spreads = X, [X.std()]
    for W in weights:
        F = W @ G
        spreads.append(F.std())
        G = np.tanh(F)
    return spreads

# %% wrong: no return
# phrase: return the list
def spread_by_layer(weights, X):
    G, spreads = X, []
    for W in weights:
        F = W @ G
        spreads.append(F.std())
        G = np.tanh(F)

# %% wrong: spread of what comes in
# phrase: multiply by W first
def spread_by_layer(weights, X):
    G, out = X, []
    for W in weights:
        F = W @ G
        out.append(np.std(G))
        G = np.tanh(F)
    return out
