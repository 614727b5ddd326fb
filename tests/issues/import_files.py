"""A small invented file of matters, in the columns of the shipped map, and the district that it makes."""
from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from liandong.issues.imports import IssuesReport, import_issues, read_map

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
"""Wednesday 09:00 in Shanghai."""
WEEKS = 419
"""From Saturday 10 November 2018 to Saturday 21 November 2026."""
HEADINGS = ["rec_id", "create_time", "street", "community", "event_type", "main_type", "sub_type", "source", "property",
            "dispose_unit", "overtime", "intime", "unit_raw"]
STALLS = ("市容环卫", "占道经营", "无照经营游商")
RUBBISH = ("市容环卫", "垃圾问题", "暴露垃圾")
FACTORY = ("环保水务", "工业噪声", "工业红线内噪声")
MAP = read_map(Path("pingshan"))


def row(number: str, at: str, street: str = "东山街道", community: str = "桃溪社区", *,
        classes: tuple[str, ...] = STALLS, source: str = "12345", kind: str = "投诉", unit: str = "东山街道综合执法队",
        late: str = "0") -> list[str]:
    """One line of the file; every name in it is invented."""
    return [number, at, street, community, *classes, source, kind, unit, late, "1" if late == "0" else "0", unit]


ROWS = [
    row("1", "2018-03-01 09:00:00", unit="城市管理局", late="1"),
    row("2", "2018-10-11 23:59:59"),
    row("3", "2018-10-12 00:00:00", classes=RUBBISH, unit="东山街道市政服务中心"),
    row("4", "2018-11-09 10:00:00", classes=FACTORY, unit="环境保护和水务局", source="@坪山"),
    row("5", "2018-11-10 18:00:00", "西河街道", "柳林社区", unit="柳林社区工作站"),
]


def written(folder: Path, rows: list[list[str]], name: str = "events.csv") -> Path:
    """A file of these lines below the headings."""
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *rows])
    file = folder / name
    file.write_text(out.getvalue(), "utf-8")
    return file


def brought(folder: Path, rows: list[list[str]] | None = None, **more: Any) -> IssuesReport:
    """The file, imported by the shipped map."""
    return import_issues(written(folder, ROWS if rows is None else rows), MAP, **{"now": NOW, **more})
