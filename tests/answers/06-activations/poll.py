# %% right: the letter
def poll():
    return "c"

# %% right: a capital letter
def poll():
    return "C"

# %% right: with a space
def poll():
    answer = "c "
    return answer

# %% wrong: patience revives
# phrase: a million steps of 0 move nothing
def poll():
    return "a"

# %% wrong: a larger step revives
# phrase: the rate multiplies the gradient
def poll():
    return "b"

# %% wrong: more blame revives
# phrase: multiplied by the unit's slope
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
