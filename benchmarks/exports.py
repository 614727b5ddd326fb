"""A list as a spreadsheet: how long 10,000 rows take over HTTP, and how much memory the worker gains by them."""
from __future__ import annotations

import io
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen
from zipfile import ZipFile

from benchmarks.pages import server
from benchmarks.world import DISTRICT

WARM, TIMES = 4, 4
ACCOUNT = "bench-export"


@dataclass(frozen=True)
class Export:
    """Seconds to the first byte and to the last, bytes of the file, MiB that the server's processes gained."""

    rows: int
    first: float
    whole: float
    size: int
    grown: float


def reader() -> tuple[str, str]:
    """Somebody of the district's coordination office signed in, and the code of the largest street that fits a file."""
    from django.conf import settings
    from django.db.models import Count
    from django.test import Client

    from liandong.districts.scope import scope
    from liandong.issues.models import Issue
    from liandong.issues.services.exporting import LARGEST
    from liandong.orgs.models import Organisation
    from liandong.people.models import Account, Appointment

    account = Account.objects.filter(username=ACCOUNT).first()
    account = account or Account.objects.create_user(ACCOUNT, None, name="第某人")
    with scope(DISTRICT):
        office = Organisation.objects.get(key="coordination")
        Appointment.objects.get_or_create(account=account, role="coordinator", organisation=office,
                                          defaults={"since": "2026-01-01"})
        streets = Issue.objects.values_list("street_code").annotate(n=Count("id")).order_by("-n")
        street = next(code for code, n in streets if n <= LARGEST)
    client = Client()
    client.force_login(account)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}", street


def measure() -> Export:
    """The quickest of a few, after some that warm both workers; memory is what the processes gained over the rest."""
    mine, street = reader()
    with server("liandong.config.wsgi:application") as port:
        asked = Request(f"http://127.0.0.1:{port}/issues/export.xlsx?view=all&place={street}",
                        headers={"Cookie": mine})
        found: list[tuple[float, float, bytes]] = []
        before = 0.0
        for n in range(WARM + TIMES):
            started = time.perf_counter()
            with urlopen(asked) as answer:
                start = answer.read(1)
                first = time.perf_counter() - started
                body = start + answer.read()
            if n == WARM - 1:
                before = memory()
            found.append((time.perf_counter() - started, first, body))
        grown = memory() - before
    whole, first, body = min(found[WARM:])
    with ZipFile(io.BytesIO(body)) as book:
        rows = book.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1
    return Export(rows, first, whole, len(body), grown)


def memory() -> float:
    """MiB that the processes of the server hold."""
    found = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if "granian" in (status.parent / "cmdline").read_text() and "VmRSS" in text:
            found += int(text.split("VmRSS:")[1].split()[0]) / 1024
    return found
