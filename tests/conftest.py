"""What several tests share."""

from __future__ import annotations

from pathlib import Path

import nbgrader.api
import pytest

from .miniature import Mini, alembic_version


@pytest.fixture
def mini(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mini:
    """A course of one very small lesson."""
    monkeypatch.setattr(nbgrader.api, "get_alembic_version", alembic_version)
    return Mini(tmp_path / "course")
