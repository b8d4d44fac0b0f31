# %% right: halfway between
def at_least(k, n):
    return np.ones(n), 0.5 - k

# %% right: exactly on the k-th vote
def at_least(k, n):
    return np.ones(n), -k

# %% right: a list of twos
def at_least(k, n):
    return [2] * n, 1 - 2 * k

# %% right: tenths, rounding and all
def at_least(k, n):
    w = np.full(n, 0.1)
    return w, -0.1 * (k - 0.5)

# %% wrong: at least one more
# phrase: this is the function that your weights compute
def at_least(k, n):
    return np.ones(n), -k - 0.5

# %% wrong: bias as threshold
# phrase: b is added, not compared with
def at_least(k, n):
    return np.ones(n), k - 0.5

# %% wrong: k and n mixed up
# phrase: one weight for each input
def at_least(k, n):
    return np.ones(k), 0.5 - n

# %% wrong: average instead of count
# phrase: Likeliest cause
def at_least(k, n):
    return np.ones(n) / n, 0.5 - k

# %% wrong: sum exactly 0
# phrase: one sum is exactly 0
def at_least(k, n):
    return np.ones(n), 1 - k

# %% wrong: at most
# phrase: at most 3 — this is the function
def at_least(k, n):
    return -np.ones(n), k

# %% wrong: always AND
# phrase: at least 5 — this is the function
def at_least(k, n):
    return np.ones(n), 0.5 - n

# %% wrong: weights only
# phrase: a pair (w, b)
def at_least(k, n):
    return np.ones(n)

# %% wrong: an answer instead of weights
# phrase: a pair (w, b)
def at_least(k, n):
    return k <= n
