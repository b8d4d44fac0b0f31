# %% right: vectorised
def prelu_gradients(F, a, dG):
    return np.where(F > 0, dG, a * dG), np.sum(dG * np.minimum(F, 0), axis=1, keepdims=True)

# %% right: unit by unit
def prelu_gradients(F, a, dG):
    dF, da = dG.copy(), np.zeros(a.shape)
    for i in range(len(F)):
        low = F[i] <= 0
        dF[i, low] *= a[i]
        da[i, 0] = dG[i, low] @ F[i, low]
    return dF, da

# %% right: einsum
def prelu_gradients(F, a, dG):
    on = F > 0
    return dG * (on + a * ~on), np.einsum("ij,ij->i", dG, F * ~on)[:, None]

# %% right: float32
def prelu_gradients(F, a, dG):
    F, a, dG = F.astype(np.float32), a.astype(np.float32), dG.astype(np.float32)
    return dG * np.where(F > 0, np.float32(1), a), (dG * np.minimum(F, 0)).sum(axis=1).reshape(-1, 1)

# %% wrong: not summed
# phrase: so its blame is their sum
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), dG * np.minimum(F, 0)

# %% wrong: shape (units,)
# phrase: say `keepdims=True`
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), (dG * np.minimum(F, 0)).sum(axis=1)

# %% wrong: summed over units
# phrase: axis 0 runs over units
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), (dG * np.minimum(F, 0)).sum(axis=0, keepdims=True)

# %% wrong: one sum for all
# phrase: every unit has an a of its own
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), (dG * np.minimum(F, 0)).sum()

# %% wrong: wrong side
# phrase: a matters only where F is below 0
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), (dG * np.maximum(F, 0)).sum(axis=1, keepdims=True)

# %% wrong: both sides
# phrase: those entries add 0
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), (dG * F).sum(axis=1, keepdims=True)

# %% wrong: blame forgotten
# phrase: dG is missing in da
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), np.minimum(F, 0).sum(axis=1, keepdims=True)

# %% wrong: the value for its derivative
# phrase: ∂(a f)/∂a is f
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), (dG * np.minimum(a * F, 0)).sum(axis=1, keepdims=True) if np.all(a > 0) else (dG * a * np.minimum(F, 0)).sum(axis=1, keepdims=True)

# %% wrong: mean for sum
# phrase: da is the sum over the examples
def prelu_gradients(F, a, dG):
    return dG * np.where(F > 0, 1.0, a), (dG * np.minimum(F, 0)).mean(axis=1, keepdims=True)

# %% wrong: slope forgotten
# phrase: dF came as dG itself
def prelu_gradients(F, a, dG):
    return dG, (dG * np.minimum(F, 0)).sum(axis=1, keepdims=True)

# %% wrong: slope without blame
# phrase: dF is the slope times dG
def prelu_gradients(F, a, dG):
    return np.where(F > 0, 1.0, a), (dG * np.minimum(F, 0)).sum(axis=1, keepdims=True)

# %% wrong: order of the answer
# phrase: the answer is (dF, da), in this order
def prelu_gradients(F, a, dG):
    return (dG * np.minimum(F, 0)).sum(axis=1, keepdims=True), dG * np.where(F > 0, 1.0, a)
