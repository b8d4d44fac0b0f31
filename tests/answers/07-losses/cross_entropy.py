# %% right: two lines
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return -np.sum(Y * log_softmax(F)) / n, (softmax(F) - Y) / n

# %% right: loops over examples
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n, L, dF = F.shape[1], 0.0, np.zeros(F.shape)
    for j in range(n):
        f = F[:, j] - max(F[:, j])
        total = np.sum(np.exp(f))
        L -= np.dot(Y[:, j], f - np.log(total)) / n
        dF[:, j] = (np.exp(f) / total - Y[:, j]) / n
    return L, dF

# %% right: log-sum-exp minus the score of the truth
def cross_entropy(F, Y):
    if np.shape(F) != np.shape(Y):
        raise ValueError("shapes differ")
    logsum = np.logaddexp.reduce(F, axis=0)
    return np.mean(logsum - np.sum(Y * F, axis=0)), (np.exp(F - logsum) - Y) / F.shape[1]

# %% right: float32, a list
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    shifted, Y = (F - F.max(axis=0)).astype(np.float32), Y.astype(np.float32)
    E = np.exp(shifted)
    total, n = E.sum(axis=0), np.float32(F.shape[1])
    return [np.float32((Y * (np.log(total) - shifted)).sum() / n), (E / total - Y) / n]

# %% wrong: softmax twice
# phrase: the softmax is part of this loss
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n, P = F.shape[1], softmax(F)
    return -np.sum(Y * log_softmax(P)) / n, (softmax(P) - Y) / n

# %% wrong: softmax twice in L
# phrase: the softmax is part of this loss
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n, P = F.shape[1], softmax(F)
    return -np.sum(Y * log_softmax(P)) / n, (P - Y) / n

# %% wrong: ∂L/∂p instead of ∂L/∂f
# phrase: −y/p is the slope by p
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    with np.errstate(all="ignore"):
        return -np.sum(Y * log_softmax(F)) / n, -Y / softmax(F) / n

# %% wrong: true class only
# phrase: the other classes are blamed, too
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return -np.sum(Y * log_softmax(F)) / n, Y * (softmax(F) - Y) / n

# %% wrong: sign of the gradient
# phrase: dF points the other way
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return -np.sum(Y * log_softmax(F)) / n, (Y - softmax(F)) / n

# %% wrong: mean over every entry
# phrase: `np.mean` divides by outputs times examples
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return -np.mean(Y * log_softmax(F)), (softmax(F) - Y) / F.shape[1]

# %% wrong: 1/n forgotten in dF
# phrase: so its slope carries 1/n, too
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    return -np.sum(Y * log_softmax(F)) / F.shape[1], softmax(F) - Y

# %% wrong: minus forgotten
# phrase: the loss is minus the sum
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return np.sum(Y * log_softmax(F)) / n, (softmax(F) - Y) / n

# %% wrong: both halves
# phrase: belongs to a single sigmoid
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n, P = F.shape[1], softmax(F)
    with np.errstate(all="ignore"):
        L = -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / n
    return L, (P - Y) / n

# %% wrong: ten sigmoids
# phrase: one class out of all is true
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n = F.shape[1]
    return np.sum(np.logaddexp(0, F) - Y * F) / n, (sigmoid(F) - Y) / n

# %% wrong: the logarithm of a rounded 0
# phrase: take your log_softmax
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n, P = F.shape[1], softmax(F)
    with np.errstate(all="ignore"):
        return -np.sum(Y * np.log(P)) / n, (P - Y) / n

# %% wrong: a cap on the loss
# phrase: kept away from 0 by a small number caps the loss
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n, P = F.shape[1], softmax(F)
    return -np.sum(Y * np.log(P + 1e-9)) / n, (P - Y) / n

# %% wrong: largest for true
# phrase: may be any distribution
def cross_entropy(F, Y):
    if F.shape != Y.shape:
        raise ValueError("shapes differ")
    n, truth = F.shape[1], np.argmax(Y, axis=0)
    dF = softmax(F)
    dF[truth, np.arange(n)] -= 1
    return -np.mean(log_softmax(F)[truth, np.arange(n)]), dF / n

# %% wrong: shapes not compared
# phrase: a row of labels is stretched
def cross_entropy(F, Y):
    n = F.shape[1]
    return -np.sum(Y * log_softmax(F)) / n, (softmax(F) - Y) / n
