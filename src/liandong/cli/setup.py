"""Preparing the database, and stopping it."""
from __future__ import annotations

import os
import subprocess
import sys

import click

from liandong.config import database, embedded
from liandong.config.paths import KEYS


def migrate() -> None:
    """Bring the tables up to date, as the migrating role: in a process of its own, since a process has one role."""
    env = {**os.environ, "LIANDONG_ROLE": "migrate"}
    for command in (["migrate", "-v0"], ["createcachetable", "-v0"]):
        subprocess.run([sys.executable, "-m", "liandong.manage", *command], env=env, check=True)


@click.command("setup-database")
@click.option("--admin", "admin_url", prompt="Administrator's address (postgresql://…)", hide_input=True,
              help="Used once, stored nowhere.")
def setup_database(admin_url: str) -> None:
    """Make the roles, schemas and ledger on the server that DATABASE_URL names, then the tables."""
    database.prepare_real(admin_url)
    migrate()
    click.echo("The database is prepared. "
               f"The passwords of liandong_app and liandong_migrate are in {KEYS}.")


@click.command("migrate")
def migrate_command() -> None:
    """Bring the tables up to date."""
    if not database.is_real_server():
        database.prepare_embedded()
    migrate()


@click.command("stop")
def stop() -> None:
    """Stop the embedded database."""
    embedded.stop()


COMMANDS = [setup_database, migrate_command, stop]
