"""`liandong check`: what it looks at, what it says, and how it ends."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from django.test import override_settings

from liandong.cli import check, main
from liandong.ledger import held

pytestmark = pytest.mark.django_db(transaction=True)  # the check of the role closes its connection


def test_a_sound_installation_passes_every_part() -> None:
    done = CliRunner().invoke(main, ["check"])
    assert (done.exit_code, "✗" in done.output) == (0, False), done.output
    assert [line[2:] for line in done.output.splitlines()] == [name for name, _ in check.PARTS]


def test_a_ledger_that_is_open_is_told_and_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(cursor: held.Cursor) -> Iterator[str]:
        yield "the role liandong_app can delete rows"

    monkeypatch.setattr(held, "broken", opened)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 1
    assert "✗ the ledger\n    the role liandong_app can delete rows\n" in done.output


@pytest.mark.parametrize(("behind", "proxies", "sound"), [(True, 0, False), (True, 1, True), (False, 0, True)])
def test_a_proxy_that_is_not_counted_is_told(behind: bool, proxies: int, sound: bool) -> None:
    with override_settings(BEHIND_TLS_PROXY=behind, ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == (0 if sound else 1)
    assert ("Set LIANDONG_PROXIES to the number of proxies" in done.output) is not sound
