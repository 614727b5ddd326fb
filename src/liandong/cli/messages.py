"""Translations: collected and compiled by Babel, so that no gettext needs to be installed."""
from __future__ import annotations

from io import BytesIO
from pathlib import Path

import click
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from liandong.config.paths import SOURCE

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "_lazy", "N_", "say")), "ngettext": (1, 2),
    **dict.fromkeys(("Refused", "NotAllowed", "NotFound", "RuleBroken", "Stale", "BadInput"))}
"""What marks a source text: the functions, and the refusals whose first argument is a sentence."""
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"extensions": "jinja2.ext.i18n"}}
WIDTH = 120
Text = str | tuple[str, ...]


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


def source_texts(part: Path) -> dict[Text, str]:
    """The texts that a part of the package shows, each with the place where it stands first; two forms for a plural."""
    found: dict[Text, str] = {}
    for file, line, message, _, _ in extract_from_dir(part, METHODS, OPTIONS, keywords=KEYWORDS):
        if is_text(message):
            found.setdefault(message, f"{file}:{line}")
    return found


def is_text(message: Text) -> bool:
    """Whether something is to be translated: it holds Chinese, the language of the sources, or its punctuation."""
    return any("\u4e00" <= one <= "\u9fff" or one in "，。、；：？！（）" for one in "".join(message))


def collect() -> None:
    """Bring each part's English catalogue up to date with its source texts: new ones come in empty, old ones go."""
    for po in catalogues():
        header, _, _ = po.read_text(encoding="utf-8").partition("\n\n")
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parents[1].name)
        known = [message.id for message in catalogue if message.id]
        wanted = source_texts(po.parents[3])
        for text in known:
            if text not in wanted:
                catalogue.delete(text)
        for text in wanted:
            if text not in catalogue:
                catalogue.add(text)
        body = BytesIO()
        write_po(body, catalogue, width=WIDTH, ignore_obsolete=True, omit_header=True)
        po.write_text(f"{header}\n\n{body.getvalue().decode().strip()}\n", encoding="utf-8")


@click.command("messages")
@click.option("--collect", "collecting", is_flag=True, help="First collect the source texts.")
def messages(collecting: bool) -> None:
    """Compile the translations of the interface."""
    if collecting:
        collect()
    click.echo(f"{compile_all()} translation file(s) compiled")


COMMANDS = [messages]
