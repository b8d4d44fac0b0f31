# %% right: one step for each inner edge
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights))[:, None] / len(heights)
    hidden = np.full(edges.shape, float(steepness)), -steepness * edges
    output = np.diff(heights)[None, :], np.array([[heights[0]]])
    return hidden, output

# %% right: a loop
def curve_network(heights, steepness):
    n = len(heights)
    W1, b1, W2 = [], [], []
    for k in range(1, n):
        W1.append([steepness])
        b1.append([-steepness * k / n])
        W2.append(heights[k] - heights[k - 1])
    return (np.array(W1), np.array(b1)), (np.array([W2]), np.array([[heights[0]]]))

# %% right: two units for each bump, the outer edges far away
def curve_network(heights, steepness):
    n = len(heights)
    left, right = np.arange(n) / n, np.arange(1, n + 1) / n
    left[0], right[-1] = -1.0, 2.0
    edges = np.concatenate([left, right])[:, None]
    W2 = np.concatenate([heights, -heights])[None, :]
    return (np.full((2 * n, 1), steepness), -steepness * edges), (W2, np.zeros((1, 1)))

# %% right: steps that fall from the right
def curve_network(heights, steepness):
    edges = np.linspace(0, 1, len(heights) + 1)[1:-1].reshape(-1, 1)
    W1 = np.full_like(edges, -steepness)
    return [W1, steepness * edges], [(heights[:-1] - heights[1:]).reshape(1, -1), heights[-1:].reshape(1, 1)]

# %% right: one more step, outside
def curve_network(heights, steepness):
    n = len(heights)
    edges = np.arange(n) / n
    edges[0] = -5
    W2 = np.diff(heights, prepend=0)
    s = float(steepness)
    return (s * np.ones((n, 1)), -s * edges[:, None]), (W2[None], np.array([[0.0]]))

# %% right: float32
def curve_network(heights, steepness):
    n = len(heights)
    edges = (np.arange(1, n) / n)[:, None].astype(np.float32)
    s = np.float32(steepness)
    return (np.full(edges.shape, s), -s * edges), (np.diff(heights)[None].astype(np.float32), np.array([[heights[0]]], np.float32))

# %% wrong: first height forgotten
# phrase: before the first step the network says its output bias
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights))[:, None] / len(heights)
    return (np.full(edges.shape, steepness), -steepness * edges), (np.diff(heights)[None], np.zeros((1, 1)))

# %% wrong: half a step at the end
# phrase: is only half done there
def curve_network(heights, steepness):
    n = len(heights)
    edges = np.arange(n)[:, None] / n
    return (np.full((n, 1), steepness), -steepness * edges), (np.diff(heights, prepend=0)[None], np.zeros((1, 1)))

# %% wrong: heights for differences
# phrase: steps add up
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights))[:, None] / len(heights)
    return (np.full(edges.shape, steepness), -steepness * edges), (heights[1:][None], np.array([[heights[0]]]))

# %% wrong: wrong side
# phrase: with a plus the steps lie left of 0
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights))[:, None] / len(heights)
    return (np.full(edges.shape, steepness), steepness * edges), (np.diff(heights)[None], np.array([[heights[0]]]))

# %% wrong: bias without steepness
# phrase: without the factor all steps crowd at 0
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights))[:, None] / len(heights)
    return (np.full(edges.shape, steepness), -edges), (np.diff(heights)[None], np.array([[heights[0]]]))

# %% wrong: steps down for steps up
# phrase: the differences have the wrong sign
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights))[:, None] / len(heights)
    return (np.full(edges.shape, steepness), -steepness * edges), ((heights[:-1] - heights[1:])[None], np.array([[heights[0]]]))

# %% wrong: edges spread wrongly
# phrase: n pieces, not n − 1
def curve_network(heights, steepness):
    edges = np.linspace(0, 1, len(heights))[1:, None]
    return (np.full(edges.shape, steepness), -steepness * edges), (np.diff(heights)[None], np.array([[heights[0]]]))

# %% wrong: edges off by one
# phrase: the end of piece 0, not at 0
def curve_network(heights, steepness):
    n = len(heights)
    edges = np.arange(n - 1)[:, None] / n
    return (np.full(edges.shape, steepness), -steepness * edges), (np.diff(heights)[None], np.array([[heights[0]]]))

# %% wrong: middles for edges
# phrase: not in the middle of a piece
def curve_network(heights, steepness):
    n = len(heights)
    edges = (np.arange(1, n)[:, None] - 0.5) / n
    return (np.full(edges.shape, steepness), -steepness * edges), (np.diff(heights)[None], np.array([[heights[0]]]))

# %% wrong: flat arrays
# phrase: hidden weights and biases are columns
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights)) / len(heights)
    return (np.full(edges.shape, steepness), -steepness * edges), (np.diff(heights), heights[0])

# %% wrong: steepness forgotten
# phrase: the hidden weights must be the steepness
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights))[:, None] / len(heights)
    return (np.ones(edges.shape), -edges), (np.diff(heights)[None], np.array([[heights[0]]]))

# %% wrong: four arrays in a row
# phrase: ((W1, b1), (W2, b2))
def curve_network(heights, steepness):
    edges = np.arange(1, len(heights))[:, None] / len(heights)
    return np.full(edges.shape, steepness), -steepness * edges, np.diff(heights)[None], np.array([[heights[0]]])
