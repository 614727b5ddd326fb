"""Deals of up to three parties, enumerated by joins. Source: matching.md, "Model (deal packing)".

The set is exactly: a simple cycle of distinct parties with at most one further transfer between two of them; for two
parties, bundles of up to three transfers each way; where an offer is marked as a gift, a path that begins with it.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

import numpy as np

from liandong.engines.matching.network import SLACK, Groups, Network
from liandong.engines.matching.types import BOTH_WAYS, Flags, Floats, Ints

WIDEST = 2 * BOTH_WAYS
"""Transfers in a deal, at most."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Deals as rows: D of them. -1 fills rows up."""

    edges: Ints
    """(D, 6)"""
    parties: Ints
    """(D, 4)"""

    def __len__(self) -> int:
        return len(self.edges)

    @staticmethod
    def of(edges: Ints, parties: Ints) -> Columns:
        """Rows of any width, filled up."""
        def wide(rows: Ints, width: int) -> Ints:
            full = np.full((len(rows), width), -1, np.int64)
            full[:, :rows.shape[1]] = rows
            return full
        return Columns(wide(edges, WIDEST), wide(parties, 4))

    @staticmethod
    def joined(parts: list[Columns]) -> Columns:
        """All rows of all parts."""
        parts = parts or [Columns.of(np.zeros((0, 1), np.int64), np.zeros((0, 1), np.int64))]
        return Columns(np.concatenate([part.edges for part in parts]),
                       np.concatenate([part.parties for part in parts]))

    def take(self, chosen: Ints | Flags) -> Columns:
        """Some of the rows."""
        return Columns(self.edges[chosen], self.parties[chosen])

    @cached_property
    def sorted_edges(self) -> Ints:
        """(D, 6) each row ascending: what tells one deal from another."""
        return np.sort(self.edges, axis=1)

    def deal(self, row: int) -> tuple[int, ...]:
        """The edges of one row, ascending."""
        return tuple(int(edge) for edge in self.sorted_edges[row] if edge >= 0)


def allowed(net: Network, columns: Columns) -> Columns:
    """Without those in which two parties stand that must not."""
    if not len(net.problem.never) or not len(columns):
        return columns
    never = np.sort(net.problem.never, axis=1)
    keys = np.unique(never[:, 0] * net.problem.parties + never[:, 1])
    good = np.ones(len(columns), bool)
    for i in range(4):
        for j in range(i + 1, 4):
            pair = np.sort(columns.parties[:, [i, j]], axis=1)
            good &= (pair[:, 0] < 0) | ~np.isin(pair[:, 0] * net.problem.parties + pair[:, 1], keys)
    return columns.take(good)


def small_deals(net: Network) -> Columns:
    """Every deal of two or three parties."""
    parts = [*gifts(net), *bundles(net)]
    if net.problem.longest >= 3:
        parts += threes(net)
    return allowed(net, Columns.joined(parts))


def gifts(net: Network) -> list[Columns]:
    """Paths that begin with a gift; who stands in the middle gets at least what it gives."""
    rows = np.flatnonzero(net.problem.gift[net.problem.edge_offer])[:, None]
    parties = np.stack([net.giver[rows[:, 0]], net.receiver[rows[:, 0]]], axis=1)
    found = []
    if len(rows):
        good = net.fits(rows)
        rows, parties = rows[good], parties[good]
    while len(rows):
        found.append(Columns.of(rows, parties))
        if parties.shape[1] == net.problem.longest:
            break
        left, edge = net.by_giver.join(parties[:, -1])
        new = net.receiver[edge]
        good = (parties[left] != new[:, None]).all(axis=1)
        left, edge, new = left[good], edge[good], new[good]
        middle = parties[left, -1]
        rows, parties = np.column_stack([rows[left], edge]), np.column_stack([parties[left], new])
        good = (net.balance(rows, middle) >= -SLACK) & net.fits(rows)
        rows, parties = rows[good], parties[good]
    return found


@dataclass(frozen=True, eq=False)
class Sides:
    """What one party may give another in one bundle: rows of one to three edges."""

    edges: Ints
    key: Ints
    gain: Floats
    effort: Floats


def sides(net: Network) -> Sides:
    """Every bundle of one direction, between parties that could give each other something."""
    back = net.receiver * net.problem.parties + net.giver
    position = np.searchsorted(net.by_pair.keys, back)
    both = np.zeros(len(back), bool)
    inside = position < len(back)
    both[inside] = net.by_pair.keys[position[inside]] == back[inside]
    single = np.flatnonzero(both)
    rows, all_rows = single[:, None], []
    pair = net.giver * net.problem.parties + net.receiver
    groups = Groups.of(pair[single])
    for size in range(1, BOTH_WAYS + 1):
        good = net.fits(rows)
        rows = rows[good]
        full = np.full((len(rows), BOTH_WAYS), -1, np.int64)
        full[:, :size] = rows
        all_rows.append(full)
        left, position = groups.join(pair[rows[:, -1]])
        more = single[position] > rows[left, -1]
        rows = np.column_stack([rows[left[more]], single[position[more]]])
    edges = np.concatenate(all_rows)
    here = edges >= 0
    return Sides(edges, pair[edges[:, 0]], np.where(here, net.gain[edges], 0).sum(axis=1),
                 np.where(here, net.effort[edges], 0).sum(axis=1))


def bundles(net: Network) -> list[Columns]:
    """Deals of two parties that are fair to both and do not fall into two fair deals of their own.

    Where a party's number of deals is limited, those that would fall apart are kept: one contract counts once.
    """
    side, theta = sides(net), net.problem.theta
    if not len(side.key):
        return []
    forth = np.flatnonzero(side.key // net.problem.parties < side.key % net.problem.parties)
    a, b = side.key[forth] // net.problem.parties, side.key[forth] % net.problem.parties
    left, right = Groups.of(side.key).join(b * net.problem.parties + a)
    one = forth[left]
    good = (side.gain[one] >= theta * side.effort[right] - SLACK)
    good &= side.gain[right] >= theta * side.effort[one] - SLACK
    one, right, left = one[good], right[good], left[good]
    rows = np.column_stack([side.edges[one], side.edges[right]])
    parties = np.stack([a[left], b[left]], axis=1)
    if not net.problem.deals_a_party:
        whole = ~falls_apart(net, rows)
        rows, parties = rows[whole], parties[whole]
    return [Columns.of(rows, parties)]


def falls_apart(net: Network, rows: Ints) -> Flags:
    """(D,) whether one transfer each way can be split off a bundle so that both parts are fair."""
    theta, found = net.problem.theta, np.zeros(len(rows), bool)
    here = rows >= 0
    gain, effort = np.where(here, net.gain[rows], 0), np.where(here, net.effort[rows], 0)
    sums = [(part[:, :BOTH_WAYS].sum(axis=1), part[:, BOTH_WAYS:].sum(axis=1)) for part in (gain, effort)]
    more = [here[:, :BOTH_WAYS].sum(axis=1) > 1, here[:, BOTH_WAYS:].sum(axis=1) > 1]
    for i in range(BOTH_WAYS):
        for j in range(BOTH_WAYS, WIDEST):
            apart = here[:, i] & here[:, j] & more[0] & more[1]
            apart &= (gain[:, i] >= theta * effort[:, j] - SLACK) & (gain[:, j] >= theta * effort[:, i] - SLACK)
            rest_gain = sums[0][0] - gain[:, i], sums[0][1] - gain[:, j]
            rest_effort = sums[1][0] - effort[:, i], sums[1][1] - effort[:, j]
            apart &= rest_gain[0] >= theta * rest_effort[1] - SLACK
            found |= apart & (rest_gain[1] >= theta * rest_effort[0] - SLACK)
    return found


def threes(net: Network) -> list[Columns]:
    """Cycles of three, each alone and with each further transfer between two of the three."""
    first = np.flatnonzero(net.giver < net.receiver)
    left, second = net.by_giver.join(net.receiver[first])
    first = first[left]
    good = net.receiver[second] > net.giver[first]
    first, second = first[good], second[good]
    left, third = net.between(net.receiver[second], net.giver[first])
    rows = np.stack([first[left], second[left], third], axis=1)
    rows = rows[net.fits(rows)]
    parties = net.giver[rows]
    theta = net.problem.theta
    balance = net.gain[np.roll(rows, 1, axis=1)] - theta * net.effort[rows]
    short = (balance < -SLACK).sum(axis=1)
    found = [Columns.of(rows[short == 0], parties[short == 0])]
    near = np.flatnonzero(short <= 1)
    rows, parties, balance, short = rows[near], parties[near], balance[near], short[near]
    for i, j in permutations(range(3), 2):
        open_to = np.flatnonzero((short == 0) | (balance[:, j] < -SLACK))
        left, chord = net.between(parties[open_to, i], parties[open_to, j])
        at = open_to[left]
        good = (balance[at, i] - theta * net.effort[chord] >= -SLACK)
        good &= balance[at, j] + net.gain[chord] >= -SLACK
        if (j - i) % 3 == 1:
            good &= chord > rows[at, i]  # beside a transfer of the cycle: either could be called the further one
        wide = np.column_stack([rows[at[good]], chord[good]])
        fit = net.fits(wide)
        found.append(Columns.of(wide[fit], parties[at[good]][fit]))
    return found
