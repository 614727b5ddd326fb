"""The process of an ask 请示, and the one place that says who may grant it. Source: workflows.md, "Ask".

Pure: the matter's own table asks these guards for its acts *extend*, *suspend* and *refuse_ask*.
"""
from __future__ import annotations

from dataclasses import dataclass

from liandong.issues.ask_terms import AskAct as A
from liandong.issues.ask_terms import AskState as S
from liandong.kernel.four_eyes import SENTENCE, not_the_same_person
from liandong.kernel.words import N_, say
from liandong.kernel.workflow import Guard, Row, Workflow, row
from liandong.people.terms import Part as P


@dataclass(frozen=True)
class AskFacts:
    """Accounts: who acts now, and who asked."""

    actor_id: int | None = None
    asker_id: int | None = None


FOUR_EYES: Guard[AskFacts] = Guard(
    "不是提请示的人", lambda f: None if not_the_same_person(f.actor_id, f.asker_id) else SENTENCE)
OWN_ASK: Guard[AskFacts] = Guard(
    "自己提的请示",
    lambda f: None if f.actor_id is not None and f.actor_id == f.asker_id else say("请示由提的人自己撤回。"))

ROWS: list[Row[S, A, AskFacts]] = [
    row(A.ASK, N_("请示"), None, S.OPEN, {P.OWNER, P.DESK}),
    row(A.GRANT, N_("同意"), S.OPEN, S.GRANTED, {P.LEADER, P.SECOND}, FOUR_EYES),
    row(A.REFUSE, N_("不同意"), S.OPEN, S.REFUSED, {P.LEADER, P.SECOND}, FOUR_EYES),
    row(A.DROP, N_("撤回请示"), S.OPEN, S.DROPPED, {P.OWNER, P.DESK}, OWN_ASK),
    row(A.LAPSE, N_("事项往下走了"), S.OPEN, S.DROPPED, {P.CLOCK}),
]
ASK: Workflow[S, A, AskFacts] = Workflow("ask", None, ROWS)
"""The table of the ask."""
