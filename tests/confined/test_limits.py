"""The limits under which a file from outside is read, as the child itself sees them. Source: trust.md 6."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from liandong.confined.limits import LARGEST_WRITTEN
from liandong.confined.running import Stopped, run
from tests.architecture.sources import ROOT

LOOK = """
import json, resource, sys
sys.path.insert(0, sys.argv[1])
from liandong.confined import limits
limits.limit()
names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_CORE", "RLIMIT_NOFILE")
print(json.dumps({name: resource.getrlimit(getattr(resource, name))[1] for name in names}))
"""
ENDLESS = Path(__file__).with_name("endless.py")


def test_the_child_cannot_take_more_than_a_gibibyte_twenty_seconds_and_a_few_files() -> None:
    told = subprocess.run([sys.executable, "-c", LOOK, str(ROOT / "src")], capture_output=True, text=True,
                          check=True).stdout
    limits = json.loads(told)
    assert limits["RLIMIT_AS"] == 1024**3
    assert 0 < limits["RLIMIT_CPU"] <= 20
    assert limits["RLIMIT_CORE"] == 0
    assert 0 < limits["RLIMIT_NOFILE"] <= 64


def test_a_child_that_hangs_is_killed(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        run(ENDLESS, ["sleeps"], tmp_path, seconds=3)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_child_that_writes_without_end_is_stopped(tmp_path: Path) -> None:
    run_ends_without_harm(tmp_path, "writes")
    assert (tmp_path / "endless").stat().st_size <= LARGEST_WRITTEN


def test_a_child_that_asks_for_two_gibibytes_does_not_get_them(tmp_path: Path) -> None:
    run_ends_without_harm(tmp_path, "asks")


def run_ends_without_harm(folder: Path, way: str) -> None:
    """Killed, or told that there is no more: either way nothing was read."""
    try:
        said = json.loads(run(ENDLESS, [way], folder).read_text())
    except Stopped:
        return
    assert said == {"refused": "broken"}
