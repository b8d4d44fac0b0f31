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

# %% wrong: several outputs mean softmax
# phrase: shares out one unit of probability
def poll():
    return "a"

# %% wrong: softmax with a threshold
# phrase: the outputs still compete
def poll():
    return "b"

# %% wrong: labels are numbers, so squares
# phrase: answers to yes-or-no questions
def poll():
    return "d"

# %% wrong: two letters
# phrase: one of the letters a, b, c, d
def poll():
    return "ac"

# %% wrong: a word for a letter
# phrase: one of the letters a, b, c, d
def poll():
    return "sigmoid"

# %% wrong: no return
# phrase: ends without `return` gives None
def poll():
    print("c", end="")
