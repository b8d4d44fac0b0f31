# %% right: two lines
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = momentum * velocity + gradient
    return theta - rate * velocity, velocity

# %% right: copies changed in place
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity, theta = velocity.copy(), theta.copy()
    velocity *= momentum
    velocity += gradient
    theta -= rate * velocity
    return theta, velocity

# %% right: entry by entry
def momentum_step(theta, velocity, gradient, rate, momentum):
    new_theta, new_velocity = np.zeros_like(theta), np.zeros_like(velocity)
    for place in np.ndindex(theta.shape):
        new_velocity[place] = momentum * velocity[place] + gradient[place]
        new_theta[place] = theta[place] - rate * new_velocity[place]
    return [new_theta, new_velocity]

# %% right: the step in two parts
def momentum_step(theta, velocity, gradient, rate, momentum):
    after = theta - rate * gradient - rate * momentum * velocity
    return after, np.add(np.multiply(momentum, velocity), gradient)

# %% wrong: old velocity
# phrase: first the velocity, then θ
def momentum_step(theta, velocity, gradient, rate, momentum):
    return theta - rate * velocity, momentum * velocity + gradient

# %% wrong: weighted mean
# phrase: without a factor (1 − momentum)
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = momentum * velocity + (1 - momentum) * gradient
    return theta - rate * velocity, velocity

# %% wrong: rate inside
# phrase: the rate stands outside
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = momentum * velocity - rate * gradient
    return theta + velocity, velocity

# %% wrong: uphill
# phrase: which point uphill
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = momentum * velocity + gradient
    return theta + rate * velocity, velocity

# %% wrong: no memory
# phrase: the old velocity counts, too
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = gradient
    return theta - rate * velocity, velocity

# %% wrong: no friction
# phrase: multiplied by the momentum
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = velocity + gradient
    return theta - rate * velocity, velocity

# %% wrong: order of the answer
# phrase: in this order
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = momentum * velocity + gradient
    return velocity, theta - rate * velocity

# %% wrong: θ only
# phrase: the next step needs the velocity
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = momentum * velocity + gradient
    return theta - rate * velocity

# %% wrong: changed in place
# phrase: makes a new one
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity *= momentum
    velocity += gradient
    theta -= rate * velocity
    return theta, velocity

# %% wrong: momentum on the gradient
# phrase: not the gradient
def momentum_step(theta, velocity, gradient, rate, momentum):
    velocity = velocity + momentum * gradient
    return theta - rate * velocity, velocity

# %% wrong: step for velocity
# phrase: not rate · velocity
def momentum_step(theta, velocity, gradient, rate, momentum):
    change = rate * (momentum * velocity + gradient)
    return theta - change, change

# %% wrong: gradient subtracted twice
# phrase: is added to the velocity
def momentum_step(theta, velocity, gradient, rate, momentum):
    v = momentum * velocity - gradient
    return theta - rate * v, v
