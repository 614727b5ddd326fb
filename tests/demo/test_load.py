"""Loading the demo: all or nothing, at any hour, and never over a real district."""
from __future__ import annotations

from datetime import UTC, datetime

import click
import pytest

from liandong.demo import run
from liandong.demo.playing import Event, Player
from liandong.districts.models import District
from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.issues.models import Issue
from liandong.kernel.calendar import SHANGHAI
from liandong.ledger.models import Event as LedgerEvent
from liandong.people.models import Account

NOW = datetime(2026, 11, 24, 15, 10, tzinfo=SHANGHAI)
NIGHT_BEFORE_A_HOLIDAY = datetime(2026, 9, 30, 23, 40, tzinfo=SHANGHAI)
SUNDAY = datetime(2026, 11, 22, 11, 0, tzinfo=SHANGHAI)


@pytest.mark.django_db
def test_a_real_district_of_the_same_number_is_left_alone() -> None:
    create_district(run.NUMBER, "真区")
    with pytest.raises(click.ClickException, match="真区"):
        run.load_if_missing(NOW)


@pytest.mark.django_db
def test_a_load_that_is_interrupted_leaves_nothing_and_the_next_one_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    play = Player.play
    played: list[Event] = []

    def interrupted(player: Player, event: Event) -> None:
        played.append(event)
        if len(played) == 200:
            raise KeyboardInterrupt
        play(player, event)

    monkeypatch.setattr(Player, "play", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run.load_if_missing(NOW)
    assert not District.objects.filter(id=run.NUMBER).exists()
    assert not Account.objects.exists()
    assert not LedgerEvent.objects.filter(district_id=run.NUMBER).exists()
    monkeypatch.setattr(Player, "play", play)
    run.load(NOW, count=5)
    with scope(run.NUMBER):
        assert Issue.objects.count() == 5


@pytest.mark.django_db
@pytest.mark.parametrize("now", [NIGHT_BEFORE_A_HOLIDAY, SUNDAY], ids=["night", "sunday"])
def test_the_demo_can_begin_at_night_and_on_a_day_off(now: datetime) -> None:
    run.load(now.astimezone(UTC), count=12)
    with scope(run.NUMBER):
        assert Issue.objects.count() == 12
        assert Issue.objects.filter(closed_at=None).exists()
