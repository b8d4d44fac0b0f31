# %% right: as in the lesson
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% right: numbers checked by hand, branches by sign
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = Value(other) if isinstance(other, (int, float)) else other
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = Value(other) if isinstance(other, (int, float)) else other
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        z = self.data
        g = 1 / (1 + np.exp(-z)) if z >= 0 else np.exp(z) / (1 + np.exp(z))
        return Value(g, [(self, g - g * g)])

# %% right: edges put in afterwards
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        result = Value(self.data + as_value(other).data)
        for part in (self, as_value(other)):
            result.edges.append((part, 1.0))
        return result

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% right: float32 for the data of a sigmoid's tanh is not needed; tuples for edges
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        a, b = self, as_value(other)
        return Value(a.data + b.data, ((a, 1.0), (b, 1.0)), "*")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% right: one edge of slope 2 for a + a
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        if other is self:
            return Value(2 * self.data, [(self, 2)], "+")
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: slopes of a product swapped
# phrase: slopes of a product swapped
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, self.data), (other, other.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: slopes of a product are 1
# phrase: slopes of a product are 1
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, 1), (other, 1)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: a product's rule for a sum
# phrase: a product's rule for a sum
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, other.data), (other, self.data)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: data for slopes
# phrase: data for slopes
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, self.data), (other, other.data)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: nothing remembered
# phrase: nothing remembered
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, name="+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, name="*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, name="sigmoid")

# %% wrong: only the first is remembered
# phrase: only the first is remembered
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: a plain number
# phrase: a plain number has forgotten where it came from
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        return self.data + as_value(other).data

    def __mul__(self, other):
        return self.data * as_value(other).data

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: numbers remembered
# phrase: numbers remembered, not Values
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self.data, 1), (other.data, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self.data, other.data), (other.data, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self.data, g * (1 - g))], "sigmoid")

# %% wrong: numbers are no Values yet
# phrase: numbers are no Values yet
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: the sigmoid's slope at the input
# phrase: the sigmoid's slope at the input
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, self.data * (1 - self.data))], "sigmoid")

# %% wrong: the sigmoid's slope left out
# phrase: the sigmoid's slope left out
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, 1)], "sigmoid")

# %% wrong: half of the sigmoid's slope
# phrase: half of the sigmoid's slope
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, 1 - g)], "sigmoid")

# %% wrong: exp overflows
# phrase: exp overflows
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        import math
        g = 1 / (1 + math.exp(-self.data))
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: changed in place
# phrase: changed in place
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        self.data += other.data
        self.edges += [(self, 1), (other, 1)]
        return self

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: no return
# phrase: without `return` there is None
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [(self, g * (1 - g))], "sigmoid")

# %% wrong: the sigmoid has no edge
# phrase: nothing remembered by the sigmoid
def as_value(x):
    """x itself if it is a Value, otherwise a Value of it."""
    return x if isinstance(x, Value) else Value(x)


class Value:
    """A number that remembers how it was made."""

    def __init__(self, data, edges=(), name=""):
        self.data, self.edges, self.grad, self.name = float(data), list(edges), 0.0, name

    def relu(self):
        return Value(max(self.data, 0.0), [(self, float(self.data > 0))], "ReLU")

    def __radd__(self, other):  # 3 + a
        return self + other

    def __rmul__(self, other):  # 3 * a
        return self * other

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, [(self, 1), (other, 1)], "+")

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, [(self, other.data), (other, self.data)], "*")

    def sigmoid(self):
        g = 0.5 + 0.5 * np.tanh(self.data / 2)
        return Value(g, [])

# %% wrong: the finished one from utils
# phrase: which is what this exercise asks you to write
from utils.autograd import Value
