"""Making a district."""
from __future__ import annotations

from django.db import connection, transaction
from psycopg import sql

from liandong.districts.models import District


@transaction.atomic
def create_district(number: int, name: str, *, code: str = "", is_demo: bool = False) -> District:
    """A new tenant with its own sequence of issue numbers. `number` is 1 or more; 0 is the city itself."""
    district = District.objects.create(id=number, name=name, code=code, is_demo=is_demo)
    with connection.cursor() as c:
        # issue numbers: gaps allowed, no lock between two desks
        c.execute(sql.SQL("create sequence if not exists {} maxvalue 99999 cycle").format(
            sql.Identifier("numbers", f"issue_{number:d}")).as_string(None))
    return district


def next_number(district: int) -> int:
    """The next number of a district's own sequence."""
    with connection.cursor() as c:
        c.execute("select nextval(%s)", [f"numbers.issue_{district:d}"])
        return int(c.fetchone()[0])


def next_numbers(district: int, count: int) -> list[int]:
    """The next `count` numbers of a district's own sequence, in order; one statement."""
    with connection.cursor() as c:
        c.execute("select nextval(%s) from generate_series(1, %s)", [f"numbers.issue_{district:d}", count])
        return [int(row[0]) for row in c.fetchall()]
