"""The limits under which a file from outside is read, as the child itself sees them. Source: trust.md 6."""
from __future__ import annotations

import json
import subprocess
import sys

from liandong.tables import child

LOOK = """
import json, resource, sys
sys.path.insert(0, sys.argv[1])
import child
child.limit()
names = ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_CORE", "RLIMIT_NOFILE")
print(json.dumps({name: resource.getrlimit(getattr(resource, name))[1] for name in names}))
"""


def test_the_child_cannot_take_more_than_a_gibibyte_twenty_seconds_and_a_few_files() -> None:
    folder = child.__file__.rpartition("/")[0]
    told = subprocess.run([sys.executable, "-c", LOOK, folder], capture_output=True, text=True, check=True).stdout
    limits = json.loads(told)
    assert limits["RLIMIT_AS"] == 1024**3
    assert 0 < limits["RLIMIT_CPU"] <= 20
    assert limits["RLIMIT_CORE"] == 0
    assert 0 < limits["RLIMIT_NOFILE"] <= 64
