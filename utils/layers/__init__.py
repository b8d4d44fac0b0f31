"""Layers: each one is a forward and a backward that mirror each other.

One column per example. Every module keeps one contract:

    F = module.forward(G)         computes, and keeps what the way back needs
    dG = module.backward(dF)      takes ∂L/∂F, sets the gradients of the parameters, returns ∂L/∂G

`backward` speaks of the last `forward`, and each `backward` writes the gradients anew (nothing adds up). What
`forward` and `backward` return belongs to the caller. What a module keeps to itself are its parameters `theta`, one
vector of all of them, and their gradients `dtheta`; `W`, `b`, `dW`, `db` are views of parts of those, so an
optimizer changes all layers by changing one vector. Copy what you want to keep.

Modules do not look for NaN or infinity: a training that diverges shall be seen to diverge.
"""

from utils.layers.formulas import layer_backward, layer_forward, mlp_backward, mlp_forward
from utils.layers.linear import Linear, LocallyConnected, local_mask
from utils.layers.module import Module
from utils.layers.objectives import Cosine, CrossEntropy, Hinge, Loss, MeanSquaredError, SigmoidNLL
from utils.layers.sequential import Sequential, mlp
from utils.layers.units import Activation, Maxout, PReLU, ReLU, Sigmoid, Softmax, Tanh

__all__ = [
    "Activation",
    "Cosine",
    "CrossEntropy",
    "Hinge",
    "Linear",
    "LocallyConnected",
    "Loss",
    "Maxout",
    "MeanSquaredError",
    "Module",
    "PReLU",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "SigmoidNLL",
    "Softmax",
    "Tanh",
    "layer_backward",
    "layer_forward",
    "local_mask",
    "mlp",
    "mlp_backward",
    "mlp_forward",
]
