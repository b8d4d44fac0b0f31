# %% right: a list of points
def gradient_descent(gradient, start, rate, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - rate * gradient(path[-1]))
    return np.array(path)

# %% right: an array filled row by row
def gradient_descent(gradient, start, rate, steps):
    path = np.zeros((steps + 1, *start.shape))
    path[0] = start
    for k in range(steps):
        path[k + 1] = path[k] - rate * gradient(path[k])
    return path

# %% right: recursion, a list
def gradient_descent(gradient, start, rate, steps):
    here = np.array(start, dtype=float)
    if steps == 0:
        return [here]
    return [here, *gradient_descent(gradient, here - rate * gradient(here), rate, steps - 1)]

# %% right: in place on a copy
def gradient_descent(gradient, start, rate, steps):
    x = start.astype(float)
    path = [x.copy()]
    for _ in range(steps):
        x -= rate * gradient(x)
        path.append(x.copy())
    return np.stack(path)

# %% right: float32
def gradient_descent(gradient, start, rate, steps):
    x = np.asarray(start, dtype=float)
    path = np.empty((steps + 1,) + x.shape, dtype=np.float32)
    path[0] = x
    for k in range(1, steps + 1):
        x = x - rate * gradient(x)
        path[k] = x
    return path

# %% wrong: uphill
# phrase: the gradient points uphill: subtract it
def gradient_descent(gradient, start, rate, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] + rate * gradient(path[-1]))
    return np.array(path)

# %% wrong: start left out
# phrase: the path begins with the start itself
def gradient_descent(gradient, start, rate, steps):
    x, path = np.array(start, dtype=float), []
    for _ in range(steps):
        x = x - rate * gradient(x)
        path.append(x)
    return np.array(path)

# %% wrong: last step left out
# phrase: one step is missing
def gradient_descent(gradient, start, rate, steps):
    x, path = np.array(start, dtype=float), []
    for _ in range(steps):
        path.append(x)
        x = x - rate * gradient(x)
    return np.array(path)

# %% wrong: one step too many
# phrase: one step too many was taken
def gradient_descent(gradient, start, rate, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps + 1):
        path.append(path[-1] - rate * gradient(path[-1]))
    return np.array(path)

# %% wrong: end only
# phrase: the whole path is wanted
def gradient_descent(gradient, start, rate, steps):
    x = np.array(start, dtype=float)
    for _ in range(steps):
        x = x - rate * gradient(x)
    return x

# %% wrong: gradient at the start
# phrase: take it anew where you stand
def gradient_descent(gradient, start, rate, steps):
    path, slope = [np.array(start, dtype=float)], gradient(start)
    for _ in range(steps):
        path.append(path[-1] - rate * slope)
    return np.array(path)

# %% wrong: one array in every place
# phrase: all points of the path are the same array
def gradient_descent(gradient, start, rate, steps):
    x = np.array(start, dtype=float)
    path = [x]
    for _ in range(steps):
        x -= rate * gradient(x)
        path.append(x)
    return np.array(path)

# %% wrong: rate ignored
# phrase: multiply the gradient by the rate
def gradient_descent(gradient, start, rate, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - gradient(path[-1]))
    return np.array(path)

# %% wrong: only the change
# phrase: the change came back instead of the new point
def gradient_descent(gradient, start, rate, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(-rate * gradient(path[-1]))
    return np.array(path)

# %% wrong: sign of the slope
# phrase: here only its sign was used
def gradient_descent(gradient, start, rate, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - rate * np.sign(gradient(path[-1])))
    return np.array(path)

# %% wrong: whole numbers stay whole
# phrase: rounds every point
def gradient_descent(gradient, start, rate, steps):
    path = np.zeros((steps + 1, *start.shape), dtype=start.dtype)
    path[0] = start
    for k in range(steps):
        path[k + 1] = path[k] - rate * gradient(path[k])
    return path

# %% wrong: the caller's start moved
# phrase: changed its argument
def gradient_descent(gradient, start, rate, steps):
    path = [np.array(start, dtype=float)]
    for _ in range(steps):
        start[...] = start - rate * gradient(start)
        path.append(np.array(start, dtype=float))
    return np.array(path)

# %% wrong: one array in every place, the caller's
# phrase: all points of the path are the same array
def gradient_descent(gradient, start, rate, steps):
    x = start
    path = [x]
    for _ in range(steps):
        x -= rate * gradient(x)
        path.append(x)
    return np.array(path)
