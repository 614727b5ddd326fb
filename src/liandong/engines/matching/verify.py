"""Checks a plan and its bound from the plain arrays alone, by other ways than the solver finds them.

Nothing of the solver is used here. Feasibility is counted; the bound is checked by walking every chain of transfers
that could be worth more than its prices (a ring has a start from which no part of the way runs below its share: the
cycle lemma), lifting the price of a need where one is, and adding all prices up.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from liandong.engines.matching.types import Certificate, Floats, Plan, Problem
from liandong.engines.matching.walking import excesses

EPS = 1e-6


@dataclass(frozen=True)
class Verdict:
    """What is wrong, in codes with the deal or thing concerned; nothing is wrong if there are none."""

    wrong: tuple[tuple[str, int], ...]
    value: int
    bound: float

    @property
    def good(self) -> bool:
        """Whether plan and bound stand."""
        return not self.wrong


def verify(problem: Problem, plan: Plan, certificate: Certificate) -> Verdict:
    """Whether every deal is a deal, all fit together, the value is right, and no plan can be above the bound."""
    wrong = [(code, k) for k, deal in enumerate(plan.deals) if (code := _deal(problem, deal))]
    wrong += _together(problem, plan.deals)
    edges = [edge for deal in plan.deals for edge in deal if 0 <= edge < len(problem.score)]
    value = int(problem.weight[np.unique(problem.edge_need[np.array(edges, np.int64)])].sum())
    if value != plan.value:
        wrong.append(("value", value))
    bound = _bound(problem, certificate)
    if not bound <= certificate.bound + 1 - EPS or value > certificate.bound:
        wrong.append(("bound", int(np.ceil(min(bound, 1e15)))))
    return Verdict(tuple(wrong), value, bound)


def _deal(p: Problem, deal: Sequence[int]) -> str:
    """A code of what is wrong with one deal; empty if nothing is."""
    if deal in p.kept:
        return ""
    if not deal or len(set(deal)) != len(deal) or min(deal) < 0 or max(deal) >= len(p.score):
        return "edges"
    ends = [(int(p.giver[e]), int(p.receiver[e])) for e in deal]
    parties = {one for pair in ends for one in pair}
    if any((min(a, b), max(a, b)) in {tuple(sorted(map(int, pair))) for pair in p.never}
           for a, b in combinations(parties, 2)):
        return "never"
    if len({int(p.edge_need[e]) for e in deal}) < len(deal) or any(
            many > p.slots[offer] for offer, many in Counter(int(p.edge_offer[e]) for e in deal).items()):
        return "capacity"
    gifts = [pair for e, pair in zip(deal, ends, strict=True) if p.gift[p.edge_offer[e]]]
    if not _shape(p.longest, ends, parties, gifts):
        return "shape"
    givers = {a for a, _ in gifts if a not in {b for _, b in ends}}
    for one in parties - givers:
        gets = sum(p.gain[e] for e, (_, b) in zip(deal, ends, strict=True) if b == one)
        gives = sum(p.effort[e] for e, (a, _) in zip(deal, ends, strict=True) if a == one)
        if not gets or gets < p.theta * gives - EPS:
            return "balance"
    return ""


def _shape(longest: int, ends: list[tuple[int, int]], parties: set[int], gifts: list[tuple[int, int]]) -> bool:
    """A ring with at most one more transfer, a bundle of two, or a path that begins with a gift."""
    many = len(parties)
    if many > longest:
        return False
    if many == 2 and len(set(ends)) == 2:
        return max(Counter(ends).values()) <= 3
    for left_out in [None, *range(len(ends))]:
        ring = dict(pair for i, pair in enumerate(ends) if i != left_out)
        size = len(ends) - (left_out is not None)
        if len(ring) != size or len(set(ring.values())) != size:
            continue
        starts = set(ring) - set(ring.values())
        if (len(ring) == many >= 3 and not starts) or (
                left_out is None and len(starts) == 1 and any(a in starts for a, _ in gifts)):
            at, seen = next(iter(starts or ring)), 1
            while at in ring and seen <= len(ring):
                at, seen = ring[at], seen + 1
            if seen == len(ring) + 1:
                return True
    return False


def _together(p: Problem, deals: Sequence[Sequence[int]]) -> list[tuple[str, int]]:
    """What deals use too much of, and what must be there and is not."""
    edges = [e for deal in deals for e in deal if 0 <= e < len(p.score)]
    sets = [{int(x) for e in deal if 0 <= e < len(p.score) for x in (p.giver[e], p.receiver[e])} for deal in deals]
    wrong = [("need", n) for n, many in Counter(int(p.edge_need[e]) for e in edges).items() if many > 1]
    wrong += [("offer", o) for o, many in Counter(int(p.edge_offer[e]) for e in edges).items() if many > p.slots[o]]
    if p.deals_a_party:
        each = Counter(one for some in sets for one in some)
        wrong += [("deals", one) for one, many in each.items() if many > p.deals_a_party]
    wrong += [("must", k) for k, (a, b) in enumerate(p.must) if not any({int(a), int(b)} <= s for s in sets)]
    return wrong + [("kept", k) for k, deal in enumerate(p.kept) if deal not in deals]


def _bound(p: Problem, c: Certificate) -> float:
    """What the prices prove, after lifting; infinite where they are not prices."""
    if any((one < 0).any() or not np.isfinite(one).all() for one in (c.need, c.offer, c.party, c.must)):
        return np.inf
    room = [np.ones(len(p.weight)), p.slots.astype(float), np.full(p.parties, float(p.deals_a_party)),
            np.full(len(p.must), -1.0)]
    for deal in p.kept:
        ends = {int(x) for e in deal for x in (p.giver[e], p.receiver[e])}
        np.subtract.at(room[0], p.edge_need[list(deal)], 1)
        np.subtract.at(room[1], p.edge_offer[list(deal)], 1)
        room[2][list(ends)] -= 1
        room[3] += [{int(a), int(b)} <= ends for a, b in p.must]
    total = float(sum(p.weight[p.edge_need[list(deal)]].sum() for deal in p.kept))
    party = c.party if p.deals_a_party else np.zeros(p.parties)
    reward = p.weight[p.edge_need] - c.need[p.edge_need] - c.offer[p.edge_offer]
    lift = np.zeros(len(p.weight))
    for first, over in excesses(p, reward, party, c.must):
        np.maximum.at(lift, p.edge_need[first], over)
    prices: list[tuple[Floats, Floats]] = [(c.need + lift, room[0]), (c.offer, room[1]), (party, room[2]),
                                           (c.must, room[3])]
    return total + float(sum((price * there).sum() for price, there in prices))
