"""The ring and the page: every transfer is drawn once, every party has its box, nothing is asked of the network."""
from __future__ import annotations

import re
from itertools import permutations

import pytest

from liandong.engines.matching import Limits, problem_of, solve
from liandong.plans.files import SAMPLE
from liandong.plans.page import page
from liandong.plans.registers import read
from liandong.screens.ring import Flow, Party, draw, lines_of

SHAPES: list[tuple[int, list[tuple[int, int]]]] = [
    (2, [(0, 1)]), (2, [(0, 1), (1, 0)]), (2, [(0, 1), (0, 1), (0, 1), (1, 0), (1, 0)]), (3, [(0, 1), (1, 2)]),
    (4, [(0, 1), (1, 2), (2, 3)]),
    *((many, [*((k, (k + 1) % many) for k in range(many)), *further])
      for many in (3, 4) for further in ([], *([pair] for pair in permutations(range(many), 2))))]


@pytest.mark.parametrize(("many", "pairs"), SHAPES, ids=str)
def test_every_shape_of_a_deal_has_a_drawing(many: int, pairs: list[tuple[int, int]]) -> None:
    names = [3, 1, 0, 2][:many] if many == 4 else list(range(many))[::-1]
    flows = [Flow(names[a], names[b], f"{a}{b}{k}") for k, (a, b) in enumerate(pairs)]
    ring = draw([Party(f"方{k}", 3.0, 2.0) for k in range(many)], flows)
    drawn = sorted(number for arrow in ring.arrows for _, _, number in arrow.discs)
    assert drawn == list(range(1, len(pairs) + 1))
    assert sorted(line.text for arrow in ring.arrows for line in arrow.lines) == sorted(flow.label for flow in flows)
    told = {(ring.parties[flow.giver].name, ring.parties[flow.receiver].name, flow.label) for flow in ring.flows}
    assert told == {(f"方{flow.giver}", f"方{flow.receiver}", flow.label) for flow in flows}


def test_what_is_no_deal_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="ring"):
        draw([Party("甲", 1, 1)] * 4, [Flow(0, 1, "a"), Flow(0, 1, "b"), Flow(2, 0, "c"), Flow(3, 0, "d")])


def test_labels_break_at_marks_words_and_characters() -> None:
    assert lines_of("越风公益/美术馆", 8) == ["越风公益", "美术馆"]
    assert lines_of("操场周末开放", 5) == ["操场周末开", "放"]
    assert lines_of("Study tour places", 5) == ["Study tour", "places"]


@pytest.mark.parametrize(("language", "words"), [("zh", "共建撮合报告"), ("en", "Matching report")])
def test_the_page_stands_alone(language: str, words: str) -> None:
    registers, _ = read(SAMPLE)
    assert registers is not None
    plan = solve(problem_of(registers.market, longest=3), Limits(rounds=1))
    text = page(plan, registers, language)
    assert words in text
    assert text.count("<svg class=\"ring\"") == len(plan.deals)
    assert not re.search(r"(?:src|href)=|url\((?!#)|@import|<script", text)
    assert len(set(re.findall(r' id="([^"]+)"', text))) == len(re.findall(r' id="', text))
