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

# %% wrong: distance grows with the weights
# phrase: both grew by 10
def poll():
    return "a"

# %% wrong: longer weights mean certainty
# phrase: a step knows no degrees
def poll():
    return "b"

# %% wrong: length turns the line
# phrase: not on its length
def poll():
    return "d"

# %% wrong: not one of the letters
# phrase: one of the letters a, b, c, d
def poll():
    return "e"

# %% wrong: a number for a letter
# phrase: one of the letters a, b, c, d
def poll():
    return 3

# %% wrong: no return
# phrase: ends without `return` gives None
def poll():
    "c"
