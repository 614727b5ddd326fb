"""What a mask leaves and what it takes. Source: domain.md, "People's rights"."""
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.kernel.masking import FULL_WIDTH, mask_name, mask_phone, mask_text

PARTS = ["13812345678", "138 1234 5678", "+86", "0575-88123456", "（0575）", "88123456", "电话",
         "330602199001011234", "X",
         "浙D", "A1234F", "·", "3幢", "２单元", "502室", "三号楼", "二单元", "五零二室", "12", "-", "号", "楼", "层",
         "户", "502",
         " ", "，", "某", "****", "的住户", "A座", "1203", "３", "-2-502", "人民路23号"]
texts = st.one_of(st.lists(st.sampled_from(PARTS), max_size=8).map("".join), st.text(max_size=40))
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def digits(text: str) -> str:
    return re.sub("[^0-9]", "", text.translate(FULL_WIDTH))


def is_part_of(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in this order."""
    rest = iter(long)
    return all(each in rest for each in short)


@pytest.mark.parametrize(("name", "masked"), [
    ("王小明", "王某"), ("王", "王某"), (" 李四 ", "李某"), ("欧阳小明", "欧阳某"), ("欧阳锋", "欧阳某"),
    ("司马光", "司马某"),
    ("欧阳", "欧某"), ("上官婉儿", "上官某"), ("王女士", "王某"), ("买买提·艾力", "买某"), ("John Smith", "J某"),
    ("王某", "王某"),
    ("欧阳某", "欧阳某"), ("", ""), ("  ", ""),
])
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(("number", "masked"), [
    ("13812345678", "138****78"), ("138 1234 5678", "138****78"), ("+86-138-1234-5678", "138****78"),
    ("008613812345678", "138****78"), ("１３８１２３４５６７８", "138****78"), ("0575-88123456", "057****56"),
    ("（0575）88123456", "057****56"), ("88123456", "****56"), ("12345", "****45"), ("110", "****"), ("无", "****"),
    ("", ""),
])
def test_a_telephone_keeps_three_digits_and_two(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(("text", "masked"), [
    ("请拨13812345678联系", "请拨138****78联系"), ("tel13812345678", "tel138****78"),
    ("１３８１２３４５６７８", "138****78"),
    ("138-1234-5678", "138****78"), ("+86 13812345678。", "138****78。"), ("0575-88123456转801", "057****56"),
    ("（0575）8812 3456", "057****56"), ("057588123456", "057****56"), ("座机：88123456", "座机：****56"),
    ("身份证330602199001011234", "身份证〔证件号〕"), ("33060219900101123x", "〔证件号〕"),
    ("330602 19900101 123X", "〔证件号〕"), ("330602900101123", "〔证件号〕"),
    ("３３０６０２１９９００１０１１２３Ｘ", "〔证件号〕"),
    ("浙D12345堵门", "〔车牌〕堵门"), ("浙D·A1234F", "〔车牌〕"), ("浙d ad1234", "〔车牌〕"),
    ("浙Ｄ１２３４５", "〔车牌〕"),
    ("浙D1234挂", "〔车牌〕"),
])
def test_a_text_loses_telephones_identity_numbers_and_plates(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(("text", "masked"), [
    ("3幢2单元502室", "3幢"), ("３幢２单元５０２室的老人", "３幢的老人"), ("三幢二单元五零二室", "三幢"),
    ("3幢502", "3幢"),
    ("3号楼5层漏水", "3号楼漏水"), ("3幢 2单元 502", "3幢"), ("18号楼1802户外", "18号楼1802户外"),
    ("A座1203室", "A座"),
    ("12栋东单元302", "12栋"), ("5#2单元", "5#"), ("人民路23号502室", "人民路23号"),
    ("人民路23号2单元502室", "人民路23号"),
    ("嘉苑3-2-502", "嘉苑3幢"), ("嘉苑3-502室", "嘉苑3幢"), ("502-1室", "某室"), ("住在502室", "住在某室"),
    ("2单元漏水", "某单元漏水"),
    ("东单元302", "某室"), ("5幢1室", "5幢"), ("二零三室", "某室"), ("3幢2单元502室502室", "3幢"),
])
def test_an_address_ends_at_the_building(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize("text", [
    "", "会议室", "302会议室", "3幢120户没有水", "3号楼500米外", "3幢、5幢", "12个单元加装电梯", "一梯两户",
    "第一次上门",
    "11月23号502路公交", "2026-11-24 15:10", "11-24-2026", "编号 261105-0231", "330602001001", "人民路23号",
    "拨打12345",
    "GL016 加装电梯", "二手房", "一房一价", "两室一厅", "3幢两室一厅", "3室2厅", "共 12345678 元",
    "0190a3b2-1234-7abc-8def-a123456789ab",
])
def test_a_text_without_a_person_stays_as_it_is(text: str) -> None:
    assert mask_text(text) == text


@given(texts)
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    assert mask_name(mask_name(text)) == mask_name(text)
    assert mask_phone(mask_phone(text)) == mask_phone(text)
    assert mask_text(mask_text(text)) == mask_text(text)


@given(texts)
def test_a_mask_holds_no_digit_that_was_not_there(text: str) -> None:
    for mask in (mask_name, mask_phone, mask_text):
        assert is_part_of(digits(mask(text)), digits(text))


@given(texts)
def test_a_masked_telephone_shows_at_most_five_digits(text: str) -> None:
    assert len(digits(mask_phone(text))) <= 5


@given(st.text(st.characters(exclude_categories=["Nd"]), max_size=15), mobiles,
       st.text(st.characters(exclude_categories=["Nd"]), max_size=15))
def test_no_mobile_number_survives_in_a_text(before: str, number: str, after: str) -> None:
    masked = mask_text(before + number + after)
    assert number not in digits(masked)
    assert not re.search("[0-9]{6}", masked)
