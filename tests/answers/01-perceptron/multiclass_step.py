# %% right: a copy, two rows
def multiclass_step(W, x, label):
    W, winner = W.copy(), np.argmax(W @ x)
    if winner != label:
        W[label] += x
        W[winner] -= x
    return W

# %% right: outer product
def multiclass_step(W, x, label):
    push = np.zeros(len(W))
    push[label] += 1
    push[int(np.argmax(W @ x))] -= 1
    return W + np.outer(push, x)

# %% right: loop over the classes
def multiclass_step(W, x, label):
    sums = [sum(a * b for a, b in zip(row, x)) for row in W]
    winner = sums.index(max(sums))
    rows = []
    for k, row in enumerate(W):
        rows.append(row + (k == label) * x - (k == winner) * x)
    return np.array(rows)

# %% wrong: winner not lowered
# phrase: the row that won wrongly must lose x
def multiclass_step(W, x, label):
    W = W.copy()
    if np.argmax(W @ x) != label:
        W[label] += x
    return W

# %% wrong: right row not raised
# phrase: the row of the true label must gain x
def multiclass_step(W, x, label):
    W, winner = W.copy(), np.argmax(W @ x)
    if winner != label:
        W[winner] -= x
    return W

# %% wrong: wrong sign
# phrase: the other way round
def multiclass_step(W, x, label):
    W, winner = W.copy(), np.argmax(W @ x)
    if winner != label:
        W[label] -= x
        W[winner] += x
    return W

# %% wrong: all others lowered
# phrase: the other rows were not at fault
def multiclass_step(W, x, label):
    W, winner = W.copy(), np.argmax(W @ x)
    if winner != label:
        for k in range(len(W)):
            W[k] += x if k == label else -x
    return W

# %% wrong: always updates
# phrase: when the decision is right nothing moves
def multiclass_step(W, x, label):
    W, winner = W.copy(), np.argmax(W @ x)
    W[label] += x
    if winner != label:
        W[winner] -= x
    return W

# %% wrong: changed in place
# phrase: leaves its arguments as they are
def multiclass_step(W, x, label):
    winner = np.argmax(W @ x)
    if winner != label:
        W[label] += x
        W[winner] -= x
    return W

# %% wrong: no return
# phrase: ends without `return` gives None
def multiclass_step(W, x, label):
    W, winner = W.copy(), np.argmax(W @ x)
    if winner != label:
        W[label] += x
        W[winner] -= x

# %% wrong: never changes
# phrase: W came back unchanged
def multiclass_step(W, x, label):
    np.argmax(W @ x)
    return W

# %% wrong: one against all
# phrase: only the true row and the wrong winner move
def multiclass_step(W, x, label):
    return np.array([perceptron_step(W[k], x, int(k == label)) for k in range(len(W))])
