"""What a reporter's full name and telephone may be opened for. Source: domain.md, "People's rights"."""
from __future__ import annotations

from liandong.kernel.labelled import Labelled
from liandong.kernel.words import N_


class Purpose(Labelled):
    """Each is a button on the matter's page; the one that was pressed stands in the ledger."""

    ASK = "ask", N_("问情况")
    TELL = "tell", N_("告诉办理情况")
    VISIT = "visit", N_("约时间上门")
    CALL_BACK = "call_back", N_("电话回访")
