"""The example of the design, found from the sample register alone, whatever the order of rows and the names."""
from __future__ import annotations

import random
from dataclasses import replace

import pytest

from liandong.engines.matching import Limits, Plan, explain, problem_of, solve, verify
from liandong.plans.files import SAMPLE
from liandong.plans.registers import Registers, understand
from liandong.plans.terms import COLUMNS, OFFERS, PARTIES
from liandong.tables import Table, read_table

TABLES = {name: read_table(SAMPLE / f"{name}.csv") for name in COLUMNS}


def shuffled(seed: int, without: str = "") -> Registers:
    """The sample with rows shuffled and all names of parties replaced; `without` leaves an offer out."""
    rng = random.Random(seed)
    tables = {}
    for name, table in TABLES.items():
        rows = [row for row in table.rows if not (name == OFFERS and row[0] == without)]
        rng.shuffle(rows)
        if name == PARTIES:
            rows = [[row[0], f"单位{k}", "", *row[3:]] for k, row in enumerate(rows)]
        tables[name] = Table(table.headers, rows, list(range(2, len(rows) + 2)))
    registers, report = understand(tables)
    assert registers is not None, report.problems
    return registers


def deals_of(plan: Plan, registers: Registers, code: str) -> list[tuple[set[str], set[tuple[str, str]]]]:
    """Parties and transfers of the deals of a party, by their numbers."""
    problem = plan.problem
    party = next(k for k, row in enumerate(registers.parties) if row["编号"] == code)
    return [({registers.parties[x]["编号"] for e in account.deal for x in (problem.giver[e], problem.receiver[e])},
             {(registers.offers[problem.edge_offer[e]]["编号"], registers.needs[problem.edge_need[e]]["编号"])
              for e in account.deal}) for account in explain(plan, party)]


@pytest.mark.parametrize("seed", range(10))
def test_the_museum_the_school_and_the_community_find_each_other(seed: int) -> None:
    registers = shuffled(seed)
    plan = solve(problem_of(registers.market, longest=3), Limits(rounds=4, seed=seed))
    assert verify(plan.problem, plan, plan.certificate).good
    ((parties, transfers),) = deals_of(plan, registers, "D013")
    assert (len(parties), transfers) == (3, {("G001", "X005"), ("G002", "X008"), ("G003", "X007"), ("G004", "X006")})


@pytest.mark.parametrize("seed", range(3))
def test_without_the_schools_offer_two_of_them_do(seed: int) -> None:
    registers = shuffled(seed, without="G004")
    plan = solve(problem_of(registers.market, longest=3), Limits(rounds=4, seed=seed))
    ((parties, transfers),) = deals_of(plan, registers, "D013")
    assert (len(parties), transfers) == (2, {("G001", "X005"), ("G003", "X007")})


def test_a_what_if_begins_where_the_last_plan_was() -> None:
    registers = shuffled(0)
    problem = problem_of(registers.market, longest=3)
    plan = solve(problem, Limits(rounds=2))
    dearer = problem.changed(theta=1.3)
    again = solve(dearer, Limits(rounds=0), start=plan.deals, prices=plan.certificate)
    assert verify(dearer, again, again.certificate).good
    assert 0 < again.value <= plan.value
    assert replace(again, seconds=0.0).gap < 0.05
