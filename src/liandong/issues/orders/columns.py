"""What the columns of an order mean, and by which headers senders are known to call them. No Django.

Source: forms.md, "Hotline 12345: orders in and out". A sender's headers change from a date on; both ways are known.
"""
from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from liandong.kernel.labelled import Labelled
from liandong.kernel.words import N_


class Meaning(Labelled):
    """What a column says of an order."""

    NUMBER = "number", N_("来文编号")
    RECEIVED = "received", N_("受理时间")
    TITLE = "title", N_("标题")
    TEXT = "text", N_("反映内容")
    STREET = "street", N_("街道")
    COMMUNITY = "community", N_("社区")
    ADDRESS = "address", N_("具体位置")
    CLASS_1 = "class_1", N_("一级类别")
    CLASS_2 = "class_2", N_("二级类别")
    CLASS_3 = "class_3", N_("三级类别")
    CLASS_4 = "class_4", N_("四级类别")
    CLASS_5 = "class_5", N_("五级类别")
    OWN_CLASS = "own_class", N_("来文自己的分类")
    TYPE = "type", N_("诉求类型")
    URGENCY = "urgency", N_("紧急程度")
    NAME = "name", N_("反映人")
    PHONE = "phone", N_("电话")
    RESTRICTED = "restricted", N_("是否保密")
    UNIT = "unit", N_("主办单位")


NEEDED = (Meaning.NUMBER, Meaning.RECEIVED, Meaning.TEXT)
CLASSES = (Meaning.CLASS_1, Meaning.CLASS_2, Meaning.CLASS_3, Meaning.CLASS_4, Meaning.CLASS_5)
SYNONYMS: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.NUMBER: ("工单编号", "工单号", "编号", "案卷编号", "受理编号"),
    Meaning.RECEIVED: ("受理时间", "来电时间", "登记时间", "创建时间", "发现时间", "立案时间"),
    Meaning.TITLE: ("诉求标题", "标题", "工单标题"),
    Meaning.TEXT: ("内容描述", "诉求内容", "反映内容", "问题描述", "工单内容"),
    Meaning.STREET: ("街道名", "街道", "所属街道", "街道名称"),
    Meaning.COMMUNITY: ("居村委名", "社区", "所属社区", "居委会", "社区名称"),
    Meaning.ADDRESS: ("诉求地址", "地址", "事发地址", "发生地址"),
    **{getattr(Meaning, f"CLASS_{n}"): (f"{word}级分类", f"{word}级业务分类", f"{word}级类别")
       for n, word in enumerate("一二三四五", start=1)},
    Meaning.OWN_CLASS: ("十四类",), Meaning.TYPE: ("工单类型", "诉求类型"), Meaning.URGENCY: ("紧急程度",),
    Meaning.NAME: ("反映人", "诉求人", "联系人", "姓名"), Meaning.PHONE: ("来电号码", "联系电话", "电话", "手机号码"),
    Meaning.RESTRICTED: ("是否保密", "保密"), Meaning.UNIT: ("主办单位", "承办单位"),
}
"""The headers that are known to us, both of before and after a sender's change."""
OF_THE_HOTLINE = "12345"
Columns = Mapping[Meaning, str]
"""The header of each meaning that a file has."""


def plain(header: str) -> str:
    """A header as it is compared: half width, no blanks, without the hotline's number before it."""
    return half_width(header).removeprefix(OF_THE_HOTLINE)


def half_width(text: str) -> str:
    """A name in half-width digits and letters, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def proposed(headers: Sequence[str], remembered: Iterable[Columns] = ()) -> dict[Meaning, str]:
    """Which header means what: as it was said before, the newest first, then by the known synonyms."""
    there = {plain(header): header for header in reversed(headers) if header}
    found: dict[Meaning, str] = {}
    for columns in remembered:
        for meaning, header in columns.items():
            _take(found, meaning, there.get(plain(header)))
    for meaning, words in SYNONYMS.items():
        for word in words:
            _take(found, meaning, there.get(plain(word)))
    return found


def _take(found: dict[Meaning, str], meaning: Meaning, header: str | None) -> None:
    if header is not None and meaning not in found and header not in found.values():
        found[meaning] = header


def fits(columns: Columns, headers: Sequence[str]) -> bool:
    """Whether a file has every header of these columns, and all that is needed."""
    return all(meaning in columns for meaning in NEEDED) and set(columns.values()) <= set(headers)


def known(versions: Iterable[tuple[date, Columns]], headers: Sequence[str], on: date) -> Columns | None:
    """The columns of a sender that this file has: the newest in force on a day, else an older one (a late file)."""
    in_force = sorted((one for one in versions if one[0] <= on), key=lambda one: one[0], reverse=True)
    return next((columns for _, columns in in_force if fits(columns, headers)), None)


def from_words(stored: Mapping[str, str]) -> dict[Meaning, str]:
    """Columns as they are stored, by the meaning's code; a code that is none of ours is left out."""
    codes = {one.value for one in Meaning}
    return {Meaning(code): header for code, header in stored.items() if code in codes}
