# %% right: every node asks its successors
def paths_to(edges, end):
    after = {node: [] for edge in edges for node in edge}
    for a, b in edges:
        after[a].append(b)
    count = {}
    for node in reversed(topological_order(edges)):
        count[node] = 1 if node == end else sum(count[successor] for successor in after[node])
    return count

# %% right: edges sorted by the place of their end
def paths_to(edges, end):
    place = {node: i for i, node in enumerate(topological_order(edges))}
    count = {node: 0 for node in place}
    count[end] = 1
    for a, b in sorted(edges, key=lambda edge: place[edge[1]], reverse=True):
        count[a] += count[b]
    return count

# %% right: no sorting, a node is done when all its successors are
def paths_to(edges, end):
    before, waiting = {}, {}
    for a, b in edges:
        before.setdefault(b, []).append(a)
        waiting[a] = waiting.get(a, 0) + 1
        waiting.setdefault(b, 0)
    count = {node: int(node == end) for node in waiting}
    ready = [node for node in waiting if waiting[node] == 0]
    while ready:
        node = ready.pop()
        for a in before.get(node, []):
            count[a] += count[node]
            waiting[a] -= 1
            if waiting[a] == 0:
                ready.append(a)
    return count

# %% right: an array of counts
def paths_to(edges, end):
    order = topological_order(edges)
    place = {node: i for i, node in enumerate(order)}
    count = np.zeros(len(order), dtype=np.float32)
    count[place[end]] = 1
    links = sorted(((place[b], place[a]) for a, b in edges), reverse=True)
    for b, a in links:
        count[a] = count[a] + count[b]
    return {node: count[place[node]] for node in order}

# %% wrong: overwritten
# phrase: at a fork the second message replaced the first
def paths_to(edges, end):
    before = {node: [] for edge in edges for node in edge}
    for a, b in edges:
        before[b].append(a)
    count = dict.fromkeys(before, 0)
    count[end] = 1
    for node in reversed(topological_order(edges)):
        for predecessor in before[node]:
            count[predecessor] = count[node]
    return count

# %% wrong: topological order, not reversed
# phrase: go through the order from its end
def paths_to(edges, end):
    before = {node: [] for edge in edges for node in edge}
    for a, b in edges:
        before[b].append(a)
    count = dict.fromkeys(before, 0)
    count[end] = 1
    for node in topological_order(edges):
        for predecessor in before[node]:
            count[predecessor] += count[node]
    return count

# %% wrong: edges as they are listed
# phrase: sort the nodes topologically, and go through them from the end
def paths_to(edges, end):
    count = {node: 0 for edge in edges for node in edge}
    count[end] = 1
    for a, b in edges:
        count[a] += count[b]
    return count

# %% wrong: edges as they are listed, from the last
# phrase: turning the list round is no order
def paths_to(edges, end):
    count = {node: 0 for edge in edges for node in edge}
    count[end] = 1
    for a, b in reversed(edges):
        count[a] += count[b]
    return count

# %% wrong: end starts at 0
# phrase: its count starts at 1
def paths_to(edges, end):
    before = {node: [] for edge in edges for node in edge}
    for a, b in edges:
        before[b].append(a)
    count = dict.fromkeys(before, 0)
    for node in reversed(topological_order(edges)):
        for predecessor in before[node]:
            count[predecessor] += count[node]
    return count

# %% wrong: other direction
# phrase: these are the paths that come from end
def paths_to(edges, end):
    after = {node: [] for edge in edges for node in edge}
    for a, b in edges:
        after[a].append(b)
    count = dict.fromkeys(after, 0)
    count[end] = 1
    for node in topological_order(edges):
        for successor in after[node]:
            count[successor] += count[node]
    return count

# %% wrong: every last node starts at 1
# phrase: only `end` starts at 1
def paths_to(edges, end):
    after = {node: [] for edge in edges for node in edge}
    for a, b in edges:
        after[a].append(b)
    count = {}
    for node in reversed(topological_order(edges)):
        if node == end or not after[node]:
            count[node] = 1
        else:
            count[node] = sum(count[successor] for successor in after[node])
    return count

# %% wrong: 1 for every edge
# phrase: add the count of the node at the edge's end, not 1
def paths_to(edges, end):
    count = {node: 0 for edge in edges for node in edge}
    count[end] = 1
    for a, b in edges:
        count[a] += 1
    return count

# %% wrong: nodes without a path left out
# phrase: also those that do not lead to end
def paths_to(edges, end):
    before = {node: [] for edge in edges for node in edge}
    for a, b in edges:
        before[b].append(a)
    count = {end: 1}
    for node in reversed(topological_order(edges)):
        for predecessor in before[node]:
            if node in count:
                count[predecessor] = count.get(predecessor, 0) + count[node]
    return count

# %% wrong: recursion again
# phrase: a loop needs no stack
def paths_to(edges, end):
    after = {node: [] for edge in edges for node in edge}
    for a, b in edges:
        after[a].append(b)
    return {node: count_paths(after, node, end) for node in topological_order(edges)}

# %% wrong: recursion with a memory
# phrase: a loop needs no stack
def paths_to(edges, end):
    after, known = {node: [] for edge in edges for node in edge}, {end: 1}
    for a, b in edges:
        after[a].append(b)

    def paths(node):
        if node not in known:
            known[node] = sum(paths(successor) for successor in after[node])
        return known[node]

    return {node: paths(node) for node in topological_order(edges)}

# %% wrong: all edges at every node
# phrase: every node looks at its own only
def paths_to(edges, end):
    count = {node: 0 for edge in edges for node in edge}
    count[end] = 1
    for node in reversed(topological_order(edges)):
        for a, b in edges:
            if b == node:
                count[a] += count[b]
    return count
