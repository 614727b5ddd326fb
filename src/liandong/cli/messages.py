"""Translations: collected and compiled by Babel, so that no gettext needs to be installed."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from liandong.config.paths import SOURCE

KEYWORDS = ("N_", "say", "gettext_lazy", "_lazy")
MAPPING = "[python: **.py]\n[jinja2: **/templates/**.html]\nextensions = jinja2.ext.i18n\n"


def catalogues() -> list[Path]:
    """Every translation file of the package; the source texts are Chinese, so there is English alone."""
    return sorted(SOURCE.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Compile what is newer than its compiled form; the number of files written."""
    written = 0
    for po in catalogues():
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parents[1].name)
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        written += 1
    return written


def collect() -> None:
    """Bring each part's English catalogue up to date with its source texts."""
    for po in catalogues():
        part = po.parents[3]
        mapping, template = part / "babel.cfg.tmp", part / "messages.pot.tmp"
        mapping.write_text(MAPPING)
        try:
            base = [sys.executable, "-m", "babel.messages.frontend"]
            words = [option for word in KEYWORDS for option in ("-k", word)]
            subprocess.run([*base, "-q", "extract", "-F", str(mapping), *words, "--no-location", "--omit-header",
                            "--sort-output", "-o", str(template), "."], cwd=part, check=True)
            subprocess.run([*base, "-q", "update", "-i", str(template), "-o", str(po), "-l", po.parents[1].name,
                            "--no-fuzzy-matching", "--ignore-obsolete", "--omit-header"], check=True)
        finally:
            mapping.unlink(missing_ok=True)
            template.unlink(missing_ok=True)


@click.command("messages")
@click.option("--collect", "collecting", is_flag=True, help="First collect the source texts.")
def messages(collecting: bool) -> None:
    """Compile the translations of the interface."""
    if collecting:
        collect()
    click.echo(f"{compile_all()} translation file(s) compiled")


COMMANDS = [messages]
