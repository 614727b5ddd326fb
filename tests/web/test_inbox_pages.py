"""One's own messages, and the dead letters, through the whole stack."""
from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from liandong.districts.scope import scope
from liandong.districts.services import create_district
from liandong.outbox import channels, queries
from liandong.outbox.delivering import deliver, give_up
from liandong.outbox.models import InboxItem, Message
from liandong.outbox.services import tell
from liandong.people.models import Account
from liandong.people.terms import Role
from tests.orgs.factories import small_register
from tests.people.factories import staff
from tests.web.test_calendar_pages import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[Role, Account]:
    with scope(create_district(1, "越城区").id):
        return staff(small_register())


def message(account: Account, what: str = "issue.assigned", kind: str = "issue") -> Message:
    """A message of now, not yet delivered."""
    tell([account.pk], what, about=uuid4(), kind=kind, now=timezone.now(), values={
        "number": "YC2611-00007", "office": "府山街道", "due": "11月26日", "count": "3", "open": "1"})
    return Message.objects.order_by("-id")[0]


def lay(account: Account, what: str = "issue.assigned", kind: str = "issue") -> InboxItem:
    """A message in somebody's inbox."""
    with scope(1):
        one = message(account, what, kind)
        deliver(1, one.id, timezone.now())
        return InboxItem.objects.get(message=one)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_inbox_opens_for_every_role_and_shows_ones_own_messages_only(
        language: str, people: dict[Role, Account]) -> None:
    lay(people[Role.OFFICER])
    for role, account in people.items():
        answer = browser(account, language).get("/inbox/")
        assert answer.status_code == 200, role
        assert ("YC2611-00007" in answer.content.decode()) == (role is Role.OFFICER), role
    assert Client().get("/inbox/").status_code == 302


def test_opening_a_message_marks_it_read_and_leads_to_its_matter(people: dict[Role, Account]) -> None:
    one, officer = lay(people[Role.OFFICER]), browser(people[Role.OFFICER])
    assert officer.get(f"/inbox/{one.id}/").status_code == 302
    with scope(1):
        assert queries.unread_count(people[Role.OFFICER].pk) == 0


def test_a_message_about_no_matter_leads_to_the_desk(people: dict[Role, Account]) -> None:
    one = lay(people[Role.OFFICER], "import.done", "import")
    assert browser(people[Role.OFFICER]).get(f"/inbox/{one.id}/").headers["Location"] in {"/", "/inbox/", "/desk/"}


def test_anothers_message_is_answered_like_one_that_never_was_and_stays_unread(people: dict[Role, Account]) -> None:
    one, other = lay(people[Role.OFFICER]), browser(people[Role.LEADER])
    assert other.get(f"/inbox/{one.id}/").status_code == other.get(f"/inbox/{uuid4()}/").status_code == 404
    assert other.post("/inbox/read/").status_code == 302
    with scope(1):
        assert queries.unread_count(people[Role.OFFICER].pk) == 1


def test_all_messages_are_marked_read_at_once(people: dict[Role, Account]) -> None:
    for _ in range(3):
        lay(people[Role.OFFICER])
    officer = browser(people[Role.OFFICER])
    assert officer.get("/inbox/read/").status_code == 405
    assert "消息都已标为已读" in officer.post("/inbox/read/", follow=True).content.decode()
    with scope(1):
        assert queries.unread_count(people[Role.OFFICER].pk) == 0


def test_a_long_inbox_is_paged_and_a_broken_mark_is_told(people: dict[Role, Account]) -> None:
    for _ in range(51):
        lay(people[Role.OFFICER])
    officer = browser(people[Role.OFFICER])
    first = officer.get("/inbox/").content.decode()
    assert "后面还有" in first
    following = first.split('rel="next" href="')[1].split('"')[0]
    assert officer.get(f"/inbox/{following}").content.decode().count("YC2611-00007") >= 1
    assert officer.get("/inbox/?page=nonsense").status_code == 422


def test_a_dead_letter_names_its_reader_and_is_sent_again(people: dict[Role, Account]) -> None:
    with scope(1):
        dead = message(people[Role.OFFICER])
        give_up(1, dead.id, timezone.now())
        letter = queries.dead_letters()[0]
    admin = browser(people[Role.ADMIN])
    words = admin.get("/dead-letters/").content.decode()
    assert people[Role.OFFICER].name in words
    assert "后台程序中断" in words
    assert browser(people[Role.OFFICER]).post(f"/dead-letters/{letter.id}/resend/").status_code == 403
    assert "已重新排队" in admin.post(f"/dead-letters/{letter.id}/resend/", follow=True).content.decode()
    assert admin.post(f"/dead-letters/{letter.id}/resend/").status_code == 404
    with scope(1):
        assert not queries.dead_letters().exists()


def test_mail_goes_to_the_accounts_own_address_and_never_to_a_disabled_one(people: dict[Role, Account]) -> None:
    officer = people[Role.OFFICER]
    Account.objects.filter(id=officer.pk).update(email="officer@example.org")
    assert channels.address_of(officer.pk) == "officer@example.org"
    Account.objects.filter(id=officer.pk).update(is_active=False)
    assert channels.address_of(officer.pk) == ""
