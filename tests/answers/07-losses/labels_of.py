# %% right: argmax
def labels_of(Y):
    return np.argmax(Y, axis=0)

# %% right: a loop
def labels_of(Y):
    answer = []
    for column in Y.T:
        answer.append(int(np.argmax(column)))
    return np.array(answer)

# %% right: by sorting
def labels_of(Y):
    return np.argsort(-Y, axis=0, kind="stable")[0]

# %% right: a list
def labels_of(Y):
    return [max(range(len(Y)), key=lambda k: Y[k, j]) for j in range(Y.shape[1])]

# %% right: float32
def labels_of(Y):
    return Y.astype(np.float32).argmax(0)

# %% wrong: rows for columns
# phrase: go down the columns
def labels_of(Y):
    return np.argmax(Y, axis=1)

# %% wrong: one for the whole matrix
# phrase: looks at the whole matrix at once
def labels_of(Y):
    return np.argmax(Y)

# %% wrong: the largest entry, not its place
# phrase: its row is `argmax`
def labels_of(Y):
    return np.max(Y, axis=0)

# %% wrong: smallest entry
# phrase: largest, not smallest
def labels_of(Y):
    return np.argmin(Y, axis=0)

# %% wrong: counted from 1
# phrase: classes count from 0
def labels_of(Y):
    return np.argmax(Y, axis=0) + 1

# %% wrong: in the order of the rows
# phrase: finds the ones row by row
def labels_of(Y):
    return np.where(Y == 1)[0]

# %% wrong: only exact ones
# phrase: scores hold no exact 1
def labels_of(Y):
    return np.nonzero(Y.T == 1)[1]

# %% wrong: weighted by the row
# phrase: right for one-hot columns only
def labels_of(Y):
    return np.arange(len(Y)) @ Y

# %% wrong: a matrix for a row
# phrase: one number for each example
def labels_of(Y):
    return np.argmax(Y, axis=0, keepdims=True)
