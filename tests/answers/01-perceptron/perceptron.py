# %% right: dot product
def perceptron(x, w, b):
    return step(w @ x + b)

# %% right: loop over the inputs
def perceptron(x, w, b):
    total = b
    for i in range(len(x)):
        total += w[i] * x[i]
    if total >= 0:
        return 1
    return 0

# %% right: sum of products
def perceptron(x, w, b):
    return int(np.sum(np.multiply(w, x)) + b >= 0)

# %% right: folded bias and float32
def perceptron(x, w, b):
    return int(np.append(w, b).astype(np.float32) @ np.append(x, 1).astype(np.float32) >= 0)

# %% right: threshold instead of bias
def perceptron(x, w, b):
    return np.where(np.dot(x, w) >= -b, 1, 0)

# %% wrong: forgotten bias
# phrase: what you get when b is left out
def perceptron(x, w, b):
    return step(w @ x)

# %% wrong: strict step
# phrase: a sum of exactly 0 gives 1
def perceptron(x, w, b):
    return 1 if np.dot(w, x) + b > 0 else 0

# %% wrong: bias as threshold
# phrase: here the sum was compared with b
def perceptron(x, w, b):
    return 1 if np.dot(w, x) >= b else 0

# %% wrong: sign instead of step
# phrase: the answer is 0 or 1, not −1 or 1
def perceptron(x, w, b):
    if np.dot(w, x) + b >= 0:
        return 1
    return -1

# %% wrong: no threshold
# phrase: the weighted sum itself came back
def perceptron(x, w, b):
    return w @ x + b

# %% wrong: no sum
# phrase: the entries must be summed
def perceptron(x, w, b):
    return (w * x + b >= 0).astype(int)

# %% wrong: bias in every term
# phrase: added once to the whole sum
def perceptron(x, w, b):
    total = 0
    for i in range(len(x)):
        total += w[i] * x[i] + b
    return 1 if total >= 0 else 0

# %% wrong: forgotten weights
# phrase: summed without their weights
def perceptron(x, w, b):
    return step(np.sum(x) + b)

# %% wrong: no return
# phrase: ends without `return` gives None
def perceptron(x, w, b):
    answer = step(w @ x + b)

# %% wrong: no sum, in an if
# phrase: the entries must be summed
def perceptron(x, w, b):
    return step(w * x + b)
