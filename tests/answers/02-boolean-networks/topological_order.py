# %% right: Kahn's algorithm with counts
def topological_order(edges):
    waits, after = {}, {}
    for a, b in edges:
        waits.setdefault(a, 0)
        waits[b] = waits.get(b, 0) + 1
        after.setdefault(a, []).append(b)
    order = [node for node, count in waits.items() if count == 0]
    for node in order:
        for successor in after.get(node, []):
            waits[successor] -= 1
            if waits[successor] == 0:
                order.append(successor)
    if len(order) < len(waits):
        raise ValueError("cycle: " + cycle_in({b: a for a, b in edges if a not in order}))
    return order

# %% right: depth first, from the ends
def topological_order(edges):
    order = []
    def visit(node, path):
        if node in path:
            raise ValueError(f"these nodes form a cycle: {path[path.index(node):]}")
        if node not in order:
            for a, b in edges:
                if b == node:
                    visit(a, path + [node])
            order.append(node)
    for a, b in edges:
        visit(b, [])
    return order

# %% right: Python's own library
from graphlib import TopologicalSorter
def topological_order(edges):
    graph = TopologicalSorter()
    for a, b in edges:
        graph.add(b, a)
    return list(graph.static_order())

# %% right: from the ends, as a tuple
def topological_order(edges):
    nodes, left, order = {node for edge in edges for node in edge}, list(edges), []
    while left:
        ends = {b for a, b in left} - {a for a, b in left}
        if not ends:
            after, walk = dict(left), [left[0][0]]
            while walk[-1] not in walk[:-1]:
                walk.append(after[walk[-1]])
            raise ValueError(" -> ".join(walk[walk.index(walk[-1]):]))
        order = list(ends) + order
        left = [(a, b) for a, b in left if b not in ends]
    return tuple(nodes - set(order)) + tuple(order)

# %% wrong: the order of the list
# phrase: edges may be listed in any order
def topological_order(edges):
    order = []
    for edge in edges:
        for node in edge:
            if node not in order:
                order.append(node)
    return order

# %% wrong: back to front
# phrase: every edge points backwards
def topological_order(edges):
    order = []
    def visit(node):
        if node not in order:
            for a, b in edges:
                if a == node:
                    visit(b)
            order.append(node)
    for a, b in edges:
        visit(a)
    return order

# %% wrong: one predecessor is enough
# phrase: here one of them was enough
def topological_order(edges):
    ends = {b for a, b in edges}
    order = [node for node in dict.fromkeys(a for a, b in edges) if node not in ends]
    for node in order:
        for a, b in edges:
            if a == node and b not in order:
                order.append(b)
    return order

# %% wrong: end nodes missing
# phrase: no edge leaves it, but it is a node, too
def topological_order(edges):
    order, left = [], list(dict.fromkeys(a for a, b in edges))
    while left:
        ready = [node for node in left if not any(b == node and a in left for a, b in edges)]
        if not ready:
            raise ValueError("cycle: " + cycle_in({b: a for a, b in edges if a in left and b in left}))
        order += ready
        left = [node for node in left if node not in ready]
    return order

# %% wrong: start nodes missing
# phrase: no edge leads to it, but it is a node, too
def topological_order(edges):
    order, left = [], list(dict.fromkeys(b for a, b in edges))
    while left:
        ready = [node for node in left if not any(b == node and a in left for a, b in edges)]
        if not ready:
            raise ValueError("cycle: " + cycle_in({b: a for a, b in edges if a in left and b in left}))
        order += ready
        left = [node for node in left if node not in ready]
    return order

# %% wrong: node twice
# phrase: list it once only
def topological_order(edges):
    order = []
    def visit(node, path):
        if node in path:
            raise ValueError(f"a cycle: {path[path.index(node):]}")
        for a, b in edges:
            if b == node:
                visit(a, [*path, node])
        order.append(node)
    for a, b in edges:
        if not any(first == b for first, then in edges):
            visit(b, [])
    return order

# %% wrong: alphabetical
# phrase: names say nothing
def topological_order(edges):
    order = []
    left = {node for edge in edges for node in edge}
    while left:
        if all(any(b == node and a in left for a, b in edges) for node in left):
            raise ValueError("cycle: " + cycle_in({b: a for a, b in edges if a in left and b in left}))
        left = left - {node for node in left if not any(b == node and a in left for a, b in edges)}
    return sorted({node for edge in edges for node in edge})

# %% wrong: cycle not noticed
# phrase: If no node is ready and some are left, raise
def topological_order(edges):
    nodes = list(dict.fromkeys(node for edge in edges for node in edge))
    order = []
    for _ in nodes:
        waiting = {b for a, b in edges if a not in order}
        order += [node for node in nodes if node not in order and node not in waiting]
    return order

# %% wrong: cycle not named
# phrase: the message names no node
def topological_order(edges):
    nodes = list(dict.fromkeys(node for edge in edges for node in edge))
    order = []
    while len(order) < len(nodes):
        waiting = {b for a, b in edges if a not in order}
        ready = [node for node in nodes if node not in order and node not in waiting]
        if not ready:
            raise ValueError("the graph has a cycle")
        order += ready
    return order

# %% wrong: all that are left
# phrase: Nodes behind a cycle wait, too
def topological_order(edges):
    nodes = list(dict.fromkeys(node for edge in edges for node in edge))
    order = []
    while len(order) < len(nodes):
        waiting = {b for a, b in edges if a not in order}
        ready = [node for node in nodes if node not in order and node not in waiting]
        if not ready:
            raise ValueError(f"cycle among {[node for node in nodes if node not in order]}")
        order += ready
    return order

# %% wrong: one node of the cycle
# phrase: all nodes of the cycle belong in the message
def topological_order(edges):
    order = []
    def visit(node, path):
        if node in path:
            raise ValueError(f"{node} waits for itself")
        if node not in order:
            for a, b in edges:
                if b == node:
                    visit(a, path + [node])
            order.append(node)
    for a, b in edges:
        visit(b, [])
    return order

# %% wrong: never ends
# phrase: the recursion goes round and round
def topological_order(edges):
    order = []
    def visit(node):
        if node not in order:
            for a, b in edges:
                if b == node:
                    visit(a)
            order.append(node)
    for a, b in edges:
        visit(b)
    return order

# %% wrong: another exception
# phrase: say `raise ValueError(message)`
def topological_order(edges):
    nodes = list(dict.fromkeys(node for edge in edges for node in edge))
    order = []
    while len(order) < len(nodes):
        waits_for = {b: a for a, b in edges if a not in order}
        ready = [node for node in nodes if node not in order and node not in waits_for]
        if not ready:
            raise Exception(f"There is a cycle: {cycle_in(waits_for)}.")
        order += ready
    return order

# %% wrong: sorted edges instead of nodes
# phrase: not of edges or numbers
def topological_order(edges):
    return sorted(edges, key=lambda edge: edge[1])

# %% wrong: the message returned
# phrase: a list of nodes
def topological_order(edges):
    return "x1, x2, h, y"
