"""The way of a lesson from its text to a graded class: build, collect, grade, verify, feedback, report, export."""
