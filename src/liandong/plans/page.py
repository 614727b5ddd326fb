"""The report: one page that opens from a file, needs no network and prints well. Source: look.md, the screen `plan`."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from liandong.engines.matching import Deal, Plan, Second, missing, second_best, spread_of
from liandong.engines.matching.fairness import by_group
from liandong.plans.registers import Registers, communities
from liandong.plans.words import REASONS, Speaker, filled, speaker
from liandong.screens import ring

HERE = Path(__file__).parent
SCREENS = HERE.parent / "screens"
STYLES = (SCREENS / "static" / "screens" / "tokens.css", HERE / "templates" / "plans" / "page.css",
          SCREENS / "static" / "screens" / "ring.css")
MOST_LACKING = 3


@dataclass(frozen=True)
class Shown:
    """A deal as the page shows it."""

    title: str
    ring: ring.Ring
    lines: list[str]
    why: str
    second: str


def write_page(target: Path, plan: Plan, registers: Registers, language: str = "zh") -> None:
    """Write the report in `zh` or `en`; names stand as the registers have them."""
    target.write_text(page(plan, registers, language), encoding="utf-8")


def page(plan: Plan, registers: Registers, language: str = "zh") -> str:
    """The report as HTML."""
    speak = speaker(language)
    env = Environment(loader=FileSystemLoader([HERE / "templates", SCREENS / "templates"]), autoescape=True,
                      undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    # our own gettext is told the values: the extension's newstyle would fill them in again
    env.globals["_"] = filled(speak)
    css = Markup("\n".join(file.read_text(encoding="utf-8") for file in STYLES))  # noqa: S704  our own files
    return env.get_template("plans/report.html").render(
        page=Told(plan, registers, speak, language).all(), language={"zh": "zh-CN"}.get(language, language), css=css)


class Told:
    """What the page says, worded."""

    def __init__(self, plan: Plan, registers: Registers, speak: Speaker, language: str) -> None:
        self.plan, self.registers, self.language = plan, registers, language
        self.problem, self.say = plan.problem, filled(speak)

    def all(self) -> dict[str, Any]:
        """The values of the template."""
        plan, problem = self.plan, self.problem
        worth = [int(problem.weight[problem.edge_need[list(deal)]].sum()) for deal in plan.deals]
        order = sorted(range(len(plan.deals)), key=lambda k: (-worth[k], k))
        seconds = second_best(plan)
        reasons = missing(plan, self.registers.market)
        counted = Counter(reason for reason in reasons if reason is not None)
        met, wanted = by_group(problem, plan.met())
        names = communities(self.registers.parties)
        sizes = Counter(len(self.parties_of(deal)) for deal in plan.deals)
        return {
            "seconds": round(plan.seconds), "parties": problem.parties, "offers": len(problem.slots),
            "needs": len(problem.weight), "met": int(plan.met().sum()), "value": plan.value, "bound": plan.bound,
            "gap": f"{plan.gap:.1%}", "all": max(1, int(problem.weight.sum())),
            "sizes": {k: sizes[k] for k in (2, 3, 4)},
            "deals": [self.shown(plan.deals[k], seconds[k]) for k in order], "unmet": int((~plan.met()).sum()),
            "reasons": [(self.say(REASONS[reason]), count) for reason, count in counted.most_common()],
            "lacking": self.lacking(reasons), "seed": plan.seed, "rounds": plan.rounds,
            "communities": [(name, int(met[k]), int(wanted[k])) for k, name in enumerate(names)],
            "most": max([1, *wanted.tolist()]), "spread": self.spread()}

    def parties_of(self, deal: Deal) -> list[int]:
        """Parties in the order in which their transfers stand."""
        return list(dict.fromkeys(int(x) for e in deal for x in (self.problem.giver[e], self.problem.receiver[e])))

    def title(self, parties: list[int]) -> str:
        """The names of some parties."""
        return self.say("、").join(self.registers.parties[party]["名称"] for party in parties)

    def shown(self, deal: Deal, second: Second) -> Shown:
        """One deal: drawn, in sentences, with its reasons."""
        problem, parties = self.problem, self.parties_of(deal)
        drawn = ring.draw(
            [ring.Party(self.registers.short_name(party), *self.balance(deal, party)) for party in parties],
            [ring.Flow(parties.index(int(problem.giver[e])), parties.index(int(problem.receiver[e])), str(e))
             for e in deal], language=self.language)
        edges = [int(flow.label) for flow in drawn.flows]
        labels = {str(e): self.registers.short_offer(int(problem.edge_offer[e])) for e in deal}
        drawn = ring.draw(drawn.parties, [ring.Flow(f.giver, f.receiver, labels[f.label]) for f in drawn.flows],
                          language=self.language)
        apart = self.registers.market.place
        far = max(float(np.hypot(*(apart[problem.giver[e]] - apart[problem.receiver[e]]))) for e in deal)
        why = self.say("为什么是它们：类别、时间和数量都对得上，相距都在 %(far)s 米内。",
                       far=int(np.ceil(far / 50) * 50))
        order = list(dict.fromkeys(int(problem.giver[e]) for e in edges)) or parties
        return Shown(self.title([*order, *(p for p in parties if p not in order)]), drawn,
                     [self.line(e) for e in edges], why, self.second(second))

    def balance(self, deal: Deal, party: int) -> tuple[float, float]:
        """What a party gets and gives in a deal, on its own scale."""
        problem = self.problem
        return (round(float(sum(problem.gain[e] for e in deal if problem.receiver[e] == party)), 1),
                round(float(sum(problem.cost[problem.edge_offer[e]] for e in deal if problem.giver[e] == party)), 1))

    def line(self, edge: int) -> str:
        """A transfer in a sentence."""
        problem, offer = self.problem, self.registers.offers[self.problem.edge_offer[edge]]
        need = self.registers.needs[problem.edge_need[edge]]
        return self.say("%(giver)s给%(receiver)s：%(offer)s（对方要的是：%(need)s%(times)s）",
                        giver=self.registers.parties[problem.giver[edge]]["名称"],
                        receiver=self.registers.parties[problem.receiver[edge]]["名称"], offer=offer["名称"],
                        need=need["名称"], times=self.say("，%(times)s", times=need["时间"]) if need["时间"] else "")

    def second(self, second: Second) -> str:
        """What would be next best."""
        if second.deal is None:
            return self.say("谈不成时，没有别的办法能补上。")
        others = self.title(self.parties_of(second.deal))
        if not second.lost:
            return self.say("谈不成时，%(others)s谈，一样好。", others=others)
        return self.say("次好的办法是%(others)s谈，少 %(lost)s 分。", others=others, lost=second.lost)

    def lacking(self, reasons: list[Any]) -> str:
        """The categories in which most is missing."""
        count = Counter(self.registers.needs[k]["类别"] for k, reason in enumerate(reasons) if reason is not None)
        if not count:
            return self.say("全部满足了。")
        most = [self.say("%(category)s %(n)s 项", category=category, n=n) for category, n in
                count.most_common(MOST_LACKING)]
        return self.say("缺得最多：%(what)s。", what=self.say("、").join(most))

    def spread(self) -> str:
        """How gains spread over communities."""
        found = spread_of(self.plan)
        return self.say("最少的社区满足 %(lowest)s，最少的十分之一平均 %(worst)s，各社区平均 %(mean)s；"
                        "基尼系数 %(gini)s。", lowest=f"{found.lowest:.0%}", worst=f"{found.worst:.0%}",
                        mean=f"{found.mean:.0%}", gini=f"{found.gini:.2f}")
