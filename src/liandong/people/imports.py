"""Accounts and appointments from a table, and back into one. All or nothing; the report names row and column.

Columns: 登录名, 姓名, 角色, 单位 (name or key) and 起始日期 are needed; 截止日期, 范围 (a place's code)
and 邮箱 are not. A row is an appointment: a sign-in name may stand on several. An appointment that stands already is
left as it is, so the same file may be brought twice.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email

from liandong.districts.scope import in_scope
from liandong.kernel.words import N_, Sentence, say
from liandong.orgs.models import Organisation
from liandong.people import queries, rules, services
from liandong.people.access import Actor
from liandong.people.models import Account, Appointment
from liandong.people.services import NewPerson, NewPost
from liandong.people.terms import Role
from liandong.places.models import Division
from liandong.tables import Report, Table, read_table, read_upload

LOGIN, NAME, ROLE, BODY, SINCE = N_("登录名"), N_("姓名"), N_("角色"), N_("单位"), N_("起始日期")
UNTIL, AREA, EMAIL = N_("截止日期"), N_("范围"), N_("邮箱")
NEEDED = (LOGIN, NAME, ROLE, BODY, SINCE)
COLUMNS = (*NEEDED, UNTIL, AREA, EMAIL)
PASSWORD = N_("首次密码")
MOST = 2_000
"""Rows of one file."""
USERNAME = re.compile(r"^[a-z0-9][a-z0-9._-]{2,39}$")
ROLES = {role.label: role for role in Role}


@dataclass
class PeopleReport(Report):
    """With the first passwords of the new accounts: shown or written once, kept nowhere."""

    passwords: list[tuple[str, str, str]] = field(default_factory=list)
    """Sign-in name, name, first password."""

    def sheet(self) -> list[list[object]]:
        """The first passwords as a sheet to be handed out."""
        return [[LOGIN, NAME, PASSWORD], *(list[object](row) for row in self.passwords)]


@dataclass(frozen=True)
class _Known:
    """What the rows refer to."""

    bodies: Mapping[str, list[Organisation]]
    places: Mapping[str, Division]
    accounts: Mapping[str, Account]
    here: frozenset[int]
    """Accounts that have or had an appointment in this district."""


@in_scope
def import_people(path: Path, *, by: Actor, now: datetime) -> PeopleReport:
    """Bring in a file. Raises BadInput for what is no such table; a report with problems has written nothing."""
    return _bring_in(read_table(path, max_rows=MOST), by, now)


@in_scope
def import_upload(upload: UploadedFile, *, by: Actor, now: datetime) -> PeopleReport:
    """The same for an uploaded file."""
    return _bring_in(read_upload(upload, max_rows=MOST), by, now)


def _bring_in(table: Table, by: Actor, now: datetime) -> PeopleReport:
    report = PeopleReport()
    for column in table.missing(NEEDED):
        report.wrong(1, column, N_("缺这一列。"))
    if not report.is_clean:
        return report
    records = list(table.records())
    known = _known(record for _, record in records)
    people: dict[str, NewPerson] = {}
    for number, record in records:
        _take(number, record, known, people, report, by)
    if not report.is_clean:
        return report
    before = Appointment.objects.count()
    passwords = services.add_people(people.values(), by=by, now=now)
    report.count("accounts", len(passwords))
    report.count("appointments", Appointment.objects.count() - before)
    report.passwords = [(login, people[login].name, secret) for login, secret in passwords.items()]
    return report


def _known(records: Iterable[Mapping[str, str]]) -> _Known:
    rows = list(records)
    bodies: dict[str, list[Organisation]] = {}
    for body in Organisation.objects.select_related("serves"):
        for word in {body.key, body.name}:
            bodies.setdefault(word, []).append(body)
    codes = {row.get(AREA, "") for row in rows} - {""}
    accounts = Account.objects.filter(username__in={row[LOGIN].lower() for row in rows})
    here = Appointment.objects.filter(account__in=[a.pk for a in accounts]).values_list("account_id", flat=True)
    return _Known(bodies, {d.code: d for d in Division.objects.filter(code__in=codes)},
                  {a.username: a for a in accounts}, frozenset(here))


def _take(number: int, row: Mapping[str, str], known: _Known, people: dict[str, NewPerson], report: Report,
          by: Actor) -> None:
    """Read one row; what is wrong with it goes into the report."""
    person = _person(number, row, known, report, by)
    post = _post(number, row, known, report)
    if person is None or post is None:
        return
    first = people.get(person.username, person)
    if (first.name, first.email) != (person.name, person.email):
        report.wrong(number, NAME, N_("同一个登录名在表里有两个姓名或两个邮箱。"))
        return
    if any((post.role, post.organisation.id, post.since) == (p.role, p.organisation.id, p.since) for p in first.posts):
        report.wrong(number, ROLE, N_("这个任职在表里出现了两次。"))
        return
    people[person.username] = NewPerson(first.username, first.name, (*first.posts, post), first.email)


def _person(number: int, row: Mapping[str, str], known: _Known, report: Report, by: Actor) -> NewPerson | None:
    login, name, email = row[LOGIN].lower(), row[NAME], row.get(EMAIL, "")
    said = len(report.problems)
    if not USERNAME.match(login):
        report.wrong(number, LOGIN, N_("登录名用小写字母、数字和连字符，至少 3 位，最多 40 位。"))
    if not 1 <= len(name) <= rules.LONGEST_NAME:
        report.wrong(number, NAME, N_("姓名要填，最多 40 个字。"))
    if email and not _is_email(email):
        report.wrong(number, EMAIL, N_("邮箱写得不对。"))
    account = known.accounts.get(login)
    if account is not None and (account.name != name or account.pk not in known.here):
        report.wrong(number, LOGIN, N_("这个登录名已经有人用，姓名或所在区和表里的不一样。"))
    if account is not None and account.pk == by.account_id:
        report.wrong(number, LOGIN, services.NOT_ONESELF)
    return NewPerson(login, name, email=email) if len(report.problems) == said else None


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _post(number: int, row: Mapping[str, str], known: _Known, report: Report) -> NewPost | None:
    said = len(report.problems)
    role = ROLES.get(row[ROLE]) or (Role(row[ROLE]) if row[ROLE] in set(Role) else None)
    if role is None:
        report.wrong(number, ROLE, N_("没有这个角色。可以填：%(all)s。"), all="、".join(ROLES))
    bodies = known.bodies.get(row[BODY], [])
    if len(bodies) != 1:
        report.wrong(number, BODY, say("有 %(n)s 个同名的单位，请改填单位代号。", n=len(bodies)) if bodies
                     else say("名录里没有这个单位。"))
    since, until = _day(number, SINCE, row[SINCE], report), _day(number, UNTIL, row.get(UNTIL, ""), report)
    if not row[SINCE]:
        report.wrong(number, SINCE, N_("起始日期要填。"))
    area = known.places.get(row.get(AREA, ""))
    if row.get(AREA) and area is None:
        report.wrong(number, AREA, N_("没有这个代码的地方。"))
    if role and len(bodies) == 1 and (why := rules.misfit(role, bodies[0].org_kind)):
        report.wrong(number, ROLE, why)
    if since and (why := rules.wrong_span(since, until)):
        report.wrong(number, UNTIL, why)
    if area and len(bodies) == 1 and not area.code.startswith(bodies[0].serves.code):
        report.wrong(number, AREA, rules.OUTSIDE)
    if len(report.problems) > said or role is None or since is None:
        return None
    return NewPost(role, bodies[0], since, until, area)


def _day(number: int, column: str, text: str, report: Report) -> date | None:
    """A day as 2026-11-24, 2026/11/24, 2026.11.24 or 2026年11月24日; a time behind it is cut off."""
    if not text:
        return None
    found = re.match(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( 00:00:00)?$", text)
    if found is not None:
        with suppress(ValueError):
            return date(int(found[1]), int(found[2]), int(found[3]))
    report.wrong(number, column, N_("日期写成 2026-11-24 这样。"))
    return None


def export_people() -> list[list[object]]:
    """The district's accounts and appointments in the columns that `import_people` takes; two queries."""
    twice = {name for name, n in Counter(Organisation.objects.values_list("name", flat=True)).items() if n > 1}
    rows: list[list[object]] = [[*COLUMNS]]
    for one in Appointment.objects.select_related("account", "organisation", "area").order_by(
            "account__username", "since", "id"):
        body = one.organisation
        rows.append([one.account.username, one.account.name, Role(one.role).label, body.key if body.name in twice
                     else body.name, one.since, one.until, one.area.code if one.area else "", one.account.email])
    return rows


def template(today: date) -> list[list[object]]:
    """An empty table with its headings and one example row."""
    body = queries.example_body()
    return [[*COLUMNS], ["zhang-san", "张三", Role.OFFICER.label, body, today, None, "", ""]]


def problem_text(report: Report) -> list[tuple[int, str, Sentence]]:
    """Row, column and sentence of every problem, in the order of the rows."""
    return [(p.row, p.column, p.sentence) for p in sorted(report.problems, key=lambda p: p.row)]


def summary(report: Report) -> Sentence:
    """One sentence for what was brought in."""
    counts = {name: report.counts.get(name, 0) for name in ("accounts", "appointments")}
    return say("新建了 %(accounts)s 个账号，增加了 %(appointments)s 个任职。", **counts)
