# %% right: reversed
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for module in reversed(self.modules):
            dF = module.backward(dF)
        return dF

ready_network = layers.mlp

# %% right: by number
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        k = len(self.modules) - 1
        while k >= 0:
            dF = self.modules[k].backward(dF)
            k -= 1
        return dF

ready_network = layers.mlp

# %% right: recursion
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        def back(modules, blame):
            return blame if not modules else back(modules[:-1], modules[-1].backward(blame))
        return back(self.modules, dF)

ready_network = layers.mlp

# %% right: slice and reduce
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        from functools import reduce
        return reduce(lambda blame, module: module.backward(blame), self.modules[::-1], dF)

ready_network = layers.mlp

# %% wrong: forward order
# phrase: the way back starts at the last module
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for module in self.modules:
            dF = module.backward(dF)
        return dF

ready_network = layers.mlp

# %% wrong: the same blame for all
# phrase: what the module behind it returned
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for module in reversed(self.modules):
            dX = module.backward(dF)
        return dX

ready_network = layers.mlp

# %% wrong: first module left out
# phrase: the first module needs its gradients
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for k in range(len(self.modules) - 1, 0, -1):
            dF = self.modules[k].backward(dF)
        return dF

ready_network = layers.mlp

# %% wrong: last module left out
# phrase: begins at the very last module
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for module in reversed(self.modules[:-1]):
            dF = module.backward(dF)
        return dF

ready_network = layers.mlp

# %% wrong: one module only
# phrase: indented too far
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for module in reversed(self.modules):
            dF = module.backward(dF)
            return dF

ready_network = layers.mlp

# %% wrong: no return
# phrase: return what came out of the first module
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for module in reversed(self.modules):
            dF = module.backward(dF)

ready_network = layers.mlp

# %% wrong: list turned round for good
# phrase: leaves it as it is
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        self.modules.reverse()
        for module in self.modules:
            dF = module.backward(dF)
        return dF

ready_network = layers.mlp

# %% wrong: forward for backward
# phrase: call `module.backward`
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for module in reversed(self.modules):
            dF = module.forward(dF)
        return dF

ready_network = layers.mlp

# %% wrong: blame not taken
# phrase: what the module behind it returned
class Sequential:
    def __init__(self, modules):
        self.modules = list(modules)

    def parameters(self):
        return [parameter for module in self.modules for parameter in module.parameters()]

    def gradients(self):
        return [gradient for module in self.modules for gradient in module.gradients()]

    def forward(self, X):
        for module in self.modules:
            X = module.forward(X)
        return X

    def backward(self, dF):
        for module in self.modules[::-1]:
            module.backward(dF)
        return dF

ready_network = layers.mlp  # for the check
