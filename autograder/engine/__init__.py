"""The sealed engine: tests run where student code cannot reach, student code runs where there is nothing to reach.

`parent`    one process, sealed off and warm: it has imported the scientific stack, and forks
`sandbox`   what a student's process may still do, in layers: namespaces, Landlock, seccomp, limits
`student`   the student's side: runs cells as a notebook does, answers calls
`trusted`   our side: a student's functions as proxies, the tests that call them
`wire`      what crosses between the two: plain values in a closed table of types
`sealed`    :class:`~autograder.engine.sealed.SealedExecutor`, which grading calls
`integrity` what a person should look at, by reading the student's code
"""
