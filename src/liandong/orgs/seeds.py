"""Organisations as values, before they are written: what an import row or a demo gives."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from liandong.kernel.levels import Level
from liandong.orgs.terms import OrgKind


class ContactLike(Protocol):
    """A post that can be called."""

    @property
    def post(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def phone(self) -> str: ...


class OrganisationLike(Protocol):
    """One organisation. `key` names it for good; others refer to it by `superior_key`.

    `serves_code` is the place it answers for, `areas` further places to which it belongs, `also` the names by which
    the duty catalogue calls it, `premises` pairs of name and address. `level` counts for Party committees alone.
    """

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> OrgKind: ...
    @property
    def level(self) -> Level | None: ...
    @property
    def name(self) -> str: ...
    @property
    def short_name(self) -> str: ...
    @property
    def serves_code(self) -> str: ...
    @property
    def superior_key(self) -> str: ...
    @property
    def areas(self) -> Sequence[str]: ...
    @property
    def contacts(self) -> Sequence[ContactLike]: ...
    @property
    def premises(self) -> Sequence[tuple[str, str]]: ...
    @property
    def uscc(self) -> str: ...
    @property
    def also(self) -> Sequence[str]: ...
    @property
    def invented(self) -> bool: ...
