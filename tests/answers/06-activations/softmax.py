# %% right: shift by the largest
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F - np.max(F, axis=0, keepdims=True))
    return E / np.sum(E, axis=0, keepdims=True)

# %% right: column by column
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    columns = []
    for f in F.T:
        e = np.exp(f - max(f))
        columns.append(e / sum(e))
    return np.array(columns).T

# %% right: by the logarithm of the sum
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    return np.exp(F - np.logaddexp.reduce(F, axis=0))

# %% right: by differences
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    highest = F.max(axis=0)
    shares = np.exp(F - highest)
    shares /= shares.sum(axis=0)
    return shares

# %% right: rows and back
def softmax(F):
    R = F.T - F.T.max(axis=1, keepdims=True)
    return (np.exp(R) / np.exp(R).sum(axis=1, keepdims=True)).T

# %% wrong: overflow
# phrase: too large for any float
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    return np.exp(F) / np.exp(F).sum(axis=0)

# %% wrong: one shift for all columns
# phrase: Take each column's own
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F - np.max(F))
    return E / E.sum(axis=0)

# %% wrong: shift in the wrong direction
# phrase: must be taken off, not added
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F + F.max(axis=0))
    return E / E.sum(axis=0)

# %% wrong: smallest for largest
# phrase: so that no exponent is above 0
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F - F.min(axis=0))
    return E / E.sum(axis=0)

# %% wrong: rows for columns
# phrase: here every row sums to 1
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F - F.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)

# %% wrong: one sum for all
# phrase: the whole matrix sums to 1
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F - F.max())
    return E / E.sum()

# %% wrong: largest for sum
# phrase: divide by the column's sum
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F - F.max(axis=0))
    return E / E.max(axis=0)

# %% wrong: a sigmoid for each score
# phrase: a sigmoid looks at one score alone
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    return sigmoid(F)

# %% wrong: no exponential
# phrase: take the exponential first
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    return F / F.sum(axis=0)

# %% wrong: a hard maximum
# phrase: gives every class a share
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    return (F == F.max(axis=0)).astype(float)

# %% wrong: sums along the rows
# phrase: One column is one example: sum over axis 0
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F - F.max(axis=0))
    return E / E.sum(axis=1, keepdims=True)

# %% wrong: sums along the rows, flat
# phrase: One column is one example: sum over axis 0
@np.errstate(over="raise", invalid="raise")
def softmax(F):
    E = np.exp(F - F.max(axis=0))
    return E / E.sum(axis=1)
