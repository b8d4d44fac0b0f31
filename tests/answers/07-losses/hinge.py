# %% right: arrays
def hinge(F, Y):
    if not np.all((Y == 1) | (Y == -1)):
        raise ValueError("labels are −1 and +1")
    missing = np.maximum(1 - Y * F, 0)
    return missing.sum() / F.shape[1], np.where(missing > 0, -Y, 0) / F.shape[1]

# %% right: loops
def hinge(F, Y):
    L, dF = 0.0, np.zeros(F.shape)
    for i in range(F.shape[0]):
        for j in range(F.shape[1]):
            if Y[i, j] not in (-1, 1):
                raise ValueError("labels are −1 and +1")
            margin = Y[i, j] * F[i, j]
            if margin < 1:
                L += 1 - margin
                dF[i, j] = -Y[i, j]
    return L / F.shape[1], dF / F.shape[1]

# %% right: both classes apart, a list
def hinge(F, Y):
    if set(np.unique(Y)) - {-1.0, 1.0}:
        raise ValueError("labels are −1 and +1")
    n = F.shape[1]
    up, down = (Y > 0) & (F < 1), (Y < 0) & (F > -1)
    return [((1 - F) * up + (1 + F) * down).sum() / n, (1.0 * down - up) / n]

# %% right: float32
def hinge(F, Y):
    if np.any(Y**2 != 1):
        raise ValueError("labels are −1 and +1")
    F, Y = F.astype(np.float32), Y.astype(np.float32)
    n = np.float32(F.shape[1])
    u = 1 - Y * F
    return np.float32(np.maximum(u, 0).sum() / n), -Y * np.heaviside(u, np.float32(0)) / n

# %% wrong: no margin
# phrase: being right is not enough
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.maximum(0, -Y * F)) / n, -Y * (Y * F < 0) / n

# %% wrong: no margin in dF
# phrase: from y f = 1 on, not from 0 on
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.maximum(0, 1 - Y * F)) / n, -Y * (Y * F < 0) / n

# %% wrong: blame where there is none
# phrase: the loss is flat: dF is 0 there
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.maximum(0, 1 - Y * F)) / n, -Y / n

# %% wrong: label forgotten in dF
# phrase: the slope of 1 − y f is −y, not −1
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.maximum(0, 1 - Y * F)) / n, -1.0 * (Y * F < 1) / n

# %% wrong: no maximum
# phrase: must not earn a negative loss
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(1 - Y * F) / n, -Y * (Y * F < 1) / n

# %% wrong: maximum of the sum
# phrase: entry by entry, before you add
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return max(0.0, np.sum(1 - Y * F)) / n, -Y * (Y * F < 1) / n

# %% wrong: kink
# phrase: at the kink y f = 1 this course takes 0
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.maximum(0, 1 - Y * F)) / n, -Y * (Y * F <= 1) / n

# %% wrong: 1/n forgotten in dF
# phrase: so its slope carries 1/n, too
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    return np.sum(np.maximum(0, 1 - Y * F)) / F.shape[1], -Y * (Y * F < 1)

# %% wrong: sign of the gradient
# phrase: dF points the other way
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return np.sum(np.maximum(0, 1 - Y * F)) / n, Y * (Y * F < 1) / n

# %% wrong: any label accepted
# phrase: a label 0 makes y f = 0
def hinge(F, Y):
    n = F.shape[1]
    return np.sum(np.maximum(0, 1 - Y * F)) / n, -Y * (Y * F < 1) / n

# %% wrong: squared hinge
# phrase: no square here
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n, u = F.shape[1], np.maximum(0, 1 - Y * F)
    return np.sum(u**2) / n, -2 * Y * u / n

# %% wrong: mean over every entry
# phrase: only by the number of examples, `F.shape[1]`
def hinge(F, Y):
    if not np.all(np.abs(Y) == 1):
        raise ValueError("labels")
    n = F.shape[1]
    return np.mean(np.maximum(0, 1 - Y * F)), -Y * (Y * F < 1) / n
