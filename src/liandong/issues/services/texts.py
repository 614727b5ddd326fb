"""What people typed, before it is taken: trimmed, bounded, and counted as given or not."""
from __future__ import annotations

import re
from collections.abc import Mapping

from liandong.issues.terms import Need
from liandong.kernel.errors import BadInput
from liandong.kernel.words import say

KEPT = "\n\t\u3000\xa0"
"""Not printable as Python counts, but typed on purpose: line, tab, the wide blank of Chinese, the blank that holds."""
SENTENCE_END = re.compile(r"[。！？!?\n；;]")

def tidy(text: str, field: str, limit: int, *, needed: bool = False) -> str:
    """A text without blanks around it and without control characters; the wide blanks of Chinese stay. Raises BadInput
    at `field` where it is too long, or missing though needed (what an act must be given is else the table's to say)."""
    clean = "".join(c for c in text.replace("\r\n", "\n") if c in KEPT or c.isprintable()).strip()
    if len(clean) > limit:
        raise BadInput(fields={field: say("太长：%(n)s 个字，最多 %(limit)s 个。", n=len(clean), limit=limit)})
    if needed and not clean:
        raise BadInput(fields={field: say("请填写。")})
    return clean


def first_sentence(text: str, limit: int) -> str:
    """A title from the text itself, so that nobody types it twice; cut where the sentence is longer than the limit."""
    first = SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip() or text.strip()
    return first if len(first) <= limit else first[:limit - 1] + "…"


def given_by(values: Mapping[Need, object]) -> frozenset[Need]:
    """Which needs are given: those whose value is not empty."""
    return frozenset(need for need, value in values.items() if value)
