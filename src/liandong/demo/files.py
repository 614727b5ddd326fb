"""Reads the packaged content files of the demo and of the capabilities that ship data."""
from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import cast

Table = Mapping[str, object]


@cache
def toml(name: str) -> Table:
    """A TOML file of ``demo/data`` by its path below that folder."""
    return tomllib.loads((files("liandong.demo") / "data" / name).read_text("utf-8"))


def names(folder: str) -> list[str]:
    """The TOML files of one folder of ``demo/data``, in order of their names."""
    entries = (files("liandong.demo") / "data" / folder).iterdir()
    return sorted(f"{folder}/{entry.name}" for entry in entries if entry.name.endswith(".toml"))


@cache
def rows(package: str, name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a CSV file in the ``data`` folder of another package, keyed by its header."""
    content = (files(package) / "data" / name).read_text("utf-8-sig")
    return tuple(csv.DictReader(content.splitlines()))


def tables(table: Table, key: str) -> Sequence[Table]:
    """The array of tables under a key; empty where the key is missing."""
    return cast(Sequence[Table], table.get(key, ()))


def table(of: Table, key: str) -> Table:
    """The table under a key; empty where the key is missing."""
    return cast(Table, of.get(key, {}))


def text(of: Table, key: str, default: str = "") -> str:
    """The text under a key."""
    return str(of.get(key, default))


def texts(of: Table, key: str) -> tuple[str, ...]:
    """The list of texts under a key; empty where the key is missing."""
    return tuple(cast(Sequence[str], of.get(key, ())))


def lists(of: Table, key: str) -> tuple[tuple[str, ...], ...]:
    """The list of lists of texts under a key (title and text; found, done, next)."""
    return tuple(tuple(row) for row in cast(Sequence[Sequence[str]], of.get(key, ())))
