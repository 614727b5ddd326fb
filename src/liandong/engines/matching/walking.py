"""For the verifier: every deal that is worth more than its prices, found by walking; nothing of the solver is used."""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np

from liandong.engines.matching.types import Flags, Floats, Ints, Problem

EPS = 1e-7
FROM_AT_ONCE = 1_000
"""First steps walked from together."""
Excess = Iterator[tuple[Ints, Floats]]


def joined(ordered: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """All (i, k) with ordered[k] == wanted[i]; `ordered` ascends."""
    low = np.searchsorted(ordered, wanted, "left")
    many = np.searchsorted(ordered, wanted, "right") - low
    at = np.repeat(np.arange(len(wanted)), many)
    return at, np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(low, many)


class Walk:
    """Edges by their giver, with what each brings above the prices of its need and its offer."""

    def __init__(self, p: Problem, reward: Floats, party: Floats, must: Floats) -> None:
        self.p, self.reward, self.party, self.must = p, reward, party, must
        self.a, self.b, self.gain, self.cost = p.giver, p.receiver, p.gain, p.theta * p.effort
        self.usable = np.flatnonzero(p.slots[p.edge_offer] > 0)
        self.order = self.usable[np.argsort(self.a[self.usable], kind="stable")]
        self.sorted = self.a[self.order]
        pair = self.a * p.parties + self.b
        self.pairs = self.usable[np.argsort(pair[self.usable], kind="stable")]
        self.pair_keys = pair[self.pairs]
        several = np.bincount(p.need_owner, minlength=p.parties)[self.b] > 1
        self.further = float(reward[self.usable][several[self.usable]].max(initial=0.0))
        """The most that a further transfer can bring: only to who has another need."""
        self.slack = self.further + float(must.sum())

    def extend(self, rows: Ints) -> Ints:
        """(M, k) walks, each with every next step."""
        at, step = joined(self.sorted, self.b[rows[:, -1]])
        return np.column_stack([rows[at], self.order[step]])

    def between(self, givers: Ints, receivers: Ints) -> tuple[Ints, Ints]:
        """Positions i and edges from givers[i] to receivers[i]."""
        at, step = joined(self.pair_keys, givers * self.p.parties + receivers)
        return at, self.pairs[step]

    def kept_apart(self, parties: Ints) -> Flags:
        """(M,) whether no two of the parties (M, k) are forbidden together."""
        good = np.ones(len(parties), bool)
        for x, y in self.p.never:
            good &= ~((parties == x).any(axis=1) & (parties == y).any(axis=1))
        return good

    def bonus(self, parties: Ints) -> Floats:
        """(M,) prices of the pairs that must be there and are in these parties."""
        total = np.zeros(len(parties))
        for (x, y), price in zip(self.p.must, self.must, strict=True):
            total += price * ((parties == x).any(axis=1) & (parties == y).any(axis=1))
        return total

    def rings(self, size: int) -> Excess:
        """Rings of `size` parties, alone and with one further transfer."""
        own = self.reward - self.party[self.a]
        share = -self.slack / size - EPS
        starts = self.usable[own[self.usable] > share]
        for begin in range(0, len(starts), FROM_AT_ONCE):
            rows = starts[begin:begin + FROM_AT_ONCE, None]
            for k in range(2, size + 1):
                if k == size:
                    at, last = self.between(self.b[rows[:, -1]], self.a[rows[:, 0]])
                    rows = np.column_stack([rows[at], last])
                else:
                    rows = self.extend(rows)
                    rows = rows[(self.a[rows] != self.b[rows[:, -1]][:, None]).all(axis=1)]
                rows = rows[own[rows].sum(axis=1) > k * share]
                short = (self.gain[rows[:, :-1]] < self.cost[rows[:, 1:]] - 1e-9).sum(axis=1)
                rows = rows[short <= (self.further > 0)]
            yield from self._closed(rows, own[rows].sum(axis=1))

    def _closed(self, rows: Ints, worth: Floats) -> Excess:
        parties = self.a[rows]
        worth = worth + self.bonus(parties)
        apart = self.kept_apart(parties)
        rows, worth, parties = rows[apart], worth[apart], parties[apart]
        balance = self.gain[np.roll(rows, 1, axis=1)] - self.cost[rows]
        fair = (balance >= -1e-9).all(axis=1) & (worth > EPS)
        yield rows[fair, 0], worth[fair]
        if not self.further:
            return
        open_to = np.flatnonzero((worth + self.further > EPS) & ((balance < -1e-9).sum(axis=1) <= 1))
        for i, j in permutations(range(rows.shape[1]), 2):
            left, chord = self.between(parties[open_to, i], parties[open_to, j])
            at = open_to[left]
            after = balance[at].copy()
            after[:, i] -= self.cost[chord]
            after[:, j] += self.gain[chord]
            offer, beside = self.p.edge_offer[chord], rows[at, i]
            good = (after >= -1e-9).all(axis=1) & (self.p.edge_need[chord] != self.p.edge_need[rows[at, j - 1]])
            good &= (offer != self.p.edge_offer[beside]) | (self.p.slots[offer] > 1)
            over = worth[at] + self.reward[chord]
            good &= over > EPS
            yield rows[at[good], 0], over[good]

    def paths(self) -> Excess:
        """Paths that begin with a gift."""
        rows = self.usable[self.p.gift[self.p.edge_offer[self.usable]]][:, None]
        for size in range(2, self.p.longest + 1):
            parties = np.column_stack([self.a[rows], self.b[rows[:, -1]]])
            worth = self.reward[rows].sum(axis=1) - self.party[parties].sum(axis=1) + self.bonus(parties)
            good = self.kept_apart(parties) & (worth > EPS)
            yield rows[good, 0], worth[good]
            if size < self.p.longest:
                longer = self.extend(rows)
                fresh = (self.a[longer] != self.b[longer[:, [-1]]]).all(axis=1)
                rows = longer[fresh & (self.gain[longer[:, -2]] >= self.cost[longer[:, -1]] - 1e-9)]

    def bundles(self) -> Excess:
        """Two parties, up to three transfers each way."""
        ways: dict[tuple[int, int], list[int]] = defaultdict(list)
        for edge in self.usable.tolist():
            ways[int(self.a[edge]), int(self.b[edge])].append(edge)
        first, over = [], []
        for (a, b), forth in ways.items():
            if a > b or (b, a) not in ways or not self.kept_apart(np.array([[a, b]]))[0]:
                continue
            fixed = float(self.bonus(np.array([[a, b]]))[0] - self.party[a] - self.party[b])
            back = [(self.sums(some), some) for some in self.some_of(ways[b, a])]
            most = max((one[0][0] for one in back), default=0.0)
            for some in self.some_of(forth):
                worth, gain, cost = self.sums(some)
                if worth + most + fixed <= EPS:
                    continue
                fair = [w for (w, g, c), _ in back if gain >= c - 1e-9 and g >= cost - 1e-9]
                if fair and worth + max(fair) + fixed > EPS:
                    first.append(some[0])
                    over.append(worth + max(fair) + fixed)
        yield np.array(first, np.int64), np.array(over)

    def some_of(self, edges: list[int]) -> Iterator[tuple[int, ...]]:
        """One to three of them that can stand together."""
        for size in (1, 2, 3):
            for some in combinations(edges, size):
                used = Counter(int(self.p.edge_offer[e]) for e in some)
                if len({int(self.p.edge_need[e]) for e in some}) == size and all(
                        many <= self.p.slots[offer] for offer, many in used.items()):
                    yield some

    def sums(self, some: tuple[int, ...]) -> tuple[float, float, float]:
        """Excess, gain and cost of a few transfers."""
        at = list(some)
        return float(self.reward[at].sum()), float(self.gain[at].sum()), float(self.cost[at].sum())


def excesses(p: Problem, reward: Floats, party: Floats, must: Floats) -> Excess:
    """The first edge and the excess of every deal whose worth is above its prices."""
    walk = Walk(p, reward, party, must)
    yield from walk.bundles()
    yield from walk.paths()
    for size in range(3, p.longest + 1):
        yield from walk.rings(size)
