"""From a name in the catalogue to a body of the register."""
from __future__ import annotations

import re
from collections.abc import Iterable

from liandong.orgs.models import Organisation

_ASIDE = re.compile(r"[(（](.*?)[)）]")
_DISTRICT_WORD = re.compile(r"^(区|县|市|街道)")


def plain(name: str) -> str:
    """A name without its brackets and without the word of its level: 区住房和城乡建设局(排水) → 住房和城乡建设局."""
    return _DISTRICT_WORD.sub("", _ASIDE.sub("", name).strip())


def aside(name: str) -> str:
    """What stands in brackets: the office meant (街道办事处(公共服务办) → 公共服务办); empty without brackets."""
    found = _ASIDE.search(name)
    return found.group(1).strip() if found else ""


class Register:
    """Bodies of the register by the names that they go by."""

    def __init__(self, bodies: Iterable[Organisation]) -> None:
        self._exact: dict[str, Organisation] = {}
        self._plain: dict[str, Organisation] = {}
        for body in bodies:
            for name in (body.name, *body.aliases, body.short_name):
                if name:
                    self._exact.setdefault(name, body)
            self._plain.setdefault(plain(body.name), body)

    def find(self, name: str) -> Organisation | None:
        """The body of this name: by name, alias or short name, else by what stands in brackets, else without brackets
        and the word of the level."""
        inner = aside(name)
        return (self._exact.get(name) or (self._exact.get(inner) if inner else None)
                or self._exact.get(_ASIDE.sub("", name)) or self._plain.get(plain(name)))
