# %% right: a chain of XORs
def parity(n):
    units, before = [], "x1"
    for i in range(2, n + 1):
        name = "y" if i == n else f"xor{i}"
        units += [
            Unit(f"or{i}", [before, f"x{i}"], [1, 1], -0.5),
            Unit(f"and{i}", [before, f"x{i}"], [1, 1], -1.5),
            Unit(name, [f"or{i}", f"and{i}"], [1, -1], -0.5),
        ]
        before = name
    return units

# %% right: a chain of two-unit XORs
def parity(n):
    network, last = [], "x1"
    for i in range(2, n + 1):
        out = "y" if i == n else f"p{i}"
        network.insert(0, Unit(f"h{i}", [last, f"x{i}"], np.ones(2), -1.5))
        network.insert(0, Unit(out, [last, f"x{i}", f"h{i}"], np.array([1.0, 1.0, -2.0]), -0.5))
        last = out
    return network

# %% right: the number of ones in binary
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    units, read, weights, digit = [], list(names), [1] * n, 1
    while 2 * digit <= n:
        digit *= 2
    while digit > 1:
        units.append(Unit(f"digit {digit}", list(read), list(weights), 0.5 - digit))
        read.append(f"digit {digit}")
        weights.append(-digit)
        digit //= 2
    return [*units, Unit("y", read, weights, -0.5)]

# %% right: counters with sums of exactly 0, single precision
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    counters = [Unit(f"c{k}", names, np.ones(n, dtype=np.float32), np.float32(-k)) for k in range(1, n + 1)]
    return counters + [Unit("y", [c.name for c in counters], np.resize(np.float32([1, -1]), n), np.float32(-1))]

# %% wrong: all signs alike
# phrase: y is 1 as soon as any input is
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    counters = [Unit(f"c{k}", names, [1] * n, 0.5 - k) for k in range(1, n + 1)]
    return [*counters, Unit("y", [c.name for c in counters], [1] * n, -0.5)]

# %% wrong: signs begin with minus
# phrase: Likeliest cause: always 0
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    counters = [Unit(f"c{k}", names, [1] * n, 0.5 - k) for k in range(1, n + 1)]
    return [*counters, Unit("y", [c.name for c in counters], [(-1) ** k for k in range(1, n + 1)], -0.5)]

# %% wrong: even for odd
# phrase: y is 1 for an even number of ones
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    counters = [Unit(f"c{k}", names, [1] * n, 0.5 - k) for k in range(1, n + 1)]
    return [*counters, Unit("y", [c.name for c in counters], [(-1) ** k for k in range(1, n + 1)], 0.5)]

# %% wrong: counters begin at 0
# phrase: y is 1 for an even number of ones
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    counters = [Unit(f"c{k}", names, [1] * n, 0.5 - k) for k in range(n + 1)]
    return [*counters, Unit("y", [c.name for c in counters], [(-1) ** k for k in range(n + 1)], -0.5)]

# %% wrong: sum exactly 0
# phrase: one sum is exactly 0, and step(0) = 1
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    counters = [Unit(f"c{k}", names, [1] * n, 0.5 - k) for k in range(1, n + 1)]
    return [*counters, Unit("y", [c.name for c in counters], [(-1) ** k for k in range(n)], 0)]

# %% wrong: one counter too few
# phrase: Likeliest cause: another function
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    counters = [Unit(f"c{k}", names, [1] * n, 0.5 - k) for k in range(1, n)]
    return [*counters, Unit("y", [c.name for c in counters], [(-1) ** k for k in range(n - 1)], -0.5)]

# %% wrong: minterms
# phrase: at most 12 are allowed
def parity(n):
    names = [f"x{i}" for i in range(1, n + 1)]
    units = []
    for j in range(2**n):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [int(f"{j:b}".count("1") % 2) for j in range(2**n)], -0.5)]

# %% wrong: last input lost
# phrase: count how often the loop runs
def parity(n):
    units, before = [], "x1"
    for i in range(2, n):
        units += [Unit(f"h{i}", [before, f"x{i}"], [1, 1], -1.5), Unit(f"p{i}", [before, f"x{i}", f"h{i}"], [1, 1, -2], -0.5)]
        before = f"p{i}"
    return [*units, Unit("y", [before], [1], -0.5)]

# %% wrong: the chain is broken
# phrase: hand the result of one XOR to the next
def parity(n):
    units = []
    for i in range(2, n + 1):
        out = "y" if i == n else f"p{i}"
        units += [Unit(f"h{i}", [f"x{i - 1}", f"x{i}"], [1, 1], -1.5), Unit(out, [f"x{i - 1}", f"x{i}", f"h{i}"], [1, 1, -2], -0.5)]
    return units

# %% wrong: every XOR has the same name
# phrase: every unit needs a name of its own
def parity(n):
    units, before = [], "x1"
    for i in range(2, n + 1):
        units += [Unit("h", [before, f"x{i}"], [1, 1], -1.5), Unit("y", [before, f"x{i}", "h"], [1, 1, -2], -0.5)]
        before = "y"
    return units

# %% wrong: four inputs only
# phrase: no unit and no input has this name
def parity(n):
    names = ["x1", "x2", "x3", "x4"]
    counters = [Unit(f"c{k}", names, [1] * 4, 0.5 - k) for k in range(1, 5)]
    return [*counters, Unit("y", ["c1", "c2", "c3", "c4"], [1, -1, 1, -1], -0.5)]
