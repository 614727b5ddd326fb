"""Small random problems, and every deal and best plan of them by the plainest of means."""
from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from liandong.engines.matching import Problem


def random_problem(seed: int, parties: int = 6, offers: int = 9, needs: int = 10, share: float = 0.35,
                   **rules: Any) -> Problem:
    """A problem of a few parties; the same for a seed."""
    rng = np.random.default_rng(seed)
    offer_owner, need_owner = rng.integers(0, parties, offers), rng.integers(0, parties, needs)
    pairs = [(o, n) for o in range(offers) for n in range(needs)
             if offer_owner[o] != need_owner[n] and rng.random() < share]
    edges = np.array(pairs, np.int64).reshape(-1, 2)
    fields: dict[str, Any] = {
        "parties": parties, "offer_owner": offer_owner, "slots": rng.integers(1, 3, offers),
        "cost": rng.uniform(0.5, 4, offers).round(1), "need_owner": need_owner, "weight": rng.integers(1, 6, needs),
        "edge_offer": edges[:, 0], "edge_need": edges[:, 1], "score": rng.uniform(0.4, 1, len(edges)).round(2),
        "gift": rng.random(offers) < 0.15, "group": np.arange(parties) % 2, "longest": 4, **rules}
    return Problem(**fields)


def is_deal(problem: Problem, edges: tuple[int, ...]) -> bool:
    """Whether a set of edges is a deal, said once more in the plainest way."""
    ends = [(int(problem.giver[e]), int(problem.receiver[e])) for e in edges]
    parties = sorted({x for pair in ends for x in pair})
    needs, offers = [problem.edge_need[e] for e in edges], [problem.edge_offer[e] for e in edges]
    if len(parties) > problem.longest or len(set(needs)) < len(needs) or any(
            offers.count(o) > problem.slots[o] for o in offers):
        return False
    if any({int(a), int(b)} <= set(parties) for a, b in problem.never):
        return False
    shaped = any(_ring([pair for i, pair in enumerate(ends) if i != out], parties) for out in [None, *range(len(ends))])
    two = len(parties) == 2 and 0 < sum(a < b for a, b in ends) <= 3 and 0 < sum(a > b for a, b in ends) <= 3
    gift = _path(problem, edges, ends, parties)
    if not (two or gift or (shaped and len(parties) > 2)):
        return False
    for party in parties:
        gets = sum(problem.gain[e] for e, (_, b) in zip(edges, ends, strict=True) if b == party)
        gives = sum(problem.effort[e] for e, (a, _) in zip(edges, ends, strict=True) if a == party)
        if gets < problem.theta * gives - 1e-9 or (gets == 0 and not gift):
            return False
    return True


def _ring(ends: list[tuple[int, int]], parties: list[int]) -> bool:
    after = dict(ends)
    if len(after) < len(ends) or len(ends) != len(parties):
        return False
    at, seen = parties[0], []
    while at in after and at not in seen:
        seen.append(at)
        at = after[at]
    return at == parties[0] and len(seen) == len(parties)


def _path(problem: Problem, edges: tuple[int, ...], ends: list[tuple[int, int]], parties: list[int]) -> bool:
    after = dict(ends)
    starts = [a for a, _ in ends if a not in [b for _, b in ends]]
    if len(starts) != 1 or len(after) < len(ends) or len(ends) != len(parties) - 1:
        return False
    first = next(e for e, (a, _) in zip(edges, ends, strict=True) if a == starts[0])
    at, steps = starts[0], 0
    while at in after:
        at, steps = after[at], steps + 1
    return steps == len(ends) and bool(problem.gift[problem.edge_offer[first]])


def every_deal(problem: Problem, most: int = 6) -> set[tuple[int, ...]]:
    """Every set of edges that is a deal. Only for some twenty edges."""
    return {some for size in range(1, most + 1) for some in combinations(range(len(problem.score)), size)
            if is_deal(problem, some)}


def best_value(problem: Problem, deals: set[tuple[int, ...]]) -> int:
    """The most importance that fits together, by trying."""
    rows = sorted(deals, key=lambda d: -sum(problem.weight[problem.edge_need[list(d)]]))
    worth = [int(problem.weight[problem.edge_need[list(d)]].sum()) for d in rows]
    parties = [{int(x) for e in d for x in (problem.giver[e], problem.receiver[e])} for d in rows]
    best = 0

    def go(at: int, needs: set[int], slots: dict[int, int], each: dict[int, int], value: int) -> None:
        nonlocal best
        best = max(best, value)
        left = int(problem.weight.sum()) - sum(int(problem.weight[n]) for n in needs)
        if value + left <= best:
            return
        for k in range(at, len(rows)):
            wanted = {int(problem.edge_need[e]) for e in rows[k]}
            if wanted & needs:
                continue
            used = dict(slots)
            for e in rows[k]:
                used[int(problem.edge_offer[e])] = used.get(int(problem.edge_offer[e]), 0) + 1
            counts = {**each, **{p: each.get(p, 0) + 1 for p in parties[k]}}
            if all(many <= problem.slots[o] for o, many in used.items()) and (
                    not problem.deals_a_party or max(counts.values()) <= problem.deals_a_party):
                go(k + 1, needs | wanted, used, counts, value + worth[k])

    go(0, set(), {}, {}, 0)
    return best
