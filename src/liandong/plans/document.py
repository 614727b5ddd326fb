"""A plan as a document (JSON) that says by the registers' own numbers what is given to whom, and proves its bound."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from liandong.engines.matching import Certificate, Deal, Plan, Problem
from liandong.engines.matching.types import Floats

FORMAT = 1
RULES = ("theta", "longest", "deals_a_party")


@dataclass(frozen=True)
class Names:
    """The registers' numbers of parties, offers and needs, in the order of the arrays."""

    parties: Sequence[str]
    offers: Sequence[str]
    needs: Sequence[str]


def written(plan: Plan, names: Names, **more: Any) -> dict[str, Any]:
    """The document of a plan. Prices are written in full: they are the proof."""
    problem, proof = plan.problem, plan.certificate
    return {
        "format": FORMAT, "value": plan.value, "bound": plan.bound, "gap": round(plan.gap, 6), "exact": plan.exact,
        "seconds": round(plan.seconds, 2), "rounds": plan.rounds, "seed": plan.seed, "needs": len(problem.weight),
        "needs_met": int(plan.met().sum()), "rules": {name: getattr(problem, name) for name in RULES}, **more,
        "deals": [[[names.offers[problem.edge_offer[e]], names.needs[problem.edge_need[e]]] for e in deal]
                  for deal in plan.deals],
        "prices": {"needs": _priced(proof.need, names.needs), "offers": _priced(proof.offer, names.offers),
                   "parties": _priced(proof.party, names.parties)}}


def _priced(prices: Floats, names: Sequence[str]) -> dict[str, float]:
    return {name: float(price) for name, price in zip(names, prices, strict=True) if price}


def rules_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """The rules under which a plan was made. Raises ValueError for what is no plan of ours."""
    if document.get("format") != FORMAT or not isinstance(document.get("rules"), dict):
        raise ValueError("this is no plan of `liandong match --json`")
    return {name: document["rules"][name] for name in RULES}


def understood(document: Mapping[str, Any], problem: Problem, names: Names) -> tuple[Plan, list[str]]:
    """The plan of a document for a problem; and the transfers of it that the problem does not have any more.

    Deals with such a transfer are left out. Raises ValueError for what is no plan of ours.
    """
    rules_of(document)
    offer, need = ({name: k for k, name in enumerate(one)} for one in (names.offers, names.needs))
    edge = {pair: e for e, pair in enumerate(zip(problem.edge_offer.tolist(), problem.edge_need.tolist(), strict=True))}
    deals: list[Deal] = []
    lost: list[str] = []
    for deal in document["deals"]:
        edges = [edge.get((offer.get(o, -1), need.get(n, -1)), -1) for o, n in deal]
        lost += [f"{o} → {n}" for (o, n), e in zip(deal, edges, strict=True) if e < 0]
        if min(edges, default=-1) >= 0:
            deals.append(tuple(sorted(edges)))
    prices = document["prices"]
    proof = Certificate(int(document["bound"]), _array(prices["needs"], names.needs),
                        _array(prices["offers"], names.offers), _array(prices["parties"], names.parties),
                        np.zeros(len(problem.must)))
    return Plan(problem, tuple(deals), int(document["value"]), proof, float(document["seconds"]),
                int(document["rounds"]), int(document["seed"]), exact=bool(document["exact"])), lost


def _array(prices: Mapping[str, float], names: Sequence[str]) -> Floats:
    return np.array([float(prices.get(name, 0.0)) for name in names])
