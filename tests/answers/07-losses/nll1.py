# %% right: as derived
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels must lie from 0 to 1")
    n = F.shape[1]
    L = np.maximum(F, 0) + np.log1p(np.exp(-np.abs(F))) - Y * F
    return L.sum() / n, (sigmoid(F) - Y) / n

# %% right: logaddexp
def nll1(F, Y):
    if np.any(Y < 0) or np.any(Y > 1):
        raise ValueError("labels must lie from 0 to 1")
    n = F.shape[1]
    return np.sum(np.logaddexp(0, F) - Y * F) / n, (sigmoid(F) - Y) / n

# %% right: loops
def nll1(F, Y):
    L, dF = 0.0, np.zeros(F.shape)
    for i, j in np.ndindex(F.shape):
        f, y = F[i, j], Y[i, j]
        if not 0 <= y <= 1:
            raise ValueError("labels must lie from 0 to 1")
        L += max(f, 0) + np.log1p(np.exp(-abs(f))) - y * f
        p = 1 / (1 + np.exp(-f)) if f >= 0 else np.exp(f) / (1 + np.exp(f))
        dF[i, j] = p - y
    return L / F.shape[1], dF / F.shape[1]

# %% right: float32
def nll1(F, Y):
    if np.min(Y) < 0 or np.max(Y) > 1:
        raise ValueError("labels must lie from 0 to 1")
    F, Y = F.astype(np.float32), Y.astype(np.float32)
    n = np.float32(F.shape[1])
    return np.float32((np.logaddexp(np.float32(0), F) - Y * F).sum() / n), (sigmoid(F) - Y) / n

# %% right: both classes as −ln σ(±f), a list
def nll1(F, Y):
    if not np.all((Y >= 0) & (Y <= 1)):
        raise ValueError("labels must lie from 0 to 1")
    n = F.shape[1]
    yes, no = np.logaddexp(0, -F), np.logaddexp(0, F)
    return [(Y * yes + (1 - Y) * no).sum() / n, -(Y * sigmoid(-F) - (1 - Y) * sigmoid(F)) / n]

# %% wrong: blame by σ′ once more
# phrase: σ′ is in p − y already
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n, p = F.shape[1], sigmoid(F)
    return np.sum(np.logaddexp(0, F) - Y * F) / n, (p - Y) * p * (1 - p) / n

# %% wrong: ∂L/∂p instead of ∂L/∂f
# phrase: this is the slope by p
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n, p = F.shape[1], sigmoid(F)
    with np.errstate(all="ignore"):
        return np.sum(np.logaddexp(0, F) - Y * F) / n, (p - Y) / (p * (1 - p)) / n

# %% wrong: the logarithm of a rounded 0
# phrase: is rounded to 0, and ln 0 is −inf
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n, p = F.shape[1], sigmoid(F)
    with np.errstate(all="ignore"):
        L = -(Y * np.log(p) + (1 - Y) * np.log(1 - p))
    return np.sum(L) / n, (p - Y) / n

# %% wrong: a cap on the loss
# phrase: kept away from 0 by a small number caps the loss
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n, p = F.shape[1], np.clip(sigmoid(F), 1e-12, 1 - 1e-12)
    L = -(Y * np.log(p) + (1 - Y) * np.log(1 - p))
    return np.sum(L) / n, (sigmoid(F) - Y) / n

# %% wrong: a small number in the logarithm
# phrase: kept away from 0 by a small number caps the loss
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n, p = F.shape[1], sigmoid(F)
    L = -(Y * np.log(p + 1e-15) + (1 - Y) * np.log(1 - p + 1e-15))
    return np.sum(L) / n, (p - Y) / n

# %% wrong: an exponential that overflows
# phrase: e^1000 is inf in floating point
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n = F.shape[1]
    with np.errstate(all="ignore"):
        return np.sum(np.log(1 + np.exp(F)) - Y * F) / n, (sigmoid(F) - Y) / n

# %% wrong: half of it
# phrase: both halves are needed
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(Y * np.logaddexp(0, -F)) / n, (sigmoid(F) - Y) / n

# %% wrong: scores for probabilities
# phrase: the score has to go through the sigmoid
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.logaddexp(0, F) - Y * F) / n, (F - Y) / n

# %% wrong: labels the wrong way round
# phrase: −ln p belongs to y = 1
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.logaddexp(0, F) - (1 - Y) * F) / n, (sigmoid(F) - (1 - Y)) / n

# %% wrong: |f| forgotten
# phrase: the absolute value keeps the exponent at 0 or below
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n = F.shape[1]
    with np.errstate(all="ignore"):
        L = np.maximum(F, 0) + np.log1p(np.exp(-F)) - Y * F
    return np.sum(L) / n, (sigmoid(F) - Y) / n

# %% wrong: sign of the gradient
# phrase: dF points the other way
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.logaddexp(0, F) - Y * F) / n, (Y - sigmoid(F)) / n

# %% wrong: mean over every entry
# phrase: divide only by the number of examples
def nll1(F, Y):
    if Y.min() < 0 or Y.max() > 1:
        raise ValueError("labels")
    return np.mean(np.logaddexp(0, F) - Y * F), (sigmoid(F) - Y) / F.size

# %% wrong: any label accepted
# phrase: with a label −1 this loss has no smallest value
def nll1(F, Y):
    n = F.shape[1]
    return np.sum(np.logaddexp(0, F) - Y * F) / n, (sigmoid(F) - Y) / n
