# %% right: a dictionary
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return np.sqrt(variances[rule]) * np.random.default_rng(seed).normal(size=(n_out, n_in))

# %% right: if and else
def initial_weights(n_out, n_in, rule, seed):
    rng = np.random.default_rng(seed)
    if rule == "zero":
        return np.zeros((n_out, n_in))
    if rule == "one":
        return rng.normal(0, 1, (n_out, n_in))
    if rule == "1/n_in":
        return rng.normal(0, 1 / np.sqrt(n_in), (n_out, n_in))
    if rule == "glorot":
        return rng.normal(0, np.sqrt(2 / (n_in + n_out)), (n_out, n_in))
    raise ValueError("unknown rule: " + rule)

# %% right: row by row
def initial_weights(n_out, n_in, rule, seed):
    spread = {"zero": 0, "one": 1, "1/n_in": n_in**-0.5, "glorot": (2 / (n_in + n_out)) ** 0.5}.get(rule)
    if spread is None:
        raise ValueError(rule)
    rng = np.random.default_rng(seed + 1)
    return np.array([[spread * number for number in rng.standard_normal(n_in)] for _ in range(n_out)])

# %% right: uniform of the same variance
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")

    limit = np.sqrt(3 * variances[rule])
    return np.random.RandomState(seed).uniform(-limit, limit, size=(n_out, n_in))

# %% right: float32
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return (np.sqrt(variances[rule]) * np.random.default_rng(seed).normal(size=(n_out, n_in))).astype(np.float32)

# %% wrong: variance for spread
# phrase: is its square root
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return variances[rule] * np.random.default_rng(seed).normal(size=(n_out, n_in))

# %% wrong: outputs for inputs
# phrase: not 1/n_out
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_out, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return np.sqrt(variances[rule]) * np.random.default_rng(seed).normal(size=(n_out, n_in))

# %% wrong: 2/n_in
# phrase: of variance 2/n_in
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 2 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return np.sqrt(variances[rule]) * np.random.default_rng(seed).normal(size=(n_out, n_in))

# %% wrong: the 2 forgotten
# phrase: variance is 2/(n_in + n_out)
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 1 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return np.sqrt(variances[rule]) * np.random.default_rng(seed).normal(size=(n_out, n_in))

# %% wrong: weights of one sign
# phrase: draws from 0 to 1
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return np.sqrt(variances[rule]) * np.random.default_rng(seed).random((n_out, n_in))

# %% wrong: transposed
# phrase: shape (300, 100)
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return np.sqrt(variances[rule]) * np.random.default_rng(seed).normal(size=(n_in, n_out))

# %% wrong: seed not used
# phrase: gave two different W
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return np.sqrt(variances[rule]) * np.random.default_rng().normal(size=(n_out, n_in))

# %% wrong: always the same seed
# phrase: not a fixed number
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    if rule not in variances:
        raise ValueError(f"there is no rule {rule!r}")
    return np.sqrt(variances[rule]) * np.random.default_rng(0).normal(size=(n_out, n_in))

# %% wrong: unknown rule accepted
# phrase: wanted: a ValueError
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    return np.sqrt(variances.get(rule, 1.0)) * np.random.default_rng(seed).normal(size=(n_out, n_in))

# %% wrong: KeyError for an unknown rule
# phrase: wanted: a ValueError
def initial_weights(n_out, n_in, rule, seed):
    variances = {"zero": 0.0, "one": 1.0, "1/n_in": 1 / n_in, "glorot": 2 / (n_in + n_out)}
    return np.sqrt(variances[rule]) * np.random.default_rng(seed).normal(size=(n_out, n_in))

# %% wrong: rule not used
# phrase: multiply them by the spread
def initial_weights(n_out, n_in, rule, seed):
    if rule not in ("zero", "one", "1/n_in", "glorot"):
        raise ValueError(f"there is no rule {rule!r}")
    if rule == "zero":
        return np.zeros((n_out, n_in))
    return np.random.default_rng(seed).normal(size=(n_out, n_in))
