"""Words of the issue: states, acts, who acts, kinds. Source: workflows.md, "Issue"; domain.md, "Issue"."""
from __future__ import annotations

from enum import StrEnum

from liandong.kernel.labelled import Labelled
from liandong.kernel.words import N_
from liandong.people.terms import Part

__all__ = ["Act", "AnswerKind", "Channel", "ClockKind", "Edge", "End", "Ground", "Need", "Part", "Satisfaction", "Size",
           "Solved", "State", "Urgency"]


class Edge(StrEnum):
    """The left edge of a row: who holds the matter (mock/README.md 5)."""

    NONE = "none"
    """Nobody yet: double line."""
    HAND = "hand"
    """Somebody has it in hand: solid."""
    WAIT = "wait"
    """It waits for another: dotted."""
    DONE = "done"
    """It is over: pale."""


class State(Labelled):
    """Where an issue stands. Being triaged and accepted are no states; waiting for an approval is none either."""

    RECEIVED = "received", N_("待派单")
    ASSIGNED = "assigned", N_("待接收")
    HANDLING = "handling", N_("办理中")
    SENT_BACK = "sent_back", N_("被退回")
    ESCALATED = "escalated", N_("提级中")
    ASKING = "asking", N_("待补充")
    IN_REVIEW = "in_review", N_("待复核")
    SPLIT = "split", N_("分办中")
    SUSPENDED = "suspended", N_("已挂账")
    ANSWERED = "answered", N_("待回访")
    CLOSED = "closed", N_("已办结")
    MERGED = "merged", N_("已并案")
    WITHDRAWN = "withdrawn", N_("已撤回")

    @property
    def edge(self) -> Edge:
        """How the row's left edge is drawn."""
        return EDGES.get(self, Edge.WAIT)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do or to say."""
        return self.edge is not Edge.DONE


EDGES = {
    State.RECEIVED: Edge.NONE, State.ASSIGNED: Edge.NONE, State.HANDLING: Edge.HAND,
    State.CLOSED: Edge.DONE, State.MERGED: Edge.DONE, State.WITHDRAWN: Edge.DONE,
}
OPEN_STATES = frozenset(state for state in State if state.is_open)


class Act(StrEnum):
    """What can be done with an issue; the words on the buttons stand in the workflow's rows."""

    RECEIVE = "receive"
    RECEIVE_CLOSED = "receive_closed"
    CONTACT = "contact"
    TAKE = "take"
    ASSIGN = "assign"
    RECALL = "recall"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    SEND_BACK_AGAIN = "send_back_again"
    AGREE_RETURN = "agree_return"
    REFUSE_RETURN = "refuse_return"
    PASS_RETURN = "pass_return"  # noqa: S105  an act, no password
    ESCALATE = "escalate"
    RULE = "rule"
    ASK_RESIDENT = "ask_resident"
    SUPPLEMENT = "supplement"
    QUESTION_LAPSES = "question_lapses"
    ANSWER = "answer"
    ANSWER_NO = "answer_no"
    TURN_AWAY = "turn_away"
    PASS_REVIEW = "pass_review"  # noqa: S105  an act, no password
    FAIL_REVIEW = "fail_review"
    HAND_TO_DESK = "hand_to_desk"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    DISPUTE_AGAIN = "dispute_again"
    JUDGE_LAPSES = "judge_lapses"
    CHECK = "check"
    SPLIT = "split"
    ANSWER_SPLIT = "answer_split"
    MERGE = "merge"
    UNMERGE = "unmerge"
    FOLLOW_MAIN = "follow_main"
    SUCCEED = "succeed"
    SUCCEED_HANDLING = "succeed_handling"
    TAKE_IN = "take_in"
    LET_GO = "let_go"
    SPEAK = "speak"
    REASSIGN = "reassign"
    ASK_EXTEND = "ask_extend"
    EXTEND = "extend"
    ASK_SUSPEND = "ask_suspend"
    SUSPEND = "suspend"
    REFUSE_ASK = "refuse_ask"
    DROP_ASK = "drop_ask"
    RESUME = "resume"
    REVIEW_DUE = "review_due"
    WITHDRAW = "withdraw"
    PASS_ON = "pass_on"  # noqa: S105  an act, no password
    HOLDER_LEFT = "holder_left"
    NOTE = "note"
    INTERIM = "interim"
    ADD_PAPER = "add_paper"


class Channel(Labelled):
    """How the matter came in."""

    WALK_IN = "walk_in", N_("来访")
    PHONE = "phone", N_("电话")
    HOTLINE = "hotline", N_("12345 热线")
    PATROL = "patrol", N_("网格巡查")
    FORM = "form", N_("公众表单")
    VISIT = "visit", N_("走访")
    IMPORT = "import", N_("导入")


class Urgency(Labelled):
    """Urgent matters run on the wall clock."""

    ORDINARY = "ordinary", N_("一般")
    URGENT = "urgent", N_("紧急")


class Size(Labelled):
    """The class of a matter; it gives the term where the item has none of its own."""

    SIMPLE = "simple", N_("简单")
    GENERAL = "general", N_("普通")
    HARD = "hard", N_("疑难")


class ClockKind(Labelled):
    """The clocks of an issue. Source: workflows.md, "Issue clocks" (*ask* among them); *recheck* ends on the date
    until which a suspension was granted."""

    CONTACT = "contact", N_("联系")
    TRIAGE = "triage", N_("派单")
    HANDLE = "handle", N_("办理")
    ACCEPT = "accept", N_("接收")
    DECIDE = "decide", N_("裁定")
    REVIEW = "review", N_("复核")
    JUDGE = "judge", N_("回访")
    QUESTION = "question", N_("补充")
    ASK = "ask", N_("审批")
    RECHECK = "recheck", N_("复查")


class AnswerKind(Labelled):
    """What an answer claims. The last two are read by a second person first."""

    DONE = "done", N_("已办")
    NOT_POSSIBLE = "not_possible", N_("办不了")
    NOT_OURS = "not_ours", N_("不归我们管")


class Solved(Labelled):
    """The resident's word on the answer."""

    SOLVED = "solved", N_("解决了")
    PARTLY = "partly", N_("部分解决")
    NOT = "not", N_("没有解决")


class Satisfaction(Labelled):
    """The resident's four levels; which rate takes 理解 is the district's setting."""

    VERY = "very", N_("非常满意")
    SATISFIED = "satisfied", N_("满意")
    UNDERSTANDS = "understands", N_("理解")
    DISSATISFIED = "dissatisfied", N_("不满意")


class End(Labelled):
    """How an issue ended. The last two stand outside the residents' rates. Source: workflows.md, "Ends"."""

    SOLVED = "solved", N_("已解决")
    PARTLY = "partly", N_("部分解决")
    NOT_SOLVED = "not_solved", N_("未解决")
    NOT_POSSIBLE = "not_possible", N_("办不了")
    NOT_OURS = "not_ours", N_("不归我们管")
    NO_LONGER_NEEDED = "no_longer_needed", N_("不再需要")
    DONE = "done", N_("核查办结")
    UNJUDGED = "unjudged", N_("未评")


class Ground(Labelled):
    """Why a matter is turned away or cannot be done. Source: forms.md, "Not accepted"; domain.md, "Ends"."""

    COURT = "court", N_("应由法院处理，或已进入诉讼")
    ARBITRATION = "arbitration", N_("应由仲裁或行政复议处理")
    PETITION = "petition", N_("已进入信访程序")
    DISCIPLINE = "discipline", N_("应由纪检监察机关处理")
    INFORMATION = "information", N_("应按政府信息公开申请办理")
    SECRET = "secret", N_("涉及国家秘密")
    EMERGENCY = "emergency", N_("应由 110、119、120、122 处理")
    LAW = "law", N_("法律法规不允许")
    POLICY = "policy", N_("不符合现行政策")
    FACTS = "facts", N_("现实条件办不到")

    @property
    def turns_away(self) -> bool:
        """Whether the matter may be turned away at once; the others need handling and an answer."""
        return self not in {Ground.LAW, Ground.POLICY, Ground.FACTS}


class Need(Labelled):
    """What an act must be given; the label completes "请写明…" at the field."""

    REASON = "reason", N_("理由")
    TEXT = "text", N_("内容")
    ITEM = "item", N_("权责清单条目")
    PROPOSED_OWNER = "proposed_owner", N_("建议由谁承办")
    TRIED = "tried", N_("本级做过什么")
    FOUND = "found", N_("查到了什么")
    DONE = "done", N_("做了什么")
    WHOSE = "whose", N_("是谁的事")
    NEXT = "next", N_("接下来怎么办")
    GROUND = "ground", N_("依据")
    ELSE = "else", N_("反映人还可以怎么办")
    EXTRA = "extra", N_("延多少")
    CODE = "code", N_("在等什么")
    REVIEW = "review", N_("复查日期")
