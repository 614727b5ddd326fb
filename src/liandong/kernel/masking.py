"""Personal data made unreadable where it is not needed. Source: domain.md, "People's rights".

Masking what is masked changes nothing, and no mask holds a digit that the text did not have. Names inside a running
text cannot be told from other words: `mask_text` leaves them, so who publishes a text still reads it.
"""
from __future__ import annotations

import re
from typing import Final

SOMEBODY: Final = "某"
HIDDEN: Final = "****"
NO_ID: Final = "〔证件号〕"
NO_PLATE: Final = "〔车牌〕"

_SURNAMES = """
    欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶
    太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良
    漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 左丘 东门 西门 第五 梁丘
    淳于 单于 叔孙 屠岸
"""
COMPOUND_SURNAMES: Final = frozenset(_SURNAMES.split())

FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９＋－（）＊", "0123456789+-()*")
WHOLE: Final = 10
"""A number shorter than this has no area code: its first digits would tell all, only the last two stay."""
DATE_FIRST: Final = ("19", "20")

_D = "[0-9０-９]"
_L = "[A-Za-zＡ-Ｚａ-ｚ]"
_LD = "[A-Za-zＡ-Ｚａ-ｚ0-9０-９]"
_GAP = "[- －—]?"
_ID = re.compile(
    rf"(?<!{_D})(?:{_D}{{6}}{_GAP}{_D}{{8}}{_GAP}{_D}{{3}}{_GAP}[0-9０-９XxＸｘ]|{_D}{{15,}}[XxＸｘ]?)(?!{_D})")
_PHONE = re.compile(
    rf"(?<!{_D})("
    rf"(?:[+＋]?(?:00|００)?(?:86|８６){_GAP}|[0０])?[1１][3-9３-９]{_D}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}"
    rf"|(?:[（(][0０]{_D}{{2,3}}[)）]|[0０]{_D}{{2,3}}){_GAP}{_D}{{3,4}}{_GAP}{_D}{{4}}"
    rf")(?:[-－转]{_D}{{1,5}})?(?!{_D})")
_LOCAL_PHONE = re.compile(
    rf"((?:电话|手机|座机|固话|号码|联系方式|致电|拨打)(?:号码?)?[是为：:\s]{{0,3}})"
    rf"({_D}{{3,4}}{_GAP}{_D}{{4}})(?!{_D})")
_PLATE = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    rf"{_L}[·•.\-\s]?{_LD}{{4,5}}(?:{_LD}|[挂学警港澳])(?!{_LD})")

_N = "(?:[0-9０-９]{1,4}|[一二三四五六七八九十百零〇两]{1,6})"
_LONG_N = "(?:[0-9０-９]{2,4}|[一二三四五六七八九十百零〇两]{2,6})"
_ROOM_NUMBER = f"{_L}?{_N}(?:[-－之]{_N})?"
_ENTRANCE = f"(?:{_N}|[A-Za-zＡ-Ｚａ-ｚ甲乙丙丁东西南北中])单元"
_FLOOR = f"{_N}(?:层楼?|楼)(?!道)"
_ROOM_WORD = f"(?:号?室(?!{_N}厅)|号?房(?![间屋子东产租]))"
_ROOM = f"{_ROOM_NUMBER}{_ROOM_WORD}"
# 两室一厅 and 一房一价 are no doors: without a building a room has a number of two digits or more
_LONE_ROOM = f"{_L}?{_LONG_N}(?:[-－之]{_N})?{_ROOM_WORD}"
# 3幢502 is a door, 3幢500米外 and 3幢120户 are not
_COUNTED = "户号米公个人家名元平多余间㎡年月日天件辆株棵套块次位度千万路班小分"
_BARE = f"{_L}?{_D}{{3,4}}(?![0-9０-９.·%{_COUNTED}])"
_BETWEEN = r"[\s,，、·－\-—]{0,2}"
_BUILDING = f"(?:{_N}|[A-Za-zＡ-Ｚａ-ｚ甲乙丙丁])(?:号楼|[幢栋座])|{_N}#楼?"
_NOT_IN_A_NUMBER = r"(?<![0-9０-９A-Za-z\-－])"

_INSIDE = f"{_ENTRANCE}{_BETWEEN}{_ROOM_NUMBER}[室房户号]|{_ENTRANCE}|{_ROOM}"
_DOOR = re.compile(f"({_BUILDING})(?:{_BETWEEN}(?:{_INSIDE}|{_FLOOR}|{_BARE}))+")
_DOOR_OF_NUMBER = re.compile(f"({_N}号)(?:{_BETWEEN}(?:{_INSIDE}))+")
_DASHED = re.compile(
    rf"{_NOT_IN_A_NUMBER}({_D}{{1,3}})[-－]{_D}{{1,2}}[-－]({_D}{{3,4}})(?:号?室)?(?![0-9０-９A-Za-z\-－])")
_DASHED_ROOM = re.compile(rf"{_NOT_IN_A_NUMBER}({_D}{{1,2}})[-－]{_D}{{3,4}}号?室")
_LONE_DOOR = re.compile(f"{_ENTRANCE}{_BETWEEN}(?:{_ROOM_NUMBER}[室房户号]|{_BARE})|{_LONE_ROOM}")
_LONE_ENTRANCE = re.compile(_ENTRANCE)
_MAY_HOLD = re.compile("[0-9０-９一二三四五六七八九十百零〇两]|单元")


def mask_name(name: str) -> str:
    """王小明 → 王某, 欧阳小明 → 欧阳某; of other names the first character. Nothing stays nothing."""
    name = name.strip()
    if not name:
        return ""
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[0]
    return surname + SOMEBODY


def mask_phone(number: str) -> str:
    """13812345678 → 138****78; a number without an area code keeps its last two digits, one under five digits none."""
    number = number.strip().translate(FULL_WIDTH)
    if not number or re.fullmatch(r"[0-9]{0,3}\*{4}[0-9]{0,2}", number):
        return number
    digits = re.sub("[^0-9]", "", number)
    if len(digits) > 11:
        digits = re.sub("^(?:00)?86(?=1)", "", digits)
    if len(digits) < WHOLE:
        return HIDDEN + (digits[-2:] if len(digits) >= 5 else "")
    return digits[:3] + HIDDEN + digits[-2:]


def mask_text(text: str) -> str:
    """A text for readers who need no person in it: telephones masked, identity numbers and number plates taken out.

    Addresses end at the building (3幢2单元502室 → 3幢); a room or entrance without one becomes 某室, 某单元.
    """
    while _MAY_HOLD.search(text):
        masked = _once(text)
        if masked == text:
            return text
        text = masked  # what was cut may bring two halves of a number together
    return text


def _once(text: str) -> str:
    text = _ID.sub(NO_ID, text)
    text = _PHONE.sub(lambda found: mask_phone(found[1]), text)
    text = _LOCAL_PHONE.sub(lambda found: found[1] + mask_phone(found[2]), text)
    text = _PLATE.sub(NO_PLATE, text)
    text = _DOOR.sub(r"\1", text)
    text = _DOOR_OF_NUMBER.sub(r"\1", text)
    text = _DASHED.sub(_dashed, text)
    text = _DASHED_ROOM.sub(r"\1幢", text)
    text = _LONE_DOOR.sub(SOMEBODY + "室", text)
    return _LONE_ENTRANCE.sub(SOMEBODY + "单元", text)


def _dashed(found: re.Match[str]) -> str:
    """3-2-502 is building 3; a date such as 11-24-2026 is not a door."""
    return found[0] if found[2].translate(FULL_WIDTH).startswith(DATE_FIRST) and len(found[2]) == 4 else f"{found[1]}幢"
