"""`liandong demo`: a district to try, with everything it needs, until Ctrl-C."""
from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import click

from liandong.cli.messages import compile_all
from liandong.cli.serve import granian_arguments
from liandong.cli.setup import migrate
from liandong.config import database, embedded
from liandong.config.paths import SOURCE, VAR

STAMP = VAR / "demo.stamp"
WEB_WORKERS, WEB_THREADS = 2, 2
GRACE_SECONDS = 10


@contextmanager
def step(what: str) -> Iterator[None]:
    """One line a step: what is being done, and how long it took."""
    click.echo(f"  {what} … ", nl=False)
    begun = time.monotonic()
    yield
    click.echo(f"{time.monotonic() - begun:.1f} s")


def fingerprint() -> str:
    """Changes with whatever must be migrated or collected again."""
    digest = hashlib.sha256()
    for file in sorted([*SOURCE.rglob("migrations/*.py"), *SOURCE.rglob("*.sql"), *SOURCE.rglob("static/**/*")]):
        if file.is_file():
            digest.update(f"{file.relative_to(SOURCE)} ".encode() + file.read_bytes())
    return digest.hexdigest()


def reset() -> None:
    """Forget the embedded database of the demo."""
    if database.is_real_server():
        raise click.ClickException("A real server's database is emptied by its administrator: the ledger cannot be "
                                   "deleted by us. Drop the database and run `liandong setup-database` again.")
    embedded.stop()
    for folder in ("pg", "static"):
        shutil.rmtree(VAR / folder, ignore_errors=True)
    STAMP.unlink(missing_ok=True)


def prepare() -> None:
    """Database, tables, translations, static files, the demo district: only what is not there yet."""
    if not database.is_real_server():
        with step("Starting PostgreSQL"):
            database.prepare_embedded()
    with step("Compiling translations"):
        compile_all()
    wanted = fingerprint()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        with step("Making the tables"):
            migrate()
        with step("Collecting static files"):
            subprocess.run([sys.executable, "-m", "liandong.manage", "collectstatic", "--noinput", "-v0"], check=True)
        _load_district()
        STAMP.write_text(wanted)


def _load_district() -> None:
    import django

    django.setup()
    from liandong.demo import run

    run.load_if_missing()


def _children(port: int) -> list[subprocess.Popen[bytes]]:
    commands = [granian_arguments("0.0.0.0", port, WEB_WORKERS, WEB_THREADS),  # noqa: S104  a demo for the office's network
                [sys.executable, "-m", "liandong.cli", "worker"]]
    # sessions of their own: Ctrl-C reaches us alone, and we end them in order
    return [subprocess.Popen(command, start_new_session=True) for command in commands]


def serve(port: int) -> None:
    """Run the web server and the worker until a signal comes or one of them ends."""
    stopping: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    children = _children(port)
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    failed = not stopping
    click.echo("\n  Stopping …")
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
    if not database.is_real_server():
        embedded.stop()
    click.echo("  Stopped.")
    if failed:
        raise click.ClickException("The web server or the worker ended by itself; see above. Is the port taken?")


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--reset", "afresh", is_flag=True, help="Forget what was entered and start afresh.")
@click.option("--prepare-only", is_flag=True, help="Prepare everything, then stop.")
def demo(port: int, afresh: bool, prepare_only: bool) -> None:
    """The demo district 越城区, with invented matters, on this machine."""
    os.environ["LIANDONG_PROFILE"] = "demo"
    os.environ.setdefault("LIANDONG_LOG_LEVEL", "WARNING")
    os.environ.setdefault("LIANDONG_PUBLIC_ADDRESS", f"http://localhost:{port}")
    click.echo("联动 · 演示")
    if afresh:
        with step("Forgetting the last demo"):
            reset()
    prepare()
    if prepare_only:
        return
    _print_accounts(port)
    serve(port)


def _print_accounts(port: int) -> None:
    from liandong.demo.accounts import PASSWORD, demo_accounts

    click.echo(f"\n  http://localhost:{port}\n")
    for account in demo_accounts():
        click.echo(f"  {account.login:<24}{account.role}　{account.name}　{account.office}")
    click.echo(f"\n  密码 / password: {PASSWORD}\n  Ctrl-C stops everything.\n")


COMMANDS = [demo]
