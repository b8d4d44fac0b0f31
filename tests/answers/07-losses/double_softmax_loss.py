# %% right: the short formula
def double_softmax_loss(accuracy, classes):
    return np.log(np.e + classes - 1) - accuracy

# %% right: both losses, weighted
def double_softmax_loss(accuracy, classes):
    right = -np.log(np.e / (np.e + classes - 1))
    wrong = -np.log(1 / (np.e + classes - 1))
    return accuracy * right + (1 - accuracy) * wrong

# %% right: by the functions of the notebook
def double_softmax_loss(accuracy, classes):
    P = np.zeros((classes, 1))
    P[0] = 1
    logs = log_softmax(P)[:, 0]
    return -(accuracy * logs[0] + (1 - accuracy) * logs[1])

# %% right: float32
def double_softmax_loss(accuracy, classes):
    return np.float32(np.log1p(np.exp(1) + classes - 2)) - np.float32(accuracy)

# %% wrong: right answers only
# phrase: a share of 1 − accuracy is wrong
def double_softmax_loss(accuracy, classes):
    return np.log(np.e + classes - 1) - 1

# %% wrong: wrong answers only
# phrase: a share `accuracy` is right
def double_softmax_loss(accuracy, classes):
    return np.log(np.e + classes - 1)

# %% wrong: accuracy for error rate
# phrase: the right answers are the cheap ones
def double_softmax_loss(accuracy, classes):
    right = np.log(np.e + classes - 1) - 1
    return (1 - accuracy) * right + accuracy * (right + 1)

# %% wrong: one class too many
# phrase: C − 1 classes hold a 0
def double_softmax_loss(accuracy, classes):
    return np.log(np.e + classes) - accuracy

# %% wrong: one softmax
# phrase: The second softmax sees a column
def double_softmax_loss(accuracy, classes):
    with np.errstate(divide="ignore"):
        return -np.log(accuracy)

# %% wrong: an even guess
# phrase: ln C is the loss of an even guess
def double_softmax_loss(accuracy, classes):
    return np.log(classes)

# %% wrong: logarithm of the mean
# phrase: the mean of the losses, not the loss of the mean
def double_softmax_loss(accuracy, classes):
    return -np.log((accuracy * np.e + (1 - accuracy)) / (np.e + classes - 1))

# %% wrong: minus forgotten
# phrase: it is above 0 here
def double_softmax_loss(accuracy, classes):
    return accuracy - np.log(np.e + classes - 1)

# %% wrong: always ten classes
# phrase: the number of classes is an argument
def double_softmax_loss(accuracy, classes):
    return np.log(np.e + 9) - accuracy

# %% wrong: zeros that count nothing
# phrase: e⁰ is 1
def double_softmax_loss(accuracy, classes):
    return 1 - accuracy

# %% wrong: logarithm to base 10
# phrase: not `np.log10`
def double_softmax_loss(accuracy, classes):
    return np.log10(np.e + classes - 1) - accuracy
