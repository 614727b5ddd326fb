"""A list of matters as rows of a spreadsheet: the same matters as on the screen, in its order, read by the batch.

It leaves the system, so it holds no reporter, and what people wrote is masked (`kernel.masking`).
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from liandong.districts.reference import Reference
from liandong.issues.filters import Filters
from liandong.issues.lists import BY_DUE, BY_RECEIPT
from liandong.issues.models import Issue
from liandong.issues.rows import COLUMNS, Row, rows_of
from liandong.issues.terms import Size
from liandong.kernel.masking import mask_text
from liandong.kernel.words import N_
from liandong.screens.paging import ordering
from liandong.screens.words import gettext

MORE = ("text", "address", "size", "sender", "sender_number")
APART = re.compile("(?<=[0-9０-９]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[0-9０-９])")
"""A space between a number and the Chinese beside it: typography, which hides doors from the mask."""
BATCH = 500
"""Rows that are held at once."""
HEADINGS = (
    N_("编号"), N_("标题"), N_("反映内容"), N_("状态"), N_("结果"), N_("怎么来的"), N_("急不急"), N_("难不难"),
    N_("地点"), N_("具体位置"), N_("类别"), N_("清单条目"), N_("调度台"), N_("承办"), N_("经办人"), N_("收到时间"),
    N_("时限"), N_("时限情况"), N_("办结时间"), N_("来文单位"), N_("来文编号"))


def sheet_name() -> str:
    """The name of the one sheet."""
    return gettext("诉求")


def headings() -> list[str]:
    """The first row, in the reader's language."""
    return [gettext(one) for one in HEADINGS]


def cells(found: QuerySet[Issue], filters: Filters, known: Reference, now: datetime) -> Iterator[Sequence[object]]:
    """Every row of a list; one query, and what is new in the reference data. Call in a transaction."""
    order = BY_RECEIPT if filters.newest_first else BY_DUE
    values = found.order_by(*ordering(order)).values_list(*COLUMNS, *MORE)
    coming: Iterator[tuple[Any, ...]] = values.iterator(chunk_size=BATCH)
    word = cache(lambda text: gettext(text) if text else "")  # every row has seven of them
    while batch := list(islice(coming, BATCH)):
        rows = rows_of([one[:len(COLUMNS)] for one in batch], known)
        for row, one in zip(rows, batch, strict=True):
            yield _cells(row, *one[len(COLUMNS):], word=word, now=now)


def _cells(row: Row, text: str, address: str, size: str, sender: str, sender_number: str, *,
           word: Callable[[str], str], now: datetime) -> Sequence[object]:
    return (
        row.number, masked(row.title), masked(text), word(row.state.label), word(row.end.label if row.end else ""),
        word(row.channel.label), word(row.urgency.label), word(Size(size).label), row.place, masked(address),
        row.category, row.item_code, row.desk, row.owner, row.holder, row.received_at, row.due_at,
        word(term_word(row, now)), row.closed_at, sender, sender_number)


def masked(text: str) -> str:
    """A text for readers who need no person in it; what is written 3 幢 2 单元 502 室 is a door like any other."""
    return mask_text(APART.sub("", text))


def term_word(row: Row, now: datetime) -> str:
    """How a matter stands with its term, in one word that a filter of the spreadsheet can take."""
    if row.closed_at is not None:
        if row.met_at is None or row.due_at is None:
            return ""
        return N_("按时办结") if row.met_at <= row.due_at else N_("逾期办结")
    if row.stands:
        return N_("停表")
    if row.due_at is None:
        return N_("待年历")
    if row.due_at < now:
        return N_("已逾期")
    return N_("临期") if row.soon_at is not None and row.soon_at <= now else N_("期内")
