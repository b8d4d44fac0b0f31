"""The `autograder` command. Each subcommand stands in the module that does its work, and is imported when asked for."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from typer.core import TyperGroup

from .errors import AutograderError

COMMANDS = {
    "build": "build:build_command",
    "lint": "lint:lint_command",
    "verify": "verify:verify_command",
    "collect": "collect:command",
    "grade": "grade:command",
    "review": "review:command",
    "feedback": "feedback:command",
    "report": "report:command",
    "export": "export:command",
    "demo": "demo:command",
    "doctor": "doctor:command",
    "site": "site.command:command",
}


class _Commands(TyperGroup):
    """The subcommands. To import all of them takes two seconds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Here the name is looked for that a mistyped one is like.
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        alone = typer.Typer(add_completion=False)
        alone.command(cmd_name)(getattr(importlib.import_module(f".{module}", __package__), function))
        return typer.main.get_command(alone)


app = typer.Typer(
    cls=_Commands,
    help="Build lessons, grade a class, give feedback.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command; an error meant for a person is printed in one piece and ends it with exit code 2."""
    try:
        app()
    except AutograderError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"[bold red]error:[/] {escape(str(error))}")
        sys.exit(2)
    finally:
        gc.freeze()  # or the collector would look once more through all that was imported, for half a second


@app.callback()
def _group() -> None:
    """Make this a command with subcommands."""
