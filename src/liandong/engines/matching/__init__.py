"""The matching engine: arrays in, a plan out in which everybody gains, with a proof of how good it is.

`problem_of` makes a `Problem` from a `Market` (registers as arrays); `solve` makes a `Plan`, which carries its
`Certificate`; `verify` checks both from the plain arrays alone; `explain` says what a plan means to one party. Whole
numbers of importance are the unit of value and bound. Nothing here knows names, languages, files or Django.
"""
from liandong.engines.matching.edges import Market, problem_of
from liandong.engines.matching.explaining import Account, Missing, explain, missing
from liandong.engines.matching.fairness import Spread, spread_of
from liandong.engines.matching.kidney import read_wmd
from liandong.engines.matching.second import Second, second_best
from liandong.engines.matching.solver import solve
from liandong.engines.matching.types import Certificate, Deal, Limits, NoPlan, Plan, Problem, Progress
from liandong.engines.matching.verify import Verdict, verify

__all__ = ["Account", "Certificate", "Deal", "Limits", "Market", "Missing", "NoPlan", "Plan", "Problem", "Progress",
           "Second", "Spread", "Verdict", "explain", "missing", "problem_of", "read_wmd",
           "second_best", "solve", "spread_of", "verify"]
