"""`liandong demo`: a district to try, with everything it needs, until Ctrl-C."""
from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click
import psycopg

from liandong.cli.messages import compile_all
from liandong.cli.serve import granian_arguments
from liandong.cli.setup import migrate
from liandong.config import database, embedded
from liandong.config.paths import FILES, SOURCE, VAR
from liandong.demo.progress import step

WEB_WORKERS, WEB_THREADS = 2, 2
GRACE_SECONDS = 25
"""What a stopping child gets; more than the worker gives its running jobs."""
READY_SECONDS = 60
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def stamp() -> Path:
    """Says for which state of the sources the tables of this database were made; a file for each database."""
    name = hashlib.sha256(os.environ.get("DATABASE_URL", "").encode()).hexdigest()[:8]
    return VAR / f"demo-{name}.stamp"


def fingerprint() -> str:
    """Changes with whatever must be migrated or collected again."""
    digest = hashlib.sha256()
    for file in sorted([*SOURCE.rglob("migrations/*.py"), *SOURCE.rglob("*.sql"), *SOURCE.rglob("static/**/*")]):
        if file.is_file():
            digest.update(f"{file.relative_to(SOURCE)} ".encode() + file.read_bytes())
    return digest.hexdigest()


def reset() -> None:
    """Forget the embedded database of the demo, and what was attached in it."""
    if database.is_real_server():
        raise click.ClickException("A real server's database is emptied by its administrator: the ledger cannot be "
                                   "deleted by us. Drop the database and run `liandong setup-database` again.")
    with step("Forgetting the last demo"):
        embedded.stop()
        for folder in (VAR / "pg", VAR / "static", FILES):
            shutil.rmtree(folder, ignore_errors=True)
        stamp().unlink(missing_ok=True)


def refuse_taken(port: int) -> None:
    """Say before the long steps that the web server could not listen. Raises ClickException."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104  where the web server will listen
        except OSError as error:
            why = "is taken by another program" if error.errno == errno.EADDRINUSE else "cannot be used by this user"
            raise click.ClickException(f"Port {port} {why}. Choose another one, such as: make demo PORT={port + 1}"
                                       if port < 65535 else f"Port {port} {why}.") from error


def prepare() -> None:
    """Database, tables, translations, static files, the demo district: only what is not there yet."""
    if database.is_real_server():
        _must_be_prepared()
    else:
        if not (embedded.DATA / "PG_VERSION").exists():
            stamp().unlink(missing_ok=True)
        with step("Starting PostgreSQL"):
            database.prepare_embedded()
    with step("Compiling translations"):
        compile_all()
    wanted = fingerprint()
    if not stamp().exists() or stamp().read_text() != wanted:
        with step("Making the tables"):
            migrate()
        with step("Collecting static files"):
            subprocess.run([sys.executable, "-m", "liandong.manage", "collectstatic", "--noinput", "-v0"], check=True)
        stamp().write_text(wanted)
    _load_district()


def _must_be_prepared() -> None:
    """Ask the real server for our database as our role. Raises ClickException with the server's own words."""
    at = database.settings()
    try:
        psycopg.connect(host=at["HOST"], port=at["PORT"], dbname=at["NAME"], user=at["USER"], password=at["PASSWORD"],
                        connect_timeout=10).close()
    except psycopg.OperationalError as error:
        raise click.ClickException(f"{str(error).strip().splitlines()[0]}\nDoes the server run, and has "
                                   "`liandong setup-database` prepared this database once?") from error


def _load_district() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    from liandong.demo import run

    run.load_if_missing(timezone.now())
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # our backend is PostgreSQL's


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

    for number in SIGNALS:
        signal.signal(number, stop)
    children = _children(port)
    shown, latest = False, time.monotonic() + READY_SECONDS
    while not stopping and all(child.poll() is None for child in children):
        if not shown and (_answers(port) or time.monotonic() > latest):
            shown = True
            _print_accounts(port)
        time.sleep(0.2)
    failed = not stopping
    click.echo("\n  Stopping …")
    _end(children)
    click.echo("  Stopped.")
    if failed:
        raise click.ClickException("The web server or the worker ended by itself; see above.")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask them to end; what has not in time is killed with all that it started."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


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
    refuse_taken(port)
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    try:
        if afresh:
            reset()
        prepare()
        if not prepare_only:
            serve(port)
    except KeyboardInterrupt:
        raise click.ClickException("Interrupted. Nothing is half-done: the next start goes on from here.") from None
    except (embedded.CannotStart, subprocess.CalledProcessError) as failed:
        raise click.ClickException(f"The demo cannot be prepared: {failed}") from failed
    finally:
        _stop_database()


def _stop_database() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if not database.is_real_server():
        embedded.stop()


def _print_accounts(port: int) -> None:
    from liandong.demo.accounts import PASSWORD, demo_accounts

    click.echo(f"\n  http://localhost:{port}\n")
    for account in demo_accounts():
        click.echo(f"  {account.login:<24}{account.role}　{account.name}　{account.office}")
    click.echo(f"\n  密码 / password: {PASSWORD}\n  Ctrl-C stops everything.\n")


COMMANDS = [demo]
