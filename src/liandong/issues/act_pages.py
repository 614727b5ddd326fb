"""Which form an act of the table takes, which service does it, and what is told after. One entry an act of a person."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from liandong.issues import forms, services
from liandong.issues.ask_forms import AskExtendForm, AskSuspendForm
from liandong.issues.ask_terms import SuspendCode
from liandong.issues.limits import MOST_PARTS
from liandong.issues.models import Issue
from liandong.issues.terms import Act, AnswerKind, Ground, Satisfaction, Solved
from liandong.kernel.words import N_, Sentence, say
from liandong.orgs.models import Organisation

Values = Mapping[str, Any]
Told = Callable[[Issue], Sentence]


@dataclass(frozen=True)
class ActPage:
    """The page of one act."""

    form: type[forms.VersionForm]
    do: Callable[..., Issue]
    values: Callable[[Values], dict[str, Any]]
    """What the form gives, as the service's own arguments."""
    told: Told
    help: str = ""
    """What the act means, in a sentence under the heading."""

    @property
    def is_direct(self) -> bool:
        """Nothing is asked: the button on the matter's page does it."""
        return self.form is forms.EmptyForm


def _nothing(_: Values) -> dict[str, Any]:
    return {}


def _take(*names: str) -> Callable[[Values], dict[str, Any]]:
    return lambda values: {name: values[name] for name in names}


def _paper(values: Values) -> dict[str, Any]:
    return {"text": values["text"], "files": values["attached"]}


def _said(text: str) -> Told:
    return lambda _: Sentence(text)


def _name(organisation: Organisation | None) -> str:
    return organisation.name if organisation else ""


def _no(values: Values) -> dict[str, Any]:
    return {"kind": AnswerKind(values["kind"]), "ground": Ground(values["ground"]), "reason": values["reason"],
            "whose": values["whose"], "instead": values["instead"]}


PAGES: dict[Act, ActPage] = {
    Act.CONTACT: ActPage(forms.ContactForm, services.contact, _take("note"), _said(N_("记下了，已经联系反映人。"))),
    Act.TAKE: ActPage(forms.ItemForm, services.take, lambda v: {"item_id": v["item"]}, _said(N_("已由本单位自己办。"))),
    Act.ASSIGN: ActPage(
        forms.OwnerForm, services.assign,
        lambda v: {"item_id": v["item"], "owner_id": v["owner"], "lead_id": v.get("lead") or None},
        lambda issue: say("已派给%(office)s。", office=_name(issue.owner))),
    Act.RECALL: ActPage(forms.EmptyForm, services.recall, _nothing, _said(N_("已收回，可以另派。"))),
    Act.ACCEPT: ActPage(forms.EmptyForm, services.accept, _nothing, _said(N_("已接收，现在由您办。"))),
    Act.SEND_BACK: ActPage(
        forms.SendBackForm, services.send_back,
        lambda v: {"item_id": v["item"], "proposed_id": v["proposed"], "reason": v["reason"]},
        _said(N_("已退回，等派单的调度答复。"))),
    Act.SEND_BACK_AGAIN: ActPage(
        forms.SendBackForm, services.send_back,
        lambda v: {"item_id": v["item"], "proposed_id": v["proposed"], "reason": v["reason"]},
        _said(N_("已退回，等区协调办裁定。"))),
    Act.AGREE_RETURN: ActPage(forms.EmptyForm, services.agree_return, _nothing, _said(N_("已同意退回，请另派。"))),
    Act.REFUSE_RETURN: ActPage(
        forms.RefuseReturnForm, services.refuse_return, lambda v: {"item_id": v["item"], "reason": v["reason"]},
        lambda issue: say("没有同意退回，仍由%(office)s办。", office=_name(issue.owner))),
    Act.ESCALATE: ActPage(forms.EscalateForm, services.escalate,
                          lambda v: {"item_id": v["item"], "tried": v["tried"]}, _said(N_("已提级，等上一级派单。"))),
    Act.RULE: ActPage(
        forms.RuleForm, services.rule,
        lambda v: {"item_id": v["item"], "owner_id": v["owner"], "text": v["text"], "losing_view": v["losing_view"]},
        lambda issue: say("已裁定由%(office)s办。", office=_name(issue.owner))),
    Act.ASK_RESIDENT: ActPage(forms.OneTextForm, services.ask_resident, _take("text"),
                              _said(N_("问题已经送出，办理的时限停表。")),
                              N_("反映人用链接回答，不用登录。到时没有答复，继续办。")),
    Act.SUPPLEMENT: ActPage(forms.OneTextForm, services.supplement, _take("text"), _said(N_("记下了，继续办。"))),
    Act.ANSWER: ActPage(
        forms.AnswerForm, services.answer,
        lambda v: {**_take("found", "done", "duty", "next")(v), "files": v["attached"], "claim": Solved(v["claim"])},
        _said(N_("已答复，等反映人评。")), N_("反映人看得到这里写的每一句。")),
    Act.ANSWER_NO: ActPage(forms.NoForm, services.answer_no, _no, _said(N_("写好了，另一位同志复核后送给反映人。")),
                           N_("由另一位同志复核，同意后反映人才看到。")),
    Act.TURN_AWAY: ActPage(forms.NoForm, services.turn_away, _no, _said(N_("写好了，另一位同志复核后送给反映人。")),
                           N_("由另一位同志复核，同意后反映人才看到。")),
    Act.PASS_REVIEW: ActPage(forms.EmptyForm, services.pass_review, _nothing, _said(N_("已同意，答复送给了反映人。"))),
    Act.FAIL_REVIEW: ActPage(forms.ReasonForm, services.fail_review, _take("reason"),
                             _said(N_("没有同意，承办继续办。"))),
    Act.HAND_TO_DESK: ActPage(forms.ReasonForm, services.hand_to_desk, _take("reason"),
                              _said(N_("没有同意，退给调度派单。"))),
    Act.CONFIRM: ActPage(
        forms.JudgeForm, services.judge,
        lambda v: {"solved": Solved(v["solved"]), "satisfied": Satisfaction(v["satisfied"]), "words": v["words"]},
        _said(N_("记下了反映人的话。")), N_("照反映人说的选。回访的人没有办过这件事。")),
    Act.CHECK: ActPage(forms.ContactForm, services.check, lambda v: {"text": v["note"]}, _said(N_("已核查办结。"))),
    Act.MERGE: ActPage(
        forms.MergeForm, services.merge, lambda v: {"main_id": v["main"]}, _said(N_("已并案，一起办、一起答复。")),
        N_("两位反映人各有各的链接，答复时都问到。有一位说没有解决，就再办。")),
    Act.UNMERGE: ActPage(forms.EmptyForm, services.unmerge, _nothing, _said(N_("已撤销并案，请派单。"))),
    Act.SPLIT: ActPage(
        forms.SplitForm, services.split,
        lambda v: {"parts": [v[f"part{n}"] for n in range(1, MOST_PARTS + 1)]},
        _said(N_("已拆分，每一件分别派单。")), N_("每一件写一句话，第一句做标题。反映人只在都办完以后问一次。")),
    Act.ANSWER_SPLIT: ActPage(
        forms.AnswerSplitForm, services.answer_split,
        lambda v: {**_take("found", "done", "duty", "next")(v), "claim": Solved(v["claim"])},
        _said(N_("已答复，等反映人评。")), N_("照各件的答复拟好了，请看一遍再送。反映人看得到这里写的每一句。")),
    Act.REASSIGN: ActPage(
        forms.ReassignForm, services.reassign,
        lambda v: {"item_id": v["item"], "owner_id": v["owner"], "lead_id": v.get("lead") or None,
                   "reason": v["reason"]},
        lambda issue: say("已改派给%(office)s。", office=_name(issue.owner)), N_("办理的时限不变，接着走。")),
    Act.ASK_EXTEND: ActPage(AskExtendForm, services.ask_extend, _take("extra", "reason"), _said(N_("已请示，等审批。")),
                            N_("同意以前，办理的时限照走。一件事只能延一次。")),
    Act.EXTEND: ActPage(forms.EmptyForm, services.extend, _nothing, _said(N_("已同意延期。"))),
    Act.ASK_SUSPEND: ActPage(
        AskSuspendForm, services.ask_suspend,
        lambda v: {"code": SuspendCode(v["code"]), "review_on": v["review_on"], "reason": v["reason"]},
        _said(N_("已请示，等审批。")), N_("同意以前，办理的时限照走。")),
    Act.SUSPEND: ActPage(forms.EmptyForm, services.suspend, _nothing, _said(N_("已同意挂账，办理的时限停表。"))),
    Act.REFUSE_ASK: ActPage(forms.ReasonForm, services.refuse_ask, _take("reason"), _said(N_("没有同意，照旧办理。"))),
    Act.DROP_ASK: ActPage(forms.EmptyForm, services.drop_ask, _nothing, _said(N_("请示已撤回。"))),
    Act.RESUME: ActPage(forms.EmptyForm, services.resume, _nothing, _said(N_("已恢复办理，时限接着走。"))),
    Act.WITHDRAW: ActPage(forms.ReasonForm, services.withdraw, _take("reason"), _said(N_("已撤回。")),
                          N_("撤回以后不能恢复，要办得重新登记。")),
    Act.PASS_ON: ActPage(forms.PassOnForm, services.pass_on, _take("to"), _said(N_("已转给同事。"))),
    Act.NOTE: ActPage(forms.PaperForm, services.note, _paper, _said(N_("记下了。")),
                      N_("只有办理的人看得到。")),
    Act.INTERIM: ActPage(forms.PaperForm, services.interim, _paper,
                         _said(N_("阶段答复已经送给反映人。")), N_("反映人看得到，状态不变。")),
    Act.ADD_PAPER: ActPage(forms.PaperForm, services.add_paper, _paper, _said(N_("材料记下了。"))),
}
"""`dispute`, `dispute_again` and `speak` stand on the page of `confirm`: one question, the word says which."""
JUDGING = frozenset({Act.CONFIRM, Act.DISPUTE, Act.DISPUTE_AGAIN, Act.SPEAK})
