"""What must be so before anything is served."""
from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

WRONG = """
select r.rolsuper, r.rolbypassrls,
       exists (select from pg_class where relowner = r.oid and relkind in ('r', 'p')),
       exists (select from pg_auth_members m join pg_roles o on o.oid = m.roleid
                where m.member = r.oid and (o.rolsuper or o.rolbypassrls or o.rolname = 'liandong_owner'))
  from pg_roles r where r.rolname = session_user"""
REASONS = ("it is a superuser", "it bypasses row-level security", "it owns tables",
           "it is a member of a role for which there is no row-level security")


def refuse_wrong_role() -> None:
    """Raise ImproperlyConfigured if the application signs in as a role for which the walls do not stand. Trust.md 3."""
    with connection.cursor() as c:
        c.execute("select session_user")
        who = c.fetchone()[0]
        c.execute(WRONG)
        found = c.fetchone()
    connection.close()
    reasons = [reason for reason, bad in zip(REASONS, found, strict=True) if bad]
    if reasons:
        raise ImproperlyConfigured(
            f"the application may not sign in to the database as '{who}': {'; '.join(reasons)}. "
            "Run `liandong setup-database` and use the role liandong_app.")
