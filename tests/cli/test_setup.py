"""Preparing a real server says where its passwords lie."""
from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from liandong.cli import setup
from liandong.config import database


def test_the_closing_sentence_names_the_folder_in_which_the_passwords_lie(tmp_path: Path) -> None:
    with patch.object(database, "prepare_real"), patch.object(setup, "migrate"), \
            patch.object(setup, "KEYS", tmp_path / "elsewhere"):
        said = CliRunner().invoke(setup.setup_database, ["--admin", "postgresql://admin@server/"])
    assert said.exit_code == 0
    assert f"are in {tmp_path / 'elsewhere'}." in said.output
