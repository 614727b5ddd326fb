"""What a plan means: to one party, and for each need that is not met, the nearest reason."""
from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from liandong.engines.matching.edges import Market, candidates, enough
from liandong.engines.matching.types import Deal, Ints, Plan


@dataclass(frozen=True)
class Account:
    """A party's part in one deal, on its own scale; never to be compared between parties."""

    deal: Deal
    gets: float
    gives: float
    received: tuple[int, ...]
    """Edges that come to it."""
    given: tuple[int, ...]


def explain(plan: Plan, party: int) -> list[Account]:
    """The deals of one party: what it gets and gives in each. Empty if it has none."""
    problem = plan.problem
    giver, receiver, gain, cost = problem.giver, problem.receiver, problem.gain, problem.cost[problem.edge_offer]
    accounts = []
    for deal in plan.deals:
        received = tuple(edge for edge in deal if receiver[edge] == party)
        given = tuple(edge for edge in deal if giver[edge] == party)
        if received or given:
            accounts.append(Account(deal, float(sum(gain[e] for e in received)), float(sum(cost[e] for e in given)),
                                    received, given))
    return accounts


class Missing(Enum):
    """Why a need is not met: the last hurdle that some offer did not take, in the order in which they are asked."""

    NOBODY = "nobody"
    """Nobody offers it."""
    FAR = "far"
    """Who offers it is too far away."""
    CLOSED = "closed"
    """Who offers it nearby does not offer it to this kind of party."""
    TIMES = "times"
    """Times do not meet."""
    LITTLE = "little"
    """It is counted in another unit, or there is less than half of what is wanted."""
    USED = "used"
    """All that fits is given to others in this plan."""
    ONE_SIDED = "one-sided"
    """Somebody would only give."""


HURDLES = (Missing.FAR, Missing.CLOSED, Missing.TIMES, Missing.LITTLE)


def missing(plan: Plan, market: Market) -> list[Missing | None]:
    """For each need None if it is met, else the nearest reason."""
    problem, many = plan.problem, len(market.weight)
    passed = np.full(many, -1)
    for need, offer in _all_pairs(market):
        for k, good in enumerate(_hurdles(market, need, offer)):
            np.maximum.at(passed, need[good], k)
    used = np.bincount(problem.edge_offer[plan.edges], minlength=len(problem.slots))
    left = (used < problem.slots)[problem.edge_offer]
    free = np.zeros(many, bool)
    free[problem.edge_need[left]] = True
    fits = np.zeros(many, bool)
    fits[problem.edge_need] = True
    met = plan.met()

    def reason(need: int) -> Missing | None:
        if met[need]:
            return None
        if fits[need] or passed[need] >= len(HURDLES):
            return Missing.ONE_SIDED if free[need] else Missing.USED
        return Missing.NOBODY if passed[need] < 0 else HURDLES[passed[need]]

    return [reason(need) for need in range(many)]


def _hurdles(market: Market, need: Ints, offer: Ints) -> list[Ints]:
    """Positions of pairs that take no hurdle, the first, the first two, … and all."""
    giver, taker = market.offer_owner[offer], market.need_owner[need]
    good = giver != taker
    sets = [np.flatnonzero(good)]
    apart = np.hypot(*(market.place[giver] - market.place[taker]).T)
    good = good & (apart <= market.radius[need])
    sets.append(np.flatnonzero(good))
    good = good & ((market.open_to[offer] == 0) | ((market.open_to[offer] >> market.kind[taker]) & 1 > 0))
    sets.append(np.flatnonzero(good))
    wanted, given = market.need_times[need], market.offer_times[offer]
    good = good & ((wanted == 0) | (given == 0) | ((wanted & given) != 0))
    sets.append(np.flatnonzero(good))
    counted = (market.need_unit[need] >= 0) & (market.offer_unit[offer] >= 0)
    good = good & (~counted | enough(market, need, offer))
    sets.append(np.flatnonzero(good))
    return sets


def _all_pairs(market: Market) -> list[tuple[Ints, Ints]]:
    """Pairs of a near category wherever they are: one wide square instead of many."""
    wide = market.radius.max(initial=1.0) + np.ptp(market.place, axis=0).max(initial=0.0) if len(market.place) else 1.0
    return list(candidates(replace(market, radius=np.full(len(market.weight), wide))))
