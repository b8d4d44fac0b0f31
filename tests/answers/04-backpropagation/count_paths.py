# %% right: the recursion with a loop
def count_paths(after, start, end):
    if start == end:
        return 1
    total = 0
    for node in after[start]:
        total += count_paths(after, node, end)
    return total

# %% right: a stack instead of calls
def count_paths(after, start, end):
    waiting, paths = [start], 0
    while waiting:
        node = waiting.pop()
        if node == end:
            paths += 1
        else:
            waiting += after[node]
    return paths

# %% right: with a memory
def count_paths(after, start, end):
    known = {end: 1}

    def paths(node):
        if node not in known:
            known[node] = sum([paths(successor) for successor in after.get(node, [])])
        return known[node]

    return paths(start)

# %% right: powers of a matrix, as a float
def count_paths(after, start, end):
    names = list(after)
    A = np.array([[after[a].count(b) for b in names] for a in names], dtype=np.float32)
    A[names.index(end)] = 0
    ways = np.eye(len(names), dtype=np.float32)[names.index(start)]
    total = np.float32(0)
    for _ in names:
        total += ways[names.index(end)]
        ways = ways @ A
    return total

# %% wrong: dead end counted
# phrase: Compare with end first
def count_paths(after, start, end):
    if not after[start]:
        return 1
    return sum(count_paths(after, node, end) for node in after[start])

# %% wrong: dead end counted like end
# phrase: it gives 0, not 1
def count_paths(after, start, end):
    if start == end or len(after[start]) == 0:
        return 1
    return sum(count_paths(after, node, end) for node in after[start])

# %% wrong: nothing to add up
# phrase: one path leads from end to end
def count_paths(after, start, end):
    if start == end:
        return 0
    return sum(count_paths(after, node, end) for node in after[start])

# %% wrong: first successor only
# phrase: returned after its first successor
def count_paths(after, start, end):
    if start == end:
        return 1
    for node in after[start]:
        return count_paths(after, node, end)

# %% wrong: last successor only
# phrase: every successor overwrote the one before
def count_paths(after, start, end):
    if start == end:
        return 1
    total = 0
    for node in after[start]:
        total = count_paths(after, node, end)
    return total

# %% wrong: product for sum
# phrase: ways that fork are added
def count_paths(after, start, end):
    if start == end:
        return 1
    total = 1
    for node in after[start]:
        total *= count_paths(after, node, end)
    return total

# %% wrong: edges for paths
# phrase: 1 was added for every edge
def count_paths(after, start, end):
    if start == end:
        return 0
    return sum(1 + count_paths(after, node, end) for node in after[start])

# %% wrong: visits for paths
# phrase: 1 was added for every visit
def count_paths(after, start, end):
    if start == end:
        return 1
    return 1 + sum(count_paths(after, node, end) for node in after[start])

# %% wrong: one step only
# phrase: paths of more than one edge count
def count_paths(after, start, end):
    return after[start].count(end)

# %% wrong: reached or not
# phrase: in how many ways
def count_paths(after, start, end):
    if start == end:
        return True
    return any(count_paths(after, node, end) for node in after[start])
