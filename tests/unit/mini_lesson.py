"""A course with one lesson that breaks no rule: small enough to be executed in a few seconds."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course, Lesson

REPOSITORY = Path(__file__).parents[2]

# ruff: noqa: E501 (lines of a lesson's text)
TEXT = '''\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Lesson 1: Mini

**A lesson for tests.** 5 minutes · 7 points. See [the exercise](#Exercise-0-·-Double) and [a page](https://example.org/a).

```{code-cell} ipython3
import numpy as np

print(np.arange(3))
```

### Exercise 0 · Double

**Predict.** What is `double(2)`, that is $2 x$ for $x = 2$?

> [!NOTE]
> A note.

<details>
<summary>Hint 1: one</summary>

Twice.

</details>
<details>
<summary>Hint 2: two</summary>

$2x$

</details>
<details>
<summary>Hint 3: three</summary>

Two times x.

</details>

```{code-cell} ipython3
---
nbgrader: {grade: false, grade_id: double, locked: false, schema_version: 3, solution: true, task: false}
---
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    the_doubled_value = 2 * x
    return the_doubled_value
    ### END SOLUTION
```

```{code-cell} ipython3
---
nbgrader: {grade: true, grade_id: double-test, locked: true, points: 1, schema_version: 3, solution: false, task: false}
---
import numpy as np

assert double(2) == 4
assert np.all(double(np.ones(3)) == 2)
```

```{code-cell} ipython3
---
nbgrader: {grade: true, grade_id: double-hidden, locked: true, points: 2, schema_version: 3, solution: false, task: false}
---
# More checks of `double` run when your work is graded.
### BEGIN HIDDEN TESTS
for secret_number in (-3, 0, 17):
    assert double(secret_number) == secret_number + secret_number
### END HIDDEN TESTS
```

### Poll · Which one

What is it?

```{code-cell} ipython3
---
nbgrader: {grade: false, grade_id: poll, locked: false, schema_version: 3, solution: true, task: false}
---
### BEGIN SOLUTION
answer = "c"
### END SOLUTION
```

```{code-cell} ipython3
---
nbgrader: {grade: true, grade_id: poll-test, locked: true, points: 1, schema_version: 3, solution: false, task: false}
---
assert answer in ("a", "b", "c")
### BEGIN HIDDEN TESTS
assert answer == "c", "that is the usual misconception"
### END HIDDEN TESTS
```

### Written question · Why

Why is that so?

+++ {"nbgrader": {"grade": true, "grade_id": "written", "locked": false, "points": 3, "schema_version": 3, "solution": true, "task": false}}

### BEGIN SOLUTION
Because the sum of a number and itself is twice that number.
### END SOLUTION
'''


def make_course(folder: Path, text: str = TEXT) -> Lesson:
    """A course in `folder` with the lesson 01-mini, not built; the configuration is the real course's."""
    (folder / "nbgrader_config.py").write_bytes((REPOSITORY / "nbgrader_config.py").read_bytes())
    (folder / "solutions" / "01-mini").mkdir(parents=True)
    (folder / "solutions" / "01-mini" / "mini.md").write_text(text, encoding="utf-8")
    return Course(folder.resolve()).lesson("01-mini")
