"""`liandong`: what an operator types."""
from __future__ import annotations

import os

import click

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liandong.config.settings")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """联动: what comes in, whose it is, and how it is handled."""


def _register() -> None:
    # each verb in a module of its own; Django is loaded by those that need it, so that `--help` stays quick
    from liandong.cli import backup, check, demo, imports, match, messages, serve, settings, setup

    for module in (backup, check, demo, imports, match, messages, serve, settings, setup):
        for command in module.COMMANDS:
            main.add_command(command)


_register()
