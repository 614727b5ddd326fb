"""Words of the duty catalogue. Source: domain.md, "Duty catalogue"."""
from __future__ import annotations

from liandong.kernel.labelled import Labelled
from liandong.kernel.words import N_


class Mark(Labelled):
    """What one level has to do with one item of the catalogue."""

    LEADS = "leads", N_("主责")
    COOPERATES = "cooperates", N_("配合")
    TAKEN_BACK = "taken_back", N_("已收回")
    NONE = "none", N_("无职责")


class ListKind(Labelled):
    """Which of the three national lists an item stands in."""

    BASIC = "basic", N_("基本履职事项")
    COOPERATING = "cooperating", N_("配合履职事项")
    TAKEN_BACK = "taken_back", N_("上级部门收回事项")


class Confidentiality(Labelled):
    """Who reads an issue of the item: whom it concerns, or only those named for it (举报, 保密)."""

    ORDINARY = "ordinary", N_("一般")
    RESTRICTED = "restricted", N_("保密")
