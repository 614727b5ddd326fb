"""What became of a sender's orders, in the sender's own headers: a spreadsheet to be handed back.

Source: forms.md, "Hotline 12345", the columns of the way back; result 3 is a return, not a result. How satisfied the
reporter was is in no file: it is shown by its own rule.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO
from uuid import UUID

from django.db.models import QuerySet

from liandong.districts.reference import Reference, reference
from liandong.districts.scope import in_scope
from liandong.issues import reach
from liandong.issues.models import Answer, Issue
from liandong.issues.orders.columns import Meaning
from liandong.issues.orders.services import versions
from liandong.issues.services.exporting import LARGEST
from liandong.issues.terms import AnswerKind, End, Solved, State
from liandong.kernel.errors import BadInput, NotAllowed
from liandong.kernel.localtime import SHANGHAI
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.orgs.models import Organisation
from liandong.people.access import Actor, Right, may, role_of
from liandong.tables import write_long_table

BATCH = 500
LONGEST = timedelta(days=366)
NUMBER = "工单编号"
HEADINGS = ("主办单位", "签收时间", "首次联系时间", "处理完成时间", "答复市民要点", "办理结果", "诉求是否解决",
            "结案时间")
CLAIMS = {Solved.SOLVED: "0 解决", Solved.NOT: "1 未解决", Solved.PARTLY: "2 部分解决"}
KINDS = {AnswerKind.NOT_POSSIBLE: "1 未解决", AnswerKind.NOT_OURS: "3 不办理退单"}
ENDS = {End.SOLVED: "是", End.NOT_SOLVED: "否", End.PARTLY: "部分"}
READY = (State.ANSWERED.value, State.CLOSED.value)
COLUMNS = ("id", "sender_number", "owner_id", "accepted_at", "contacted_at", "end", "closed_at")


@dataclass(frozen=True)
class Wanted:
    """Whose orders, received on which days (both included)."""

    sender: str
    since: date
    until: date

    def __post_init__(self) -> None:
        if not timedelta() <= self.until - self.since <= LONGEST:
            raise BadInput(fields={"until": say("截止日期应在开始日期之后，相差不超过一年。")})


@in_scope
def hand_back(wanted: Wanted, target: IO[bytes], *, by: Actor, now: datetime) -> int:
    """Write what was answered of a sender's orders; the number of its rows. The ledger keeps who took it.

    Raises NotAllowed, BadInput for a period that holds too many.
    """
    if not (may(by, Right.BRING_IN) and may(by, Right.EXPORT)):
        raise NotAllowed(say("您的任职不能导入来文。"))
    found = _ready(wanted, by)
    if found.values("id")[:LARGEST + 1].count() > LARGEST:
        raise BadInput(say("这段时间超过 %(most)s 件，一次下载不下。请分几段。", most=LARGEST))
    rows = write_long_table(target, wanted.sender[:31], [_number_header(wanted.sender), *HEADINGS],
                            _rows(found, reference()))
    ledger.exported("orders", by=by.account_id, role=role_of(by), now=now, rows=rows,
                    asked=f"sender={wanted.sender}&since={wanted.since}&until={wanted.until}")
    return rows


def _ready(wanted: Wanted, by: Actor) -> QuerySet[Issue]:
    start = datetime.combine(wanted.since, time(), SHANGHAI)
    end = datetime.combine(wanted.until + timedelta(days=1), time(), SHANGHAI)
    return Issue.objects.filter(
        reach.visible(by), sender=wanted.sender, state__in=READY, received_at__gte=start, received_at__lt=end,
        is_history=False).order_by("sender_number")


def _number_header(sender: str) -> str:
    """As the sender calls its number now."""
    known = versions(sender)
    return known[0][1].get(Meaning.NUMBER, NUMBER) if known else NUMBER


def _rows(found: QuerySet[Issue], known: Reference) -> Iterator[Sequence[object]]:
    """Two queries a batch."""
    coming = found.values_list(*COLUMNS).iterator(chunk_size=BATCH)
    while batch := list(islice(coming, BATCH)):
        answers = _answers([one[0] for one in batch])
        offices = known.rows(Organisation, [one[2] for one in batch])
        for issue, number, owner, accepted, contacted, end, closed in batch:
            answer, office = answers.get(issue), offices.get(owner)
            yield (number, office.name if office else "", accepted, contacted, answer.written_at if answer else None,
                   point_of(answer) if answer else "", result_of(answer) if answer else "",
                   ENDS.get(End(end), "") if end else "", closed)


def _answers(issues: Sequence[UUID]) -> dict[UUID, Answer]:
    """The answer that stands of each matter: the newest that no second reader refused; one query."""
    found = Answer.objects.filter(issue__in=issues).exclude(passed=False).order_by("written_at", "id")
    return {one.issue_id: one for one in found}


def point_of(answer: Answer) -> str:
    """The answer as the reporter was given it, in one cell."""
    said = (answer.found, answer.done, answer.duty, answer.next) if answer.kind == AnswerKind.DONE else (
        answer.reason, answer.whose, answer.instead)
    return "\n".join(one for one in said if one)


def result_of(answer: Answer) -> str:
    """The sender's code of the result: by what the answer claims, or that it was turned back."""
    kind = AnswerKind(answer.kind)
    if kind in KINDS:
        return KINDS[kind]
    return CLAIMS[Solved(answer.claim)] if answer.claim else ""
