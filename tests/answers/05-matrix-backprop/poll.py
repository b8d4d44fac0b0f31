# %% right: the letter
def poll():
    return "c"

# %% right: a capital letter
def poll():
    return "C"

# %% right: with a space
def poll():
    choice = " c"
    return choice

# %% wrong: depth makes it universal
# phrase: layers without σ collapse to one
def poll():
    return "a"

# %% wrong: only the ends count
# phrase: has passed 5 numbers
def poll():
    return "b"

# %% wrong: learning taken for saying
# phrase: about how a network learns
def poll():
    return "d"

# %% wrong: not one of the letters
# phrase: one of the letters a, b, c, d
def poll():
    return "rank 5"

# %% wrong: a number for a letter
# phrase: one of the letters a, b, c, d
def poll():
    return 5

# %% wrong: no return
# phrase: ends without `return` gives None
def poll():
    "c"
