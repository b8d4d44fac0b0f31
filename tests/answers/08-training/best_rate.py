# %% right: where and argmin
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    place = np.argmin(np.where(np.isfinite(losses), losses, np.inf))
    return rates[place], losses

# %% right: a loop
def best_rate(train, rates):
    best, smallest, losses = None, float("inf"), []
    for rate in rates:
        loss = train(rate)
        losses.append(loss)
        if -float("inf") < loss < smallest:
            best, smallest = rate, loss
    if best is None:
        raise ValueError("no rate converged")
    return best, losses

# %% right: sorted pairs
def best_rate(train, rates):
    import math
    losses = [train(float(rate)) for rate in rates]
    fine = sorted((loss, rate) for loss, rate in zip(losses, rates) if math.isfinite(loss))
    if len(fine) == 0:
        raise ValueError("all diverged")
    return fine[0][1], np.array(losses)

# %% right: masked array
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])

    masked = np.ma.masked_invalid(losses)
    if masked.count() == 0:
        raise ValueError("all diverged")
    return float(rates[masked.argmin()]), losses

# %% wrong: nan wins
# phrase: takes nan for the smallest
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    return rates[np.argmin(losses)], losses

# %% wrong: nan wins by min
# phrase: a nan that comes first stays
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    place = min(range(len(losses)), key=lambda k: losses[k])
    return rates[place], losses

# %% wrong: largest loss
# phrase: has the smallest loss
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    return rates[np.nanargmax(losses)], losses

# %% wrong: place for rate
# phrase: not its place in the list
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    place = np.argmin(np.where(np.isfinite(losses), losses, np.inf))
    return place, losses

# %% wrong: loss for rate
# phrase: not the loss
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    place = np.argmin(np.where(np.isfinite(losses), losses, np.inf))
    return losses[place], losses

# %% wrong: rate only
# phrase: two things are wanted
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    place = np.argmin(np.where(np.isfinite(losses), losses, np.inf))
    return rates[place]

# %% wrong: order of the answer
# phrase: in this order
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    place = np.argmin(np.where(np.isfinite(losses), losses, np.inf))
    return losses, rates[place]

# %% wrong: losses cleaned
# phrase: nan stays nan
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    losses = np.where(np.isfinite(losses), losses, np.inf)
    return rates[np.argmin(losses)], losses

# %% wrong: losses left out
# phrase: the diverged ones included
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    fine = np.isfinite(losses)
    return rates[fine][np.argmin(losses[fine])], losses[fine]

# %% wrong: nothing to warn of
# phrase: raise a ValueError
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    place = np.argmin(np.where(np.isfinite(losses), losses, np.inf))
    return rates[place], losses

# %% wrong: largest that did not diverge
# phrase: look at the losses
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    return rates[np.isfinite(losses)][-1], losses

# %% wrong: place among the finite
# phrase: wanted:
def best_rate(train, rates):
    losses = np.array([train(rate) for rate in rates])
    if not np.isfinite(losses).any():
        raise ValueError("every rate diverged")
    return rates[np.argmin(losses[np.isfinite(losses)])], losses

# %% wrong: all rates at once
# phrase: takes one rate
def best_rate(train, rates):
    losses = train(rates)
    ok = np.isfinite(losses)
    if not ok.any():
        raise ValueError("all diverged")
    return rates[np.argmin(np.where(ok, losses, np.inf))], losses
