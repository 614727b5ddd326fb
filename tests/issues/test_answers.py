"""Questions to the reporter, answers, second readers, and the reporter's word."""
from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from liandong.issues.models import Answer, Clock, Handler, Issue, Judgement, Question
from liandong.issues.queries import detail, judgement_shown
from liandong.issues.services import read_by_leader
from liandong.issues.services.ticking import tick
from liandong.issues.terms import AnswerKind, ClockKind, End, Ground, Satisfaction, Solved, State
from liandong.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from liandong.outbox.models import Message
from liandong.people.access import resident
from tests.issues.factories import (
    ANSWER,
    NO,
    START,
    World,
    answered,
    assigned,
    at,
    handling,
    in_review,
    received,
    the_resident,
)

NOBODY: dict[str, Any] = {"reporter_name": "", "reporter_phone": ""}


def clock(issue: Issue, kind: ClockKind) -> Clock:
    return Clock.objects.filter(issue=issue, kind=kind).latest("started_at")


# ── speaking with the reporter ──

def test_the_first_contact_meets_its_clock_once(world: World) -> None:
    issue = world.do("contact", received(world), world.dispatcher, at(24, 10), note="约好下午看")
    assert (issue.contacted_at, clock(issue, ClockKind.CONTACT).was_met) == (at(24, 10), True)
    issue = world.do("contact", issue, world.dispatcher, at(24, 11))
    assert issue.contacted_at == at(24, 10)


def test_nobody_can_be_late_in_calling_nobody(world: World) -> None:
    issue = received(world, **NOBODY)
    assert not Clock.objects.filter(issue=issue, kind=ClockKind.CONTACT).exists()
    with pytest.raises(RuleBroken, match="没有留联系方式"):
        world.do("contact", issue, world.dispatcher)


def asked(world: World, now: datetime = START) -> Issue:
    return world.do("ask_resident", handling(world), world.officer, now, text="漏水是在几楼？")


def test_the_term_stands_while_the_reporter_is_asked_and_goes_on_with_the_rest(world: World) -> None:
    issue = asked(world, at(25, 9))
    assert (issue.state, issue.clock_stands, issue.next_clock) == (State.ASKING, True, ClockKind.QUESTION)
    issue = world.do("supplement", issue, the_resident(issue), at(27, 9), text="三楼。")
    assert (issue.state, issue.clock_stands) == (State.HANDLING, False)
    assert clock(issue, ClockKind.HANDLE).due_at == at(54, 17, 30), "two working days later"
    question = Question.objects.get(issue=issue)
    assert (question.reply, question.has_lapsed) == ("三楼。", False)


def test_a_question_lapses_after_five_working_days_and_the_matter_is_marked(world: World) -> None:
    issue = asked(world)
    assert tick(at(31, 17, 30)).lapsed == 0
    assert tick(at(31, 17, 31)).lapsed == 1
    issue = Issue.objects.get(id=issue.id)
    assert (issue.state, issue.lapsed_question) == (State.HANDLING, True)
    assert Question.objects.get(issue=issue).has_lapsed
    with pytest.raises(RuleBroken):
        world.do("supplement", issue, the_resident(issue), text="三楼。")


def test_a_question_needs_words_and_somebody_to_ask(world: World) -> None:
    with pytest.raises(RuleBroken, match="请写明"):
        world.do("ask_resident", handling(world), world.officer, text="  ")
    with pytest.raises(RuleBroken, match="没有留联系方式"):
        world.do("ask_resident", handling(world, **NOBODY), world.officer, text="几楼？")


# ── answers and their second readers ──

def test_an_answer_says_four_things(world: World) -> None:
    issue = handling(world)
    for missing in ("found", "done", "duty", "next"):
        with pytest.raises(RuleBroken, match="请写明"):
            world.do("answer", issue, world.officer, **{**ANSWER, missing: " "})
    with pytest.raises(BadInput):
        world.do("answer", issue, world.officer, **{**ANSWER, "claim": Solved.NOT})
    with pytest.raises(BadInput):
        world.do("answer", issue, world.officer, **{**ANSWER, "found": "字" * 1001})


def test_whom_an_answer_waits_for_is_told_but_for_the_handlers(world: World) -> None:
    answered(world)
    assert set(Message.objects.filter(what="issue.to-call").values_list("recipient", flat=True)) == {
        world.caller.account_id}


def test_what_cannot_be_done_is_read_by_a_second_person(world: World) -> None:
    issue = in_review(world)
    assert (issue.state, issue.next_clock) == (State.IN_REVIEW, ClockKind.REVIEW)
    with pytest.raises(NotAllowed):
        world.do("pass_review", issue, world.officer)
    issue = world.do("pass_review", issue, world.leader)
    assert (issue.state, issue.next_clock) == (State.ANSWERED, ClockKind.JUDGE)
    assert Answer.objects.get(issue=issue).reviewed_by_id == world.leader.account_id


def test_four_eyes_are_per_person_even_where_the_person_has_the_role(world: World) -> None:
    issue = world.do("turn_away", received(world), world.dispatcher, kind=AnswerKind.NOT_OURS, ground=Ground.COURT,
                     reason="已进入诉讼", whose="法院")
    with pytest.raises(NotAllowed):
        world.do("pass_review", issue, world.dispatcher)
    assert world.do("pass_review", issue, world.second_dispatcher).state == State.ANSWERED


def test_the_database_holds_four_eyes_too(world: World) -> None:
    in_review(world)
    with pytest.raises(IntegrityError, match="answer_four_eyes"), transaction.atomic():
        Answer.objects.update(reviewed_by=world.officer.account_id)


def test_a_review_that_fails_gives_the_old_term_back(world: World) -> None:
    issue = in_review(world)
    before = clock(issue, ClockKind.HANDLE)
    assert before.ended_at == START
    issue = world.do("fail_review", issue, world.leader, at(25, 9), reason="政策允许")
    after = clock(issue, ClockKind.HANDLE)
    assert (issue.state, after.id, after.ended_at, after.due_at) == (State.HANDLING, before.id, None, before.due_at)
    with pytest.raises(RuleBroken, match="请写明"):
        world.do("fail_review", in_review(world), world.leader, reason="")


def test_what_is_not_ours_names_whose_it_is(world: World) -> None:
    with pytest.raises(RuleBroken, match="是谁的事"):
        world.do("answer_no", handling(world), world.officer, **{**NO, "kind": AnswerKind.NOT_OURS})


def test_turning_away_goes_by_the_list_of_grounds(world: World) -> None:
    issue = received(world)
    with pytest.raises(RuleBroken, match="先办再答复"):
        world.do("turn_away", issue, world.dispatcher, kind=AnswerKind.NOT_POSSIBLE, ground=Ground.POLICY,
                 reason="不行")


def test_a_turning_away_that_fails_is_the_desks_to_assign(world: World) -> None:
    issue = world.do("turn_away", received(world), world.dispatcher, kind=AnswerKind.NOT_OURS, ground=Ground.EMERGENCY,
                     reason="该打 110", whose="公安")
    with pytest.raises(RuleBroken, match="还没有承办"):
        world.do("fail_review", issue, world.leader, reason="是街道的事")
    issue = world.do("hand_to_desk", issue, world.leader, reason="是街道的事")
    assert (issue.state, issue.next_clock) == (State.RECEIVED, ClockKind.TRIAGE)


# ── the reporter's word ──

def test_the_word_closes_or_opens_again(world: World) -> None:
    issue = answered(world)
    issue = world.do("judge", issue, the_resident(issue), at(25, 9), solved=Solved.NOT,
                     satisfied=Satisfaction.DISSATISFIED, words="还在漏")
    assert (issue.state, issue.times_disputed, issue.end) == (State.HANDLING, 1, "")
    anew = clock(issue, ClockKind.HANDLE)
    assert (anew.amount, anew.due_at) == (7, at(34, 17, 30))
    issue = world.do("answer", issue, world.officer, at(26, 9), **ANSWER)
    issue = world.do("judge", issue, the_resident(issue), at(27, 9), solved=Solved.NOT)
    assert (issue.state, issue.end, issue.closed_at) == (State.CLOSED, End.NOT_SOLVED, at(27, 9))
    assert list(Judgement.objects.order_by("turn").values_list("turn", "solved", "words")) == [
        (1, "not", "还在漏"), (2, "not", "")]
    assert set(Message.objects.filter(what="issue.not-solved").values_list("recipient", flat=True)) == {
        world.leader.account_id, world.head.account_id}


def test_partly_solved_is_its_own_end(world: World) -> None:
    issue = answered(world)
    assert world.do("confirm", issue, the_resident(issue), solved=Solved.PARTLY).end == End.PARTLY


def test_an_answer_that_says_no_is_not_disputed_but_ends_unsolved(world: World) -> None:
    issue = world.do("pass_review", in_review(world), world.leader)
    with pytest.raises(RuleBroken):
        world.do("dispute", issue, the_resident(issue))
    assert world.do("judge", issue, the_resident(issue), solved=Solved.NOT).end == End.NOT_SOLVED


def test_a_first_dispute_is_no_end(world: World) -> None:
    issue = answered(world)
    with pytest.raises(RuleBroken, match="第一次说没有解决"):
        world.do("dispute_again", issue, the_resident(issue))
    with pytest.raises(BadInput):
        world.do("confirm", issue, the_resident(issue), solved=Solved.NOT)


def test_only_the_holder_of_the_link_speaks_for_the_reporter(world: World) -> None:
    issue, other = answered(world), answered(world)
    for actor, refusal in ((resident(other.id), NotFound), (world.officer, NotAllowed), (world.dispatcher, NotAllowed),
                           (world.leader, NotAllowed)):
        with pytest.raises(refusal):
            world.do("judge", issue, actor, solved=Solved.SOLVED)


def test_a_clerk_who_handled_it_does_not_call_back(world: World) -> None:
    issue = answered(world)
    assert world.do("judge", issue, world.caller, solved=Solved.SOLVED).end == End.SOLVED
    assert Judgement.objects.get(issue=issue).called_by_id == world.caller.account_id
    handled = answered(world)
    assert world.caller.account_id is not None
    Handler.objects.create(issue=handled, account_id=world.caller.account_id)
    with pytest.raises(NotAllowed):
        world.do("judge", handled, world.caller, solved=Solved.SOLVED)


def test_a_word_is_given_once_an_answer(world: World) -> None:
    issue = answered(world)
    Judgement.objects.create(issue=issue, answer=Answer.objects.get(issue=issue), turn=1, solved="solved", at=START)
    with pytest.raises(Stale, match="已经评过"):
        world.do("judge", issue, the_resident(issue), solved=Solved.SOLVED)


def test_silence_ends_by_the_answer(world: World) -> None:
    done, no = answered(world), world.do("pass_review", in_review(world), world.leader)
    assert tick(at(31, 17, 30)).lapsed == 0
    assert tick(at(31, 17, 31)).lapsed == 2
    assert [Issue.objects.get(id=one.id).end for one in (done, no)] == [End.UNJUDGED, End.NOT_POSSIBLE]


def test_where_nobody_can_be_asked_another_looks(world: World) -> None:
    issue = answered(world, **NOBODY)
    with pytest.raises(RuleBroken, match="不能核查自己办的事"):
        world.do("check", issue, world.officer)
    assert world.do("check", issue, world.dispatcher, text="看过了").end == End.DONE
    with pytest.raises(RuleBroken, match="由反映人自己评"):
        world.do("check", answered(world), world.dispatcher)


def test_the_reporter_withdraws_what_is_not_answered_yet(world: World) -> None:
    issue = world.do("withdraw", asked(world), resident(Issue.objects.latest("received_at").id), reason="自己修好了")
    assert (issue.state, issue.end, issue.closed_at) == (State.WITHDRAWN, End.NO_LONGER_NEEDED, START)
    assert not Clock.objects.filter(issue=issue, ended_at=None).exists()
    done = answered(world)
    with pytest.raises(RuleBroken):
        world.do("withdraw", done, the_resident(done))
    with pytest.raises(NotAllowed):
        world.do("withdraw", assigned(world), world.officer)


def test_a_leader_reads_what_ended_unresolved(world: World) -> None:
    issue = answered(world)
    with pytest.raises(RuleBroken):
        read_by_leader(issue.id, by=world.leader, now=START)
    issue = world.do("pass_review", in_review(world), world.leader)
    issue = world.do("judge", issue, the_resident(issue), solved=Solved.NOT)
    with pytest.raises(NotFound):
        read_by_leader(issue.id, by=world.dispatcher, now=START)
    version = issue.version
    issue = read_by_leader(issue.id, by=world.leader, now=START)
    assert (issue.leader_read_at, issue.version, issue.end) == (START, version, End.NOT_SOLVED)


def test_a_handler_sees_the_mark_of_satisfaction_only_from_five_answers_on(world: World) -> None:
    issue = answered(world)
    issue = world.do("judge", issue, the_resident(issue), solved=Solved.SOLVED, satisfied=Satisfaction.VERY, words="好")
    shown = detail(issue.number, world.officer, START).judgements[0]
    assert (shown.solved, shown.satisfied, shown.words) == (Solved.SOLVED, None, "")
    shown = detail(issue.number, world.leader, START).judgements[0]
    assert (shown.solved, shown.satisfied, shown.words) == (Solved.SOLVED, Satisfaction.VERY, "好")
    for _ in range(4):
        more = answered(world)
        world.do("judge", more, the_resident(more), solved=Solved.SOLVED)
    assert detail(issue.number, world.officer, START).judgements[0].satisfied is Satisfaction.VERY


def test_the_mark_is_never_shown_to_a_handler_before_closing() -> None:
    assert judgement_shown(handled=True, end=None, answers=100, least=5) == (True, False)
    assert judgement_shown(handled=True, end=End.SOLVED, answers=4, least=5) == (True, False)
    assert judgement_shown(handled=True, end=End.SOLVED, answers=5, least=5) == (True, True)
    assert judgement_shown(handled=False, end=None, answers=0, least=5) == (True, True)


# ── beside the way ──

def test_notes_change_no_state_and_interim_answers_are_seen(world: World) -> None:
    issue = world.do("note", handling(world), world.officer, text="约了设计院")
    issue = world.do("interim", issue, world.officer, text="周四再谈一次")
    issue = world.do("add_paper", issue, the_resident(issue), text="补一张照片的说明")
    trail = detail(issue.number, world.officer, START).entries[:3]
    assert [(line.act, line.is_public, line.from_state == line.to_state) for line in trail] == [
        ("add_paper", True, True), ("interim", True, True), ("note", False, True)]
    with pytest.raises(RuleBroken, match="请写明"):
        world.do("note", issue, world.officer, text="")
    with pytest.raises(NotAllowed):
        world.do("note", issue, world.leader, text="过问")


def test_a_closed_matter_takes_late_papers_without_opening(world: World) -> None:
    issue = answered(world)
    issue = world.do("judge", issue, the_resident(issue), solved=Solved.SOLVED)
    later = world.do("add_paper", issue, the_resident(issue), at(25, 9), text="补充发票")
    assert (later.state, later.closed_at) == (State.CLOSED, START)
    with pytest.raises(RuleBroken):
        world.do("note", issue, world.officer, text="晚了")
