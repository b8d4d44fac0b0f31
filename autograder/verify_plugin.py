"""A pytest plugin: writes down, for each cell that nbval ran, what came out and whether it is what was stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell, NbCellError


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says where the findings go."""
    parser.addoption("--findings", type=Path, help="The file to write, one JSON object a line.")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Compare every cell, whatever its comments ask for, and take exceptions for outputs like others."""
    for item in items:
        if isinstance(item, IPyNbCell):
            item.options = {"check": True, "check_exception": True, "skip": False}


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Write down what a cell gave. After one that ran too long, or ended its kernel, no other is run."""
    if not isinstance(item, IPyNbCell) or call.when != "call":
        return
    error = call.excinfo.value if call.excinfo else None
    kernel = item.parent.kernel
    fault = "" if error is None or str(error) == "Cell outputs differ" else str(error)
    if item.parent.timed_out:
        fault = f"ran longer than {item.config.option.nbval_cell_timeout:g} s"
    finding = {
        "cell": item.cell_num,
        "fresh": item.test_outputs or [],
        "same": error is None,
        "fault": fault,
    }
    if item.parent.timed_out or not kernel.is_alive() or not (error is None or isinstance(error, NbCellError)):
        item.session.shouldstop = "the kernel is lost"
    with item.config.getoption("findings").open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(finding)}\n")
