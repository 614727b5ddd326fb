"""The process of an issue. Source: workflows.md, "Issue"; a row is changed by an ADR, and that file with it.

Missing here, because they come with *Every turn of a matter*: merge and split, suspend, extend, reassign, whistle,
reopen. A state of None is the one before an issue exists.
"""
from __future__ import annotations

from liandong.issues import guards as g
from liandong.issues.clocks import Anew, GoOn, Meet, Miss, Reopen, Stand, Start, Stop, StopAll
from liandong.issues.guards import IssueFacts, needs
from liandong.issues.terms import OPEN_STATES, ClockKind, Need
from liandong.issues.terms import Act as A
from liandong.issues.terms import Part as P
from liandong.issues.terms import State as S
from liandong.kernel.words import N_
from liandong.kernel.workflow import SAME, Row, Workflow, row

CONTACT, TRIAGE, HANDLE, ACCEPT, DECIDE, REVIEW, JUDGE, QUESTION = ClockKind

# handle stands in ESCALATED only as long as decide runs, then it goes on
STANDS_FOR_DECIDE = Stand(HANDLE, while_runs=DECIDE)

_ROWS: list[Row[S, A, IssueFacts]] = [
    row(A.RECEIVE, N_("登记"), None, S.RECEIVED, {P.STAFF, P.IMPORT}, g.PLACE_KNOWN,
        clocks=[Start(CONTACT, if_reachable=True), Start(HANDLE), Start(TRIAGE)]),
    row(A.RECEIVE_CLOSED, N_("导入历史"), None, S.CLOSED, {P.IMPORT}, g.CLOSED_IN_FILE),
    row(A.TAKE, N_("自己办"), S.RECEIVED, S.HANDLING, {P.DESK}, g.LEADS_HERE, clocks=[Meet(TRIAGE)]),
    row(A.ASSIGN, N_("派单"), S.RECEIVED, S.ASSIGNED, {P.DESK}, g.CATALOGUE_LAW, clocks=[Meet(TRIAGE), Start(ACCEPT)]),
    row(A.RECALL, N_("收回"), S.ASSIGNED, S.RECEIVED, {P.DESK}, clocks=[Stop(ACCEPT), Start(TRIAGE)]),
    row(A.ACCEPT, N_("接收"), S.ASSIGNED, S.HANDLING, {P.OWNER}, clocks=[Meet(ACCEPT)]),
    # the rest
]
