"""What the product tells people: every kind of message with its words. Source: domain.md, "Less burden" 8.

Quiet by default: a message lies in the inbox and is counted in the day's digest. Only what may be in haste is also
sent at once, by e-mail, and only an emergency is sent outside office hours. Values that fill the placeholders hold
no personal data: numbers of matters, names of offices, times.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from liandong.kernel.labelled import Labelled
from liandong.kernel.words import N_, Sentence
from liandong.outbox.dates import worded

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Haste(StrEnum):
    """Whether a kind of message may leave the inbox at once."""

    QUIET = "quiet"
    """Never: it waits for the reader or the digest."""
    MAY = "may"
    """When the act says so (due today, a named call), and within office hours."""
    EMERGENCY = "emergency"
    """When the act says so, at any hour."""
    DIGEST = "digest"
    """The one of the day, at the hour the district has chosen."""


@dataclass(frozen=True)
class What:
    """A kind of message: its code, the subject line, the sentence below it, and whether it may be in haste."""

    code: str
    title: str
    body: str
    haste: Haste = Haste.QUIET

    @property
    def names(self) -> frozenset[str]:
        """The values that its words need."""
        return frozenset(PLACEHOLDER.findall(self.title + self.body))


class State(Labelled):
    """Where the delivery of one message by one channel stands."""

    OWED = "owed", N_("待发")
    SENT = "sent", N_("已发出")
    FAILED = "failed", N_("失败，还会再试")
    DEAD = "dead", N_("没有发出")


DIGEST = "digest"

KINDS: tuple[What, ...] = (
    # to the desk
    What("issue.received", N_("新登记：%(number)s"), N_("%(number)s 已登记，等待派单。")),
    What("issue.received-urgent", N_("紧急事项：%(number)s"),
         N_("紧急事项 %(number)s 已登记，请马上联系反映人并派单。"),
         Haste.EMERGENCY),
    What("issue.accepted", N_("已接收：%(number)s"), N_("%(office)s已接收 %(number)s。")),
    What("issue.sent-back", N_("请求退回：%(number)s"),
         N_("%(office)s请求退回 %(number)s，请在 %(due)s 前答复。"), Haste.MAY),
    What("issue.escalated", N_("提级：%(number)s"),
         N_("%(office)s把 %(number)s 提到本级，请在 %(due)s 前裁定。"), Haste.MAY),
    What("issue.return-passed", N_("退回已上交：%(number)s"),
         N_("%(number)s 的退回过期没有答复，已交到本级裁定。"), Haste.MAY),
    What("issue.to-desk", N_("回到待派单：%(number)s"), N_("%(number)s 回到本单位派单。")),
    What("issue.withdrawn", N_("已撤回：%(number)s"), N_("反映人撤回了 %(number)s，不用再办。")),
    # to the owner
    What("issue.assigned", N_("派来：%(number)s"),
         N_("%(office)s把 %(number)s 派给您单位，请在 %(due)s 前接收。"), Haste.MAY),
    What("issue.recalled", N_("已收回：%(number)s"), N_("%(office)s收回了 %(number)s，不用再办。")),
    What("issue.reassigned-away", N_("已改派：%(number)s"), N_("%(office)s把 %(number)s 改派给别的单位，不用再办。")),
    What("issue.return-agreed", N_("同意退回：%(number)s"), N_("%(office)s同意退回 %(number)s。")),
    What("issue.return-refused", N_("不同意退回：%(number)s"), N_("%(office)s不同意退回 %(number)s，由您单位办理。")),
    What("issue.ruled", N_("裁定：%(number)s"), N_("%(office)s裁定 %(number)s 由您单位办理，不能再退回。"), Haste.MAY),
    What("issue.ruling-told", N_("裁定结果：%(number)s"), N_("%(number)s 已裁定由%(office)s办理。")),
    What("issue.passed-on", N_("转给您：%(number)s"), N_("%(number)s 由同事转给您办理。"), Haste.MAY),
    What("issue.supplemented", N_("反映人已补充：%(number)s"), N_("反映人补充了 %(number)s，办理时限继续计时。")),
    What("issue.question-lapsed", N_("反映人没有补充：%(number)s"), N_("%(number)s 过期没有补充，办理时限继续计时。")),
    What("issue.paper-added", N_("有补充材料：%(number)s"), N_("%(number)s 有新的补充材料。")),
    # review and the resident's word
    What("issue.to-review", N_("请复核：%(number)s"),
         N_("%(number)s 的答复等待复核，请在 %(due)s 前办完。"), Haste.MAY),
    What("issue.review-passed", N_("复核同意：%(number)s"), N_("%(number)s 的答复已复核同意，并已答复反映人。")),
    What("issue.review-failed", N_("复核不同意：%(number)s"), N_("%(number)s 的答复没有通过复核，请继续办理。")),
    What("issue.to-call", N_("待回访：%(number)s"), N_("%(number)s 已答复，请回访反映人。")),
    What("issue.confirmed", N_("已办结：%(number)s"), N_("反映人对 %(number)s 有了回音，事项已办结。")),
    What("issue.disputed", N_("请再办：%(number)s"),
         N_("反映人说 %(number)s 没有解决，请再办，%(due)s 前办完。"), Haste.MAY),
    What("issue.not-solved", N_("仍没解决：%(number)s"), N_("反映人说 %(number)s 仍没解决，请阅。")),
    # several matters as one, one as several
    What("issue.merged", N_("已并案：%(number)s"), N_("%(number)s 并到另一件，不用再单独办。")),
    What("issue.took-in", N_("有件并进来：%(number)s"),
         N_("另一件并到 %(number)s，一起办、一起答复，时限 %(due)s。"), Haste.MAY),
    What("issue.succeeded", N_("接替主件：%(number)s"),
         N_("主件的反映人撤回了，%(number)s 接替它，%(due)s 前办。"), Haste.MAY),
    What("issue.children-over", N_("分办的都办完了：%(number)s"),
         N_("%(number)s 分办的几件都已了结，请合并答复反映人。"), Haste.MAY),
    # asks and standing
    What("issue.asked", N_("请审批：%(number)s"), N_("%(office)s就 %(number)s 提了请示，请审批。"), Haste.MAY),
    What("issue.ask-refused", N_("没有同意请示：%(number)s"), N_("%(number)s 的请示没有同意，照旧办理。")),
    What("issue.extended", N_("已延期：%(number)s"), N_("%(number)s 同意延期，%(due)s 到期。")),
    What("issue.suspended", N_("已挂账：%(number)s"), N_("%(number)s 同意挂账，%(due)s 复查。")),
    What("issue.resumed", N_("恢复办理：%(number)s"), N_("%(number)s 恢复办理，时限接着走。")),
    What("issue.review-due", N_("到期复查：%(number)s"), N_("%(number)s 到了复查日期，恢复办理，%(due)s 到期。"),
         Haste.MAY),
    # the clock
    What("issue.soon", N_("临期：%(number)s"), N_("%(number)s 的时限已用八成，%(due)s 到期。"), Haste.MAY),
    What("issue.overdue", N_("逾期：%(number)s"), N_("%(number)s 的时限已过，到期时间是 %(due)s。"), Haste.MAY),
    # offices and files
    What("people.post-ended", N_("任职结束"), N_("%(name)s的任职结束，在办的 %(count)s 件已回到本单位。")),
    What("orders.done", N_("来文已导入：%(sender)s"),
         N_("%(sender)s：新增 %(new)s 件（紧急 %(urgent)s 件），更新 %(update)s 件，等决定 %(conflict)s 件。"),
         Haste.MAY),
    What("import.done", N_("导入完成"), N_("导入了 %(count)s 件，其中 %(open)s 件待办。")),
    What(DIGEST, N_("今日事项"),
         N_("今天到期 %(due)s 件，逾期 %(overdue)s 件，未读消息 %(unread)s 条。"), Haste.DIGEST),
)
BY_CODE: dict[str, What] = {what.code: what for what in KINDS}


def words(code: str, values: dict[str, str]) -> tuple[Sentence, Sentence]:
    """Title and body, to be translated when somebody reads them; so is the date in them."""
    what, shown = BY_CODE[code], {name: worded(value) if name == "due" else value for name, value in values.items()}
    return Sentence(what.title, shown), Sentence(what.body, shown)


def check(code: str, given: Iterable[str], *, at_once: bool) -> What:
    """The kind of a message about to be told.

    Raises KeyError for a kind that is not in the table or a value that its words need, and ValueError if a quiet
    kind is to go at once: mistakes of the code, not of a user.
    """
    what = BY_CODE[code]
    if missing := what.names - set(given):
        raise KeyError(f"{code} needs {', '.join(sorted(missing))}")
    if at_once and what.haste is Haste.QUIET:
        raise ValueError(f"{code} is quiet: it never goes at once")
    return what
