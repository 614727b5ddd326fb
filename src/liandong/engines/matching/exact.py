"""Small packings solved exactly by HiGHS, with limits that do not depend on the machine (nodes, not seconds)."""
from __future__ import annotations

from typing import Any

import highspy
import numpy as np
from scipy import sparse

from liandong.engines.matching.packing import Packing
from liandong.engines.matching.types import Flags, Floats, Ints

SAFETY = 600.0
"""Seconds after which a packing is given up whatever its nodes: only ever met on a machine that stands still."""


def fitting(packing: Packing, room: Floats) -> Flags:
    """(D,) which deals fit into what is left of each row, each alone; pairs that must be there forbid nothing."""
    matrix = packing.matrix
    if not matrix.shape[1]:
        return np.zeros(0, bool)
    over = (matrix.data > 0) & (matrix.data > room[matrix.indices] + 1e-9)
    return np.asarray(~np.logical_or.reduceat(over, matrix.indptr[:-1]))


def best_subset(packing: Packing, columns: Ints, room: Floats, objective: Floats, *, start: Flags | None = None,
                nodes: int = 1_000, seconds: float = SAFETY, near: float = 1e-6,
                extra: tuple[Any, Floats, Floats] | None = None) -> tuple[Flags, bool]:
    """Which of some deals to take for the most, and whether that is proved best.

    `extra` adds continuous variables: a matrix over [deals, variables] whose rows read ≥, their right-hand sides, and
    the variables' values; they lie in [0, 1]. It stops when no more than `near` could be gained. Returns `start`
    unchanged if nothing was found.
    """
    matrix = packing.matrix[:, columns]
    used = np.flatnonzero(np.diff(matrix.tocsr().indptr) | (room < 0))
    matrix, upper = matrix[used].astype(float), room[used]
    values, whole, lower = objective[columns], len(columns), np.full(len(used), -np.inf)
    if extra is not None:
        rows, least, worth = extra
        matrix = sparse.vstack([sparse.hstack([matrix, sparse.csc_matrix((len(used), len(worth)))]), rows])
        upper = np.concatenate([upper, np.full(len(least), np.inf)])
        lower, values = np.concatenate([lower, least]), np.concatenate([values, worth])
    solver = _solver(nodes, seconds, near)
    solver.passModel(_model(matrix.tocsc(), values, lower, upper, whole))
    if start is not None and extra is None:
        given = highspy.HighsSolution()
        given.col_value = start.astype(float).tolist()
        solver.setSolution(given)
    solver.run()
    status = solver.getModelStatus()
    found = np.array(solver.getSolution().col_value)[:whole]
    if len(found) != whole or solver.getInfo().primal_solution_status != 2:
        return (np.zeros(whole, bool) if start is None else start), False
    return found > 0.5, status == highspy.HighsModelStatus.kOptimal


def _solver(nodes: int, seconds: float, near: float) -> Any:
    # the bare solver: highspy.Highs adds callbacks, prints a banner to standard output where --json goes, and takes
    # Python's lock at each of its nodes
    solver: Any = highspy._core._Highs()
    # one thread each: neighbourhoods run beside each other, and HiGHS's scheduler cannot change its number once begun
    for name, value in (("output_flag", False), ("threads", 1), ("mip_max_nodes", nodes), ("time_limit", seconds),
                        ("mip_rel_gap", 0.0), ("mip_abs_gap", near), ("random_seed", 0)):
        solver.setOptionValue(name, value)
    return solver


def _model(matrix: Any, values: Floats, lower: Floats, upper: Floats, whole: int) -> Any:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = -values
    model.col_lower_, model.col_upper_ = np.zeros(len(values)), np.ones(len(values))
    model.row_lower_, model.row_upper_ = lower, upper
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger] * whole + [kinds.kContinuous] * (len(values) - whole)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data.astype(float)
    return model
