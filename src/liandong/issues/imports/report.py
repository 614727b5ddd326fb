"""What an import of matters tells: beside the problems, what was kept as text, how far times were moved."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from liandong.kernel.words import N_
from liandong.tables import Report

KINDS = {
    "class": N_("类别“%(name)s”没有对应的清单条目，照原文保留，共 %(n)s 件。"),
    "unit": N_("单位“%(name)s”认不出来，照原文保留，共 %(n)s 件。"),
    "place": N_("地点“%(name)s”认不出来，照原文保留，共 %(n)s 件。"),
    "channel": N_("来源“%(name)s”认不出来，记作导入，共 %(n)s 件。"),
    "type": N_("类型“%(name)s”认不出来，按普通办理，共 %(n)s 件。"),
}
"""What may be unknown without stopping a file, and how it is said."""


@dataclass
class IssuesReport(Report):
    """As every report of a file: with a problem in it nothing was written."""

    unknown: dict[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    """What was kept as text, by kind and name, with the number of matters."""
    weeks: int = 0
    """By how many whole weeks all times were moved forward."""
    passwords: list[tuple[str, str, str]] = field(default_factory=list)
    """Sign-in name, name and first password of accounts made for the new district's desks."""

    def note_unknown(self) -> None:
        """Say everything that was kept as text, the most frequent first."""
        for kind, names in self.unknown.items():
            for name, n in sorted(names.items(), key=lambda each: (-each[1], each[0])):
                self.note(KINDS[kind], name=name, n=n)
