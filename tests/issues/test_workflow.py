"""The issue's table: row for row as agreed, and its laws."""
from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from liandong.duties.rules import lead_level
from liandong.duties.terms import Mark
from liandong.issues.guards import IssueFacts, Target
from liandong.issues.terms import Act, Need, Part, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.diagrams import page
from liandong.kernel.errors import NotAllowed, RuleBroken
from liandong.kernel.levels import Level
from liandong.kernel.workflow import Same
from tests.issues.table import EVERYTHING, NOW, refusal_of

# The agreed rows of workflows.md, "Issue", copied by hand (and what ADRs 16 and 19 add): act, label, from, to, by.
AGREED = """
receive          | 登记             | (new) | RECEIVED | STAFF IMPORT
receive_closed   | 导入历史         | (new) | CLOSED | IMPORT
contact          | 联系反映人       | RECEIVED ASSIGNED HANDLING SPLIT | same | FIRST OWNER
take             | 自己办           | RECEIVED | HANDLING | DESK
assign           | 派单             | RECEIVED | ASSIGNED | DESK
recall           | 收回             | ASSIGNED | RECEIVED | DESK
accept           | 接收             | ASSIGNED | HANDLING | OWNER
send_back        | 退回             | ASSIGNED HANDLING | SENT_BACK | OWNER
send_back_again  | 退回             | ASSIGNED HANDLING | ESCALATED | OWNER
agree_return     | 同意退回         | SENT_BACK | RECEIVED | DESK
refuse_return    | 不同意退回       | SENT_BACK | HANDLING | DESK
pass_return      | 到时上交         | SENT_BACK | ESCALATED | CLOCK
escalate         | 提级             | RECEIVED HANDLING | ESCALATED | DESK OWNER
rule             | 裁定             | ESCALATED | ASSIGNED | UP COORDINATION
ask_resident     | 请反映人补充     | HANDLING | ASKING | OWNER DESK
supplement       | 补充             | ASKING | HANDLING | RESIDENT CALLER
question_lapses  | 未补充           | ASKING | HANDLING | CLOCK
answer           | 答复反映人       | HANDLING | ANSWERED | OWNER
answer_no        | 答复办不了       | HANDLING | IN_REVIEW | OWNER
turn_away        | 不受理           | RECEIVED | IN_REVIEW | DESK
pass_review      | 复核同意         | IN_REVIEW | ANSWERED | SECOND
fail_review      | 复核不同意       | IN_REVIEW | HANDLING | SECOND
hand_to_desk     | 复核退调度       | IN_REVIEW | RECEIVED | SECOND
confirm          | 解决了或部分解决 | ANSWERED | CLOSED | RESIDENT CALLER
dispute          | 没有解决，请再办 | ANSWERED | HANDLING | RESIDENT CALLER
dispute_again    | 仍没解决         | ANSWERED | CLOSED | RESIDENT CALLER
judge_lapses     | 未评了结         | ANSWERED | CLOSED | CLOCK
check            | 核查办结         | ANSWERED | CLOSED | FIRST DESK
withdraw         | 撤回             | RECEIVED ASSIGNED HANDLING ASKING SUSPENDED | WITHDRAWN | RESIDENT CALLER
split            | 拆分             | RECEIVED HANDLING | SPLIT | DESK OWNER
answer_split     | 合并答复         | SPLIT | ANSWERED | FIRST
merge            | 并案             | RECEIVED ASSIGNED HANDLING | MERGED | DESK
unmerge          | 撤销并案         | MERGED | RECEIVED | DESK
follow_main      | 随主件了结       | MERGED | CLOSED | CLOCK
succeed          | 接替主件         | MERGED | RECEIVED | CLOCK
succeed_handling | 接替主件         | MERGED | HANDLING | CLOCK
take_in          | 并入             | every main state | same | CLOCK
let_go           | 撤出并案         | every main state | same | CLOCK
speak            | 评价             | ANSWERED MERGED | same | RESIDENT CALLER
reassign         | 改派             | HANDLING | ASSIGNED | DESK
ask_extend       | 请示延期         | HANDLING | HANDLING | OWNER DESK
extend           | 延期             | HANDLING | HANDLING | LEADER SECOND
ask_suspend      | 请示挂账         | HANDLING | HANDLING | OWNER DESK
suspend          | 挂账             | HANDLING | SUSPENDED | LEADER SECOND
refuse_ask       | 不同意请示       | HANDLING | HANDLING | LEADER SECOND
drop_ask         | 撤回请示         | HANDLING | HANDLING | OWNER DESK
resume           | 恢复办理         | SUSPENDED | HANDLING | OWNER DESK LEADER
review_due       | 到期复查         | SUSPENDED | HANDLING | CLOCK
pass_on          | 转同事           | HANDLING | HANDLING | OWNER
holder_left      | 任职结束，回到本单位 | every open state | same | CLOCK
note             | 记一笔           | every open state | same | OWNER DESK FIRST
interim          | 阶段答复         | every open state | same | OWNER DESK FIRST
add_paper        | 补充材料         | every open state CLOSED MERGED | same | RESIDENT OWNER DESK IMPORT
"""
OPEN = "RECEIVED ASSIGNED HANDLING SENT_BACK ESCALATED ASKING IN_REVIEW SPLIT SUSPENDED ANSWERED"

# The last column: what each act does to the clocks, in order.
CLOCKS = """
receive          | contact starts if the reporter left a way, handle starts, triage starts
contact          | contact met
take             | triage met
assign           | triage met, accept starts
recall           | accept ends, triage starts
accept           | accept met
send_back        | accept ends, decide starts
send_back_again  | accept ends, decide starts, handle stands while decide runs
agree_return     | decide met, triage starts
refuse_return    | decide met
pass_return      | decide missed, decide starts, handle stands while decide runs
escalate         | triage met, decide starts, handle stands while decide runs
rule             | decide met, handle goes on, accept starts
ask_resident     | handle stands, question starts
supplement       | question met, handle goes on
question_lapses  | question missed, handle goes on
answer           | handle met, judge starts
answer_no        | handle met, review starts
turn_away        | triage met, review starts
pass_review      | review met, handle met, judge starts
fail_review      | review met, handle goes on as if never ended
hand_to_desk     | review met, triage starts
confirm          | judge met, all end
dispute          | judge met, handle anew
dispute_again    | judge met, all end
judge_lapses     | judge missed, all end
check            | all end
withdraw         | all end
reassign         | accept starts
ask_extend       | ask starts
extend           | ask met, handle moved
ask_suspend      | ask starts
suspend          | ask met, handle stands, recheck starts
refuse_ask       | ask met
drop_ask         | ask ends
resume           | recheck ends, handle goes on
review_due       | recheck ends, handle goes on
split            | triage met
answer_split     | handle met, judge starts
merge            | all end
unmerge          | contact goes on as if never merged, handle goes on as if never merged, triage starts
succeed          | contact goes on as if never merged, handle goes on as if never merged, triage starts
succeed_handling | contact goes on as if never merged, handle goes on as if never merged
"""


def lines_of(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def states_of(cell: str) -> set[State | None]:
    words = cell.replace("every open state", OPEN).replace("every main state", OPEN.replace(" SPLIT", "")).split()
    return {None if word == "(new)" else State[word] for word in words}


def test_the_table_is_the_agreed_one_row_for_row() -> None:
    built = [(str(row.act), row.label, set(row.frm), "same" if isinstance(row.to, Same) else row.to.name,
              {Part(part).name for part in row.by}) for row in ISSUE.rows]
    agreed = [(act, label, states_of(frm), to, set(by.split())) for act, label, frm, to, by in lines_of(AGREED)]
    assert built == agreed


def test_every_state_and_every_act_is_used() -> None:
    assert ISSUE.states == {None, *State}
    assert {row.act for row in ISSUE.rows} == set(Act)


def test_an_issue_ends_closed_or_withdrawn() -> None:
    assert ISSUE.ends == {State.CLOSED, State.WITHDRAWN}
    assert {state for state in State if not state.is_open} == ISSUE.ends | {State.MERGED}, "a merged one's own end"


def test_each_act_does_to_the_clocks_what_was_agreed() -> None:
    built = {str(row.act): ", ".join(map(str, row.clocks)) for row in ISSUE.rows if row.clocks}
    assert built == dict(lines_of(CLOCKS))


def test_only_the_clock_and_imports_press_no_button() -> None:
    assert {row.act for row in ISSUE.rows if not row.button} == {
        Act.RECEIVE_CLOSED, Act.PASS_RETURN, Act.QUESTION_LAPSES, Act.JUDGE_LAPSES, Act.HOLDER_LEFT, Act.REVIEW_DUE,
        Act.FOLLOW_MAIN, Act.SUCCEED, Act.SUCCEED_HANDLING, Act.TAKE_IN, Act.LET_GO}


def test_the_committed_page_is_the_generated_one() -> None:
    committed = Path(__file__).parents[2] / "docs" / "workflows" / "issue.md"
    assert committed.read_text(encoding="utf-8") == page(ISSUE)


# --- laws

instants = st.one_of(st.none(), st.sampled_from([NOW - timedelta(hours=1), NOW, NOW + timedelta(hours=1)]))
marks = st.one_of(st.none(), st.fixed_dictionaries({level: st.sampled_from(Mark) for level in Level}))
people = st.one_of(st.none(), st.integers(1, 3))
targets = st.builds(Target, **dict.fromkeys((each.name for each in fields(Target)), ...))
facts_of_any_kind = st.builds(IssueFacts, **dict.fromkeys((each.name for each in fields(IssueFacts)), ...) | {
    "now": st.just(NOW), "given": st.one_of(st.none(), st.frozensets(st.sampled_from(Need)), st.just(EVERYTHING)),
    "actor_id": people, "writer_id": people, "return_until": instants, "return_passes_at": instants,
    "return_window": st.sampled_from([None, Term(1, Unit.WORKING_DAYS)]),
    "handle_due": instants, "recheck_due": instants, "asker_id": people, "question_due": instants,
    "judge_due": instants, "marks": marks, "item": st.just("GL016"),
    "target": st.one_of(st.none(), targets)})
HAND_OVERS = [(State.RECEIVED, Act.ASSIGN, Part.DESK), (State.RECEIVED, Act.TAKE, Part.DESK),
              (State.ESCALATED, Act.RULE, Part.UP), (State.ESCALATED, Act.RULE, Part.COORDINATION),
              (State.HANDLING, Act.REASSIGN, Part.DESK)]


@given(st.sampled_from([None, *State]), st.frozensets(st.sampled_from(Part)), facts_of_any_kind)
def test_buttons_and_steps_never_disagree(state: State | None, roles: frozenset[Part], facts: IssueFacts) -> None:
    human = {part for part in roles if part.human}
    allowed = {each.row.act for each in ISSUE.choices(state, roles, facts) if each.allowed}
    possible = set()
    for act in Act:
        try:
            step = ISSUE.step(state, act, human, facts)
        except (NotAllowed, RuleBroken):
            continue
        assert step.frm is state
        possible.add(act)
    assert possible == allowed


@given(facts_of_any_kind, st.sampled_from(HAND_OVERS))
def test_no_act_hands_a_matter_below_its_owner(facts: IssueFacts, way: tuple[State, Act, Part]) -> None:
    state, act, part = way
    done = replace(facts, given=facts.given or frozenset())
    if refusal_of(state, act, part, done) is not None:
        return
    target = done.target
    assert target is not None
    ruling = target.ruling and done.actor_is_coordination
    if done.marks is None:
        assert ruling
        return
    mark = done.marks[target.level] if act is not Act.TAKE else done.marks[done.holder_level or Level.COMPOUND]
    assert mark is Mark.LEADS or (mark is Mark.COOPERATES and (target.lead_attached or ruling))
    if act is Act.TAKE:
        assert lead_level(done.marks) is done.holder_level
