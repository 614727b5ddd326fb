"""Sessions that know their account: they can be listed and ended together, and end for good after twelve hours.

Source: trust.md 8. Django's own store would have to be read whole to find the sessions of one account, and its
twelve hours begin anew with every write.
"""
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from liandong.districts.reading import read_row

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

    def _get_session_from_db(self) -> Any:
        """As Django's own, by a statement that is made once: every page asks it."""
        key = self.session_key or ""
        found = None if "\x00" in key else read_row(self.model, "session_key", key)
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None

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
