# %% right: slices of an order
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[chosen])
    return total / n

# %% right: shuffled copies
def sgd_epoch(step, X, labels, batch, seed):
    rng = np.random.default_rng(seed)
    numbers = np.arange(X.shape[1])
    rng.shuffle(numbers)
    X, labels = X[:, numbers], labels[numbers]
    losses, sizes = [], []
    while X.shape[1] > 0:
        sizes.append(len(labels[:batch]))
        losses.append(step(X[:, :batch], labels[:batch]))
        X, labels = X[:, batch:], labels[batch:]
    return np.average(losses, weights=sizes)

# %% right: array_split at multiples
def sgd_epoch(step, X, labels, batch, seed):
    order = np.argsort(np.random.default_rng(seed).random(X.shape[1]))
    parts = np.split(order, range(batch, len(order), batch))
    return sum(len(part) * step(X[:, part], labels[part]) for part in parts) / len(order)

# %% right: a list of numbers
def sgd_epoch(step, X, labels, batch, seed):
    import random
    order = list(range(X.shape[1]))
    random.Random(seed).shuffle(order)
    total = 0.0
    for k in range((len(order) + batch - 1) // batch):
        chosen = order[k * batch : (k + 1) * batch]
        total += step(X[:, chosen], labels[chosen]) * len(chosen)
    return total / len(order)

# %% wrong: last batch dropped
# phrase: n % batch examples are left
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)

    for start in range(0, n - batch + 1, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[chosen])
    return total / n

# %% wrong: mean of the batches
# phrase: a small last batch counts less
def sgd_epoch(step, X, labels, batch, seed):
    order = np.random.default_rng(seed).permutation(X.shape[1])
    losses = []
    for start in range(0, len(order), batch):
        chosen = order[start : start + batch]
        losses.append(step(X[:, chosen], labels[chosen]))
    return np.mean(losses)

# %% wrong: never shuffled
# phrase: draw the order from the seed
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    for start in range(0, n, batch):
        part = labels[start : start + batch]
        total += len(part) * step(X[:, start : start + batch], part)
    return total / n

# %% wrong: labels left behind
# phrase: shuffle both with the same numbers
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[start : start + batch])
    return total / n

# %% wrong: drawn with replacement
# phrase: meets every example once
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).integers(0, n, n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[chosen])
    return total / n

# %% wrong: seed not used
# phrase: the same seed must give the same order
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng().permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[chosen])
    return total / n

# %% wrong: always the same seed
# phrase: draw the order from the seed
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(0).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[chosen])
    return total / n

# %% wrong: rows for columns
# phrase: one column is one example
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[chosen], labels[chosen])
    return total / n

# %% wrong: one step only
# phrase: the loop ended after its first step
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[chosen])
        return total / n

# %% wrong: sum of the losses
# phrase: return the mean over examples
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += step(X[:, chosen], labels[chosen])
    return total

# %% wrong: not divided
# phrase: divide by the number of examples
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[chosen])
    return total

# %% wrong: last loss
# phrase: the last batch only
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total = step(X[:, chosen], labels[chosen])
    return total

# %% wrong: no return
# phrase: without `return` gives None
def sgd_epoch(step, X, labels, batch, seed):
    n, total = X.shape[1], 0.0
    order = np.random.default_rng(seed).permutation(n)
    for start in range(0, n, batch):
        chosen = order[start : start + batch]
        total += len(chosen) * step(X[:, chosen], labels[chosen])

# %% wrong: rows counted
# phrase: rows are features
def sgd_epoch(step, X, labels, batch, seed):
    n = len(X)
    order = np.random.default_rng(seed).permutation(n)
    total = 0
    for s in range(0, n, batch):
        idx = order[s:s + batch]
        total += step(X[:, idx], labels[idx]) * len(idx)
    return total / n

# %% wrong: mean of the batches, divided by the examples
# phrase: weigh it by their number
def sgd_epoch(step, X, labels, batch, seed):
    n = len(labels)
    order = np.random.default_rng(seed).permutation(n)
    total = 0
    for s in range(0, n, batch):
        idx = order[s:s + batch]
        total += step(X[:, idx], labels[idx])
    return total / n

# %% wrong: divided by the batch
# phrase: not of those in one batch
def sgd_epoch(step, X, labels, batch, seed):
    n = len(labels)
    order = np.random.default_rng(seed).permutation(n)
    total = 0
    for s in range(0, n, batch):
        idx = order[s:s + batch]
        total += step(X[:, idx], labels[idx]) * len(idx)
    return total / batch
