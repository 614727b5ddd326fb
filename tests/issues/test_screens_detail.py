"""The page of one matter as several roles read it."""
from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from liandong.issues.models import Issue
from liandong.issues.terms import Satisfaction, Solved
from liandong.ledger.models import Event
from tests.counting import counted
from tests.issues.factories import (
    ANSWER,
    NO,
    PHONE,
    START,
    World,
    answered,
    assigned,
    at,
    handling,
    in_review,
    received,
    the_resident,
)
from tests.issues.pages import SHOWN_BY_SERVER, browser_of, chinese, html, page

WRITTEN = (*(str(text) for text in ANSWER.values()), NO["reason"], NO["instead"], "5 幢 2 单元想装电梯",
           "单元里老人多，想装电梯，管线迁移没有人牵头。", "蕺山里小区 5 幢 2 单元", "越城区",
           "府山街道", "书圣故里社区", "蕺山里小区", "府山街道城市建设管理办公室", "城建办", "府山街道调度中心",
           "街道调度", "权责清单 2026 版", "GL016 既有住宅加装电梯牵头协调和民意征集",
           "区住房和城乡建设局", "社区", "幢", "徐某", "某", "再看一次")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def _address(issue: Issue) -> str:
    return f"/issues/{issue.number}/"


def _acts(text: str) -> list[str]:
    """The words on the buttons of the panel, in order."""
    panel = text.split('id="acts"')[1].split("</section>")[0]
    return re.findall(r'class="btn[^>]*>([^<]+)<', panel)


def test_the_head_says_where_how_it_stands_and_until_when(site: World) -> None:
    text = html(site.officer, _address(handling(site)))
    assert "<span>越城区</span><span>府山街道</span><span>书圣故里社区</span>" in text
    assert '<p class="head-note edge-hand"><span class="state">办理中</span>' in text
    assert '<span class="due-chip">还有 20 天</span>' in text


def test_the_main_act_stands_first_and_alone_is_red(site: World) -> None:
    text = html(site.officer, _address(handling(site)))
    assert _acts(text)[0] == "答复反映人"
    assert text.count("btn-primary") == 1
    assert _acts(html(site.dispatcher, _address(received(site))))[0] == "派单"


def test_a_refused_act_is_greyed_and_says_why(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = handling(site)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(26, 9))
    text = html(site.officer, _address(issue))
    assert 'aria-disabled="true" aria-describedby="act-send_back-why">退回' in text
    assert "接收前或接收后 1 个工作日内才能退回，已过" in text
    assert _acts(text)[-1] == "退回"


def test_what_asks_nothing_is_done_on_the_spot_from_the_version_shown(site: World) -> None:
    issue = assigned(site)
    text = html(site.officer, _address(issue))
    assert f'action="/issues/{issue.number}/act/accept/"' in text
    assert f'name="seen" value="{issue.version}"' in text


def test_a_district_leader_reads_by_number_and_is_offered_no_act(site: World) -> None:
    text = html(site.district_leader, _address(handling(site)))
    assert "按您的任职，这件事只能看。" in text
    assert _acts(text) == []


@pytest.mark.parametrize("who", ["other_dispatcher", "next_secretary", "law_liaison", "admin"])
def test_another_s_matter_is_answered_like_one_that_never_was(site: World, who: str) -> None:
    issue = handling(site)
    answers = [page(getattr(site, who), address) for address in (_address(issue), "/issues/991231-0001/")]
    assert [one.status_code for one in answers] == [404, 404]
    bodies = [re.sub(r'value="[^"]*"', "", one.content.decode()) for one in answers]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("number", ["x", "%00", "1" * 400, "2611a4-0001", "..."])
def test_what_is_no_number_is_not_found(site: World, number: str) -> None:
    assert page(site.dispatcher, f"/issues/{number}/").status_code == 404


@pytest.mark.parametrize("who", ["dispatcher", "officer", "secretary", "district_leader", "leader"])
def test_nobody_reads_the_full_telephone_from_the_page(site: World, who: str) -> None:
    text = html(getattr(site, who), _address(handling(site)))
    assert "138****78" in text
    assert PHONE not in text
    assert "徐小明" not in text


@pytest.mark.parametrize(("who", "opens"), [("officer", True), ("dispatcher", True), ("caller", True),
                                            ("secretary", False), ("district_leader", False), ("leader", False)])
def test_the_full_contact_is_opened_by_who_handles_it_and_that_is_recorded(site: World, who: str, opens: bool) -> None:
    issue = handling(site)
    actor = getattr(site, who)
    assert ("看完整姓名和电话" in html(actor, _address(issue))) is opens
    answer = browser_of(actor).post(f"{_address(issue)}contact/", {"purpose": "ask"})
    assert answer.status_code == (200 if opens else 403)
    assert (PHONE in answer.content.decode()) is opens
    assert list(Event.objects.filter(act="issue.contact_read").values_list("actor_id", "detail")) == (
        [(actor.account_id, {"purpose": "ask"})] if opens else [])


def test_a_full_telephone_is_neither_printed_nor_left_standing(site: World) -> None:
    issue = handling(site)
    text = browser_of(site.officer).post(f"{_address(issue)}contact/", {"purpose": "visit"}).content.decode()
    opened = re.search(r'<span class="no-print" data-minute>(.*?)</span><span class="no-screen">(.*?)</span>', text)
    assert opened is not None
    assert PHONE in opened[1]
    assert opened[2] == "徐某 138****78"
    assert PHONE not in text.replace(opened[0], "")


@pytest.mark.parametrize("purpose", [{}, {"purpose": ""}, {"purpose": "curiosity"}])
def test_without_a_purpose_of_ours_nothing_is_opened(site: World, purpose: dict[str, str]) -> None:
    answer = browser_of(site.officer).post(f"{_address(handling(site))}contact/", purpose)
    assert answer.status_code == 422
    assert "请先选看姓名和电话用来做什么。" in answer.content.decode()
    assert not Event.objects.filter(act="issue.contact_read").exists()


@pytest.mark.parametrize(("who", "gives"), [("officer", False), ("dispatcher", True), ("caller", True)])
@pytest.mark.parametrize("state", ["handling", "answered"])
def test_who_handled_it_makes_no_link_that_speaks_as_the_reporter(
        site: World, who: str, gives: bool, state: str) -> None:
    issue, actor = {"handling": handling, "answered": answered}[state](site), getattr(site, who)
    assert ("给反映人开回执" in html(actor, _address(issue))) is gives
    assert browser_of(actor).post(f"{_address(issue)}receipt/").status_code == (200 if gives else 403)
    assert Event.objects.filter(act="issue.receipt", actor_id=actor.account_id, subject=issue.id).count() == int(gives)


def test_the_ladder_shows_who_owns_it_and_why_not_lower(site: World) -> None:
    text = html(site.officer, _address(handling(site)))
    assert text.count('class="rung ') == 4
    assert 'class="rung owns" aria-current="true"' in text
    assert "不得下派" in text
    assert "GL016" in text


def test_without_an_item_the_page_says_that_nothing_is_decided(site: World) -> None:
    text = html(site.dispatcher, _address(received(site)))
    assert "还没有定是谁的事" in text
    assert 'class="rung ' not in text


def test_the_trail_tells_acts_times_gone_by_and_what_is_to_come(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = site.do("note", handling(site), site.officer, text="看过现场")
    issue = site.do("interim", issue, site.officer, text="周四来量")
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(26, 9))
    text = html(site.officer, _address(issue))
    assert "联系的时限已过" in text
    assert '<li class="next">' in text
    assert "办理到期。" in text
    assert text.count('class="seen">居民可见') == 1
    assert "看过现场" in text
    assert text.count('<li class="did">') == 3
    assert "首接责任移到城建办" in text


def test_first_responsibility_stays_visible(site: World) -> None:
    text = html(site.officer, _address(handling(site)))
    assert "街道调度 D某" in text
    assert "首接责任移到城建办" in text


def test_the_mark_of_satisfaction_is_not_the_handler_s_to_see(site: World) -> None:
    issue = answered(site)
    site.do("judge", issue, the_resident(issue), solved=Solved.SOLVED, satisfied=Satisfaction.DISSATISFIED,
            words="态度不好")
    handler, leader = html(site.officer, _address(issue)), html(site.leader, _address(issue))
    assert "解决了" in handler
    assert "态度不好" not in handler
    assert "不满意" not in handler
    assert "态度不好" in leader
    assert "解决了</em>，不满意" in leader


def test_the_caller_enters_the_word_on_one_page(site: World) -> None:
    text = html(site.caller, _address(answered(site)))
    assert _acts(text)[0] == "记反映人的评价"
    assert "没有解决，请再办" not in SHOWN_BY_SERVER.sub("", text)


def test_a_second_reader_sees_the_answer_before_the_reporter(site: World) -> None:
    text = html(site.leader, _address(in_review(site)))
    assert NO["reason"] in text
    assert "待另一位同志复核，反映人还看不到。" in text
    assert _acts(text)[0] == "复核同意"
    assert "复核同意" not in _acts(html(site.officer, _address(in_review(site))))


def test_after_assigning_there_is_a_way_back(site: World) -> None:
    issue = received(site)
    browser = browser_of(site.dispatcher)
    answer = browser.post(f"{_address(issue)}act/assign/", {
        "seen": issue.version, "item": str(site.item("GL016")), "owner": str(site.urban)}, follow=True)
    text = answer.content.decode()
    assert 'class="told" role="status"' in text
    assert f'<a class="linked" href="/issues/{issue.number}/act/recall/">收回</a>' in text


def test_a_leader_marks_what_ended_unsolved_as_read_once(site: World) -> None:
    issue = _unsolved(site)
    browser = browser_of(site.leader)
    assert "读过" in browser.get(_address(issue)).content.decode()
    answer = browser.post(f"{_address(issue)}read/", {"back": "issue"}, follow=True)
    assert "已阅，仍算未解决" in answer.content.decode()
    assert Issue.objects.get(id=issue.id).leader_read_at == START
    assert ">读过<" not in browser.get(_address(issue)).content.decode()


@pytest.mark.parametrize("who", ["officer", "dispatcher", "district_leader", "other_dispatcher"])
def test_nobody_else_marks_it_as_read(site: World, who: str) -> None:
    issue = _unsolved(site)
    assert browser_of(getattr(site, who)).post(f"{_address(issue)}read/").status_code == 404
    assert Issue.objects.get(id=issue.id).leader_read_at is None


def _unsolved(site: World) -> Issue:
    issue = answered(site)
    for _turn in range(2):
        if Issue.objects.get(id=issue.id).state == "handling":
            site.do("answer", issue, site.officer, **ANSWER)
        site.do("judge", issue, the_resident(issue), solved=Solved.NOT)
    return issue


def test_a_long_trail_costs_no_more_queries_than_a_short_one(site: World) -> None:
    issue = handling(site)
    browser = browser_of(site.officer)
    browser.get(_address(issue))
    short = counted(lambda: browser.get(_address(issue)))
    for _n in range(50):
        site.do("note", issue, site.officer, text="再看一次")
    assert counted(lambda: browser.get(_address(issue))) == short


def test_the_page_prints_with_a_head_of_its_own_and_without_acts(site: World) -> None:
    text = html(site.officer, _address(handling(site)))
    head = text.split('class="no-screen print-head">')[1].split("</p>")[0]
    assert head == "<b>越城区府山街道 · 诉求办理单</b><span>打印于 2026年11月24日 09:00 · O某</span>"
    assert '<section class="sec no-print" aria-labelledby="acts">' in text
    assert "data-print hidden" in text


@pytest.mark.parametrize("make", [received, assigned, handling, answered, in_review])
def test_in_english_only_names_and_what_people_wrote_are_chinese(site: World, make: Callable[[World], Issue]) -> None:
    text = html(site.dispatcher, _address(make(site)), "en")  # the fixture is a callable
    assert chinese(text, *WRITTEN) == []


def test_the_reading_roles_get_english_too(site: World) -> None:
    for_reader = html(site.district_leader, _address(handling(site)), "en")
    assert chinese(for_reader, *WRITTEN, "越城区基层治理协调办公室") == []
    assert chinese(html(site.leader, _address(_unsolved(site)), "en"), *WRITTEN) == []
