"""Registering a matter: what is taken, what is refused, and what is written with it."""
from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction

from liandong.calendars import services as calendars
from liandong.districts import settings
from liandong.issues import services
from liandong.issues.models import Clock, Entry, Issue, Reporter
from liandong.issues.queries import Filters, detail, list_page
from liandong.issues.services.ticking import tick
from liandong.issues.terms import Channel, ClockKind, Size, Solved, State, Urgency
from liandong.kernel.errors import BadInput, NotAllowed, RuleBroken
from liandong.ledger.models import Event
from liandong.outbox.models import Message
from tests.issues.factories import NO, PHONE, START, World, an_intake, answered, at, handling, received, the_resident

LATE_YEAR = at(60, 9)
"""30 December 2026: a term of seven working days ends in a year that the state has not announced."""


def due(issue: Issue) -> dict[str, object]:
    return dict(Clock.objects.filter(issue=issue).values_list("kind", "due_at"))


def test_three_clocks_run_from_receipt(world: World) -> None:
    assert due(received(world)) == {"contact": at(25, 9), "handle": at(33, 17, 30), "triage": at(24, 17, 30)}


def test_an_urgent_matter_runs_on_the_wall_clock(world: World) -> None:
    issue = received(world, now=at(27, 20), urgency=Urgency.URGENT)
    assert (due(issue)["contact"], due(issue)["handle"]) == (at(27, 22), at(28, 20))
    told = Message.objects.filter(about=issue.id)
    assert set(told.values_list("what", "at_once")) == {("issue.received-urgent", True)}


def test_the_class_gives_the_term_and_the_item_wins(world: World) -> None:
    assert due(received(world, size=Size.SIMPLE))["handle"] == at(27, 17, 30)
    assert due(received(world, size=Size.SIMPLE, item_id=world.item("GL016")))["handle"] == at(52, 17, 30)


def test_a_district_sets_its_own_terms(world: World) -> None:
    settings.write("terms_in_working_days", {"simple": 2, "general": 5, "hard": 10})
    assert due(received(world))["handle"] == at(31, 17, 30)


def test_each_registers_at_the_desk_nearest_to_them(world: World) -> None:
    community = world.office("community-330602002045").id
    wanted = {"secretary": (community, community), "grid": (community, community),
              "dispatcher": (world.desk, world.desk),
              "caller": (world.desk, world.desk), "officer": (world.desk, world.urban),
              "liaison": (world.desk, world.office("dept-housing").id),
              "coordinator": (world.desk, world.office("coordination").id)}
    for name, (desk, first) in wanted.items():
        issue = received(world, by=world.actors[name])
        assert (issue.desk_id, issue.first_id) == (desk, first), name


def test_who_only_reads_registers_nothing(world: World) -> None:
    for name in ("supervisor", "district_leader", "admin"):
        with pytest.raises(NotAllowed):
            received(world, by=world.actors[name])


def test_a_place_must_be_known_and_ones_own_and_at_least_a_street(world: World) -> None:
    places = world.small.places
    for place, by in ((uuid4(), world.dispatcher), (places.other_street.id, world.dispatcher),
                      (places.next_community.id, world.secretary), (places.compound.id, world.next_secretary)):
        with pytest.raises(BadInput) as refused:
            received(world, by=by, place_id=place)
        assert set(refused.value.fields) == {"place"}
    with pytest.raises(RuleBroken, match="至少要写到街道"):
        received(world, by=world.coordinator, place_id=places.district.id)
    street = received(world, place_id=places.street.id)
    assert (street.street_code, street.community_code) == (places.street.code, "")


def test_every_field_that_is_wrong_is_named_at_once(world: World) -> None:
    with pytest.raises(BadInput) as refused:
        received(world, title="", text="字" * 2001, address="字" * 121, reporter_name="字" * 41, reporter_phone="12")
    assert set(refused.value.fields) == {"title", "text", "address", "reporter_name", "reporter_phone"}
    with pytest.raises(BadInput) as refused:
        received(world, item_id=uuid4())
    assert set(refused.value.fields) == {"item"}
    assert not Issue.objects.exists()


def test_what_was_typed_is_trimmed_and_control_characters_go(world: World) -> None:
    issue = received(world, title="  电梯\x00\x07  ", text="第一行\r\n第二行\u202e")
    assert (issue.title, issue.text) == ("电梯", "第一行\n第二行")


def test_a_wide_blank_between_words_is_what_was_typed(world: World) -> None:
    assert received(world, text="　　张三　李四\xa0王五　").text == "张三　李四\xa0王五"


def test_the_same_form_twice_is_one_matter(world: World) -> None:
    token = uuid4()
    first = services.receive(an_intake(world), by=world.dispatcher, now=START, token=token)
    again = services.receive(an_intake(world), by=world.dispatcher, now=START, token=token)
    assert again.id == first.id
    with pytest.raises(BadInput, match="已经登记过"):
        services.receive(an_intake(world, title="别的"), by=world.dispatcher, now=START, token=token)
    assert Issue.objects.count() == 1
    assert Entry.objects.count() == 1


def test_a_rollback_leaves_nothing_behind(world: World) -> None:
    class Stop(Exception): ...

    before = Event.objects.count()
    with pytest.raises(Stop), transaction.atomic():
        received(world, by=world.grid)
        assert Message.objects.exists()
        raise Stop
    assert not any(model.objects.exists() for model in (Issue, Reporter, Clock, Entry, Message))
    assert Event.objects.count() == before


def test_registering_costs_ten_statements_and_a_savepoint(world: World, django_assert_max_num_queries: object) -> None:
    received(world)
    with django_assert_max_num_queries(10):  # type: ignore[operator]  # pytest-django's fixture
        received(world)


def test_the_desk_is_told_but_not_who_registered(world: World) -> None:
    issue = received(world)
    assert list(Message.objects.filter(about=issue.id).values_list("recipient", flat=True)) == [
        world.second_dispatcher.account_id]


def test_the_ledger_holds_no_word_of_the_reporter(world: World) -> None:
    issue = world.do("send_back", handling(world, text=f"我叫徐小明，电话 {PHONE}"), world.officer,
                     item_id=world.item("CJ017"), proposed_id=world.office("office-team").id,
                     reason=f"已和反映人 {PHONE} 说明")
    world.do("agree_return", issue, world.dispatcher)
    done = answered(world)
    world.do("judge", done, the_resident(done), solved=Solved.SOLVED, words=f"请打 {PHONE}")
    world.do("answer_no", handling(world), world.officer, **{**NO, "reason": f"打过 {PHONE}，不行"})
    for event in Event.objects.all():
        assert PHONE not in event.note + str(event.detail)
        assert "徐小明" not in event.note + str(event.detail)
    assert any("138****78" in event.note for event in Event.objects.all())
    for message in Message.objects.all():
        assert PHONE not in str(message.values)


def test_each_act_is_an_event_of_the_ledger_and_the_trail_knows_which(world: World) -> None:
    issue = handling(world)
    events = dict(Event.objects.filter(subject=issue.id).values_list("id", "act"))
    lines = dict(Entry.objects.filter(issue=issue).values_list("event", "act"))
    assert events == {key: f"issue.{act}" for key, act in lines.items()}
    event = Event.objects.filter(subject=issue.id).latest("id")
    assert (event.role, event.actor_id, event.happened_at) == ("officer", world.officer.account_id, START)
    assert event.detail == {"from": "assigned", "to": "handling", "version": 3, "part": "owner"}


def test_nothing_is_refused_for_a_year_that_is_not_known(world: World) -> None:
    issue = received(world, now=LATE_YEAR)
    assert due(issue) == {"contact": at(61, 9), "handle": None, "triage": at(60, 17, 30)}
    issue = world.do("assign", issue, world.dispatcher, LATE_YEAR, owner_id=world.urban, item_id=world.item("GL016"))
    issue = world.do("accept", issue, world.officer, LATE_YEAR)
    row = list_page(world.dispatcher, Filters(), "", LATE_YEAR).rows[0]
    assert (row.state, row.due_at, row.clock) == (State.HANDLING, None, ClockKind.HANDLE)
    assert detail(issue.number, world.dispatcher, LATE_YEAR).due_at is None
    issue = world.do("ask_resident", issue, world.officer, LATE_YEAR, text="几楼？")
    world.do("supplement", issue, the_resident(issue), at(61, 9), text="三楼")


def test_a_clock_gets_its_date_when_the_year_is_loaded(world: World) -> None:
    issue = received(world, now=LATE_YEAR)
    assert tick(LATE_YEAR).dated == 0
    calendars.load_year(2027, holidays={date(2027, 1, 1): "元旦"}, makeup_days={}, source="测试", by=None,
                        now=LATE_YEAR)
    assert tick(LATE_YEAR).dated == 1
    assert due(issue)["handle"] is not None
    assert tick(LATE_YEAR).dated == 0


def test_a_channel_and_a_size_are_kept(world: World) -> None:
    issue = received(world, channel=Channel.PATROL, size=Size.HARD)
    assert (issue.channel, issue.size) == ("patrol", "hard")
