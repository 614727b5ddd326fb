"""What would stand in for a deal if its parties do not want it."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liandong.engines.matching.columns import small_deals
from liandong.engines.matching.exact import fitting
from liandong.engines.matching.network import Network
from liandong.engines.matching.packing import Packing
from liandong.engines.matching.types import Deal, Plan


@dataclass(frozen=True)
class Second:
    """The best other deal in the room of one, and the importance lost with it; None if there is no other."""

    deal: Deal | None
    lost: int


def second_best(plan: Plan) -> list[Second]:
    """For each deal of a plan the best one of two or three parties that could take its place, all else unchanged."""
    packing = Packing.of(Network.of(plan.problem), small_deals(Network.of(plan.problem)))
    worth = plan.problem.weight[plan.problem.edge_need]
    used = np.zeros(len(packing.room))
    for deal in plan.deals:
        used += _use(packing, deal)
    known = [packing.columns.deal(row) for row in range(len(packing.columns))]
    found = []
    for deal in plan.deals:
        open_ = fitting(packing, packing.room - used + _use(packing, deal))
        rows = [row for row in np.flatnonzero(open_) if known[row] != deal]
        value = int(worth[list(deal)].sum())
        best = max(rows, key=lambda row: (packing.value[row], -row), default=None)
        found.append(Second(None, value) if best is None
                     else Second(known[best], value - int(packing.value[best])))
    return found


def _use(packing: Packing, deal: Deal) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    problem, used = packing.net.problem, np.zeros(len(packing.room))
    edges = np.array(deal)
    np.add.at(used, problem.edge_need[edges], 1)
    np.add.at(used, len(problem.weight) + problem.edge_offer[edges], 1)
    if problem.deals_a_party:
        base = len(problem.weight) + len(problem.slots)
        used[base + np.unique(np.concatenate([packing.net.giver[edges], packing.net.receiver[edges]]))] += 1
    return used
