"""`autograder site`: the course as a website, made from the built notebooks.

`lesson_page` makes a lesson's page out of its two notebooks, `overview` reads what the head of a lesson says,
`sources` lays out everything that Sphinx reads, `extension` is what Sphinx learns for it, `command` runs it all.
Nothing is executed: figures and printed lines are those stored in `solutions/`.
"""
