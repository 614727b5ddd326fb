"""A file of matters from elsewhere, brought in by a map that says what its columns mean.

A map is a TOML file (`mapping`); a shipped one stands in `issues/maps`. The way of a file: read in a limited child,
checked row by row (`reading`), the district made where it is missing (`making`, `catalogue`), the matters written in
bulk (`matters`), one event, one message (`services`). Source: issue 7, "On real input".
"""
from __future__ import annotations

from liandong.issues.imports.mapping import ImportMap, read_map
from liandong.issues.imports.report import IssuesReport
from liandong.issues.imports.services import import_issues

__all__ = ["ImportMap", "IssuesReport", "import_issues", "read_map"]
