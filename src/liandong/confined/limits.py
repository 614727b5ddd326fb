"""The limits of the child in which a file from outside is read. No Django here: the child imports it.

A parser can be brought down without an exception: an .xlsx of 1,732 bytes with the cells A1 and XFD1048576 makes the
reader ask for 512 GiB and abort. So it happens in a child, and the parent sees an end instead. Source: trust.md 6.
"""
from __future__ import annotations

import ctypes
import resource
from contextlib import suppress

MEMORY = 1024**3
CPU_SECONDS = 20
LARGEST_WRITTEN = 256 * 1024**2
"""Bytes of a file that the child may write: its answer, and what it unpacks on the way."""
NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
LIMITS = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0),
          (resource.RLIMIT_FSIZE, LARGEST_WRITTEN), (resource.RLIMIT_NOFILE, 64))
NO_OTHERS = (resource.RLIMIT_NPROC, 0)
"""Neither a process nor a thread more. Root is not bound by it."""


class RefusedFile(Exception):
    """The file is not taken; the code names the reason."""


def limit(*, threads: bool = False) -> None:
    """Memory, time, files; no network where the kernel lets us; no threads, but for the reader that cannot without."""
    for what, most in LIMITS if threads else (*LIMITS, NO_OTHERS):
        with suppress(ValueError, OSError):  # a lower limit of the system's own may stand already
            resource.setrlimit(what, (most, most))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).unshare(NEW_USER_AND_NETWORK)
