"""Readers that never end or take too much: run in the child by the tests."""
from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path


def read(arguments: list[str]) -> Iterator[object]:
    """WAY: how it goes on for ever."""
    Path("pid").write_text(str(os.getpid()))
    if arguments[0] == "sleeps":
        time.sleep(30)
    if arguments[0] == "writes":
        with Path("endless").open("wb") as out:
            while True:
                out.write(b"\0" * 1024**2)
    yield {"memory": len(bytearray(2 * 1024**3))}
