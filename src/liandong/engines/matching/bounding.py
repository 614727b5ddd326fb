"""The bound: prices, deals of four parties priced in, and what the prices prove.

At any prices, a deal whose value is above the prices of what it uses lifts the price of its first need by the
difference; then no deal is worth more than its prices, and all that there is, priced, bounds every plan.
"""
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from liandong.engines.matching.columns import Columns, small_deals
from liandong.engines.matching.fours import Rings
from liandong.engines.matching.network import Network
from liandong.engines.matching.packing import Packing, edge_rewards
from liandong.engines.matching.prices import Prices
from liandong.engines.matching.types import Floats, Ints

EXCESS = 1e-7
NEW_AT_ONCE = 20_000
"""Deals of four taken in at once, the best first."""
FIRST_STEPS, MORE_STEPS = 500, 400
CLOSE = 0.0005
"""When the proved bound is within this share of the fractional optimum, it is left."""
POOL = 0.75
"""Deals of four up to this far below their prices are kept for the search."""
SMALL_POOL = 2.0
"""The same for deals of two and three, of which there are fewer."""
ASLEEP = 1.5
SHOWN = 60_000
"""Columns that the search holds, at most, the best by reduced value."""


class Bounding:
    """Columns and prices, ever tighter."""

    def __init__(self, net: Network, room: Floats) -> None:
        self.net = net
        self.rings = Rings(net) if net.problem.longest >= 4 else None
        self.room = room
        made = Packing.of(net, small_deals(net))
        self.small = Packing(net, made.columns, made.value, made.matrix, room)
        """Every deal of two or three parties; those far below their prices sleep."""
        self.prices = Prices(self.small)
        self.bound = np.inf
        self.proof = np.zeros(len(room))
        """The prices, lifted, that prove the bound."""

    @property
    def packing(self) -> Packing:
        """The columns known so far."""
        return self.prices.packing

    def tighten(self, rounds: int, stop: Callable[[], bool], told: Callable[[], None] = lambda: None) -> None:
        """Price, take in what is above its prices, go on; until the bound is close or `stop` says so."""
        self.prices.run(FIRST_STEPS, stop)
        self._let_sleep()
        for _ in range(rounds):
            fresh = self._prove()
            told()
            close = self.bound - self._fractional() <= max(CLOSE * self.bound, 0.4)
            if stop() or (close and len(fresh) < NEW_AT_ONCE / 100):
                break
            if len(fresh):
                self._take_in(fresh)
            self.prices.run(MORE_STEPS, stop)
        else:
            self._prove()
        told()

    def _let_sleep(self) -> None:
        """Go on with the deals near their prices: a step costs as much as there are columns."""
        awake = np.flatnonzero((self.prices.packing.reduced(self.prices.y) > -ASLEEP) | (self.prices.x > 0))
        self.prices.set(self.prices.packing.take(awake), self.prices.x[awake])

    def _fractional(self) -> float:
        """What the fractional deals are worth, prices' view: without lifts."""
        return float(self.packing.room @ self.prices.y)

    def _prove(self) -> Columns:
        """Lift prices until every deal is covered; keep the bound if it is better. Deals of four that needed it."""
        y = self.prices.y
        lift = np.zeros(len(self.net.problem.weight))
        parts, worth = [], []
        for columns, value in [self._small(y, EXCESS), *self._fours(y, EXCESS)]:
            self._lift(lift, columns, value)
            best = np.argsort(-value, kind="stable")[:NEW_AT_ONCE]
            parts.append(columns.take(best))
            worth.append(value[best])
        proof = y.copy()
        proof[:len(lift)] += lift
        bound = float(self.packing.room @ proof)
        if bound < self.bound:
            self.bound, self.proof = bound, proof
        best = np.argsort(-np.concatenate(worth), kind="stable")[:NEW_AT_ONCE]
        return self._unknown(Columns.joined(parts).take(best))

    def _lift(self, lift: Floats, columns: Columns, value: Floats) -> None:
        above = np.flatnonzero(value > 0)
        np.maximum.at(lift, self.net.problem.edge_need[columns.edges[above, 0]], value[above])

    def _small(self, y: Floats, least: float) -> tuple[Columns, Floats]:
        """Deals of two or three parties whose value less their prices is above `least`."""
        value = self.small.reduced(y)
        above = np.flatnonzero(value > least)
        return self.small.columns.take(above), value[above]

    def _fours(self, y: Floats, least: float) -> list[tuple[Columns, Floats]]:
        """Deals of four parties whose value less their prices is above `least`."""
        if self.rings is None:
            return []
        must = float(y[len(y) - len(self.net.problem.must):].sum())
        found = []
        for columns in self.rings.above(edge_rewards(self.net, y), least - must):
            if len(columns):
                value = Packing.of(self.net, columns).reduced(y)
                above = np.flatnonzero(value > least)
                found.append((columns.take(above), value[above]))
        return found

    def _unknown(self, columns: Columns) -> Columns:
        """Those that are not among the columns yet, each once."""
        both = np.concatenate([self.packing.columns.sorted_edges, columns.sorted_edges])
        view = np.ascontiguousarray(both).view([("", both.dtype)] * both.shape[1]).ravel()
        _, first = np.unique(view, return_index=True)
        known = len(self.packing.columns)
        return columns.take(np.sort(first[first >= known]) - known)

    def _take_in(self, fresh: Columns) -> None:
        joined = Packing.of(self.net, Columns.joined([self.packing.columns, fresh]))
        self.prices.set(Packing(self.net, joined.columns, joined.value, joined.matrix, self.room), self.prices.x)

    def above(self, least: float, most: int) -> Packing | None:
        """Every deal whose value less the proof's prices is above `least`; None where they are more than `most`."""
        small, _ = self._small(self.proof, least - EXCESS)
        columns, count = [small], len(small)
        if self.rings is not None and count <= most:
            for some in self.rings.above(edge_rewards(self.net, self.proof), least - EXCESS):
                count += len(some)
                if count > 2 * most:
                    return None
                columns.append(some)
        joined = Columns.joined(columns)
        view = np.ascontiguousarray(joined.sorted_edges).view([("", np.int64)] * joined.edges.shape[1]).ravel()
        joined = joined.take(np.sort(np.unique(view, return_index=True)[1]))
        if len(joined) > most:
            return None
        made = Packing.of(self.net, joined)
        return Packing(self.net, joined, made.value, made.matrix, self.room)

    def pool(self) -> tuple[Packing, Ints]:
        """Columns for the search: all that are known and the deals of four near their prices, the best of them; and
        the position in it of each known column, -1 for those left out."""
        y = self.prices.y
        near = [columns for columns, _ in [self._small(y, -SMALL_POOL), *self._fours(y, -POOL)]]
        many = len(self.packing.columns)
        joined = Columns.joined([self.packing.columns, self._unknown(Columns.joined(near))])
        packing = Packing.of(self.net, joined)
        kept = np.arange(len(joined))
        if len(kept) > SHOWN:
            order = np.argsort(-(packing.reduced(y) + 1e6 * (np.arange(len(joined)) < many)
                                 * np.concatenate([self.prices.x > 0.01, np.zeros(len(joined) - many, bool)])),
                               kind="stable")
            kept = np.sort(order[:SHOWN])
            packing = packing.take(kept)
        where = np.full(many, -1)
        inside = kept < many
        where[kept[inside]] = np.flatnonzero(inside)
        return Packing(self.net, packing.columns, packing.value, packing.matrix, self.room), where
