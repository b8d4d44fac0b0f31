# %% right: halving, low
def critical_rate(runs_away, low, high, tolerance):
    while high - low > tolerance:
        middle = (low + high) / 2
        if runs_away(middle):
            high = middle
        else:
            low = middle
    return low

# %% right: halving, the middle
def critical_rate(runs_away, low, high, tolerance):
    while high - low > 2 * tolerance:
        middle = low + (high - low) / 2
        low, high = (low, middle) if runs_away(middle) else (middle, high)
    return (low + high) / 2

# %% right: recursion
def critical_rate(runs_away, low, high, tolerance):
    if high - low <= tolerance:
        return high
    middle = (low + high) / 2
    if runs_away(middle):
        return critical_rate(runs_away, low, middle, tolerance)
    return critical_rate(runs_away, middle, high, tolerance)

# %% right: number of rounds from the logarithm
def critical_rate(runs_away, low, high, tolerance):
    for _ in range(int(np.ceil(np.log2((high - low) / tolerance)))):
        middle = (low + high) / 2
        if runs_away(middle):
            high = middle
        else:
            low = middle
    return np.float64(high)

# %% right: in four parts
def critical_rate(runs_away, low, high, tolerance):
    while high - low > tolerance:
        quarter = (high - low) / 4
        start = low
        for k in (1, 2, 3):
            if runs_away(start + k * quarter):
                high = start + k * quarter
                break
            low = start + k * quarter
    return (low + high) / 2

# %% wrong: sides exchanged
# phrase: then the middle is the new high
def critical_rate(runs_away, low, high, tolerance):
    while high - low > tolerance:
        middle = (low + high) / 2
        if runs_away(middle):
            low = middle
        else:
            high = middle
    return low

# %% wrong: a fixed number of rounds
# phrase: however many rounds that takes
def critical_rate(runs_away, low, high, tolerance):
    for _ in range(10):
        middle = (low + high) / 2
        if runs_away(middle):
            high = middle
        else:
            low = middle
    return low

# %% wrong: one round only
# phrase: the loop ended after one round
def critical_rate(runs_away, low, high, tolerance):
    while high - low > tolerance:
        middle = (low + high) / 2
        if runs_away(middle):
            high = middle
        else:
            low = middle
        return low

# %% wrong: the first middle
# phrase: this is the first middle
def critical_rate(runs_away, low, high, tolerance):
    return (low + high) / 2

# %% wrong: one after the other
# phrase: rates were tried one after the other
def critical_rate(runs_away, low, high, tolerance):
    rate = low
    while not runs_away(rate + tolerance):
        rate += tolerance
    return rate

# %% wrong: width for rate
# phrase: a rate inside it is wanted
def critical_rate(runs_away, low, high, tolerance):
    while high - low > tolerance:
        middle = (low + high) / 2
        if runs_away(middle):
            high = middle
        else:
            low = middle
    return high - low

# %% wrong: pair for a number
# phrase: one number is wanted: low or high
def critical_rate(runs_away, low, high, tolerance):
    while high - low > tolerance:
        middle = (low + high) / 2
        if runs_away(middle):
            high = middle
        else:
            low = middle
    return low, high

# %% wrong: relative width
# phrase: the tolerance is a distance
def critical_rate(runs_away, low, high, tolerance):
    while (high - low) / high > tolerance:
        middle = (low + high) / 2
        if runs_away(middle):
            high = middle
        else:
            low = middle
    return low

# %% wrong: the middle of nothing, for ever
# phrase: high − low never came down to the tolerance
def critical_rate(runs_away, low, high, tolerance):
    while high - low > tolerance:
        middle = (high - low) / 2
        if runs_away(middle):
            high = middle
        else:
            low = middle
    return low
