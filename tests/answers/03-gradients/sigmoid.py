# %% right: e to minus |f|
@np.errstate(over="raise")
def sigmoid(f):
    z = np.exp(-np.abs(f))
    return np.where(np.asarray(f) >= 0, 1, z) / (1 + z)

# %% right: through tanh
@np.errstate(over="raise")
def sigmoid(f):
    return 0.5 * (1 + np.tanh(np.asarray(f) / 2))

# %% right: masks
@np.errstate(over="raise")
def sigmoid(f):
    f = np.asarray(f, dtype=float)
    g = np.empty(f.shape)
    positive = f >= 0
    g[positive] = 1 / (1 + np.exp(-f[positive]))
    e = np.exp(f[~positive])
    g[~positive] = e / (1 + e)
    return g

# %% right: entry by entry
import math

def sigmoid(f):
    def one(v):
        return 1 / (1 + math.exp(-v)) if v >= 0 else 1 - 1 / (1 + math.exp(v))

    if np.ndim(f) == 0:
        return one(float(f))
    return np.array([one(float(v)) for v in np.ravel(f)]).reshape(np.shape(f))

# %% right: clipped far out
@np.errstate(over="raise")
def sigmoid(f):
    return 1 / (1 + np.exp(-np.clip(f, -500, 500)))

# %% right: the overflow is allowed
@np.errstate(over="raise")
def sigmoid(f):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(f, dtype=float)))

# %% right: keeps float32 and float64 as they come
@np.errstate(over="raise")
def sigmoid(f):
    f = np.asarray(f)
    f = f if f.dtype.kind == "f" else f.astype(float)
    z = np.exp(-np.abs(f))
    return np.where(f >= 0, f.dtype.type(1), z) / (1 + z)

# %% right: scipy
from scipy.special import expit

def sigmoid(f):
    return expit(np.asarray(f, dtype=float))

# %% wrong: the formula as it stands
# phrase: for a very negative f this computes e to a huge power
@np.errstate(over="raise")
def sigmoid(f):
    return 1 / (1 + np.exp(-f))

# %% wrong: the other formula
# phrase: for a very large f this computes e to a huge power
@np.errstate(over="raise")
def sigmoid(f):
    return np.exp(f) / (1 + np.exp(f))

# %% wrong: np.where computes both
# phrase: the overflow has happened by then
@np.errstate(over="raise")
def sigmoid(f):
    f = np.asarray(f)
    return np.where(f >= 0, 1 / (1 + np.exp(-f)), np.exp(f) / (1 + np.exp(f)))

# %% wrong: wrong sign
# phrase: this falls from 1 to 0
@np.errstate(over="raise")
def sigmoid(f):
    z = np.exp(-np.abs(f))
    return np.where(np.asarray(f) >= 0, z, 1) / (1 + z)

# %% wrong: only for f ≥ 0
# phrase: a negative f got the value of its opposite
@np.errstate(over="raise")
def sigmoid(f):
    return 1 / (1 + np.exp(-np.abs(f)))

# %% wrong: tanh
# phrase: tanh runs from −1 to 1
@np.errstate(over="raise")
def sigmoid(f):
    return np.tanh(f)

# %% wrong: tanh not halved
# phrase: tanh(f) belongs to 2f
@np.errstate(over="raise")
def sigmoid(f):
    return (1 + np.tanh(f)) / 2

# %% wrong: a step
# phrase: the sigmoid is soft
@np.errstate(over="raise")
def sigmoid(f):
    return np.where(np.asarray(f) >= 0, 1.0, 0.0)

# %% wrong: slope for value
# phrase: this is the derivative
@np.errstate(over="raise")
def sigmoid(f):
    z = np.exp(-np.abs(f))
    return z / (1 + z) ** 2

# %% wrong: cut off too early
# phrase: the sigmoid still changes beyond
@np.errstate(over="raise")
def sigmoid(f):
    f = np.clip(f, -10, 10)
    return 1 / (1 + np.exp(-f))

# %% wrong: whole numbers stay whole
# phrase: if that is whole numbers, ½ becomes 0
@np.errstate(over="raise")
def sigmoid(f):
    f = np.asarray(f)
    g = np.zeros_like(f)
    z = np.exp(-np.abs(f))
    g[f >= 0] = (1 / (1 + z))[f >= 0]
    g[f < 0] = (z / (1 + z))[f < 0]
    return g

# %% wrong: one number only
# phrase: take one number; f may be an array
import math

@np.errstate(over="raise")
def sigmoid(f):
    if f >= 0:
        return 1 / (1 + math.exp(-f))
    return math.exp(f) / (1 + math.exp(f))

# %% wrong: one number only, by an if
# phrase: `if` takes one number
@np.errstate(over="raise")
def sigmoid(f):
    if f >= 0:
        return 1 / (1 + np.exp(-f))
    return np.exp(f) / (1 + np.exp(f))

# %% wrong: one number only, by math
# phrase: the functions of `math` take one number
import math

@np.errstate(over="raise")
def sigmoid(f):
    return 1 / (1 + math.exp(-f))
