# %% right: minterms by text
def from_truth_table(table):
    n = len(f"{len(table) - 1:b}")
    names = ["x" + str(i + 1) for i in range(n)]
    network = []
    for j, answer in enumerate(table):
        if answer:
            bits = [int(digit) for digit in f"{j:0{n}b}"]
            network.append(Unit(f"row {j}", names, [1 if bit else -1 for bit in bits], -sum(bits)))
    return [Unit("y", [unit.name for unit in network], [1.0] * len(network), -1)] + network

# %% right: one AND against the zeros (a unit for each 0)
def from_truth_table(table):
    table = np.asarray(table)
    n = int(np.log2(len(table)))
    names = [f"x{i + 1}" for i in range(n)]
    zeros = np.flatnonzero(table == 0)
    network = []
    for j in zeros:
        bits = (j >> np.arange(n)[::-1]) & 1
        network.append(Unit(f"not {j}", names, 1 - 2 * bits, bits.sum() - 0.5))
    return network + [Unit("y", [unit.name for unit in network], np.ones(len(zeros), dtype=np.float32), 0.5 - len(zeros))]

# %% right: a unit for each row, the row's answer as its weight in y
def from_truth_table(table):
    n = len(table).bit_length() - 1
    X = all_inputs(n)
    names = [f"x{i + 1}" for i in range(n)]
    rows = [Unit(f"m{j}", names, (2 * X[:, j] - 1).tolist(), 0.5 - float(X[:, j].sum())) for j in range(2**n)]
    return [*rows, Unit("y", [row.name for row in rows], [float(answer) for answer in table], -0.5)]

# %% right: a single unit where one is enough
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    if min(table) == max(table):
        return [Unit("y", names[:1], [0], max(table) - 0.5)]
    X = all_inputs(n)[:, np.asarray(table) == 1]
    units = [Unit(f"m{k}", names, 4 * m - 2, 1 - 2 * m.sum()) for k, m in enumerate(X.T)]
    return units + [Unit("y", [u.name for u in units], [1] * len(units), -1)]

# %% wrong: zeros ignored
# phrase: a minterm unit must refuse inputs that have more ones
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, m, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]

# %% wrong: inputs back to front
# phrase: x1 is the first, most significant digit
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i}" for i in range(n, 0, -1)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]

# %% wrong: threshold too low
# phrase: a minterm unit fires for its neighbours, too
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 1.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]

# %% wrong: a threshold that the neighbours just reach
# phrase: one sum is exactly 0, and step(0) = 1
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 1 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]

# %% wrong: AND for OR
# phrase: one minterm must be enough
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), 0.5 - len(units))]

# %% wrong: an OR without a bias
# phrase: an OR has a bias a little below 0
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), 0.5)]

# %% wrong: sum exactly 0
# phrase: one sum is exactly 0, and step(0) = 1
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), 0)]

# %% wrong: the zeros of the table
# phrase: units were made for the rows with 0
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(np.asarray(table) == 0):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]

# %% wrong: return inside the loop
# phrase: is the `return` inside the loop
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
        return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]
    return [Unit("y", [], [], -0.5)]

# %% wrong: all minterms have one name
# phrase: every unit needs a name of its own
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit("m", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]

# %% wrong: inputs counted from 0
# phrase: no unit and no input has this name
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]

# %% wrong: the OR forgotten
# phrase: a unit must have that name
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return units

# %% wrong: no input for the constant 0
# phrase: It happened at your line
def from_truth_table(table):
    n = len(table).bit_length() - 1
    names = [f"x{i + 1}" for i in range(n)]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(n)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    most = max(len(u.inputs) for u in units)
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]

# %% wrong: a network for three inputs only
# phrase: Likeliest cause
def from_truth_table(table):
    names = ["x1", "x2", "x3"]
    units = []
    for j in np.flatnonzero(table):
        m = all_inputs(3)[:, j]
        units.append(Unit(f"m{j}", names, 2 * m - 1, 0.5 - sum(m)))
    return [*units, Unit("y", [u.name for u in units], [1] * len(units), -0.5)]
