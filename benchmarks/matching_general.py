"""A general solver on a packing written by `benchmarks/matching.py` (.mps), two threads: value and seconds as JSON.

`benchmarks/matching_general.py highs|cpsat FILE SECONDS`, in a process of its own: HiGHS cannot change its number of
threads once it has begun. CP-SAT needs an interpreter that has OR-Tools (requirements/bench.txt).
"""
from __future__ import annotations

import json
import math
import sys
import time
from typing import Any


def highs(file: str, seconds: float) -> float:
    """What HiGHS's branch and bound reaches."""
    import highspy

    solver: Any = highspy._core._Highs()
    for option, wanted in (("output_flag", False), ("threads", 2), ("time_limit", seconds)):
        solver.setOptionValue(option, wanted)
    solver.readModel(file)
    solver.run()
    value = -float(solver.getInfo().objective_function_value)
    return value if math.isfinite(value) else 0.0  # nothing was found in time


def cpsat(file: str, seconds: float) -> float:
    """What CP-SAT reaches."""
    from ortools.linear_solver.python import model_builder

    model = model_builder.Model()
    model.import_from_mps_file(file)
    solver = model_builder.Solver("sat")
    solver.set_time_limit_in_seconds(seconds)
    solver.set_solver_specific_parameters("num_workers:2")
    solver.solve(model)
    return -float(solver.objective_value)


if __name__ == "__main__":
    begun = time.perf_counter()
    value = {"highs": highs, "cpsat": cpsat}[sys.argv[1]](sys.argv[2], float(sys.argv[3]))
    print(json.dumps({"value": round(value), "seconds": time.perf_counter() - begun}))
