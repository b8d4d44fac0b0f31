"""For every test: how a machine runs notebooks, and which notebooks `pytest` runs.

With `--nbval`, pytest takes each code cell of each notebook it meets for a test that its stored output must pass.
That is meant for `solutions/`: what students hold has no outputs, and what they handed in is not ours to test.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ["NN_STILL"] = "1"
os.environ["PYTHONHASHSEED"] = "0"
# Kernels start elsewhere, and should meet the `utils` of this very folder.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent), os.environ.get("PYTHONPATH")]))

collect_ignore_glob = ["course/*", "tests/answers/*", "grading/*", "tests/*.ipynb", "build/*"]


def pytest_configure(config: pytest.Config) -> None:
    """Find the sanitisers from wherever pytest is started; the option names them from the repository's folder."""
    given = getattr(config.option, "nbval_sanitize_with", None)
    if given:
        config.option.nbval_sanitize_with = str(config.rootpath / given)


@pytest.fixture(scope="session", autouse=True)
def _fonts() -> None:
    """Let matplotlib build its cache of fonts, if it has none yet, before a lesson's first figure speaks of it."""
    import matplotlib.font_manager  # noqa: F401
