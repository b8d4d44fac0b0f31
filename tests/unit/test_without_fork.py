"""Where a system cannot fork (Windows): everything can be imported, grading says that there is no sandbox."""

from __future__ import annotations

import subprocess
import sys

ELSEWHERE = """
import importlib, os, sys
import autograder.cli

def import_all():
    for place in autograder.cli.COMMANDS.values():
        importlib.import_module("autograder." + place.partition(":")[0])
    importlib.import_module("autograder.grading")

import_all()  # for what they import: other libraries ask for the platform themselves
for name in list(sys.modules):
    if name.partition(".")[0] in ("autograder", "utils"):
        del sys.modules[name]
sys.platform = "win32"
for name in ("resource", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None  # importing it raises ImportError
del os.fork, os.forkpty, os.killpg
import autograder.cli
import_all()
from autograder import doctor, engine
from autograder.errors import AutograderError
from autograder.execution import KernelExecutor
from types import SimpleNamespace

frame = SimpleNamespace(notebook=SimpleNamespace(cells=[]))
print(sorted(doctor.layers().missing))
warnings = []
with engine.started(frame, require_sandbox=False, pictures=False, warn=warnings.append) as executor:
    print(type(executor) is KernelExecutor, "NO SANDBOX" in warnings[0])
try:
    with engine.started(frame, require_sandbox=True, pictures=False, warn=warnings.append):
        print("started")
except AutograderError as error:
    print(error)
"""


def test_without_fork():
    done = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.splitlines() == [
        "['landlock', 'limits', 'namespaces', 'seccomp']",
        "True True",
        "there is no sandbox on this system, and --require-sandbox was given",
    ], done.stderr
