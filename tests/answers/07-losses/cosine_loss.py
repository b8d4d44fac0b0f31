# %% right: as derived
def cosine_loss(F, Y):
    length, n = np.linalg.norm(F, axis=0), F.shape[1]
    a, b = np.where(length > 0, length, 1), np.linalg.norm(Y, axis=0)
    u, v = F / a, Y / np.where(b > 0, b, 1)
    c = np.sum(u * v, axis=0)
    return np.mean(1 - c), np.where(length > 0, -(v - c * u) / a / n, 0)

# %% right: a loop over examples
def cosine_loss(F, Y):
    n, L, dF = F.shape[1], 0.0, np.zeros(F.shape)
    for j in range(n):
        f, y = F[:, j], Y[:, j]
        a, b = np.sqrt(f @ f), np.sqrt(y @ y)
        if a == 0 or b == 0:
            L += 1 / n
            continue
        c = (f @ y) / (a * b)
        L += (1 - c) / n
        dF[:, j] = -(y / b - c * f / a) / (a * n)
    return L, dF

# %% right: by the quotient rule, a list
def cosine_loss(F, Y):
    ff, yy, fy = (F * F).sum(axis=0), (Y * Y).sum(axis=0), (F * Y).sum(axis=0)
    good = (ff > 0) & (yy > 0)
    ff, yy = np.where(good, ff, 1), np.where(good, yy, 1)
    root = np.sqrt(ff * yy)
    slope = Y / root - fy * F / (ff * root)
    return [1 - np.mean(fy / root), -slope * good / F.shape[1]]

# %% right: a projection matrix for each column
def cosine_loss(F, Y):
    n, dF, cosines = F.shape[1], np.zeros(F.shape), np.zeros(F.shape[1])
    for j in range(n):
        a, b = np.linalg.norm(F[:, j]), np.linalg.norm(Y[:, j])
        if a > 0 and b > 0:
            u, v = F[:, j] / a, Y[:, j] / b
            cosines[j] = u @ v
            dF[:, j] = -(np.eye(len(F)) - np.outer(u, u)) @ v / a / n
    return 1 - cosines.mean(), dF

# %% right: float32
def cosine_loss(F, Y):
    F, Y = F.astype(np.float32), Y.astype(np.float32)
    one, n = np.float32(1), np.float32(F.shape[1])
    a, b = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0)
    u, v = F / np.where(a > 0, a, one), Y / np.where(b > 0, b, one)
    c = (u * v).sum(axis=0)
    return np.float32(np.mean(1 - c)), (c * u - v) * (a > 0) / np.where(a > 0, a, one) / n

# %% wrong: similarity for loss
# phrase: it is largest where the answer is best
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    A = np.where(a > 0, a, 1)
    u, v = F / A, Y / np.where(b > 0, b, 1)
    c = np.sum(u * v, axis=0)
    return np.mean(c), np.where(a > 0, (v - c * u) / A / n, 0)

# %% wrong: the 1 forgotten
# phrase: so that 0 is perfect
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    A = np.where(a > 0, a, 1)
    u, v = F / A, Y / np.where(b > 0, b, 1)
    c = np.sum(u * v, axis=0)
    return -np.mean(c), np.where(a > 0, -(v - c * u) / A / n, 0)

# %% wrong: length forgotten
# phrase: the less a step turns it
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    u, v = F / np.where(a > 0, a, 1), Y / np.where(b > 0, b, 1)
    c = np.sum(u * v, axis=0)
    return np.mean(1 - c), np.where(a > 0, -(v - c * u) / n, 0)

# %% wrong: nothing taken off
# phrase: only makes f longer
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    A = np.where(a > 0, a, 1)
    u, v = F / A, Y / np.where(b > 0, b, 1)
    return np.mean(1 - np.sum(u * v, axis=0)), np.where(a > 0, -v / A / n, 0)

# %% wrong: f for its direction
# phrase: f divided by its length
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    A = np.where(a > 0, a, 1)
    v = Y / np.where(b > 0, b, 1)
    c = np.sum(F / A * v, axis=0)
    return np.mean(1 - c), np.where(a > 0, -(v - c * F) / A / n, 0)

# %% wrong: 0 divided by 0
# phrase: a zero vector has no direction: 0/0 is nan
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    with np.errstate(all="ignore"):
        u, v = F / a, Y / b
        c = np.sum(u * v, axis=0)
        return np.mean(1 - c), -(v - c * u) / a / n

# %% wrong: blame for a zero vector
# phrase: its dF is 0
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    a = np.where(a > 0, a, 1)
    u, v = F / a, Y / np.where(b > 0, b, 1)
    c = np.sum(u * v, axis=0)
    return np.mean(1 - c), -(v - c * u) / a / n

# %% wrong: no loss for zero vectors
# phrase: so it costs 1
def cosine_loss(F, Y):
    n, L, dF = F.shape[1], 0.0, np.zeros(F.shape)
    for j in range(n):
        a, b = np.linalg.norm(F[:, j]), np.linalg.norm(Y[:, j])
        if a > 0 and b > 0:
            u, v = F[:, j] / a, Y[:, j] / b
            L += (1 - u @ v) / n
            dF[:, j] = -(v - (u @ v) * u) / a / n
    return L, dF

# %% wrong: sign of the gradient
# phrase: dF points the other way
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    A = np.where(a > 0, a, 1)
    u, v = F / A, Y / np.where(b > 0, b, 1)
    c = np.sum(u * v, axis=0)
    return np.mean(1 - c), np.where(a > 0, (v - c * u) / A / n, 0)

# %% wrong: 1/n forgotten in dF
# phrase: so its slope carries 1/n, too
def cosine_loss(F, Y):
    a, b = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0)
    A = np.where(a > 0, a, 1)
    u, v = F / A, Y / np.where(b > 0, b, 1)
    c = np.sum(u * v, axis=0)
    return np.mean(1 - c), np.where(a > 0, -(v - c * u) / A, 0)

# %% wrong: divided by ‖y‖
# phrase: it is the length of f that slows the turning
def cosine_loss(F, Y):
    a, b, n = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0), F.shape[1]
    A, B = np.where(a > 0, a, 1), np.where(b > 0, b, 1)
    u, v = F / A, Y / B
    c = np.sum(u * v, axis=0)
    return np.mean(1 - c), -(v - c * u) / B / n
