"""Twins: several reports of one matter, handled once. Source: workflows.md, "Issue"; domain.md, "Issue" and "Figures".

A merged matter keeps its reporter, its number and its link; its main is handled, and is what all reporters are told of
and asked about. Every act here locks all matters that it touches in the order of their ids (`act.lock_all`).
"""
from __future__ import annotations

from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope
from liandong.issues.guards import Main
from liandong.issues.models import Issue
from liandong.issues.services.act import Turn, begin, lock_all
from liandong.issues.services.clockwork import set_due
from liandong.issues.services.handover import without_owner
from liandong.issues.services.telling import desk_of, owner_of, tell
from liandong.issues.terms import Act, ClockKind, End, Part, State
from liandong.kernel.errors import BadInput, NotFound, Stale
from liandong.kernel.words import say
from liandong.people.access import CLOCK, Actor

TAKEN_OVER = ("item_id", "desk_id", "owner_id", "owner_level", "owner_mark", "lead_id", "ruling_id", "is_ruled",
              "assigned_by_id", "holder_id", "accepted_at", "first_id", "was_returned", "contacted_at", "is_restricted")
"""What who succeeds a withdrawn main has from it, where somebody had accepted it."""


@in_scope
def merge(issue_id: UUID, *, by: Actor, seen: int, now: datetime, main_id: UUID) -> Issue:
    """Merge a matter into another open one of the same street. The main takes the earlier due date.

    Raises BadInput at `main` for a matter that is not there or not in the actor's sight, or is this one.
    """
    if main_id == issue_id:
        raise BadInput(fields={"main": say("不能并到自己。")})
    lock_all([issue_id, main_id])
    turn = begin(issue_id, by=by, seen=seen, now=now)
    into = _main(main_id, by, now)
    issue, main = turn.issue, into.issue
    told = owner_of(turn)
    due = _due(turn)
    turn.step(Act.MERGE, main=Main(State(main.state), main.street_code == issue.street_code,
                                   main.parent_id is not None, main.is_restricted or issue.is_restricted))
    issue.main, issue.holder = main, None
    done = turn.finish(public=True, detail={"main": main.number})
    into.step(Act.TAKE_IN)
    main.twins += 1
    handle = into.clocks.running(ClockKind.HANDLE)
    if due is not None and handle is not None and handle.stands_since is None and (
            handle.due_at is not None and due < handle.due_at):
        set_due(handle, due, into.calendar)
        into.clocks.touch(handle)
    into.finish(detail={"twin": issue.number})
    tell(turn, told, "issue.merged")
    tell(into, owner_of(into), "issue.took-in")
    return done


@in_scope
def unmerge(issue_id: UUID, *, by: Actor, seen: int, now: datetime) -> Issue:
    """Take a merging back: the matter waits to be assigned, its terms go on as if they had never ended."""
    main_id = _main_of(issue_id)
    lock_all([issue_id, *([main_id] if main_id else [])])
    turn = begin(issue_id, by=by, seen=seen, now=now)
    issue = turn.issue
    _still(issue, main_id)
    turn.step(Act.UNMERGE)
    without_owner(turn)
    issue.main = None
    done = turn.finish(public=True)
    assert main_id is not None  # noqa: S101  the database: what is merged has a main
    of_main = _as_clock(begin(main_id, by=CLOCK, seen=None, now=now), by)
    of_main.step(Act.LET_GO)
    of_main.issue.twins -= 1
    of_main.finish(detail={"twin": issue.number})
    tell(turn, desk_of(turn, issue.desk_id), "issue.to-desk")
    return done


def follow_main(turn: Turn) -> Issue:
    """The clock's own act: the main is closed, and so is what was merged into it, with its end."""
    turn.step(Act.FOLLOW_MAIN)
    assert turn.issue.main_id is not None  # noqa: S101  the database: what is merged has a main
    turn.close_as(End(Issue.objects.values_list("end", flat=True).get(id=turn.issue.main_id)))
    return turn.finish(public=True)


def lock_family(issue_id: UUID) -> None:
    """Lock a matter with its main or with all merged into it: for acts that touch several of them."""
    main_id = _main_of(issue_id)
    twins = Issue.objects.filter(main=issue_id, state=State.MERGED.value).values_list("id", flat=True)
    lock_all([issue_id, *([main_id] if main_id else []), *twins])


def succeed(withdrawn: Turn) -> None:
    """After a main is withdrawn, its family locked: the oldest of its twins takes its place, with its owner and the
    earlier due date if somebody had accepted it; the others are merged into that one. Nobody's report is lost."""
    old = withdrawn.issue
    twins = list(Issue.objects.filter(main=old, state=State.MERGED.value).order_by("received_at", "id"))
    if not twins:
        return
    turn = begin(twins[0].id, by=CLOCK, seen=None, now=withdrawn.now)
    issue, accepted = turn.issue, old.accepted_at is not None
    due = _last_due(withdrawn)
    turn.step(Act.SUCCEED_HANDLING if accepted else Act.SUCCEED)
    if accepted:
        for name in TAKEN_OVER:
            setattr(issue, name, getattr(old, name))
        turn.handled(*withdrawn.known.handlers)
    else:
        without_owner(turn)
    issue.main, issue.twins = None, len(twins) - 1
    handle = turn.clocks.running(ClockKind.HANDLE)
    if handle is not None and due is not None and (handle.due_at is None or due < handle.due_at):
        set_due(handle, due, turn.calendar)
        turn.clocks.touch(handle)
    turn.finish(public=True, detail={"main": old.number})
    Issue.objects.filter(main=old, state=State.MERGED.value).update(main=issue)
    Issue.objects.filter(id=old.id).update(twins=0)
    tell(turn, owner_of(turn) or desk_of(turn, issue.desk_id), "issue.succeeded")


# ── shared ──

def _main(main_id: UUID, by: Actor, now: datetime) -> Turn:
    try:
        return _as_clock(begin(main_id, by=by, seen=None, now=now), by)
    except NotFound as error:
        raise BadInput(fields={"main": say("没有这一件，或者不在您的辖区。")}) from error


def _as_clock(turn: Turn, by: Actor) -> Turn:
    """The other half of an act on a twin is done on its main by the system; the ledger keeps whose act it came from."""
    turn.parts, turn.by = frozenset({Part.CLOCK}), by
    return turn


def _main_of(issue_id: UUID) -> UUID | None:
    return Issue.objects.filter(id=issue_id).values_list("main_id", flat=True).first()


def _still(issue: Issue, main_id: UUID | None) -> None:
    if issue.main_id != main_id:
        raise Stale(say("这一页已经旧了。请看最新情况再办。"))


def _due(turn: Turn) -> datetime | None:
    handle = turn.clocks.running(ClockKind.HANDLE)
    return None if handle is None or handle.stands_since is not None else handle.due_at


def _last_due(turn: Turn) -> datetime | None:
    """When the handling term of a matter that is over would have ended; None if it stood or had no date."""
    handle = turn.clocks.last(ClockKind.HANDLE)
    return None if handle is None or handle.stands_since is not None else handle.due_at
