"""The three files that name packages agree: ranges in pyproject.toml, the lock, and conda's environment."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def direct_requirements():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    return [Requirement(line) for line in [*project["dependencies"], *(r for extra in extras.values() for r in extra)]]


def pins(lines):
    found = [re.fullmatch(r"([\w.-]+)(?:\[\w+\])?==(\S+)", line.strip()) for line in lines]
    return {canonicalize_name(match[1]): match[2] for match in found if match}


LOCK = pins((ROOT / "constraints.txt").read_text().splitlines())
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text())
CONDA_PIP = next(entry["pip"] for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict))


@pytest.mark.parametrize("requirement", direct_requirements(), ids=lambda r: r.name)
def test_the_lock_pins_every_direct_requirement_inside_its_range(requirement):
    assert requirement.specifier.contains(LOCK[canonicalize_name(requirement.name)])


def test_conda_installs_the_same_pins():
    wanted = {canonicalize_name(r.name): LOCK[canonicalize_name(r.name)] for r in direct_requirements()}
    assert pins(CONDA_PIP) == wanted


def test_conda_installs_the_rest_from_the_lock_and_the_course_itself():
    assert "--constraint constraints.txt" in CONDA_PIP
    assert "--editable ." in CONDA_PIP


def test_conda_python_is_one_that_the_course_supports():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    python = next(
        d.partition("=")[2] for d in ENVIRONMENT["dependencies"] if isinstance(d, str) and d.startswith("python=")
    )
    assert Requirement(f"python{project['requires-python']}").specifier.contains(python)


def test_the_core_packages_of_the_course_are_direct_requirements():
    core = {"jupyterlab", "numpy", "matplotlib", "nbgrader", "torch", "pytest", "nbval"}
    assert core <= {canonicalize_name(r.name) for r in direct_requirements()}


def test_every_dependency_is_explained():
    contributing = (ROOT / "CONTRIBUTING.md").read_text()
    missing = [r.name for r in direct_requirements() if f"`{r.name}`" not in contributing]
    assert not missing, f"one line each in CONTRIBUTING.md: {missing}"
