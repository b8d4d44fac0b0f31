# %% right: as in the lesson
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return dG * (F > 0)

# %% right: saves what came out
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        G = torch.relu(F)
        ctx.save_for_backward(G)
        return G

    @staticmethod
    def backward(ctx, dG):
        (G,) = ctx.saved_tensors
        return torch.where(G > 0, dG, torch.zeros_like(dG))

# %% right: saves a table of True and False
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        on = F > 0
        ctx.save_for_backward(on)
        return F * on

    @staticmethod
    def backward(ctx, dG):
        on, = ctx.saved_tensors
        return dG * on

# %% right: the lecture's, mended
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        input, = ctx.saved_tensors
        grad_input = dG.clone()
        grad_input[input <= 0] = 0
        return grad_input

# %% right: kept on ctx itself
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.slope = (F > 0).to(F.dtype)
        return torch.maximum(F, torch.zeros_like(F))

    @staticmethod
    def backward(ctx, dG):
        return ctx.slope * dG

# %% wrong: a tuple not unpacked
# phrase: a tuple not unpacked
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        F = ctx.saved_tensors
        return dG * (F > 0)

# %% wrong: the lecture's line
# phrase: slope 1 at 0
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        input, = ctx.saved_tensors
        grad_input = dG.clone()
        grad_input[input < 0] = 0
        return grad_input

# %% wrong: slope 1 at 0
# phrase: slope 1 at 0
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return dG * (F >= 0)

# %% wrong: the gate at the blame
# phrase: the gate at the blame
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return dG * (dG > 0)

# %% wrong: the blame left out
# phrase: the blame left out
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return (F > 0).double()

# %% wrong: no gate
# phrase: no gate
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        return dG

# %% wrong: the gate turned round
# phrase: the gate turned round
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return dG * (F <= 0)

# %% wrong: times the value
# phrase: times the value
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return dG * F.clamp(min=0)

# %% wrong: nothing saved
# phrase: nothing saved
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return dG * (F > 0)

# %% wrong: no return
# phrase: ends without `return` gives None
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(min=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        dF = dG * (F > 0)

# %% wrong: the absolute value
# phrase: the absolute value
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.abs()

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return dG * (F > 0)

# %% wrong: clamped from above
# phrase: clamped from above
class ReLU(torch.autograd.Function):
    """The unit max(F, 0) as an operation of torch."""

    @staticmethod
    def forward(ctx, F):
        ctx.save_for_backward(F)
        return F.clamp(max=0)

    @staticmethod
    def backward(ctx, dG):
        (F,) = ctx.saved_tensors
        return dG * (F > 0)
