# %% right: c
def poll():
    return "c"

# %% right: capital
def poll():
    return "C"

# %% right: with a blank
def poll():
    answer = "c "
    return answer

# %% wrong: a
# phrase: the units move together
def poll():
    return "a"

# %% wrong: b
# phrase: equal weights have equal gradients
def poll():
    return "b"

# %% wrong: d
# phrase: every unit sees the same examples
def poll():
    return "d"

# %% wrong: e
# phrase: one of the letters
def poll():
    return "e"

# %% wrong: a number
# phrase: one of the letters
def poll():
    return 3

# %% wrong: no return
# phrase: without `return` gives None
def poll():
    "c"
