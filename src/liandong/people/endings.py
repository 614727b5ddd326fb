"""When an appointment is over: what was held goes back, sessions end. Source: workflows.md, "Who owns"; trust.md 8."""
from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from liandong.districts.scope import in_scope
from liandong.ledger.services import record
from liandong.people import queries
from liandong.people.hooks import Ended, on_appointment_ended
from liandong.people.models import Appointment, Session
from liandong.people.terms import WORKING_ROLES, Role


def wind_up(now: datetime) -> int:
    """Wind up every appointment of the scope's district that has ended; returns how many. Called every minute."""
    ended = list(queries.ended_unwound(localdate(now)))
    for appointment in ended:
        wind_up_one(appointment, now)
    Session.objects.filter(expire_date__lt=now).delete()
    return len(ended)


@in_scope
def wind_up_one(appointment: Appointment, now: datetime) -> None:
    """End the sessions of one ended appointment and give back what was held, once.

    Whoever still works at the same organisation keeps what they hold.
    """
    locked = Appointment.objects.select_for_update().filter(id=appointment.id, is_wound_up=False).first()
    if locked is None:
        return
    locked.is_wound_up = True
    locked.save(update_fields=["is_wound_up"])
    end_sessions(locked.account_id)
    if Role(locked.role) in WORKING_ROLES and not _still_works_there(locked, localdate(now)):
        give_back(locked, now)
    record("appointment_ended", kind="appointment", on=locked.id, by=None, role="clock", happened_at=now,
           detail={"account": locked.account_id, "role": locked.role})


def give_back(appointment: Appointment, now: datetime) -> None:
    """Tell those above that nobody holds for this appointment any more."""
    ended = Ended(appointment.id, appointment.account_id, appointment.account.name, appointment.organisation_id,
                  Role(appointment.role))
    for ending in on_appointment_ended:
        ending(ended, now)


def _still_works_there(appointment: Appointment, today: date) -> bool:
    return queries.works_at(appointment.account_id, appointment.organisation_id, today)


def end_sessions(account_id: int, *, but: str | None = None) -> int:
    """End every session of an account, but the one with this key; returns how many ended.

    A request that is under way keeps what it has read; its session is not written back (Django: session interrupted).
    """
    return Session.objects.filter(account_id=account_id).exclude(session_key=but or "").delete()[0]
