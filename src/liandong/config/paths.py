"""Where this installation keeps its data."""
from __future__ import annotations

import hashlib
import os
from pathlib import Path

VAR = Path(os.environ.get("LIANDONG_VAR", "var")).absolute()
"""Database, keys and logs of this installation; nothing outside it is written,
but the attachments if LIANDONG_FILES names another place."""
KEYS = VAR / "keys"
FILES = Path(os.environ.get("LIANDONG_FILES") or VAR / "files").absolute()
"""What people attached; see `files.storing`. Its neighbours hold what a restore sets aside."""
SOURCE = Path(__file__).parents[1]
"""The package's own folder."""
LONGEST_SOCKET = 90


def socket_folder() -> Path:
    """A socket's whole path may have 107 bytes: below a deep folder it moves to the system's temporary one."""
    near = VAR / "s"
    if len(str(near)) <= LONGEST_SOCKET:
        return near
    return Path("/tmp") / f"liandong-{hashlib.sha256(str(VAR).encode()).hexdigest()[:12]}"  # noqa: S108  0700, ours
