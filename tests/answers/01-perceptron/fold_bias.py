# %% right: append
def fold_bias(w, b):
    return np.append(w, b)

# %% right: concatenate
def fold_bias(w, b):
    return np.concatenate([w, [b]])

# %% right: a list unpacked
def fold_bias(w, b):
    return np.array([*w, b])

# %% right: hstack
def fold_bias(w, b):
    return np.hstack((w, b))

# %% wrong: bias first
# phrase: b belongs last
def fold_bias(w, b):
    return np.append(b, w)

# %% wrong: minus the bias
# phrase: no minus sign
def fold_bias(w, b):
    return np.append(w, -b)

# %% wrong: bias added to the weights
# phrase: b was added to every weight
def fold_bias(w, b):
    return w + b

# %% wrong: one for the bias
# phrase: the new weight is b
def fold_bias(w, b):
    return np.append(w, 1)

# %% wrong: pair instead of an array
# phrase: one flat array is wanted
def fold_bias(w, b):
    return w, b

# %% wrong: column vector
# phrase: not a column
def fold_bias(w, b):
    return np.append(w, b)[:, None]

# %% wrong: nothing added
# phrase: w came back as it was
def fold_bias(w, b):
    np.append(w, b)
    return w
