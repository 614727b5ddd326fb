"""Registering a matter on a reporter's behalf. Source: workflows.md, "Issue", row *receive*; domain.md, "Issue"."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, OuterRef, Subquery
from django.utils.timezone import localdate

from liandong.districts.reference import Reference, reference
from liandong.districts.scope import in_scope, the_district
from liandong.districts.services import next_number
from liandong.districts.together import insert_together
from liandong.duties.models import CatalogueVersion, Item, ItemDeadline
from liandong.duties.terms import Confidentiality
from liandong.files.checking import Checked
from liandong.issues import rules
from liandong.issues.callers import reporter as new_reporter
from liandong.issues.grams import grams_of
from liandong.issues.guards import IssueFacts
from liandong.issues.limits import LIMITS, SHORTEST_PHONE
from liandong.issues.models import Entry, Issue
from liandong.issues.services.act import Turn, turn_on
from liandong.issues.services.attaching import attach
from liandong.issues.services.offices import street_desk
from liandong.issues.services.telling import desk_of, draft
from liandong.issues.services.texts import tidy
from liandong.issues.standing import Known, standing_of
from liandong.issues.terms import Act, Channel, ClockKind, Part, Size, State, Urgency
from liandong.issues.workflow import ISSUE
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.errors import BadInput, NotAllowed
from liandong.kernel.words import Sentence, say
from liandong.ledger import services as ledger
from liandong.ledger.models import Event
from liandong.orgs.models import Organisation
from liandong.orgs.terms import DESKS, OrgKind
from liandong.outbox import services as outbox
from liandong.outbox.models import Message
from liandong.people.access import Actor, Post, Right, may, role_of
from liandong.people.terms import WORKING_ROLES, Role
from liandong.places.models import Division
from liandong.places.terms import PREFIX_LENGTHS, PlaceKind


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What is registered: what was said, how it came, where it is, and who reported as far as they said."""

    title: str
    text: str
    channel: Channel
    urgency: Urgency = Urgency.ORDINARY
    size: Size = Size.GENERAL
    place_id: UUID
    address: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    item_id: UUID | None = None
    is_restricted: bool = False
    """Confidential (举报); an item that is so makes the matter so besides."""


class RegisteredBefore(BadInput):
    """The form's token has made a matter of other values; `number` is that matter's."""

    def __init__(self, number: str) -> None:
        super().__init__(say("用这张表已经登记过 %(number)s，现在的内容和那一件不一样。"
                             "如果是另一件事，请再按一次“登记”，会登记成新的一件。", number=number))
        self.number = number


def receive(intake: Intake, *, by: Actor, now: datetime, token: UUID | None = None,
            files: Sequence[Checked] = ()) -> Issue:
    """Register a matter: it gets its number, its desk, its first receiver, and its clocks run.

    What is attached the reporter sees, like the words. `token` is the form's: the same one with the same values gives
    the same matter again, with others it is refused.
    Raises NotAllowed for who registers nothing, BadInput by field, RegisteredBefore. Source: trust.md 1 and 5.
    """
    digest = _digest(intake)
    try:
        return _receive(intake, by=by, now=now, token=token, digest=digest, files=files)
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if token is None or constraint != "issue_token":
            raise
    return _same(token, digest)


@in_scope
def _receive(intake: Intake, *, by: Actor, now: datetime, token: UUID | None, digest: str,
             files: Sequence[Checked]) -> Issue:
    if not may(by, Right.INTAKE):
        raise NotAllowed(say("您的任职不能登记诉求。"))
    clean = _tidied(intake)
    known = reference()
    place = _place(clean.place_id, by, known)
    today = localdate(now)
    own_term, is_restricted = _of_item(clean.item_id, today)
    post = _post(by, place)
    issue = Issue(
        number=rules.number(today, next_number(the_district())), title=clean.title, text=clean.text,
        channel=clean.channel.value, urgency=clean.urgency.value, size=clean.size.value, state=State.RECEIVED.value,
        place=place, place_code=place.code, street_code=place.code[:PREFIX_LENGTHS[PlaceKind.STREET]],
        community_code=_community(place.code), address=clean.address, item_id=clean.item_id,
        first_id=post.organisation_id, desk=_desk(post, place, known), received_at=now, token=token,
        is_restricted=clean.is_restricted or is_restricted,
        token_hash=digest if token else "", grams=grams_of(the_district(), clean.title, clean.text, clean.address))
    told = Known(reachable=clean.reporter_phone != "")
    turn = turn_on(issue, by=by, now=now, known=told, standing=standing_of(issue, told))
    step = ISSUE.step(None, Act.RECEIVE, turn.parts, IssueFacts(now=now, place_level=place.place_kind.level))
    turn.done = step
    turn.clocks.apply(step.row.clocks)
    if own_term is not None:
        turn.clocks.retime(ClockKind.HANDLE, own_term)
    turn.clocks.show()
    messages = _messages(turn)
    _write(turn, post.organisation_id, clean, messages)
    outbox.hand_over(messages)
    attach(turn, files, public=True)
    return issue


def _write(turn: Turn, organisation_id: UUID, clean: Intake, messages: Sequence[Message]) -> None:
    """Matter, reporter, clocks, the ledger's event, the first line of the trail, who is told: one statement."""
    event, entry = first_lines(turn, organisation_id)
    reporter = [new_reporter(turn.issue, clean.reporter_name, clean.reporter_phone)]
    said = reporter if clean.reporter_name or clean.reporter_phone else []
    insert_together([event, turn.issue, *said, *turn.clocks.new, entry, *messages], link=(entry, "event", event))


def first_lines(turn: Turn, organisation_id: UUID) -> tuple[Event, Entry]:
    """The ledger's event and the first line of the trail, not yet written."""
    issue, done = turn.issue, turn.done
    assert done is not None  # noqa: S101  called after the step
    part = Part.IMPORT if turn.by.kind == "import" else Part.STAFF
    event = ledger.draft(f"issue.{done.row.act}", kind="issue", on=issue.id, by=turn.by.account_id,
                         role=role_of(turn.by), happened_at=turn.now,
                         detail={"from": None, "to": done.to, "version": 1, "part": part})
    return event, Entry(issue=issue, version=1, act=done.row.act.value, to_state=done.to.value,
                        by_id=turn.by.account_id, by_part=part.value, organisation_id=organisation_id, is_public=True,
                        happened_at=turn.now)


def _messages(turn: Turn) -> list[Message]:
    issue = turn.issue
    urgent = issue.urgency == Urgency.URGENT
    return draft(turn, desk_of(turn, issue.desk_id), "issue.received-urgent" if urgent else "issue.received")


# ── what was typed ──

def _tidied(intake: Intake) -> Intake:
    """Trimmed and bounded. Raises BadInput naming every field that is wrong at once."""
    wrong: dict[str, Sentence] = {}
    clean: dict[str, str] = {}
    for name, limit in LIMITS.items():
        try:
            clean[name] = tidy(getattr(intake, name), name, limit, needed=name in {"title", "text"})
        except BadInput as error:
            wrong.update(error.fields)
    phone = clean.get("reporter_phone", "")
    if phone and sum(c.isdigit() for c in phone) < SHORTEST_PHONE:
        wrong["reporter_phone"] = say("电话号码太短，至少要 %(n)s 位数字。", n=SHORTEST_PHONE)
    if wrong:
        raise BadInput(fields=wrong)
    return Intake(**{**{name: getattr(intake, name) for name in intake.__dataclass_fields__}, **clean})


def _digest(intake: Intake) -> str:
    """The values of a form as one fingerprint."""
    return hashlib.sha256(json.dumps(asdict(intake), default=str, sort_keys=True).encode()).hexdigest()


def _same(token: UUID, digest: str) -> Issue:
    """The matter that a token has made already. Raises RegisteredBefore if it was made of other values."""
    issue = Issue.objects.get(token=token)
    if issue.token_hash != digest:
        raise RegisteredBefore(issue.number)
    return issue


# ── where, whose, how long ──

def _place(place_id: UUID, by: Actor, known: Reference) -> Division:
    place = known.rows(Division, [place_id]).get(place_id)
    if place is None:
        raise BadInput(fields={"place": say("没有这个地点。")})
    if not any(covers(post, place.code) for post in by.posts):
        raise BadInput(fields={"place": say("这个地点不在您的辖区。")})
    return place


def covers(post: Post, code: str) -> bool:
    """Whether somebody registers matters of a place: in the area of the appointment, a grid's taken as its community;
    a place above it (known to the street only) counts too."""
    low = post.low[:PREFIX_LENGTHS[PlaceKind.COMMUNITY]]
    return code.startswith(low) or (low.startswith(code) and len(code) >= PREFIX_LENGTHS[PlaceKind.STREET])


def _community(code: str) -> str:
    length = PREFIX_LENGTHS[PlaceKind.COMMUNITY]
    return code[:length] if len(code) >= length else ""


def _post(by: Actor, place: Division) -> Post:
    """As what somebody registers: the working appointment nearest to the place."""
    fit = [post for post in by.posts if covers(post, place.code)]
    return max(fit, key=lambda post: (post.role in WORKING_ROLES, len(post.low)))


def _desk(post: Post, place: Division, known: Reference) -> Organisation:
    """A community's people register what lies in it at its desk, everything else goes to the street's."""
    community = (post.role in {Role.SECRETARY, Role.GRID} and post.kind is OrgKind.COMMUNITY
                 and len(place.code) >= PREFIX_LENGTHS[PlaceKind.COMMUNITY])
    if community or (post.role is Role.DISPATCHER and post.kind is OrgKind.STREET_DESK):
        return Organisation(id=post.organisation_id, kind=post.kind.value, level=DESKS[post.kind].value,
                            name=post.organisation_name)
    street = place.code[:PREFIX_LENGTHS[PlaceKind.STREET]]
    return known.get("desk of a street", street, build=lambda: street_desk(street))


def _of_item(item_id: UUID | None, today: date) -> tuple[Term | None, bool]:
    """The item's own term, and whether its matters are restricted; one query.

    Raises BadInput for an item that is none of the version in force.
    """
    if item_id is None:
        return None, False
    newest = CatalogueVersion.objects.filter(effective_on__lte=today).order_by("-effective_on")
    first = ItemDeadline.objects.filter(item=OuterRef("pk")).order_by("position")
    found = (Item.objects.filter(id=item_id, version=Subquery(newest.values("id")[:1])).exclude(code="")
             .annotate(n_amount=Subquery(first.values("amount")[:1]), n_unit=Subquery(first.values("unit")[:1]))
             .values_list("n_amount", F("n_unit"), F("confidentiality")).first())
    if found is None:
        raise BadInput(fields={"item": say("现行的权责清单里没有这一条。")})
    return Term(found[0], Unit(found[1])) if found[0] else None, found[2] == Confidentiality.RESTRICTED
