# %% right: a half adder, then full adders
def adder(n):
    network = list(half_adder("a0", "b0", "s0", "c1"))
    for place in range(1, n):
        network.extend(full_adder(f"a{place}", f"b{place}", f"c{place}", f"s{place}", f"c{place + 1}"))
    return network

# %% right: a first carry of 0
def adder(n):
    units = [Unit("c0", [], [], -1)]
    for i in range(n):
        units = full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}") + units
    return units

# %% right: two perceptrons a place, plain tuples
def adder(n):
    units = [("c0", ["a0"], [0], -0.5)]
    for i in range(n):
        read = [f"a{i}", f"b{i}", f"c{i}"]
        units.append((f"s{i}", [*read, f"c{i + 1}"], np.float32([1, 1, 1, -2]), np.float32(-0.5)))
        units.append((f"c{i + 1}", read, np.float32([1, 1, 1]), np.float32(-1.5)))
    return tuple(units)

# %% right: recursion
def adder(n):
    if n == 1:
        return half_adder("a0", "b0", "s0", "c1")
    i = n - 1
    return adder(i) + full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{n}")

# %% right: carries looked up by comparing numbers
def adder(n):
    units = []
    for i in range(1, n + 1):
        low = [f"{letter}{k}" for k in range(i) for letter in "ab"]
        units.append(Unit(f"c{i}", low, [2.0**k for k in range(i) for letter in "ab"], -(2.0**i)))
        carry = [f"c{i - 1}"] if i > 1 else []
        units.append(Unit(f"s{i - 1}", [f"a{i - 1}", f"b{i - 1}", *carry, f"c{i}"], [1, 1, *([1] if carry else []), -2], -1))
    return units

# %% wrong: carries lost
# phrase: each must hand its carry to the next one
def adder(n):
    units = []
    for i in range(n):
        units += half_adder(f"a{i}", f"b{i}", f"s{i}", f"c{i + 1}")
    return units

# %% wrong: from the left
# phrase: begin there, as on paper
def adder(n):
    units = half_adder(f"a{n - 1}", f"b{n - 1}", f"s{n - 1}", "c1")
    for i in range(1, n):
        j = n - 1 - i
        units += full_adder(f"a{j}", f"b{j}", f"c{i}", f"s{j}", f"c{i + 1}")
    return units

# %% wrong: one too many
# phrase: the first place has no carry to add
def adder(n):
    units = [Unit("c0", [], [], 0)]
    for i in range(n):
        units += full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}")
    return units

# %% wrong: last place missing
# phrase: a unit must have that name
def adder(n):
    units = half_adder("a0", "b0", "s0", "c1")
    for i in range(1, n - 1):
        units += full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}")
    return units

# %% wrong: places from 1 to n
# phrase: no unit and no input has this name
def adder(n):
    units = half_adder("a1", "b1", "s1", "c2")
    for i in range(2, n + 1):
        units += full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}")
    return units

# %% wrong: no first carry
# phrase: c0
def adder(n):
    units = []
    for i in range(n):
        units += full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}")
    return units

# %% wrong: the same carry everywhere
# phrase: is not the carry of the last one
def adder(n):
    units = half_adder("a0", "b0", "s0", "c1")
    for i in range(1, n):
        units += full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}")
    last = units.pop()
    return [*units, Unit(last.name, ["a0", "b0"], [1, 1], -1.5)] if n > 1 else [*units, last]

# %% wrong: four bits only
# phrase: no unit and no input has this name
def adder(n):
    units = half_adder("a0", "b0", "s0", "c1")
    for i in range(1, 4):
        units += full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}")
    return units

# %% wrong: each place gets the first carry
# phrase: Try small ones, such as 1 + 1, on paper
def adder(n):
    units = half_adder("a0", "b0", "s0", "c1")
    for i in range(1, n):
        units += full_adder(f"a{i}", f"b{i}", "c1", f"s{i}", f"c{i + 1}")
    return units

# %% wrong: one letter for the number
# phrase: a unit must have that name
def adder(n):
    units = half_adder("a0", "b0", "s0", "c1")
    for i in range(1, n):
        units += full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}")
    return [unit._replace(name="carry") if unit.name == f"c{n}" else unit for unit in units]

# %% wrong: append for extend
# phrase: which is no unit
def adder(n):
    units = half_adder("a0", "b0", "s0", "c1")
    for i in range(1, n):
        units.append(full_adder(f"a{i}", f"b{i}", f"c{i}", f"s{i}", f"c{i + 1}"))
    return units
