"""What loading the library costs, beside numpy itself; each time in a new Python."""

import statistics
import subprocess
import sys

from benchmarks.clock import Row

PROGRAM = """
import time
start = time.process_time()
import numpy
middle = time.process_time()
import {module}
print(middle - start, time.process_time() - middle)
loud = {{"torch", "matplotlib", "scipy", "sklearn", "IPython"}} & set(__import__("sys").modules)
assert not loud, loud
"""


def seconds(module: str) -> tuple[float, float]:
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(module=module)], capture_output=True, text=True, check=True
    )
    numpy_alone, more = map(float, finished.stdout.split())
    return numpy_alone, more


def measure() -> list[Row]:
    rows = []
    modules = {"utils": 15, "utils.layers, utils.training": None}
    taken: dict[str, list[tuple[float, float]]] = {module: [] for module in modules}
    for _ in range(11):
        for module in modules:
            taken[module].append(seconds(module))
    for module, limit in modules.items():
        numpy_alone, more = (1000 * statistics.median(column) for column in zip(*taken[module], strict=True))
        rows.append(
            Row(
                f"import {module}",
                f"{more:.1f} ms",
                f"import numpy {numpy_alone:.0f} ms",
                f"{more / numpy_alone:.2f}",
                f"≤ {limit} ms" if limit else "",
                more <= limit if limit else None,
            )
        )
    return rows
