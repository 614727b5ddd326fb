"""A matter read under its lock, and what access needs to know of it."""
from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery

from liandong.issues.models import Answer, Handback, Handler, Issue, Reporter
from liandong.issues.terms import AnswerKind
from liandong.kernel.levels import Level
from liandong.people.access import Standing


@dataclass(frozen=True)
class Known:
    """What other rows say of a matter: who handled it, which answer stands, how its reporter can be reached."""

    handlers: frozenset[int] = frozenset()
    returned_by: frozenset[UUID] = frozenset()
    reachable: bool = False
    """The reporter left a telephone."""
    writer_id: int | None = None
    answer_kind: AnswerKind | None = None
    turned_away: bool = False
    """The answer that stands turns the matter away: no owner wrote it."""


NOTHING = Known()
"""Of a matter that does not exist yet."""


def known_of(issue_id: UUID) -> Known:
    """One query; read it after the lock."""
    answers = Answer.objects.filter(issue=OuterRef("pk")).order_by("-written_at", "-id")
    handlers, returned, reachable, writer, kind, away = (
        Issue.objects.filter(id=issue_id).annotate(
            n_handlers=ArraySubquery(Handler.objects.filter(issue=OuterRef("pk")).values("account_id")),
            n_returned=ArraySubquery(Handback.objects.filter(issue=OuterRef("pk")).values("returned_by_id")),
            n_reachable=Exists(Reporter.objects.filter(issue=OuterRef("pk")).exclude(phone="")),
            n_writer=Subquery(answers.values("written_by_id")[:1]),
            n_kind=Subquery(answers.values("kind")[:1]),
            n_away=Subquery(answers.values("is_turn_away")[:1]),
        ).values_list("n_handlers", "n_returned", "n_reachable", "n_writer", "n_kind", "n_away").get())
    return Known(frozenset(handlers), frozenset(returned), bool(reachable), writer,
                 AnswerKind(kind) if kind else None, bool(away))


def standing_of(issue: Issue, known: Known = NOTHING) -> Standing:
    """What access decides by. No query if the issue came with its desk."""
    desk_level = issue.desk.rung
    assert desk_level is not None  # noqa: S101  a desk stands on a rung: orgs.terms.DESKS
    return Standing(
        issue_id=issue.id, place_code=issue.place_code, street_code=issue.street_code, desk_id=issue.desk_id,
        desk_level=desk_level, assigned_by_id=issue.assigned_by_id, owner_id=issue.owner_id,
        owner_level=Level(issue.owner_level) if issue.owner_level else None, first_id=issue.first_id,
        is_accepted=issue.accepted_at is not None, holder_id=issue.holder_id, lead_id=issue.lead_id,
        state=issue.state, handlers=known.handlers, writer_id=known.writer_id, returned_by=known.returned_by)

