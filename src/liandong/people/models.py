"""Accounts (the same in every district) and appointments (of one)."""
from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from liandong.districts.fields import DistrictForeignKey
from liandong.districts.models import DistrictModel
from liandong.orgs.models import Organisation
from liandong.people.sessions import SessionStore
from liandong.people.terms import Role
from liandong.places.models import Division


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their sign-in name, in any case of letters."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        """An account that can sign in; the name is stored in small letters."""
        account = self.model(username=username.lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person who signs in. What they may do is said by appointments alone: there is no staff or superuser flag."""

    username = models.CharField(max_length=40, unique=True, validators=[
        RegexValidator(r"^[a-z0-9][a-z0-9._-]{2,39}$", "登录名用小写字母、数字和连字符，至少 3 位。")])
    name = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.username


class SessionManager(BaseSessionManager["Session"]):
    """As Django's own."""

    use_in_migrations = False


class Session(AbstractBaseSession):
    """A browser that is signed in; see `sessions.SessionStore`."""

    account_id = models.BigIntegerField(null=True, db_index=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects: ClassVar[SessionManager] = SessionManager()

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class Appointment(DistrictModel):
    """A role at an organisation, over its area or a given smaller one, from a day until a day (both inclusive)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role.choices())
    organisation = DistrictForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    area = DistrictForeignKey(Division, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    is_wound_up = models.BooleanField(default=False)

    class Meta(DistrictModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["district", "account", "role", "organisation", "since"],
                                    name="appointment_once"),
            models.CheckConstraint(condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                                   name="appointment_ends_after_it_begins"),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="appointment_role")]
        indexes = [models.Index(fields=["district", "account"], name="appointment_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"
