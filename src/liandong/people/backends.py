"""Which account a session belongs to."""
from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from liandong.districts.reading import read_row
from liandong.people.models import Account


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth brings no types
    """allauth's, which reads the account by a statement that is made once: every page asks it."""

    def get_user(self, user_id: int) -> Account | None:
        account = read_row(Account, "id", user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
