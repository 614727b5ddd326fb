"""`liandong match` and `liandong verify`: registers in, suggested talks out, and the check that stands on its own."""
from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from liandong.engines.matching import Plan, Progress
    from liandong.plans.files import Case

SECONDS = 60.0
BAR = 24
GIVEN = click.Path(exists=True, path_type=Path)
WRITTEN = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class Bar:
    """One line that tells how it stands; silent where nobody watches."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()

    def __call__(self, progress: Progress) -> bool:
        """Show; goes on always: Ctrl-C ends it."""
        if self.shown:
            done = round(BAR * (1 - min(1.0, progress.gap)))
            click.echo(f"\r{progress.seconds:5.1f} s  {progress.stage:8} [{'█' * done}{'·' * (BAR - done)}] "
                       f"value {progress.value}, bound {progress.bound}, gap {progress.gap:6.2%}  ", nl=False, err=True)
        return True

    def end(self) -> None:
        """Leave the line."""
        if self.shown:
            click.echo("", err=True)


@click.command("match")
@click.argument("registers", type=GIVEN, required=False)
@click.option("-o", "--output", type=WRITTEN, help="Write the plan as a workbook (.xlsx) with a chart.")
@click.option("--html", type=WRITTEN, help="Write the report as one page that needs no network.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan with its proof; `liandong verify` reads it.")
@click.option("--time", "seconds", type=click.FloatRange(0.1), default=SECONDS, show_default=True, help="Seconds.")
@click.option("--rounds", type=click.IntRange(0), help="Rounds instead of seconds: the same plan on every machine.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=lambda: min(4, os.cpu_count() or 1),
              help="Neighbourhoods searched at a time.  [default: one a core, at most 4]")
@click.option("--cycle-limit", type=click.IntRange(2, 4), default=4, show_default=True, help="Parties in a deal.")
@click.option("--theta", type=click.FloatRange(0), default=1.0, show_default=True,
              help="What a party gets is worth at least this many times what its giving costs it.")
@click.option("--deals-a-party", type=click.IntRange(0), default=0, help="Deals a party may have at most; 0: any.")
@click.option("--from", "before", type=GIVEN, help="Begin from a plan that --json printed: a what-if is quick.")
@click.option("--without", multiple=True, metavar="NUMBER", help="Leave a party out. May be repeated.")
@click.option("--add", type=GIVEN, help="Further offers, a file with the columns of offers.csv.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Of what is written.")
@click.option("--template", type=FOLDER, help="Write empty registers into a folder, and end.")
@click.option("--sample", type=FOLDER, help="Write the registers of a composed street into a folder, and end.")
def match(registers: Path | None, output: Path | None, html: Path | None, as_json: bool, seconds: float,
          rounds: int | None, seed: int, threads: int, cycle_limit: int, theta: float, deals_a_party: int,
          before: Path | None, without: tuple[str, ...], add: Path | None, lang: str, template: Path | None,
          sample: Path | None) -> None:
    """Find suggested talks in which everybody gains, and prove how good they are.

    REGISTERS is a workbook with the sheets 单位, 资源 and 需求, a folder with parties.csv, offers.csv and needs.csv, or
    a kidney-exchange instance (.wmd).
    """
    if template or sample:
        _write_registers(template, sample)
        return
    if registers is None:
        raise click.UsageError("Name the registers, or ask for --template or --sample.")
    from liandong.engines.matching import Limits

    rules = {"theta": theta, "longest": cycle_limit, "deals_a_party": deals_a_party}
    case = _read(registers, rules, without, add)
    plan = _solve(case, Limits(seconds, rounds, seed, threads), before)
    _refuse_unproved(plan)
    if as_json:
        from liandong.plans.document import written

        click.echo(json.dumps(written(plan, case.names, without=list(without)), ensure_ascii=False))
    else:
        _summarise(plan)
    if case.registers is None and (output or html):
        raise click.UsageError("A kidney instance has no workbook and no page; use --json.")
    if case.registers is not None:
        _write(case, plan, output, html, lang)


def _write_registers(template: Path | None, sample: Path | None) -> None:
    from liandong.plans.files import write_sample, write_template

    for folder, write in ((template, write_template), (sample, write_sample)):
        if folder is not None:
            for file in write(folder):
                click.echo(file)


def _read(path: Path, rules: dict[str, Any], without: tuple[str, ...] = (), add: Path | None = None) -> Case:
    from liandong.kernel.errors import BadInput
    from liandong.plans.files import WrongRows, case_of
    from liandong.plans.words import sentence

    try:
        return case_of(path, rules, without=without, add=add)
    except WrongRows as wrong:
        for problem in wrong.report.problems[:100]:
            click.echo(f"row {problem.row}, {problem.column}: {sentence(problem.sentence, 'en')}", err=True)
        raise click.ClickException(sentence(wrong.sentence, "en")) from wrong
    except BadInput as wrong:
        raise click.ClickException(sentence(wrong.sentence, "en")) from wrong


def _solve(case: Case, limits: Any, before: Path | None) -> Plan:
    from liandong.engines.matching import NoPlan, solve

    bar, start = Bar(), None
    if before is not None:
        start, lost = _document(before, case)
        if lost:
            click.echo(f"{len(lost)} transfers of the earlier plan are not possible any more: {', '.join(lost[:5])}",
                       err=True)
    try:
        return solve(case.problem, limits, bar, *((start.deals, start.certificate) if start else ()))
    except NoPlan as impossible:
        raise click.ClickException(str(impossible)) from impossible
    finally:
        bar.end()


def _document(file: Path, case: Case) -> tuple[Plan, list[str]]:
    from liandong.plans.document import understood

    try:
        return understood(json.loads(file.read_text(encoding="utf-8")), case.problem, case.names)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise click.ClickException(f"{file.name}: {wrong}") from wrong


def _refuse_unproved(plan: Plan) -> None:
    """Every plan shown to people has passed the independent check."""
    from liandong.engines.matching import verify

    found = verify(plan.problem, plan, plan.certificate)
    if not found.good:
        raise click.ClickException(f"The independent check refused this plan: {found.wrong[:5]}. Please report it.")


def _summarise(plan: Plan) -> None:
    met = int(plan.met().sum())
    click.echo(f"{len(plan.deals)} deals meet {met} of {len(plan.problem.weight)} needs; by importance {plan.value}, "
               f"and no plan can be above {plan.bound} (gap {plan.gap:.2%}{', optimal' if plan.exact else ''}).\n"
               f"{plan.seconds:.1f} s, seed {plan.seed}, {plan.rounds} rounds. Verified independently.")


def _write(case: Case, plan: Plan, output: Path | None, html: Path | None, lang: str) -> None:
    from liandong.plans.page import write_page
    from liandong.plans.words import speaker
    from liandong.plans.workbook import write_workbook

    assert case.registers is not None  # noqa: S101  asked before
    if output is not None:
        write_workbook(output, plan, case.registers, speaker(lang))
    if html is not None:
        write_page(html, plan, case.registers, lang)
    for file in filter(None, (output, html)):
        click.echo(file, err=True)


@click.command("verify")
@click.argument("registers", type=GIVEN)
@click.argument("plan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(registers: Path, plan: Path) -> None:
    """Check a plan and its bound against the registers, without the solver; the exit status says the same."""
    from liandong.engines.matching import verify as check
    from liandong.plans.document import rules_of

    try:
        document = json.loads(plan.read_text(encoding="utf-8"))
        rules = rules_of(document)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise click.ClickException(f"{plan.name}: {wrong}") from wrong
    case = _read(registers, rules, tuple(document.get("without", ())))
    known, lost = _document(plan, case)
    found = check(case.problem, known, known.certificate)
    for transfer in lost:
        click.echo(f"not possible by these registers: {transfer}")
    for code, which in found.wrong:
        click.echo(f"{code}: {which}")
    if lost or not found.good:
        sys.exit(1)
    click.echo(f"The plan stands: {len(known.deals)} deals, value {found.value}; no plan is above {known.bound} "
               f"(prices prove {found.bound:.2f}).")


COMMANDS = [match, verify]
