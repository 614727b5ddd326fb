"""The market as a graph of parties, and the joins by which deals are found in it: sorted arrays, no loop over pairs."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liandong.engines.matching.types import Flags, Floats, Ints, Problem

SLACK = 1e-9
"""Rounding allowed in a comparison of sums of a few values."""


@dataclass(frozen=True, eq=False)
class Groups:
    """Positions sorted by a key, so that all with one key are found at once."""

    order: Ints
    keys: Ints

    @staticmethod
    def of(keys: Ints) -> Groups:
        """Sort once."""
        order = np.argsort(keys, kind="stable")
        return Groups(order, keys[order])

    def join(self, wanted: Ints) -> tuple[Ints, Ints]:
        """All (i, position) with keys[position] == wanted[i], as two arrays."""
        low = np.searchsorted(self.keys, wanted, "left")
        count = np.searchsorted(self.keys, wanted, "right") - low
        left = np.repeat(np.arange(len(wanted)), count)
        ends = np.cumsum(count)
        right = np.arange(len(left)) - np.repeat(ends - count, count) + np.repeat(low, count)
        return left, self.order[right]


@dataclass(frozen=True, eq=False)
class Network:
    """Edges with their ends, and the two indexes that all joins use."""

    problem: Problem
    giver: Ints
    receiver: Ints
    gain: Floats
    effort: Floats
    worth: Ints
    """(E,) importance of the need of each edge."""
    by_giver: Groups
    by_pair: Groups
    """By giver × parties + receiver."""

    @staticmethod
    def of(problem: Problem) -> Network:
        """Index the edges of a problem."""
        a, b = problem.giver, problem.receiver
        return Network(problem, a, b, problem.gain, problem.effort, problem.weight[problem.edge_need],
                       Groups.of(a), Groups.of(a * problem.parties + b))

    def between(self, givers: Ints, receivers: Ints) -> tuple[Ints, Ints]:
        """All (i, edge) from givers[i] to receivers[i]."""
        return self.by_pair.join(givers * self.problem.parties + receivers)

    def fits(self, rows: Ints) -> Flags:
        """(D,) whether no need of a row of edges (D, W; -1 for none) stands twice and no offer lacks slots for it."""
        need = np.where(rows >= 0, self.problem.edge_need[rows], -1 - np.arange(rows.shape[1]))
        offer = np.where(rows >= 0, self.problem.edge_offer[rows], -1 - np.arange(rows.shape[1]))
        good = np.ones(len(rows), bool)
        for i in range(rows.shape[1]):
            used = np.zeros(len(rows), np.int64)
            for j in range(rows.shape[1]):
                if j > i:
                    good &= need[:, i] != need[:, j]
                used += offer[:, i] == offer[:, j]
            good &= (rows[:, i] < 0) | (used <= self.problem.slots[self.problem.edge_offer[rows[:, i]]])
        return good

    def balance(self, rows: Ints, party: Ints) -> Floats:
        """(D,) what a party receives in a row of edges less theta times its effort; at least 0 is fair."""
        here = rows >= 0
        gets = np.where(here & (self.receiver[rows] == party[:, None]), self.gain[rows], 0).sum(axis=1)
        gives = np.where(here & (self.giver[rows] == party[:, None]), self.effort[rows], 0).sum(axis=1)
        return np.asarray(gets - self.problem.theta * gives)
