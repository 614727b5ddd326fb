"""Runs the whole suite: the quick tests over all cores, then the browser journeys; stops the test database after."""
from __future__ import annotations

import os
import subprocess
import sys


def main() -> int:
    """The exit status of the first part that failed, or 0."""
    cores = str(os.cpu_count() or 2)
    parts = [["-n", cores, "--dist", "loadfile", "-m", "not journey"], ["-m", "journey"]]
    status = 0
    for part in parts:
        status = subprocess.run([sys.executable, "-m", "pytest", "-q", *part, *sys.argv[1:]], check=False).returncode
        if status:
            break
    os.environ.setdefault("LIANDONG_VAR", "var/test")
    subprocess.run([sys.executable, "-m", "liandong.cli", "stop"], check=False)
    return status


if __name__ == "__main__":
    sys.exit(main())
