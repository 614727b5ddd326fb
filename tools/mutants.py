"""Breaks one promise at a time and asks whether its named test notices.

Each mutant is a line of `mutants.toml`: a file, the text that holds the promise, what it becomes, and the test that
must turn red. The tree is copied first; the checkout is never touched. `tools/mutants.py NAME…` runs some of them.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TREE = ROOT / "var" / "mutants"
COPIED = ("src", "tests", "tools", "docs", "pyproject.toml")
TESTS_FAILED = 1
"""pytest's status when tests ran and some failed; a test that is not there, or an error of usage, is another number."""


@dataclass(frozen=True)
class Mutant:
    """One broken promise."""

    name: str
    file: str
    old: str
    new: str
    test: str


def read() -> list[Mutant]:
    """The mutants of the list, in its order."""
    return [Mutant(**row) for row in tomllib.loads((ROOT / "tools" / "mutants.toml").read_text())["mutant"]]


def copy_tree() -> None:
    """A fresh copy of what tests need; compiled translations come along."""
    shutil.rmtree(TREE, ignore_errors=True)
    TREE.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        ignore = shutil.ignore_patterns("__pycache__")
        if source.is_dir():
            shutil.copytree(source, TREE / name, ignore=ignore)
        else:
            shutil.copy(source, TREE / name)


def run(mutant: Mutant) -> str:
    """Empty if the named test turned red; else what happened instead."""
    file = TREE / mutant.file
    whole = file.read_text()
    if whole.count(mutant.old) != 1:
        return f"the text to break stands {whole.count(mutant.old)} times in {mutant.file}"
    file.write_text(whole.replace(mutant.old, mutant.new))
    try:
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-x", "--no-header", mutant.test], cwd=TREE,
                              env={**os.environ, "LIANDONG_VAR": str(ROOT / "var" / "test"), "PYTHONPATH": "src",
                                   "PYTHONDONTWRITEBYTECODE": "1"},
                              capture_output=True, text=True, check=False)
    finally:
        file.write_text(whole)
    if done.returncode == TESTS_FAILED:
        return ""
    if done.returncode == 0:
        return "the test stayed green"
    return f"pytest ended with {done.returncode}: {done.stdout[-400:]}"


def main() -> int:
    """0 if every mutant was noticed."""
    wanted = set(sys.argv[1:])
    copy_tree()
    survived = 0
    for mutant in read():
        if wanted and mutant.name not in wanted:
            continue
        begun = time.monotonic()
        wrong = run(mutant)
        survived += bool(wrong)
        seconds = time.monotonic() - begun
        print(f"{'SURVIVED' if wrong else 'noticed':10}{mutant.name:44}{seconds:5.1f} s  {wrong}", flush=True)
    shutil.rmtree(TREE, ignore_errors=True)
    print("every mutant was noticed" if not survived else f"{survived} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
