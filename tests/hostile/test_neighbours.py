"""One student at every limit, and a neighbour who is graded meanwhile by the same parent."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.engine.executor import SealedExecutor
from autograder.engine.sandbox import Quota
from autograder.engine.trusted import Lost, Session
from autograder.engine.warm import warmed
from autograder.execution import Limits
from autograder.scoring import failure_of

from . import cases_reach
from .lesson import RIGHT

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")]
QUOTA = Quota(memory_bytes=300 * 2**20, processes=24, cpu_seconds=20, file_bytes=16 * 2**20)
AT_THE_LIMIT = {
    "processes": (
        "import os, time\nmade = 0\ntry:\n    while made < 300:\n        if os.fork() == 0:\n            time.sleep(60)\n"
        "            os._exit(0)\n        made += 1\nexcept OSError: pass\nprint(made < 300)"
    ),
    "threads": (
        "import threading, time\nmade = 0\ntry:\n    while made < 300:\n"
        "        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n        made += 1\n"
        "except RuntimeError: pass\nprint(made < 300)"
    ),
    "disk": (
        "import os\ntry:\n    for number in range(100): open(f'/tmp/{number}', 'wb').write(bytes(2**20))\n"
        "except OSError: print(True)"
    ),
    "files": "import os\nkept = []\ntry:\n    while True: kept.append(os.open('/dev/null', 0))\nexcept OSError: print(True)",
    "pipes": (
        "import os\nkept = []\ntry:\n    while True:\n        kept.append(os.pipe())\n"
        "        os.set_blocking(kept[-1][1], False)\n        os.write(kept[-1][1], bytes(2**16))\n"
        "except OSError: print(True)"
    ),
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with warmed() as root:
        found = root.address
        yield found


@pytest.mark.parametrize("what", AT_THE_LIMIT)
def test_a_neighbour_has_room(what: str, address: str) -> None:
    with Session(address, QUOTA, {}) as session:
        done = session.ask("run", AT_THE_LIMIT[what], 1, 1000)
        assert [output.get("text") for output in done["outputs"]] == ["True\n"], done
        use = (
            "import os, subprocess, threading\n"
            "if os.fork() == 0: os._exit(0)\nos.wait()\n"
            "thread = threading.Thread(target=print)\nthread.start()\nthread.join()\n"
            "open('/tmp/file', 'wb').write(bytes(2**20))\n"
            "print(subprocess.check_output(['echo', 'fine']))"
        )
        limits = Limits(memory_bytes=QUOTA.memory_bytes, processes=QUOTA.processes, file_bytes=QUOTA.file_bytes)
        cells = [new_code_cell(source) for source in (*RIGHT.values(), use)]
        executed = SealedExecutor(address).execute(new_notebook(cells=cells), limits, {})
        assert [failure_of(cell) for cell in executed.cells] == [None] * 4
        assert "fine" in executed.cells[-1].outputs[0].text


def test_nothing_that_is_open_for_a_neighbour_is_inherited(address: str) -> None:
    """One parent forks and watches over all: each process has its own channel, and no other socket, pipe or handle."""
    source = next(case.attack for case in cases_reach.CASES if case.name.startswith("inherited sockets"))
    sessions = [Session(address, QUOTA, {}) for _ in range(4)]
    try:
        for session in [*sessions, *sessions]:
            said = "".join(output["text"] for output in session.ask("run", source, 1, 10_000)["outputs"])
            assert said == "TRIED\n"
    finally:
        for session in sessions:
            session.end()


def test_what_ends_one_ends_no_other(address: str) -> None:
    with Session(address, QUOTA, {}) as neighbour:
        neighbour.ask("run", "kept = 7", 1, 1000)
        for attack in (
            "import os\nos._exit(3)",
            "import os, signal\nos.kill(0, signal.SIGKILL)\nif os.fork() == 0: os.kill(0, signal.SIGKILL)\nos.abort()",
            *(
                f"import ctypes, time\nctypes.CDLL(None).prctl(15, {name!r}, 0, 0, 0)\ntime.sleep(0.6)\n"
                "ctypes.string_at(0)"
                for name in (b"\xff) Z 0 (\xfe", b"\x1cRssAnon: x", b"a\nRssAnon: x", b"\x1e) x x x")
            ),
            "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n        kept = bytearray(80 * 2**20)\n"
            "        for at in range(0, len(kept), 4096): kept[at] = 1\n        time.sleep(60)\ntime.sleep(60)",
        ):
            with Session(address, QUOTA, {}) as session, pytest.raises(Lost):
                session.ask("run", attack, 1, 1000)
        assert neighbour.ask("run", "print(kept)", 2, 1000)["outputs"][0]["text"] == "7\n"
