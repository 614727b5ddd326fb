"""Crafted requests by people who are signed in and know the ids: what no button offers is refused, nothing is written.

Each attack stands beside the same request by the rightful person or with the rightful value, which succeeds.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone

from liandong.districts.scope import scope
from liandong.issues.models import Issue
from liandong.issues.terms import Ground
from liandong.ledger.models import Event
from liandong.outbox.models import InboxItem
from liandong.people.models import Account, Appointment, Session
from liandong.people.terms import Role
from tests.issues.factories import NO, received
from tests.security.asking import ask
from tests.security.conftest import Two
from tests.security.sides import Side

REFUSED = {403, 404, 409, 422}
BELOW = ("desk-330602002", "office-urban", "office-team", "office-service", "office-other", "community-330602002045",
         "community-330602002046", "property", "owners", "party-compound", "unit-museum")
"""Everybody who stands below the district, or on no rung. A department's station stands on the district's."""


def state(issue: Issue) -> tuple[object, ...]:
    with scope(1):
        now = Issue.objects.get(id=issue.id)
        return (now.version, now.state, now.owner_id, now.owner_level, now.holder_id, now.lead_id,
                Event.objects.filter(subject=issue.id).exclude(act="denied").count())


def send(side: Side, who: Role, issue: Issue, act: str, **values: object) -> Any:
    """One act by POST, with the version of now: no form was ever shown."""
    with scope(1):
        seen = Issue.objects.values_list("version", flat=True).get(id=issue.id)
    return ask(side.browser(who), f"/issues/{issue.number}/act/{act}/",
               {"seen": seen, **{name: str(value) for name, value in values.items()}})


def escalated(side: Side) -> Issue:
    with scope(1):
        issue = received(side.world)
        return side.world.do("escalate", issue, side.world.dispatcher, tried="看过现场")


# ── never down ──

@pytest.mark.parametrize("key", BELOW)
@pytest.mark.parametrize("code", ["AQ002", "CJ024"])
def test_what_the_district_owns_is_handed_to_nobody_below_by_a_crafted_assignment(
        two: Two, code: str, key: str) -> None:
    world, issue = two.own.world, two.own.matters["received"]
    before, owner = state(issue), world.office(key).id
    leads = ["", world.office("dept-law").id, owner] if code == "AQ002" else ["", owner]
    for lead in leads:
        answer = send(two.own, Role.DISPATCHER, issue, "assign", item=world.item(code), owner=owner, lead=lead)
        assert answer.status_code in REFUSED, lead
    assert state(issue) == before


@pytest.mark.parametrize("key", BELOW)
def test_a_crafted_ruling_does_not_reach_a_level_from_which_the_matter_was_taken_back(two: Two, key: str) -> None:
    world, issue = two.own.world, escalated(two.own)
    before = state(issue)
    for item in ("AQ002", "AQ002 消防监督检查"):
        answer = send(two.own, Role.COORDINATOR, issue, "rule", item=item, owner=world.office(key).name,
                      text="由你们办", losing_view="")
        assert answer.status_code in REFUSED
    assert state(issue) == before


def test_the_rightful_owner_takes_the_same_matter(two: Two) -> None:
    world, issue = two.own.world, two.own.matters["received"]
    answer = send(two.own, Role.DISPATCHER, issue, "assign", item=world.item("GL016"), owner=world.urban)
    assert (answer.status_code, state(issue)[2]) == (302, world.urban)
    ruled = escalated(two.own)
    answer = send(two.own, Role.COORDINATOR, ruled, "rule", item="CJ018", owner=world.office("dept-law").name,
                  text="违法建设由执法局认定", losing_view="")
    assert (answer.status_code, state(ruled)[2]) == (302, world.office("dept-law").id)


@pytest.mark.parametrize("code", ["AQ002", "CJ018", "GL016", "CJ025"])
def test_a_community_takes_nothing_that_another_level_leads(two: Two, code: str) -> None:
    world = two.own.world
    with scope(1):
        issue = received(world, by=world.secretary)
    before = state(issue)
    assert send(two.own, Role.SECRETARY, issue, "take", item=code).status_code in REFUSED
    assert send(two.own, Role.GRID, issue, "take", item=code).status_code in REFUSED
    assert state(issue) == before
    assert send(two.own, Role.SECRETARY, issue, "take", item="AQ001").status_code == 302


@pytest.mark.parametrize("who", sorted(set(Role) - {Role.DISPATCHER}))
def test_nobody_but_the_desk_that_holds_a_matter_hands_it_over(two: Two, who: Role) -> None:
    world, issue = two.own.world, two.own.matters["received"]
    before = state(issue)
    assert send(two.own, who, issue, "assign", item=world.item("GL016"), owner=world.urban).status_code in REFUSED
    assert state(issue) == before


# ── four eyes ──

REVIEWS: dict[str, Mapping[str, str]] = {"pass_review": {}, "fail_review": {"reason": "再想想"},
                                         "hand_to_desk": {"reason": "再想想"}}


@pytest.mark.parametrize("act", sorted(REVIEWS))
def test_nobody_reviews_what_they_wrote_themselves(two: Two, act: str) -> None:
    """The dispatcher who turned it away, and the officer who is a leader of the street beside it."""
    world = two.own.world
    with scope(1):
        turned = world.do("turn_away", received(world), world.dispatcher,
                          **{**NO, "ground": next(one for one in Ground if one.turns_away)})
        Appointment.objects.create(account_id=world.officer.account_id or 0, role=Role.LEADER.value,
                                   organisation=world.office("desk-330602002"), since=timezone.localdate())
    answered = two.own.matters["in_review"]
    for who, issue in ((Role.DISPATCHER, turned), (Role.OFFICER, answered)):
        before = state(issue)
        assert send(two.own, who, issue, act, **REVIEWS[act]).status_code in REFUSED, who
        assert state(issue) == before
    assert send(two.own, Role.LEADER, turned, "pass_review").status_code == 302
    assert send(two.own, Role.DISPATCHER, answered, "pass_review").status_code == 302


@pytest.mark.parametrize("act", ["confirm", "dispute", "supplement", "withdraw"])
def test_who_handled_a_matter_does_not_speak_for_its_reporter(two: Two, act: str) -> None:
    world = two.own.world
    with scope(1):
        Appointment.objects.create(account_id=world.officer.account_id or 0, role=Role.CALLER.value,
                                   organisation=world.office("desk-330602002"), since=timezone.localdate())
    said = {"solved": "solved", "satisfied": "very", "words": "", "text": "替他说"}
    for name in ("answered", "asking", "handling"):
        issue = two.own.matters[name]
        before = state(issue)
        for who in (Role.OFFICER, Role.DISPATCHER):
            assert send(two.own, who, issue, act, **said).status_code in REFUSED, (name, who)
        assert state(issue) == before
    assert send(two.own, Role.CALLER, two.own.matters["answered"], "confirm", **said).status_code == 302


# ── what is only one's own ──

def test_nobody_marks_another_s_messages_as_read(two: Two) -> None:
    item = two.own.ids["inbox"]

    def unread() -> bool:
        with scope(1):
            return InboxItem.objects.filter(id=item, read_at=None).exists()

    for who in set(Role) - {Role.OFFICER}:
        assert ask(two.own.browser(who), f"/inbox/{item}/").status_code in {403, 404}, who
        ask(two.own.browser(who), "/inbox/read/", {"items": item, "account": two.own.ids["account"]})
        assert unread(), who
    ask(two.foreign.browser(Role.OFFICER), "/inbox/read/", {"items": item})
    assert unread()
    assert ask(two.own.browser(Role.OFFICER), f"/inbox/{item}/").status_code == 302
    assert not unread()


def test_an_administrator_changes_no_account_of_another_district(two: Two) -> None:
    there, admin = two.foreign.ids, two.own.browser(Role.ADMIN)
    today = timezone.localdate().isoformat()
    post = {"role": "admin", "organisation": "coordination", "area": "", "since": today, "until": ""}
    attacks: list[tuple[str, Mapping[str, str]]] = [
        (f"/people/{there['account']}/{act}/", {}) for act in ("password", "disable", "enable", "second-factor")]
    attacks += [(f"/people/{there['account']}/appoint/", post),
                (f"/people/{there['account']}/end/{there['appointment']}/", {"until": today}),
                (f"/people/{two.own.ids['account']}/end/{there['appointment']}/", {"until": today}),
                (f"/people/{there['account']}/end/{two.own.ids['appointment']}/", {"until": today})]
    before = account(there["account"])
    for path, form in attacks:
        assert ask(admin, path, form).status_code == 404, path
    assert account(there["account"]) == before
    with scope(1):
        assert Appointment.objects.get(id=two.own.ids["appointment"]).until is None
    assert ask(two.foreign.browser(Role.ADMIN), f"/people/{there['account']}/disable/", {}).status_code == 302
    assert account(there["account"]) != before


def account(number: str) -> tuple[object, ...]:
    one = Account.objects.get(id=number)
    with scope(2):
        posts = sorted(str(row) for row in Appointment.objects.filter(account=one).values_list("id", "role", "until"))
    with scope(1):
        here = Appointment.objects.filter(account=one).count()
    return (one.password, one.is_active, one.must_change_password, posts, here,
            Session.objects.filter(account_id=one.pk).count())


def test_who_serves_in_two_districts_gets_no_new_password_from_one_of_them(two: Two) -> None:
    """Else the administrator of one district could sign in to the other as somebody of it."""
    number = two.foreign.ids["account"]
    with scope(1):
        Appointment.objects.create(account_id=int(number), role=Role.OFFICER.value,
                                   organisation=two.own.world.office("office-urban"), since=timezone.localdate())
    before = account(number)
    for act in ("password", "disable", "second-factor"):
        assert ask(two.own.browser(Role.ADMIN), f"/people/{number}/{act}/", {}).status_code == 409, act
    assert account(number) == before
