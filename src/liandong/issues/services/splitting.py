"""One message with several matters: split into children with their own owners. Source: workflows.md, "Issue".

The parent's term runs on, its reporter is asked once, on the parent. A child takes place, urgency and class from it,
has no reporter of its own, and comes to the desk as any new matter.
"""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from liandong.districts.scope import in_scope, the_district
from liandong.districts.services import next_number
from liandong.districts.together import insert_together
from liandong.issues import rules
from liandong.issues.grams import grams_of
from liandong.issues.guards import IssueFacts
from liandong.issues.limits import LIMITS, MOST_PARTS
from liandong.issues.models import Answer, Issue
from liandong.issues.services.act import Turn, begin, lock_all, organisation_of, part_of, turn_on
from liandong.issues.services.intake import first_lines
from liandong.issues.services.telling import desk_of, draft, first_of, tell
from liandong.issues.services.texts import first_sentence, given_by, tidy
from liandong.issues.standing import standing_of
from liandong.issues.terms import Act, AnswerKind, Need, Solved, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.errors import BadInput
from liandong.kernel.words import say
from liandong.outbox import services as outbox
from liandong.people import queries as people
from liandong.people.access import Actor

SAME = ("is_restricted", "second_id", "caller_id", "channel", "urgency", "size", "class_path", "place_id", "place_code",
        "street_code", "community_code", "address", "place_text")
"""What a child has from its parent."""


@in_scope
def split(issue_id: UUID, *, by: Actor, seen: int, now: datetime, parts: Sequence[str]) -> Issue:
    """Divide a matter into several, each by what is to be done in it; the title is the first sentence.

    Raises BadInput at `part1` … for a text that is too long, and for more parts than one message holds.
    """
    turn = begin(issue_id, by=by, seen=seen, now=now)
    if len(parts) > MOST_PARTS:
        raise BadInput(say("一次最多拆成 %(n)s 件。", n=MOST_PARTS))
    said = [tidy(one, f"part{n}", LIMITS["text"]) for n, one in enumerate(parts, 1)]
    texts = [text for text in said if text]
    turn.step(Act.SPLIT, parts_given=len(texts))
    children = [_child(turn, text) for text in texts]
    return turn.finish(text="\n".join(child.title for child in children), public=True,
                       detail={"children": [child.number for child in children]})


def _child(turn: Turn, text: str) -> Issue:
    """A new matter at the parent's desk: matter, clocks, first line, the desk's message in one statement."""
    parent, now = turn.issue, turn.now
    office = organisation_of(turn, part_of(turn)) or parent.desk_id
    title = first_sentence(text, LIMITS["title"])
    child = Issue(number=rules.number(turn.today, next_number(the_district())), title=title, text=text,
                  state=State.RECEIVED.value, parent=parent, first_id=office, desk=parent.desk, received_at=now,
                  grams=grams_of(the_district(), title, text, parent.address),
                  **{name: getattr(parent, name) for name in SAME})
    new = turn_on(child, by=turn.by, now=now, standing=standing_of(child))
    new.done = ISSUE.step(None, Act.RECEIVE, new.parts, IssueFacts(
        now=now, place_level=parent.place.place_kind.level, place_text=parent.place_text))
    new.clocks.apply(new.done.row.clocks)
    new.clocks.show()
    event, entry = first_lines(new, office)
    entry.detail, entry.is_public = {"parent": parent.number}, False
    messages = draft(new, desk_of(new, child.desk_id), "issue.received")
    insert_together([event, child, *new.clocks.new, entry, *messages], link=(entry, "event", event))
    outbox.hand_over(messages)
    return child


@in_scope
def answer_split(issue_id: UUID, *, by: Actor, seen: int, now: datetime, claim: Solved, found: str, done: str,
                 duty: str, next: str) -> Issue:
    """Answer the reporter of a matter that was split: once, for all its parts, when all of them are over."""
    lock_all([issue_id, *Issue.objects.filter(parent=issue_id).values_list("id", flat=True)])
    turn = begin(issue_id, by=by, seen=seen, now=now)
    if claim is Solved.NOT:
        raise BadInput(fields={"claim": say("没有解决的不能答复为已办；办不了的请选“答复办不了”。")})
    texts = {"found": tidy(found, "found", 1000), "done": tidy(done, "done", 1000), "duty": tidy(duty, "duty", 200),
             "next": tidy(next, "next", 1000)}
    turn.step(Act.ANSWER_SPLIT, given=given_by({Need.FOUND: texts["found"], Need.DONE: texts["done"],
                                                Need.WHOSE: texts["duty"], Need.NEXT: texts["next"]}))
    assert by.account_id is not None  # noqa: S101  the table: FIRST is a person
    Answer.objects.create(issue=turn.issue, written_by_id=by.account_id, written_at=now, kind=AnswerKind.DONE.value,
                          claim=claim.value, **texts)
    turn.handled(by.account_id)
    issue = turn.finish(text=texts["done"], public=True)
    if turn.known.reachable:
        tell(turn, set(people.callers(issue.place_code, turn.today)) - turn.known.handlers, "issue.to-call")
    return issue


def child_over(turn: Turn) -> None:
    """After a matter has ended: where it was the last part of a split one, who answers for the whole is told.

    Of two that end in one instant neither may see the other as over: then the list of what waits says it alone.
    """
    child = turn.issue
    if child.parent_id is None:
        return
    parent = Issue.objects.select_related("desk").get(id=child.parent_id)
    if parent.state != State.SPLIT or Issue.objects.filter(parent=parent, closed_at=None).exists():
        return
    of_parent = turn_on(parent, by=turn.by, now=turn.now, standing=standing_of(parent))
    tell(of_parent, first_of(of_parent), "issue.children-over")
