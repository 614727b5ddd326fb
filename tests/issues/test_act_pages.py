"""The pages of acts and of intake, through the whole stack: each form does what its service does, and says so."""
from __future__ import annotations

import re

import pytest
from django.test import Client

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.issues.act_pages import JUDGING, PAGES
from liandong.issues.models import Answer, Handback, Issue, Judgement
from liandong.issues.terms import Act, Solved, State
from liandong.issues.workflow import ISSUE
from liandong.people.access import Actor
from liandong.people.models import Account
from tests.issues.factories import ANSWER, World, answered, assigned, handling, received, small_world


@pytest.fixture
def there(db: None) -> World:
    """The small district at work, its scope closed again: requests open their own."""
    with scope(create_district(1, "越城区").id):
        return small_world()


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.account_id is not None
    client.force_login(Account.objects.get(id=actor.account_id))
    return client


def page(issue: Issue, act: Act) -> str:
    return f"/issues/{issue.number}/act/{act.value}/"


def now_of(issue: Issue) -> Issue:
    with scope(1):
        return Issue.objects.select_related("owner").get(id=issue.id)


def post(client: Client, issue: Issue, act: Act, **values: object) -> int:
    return client.post(page(issue, act), {"seen": now_of(issue).version, **values}).status_code


def test_every_act_of_a_person_has_a_page() -> None:
    buttons = {row.act for row in ISSUE.rows if row.button} - {Act.RECEIVE}
    assert buttons == set(PAGES) | JUDGING


def test_a_matter_is_registered_assigned_accepted_and_answered(there: World) -> None:
    desk, office = signed_in(there.dispatcher), signed_in(there.officer)
    shown = desk.get("/issues/new/")
    token = re.search(rb'name="token" value="([^"]+)"', shown.content)
    assert token is not None
    body = {"token": token[1].decode(), "channel": "phone", "text": "单元里老人多，想装电梯。谁来牵头？", "title": "",
            "place": there.small.places.compound.name, "address": "5 幢 2 单元", "reporter_name": "徐小明",
            "reporter_phone": "13800001234", "urgency": "ordinary", "size": "general"}
    answer = desk.post("/issues/new/", body)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    with scope(1):
        issue = Issue.objects.get()
    assert issue.title == "单元里老人多，想装电梯"
    assert desk.post("/issues/new/", body).status_code == 302  # sent twice: the same matter
    asked = desk.get(page(issue, Act.ASSIGN), {"item": "GL016"})
    assert "不得下派" in asked.content.decode()
    assert f'value="{there.urban}" id="id_owner_0" checked' in asked.content.decode()
    assert post(desk, issue, Act.ASSIGN, item=there.item("GL016"), owner=there.urban) == 302
    assert post(office, issue, Act.ACCEPT) == 302
    shown = office.get(page(issue, Act.ANSWER))
    assert "GL016" in shown.content.decode()  # whose duty it is, is known and proposed
    assert post(office, issue, Act.ANSWER, **{**ANSWER, "claim": "solved"}) == 302
    with scope(1):
        assert Issue.objects.count() == 1
        assert Answer.objects.get().claim == Solved.SOLVED
    assert now_of(issue).state == State.ANSWERED


def test_an_item_is_found_by_a_part_of_its_name_and_several_are_offered(there: World) -> None:
    with scope(1):
        issue = received(there)
    desk = signed_in(there.dispatcher)
    clear = desk.get(page(issue, Act.ASSIGN), {"item": "加装电梯"}).content.decode()
    assert "GL016" in clear
    assert "派给谁" in clear
    unknown = desk.get(page(issue, Act.ASSIGN), {"item": "没有这样的事"}).content.decode()
    assert "权责清单里没有这一条" in unknown
    assert "派给谁" not in unknown


def test_a_matter_of_the_street_is_offered_to_no_community(there: World) -> None:
    with scope(1):
        issue = received(there)
    desk = signed_in(there.dispatcher)
    low = there.office("community-330602002046").id
    refused = desk.post(page(issue, Act.ASSIGN), {"seen": 1, "item": there.item("GL016"), "owner": low})
    assert refused.status_code == 422
    assert now_of(issue).state == State.RECEIVED


def test_a_stale_form_is_told_who_did_what_and_keeps_what_was_typed(there: World) -> None:
    with scope(1):
        issue = handling(there)
    first = issue.version
    office = signed_in(there.officer)
    assert post(signed_in(there.colleague), issue, Act.NOTE, text="去看过了") == 302
    late = office.post(page(issue, Act.INTERIM), {"seen": first, "text": "我写了很久的一段话"})
    assert late.status_code == 409
    assert "已经记一笔" in late.content.decode()
    assert "我写了很久的一段话" in late.content.decode()


def test_nobody_outside_the_matter_opens_its_acts(there: World) -> None:
    with scope(1):
        issue = assigned(there)
    assert signed_in(there.other_dispatcher).get(page(issue, Act.ACCEPT)).status_code == 404
    assert signed_in(there.secretary).get(page(issue, Act.ACCEPT)).status_code == 403
    assert signed_in(there.district_leader).get(page(issue, Act.ACCEPT)).status_code == 403
    assert signed_in(there.officer).get(page(issue, Act.ACCEPT)).status_code == 200
    assert signed_in(there.officer).get(f"/issues/{issue.number}/act/nothing/").status_code == 404


def test_a_return_names_the_item_and_the_owner_proposed(there: World) -> None:
    with scope(1):
        issue = assigned(there)
    office = signed_in(there.officer)
    assert post(office, issue, Act.SEND_BACK, item="CJ024", proposed="", reason="不归我们") == 422
    code = post(office, issue, Act.SEND_BACK, item="CJ024", proposed=there.office("dept-housing").name, reason="归区里")
    assert code == 302
    with scope(1):
        assert Handback.objects.get().reason == "归区里"


def test_the_telephone_call_back_is_entered_by_a_clerk_who_did_not_handle_it(there: World) -> None:
    with scope(1):
        issue = answered(there)
    said = {"solved": "solved", "satisfied": "very", "words": ""}
    assert post(signed_in(there.officer), issue, Act.CONFIRM, **said) == 403
    assert post(signed_in(there.caller), issue, Act.CONFIRM, solved="solved") == 422  # nothing is chosen beforehand
    assert post(signed_in(there.caller), issue, Act.CONFIRM, **said) == 302
    with scope(1):
        assert Judgement.objects.get().satisfied == "very"


@pytest.mark.parametrize("field", ["text", "address", "reporter_phone", "place"])
def test_intake_says_what_is_wrong_at_the_field_and_loses_nothing(there: World, field: str) -> None:
    desk = signed_in(there.dispatcher)
    good = {"token": "018f0000-0000-7000-8000-000000000001", "channel": "phone", "text": "窨井盖翘起", "title": "",
            "place": there.small.places.compound.name, "address": "南门", "reporter_name": "", "reporter_phone": "",
            "urgency": "ordinary", "size": "simple"}
    wrong = {"text": "长" * 2001, "address": "长" * 121, "reporter_phone": "12", "place": "火星"}
    answer = desk.post("/issues/new/", {**good, field: wrong[field]})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert f'href="#id_{field}"' in shown
    assert "南门" in shown or field == "address"
    with scope(1):
        assert not Issue.objects.exists()


@pytest.mark.parametrize("address", ["act/take/", "receipt/"])
def test_a_number_that_no_database_can_hold_is_one_that_never_was(there: World, address: str) -> None:
    assert signed_in(there.dispatcher).post(f"/issues/%00/{address}").status_code == 404


def test_who_assigns_sees_whom_the_catalogue_names_as_helping_at_the_place(there: World) -> None:
    with scope(1):
        issue = received(there, item_id=there.item("CJ017"))
    shown = signed_in(there.dispatcher).get(page(issue, Act.ASSIGN)).content.decode()
    part = shown[shown.index("配合单位"):]
    small = there.small
    for body in (small.community, small.property_company, small.law):
        assert f'<a href="/organisations/{body.id}/">{body.name}</a>' in part
    assert small.urban.name not in part.split("</section>")[0]
