"""Where nbgrader, formgrader and the `autograder` command find the course.

The stock commands and ours read this one file, so that they work on the same folders and the same gradebook.
"""

from pathlib import Path

root = Path(__file__).resolve().parent

c = get_config()  # noqa: F821 (nbgrader provides it)

c.CourseDirectory.course_id = "perceptron-to-backpropagation"
c.CourseDirectory.root = str(root)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
c.CourseDirectory.submitted_directory = "grading/submitted"
c.CourseDirectory.autograded_directory = "grading/autograded"
c.CourseDirectory.feedback_directory = "grading/feedback"
c.CourseDirectory.solution_directory = "grading/solution"
c.CourseDirectory.source_with_tests_directory = "grading/source_with_tests"
(root / "grading").mkdir(exist_ok=True)  # SQLite makes its file, not the folder; nbgrader would stop half-way
c.CourseDirectory.db_url = f"sqlite:///{root / 'grading' / 'gradebook.db'}"
# The lesson's text holds the solutions: nbgrader would copy it into the release.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".pytest_cache", "*.md"]

c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "*Write your answer here.*"
c.Execute.timeout = 60

# Feedback by `nbgrader generate_feedback` and formgrader's button is the page of `autograder feedback`: without hidden
# tests, without live HTML out of submissions, without a request to anywhere.
c.GenerateFeedback.exporter_class = "autograder.feedback.FeedbackExporter"
c.GenerateFeedback.preprocessors = []

# What handing in late costs, the same under `nbgrader autograde` and `autograder grade`: nothing, until you change it.
# Extra time for one student stands in grading/extra-time.csv (student,lesson,hours,reason).
c.AssignLatePenalties.plugin_class = "autograder.lateness.LatePolicy"
c.LatePolicy.grace_minutes = 0
c.LatePolicy.percent_per_day = 0  # of what was earned, for each day that was started
c.LatePolicy.floor_percent = 0  # of what was earned, at least this much is left
