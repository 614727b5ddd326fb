"""How gains spread over communities, and the second objective: lift those that get least, without losing importance."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from liandong.engines.matching.exact import best_subset
from liandong.engines.matching.searching import Search
from liandong.engines.matching.types import Deal, Flags, Floats, Ints, Plan, Problem

FAIR_NODES = 40
PATIENCE = 12
"""Corners in a row that bring nothing before fairness is left."""


@dataclass(frozen=True)
class Spread:
    """Shares of needs met over communities. Gini 0: all alike; `worst`: the mean of the lowest tenth, at least one."""

    gini: float
    worst: float
    lowest: float
    mean: float


def spread(met: Ints, wanted: Ints) -> Spread:
    """The spread of met / wanted over communities that want anything; zeros where none does."""
    shares = np.sort(met[wanted > 0] / wanted[wanted > 0])
    many = len(shares)
    if not many:
        return Spread(0.0, 0.0, 0.0, 0.0)
    total = shares.sum()
    gini = float((2 * np.arange(1, many + 1) - many - 1) @ shares / (many * total)) if total else 0.0
    tenth = max(1, round(many / 10))
    return Spread(gini, float(shares[:tenth].mean()), float(shares[0]), float(shares.mean()))


def by_group(problem: Problem, met: Flags) -> tuple[Ints, Ints]:
    """Needs met and needs there are, of each community (by its number)."""
    group = problem.group[problem.need_owner]
    there, many = group >= 0, int(problem.group.max(initial=-1)) + 1
    return (np.bincount(group[there & met], minlength=many), np.bincount(group[there], minlength=many))


def spread_of(plan: Plan) -> Spread:
    """The spread of a plan."""
    return spread(*by_group(plan.problem, plan.met()))


def steps(wanted: Ints) -> list[Floats]:
    """For each community what its first, second, … need met is worth: n · (ln(j + 1) - ln j) for n needs, so that the
    next one counts where the share is lowest (the sum of logarithms, Nash's product, weighted by needs)."""
    return [n * np.diff(np.log(np.arange(1, n + 2))) for n in wanted]


def fairness(problem: Problem, met: Flags) -> float:
    """The sum of concave steps over communities."""
    done, wanted = by_group(problem, met)
    return float(sum(step[:k].sum() for step, k in zip(steps(wanted), done, strict=True)))


def lift_worst(search: Search, rounds: int, stop: Callable[[], bool], kept: tuple[Deal, ...] = ()) -> None:
    """Pack corners anew for fairness, their importance held as a constraint: the first objective stays what it is."""
    problem, packing = search.packing.net.problem, search.packing
    if (problem.group < 0).all() or len(np.unique(problem.group[problem.group >= 0])) < 2:
        return
    already = np.zeros(len(problem.weight), bool)
    for deal in kept:
        already[problem.edge_need[list(deal)]] = True
    begun, wanted = by_group(problem, already)
    group = np.where(packing.columns.edges >= 0, problem.group[packing.net.receiver[packing.columns.edges]], -1)
    column, place = np.nonzero(group >= 0)
    meets = sparse.coo_matrix((np.ones(len(column)), (group[column, place], column)),
                              (len(wanted), len(packing.columns))).tocsc()
    fair, idle = Fair(search, meets, begun, steps(wanted)), 0
    for _ in range(rounds):
        if stop() or not len(search.chosen) or idle >= PATIENCE:
            return
        idle = 0 if fair.round() else idle + 1


class Fair:
    """The second objective in a corner: concave steps as variables above what the rest of the plan meets."""

    def __init__(self, search: Search, meets: sparse.csc_matrix, begun: Ints, worth: list[Floats]) -> None:
        self.search, self.meets, self.begun, self.worth = search, meets, begun, worth

    def of(self, chosen: Ints) -> float:
        """The sum of steps of some columns."""
        done = self.begun + np.asarray(self.meets[:, chosen].sum(axis=1)).ravel().astype(int)
        return float(sum(step[:k].sum() for step, k in zip(self.worth, done, strict=True)))

    def round(self) -> bool:
        """One corner, packed for fairness; whether it became fairer."""
        search = self.search
        ((freed, room),) = search._corners(1)
        candidates = search._candidates(freed, room)
        rest = np.setdiff1d(search.chosen, freed)
        base = self.begun + np.asarray(self.meets[:, rest].sum(axis=1)).ravel()
        touched = np.flatnonzero(np.diff(self.meets[:, candidates].tocsr().indptr))
        worth = [self.worth[g][int(base[g]):] for g in touched]
        owner = np.repeat(np.arange(len(touched)), [len(one) for one in worth])
        fill = sparse.csc_matrix((-np.ones(len(owner)), (owner, np.arange(len(owner)))), (len(touched), len(owner)))
        least = float(search.packing.value[freed].sum())
        rows = sparse.vstack([sparse.hstack([self.meets[touched][:, candidates], fill]), sparse.hstack([
            sparse.csc_matrix(search.packing.value[candidates][None].astype(float)),
            sparse.csc_matrix((1, len(owner)))])])
        minor = 1e-3 * (search.objective - search.packing.value)
        found, _ = best_subset(search.packing, candidates, room, minor, nodes=FAIR_NODES,
                               seconds=search.left(), extra=(
            rows, np.concatenate([np.zeros(len(touched)), [least]]), np.concatenate([*worth, np.zeros(0)])))
        new = np.concatenate([rest, candidates[found]])
        fairer = bool(found.any()) and search.packing.value[candidates[found]].sum() >= least and (
                self.of(new) > self.of(search.chosen) + 1e-9)
        if fairer:
            search.chosen = new
        return fairer
