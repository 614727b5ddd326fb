"""`make bench-matching`: the engine beside its baselines, the same columns, in the same run; one table.

Areas: greedy by value, and HiGHS on the full model with the same columns and the same seconds (CP-SAT too where
`ortools` is there: requirements/bench.txt, in the environment BENCH_PYTHON). Kidney instances: `kep_solver`,
run by BENCH_PYTHON. The model given to a general solver is kept in var/bench-matching/*.mps, to be run again.
"""
from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import highspy
import numpy as np

from benchmarks.matching_areas import area
from liandong.engines.matching import Limits, Plan, problem_of, read_wmd, solve, spread_of, verify
from liandong.engines.matching.bounding import Bounding
from liandong.engines.matching.exact import _model, fitting
from liandong.engines.matching.network import Network
from liandong.engines.matching.packing import Packing, room_of

OUT = Path("var") / "bench-matching"
SECONDS = {"community": 5.0, "street": 30.0, "district": 120.0}
QUICK, LONG = ("community", "street"), ("community", "street", "district")
KIDNEY, KIDNEY_LONG = ("64:3", "256:3", "512:3"), ("64:3", "256:3", "512:3", "768:3", "1024:3", "256:4", "512:4")


def greedy(packing: Packing) -> int:
    """The most valuable deal that still fits, again and again."""
    room, value = packing.room.copy(), 0
    order = np.argsort(-packing.value, kind="stable")
    while len(order):
        column = order[0]
        rows = slice(packing.matrix.indptr[column], packing.matrix.indptr[column + 1])
        room[packing.matrix.indices[rows]] -= packing.matrix.data[rows]
        value += int(packing.value[column])
        order = order[fitting(packing, room)[order]]
    return value


def keep(packing: Packing, file: Path) -> None:
    """Write the packing as a model that any solver reads."""
    solver: Any = highspy._core._Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(_model(packing.matrix.astype(float), packing.value.astype(float),
                            np.full(len(packing.room), -np.inf), packing.room, len(packing.columns)))
    file.parent.mkdir(parents=True, exist_ok=True)
    solver.writeModel(str(file))


def general(solver: str, python: str | None, file: Path, seconds: float) -> str:
    """What a general solver makes of a model in the same time, in words."""
    if not python:
        return f"{solver} not there"
    made = subprocess.run([python, "benchmarks/matching_general.py", solver, str(file), str(seconds)],
                          stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(made.stdout.splitlines()[-1])
    return f"{solver} {found['value']:,} in {found['seconds']:.0f} s"


def engine(problem: Any, seconds: float) -> tuple[Plan, float, float]:
    """A plan, its seconds and the seconds of its check. Raises AssertionError for a plan that does not stand."""
    begun = time.perf_counter()
    plan = solve(problem, Limits(seconds, threads=2))
    took, begun = time.perf_counter() - begun, time.perf_counter()
    assert verify(problem, plan, plan.certificate).good
    return plan, took, time.perf_counter() - begun


def areas(sizes: tuple[str, ...]) -> Iterator[str]:
    """A line for each size."""
    for size in sizes:
        problem = problem_of(area(size), longest=4)
        plan, took, check = engine(problem, SECONDS[size])
        net = Network.of(problem)
        bounding = Bounding(net, room_of(net))
        bounding.tighten(8, lambda: False)
        packing, _ = bounding.pool()
        file = OUT / f"{size}.mps"
        keep(packing, file)
        others = ", ".join(general(solver, python, file, SECONDS[size]) for solver, python in (
            ("highs", sys.executable), ("cpsat", os.environ.get("BENCH_PYTHON"))))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        found = spread_of(plan)
        yield (f"{size:10}{len(problem.score):8,} edges{plan.value:8,}{plan.bound:8,}{plan.gap:8.2%}{took:8.1f} s"
               f"{check:8.1f} s{memory:7.2f} GiB   greedy {greedy(packing):,}, {others}; "
               f"Gini {found.gini:.2f}, worst tenth {found.worst:.0%}")


def kidney(sizes: tuple[str, ...]) -> Iterator[str]:
    """A line for each instance, beside kep_solver's value and seconds."""
    python = os.environ.get("BENCH_PYTHON")
    if not python:
        yield "kidney: set BENCH_PYTHON to an interpreter with requirements/bench.txt"
        return
    made = subprocess.run([python, "benchmarks/matching_kidney.py", str(OUT), *sizes], stdout=subprocess.PIPE,
                          text=True, check=True)
    for line in made.stdout.splitlines():
        peer = json.loads(line)
        begun = time.perf_counter()
        problem = read_wmd(Path(peer["file"]).read_text().splitlines(), peer["limit"])
        plan = solve(problem, Limits(60.0, threads=2))
        took = time.perf_counter() - begun
        yield (f"{peer['pairs']:6} pairs, cycles ≤ {peer['limit']}{peer['arcs']:9,} arcs{plan.value:7} of at most "
               f"{plan.bound:5}{took:8.2f} s   kep_solver {peer['value']:5} in {peer['seconds']:7.2f} s, "
               f"ratio {peer['seconds'] / took:5.1f}")


def main() -> None:
    """Measure and print."""
    long = "--long" in sys.argv
    print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M}, {platform.machine()}, {os.cpu_count()} cores, load "
          f"{os.getloadavg()[0]:.1f}\n\n{'area':10}{'':14}{'value':>8}{'bound':>8}{'gap':>8}{'solved':>10}{'checked':>10}")
    for line in areas(LONG if long else QUICK):
        print(line, flush=True)
    for line in kidney(KIDNEY_LONG if long else KIDNEY):
        print(line, flush=True)


if __name__ == "__main__":
    main()
