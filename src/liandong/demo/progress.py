"""What a long step says while it runs: one line with its time, or a bar where the terminal can draw one."""
from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import click

_T = TypeVar("_T")


@contextmanager
def step(what: str) -> Iterator[None]:
    """One line a step: what is being done, and how long it took."""
    click.echo(f"  {what} … ", nl=False)
    begun = time.monotonic()
    yield
    click.echo(f"{time.monotonic() - begun:.1f} s")


def counted(what: str, items: Sequence[_T]) -> Iterator[_T]:
    """The items one by one, with a bar of how many are done and how long the rest will take; in a log, tenths."""
    if sys.stdout.isatty():
        with click.progressbar(items, label=f"  {what}", width=30, show_pos=True, update_min_steps=20) as bar:
            yield from bar
        return
    tenth = max(1, len(items) // 10)
    with step(what):
        for number, item in enumerate(items, 1):
            yield item
            if number % tenth == 0:
                click.echo(f"{number * 100 // len(items)} % ", nl=False)
