# %% right: the recursion with a loop
def path_sum_gradient(after, start, end):
    if start == end:
        return 1.0
    total = 0.0
    for node, slope in after[start]:
        total += slope * path_sum_gradient(after, node, end)
    return total

# %% right: a stack of paths with their products
def path_sum_gradient(after, start, end):
    waiting, total = [(start, 1.0)], 0.0
    while waiting:
        node, product = waiting.pop()
        if node == end:
            total += product
        else:
            waiting += [(then, product * slope) for then, slope in after[node]]
    return total

# %% right: with a memory
def path_sum_gradient(after, start, end):
    known = {end: 1}

    def slope_of(node):
        if node not in known:
            known[node] = sum(slope * slope_of(then) for then, slope in after[node])
        return known[node]

    return slope_of(start)

# %% right: float32 and numpy
def path_sum_gradient(after, start, end):
    if start == end:
        return np.float32(1)
    parts = [np.float32(slope) * path_sum_gradient(after, node, end) for node, slope in after[start]]
    return np.sum(parts, dtype=np.float32)

# %% wrong: slopes left out
# phrase: multiply by the slope of every edge
def path_sum_gradient(after, start, end):
    if start == end:
        return 1
    return sum(path_sum_gradient(after, node, end) for node, slope in after[start])

# %% wrong: first slope missing
# phrase: the slope of the first edge is missing
def path_sum_gradient(after, start, end):
    def rest(node):
        return 1 if node == end else sum(slope * rest(then) for then, slope in after[node])

    if start == end:
        return 1
    return sum(rest(then) for then, slope in after[start])

# %% wrong: last slope missing
# phrase: stop when you are at end
def path_sum_gradient(after, start, end):
    if start == end:
        return 1
    total = 0
    for node, slope in after[start]:
        if node == end:
            total += 1
        else:
            total += slope * path_sum_gradient(after, node, end)
    return total

# %% wrong: slopes added along the path
# phrase: along one path slopes are multiplied
def path_sum_gradient(after, start, end):
    if start == end:
        return 0
    return sum(slope + path_sum_gradient(after, node, end) for node, slope in after[start])

# %% wrong: slopes added along the path, from 1
# phrase: along one path slopes are multiplied
def path_sum_gradient(after, start, end):
    if start == end:
        return 1
    return sum(slope + path_sum_gradient(after, node, end) for node, slope in after[start])

# %% wrong: last edge only
# phrase: every edge overwrote the one before
def path_sum_gradient(after, start, end):
    if start == end:
        return 1
    total = 0
    for node, slope in after[start]:
        total = slope * path_sum_gradient(after, node, end)
    return total

# %% wrong: first edge only
# phrase: returned after its first edge
def path_sum_gradient(after, start, end):
    if start == end:
        return 1
    for node, slope in after[start]:
        return slope * path_sum_gradient(after, node, end)
    return 0

# %% wrong: nothing to multiply
# phrase: ∂end/∂end is 1
def path_sum_gradient(after, start, end):
    if start == end:
        return 0
    return sum(slope * path_sum_gradient(after, node, end) for node, slope in after[start])

# %% wrong: dead end counted
# phrase: a node that leads nowhere has no influence
def path_sum_gradient(after, start, end):
    if start == end or not after[start]:
        return 1
    return sum(slope * path_sum_gradient(after, node, end) for node, slope in after[start])

# %% wrong: product over paths
# phrase: different paths are added, not multiplied
def path_sum_gradient(after, start, end):
    if start == end:
        return 1
    total = 1
    for node, slope in after[start]:
        total *= slope * path_sum_gradient(after, node, end)
    return total

# %% wrong: one step only
# phrase: longer paths count, too
def path_sum_gradient(after, start, end):
    return sum(slope for node, slope in after[start] if node == end)
