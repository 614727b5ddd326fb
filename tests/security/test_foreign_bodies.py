"""Ids of another district inside a form: refused like ids that never were, and nothing is written."""
from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from liandong.districts.scope import scope
from liandong.issues.models import Issue
from liandong.ledger.models import Event
from liandong.people.models import Appointment
from liandong.people.terms import Role
from tests.security.asking import ask, bare
from tests.security.conftest import Two
from tests.security.sides import FOREIGN_CODE

INTAKE = {"token": "018f0000-0000-7000-8000-00000000000a", "channel": "phone", "text": "窨井盖翘起", "title": "",
          "address": "南门", "reporter_name": "", "reporter_phone": "", "urgency": "ordinary", "size": "simple"}
POST = {"username": "xin-ren", "name": "新人", "email": "", "role": "officer", "area": "", "since": "2026-11-01",
        "until": ""}
NEVER = {"organisation": "018f0000-0000-7000-8000-00000000000b", "item": "018f0000-0000-7000-8000-00000000000c",
         "account": "987654", "name": "从来没有的单位", "code": "880604002", "key": "never-a-body"}
ASKED: list[tuple[Role, str, dict[str, str]]] = [
    (Role.DISPATCHER, "/issues/{received}/act/assign/", {"item": "{own_item}", "owner": "{organisation}"}),
    (Role.DISPATCHER, "/issues/{received}/act/assign/", {"item": "{item}", "owner": "{own_organisation}"}),
    (Role.DISPATCHER, "/issues/{received}/act/escalate/", {"item": "{item}", "tried": "试过"}),
    (Role.OFFICER, "/issues/{assigned}/act/send_back/", {"item": "{own_item}", "proposed": "{name}", "reason": "不归"}),
    (Role.OFFICER, "/issues/{handling}/act/pass_on/", {"to": "{account}"}),
    (Role.DISPATCHER, "/issues/new/", {**INTAKE, "place": "{name}"}),
    (Role.ADMIN, "/people/new/", {**POST, "organisation": "{name}"}),
    (Role.ADMIN, "/people/new/", {**POST, "organisation": "office-urban", "area": "{code}"}),
]


def ids(two: Two, there: dict[str, str]) -> dict[str, str]:
    return {**two.own.ids, **there, "own_item": two.own.ids["item"], "own_organisation": two.own.ids["organisation"]}


def foreign(two: Two) -> dict[str, str]:
    return {"organisation": two.foreign.ids["organisation"], "item": two.foreign.ids["item"],
            "account": two.foreign.ids["account"], "name": two.foreign.world.office("dept-law").name,
            "code": FOREIGN_CODE + "002"}


@pytest.mark.parametrize(("who", "path", "form"), ASKED, ids=[f"{path} {sorted(form)[-1]}" for _, path, form in ASKED])
def test_a_foreign_id_in_a_form_is_refused_like_one_that_never_was(
        two: Two, who: Role, path: str, form: dict[str, str]) -> None:
    answers: list[tuple[int, str]] = []
    with scope(1):
        before = _written()
    for given in (foreign(two), NEVER):
        put = ids(two, given)
        there = path.format(**two.own.ids)
        sent: dict[str, Any] = {"seen": "1", **{name: value.format(**put) for name, value in form.items()}}
        if "{handling}" in path:
            sent["seen"] = "4"
        answer = ask(two.own.browser(who), there, sent)
        assert answer.status_code in {404, 409, 422}
        answers.append((answer.status_code, bare(answer, there, *given.values())))
        assert two.leaks(answers[-1][1]) == []
    assert answers[0] == answers[1]
    with scope(1):
        assert _written() == before


def _written() -> tuple[object, ...]:
    return (Issue.objects.count(), Appointment.objects.count(), sorted(Issue.objects.values_list("id", "version")),
            Event.objects.exclude(act="denied").count())


def test_a_session_s_wish_for_another_district_is_not_followed(two: Two) -> None:
    browser = two.own.browser(Role.ADMIN)
    session = browser.session
    session["district"] = two.foreign.district
    session.save()
    answer = ask(browser, "/people/")
    assert (answer.status_code, two.leaks(bare(answer, "/people/"))) == (200, [])


def test_an_id_that_is_none_is_not_found_and_breaks_nothing(two: Two) -> None:
    for path in (f"/duties/{uuid4()}/", "/duties/not-an-id/", "/people/99999999999999999999/", "/issues/%00/",
                 "/issues/261124-00001%27/", "/issues/" + "9" * 300 + "/", "/inbox/1/"):
        who = Role.ADMIN if path.startswith("/people/") else Role.DISPATCHER
        assert ask(two.own.browser(who), path).status_code == 404, path
