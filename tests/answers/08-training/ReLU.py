# %% right: maximum and a mask
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        return dG * (self.F > 0)

# %% right: keeps the mask only
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.open = F > 0
        return F * self.open

    def backward(self, dG):
        return np.where(self.open, dG, 0.0)

# %% right: keeps the output
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.G = (F + np.abs(F)) / 2
        return self.G.copy()

    def backward(self, dG):
        dF = dG.copy()
        dF[self.G == 0] = 0
        return dF

# %% right: entry by entry
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        G = np.zeros(F.shape)
        for place in np.ndindex(F.shape):
            if F[place] > 0:
                G[place] = F[place]
        return G

    def backward(self, dG):
        dF = np.zeros(dG.shape)
        for place in np.ndindex(dG.shape):
            dF[place] = dG[place] if self.F[place] > 0 else 0
        return dF

# %% wrong: mask of the blame
# phrase: not by the sign of dG
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        return dG * (dG > 0)

# %% wrong: maximum of the blame
# phrase: not by the sign of dG
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        return np.maximum(dG, 0)

# %% wrong: blame forgotten
# phrase: multiply it by dG
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        return (self.F > 0).astype(float)

# %% wrong: slope 1 at 0
# phrase: `>` and not `>=`
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        return dG * (self.F >= 0)

# %% wrong: everything passes
# phrase: no blame passes
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        return dG

# %% wrong: F for slope
# phrase: the slope where F > 0 is 1
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        return dG * np.maximum(self.F, 0)

# %% wrong: turned round
# phrase: blame passes where F > 0
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        return dG * (self.F < 0)

# %% wrong: mask of the output with >=
# phrase: no blame passes
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.G = np.maximum(F, 0)
        return self.G

    def backward(self, dG):
        return dG * (self.G >= 0)

# %% wrong: changes its input
# phrase: writes into the caller
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.open = F > 0
        F[F < 0] = 0
        return F

    def backward(self, dG):
        return dG * self.open

# %% wrong: no return
# phrase: backward must return dF
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.maximum(F, 0)

    def backward(self, dG):
        dF = dG * (self.F > 0)

# %% wrong: Python's max
# phrase: asks which of two whole arrays
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return max(F, 0)

    def backward(self, dG):
        return dG * (self.F > 0)

# %% wrong: max for maximum
# phrase: goes element by element
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        self.F = F
        return np.max(F, 0)

    def backward(self, dG):
        return dG * (self.F > 0)

# %% wrong: input not kept
# phrase: forward must keep
class ReLU:
    def parameters(self):
        return []

    def gradients(self):
        return []

    def forward(self, F):
        return np.maximum(F, 0)

    def backward(self, dG):
        return dG * (self.F > 0)
