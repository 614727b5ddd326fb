"""The process of an issue. Source: workflows.md, "Issue"; a row is changed by an ADR, and that file with it.

Missing here: reopen, the asks *not count* and *late entry*, and whistle, which comes with the whistles.
A state of None is the one before an issue exists. The order of the rows is the order of the buttons.
"""
from __future__ import annotations

from liandong.issues import guards as g
from liandong.issues import kin_guards as k
from liandong.issues import time_guards as t
from liandong.issues.ask_terms import AskKind
from liandong.issues.clocks import Anew, Extend, GoOn, Meet, Miss, Reopen, Revive, Stand, Start, Stop, StopAll, Until
from liandong.issues.guards import IssueFacts, needs
from liandong.issues.terms import OPEN_STATES, Need
from liandong.issues.terms import Act as A
from liandong.issues.terms import ClockKind as C
from liandong.issues.terms import Part as P
from liandong.issues.terms import State as S
from liandong.kernel.words import N_
from liandong.kernel.workflow import SAME, Row, Workflow, row

# In ESCALATED the term stands only as long as the district's decision is not late: nobody gains by waiting.
HANDLE_STANDS_FOR_DECIDE = Stand(C.HANDLE, while_runs=C.DECIDE)
SEND_BACK_RULES = (g.BY_ASSIGNMENT, g.NOT_RULED, g.IN_RETURN_TIME, needs(Need.ITEM, Need.PROPOSED_OWNER))

GRANTING = {P.LEADER, P.SECOND}

ROWS: list[Row[S, A, IssueFacts]] = [
    # coming in
    row(A.RECEIVE, N_("登记"), None, S.RECEIVED, {P.STAFF, P.IMPORT}, g.PLACE_KNOWN,
        clocks=[Start(C.CONTACT, if_reachable=True), Start(C.HANDLE), Start(C.TRIAGE)]),
    row(A.RECEIVE_CLOSED, N_("导入历史"), None, S.CLOSED, {P.IMPORT}, g.CLOSED_IN_FILE),
    row(A.CONTACT, N_("联系反映人"), {S.RECEIVED, S.ASSIGNED, S.HANDLING, S.SPLIT}, SAME, {P.FIRST, P.OWNER},
        g.REACHABLE, clocks=[Meet(C.CONTACT)]),

    # finding the owner
    row(A.TAKE, N_("自己办"), S.RECEIVED, S.HANDLING, {P.DESK}, g.LEADS_HERE, clocks=[Meet(C.TRIAGE)]),
    row(A.ASSIGN, N_("派单"), S.RECEIVED, S.ASSIGNED, {P.DESK}, g.CATALOGUE_LAW,
        clocks=[Meet(C.TRIAGE), Start(C.ACCEPT)]),
    row(A.RECALL, N_("收回"), S.ASSIGNED, S.RECEIVED, {P.DESK}, clocks=[Stop(C.ACCEPT), Start(C.TRIAGE)]),
    row(A.ACCEPT, N_("接收"), S.ASSIGNED, S.HANDLING, {P.OWNER}, clocks=[Meet(C.ACCEPT)]),
    # Two acts, one word: which of them is offered depends on a return before. To send back is to have reacted, so the
    # accept clock ends; the term itself runs on, that nobody wins time by it.
    row(A.SEND_BACK, N_("退回"), {S.ASSIGNED, S.HANDLING}, S.SENT_BACK, {P.OWNER}, g.FIRST_RETURN, *SEND_BACK_RULES,
        clocks=[Stop(C.ACCEPT), Start(C.DECIDE)]),
    row(A.SEND_BACK_AGAIN, N_("退回"), {S.ASSIGNED, S.HANDLING}, S.ESCALATED, {P.OWNER}, g.RETURNED_BEFORE,
        *SEND_BACK_RULES, clocks=[Stop(C.ACCEPT), Start(C.DECIDE), HANDLE_STANDS_FOR_DECIDE]),
    # While a return waits, the desk that holds the matter is the one that assigned it.
    row(A.AGREE_RETURN, N_("同意退回"), S.SENT_BACK, S.RECEIVED, {P.DESK}, clocks=[Meet(C.DECIDE), Start(C.TRIAGE)]),
    row(A.REFUSE_RETURN, N_("不同意退回"), S.SENT_BACK, S.HANDLING, {P.DESK}, needs(Need.ITEM),
        clocks=[Meet(C.DECIDE)]),
    row(A.PASS_RETURN, N_("到时上交"), S.SENT_BACK, S.ESCALATED, {P.CLOCK}, g.RETURN_OVER,
        clocks=[Miss(C.DECIDE), Start(C.DECIDE), HANDLE_STANDS_FOR_DECIDE]),
    row(A.ESCALATE, N_("提级"), {S.RECEIVED, S.HANDLING}, S.ESCALATED, {P.DESK, P.OWNER}, g.LEADS_HIGHER,
        needs(Need.TRIED), clocks=[Meet(C.TRIAGE), Start(C.DECIDE), HANDLE_STANDS_FOR_DECIDE]),
    # workflows.md calls it 派单 when it came from below and 裁定 in a dispute: one word here, since either way the
    # level above has decided and it cannot be sent back. For a department UP is 区协调办.
    row(A.RULE, N_("裁定"), S.ESCALATED, S.ASSIGNED, {P.UP, P.COORDINATION}, g.CATALOGUE_LAW,
        clocks=[Meet(C.DECIDE), GoOn(C.HANDLE), Start(C.ACCEPT)]),

    # asking the resident for more
    row(A.ASK_RESIDENT, N_("请反映人补充"), S.HANDLING, S.ASKING, {P.OWNER, P.DESK}, g.REACHABLE, needs(Need.TEXT),
        clocks=[Stand(C.HANDLE), Start(C.QUESTION)]),
    row(A.SUPPLEMENT, N_("补充"), S.ASKING, S.HANDLING, {P.RESIDENT, P.CALLER}, g.NOT_HANDLER, needs(Need.TEXT),
        clocks=[Meet(C.QUESTION), GoOn(C.HANDLE)]),
    row(A.QUESTION_LAPSES, N_("未补充"), S.ASKING, S.HANDLING, {P.CLOCK}, g.QUESTION_OVER,
        clocks=[Miss(C.QUESTION), GoOn(C.HANDLE)]),

    # answering
    row(A.ANSWER, N_("答复反映人"), S.HANDLING, S.ANSWERED, {P.OWNER},
        needs(Need.FOUND, Need.DONE, Need.WHOSE, Need.NEXT), clocks=[Meet(C.HANDLE), Start(C.JUDGE)]),
    row(A.ANSWER_NO, N_("答复办不了"), S.HANDLING, S.IN_REVIEW, {P.OWNER}, g.KIND_OF_NO,
        needs(Need.GROUND, Need.REASON, Need.ELSE), clocks=[Meet(C.HANDLE), Start(C.REVIEW)]),
    row(A.TURN_AWAY, N_("不受理"), S.RECEIVED, S.IN_REVIEW, {P.DESK}, g.KIND_OF_NO,
        needs(Need.GROUND, Need.REASON), g.GROUND_TURNS_AWAY, clocks=[Meet(C.TRIAGE), Start(C.REVIEW)]),
    # What was turned away still has its term running: the agreed answer is what ends it.
    row(A.PASS_REVIEW, N_("复核同意"), S.IN_REVIEW, S.ANSWERED, {P.SECOND}, g.SECOND_READER,
        clocks=[Meet(C.REVIEW), Meet(C.HANDLE), Start(C.JUDGE)]),
    row(A.FAIL_REVIEW, N_("复核不同意"), S.IN_REVIEW, S.HANDLING, {P.SECOND}, g.HAS_OWNER, g.SECOND_READER,
        needs(Need.REASON), clocks=[Meet(C.REVIEW), Reopen(C.HANDLE)]),
    row(A.HAND_TO_DESK, N_("复核退调度"), S.IN_REVIEW, S.RECEIVED, {P.SECOND}, g.HAS_NO_OWNER, g.SECOND_READER,
        needs(Need.REASON), clocks=[Meet(C.REVIEW), Start(C.TRIAGE)]),

    # the resident's word
    # Two answers, one act: 解决了 ends solved, 部分解决 partly (`terms.Solved` has the two buttons' words).
    row(A.CONFIRM, N_("解决了或部分解决"), S.ANSWERED, S.CLOSED, {P.RESIDENT, P.CALLER}, g.ASKED_HERE,
        k.ALL_HEARD, g.NOT_HANDLER, clocks=[Meet(C.JUDGE), StopAll()]),
    row(A.DISPUTE, N_("没有解决，请再办"), S.ANSWERED, S.HANDLING, {P.RESIDENT, P.CALLER}, g.ASKED_HERE, g.DISPUTABLE,
        g.NOT_HANDLER, clocks=[Meet(C.JUDGE), Anew(C.HANDLE)]),
    row(A.DISPUTE_AGAIN, N_("仍没解决"), S.ANSWERED, S.CLOSED, {P.RESIDENT, P.CALLER}, g.ASKED_HERE, g.NOT_DISPUTABLE,
        k.ALL_HEARD, g.NOT_HANDLER, clocks=[Meet(C.JUDGE), StopAll()]),
    row(A.JUDGE_LAPSES, N_("未评了结"), S.ANSWERED, S.CLOSED, {P.CLOCK}, g.JUDGE_OVER,
        clocks=[Miss(C.JUDGE), StopAll()]),
    row(A.CHECK, N_("核查办结"), S.ANSWERED, S.CLOSED, {P.FIRST, P.DESK}, g.NOBODY_TO_ASK, g.NOT_OWN_WORK,
        clocks=[StopAll()]),
    row(A.WITHDRAW, N_("撤回"), {S.RECEIVED, S.ASSIGNED, S.HANDLING, S.ASKING, S.SUSPENDED}, S.WITHDRAWN,
        {P.RESIDENT, P.CALLER}, g.NOT_HANDLER, clocks=[StopAll()]),

    # one matter as several
    # The parent's term runs on; its children have their own, and are judged with it: the reporter is asked once.
    row(A.SPLIT, N_("拆分"), {S.RECEIVED, S.HANDLING}, S.SPLIT, {P.DESK, P.OWNER}, g.NO_CHILD, k.NO_TWINS,
        g.TWO_PARTS,
        clocks=[Meet(C.TRIAGE)]),
    row(A.ANSWER_SPLIT, N_("合并答复"), S.SPLIT, S.ANSWERED, {P.FIRST}, g.CHILDREN_CLOSED,
        needs(Need.FOUND, Need.DONE, Need.WHOSE, Need.NEXT), clocks=[Meet(C.HANDLE), Start(C.JUDGE)]),

    # several matters as one
    # A merged matter has its own end; the main's is shown to its reporter, who is asked with all others. To be merged
    # into, to let go and to succeed are the other halves of acts on the merged one: by the clock, so no buttons.
    row(A.MERGE, N_("并案"), {S.RECEIVED, S.ASSIGNED, S.HANDLING}, S.MERGED, {P.DESK}, k.ALONE, k.MAIN_FITS,
        clocks=[StopAll()]),
    row(A.UNMERGE, N_("撤销并案"), S.MERGED, S.RECEIVED, {P.DESK}, k.MAIN_OPEN,
        clocks=[Revive(C.CONTACT), Revive(C.HANDLE), Start(C.TRIAGE)]),
    row(A.FOLLOW_MAIN, N_("随主件了结"), S.MERGED, S.CLOSED, {P.CLOCK}, k.MAIN_CLOSED),
    row(A.SUCCEED, N_("接替主件"), S.MERGED, S.RECEIVED, {P.CLOCK}, k.MAIN_WITHDRAWN,
        clocks=[Revive(C.CONTACT), Revive(C.HANDLE), Start(C.TRIAGE)]),
    row(A.SUCCEED_HANDLING, N_("接替主件"), S.MERGED, S.HANDLING, {P.CLOCK}, k.MAIN_WITHDRAWN,
        clocks=[Revive(C.CONTACT), Revive(C.HANDLE)]),
    row(A.TAKE_IN, N_("并入"), OPEN_STATES - {S.SPLIT}, SAME, {P.CLOCK}),
    row(A.LET_GO, N_("撤出并案"), OPEN_STATES - {S.SPLIT}, SAME, {P.CLOCK}),
    # One reporter of several has judged: the answer's end waits for the others, or until the time to judge is over.
    row(A.SPEAK, N_("评价"), {S.ANSWERED, S.MERGED}, SAME, {P.RESIDENT, P.CALLER}, g.ASKED_HERE, k.ONE_OF_SEVERAL,
        k.NOT_HEARD, g.NOT_HANDLER),

    # approval and time
    # The first duty goes back to who received it until the new owner accepts: nobody's term is won by it.
    row(A.REASSIGN, N_("改派"), S.HANDLING, S.ASSIGNED, {P.DESK}, g.CATALOGUE_LAW, t.OTHER_OFFICE, needs(Need.REASON),
        clocks=[Start(C.ACCEPT)]),
    # An ask is granted by the act that it asks for; the term runs until then. Who grants: `ask_flow`, ADR 20.
    row(A.ASK_EXTEND, N_("请示延期"), S.HANDLING, S.HANDLING, {P.OWNER, P.DESK}, t.NO_OPEN_ASK, *t.EXTENDABLE,
        needs(Need.REASON), clocks=[Start(C.ASK)]),
    row(A.EXTEND, N_("延期"), S.HANDLING, S.HANDLING, GRANTING, t.asked_for(AskKind.EXTEND), t.ANOTHER_PERSON,
        *t.EXTENDABLE, clocks=[Meet(C.ASK), Extend(C.HANDLE)]),
    row(A.ASK_SUSPEND, N_("请示挂账"), S.HANDLING, S.HANDLING, {P.OWNER, P.DESK}, t.NO_OPEN_ASK,
        needs(Need.CODE, Need.REVIEW, Need.REASON), t.REVIEW_AHEAD, clocks=[Start(C.ASK)]),
    row(A.SUSPEND, N_("挂账"), S.HANDLING, S.SUSPENDED, GRANTING, t.asked_for(AskKind.SUSPEND), t.ANOTHER_PERSON,
        t.REVIEW_AHEAD, clocks=[Meet(C.ASK), Stand(C.HANDLE), Until(C.RECHECK)]),
    row(A.REFUSE_ASK, N_("不同意请示"), S.HANDLING, S.HANDLING, GRANTING, t.asked_for(*AskKind), t.ANOTHER_PERSON,
        needs(Need.REASON), clocks=[Meet(C.ASK)]),
    row(A.DROP_ASK, N_("撤回请示"), S.HANDLING, S.HANDLING, {P.OWNER, P.DESK}, t.asked_for(*AskKind), t.THE_ASKER,
        clocks=[Stop(C.ASK)]),
    row(A.RESUME, N_("恢复办理"), S.SUSPENDED, S.HANDLING, {P.OWNER, P.DESK, P.LEADER},
        clocks=[Stop(C.RECHECK), GoOn(C.HANDLE)]),
    row(A.REVIEW_DUE, N_("到期复查"), S.SUSPENDED, S.HANDLING, {P.CLOCK}, g.REVIEW_OVER,
        clocks=[Stop(C.RECHECK), GoOn(C.HANDLE)]),

    # beside the way
    row(A.PASS_ON, N_("转同事"), S.HANDLING, S.HANDLING, {P.OWNER}, g.SAME_OFFICE),
    row(A.HOLDER_LEFT, N_("任职结束，回到本单位"), OPEN_STATES, SAME, {P.CLOCK}, g.HELD),
    row(A.NOTE, N_("记一笔"), OPEN_STATES, SAME, {P.OWNER, P.DESK, P.FIRST}, needs(Need.TEXT)),
    row(A.INTERIM, N_("阶段答复"), OPEN_STATES, SAME, {P.OWNER, P.DESK, P.FIRST}, needs(Need.TEXT)),
    row(A.ADD_PAPER, N_("补充材料"), OPEN_STATES | {S.CLOSED, S.MERGED}, SAME, {P.RESIDENT, P.OWNER, P.DESK, P.IMPORT},
        needs(Need.TEXT)),
]
ISSUE: Workflow[S, A, IssueFacts] = Workflow("issue", None, ROWS)
"""The table of the issue: `ISSUE.choices` for buttons, `ISSUE.step` before an act."""
