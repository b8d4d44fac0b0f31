# %% right: as in the lesson
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    (Hv,) = torch.autograd.grad((g * v).sum(), x)
    return Hv


ready_functions = lesson_09.smooth

# %% right: grad_outputs
def hessian_times(f, x, v):
    x = x.detach().clone()
    x.requires_grad = True
    g = torch.autograd.grad(f(x), x, create_graph=True)[0]
    return torch.autograd.grad(g, x, grad_outputs=v)[0]


ready_functions = lesson_09.smooth

# %% right: the whole Hessian
def hessian_times(f, x, v):
    H = torch.autograd.functional.hessian(f, x)
    n = x.numel()
    return (H.reshape(n, n) @ v.reshape(n)).reshape(x.shape)


ready_functions = lesson_09.smooth

# %% right: backward twice
def hessian_times(f, x, v):
    x = x.clone().requires_grad_(True)
    f(x).backward(create_graph=True)
    g = x.grad
    x.grad = None
    torch.sum(g * v).backward()
    return x.grad


ready_functions = lesson_09.smooth

# %% right: torch's own
def hessian_times(f, x, v):
    return torch.autograd.functional.hvp(f, x, v)[1]


ready_functions = lesson_09.smooth

# %% wrong: no graph of the gradient
# phrase: needs a graph of its own
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x)
    (Hv,) = torch.autograd.grad((g * v).sum(), x)
    return Hv


ready_functions = lesson_09.smooth

# %% wrong: the gradient only
# phrase: the gradient only
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x)
    return g


ready_functions = lesson_09.smooth

# %% wrong: the gradient times v
# phrase: the gradient times v
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x)
    return g * v


ready_functions = lesson_09.smooth

# %% wrong: the number g · v
# phrase: the number g · v
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x)
    return (g * v).sum()


ready_functions = lesson_09.smooth

# %% wrong: v left out
# phrase: v left out
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    (Hv,) = torch.autograd.grad(g.sum(), x)
    return Hv


ready_functions = lesson_09.smooth

# %% wrong: v too late
# phrase: v too late
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    (Hv,) = torch.autograd.grad(g.sum(), x)
    return Hv * v


ready_functions = lesson_09.smooth

# %% wrong: a tuple not unpacked
# phrase: a tuple not unpacked
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    Hv = torch.autograd.grad((g * v).sum(), x)
    return Hv


ready_functions = lesson_09.smooth

# %% wrong: x wants no gradient
# phrase: x must require gradients before f(x) is computed
def hessian_times(f, x, v):
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    (Hv,) = torch.autograd.grad((g * v).sum(), x)
    return Hv


ready_functions = lesson_09.smooth

# %% wrong: a difference of gradients
# phrase: a difference of gradients
def hessian_times(f, x, v):
    def gradient(at):
        at = at.clone().requires_grad_()
        return torch.autograd.grad(f(at), at)[0]

    return (gradient(x + 1e-3 * v) - gradient(x)) / 1e-3


ready_functions = lesson_09.smooth

# %% wrong: the gradient squared
# phrase: twice the gradient squared
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    (Hv,) = torch.autograd.grad((g * g).sum(), x)
    return Hv


ready_functions = lesson_09.smooth

# %% wrong: no return
# phrase: ends without `return` gives None
def hessian_times(f, x, v):
    x = x.clone().requires_grad_()
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    (Hv,) = torch.autograd.grad((g * v).sum(), x)


ready_functions = lesson_09.smooth
