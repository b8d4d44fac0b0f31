# %% right: one hidden layer, SGD
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(30):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, seed)
    return network

# %% right: Adam, written out
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()

    adam = optimizers.Adam(0.003)
    for epoch in range(30):
        order = np.random.default_rng(epoch).permutation(len(labels))
        for chosen in np.array_split(order, 45):
            loss.forward(network.forward(X[:, chosen]), labels[chosen])
            network.backward(loss.backward())
            adam.step(network.parameters(), network.gradients())
    return network

# %% right: two hidden layers, momentum by hand
def train_digits(X, labels):
    modules = []
    for n_in, n_out in ((64, 96), (96, 64), (64, 10)):
        modules += [Linear(initial_weights(n_out, n_in, "glorot", n_in), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    velocities = [np.zeros(p.shape) for p in network.parameters()]
    def step(A, y):
        value = loss.forward(network.forward(A), y)
        network.backward(loss.backward())
        for k, (p, g) in enumerate(zip(network.parameters(), network.gradients())):
            p[...], velocities[k] = momentum_step(p, velocities[k], g, 0.1, 0.9)
        return value
    for epoch in range(25):
        sgd_epoch(step, X, labels, 32, epoch)
    return network

# %% right: noise on the pixels
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()

    rng = np.random.default_rng(1)
    for epoch in range(40):
        blurred = X + 0.15 * rng.normal(size=X.shape)
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), blurred, labels, 32, epoch)
    return network

# %% wrong: starts at zero
# phrase: the same answer to everything
def train_digits(X, labels):
    first = Linear(np.zeros((128, 64)), np.zeros((128, 1)))
    last = Linear(np.zeros((10, 128)), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(5):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, seed)
    return network

# %% wrong: rate far too large
# phrase: the same answer to everything
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(5):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 30.0), X, labels, 32, seed)
    return network

# %% wrong: rate far too small
# phrase: not even learned its own examples
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(5):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.001), X, labels, 32, seed)
    return network

# %% wrong: one epoch
# phrase: not even learned its own examples
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(1):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, seed)
    return network

# %% wrong: never trained
# phrase: not even learned its own examples
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    return network

# %% wrong: accuracy returned
# phrase: return the trained network itself
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(3):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, seed)
    return np.mean(np.argmax(network.forward(X), axis=0) == labels)

# %% wrong: scores returned
# phrase: return the trained network itself
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(3):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, seed)
    return network.forward(X)

# %% wrong: no return
# phrase: return the trained network itself
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(3):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, seed)

# %% wrong: ten units after the hidden layer forgotten
# phrase: one output for each class
def train_digits(X, labels):
    network, loss = Sequential([Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1))), ReLU()]), CrossEntropy()
    for seed in range(3):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, seed)
    return network

# %% wrong: first weights huge, then diverged
# phrase: not finite numbers
def train_digits(X, labels):
    first = Linear(1e200 * initial_weights(128, 64, "one", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    with np.errstate(all="ignore"):
        for seed in range(2):
            sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, seed)
    return network

# %% wrong: labels shuffled apart
# phrase: not even learned its own examples
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()

    for seed in range(5):
        mixed = np.random.default_rng(seed).permutation(labels)
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.1), X, mixed, 32, seed)
    return network

# %% wrong: a handful of examples
# phrase: not even learned its own examples
def train_digits(X, labels):
    first = Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros((128, 1)))
    last = Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))
    network, loss = Sequential([first, ReLU(), last]), CrossEntropy()
    for seed in range(30):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X[:, :60], labels[:60], 32, seed)
    return network

# %% wrong: flat biases
# phrase: biases are columns
def train_digits(X, labels):
    net = Sequential([Linear(initial_weights(128, 64, "1/n_in", 0), np.zeros(128)), ReLU(),
                      Linear(initial_weights(10, 128, "1/n_in", 1), np.zeros((10, 1)))])
    loss = CrossEntropy()
    for e in range(30):
        sgd_epoch(lambda A, y: sgd_step(net, loss, A, y, 0.3), X, labels, 32, e)
    return net
