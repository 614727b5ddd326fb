"""What a file would do: every row with its fate, checked but not written. The page shows it, the import does it."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.timezone import localdate

from liandong.issues import reach
from liandong.issues.imports.report import IssuesReport
from liandong.issues.models import Issue
from liandong.issues.orders.changes import TAKEN, Fate, Known, fate
from liandong.issues.orders.columns import Columns, Meaning
from liandong.issues.orders.models import Order
from liandong.issues.orders.places import Ground, Where, ground_of
from liandong.issues.orders.reading import OrderRow, read_orders
from liandong.issues.terms import Act, Part, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.words import Sentence, say
from liandong.orgs.models import Organisation
from liandong.people.access import Actor, Post
from liandong.people.terms import Role

TAKES_PAPERS = frozenset(state for one in ISSUE.rows if one.act is Act.ADD_PAPER and Part.IMPORT in one.by
                         for state in one.frm if state is not None)
"""Where the table lets a sender's change come in."""
BRINGERS = frozenset({Role.DISPATCHER, Role.COORDINATOR})


@dataclass(frozen=True)
class Planned:
    """One row, where it belongs, and the matter that stands for it already."""

    row: OrderRow
    fate: Fate
    where: Where
    issue: Issue | None = None
    order: Order | None = None
    is_hidden: bool = False
    """Confidential, and not for the eyes of who brings the file: nothing of the matter is shown."""


@dataclass
class Plan:
    """All rows of a file. With a problem in the report nothing may be written."""

    report: IssuesReport
    ground: Ground
    rows: list[Planned] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows have which fate, and how many of the new ones are urgent or confidential."""
        found = Counter(one.fate.value for one in self.rows)
        new = [one.row for one in self.rows if one.fate is Fate.NEW]
        return {**{one.value: found[one.value] for one in Fate}, "urgent": sum(
            row.urgency == "urgent" for row in new), "restricted": sum(row.is_restricted for row in new)}

    @property
    def work(self) -> int:
        """How many rows are to be written."""
        return sum(one.fate in {Fate.NEW, Fate.UPDATE, Fate.CONFLICT} for one in self.rows)

    def of(self, wanted: Fate) -> list[Planned]:
        """The rows of one fate, in the order of the file."""
        return [one for one in self.rows if one.fate is wanted]


def post_for(actor: Actor, organisation_id: object = None) -> Post | None:
    """The appointment for which somebody brings files: the named office's, else the widest."""
    posts = [post for post in actor.posts if post.role in BRINGERS
             and organisation_id in {None, post.organisation_id}]
    return min(posts, key=lambda post: len(post.low), default=None)


def plan(records: Iterable[tuple[int, Sequence[str]]], headers: Sequence[str], columns: Columns, sender: str, *,
         by: Actor, post: Post, now: datetime) -> Plan:
    """Read a file against what stands; eight queries at any length."""
    report = IssuesReport()
    made = Plan(report, ground_of(post, localdate(now)))
    rows = read_orders(records, headers, columns, report, now)
    standing = {one.sender_number: one for one in Issue.objects.select_related("desk").filter(
        sender=sender, sender_number__in=[row.number for row in rows])}
    orders = {one.issue_id: one for one in Order.objects.filter(issue__in=[one.id for one in standing.values()])}
    seen = set(Issue.objects.filter(reach.visible(by), id__in=[one.id for one in standing.values()])
               .values_list("id", flat=True))
    for row in rows:
        issue = standing.get(row.number)
        where = made.ground.where(row)
        hidden = issue is not None and issue.id not in seen
        if issue is not None and hidden and not _is_confidential_here(issue, made.ground):
            report.wrong(row.line, columns[Meaning.NUMBER], say("这个编号已经登记在您看不到的地方。"))
        elif isinstance(where, Sentence):
            report.wrong(row.line, columns[Meaning.STREET], where)
        else:
            order = orders.get(issue.id) if issue else None
            known = _known(issue, order, row)
            if known is not None and hidden:  # what somebody may not see they do not change: its desk decides
                known = replace(known, is_touched=True)
            made.rows.append(Planned(row, fate(row.digest, known), where, issue, order, hidden))
    _note_unknown(made)
    return made


def _is_confidential_here(issue: Issue, ground: Ground) -> bool:
    """A confidential matter of the area for which the file is brought: known, though not to be seen."""
    return issue.is_restricted and issue.place_code.startswith(ground.top.code)


def _known(issue: Issue | None, order: Order | None, row: OrderRow) -> Known | None:
    """What stands of an order. One that came in by another way has no last word of its sender: its texts are it."""
    if issue is None:
        return None
    touched = issue.state != State.RECEIVED.value or issue.version != (order.version if order else 1)
    over = State(issue.state) not in TAKES_PAPERS
    if order is not None:
        return Known(frozenset({order.digest, order.offered_digest}), touched, over)
    same = all(row.content.get(name, "") == getattr(issue, name) for name in (one.value for one in TAKEN))
    return Known(frozenset({row.digest} if same else ()), touched, over)


def _note_unknown(made: Plan) -> None:
    names = _offices({one.row.word(Meaning.UNIT) for one in made.rows} - {""})
    for one in made.of(Fate.NEW):
        unknown, row = made.report.unknown, one.row
        if row.classes and made.ground.item(row) is None:
            unknown["class"][" / ".join(row.classes)] += 1
        if (unit := row.word(Meaning.UNIT)) and unit not in names:
            unknown["unit"][unit] += 1
        if one.where.text:
            unknown["place"][one.where.text] += 1
    made.report.note_unknown()


def _offices(asked: set[str]) -> set[str]:
    """Which of these names a body of the district has; one query, none for none."""
    if not asked:
        return set()
    found = {name for one in Organisation.objects.all() for name in (one.name, one.short_name, *one.aliases)}
    return asked & found
