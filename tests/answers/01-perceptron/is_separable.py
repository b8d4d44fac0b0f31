# %% right: signed columns
from scipy.optimize import linprog

def is_separable(X, y):
    A = (-(2 * y - 1) * with_bias(X)).T
    result = linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=-np.ones(len(y)), bounds=(None, None))
    return result.status == 0

# %% right: row by row
import scipy.optimize

def is_separable(X, y):
    rows = []
    for x, label in zip(X.T, y):
        rows.append([-v for v in x] + [-1] if label == 1 else [*x, 1])
    found = scipy.optimize.linprog([0] * len(rows[0]), A_ub=rows, b_ub=[-1] * len(rows), bounds=[(None, None)] * len(rows[0]))
    return bool(found.success)

# %% right: positive and negative parts of the weights
from scipy.optimize import linprog

def is_separable(X, y):
    s = np.where(y == 1, 1.0, -1.0)
    A = -(s * np.vstack([X, np.ones_like(y)])).T
    both = np.hstack([A, -A])
    return linprog(np.ones(both.shape[1]), A_ub=both, b_ub=-np.ones(len(y))).status == 0

# %% right: largest slack
from scipy.optimize import linprog

def is_separable(X, y):
    s = 2 * y - 1
    A = np.hstack([(-s * with_bias(X)).T, np.ones((len(y), 1))])
    bounds = [(None, None)] * (len(X) + 1) + [(0, 1)]
    c = np.zeros(len(X) + 2)
    c[-1] = -1
    return linprog(c, A_ub=A, b_ub=np.zeros(len(y)), bounds=bounds).x[-1] > 0.5

# %% wrong: only weights ≥ 0
# phrase: unless you say `bounds=(None, None)`
from scipy.optimize import linprog

def is_separable(X, y):
    A = (-(2 * y - 1) * with_bias(X)).T
    return linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=-np.ones(len(y))).status == 0

# %% wrong: forgotten bias
# phrase: only lines through the origin
from scipy.optimize import linprog

def is_separable(X, y):
    A = (-(2 * y - 1) * X).T
    return linprog(np.zeros(len(X)), A_ub=A, b_ub=-np.ones(len(y)), bounds=(None, None)).status == 0

# %% wrong: zero weights allowed
# phrase: w = 0 and b = 0 satisfy your inequalities
from scipy.optimize import linprog

def is_separable(X, y):
    A = (-(2 * y - 1) * with_bias(X)).T
    return linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=np.zeros(len(y)), bounds=(None, None)).status == 0

# %% wrong: inequality turned round
# phrase: linprog wants them as
from scipy.optimize import linprog

def is_separable(X, y):
    A = ((2 * y - 1) * with_bias(X)).T
    return linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=np.ones(len(y)), bounds=(None, None)).status == 0

# %% wrong: opposite answer
# phrase: True and False have changed places
from scipy.optimize import linprog

def is_separable(X, y):
    A = (-(2 * y - 1) * with_bias(X)).T
    return linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=-np.ones(len(y)), bounds=(None, None)).status != 0

# %% wrong: patience for proof
# phrase: proves nothing
def is_separable(X, y):
    return fit_perceptron(with_bias(X), y, 10)[2]

# %% wrong: the whole result
# phrase: wanted: True or False
from scipy.optimize import linprog

def is_separable(X, y):
    A = (-(2 * y - 1) * with_bias(X)).T
    return linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=-np.ones(len(y)), bounds=(None, None))

# %% wrong: status for an answer
# phrase: compare it, `result.status == 0`
from scipy.optimize import linprog

def is_separable(X, y):
    A = (-(2 * y - 1) * with_bias(X)).T
    return linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=-np.ones(len(y)), bounds=(None, None)).status

# %% wrong: not transposed
# phrase: transpose the signed columns
from scipy.optimize import linprog

def is_separable(X, y):
    A = -(2 * y - 1) * with_bias(X)
    return linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=-np.ones(len(y)), bounds=(None, None)).status == 0

# %% wrong: labels 0 and 1 as signs
# phrase: every example of class 0 asks 0 ≥ 1
from scipy.optimize import linprog

def is_separable(X, y):
    A = (-y * with_bias(X)).T
    return linprog(np.zeros(len(X) + 1), A_ub=A, b_ub=-np.ones(len(y)), bounds=(None, None)).status == 0
