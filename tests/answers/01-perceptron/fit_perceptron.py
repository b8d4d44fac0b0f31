# %% right: two loops
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False

# %% right: while
def fit_perceptron(X, y, max_epochs):
    w = np.zeros(X.shape[0])
    mistakes = []
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1] > 0):
        changes = 0
        for j in range(X.shape[1]):
            new = perceptron_step(w, X[:, j], y[j])
            changes += int(np.any(new != w))
            w = new
        mistakes.append(changes)
    return [w, mistakes, mistakes[-1] == 0]

# %% right: jump to the next mistake
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), np.zeros(max_epochs, dtype=int)
    for epoch in range(max_epochs):
        j = 0
        while True:
            wrong = np.flatnonzero((w @ X[:, j:] >= 0) != y[j:])
            if len(wrong) == 0:
                break
            j += wrong[0]
            w = w + (2 * y[j] - 1) * X[:, j]
            mistakes[epoch] += 1
            j += 1
        if mistakes[epoch] == 0:
            return w, mistakes[: epoch + 1], True
    return w, mistakes, False

# %% right: weights as a list
def fit_perceptron(X, y, max_epochs):
    w = [0.0] * X.shape[0]
    mistakes = []
    for epoch in range(max_epochs):
        mistakes.append(0)
        for j in range(X.shape[1]):
            total = sum(w[i] * X[i, j] for i in range(len(w)))
            error = y[j] - (1 if total >= 0 else 0)
            if error != 0:
                mistakes[-1] += 1
                w = [w[i] + error * X[i, j] for i in range(len(w))]
        if mistakes[-1] == 0:
            break
    return np.array(w), mistakes, mistakes[-1] == 0

# %% wrong: batch update
# phrase: every example meets the weights that the one before it left
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        errors = y - (w @ X >= 0)
        mistakes.append(int(np.sum(np.abs(errors))))
        w = w + X @ errors
        if mistakes[-1] == 0:
            return w, mistakes, True
    return w, mistakes, False

# %% wrong: starts at ones
# phrase: the weights start at zeros
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.ones(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False

# %% wrong: last epoch not listed
# phrase: belongs in the list too, as a 0
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        if count == 0:
            return w, mistakes, True
        mistakes.append(count)
    return w, mistakes, False

# %% wrong: one epoch only
# phrase: the loop ended after the first epoch
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        return w, mistakes, count == 0

# %% wrong: never stops early
# phrase: stop there
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
    return w, mistakes, mistakes[-1] == 0

# %% wrong: always converged
# phrase: only if the last epoch had no mistake
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            break
    return w, mistakes, True

# %% wrong: count never reset
# phrase: starts again at 0 in every epoch
def fit_perceptron(X, y, max_epochs):
    w, mistakes, count = np.zeros(len(X)), [], 0
    for _ in range(max_epochs):
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False

# %% wrong: order of the answer
# phrase: in this order
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            return w, True, mistakes
    return w, False, mistakes

# %% wrong: rows for columns
# phrase: the examples are the columns of X
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(X.shape[1]), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y, strict=True):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False

# %% wrong: counted after the update
# phrase: before you change the weights for it
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            w = perceptron_step(w, x, target)
            count += int(step(w @ x) != target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False

# %% wrong: update thrown away
# phrase: perceptron_step returns new weights
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False

# %% wrong: bias twice
# phrase: leave with_bias out
def fit_perceptron(X, y, max_epochs):
    X = with_bias(X)
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False

# %% wrong: converged by the number of epochs
# phrase: look at the last count
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(len(X)), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X.T, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            break
    return w, mistakes, len(mistakes) < max_epochs

# %% wrong: rows for columns, cut short
# phrase: the examples are the columns of X
def fit_perceptron(X, y, max_epochs):
    w, mistakes = np.zeros(X.shape[1]), []
    for _ in range(max_epochs):
        count = 0
        for x, target in zip(X, y):
            count += int(step(w @ x) != target)
            w = perceptron_step(w, x, target)
        mistakes.append(count)
        if count == 0:
            return w, mistakes, True
    return w, mistakes, False
