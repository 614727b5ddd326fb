"""Deals of four parties, found where prices leave something: two paths of two steps that close a ring.

All of them are too many to write down (a street of 300 has half a million), so they are priced: only those whose
reward is above a threshold are made. Each step's reward is its worth less the prices of its need, its offer and its
giver. Source of the idea: Abraham, Blum, Sandholm 2007 (column generation for kidney exchange).
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from liandong.engines.matching.columns import Columns, allowed
from liandong.engines.matching.network import SLACK, Network
from liandong.engines.matching.types import Floats, Ints

CHUNK = 2_000_000
"""Pairs of paths looked at together."""


@dataclass(frozen=True, eq=False)
class Paths:
    """Two steps a → b → c, with at most one further transfer; `b` is served, what `a` and `c` still need is not."""

    first: Ints
    second: Ints
    chord: Ints
    """-1 for none; from a to b, b to a or a to c."""
    at_a: Floats
    at_c: Floats
    """What the further transfer brings a and c, or costs them."""

    def take(self, chosen: Ints) -> Paths:
        """Some of them."""
        return Paths(self.first[chosen], self.second[chosen], self.chord[chosen], self.at_a[chosen], self.at_c[chosen])


def plain_paths(net: Network) -> tuple[Paths, Paths]:
    """Paths whose middle is served, and all of them (a further transfer may serve the middle)."""
    first, second = net.by_giver.join(net.receiver)
    good = net.receiver[second] != net.giver[first]
    first, second = first[good].astype(np.int32), second[good].astype(np.int32)
    zero = np.zeros(len(first), np.float32)
    every = Paths(first, second, np.full(len(first), -1, np.int32), zero, zero)  # type: ignore[arg-type]  # narrow: millions
    served = np.flatnonzero(net.gain[first] - net.problem.theta * net.effort[second] >= -SLACK)
    return every.take(served), every


def chorded_paths(net: Network, every: Paths) -> Paths:
    """Paths with one further transfer after which the middle is served.

    Three directions reach every deal once: a → b beside the first step (the later edge is the further one), b → a, and
    a → c; the other places of a further transfer are these three, seen from another start.
    """
    theta, parts = net.problem.theta, []
    a, b, c = net.giver[every.first], net.receiver[every.first], net.receiver[every.second]
    base = net.gain[every.first] - theta * net.effort[every.second]
    for way, (start, end) in enumerate(((a, b), (b, a), (a, c))):
        if way == 2:
            base_ok = np.flatnonzero(base >= -SLACK)
            left, chord = net.between(start[base_ok], end[base_ok])
            left = base_ok[left]
        else:
            left, chord = net.between(start, end)
        gain, cost = net.gain[chord], theta * net.effort[chord]
        good = chord > every.first[left] if way == 0 else np.ones(len(chord), bool)
        if way < 2:
            good &= base[left] + (gain if way == 0 else -cost) >= -SLACK
        parts.append(Paths(every.first[left[good]], every.second[left[good]], chord[good],
                           (gain if way == 1 else -cost)[good], (gain if way == 2 else 0 * gain)[good]))
    return Paths(*(np.concatenate([getattr(part, name) for part in parts])
                   for name in ("first", "second", "chord", "at_a", "at_c")))


def within(values: Floats, low: Ints, high: Ints, least: Floats) -> Ints:
    """For each i, the first position in values[low[i]:high[i]], ascending, with a value ≥ least[i]; high[i] if none."""
    low, high = low.copy(), high.copy()
    while len(active := np.flatnonzero(low < high)):
        middle = (low[active] + high[active]) // 2
        below = values[middle] < least[active]
        low[active[below]] = middle[below] + 1
        high[active[~below]] = middle[~below]
    return low


class Rings:
    """Finds deals of four parties at any prices; the paths are made once."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self.paths, every = plain_paths(net)
        self.chorded = chorded_paths(net, every)
        key = net.giver[self.paths.first] * net.problem.parties + net.receiver[self.paths.second]
        order = np.argsort(key, kind="stable")
        self.paths, self.keys = self.paths.take(order), key[order]

    def above(self, reward: Floats, least: float) -> Iterator[Columns]:
        """Deals whose steps' rewards (E,) sum to more than `least`, in chunks; a further step's reward counts too,
        as if its giver were not counted again: callers compute the exact value of what they get."""
        value = reward[self.paths.first] + reward[self.paths.second]
        order = np.lexsort((value, self.keys))
        value, keys = value[order], self.keys[order]
        starts_least = np.flatnonzero(self.net.giver[self.paths.first] < np.minimum(
            self.net.receiver[self.paths.first], self.net.receiver[self.paths.second]))
        yield from self._joined(self.paths.take(starts_least), True, reward, least, (order, value, keys))
        yield from self._joined(self.chorded, False, reward, least, (order, value, keys))

    def _joined(self, ones: Paths, once: bool, reward: Floats, least: float,
                other: tuple[Ints, Floats, Ints]) -> Iterator[Columns]:
        """Close each path of `ones` with each plain path back; `once`: the start is the least of the four."""
        order, value, keys = other
        net = self.net
        mine = reward[ones.first] + reward[ones.second] + np.where(ones.chord >= 0, reward[ones.chord], 0)
        back = net.receiver[ones.second] * net.problem.parties + net.giver[ones.first]
        low = np.searchsorted(keys, back, "left")
        high = np.searchsorted(keys, back, "right")
        low = within(value, low, high, least - mine + SLACK)
        count = high - low
        ends = np.cumsum(count)
        begin = 0
        while begin < len(count):
            until = int(np.searchsorted(ends, (ends[begin - 1] if begin else 0) + CHUNK, "right"))
            until = max(until, begin + 1)
            part = np.arange(begin, until)[count[begin:until] > 0]
            left = np.repeat(part, count[part])
            run = np.arange(len(left)) - np.repeat(np.cumsum(count[part]) - count[part], count[part])
            right = order[low[left] + run]
            yield self._checked(ones.take(left), self.paths.take(right), once)
            begin = until

    def _checked(self, one: Paths, two: Paths, once: bool) -> Columns:
        """Of pairs of paths those that are deals: four parties, the ends served, the offers and needs enough."""
        net, theta = self.net, self.net.problem.theta
        b, d, a = net.receiver[one.first], net.receiver[two.first], net.giver[one.first]
        good = (b != d) & (d > a) if once else b != d
        good &= net.gain[two.second] - theta * net.effort[one.first] + one.at_a >= -SLACK
        good &= net.gain[one.second] - theta * net.effort[two.first] + one.at_c >= -SLACK
        one, two = one.take(np.flatnonzero(good)), two.take(np.flatnonzero(good))
        rows = np.stack([one.first, one.second, two.first, two.second, one.chord], axis=1).astype(np.int64)
        parties = net.giver[rows[:, :4]]
        fit = net.fits(rows)
        return allowed(net, Columns.of(rows[fit], parties[fit]))
