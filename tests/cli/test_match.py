"""`liandong match` and `liandong verify` as an operator uses them."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from liandong.cli import main
from liandong.plans.files import SAMPLE
from liandong.tables import read_table

QUICK = ["--rounds", "1", "--threads", "1", "--cycle-limit", "3"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = run("match", SAMPLE, "--json", *QUICK)
    assert made.exit_code == 0, made.output
    file = tmp_path_factory.mktemp("plan") / "plan.json"
    file.write_text(made.stdout, encoding="utf-8")
    return file


def test_a_plan_is_printed_with_its_proof_and_checked_alone(document: Path) -> None:
    plan = json.loads(document.read_text(encoding="utf-8"))
    assert {"value", "bound", "gap", "seconds", "deals"} <= set(plan)
    assert 0 < plan["value"] <= plan["bound"]
    checked = run("verify", SAMPLE, document)
    assert checked.exit_code == 0, checked.output
    assert f"value {plan['value']}" in checked.output


@pytest.mark.parametrize("change", ["value", "bound", "deals", "prices"])
def test_a_document_that_was_changed_is_refused(document: Path, tmp_path: Path, change: str) -> None:
    plan = json.loads(document.read_text(encoding="utf-8"))
    if change == "deals":
        plan["deals"][0] = plan["deals"][0][:-1]
    elif change == "prices":
        plan["prices"]["needs"] = {}
    else:
        plan[change] -= 1 + (change == "bound") * 3
    other = tmp_path / "plan.json"
    other.write_text(json.dumps(plan), encoding="utf-8")
    assert run("verify", SAMPLE, other).exit_code == 1


def test_what_is_no_plan_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text("[]", encoding="utf-8")
    answer = run("verify", SAMPLE, tmp_path / "plan.json")
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output


def test_workbook_page_and_summary_are_written(tmp_path: Path) -> None:
    book, html = tmp_path / "plan.xlsx", tmp_path / "plan.html"
    made = run("match", SAMPLE, "-o", book, "--html", html, "--lang", "en", *QUICK)
    assert made.exit_code == 0, made.output
    assert "Verified independently" in made.output
    assert read_table(book, sheet="Suggestions").headers[:2] == ("Talk", "Giver")
    assert "Matching report" in html.read_text(encoding="utf-8")


def test_what_if_somebody_is_left_out_or_more_is_offered(document: Path, tmp_path: Path) -> None:
    before = json.loads(document.read_text(encoding="utf-8"))
    less = json.loads(run("match", SAMPLE, "--from", document, "--without", "D013", "--json", *QUICK).stdout)
    assert less["value"] < before["value"]
    assert not any(offer in ("G001", "G002") for deal in less["deals"] for offer, _ in deal)
    more = tmp_path / "more.csv"
    more.write_text("编号,单位,类别,名称,份数,代价\nNEW,D013,文化艺术,书法、国画公益课程,3,0\n", encoding="utf-8")
    added = json.loads(run("match", SAMPLE, "--from", document, "--add", more, "--json", *QUICK).stdout)
    assert added["value"] >= before["value"]
    assert run("match", SAMPLE, "--without", "nobody", *QUICK).exit_code == 1


def test_a_kidney_instance_is_matched_by_its_cycle_limit(tmp_path: Path) -> None:
    file = tmp_path / "small.wmd"
    file.write_text("# NUMBER ALTERNATIVES: 4\n1,2,1.0\n2,1,1.0\n2,3,1.0\n3,4,1.0\n4,2,1.0\n", encoding="utf-8")
    values = [json.loads(run("match", file, "--cycle-limit", str(limit), "--json", "--rounds", "1").stdout)["value"]
              for limit in (2, 3)]
    assert values == [2, 3]
    file.write_text("nothing of the kind\n", encoding="utf-8")
    wrong = run("match", file)
    assert wrong.exit_code == 1
    assert "no arc" in wrong.output


def test_templates_and_the_sample_are_written(tmp_path: Path) -> None:
    assert run("match", "--template", tmp_path / "empty").exit_code == 0
    assert run("match", "--sample", tmp_path / "street").exit_code == 0
    assert {file.name for file in (tmp_path / "empty").iterdir()} == {
        "parties.csv", "offers.csv", "needs.csv", "registers.xlsx"}
    assert (tmp_path / "street" / "needs.csv").read_bytes() == (SAMPLE / "needs.csv").read_bytes()
    assert run("match").exit_code == 2
    empty = run("match", tmp_path / "empty")
    assert empty.exit_code == 1
    assert "at least one offer" in empty.output
