"""Starting the child and taking its answer."""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SECONDS = 60
"""Wall clock; the child's own limit is 20 s of CPU."""
CHILD = Path(__file__).with_name("child.py")
ANSWER = "answer"


class Stopped(Exception):
    """The child was ended by its limits or by the clock, or broke down without a word."""


def run(reader: Path, arguments: Sequence[str], folder: Path, *, seconds: float = SECONDS,
        threads: bool = False) -> Path:
    """Have a reader read in the child, whose working and temporary folder is `folder`; the file of its answer.

    Raises Stopped; the child is gone by then, whatever it was doing.
    """
    answer = folder / ANSWER
    with answer.open("wb") as out:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(CHILD), str(reader), "yes" if threads else "no", *arguments], check=False,
                timeout=seconds, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, cwd=folder,
                env={"PATH": os.defpath, "TMPDIR": str(folder)})
        except subprocess.TimeoutExpired:
            raise Stopped from None
    if done.returncode != 0:
        raise Stopped
    return answer
