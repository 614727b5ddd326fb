"""Named reads of accounts and appointments. `today` is the day in Shanghai: an appointment is current from `since` to
`until`, both included."""
from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from liandong.districts.models import District
from liandong.districts.scope import the_district
from liandong.kernel.errors import NotAllowed, NotFound
from liandong.kernel.levels import Level
from liandong.kernel.words import say
from liandong.orgs.models import Organisation
from liandong.orgs.terms import OrgKind
from liandong.people.access import STREET_LEADERS, Actor, Post
from liandong.people.models import Account, Appointment, Session
from liandong.people.rules import FITS
from liandong.people.terms import DESK_ROLES, WORKING_ROLES, Role
from liandong.places.models import Division
from liandong.places.terms import subtree

_DESK = """
select distinct a.account_id from people_appointment a join people_account p on p.id = a.account_id and p.is_active
 where a.district_id = %s and a.organisation_id = %s and a.role = any(%s)
   and a.since <= %s and (a.until is null or a.until >= %s) order by 1"""

_POSTS = """
select p.name, a.id, a.role, o.id, o.name, o.kind, o.level, coalesce(v.code, s.code), a.since
  from people_appointment a
  join people_account p on p.id = a.account_id and p.is_active
  join orgs_organisation o on (o.district_id, o.id) = (a.district_id, a.organisation_id)
  join places_division s on (s.district_id, s.id) = (o.district_id, o.serves_id)
  left join places_division v on (v.district_id, v.id) = (a.district_id, a.area_id)
 where a.district_id = %s and a.account_id = %s and a.since <= %s and (a.until is null or a.until >= %s)
 order by a.since, a.id"""


def current(today: date, prefix: str = "") -> Q:
    """The condition that an appointment is in force."""
    return Q(**{f"{prefix}since__lte": today}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": today}))


def appointments(today: date) -> QuerySet[Appointment]:
    """The district's current appointments of accounts that can sign in, with account, organisation and area."""
    return (Appointment.objects.filter(current(today), account__is_active=True)
            .select_related("account", "organisation__serves", "area"))


def post_of(appointment: Appointment) -> Post:
    """An appointment as plain values; no query if it came with its organisation and area."""
    organisation = appointment.organisation
    area = appointment.area or organisation.serves
    low, high = subtree(area.code)
    return Post(appointment.id, Role(appointment.role), organisation.id, organisation.name, OrgKind(organisation.kind),
                organisation.rung, low, high, appointment.since)


def actor_for(account_id: int, today: date) -> Actor:
    """Who acts, in the scope's district: one query. Without a current appointment the actor has no posts.

    By hand, like `desk_accounts`: every page asks it.
    """
    with connection.cursor() as c:
        c.execute(_POSTS, [the_district(), account_id, today, today])
        found = c.fetchall()
    posts = (Post(one, Role(role), organisation, name, OrgKind(kind), Level(level) if level else None, *subtree(code),
                  since) for _name, one, role, organisation, name, kind, level, code, since in found)
    return Actor(account_id, found[0][0] if found else "", tuple(posts))


def actors_among(account_ids: Collection[int], today: date) -> list[Actor]:
    """Those of these accounts that hold a post in the district, as actors; one query, none for nobody."""
    return _actors(appointments(today).filter(account__in=account_ids)) if account_ids else []


def actors_with(roles: Collection[Role], today: date) -> list[Actor]:
    """Who holds one of these roles, as actors by these posts alone, in the order of names; one query."""
    return sorted(_actors(appointments(today).filter(role__in=roles)), key=lambda actor: (actor.name, actor.account_id))


def _actors(found: Iterable[Appointment]) -> list[Actor]:
    posts: dict[Account, list[Post]] = {}
    for one in found:
        posts.setdefault(one.account, []).append(post_of(one))
    return [Actor(account.pk, account.name, tuple(held)) for account, held in posts.items()]


def actor_of(request: HttpRequest) -> Actor:
    """Who sends this request, read once a request: never from the session. One query, then none.

    Raises NotAllowed for somebody who is not signed in (`doors.signed_in` sends them to the sign-in page first).
    """
    known: Actor | None = getattr(request, "_actor", None)
    if known is None:
        if not request.user.is_authenticated:
            raise NotAllowed(say("请先登录。"))
        known = actor_for(request.user.pk, timezone.localdate())
        request._actor = known  # type: ignore[attr-defined]  # our own place on the request
    return known


def desk_accounts(organisation_id: UUID, today: date) -> list[int]:
    """Who works the desk of an organisation (dispatchers, secretaries, 区协调办); one query.

    By hand: every matter registered asks it, and the ORM takes ten times as long to say it as the database to answer.
    """
    with connection.cursor() as c:
        c.execute(_DESK, [the_district(), organisation_id, [role.value for role in DESK_ROLES], today, today])
        return [row[0] for row in c.fetchall()]


def colleagues(organisation_id: UUID, today: date) -> list[Account]:
    """Who can hold a matter of an organisation, by name; one query."""
    roles = Appointment.objects.filter(current(today), account=OuterRef("pk"), organisation_id=organisation_id,
                                       role__in=WORKING_ROLES)
    return list(Account.objects.filter(Exists(roles), is_active=True).order_by("name", "id"))


def works_at(account_id: int, organisation_id: UUID, today: date) -> bool:
    """Whether somebody can hold a matter of an organisation; one query."""
    return appointments(today).filter(account_id=account_id, organisation_id=organisation_id,
                                      role__in=WORKING_ROLES).exists()


def leaders(code: str, today: date) -> list[int]:
    """The leaders in whose area a place lies; one query."""
    return _covering(code, STREET_LEADERS, today)


def callers(code: str, today: date) -> list[int]:
    """The clerks who call reporters back at a place; one query. Leave out the handlers of the matter."""
    return _covering(code, {Role.CALLER}, today)


def leaders_of(organisation_id: UUID, today: date) -> list[int]:
    """Who answers for an organisation: the street's leaders, for a district body its liaisons, else 区协调办.

    Two to three queries.
    """
    organisation = Organisation.objects.select_related("serves").get(id=organisation_id)
    if organisation.rung is not Level.DISTRICT:
        return leaders(organisation.serves.code, today)
    own = appointments(today).filter(organisation_id=organisation_id, role__in={Role.LIAISON, Role.COORDINATOR})
    return _accounts(own) or with_role(Role.COORDINATOR, today)


def with_role(role: Role, today: date) -> list[int]:
    """The accounts of everybody with a role in the district; one query."""
    return _accounts(appointments(today).filter(role=role))


def _covering(code: str, roles: Iterable[Role], today: date) -> list[int]:
    """By rows, not by SQL: a street has a handful of these, and the area may be the organisation's or smaller."""
    found = appointments(today).filter(role__in=list(roles))
    return sorted({one.account_id for one in found if post_of(one).covers(code)})


def _accounts(found: QuerySet[Appointment]) -> list[int]:
    return sorted(set(found.values_list("account_id", flat=True)))


def names(account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by account; one query."""
    wanted = {one for one in account_ids if one is not None}
    return dict(Account.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def attach(*wanted: tuple[Model, str]) -> None:
    """Give rows the accounts that they name by a column, as select_related would; one query for all of them."""
    ids = {getattr(row, f"{name}_id") for row, name in wanted} - {None}
    found: dict[int, Account] = {}
    if ids:
        with connection.cursor() as c:  # by hand: the page of every matter asks it
            c.execute("select id, username, name from people_account where id = any(%s)", [list(ids)])
            found = {row[0]: Account.from_db(connection.alias, ["id", "username", "name"], row) for row in c.fetchall()}
    for row, name in wanted:
        row._state.fields_cache[name] = found.get(getattr(row, f"{name}_id"))


def address_of(account_id: int) -> str:
    """Where an account's e-mail goes; "" for none and for a disabled account. One query."""
    return Account.objects.filter(id=account_id, is_active=True).values_list("email", flat=True).first() or ""


def districts_of(account_id: int, today: date) -> list[District]:
    """The districts between which an account may choose; two queries, and no scope is needed."""
    with connection.cursor() as c:
        c.execute("select district from find.districts(%s, %s)", [account_id, today])
        numbers = [row[0] for row in c.fetchall()]
    return list(District.objects.filter(id__in=numbers).order_by("id"))


# ── the administrator's pages ──

def accounts_here() -> QuerySet[Account]:
    """Accounts that have or had an appointment in the scope's district: an administrator sees no others."""
    return Account.objects.filter(Exists(Appointment.objects.filter(account=OuterRef("pk"))))


def find_accounts(text: str) -> QuerySet[Account]:
    """The district's accounts whose sign-in name or name holds `text`."""
    found = accounts_here()
    return found.filter(Q(username__icontains=text) | Q(name__icontains=text)) if text else found


def account_here(account_id: int) -> Account:
    """One account of the district; raises NotFound for another's just as for one that never was. One query."""
    account = accounts_here().filter(id=account_id).first()
    if account is None:
        raise NotFound
    return account


def appointments_of(account_ids: Iterable[int]) -> dict[int, list[Appointment]]:
    """All appointments of these accounts in the district, newest first, by account; one query."""
    found: dict[int, list[Appointment]] = {}
    rows = Appointment.objects.filter(account_id__in=list(account_ids)).select_related("organisation", "area")
    for one in rows.order_by("-since", "-id"):
        found.setdefault(one.account_id, []).append(one)
    return found


def ended_unwound(today: date) -> QuerySet[Appointment]:
    """Appointments that ended before `today` and whose held matters have not been given back yet."""
    return (Appointment.objects.filter(until__lt=today, is_wound_up=False)
            .select_related("organisation").order_by("until", "id"))


def organisations_for_posts() -> list[str]:
    """The names of bodies at which somebody can be appointed, for a list to choose from; one query."""
    kinds = {kind.value for role in FITS for kind in FITS[role]}
    return list(Organisation.objects.filter(kind__in=kinds).order_by("pinyin", "name").values_list("name", flat=True))


def bodies_named(text: str) -> list[Organisation]:
    """The bodies whose name or key is this; one query."""
    return list(Organisation.objects.select_related("serves").filter(Q(name=text) | Q(key=text))[:3])


def example_body() -> str:
    """The name of a street's office, for the example row of an empty table; one query."""
    return Organisation.objects.filter(kind=OrgKind.STREET_OFFICE.value).values_list("name", flat=True).first() or ""


def sessions_of(account_id: int) -> list[Session]:
    """Where an account is signed in, the newest first; one query."""
    return list(Session.objects.filter(account_id=account_id).order_by("-started_at", "session_key"))


def has_second_factor(account_id: int) -> bool:
    """Whether an account has an authenticator; one query."""
    return bool(Authenticator.objects.filter(user_id=account_id, type=Authenticator.Type.TOTP).exists())


def appointment(appointment_id: UUID) -> Appointment:
    """One appointment with its organisation; raises NotFound. One query."""
    found = Appointment.objects.select_related("organisation", "area").filter(id=appointment_id).first()
    if found is None:
        raise NotFound
    return found


def place(code: str) -> Division | None:
    """The place with a code; one query."""
    return Division.objects.filter(code=code).first()
