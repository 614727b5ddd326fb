"""Kidney-exchange instances as matching problems: the external yardstick. Source: matching.md, "External yardstick".

PrefLib's `.wmd` (data set 00036): lines of metadata begin with #, then one line an arc, `donor, patient, weight`.
A pair is a party with one offer and one need, everything is worth the same, and nobody's effort is counted (θ = 0).
"""
from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from liandong.engines.matching.types import Ints, Problem


def kidney_problem(pairs: int, arcs: Ints, cycle_limit: int) -> Problem:
    """The problem of `pairs` pairs with arcs (E, 2) from a donor's pair to a patient's pair."""
    every = np.arange(pairs)
    return Problem(parties=pairs, offer_owner=every, slots=np.ones(pairs, np.int64), cost=np.zeros(pairs),
                   need_owner=every, weight=np.ones(pairs, np.int64), edge_offer=arcs[:, 0], edge_need=arcs[:, 1],
                   score=np.ones(len(arcs)), theta=0.0, longest=cycle_limit)


def read_wmd(lines: Iterable[str], cycle_limit: int) -> Problem:
    """The problem in the lines of a `.wmd` file; vertices are numbered from 1, or from 0 if there is a 0.

    Arcs of weight 0 lead back to altruists and are left out: cycles are counted, as transplants. Raises ValueError for
    a line that is no arc, and where arcs are worth different amounts.
    """
    arcs, weights, declared = [], set(), 0
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith("#"):
            if "NUMBER ALTERNATIVES" in text.upper():
                declared = int(text.rpartition(":")[2])
            continue
        if not text:
            continue
        try:
            donor, patient, weight = text.split(",")
            arc = int(donor), int(patient), float(weight)
        except ValueError:
            raise ValueError(f"line {number} is no arc: {text!r}") from None
        if arc[2] and arc[0] != arc[1]:
            arcs.append(arc[:2])
            weights.add(arc[2])
    if len(weights) > 1:
        raise ValueError(f"arcs weigh {min(weights):g} to {max(weights):g}; only their number counts")
    table = np.unique(np.array(arcs, np.int64).reshape(-1, 2), axis=0)
    first = 0 if (table == 0).any() else 1
    table -= first
    return kidney_problem(max(declared, int(table.max(initial=-1)) + 1), table, cycle_limit)
