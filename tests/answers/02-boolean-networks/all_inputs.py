# %% right: shift and mask
def all_inputs(n):
    return (np.arange(2**n) >> np.arange(n - 1, -1, -1)[:, None]) & 1

# %% right: itertools, floats
import itertools
def all_inputs(n):
    return np.array(list(itertools.product([0.0, 1.0], repeat=n))).T

# %% right: text of binary digits
def all_inputs(n):
    return np.array([[int(f"{j:0{n}b}"[i]) for j in range(2**n)] for i in range(n)])

# %% right: doubling, single precision
def all_inputs(n):
    X = np.array([[0, 1]], dtype=np.float32)
    for _ in range(n - 1):
        half = X.shape[1]
        X = np.vstack([np.repeat(np.float32([[0, 1]]), half, axis=1), np.hstack([X, X])])
    return X

# %% wrong: digits upside down
# phrase: the first row is the most significant digit
def all_inputs(n):
    return np.array([np.arange(2**n) // 2**i % 2 for i in range(n)])

# %% wrong: rows for columns
# phrase: an example is a column: the shape is (n, 2**n)
import itertools
def all_inputs(n):
    return np.array(list(itertools.product([0, 1], repeat=n)))

# %% wrong: starts at 1
# phrase: the first column is 0
def all_inputs(n):
    return np.array([np.arange(1, 2**n) // 2 ** (n - 1 - i) % 2 for i in range(n)])

# %% wrong: counts from 1
# phrase: the first column is 0
def all_inputs(n):
    return np.array([np.arange(1, 2**n + 1) // 2 ** (n - 1 - i) % 2 for i in range(n)])

# %% wrong: last column missing
# phrase: there are 2**n inputs, from 0 to 2**n − 1
def all_inputs(n):
    return np.array([np.arange(2**n - 1) // 2 ** (n - 1 - i) % 2 for i in range(n)])

# %% wrong: no remainder
# phrase: take its remainder
def all_inputs(n):
    return np.array([np.arange(2**n) // 2 ** (n - 1 - i) for i in range(n)])

# %% wrong: n columns
# phrase: n bits have 2**n inputs, not n
def all_inputs(n):
    return np.array([np.arange(n) // 2 ** (n - 1 - i) % 2 for i in range(n)])

# %% wrong: n squared
# phrase: a power is written `**`
def all_inputs(n):
    return np.array([np.arange(n**2) // 2 ** (n - 1 - i) % 2 for i in range(n)])

# %% wrong: signs for bits
# phrase: the digits are 0 and 1
def all_inputs(n):
    return np.array([np.where(np.arange(2**n) // 2 ** (n - 1 - i) % 2 == 1, 1, -1) for i in range(n)])

# %% wrong: numbers for digits
# phrase: column j must hold the digits of j
def all_inputs(n):
    return np.arange(2**n)

# %% wrong: text for digits
# phrase: an array of numbers, not of text
def all_inputs(n):
    return np.array([list(f"{j:0{n}b}") for j in range(2**n)]).T
