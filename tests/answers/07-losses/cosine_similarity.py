# %% right: divisor repaired
def cosine_similarity(F, Y):
    lengths = np.linalg.norm(F, axis=0) * np.linalg.norm(Y, axis=0)
    return np.sum(F * Y, axis=0) / np.where(lengths > 0, lengths, 1)

# %% right: a loop, a list
def cosine_similarity(F, Y):
    answer = []
    for f, y in zip(F.T, Y.T):
        if not f.any() or not y.any():
            answer.append(0.0)
        else:
            answer.append(np.dot(f, y) / (np.sqrt(np.dot(f, f)) * np.sqrt(np.dot(y, y))))
    return answer

# %% right: unit columns
def cosine_similarity(F, Y):
    def unit(A):
        length = np.sqrt((A**2).sum(axis=0))
        return np.divide(A, length, out=np.zeros_like(A), where=length > 0)
    return np.einsum("ij,ij->j", unit(F), unit(Y))

# %% right: a tiny bound below the lengths
def cosine_similarity(F, Y):
    a = np.maximum(np.linalg.norm(F, axis=0), 1e-300)
    b = np.maximum(np.linalg.norm(Y, axis=0), 1e-300)
    return (F / a * (Y / b)).sum(axis=0)

# %% right: float32
def cosine_similarity(F, Y):
    F, Y = F.astype(np.float32), Y.astype(np.float32)
    a, b = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0)
    return ((F / np.where(a > 0, a, np.float32(1))) * (Y / np.where(b > 0, b, np.float32(1)))).sum(axis=0)

# %% wrong: 0 divided by 0
# phrase: a zero vector has no direction: 0/0 is nan
def cosine_similarity(F, Y):
    with np.errstate(invalid="ignore"):
        return np.sum(F * Y, axis=0) / (np.linalg.norm(F, axis=0) * np.linalg.norm(Y, axis=0))

# %% wrong: epsilon
# phrase: changes the answer for short vectors
def cosine_similarity(F, Y):
    return np.sum(F * Y, axis=0) / (np.linalg.norm(F, axis=0) * np.linalg.norm(Y, axis=0) + 1e-8)

# %% wrong: dot product only
# phrase: divide by both lengths
def cosine_similarity(F, Y):
    return np.sum(F * Y, axis=0)

# %% wrong: one length only
# phrase: divide by the length of y, too
def cosine_similarity(F, Y):
    a = np.linalg.norm(F, axis=0)
    return np.sum(F * Y, axis=0) / np.where(a > 0, a, 1)

# %% wrong: squared lengths
# phrase: not by their squares
def cosine_similarity(F, Y):
    d = np.sum(F**2, axis=0) * np.sum(Y**2, axis=0)
    return np.sum(F * Y, axis=0) / np.where(d > 0, d, 1)

# %% wrong: rows for columns
# phrase: `axis=0` runs down the columns
def cosine_similarity(F, Y):
    d = np.linalg.norm(F, axis=1) * np.linalg.norm(Y, axis=1)
    return np.sum(F * Y, axis=1) / np.where(d > 0, d, 1)

# %% wrong: length of the whole matrix
# phrase: measures the whole matrix
def cosine_similarity(F, Y):
    d = np.linalg.norm(F) * np.linalg.norm(Y)
    return np.sum(F * Y, axis=0) / (d if d > 0 else 1)

# %% wrong: all pairs
# phrase: compares every column with every column
def cosine_similarity(F, Y):
    a, b = np.linalg.norm(F, axis=0), np.linalg.norm(Y, axis=0)
    return (F / np.where(a > 0, a, 1)).T @ (Y / np.where(b > 0, b, 1))

# %% wrong: absolute value
# phrase: keep the sign
def cosine_similarity(F, Y):
    d = np.linalg.norm(F, axis=0) * np.linalg.norm(Y, axis=0)
    return np.abs(np.sum(F * Y, axis=0)) / np.where(d > 0, d, 1)

# %% wrong: mean over the examples
# phrase: the mean comes in the loss
def cosine_similarity(F, Y):
    d = np.linalg.norm(F, axis=0) * np.linalg.norm(Y, axis=0)
    return np.mean(np.sum(F * Y, axis=0) / np.where(d > 0, d, 1))

# %% wrong: 1 for zero vectors
# phrase: a zero vector is similar to nothing
def cosine_similarity(F, Y):
    d = np.linalg.norm(F, axis=0) * np.linalg.norm(Y, axis=0)
    return np.where(d > 0, np.sum(F * Y, axis=0) / np.where(d > 0, d, 1), 1.0)
