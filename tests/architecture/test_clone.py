"""What a clone brings: nothing of the machine on which it was written, and no address of a registry."""
from __future__ import annotations

import re
import tomllib

from tests.architecture.sources import ROOT, shown, tracked

HOMES = ("wo" + "rk", "ho" + "me", "ro" + "ot", "Us" + "ers")
"""In two halves: this file is tracked as well."""
MACHINE = re.compile(r"(?<![\w.~*<>\"'/-])/(?:" + "|".join(HOMES) + r")/\w|(?<=[\"'])/(?:" + "|".join(HOMES) + r")/\w")
REGISTRY = re.compile("|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(?:org|com)",
                                r"index" + "-url", r"extra-" + "index", "registry" + r"\.\w+\.\w+")))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def _hits(pattern: re.Pattern[str]) -> list[str]:
    return [f"{shown(file)}: {found[0]}" for file in tracked() if (found := pattern.search(file.read_text()))]


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    assert len(tracked()) > 100
    assert _hits(MACHINE) == []


def test_no_tracked_file_names_a_registry() -> None:
    assert _hits(REGISTRY) == []


def test_locks_hold_versions_and_hashes_and_no_address() -> None:
    assert len(LOCKS) == 3
    for lock in LOCKS:
        text = lock.read_text()
        assert "://" not in text
        pinned = re.findall(r"^([a-z0-9][\w.-]*)(?:\[[^\]]*\])?==", text, re.M)
        assert len(pinned) > 10
        assert text.count("--hash=sha256:") >= len(pinned)
    assert '"resolved"' not in (ROOT / "vendor" / "package-lock.json").read_text()


def test_every_direct_dependency_is_locked_and_written_down() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = (ROOT / "requirements" / "base.txt").read_text().lower()
    told = (ROOT / "docs" / "dependencies.md").read_text().lower()
    for wanted in project["dependencies"]:
        name = re.split(r"[\[~=<>]", wanted)[0].lower()
        assert f"\n{name}" in "\n" + locked, name
        assert name in told, name
