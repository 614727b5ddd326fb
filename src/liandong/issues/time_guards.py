"""What the rows of approval and time ask: reassigning, asks, standing, moving a term.

Source: workflows.md, "Issue" and "Ask". Beside `guards`, in the same manner; who may grant is `ask_flow`'s to say.
"""
from __future__ import annotations

from datetime import timedelta

from liandong.issues.ask_flow import FOUR_EYES, OWN_ASK, AskFacts
from liandong.issues.ask_terms import AskKind
from liandong.issues.guards import IssueFacts
from liandong.issues.limits import LONGEST_STAND_DAYS
from liandong.issues.rules import most_extra
from liandong.kernel.localtime import local_day
from liandong.kernel.words import Sentence, say
from liandong.kernel.workflow import Guard


def _other_office(facts: IssueFacts) -> Sentence | None:
    if facts.target is None or not facts.target.same_office:
        return None
    return say("这件事已经由这家单位办理。")


def of_ask(guard: Guard[AskFacts]) -> Guard[IssueFacts]:
    """A guard of the ask's own table, asked of a matter."""
    return Guard(guard.name, lambda facts: guard.test(AskFacts(facts.actor_id, facts.asker_id)))


def asked_for(*kinds: AskKind) -> Guard[IssueFacts]:
    """There is an open ask of one of these kinds; without it there is no such button."""
    def test(facts: IssueFacts) -> Sentence | None:
        return None if facts.open_ask in kinds else say("没有这样的请示在等审批。")

    return Guard("有" + "或".join(kind.label for kind in kinds) + "的请示", test, hides=True)


def _none_open(facts: IssueFacts) -> Sentence | None:
    return None if facts.open_ask is None else say("已有一个请示在等审批。")


def _before_due(facts: IssueFacts) -> Sentence | None:
    if facts.handle_due is None or facts.now <= facts.handle_due:
        return None
    return say("办理的时限已过，不能再延期。")


def _once(facts: IssueFacts) -> Sentence | None:
    return say("这件事已经延期过一次。") if facts.extended else None


def _half(facts: IssueFacts) -> Sentence | None:
    if facts.handle_amount is None:
        return say("没有在走的办理时限。")
    if facts.asked_only:
        return None
    most = most_extra(facts.handle_amount)
    if facts.extra_given is None or not 1 <= facts.extra_given <= most:
        return say("最多延原来时限的一半：1 到 %(most)s。", most=most)
    return None


def _review_ahead(facts: IssueFacts) -> Sentence | None:
    if facts.review_given is None:  # the row's needs ask for it
        return None
    today = local_day(facts.now)
    if today < facts.review_given <= today + timedelta(days=LONGEST_STAND_DAYS):
        return None
    return say("复查日期要在今天以后、一年以内。")


OTHER_OFFICE = Guard("不是现在的承办", _other_office)
NO_OPEN_ASK = Guard("没有请示在等审批", _none_open)
ANOTHER_PERSON = of_ask(FOUR_EYES)
THE_ASKER = of_ask(OWN_ASK)
BEFORE_DUE = Guard("时限没有过", _before_due)
ONCE = Guard("没有延期过", _once)
HALF = Guard("最多延一半，进位", _half)
REVIEW_AHEAD = Guard("复查日期在今天以后、一年以内", _review_ahead)
EXTENDABLE = (BEFORE_DUE, ONCE, HALF)
