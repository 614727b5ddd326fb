"""Which pairs fit, by the plainest comparison; which are kept; and kidney instances."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.matching_areas import area

from liandong.engines.matching import Market, problem_of, read_wmd, solve
from liandong.engines.matching.edges import best_of, pairs
from liandong.engines.matching.types import Limits


def fits(m: Market, n: int, o: int) -> bool:
    giver, taker = m.offer_owner[o], m.need_owner[n]
    apart = float(np.hypot(*(m.place[giver] - m.place[taker])))
    open_to, wanted, given = int(m.open_to[o]), int(m.need_times[n]), int(m.offer_times[o])
    return bool(giver != taker and m.closeness[m.need_category[n], m.offer_category[o]] > 0 and apart <= m.radius[n]
                and (open_to == 0 or open_to >> int(m.kind[taker]) & 1) and (not wanted or not given or wanted & given)
                and (m.need_unit[n] == m.offer_unit[o] and 2 * m.offer_quantity[o] >= m.need_quantity[n]))


@pytest.mark.parametrize("seed", range(3))
def test_the_pairs_are_those_that_fit(seed: int) -> None:
    market = area("community", seed)
    need, offer, score = pairs(market)
    plain = {(n, o) for n in range(len(market.weight)) for o in range(len(market.slots)) if fits(market, n, o)}
    assert set(zip(need.tolist(), offer.tolist(), strict=True)) == plain
    assert len(need) == len(plain) > 50
    assert ((score > 0) & (score <= 1)).all()


def test_nearer_and_better_timed_offers_fit_better() -> None:
    market = area("community", 1)
    near = replace(market, radius=market.radius * 4)
    need, offer, score = pairs(near)
    same = near.need_category[need] == near.offer_category[offer]
    apart = np.hypot(*(near.place[near.need_owner[need]] - near.place[near.offer_owner[offer]]).T)
    for n in np.unique(need):
        rows = np.flatnonzero((need == n) & same & (near.need_times[need] == 0))
        order = rows[np.argsort(apart[rows])]
        assert (np.diff(score[order]) <= 1e-12).all()


def test_the_best_pairs_of_each_need_are_kept() -> None:
    need = np.array([0, 0, 0, 1, 1])
    score = np.array([0.2, 0.9, 0.2, 0.5, 0.4])
    assert best_of(need, score, 2).tolist() == [0, 1, 3, 4]


def test_a_pair_once_refused_is_not_proposed_again() -> None:
    market = area("community")
    problem = problem_of(market)
    refused = np.stack([problem.edge_offer[:1], problem.edge_need[:1]], axis=1)
    again = problem_of(market, refused=refused)
    pairs_of = set(zip(again.edge_offer.tolist(), again.edge_need.tolist(), strict=True))
    assert tuple(refused[0].tolist()) not in pairs_of


WMD = """# FILE NAME: small.wmd
# NUMBER ALTERNATIVES: 5
# NUMBER EDGES: 6
1,2,1.0
2,1,1.0
2,3,1.0
3,4,1.0
4,2,1.0
5,1,0.0
"""


def test_a_kidney_instance_is_read_and_solved_by_its_cycle_limit() -> None:
    assert solve(read_wmd(WMD.splitlines(), 2), Limits(rounds=2)).value == 2
    plan = solve(read_wmd(WMD.splitlines(), 3), Limits(rounds=2))
    assert (plan.value, plan.bound, plan.problem.parties) == (3, 3, 5)


@pytest.mark.parametrize("wrong", ["1,2", "1,2,1.0\n2,1,3.0", "a,b,c"])
def test_what_is_no_instance_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="arc"):
        read_wmd(wrong.splitlines(), 3)
