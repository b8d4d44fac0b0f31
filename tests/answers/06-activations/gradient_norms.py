# %% right: two loops
def gradient_norms(Ws, X, unit, slope, dG):
    Fs, G = [], X
    for W in Ws:
        F = W @ G
        Fs.append(F)
        G = unit(F)
    norms = [np.linalg.norm(dG)]
    for k in range(len(Ws) - 1, -1, -1):
        dG = Ws[k].T @ (dG * slope(Fs[k]))
        norms.insert(0, np.linalg.norm(dG))
    return norms

# %% right: recursion
def gradient_norms(Ws, X, unit, slope, dG):
    def back(Ws, G):
        if len(Ws) == 0:
            return dG, [np.sqrt(np.sum(dG**2))]
        F = Ws[0] @ G
        blame, norms = back(Ws[1:], unit(F))
        blame = Ws[0].T @ (blame * slope(F))
        return blame, [np.sqrt(np.sum(blame**2)), *norms]
    return back(Ws, X)[1]

# %% right: slopes on the way there
def gradient_norms(Ws, X, unit, slope, dG):
    slopes, G = [], X
    for W in Ws:
        slopes.append(slope(W @ G))
        G = unit(W @ G)
    norms = np.zeros(len(Ws) + 1)
    norms[-1] = np.linalg.norm(dG)
    for k in reversed(range(len(Ws))):
        dG = Ws[k].T @ (dG * slopes[k])
        norms[k] = np.linalg.norm(dG)
    return norms

# %% right: einsum, and a tuple
def gradient_norms(Ws, X, unit, slope, dG):
    values, sums = [X], []
    for W in Ws:
        sums.append(np.einsum("ij,jn->in", W, values[-1]))
        values.append(unit(sums[-1]))
    norms = [float(np.linalg.norm(dG))]
    for W, F in zip(Ws[::-1], sums[::-1]):
        dG = np.einsum("ij,in,in->jn", W, dG, slope(F))
        norms.append(float(np.linalg.norm(dG)))
    return tuple(norms[::-1])

# %% wrong: order of the list
# phrase: turn it round
def gradient_norms(Ws, X, unit, slope, dG):
    sums, G = [], X
    for W in Ws:
        sums.append(W @ G)
        G = unit(sums[-1])
    norms = [np.linalg.norm(dG)]
    for W, F in zip(reversed(Ws), reversed(sums)):
        dG = W.T @ (dG * slope(F))
        norms.append(np.linalg.norm(dG))
    return norms

# %% wrong: slope forgotten
# phrase: the blame went through the weights only
def gradient_norms(Ws, X, unit, slope, dG):
    norms = [np.linalg.norm(dG)]
    for W in reversed(Ws):
        dG = W.T @ dG
        norms.append(np.linalg.norm(dG))
    return norms[::-1]

# %% wrong: slope at the value
# phrase: `slope` wants the sum F
def gradient_norms(Ws, X, unit, slope, dG):
    values = [X]
    for W in Ws:
        values.append(unit(W @ values[-1]))
    norms = [np.linalg.norm(dG)]
    for W, G in zip(reversed(Ws), reversed(values)):
        dG = W.T @ (dG * slope(G))
        norms.append(np.linalg.norm(dG))
    return norms[::-1]

# %% wrong: slope of the layer below
# phrase: before the way through Wᵀ
def gradient_norms(Ws, X, unit, slope, dG):
    values = [X]
    for W in Ws:
        values.append(unit(W @ values[-1]))
    norms = [np.linalg.norm(dG)]
    for W, G in zip(reversed(Ws), reversed(values[:-1])):
        dG = (W.T @ dG) * slope(G)
        norms.append(np.linalg.norm(dG))
    return norms[::-1]

# %% wrong: unit forgotten
# phrase: without the unit the sums are others
def gradient_norms(Ws, X, unit, slope, dG):
    sums = []
    for W in Ws:
        X = W @ X
        sums.append(X)
    norms = [np.linalg.norm(dG)]
    for W, F in zip(reversed(Ws), reversed(sums)):
        dG = W.T @ (dG * slope(F))
        norms.append(np.linalg.norm(dG))
    return norms[::-1]

# %% wrong: output left out
# phrase: that of dG itself comes last
def gradient_norms(Ws, X, unit, slope, dG):
    sums, G = [], X
    for W in Ws:
        sums.append(W @ G)
        G = unit(sums[-1])
    norms = []
    for W, F in zip(reversed(Ws), reversed(sums)):
        dG = W.T @ (dG * slope(F))
        norms.append(np.linalg.norm(dG))
    return norms[::-1]

# %% wrong: inputs left out
# phrase: that of the inputs comes first
def gradient_norms(Ws, X, unit, slope, dG):
    sums, G = [], X
    for W in Ws:
        sums.append(W @ G)
        G = unit(sums[-1])
    norms = []
    for W, F in zip(reversed(Ws), reversed(sums)):
        norms.append(np.linalg.norm(dG))
        dG = W.T @ (dG * slope(F))
    return norms[::-1]

# %% wrong: squares
# phrase: the root of the sum of squares
def gradient_norms(Ws, X, unit, slope, dG):
    sums, G = [], X
    for W in Ws:
        sums.append(W @ G)
        G = unit(sums[-1])
    norms = [np.sum(dG**2)]
    for W, F in zip(reversed(Ws), reversed(sums)):
        dG = W.T @ (dG * slope(F))
        norms.append(np.sum(dG**2))
    return norms[::-1]

# %% wrong: largest for norm
# phrase: `np.linalg.norm`
def gradient_norms(Ws, X, unit, slope, dG):
    sums, G = [], X
    for W in Ws:
        sums.append(W @ G)
        G = unit(sums[-1])
    norms = [np.abs(dG).max()]
    for W, F in zip(reversed(Ws), reversed(sums)):
        dG = W.T @ (dG * slope(F))
        norms.append(np.abs(dG).max())
    return norms[::-1]

# %% wrong: last norm only
# phrase: collect those of all layers in a list
def gradient_norms(Ws, X, unit, slope, dG):
    sums, G = [], X
    for W in Ws:
        sums.append(W @ G)
        G = unit(sums[-1])
    for W, F in zip(reversed(Ws), reversed(sums)):
        dG = W.T @ (dG * slope(F))
    return np.linalg.norm(dG)
