"""Large-neighbourhood search: free some deals that lie together, pack that corner exactly, keep what is not worse.

Neighbourhoods that do not touch are packed at the same time; what would collide all the same is packed again later.
Source: matching.md; the idea: Shaw 1998.
"""
from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from liandong.engines.matching.exact import SAFETY, best_subset, fitting
from liandong.engines.matching.packing import Packing
from liandong.engines.matching.types import Floats, Ints

FREED = (24, 32, 40)
"""Deals set free at a time; drawn anew each round."""
SHOWN = 1_000
"""Columns of one neighbourhood, the best by reduced value."""
NODES = 100
NEAR = 0.45
"""Importance is whole: what brings less than one is not searched for."""
ANYWHERE = 1 / 3
"""Share of neighbourhoods drawn from all over."""


class Search:
    """A plan that only gets better. `chosen` are columns of the packing."""

    def __init__(self, packing: Packing, prices: Floats, chosen: Ints, objective: Floats, seed: int,
                 left: Callable[[], float] = lambda: SAFETY) -> None:
        """`left` says how many seconds one packing may take at most."""
        self.prices, self.random, self.rounds, self.left = prices, np.random.default_rng([seed, 29]), 0, left
        self.become(packing, chosen, objective)

    def become(self, packing: Packing, chosen: Ints, objective: Floats) -> None:
        """Go on with other columns."""
        self.packing, self.chosen, self.objective = packing, chosen, objective
        self.reduced = packing.reduced(self.prices)
        self.near = self._nearness()

    @property
    def value(self) -> int:
        """Importance met."""
        return int(self.packing.value[self.chosen].sum())

    def _nearness(self) -> Ints:
        """(U, U') neighbours in the graph of parties: columns share parties, so parties are near by their deals."""
        from scipy import sparse

        parties, net = self.packing.columns.parties, self.packing.net
        good = self.reduced > -2.0
        row, place = np.nonzero((parties >= 0) & good[:, None])
        incident = sparse.coo_matrix((np.ones(len(row)), (parties[row, place], row)),
                                     (net.problem.parties, len(parties))).tocsr()
        joint = (incident @ incident.T).tocsr()
        joint.setdiag(0)
        total = np.maximum(np.asarray(joint.sum(axis=1)).ravel(), 1)
        return (sparse.diags(1 / total) @ joint).tocsr()  # type: ignore[no-any-return]  # scipy says nothing of types

    def run(self, rounds: int, threads: int, stop: Callable[[], bool]) -> None:
        """So many rounds of `threads` neighbourhoods, fewer if `stop` says so."""
        with ThreadPoolExecutor(threads) as pool:
            for _ in range(rounds):
                if stop() or not len(self.chosen):
                    break
                self.rounds += 1
                corners = self._corners(threads)
                answers = list(pool.map(self._pack, corners))
                for (freed, _), new in zip(corners, answers, strict=True):
                    self._apply(freed, new)

    def _corners(self, threads: int) -> list[tuple[Ints, Floats]]:
        """Disjoint sets of chosen columns that lie together, and the room each has when it is freed alone."""
        used = np.asarray(self.packing.matrix[:, self.chosen].sum(axis=1)).ravel()
        left, corners = self.packing.room - used, []
        open_ = np.arange(len(self.chosen))
        for _ in range(threads):
            if not len(open_):
                break
            size = int(self.random.choice(FREED))
            picked = open_[self._together(self.chosen[open_])[:size]]
            freed = self.chosen[picked]
            back = np.asarray(self.packing.matrix[:, freed].sum(axis=1)).ravel()
            corners.append((freed, left + back))
            open_ = np.setdiff1d(open_, picked)
        return corners

    def _together(self, chosen: Ints) -> Ints:
        """Positions of chosen columns, those nearest to a drawn party first; now and then in any order."""
        if self.random.random() < ANYWHERE:
            return self.random.permutation(len(chosen))
        parties = self.packing.columns.parties[chosen]
        heat = np.zeros(self.packing.net.problem.parties)
        heat[self.random.choice(parties[parties >= 0])] = 1.0
        for _ in range(4):
            heat = heat + self.near.T @ heat
        warm = np.where(parties >= 0, heat[parties], 0).max(axis=1)
        return np.argsort(-warm * self.random.uniform(0.3, 1.0, len(chosen)), kind="stable")

    def _candidates(self, freed: Ints, room: Floats) -> Ints:
        fits = np.flatnonzero(fitting(self.packing, room))
        if len(fits) > SHOWN:
            fits = fits[np.argsort(-self.reduced[fits], kind="stable")[:SHOWN]]
        return np.union1d(fits, freed)

    def _pack(self, corner: tuple[Ints, Floats]) -> Ints:
        """The best columns for a corner; what was there if none is found."""
        freed, room = corner
        candidates = self._candidates(freed, room)
        start = np.isin(candidates, freed)
        found, _ = best_subset(self.packing, candidates, room, self.objective, start=start, nodes=NODES,
                                seconds=self.left(), near=NEAR)
        return candidates[found]

    def _apply(self, freed: Ints, new: Ints) -> None:
        """Exchange if it is not worse and still fits: another corner may have taken the room meanwhile."""
        if self.objective[new].sum() < self.objective[freed].sum() - 1e-9:
            return
        chosen = np.concatenate([np.setdiff1d(self.chosen, freed), new])
        used = np.asarray(self.packing.matrix[:, chosen].sum(axis=1)).ravel()
        if (used <= self.packing.room + 1e-9).all():
            self.chosen = chosen
