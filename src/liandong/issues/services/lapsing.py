"""An ask ends by itself when its matter moves on. Source: workflows.md, "Ask", drop by CLOCK."""
from __future__ import annotations

from datetime import datetime

from liandong.issues.ask_flow import ASK, AskFacts
from liandong.issues.ask_models import Ask
from liandong.issues.ask_terms import AskAct, AskState
from liandong.issues.clocks import Stop
from liandong.issues.models import Issue
from liandong.issues.services.clockwork import Clockwork
from liandong.issues.standing import OpenAsk
from liandong.issues.terms import ClockKind, Part


def lapse(ask: OpenAsk, issue: Issue, clocks: Clockwork, now: datetime) -> None:
    """The matter has left the state in which it was asked: nobody is to grant it any more. One statement."""
    done = ASK.step(AskState.OPEN, AskAct.LAPSE, {Part.CLOCK}, AskFacts(asker_id=ask.asker_id))
    Ask.objects.filter(id=ask.id).update(state=done.to.value, decided_at=now)
    issue.open_ask = ""
    clocks.apply([Stop(ClockKind.ASK)])
