"""Identifiers that grow with time (UUIDv7, RFC 9562): a table's newest rows lie side by side."""
from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """A fresh identifier, made in Python so that a row has its key before it is written."""
    return _uuid7()
