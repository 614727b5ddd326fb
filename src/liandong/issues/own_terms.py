"""The terms of the district in whose scope we are."""
from __future__ import annotations

from liandong.districts.settings import read_many
from liandong.issues.rules import TERM_SETTINGS, Terms


def own_terms() -> Terms:
    """How long things may take here; no query where the scope has read its settings, as every act has."""
    return Terms(read_many(TERM_SETTINGS))
