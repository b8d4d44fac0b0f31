# %% right: the formula
def back_through_sigmoid(G, dG):
    return dG * G * (1 - G)

# %% right: entry by entry in loops
def back_through_sigmoid(G, dG):
    dF = np.zeros_like(dG)
    for i in range(G.shape[0]):
        for n in range(G.shape[1]):
            dF[i, n] = dG[i, n] * G[i, n] * (1 - G[i, n])
    return dF

# %% right: multiplied out
def back_through_sigmoid(G, dG):
    return np.multiply(dG, G - np.square(G))

# %% right: a quarter minus a square
def back_through_sigmoid(G, dG):
    return (0.25 - (G - 0.5) ** 2) * dG

# %% right: lists
def back_through_sigmoid(G, dG):
    return [[d * g * (1 - g) for g, d in zip(row, blame)] for row, blame in zip(G, dG)]

# %% right: float32
def back_through_sigmoid(G, dG):
    G = G.astype(np.float32)
    return dG.astype(np.float32) * (G * (1 - G))

# %% wrong: sigmoid twice
# phrase: do not apply σ again
def back_through_sigmoid(G, dG):
    s = sigmoid(G)
    return dG * s * (1 - s)

# %% wrong: slope only
# phrase: the blame dG that comes in is not
def back_through_sigmoid(G, dG):
    return G * (1 - G)

# %% wrong: half a slope
# phrase: the factor 1 − g is missing
def back_through_sigmoid(G, dG):
    return dG * G

# %% wrong: other half
# phrase: the factor g is missing
def back_through_sigmoid(G, dG):
    return dG * (1 - G)

# %% wrong: slope of tanh
# phrase: is the slope of tanh
def back_through_sigmoid(G, dG):
    return dG * (1 - G**2)

# %% wrong: matrix product
# phrase: σ works entry by entry
def back_through_sigmoid(G, dG):
    return dG @ (G * (1 - G)).T

# %% wrong: added
# phrase: the chain rule multiplies
def back_through_sigmoid(G, dG):
    return dG + G * (1 - G)

# %% wrong: wrong sign
# phrase: the slope of σ is above 0
def back_through_sigmoid(G, dG):
    return dG * G * (G - 1)

# %% wrong: nothing done
# phrase: dG came back as it was
def back_through_sigmoid(G, dG):
    return dG

# %% wrong: examples summed
# phrase: every example keeps its own blame
def back_through_sigmoid(G, dG):
    return np.sum(dG * G * (1 - G), axis=1, keepdims=True)

# %% wrong: in place
# phrase: changed its argument number 2
def back_through_sigmoid(G, dG):
    dG *= G * (1 - G)
    return dG
