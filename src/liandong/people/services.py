"""Accounts and appointments: made, ended, disabled, given a new password. By an administrator of the district, or an
import; everything is recorded, without names. Source: domain.md, "Less burden"; trust.md 8.
"""
from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.timezone import localdate

from liandong.districts.scope import in_scope, the_district
from liandong.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from liandong.kernel.words import Sentence, say
from liandong.ledger.services import draft, record, record_many
from liandong.orgs.models import Organisation
from liandong.people import queries, rules
from liandong.people.access import Actor, Right, may, role_of
from liandong.people.audit import subject_of
from liandong.people.endings import end_sessions, give_back, wind_up_one
from liandong.people.models import Account, Appointment
from liandong.people.terms import Role
from liandong.places.models import Division

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike: the first password is copied by hand."""
QUICK_ROUNDS = 10_000
NOT_AN_ADMINISTRATOR = say("账号和任职由本区的管理员办。")
NOT_ONESELF = say("自己的账号和任职由另一位管理员办。")
ELSEWHERE = say("这个账号在别的区也有任职，只能由那边先结束任职。")
TAKEN = say("这个登录名已经有人用。")


@dataclass(frozen=True)
class NewPost:
    """An appointment to be made: where, as what, from which day until which (both included)."""

    role: Role
    organisation: Organisation
    since: date
    until: date | None = None
    area: Division | None = None


@dataclass(frozen=True)
class NewPerson:
    """An account to be made, or known by its sign-in name, with the appointments to be added to it.

    `password` is the demo's; without it a first password is made, to be changed at the first sign-in.
    """

    username: str
    name: str
    posts: tuple[NewPost, ...] = ()
    email: str = ""
    password: str | None = None


def first_password() -> str:
    """Sixteen random letters and digits in four groups (79 bits)."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def hashed(password: str, *, is_random: bool) -> str:
    """The stored form. 79 random bits need no slow hash; it is made anew, slowly, when the person chooses their own."""
    hasher = get_hasher()
    if is_random and isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, get_random_string(22), QUICK_ROUNDS)
    return make_password(password)


@in_scope
def create_account(username: str, name: str, post: NewPost, *, by: Actor, now: datetime,
                   email: str = "") -> tuple[Account, str]:
    """An account with its first appointment; returns it with the first password, which is shown once and not kept.

    Raises NotAllowed for somebody who does not administer the district, BadInput for a name that is taken.
    """
    _must_administer(by)
    password = first_password()
    account = Account(username=username.lower(), name=name, email=email, must_change_password=True,
                      password=hashed(password, is_random=True))
    _check_fields(account)
    _insert(account)
    record("account_created", kind="account", on=subject_of(account.pk), by=by.account_id, role=role_of(by),
           happened_at=now)
    appoint(account.pk, post, by=by, now=now)
    return account, password


def _check_fields(account: Account) -> None:
    try:
        account.full_clean(validate_unique=False, exclude=["password"])
    except ValidationError as error:
        said = {field: Sentence("; ".join(texts)) for field, texts in error.message_dict.items()}
        raise BadInput(fields=said) from error
    if Account.objects.filter(username=account.username).exists():
        raise BadInput(fields={"username": TAKEN})


def _insert(account: Account) -> None:
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput(fields={"username": TAKEN}) from error


@in_scope
def appoint(account_id: int, post: NewPost, *, by: Actor, now: datetime) -> Appointment:
    """Give an account a role at an organisation.

    Raises NotAllowed, RuleBroken for oneself, BadInput where the role does not fit or the same appointment stands.
    """
    _must_administer(by)
    if by.account_id == account_id:
        raise RuleBroken(NOT_ONESELF)
    if (why := rules.misfit(post.role, post.organisation.org_kind)) is not None:
        raise BadInput(fields={"role": why})
    if (why := rules.wrong_span(post.since, post.until)) is not None:
        raise BadInput(fields={"until": why})
    if post.area is not None and not post.area.code.startswith(post.organisation.serves.code):
        raise BadInput(fields={"area": rules.OUTSIDE})
    appointment = Appointment(account_id=account_id, role=post.role.value, organisation=post.organisation,
                              area=post.area, since=post.since, until=post.until)
    try:
        with transaction.atomic():
            appointment.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput(fields={"role": say("同一天起的这个任职已经有了。")}) from error
    record("appointed", kind="appointment", on=appointment.id, by=by.account_id, role=role_of(by), happened_at=now,
           detail=_detail(appointment))
    return appointment


def _detail(appointment: Appointment) -> dict[str, object]:
    until = appointment.until.isoformat() if appointment.until else None
    return {"account": appointment.account_id, "role": appointment.role, "since": appointment.since.isoformat(),
            "organisation": str(appointment.organisation_id), "until": until}


@in_scope
def end_appointment(appointment_id: UUID, until: date, *, by: Actor, now: datetime) -> Appointment:
    """Let an appointment end with a day, the last on which it holds. A day gone by ends it at once.

    Raises NotFound, NotAllowed, RuleBroken for one's own, BadInput for a day before its beginning.
    """
    _must_administer(by)
    appointment = Appointment.objects.select_for_update().filter(id=appointment_id).first()
    if appointment is None:
        raise NotFound
    if appointment.account_id == by.account_id:
        raise RuleBroken(NOT_ONESELF)
    if appointment.is_wound_up:
        raise RuleBroken(say("这个任职已经结束。"))
    if (why := rules.wrong_span(appointment.since, until)) is not None:
        raise BadInput(fields={"until": why})
    appointment.until = until
    appointment.save(update_fields=["until"])
    record("appointment_end_set", kind="appointment", on=appointment.id, by=by.account_id, role=role_of(by),
           happened_at=now, detail=_detail(appointment))
    if until < localdate(now):
        wind_up_one(appointment, now)
    return appointment


@in_scope
def disable_account(account_id: int, *, by: Actor, now: datetime) -> Account:
    """Nobody signs in with it any more: its sessions end at once, and what it held goes back to the desks."""
    account = _own(account_id, by, now)
    if not account.is_active:
        return account
    held = list(queries.appointments(localdate(now)).filter(account_id=account_id))
    account.is_active = False
    account.save(update_fields=["is_active"])
    end_sessions(account_id)
    for appointment in held:
        give_back(appointment, now)
    record("account_disabled", kind="account", on=subject_of(account_id), by=by.account_id, role=role_of(by),
           happened_at=now)
    return account


@in_scope
def enable_account(account_id: int, *, by: Actor, now: datetime) -> Account:
    """Let somebody sign in again; what was given back stays where it is."""
    account = _own(account_id, by, now)
    account.is_active = True
    account.save(update_fields=["is_active"])
    record("account_enabled", kind="account", on=subject_of(account_id), by=by.account_id, role=role_of(by),
           happened_at=now)
    return account


@in_scope
def reset_password(account_id: int, *, by: Actor, now: datetime) -> tuple[Account, str]:
    """A new first password, shown once; all sessions end, and it has to be changed at the next sign-in."""
    account, password = _own(account_id, by, now), first_password()
    account.password, account.must_change_password = hashed(password, is_random=True), True
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account_id)
    record("password_reset", kind="account", on=subject_of(account_id), by=by.account_id, role=role_of(by),
           happened_at=now)
    return account, password


@in_scope
def forget_second_factor(account_id: int, *, by: Actor, now: datetime) -> Account:
    """Take away the second factor of somebody who lost it; their sessions end."""
    account = _own(account_id, by, now)
    account.authenticator_set.all().delete()  # type: ignore[attr-defined]  # allauth's relation
    end_sessions(account_id)
    record("second_factor_forgotten", kind="account", on=subject_of(account_id), by=by.account_id, role=role_of(by),
           happened_at=now)
    return account


def _own(account_id: int, by: Actor, now: datetime) -> Account:
    """The account, locked, if the administrator may change it as a whole: not one's own, and at home in this district
    alone. What an account can see elsewhere may not be had by giving it a new password here."""
    _must_administer(by)
    if by.account_id == account_id:
        raise RuleBroken(NOT_ONESELF)
    queries.account_here(account_id)
    if {one.id for one in queries.districts_of(account_id, localdate(now))} - {the_district()}:
        raise RuleBroken(ELSEWHERE)
    return Account.objects.select_for_update().get(id=account_id)


def _must_administer(by: Actor) -> None:
    if by.kind != "import" and not may(by, Right.ADMINISTER):
        raise NotAllowed(NOT_AN_ADMINISTRATOR)


@in_scope
def add_people(people: Iterable[NewPerson], *, by: Actor, now: datetime) -> dict[str, str]:
    """Make many accounts and appointments; what stands already is left as it is. Returns the first passwords by
    sign-in name, of the new accounts that were not given one.

    The values are checked by the caller (`imports` reports by row; the demo's are its own). Six statements at any
    length; equal given passwords are hashed once.
    """
    _must_administer(by)
    wanted = list(people)
    known = {a.username: a for a in Account.objects.filter(username__in=[one.username for one in wanted])}
    passwords: dict[str, str] = {}
    new = _new_accounts([one for one in wanted if one.username not in known], passwords, now)
    known.update({a.username: a for a in new})
    there = {(a.account_id, a.role, a.organisation_id, a.since) for a in Appointment.objects.filter(
        account__in=list(known.values()))}
    posts = [Appointment(account=known[one.username], role=post.role.value, organisation=post.organisation,
                         area=post.area, since=post.since, until=post.until)
             for one in wanted for post in one.posts
             if (known[one.username].pk, post.role.value, post.organisation.id, post.since) not in there]
    Appointment.objects.bulk_create(posts, batch_size=500)
    role = role_of(by)
    record_many([draft("account_created", kind="account", on=subject_of(a.pk), by=by.account_id, role=role,
                       happened_at=now) for a in new])
    record_many([draft("appointed", kind="appointment", on=p.id, by=by.account_id, role=role, happened_at=now,
                       detail=_detail(p)) for p in posts])
    return passwords


def _new_accounts(people: Iterable[NewPerson], passwords: dict[str, str], now: datetime) -> list[Account]:
    hashes: dict[str, str] = {}
    accounts = []
    for one in people:
        if one.password is None:
            passwords[one.username] = first_password()
            stored = hashed(passwords[one.username], is_random=True)
        else:
            stored = hashes.setdefault(one.password, "") or hashed(one.password, is_random=False)
            hashes[one.password] = stored
        accounts.append(Account(username=one.username, name=one.name, email=one.email, password=stored,
                                must_change_password=one.password is None, created_at=now))
    return Account.objects.bulk_create(accounts, batch_size=500)
