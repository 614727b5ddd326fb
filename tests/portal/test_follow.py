"""A resident follows a matter by link: sees it, answers, judges, adds, withdraws, and sees nobody else's."""
from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from liandong.issues import links
from liandong.issues.models import Entry, Issue, Judgement, Question
from liandong.issues.services.ticking import tick
from liandong.issues.terms import Act, End, State
from liandong.portal.matter import COOKIE
from tests.issues.factories import ANSWER, NO, START, World, answered, assigned, at, handling, in_review, received
from tests.portal.conftest import follow, seen

OFFICE_TERMS = re.compile("派单|工单|承办|办结|退回|提级|主责|调度")


def _state(issue: Issue) -> str:
    return Issue.objects.values_list("state", flat=True).get(id=issue.id)


def test_a_link_is_exchanged_for_a_cookie_and_the_address_forgets_the_token(site: World) -> None:
    path = links.make_link(received(site), now=START).path
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer["Location"] == "/f/"
    cookie = answer.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/f/", True, "Lax")
    assert path.split("/")[2] not in cookie.value


def test_the_page_shows_the_resident_s_own_words_and_who_has_it(site: World) -> None:
    html = follow(handling(site)).get("/f/").content.decode()
    assert "管线迁移没有人牵头" in html
    assert "府山街道城市建设管理办公室接下这件事，开始办。" in html
    assert "府山街道收到您反映的事。" in html
    assert html.count('aria-current="step"') == 1


@pytest.mark.parametrize("make", [received, assigned, handling, answered, in_review])
def test_a_resident_reads_no_term_of_the_office(site: World, make: object) -> None:
    html = follow(make(site)).get("/f/").content.decode()  # type: ignore[operator]  # a maker
    assert not OFFICE_TERMS.search(re.sub(r"<title>.*?</title>", "", html))


@pytest.mark.parametrize("make", [received, handling, answered])
def test_in_english_only_what_people_wrote_is_chinese(site: World, make: object) -> None:
    issue = make(site)  # type: ignore[operator]  # a maker
    html = follow(issue, "en").get("/f/").content.decode()
    for written in (issue.title, issue.text, "府山街道城市建设管理办公室", "府山街道", *ANSWER.values(), "中文"):
        html = html.replace(written, "")
    assert re.findall("[\u4e00-\u9fff]+", html) == []


def test_an_internal_note_is_not_the_resident_s_to_read(site: World) -> None:
    issue = site.do("note", handling(site), site.officer, text="内部意见")
    issue = site.do("interim", issue, site.officer, text="设计院周四来量")
    html = follow(issue).get("/f/").content.decode()
    assert "内部意见" not in html
    assert "设计院周四来量" in html


def test_an_answer_in_review_has_not_reached_the_resident(site: World) -> None:
    issue = in_review(site)
    browser = follow(issue)
    assert NO["reason"] not in browser.get("/f/").content.decode()
    site.do("pass_review", issue, site.leader)
    assert NO["reason"] in browser.get("/f/").content.decode()


def test_a_question_is_answered_and_the_matter_goes_on(site: World) -> None:
    issue = site.do("ask_resident", handling(site), site.officer, text="几楼的管线？")
    browser = follow(issue)
    assert "几楼的管线？" in browser.get("/f/").content.decode()
    answer = browser.post("/f/reply/", {"text": "一到六楼", "seen": seen(browser)}, follow=True)
    assert "我们接着办" in answer.content.decode()
    assert _state(issue) == State.HANDLING
    assert Question.objects.get(issue=issue).reply == "一到六楼"


def test_solved_closes_the_matter_by_the_resident_s_own_word(site: World) -> None:
    issue = answered(site)
    browser = follow(issue)
    said = {"solved": "solved", "satisfied": "very", "words": "谢谢", "seen": seen(browser)}
    answer = browser.post("/f/judge/", said, follow=True)
    assert "谢谢您" in answer.content.decode()
    assert Issue.objects.get(id=issue.id).end == End.SOLVED
    assert Judgement.objects.get(issue=issue).called_by_id is None


def test_not_solved_goes_back_once_and_is_not_promised_again(site: World) -> None:
    issue = answered(site)
    browser = follow(issue)
    assert "没有解决，请再办" in browser.get("/f/").content.decode()
    browser.post("/f/judge/", {"solved": "not", "satisfied": "dissatisfied", "seen": seen(browser)})
    assert _state(issue) == State.HANDLING
    site.do("answer", issue, site.officer, **ANSWER)
    assert "没有解决，请再办" not in browser.get("/f/").content.decode()
    browser.post("/f/judge/", {"solved": "not", "satisfied": "dissatisfied", "seen": seen(browser)})
    assert Issue.objects.get(id=issue.id).end == End.NOT_SOLVED


def test_nothing_is_chosen_beforehand_and_nothing_is_taken_without_a_choice(site: World) -> None:
    issue = answered(site)
    browser = follow(issue)
    assert " checked" not in browser.get("/f/").content.decode()
    answer = browser.post("/f/judge/", {"solved": "solved", "words": "只选了一半", "seen": seen(browser)})
    assert answer.status_code == 422
    assert "请选一项。" in answer.content.decode()
    assert "只选了一半" in answer.content.decode()
    assert _state(issue) == State.ANSWERED


def test_a_word_on_an_answer_that_was_not_read_is_not_taken_and_not_lost(site: World) -> None:
    issue = answered(site)
    browser = follow(issue)
    old = seen(browser)
    site.do("interim", issue, site.officer, text="又去看了一次")
    answer = browser.post("/f/judge/", {"solved": "solved", "satisfied": "very", "words": "很好", "seen": old})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "情况刚有变化" in html
    assert "很好" in html
    assert "又去看了一次" in html
    assert _state(issue) == State.ANSWERED


def test_an_internal_note_makes_no_resident_s_form_stale(site: World) -> None:
    issue = answered(site)
    browser = follow(issue)
    old = seen(browser)
    site.do("note", issue, site.officer, text="内部意见")
    browser.post("/f/judge/", {"solved": "solved", "satisfied": "very", "seen": old})
    assert _state(issue) == State.CLOSED


def test_silence_ends_as_not_judged(site: World) -> None:
    issue = answered(site)
    browser = follow(issue)
    tick(at(40, 9))
    assert "没有等到您的评价，这件事了结。" in browser.get("/f/").content.decode()
    assert Issue.objects.get(id=issue.id).end == End.UNJUDGED


def test_something_is_added_while_it_is_handled_and_after_it_is_closed(site: World) -> None:
    issue = handling(site)
    browser = follow(issue)
    browser.post("/f/add/", {"text": "又漏水了", "seen": seen(browser)})
    assert Entry.objects.get(issue=issue, act=Act.ADD_PAPER).text == "又漏水了"
    assert browser.post("/f/add/", {"text": "字" * 2001, "seen": seen(browser)}).status_code == 422


def test_a_paper_of_the_office_is_not_said_to_be_the_resident_s(site: World) -> None:
    issue = site.do("add_paper", handling(site), site.officer, text="会议纪要")
    html = follow(issue).get("/f/").content.decode()
    assert "会议纪要" not in html
    assert "您补充了情况" not in html


def test_withdrawing_is_asked_on_a_page_of_its_own(site: World) -> None:
    issue = handling(site)
    browser = follow(issue)
    page = browser.get("/f/withdraw/").content.decode()
    assert "不用办了吗？" in page
    assert _state(issue) == State.HANDLING
    browser.post("/f/withdraw/", {"seen": seen(browser)})
    assert _state(issue) == State.WITHDRAWN
    assert "您撤回了这件事。" in browser.get("/f/").content.decode()
    assert browser.get("/f/withdraw/")["Location"] == "/f/"


def test_a_cookie_opens_its_own_matter_alone(site: World) -> None:
    own, other = answered(site), answered(site, title="另一件事")
    browser = follow(own)
    assert "另一件事" not in browser.get("/f/").content.decode()
    browser.post("/f/judge/", {"solved": "solved", "satisfied": "very", "seen": seen(browser), "issue": str(other.id)})
    assert _state(other) == State.ANSWERED


@pytest.mark.parametrize("forged", ["", "x", signing.dumps([1, "nonsense"], salt="elsewhere")],
                         ids=["none", "no cookie of ours", "signed for another purpose"])
def test_without_an_honest_cookie_one_is_asked_for_number_and_code(site: World, forged: str) -> None:
    browser = Client()
    browser.cookies[COOKIE] = forged
    assert browser.get("/f/")["Location"] == "/f/find/"


@pytest.mark.parametrize("token", ["nonsense", "x" * 5000, "%00", "中文"])
def test_a_link_that_is_none_leads_to_number_and_code(site: World, token: str) -> None:
    answer = Client().get(f"/f/{token}/")
    assert answer.status_code == 404
    assert "请填回执上的编号和查询码" in answer.content.decode()


def test_a_link_that_is_over_opens_nothing(site: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = links.make_link(received(site), now=START).path
    monkeypatch.setattr("django.utils.timezone.now", lambda: START + timedelta(days=3650))
    assert Client().get(path).status_code == 404


def test_no_page_of_a_resident_is_kept_by_a_search_engine_or_a_proxy(site: World) -> None:
    browser = follow(answered(site))
    for address in ("/f/", "/f/find/", "/f/withdraw/", "/f/nonsense/"):
        answer = browser.get(address)
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Cache-Control"] == "no-store"
