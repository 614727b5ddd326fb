"""The district's settings in words: what each is called, what it does, its value as read, who says the default."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from liandong.districts.settings import DEFAULTS
from liandong.issues.terms import Size
from liandong.kernel.terms_of_time import Term, Unit
from liandong.kernel.words import N_, Sentence, say
from liandong.screens.words import translate


@dataclass(frozen=True)
class Words:
    """A setting's name, and a sentence on what hangs on it."""

    name: str
    about: str


WORDS: Final = {
    "office_hours": Words(N_("办公时间"), N_("所有时限都按这里的钟点走，邮件也只在这里的钟点发。")),
    "terms_in_working_days": Words(N_("办理时限"), N_("按事项的难易，从登记算起，单位是工作日。")),
    "handle_term_urgent": Words(N_("紧急事项的办理时限"), N_("从登记算起。")),
    "contact_term": Words(N_("联系反映人的时限"), N_("从登记算起。")),
    "contact_term_urgent": Words(N_("紧急事项联系反映人的时限"), N_("从登记算起。")),
    "triage_term": Words(N_("派单的时限"), N_("从登记算起。")),
    "accept_term": Words(N_("接收的时限"), N_("从派给承办单位算起。")),
    "decide_term": Words(N_("裁定的时限"), N_("从退回或上报算起。")),
    "review_term": Words(N_("复核的时限"), N_("从提交复核算起。")),
    "judge_term": Words(N_("等反映人评价的时限"), N_("从答复算起，过了就按没有评价了结。")),
    "question_term": Words(N_("等反映人补充的时限"), N_("从提问算起，这段时间办理时限停着。")),
    "return_window": Words(N_("接收以后还能退回的时限"), N_("从接收算起，过了不能再退。")),
    "return_grace": Words(N_("退回没人裁定，多久后到时上交"), N_("从裁定的时限过了算起。")),
    "longest_term_anew": Words(N_("再办的时限最长多久"), N_("反映人说没有解决，再办的时限不超过这里。")),
    "digest_hour": Words(N_("每天几点发汇总"), N_("0 到 23 点，要在下班以前；只在上班的日子发，各人可以自己另定。")),
    "answers_before_satisfaction_is_shown": Words(N_("满意率要有几个评价才显示"), N_("评价太少，比率说明不了什么。")),
    "ask_term": Words(N_("申请等同意的时限"), N_("从提出申请算起。")),
    "link_days": Words(N_("反映人的链接几天有效"), N_("从发出链接算起。")),
}
"""By the setting's name; what the program keeps for itself is in no list."""
SOURCES: Final = {
    "workflows.md, How time is counted": N_("工作流程：时间怎么算"),
    "domain.md, Issue (practice)": N_("业务说明：通行做法"),
    "workflows.md, Issue clocks": N_("工作流程：事项的时限"),
    "workflows.md, Issue, row send_back": N_("工作流程：退回"),
    "workflows.md, Issue, row pass_return": N_("工作流程：到时上交"),
    "workflows.md, Issue, row dispute": N_("工作流程：没有解决，请再办"),
    "domain.md, Less burden 8": N_("业务说明：减负第 8 条"),
    "domain.md, Issue": N_("业务说明：事项"),
    "ours: a question, an answer and a judgement fit into it": N_("系统自定：够问一次、答一次、评一次"),
}
"""Who says the default, by the words of the table of defaults."""
UNITS: Final = {Unit.WORKING_DAYS: N_("工作日"), Unit.WORKING_HOURS: N_("小时（工作时间）"),
                Unit.CLOCK_HOURS: N_("小时（日历钟）"), Unit.SAME_DAY: N_("当天")}


def words_of(name: str) -> Words:
    """A setting's words; its bare name where it has none yet."""
    return WORDS.get(name, Words(name, ""))


def name_of(name: str) -> Sentence:
    """What a setting is called."""
    return Sentence(words_of(name).name)


def source_of(name: str) -> Sentence:
    """Who says a setting's default."""
    source = DEFAULTS[name].source
    return Sentence(SOURCES.get(source, source))


def value_shown(value: Any) -> str:
    """A setting's value as it is read, in the reader's language."""
    if isinstance(value, list):
        return translate(say("，")).join(f"{start}–{end}" for start, end in value)
    if isinstance(value, dict) and "unit" in value:
        return translate(Term(value["amount"], Unit(value["unit"])).words())
    if isinstance(value, dict):
        return translate(say("，")).join(
            translate(say("%(size)s %(n)s 个工作日", size=Sentence(Size(size).label), n=days))
            for size, days in value.items())
    return str(value)
