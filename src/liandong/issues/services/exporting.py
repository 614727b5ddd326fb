"""Taking a list away as a spreadsheet: who took what, by which filter and how many rows, stands in the ledger."""
from __future__ import annotations

from datetime import datetime
from typing import IO

from liandong.districts.reference import reference
from liandong.districts.scope import in_scope
from liandong.issues import exports
from liandong.issues.filters import Filters
from liandong.issues.lists import narrowed
from liandong.kernel.errors import BadInput, NotAllowed
from liandong.kernel.words import say
from liandong.ledger import services as ledger
from liandong.people.access import Actor, Right, may, role_of
from liandong.tables import write_long_table

LARGEST = 20_000
"""Rows of one spreadsheet: the time in which a page may answer."""


@in_scope
def export_list(filters: Filters, target: IO[bytes], *, by: Actor, now: datetime) -> int:
    """Write the matters of a list to a spreadsheet; the number of its rows. Four queries at any length.

    Raises NotAllowed for who takes nothing away, BadInput for a list that is too long or a text that is too short.
    """
    if not may(by, Right.EXPORT):
        raise NotAllowed(say("您的任职不能下载清单。"))
    found = narrowed(by, filters, now)
    n = found.order_by().values("id")[:LARGEST + 1].count()
    if n > LARGEST:
        raise BadInput(say("这份清单超过 %(most)s 件，一次下载不下。请先按地点、类别或状态缩小。", most=LARGEST))
    rows = exports.cells(found, filters, reference(), now)
    written = write_long_table(target, exports.sheet_name(), exports.headings(), rows)
    ledger.exported("issues", by=by.account_id, role=role_of(by), now=now, rows=written, asked=filters.address())
    return written
