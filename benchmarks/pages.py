"""Pages over HTTP: fifty readers, random pages, bodies checked; each rate beside the bare view's of the same run."""
from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.request import urlopen

from benchmarks.world import PEOPLE, ROOT, SEED, Reader

SECONDS, CONNECTIONS = 10, 4
WORKERS, THREADS = 2, 2


@dataclass(frozen=True)
class Rate:
    """What wrk measured: answers a second, half and 95 % of them within so many milliseconds."""

    a_second: float
    p50: float
    p95: float


@contextmanager
def server(application: str, **more: str) -> Iterator[int]:
    """A granian on a free port."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = int(s.getsockname()[1])
    arguments = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", str(WORKERS),
                 "--blocking-threads", str(THREADS), "--log-level", "error", application]
    running = subprocess.Popen(arguments, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"src:{ROOT}", **more})
    try:
        _wait(port)
        yield port
    finally:
        running.terminate()
        running.wait(20)


def _wait(port: int) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server does not answer")


def wrk(port: int, lines: list[str]) -> Rate:
    """One run after a short warm-up. Raises SystemExit if a body was not its reader's own."""
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing (Debian: apt-get install wrk)")
    script = str(ROOT / "benchmarks" / "load.lua")
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as file:
        file.write("\n".join(lines))
        file.flush()
        for seconds in (2, SECONDS):
            done = subprocess.run(
                ["wrk", f"-t{CONNECTIONS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script,
                 f"http://127.0.0.1:{port}", "--", file.name], capture_output=True, text=True, check=True)
    found = re.search(r"RESULT ([\d.]+) ([\d.]+) ([\d.]+) (\d+) (\d+)", done.stdout)
    if not found:
        raise SystemExit(done.stdout + done.stderr)
    rate, p50, p95, bad, asked = (float(x) for x in found.groups())
    if bad:
        raise SystemExit(f"{bad:.0f} of {asked:.0f} answers were not their reader's own")
    return Rate(rate, p50, p95)


def lists(readers: list[Reader]) -> list[str]:
    """A street's list, in several filters; the answer must name the street."""
    views = ("", "?view=open", "?view=late", "?state=closed")
    return [f"{one.cookie}\t/issues/{view}\t{one.street_name}" for one in readers for view in views]


def details(readers: list[Reader]) -> list[str]:
    """Single matters of one's own street; the answer must hold the number."""
    dice = random.Random(SEED)
    lines = [f"{one.cookie}\t/issues/{number}/\t{number}" for one in readers for number in one.numbers]
    dice.shuffle(lines)
    return lines


def measure(readers: list[Reader]) -> list[tuple[str, Rate, Rate]]:
    """List and detail: the product's rate and the bare view's."""
    first = readers[0]
    detail = f"/issues/{first.numbers[0]}/"
    with server("liandong.config.wsgi:application") as port:
        urlopen(f"http://127.0.0.1:{port}/accounts/login/").close()
        real = {"list": wrk(port, lists(readers)), "detail": wrk(port, details(readers))}
    with server("benchmarks.bare_wsgi:application", BENCH_COOKIE=first.cookie, BENCH_DETAIL=detail) as port:
        bare = {"list": wrk(port, [f"-\t/list/\t{first.street_name}"]),
                "detail": wrk(port, [f"-\t/detail/\t{first.numbers[0]}"])}
    names = {"list": f"list of a street, 50 rows, {PEOPLE} readers", "detail": "one matter"}
    return [(names[key], real[key], bare[key]) for key in real]


