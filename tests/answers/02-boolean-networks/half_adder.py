# %% right: five NANDs
def half_adder(a, b, total, carry):
    n = nand(total + "/n", a, b)
    p, q = nand(total + "/p", a, n.name), nand(total + "/q", b, n.name)
    return [n, p, q, nand(total, p.name, q.name), nand(carry, n.name, n.name)]

# %% right: weights of one's own, listed backwards, plain tuples
def half_adder(a, b, total, carry):
    w, bias = np.array([-3.0, -2.0]), 4.0
    rows = [(carry, (total + "1",), (-1,), 0.5), (total, (total + "2", total + "3"), w, bias)]
    rows += [(total + "3", (b, total + "1"), w, bias), (total + "2", (a, total + "1"), w, bias)]
    return rows + [(total + "1", (a, b), w, bias)]

# %% right: XOR from NOTs, ANDs and an OR, all of them NANDs
def half_adder(a, b, total, carry):
    names = {key: f"{total}.{key}" for key in ("na", "nb", "ma", "mb", "c")}
    units = [nand(names["na"], a, a), nand(names["nb"], b, b), nand(names["ma"], a, names["nb"]), nand(names["mb"], names["na"], b)]
    units += [nand(total, names["ma"], names["mb"]), nand(names["c"], a, b), nand(carry, names["c"], names["c"])]
    return units

# %% right: single precision
def half_adder(a, b, total, carry):
    def gate(name, *read):
        return Unit(name, list(read), np.full(len(read), -0.1, dtype=np.float32), np.float32(0.1 * len(read) - 0.05))
    n, p, q = (f"{total}{letter}" for letter in "npq")
    return [gate(n, a, b), gate(p, a, n), gate(q, b, n), gate(total, p, q), gate(carry, n)]

# %% wrong: carry turned round
# phrase: a NAND of it with itself turns it round
def half_adder(a, b, total, carry):
    p, q = f"{total}.p", f"{total}.q"
    return [nand(carry, a, b), nand(p, a, carry), nand(q, b, carry), nand(total, p, q)]

# %% wrong: outputs exchanged
# phrase: sum and carry have changed places
def half_adder(a, b, total, carry):
    n, p, q = f"{total}.n", f"{total}.p", f"{total}.q"
    return [nand(n, a, b), nand(p, a, n), nand(q, b, n), nand(carry, p, q), nand(total, n, n)]

# %% wrong: OR for XOR
# phrase: 1 + 1 is 10 in binary
def half_adder(a, b, total, carry):
    n, p, q = f"{total}.n", f"{total}.p", f"{total}.q"
    return [nand(n, a, b), nand(p, a, a), nand(q, b, b), nand(total, p, q), nand(carry, n, n)]

# %% wrong: shared names
# phrase: in one network two copies would clash
def half_adder(a, b, total, carry):
    return [nand("n", a, b), nand("p", a, "n"), nand("q", b, "n"), nand(total, "p", "q"), nand(carry, "n", "n")]

# %% wrong: not only NANDs
# phrase: build every unit with nand(name, a, b)
def half_adder(a, b, total, carry):
    n, p, q = f"{total}.n", f"{total}.p", f"{total}.q"
    return [nand(n, a, b), nand(p, a, n), nand(q, b, n), nand(total, p, q), Unit(carry, [a, b], [1, 1], -1.5)]

# %% wrong: names of the example
# phrase: no unit and no input has this name
def half_adder(a, b, total, carry):
    n, p, q = f"{total}.n", f"{total}.p", f"{total}.q"
    return [nand(n, "a", "b"), nand(p, "a", n), nand(q, "b", n), nand(total, p, q), nand(carry, n, n)]

# %% wrong: the words total and carry
# phrase: a unit must have that name
def half_adder(a, b, total, carry):
    n, p, q = f"{total}.n", f"{total}.p", f"{total}.q"
    return [nand(n, a, b), nand(p, a, n), nand(q, b, n), nand("total", p, q), nand("carry", n, n)]

# %% wrong: answers instead of units
# phrase: a list of units
def half_adder(a, b, total, carry):
    return {total: a != b, carry: a == b}

# %% wrong: n not shared but read from itself
# phrase: a unit that, by a detour, reads itself
def half_adder(a, b, total, carry):
    n, p, q = f"{total}.n", f"{total}.p", f"{total}.q"
    return [nand(n, a, q), nand(p, a, n), nand(q, b, n), nand(total, p, q), nand(carry, n, n)]

# %% wrong: the third NAND reads a
# phrase: Likeliest cause
def half_adder(a, b, total, carry):
    n, p, q = f"{total}.n", f"{total}.p", f"{total}.q"
    return [nand(n, a, b), nand(p, a, n), nand(q, a, n), nand(total, p, q), nand(carry, n, n)]

# %% wrong: no return
# phrase: ends without `return` gives None
def half_adder(a, b, total, carry):
    n, p, q = f"{total}.n", f"{total}.p", f"{total}.q"
    [nand(n, a, b), nand(p, a, n), nand(q, b, n), nand(total, p, q), nand(carry, n, n)]
