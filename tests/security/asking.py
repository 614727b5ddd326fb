"""Sending a request and reading the answer as somebody who looks for leaks: headers, texts, files."""
from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from django.test import Client

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHANGES = [
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), "TOKEN"),
    (re.compile(r'name="token" value="[^"]*"'), "FORM"),
    (re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b"), "CASE"),
    (re.compile(r"<dcterms:(?:created|modified)[^>]*>[^<]*"), "WHEN"),
]
"""What differs at every request."""


def ask(browser: Client, path: str, post: Mapping[str, Any] | None = None) -> Any:
    """One request. Every answer's headers are held against trust.md 9, whoever asks and whatever comes back."""
    answer = browser.get(path) if post is None else browser.post(path, post)
    assert answer.status_code < 500, f"{path} answered {answer.status_code}"
    assert not (wrong := wrong_headers(answer)), f"{path} ({answer.status_code}): {wrong}"
    return answer


def wrong_headers(answer: Any) -> list[str]:
    """What an answer lacks of the headers that every answer has."""
    policy = answer.headers.get("Content-Security-Policy", "")
    directives = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    wrong = [f"no {name}" for name in ("default-src", "script-src", "style-src", "frame-ancestors", "form-action",
                                       "base-uri", "object-src") if name not in directives]
    for name, values in directives.items():
        wrong += [f"{name} {value}" for value in values if value.strip("'") in {"unsafe-inline", "unsafe-eval", "*"}]
    if directives.get("frame-ancestors") != ["'none'"]:
        wrong.append("framed")
    wanted = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY",
              "Cross-Origin-Opener-Policy": "same-origin"}
    wrong += [f"{name}: {answer.headers.get(name)}" for name, value in wanted.items()
              if answer.headers.get(name) != value]
    if "no-store" not in answer.headers.get("Cache-Control", ""):
        wrong.append(f"Cache-Control: {answer.headers.get('Cache-Control')}")
    for cookie in answer.cookies.values():
        if cookie.value and (not cookie["httponly"] or cookie["samesite"] != "Lax"):
            wrong.append(f"cookie {cookie.key}")
    return wrong


def text_of(answer: Any) -> str:
    """What an answer tells: the page, the headers that lead on, and the sheets of a spreadsheet."""
    if answer.streaming and not hasattr(answer, "streamed"):  # it streams once, and is read again
        answer.streamed = b"".join(answer.streaming_content)
    body: bytes = answer.streamed if answer.streaming else answer.content
    if answer.headers.get("Content-Type", "").startswith(SPREADSHEET):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    led = str(answer.headers.get("Location", "")) + str(answer.headers.get("Content-Disposition", ""))
    return body.decode("utf-8", "replace") + led


def bare(answer: Any, path: str, *given: str) -> str:
    """The text without the address that was asked for, the ids given in it, and what differs at every request."""
    text = text_of(answer)
    for form in (quote(path, safe=""), quote(path), escape(path), path):
        text = text.replace(form, "PATH")
    for one in sorted(given, key=len, reverse=True):
        # only where it stands alone: the path of an icon holds small numbers too
        text = re.sub(rf"(?<![0-9A-Za-z.]){re.escape(one)}(?![0-9A-Za-z.])", "ID", text)
    for pattern, word in CHANGES:
        text = pattern.sub(word, text)
    return text
