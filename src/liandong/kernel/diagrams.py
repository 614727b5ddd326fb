"""Pages of docs/workflows/, written from the tables themselves.

    python -m liandong.kernel.diagrams liandong.issues.workflow:ISSUE docs/workflows/issue.md
"""
from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from liandong.kernel.labelled import Labelled
from liandong.kernel.workflow import Row, Same, Workflow

HEAD = "| act | label | from | to | by | only if | clocks |\n|---|---|---|---|---|---|---|\n"


def page(workflow: Workflow[Any, Any, Any]) -> str:
    """The diagram and the table of a workflow as Markdown; a test holds the committed page to it."""
    note = "Generated from the code by `python -m liandong.kernel.diagrams`; change the table, not this page.\n"
    rows = "".join(_line(each) for each in workflow.rows)
    return f"# {workflow.name}\n\n{note}\n```mermaid\n{workflow.mermaid()}```\n\n{HEAD}{rows}"


def _line(each: Row[Any, Any, Any]) -> str:
    cells = (
        str(each.act), each.label, _words(each.frm),
        "same" if isinstance(each.to, Same) else each.to.label,
        _words(each.by),
        "；".join(guard.name for guard in each.guards) or "–",
        ", ".join(map(str, each.clocks)) or "–",
    )
    return f"| {' | '.join(cells)} |\n"


def _words(members: frozenset[Any]) -> str:
    """Labels in the order of their enumeration."""
    def place(member: Labelled | None) -> int:
        return -1 if member is None else list(type(member)).index(member)

    return "、".join("(new)" if member is None else member.label for member in sorted(members, key=place))


def main(arguments: list[str]) -> None:
    """Write the page of ``module:NAME`` to a path."""
    where, path = arguments
    module, name = where.split(":")
    Path(path).write_text(page(getattr(import_module(module), name)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
