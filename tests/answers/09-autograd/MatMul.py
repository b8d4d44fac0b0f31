# %% right: as in the lesson
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF @ V.T, W.T @ dF

# %% right: einsum
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return torch.einsum("ij,jk->ik", W, V)

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return torch.einsum("ik,jk->ij", dF, V), torch.einsum("ij,ik->jk", W, dF)

# %% right: kept on ctx itself
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.W, ctx.V = W, V
        return torch.mm(W, V)

    @staticmethod
    def backward(ctx, dF):
        return torch.mm(dF, ctx.V.t()), torch.mm(ctx.W.t(), dF)

# %% right: asks what is needed
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        dW = dV = None
        if ctx.needs_input_grad[0]:
            dW = dF @ V.T
        if ctx.needs_input_grad[1]:
            dV = W.T @ dF
        return dW, dV

# %% right: column by column
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        dW = torch.zeros_like(W)
        columns = []
        for j in range(V.shape[1]):
            dW += torch.outer(dF[:, j], V[:, j])
            columns.append(W.T @ dF[:, j])
        return dW, torch.stack(columns, dim=1)

# %% right: without @staticmethod on backward
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF @ V.T, W.T @ dF

# %% wrong: element by element
# phrase: element by element
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W * V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF @ V.T, W.T @ dF

# %% wrong: a tuple not unpacked
# phrase: a tuple not unpacked
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W = ctx.saved_tensors
        return W.T @ dF

# %% wrong: only V's gradient
# phrase: one gradient only
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return W.T @ dF

# %% wrong: only W's gradient
# phrase: one gradient only
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF @ V.T

# %% wrong: None for the weights
# phrase: the weights' gradient left out
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return None, W.T @ dF

# %% wrong: the gradients change places
# phrase: the gradients change places
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return W.T @ dF, dF @ V.T

# %% wrong: not transposed
# phrase: not transposed
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF @ V, W @ dF

# %% wrong: dV not transposed
# phrase: dV not transposed
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF @ V.T, W @ dF

# %% wrong: dW transposed
# phrase: dW transposed
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return V @ dF.T, W.T @ dF

# %% wrong: element by element on the way back
# phrase: element by element on the way back
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF * V.T, W.T * dF

# %% wrong: the blame left out
# phrase: the blame left out
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        one = torch.ones_like(dF)
        return one @ V.T, W.T @ one

# %% wrong: divided by the examples
# phrase: divided by the examples
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF @ V.T / V.shape[1], W.T @ dF

# %% wrong: nothing saved
# phrase: nothing saved
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        return dF @ V.T, W.T @ dF

# %% wrong: no return on the way back
# phrase: returns two gradients, dW and dV
class MatMul(torch.autograd.Function):
    """The matrix product as an operation of torch."""

    @staticmethod
    def forward(ctx, W, V):
        ctx.save_for_backward(W, V)
        return W @ V

    @staticmethod
    def backward(ctx, dF):
        W, V = ctx.saved_tensors
        dW, dV = dF @ V.T, W.T @ dF
