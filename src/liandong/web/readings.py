"""Who saw what of people: the ledger's events of reading and taking away, as a page shows them. Nothing in the clear.

Source: domain.md, "People's rights" (a full number stands in a read log); trust.md 11.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liandong.issues.contact_terms import Purpose
from liandong.kernel.words import N_, Sentence, say
from liandong.ledger.models import Event
from liandong.people.terms import Role
from liandong.screens.frame import Text

ACTS = {
    "issue.contact_read": N_("看了反映人的姓名和电话"),
    "issue.receipt": N_("开了反映人的回执"),
    "issues.exported": N_("导出了诉求清单"),
    "people.exported": N_("导出了账号和任职"),
    "duties.exported": N_("导出了权责清单"),
    "orgs.exported": N_("导出了通讯录"),
    "orders.exported": N_("导出了来文的办理结果"),
    "file.read": N_("打开了内部附件"),
}
"""What counts as seeing, by the ledger's act."""


@dataclass(frozen=True)
class Reading:
    """A line of the log."""

    at: datetime
    who: str
    role: Text
    what: Text
    number: str
    """Of the matter; empty where it was none."""
    purpose: Text
    """What for; of a list taken away how many rows, and its filter as an address has it, masked."""


def reading(event: Event, names: Mapping[int, str], numbers: Mapping[UUID, str]) -> Reading:
    """An event as a line."""
    role = Sentence(Role(event.role).label) if event.role in set(Role) else event.role
    return Reading(event.happened_at, names.get(event.actor_id or 0, ""), role, Sentence(ACTS[event.act]),
                   numbers.get(event.subject, ""), _purpose(event))


def _purpose(event: Event) -> Text:
    said = event.detail
    if said.get("purpose") in set(Purpose):
        return Sentence(Purpose(said["purpose"]).label)
    if "rows" not in said:
        return event.note
    if said.get("asked"):
        return say("%(n)s 行，筛选：%(asked)s", n=said["rows"], asked=said["asked"])
    return say("%(n)s 行", n=said["rows"])
