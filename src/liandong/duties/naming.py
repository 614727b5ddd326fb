"""From a name in the catalogue to a body of the register."""
from __future__ import annotations

import re
from collections.abc import Iterable

from liandong.orgs.models import Organisation

_ASIDE = re.compile(r"[(（](.*?)[)）]")
SHORTEST = 3
"""Characters that a part of a name must have to name a body."""
_DISTRICT_WORD = re.compile(r"^(区|县|市|街道)")


def bare(name: str) -> str:
    """A name without its brackets: 区住房和城乡建设局(排水) → 区住房和城乡建设局."""
    return _ASIDE.sub("", name).strip()


def plain(name: str) -> str:
    """A name without its brackets and without the word of its level: 区住房和城乡建设局(排水) → 住房和城乡建设局."""
    return _DISTRICT_WORD.sub("", bare(name))


def aside(name: str) -> str:
    """What stands in brackets: the office meant (街道办事处(公共服务办) → 公共服务办); empty without brackets."""
    found = _ASIDE.search(name)
    return found.group(1).strip() if found else ""


class Register:
    """Bodies of the register by the names that they go by."""

    def __init__(self, bodies: Iterable[Organisation]) -> None:
        self._bodies = list(bodies)
        self._exact: dict[str, Organisation] = {}
        for body in self._bodies:
            for name in (body.name, *body.aliases, body.short_name):
                if name:
                    self._exact.setdefault(name, body)

    def find(self, name: str) -> Organisation | None:
        """The body of this name: by name, alias or short name as written, then by the office in brackets, then without
        brackets; last the one body whose name holds the rest without the word of its level. None if none or several."""
        return self.office(name) or self._exact.get(bare(name)) or self._held(plain(name))

    def office(self, name: str) -> Organisation | None:
        """The body of exactly this name, or the office in its brackets.

        街道办事处(公共服务办) is no other office of the street, though each is part of the 街道办事处.
        """
        return self._exact.get(name) or self._held(aside(name))

    def _held(self, text: str) -> Organisation | None:
        if len(text) < SHORTEST:
            return None
        found = [body for body in self._bodies if text in body.name]
        return self._exact.get(text) or (found[0] if len(found) == 1 else None)
