"""Secrets live in files of mode 0600, named by variables or kept in our own folder. Source: trust.md 9."""
from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from liandong.config.paths import KEYS


class BadKeyFile(Exception):
    """A secret that others can read, or that is not there."""


def read(path: Path) -> str:
    """The secret in `path`; raises BadKeyFile if it is missing, another's, or readable by others."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise BadKeyFile(f"there is no key file {path}") from None
    if found.st_uid != os.geteuid():
        raise BadKeyFile(f"{path} belongs to another user")
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise BadKeyFile(f"{path} can be read by others: chmod 600 it")
    return path.read_text().strip()


def own(name: str) -> str:
    """The installation's own secret of that name, made at first use; of several processes at once one makes it."""
    path = KEYS / name
    if not path.exists():
        draft = f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        write(draft, secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(KEYS / draft, path)  # whole at once, and never over another's
        (KEYS / draft).unlink()
    return read(path)


def write(name: str, value: str) -> None:
    """Store a secret so that only this user reads it, from its first byte on."""
    KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(KEYS / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as f:
        f.write(value)
