"""What happens elsewhere when an appointment ends: capabilities above register here; people imports none of them."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liandong.people.terms import Role


@dataclass(frozen=True)
class Ended:
    """An appointment that is over: what the person held at the organisation returns to its desk."""

    appointment_id: UUID
    account_id: int
    account_name: str
    organisation_id: UUID
    role: Role


Ending = Callable[[Ended, datetime], object]
on_appointment_ended: list[Ending] = []
"""Each is called in the district's scope and the ending's transaction, with `now`; it must bear a second call."""


def register(ending: Ending) -> Ending:
    """Add what is to be done at an ending (from an application's `ready()`); twice is once."""
    if ending not in on_appointment_ended:
        on_appointment_ended.append(ending)
    return ending
