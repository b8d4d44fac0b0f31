# %% right: four matrices
def xor_by_rounding(smallest):
    up = 2.0**75
    return (
        np.array([[smallest, smallest]]),
        np.array([[1.0], [0.5]]),
        np.array([[up, -2 * up]]),
        np.array([[1 / smallest / up]]),
    )

# %% right: no entry is tiny
def xor_by_rounding(smallest):
    shrink, grow = 2.0**-60, 2.0**60
    ones, halves = np.array([[1.0, 1.0]]), np.array([[1.0], [0.5]])
    return [ones, np.array([[shrink]]), np.array([[smallest * grow]]), halves, np.array([[grow, -2 * grow]]), np.array([[shrink / smallest]])]

# %% right: both inputs kept
def xor_by_rounding(smallest):
    d = smallest
    first = np.array([[d, 0], [0, d], [d, d]])
    second = np.array([[1, 1, 0], [0, 0, 0.5]])
    third = 2.0**50 * np.array([[1, -2]])
    fourth = np.array([[2.0**20]])
    return first, second, third, fourth, np.array([[2.0**-70 / d]])

# %% right: OR minus AND
def xor_by_rounding(smallest):
    d, up = smallest, 2.0**75
    keep = np.array([[d, d]])
    both = np.array([[1.0], [0.5]])
    either = np.array([[1.0, -1.0], [0.0, 1.0]])
    return keep, both, either, np.array([[up, -up]]), np.array([[1 / (up * d)]])

# %% right: float32 arrays without tiny entries
def xor_by_rounding(smallest):
    small = np.float32(2.0**-63)
    rest = np.float32(smallest * 2.0**63)
    first = np.array([[small, small]], dtype=np.float32)
    second = np.array([[rest]], dtype=np.float32)
    third = np.array([[1], [0.5]], dtype=np.float32)
    fourth = np.array([[2.0**63, -(2.0**64)]], dtype=np.float32)
    return first, second, third, fourth, np.array([[2.0**-63 / smallest]], dtype=np.float32)

# %% wrong: nothing is rounded
# phrase: linear, and here it cancels
def xor_by_rounding(smallest):
    return np.array([[1.0, 1.0]]), np.array([[1.0], [0.5]]), np.array([[1.0, -2.0]]), np.array([[1.0]])

# %% wrong: scaled up in one step
# phrase: scale up in two steps
def xor_by_rounding(smallest):
    d = smallest
    return np.array([[d, d]]), np.array([[1.0], [0.5]]), np.array([[1 / d, -2 / d]])

# %% wrong: not scaled back
# phrase: scale up
def xor_by_rounding(smallest):
    d = smallest
    return np.array([[d, d]]), np.array([[1.0], [0.5]]), np.array([[1.0, -2.0]])

# %% wrong: made for another machine
# phrase: use `smallest`
def xor_by_rounding(smallest):
    d, up = 2.0**-149, 2.0**75
    return np.array([[d, d]]), np.array([[1.0], [0.5]]), np.array([[up, -2 * up]]), np.array([[1 / (d * up)]])

# %% wrong: subtracted once
# phrase: it must be subtracted twice
def xor_by_rounding(smallest):
    d, up = smallest, 2.0**75
    return np.array([[d, d]]), np.array([[1.0], [0.5]]), np.array([[up, -up]]) / 1.0, np.array([[1 / (d * up)]])

# %% wrong: wrong sign
# phrase: the sign is turned round
def xor_by_rounding(smallest):
    d, up = smallest, 2.0**75
    return np.array([[d, d]]), np.array([[1.0], [0.5]]), np.array([[-up, 2 * up]]), np.array([[1 / (d * up)]])

# %% wrong: only AND
# phrase: subtract twice this feature from the first
def xor_by_rounding(smallest):
    d, up = smallest, 2.0**75
    return np.array([[d, d]]), np.array([[0.5]]), np.array([[up]]), np.array([[1 / (d * up)]])

# %% wrong: half of d as an entry
# phrase: rounded to 0 before anything is multiplied
def xor_by_rounding(smallest):
    d, up = smallest, 2.0**75
    return np.array([[d, d], [d / 2, d / 2]]), np.array([[up, -2 * up]]), np.array([[1 / (d * up)]])

# %% wrong: one flat row
# phrase: matrix 1 of shape (units, 2)
def xor_by_rounding(smallest):
    d, up = smallest, 2.0**75
    return np.array([d, d]), np.array([[1.0], [0.5]]), np.array([[up, -2 * up]]), np.array([[1 / (d * up)]])

# %% wrong: in the wrong order
# phrase: matrix 1 of shape (units, 2)
def xor_by_rounding(smallest):
    d, up = smallest, 2.0**75
    return np.array([[1 / (d * up)]]), np.array([[up, -2 * up]]), np.array([[1.0], [0.5]]), np.array([[d, d]])

# %% wrong: the products computed beforehand
# phrase: linear, and here it cancels
def xor_by_rounding(smallest):
    d, up = smallest, 2.0**75
    return (np.array([[1 / (d * up)]]) @ np.array([[up, -2 * up]]) @ np.array([[1.0], [0.5]]) @ np.array([[d, d]]),)
