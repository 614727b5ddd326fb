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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parents[1]
TREES = ROOT / "var" / "mutants"
COPIED = ("src", "tests", "tools", "docs", "pyproject.toml")
STAMPS = count(1)
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


def copied(tree: Path) -> Path:
    """A fresh copy of what tests need; compiled translations come along."""
    tree.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tree / name)
    return tree


def environment(tree: Path) -> dict[str, str]:
    """Compiled code is kept beside the tree: compiling Django anew for each mutant would take most of the time."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "LIANDONG_VAR": str(ROOT / "var" / "test"), "PYTHONPATH": "src",
            "PYTHONPYCACHEPREFIX": str(tree.with_suffix(".compiled"))}


def run(mutant: Mutant, tree: Path) -> str:
    """Empty if the named test turned red; else what happened instead."""
    file = tree / mutant.file
    whole = file.read_text()
    if whole.count(mutant.old) != 1:
        return f"the text to break stands {whole.count(mutant.old)} times in {mutant.file}"
    file.write_text(whole.replace(mutant.old, mutant.new))
    stamp = next(STAMPS)
    os.utime(file, (stamp, stamp))  # no compiled form of another version is taken for this one
    try:
        done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-x", "--no-header", mutant.test], cwd=tree,
                              env=environment(tree), capture_output=True, text=True, check=False)
    finally:
        file.write_text(whole)
    if done.returncode == TESTS_FAILED:
        return ""
    if done.returncode == 0:
        return "the test stayed green"
    return f"pytest ended with {done.returncode}: {done.stdout[-400:]}"


def main() -> int:
    """0 if every mutant was noticed. Each core has a tree of its own."""
    wanted = set(sys.argv[1:])
    shutil.rmtree(TREES, ignore_errors=True)
    cores = os.cpu_count() or 2
    trees: SimpleQueue[Path] = SimpleQueue()
    for n in range(cores):
        trees.put(copied(TREES / str(n)))

    def one(mutant: Mutant) -> bool:
        tree, begun = trees.get(), time.monotonic()
        try:
            wrong = run(mutant, tree)
        finally:
            trees.put(tree)
        word, seconds = "SURVIVED" if wrong else "noticed", time.monotonic() - begun
        print(f"{word:10}{mutant.name:56}{seconds:5.1f} s  {wrong}", flush=True)
        return bool(wrong)

    with ThreadPoolExecutor(cores) as pool:
        survived = sum(pool.map(one, [mutant for mutant in read() if not wanted or mutant.name in wanted]))
    shutil.rmtree(TREES, ignore_errors=True)
    print("every mutant was noticed" if not survived else f"{survived} survived")
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
