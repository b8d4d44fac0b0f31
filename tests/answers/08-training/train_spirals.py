# %% right: two hidden layers, SGD
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 32), (32, 32), (32, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 121):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, epoch)
        watch(network, epoch)
    return network

# %% right: one wide layer, Adam
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 100), (100, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()

    adam = optimizers.Adam(0.02)
    def step(A, y):
        value = loss.forward(network.forward(A), y)
        network.backward(loss.backward())
        adam.step(network.parameters(), network.gradients())
        return value
    for epoch in range(1, 151):
        sgd_epoch(step, X, labels, 32, epoch)
        watch(network, epoch)
    return network

# %% right: tanh units of its own, Adam in a loop of its own
def train_spirals(X, labels, watch):
    class Bend(ReLU):
        def forward(self, F):
            self.G = np.tanh(F)
            return self.G
        def backward(self, dG):
            return dG * (1 - self.G**2)

    modules = []
    for n_in, n_out in ((2, 32), (32, 32), (32, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), Bend()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()

    adam = optimizers.Adam(0.01)
    for epoch in range(1, 201):
        order = np.random.default_rng(epoch).permutation(len(labels))
        for start in range(0, len(order), 20):
            chosen = order[start : start + 20]
            loss.forward(network.forward(X[:, chosen]), labels[chosen])
            network.backward(loss.backward())
            adam.step(network.parameters(), network.gradients())
        watch(network, epoch)
    return network

# %% wrong: a line only
# phrase: not even learned its own examples
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 2),):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 41):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, epoch)
        watch(network, epoch)
    return network

# %% wrong: too few units
# phrase: not even learned its own examples
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 3), (3, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 41):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, epoch)
        watch(network, epoch)
    return network

# %% wrong: too few epochs
# phrase: not even learned its own examples
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 32), (32, 32), (32, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 6):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, epoch)
        watch(network, epoch)
    return network

# %% wrong: rate too small
# phrase: not even learned its own examples
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 32), (32, 32), (32, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 41):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.001), X, labels, 32, epoch)
        watch(network, epoch)
    return network

# %% wrong: starts at zero
# phrase: the same answer to everything
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 32), (32, 32), (32, 2)):
        modules += [Linear(np.zeros((n_out, n_in)), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 11):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, epoch)
        watch(network, epoch)
    return network

# %% wrong: nothing to watch
# phrase: inside your loop
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 32), (32, 32), (32, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 121):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, epoch)
    return network

# %% wrong: a function returned
# phrase: return the trained network itself
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 32), (32, 32), (32, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 11):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, epoch)
        watch(network, epoch)
    return lambda points: np.argmax(network.forward(points), axis=0)

# %% wrong: no return
# phrase: return the trained network itself
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 32), (32, 32), (32, 2)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()
    for epoch in range(1, 11):
        sgd_epoch(lambda A, y: sgd_step(network, loss, A, y, 0.3), X, labels, 32, epoch)
        watch(network, epoch)

# %% wrong: one output
# phrase: one output for each class
def train_spirals(X, labels, watch):
    modules = []
    for n_in, n_out in ((2, 8), (8, 1)):
        modules += [Linear(initial_weights(n_out, n_in, "1/n_in", n_in + n_out), np.zeros((n_out, 1))), ReLU()]
    network, loss = Sequential(modules[:-1]), CrossEntropy()

    for epoch in range(1, 4):
        network.forward(X)
        watch(network, epoch)
    return network

# %% wrong: watch called the other way round
# phrase: the network comes first
def train_spirals(X, labels, watch):
    net = Sequential([Linear(initial_weights(32, 2, "1/n_in", 0), np.zeros((32, 1))), ReLU(),
                      Linear(initial_weights(32, 32, "1/n_in", 1), np.zeros((32, 1))), ReLU(),
                      Linear(initial_weights(2, 32, "1/n_in", 2), np.zeros((2, 1)))])
    loss = CrossEntropy()
    for e in range(1, 101):
        sgd_epoch(lambda A, y: sgd_step(net, loss, A, y, 0.3), X, labels, 32, e)
        watch(e, net)
    return net
