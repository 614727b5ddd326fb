"""What the components draw: word, shape and colour together, reasons tied to what they explain."""
from __future__ import annotations

import re
from typing import cast

import pytest
from django import forms
from django.test.html import parse_html
from django.utils import translation
from jinja2 import Environment, UndefinedError

from liandong.kernel.durations import Kind
from liandong.kernel.levels import Level
from liandong.kernel.words import say
from liandong.screens.fields import widget
from liandong.screens.paging import Page
from liandong.screens.view_model import ActButton, Due, Fact, Figure, Item, Rung, TrailLine
from tests.screens.conftest import Draw


class Form(forms.Form):
    place = forms.ChoiceField(label="地点", choices=[("", "请选"), ("1", "府山社区")], help_text="不清楚就选街道。")
    way = forms.ChoiceField(label="来源", choices=[("call", "电话"), ("visit", "走访")], widget=forms.RadioSelect)
    phone = forms.CharField(label="手机号", required=False, max_length=11)
    urgent = forms.BooleanField(label="紧急", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


@pytest.mark.parametrize(("kind", "shape"), [("soon", True), ("paused", True), ("met", True), ("missed", True),
                                             ("ontime", False), ("late", False), ("unknown", False)])
def test_a_deadline_stands_with_its_word_its_class_and_its_time(draw: Draw, kind: str, shape: bool) -> None:
    html = draw("{{ ui.due(d) }}", d=Due(cast(Kind, kind), "还有 3 天", "17:30", "2026-11-24T17:30+08:00"))
    assert f'class="due {kind}"' in html
    assert "还有 3 天" in html
    assert '<time class="due-at" datetime="2026-11-24T17:30+08:00">17:30</time>' in html
    assert ("<svg" in html) is shape


def test_an_item_shows_state_title_facts_owner_and_deadline(draw: Draw) -> None:
    row = Item("hand", say("办理中"), "渗水", "/issues/1/", ("府山社区", say("12345 热线")), Level.STREET, "街道城建办",
               "俞某", Due("late", "逾期 2 天", "11月20日"))
    html = draw("{{ ui.item(i) }}", i=row)
    assert 'class="item edge-hand"' in html
    assert '<a href="/issues/1/">渗水</a>' in html
    assert "府山社区 · 12345 热线" in html
    assert 'aria-label="街道主责"' in html
    assert "<div>街道城建办<span>俞某</span></div>" in html


def test_an_item_without_an_owner_gives_its_room_to_the_title(draw: Draw) -> None:
    html = draw("{{ ui.item(i) }}", i=Item("none", "待派单", "井盖", "/"))
    assert 'class="item edge-none free"' in html
    assert "item-who" not in html


def test_what_a_resident_wrote_is_never_markup(draw: Draw) -> None:
    evil = "<script>alert(1)</script>"
    html = draw("{{ ui.item(i) }}{{ ui.trail([l]) }}{{ ui.facts([f]) }}", f=Fact(evil, evil, evil),
                i=Item("none", evil, evil, '"><b>', (evil, evil)),
                l=TrailLine("x", "did", evil, evil, quote=evil, by=evil))
    assert "<script" not in html
    assert '"><b>' not in html


def test_only_the_owning_rung_of_the_glyph_is_thick(draw: Draw) -> None:
    rungs = re.findall(r"<path[^>]*h12", draw("{{ ui.lv(level) }}", level=Level.COMMUNITY))
    assert ['class="on"' in rung for rung in rungs] == [False, False, True, False]


def test_a_greyed_act_can_be_focused_and_is_tied_to_its_reason(draw: Draw) -> None:
    why = say("已过 %(at)s。", at="11月9日 08:50")
    html = draw("{{ ui.acts(all) }}", all=[ActButton("send_back", "退回", "/x", why=why)])
    assert 'aria-disabled="true" aria-describedby="act-send_back-why"' in html
    assert '<p class="why" id="act-send_back-why">已过 11月9日 08:50。</p>' in html
    assert " disabled" not in html
    assert 'href="/x"' not in html


def test_only_the_main_act_is_red(draw: Draw) -> None:
    html = draw("{{ ui.acts(all) }}", all=[ActButton("a", "派单", "/a", primary=True), ActButton("b", "提级", "/b")])
    assert html.count("btn-primary") == 1


def test_a_rung_that_may_not_take_the_matter_shows_lock_and_reason(draw: Draw) -> None:
    html = draw("{{ ui.ladder(all) }}", all=[Rung(Level.STREET, "owns", "主责", "城建办", here=True),
                                             Rung(Level.COMPOUND, "none", "不得下派", "清单没有小区职责", locked=True)])
    assert html.count('class="token"') == 1
    assert html.count("<svg") == 1
    assert html.index("<svg") < html.index("不得下派") < html.index("清单没有小区职责")


def test_a_trail_marks_what_residents_see_and_what_changed_the_state(draw: Draw) -> None:
    lines = [TrailLine("a", "note", "阶段答复", seen=True), TrailLine("b", "did", "接收")]
    html = draw("{{ ui.trail(all) }}", all=lines)
    assert html.count("居民可见") == 1
    assert '<li class="did">' in html


def test_a_figure_is_a_link_to_its_list(draw: Draw) -> None:
    html = draw('{{ ui.figures(all, "现在") }}', all=[Figure(3, "已逾期", "/?due=late", late=True)])
    assert '<li class="late"><a href="/?due=late"><b>3</b>已逾期</a></li>' in html


def test_an_error_stands_at_its_field_and_in_the_summary_with_a_link_that_leads_there(draw: Draw) -> None:
    form = Form({"place": "", "phone": "1" * 12})
    html = draw("{{ ui.errors(form) }}{{ ui.fields(form) }}", form=form)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets == {"id_place", "id_way_0", "id_phone"}
    assert targets <= ids(html)
    assert 'role="alert"' in html
    assert "有 3 处要改" in html
    assert 'aria-invalid="true"' in html


def test_every_description_that_a_control_names_is_there(draw: Draw) -> None:
    html = draw("{{ ui.fields(form) }}", form=Form({"phone": "1" * 12}))
    named = {one for value in re.findall(r'aria-describedby="([^"]+)"', html) for one in value.split()}
    assert {"id_place_helptext", "id_place_error", "id_way_error", "id_phone_error"} <= named <= ids(html)


def test_what_may_stay_empty_is_said_and_nothing_is_chosen_beforehand(draw: Draw) -> None:
    html = draw("{{ ui.fields(form) }}", form=Form())
    assert html.count("可以不填") == 1
    assert "checked" not in html
    assert html.count("<fieldset") == 1


def test_a_label_and_a_help_can_be_said_anew_where_a_library_made_the_form(draw: Draw) -> None:
    html = draw('{{ ui.field(form.place, label="在哪里", help="", autocapitalize="none") }}', form=Form())
    assert ">在哪里</label>" in html
    assert "不清楚就选街道" not in html
    assert 'autocapitalize="none"' in html


class Groups(forms.Form):
    place = forms.ChoiceField(initial="2", required=False, choices=[
        (None, "不限"), ("越城区", [("1", "府山 & 塔山"), ("2", "<b>北海")]), (3, "三")])


@pytest.mark.parametrize("data", [None, {"place": "1"}, {"place": "3"}, {"place": "9"}, {}])
def test_a_select_is_drawn_as_django_draws_it(env: Environment, data: dict[str, str] | None) -> None:
    bound = Groups(data)["place"]
    assert parse_html(widget(bound)) == parse_html(bound.as_widget(attrs={"class": "form-select"}))


def test_a_filter_in_use_is_marked_and_works_without_a_script(draw: Draw) -> None:
    class Filter(forms.Form):
        state = forms.ChoiceField(label="状态", choices=[("", "不限"), ("a", "在办")], required=False)
        text = forms.CharField(label="文字", required=False)

    html = draw('{{ ui.filters(form, "筛选", "found") }}', form=Filter({"state": "a"}))
    assert html.count('class="set"') == 1
    assert 'method="get"' in html
    assert '<button class="btn" type="submit">筛选</button>' in html
    assert 'hx-target="#found"' in html


def test_the_pager_says_whether_more_follows_and_greys_what_leads_nowhere(draw: Draw) -> None:
    html = draw("{{ ui.pager(page, link) }}", page=Page((1, 2), "", "c"), link="?after={}".format)
    assert "这一页 2 件，后面还有" in html
    assert '<a class="btn" rel="next" href="?after=c">' in html
    assert html.count('aria-disabled="true"') == 1


def test_what_was_done_is_told_with_its_way_back(draw: Draw) -> None:
    html = draw('{{ ui.told(["已派给区供排水公司。"], undo="/recall/") }}')
    assert 'role="status"' in html
    assert 'href="/recall/">收回</a>' in html


def test_components_speak_the_reader_s_language(draw: Draw) -> None:
    with translation.override("en"):
        html = draw("{{ ui.lv(level) }}{{ ui.trail(all) }}", level=Level.STREET,
                    all=[TrailLine("a", "note", "x", seen=True)])
    assert "Street leads" in html
    assert "Residents see it" in html


def test_a_misspelt_name_is_an_error_and_none_is_nothing(env: Environment) -> None:
    assert env.from_string("a{{ nothing }}b").render(nothing=None) == "ab"
    with pytest.raises(UndefinedError):
        env.from_string("{{ no_such_name }}").render()


@pytest.mark.parametrize(("of", "said"), [
    ("matter", "2 件，后面还有"), ("duty", "2 项，后面还有"), ("organisation", "2 家，后面还有"),
    ("account", "2 个账号，后面还有"), ("message", "2 条，后面还有")])
def test_the_pager_counts_each_kind_by_its_own_word(draw: Draw, of: str, said: str) -> None:
    html = draw("{{ ui.pager(page, link, of=of) }}", page=Page((1, 2), "", "c"), link="?page={}".format, of=of)
    assert f"这一页 {said}" in html
