"""What this machine can do to keep students' code to itself."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from .engine.sandbox import WORTH, Layers
from .engine.warm import warmed


def layers() -> Layers:
    """The layers of the sandbox that hold here, found out by putting them up."""
    if not hasattr(os, "fork"):
        return Layers(missing=dict.fromkeys(WORTH, f"not on {sys.platform}"))
    with warmed() as root:
        return root.layers


def command(
    require_sandbox: Annotated[
        bool, typer.Option("--require-sandbox", help="End with exit code 1 if a layer is missing.")
    ] = False,
) -> None:
    """Say which layers of the sandbox hold on this machine, and what each is worth."""
    console = Console(highlight=False, markup=False, emoji=False)
    found = layers()
    table = Table("layer", "here", "what it is worth", title="The sandbox")
    for name, worth in WORTH.items():
        table.add_row(name, "yes" if name in found else f"NO: {found.missing.get(name, 'unknown')}", worth)
    console.print(table)
    console.print("Whatever is missing, tests run in a process that no student's code can touch.")
    if found.missing and require_sandbox:
        raise typer.Exit(1)
