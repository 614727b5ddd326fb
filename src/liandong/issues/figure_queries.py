"""The counts behind the figures, in one query over what the reader may see."""
from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from liandong.issues.figures import Counts
from liandong.issues.lists import visible
from liandong.issues.models import Clock, Issue, Judgement
from liandong.issues.terms import ClockKind, End, Satisfaction, Solved, State
from liandong.people.access import Actor

GLAD = (Satisfaction.VERY.value, Satisfaction.SATISFIED.value)


def counts_of(actor: Actor, since: datetime, until: datetime) -> Counts:
    """Matters whose newest handling term ends in the period, merged ones by their main's; imported history in none."""
    due = _due(since, until)
    found = visible(actor).filter(Q(main=None, id__in=due) | Q(main__in=due), is_history=False)
    contact = Clock.objects.filter(issue=OuterRef("pk"), kind=ClockKind.CONTACT.value).order_by("-started_at")
    said = Judgement.objects.filter(issue=OuterRef("pk")).order_by("-turn")
    found = found.annotate(
        is_whole=Exists(Issue.objects.filter(parent=OuterRef("pk"))), contact=Subquery(contact.values("was_met")[:1]),
        solved=Subquery(said.values("solved")[:1]), satisfied=Subquery(said.values("satisfied")[:1]))
    report, once = Q(parent=None), Q(parent=None, main=None)
    counted = found.aggregate(
        matters=Count("pk", filter=Q(main=None, is_whole=False)), reports=Count("pk", filter=report),
        in_time=Count("pk", filter=report & Q(contact=True)),
        contacts=Count("pk", filter=report & Q(contact__isnull=False)),
        judged=Count("pk", filter=report & Q(solved__isnull=False)),
        solved_n=Count("pk", filter=report & Q(solved=Solved.SOLVED.value)),
        satisfied_n=Count("pk", filter=report & Q(satisfied__in=GLAD)),
        understands=Count("pk", filter=report & Q(satisfied=Satisfaction.UNDERSTANDS.value)),
        marked=Count("pk", filter=report & Q(satisfied__isnull=False) & ~Q(satisfied="")),
        suspended=Count("pk", filter=once & Q(state=State.SUSPENDED.value)),
        is_open=Count("pk", filter=once & Q(closed_at=None)),
        **{f"end_{end.value}": Count("pk", filter=once & Q(end=end.value)) for end in End})
    return Counts(
        ends={end: counted[f"end_{end.value}"] for end in End}, solved=counted["solved_n"],
        satisfied=counted["satisfied_n"],
        **{name: counted[name] for name in ("matters", "reports", "in_time", "contacts", "judged", "understands",
                                            "marked", "suspended", "is_open")})


def _due(since: datetime, until: datetime) -> QuerySet[Clock, object]:
    """Matters by their newest handling term: one that was handled anew counts where the last term ends."""
    newer = Clock.objects.filter(issue=OuterRef("issue"), kind=ClockKind.HANDLE.value,
                                 started_at__gt=OuterRef("started_at"))
    within = Clock.objects.filter(kind=ClockKind.HANDLE.value, due_at__gte=since, due_at__lt=until)
    return within.filter(~Exists(newer)).values("issue")
