"""The one child in which files from outside are read. Run as a program: child.py READER THREADS ARGUMENTS…

The limits first (THREADS "yes" leaves out one of them), then the reader, a file of ours with `read(arguments)` that
yields lines of JSON. A refusal is the
line {"refused": code}; whatever a reader raises on a bad file means the same to who brought it: "broken".
"""
from __future__ import annotations

import importlib.util
import io
import json
import sys
from pathlib import Path
from types import ModuleType


def load(reader: str) -> ModuleType:
    """The reader's file by itself: its package would bring Django along."""
    found = importlib.util.spec_from_file_location("reader", reader)
    assert found is not None  # noqa: S101  a path of ours
    assert found.loader is not None  # noqa: S101  as above
    module = importlib.util.module_from_spec(found)
    sys.modules["reader"] = module
    found.loader.exec_module(module)
    return module


def main(reader: str, threads: str, arguments: list[str]) -> None:
    """Answers on standard output."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from liandong.confined.limits import RefusedFile, limit

    limit(threads=threads == "yes")
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="ascii", write_through=False)
    try:
        for line in load(reader).read(arguments):
            out.write(json.dumps(line) + "\n")
    except RefusedFile as refusal:
        out.write(json.dumps({"refused": str(refusal)}) + "\n")
    except Exception:
        out.write(json.dumps({"refused": "broken"}) + "\n")
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
