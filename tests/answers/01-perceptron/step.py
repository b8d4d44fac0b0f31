# %% right: conditional expression
def step(z):
    return 1 if z >= 0 else 0

# %% right: if and else
def step(z):
    if z < 0:
        return 0
    else:
        return 1

# %% right: comparison turned into an int
def step(z):
    return int(z >= 0)

# %% right: heaviside of numpy
def step(z):
    return np.heaviside(z, 1)

# %% right: a boolean answer
def step(z):
    return z >= 0

# %% wrong: strict step
# phrase: at exactly 0 the step is 1
def step(z):
    return 1 if z > 0 else 0

# %% wrong: upside-down step
# phrase: the 1 and the 0 have changed places
def step(z):
    return 0 if z >= 0 else 1

# %% wrong: sign instead of step
# phrase: the step gives 0 below the threshold, not −1
def step(z):
    return 1 if z >= 0 else -1

# %% wrong: ReLU instead of step
# phrase: says only yes or no
def step(z):
    return max(z, 0)

# %% wrong: no return
# phrase: ends without `return` gives None
def step(z):
    if z >= 0:
        print(1)
    else:
        print(0)

# %% wrong: always 1
# phrase: a negative z must give 0
def step(z):
    if z >= 0:
        answer = 1
    return 1

# %% wrong: text instead of a number
# phrase: not the text
def step(z):
    if z >= 0:
        return "1"
    return "0"
