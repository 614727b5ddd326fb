"""What the rows of approval and time ask: reassigning, asks, standing, moving a term, handling once more.

Source: workflows.md, "Issue" and "Ask". Beside `guards`, in the same manner.
"""
from __future__ import annotations

from liandong.issues.guards import IssueFacts
from liandong.kernel.words import Sentence, say
from liandong.kernel.workflow import Guard


def _other_office(facts: IssueFacts) -> Sentence | None:
    if facts.target is None or not facts.target.same_office:
        return None
    return say("这件事已经由这家单位办理。")


OTHER_OFFICE = Guard("不是现在的承办", _other_office)
