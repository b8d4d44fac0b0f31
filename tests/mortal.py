"""Helpers of the tests that end with them, also where pytest itself is killed and cleans nothing up."""

from __future__ import annotations

import shutil
import signal


def mortal(command: list[str], last: signal.Signals = signal.SIGTERM, *options: str) -> list[str]:
    """The command as one whose process the system sends the signal `last` when the process that started it has died.

    `options` are further ones of util-linux's `setpriv`. Where that is not there (macOS), the command stays as it is.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return command
    return [setpriv, "--pdeathsig", last.name.removeprefix("SIG"), *options, *command]
