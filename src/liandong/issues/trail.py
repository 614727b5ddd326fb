"""The trail of a matter as it is shown: acts, times gone by, and what is still to come; the newest first.

What a reporter said in judging stands in the entry's text too; here it comes from the judgement alone, as far as this
reader may see it.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Literal

from django.urls import reverse

from liandong.files.rules import size_shown
from liandong.issues.ask_terms import AskKind, SuspendCode
from liandong.issues.details import Detail, Shown
from liandong.issues.models import Clock, Entry
from liandong.issues.terms import Act, ClockKind, Part, Solved, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.words import N_, Sentence, say
from liandong.orgs.models import Organisation
from liandong.screens.frame import Text
from liandong.screens.view_model import Crumb, TrailLine, iso
from liandong.screens.words import full_day, moment, weekday

JUDGED = frozenset({Act.CONFIRM, Act.DISPUTE, Act.DISPUTE_AGAIN, Act.SPEAK})
WITHOUT_PERSON = {Part.RESIDENT: N_("反映人"), Part.CLOCK: N_("时钟"), Part.IMPORT: N_("导入")}
"""Who acted, where no person of an office did."""
GONE_BY = {"soon": N_("%(clock)s的时限用满八成"), "late": N_("%(clock)s的时限已过")}


def trail(detail: Detail, names: Mapping[int, str], now: datetime) -> list[TrailLine]:
    """Every line. `names` are those of colleagues to whom the matter was passed."""
    past = [(entry.happened_at, 1, _line(entry, detail, names)) for entry in detail.entries]
    past += [(at, 0, _gone_by(at, clock, word)) for at, clock, word in detail.times]
    past.sort(key=lambda one: one[:2], reverse=True)
    return [*_to_come(detail, now), *(line for _, _, line in past)]


def passed_to(detail: Detail) -> set[int]:
    """The accounts whose names the trail needs."""
    return {int(entry.detail["to"]) for entry in detail.entries if entry.act == Act.PASS_ON and "to" in entry.detail}


def _to_come(detail: Detail, now: datetime) -> Iterator[TrailLine]:
    """When the running clocks end, the latest first, and when 80 % of the handling term is used."""
    lines: list[tuple[datetime, Text]] = []
    for clock in detail.clocks:
        if clock.ended_at is not None or clock.stands_since is not None:
            continue
        kind = Sentence(ClockKind(clock.kind).label)
        if clock.due_at is not None and clock.due_at > now:
            lines.append((clock.due_at, say("%(clock)s到期。", clock=kind)))
        if clock.kind == ClockKind.HANDLE and clock.soon_at is not None and clock.soon_at > now:
            lines.append((clock.soon_at, say("用时满八成，系统发消息提醒承办的人。")))
    for at, text in sorted(lines, key=lambda line: line[0], reverse=True):
        yield TrailLine(weekday(at), "next", text=text, iso=iso(at))


def _gone_by(at: datetime, clock: Clock, word: str) -> TrailLine:
    return TrailLine(moment(at), "note", text=say(GONE_BY[word], clock=Sentence(ClockKind(clock.kind).label)),
                     iso=iso(at))


def _line(entry: Entry, detail: Detail, names: Mapping[int, str]) -> TrailLine:
    act = Act(entry.act)
    kind: Literal["did", "note"] = "did" if entry.from_state != entry.to_state else "note"
    if act in JUDGED:
        return _judged(entry, kind, detail)
    if act is Act.NOTE:  # the words say it: no verb before them
        return TrailLine(moment(entry.happened_at), kind, text=entry.text, by=_by(entry, act),
                         iso=iso(entry.happened_at), files=_files(entry, detail))
    return TrailLine(moment(entry.happened_at), kind, Sentence(ISSUE.label(act)), _text(act, entry, detail, names),
                     seen=entry.is_public and bool(entry.text), by=_by(entry, act), iso=iso(entry.happened_at),
                     quote=entry.text, files=_files(entry, detail))


def _files(entry: Entry, detail: Detail) -> list[Crumb]:
    """What was attached with an act, by name and size, each behind the one door."""
    return [Crumb(f"{one.name}（{size_shown(one.size)}）",
                  reverse("issue_file", args=[detail.issue.number, one.id]))
            for one in detail.files.get(entry.version, ())]


def _judged(entry: Entry, kind: Literal["did", "note"], detail: Detail) -> TrailLine:
    """The word on *solved*; the mark of satisfaction and the words only where this reader sees them."""
    shown = next((one for one in detail.judgements if one.at == entry.happened_at), None)
    solved = Solved(entry.detail["solved"]) if "solved" in entry.detail else None
    label: Text = Sentence(solved.label) if solved else Sentence(ISSUE.label(Act(entry.act)))
    return TrailLine(moment(entry.happened_at), kind, label, _satisfied(shown), by=_by(entry, Act(entry.act)),
                     iso=iso(entry.happened_at), quote=shown.words if shown else "")


def _satisfied(shown: Shown | None) -> Text:
    return "" if shown is None or shown.satisfied is None else say("，%(mark)s", mark=Sentence(shown.satisfied.label))


def _text(act: Act, entry: Entry, detail: Detail, names: Mapping[int, str]) -> Text:
    """What follows the verb: to whom, by which item."""
    said = entry.detail
    if act in {Act.ASSIGN, Act.RULE, Act.REASSIGN} and said.get("owner"):
        item = said.get("item")
        return (say("给%(owner)s，按 %(item)s", owner=said["owner"], item=item) if item
                else say("给%(owner)s", owner=said["owner"]))
    if act in {Act.SEND_BACK, Act.SEND_BACK_AGAIN}:
        return say("，按 %(item)s，建议由%(office)s承办", item=said.get("item", ""), office=said.get("proposed", ""))
    if act in {Act.ESCALATE, Act.REFUSE_RETURN, Act.TAKE} and said.get("item"):
        return say("，按 %(item)s", item=said["item"])
    if act in {Act.ASK_EXTEND, Act.EXTEND} and said.get("extra"):
        return asked_words(AskKind.EXTEND, int(said["extra"]), said.get("unit", ""))
    if act in {Act.ASK_SUSPEND, Act.SUSPEND} and said.get("review_on"):
        return asked_words(AskKind.SUSPEND, None, "", said.get("code", ""), date.fromisoformat(said["review_on"]))
    if act is Act.MERGE:
        return say("到 %(number)s", number=said.get("main", ""))
    if act in {Act.TAKE_IN, Act.LET_GO, Act.SUCCEED, Act.SUCCEED_HANDLING}:
        return say(" %(number)s", number=said.get("twin") or said.get("main", ""))
    if act is Act.SPLIT:
        return say("成 %(numbers)s", numbers=[str(one) for one in said.get("children", [])])
    if act is Act.RECEIVE and said.get("parent"):
        return say("，从 %(number)s 分办", number=said["parent"])
    if act is Act.PASS_ON:
        return say("给%(name)s", name=names.get(int(said.get("to", 0)), ""))
    if act is Act.ACCEPT and entry.to_state == State.HANDLING and _first_of(detail) != entry.organisation_id:
        return say("，首接责任移到%(office)s", office=short(entry.organisation))
    return ""


def asked_words(kind: AskKind, extra: int | None, unit: str, code: str = "", review_on: date | None = None) -> Text:
    """What an ask asks for: 延期 4 个工作日; 挂账，等资金，12月31日复查."""
    if kind is AskKind.EXTEND:
        return say("延期 %(term)s", term=Term(extra, Unit(unit)).words() if extra and unit else extra or "")
    return say("挂账，%(code)s，%(day)s复查", code=Sentence(SuspendCode(code).label) if code else "",
               day=full_day(review_on) if review_on else "")


def _first_of(detail: Detail) -> object:
    """The office that received it."""
    return detail.entries[-1].organisation_id if detail.entries else None


def short(organisation: Organisation | None) -> str:
    """An office as its colleagues call it."""
    return "" if organisation is None else organisation.short_name or organisation.name


def _by(entry: Entry, act: Act) -> Text:
    part = Part(entry.by_part)
    if part in WITHOUT_PERSON:
        return Sentence(WITHOUT_PERSON[part])
    who = f"{short(entry.organisation)} {entry.by.name if entry.by else ''}".strip()
    return say("%(who)s 电话回访", who=who) if part is Part.CALLER and act in JUDGED else who

