"""Plans: as good as the best, proved by an independent check, and never a wrong one."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liandong.engines.matching import Certificate, Limits, NoPlan, Plan, Problem, Progress, solve, verify
from tests.engines.small import best_value, every_deal, is_deal, random_problem

QUICK = Limits(rounds=6)
SEEDS = st.integers(0, 10_000)


def codes(problem: Problem, plan: Plan, certificate: Certificate | None = None) -> set[str]:
    return {code for code, _ in verify(problem, plan, certificate or plan.certificate).wrong}


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.sampled_from([{}, {"deals_a_party": 1}, {"longest": 3}, {"theta": 1.5}, {"cost": np.full(7, 0.4)},
                               {"never": np.array([[0, 1]])}]))
def test_a_small_plan_is_the_best_and_stands_up_to_the_check(seed: int, rules: dict[str, Any]) -> None:
    problem = random_problem(seed, offers=7, needs=7, share=0.25, **rules)
    plan = solve(problem, QUICK)
    assert codes(problem, plan) == set()
    assert all(is_deal(problem, deal) for deal in plan.deals)
    assert plan.value == best_value(problem, every_deal(problem, 5)) or plan.value == best_value(
        problem, every_deal(problem))
    assert plan.exact


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_a_changed_plan_is_rejected(seed: int) -> None:
    problem = random_problem(seed, offers=12, needs=12, share=0.2)
    plan = solve(problem, QUICK)
    if not plan.deals:
        return
    rng = np.random.default_rng(seed)
    k = int(rng.integers(len(plan.deals)))
    deal = plan.deals[k]
    others = (*plan.deals[:k], *plan.deals[k + 1:])
    assert codes(problem, replace(plan, deals=(*plan.deals, deal)))
    assert codes(problem, replace(plan, deals=others))
    assert codes(problem, replace(plan, value=plan.value + 1))
    if len(deal) > 1:
        cut = replace(plan, deals=(*others, deal[1:]), value=0)
        assert "value" in codes(problem, cut)
    assert codes(problem, replace(plan, deals=(*others, (deal[0], len(problem.score)))))


def test_the_verifier_rejects_a_bound_that_the_prices_do_not_prove() -> None:
    problem = random_problem(11, parties=8, offers=14, needs=14, share=0.2)
    plan = solve(problem, QUICK)
    assert plan.value
    assert "bound" in codes(problem, plan, replace(plan.certificate, need=np.zeros(len(problem.weight)),
                                                   offer=np.zeros(len(problem.slots)), bound=plan.value))
    assert "bound" in codes(problem, plan, replace(plan.certificate, bound=plan.value - 1))
    assert "bound" in codes(problem, plan, replace(plan.certificate, need=plan.certificate.need - 1.0))
    assert "bound" in codes(problem, plan, replace(plan.certificate, bound=plan.certificate.bound - 2))


def test_the_verifier_rejects_a_deal_in_which_somebody_only_gives() -> None:
    problem = random_problem(11, parties=8, offers=14, needs=14, share=0.2)
    plan = solve(problem, QUICK)
    dearer = problem.changed(cost=problem.cost * 100, gift=np.zeros(len(problem.slots), bool))
    assert "balance" in codes(dearer, plan)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_another_offer_never_lowers_the_optimum(seed: int) -> None:
    problem = random_problem(seed, offers=8, needs=8)
    fewer = problem.edge_offer != 7
    less = problem.changed(edge_offer=problem.edge_offer[fewer], edge_need=problem.edge_need[fewer],
                           score=problem.score[fewer])
    assert solve(less, QUICK).value <= solve(problem, QUICK).value


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_other_names_for_the_parties_change_no_value(seed: int) -> None:
    problem = random_problem(seed, offers=9, needs=9)
    name = np.random.default_rng(seed).permutation(problem.parties)
    group = np.empty_like(problem.group)
    group[name] = problem.group
    renamed = problem.changed(offer_owner=name[problem.offer_owner], need_owner=name[problem.need_owner], group=group)
    assert solve(renamed, QUICK).value == solve(problem, QUICK).value


def test_a_cancelled_run_returns_a_plan_that_stands() -> None:
    problem = random_problem(2, parties=20, offers=60, needs=60, share=0.06)
    heard: list[Progress] = []

    def once(progress: Progress) -> bool:
        heard.append(progress)
        return progress.stage == "prices"

    plan = solve(problem, Limits(rounds=50), once)
    assert plan.cancelled
    assert plan.value > 0
    assert codes(problem, plan) == set()
    at_once = solve(problem, Limits(seconds=0.0), lambda progress: False)
    assert codes(problem, at_once) == set()


def test_the_same_seed_and_rounds_give_the_same_plan() -> None:
    problem = random_problem(4, parties=25, offers=70, needs=70, share=0.05)
    plans = [solve(problem, Limits(rounds=5, seed=3)) for _ in range(2)]
    assert plans[0].deals == plans[1].deals
    assert codes(problem, plans[0]) == set()


def test_contracts_that_continue_stay_and_pairs_that_must_be_are_there() -> None:
    problem = random_problem(6, parties=7, offers=20, needs=20)
    before = solve(problem, QUICK)
    kept = before.deals[-1]
    ends = sorted({int(x) for e in before.deals[0] for x in (problem.giver[e], problem.receiver[e])})[:2]
    bound = problem.changed(kept=(kept,), must=np.array([ends]), theta=1.2)
    plan = solve(bound, QUICK)
    assert kept in plan.deals
    assert codes(bound, plan) == set()
    assert "kept" in codes(bound, replace(plan, deals=tuple(d for d in plan.deals if d != kept)))


def test_what_cannot_be_is_said() -> None:
    problem = random_problem(6)
    with pytest.raises(NoPlan):
        solve(problem.changed(must=np.array([[0, 1]]), never=np.array([[0, 1]])), QUICK)


def test_a_problem_of_nothing_has_an_empty_plan() -> None:
    problem = random_problem(0, share=0.0)
    plan = solve(problem, QUICK)
    assert (plan.deals, plan.value, plan.bound, plan.gap) == ((), 0, 0, 0.0)
    assert codes(problem, plan) == set()
