"""Words of the ask 请示: what is asked for, how it stands, what is done with it. Source: workflows.md, "Ask"."""
from __future__ import annotations

from enum import StrEnum

from liandong.kernel.labelled import Labelled
from liandong.kernel.words import N_


class AskKind(Labelled):
    """What a person asks another one to grant."""

    EXTEND = "extend", N_("延期")
    SUSPEND = "suspend", N_("挂账")


class AskState(Labelled):
    """How an ask stands. Open is what a matter's row shows as 待审批."""

    OPEN = "open", N_("待审批")
    GRANTED = "granted", N_("已同意")
    REFUSED = "refused", N_("没有同意")
    DROPPED = "dropped", N_("已撤下")


class AskAct(StrEnum):
    """What can be done with an ask."""

    ASK = "ask"
    GRANT = "grant"
    REFUSE = "refuse"
    DROP = "drop"
    LAPSE = "lapse"


class SuspendCode(Labelled):
    """For what a suspended matter waits; shown beside every rate. Source: ours (domain.md wants a reason code)."""

    WORKS = "works", N_("等工程或采购")
    FUNDS = "funds", N_("等资金")
    POLICY = "policy", N_("等政策或上级批复")
    AGREEMENT = "agreement", N_("等有关各方商定")
    SEASON = "season", N_("等季节或天气")
    COURT = "court", N_("等诉讼或仲裁的结果")
