# %% right: in place
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * g
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% right: whole slices
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p[...] = p - rate * g
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% right: by number
def sgd_step(network, loss, X, Y, rate):
    F = network.forward(X)
    value = loss.forward(F, Y)
    blame = loss.backward()
    network.backward(blame)
    parameters, gradients_ = network.parameters(), network.gradients()
    for k in range(len(parameters)):
        np.subtract(parameters[k], rate * gradients_[k], out=parameters[k])
    return float(value)

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% right: entry by entry
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())

    for p, g in zip(network.parameters(), network.gradients()):
        for place in np.ndindex(p.shape):
            p[place] += -rate * g[place]
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: only a name moved
# phrase: writes into the network
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p = p - rate * g
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: uphill
# phrase: gradients point uphill
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p += rate * g
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: rate forgotten
# phrase: multiply the gradient by the rate
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p -= g
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: no way back
# phrase: those of an older step
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * g
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: step before gradient
# phrase: moved before the gradients
def sgd_step(network, loss, X, Y, rate):
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * g
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: loss after the step
# phrase: before the step
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * g
    return loss.forward(network.forward(X), Y)

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: first parameter only
# phrase: mind the indentation
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * g
        return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: biases left out
# phrase: biases learn, too
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())

    for p, g in zip(network.parameters()[::2], network.gradients()[::2]):
        p -= rate * g
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: divided again
# phrase: the loss is a mean already
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * g / X.shape[1]
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: no return
# phrase: return the loss
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * g

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: only the sign
# phrase: do not take its sign
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(loss.backward())
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * np.sign(g)
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError

# %% wrong: loss for gradient
# phrase: not the loss
def sgd_step(network, loss, X, Y, rate):
    value = loss.forward(network.forward(X), Y)
    network.backward(value)
    for p, g in zip(network.parameters(), network.gradients()):
        p -= rate * g
    return value

ready_network, ready_loss = layers.mlp, layers.MeanSquaredError  # for the check
