"""The columns of registers and the words in them. One table: reading, templates and the guide are made from it."""
from __future__ import annotations

from dataclasses import dataclass

from liandong.kernel.words import N_


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether a row must fill it, and what stands in it."""

    heading: str
    needed: bool
    says: str


PARTIES, OFFERS, NEEDS = "parties", "offers", "needs"
SHEETS = {PARTIES: "单位", OFFERS: "资源", NEEDS: "需求"}
"""File name without .csv, and the sheet of a workbook."""
COLUMNS: dict[str, tuple[Column, ...]] = {
    PARTIES: (
        Column("编号", True, N_("自己编的号，不重复")),
        Column("名称", True, N_("社区、小区或单位的全称")),
        Column("简称", False, N_("图上用的短名称，最多 16 个字；不填就用名称")),
        Column("性质", True, N_("社区、学校、医院等；资源的“对象”一栏用同样的词")),
        Column("社区", False, N_("所在社区的名称；看各社区得到多少时用")),
        Column("东", True, N_("向东的距离，米；从哪里量起都可以，各行要一致")),
        Column("北", True, N_("向北的距离，米"))),
    OFFERS: (
        Column("编号", True, N_("自己编的号，不重复")),
        Column("单位", True, N_("提供方的编号")),
        Column("类别", True, N_("需求和资源用同一套类别")),
        Column("名称", True, N_("提供什么")),
        Column("短名", False, N_("图上用的短名称，最多 6 个字")),
        Column("数量", False, N_("一份的数量")),
        Column("计量", False, N_("数量的单位；要和需求的相同，一方不填就不比较")),
        Column("份数", False, N_("能给几家，不填是 1")),
        Column("时间", False, N_("如“周一至周五 9:00-17:00；周六 上午”；不填是任何时间")),
        Column("对象", False, N_("只给哪些性质的单位，用顿号分开；不填是不限")),
        Column("代价", False, N_("给一份要花的力气，按自己的分值，0 到 10，不填是 1")),
        Column("赠予", False, N_("填“是”表示不求回报")),
        Column("说明", False, N_("条件和其他要说的话"))),
    NEEDS: (
        Column("编号", True, N_("自己编的号，不重复")),
        Column("单位", True, N_("提出方的编号")),
        Column("类别", True, N_("需求和资源用同一套类别")),
        Column("名称", True, N_("需要什么")),
        Column("数量", False, N_("需要多少")),
        Column("计量", False, N_("数量的单位；要和资源的相同，一方不填就不比较")),
        Column("时间", False, N_("写法同资源；不填是任何时间")),
        Column("半径", False, N_("多远以内，米，不填是 1000")),
        Column("重要", False, N_("1 到 5，不填是 3")),
        Column("说明", False, N_("条件和其他要说的话"))),
}
NEIGHBOURS: tuple[tuple[str, str], ...] = (
    ("教育培训", "儿童青少年"), ("教育培训", "就业人才"), ("健康医疗", "为老助残"), ("法律调解", "金融防诈"),
    ("物资公益", "为老助残"), ("空间场地", "文化艺术"), ("维修便民", "环境绿化"), ("宣传客流", "协调办事"),
    ("应急安全", "教育培训"))
"""Categories that may stand in for each other, less well than the same one."""
NEIGHBOUR_CLOSENESS = 0.6
YES = "是"
TIMES_EXAMPLE = "周一至周五 9:00-17:00；周六 上午"
DEFAULT_RADIUS, DEFAULT_WEIGHT, DEFAULT_COST, MOST_COST = 1000.0, 3, 1.0, 10.0
