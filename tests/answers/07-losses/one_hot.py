# %% right: columns of the identity
def one_hot(labels, classes):
    if np.any(labels < 0) or np.any(labels >= classes):
        raise ValueError("a label is no class")
    return np.eye(classes)[:, labels]

# %% right: a loop
def one_hot(labels, classes):
    Y = np.zeros((classes, len(labels)))
    for j, label in enumerate(labels):
        if label not in range(classes):
            raise ValueError(f"{label} is no class")
        Y[label, j] = 1
    return Y

# %% right: by comparison
def one_hot(labels, classes):
    Y = (np.arange(classes)[:, None] == labels).astype(int)
    if not np.all(Y.sum(axis=0) == 1):
        raise ValueError("labels must be 0 … classes − 1")
    return Y

# %% right: float32, all entries at once
def one_hot(labels, classes):
    if set(labels.tolist()) - set(range(classes)):
        raise ValueError("labels")
    Y = np.zeros((classes, labels.size), dtype=np.float32)
    Y[labels, np.arange(labels.size)] = 1
    return Y

# %% right: a list of rows
def one_hot(labels, classes):
    if min(labels) < 0 or max(labels) > classes - 1:
        raise ValueError("labels")
    return [[float(label == k) for label in labels] for k in range(classes)]

# %% wrong: rows for columns
# phrase: take columns of the identity matrix
def one_hot(labels, classes):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("labels")
    return np.eye(classes)[labels]

# %% wrong: as many rows as labels seen
# phrase: even if the last classes do not occur
def one_hot(labels, classes):
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError("labels")
    return np.eye(labels.max() + 1)[:, labels]

# %% wrong: counted from 1
# phrase: classes count from 0
def one_hot(labels, classes):
    Y = np.zeros((classes, len(labels)))
    for j, label in enumerate(labels):
        Y[label - 1, j] = 1
    return Y

# %% wrong: whole rows filled
# phrase: fills whole rows
def one_hot(labels, classes):
    Y = np.zeros((classes, len(labels)))
    Y[labels] = 1
    return Y

# %% wrong: no look at the labels, identity
# phrase: numpy takes −1 as the last class without a word
def one_hot(labels, classes):
    return np.eye(classes)[:, labels]

# %% wrong: no look at the labels, scatter
# phrase: numpy takes −1 as the last class without a word
def one_hot(labels, classes):
    Y = np.zeros((classes, len(labels)))
    Y[labels, np.arange(len(labels))] = 1
    return Y

# %% wrong: no look at the labels, comparison
# phrase: its column is all zeros, and nobody notices
def one_hot(labels, classes):
    return (np.arange(classes)[:, None] == labels).astype(float)

# %% wrong: the labels themselves
# phrase: holds 1, not the label
def one_hot(labels, classes):
    Y = np.zeros((classes, len(labels)))
    for j, label in enumerate(labels):
        Y[label, j] = label
    return Y

# %% wrong: −1 and 1
# phrase: −1 and 1 are for the hinge loss only
def one_hot(labels, classes):
    return 2 * np.eye(classes)[:, labels] - 1

# %% wrong: no return
# phrase: ends without `return` gives None
def one_hot(labels, classes):
    Y = np.eye(classes)[:, labels]
