"""How time is taken: CPU time, of all candidates in turn, again and again, and the median."""

import contextlib
import gc
import importlib.metadata
import platform
import random
import re
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np


class Row(NamedTuple):
    """One line of the table."""

    work: str
    measured: str
    yardstick: str
    ratio: str
    reach: str
    reached: bool | None  # None: only for comparison


def race(
    candidates: Mapping[str, Callable[[], object]], rounds: int = 25, milliseconds: float = 15
) -> dict[str, float]:
    """Microseconds of CPU time of one call of each: the median over rounds, in each of which all take their turn.

    What slows the machine down for a while then slows all of them, and their ratio stands. The order changes from
    round to round, since one candidate's turn can cost the next one (caches, the clock of the processor).
    """
    repeats: dict[str, int] = {}
    times: dict[str, list[float]] = {name: [] for name in candidates}
    for name, work in candidates.items():
        work()  # the first call makes buffers and plans, and loads what is loaded late
        repeats[name] = max(1, round(milliseconds * 1000 / max(_microseconds(work, 2), 1)))
    order, rng = list(candidates), random.Random(0)
    for _ in range(rounds):
        rng.shuffle(order)
        for name in order:
            times[name].append(_microseconds(candidates[name], repeats[name]))
    return {name: statistics.median(taken) for name, taken in times.items()}


def _microseconds(work: Callable[[], object], repeats: int) -> float:
    gc.collect()
    gc.disable()  # as timeit does: otherwise the yardstick's many objects would cost it up to three times as much
    try:
        start = time.process_time_ns()
        for _ in range(repeats):
            work()
        return (time.process_time_ns() - start) / repeats / 1000
    finally:
        gc.enable()


def machine() -> list[str]:
    """What the numbers depend on, and nothing that tells whose machine it is."""
    cpu, file = platform.machine(), Path("/proc/cpuinfo")
    if file.exists() and (found := re.search(r"model name\s*: (.*)", file.read_text())):
        cpu = f"{found[1]} ({cpu})"
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    lines = [
        f"CPU: {cpu}; one thread for everything",
        f"Python {platform.python_version()}, {platform.system()}",
        f"numpy {np.__version__} with {blas['name']} {blas['version']}",
    ]
    try:
        import torch
    except ImportError:
        lines.append("PyTorch: not installed")
    else:
        linked = re.search(r"BLAS_INFO=(\w+)", torch.__config__.show())
        lines.append(f"PyTorch {torch.__version__} with {linked[1] if linked else 'its BLAS'}, eager")
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        lines.append(f"scipy {importlib.metadata.version('scipy')}")
    return lines
