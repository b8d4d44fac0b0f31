# %% right: lstsq
def least_squares(X, Y):
    return np.linalg.lstsq(X.T, Y.T, rcond=None)[0].T

# %% right: pseudo-inverse
def least_squares(X, Y):
    return Y @ np.linalg.pinv(X)

# %% right: one output at a time
def least_squares(X, Y):
    rows = []
    for y in Y:
        w, residuals, rank, singular = np.linalg.lstsq(X.T, y, rcond=None)
        rows.append(w)
    return np.array(rows)

# %% right: singular values by hand
def least_squares(X, Y):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    keep = s > 1e-10 * s[0]
    return (Y @ Vt[keep].T / s[keep]) @ U[:, keep].T

# %% right: scipy, another of the best
def least_squares(X, Y):
    from scipy.linalg import lstsq

    W = lstsq(X.T, Y.T)[0].T
    U, s, Vt = np.linalg.svd(X)
    rank = int(np.sum(s > 1e-10 * s[0]))
    return W + U[:, rank:].sum(axis=1)

# %% right: float32
def least_squares(X, Y):
    W = np.linalg.lstsq(X.T, Y.T, rcond=None)[0].T
    return W.astype(np.float32)

# %% right: features that repeat left out
def least_squares(X, Y):
    rows = []
    for i in range(len(X)):
        if np.linalg.matrix_rank(X[rows + [i]]) == len(rows) + 1:
            rows.append(i)
    A = X[rows]
    W = np.zeros((len(Y), len(X)))
    W[:, rows] = np.linalg.solve(A @ A.T, A @ Y.T).T
    return W

# %% wrong: explicit inverse
# phrase: X Xᵀ has no inverse here
def least_squares(X, Y):
    return Y @ X.T @ np.linalg.inv(X @ X.T)

# %% wrong: normal equations solved
# phrase: X Xᵀ has no inverse here
def least_squares(X, Y):
    return np.linalg.solve(X @ X.T, X @ Y.T).T

# %% wrong: answer not transposed back
# phrase: what lstsq returns is Wᵀ
def least_squares(X, Y):
    return np.linalg.lstsq(X.T, Y.T, rcond=None)[0]

# %% wrong: rows for columns
# phrase: lstsq wants one row for each example
def least_squares(X, Y):
    return np.linalg.lstsq(X, Y, rcond=None)[0]

# %% wrong: the lecture's formula as it stands
# phrase: the formula for examples as rows
def least_squares(X, Y):
    return np.linalg.inv(X.T @ X) @ X.T @ Y

# %% wrong: bias twice
# phrase: X has its row of ones already
def least_squares(X, Y):
    X = np.vstack([X, np.ones(X.shape[1])])
    return np.linalg.lstsq(X.T, Y.T, rcond=None)[0].T

# %% wrong: pulled towards 0
# phrase: pulls the weights away from the best ones
def least_squares(X, Y):
    return np.linalg.solve(X @ X.T + 1e-3 * np.eye(len(X)), X @ Y.T).T

# %% wrong: each feature alone
# phrase: each feature was fitted alone
def least_squares(X, Y):
    return Y @ X.T / np.sum(X * X, axis=1)

# %% wrong: only half of the formula
# phrase: Y Xᵀ is only half of the formula
def least_squares(X, Y):
    return Y @ X.T

# %% wrong: everything that lstsq returns
# phrase: lstsq returns four things
def least_squares(X, Y):
    return np.linalg.lstsq(X.T, Y.T, rcond=None)

# %% wrong: all that lstsq returns, transposed
# phrase: lstsq returns four things, a tuple
def least_squares(X, Y):
    return np.linalg.lstsq(X.T, Y.T, rcond=None).T
