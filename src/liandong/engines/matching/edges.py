"""From registers to pairs that fit: sorted joins over categories and squares of the map, no loop over pairs.

A need fits an offer of the same or a neighbouring category whose times meet, within the need's radius, open to the
need's kind of party, counted in the same unit (or in none) and with at least half of the quantity. Of each
need's pairs the best k are kept; the likeness of the texts decides between equals. Source: matching.md, "Model".
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from liandong.engines.matching.network import Groups
from liandong.engines.matching.types import Flags, Floats, Ints, Problem

BEST = 8
"""Pairs kept for a need."""
ENOUGH = 0.5
"""Share of the wanted quantity below which an offer does not fit."""
UNCOUNTED = 0.9
"""How well an offer fits where one of the two is not counted: its quantity cannot be compared."""
NEAR, TIMELY = 0.8, 0.8
"""What is left of a fit at the edge of the radius, and where hardly any time meets."""
LEAST_SCORE = 0.01
TEXT = 0.04
"""How much the likeness of two texts may lift a fit; less than any other reason."""
CHUNK = 4_000_000


@dataclass(frozen=True, eq=False)
class Market:
    """Registers as arrays: U parties, O offers, N needs, C categories. Places in metres, times as bits of a week."""

    place: Floats
    """(U, 2)"""
    kind: Ints
    """(U,) kind of party, 0 to 61."""
    group: Ints
    """(U,) community, -1 for none."""
    offer_owner: Ints
    offer_category: Ints
    slots: Ints
    offer_quantity: Floats
    """(O,) a slot's quantity; 0 if it is not counted."""
    offer_unit: Ints
    """(O,) unit of measure, -1 for none."""
    offer_times: Ints
    """(O,) bits of a week; 0 for any time."""
    open_to: Ints
    """(O,) bits of the kinds of party that may have it; 0 for all."""
    cost: Floats
    gift: Flags
    need_owner: Ints
    need_category: Ints
    need_quantity: Floats
    need_unit: Ints
    need_times: Ints
    radius: Floats
    """(N,) metres."""
    weight: Ints
    closeness: Floats
    """(C, C) of a need's category to an offer's: 1 the same, between 0 and 1 a neighbour, 0 not."""
    offer_text: Any = None
    need_text: Any = None
    """(O, T) and (N, T) sparse rows of length 1, or None: cosine is the likeness of two texts."""


def problem_of(market: Market, *, best: int | None = BEST, refused: Ints | None = None, **rules: Any) -> Problem:
    """The matching problem of registers; `rules` are fields of Problem such as theta and longest.

    `best` None keeps every pair that fits. `refused` (K, 2) are offers and needs that were once said no to.
    """
    need, offer, score = pairs(market)
    if refused is not None and len(refused):
        many = max(1, len(market.weight))
        keep = ~np.isin(offer * many + need, refused[:, 0] * many + refused[:, 1])
        need, offer, score = need[keep], offer[keep], score[keep]
    if best is not None:
        kept = best_of(need, score, best)
        need, offer, score = need[kept], offer[kept], score[kept]
    return Problem(parties=len(market.place), offer_owner=market.offer_owner, slots=market.slots, cost=market.cost,
                   gift=market.gift, need_owner=market.need_owner, weight=market.weight, edge_offer=offer,
                   edge_need=need, score=score, group=market.group, **rules)


def best_of(need: Ints, score: Floats, best: int) -> Ints:
    """Positions of the best pairs of each need, in order of need and offer; equals by their position."""
    order = np.lexsort((np.arange(len(need)), -score, need))
    ordered = need[order]
    rank = np.arange(len(need)) - np.searchsorted(ordered, ordered, "left")
    return np.sort(order[rank < best])


def pairs(market: Market) -> tuple[Ints, Ints, Floats]:
    """All (need, offer, score) that fit, ascending by need and offer."""
    parts = [scored(market, need, offer) for need, offer in candidates(market)]
    empty = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    need, offer, score = (np.concatenate(one) for one in zip(*parts, strict=True)) if parts else empty
    order = np.lexsort((offer, need))
    return need[order], offer[order], score[order]


def squares(market: Market) -> tuple[Ints, Ints, int]:
    """The square of the map of each offer and each need, and how many squares a row has; a square's side is the
    largest radius, so that what fits lies in the same square or one beside it."""
    side = max(float(market.radius.max(initial=1.0)), 1.0)
    low = market.place.min(axis=0, initial=0.0)
    cell = np.floor((market.place - low) / side).astype(np.int64) + 1
    width = int(cell[:, 1].max(initial=1)) + 2
    number = cell[:, 0] * width + cell[:, 1]
    return number[market.offer_owner], number[market.need_owner], width


def candidates(market: Market) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of a near square and a near category, in chunks."""
    if not len(market.slots) or not len(market.weight):
        return
    at_offer, at_need, width = squares(market)
    many = int(max(at_offer.max(), at_need.max())) + width + 2
    groups = Groups.of(market.offer_category * many + at_offer)
    for beside in (dx * width + dy for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
        for category in range(market.closeness.shape[1]):
            wanting = np.flatnonzero(market.closeness[market.need_category, category] > 0)
            keys = category * many + at_need[wanting] + beside
            counts = np.searchsorted(groups.keys, keys, "right") - np.searchsorted(groups.keys, keys, "left")
            cuts = np.searchsorted(np.cumsum(counts), np.arange(CHUNK, int(counts.sum()) + 1, CHUNK))
            for some in np.split(np.arange(len(wanting)), np.unique(cuts)):
                left, offer = groups.join(keys[some])
                yield wanting[some[left]], offer


def enough(market: Market, need: Ints, offer: Ints) -> Flags:
    """Whether both count in the same unit and there is at least half of what is wanted."""
    there = market.offer_quantity[offer] >= ENOUGH * market.need_quantity[need]
    return np.asarray((market.need_unit[need] == market.offer_unit[offer]) & there)


def scored(market: Market, need: Ints, offer: Ints) -> tuple[Ints, Ints, Floats]:
    """Of candidate pairs those that fit, with their scores."""
    giver, taker = market.offer_owner[offer], market.need_owner[need]
    apart = np.hypot(*(market.place[giver] - market.place[taker]).T)
    good = (giver != taker) & (apart <= market.radius[need])
    open_to = market.open_to[offer]
    good &= (open_to == 0) | ((open_to >> market.kind[taker]) & 1 > 0)
    wanted, given = market.need_times[need], market.offer_times[offer]
    good &= (wanted == 0) | (given == 0) | ((wanted & given) != 0)
    counted = (market.need_unit[need] >= 0) & (market.offer_unit[offer] >= 0)
    good &= ~counted | enough(market, need, offer)
    need, offer, apart, counted = need[good], offer[good], apart[good], counted[good]
    score = market.closeness[market.need_category[need], market.offer_category[offer]].copy()
    score *= np.where(counted, 1.0, UNCOUNTED)
    score *= 1 - (1 - NEAR) * apart / np.maximum(market.radius[need], 1.0)
    wanted, given = market.need_times[need], market.offer_times[offer]
    meets = np.where((wanted == 0) | (given == 0), 1.0,
                     np.bitwise_count(wanted & given) / np.maximum(np.bitwise_count(wanted), 1))
    score *= TIMELY + (1 - TIMELY) * meets
    if market.offer_text is not None and len(need):
        like = np.asarray(market.need_text[need].multiply(market.offer_text[offer]).sum(axis=1)).ravel()
        score = score * (1 - TEXT) + TEXT * np.clip(like, 0, 1)
    return need, offer, np.clip(score, LEAST_SCORE, 1.0)
