"""Deals as columns of a packing problem: its matrix, what its duals prove.

Rows: needs, slots of offers, then (where limited) deals of a party, then (negated) the pairs that must be there.
Every row reads ≤, so that every dual is at least 0 and any such prices prove a bound.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from liandong.engines.matching.columns import Columns
from liandong.engines.matching.network import Network
from liandong.engines.matching.types import Certificate, Floats, Ints


@dataclass(frozen=True, eq=False)
class Packing:
    """Columns with their values and their matrix."""

    net: Network
    columns: Columns
    value: Ints
    """(D,) importance met by each deal."""
    matrix: Any
    """(R, D) in compressed columns, one int8 number an entry."""
    room: Floats
    """(R,) what is there of each row."""

    @staticmethod
    def of(net: Network, columns: Columns) -> Packing:
        """The packing of some deals."""
        here = columns.edges >= 0
        value = np.where(here, net.worth[columns.edges], 0).sum(axis=1)
        return Packing(net, columns, value, matrix_of(net, columns), room_of(net))

    def take(self, chosen: Ints) -> Packing:
        """Some of the columns."""
        return Packing(self.net, self.columns.take(chosen), self.value[chosen], self.matrix[:, chosen], self.room)

    def reduced(self, prices: Floats) -> Floats:
        """(D,) value of each deal less the prices of what it uses."""
        return np.asarray(self.value - self.matrix.T @ prices)


def room_of(net: Network) -> Floats:
    """(R,) right-hand sides, before contracts that continue take their part."""
    problem = net.problem
    parts = [np.ones(len(problem.weight)), problem.slots]
    if problem.deals_a_party:
        parts.append(np.full(problem.parties, problem.deals_a_party))
    return np.concatenate([*parts, np.full(len(problem.must), -1.0)]).astype(float)


def matrix_of(net: Network, columns: Columns) -> Any:
    """(R, D) how much each deal uses of each row."""
    problem, many = net.problem, len(columns)
    needs, offers = len(problem.weight), len(problem.slots)
    column, place = np.nonzero(columns.edges >= 0)
    edge = columns.edges[column, place]
    rows, at = [problem.edge_need[edge], needs + problem.edge_offer[edge]], [column, column]
    base = needs + offers
    entries = [np.ones(2 * len(edge), np.int8)]
    if problem.deals_a_party:
        one, which = np.nonzero(columns.parties >= 0)
        rows.append(base + columns.parties[one, which])
        at.append(one)
        entries.append(np.ones(len(one), np.int8))
        base += problem.parties
    for k, pair in enumerate(problem.must):
        both = np.flatnonzero((columns.parties == pair[0]).any(axis=1) & (columns.parties == pair[1]).any(axis=1))
        rows.append(np.full(len(both), base + k))
        at.append(both)
        entries.append(np.full(len(both), -1, np.int8))
    base += len(problem.must)
    made = sparse.coo_matrix((np.concatenate(entries), (np.concatenate(rows), np.concatenate(at))), (base, many))
    return made.tocsc()


def edge_rewards(net: Network, prices: Floats) -> Floats:
    """(E,) worth of each transfer less the prices of its need, its offer and a deal of its giver."""
    problem = net.problem
    needs, offers = len(problem.weight), len(problem.slots)
    reward = net.worth - prices[problem.edge_need] - prices[needs + problem.edge_offer]
    if problem.deals_a_party:
        reward = reward - prices[needs + offers + net.giver]
    return np.asarray(reward)


def certificate_of(net: Network, prices: Floats, bound: float) -> Certificate:
    """Prices and what they prove; weights are whole, so the bound is."""
    problem = net.problem
    needs, offers = len(problem.weight), len(problem.slots)
    rest = prices[needs + offers:]
    party = rest[:problem.parties] if problem.deals_a_party else np.zeros(problem.parties)
    must = rest[problem.parties:] if problem.deals_a_party else rest
    return Certificate(int(np.floor(bound + 1e-6)), prices[:needs], prices[needs:needs + offers], party, must)


def prices_of(net: Network, certificate: Certificate) -> Floats:
    """(R,) a certificate's prices as the rows of a packing have them."""
    limited = [certificate.party] if net.problem.deals_a_party else []
    return np.concatenate([certificate.need, certificate.offer, *limited, certificate.must]).astype(float)
