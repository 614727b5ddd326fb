"""The duty catalogue's rules: marks from the published rows, and the law that nothing goes down that is owned above."""
from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import liandong.duties
from liandong.duties.rules import lead_level, level_named, marks_from_row, may_own
from liandong.duties.terms import ListKind, Mark
from liandong.kernel.levels import Level

L, K, T, N = Mark.LEADS, Mark.COOPERATES, Mark.TAKEN_BACK, Mark.NONE

# Marks written by hand while reading the matter, in the order district, street, community, compound.
TEN_ITEMS = {
    "DJ002": (N, L, K, K),  # 健全街道、社区、小区党组织体系
    "DJ006": (N, N, K, L),  # 小区党组织牵头协调业委会、物业服务企业…
    "GL016": (K, L, K, N),  # 既有住宅加装电梯牵头协调和民意征集
    "CJ017": (K, L, K, K),  # 新增违法建设巡查发现、制止和报告
    "CJ018": (L, K, K, N),  # 违法建设认定、处罚和强制拆除
    "CJ024": (L, K, K, N),  # 公共排水管网堵塞、污水外溢
    "CJ025": (K, N, K, L),  # 小区内部下水道、化粪池堵塞
    "JT001": (L, T, N, N),  # 道路机动车违停查处
    "MS018": (N, N, L, N),  # 开展便民利民社区服务活动
    "NY003": (L, K, K, N),  # 动物防疫和病死畜禽处理
}


def shipped_rows() -> dict[str, dict[str, str]]:
    file = Path(liandong.duties.__file__).parent / "data" / "duty_catalogue.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


def marks_of(row: dict[str, str]) -> dict[Level, Mark]:
    named = [body for body in row["cooperating_orgs_zh"].split(";") if body]
    return marks_from_row(Level(row["lead_level"]), ListKind(row["list"]), named)


@pytest.mark.parametrize("code", TEN_ITEMS)
def test_ten_items_carry_the_marks_that_a_reader_gives_them(code: str) -> None:
    assert tuple(marks_of(shipped_rows()[code]).values()) == TEN_ITEMS[code]


def test_every_shipped_item_is_led_by_exactly_one_level_and_none_taken_back_is_the_streets() -> None:
    rows = shipped_rows()
    assert len(rows) == 212
    for row in rows.values():
        marks = marks_of(row)
        assert list(marks) == list(Level)
        assert [level for level, mark in marks.items() if mark is L] == [Level(row["lead_level"])]
        assert (marks[Level.STREET] is T) == (row["list"] == "taken_back")


def test_a_street_named_on_a_row_taken_back_stays_without_the_matter() -> None:
    marks = marks_from_row(Level.DISTRICT, ListKind.TAKEN_BACK, ["街道办事处", "社区"])
    assert (marks[Level.STREET], marks[Level.COMMUNITY]) == (T, K)


def test_a_row_taken_back_from_the_street_that_the_street_leads_is_refused() -> None:
    with pytest.raises(ValueError, match="taken back"):
        marks_from_row(Level.STREET, ListKind.TAKEN_BACK, [])


@pytest.mark.parametrize(("level", "bodies"), [
    (Level.DISTRICT, ["区住房和城乡建设局", "区农业农村局(水利)", "公安分局", "公安派出所", "司法所", "交警大队",
                      "团区委", "区委社会工作部", "社区卫生服务中心", "供水、供电、燃气、通信企业", "供电公司",
                      "市邮政管理部门", "区级部门及派出机构", "各部门", "公安分局府山街道派出所"]),
    (Level.STREET, ["街道党工委", "街道办事处(环卫)", "街道综合行政执法队", "街道政协联络机构", "府山街道城建办",
                    "街道办事处（社区建设）", "街道各部门", "斗门镇人民政府"]),
    (Level.COMMUNITY, ["社区", "社区（村）", "村", "村委会", "居务监督委员会", "网格员", "社区人民调解委员会",
                       "府山街道书圣故里社区"]),
    (Level.COMPOUND, ["小区党支部", "业主委员会", "业委会", "物业服务企业(业委会监督)", "某某物业公司"]),
    (None, ["学校", "社会组织", "驻社区单位", "驻区单位党组织", "各单位党组织", "市场主办单位", "快递企业",
            "施工单位", ""]),
])
def test_a_bodys_name_tells_its_rung_and_units_stand_on_none(level: Level | None, bodies: list[str]) -> None:
    assert {body: level_named(body) for body in bodies} == dict.fromkeys(bodies, level)


def test_every_lead_of_the_shipped_file_stands_on_the_level_it_is_said_to_lead_but_for_three() -> None:
    odd = {row["code"] for row in shipped_rows().values()
           for body in row["lead_org_zh"].split(";") if level_named(body) != row["lead_level"]}
    assert odd == {
        "CJ022",  # 井盖权属单位: whoever owns the cover
        "PA007",  # 司法所, a branch station that works in the street, named first
        "SC005",  # 维保单位, a firm named beside the bureau
    }


def test_who_leads_may_own() -> None:
    assert may_own(L, lead_attached=False, ruling=False) is None


def test_who_helps_may_own_only_with_the_lead_or_a_ruling() -> None:
    assert may_own(K, lead_attached=False, ruling=False) is not None
    assert may_own(K, lead_attached=True, ruling=False) is None
    assert may_own(K, lead_attached=False, ruling=True) is None


def test_without_an_item_only_a_ruling_hands_a_matter_over() -> None:
    assert str(may_own(None, lead_attached=True, ruling=False)) == "没有权责清单条目，只能由区协调办裁定。"
    assert may_own(None, lead_attached=False, ruling=True) is None


@given(st.sampled_from([T, N]), st.booleans(), st.booleans())
def test_nothing_hands_a_matter_to_a_level_without_the_duty(mark: Mark, lead_attached: bool, ruling: bool) -> None:
    assert may_own(mark, lead_attached=lead_attached, ruling=ruling) is not None


BODIES = sorted({body for row in shipped_rows().values() for body in row["cooperating_orgs_zh"].split(";") if body})


@given(st.sampled_from(Level), st.sampled_from(ListKind), st.lists(st.sampled_from(BODIES)),
       st.sampled_from(Level), st.booleans(), st.booleans())
def test_a_matter_owned_above_is_never_handed_below(
        lead: Level, kind: ListKind, named: list[str], target: Level, lead_attached: bool, ruling: bool) -> None:
    if kind is ListKind.TAKEN_BACK and lead is Level.STREET:
        lead = Level.DISTRICT
    marks = marks_from_row(lead, kind, named)
    assert lead_level(marks) is lead
    allowed = may_own(marks[target], lead_attached=lead_attached, ruling=ruling) is None
    if target.is_below(lead) and allowed:
        assert target in {level_named(body) for body in named}
        assert lead_attached or ruling
        assert not (kind is ListKind.TAKEN_BACK and target is Level.STREET)
