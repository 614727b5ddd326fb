"""A small catalogue over the small register: the pairs of domain.md with which the duty ladder is tried."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from liandong.duties import services
from liandong.duties.models import CatalogueVersion, Item
from liandong.duties.rows import DeadlineRow, ItemRow
from liandong.duties.terms import ListKind
from liandong.kernel.levels import Level
from tests.orgs.factories import HOUSING, Small, small_register
from tests.places.factories import NOW

LAW = "区综合行政执法局"
B, K, T = ListKind.BASIC, ListKind.COOPERATING, ListKind.TAKEN_BACK
BUILT = ("城乡建设", "城市建设和市政管理")


def _item(code: str, name: str, kind: ListKind, level: Level, leads: str, helps: str = "", days: int = 7) -> ItemRow:
    return ItemRow(code, name, kind, level, tuple(leads.split(";")), tuple(h for h in helps.split(";") if h), BUILT,
                   deadlines=(DeadlineRow(days),))


ROWS = [
    _item("CJ017", "新增违法建设巡查发现、制止和报告", B, Level.STREET, "街道综合行政执法队",
          "社区;物业服务企业;" + LAW, 3),
    _item("CJ018", "违法建设认定、处罚和强制拆除", K, Level.DISTRICT, LAW, "街道办事处;社区", 15),
    _item("GL016", "既有住宅加装电梯牵头协调和民意征集", B, Level.STREET, "街道办事处", f"社区;{HOUSING}", 20),
    _item("MS003", "社会救助申请受理", B, Level.STREET, "街道办事处(公共服务办)", "社区", 5),
    _item("AQ001", "小区和楼道消防安全巡查", B, Level.COMMUNITY, "社区居委会", "街道办事处;物业服务企业", 3),
    _item("AQ002", "消防监督检查", T, Level.DISTRICT, "区消防救援大队", "", 10),
    _item("CJ024", "公共排水管网堵塞、污水外溢", K, Level.DISTRICT, HOUSING + "(排水)", "街道办事处;社区", 2),
    _item("CJ025", "小区内部下水道、化粪池堵塞", B, Level.COMPOUND, "物业服务企业", f"社区;{HOUSING}", 3),
]


@dataclass(frozen=True)
class Catalogue:
    """The small register with a version of the catalogue in force since 2026-01-01."""

    small: Small
    version: CatalogueVersion
    items: dict[str, Item]


def small_catalogue(small: Small | None = None) -> Catalogue:
    """Writes places, organisations and the catalogue into the district in scope. Call inside `scope(…)`."""
    small = small or small_register()
    version = services.load_catalogue(ROWS, effective_on=date(2026, 1, 1), name="权责清单 2026 版", by=None, now=NOW)
    return Catalogue(small, version, {item.code: item for item in Item.objects.filter(version=version) if item.code})
