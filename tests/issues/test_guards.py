"""What the issue's rows ask before they let an act pass, and the words in which they refuse."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from liandong.duties.terms import Mark
from liandong.issues import services
from liandong.issues.guards import IssueFacts, Target
from liandong.issues.terms import Act, AnswerKind, Ground, Need, Part, State
from liandong.issues.workflow import ISSUE
from liandong.kernel.calendar import Term, Unit
from liandong.kernel.levels import Level
from liandong.kernel.words import Sentence, say
from tests.issues.table import BUTTONS, EVERYTHING, NOW, buttons, refusal_of

HOUR = timedelta(hours=1)
DAY = Term(1, Unit.WORKING_DAYS)
LIFT = {Level.DISTRICT: Mark.COOPERATES, Level.STREET: Mark.LEADS, Level.COMMUNITY: Mark.COOPERATES,
        Level.COMPOUND: Mark.NONE}
PARKING = {Level.DISTRICT: Mark.LEADS, Level.STREET: Mark.TAKEN_BACK, Level.COMMUNITY: Mark.NONE,
           Level.COMPOUND: Mark.NONE}


# --- sending back


RETURNS = pytest.mark.parametrize(("act", "before"), [(Act.SEND_BACK, False), (Act.SEND_BACK_AGAIN, True)])


@RETURNS
def test_a_matter_cannot_be_sent_back_later_than_its_time_after_accepting(act: Act, before: bool) -> None:
    facts = replace(BUTTONS, assigned=True, returned_before=before, return_until=NOW - HOUR,
                    return_window=DAY)
    assert buttons(State.HANDLING, Part.OWNER, facts)[act] == say(
        "接收前或接收后 %(term)s内才能退回，已过 %(until)s。", term=DAY.words(), until=NOW - HOUR)
    assert buttons(State.HANDLING, Part.OWNER, replace(facts, return_until=NOW))[act] is None
    assert buttons(State.ASSIGNED, Part.OWNER, replace(facts, return_until=None))[act] is None


@RETURNS
def test_what_was_ruled_or_taken_by_oneself_cannot_be_sent_back(act: Act, before: bool) -> None:
    ruled = buttons(State.ASSIGNED, Part.OWNER, replace(BUTTONS, assigned=True, ruled=True, returned_before=before))
    assert str(ruled[act]) == "这件事由裁定派出，不能再退回。"
    taken = buttons(State.HANDLING, Part.OWNER, replace(BUTTONS, assigned=False, returned_before=before))
    assert str(taken[act]) == "这件事是自己办的，没有派单可退。"


def test_of_the_two_returns_only_the_one_whose_turn_it_is_has_a_button() -> None:
    first, second = Act.SEND_BACK, Act.SEND_BACK_AGAIN
    for before, there, gone in [(False, first, second), (True, second, first)]:
        shown = buttons(State.ASSIGNED, Part.OWNER, replace(BUTTONS, assigned=True, returned_before=before))
        assert there in shown
        assert gone not in shown


def test_an_unanswered_return_goes_up_only_when_its_time_is_over() -> None:
    facts = IssueFacts(now=NOW, return_passes_at=NOW)
    assert refusal_of(State.SENT_BACK, Act.PASS_RETURN, Part.CLOCK, facts) == say("还没到时：%(until)s。", until=NOW)
    assert refusal_of(State.SENT_BACK, Act.PASS_RETURN, Part.CLOCK, replace(facts, now=NOW + HOUR)) is None
    assert refusal_of(State.SENT_BACK, Act.PASS_RETURN, Part.CLOCK, replace(facts, return_passes_at=None)) is not None


# --- who owns


def test_an_issue_of_the_street_cannot_be_sent_down_to_a_compound() -> None:
    facts = IssueFacts(now=NOW, item="GL016 加装电梯", marks=LIFT, target=Target(Level.COMPOUND, lead_attached=True))
    reason = refusal_of(State.RECEIVED, Act.ASSIGN, Part.DESK, facts)
    assert reason == say("%(item)s由%(level)s主责，不得下派。", item="GL016 加装电梯", level=Sentence("街道"))
    assert str(reason) == "GL016 加装电梯由街道主责，不得下派。"


def test_before_an_office_is_chosen_the_button_to_assign_is_there_and_the_act_is_not() -> None:
    assert buttons(State.RECEIVED, Part.DESK)[Act.ASSIGN] is None
    assert str(refusal_of(State.RECEIVED, Act.ASSIGN, Part.DESK, IssueFacts(now=NOW))) == "请选派给谁。"


def test_a_community_that_helps_gets_the_matter_only_with_the_lead_attached() -> None:
    facts = IssueFacts(now=NOW, item="GL016", marks=LIFT, target=Target(Level.COMMUNITY))
    assert refusal_of(State.RECEIVED, Act.ASSIGN, Part.DESK, facts) is not None
    attached = replace(facts, target=Target(Level.COMMUNITY, lead_attached=True))
    assert refusal_of(State.RECEIVED, Act.ASSIGN, Part.DESK, attached) is None


def test_only_the_districts_coordination_office_hands_over_by_ruling_and_never_to_where_it_was_taken_back() -> None:
    street = IssueFacts(now=NOW, marks=None, target=Target(Level.STREET, ruling=True))
    assert str(refusal_of(State.ESCALATED, Act.RULE, Part.UP, street)) == "只有区协调办能凭裁定派单。"
    ruled = replace(street, actor_is_coordination=True)
    assert refusal_of(State.ESCALATED, Act.RULE, Part.COORDINATION, ruled) is None
    assert refusal_of(State.ESCALATED, Act.RULE, Part.COORDINATION, replace(ruled, marks=PARKING)) is not None


def test_a_desk_takes_only_what_its_own_office_leads() -> None:
    facts = IssueFacts(now=NOW, item="GL016", marks=LIFT, holder_level=Level.STREET,
                       target=Target(Level.STREET, is_lead=True))
    assert refusal_of(State.RECEIVED, Act.TAKE, Part.DESK, facts) is None
    other = replace(facts, target=Target(Level.STREET))
    assert str(refusal_of(State.RECEIVED, Act.TAKE, Part.DESK, other)) == "GL016由同级的另一家单位主责，要派单。"
    below = replace(facts, holder_level=Level.COMMUNITY)
    assert str(refusal_of(State.RECEIVED, Act.TAKE, Part.DESK, below)) == "GL016由街道主责，不能自己办。"
    assert str(refusal_of(State.RECEIVED, Act.TAKE, Part.DESK, replace(facts, marks=None))) == "请写明权责清单条目。"
    nobodys = replace(facts, marks={})
    assert str(refusal_of(State.RECEIVED, Act.TAKE, Part.DESK, nobodys)) == "GL016没有写明主责，不能自己办。"
    assert buttons(State.RECEIVED, Part.DESK)[Act.TAKE] is None


def test_a_matter_goes_up_if_a_higher_level_leads_or_nobody_clearly_with_what_was_tried() -> None:
    facts = IssueFacts(now=NOW, item="GL016", marks=LIFT, holder_level=Level.COMMUNITY, given=frozenset({Need.TRIED}))
    assert refusal_of(State.RECEIVED, Act.ESCALATE, Part.DESK, facts) is None
    own = replace(facts, holder_level=Level.STREET)
    assert str(refusal_of(State.RECEIVED, Act.ESCALATE, Part.DESK, own)) == "GL016由街道主责，不归上一级。"
    assert refusal_of(State.RECEIVED, Act.ESCALATE, Part.DESK, replace(own, nobody_clearly=True)) is None
    unknown = replace(facts, marks=None)
    assert refusal_of(State.RECEIVED, Act.ESCALATE, Part.DESK, unknown) is not None
    untried = replace(facts, given=frozenset())
    assert str(refusal_of(State.RECEIVED, Act.ESCALATE, Part.DESK, untried)) == "请写明本级做过什么。"
    assert buttons(State.HANDLING, Part.OWNER, replace(BUTTONS, marks=LIFT))[Act.ESCALATE] is None


def test_a_matter_passes_to_a_colleague_of_the_same_office_only() -> None:
    facts = IssueFacts(now=NOW, target=Target(Level.STREET, same_office=True))
    assert refusal_of(State.HANDLING, Act.PASS_ON, Part.OWNER, facts) is None
    assert refusal_of(State.HANDLING, Act.PASS_ON, Part.OWNER, replace(facts, target=Target(Level.STREET))) is not None
    assert refusal_of(State.HANDLING, Act.PASS_ON, Part.OWNER, replace(facts, target=None)) is not None
    assert buttons(State.HANDLING, Part.OWNER)[Act.PASS_ON] is None


# --- coming in, asking, answering


def test_a_matter_comes_in_with_a_place_known_at_least_to_the_street() -> None:
    for level, passes in [(Level.COMPOUND, True), (Level.STREET, True), (Level.DISTRICT, False), (None, False)]:
        facts = IssueFacts(now=NOW, place_level=level)
        assert (refusal_of(None, Act.RECEIVE, Part.STAFF, facts) is None) is passes
    assert list(buttons(None, Part.STAFF)) == [Act.RECEIVE]


def test_history_is_loaded_only_if_the_file_says_that_it_is_closed() -> None:
    assert refusal_of(None, Act.RECEIVE_CLOSED, Part.IMPORT, IssueFacts(now=NOW)) is not None
    assert refusal_of(None, Act.RECEIVE_CLOSED, Part.IMPORT, IssueFacts(now=NOW, closed_in_file=True)) is None


def test_nobody_is_asked_who_left_no_way() -> None:
    for act in (Act.CONTACT, Act.ASK_RESIDENT):
        assert str(buttons(State.HANDLING, Part.OWNER)[act]) == "反映人没有留联系方式。"
        assert buttons(State.HANDLING, Part.OWNER, replace(BUTTONS, reporter_reachable=True))[act] is None


NEEDS: list[tuple[State, Act, Part, set[Need]]] = [
    (State.ASSIGNED, Act.SEND_BACK, Part.OWNER, {Need.ITEM, Need.PROPOSED_OWNER}),
    (State.SENT_BACK, Act.REFUSE_RETURN, Part.DESK, {Need.ITEM}),
    (State.HANDLING, Act.ESCALATE, Part.OWNER, {Need.TRIED}),
    (State.HANDLING, Act.ASK_RESIDENT, Part.OWNER, {Need.TEXT}),
    (State.ASKING, Act.SUPPLEMENT, Part.RESIDENT, {Need.TEXT}),
    (State.HANDLING, Act.ANSWER, Part.OWNER, {Need.FOUND, Need.DONE, Need.WHOSE, Need.NEXT}),
    (State.HANDLING, Act.ANSWER_NO, Part.OWNER, {Need.WHOSE, Need.GROUND, Need.REASON, Need.ELSE}),
    (State.RECEIVED, Act.TURN_AWAY, Part.DESK, {Need.WHOSE, Need.GROUND, Need.REASON}),
    (State.IN_REVIEW, Act.FAIL_REVIEW, Part.SECOND, {Need.REASON}),
    (State.CLOSED, Act.ADD_PAPER, Part.RESIDENT, {Need.TEXT}),
    (State.ANSWERED, Act.NOTE, Part.FIRST, {Need.TEXT}),
    (State.ANSWERED, Act.INTERIM, Part.FIRST, {Need.TEXT}),
]
WILLING = IssueFacts(now=NOW, assigned=True, has_owner=True, reporter_reachable=True, nobody_clearly=True, actor_id=2,
                     writer_id=1, kind_given=AnswerKind.NOT_OURS, ground=Ground.COURT)


@pytest.mark.parametrize(("state", "act", "part", "needed"), NEEDS)
def test_an_act_is_refused_until_it_is_given_what_it_needs(
        state: State, act: Act, part: Part, needed: set[Need]) -> None:
    assert refusal_of(state, act, part, replace(WILLING, given=frozenset(needed))) is None
    for need in needed:
        reason = refusal_of(state, act, part, replace(WILLING, given=EVERYTHING - {need}))
        assert reason == say("请写明%(need)s。", need=Sentence(need.label))
    assert buttons(state, part, replace(WILLING, given=None))[act] is None


@pytest.mark.parametrize(("state", "act", "part", "facts"), [
    (State.HANDLING, Act.SEND_BACK_AGAIN, Part.OWNER, replace(WILLING, returned_before=True)),
    (State.IN_REVIEW, Act.HAND_TO_DESK, Part.SECOND, replace(WILLING, has_owner=False)),
])
def test_the_second_return_and_the_way_to_the_desk_need_the_same_as_their_twins(
        state: State, act: Act, part: Part, facts: IssueFacts) -> None:
    assert refusal_of(state, act, part, facts) is not None
    assert refusal_of(state, act, part, replace(facts, given=EVERYTHING)) is None


def test_a_no_says_of_which_kind_it_is_and_only_not_ours_names_whose() -> None:
    facts = IssueFacts(now=NOW, given=frozenset({Need.GROUND, Need.REASON, Need.ELSE}),
                       kind_given=AnswerKind.NOT_POSSIBLE)
    assert refusal_of(State.HANDLING, Act.ANSWER_NO, Part.OWNER, facts) is None
    done = replace(facts, kind_given=AnswerKind.DONE)
    assert str(refusal_of(State.HANDLING, Act.ANSWER_NO, Part.OWNER, done)) == "请选办不了还是不归我们管。"
    assert str(refusal_of(State.RECEIVED, Act.TURN_AWAY, Part.DESK, done)) == "请选办不了还是不归我们管。"


@pytest.mark.parametrize("ground", [None, *Ground])
def test_a_matter_is_turned_away_only_on_a_ground_of_the_list(ground: Ground | None) -> None:
    facts = IssueFacts(now=NOW, given=EVERYTHING, kind_given=AnswerKind.NOT_OURS, ground=ground)
    passes = ground not in {None, Ground.LAW, Ground.POLICY, Ground.FACTS}
    assert (refusal_of(State.RECEIVED, Act.TURN_AWAY, Part.DESK, facts) is None) is passes


@pytest.mark.parametrize("act", [Act.PASS_REVIEW, Act.FAIL_REVIEW, Act.HAND_TO_DESK])
def test_nobody_reviews_an_answer_of_their_own(act: Act) -> None:
    facts = IssueFacts(now=NOW, given=EVERYTHING, has_owner=act is not Act.HAND_TO_DESK, actor_id=2, writer_id=1)
    assert refusal_of(State.IN_REVIEW, act, Part.SECOND, facts) is None
    assert refusal_of(State.IN_REVIEW, act, Part.SECOND, replace(facts, writer_id=2)) is not None


def test_a_refused_answer_goes_back_to_its_owner_or_to_the_desk_if_it_has_none() -> None:
    second = replace(BUTTONS, actor_id=2, writer_id=1)
    owned = replace(second, has_owner=True)
    assert set(buttons(State.IN_REVIEW, Part.SECOND, owned)) == {Act.PASS_REVIEW, Act.FAIL_REVIEW}
    assert set(buttons(State.IN_REVIEW, Part.SECOND, second)) == {Act.PASS_REVIEW, Act.HAND_TO_DESK}


# --- the resident's word


@pytest.mark.parametrize(("before", "kind", "act"), [
    (False, AnswerKind.DONE, Act.DISPUTE),
    (True, AnswerKind.DONE, Act.DISPUTE_AGAIN),
    (False, AnswerKind.NOT_POSSIBLE, Act.DISPUTE_AGAIN),
    (False, AnswerKind.NOT_OURS, Act.DISPUTE_AGAIN),
])
def test_a_first_not_solved_brings_the_matter_back_and_a_second_closes_it(
        before: bool, kind: AnswerKind, act: Act) -> None:
    shown = buttons(State.ANSWERED, Part.RESIDENT, replace(BUTTONS, disputed_before=before, answer_kind=kind))
    assert set(shown) == {Act.CONFIRM, act, Act.ADD_PAPER}
    assert shown[act] is None


@pytest.mark.parametrize(("state", "act", "before"), [
    (State.ANSWERED, Act.CONFIRM, False), (State.ANSWERED, Act.DISPUTE, False),
    (State.ANSWERED, Act.DISPUTE_AGAIN, True),
    (State.ASKING, Act.SUPPLEMENT, False), (State.ASKING, Act.WITHDRAW, False)])
def test_nobody_who_handled_it_speaks_for_the_resident(state: State, act: Act, before: bool) -> None:
    clerk = replace(BUTTONS, answer_kind=AnswerKind.DONE, disputed_before=before)
    assert buttons(state, Part.CALLER, clerk)[act] is None
    refused = buttons(state, Part.CALLER, replace(clerk, actor_is_handler=True))
    assert str(refused[act]) == "办理过这件事的人不能替反映人说话。"


def test_a_check_is_for_matters_with_nobody_to_ask_and_not_for_the_handler() -> None:
    assert buttons(State.ANSWERED, Part.FIRST)[Act.CHECK] is None
    asked = buttons(State.ANSWERED, Part.FIRST, replace(BUTTONS, reporter_reachable=True))
    assert str(asked[Act.CHECK]) == "反映人联系得上，由反映人自己评。"
    own = buttons(State.ANSWERED, Part.FIRST, replace(BUTTONS, actor_is_handler=True))
    assert str(own[Act.CHECK]) == "办理的人不能核查自己办的事。"


def test_silence_closes_and_a_question_lapses_only_after_their_time() -> None:
    facts = IssueFacts(now=NOW, judge_due=NOW, question_due=NOW)
    for state, act in [(State.ANSWERED, Act.JUDGE_LAPSES), (State.ASKING, Act.QUESTION_LAPSES)]:
        assert refusal_of(state, act, Part.CLOCK, facts) is not None
        assert refusal_of(state, act, Part.CLOCK, replace(facts, now=NOW + HOUR)) is None


def test_what_the_services_say_was_given_is_what_the_table_asks_for() -> None:
    asked = {act: {need for need in Need for row in ISSUE.rows if row.act is act for guard in row.guards
                   if guard.test(replace(WILLING, given=EVERYTHING - {need})) == _missing(need)
                   != guard.test(replace(WILLING, given=EVERYTHING))} for act in Act}
    given: dict[Act, set[Need]] = {act: set() for act in Act}
    for acts, needs in _steps():
        for act in acts:
            given[act] |= needs
    assert given == asked


def _missing(need: Need) -> Sentence:
    return say("请写明%(need)s。", need=Sentence(need.label))


def _steps() -> Iterator[tuple[set[Act], set[Need]]]:
    """Every `turn.step(…)` of the services: which acts it may be, and the needs that it names; in notes.py the act is
    the argument of each door."""
    for file in sorted(Path(services.__file__).parent.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "step" and call.args:
                acts = _named(call.args[0], "Act")
                everywhere = _named(tree, "Act") if file.name == "notes.py" else set()
                given = [each.value for each in call.keywords if each.arg == "given"]
                yield ({Act[one] for one in acts or everywhere},
                       {Need[one] for each in given for one in _named(each, "Need")})


def _named(tree: ast.AST, kind: str) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name) and node.value.id == kind}
