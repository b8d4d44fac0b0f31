# %% right: the letter
def poll():
    return "b"

# %% right: a capital letter
def poll():
    return "B"

# %% right: with a space
def poll():
    answer = " b "
    return answer

# %% wrong: every path must be walked
# phrase: a sum over paths can be had without the paths
def poll():
    return "a"

# %% wrong: a stored answer is not final
# phrase: do not depend on how the node was reached
def poll():
    return "c"

# %% wrong: symmetry makes it fast
# phrase: nothing was assumed about the sides
def poll():
    return "d"

# %% wrong: not one of the letters
# phrase: one of the letters a, b, c, d
def poll():
    return "e"

# %% wrong: two letters
# phrase: one of the letters a, b, c, d
def poll():
    return "b, d"

# %% wrong: no return
# phrase: ends without `return` gives None
def poll():
    "b"
