# %% right: the letter
def poll():
    return "c"

# %% right: a capital letter
def poll():
    return "C"

# %% right: with a space
def poll():
    answer = " c "
    return answer

# %% wrong: a gradient looks far
# phrase: a gradient knows only the next hair's breadth
def poll():
    return "a"

# %% wrong: the edge is everywhere
# phrase: the jump is at the edge only
def poll():
    return "b"

# %% wrong: height for slope
# phrase: says nothing about how steep it is
def poll():
    return "d"

# %% wrong: not one of the letters
# phrase: one of the letters a, b, c, d
def poll():
    return "e"

# %% wrong: a number for a letter
# phrase: one of the letters a, b, c, d
def poll():
    return 0

# %% wrong: no return
# phrase: ends without `return` gives None
def poll():
    "c"
