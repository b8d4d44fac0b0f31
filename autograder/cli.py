"""The `autograder` command. Each subcommand lives in the module that does its work."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .course import Course
from .errors import AutograderError

app = typer.Typer(
    help="Build lessons, grade a class, give feedback.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

CourseOption = Annotated[
    Path | None, typer.Option("--course", help="The course's folder (default: found from where you are).")
]


def main() -> None:
    """Run the command; an error meant for a person is printed in one piece and ends it with exit code 2."""
    try:
        app()
    except AutograderError as error:
        errors.print(f"[bold red]error:[/] {_escape(str(error))}")
        sys.exit(2)


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _course(course: Path | None) -> Course:
    return Course.find(course)


@app.callback()
def _group() -> None:
    """Keep subcommands' names even where there is one only."""


# Each command stands in the module that does its work.
from . import build, collect, demo, doctor, export, feedback, grading, lint, report, verify  # noqa: E402
from .site import command as site  # noqa: E402

app.command("build")(build.build_command)
app.command("lint")(lint.lint_command)
app.command("verify")(verify.verify_command)
app.command("collect")(collect.command)
app.command("grade")(grading.command)
app.command("feedback")(feedback.command)
app.command("report")(report.command)
app.command("export")(export.command)
app.command("demo")(demo.command)
app.command("doctor")(doctor.command)
app.command("site")(site.command)
