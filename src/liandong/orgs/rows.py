"""An organisation as a plain value, and what can be wrong with it."""
from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum.cn import uscc as uscc_number
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

from liandong.kernel.levels import Level
from liandong.kernel.words import Sentence, say
from liandong.orgs.seeds import OrganisationLike
from liandong.orgs.terms import OrgKind

_KEY = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$")
_PHONE = re.compile(r"^[0-9+（()） -]{3,30}$")


@dataclass(frozen=True)
class ContactRow:
    """A post that can be called."""

    post: str
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation; the fields are those of `seeds.OrganisationLike`."""

    key: str
    kind: OrgKind
    name: str
    serves_code: str
    level: Level | None = None
    short_name: str = ""
    superior_key: str = ""
    areas: tuple[str, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    premises: tuple[tuple[str, str], ...] = ()
    uscc: str = ""
    also: tuple[str, ...] = ()
    invented: bool = False


def wrong_with_uscc(number: str) -> Sentence | None:
    """What is wrong with a unified social credit code and what to do; None if it is right or empty."""
    if not number:
        return None
    try:
        uscc_number.validate(number)
    except InvalidLength:
        return say("统一社会信用代码是 18 位，现在 %(n)s 位。", n=len(uscc_number.compact(number)))
    except InvalidChecksum:
        return say("统一社会信用代码的校验位不对，请照营业执照或登记证书再核对一遍。")
    except ValidationError:
        return say("统一社会信用代码只有数字和大写字母，没有 I、O、S、V、Z。")
    return None


def wrong_with(row: OrganisationLike) -> dict[str, Sentence]:
    """What cannot be taken, by field; places and superiors are looked up later."""
    wrong: dict[str, Sentence] = {}
    if not _KEY.match(row.key):
        wrong["key"] = say("标识用字母、数字、横线，最多 60 位。")
    if not row.name.strip() or len(row.name) > 80:
        wrong["name"] = say("名称不能为空，最多 80 个字。")
    if len(row.short_name) > 20:
        wrong["short_name"] = say("简称最多 20 个字。")
    if row.kind is OrgKind.PARTY_COMMITTEE and row.level is None:
        wrong["level"] = say("党组织要写明层级。")
    if problem := wrong_with_uscc(row.uscc):
        wrong["uscc"] = problem
    for contact in row.contacts:
        if not contact.post or len(contact.post) > 40 or len(contact.name) > 40:
            wrong["contacts"] = say("联系岗位和姓名各最多 40 个字，岗位不能为空。")
        elif contact.phone and not _PHONE.match(contact.phone):
            wrong["contacts"] = say("电话“%(phone)s”里有不是号码的字。", phone=contact.phone[:30])
    if any(not name or len(name) > 60 or len(address) > 120 for name, address in row.premises):
        wrong["premises"] = say("场所名称最多 60 个字，地址最多 120 个字。")
    return wrong
