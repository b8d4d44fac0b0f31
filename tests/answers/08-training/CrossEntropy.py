# %% right: logarithms kept
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF / n

# %% right: one-hot columns
class CrossEntropy:
    def forward(self, F, labels):
        Y = np.eye(len(F))[:, labels]
        top = F.max(axis=0, keepdims=True)
        log_total = top + np.log(np.exp(F - top).sum(axis=0, keepdims=True))
        P = np.exp(F - log_total)
        self.dF = (P - Y) / F.shape[1]
        return float(np.sum(Y * (log_total - F)) / F.shape[1])

    def backward(self):
        return self.dF.copy()

# %% right: one example at a time
class CrossEntropy:
    def forward(self, F, labels):
        self.dF, total = np.zeros(F.shape), 0.0
        for j in range(F.shape[1]):
            shifted = F[:, j] - max(F[:, j])
            powers = np.exp(shifted)
            total += np.log(sum(powers)) - shifted[labels[j]]
            self.dF[:, j] = powers / sum(powers)
            self.dF[labels[j], j] -= 1
        self.dF = self.dF / F.shape[1]
        return total / F.shape[1]

    def backward(self):
        return self.dF

# %% right: scipy logsumexp
class CrossEntropy:
    def forward(self, F, labels):
        from scipy.special import logsumexp
        self.F, self.labels = F, labels
        return np.mean(logsumexp(F, axis=0) - F[labels, range(len(labels))])

    def backward(self):
        from scipy.special import softmax
        P = softmax(self.F, axis=0)
        return (P - (np.arange(len(P))[:, None] == self.labels)) / len(self.labels)

# %% wrong: mean forgotten on the way back
# phrase: divided by their number, too
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF

# %% wrong: sum for mean
# phrase: not the sum
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return -np.sum(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF / n

# %% wrong: divided by all entries
# phrase: not of all entries
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF / dF.size

# %% wrong: overflow
# phrase: too large for a float
class CrossEntropy:
    def forward(self, F, labels):
        P = np.exp(F) / np.exp(F).sum(axis=0)
        self.log_P, self.labels = np.log(P), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF / n

# %% wrong: wrong sign
# phrase: descent would climb
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return -dF / n

# %% wrong: negative loss
# phrase: minus the logarithm
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF / n

# %% wrong: softmax over examples
# phrase: softmax runs over `axis=0`
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=1, keepdims=True)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=1, keepdims=True)), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF / n

# %% wrong: softmax over everything
# phrase: say `axis=0`
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max()
        self.log_P, self.labels = S - np.log(np.exp(S).sum()), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF / n

# %% wrong: one-hot forgotten
# phrase: subtract 1 at the label
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        return np.exp(self.log_P) / len(self.labels)

# %% wrong: second backward differs
# phrase: what forward had kept
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        self.P = np.exp(self.log_P)
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        self.P[self.labels, np.arange(n)] -= 1
        return self.P / n

# %% wrong: probability for loss
# phrase: not p
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return np.mean(np.exp(self.log_P)[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        return dF / n

# %% wrong: no return
# phrase: backward must return
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.log_P, self.labels = S - np.log(np.exp(S).sum(axis=0)), labels
        return -np.mean(self.log_P[labels, np.arange(len(labels))])

    def backward(self):
        n = len(self.labels)
        dF = np.exp(self.log_P)
        dF[self.labels, np.arange(n)] -= 1
        dF = dF / n

# %% wrong: overflow of the logarithms
# phrase: too large for a float
class CrossEntropy:
    def forward(self, F, labels):
        S = F
        self.logp = S - np.log(np.exp(S).sum(axis=0))
        self.labels = labels
        return -self.logp[labels, np.arange(len(labels))].mean()

    def backward(self):
        p = np.exp(self.logp)
        n = len(self.labels)
        p[self.labels, np.arange(n)] -= 1
        return p / n

# %% wrong: one largest for all
# phrase: each column's own largest
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max()
        self.logp = S - np.log(np.exp(S).sum(axis=0))
        self.labels = labels
        return -self.logp[labels, np.arange(len(labels))].mean()

    def backward(self):
        p = np.exp(self.logp)
        n = len(self.labels)
        p[self.labels, np.arange(n)] -= 1
        return p / n

# %% wrong: rows for labels
# phrase: takes whole rows
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.logp = S - np.log(np.exp(S).sum(axis=0))
        self.labels = labels
        return -self.logp[labels, np.arange(len(labels))].mean()

    def backward(self):
        p = np.exp(self.logp)
        n = len(self.labels)
        p[self.labels] -= 1
        return p / n

# %% wrong: rows for labels in the loss
# phrase: takes whole rows
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.logp = S - np.log(np.exp(S).sum(axis=0))
        self.labels = labels
        return -self.logp[labels].mean()

    def backward(self):
        p = np.exp(self.logp)
        n = len(self.labels)
        p[self.labels, np.arange(n)] -= 1
        return p / n

# %% wrong: classes counted
# phrase: rows are classes
class CrossEntropy:
    def forward(self, F, labels):
        S = F - F.max(axis=0)
        self.logp = S - np.log(np.exp(S).sum(axis=0))
        self.labels = labels
        return -self.logp[labels, np.arange(len(labels))].mean()

    def backward(self):
        p = np.exp(self.logp)
        n = len(p)
        p[self.labels, np.arange(n)] -= 1
        return p / n
