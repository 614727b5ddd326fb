"""The plain types: what is to be matched, what was found, and why nothing much better can be found.

Everything is an array of numbers; names, texts and maps stay with the caller. A *transfer* is one edge: an offer that
meets a need. A *deal* is a set of transfers that becomes one contract. Source: matching.md, "Model (deal packing)".
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Deal = tuple[int, ...]
"""Edges of one deal, ascending."""

BOTH_WAYS = 3
"""Transfers each way that a deal of two parties may bundle."""


@dataclass(frozen=True, eq=False)
class Problem:
    """Parties, offers, needs, and the pairs that fit. Shapes: U parties, O offers, N needs, E edges, K pairs.

    Raises ValueError where arrays do not belong together.
    """

    parties: int
    offer_owner: Ints
    """(O,) party of each offer."""
    slots: Ints
    """(O,) how many needs each offer can meet."""
    cost: Floats
    """(O,) what one slot costs its owner, on the owner's own scale, at least 0."""
    need_owner: Ints
    """(N,) party of each need."""
    weight: Ints
    """(N,) importance, whole and positive: the first objective is the sum over needs that are met."""
    edge_offer: Ints
    edge_need: Ints
    """(E,) the pairs that fit; no pair of one party, no pair twice."""
    score: Floats
    """(E,) how well each fits, in (0, 1]; its receiver gains weight × score."""
    gift: Flags = field(default_factory=lambda: np.zeros(0, bool))
    """(O,) or empty: offers whose owner asks nothing for them."""
    group: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """(U,) or empty: the community over which fairness is counted, -1 for none."""
    theta: float = 1.0
    """What a party receives is worth at least theta times what its giving costs it."""
    longest: int = 3
    """Parties in a deal, at most: 2, 3 or 4."""
    deals_a_party: int = 0
    """Deals that one party may have at most; 0 for any number."""
    never: Ints = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    """(K, 2) parties that stand in no deal together."""
    must: Ints = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    """(K, 2) parties of which at least one deal has both."""
    kept: tuple[Deal, ...] = ()
    """Continuing contracts: they stay in every plan, whatever their balance."""

    def __post_init__(self) -> None:
        for name, length in (("gift", len(self.slots)), ("group", self.parties)):
            if not len(getattr(self, name)):
                empty: Any = np.zeros(length, bool) if name == "gift" else np.zeros(length, np.int64)
                object.__setattr__(self, name, empty)
        same = ((self.offer_owner, self.slots, self.cost, self.gift), (self.need_owner, self.weight),
                (self.edge_offer, self.edge_need, self.score))
        if any(len({len(one) for one in arrays}) > 1 for arrays in same) or len(self.group) != self.parties:
            raise ValueError("arrays of one kind differ in length")
        if (self.slots < 0).any() or (self.cost < 0).any() or (self.weight < 1).any():
            raise ValueError("slots and costs are at least 0, weights at least 1")
        if not 2 <= self.longest <= 4 or self.theta < 0:
            raise ValueError("longest is 2, 3 or 4; theta is at least 0")
        if ((self.score <= 0) | (self.score > 1)).any():
            raise ValueError("scores lie in (0, 1]")
        if (self.giver == self.receiver).any():
            raise ValueError("no party meets its own need")
        pairs = self.edge_offer * max(1, len(self.weight)) + self.edge_need
        if len(np.unique(pairs)) != len(pairs):
            raise ValueError("an edge stands twice")

    @property
    def giver(self) -> Ints:
        """(E,) the party that gives."""
        return self.offer_owner[self.edge_offer]

    @property
    def receiver(self) -> Ints:
        """(E,) the party that receives."""
        return self.need_owner[self.edge_need]

    @property
    def gain(self) -> Floats:
        """(E,) what the receiver gains, on its own scale."""
        return self.weight[self.edge_need] * self.score

    @property
    def effort(self) -> Floats:
        """(E,) what the giver's part costs it, on its own scale; nothing for a gift."""
        return np.where(self.gift[self.edge_offer], 0.0, self.cost[self.edge_offer])

    def changed(self, **fields: Any) -> Problem:
        """The same problem with some fields other."""
        return replace(self, **fields)


@dataclass(frozen=True, eq=False)
class Certificate:
    """Prices that prove a bound: no plan is worth more than the prices of all that there is (linear duality).

    Prices are at least 0. A deal whose value is above the prices of what it uses lifts the price of one of its needs.
    """

    bound: int
    """No plan is worth more; whole, since weights are."""
    need: Floats
    """(N,) price of each need."""
    offer: Floats
    """(O,) price of a slot of each offer."""
    party: Floats
    """(U,) price of one of a party's deals; 0 where there is no limit."""
    must: Floats
    """(K,) what a pair that must be there takes off."""


@dataclass(frozen=True)
class Limits:
    """When to stop. With `rounds` the answer depends on the seed alone; under a time limit on the machine as well."""

    seconds: float = 60.0
    rounds: int | None = None
    seed: int = 0
    threads: int = 1
    """Neighbourhoods worked on at a time; part of what determines the answer."""
    goal: float = 0.0
    """Stop once the certified gap is no greater."""


@dataclass(frozen=True)
class Progress:
    """How it stands: told now and then while solving. `value` and `bound` in units of importance."""

    stage: str
    seconds: float
    value: int
    bound: int
    round: int

    @property
    def gap(self) -> float:
        """How much better any plan could be, as a share of the bound."""
        return gap(self.value, self.bound)


@dataclass(frozen=True, eq=False)
class Plan:
    """Deals that fit together, and the proof of how good they are."""

    problem: Problem
    deals: tuple[Deal, ...]
    value: int
    """Importance of the needs met."""
    certificate: Certificate
    seconds: float = 0.0
    rounds: int = 0
    seed: int = 0
    cancelled: bool = False
    exact: bool = False
    """The solver went through everything and says that nothing is better; where the gap is 0, the proof says so too."""

    @property
    def bound(self) -> int:
        """No plan is worth more."""
        return self.certificate.bound

    @property
    def gap(self) -> float:
        """How much better any plan could be, as a share of the bound: 0 is proved optimal."""
        return gap(self.value, self.bound)

    @property
    def edges(self) -> Ints:
        """The transfers of all deals."""
        return np.array([edge for deal in self.deals for edge in deal], np.int64)

    def met(self) -> Flags:
        """(N,) which needs are met."""
        found = np.zeros(len(self.problem.weight), bool)
        found[self.problem.edge_need[self.edges]] = True
        return found


def gap(value: int, bound: int) -> float:
    """(bound - value) / bound; 0 if nothing can be met at all."""
    return max(0.0, (bound - value) / bound) if bound else 0.0


class NoPlan(ValueError):
    """The pairs that must be there, or the contracts that continue, cannot all be."""
