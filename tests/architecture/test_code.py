"""The measures that the code keeps. Source: style.md, "Our own measures"; architecture.md, rooms of a capability."""
from __future__ import annotations

import ast
import io
import re
import statistics
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PYTHON, ROOT, shown, tree

LONGEST_FILE, LONGEST_FUNCTION = 400, 60
VIEWS = [file for file in PYTHON if file.name.startswith("views") and "src" in file.parts]
MARK = re.compile(r"#\s*(?:type:\s*ignore(?:\[[^\]]*\])?|noqa(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)?)")
LEAST_REASON = 6
"""So many letters a reason has at the least."""


def comments(file: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(file.read_text()).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def bare_marks(text: str) -> bool:
    """Whether a comment switches a checker off without saying why."""
    return MARK.search(text) is not None and len(re.findall(r"\w", MARK.sub("", text))) < LEAST_REASON


@pytest.mark.parametrize("file", VIEWS, ids=shown)
def test_a_view_asks_named_reads_and_services_never_a_manager_and_saves_nothing(file: Path) -> None:
    touched = [f"{node.attr} in line {node.lineno}" for node in ast.walk(tree(file))
               if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "bulk_create", "delete"}
               and not _is_session(node)]
    assert touched == []


def _is_session(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Attribute) and node.value.attr in {"session", "cache"}


def test_no_file_is_over_long_and_the_median_is_short() -> None:
    lengths = {shown(file): len(file.read_text().splitlines()) for file in PYTHON}
    assert [name for name, lines in lengths.items() if lines > LONGEST_FILE] == []
    ours = [lines for name, lines in lengths.items() if name.startswith("src") and lines > 1]
    assert statistics.median(ours) <= 100


def test_no_function_is_over_long_and_the_median_is_short() -> None:
    lengths = {f"{shown(file)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
               for file in PYTHON for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef)}
    assert [name for name, lines in lengths.items() if lines > LONGEST_FUNCTION] == []
    assert statistics.median(lengths.values()) <= 10


def test_whoever_switches_a_checker_off_says_why() -> None:
    found = [f"{shown(file)}:{line} {text}" for file in PYTHON for line, text in comments(file) if bare_marks(text)]
    assert found == []


@pytest.mark.parametrize(("text", "bare"), [
    ("# type: ignore", True), ("# type: ignore[arg-type]", True), ("# noqa: S101", True), ("# noqa: S101  ok", True),
    ("# noqa", True), ("# type: ignore[arg-type]  # our own fields", False), ("# noqa: S101  asked before", False),
    ("# says nothing of a checker", False)])
def test_a_reason_is_told_from_a_bare_mark(text: str, bare: bool) -> None:
    assert bare_marks(text) is bare


def test_every_function_says_what_it_takes_and_gives() -> None:
    untyped = [f"{shown(file)}:{node.lineno} {node.name}" for file in PYTHON if file.is_relative_to(ROOT / "src")
               for node in ast.walk(tree(file)) if isinstance(node, ast.FunctionDef) and node.returns is None]
    assert untyped == []


def test_every_module_of_the_product_says_what_it_is() -> None:
    silent = [shown(file) for file in PYTHON if file.is_relative_to(ROOT / "src") and file.read_text().strip()
              and not ast.get_docstring(tree(file))]
    assert silent == []
