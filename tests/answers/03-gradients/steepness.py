# %% right: logarithm
def steepness(distance, error):
    return np.log((1 - error) / error) / distance

# %% right: difference of logarithms
def steepness(distance, error):
    return (np.log(1 - error) - np.log(error)) / distance

# %% right: math
import math

def steepness(distance, error):
    return math.log(1 / error - 1) / distance

# %% right: halving
def steepness(distance, error):
    low, high = 0.0, 1.0
    while 1 / (1 + np.exp(-high * distance)) < 1 - error:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if 1 / (1 + np.exp(middle * distance)) > error:
            low = middle
        else:
            high = middle
    return low

# %% right: float32
def steepness(distance, error):
    return np.float32(np.log((1 - error) / error)) / np.float32(distance)

# %% right: minus a logarithm
def steepness(distance, error):
    return -np.log(error / (1 - error)) / distance

# %% wrong: wrong sign
# phrase: the fraction is upside down
def steepness(distance, error):
    return np.log(error / (1 - error)) / distance

# %% wrong: multiplied by the distance
# phrase: divide by the distance
def steepness(distance, error):
    return np.log((1 - error) / error) * distance

# %% wrong: distance forgotten
# phrase: the steepness depends on the distance
def steepness(distance, error):
    return np.log((1 - error) / error)

# %% wrong: tail only
# phrase: Keep the 1 of
def steepness(distance, error):
    return -np.log(error) / distance

# %% wrong: logarithm to base 10
# phrase: `np.log10` belongs to powers of 10
def steepness(distance, error):
    return np.log10((1 - error) / error) / distance

# %% wrong: brackets forgotten
# phrase: put 1 − error into brackets
def steepness(distance, error):
    with np.errstate(divide="ignore"):
        return np.log(1 - error / error) / distance

# %% wrong: the logarithm of a part
# phrase: divide inside it
def steepness(distance, error):
    return np.log(1 - error) / error / distance

# %% wrong: no logarithm
# phrase: take the logarithm of the fraction
def steepness(distance, error):
    return (1 - error) / error / distance

# %% wrong: a straight line
# phrase: the sigmoid bends
def steepness(distance, error):
    return (0.5 - error) / (0.25 * distance)
