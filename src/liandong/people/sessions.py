"""Sessions that know their account: they can be listed and ended together, and end for good after twelve hours.

Source: trust.md 8. Django's own store would have to be read whole to find the sessions of one account, and its
twelve hours begin anew with every write.
"""
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

STARTED = "started_at"
"""When the person signed in; written by `audit.signed_in`."""
SEEN = "seen_at"
"""When the session was last used; written by web's idle limit."""


class SessionStore(DatabaseStore):
    """The SESSION_ENGINE."""

    @classmethod
    def get_model_class(cls) -> Any:
        from liandong.people.models import Session  # models are not ready when the settings are read

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        account = data.get("_auth_user_id")
        session.account_id = int(account) if account else None
        session.seen_at = _moment(data.get(SEEN))
        session.started_at = _moment(data.get(STARTED))
        if session.started_at is not None:
            end = session.started_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
            session.expire_date = min(session.expire_date, end)
        return session


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
