"""Named places at which a test kills the worker. In production nothing ever arms one. Source: trust.md 2, Test."""
from __future__ import annotations

import os
import signal

PLACES = {
    "fetched": "the job is taken, nothing is written",
    "inbox.inserted": "the inbox item is inserted and not committed",
    "inbox.committed": "the inbox item is there, the job is not finished",
    "mail.sending": "the next call hands the e-mail over",
    "mail.accepted": "the mail server has it, nobody here knows",
    "mail.marked": "it is marked as sent, the job is not finished",
}
"""Every place with what is true there; the test enumerates them, so a new place cannot be forgotten."""
_armed: set[str] = set()


def arm(place: str) -> None:
    """Only for tests: the next `crash(place)` kills this process as kill -9 would."""
    if place not in PLACES:
        raise KeyError(place)
    _armed.add(place)


def crash(place: str) -> None:
    """Nothing, unless a test has armed this place."""
    if place in _armed:
        os.kill(os.getpid(), signal.SIGKILL)
