"""What stands many times on a page, drawn in Python: rows, deadlines, the glyph of a level.

A list of fifty rows takes a third of the time that template macros would take; `ui.items`, `ui.item`, `ui.due` and
`ui.lv` of screens/components.html are these functions. Geometry: mock/build/draw.py. No style attribute anywhere.
"""
from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from markupsafe import Markup, escape

from liandong.kernel.levels import Level
from liandong.kernel.words import Sentence
from liandong.screens.frame import Text
from liandong.screens.view_model import Due, Item
from liandong.screens.words import language, level_owns, translate

# Tabler icons, outline, MIT: see static/vendor/tabler.LICENSE
CLOCK: Final = "M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0M12 7v5l3 3"
PAUSE: Final = ("M6 6a1 1 0 0 1 1 -1h2a1 1 0 0 1 1 1v12a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1l0 -12"
                "M14 6a1 1 0 0 1 1 -1h2a1 1 0 0 1 1 1v12a1 1 0 0 1 -1 1h-2a1 1 0 0 1 -1 -1l0 -12")
CHECK: Final = "M5 12l5 5l10 -10"
SIGNS: Final = {kind: f'<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'
                for kind, path in (("soon", CLOCK), ("paused", PAUSE), ("met", CHECK), ("missed", CHECK))}
RUNGS: Final = (3, 8, 13, 18)
"""The heights of the glyph's four rungs."""


def _text(text: Text) -> Markup:
    return escape(translate(text) if isinstance(text, Sentence) else text)


def glyph(level: Level) -> Markup:
    """The ladder as a glyph of four rungs; the one that owns the matter is thick, and it says so in words."""
    return _glyph(level, language())


@cache
def _glyph(level: Level, spoken: str | None) -> Markup:
    rungs = "".join(f'<path{" class=on" if n == level.rank else ""} d="M2 {y}h12"/>' for n, y in enumerate(RUNGS, 1))
    rungs = rungs.replace("class=on", 'class="on"')
    return Markup('<svg class="lv" viewBox="0 0 16 20" role="img" aria-label="{}"><path d="M2 0v20M14 0v20"/>{}</svg>'
                  ).format(level_owns(level.label), Markup(rungs))  # noqa: S704  numbers and constants alone


def due(d: Due, *, start: bool = False) -> Markup:
    """A deadline: its word with its shape, under it the absolute time."""
    when = f' datetime="{escape(d.iso)}"' if d.iso else ""
    at = f'<time class="due-at"{when}>{_text(d.at)}</time>' if d.at else ""
    return Markup(f'<div class="due {d.kind}{" start" if start else ""}">'  # noqa: S704  every text is escaped
                  f'<span class="due-chip">{SIGNS.get(d.kind, "")}{_text(d.word)}</span>{at}</div>')


def _who(i: Item) -> str:
    sub = f"<span>{_text(i.owner_sub)}</span>" if i.owner_sub else ""
    return f'<div class="item-who">{glyph(i.level) if i.level else ""}<div>{_text(i.owner)}{sub}</div></div>'


def item(i: Item) -> Markup:
    """A row: state, title with its facts, owner, deadline. The title is the link, the whole row can be pressed."""
    facts = " · ".join(translate(fact) for fact in i.sub)
    sub = f'<span class="item-sub">{escape(facts)}</span>' if facts else ""
    return Markup(  # noqa: S704  every text is escaped
        f'<li class="item edge-{i.edge}{"" if i.owner else " free"}"><span class="item-state">{_text(i.state)}</span>'
        f'<div class="item-main"><p class="item-title"><a href="{escape(i.href)}">{_text(i.title)}</a></p>{sub}</div>'
        f'{_who(i) if i.owner else ""}{due(i.due) if i.due else ""}</li>\n')


def items(rows: Iterable[Item], *, slim: bool = False, label: str = "") -> Markup:
    """The list of everything; `slim` for narrow columns, where a row is a card."""
    named = f' aria-label="{escape(label)}"' if label else ""
    return Markup(f'<ol class="items{" slim" if slim else ""}"{named}>\n'  # noqa: S704  made of escaped parts
                  f'{"".join(item(row) for row in rows)}</ol>\n')
