# %% right: the letter
def poll():
    return "b"

# %% right: a capital letter
def poll():
    return "B"

# %% right: with a space
def poll():
    answer = "b "
    return answer

# %% wrong: units alone give power
# phrase: The steps between give the power
def poll():
    return "a"

# %% wrong: a sum says more than a bit
# phrase: no fold, one line
def poll():
    return "c"

# %% wrong: hidden values must be bits
# phrase: y still steps, so the answers are 0 and 1
def poll():
    return "d"

# %% wrong: not one of the letters
# phrase: one of the letters a, b, c, d
def poll():
    return "bc"

# %% wrong: a number for a letter
# phrase: one of the letters a, b, c, d
def poll():
    return 2

# %% wrong: no return
# phrase: ends without `return` gives None
def poll():
    answer = "b"
