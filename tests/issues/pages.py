"""Pages as somebody signed in reads them."""
from __future__ import annotations

import re
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client

from liandong.people.access import Actor
from liandong.people.models import Account

SHOWN_BY_SERVER = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.DOTALL)


def browser_of(actor: Actor, language: str = "zh-hans") -> Client:
    """A browser in which somebody has signed in."""
    browser = Client()
    browser.force_login(Account.objects.get(pk=actor.account_id or 0))
    browser.cookies["language"] = language
    return browser


def page(actor: Actor, address: str, language: str = "zh-hans", **headers: str) -> HttpResponse:
    """What somebody gets at an address."""
    return cast(HttpResponse, browser_of(actor, language).get(address, headers=headers))


def html(actor: Actor, address: str, language: str = "zh-hans") -> str:
    """The page at an address, which there is."""
    answer = page(actor, address, language)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def given(answer: Any) -> bytes:
    """The file that came as an answer."""
    return b"".join(answer.streaming_content)


def chinese(text: str, *written: str) -> list[str]:
    """What of a page is Chinese, besides what people wrote (longest first) and the word for the other language."""
    bare = SHOWN_BY_SERVER.sub(" ", text)
    for one in sorted((*written, "中文"), key=len, reverse=True):
        bare = bare.replace(one, "")
    return re.findall("[\u4e00-\u9fff]+", bare)
