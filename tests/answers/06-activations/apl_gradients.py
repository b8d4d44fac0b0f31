# %% right: vectorised
def apl_gradients(F, a, b, dG):
    reach = np.maximum(0, b - F)
    return (dG * reach).sum(axis=2, keepdims=True), (dG * a * (reach > 0)).sum(axis=2, keepdims=True)

# %% right: hinge by hinge
def apl_gradients(F, a, b, dG):
    da, db = np.zeros(a.shape), np.zeros(b.shape)
    for s in range(len(a)):
        left = F < b[s]
        da[s] = np.where(left, dG * (b[s] - F), 0).sum(axis=1, keepdims=True)
        db[s] = a[s] * np.where(left, dG, 0).sum(axis=1, keepdims=True)
    return da, db

# %% right: einsum
def apl_gradients(F, a, b, dG):
    left = (b > F) * 1.0
    return np.einsum("in,sin->si", dG, left * (b - F))[..., None], a * np.einsum("in,sin->si", dG, left)[..., None]

# %% right: float32
def apl_gradients(F, a, b, dG):
    F, a, b, dG = (each.astype(np.float32) for each in (F, a, b, dG))
    return (dG * np.maximum(b - F, 0)).sum(axis=2, keepdims=True), a * (dG * (F < b)).sum(axis=2, keepdims=True)

# %% wrong: hinge turned round
# phrase: it works to the left of b
def apl_gradients(F, a, b, dG):
    return (dG * np.maximum(F - b, 0)).sum(axis=2, keepdims=True), (dG * a * (F > b)).sum(axis=2, keepdims=True)

# %% wrong: hinge turned round in da
# phrase: it works to the left of b
def apl_gradients(F, a, b, dG):
    return (dG * np.maximum(F - b, 0)).sum(axis=2, keepdims=True), (dG * a * (F < b)).sum(axis=2, keepdims=True)

# %% wrong: wrong side in db
# phrase: that is where F < b
def apl_gradients(F, a, b, dG):
    return (dG * np.maximum(b - F, 0)).sum(axis=2, keepdims=True), (dG * a * (F > b)).sum(axis=2, keepdims=True)

# %% wrong: both sides in db
# phrase: those entries add nothing to db
def apl_gradients(F, a, b, dG):
    return (dG * np.maximum(b - F, 0)).sum(axis=2, keepdims=True), (dG * a).sum(axis=2, keepdims=True)

# %% wrong: hinge not cut off
# phrase: never negative
def apl_gradients(F, a, b, dG):
    return (dG * (b - F)).sum(axis=2, keepdims=True), (dG * a * (F < b)).sum(axis=2, keepdims=True)

# %% wrong: a forgotten in db
# phrase: the factor a is missing
def apl_gradients(F, a, b, dG):
    return (dG * np.maximum(b - F, 0)).sum(axis=2, keepdims=True), (dG * (F < b)).sum(axis=2, keepdims=True)

# %% wrong: a too many in da
# phrase: the a is gone
def apl_gradients(F, a, b, dG):
    return (dG * a * np.maximum(b - F, 0)).sum(axis=2, keepdims=True), (dG * a * (F < b)).sum(axis=2, keepdims=True)

# %% wrong: blame forgotten
# phrase: dG is missing
def apl_gradients(F, a, b, dG):
    return np.maximum(b - F, 0).sum(axis=2, keepdims=True), (a * (F < b)).sum(axis=2, keepdims=True)

# %% wrong: not summed
# phrase: sum over the last axis
def apl_gradients(F, a, b, dG):
    return dG * np.maximum(b - F, 0), dG * a * (F < b)

# %% wrong: axis lost
# phrase: say `keepdims=True`
def apl_gradients(F, a, b, dG):
    return (dG * np.maximum(b - F, 0)).sum(axis=2), (dG * a * (F < b)).sum(axis=2)

# %% wrong: order of the answer
# phrase: the answer is (da, db), in this order
def apl_gradients(F, a, b, dG):
    return (dG * a * (F < b)).sum(axis=2, keepdims=True), (dG * np.maximum(b - F, 0)).sum(axis=2, keepdims=True)
