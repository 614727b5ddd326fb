"""Kidney-exchange instances of a generator that is not ours, with `kep_solver` as the peer, in the same run.

Run by an interpreter that has `kep_solver` (requirements/bench.txt, an environment of its own: it is AGPL, and nothing
that ships imports it). Prints one JSON line an instance: size, cycle limit, arcs, value and seconds of the peer; the
arcs stand in a .wmd file. `benchmarks/matching.py` reads them and solves them by the engine.
"""
from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from typing import Any


def instance(pairs: int, seed: int) -> Any:
    """One instance of the published generator, without altruists."""
    from kep_solver.published_generators import uk_nhs_generator2022

    random.seed(seed)
    return uk_nhs_generator2022().draw(pairs, 0)


def arcs_of(made: Any) -> list[tuple[int, int]]:
    """Arcs between recipients' numbers from 1: some donor of the one suits the other."""
    number = {recipient.id: k for k, recipient in enumerate(made.allRecipients(), 1)}
    return sorted({(number[recipient.id], number[transplant.recipient.id]) for recipient in made.allRecipients()
                   for donor in recipient.donors() for transplant in donor.transplants()
                   if transplant.recipient.id != recipient.id})


def peer(made: Any, limit: int) -> tuple[int, float]:
    """Transplants that kep_solver finds, and its seconds from instance to answer."""
    from kep_solver.model import TransplantCount
    from kep_solver.programme import Programme

    begun = time.perf_counter()
    solution, _ = Programme([TransplantCount()], limit, 0, "").solve_single(made)
    return round(solution.values[0]), time.perf_counter() - begun


def main(folder: Path, sizes: list[str]) -> None:
    """Each size is PAIRS:LIMIT."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in sizes:
        pairs, limit = map(int, size.split(":"))
        made = instance(pairs, 1)
        arcs = arcs_of(made)
        file = folder / f"uk2022-{pairs}.wmd"
        file.write_text(f"# NUMBER ALTERNATIVES: {pairs}\n" + "".join(f"{a},{b},1.0\n" for a, b in arcs))
        value, seconds = peer(made, limit)
        print(json.dumps({"pairs": pairs, "limit": limit, "arcs": len(arcs), "file": str(file), "value": value,
                          "seconds": round(seconds, 3)}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
