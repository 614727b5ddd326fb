"""From a problem to a plan with its proof: bound, dive, search, fairness."""
from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from liandong.engines.matching.bounding import Bounding
from liandong.engines.matching.diving import dive
from liandong.engines.matching.exact import SAFETY, best_subset
from liandong.engines.matching.fairness import lift_worst
from liandong.engines.matching.network import Network
from liandong.engines.matching.packing import Packing, certificate_of, prices_of, room_of
from liandong.engines.matching.searching import Search
from liandong.engines.matching.types import Certificate, Deal, Floats, Ints, Limits, NoPlan, Plan, Problem, Progress

Told = Callable[[Progress], bool]
"""Hears how it stands; an answer of False ends the work with the best plan so far."""
PRICE_SHARE, FAIR_SHARE = 0.4, 0.15
"""Of the time: pricing at most, and fairness at the end."""
PRICE_ROUNDS = 8
ROUNDS_AT_ONCE = 4
FAIR_ROUNDS = 8
WHOLE = 4_000
"""Columns up to which what could still be better is solved to the end."""
WHOLE_NODES = 300


def heard(progress: Progress) -> bool:
    """Listens to nothing, and goes on."""
    return True


class Work:
    """One run: clock, cancelling, and what is known so far."""

    def __init__(self, problem: Problem, limits: Limits, progress: Told) -> None:
        self.problem, self.limits, self.progress = problem, limits, progress
        self.begun, self.cancelled, self.stage = time.monotonic(), False, "prices"
        self.net = Network.of(problem)
        self.kept_value = int(sum(problem.weight[problem.edge_need[list(deal)]].sum() for deal in problem.kept))
        self.bounding = Bounding(self.net, self._room())
        self.value, self.rounds = self.kept_value, 0

    def _room(self) -> Floats:
        """What continuing contracts leave."""
        room, problem = room_of(self.net), self.problem
        needs, offers = len(problem.weight), len(problem.slots)
        for deal in problem.kept:
            edges = np.array(deal)
            np.subtract.at(room, problem.edge_need[edges], 1)
            np.subtract.at(room, needs + problem.edge_offer[edges], 1)
            parties = np.unique(np.concatenate([self.net.giver[edges], self.net.receiver[edges]]))
            if problem.deals_a_party:
                room[needs + offers + parties] -= 1
            if len(problem.must):
                room[len(room) - len(problem.must):] += np.isin(problem.must, parties).all(axis=1)
        if (room[:len(room) - len(problem.must)] < 0).any():
            raise NoPlan("contracts that continue do not fit together")
        return room

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self.begun

    @property
    def bound(self) -> int:
        """Proved so far; before the first proof what all needs together are worth."""
        found = self.bounding.bound
        return int(self.problem.weight.sum()) if np.isinf(found) else self.kept_value + int(np.floor(found + 1e-6))

    def tell(self) -> None:
        """Report; note if it is to end."""
        told = Progress(self.stage, self.seconds, self.value, self.bound, self.rounds)
        if not self.progress(told):
            self.cancelled = True

    def until(self, share: float) -> Callable[[], bool]:
        """Whether to stop: cancelled, or this share of the time is over (never, where rounds are the limit)."""
        if self.limits.rounds is not None:
            return lambda: self.cancelled
        return lambda: self.cancelled or self.seconds >= share * self.limits.seconds

    def left(self) -> float:
        """Seconds that one packing may take: what remains, where time is the limit."""
        if self.limits.rounds is not None:
            return SAFETY
        return max(0.2, self.limits.seconds - self.seconds)

    def good_enough(self) -> bool:
        """Whether the certified gap is small enough to stop."""
        return (self.bound - self.value) <= self.limits.goal * self.bound


def solve(problem: Problem, limits: Limits | None = None, progress: Told = heard,
          start: tuple[Deal, ...] = (), prices: Certificate | None = None) -> Plan:
    """The best plan found within the limits, and the proof of how good it is.

    Deterministic for a seed, a number of rounds and a number of threads. `progress` hears value, bound and gap and may
    end it. `start` and `prices` are of an earlier plan: its deals that still are deals are where the search begins, its
    prices where pricing does, so that a what-if takes a fraction of the time.

    Raises NoPlan where continuing contracts and pairs that must be there exclude each other.
    """
    limits = limits or Limits()
    work = Work(problem, limits, progress)
    work.tell()
    if prices is not None:
        work.bounding.prices.y = prices_of(work.net, prices)
    work.bounding.tighten(PRICE_ROUNDS, work.until(PRICE_SHARE), work.tell)
    packing, where = work.bounding.pool()
    objective = objective_of(packing)
    search = Search(packing, work.bounding.prices.y, _first(work, packing, where, objective, start), objective,
                    limits.seed, work.left)
    work.stage, work.value = "search", work.kept_value + search.value
    work.tell()
    exact = _finish(work, search)
    if not (exact or work.cancelled):
        _search(work, search)
    if not work.cancelled:
        work.stage = "fairness"
        lift_worst(search, FAIR_ROUNDS if limits.rounds is not None else 10_000, work.until(1.0), problem.kept)
    chosen = tuple(search.packing.columns.deal(int(column)) for column in np.sort(search.chosen))
    deals = tuple(sorted({*problem.kept, *chosen}))
    certificate = certificate_of(work.net, work.bounding.proof, work.kept_value + work.bounding.bound)
    return Plan(problem, deals, work.kept_value + search.value, certificate, work.seconds, work.rounds, limits.seed,
                work.cancelled, exact or work.bound == work.value)


def objective_of(packing: Packing) -> Floats:
    """(D,) importance first; then how well transfers fit; then fewer parties.

    Safe: importance is whole, and over all needs of a plan what comes second stays below 1/2 (N transfers of at most
    1, over 2N + 2) and what comes third below 1/4 (a deal has at most 4 parties and meets at least one need).
    """
    net, edges = packing.net, packing.columns.edges
    needs = max(1, len(net.problem.weight))
    fit = np.where(edges >= 0, net.problem.score[edges], 0).sum(axis=1)
    parties = (packing.columns.parties >= 0).sum(axis=1)
    return np.asarray(packing.value + fit / (2 * needs + 2) - parties / (16 * needs * (2 * needs + 2)))


def _first(work: Work, packing: Packing, where: Ints, objective: Floats, start: tuple[Deal, ...]) -> Ints:
    """Where the search begins: pairs that must be there, then what an earlier plan had, then a dive into the rest."""
    room, fixed = packing.room.copy(), np.zeros(0, np.int64)
    missing = room[len(room) - len(work.problem.must):] < 0
    if missing.any():
        rows = np.flatnonzero(missing) + len(room) - len(missing)
        useful = np.unique(packing.matrix[rows].tocsc().nonzero()[1])
        found, _ = best_subset(packing, useful, room, objective)
        fixed = useful[found]
        room = room - np.asarray(packing.matrix[:, fixed].sum(axis=1)).ravel()
        if (room < -1e-9).any():
            raise NoPlan("pairs that must be there cannot all be")
    if start:
        fixed = np.concatenate([fixed, _still(packing, room, start)])
        room = packing.room - np.asarray(packing.matrix[:, fixed].sum(axis=1)).ravel()
    known = np.flatnonzero(where >= 0)
    x = np.zeros(len(packing.columns))
    x[where[known]] = work.bounding.prices.x[known]
    state = work.bounding.prices
    state.set(Packing(packing.net, packing.columns, packing.value, packing.matrix, room), x)
    return np.union1d(fixed, dive(state.packing, state, work.until(0.9)))


def _still(packing: Packing, room: Floats, start: tuple[Deal, ...]) -> Ints:
    """Columns of an earlier plan that are here and fit together."""
    place = {packing.columns.deal(column): column for column in range(len(packing.columns))}
    kept, room = [], room.copy()
    for deal in start:
        if (column := place.get(deal)) is not None:
            rows = packing.matrix[:, [column]].toarray().ravel()
            if ((rows <= room + 1e-9) | (rows < 0)).all():
                room -= rows
                kept.append(column)
    return np.array(kept, np.int64)


def _finish(work: Work, search: Search) -> bool:
    """Where little is left that could be better, solve all of it: only a deal whose price exceeds its value by less
    than the gap can stand in a better plan. Whether it was solved to the end."""
    if work.bound == work.value:
        return True
    least = search.value - work.bounding.bound
    everything = work.bounding.above(least, WHOLE)
    if everything is None or work.cancelled:
        return False
    packing, known = everything, search.packing
    places = {known.columns.deal(int(column)) for column in search.chosen}
    start = np.array([packing.columns.deal(column) in places for column in range(len(packing.columns))])
    objective = objective_of(packing)
    found, done = best_subset(packing, np.arange(len(packing.columns)), packing.room, objective, start=start,
                              nodes=WHOLE_NODES, seconds=work.left() / 3)
    if objective[found].sum() >= objective[start].sum():
        search.become(packing, np.flatnonzero(found), objective)
    work.value = work.kept_value + search.value
    work.tell()
    return done


def _search(work: Work, search: Search) -> None:
    """Rounds of the search until the limits."""
    stop = work.until(1 - FAIR_SHARE)
    left = work.limits.rounds
    while not (stop() or work.good_enough()) and len(search.chosen) and (left is None or left > 0):
        many = ROUNDS_AT_ONCE if left is None else min(left, ROUNDS_AT_ONCE)
        search.run(many, work.limits.threads, stop)
        left = None if left is None else left - many
        work.rounds, work.value = search.rounds, work.kept_value + search.value
        work.tell()
