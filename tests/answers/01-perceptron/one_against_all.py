# %% right: rows in a list
def one_against_all(X, labels, classes, max_epochs):
    return np.array([fit_perceptron(X, (labels == k).astype(int), max_epochs)[0] for k in range(classes)])

# %% right: fill a matrix
def one_against_all(X, labels, classes, max_epochs):
    W = np.zeros((classes, X.shape[0]))
    for k in range(classes):
        targets = np.where(labels == k, 1, 0)
        W[k], _, _ = fit_perceptron(X, targets, max_epochs)
    return W

# %% right: stacked, boolean targets
def one_against_all(X, labels, classes, max_epochs):
    rows = []
    for k in range(classes):
        w, mistakes, converged = fit_perceptron(X, np.array([int(label == k) for label in labels]), max_epochs)
        rows.append(w)
    return np.vstack(rows)

# %% wrong: transposed
# phrase: one row for each class
def one_against_all(X, labels, classes, max_epochs):
    rows = [fit_perceptron(X, (labels == k).astype(int), max_epochs)[0] for k in range(classes)]
    return np.array(rows).T

# %% wrong: class against the next
# phrase: row k answers for class k
def one_against_all(X, labels, classes, max_epochs):
    rows = [fit_perceptron(X, ((labels + 1) % classes == k).astype(int), max_epochs)[0] for k in range(classes)]
    return np.array(rows)

# %% wrong: labels as targets
# phrase: needs its own targets
def one_against_all(X, labels, classes, max_epochs):
    return np.array([fit_perceptron(X, labels, max_epochs)[0] for k in range(classes)])

# %% wrong: targets turned round
# phrase: the target is 1 for the class itself
def one_against_all(X, labels, classes, max_epochs):
    return np.array([fit_perceptron(X, (labels != k).astype(int), max_epochs)[0] for k in range(classes)])

# %% wrong: one class missing
# phrase: from 0 to classes − 1
def one_against_all(X, labels, classes, max_epochs):
    return np.array([fit_perceptron(X, (labels == k).astype(int), max_epochs)[0] for k in range(classes - 1)])

# %% wrong: first class only
# phrase: returned after its first class
def one_against_all(X, labels, classes, max_epochs):
    rows = []
    for k in range(classes):
        rows.append(fit_perceptron(X, (labels == k).astype(int), max_epochs)[0])
        return np.array(rows)

# %% wrong: one epoch only
# phrase: pass max_epochs on
def one_against_all(X, labels, classes, max_epochs):
    return np.array([fit_perceptron(X, (labels == k).astype(int), 1)[0] for k in range(classes)])
