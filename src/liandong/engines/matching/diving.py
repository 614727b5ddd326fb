"""The first plan: fix the deals with the largest shares, drop what no longer fits, price again. Source: matching.md,
"Measured here": for a street this is within a few percent of the bound after a second or two."""
from __future__ import annotations

from collections.abc import Callable

import numpy as np

from liandong.engines.matching.exact import fitting
from liandong.engines.matching.packing import Packing
from liandong.engines.matching.prices import Prices
from liandong.engines.matching.types import Floats, Ints

SHARE = 0.08
"""Of the deals that remain, so many are fixed at a time."""
STEPS = 150
SURE = 0.9


def dive(packing: Packing, prices: Prices, stop: Callable[[], bool], share: float = SHARE) -> Ints:
    """Columns of a plan that fits; whatever `stop` says it is whole, only less good."""
    room, alive, x = packing.room.copy(), np.arange(len(packing.columns)), prices.x
    alive = alive[fitting(packing, room)]
    x = x[alive]
    state = Prices(packing.take(alive))
    state.y, state.weight = prices.y, prices.weight
    taken: list[int] = []
    while len(alive):
        fixed = _fix(packing, alive, x, room, max(1, int(share * x.sum())))
        taken += fixed
        fits = fitting(packing, room)[alive]
        alive, x = alive[fits], x[fits]
        if not len(alive):
            break
        if not stop():
            rest = packing.take(alive)
            state.set(Packing(packing.net, rest.columns, rest.value, rest.matrix, room.copy()), x)
            state.run(STEPS)
            x = state.x
    return np.array(sorted(taken), np.int64)


def _fix(packing: Packing, alive: Ints, x: Floats, room: Floats, wanted: int) -> list[int]:
    """Take the deals with the largest shares that fit together, `wanted` of them and all that are nearly sure."""
    matrix = packing.matrix
    taken: list[int] = []
    order = np.lexsort((-packing.value[alive], -x))
    for position in order:
        if len(taken) >= wanted and x[position] < SURE:
            break
        column = alive[position]
        rows = matrix.indices[matrix.indptr[column]:matrix.indptr[column + 1]]
        amount = matrix.data[matrix.indptr[column]:matrix.indptr[column + 1]]
        if ((amount <= room[rows] + 1e-9) | (amount < 0)).all():
            room[rows] -= amount
            taken.append(int(column))
    return taken
