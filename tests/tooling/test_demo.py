"""What ./run demo keeps in .env."""

import os
import stat
from pathlib import Path

import pytest

from tooling import demo
from tooling.steps import Failed


def test_the_settings_are_kept_in_a_file_that_only_its_owner_reads(tmp_path, monkeypatch):
    file = tmp_path / "settings"
    monkeypatch.setattr(demo, "DOTENV", file)
    demo.write_settings()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    first = file.read_text()
    assert "DEMO=1" in first
    assert "SECRET_KEY=" in first
    demo.write_settings()
    assert sorted(file.read_text().splitlines()) == sorted(first.splitlines())


def test_what_is_no_file_is_left_as_it_is(monkeypatch):
    before = os.stat(os.devnull).st_mode
    monkeypatch.setattr(demo, "DOTENV", Path(os.devnull))
    with pytest.raises(Failed, match="is none"):
        demo.write_settings()
    assert os.stat(os.devnull).st_mode == before
