# %% right: two half adders and an OR
def full_adder(a, b, c, total, carry):
    s, u, v = total + ".s", total + ".u", total + ".v"
    units = [*half_adder(a, b, s, u), *half_adder(s, c, total, v)]
    return units + [nand(u + "'", u, u), nand(v + "'", v, v), nand(carry, u + "'", v + "'")]

# %% right: nine NANDs
def full_adder(a, b, c, total, carry):
    n = [f"{total}.{k}" for k in range(8)]
    return [
        nand(n[0], a, b), nand(n[1], a, n[0]), nand(n[2], b, n[0]), nand(n[3], n[1], n[2]),
        nand(n[4], n[3], c), nand(n[5], n[3], n[4]), nand(n[6], c, n[4]), nand(total, n[5], n[6]),
        nand(carry, n[0], n[4]),
    ]

# %% right: minterms as NANDs of three inputs, plain tuples
def full_adder(a, b, c, total, carry):
    def gate(name, *read):
        return (name, list(read), [-1.0] * len(read), len(read) - 0.5)
    n = {x: f"{total}.not {k}" for k, x in enumerate((a, b, c))}
    units = [gate(n[x], x) for x in (a, b, c)]
    odd = [(a, n[b], n[c]), (n[a], b, n[c]), (n[a], n[b], c), (a, b, c)]
    two = [(a, b), (a, c), (b, c)]
    units += [gate(f"{total}.odd {k}", *term) for k, term in enumerate(odd)]
    units += [gate(f"{total}.two {k}", *term) for k, term in enumerate(two)]
    return units + [gate(total, *(f"{total}.odd {k}" for k in range(4))), gate(carry, *(f"{total}.two {k}" for k in range(3)))]

# %% right: single precision
def full_adder(a, b, c, total, carry):
    w, bias = np.float32([-0.2, -0.2]), np.float32(0.3)
    n = [f"{total}{k}" for k in range(8)]
    wires = [(n[0], a, b), (n[1], a, n[0]), (n[2], b, n[0]), (n[3], n[1], n[2]), (n[4], n[3], c)]
    wires += [(n[5], n[3], n[4]), (n[6], c, n[4]), (total, n[5], n[6]), (carry, n[0], n[4])]
    return [Unit(name, [first, second], w, bias) for name, first, second in wires]

# %% wrong: second carry lost
# phrase: (a + b) + c has two chances of a carry
def full_adder(a, b, c, total, carry):
    s, v = total + ".s", total + ".v"
    return [*half_adder(a, b, s, carry), *half_adder(s, c, total, v)]

# %% wrong: first carry lost
# phrase: (a + b) + c has two chances of a carry
def full_adder(a, b, c, total, carry):
    s, u = total + ".s", total + ".u"
    return [*half_adder(a, b, s, u), *half_adder(s, c, total, carry)]

# %% wrong: NAND of both carries
# phrase: the NAND of two carries is not their OR
def full_adder(a, b, c, total, carry):
    s, u, v = total + ".s", total + ".u", total + ".v"
    return [*half_adder(a, b, s, u), *half_adder(s, c, total, v), nand(carry, u, v)]

# %% wrong: both carries wanted
# phrase: the result is their OR, not their AND
def full_adder(a, b, c, total, carry):
    s, u, v, w = (f"{total}.{letter}" for letter in "suvw")
    return [*half_adder(a, b, s, u), *half_adder(s, c, total, v), nand(w, u, v), nand(carry, w, w)]

# %% wrong: outputs exchanged
# phrase: sum and carry have changed places
def full_adder(a, b, c, total, carry):
    s, u, v = total + ".s", total + ".u", total + ".v"
    units = [*half_adder(a, b, s, u), *half_adder(s, c, carry, v)]
    return units + [nand(u + "'", u, u), nand(v + "'", v, v), nand(total, u + "'", v + "'")]

# %% wrong: not only NANDs
# phrase: it is an OR
def full_adder(a, b, c, total, carry):
    s, u, v = total + ".s", total + ".u", total + ".v"
    return [*half_adder(a, b, s, u), *half_adder(s, c, total, v), Unit(carry, [u, v], [1, 1], -0.5)]

# %% wrong: two perceptrons
# phrase: build every unit with nand(name, a, b)
def full_adder(a, b, c, total, carry):
    return [Unit(carry, [a, b, c], [1, 1, 1], -1.5), Unit(total, [a, b, c, carry], [1, 1, 1, -2], -0.5)]

# %% wrong: shared names
# phrase: in one network two copies would clash
def full_adder(a, b, c, total, carry):
    units = [*half_adder(a, b, "s", "u"), *half_adder("s", c, total, "v")]
    return units + [nand("u'", "u", "u"), nand("v'", "v", "v"), nand(carry, "u'", "v'")]

# %% wrong: c ignored
# phrase: this is the half adder of a and b
def full_adder(a, b, c, total, carry):
    return half_adder(a, b, total, carry)

# %% wrong: both half adders have the same sum
# phrase: every unit needs a name of its own
def full_adder(a, b, c, total, carry):
    u, v = total + ".u", total + ".v"
    units = [*half_adder(a, b, total, u), *half_adder(total, c, total, v)]
    return units + [nand(u + "'", u, u), nand(v + "'", v, v), nand(carry, u + "'", v + "'")]

# %% wrong: lists in a list
# phrase: which is no unit
def full_adder(a, b, c, total, carry):
    s, u, v = total + ".s", total + ".u", total + ".v"
    return [half_adder(a, b, s, u), half_adder(s, c, total, v), nand(u + "'", u, u), nand(v + "'", v, v), nand(carry, u + "'", v + "'")]
