"""The district's settings as its administrator changes them: checked, recorded, and felt at once.

What runs already keeps its date: a term is counted when its clock starts. Source: architecture.md, "settings (one
table: name, default, source)"; trust.md 4.
"""
from __future__ import annotations

from datetime import datetime
from typing import Any

from liandong.calendars.services import renew
from liandong.districts import settings
from liandong.districts.scope import in_scope
from liandong.districts.setting_rules import Rule, as_typed
from liandong.kernel.errors import BadInput, RuleBroken, Stale
from liandong.kernel.words import say
from liandong.ledger.services import record

KIND = "setting"
CHANGED = "setting.changed"
"""The ledger's act."""


@in_scope
def change(name: str, value: Any, *, by: int | None, role: str = "", now: datetime, seen: str | None = None) -> bool:
    """Set one setting, to a value as JSON has it or as it is typed; False where it was so already.

    `seen` is the value, as it is typed, that the person had before them. Raises BadInput for a name or a value that
    cannot be (fields "name", "value"), RuleBroken for what the program keeps itself, Stale where the value is not the
    one seen. Whether the person may is asked by the page (`Right.ADMINISTER`).
    """
    clean = _rule(name)(value)
    settings.lock()
    before = settings.read(name)
    if clean == before:
        return False
    _not_stale(before, seen)
    _done(name, before, clean, by=by, role=role, now=now)
    return True


@in_scope
def back_to_default(name: str, *, by: int | None, role: str = "", now: datetime, seen: str | None = None) -> bool:
    """Take the district's own value of one setting back; False where it had none. Raises as `change` does."""
    _rule(name)
    settings.lock()
    one = next(line for line in settings.listed() if line.name == name)
    if not one.is_own:
        return False
    _not_stale(one.value, seen)
    _done(name, one.value, one.default, by=by, role=role, now=now)
    settings.take_back(name)
    return True


def _rule(name: str) -> Rule:
    default = settings.DEFAULTS.get(name)
    if default is None:
        raise BadInput(fields={"name": say("没有“%(name)s”这项设置，请照设置的清单写。", name=name[:60])})
    if default.rule is None:
        raise RuleBroken(say("“%(name)s”由系统自己记，不能改。", name=name))
    return default.rule


def _not_stale(now: Any, seen: str | None) -> None:
    if seen is not None and as_typed(now) != seen:
        raise Stale(say("这一页开着的时候，这项设置有人改过。请看现在的值，再决定改不改。"))


def _done(name: str, before: Any, after: Any, *, by: int | None, role: str, now: datetime) -> None:
    row = settings.write(name, after)
    if name == "office_hours":
        renew()
    record(CHANGED, kind=KIND, on=row, by=by, role=role, happened_at=now,
           detail={"name": name, "from": before, "to": after})
