"""The files of the project, for tests that read code instead of running it."""
from __future__ import annotations

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
WRITTEN = ("src", "tests", "tools", "benchmarks")
PYTHON = sorted(file for folder in WRITTEN for file in (ROOT / folder).rglob("*.py")
                if "migrations" not in file.parts)
"""What people wrote; Django wrote the migrations."""
BINARY = {".png", ".gz", ".xlsx", ".mo", ".ico", ".woff2", ".svg"}


def shown(file: Path) -> str:
    """A file as its test's name says it."""
    return str(file.relative_to(ROOT))


def tree(file: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(file.read_text())


def tracked() -> list[Path]:
    """Every text file that a clone brings and that stands here."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / name for name in names.split("\0") if name]
    return [file for file in files if file.is_file() and file.suffix not in BINARY]
