"""Which level owns a matter. Source: domain.md, "Duty catalogue"; "Issues that the level above should solve are
never pushed to the street or community" is the first law."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from liandong.duties.terms import ListKind, Mark
from liandong.kernel.levels import Level
from liandong.kernel.words import Sentence, say

_ASIDE = re.compile(r"[(（].*?[)）]")
_UNITS = re.compile(r"驻(社区|区|街道|村)|^各")
_STREET_FIRST = re.compile(r"^街道(?!.*(派出所|司法所|监管所|社区))")
_DISTRICT = re.compile(
    r"^(区|县|省|团区委|市(?!场))"
    r"|社区卫生服务"
    r"|(局|大队|支队|派出所|司法所|监管所|税务所|法庭|法院|检察院|部门|疾控中心)$"
    r"|(供水|供电|供气|供热|燃气|热力|自来水|排水|电力|通信|公交|公共服务).*(企业|公司|集团)$"
    r"|^管线权属单位"
)
_COMPOUND = re.compile(r"小区|业主委员会|业委会|物业")
_COMMUNITY = re.compile(r"社区|居委会|居务监督|网格|村委会|村民委员会|村务监督|^村|村$")
_STREET = re.compile(r"街道|[镇乡](人民政府|党委|办事处)?$")


def level_named(body: str) -> Level | None:
    """The rung on which a body of the published lists stands, by its name; None for units, which stand on none.

    A department, its branch station and a public-service enterprise (water, power, gas, heat, drains, telecoms, buses)
    stand on the district's rung, a street's offices on the street's, property company and owners' committee on the
    compound's. Schools, firms, contractors, social organisations and resident units answer to nobody here. What stands
    in brackets is a part of the body and decides nothing. A name says it only by custom: an importer shows the result.
    """
    name = _ASIDE.sub("", body).strip()
    if name.startswith("各部门"):
        return Level.DISTRICT
    if _UNITS.search(name):
        return None
    if _STREET_FIRST.search(name):
        return Level.STREET
    for pattern, level in ((_DISTRICT, Level.DISTRICT), (_COMPOUND, Level.COMPOUND), (_COMMUNITY, Level.COMMUNITY),
                           (_STREET, Level.STREET)):
        if pattern.search(name):
            return level
    return None


def marks_from_row(lead_level: Level, list_kind: ListKind, cooperating: Sequence[str]) -> dict[Level, Mark]:
    """The marks of the four levels, derived from a row of the published lists, which have none.

    The lead level leads; on rows taken back the street is *taken back*; any other level named among the cooperating
    bodies cooperates; else none. Raises ValueError for a row taken back from the street that the street would lead.
    """
    taken_back = list_kind is ListKind.TAKEN_BACK
    if taken_back and lead_level is Level.STREET:
        raise ValueError("a matter taken back from the street cannot be led by it")
    named = {level_named(body) for body in cooperating}
    marks = {level: Mark.COOPERATES if level in named else Mark.NONE for level in Level}
    if taken_back:
        marks[Level.STREET] = Mark.TAKEN_BACK
    marks[lead_level] = Mark.LEADS
    return marks


def lead_level(marks: Mapping[Level, Mark]) -> Level | None:
    """The level that leads, None if none does."""
    return next((level for level in Level if marks.get(level) is Mark.LEADS), None)


def may_own(mark: Mark | None, *, lead_attached: bool, ruling: bool) -> Sentence | None:
    """The law: a matter owned above can never be handed below. None if the level may own it, else why not.

    `mark` is the level's in the cited item, None where no item is cited. `lead_attached`: the body that leads is on the
    matter too. `ruling`: a ruling text of the district's coordination office is attached; it never reaches a level from
    which the matter was taken back or that has no duty.
    """
    if mark is None:
        return None if ruling else say("没有权责清单条目，只能由区协调办裁定。")
    if mark is Mark.TAKEN_BACK:
        return say("这一项已由上级部门收回，不得下派。")
    if mark is Mark.NONE:
        return say("清单没有这一级的职责，不得下派。")
    if mark is Mark.COOPERATES and not (lead_attached or ruling):
        return say("这一级只是配合，要有主责单位同办，或者有区协调办的裁定。")
    return None
