"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import nbgrader.api
import pytest

from .miniature import Mini, alembic_version
from .postgres import server


def pytest_report_header() -> str:
    """What a run leaves out."""
    share = "every one" if os.environ.get("ALL_PACKS") else "a third (ALL_PACKS=1: every one)"
    return f"answer banks: our engine grades every pack of answers, stock nbgrader {share}"


@pytest.fixture
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mini:
    """A course of one very small lesson."""
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", alembic_version)
    return Mini(tmp_path / "course")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL, one for all tests; each makes databases of its own on it."""
    with server() as url:
        yield url
