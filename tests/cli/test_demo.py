"""What `liandong demo` says before its long steps."""
from __future__ import annotations

import socket
from pathlib import Path

import click
import pytest

from liandong.cli import demo
from liandong.config import database


def test_a_port_that_another_program_holds_is_named_before_anything_is_loaded() -> None:
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port} is taken"):
            demo.refuse_taken(port)
    demo.refuse_taken(port)


def test_each_database_has_a_stamp_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    own = demo.stamp()
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost:1/one")
    one = demo.stamp()
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost:1/two")
    assert len({own, one, demo.stamp()}) == 3


def test_a_real_server_is_never_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost:1/one")
    assert database.is_real_server()
    with pytest.raises(click.ClickException, match="setup-database"):
        demo.reset()


def test_a_server_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost:1/one")
    with pytest.raises(click.ClickException, match="Does the server run"):
        demo._must_be_prepared()


def test_a_new_migration_or_style_makes_the_next_start_prepare_again(monkeypatch: pytest.MonkeyPatch,
                                                                    tmp_path: Path) -> None:
    monkeypatch.setattr(demo, "SOURCE", tmp_path)
    before = demo.fingerprint()
    style = tmp_path / "screens" / "static" / "screens" / "new.css"
    style.parent.mkdir(parents=True)
    style.write_text("a {}")
    assert demo.fingerprint() != before
