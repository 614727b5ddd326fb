"""Where the bytes lie: var/files/<district>/<two digits>/<SHA-256>.<id>, outside the web root, readable by us alone.

The name says what must be in it, and no two rows share one, so that erasing one person's file never asks about
another's. Bytes come before their row and go after it: what a crash leaves is bytes without a row, never a row
without bytes, and `leftovers` finds it.
"""
from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from liandong.config.paths import FILES

ROOT = FILES
STORED = re.compile(r"(\d{1,5})/([0-9a-f]{2})/([0-9a-f]{64})\.([0-9a-f]{32})")
"""A path below ROOT: district, first digits, SHA-256, id."""


def place(district: int, digest: str, id: UUID) -> Path:
    """Where a file's bytes lie."""
    return ROOT / str(district) / digest[:2] / f"{digest}.{id.hex}"


def put(path: Path, data: bytes) -> None:
    """Write whole or not at all, and to the disk itself."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_name(path.name + ".half")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        half.rename(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def take(path: Path) -> BinaryIO:
    """Open for reading. Raises FileNotFoundError."""
    return path.open("rb")


def drop(*paths: Path) -> None:
    """Away with them, as far as they are there."""
    for path in paths:
        path.unlink(missing_ok=True)


def all_stored(root: Path | None = None) -> Iterator[tuple[str, Path]]:
    """Every file below the root, with its path there."""
    root = ROOT if root is None else root
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        if path.is_file():
            yield path.relative_to(root).as_posix(), path


def of_district(district: int) -> Iterator[Path]:
    """Every file of one district."""
    for _, path in all_stored(ROOT / str(district)):
        yield path


def id_in(path: Path) -> UUID | None:
    """The id that a stored file's name says; None for what is no whole file of ours."""
    found = STORED.fullmatch("/".join(path.parts[-3:]))
    return UUID(found[4]) if found else None
