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

# %% wrong: the program is recorded
# phrase: Python ran the loop before anything was recorded
def poll():
    return "a"

# %% wrong: both branches are recorded
# phrase: the branch that was not taken computed nothing
def poll():
    return "c"

# %% wrong: a branch has no derivative
# phrase: near x = 3 the same branch is taken
def poll():
    return "d"

# %% wrong: not one of the letters
# phrase: one of the letters a, b, c, d
def poll():
    return "e"

# %% wrong: two letters
# phrase: one of the letters a, b, c, d
def poll():
    return "b, c"

# %% wrong: no return
# phrase: ends without `return` gives None
def poll():
    "b"
