"""Seeded areas of four sizes for the matching engine: communities and units on a map, offers and needs by their kind.

Proportions after matching.md: a street has 300 parties, 1,100 offers, 1,300 needs; about one party in nine is a
community, and a unit offers what it has and needs other things.
"""
from __future__ import annotations

import numpy as np

from liandong.engines.matching.edges import Market
from liandong.engines.matching.types import Floats, Ints

SIZES = {"community": (30, 100, 120, 500.0), "street": (300, 1_100, 1_300, 1_600.0),
         "district": (2_500, 10_000, 12_000, 5_400.0), "city": (25_000, 100_000, 120_000, 17_000.0)}
"""Parties, offers, needs, and the side of the square in metres."""
CATEGORIES, KINDS, PERIODS = 16, 8, 21


def area(size: str, seed: int = 0, scale: tuple[int, int, int, float] | None = None) -> Market:
    """The registers of one area."""
    rng = np.random.default_rng([seed, 17])
    parties, offers, needs, side = scale or SIZES[size]
    communities = max(2, parties // 9)
    place = rng.uniform(0, side, (parties, 2))
    kind = np.where(np.arange(parties) < communities, 0, rng.integers(1, KINDS, parties))
    nearest = np.empty(parties, np.int64)
    for begin in range(0, parties, 1000):
        apart = place[begin:begin + 1000, None] - place[None, :communities]
        nearest[begin:begin + 1000] = np.hypot(apart[..., 0], apart[..., 1]).argmin(axis=1)
    gives = rng.dirichlet(np.full(CATEGORIES, 1.0), KINDS)
    takes = rng.dirichlet(np.full(CATEGORIES, 1.5), KINDS)

    def owners(count: int) -> Ints:
        weight = np.where(kind == 0, 3.0, 1.0) * rng.gamma(2.0, 1.0, parties)
        return rng.choice(parties, count, p=weight / weight.sum()).astype(np.int64)

    def categories(owner: Ints, table: Floats) -> Ints:
        drawn = rng.random(len(owner))
        below = table.cumsum(axis=1)[kind[owner]] < drawn[:, None]
        return np.asarray(below.sum(axis=1).clip(0, CATEGORIES - 1))

    def times(count: int, least: int, most: int) -> Ints:
        masks = np.zeros(count, np.int64)
        size = rng.integers(least, most, count)
        start = rng.integers(0, PERIODS, count)
        for step in range(most):
            masks |= np.where(step < size, 1 << ((start + 3 * step) % PERIODS), 0)
        return masks

    closeness = np.eye(CATEGORIES)
    for i in range(0, CATEGORIES - 1, 2):
        closeness[i, i + 1] = closeness[i + 1, i] = 0.6
    owner, wanting = owners(offers), owners(needs)
    return Market(
        place=place, kind=kind, group=nearest, offer_owner=owner, offer_category=categories(owner, gives),
        slots=rng.integers(1, 4, offers), offer_quantity=rng.integers(5, 60, offers).astype(float),
        offer_unit=np.zeros(offers, np.int64), offer_times=times(offers, 2, 7),
        open_to=np.where(rng.random(offers) < 0.2, 1, 0), cost=rng.uniform(0.2, 1.2, offers).round(1),
        gift=np.zeros(offers, bool), need_owner=wanting, need_category=categories(wanting, takes),
        need_quantity=rng.integers(5, 60, needs).astype(float), need_unit=np.zeros(needs, np.int64),
        need_times=times(needs, 1, 4), radius=rng.uniform(300, 1_200, needs), weight=rng.integers(1, 6, needs),
        closeness=closeness)
