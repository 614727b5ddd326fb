"""`python -m liandong.manage …`: Django's commands; those that change tables, and only those, run as the migrator."""
from __future__ import annotations

import os
import sys

MIGRATING = {"migrate", "createcachetable", "sqlmigrate"}


def main() -> None:
    """Run one of Django's commands as the right database role."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandong.config.settings")
    if sys.argv[1:2] and sys.argv[1] in MIGRATING:
        os.environ["LIANDONG_ROLE"] = "migrate"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
