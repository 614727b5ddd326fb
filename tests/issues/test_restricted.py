"""Restricted matters (举报): seen by desk, owner and the two named, in every list, count, search, page and message."""
from __future__ import annotations

import io
import zipfile
from uuid import uuid4

import pytest

from liandong.issues.models import Issue
from liandong.issues.queries import Filters, View, count, counts, detail, list_page, visible
from liandong.issues.services.confiding import confide, release
from liandong.issues.standing import known_of, standing_of
from liandong.kernel.errors import BadInput, NotAllowed, NotFound
from liandong.ledger.models import Event
from liandong.outbox.models import Message
from liandong.people.access import may_see
from tests.issues.factories import NO, START, World, answered, assigned, handling, in_review, received
from tests.issues.pages import browser_of, html, page

CONFIDED = {"dispatcher", "officer", "colleague"}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: START)


def restricted(world: World, issue: Issue, **named: int | None) -> Issue:
    seen = Issue.objects.values_list("version", flat=True).get(id=issue.id)
    return confide(issue.id, by=world.dispatcher, seen=seen, now=START, **named)


def who_sees(world: World) -> set[str]:
    return {name for name, actor in world.actors.items() if visible(actor).exists()}


@pytest.mark.parametrize("state", [received, assigned, handling, in_review, answered])
def test_query_and_rule_agree_on_a_restricted_matter(world: World, state: object) -> None:
    issue = state(world)  # type: ignore[operator]  # one of the factories
    for named in ({}, {"second": world.leader.account_id, "caller": world.caller.account_id}):
        restricted(world, issue, **named)
        row = Issue.objects.select_related("desk").get(id=issue.id)
        standing = standing_of(row, known_of(issue.id))
        assert who_sees(world) == {name for name, actor in world.actors.items() if may_see(actor, standing)}


def test_only_desk_owner_and_the_named_find_it_anywhere(world: World) -> None:
    issue = restricted(world, handling(world), second=world.leader.account_id)
    seeing = who_sees(world)
    assert {"dispatcher", "officer", "leader"} <= seeing
    assert not seeing & {"secretary", "head", "caller", "coordinator", "supervisor", "district_leader", "grid"}
    for name, actor in world.actors.items():
        expected = [issue.number] if name in seeing else []
        for filters in (Filters(), Filters(text="电梯"), Filters(text=issue.number)):
            assert [row.number for row in list_page(actor, filters, "", START).rows] == expected, (name, filters)
            assert count(actor, filters, START).n == len(expected)
        if not expected:
            assert {number.n for number in counts(actor, START).values()} == {0}
            with pytest.raises(NotFound):
                detail(issue.number, actor, START)


def test_an_ordinary_matter_beside_it_is_found_as_before(world: World) -> None:
    restricted(world, handling(world))
    other = handling(world)
    for name in ("secretary", "leader", "coordinator", "supervisor"):
        assert [row.number for row in list_page(getattr(world, name), Filters(), "", START).rows] == [other.number]
        assert counts(getattr(world, name), START)[View.OPEN].n <= 1


def test_what_is_not_seen_is_not_there_over_http_either(site: World) -> None:
    issue = restricted(site, handling(site))
    for name in ("secretary", "leader", "caller", "coordinator", "supervisor"):
        browser = browser_of(getattr(site, name))
        asked = [browser.get(f"/issues/{issue.number}/"), browser.get(f"/issues/{issue.number}/confide/"),
                 browser.post(f"/issues/{issue.number}/contact/", {"purpose": "ask"}),
                 browser.post(f"/issues/{issue.number}/receipt/"), browser.get(f"/issues/{issue.number}/act/note/")]
        assert {answer.status_code for answer in asked} <= {404, 403}, name
        assert issue.title not in browser.get("/issues/").content.decode()


def test_it_is_in_no_spreadsheet_of_others(site: World) -> None:
    restricted(site, handling(site))
    for name, there in (("dispatcher", True), ("leader", False), ("supervisor", False)):
        answer = browser_of(getattr(site, name)).get("/issues/export.xlsx")
        book = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
        text = "".join(book.read(one).decode() for one in book.namelist() if one.endswith(".xml"))
        assert ("想装电梯" in text) is there, name


def test_list_and_page_say_that_it_is_confidential(site: World) -> None:
    issue = restricted(site, handling(site), second=site.leader.account_id)
    assert "保密" in html(site.dispatcher, "/issues/")
    text = html(site.dispatcher, f"/issues/{issue.number}/")
    assert "保密" in text
    assert site.leader.name in text


def test_messages_go_to_nobody_who_does_not_see_it(world: World) -> None:
    issue = restricted(world, handling(world), second=world.leader.account_id)
    Message.objects.all().delete()
    world.do("answer_no", issue, world.officer, **NO)
    told = set(Message.objects.filter(about=issue.id).values_list("recipient", flat=True))
    assert world.leader.account_id in told
    assert not told & {world.head.account_id, world.coordinator.account_id, world.caller.account_id}


def test_only_the_named_leader_reads_the_answer_and_only_the_named_caller_calls(world: World) -> None:
    issue = in_review(world)
    restricted(world, issue)
    with pytest.raises(NotFound):
        world.do("pass_review", issue, world.leader)
    with pytest.raises(NotAllowed):
        world.do("pass_review", issue, world.dispatcher)
    Message.objects.all().delete()
    restricted(world, issue, second=world.leader.account_id)
    assert list(Message.objects.values_list("recipient", "what")) == [(world.leader.account_id, "issue.to-review")]
    world.do("pass_review", issue, world.leader)


def test_the_desk_alone_sets_and_lifts_the_mark_and_the_ledger_keeps_it(world: World) -> None:
    issue = handling(world)
    seen = Issue.objects.get(id=issue.id).version
    for name in ("officer", "leader", "secretary"):
        with pytest.raises(NotAllowed):
            confide(issue.id, by=getattr(world, name), seen=seen, now=START)
    restricted(world, issue)
    with pytest.raises(BadInput):
        release(issue.id, by=world.dispatcher, seen=seen, now=START, reason=" ")
    release(issue.id, by=world.dispatcher, seen=seen, now=START, reason="反映人说可以公开")
    assert not Issue.objects.get(id=issue.id).is_restricted
    acts = Event.objects.filter(subject=issue.id, act__contains="restricted").order_by("id")
    assert list(acts.values_list("act", "actor_id")) == [("issue.restricted", world.dispatcher.account_id),
                                                         ("issue.unrestricted", world.dispatcher.account_id)]


@pytest.mark.parametrize(("field", "who"), [("second", "officer"), ("second", "caller"), ("caller", "leader"),
                                            ("second", "other_dispatcher")])
def test_who_could_not_be_it_is_not_named(world: World, field: str, who: str) -> None:
    issue = handling(world)
    with pytest.raises(BadInput) as wrong:
        restricted(world, issue, **{field: getattr(world, who).account_id})
    assert set(wrong.value.fields) == {field}
    assert not Issue.objects.get(id=issue.id).is_restricted


def test_an_item_that_is_confidential_makes_the_matter_so(world: World) -> None:
    item = world.catalogue.items["GL016"]
    type(item).objects.filter(id=item.id).update(confidentiality="restricted")
    assert Issue.objects.get(id=assigned(world).id).is_restricted
    assert received(world, item_id=item.id).is_restricted


def test_it_is_set_at_intake_and_who_may_not_see_it_is_led_to_the_desk(site: World) -> None:
    for name, there in (("dispatcher", "/issues/"), ("officer", "/")):
        answer = browser_of(getattr(site, name)).post("/issues/new/", {
            "token": str(uuid4()), "channel": "phone", "text": "举报：有人侵占车位。",
            "place": site.small.places.compound.name, "urgency": "ordinary", "size": "general", "is_restricted": "on"})
        assert answer.status_code == 302, answer.content.decode()
        assert answer.headers["Location"].startswith(there)
        assert there == "/issues/" or answer.headers["Location"] == "/"
    assert set(Issue.objects.values_list("is_restricted", flat=True)) == {True}


def test_the_desk_sets_it_on_a_page(site: World) -> None:
    issue = handling(site)
    address = f"/issues/{issue.number}/confide/"
    seen = Issue.objects.get(id=issue.id).version
    browser = browser_of(site.dispatcher)
    assert site.leader.name in browser.get(address).content.decode()
    bad = browser.post(address, {"seen": seen, "confidentiality": "restricted", "second": site.officer.account_id})
    assert bad.status_code == 422
    assert browser.post(address, {"seen": seen, "confidentiality": "ordinary"}).status_code == 422
    sent = {"seen": seen, "confidentiality": "restricted", "second": site.leader.account_id, "caller": ""}
    assert browser.post(address, sent).status_code == 302
    assert Issue.objects.get(id=issue.id).second_id == site.leader.account_id
    assert page(site.officer, address).status_code == 403
