"""Enumeration and pricing find exactly the deals, no more and no fewer."""
from __future__ import annotations

import numpy as np
import pytest

from liandong.engines.matching.columns import Columns, bundles, falls_apart, small_deals
from liandong.engines.matching.fours import Rings
from liandong.engines.matching.network import Network
from tests.engines.small import every_deal, random_problem

RICH = (5, 10, 11)
"""Seeds with deals of four parties."""


def found(columns: Columns) -> list[tuple[int, ...]]:
    return [columns.deal(row) for row in range(len(columns))]


@pytest.mark.parametrize("seed", [0, 3, 5, 6, 7, 10, 11])
def test_every_deal_is_found_once(seed: int) -> None:
    cost = np.full(8, 0.2 if seed % 2 else 2.0)
    problem = random_problem(seed, parties=4, offers=8, needs=7, deals_a_party=2, share=0.4, cost=cost)
    net = Network.of(problem)
    deals, rings = found(small_deals(net)), 0
    for columns in Rings(net).above(np.ones(len(problem.score)), 0.0):
        deals += found(columns)
        rings += len(columns)
    assert rings > 0 or seed not in RICH
    assert len(deals) == len(set(deals))
    assert set(deals) == every_deal(problem, 6 if len(problem.score) <= 18 else 5) | {
        deal for deal in deals if len(deal) == 6}


def test_priced_rings_are_those_above_the_threshold() -> None:
    problem = random_problem(3, parties=7, offers=14, needs=14, cost=np.full(14, 0.5))
    net = Network.of(problem)
    reward = np.random.default_rng(0).uniform(-1, 1, len(problem.score))
    everything = {deal for part in Rings(net).above(np.ones(len(reward)), 0.0) for deal in found(part)}
    some = {deal for part in Rings(net).above(reward, 0.3) for deal in found(part)}
    assert some == {deal for deal in everything if reward[list(deal)].sum() > 0.3 + 1e-9}
    assert 0 < len(some) < len(everything)


def test_a_bundle_that_is_two_deals_is_left_out_unless_deals_are_counted() -> None:
    problem = random_problem(1, parties=2, offers=6, needs=6, share=0.9, gift=np.zeros(6, bool))
    kept = bundles(Network.of(problem.changed(deals_a_party=1)))[0]
    whole = bundles(Network.of(problem))[0]
    assert 0 < len(whole) < len(kept)
    assert not falls_apart(Network.of(problem), whole.edges).any()


def test_parties_that_must_not_meet_stand_in_no_deal() -> None:
    problem = random_problem(5, offers=12, needs=12)
    pair = np.array([[0, 1]])
    with_pair = small_deals(Network.of(problem))
    without = small_deals(Network.of(problem.changed(never=pair)))
    assert any({0, 1} <= set(row) for row in with_pair.parties.tolist())
    assert not any({0, 1} <= set(row) for row in without.parties.tolist())
