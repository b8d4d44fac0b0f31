# %% right: arrays
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:], accuracies[-5:]
    mark = np.log(np.e + classes - 1) - a
    return bool(np.all((a >= 0.5) & (np.abs(L - mark) <= 0.05)))

# %% right: a loop
def softmax_twice(losses, accuracies, classes):
    for loss, accuracy in list(zip(losses, accuracies))[-5:]:
        if accuracy < 0.5 or abs(loss - double_softmax_loss(accuracy, classes)) > 0.05:
            return False
    return True

# %% right: the largest distance
def softmax_twice(losses, accuracies, classes):
    distance = np.abs(losses + accuracies - np.log(np.e + classes - 1))
    return max(distance[-5:]) <= 0.05 and min(accuracies[-5:]) >= 0.5

# %% right: 1 for True, float32
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:].astype(np.float32), accuracies[-5:].astype(np.float32)
    far = (np.abs(L - (np.float32(np.log(np.e + classes - 1)) - a)) > 0.05) | (a < 0.5)
    return int(far.sum() == 0)

# %% wrong: last epoch only
# phrase: may pass the mark in one epoch
def softmax_twice(losses, accuracies, classes):
    mark = np.log(np.e + classes - 1) - accuracies[-1]
    return bool(accuracies[-1] >= 0.5 and abs(losses[-1] - mark) <= 0.05)

# %% wrong: any epoch
# phrase: each of them must bear the mark
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:], accuracies[-5:]
    mark = np.log(np.e + classes - 1) - a
    return bool(np.any((a >= 0.5) & (np.abs(L - mark) <= 0.05)))

# %% wrong: all epochs
# phrase: at first the network is not certain yet
def softmax_twice(losses, accuracies, classes):
    mark = np.log(np.e + classes - 1) - accuracies
    return bool(np.all((accuracies >= 0.5) & (np.abs(losses - mark) <= 0.05)))

# %% wrong: first five epochs
# phrase: not `losses[:5]`
def softmax_twice(losses, accuracies, classes):
    L, a = losses[:5], accuracies[:5]
    mark = np.log(np.e + classes - 1) - a
    return bool(np.all((a >= 0.5) & (np.abs(L - mark) <= 0.05)))

# %% wrong: no absolute value
# phrase: a loss far below the mark is no sign
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:], accuracies[-5:]
    mark = np.log(np.e + classes - 1) - a
    return bool(np.all((a >= 0.5) & (L - mark <= 0.05)))

# %% wrong: no accuracy asked
# phrase: near chance a healthy network
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:], accuracies[-5:]
    mark = np.log(np.e + classes - 1) - a
    return bool(np.all(np.abs(L - mark) <= 0.05))

# %% wrong: mean of five
# phrase: not their mean
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:].mean(), accuracies[-5:].mean()
    mark = np.log(np.e + classes - 1) - a
    return bool(a >= 0.5 and abs(L - mark) <= 0.05)

# %% wrong: always ten classes
# phrase: the number of classes is an argument
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:], accuracies[-5:]
    return bool(np.all((a >= 0.5) & (np.abs(L - (np.log(np.e + 9) - a)) <= 0.05)))

# %% wrong: floor for mark
# phrase: each epoch has its own mark
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:], accuracies[-5:]
    floor = np.log(np.e + classes - 1) - 1
    return bool(np.all((a >= 0.5) & (np.abs(L - floor) <= 0.05)))

# %% wrong: above the floor
# phrase: a slow or idle network has it, too
def softmax_twice(losses, accuracies, classes):
    return bool(np.all(losses >= np.log(np.e + classes - 1) - 1))

# %% wrong: opposite answer
# phrase: True and False have changed places
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:], accuracies[-5:]
    mark = np.log(np.e + classes - 1) - a
    return bool(np.any((a < 0.5) | (np.abs(L - mark) > 0.05)))

# %% wrong: one answer for each epoch
# phrase: for the whole curve
def softmax_twice(losses, accuracies, classes):
    L, a = losses[-5:], accuracies[-5:]
    mark = np.log(np.e + classes - 1) - a
    return (a >= 0.5) & (np.abs(L - mark) <= 0.05)
