# %% right: minimum first
@np.errstate(over="raise")
def elu(F, alpha):
    E = np.exp(np.minimum(F, 0))
    return np.where(F > 0, F, alpha * (E - 1)), np.where(F > 0, 1.0, alpha * E)

# %% right: expm1 on the entries that need it
@np.errstate(over="raise")
def elu(F, alpha):
    G, slope = F.copy(), np.ones(F.shape)
    low = F <= 0
    G[low] = alpha * np.expm1(F[low])
    slope[low] = G[low] + alpha
    return G, slope

# %% right: sum of two sides
@np.errstate(over="raise")
def elu(F, alpha):
    G = np.maximum(F, 0) + alpha * np.expm1(np.minimum(F, 0))
    return G, np.where(F > 0, 1.0, G + alpha)

# %% right: entry by entry
def elu(F, alpha):
    G, slope = np.empty(F.shape), np.empty(F.shape)
    for place, f in np.ndenumerate(F):
        G[place], slope[place] = (f, 1) if f > 0 else (alpha * (np.exp(f) - 1), alpha * np.exp(f))
    return G, slope

# %% right: where= of the exponential
@np.errstate(over="raise")
def elu(F, alpha):
    E = alpha * np.exp(F, where=F <= 0, out=np.ones(F.shape))
    return np.where(F > 0, F, E - alpha), np.where(F > 0, 1, E)

# %% wrong: overflow in the part that is not used
# phrase: computes both of its parts everywhere
@np.errstate(over="raise")
def elu(F, alpha):
    return np.where(F > 0, F, alpha * (np.exp(F) - 1)), np.where(F > 0, 1.0, alpha * np.exp(F))

# %% wrong: the slope on the right
# phrase: takes the slope on the left
@np.errstate(over="raise")
def elu(F, alpha):
    E = alpha * np.exp(np.minimum(F, 0))
    return np.where(F >= 0, F, E - alpha), np.where(F >= 0, 1.0, E)

# %% wrong: minus 1 forgotten
# phrase: at 0 it must meet the other piece
@np.errstate(over="raise")
def elu(F, alpha):
    E = alpha * np.exp(np.minimum(F, 0))
    return np.where(F > 0, F, E), np.where(F > 0, 1.0, E)

# %% wrong: α forgotten
# phrase: the ELU with α = 1 whatever α is
@np.errstate(over="raise")
def elu(F, alpha):
    E = np.exp(np.minimum(F, 0))
    return np.where(F > 0, F, E - 1), np.where(F > 0, 1.0, E)

# %% wrong: α forgotten in the slope
# phrase: the factor α stays
@np.errstate(over="raise")
def elu(F, alpha):
    E = np.exp(np.minimum(F, 0))
    return np.where(F > 0, F, alpha * (E - 1)), np.where(F > 0, 1.0, E)

# %% wrong: value for slope
# phrase: G itself is negative there
@np.errstate(over="raise")
def elu(F, alpha):
    G = np.where(F > 0, F, alpha * (np.exp(np.minimum(F, 0)) - 1))
    return G, np.where(F > 0, 1.0, G)

# %% wrong: one bracket too far
# phrase: α multiplies the whole bracket
@np.errstate(over="raise")
def elu(F, alpha):
    E = alpha * np.exp(np.minimum(F, 0))
    return np.where(F > 0, F, E - 1), np.where(F > 0, 1.0, E)

# %% wrong: leaky ReLU
# phrase: below 0 an ELU is curved
@np.errstate(over="raise")
def elu(F, alpha):
    return np.where(F > 0, F, alpha * F), np.where(F > 0, 1.0, alpha)

# %% wrong: order of the answer
# phrase: the answer is (G, slope), in this order
@np.errstate(over="raise")
def elu(F, alpha):
    E = alpha * np.exp(np.minimum(F, 0))
    return np.where(F > 0, 1.0, E), np.where(F > 0, F, E - alpha)
