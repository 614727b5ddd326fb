"""`liandong import`: what an operator types, what it prints, how it ends."""
from __future__ import annotations

import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from liandong.cli import main
from liandong.districts.models import District
from liandong.districts.scope import scope
from liandong.duties.models import Item
from liandong.duties.rows import SHIPPED
from liandong.issues.models import Issue
from liandong.ledger.models import Event
from liandong.orgs.models import Organisation
from liandong.people.models import Account
from liandong.places.models import Division
from tests.issues.import_files import ROWS, row, written

pytestmark = pytest.mark.django_db
DIVISIONS = """code12,name,level,parent_code
330699000000,新区,district,
330699001000,东山街道,street,330699000000
330699001001,桃溪社区,community,330699001000
"""
ORGANISATIONS = """标识,种类,名称,服务地点
coordination,区协调办,新区协调办公室,330699
desk-330699001,街道调度,东山街道调度中心,330699001
"""
PEOPLE = """登录名,姓名,角色,单位,起始日期
chen-yi,陈一,调度,东山街道调度中心,2026-01-01
"""


def run(*arguments: object) -> Result:
    """One command line."""
    return CliRunner().invoke(main, ["import", *(str(one) for one in arguments)])


def file(folder: Path, text: str, name: str = "file.csv") -> Path:
    """A file of this text."""
    made = folder / name
    made.write_text(text, "utf-8")
    return made


@pytest.fixture
def district(tmp_path: Path) -> int:
    """A district of one street, made by the command itself."""
    done = run("divisions", file(tmp_path, DIVISIONS), "--district", 5, "--new", "新区")
    assert done.exit_code == 0, done.output
    return 5


def test_divisions_make_a_district_by_its_name(district: int) -> None:
    assert District.objects.get(id=district).name == "新区"
    with scope(district):
        assert set(Division.objects.values_list("name", flat=True)) == {"新区", "东山街道", "桃溪社区"}
        assert set(Event.objects.values_list("loaded", flat=True)) == {"import"}


def test_an_unknown_district_is_not_made_by_accident(tmp_path: Path) -> None:
    done = run("divisions", file(tmp_path, DIVISIONS), "--district", 5)
    assert done.exit_code == 1
    assert "There is no district 5" in done.output
    assert not District.objects.filter(id=5).exists()


def test_a_wrong_value_is_told_by_row_and_column_and_nothing_is_written(tmp_path: Path) -> None:
    text = DIVISIONS.replace("330699001001,桃溪社区,community", "330699001001,桃溪社区,village")
    done = run("divisions", file(tmp_path, text), "--district", 5, "--new", "新区")
    assert done.exit_code == 1
    assert "row 4, level: " in done.output
    assert "1 problem(s). Nothing was written." in done.output
    assert not District.objects.filter(id=5).exists()


def test_a_file_that_is_no_table_is_refused_in_a_sentence(tmp_path: Path, district: int) -> None:
    for name in ("divisions", "organisations", "people", "duties"):
        done = run(name, file(tmp_path, "x", "notes.pdf"), "--district", district)
        assert done.exit_code == 1
        assert "Nothing was written." in done.output
        assert "Traceback" not in done.output


def test_organisations_and_a_catalogue_come_in(tmp_path: Path, district: int) -> None:
    assert run("organisations", file(tmp_path, ORGANISATIONS), "--district", district).exit_code == 0
    done = run("duties", SHIPPED, "--district", district, "--from", "2026-01-01", "--name", "第一版")
    assert (done.exit_code, done.output) == (0, "items: 212\n")
    with scope(district):
        assert Organisation.objects.count() == 2
        assert Item.objects.exclude(code="").count() == 212


def test_first_passwords_go_into_a_file_that_nobody_else_reads(tmp_path: Path, district: int) -> None:
    run("organisations", file(tmp_path, ORGANISATIONS), "--district", district)
    secret = tmp_path / "passwords.csv"
    done = run("people", file(tmp_path, PEOPLE), "--district", district, "--passwords", secret)
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    heading, line = secret.read_text("utf-8").splitlines()
    login, name, password = line.split(",")
    assert (heading, login, name) == ("login,name,first password", "chen-yi", "陈一")
    assert Account.objects.get(username="chen-yi").check_password(password)
    assert password not in done.output


def test_a_passwords_file_that_stands_is_not_written_over(tmp_path: Path, district: int) -> None:
    run("organisations", file(tmp_path, ORGANISATIONS), "--district", district)
    secret = file(tmp_path, "mine", "passwords.csv")
    done = run("people", file(tmp_path, PEOPLE), "--district", district, "--passwords", secret)
    assert done.exit_code == 1
    assert "--passwords" in done.output
    assert secret.read_text() == "mine"
    assert not Account.objects.filter(username="chen-yi").exists()


def test_people_without_anybody_new_leave_no_file(tmp_path: Path, district: int) -> None:
    run("organisations", file(tmp_path, ORGANISATIONS), "--district", district)
    wrong = PEOPLE.replace("调度,东山", "飞行员,东山")
    secret = tmp_path / "passwords.csv"
    done = run("people", file(tmp_path, wrong), "--district", district, "--passwords", secret)
    assert (done.exit_code, secret.exists()) == (1, False)
    assert "row 2, 角色: " in done.output


def test_matters_come_in_by_the_shipped_map(tmp_path: Path) -> None:
    events = written(tmp_path, ROWS)
    secret = tmp_path / "passwords.csv"
    done = run("issues", events, "--map", "pingshan", "--dispatcher", "dong-desk:东山街道", "--passwords", secret)
    assert done.exit_code == 0, done.output
    assert "history: 2" in done.output
    assert "matters: 5" in done.output
    assert "dong-desk" in secret.read_text()
    with scope(2):
        assert Issue.objects.count() == 5
    again = run("issues", events, "--map", "pingshan")
    assert (again.exit_code, "matters" in again.output) == (0, False)


def test_a_bad_value_stops_the_matters_of_a_whole_file(tmp_path: Path) -> None:
    events = written(tmp_path, [*ROWS, row("6", "yesterday")])
    done = run("issues", events, "--map", "pingshan")
    assert done.exit_code == 1
    assert "row 7, create_time: " in done.output
    assert not District.objects.filter(id=2).exists()


def test_only_the_first_hundred_problems_are_shown(tmp_path: Path) -> None:
    events = written(tmp_path, [row(str(n), "yesterday") for n in range(130)])
    done = run("issues", events, "--map", "pingshan")
    assert done.exit_code == 1
    assert "… and 30 more" in done.output
    assert done.output.count("create_time") == 100


def test_a_map_that_is_none_is_named(tmp_path: Path) -> None:
    done = run("issues", written(tmp_path, ROWS), "--map", tmp_path / "no.toml")
    assert done.exit_code == 1
    assert "no.toml" in done.output
